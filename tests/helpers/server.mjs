// The built program as a process: start, stop, kill, restart on the same data, and its other commands.
// It knows the program's command line and its two lines for people; it must not know the REST API or the pages.
import { execFile, spawn } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROGRAM = process.env.CAUSEWAY_PROGRAM ?? new URL('../../target/release/causeway', import.meta.url).pathname;
const START_TIMEOUT = 30_000;
const STOP_TIMEOUT = 15_000;

const run = promisify(execFile);
const children = new Set();
// A test file that dies must not leave servers behind.
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

export class Server {
  /** Starts Causeway on an empty data folder and a free port. */
  static async start(options = {}) {
    await access(PROGRAM).catch(() => {
      throw new Error(`${PROGRAM} is missing: run \`cargo xtask build\` first`);
    });
    const server = new Server();
    server.flags = options.flags ?? [];
    server.environment = { ...process.env, ...options.environment };
    server.data = await mkdtemp(join(tmpdir(), 'causeway-test-'));
    server.port = await freePort();
    await server.#launch();
    return server;
  }

  /** Where the dashboard and the API are. */
  get origin() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Stops as Ctrl-C does and waits for the end; answers the exit code. */
  async stop() {
    return this.#end('SIGINT');
  }

  /** As a crash does it. */
  async kill() {
    return this.#end('SIGKILL');
  }

  /** Starts again with the same port and data, after `stop` or `kill`. */
  async restart() {
    await this.#launch();
  }

  /** Stops and deletes the data. */
  async dispose() {
    if (this.child) await this.#end('SIGKILL');
    await rm(this.data, { recursive: true, force: true });
  }

  /** Runs another command of the program on the same data, such as `import directory FILE`; answers its output. */
  async command(...words) {
    const { stdout, stderr } = await run(PROGRAM, [...words, '--data', this.data], {
      env: this.environment,
      maxBuffer: 64 * 1024 * 1024,
    });
    return { stdout, stderr };
  }

  /** A new bearer token for the API. */
  async token() {
    const { stdout } = await this.command('token', 'create');
    return stdout.trimEnd().split('\n').at(-1).trim();
  }

  /** A request to the API with a bearer token; answers the response. */
  async api(path, init = {}) {
    this.bearer ??= await this.token();
    const headers = { authorization: `Bearer ${this.bearer}`, ...init.headers };
    return fetch(`${this.origin}${path}`, { ...init, headers });
  }

  async #launch() {
    const listen = `127.0.0.1:${this.port}`;
    const child = spawn(PROGRAM, ['serve', '--listen', listen, '--data', this.data, ...this.flags], {
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    this.child = child;
    /** What it has printed since this start; `everything` since the first. */
    this.output = '';
    const ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? code}`));
    });
    ended.then(() => children.delete(child));
    const ready = new Promise((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text) => {
          this.output += text;
          this.everything = (this.everything ?? '') + text;
          if (line(this.output, 'ready: ') && line(this.output, 'sign-in: ')) resolve();
        });
      }
    });
    const reason = await Promise.race([ready, ended, after(START_TIMEOUT, 'it printed no `ready: ` and `sign-in: ` lines')]);
    if (reason) {
      child.kill('SIGKILL');
      throw new Error(`the server did not start: ${reason}\n${this.output}`);
    }
    /** The one-time link of this start. */
    this.signInUrl = line(this.output, 'sign-in: ');
  }

  async #end(signal) {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode;
    const ended = new Promise((resolve) => child.once('exit', (code) => resolve({ code })));
    child.kill(signal);
    const result = await Promise.race([ended, after(STOP_TIMEOUT)]);
    if (result) return result.code;
    child.kill('SIGKILL');
    throw new Error(`the server did not stop within ${STOP_TIMEOUT} ms after ${signal}`);
  }
}

/** What follows `start` on its finished line of `output`. */
function line(output, start) {
  const lines = output.split('\n');
  return lines.slice(0, -1).find((text) => text.startsWith(start))?.slice(start.length).trim();
}

function after(milliseconds, value) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, value).unref());
}

/** Chosen before the start, so that a restart can use the same one. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// The dashboard as it is shipped: its own server with one connection for each size, and a session to open it with. It
// knows the program's command line and its two lines for people, as the browser tests do.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const PROGRAM = process.env.CAUSEWAY_PROGRAM ?? new URL('../target/release/causeway', import.meta.url).pathname;
/** As many resource types as one capability statement may have. */
const STATEMENT = 500;
const LETTERS = 26;
const START_TIMEOUT = 30_000;

const run = promisify(execFile);

export class Dashboard {
  #data;
  #child;
  #origin;
  #connections = new Map();

  /** Of the session, as the browser keeps it. */
  cookies = [];

  /** Starts the server with a connection of as many arrows for each of `sizes`. */
  static async start(sizes) {
    const dashboard = new Dashboard();
    dashboard.#data = await mkdtemp(join(tmpdir(), 'causeway-bench-data-'));
    try {
      for (const size of sizes) await dashboard.#import(size);
      await dashboard.#serve();
      await dashboard.#find(sizes);
    } catch (error) {
      await dashboard.stop();
      throw error;
    }
    return dashboard;
  }

  /** The Data Flow tab, every arrow a row. */
  address(size) {
    return `${this.#origin}/connections/${this.#connections.get(size)}?group=off`;
  }

  async stop() {
    if (this.#child) {
      const ended = new Promise((resolve) => this.#child.once('exit', resolve));
      if (this.#child.exitCode === null && this.#child.kill('SIGTERM')) await ended;
    }
    await rm(this.#data, { recursive: true, force: true });
  }

  /** Arrows add up: each import brings as many as a statement may have, until there are enough. */
  async #import(size) {
    const directory = await this.#write(`directory-${size}.json`, directoryOf(nameOf(size)));
    for (let from = 0; from < size; from += STATEMENT) {
      const types = Math.min(STATEMENT, size - from);
      const capability = await this.#write('capability.json', statementOf(from, types));
      const words = ['import', 'directory', directory, '--capability', capability, '--environment', 'Staging'];
      await run(PROGRAM, [...words, '--data', this.#data]);
    }
  }

  async #write(name, content) {
    const path = join(this.#data, name);
    await writeFile(path, JSON.stringify(content));
    return path;
  }

  async #serve() {
    const port = await freePort();
    const child = spawn(PROGRAM, ['serve', '--listen', `127.0.0.1:${port}`, '--data', this.#data], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#child = child;
    process.on('exit', () => child.kill('SIGKILL'));
    this.#origin = `http://127.0.0.1:${port}`;
    const link = await signInLink(child);
    const { headers } = await this.#ask('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: new URL(link).hash.slice(1) }),
    });
    const [pair] = headers.get('set-cookie').split(';');
    const [name, value] = pair.split(/=(.*)/);
    this.cookies = [{ name, value, url: this.#origin, httpOnly: true, sameSite: 'Lax' }];
  }

  async #find(sizes) {
    const cookie = this.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    for (const size of sizes) {
      const query = new URLSearchParams({ search: nameOf(size) });
      const { items } = await (await this.#ask(`/api/v1/connections?${query}`, { headers: { cookie } })).json();
      // A search for 10 finds 100 too.
      const { id } = items.find(({ name }) => name === nameOf(size));
      this.#connections.set(size, id);
      // What the database reads for the first time is not what is measured.
      await this.#ask(`/api/v1/connections/${id}/data-flow`, { headers: { cookie } });
    }
  }

  async #ask(path, init) {
    const response = await fetch(`${this.#origin}${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }
}

const nameOf = (size) => `Hospital with ${size} arrows`;

/** A FHIR Bundle of one organization with one endpoint. */
function directoryOf(name) {
  const endpoint = {
    resourceType: 'Endpoint',
    id: 'endpoint',
    status: 'active',
    name,
    managingOrganization: { reference: 'Organization/hospital' },
    address: `https://${name.toLowerCase().replaceAll(' ', '-')}.example.org/fhir/r4`,
  };
  const entry = [
    { fullUrl: 'https://directory.example.org/r4/Endpoint/endpoint', resource: endpoint },
    {
      fullUrl: 'https://directory.example.org/r4/Organization/hospital',
      resource: { resourceType: 'Organization', id: 'hospital', name },
    },
  ];
  return { resourceType: 'Bundle', type: 'collection', entry };
}

function statementOf(from, count) {
  const resource = Array.from({ length: count }, (_, at) => ({ type: typeOf(from + at), interaction: [{ code: 'read' }] }));
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [{ mode: 'server', resource }],
  };
}

/** KindAaa, KindAab, …: names of types are letters only. */
function typeOf(number) {
  const letter = (place) => String.fromCharCode(97 + (Math.floor(number / LETTERS ** place) % LETTERS));
  return `Kind${letter(2).toUpperCase()}${letter(1)}${letter(0)}`;
}

/** The one-time link, once the server is ready. */
async function signInLink(child) {
  const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT);
  try {
    let [link, ready] = [undefined, false];
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('sign-in: ')) link = line.slice('sign-in: '.length).trim();
      ready ||= line.startsWith('ready: ');
      if (link && ready) return link;
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`${PROGRAM} did not start`);
}

/** The address is part of the session's cookie, so it must be known before. */
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

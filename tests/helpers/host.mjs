// Somebody else's web server, on an origin of its own: pages with a policy, files, and answers that a test chooses. It
// must not know Causeway or what the pages embed.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const FIXTURES = new URL('../fixtures/widget/', import.meta.url).pathname;
const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export class Host {
  /** Listens on a free port of 127.0.0.1; another port is another origin. */
  static async start() {
    const host = new Host();
    host.#server = createServer((request, response) => host.#serve(request, response));
    await new Promise((resolve) => host.#server.listen(0, '127.0.0.1', resolve));
    host.reset();
    return host;
  }

  #server;
  #answers;
  #folders;

  get origin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Forgets everything that a test gave it. */
  reset() {
    this.#answers = new Map([['/favicon.ico', () => ({ status: 204 })]]);
    this.#folders = new Map([['/', FIXTURES]]);
    /** What was asked for since: `{ path, headers }`. */
    this.requests = [];
  }

  /** `path` is this page from now on; `policy` is its Content-Security-Policy. */
  page(path, html, policy) {
    const headers = policy ? { 'content-security-policy': policy } : {};
    this.answer(path, () => ({ type: '.html', headers, body: html }));
  }

  /** `path` answers with what `answer(request)` gives: text, or `{ status, type, headers, body }`. It may take its time. */
  answer(path, answer) {
    this.#answers.set(path, answer);
  }

  /** How the route that hands out tokens answers. `give` mints; see also `late`, `failing`. */
  tokens(give) {
    this.answer('/causeway-token', give);
  }

  /** The files of a folder, below `path`, which ends with a slash. */
  folder(path, folder) {
    this.#folders.set(path, folder);
  }

  /** How often `path` was asked for. */
  asked(path) {
    return this.requests.filter((request) => request.path === path).length;
  }

  async dispose() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request, response) {
    const path = new URL(request.url, this.origin).pathname;
    this.requests.push({ path, headers: request.headers });
    try {
      const answer = this.#answers.get(path);
      const given = answer ? await answer(request) : await this.#file(path);
      const { status = 200, type = '.txt', headers = {}, body = '' } = typeof given === 'string' ? { body: given } : given;
      response.writeHead(status, { 'content-type': TYPES[type] ?? 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers });
      response.end(body);
    } catch (error) {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    }
  }

  async #file(path) {
    // The longest beginning wins.
    const [beginning, folder] = [...this.#folders].filter(([of]) => path.startsWith(of)).sort(([a], [b]) => b.length - a.length)[0];
    const file = normalize(path.slice(beginning.length));
    if (file.startsWith('..')) return { status: 404 };
    const body = await readFile(join(folder, file)).catch(() => null);
    return body === null ? { status: 404, body: 'Nothing here' } : { type: extname(file), body };
  }
}

/** The same answer, but only after so many milliseconds. */
export const late = (milliseconds, answer) => async (request) => {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return answer(request);
};

/** An error of the host's own. */
export const failing = (status = 500) => () => ({ status, body: 'Out of order' });

// Chromium, driven over a pair of pipes in the DevTools protocol. It asks for nothing by itself: every protocol domain
// that is switched on costs the page under measurement time. It must not know what is measured.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = process.env.CHROMIUM || '/usr/bin/chromium';
const WINDOW = { width: 1280, height: 800 };
const CLOSE_TIMEOUT = 5_000;

const FLAGS = [
  '--headless',
  '--remote-debugging-pipe',
  `--window-size=${WINDOW.width},${WINDOW.height}`,
  '--force-device-scale-factor=1',
  '--hide-scrollbars',
  '--mute-audio',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--disable-extensions',
  '--disable-sync',
  '--disable-component-update',
  '--disable-background-networking',
  // A page that is measured must not be taken for one that nobody looks at.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--no-first-run',
];

const running = new Set();
// A run that dies must not leave browsers behind.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export class Chromium {
  #child;
  #profile;
  #waiting = new Map();
  #sent = 0;

  static async start() {
    const browser = new Chromium();
    browser.#profile = await mkdtemp(join(tmpdir(), 'causeway-bench-'));
    // Chromium's own sandbox refuses to run as root, which is what containers are.
    const flags = process.getuid?.() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS;
    const child = spawn(PROGRAM, [...flags, `--user-data-dir=${browser.#profile}`], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    browser.#child = child;
    running.add(child);
    child.once('error', (error) => browser.#fail(`cannot start ${PROGRAM}: ${error.message}`));
    child.once('exit', () => {
      running.delete(child);
      browser.#fail('Chromium ended');
    });
    child.stdio[3].on('error', () => browser.#fail('Chromium does not listen any more'));
    browser.#listen(child.stdio[4]);
    await browser.send('Browser.getVersion');
    return browser;
  }

  /** One command; `session` is the page it is for. */
  send(method, params = {}, session = undefined) {
    this.#sent += 1;
    const id = this.#sent;
    return new Promise((answer, refuse) => {
      this.#waiting.set(id, { answer, refuse, method });
      this.#child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`);
    });
  }

  async version() {
    return (await this.send('Browser.getVersion')).product;
  }

  /** A blank page with empty caches; `cookies` are there from the start. */
  async newPage(cookies = []) {
    const { browserContextId } = await this.send('Target.createBrowserContext');
    if (cookies.length > 0) await this.send('Storage.setCookies', { cookies, browserContextId });
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', browserContextId, ...WINDOW });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, browserContextId, sessionId);
    // A window of this size has less room inside; how much less depends on the version.
    await page.send('Emulation.setDeviceMetricsOverride', { ...WINDOW, deviceScaleFactor: 1, mobile: false });
    return page;
  }

  async close() {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      this.send('Browser.close').catch(() => {});
      const patience = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT);
      await ended;
      clearTimeout(patience);
    }
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** Messages are JSON texts that end with a zero. */
  #listen(pipe) {
    const pieces = [];
    pipe.setEncoding('utf8').on('data', (text) => {
      let from = 0;
      for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', from)) {
        pieces.push(text.slice(from, end));
        from = end + 1;
        this.#receive(JSON.parse(pieces.splice(0).join('')));
      }
      pieces.push(text.slice(from));
    });
  }

  #receive({ id, result, error }) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    if (error) waiting.refuse(new Error(`${waiting.method}: ${error.message}`));
    else waiting.answer(result);
  }

  #fail(reason) {
    for (const { refuse } of this.#waiting.values()) refuse(new Error(reason));
    this.#waiting.clear();
  }
}

class Page {
  #browser;
  #context;
  #session;

  constructor(browser, context, session) {
    this.#browser = browser;
    this.#context = context;
    this.#session = session;
  }

  send(method, params) {
    return this.#browser.send(method, params, this.#session);
  }

  /** The value of a JavaScript expression in the page; promises are waited for. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async close() {
    await this.#browser.send('Target.disposeBrowserContext', { browserContextId: this.#context });
  }
}

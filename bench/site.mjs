// Everything the pages are served by: the benchmark's own server, and the dashboard's where it is asked for. Each is a
// process of its own, so that the driver's work does not delay their answers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Dashboard } from './dashboard.mjs';
import { PAGES as MEASURED, WIDGETS } from './pages.mjs';

const PAGES = { ...MEASURED, ...WIDGETS };

const SERVER = new URL('server.mjs', import.meta.url).pathname;

export class Site {
  #child;
  #origin;
  #dashboard;

  static async start(names, sizes) {
    const site = new Site();
    const child = spawn(process.execPath, [SERVER], {
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    site.#child = child;
    process.on('exit', () => child.kill());
    const failed = once(child, 'exit').then(() => Promise.reject(new Error('the server did not start')));
    const [line] = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), failed]);
    site.#origin = new URL(line.slice(line.indexOf('http')).trim()).origin;
    failed.catch(() => {});
    if (names.includes('dashboard')) site.#dashboard = await Dashboard.start(sizes);
    await site.#fill(names, sizes);
    return site;
  }

  address(name, n) {
    return name === 'dashboard' ? this.#dashboard.address(n) : this.#origin + PAGES[name].address(n);
  }

  cookies(name) {
    return name === 'dashboard' ? this.#dashboard.cookies : [];
  }

  async stop() {
    this.#child.kill();
    await this.#dashboard?.stop();
  }

  /** Answers are compressed once, when they are asked for first: that must not be in a measurement. */
  async #fill(names, sizes) {
    const headers = { 'accept-encoding': 'br' };
    const ask = async (path) => {
      const response = await fetch(`${this.#origin}${path}`, { headers });
      const text = await response.text();
      if (!response.ok) throw new Error(`${path} is not there: build it first (\`cargo xtask bench\` does)`);
      return text;
    };
    for (const n of sizes) {
      await ask(`/api/flow?n=${n}`);
      await ask(`/api/answer?n=${n}`);
      for (const page of Object.values(WIDGETS)) await ask(page.address(n));
    }
    for (const name of names.filter((name) => name !== 'dashboard')) {
      const path = PAGES[name].address(1);
      const parts = (await ask(path)).matchAll(/(?:src="|href="|fetch\(')([^'":]+\.\w+)["']/g);
      for (const [, part] of parts) await ask(new URL(part, `http://any${path}`).pathname);
    }
  }
}

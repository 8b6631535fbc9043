// The benchmark: every page at every size, round after round, so that whatever else happens on the machine happens to
// all of them. Writes one line of JSON per measurement to target/bench/results.jsonl; report.mjs makes tables of it.
//
// node run.mjs [--rounds 7] [--sizes 10,100,1000,5000] [--pages vanilla,causeway]
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Chromium } from './chromium.mjs';
import { Visit } from './measure.mjs';
import { PAGES } from './pages.mjs';
import { BUILT } from './server.mjs';
import { Site } from './site.mjs';

const BASELINE = 'vanilla';
const RESULTS = join(BUILT, 'results.jsonl');

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    sizes: { type: 'string', default: '10,100,1000,5000' },
    pages: { type: 'string', default: Object.keys(PAGES).join() },
  },
});
const rounds = Number(values.rounds);
const sizes = values.sizes.split(',').map(Number);
// Every ratio is to the baseline of the same round.
const names = [...new Set([BASELINE, ...values.pages.split(',')])];
const unknown = names.filter((name) => !PAGES[name]);
if (unknown.length > 0 || !(rounds > 0) || !sizes.every((n) => n > 0)) {
  console.error(`--rounds and --sizes are numbers, --pages are of ${Object.keys(PAGES).join()}`);
  process.exit(2);
}

/** All there is to know of one page at one size, with its load still cold. */
async function measure(browser, site, name, n) {
  const visit = await Visit.begin(browser, PAGES[name], n, site.cookies(name));
  try {
    const load = await visit.load(site.address(name, n));
    const weight = await visit.weigh();
    const update = await visit.update();
    const scroll = await visit.scroll();
    const [fault] = await visit.faults();
    if (fault) throw new Error(fault);
    return { ...load, ...weight, ...update, ...scroll };
  } finally {
    await visit.end();
  }
}

/** The first page of a browser pays for its start. */
async function warmBrowser(site) {
  const browser = await Chromium.start();
  const visit = await Visit.begin(browser, PAGES[BASELINE], 10, []);
  await visit.load(site.address(BASELINE, 10));
  await visit.end();
  return browser;
}

/** Each round begins with another page, so that none is always the one after the heaviest. */
const rotated = (list, by) => list.map((_, at) => list[(at + by) % list.length]);

const site = await Site.start(names, sizes);
let [done, failed] = [0, 0];
try {
  for (let round = 0; round < rounds; round += 1) {
    let browser = await warmBrowser(site);
    if (round === 0) {
      const machine = { chromium: await browser.version(), node: process.version, processor: cpus()[0].model, processors: cpus().length };
      await writeFile(RESULTS, `${JSON.stringify({ ...machine, began: new Date().toISOString() })}\n`);
    }
    for (const n of sizes) {
      for (const name of rotated(names, round)) {
        const [busy] = (await readFile('/proc/loadavg', 'utf8').catch(() => '')).split(' ');
        let result;
        try {
          result = await measure(browser, site, name, n);
        } catch (error) {
          failed += 1;
          result = { failed: error.message };
          // Nobody knows what state it is in.
          await browser.close();
          browser = await warmBrowser(site);
        }
        done += 1;
        await appendFile(RESULTS, `${JSON.stringify({ round, page: name, n, busy: Number(busy), ...result })}\n`);
        const { load = 0, loadCpu = 0, select = 0, change = 0, frame = 0 } = result;
        const numbers = Object.entries({ load, loadCpu, select, change, frame }).map(([key, value]) => `${key} ${value.toFixed(1)}`);
        const all = rounds * sizes.length * names.length;
        console.log(`${done}/${all} n=${n} ${name}: ${result.failed ?? numbers.join(', ')}`);
      }
    }
    await browser.close();
  }
} finally {
  await site.stop();
}
if (failed > 0) console.log(`${failed} of ${done} measurements failed`);

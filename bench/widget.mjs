// When is a page with the widget painted, and when the same picture by React Flow? Both with 100 arrows, cold, in turns, on
// this machine as it is, with a processor four times slower, and over a 4G line. Writes a table into docs/BENCHMARKS.md.
//
// node widget.mjs [--rounds 15]
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Chromium } from './chromium.mjs';
import { Visit, median } from './measure.mjs';
import { PAGES, WIDGETS } from './pages.mjs';
import { Site } from './site.mjs';

const DOCUMENT = new URL('../docs/BENCHMARKS.md', import.meta.url).pathname;
const [BEGIN, END] = ['<!-- widget: written by bench/widget.mjs -->', '<!-- end of widget -->'];
const ARROWS = 100;
const RIVAL = 'react-flow';
const HOSTS = { ...WIDGETS, [RIVAL]: PAGES[RIVAL] };
/** DevTools' "Fast 4G": bytes per second, and ms per request. */
const FAST_4G = { downloadThroughput: (9e6 / 8) * 0.9, uploadThroughput: (1.5e6 / 8) * 0.9, latency: 165 };
const PROFILES = {
  'as it is': {},
  '4× slower processor': { cpu: 4 },
  'Fast 4G': { network: FAST_4G },
  'both': { cpu: 4, network: FAST_4G },
};

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Number(values.rounds);

async function load(browser, site, name, profile) {
  const visit = await Visit.begin(browser, HOSTS[name], ARROWS, []);
  try {
    await visit.throttle(profile);
    const { load, loadCpu } = await visit.load(site.address(name, ARROWS));
    const [fault] = await visit.faults();
    if (fault) throw new Error(fault);
    return { load, loadCpu };
  } finally {
    await visit.end();
  }
}

const names = Object.keys(HOSTS);
const site = await Site.start(names, [ARROWS]);
const results = [];
try {
  const browser = await Chromium.start();
  // The first page of a browser pays for its start.
  for (const name of names) await load(browser, site, name, {});
  for (let round = 0; round < rounds; round += 1) {
    for (const [title, profile] of Object.entries(PROFILES)) {
      for (const name of round % 2 ? [...names].reverse() : names) {
        results.push({ round, title, name, ...(await load(browser, site, name, profile)) });
      }
    }
    console.log(`round ${round + 1} of ${rounds}`);
  }
  await browser.close();
} finally {
  await site.stop();
}

const of = (title, name, key) => results.filter((it) => it.title === title && it.name === name).map((it) => it[key]);
const rows = Object.keys(PROFILES).flatMap((title) =>
  names.map((name) => {
    const cells = ['load', 'loadCpu'].flatMap((key) => {
      const [ours, theirs] = [of(title, name, key), of(title, RIVAL, key)];
      return [median(ours).toFixed(0), name === RIVAL ? '' : median(ours.map((time, round) => time / theirs[round])).toFixed(2)];
    });
    return `| ${[title, HOSTS[name].title, ...cells].join(' | ')} |`;
  }),
);
const head = ['', '', 'painted, ms', 'to React Flow', 'CPU, ms', 'to React Flow'];
const made = [
  `Medians of ${rounds} rounds, taken in turns; the ratio is the median of the rounds' ratios. ${new Date().toISOString().slice(0, 10)}.`,
  '',
  `| ${head.join(' | ')} |`,
  `| --- | --- |${' ---: |'.repeat(head.length - 2)}`,
  ...rows,
].join('\n');
const document = await readFile(DOCUMENT, 'utf8');
const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
if (from < 0 || to < from) throw new Error(`${DOCUMENT} has no ${BEGIN} … ${END} to write between`);
await writeFile(DOCUMENT, `${document.slice(0, from + BEGIN.length)}\n\n${made}\n\n${document.slice(to)}`);
console.log(made);

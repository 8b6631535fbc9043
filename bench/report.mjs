// Makes the tables of docs/BENCHMARKS.md out of what run.mjs wrote: medians over the rounds, and medians of the ratios
// to the baseline of the same round. What stands around the tables is a person's and stays.
//
// node report.mjs
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { median } from './measure.mjs';
import { PAGES } from './pages.mjs';
import { BUILT } from './server.mjs';

const DOCUMENT = new URL('../docs/BENCHMARKS.md', import.meta.url).pathname;
const [BEGIN, END] = ['<!-- measured: written by bench/report.mjs -->', '<!-- end of measured -->'];
const BASELINE = 'vanilla';
const OURS = 'causeway';
const RIVAL = 'react-flow';

const text = await readFile(join(BUILT, 'results.jsonl'), 'utf8');
const [machine, ...every] = text.trim().split('\n').map((line) => JSON.parse(line));
const results = every.filter(({ failed }) => failed === undefined);
const sizes = [...new Set(results.map(({ n }) => n))];
const names = Object.keys(PAGES).filter((name) => results.some(({ page }) => page === name));
const of = (page, n) => results.filter((result) => result.page === page && result.n === n);

const whole = (digits, unit = '') => (value) => `${value.toFixed(digits)}${unit}`;
const megabytes = (value) => (value / 1e6).toFixed(1);
const grouped = (value) => Math.round(value).toLocaleString('en-US');

/** What is measured: how it is read from a result, how it is shown, and what our bare page must reach (ratios by size). */
const METRICS = [
  { title: 'Cold load to painted, ms', read: ({ load }) => load, show: whole(0), bars: { 10: 1.6, 100: 1.4, 1000: 0.6, 5000: 0.3 } },
  { title: 'Main-thread CPU of the load, ms', read: ({ loadCpu }) => loadCpu, show: whole(0), bars: { 10: 2, 100: 1.6, 1000: 0.5, 5000: 0.15 } },
  { title: 'Select one arrow to painted, ms', read: ({ select }) => select, show: whole(1), bars: { 10: 1.2, 100: 1.2, 1000: 1.2, 5000: 1 } },
  { title: 'Change one arrow to painted, ms', read: ({ change }) => change, show: whole(1), bars: { 10: 1.1, 100: 1.1, 1000: 1.1, 5000: 1 } },
  { title: 'Frame while scrolling, 95th percentile, ms', read: ({ frame }) => frame, show: whole(1), bars: { 100: 1.1, 1000: 1, 5000: 1 } },
  { title: 'Main-thread CPU of 2 s of scrolling, ms', read: ({ scrollCpu }) => scrollCpu, show: whole(0) },
  { title: 'Heap of JavaScript and Blink, MB', read: ({ heap }) => heap, show: megabytes },
  { title: 'Heap and WebAssembly memory, MB', read: ({ heap, wasm }) => heap + wasm, show: megabytes, ahead: true },
  { title: 'DOM elements', read: ({ elements }) => elements, show: grouped, ahead: true },
];

/** The median of a metric, and of its ratios to the baseline; nothing when it was not measured. */
function measured({ read }, page, n) {
  const values = of(page, n).map(read).filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  const baseline = new Map(of(BASELINE, n).map((result) => [result.round, read(result)]));
  const ratios = of(page, n)
    .filter((result) => read(result) !== undefined && baseline.get(result.round) > 0)
    .map((result) => read(result) / baseline.get(result.round));
  return { value: median(values), ratio: ratios.length > 0 ? median(ratios) : undefined };
}

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n');
const arrows = (n) => `${grouped(n)} arrows`;
const times = (ratio) => (ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0));

function metricTable(metric) {
  const cell = (page, n) => {
    const found = measured(metric, page, n);
    if (!found) return '–';
    const shown = metric.show(found.value);
    return page === BASELINE || found.ratio === undefined ? shown : `${shown} (×${times(found.ratio)})`;
  };
  const rows = names.map((page) => [PAGES[page].title, ...sizes.map((n) => cell(page, n))]);
  return `### ${metric.title}\n\n${table(['', ...sizes.map(arrows)], rows)}`;
}

const total = (sent) => Object.values(sent).reduce((sum, bytes) => sum + bytes, 0);

function bytesTable() {
  const rows = names.map((page) => {
    const { sent } = results.find((result) => result.page === page);
    return [PAGES[page].title, ...['html', 'css', 'js', 'wasm'].map((kind) => grouped(sent[kind])), grouped(total(sent))];
  });
  return `### Bytes over the wire\n\nCompressed with brotli, without the data.\n\n${table(['', 'HTML', 'CSS', 'JavaScript', 'WebAssembly', 'in all'], rows)}`;
}

function barsTable() {
  const verdict = (met) => (met ? 'met' : '**not met**');
  const ratios = METRICS.filter(({ bars }) => bars).map((metric) => {
    const cells = sizes.map((n) => {
      const found = measured(metric, OURS, n);
      const bar = metric.bars[n];
      if (bar === undefined || found?.ratio === undefined) return '–';
      // As exact as the bar is given: a hundredth.
      return `≤ ${bar}: ${times(found.ratio)}, ${verdict(Math.round(found.ratio * 100) / 100 <= bar)}`;
    });
    return [metric.title.replace(/, ms$/, ''), ...cells];
  });
  const ahead = METRICS.filter(({ ahead }) => ahead).map((metric) => {
    const cells = sizes.map((n) => {
      const [ours, theirs] = [OURS, RIVAL].map((page) => measured(metric, page, n)?.value);
      if (ours === undefined || theirs === undefined) return '–';
      return `${metric.show(ours)} to ${metric.show(theirs)}, ${verdict(ours < theirs)}`;
    });
    return [`${metric.title}, ours to React Flow's`, ...cells];
  });
  const bytes = [OURS, RIVAL].map((page) => results.find((result) => result.page === page)?.sent).map((sent) => sent && total(sent));
  const sent = bytes.every(Boolean) ? `${grouped(bytes[0])} to ${grouped(bytes[1])}, ${verdict(bytes[0] < bytes[1])}` : '–';
  const rows = [...ratios, ...ahead, [`Bytes over the wire, ours to React Flow's`, ...sizes.map(() => sent)]];
  const head = ['bare page, ratio to hand-written DOM', ...sizes.map(arrows)];
  return `### Bar, measured, met or not\n\n${table(head, rows)}`;
}

function facts() {
  const rounds = new Set(every.map(({ round }) => round)).size;
  const busy = every.map((result) => result.busy).filter((load) => load >= 0).sort((a, b) => a - b);
  const lines = [
    `${machine.chromium} headless, ${machine.processors} processors (${machine.processor}), Node.js ${machine.node}, ` +
      `begun ${machine.began.slice(0, 10)}; medians of ${rounds} rounds, in brackets the median ratio to hand-written DOM ` +
      'of the same round.',
  ];
  if (busy.length > 0) lines.push(`Load average of the machine meanwhile: ${busy[0]} to ${busy.at(-1)}, median ${median(busy)}.`);
  const failures = every.filter(({ failed }) => failed);
  lines.push(
    failures.length === 0
      ? `All ${every.length} measurements came to an end.`
      : `${failures.length} of ${every.length} measurements failed and are left out: ` +
          `${failures.map(({ page, n, failed }) => `${page} with ${n} (${failed})`).join('; ')}.`,
  );
  return lines.join('\n');
}

const made = [facts(), barsTable(), ...METRICS.map(metricTable), bytesTable()].join('\n\n');
const document = await readFile(DOCUMENT, 'utf8');
const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
if (from < 0 || to < from) throw new Error(`${DOCUMENT} has no ${BEGIN} … ${END} to write between`);
await writeFile(DOCUMENT, `${document.slice(0, from + BEGIN.length)}\n\n${made}\n\n${document.slice(to)}`);
console.log(`${results.length} measurements, ${sizes.length} sizes, ${names.length} pages`);

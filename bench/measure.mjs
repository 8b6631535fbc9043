// Measures one page at one size in a browser: loading, memory, selecting, changing, scrolling. It must not know which
// pages there are, nor what becomes of the numbers.
import { readFile } from 'node:fs/promises';
import { EMPTY_SPACE } from './pages.mjs';

const PROBE = await readFile(new URL('probe.js', import.meta.url), 'utf8');
const TIMEOUT = 60_000;
/** What a page does after it is ready is none of its load. */
const SETTLE = 300;
const UPDATES = 5;
const HOVER = 150;
const HOLD = 80;
/** A little longer each time, over one frame: a page that is always let go of at the same point of a frame seems up to a
 * frame faster or slower than another one. */
const HOLDS = Array.from({ length: UPDATES }, (_, at) => HOLD + (at * 1_000) / 60 / UPDATES);
const SCROLL_MOST = 4_000;
const SCROLL_LEAST = 100;
const SCROLL_DURATION = 2_000;

export const median = (numbers) => quantile(numbers, 0.5);

/** By the nearest rank; of an even number, the mean of the middle two for the median. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  if (share === 0.5) return (sorted[Math.floor(rank)] + sorted[Math.ceil(rank)]) / 2;
  return sorted[Math.round(rank)];
}

const sleep = (duration) => new Promise((resolve) => setTimeout(resolve, duration));

/** Fails when `work` takes longer than anyone would wait. */
async function within(work, what) {
  let timer;
  const late = new Promise((_, refuse) => {
    timer = setTimeout(() => refuse(new Error(`${what}: no end after ${TIMEOUT / 1000} s`)), TIMEOUT);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** A page that is about to be opened, with the probe inside. */
export class Visit {
  #tab;
  #page;
  #n;

  /** `cookies` are those of the page's own server. */
  static async begin(browser, page, n, cookies) {
    const visit = new Visit();
    visit.#page = page;
    visit.#n = n;
    visit.#tab = await browser.newPage(cookies);
    await visit.#tab.send('Page.enable');
    // Time on the processor: other programs on the machine do not count.
    await visit.#tab.send('Performance.enable', { timeDomain: 'threadTicks' });
    const { drawnInFrame = false } = page;
    const settings = JSON.stringify({ ready: page.ready(n), drawnInFrame });
    const source = `${PROBE.replace('export function', 'function')}\nprobe(${settings});`;
    await visit.#tab.send('Page.addScriptToEvaluateOnNewDocument', { source });
    return visit;
  }

  evaluate(expression) {
    return within(this.#tab.evaluate(expression), expression);
  }

  /** Has it load as on a slower machine (`cpu` times slower) and over a slower line, as DevTools does. */
  async throttle({ cpu = 1, network }) {
    await this.#tab.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    if (network) {
      await this.#tab.send('Network.enable');
      await this.#tab.send('Network.emulateNetworkConditions', { offline: false, ...network });
    }
  }

  /** {load, loadCpu}: from the start of the navigation to painted, ms. */
  async load(address) {
    const before = await this.#cpu();
    await within(this.#tab.send('Page.navigate', { url: address }), 'the navigation');
    const load = await this.evaluate('bench.loaded');
    return { load, loadCpu: (await this.#cpu()) - before };
  }

  /** {elements, heap, wasm, sent}: what the page holds, and what came over the wire, bytes. */
  async weigh() {
    await sleep(SETTLE);
    const tab = this.#tab;
    const elements = await this.evaluate(`document.querySelectorAll('*').length`);
    const sent = await this.evaluate(`(${sentByType})()`);
    await tab.send('HeapProfiler.enable');
    await tab.send('HeapProfiler.collectGarbage');
    await tab.send('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize } = await tab.send('Runtime.getHeapUsage');
    await tab.send('HeapProfiler.disable');
    return { elements, heap: usedSize + embedderHeapUsedSize, wasm: await this.#wasmMemory(), sent };
  }

  /** Selects the arrow at `place` by the mouse; answers how long it took. */
  async select(place, hold = HOLD) {
    const { selected } = this.#page;
    return this.#timed(`() => document.querySelector('${selected}') !== null`, () => this.click(place, hold));
  }

  /** Selects nothing, by the mouse or a key. */
  async clear() {
    if (this.#page.clear === 'click') await this.click(EMPTY_SPACE);
    else await this.#press(this.#page.clear);
    const { selected } = this.#page;
    await this.evaluate(`(async () => {
      while (document.querySelector('${selected}')) await new Promise((next) => requestAnimationFrame(next));
    })()`);
  }

  /** Presses the button that changes an arrow; answers how long it took. */
  async change(hold = HOLD) {
    const { change, third } = this.#page;
    const button = await this.evaluate(`(() => {
      const box = document.querySelector('${change}').getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    })()`);
    await this.evaluate(`void (bench.thirdBefore = ${third})`);
    return this.#timed(`() => ![undefined, bench.thirdBefore].includes(${third})`, () => this.click(button, hold));
  }

  /** Places of labels to click. */
  async labels() {
    const places = await this.evaluate(`bench.reachable('${this.#page.label}', ${UPDATES})`);
    if (places.length === 0) throw new Error('there is no label in view');
    return places;
  }

  /** {select, change}: medians, ms; no `change` where there is no button for it. */
  async update() {
    const places = await this.labels();
    const [selects, changes] = [[], []];
    for (const [at, hold] of HOLDS.entries()) {
      selects.push(await this.select(places[at % places.length], hold));
      await this.clear();
      if (this.#page.change) changes.push(await this.change(hold));
    }
    return { select: median(selects), ...(changes.length > 0 && { change: median(changes) }) };
  }

  /** {frame, scrollCpu}: the 95th percentile of the times between frames, ms; nothing when there is nothing to scroll. */
  async scroll() {
    const { scroll, reach } = this.#page;
    const distance = Math.min(SCROLL_MOST, await this.evaluate(reach(this.#n)));
    if (distance < SCROLL_LEAST) return {};
    const before = await this.#cpu();
    const frames = await this.evaluate(`bench.scroll(${scroll}, ${distance}, ${SCROLL_DURATION})`);
    return { frame: quantile(frames, 0.95), scrollCpu: (await this.#cpu()) - before };
  }

  /** What went wrong in the page. */
  faults() {
    return this.evaluate('bench.faults');
  }

  async click([x, y], hold = HOLD) {
    const mouse = (type, more) => this.#tab.send('Input.dispatchMouseEvent', { type, x, y, ...more });
    await mouse('mouseMoved');
    // What hovering and pressing do is not what is measured, and nobody lets go at once.
    await sleep(HOVER);
    await mouse('mousePressed', { button: 'left', buttons: 1, clickCount: 1 });
    await sleep(hold);
    await mouse('mouseReleased', { button: 'left', clickCount: 1 });
  }

  async end() {
    await within(this.#tab.close(), 'closing the page');
  }

  async #press(key) {
    const event = { key, code: key };
    await this.#tab.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
    await this.#tab.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  /** How long it takes from the release of the mouse in `act` until `holds` is painted. */
  async #timed(holds, act) {
    await this.evaluate(`void (bench.waiting = bench.response(${holds}))`);
    await act();
    return this.evaluate('bench.waiting');
  }

  /** Of the page's main thread so far, ms. */
  async #cpu() {
    const { metrics } = await this.#tab.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  }

  /** All memories of WebAssembly that are still in use, bytes. */
  async #wasmMemory() {
    const tab = this.#tab;
    const objectGroup = 'wasm';
    const { result } = await tab.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype', objectGroup });
    const { objects } = await tab.send('Runtime.queryObjects', { prototypeObjectId: result.objectId, objectGroup });
    const functionDeclaration = 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }';
    const answer = await tab.send('Runtime.callFunctionOn', {
      functionDeclaration,
      objectId: objects.objectId,
      returnByValue: true,
    });
    await tab.send('Runtime.releaseObjectGroup', { objectGroup });
    return answer.result.value;
  }
}

/** Runs in the page: bytes as they were sent, by kind; the data does not count, it is the same for all. */
function sentByType() {
  const kinds = { 'text/html': 'html', 'text/javascript': 'js', 'text/css': 'css' };
  const sent = { html: 0, js: 0, css: 0, wasm: 0 };
  for (const entry of [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]) {
    // Chromium does not tell this one's type.
    const kind = entry.name.endsWith('.wasm') ? 'wasm' : kinds[entry.contentType];
    if (kind) sent[kind] += entry.encodedBodySize;
  }
  return sent;
}

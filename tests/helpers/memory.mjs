// What is left in memory after elements have come and gone. It must not know what they show.
import { TAG } from './widget.mjs';

/** Runs in the page before the program is loaded: keeps hold of the memory of each WebAssembly program from now on. */
export function rememberWasm() {
  globalThis.programs = [];
  const keep = (instance) => {
    const memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
    if (memory) globalThis.programs.push(memory);
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await original.apply(WebAssembly, given);
      keep(result.instance ?? result);
      return result;
    };
  }
}

/**
 * Each round removes one element and adds it again, and makes another one that is thrown away; each time the picture is
 * waited for. Answers how much is in use afterwards, with all garbage collected: `wasm` in bytes, and in Chromium `heap` in
 * bytes, `nodes` and `listeners`.
 */
export async function afterRounds(page, context, { rounds, data }) {
  await page.evaluate(async ([tag, times, answer]) => {
    const place = document.querySelector('#place');
    const drawn = async (target) => {
      const end = performance.now() + 5000;
      while (target.shadowRoot.querySelectorAll('[data-flow-id]').length < answer.flows.length) {
        if (performance.now() > end) throw new Error('no picture within 5 s');
        await new Promise((resolve) => setTimeout(resolve, 4));
      }
    };
    const make = () => Object.assign(document.createElement(tag), { data: structuredClone(answer) });
    globalThis.staying ??= make();
    globalThis.thrownAway ??= [];
    for (let round = 0; round < times; round += 1) {
      place.append(globalThis.staying);
      await drawn(globalThis.staying);
      globalThis.staying.remove();
      let other = make();
      place.append(other);
      await drawn(other);
      other.remove();
      globalThis.thrownAway.push(new WeakRef(other));
      other = null;
      await new Promise((resolve) => setTimeout(resolve));
    }
    globalThis.heard.length = 0;
  }, [TAG, rounds, data]);
  await collect(page);
  const wasm = await page.evaluate(() => globalThis.programs.reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
  if (context.browser().browserType().name() !== 'chromium') return { wasm };
  const session = await context.newCDPSession(page);
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { wasm, heap: usedSize, nodes, listeners: jsEventListeners };
}

/** How many of the elements that were thrown away are still there. */
export async function countObjects(page) {
  await collect(page);
  return page.evaluate(() => globalThis.thrownAway.filter((reference) => reference.deref() !== undefined).length);
}

/** What is only reachable through what is collected goes a round later. */
async function collect(page) {
  for (let round = 0; round < 4; round += 1) {
    await page.requestGC();
    await page.waitForTimeout(100);
  }
}

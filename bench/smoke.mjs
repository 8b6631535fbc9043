// Does the benchmark measure what it says? Opens every page (or those that are named) with 10 and 1,000 arrows as the
// run does and does what the run does, but looks at what comes of it.
//
// node smoke.mjs [page…]
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import { Visit } from './measure.mjs';
import { PAGES } from './pages.mjs';
import { Site } from './site.mjs';

const SIZES = [10, 1000];
/** Fewer than all arrows, and than all cards, of the larger size; a few more than ours ever draws around the view, 105. */
const SOME = 120;
/** Far below the first screen, px. */
const FAR = 6_000;
const SETTLE = 300;
const named = process.argv.slice(2);
const names = named.length > 0 ? named : Object.keys(PAGES);

let [browser, site] = [];
before(async () => {
  site = await Site.start(names, SIZES);
  browser = await Chromium.start();
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

for (const name of names) {
  for (const n of SIZES) {
    test(`${name}, ${n} arrows`, async () => {
      const page = PAGES[name];
      const visit = await Visit.begin(browser, page, n, site.cookies(name));
      try {
        const { load, loadCpu } = await visit.load(site.address(name, n));
        assert.ok(load > 0 && loadCpu > 0);
        await drawsAllOrWhatIsNear(visit, page, n);
        await selectsOneAndNone(visit, page);
        if (page.change) await changesTheThird(visit, page);
        await scrolls(visit, page);
        assert.deepEqual(await visit.faults(), []);
      } finally {
        await visit.end();
      }
    });
  }
}

async function drawsAllOrWhatIsNear(visit, page, n) {
  for (const [selector, least] of page.ready(n)) {
    const count = await visit.evaluate(`document.querySelectorAll('${selector}').length`);
    assert.ok(count >= least, `${count} of ${least} ${selector}`);
    // Whoever waits for all must not find more; whoever waits for some must not find all.
    assert.ok(least < SOME ? count < SOME : count === least, `${count} ${selector}`);
  }
}

async function selectsOneAndNone(visit, page) {
  const [place] = await visit.labels();
  const selected = () => visit.evaluate(`document.querySelectorAll('${page.selected}').length`);
  assert.equal(await selected(), 0);
  assert.ok((await visit.select(place)) > 0);
  assert.notEqual(await selected(), 0);
  await visit.clear();
  assert.equal(await selected(), 0);
}

async function changesTheThird(visit, page) {
  const before = await visit.evaluate(page.third);
  assert.ok((await visit.change()) > 0);
  const after = await visit.evaluate(page.third);
  assert.notEqual(after, before);
  assert.match(after, / \*$/);
}

/** What is scrolled to is drawn. */
async function scrolls(visit, page) {
  const { frame } = await visit.scroll();
  if (frame === undefined) return;
  assert.ok(frame > 10, `a frame every ${frame} ms`);
  await visit.evaluate(`void (${page.scroll})(${FAR})`);
  await visit.evaluate(`new Promise((drawn) => setTimeout(drawn, ${SETTLE}))`);
  const places = await visit.labels();
  assert.equal(places.length, 5, 'labels can be reached wherever it is scrolled to');
}

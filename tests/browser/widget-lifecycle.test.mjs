// An element comes and goes: before its definition, twice on a page, moved, removed and back a hundred times.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '../helpers/axe.mjs';
import { FOUR_NAMES, flowsOf, fourFlows } from '../helpers/flows.mjs';
import { afterRounds, countObjects, rememberWasm } from '../helpers/memory.mjs';
import { details, row, rows } from '../helpers/picture.mjs';
import { element, feed, heard, heardNext, inBoth, moduleOf, portalWith, strictPolicy, TAG } from '../helpers/widget.mjs';

const portal = portalWith();

const TWO = `<section aria-label="First"><${TAG} id="first"></${TAG}></section>
<section aria-label="Second"><${TAG} id="second"></${TAG}></section>`;

/** References of an element to ids that are not its own, or twice. */
const brokenReferences = (target) =>
  target.evaluate(({ shadowRoot }) => {
    const names = ['marker-start', 'marker-end', 'href', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'fill', 'clip-path', 'mask'];
    const all = [...shadowRoot.querySelectorAll('*')].flatMap((inner) => names.map((name) => inner.getAttribute(name)));
    const ids = all.flatMap((value) => (value?.match(/^(?:url\()?#([^)]+)\)?$/) ?? []).slice(1));
    return [...new Set(ids)].filter((id) => shadowRoot.querySelectorAll(`[id="${id}"]`).length !== 1);
  });

inBoth('two instances know nothing of each other', (browser) =>
  portal.page({ browser, body: TWO }, async (page) => {
    await feed(page, fourFlows(), '#first');
    await feed(page, flowsOf(20, 'Saint Anne'), '#second');
    const [first, second] = [page.locator('#first'), page.locator('#second')];
    assert.deepEqual([await rows(first).count(), await rows(second).count()], [4, 20]);
    await row(first, FOUR_NAMES[0]).click();
    assert.equal(await second.getByRole('button', { pressed: true }).count(), 0);
    assert.equal(await second.evaluate((target) => target.selected), null);
    for (const one of [first, second]) assert.deepEqual(await brokenReferences(one), []);
    await second.evaluate((target) => target.remove());
    await row(first, FOUR_NAMES[1]).click();
    await first.getByRole('region', { name: 'Selected data flow' }).getByText('Results').first().waitFor();
    const targets = await page.evaluate(() => globalThis.heard.map(({ target }) => target));
    assert.deepEqual(targets, ['first', 'second', 'first', 'first']);
    await assertAccessible(page);
  }));

inBoth('data set before the element is defined is not lost', (browser) =>
  portal.page({ browser, module: false }, async (page) => {
    await element(page).evaluate((target, data) => { target.data = data; target.mirror = true; }, fourFlows());
    await page.evaluate((module) => import(module), moduleOf(portal.server.origin));
    await page.getByRole('listitem', { name: 'PatientAdmin: Mercy Hospital receives from you' }).waitFor();
    assert.equal(await element(page).getAttribute('mirror'), '');
  }));

inBoth('made by a script, by innerHTML and by cloning', (browser) =>
  portal.page({ browser, body: '<div id="place"></div>' }, async (page) => {
    await page.evaluate((tag) => customElements.whenDefined(tag), TAG);
    await page.evaluate(([tag, data]) => {
      const made = document.createElement(tag);
      if (made.attributes.length > 0 || made.childNodes.length > 0) throw new Error('a constructor must not add attributes or children');
      made.data = data;
      const place = document.querySelector('#place');
      place.append(made);
      place.insertAdjacentHTML('beforeend', `<${tag} id="parsed" mirror>Wait</${tag}>`);
      place.append(made.cloneNode(true));
      for (const other of place.children) other.data ??= data;
    }, [TAG, fourFlows()]);
    for (const at of [0, 1, 2]) await rows(element(page).nth(at)).nth(3).waitFor();
    await page.locator('#parsed').getByRole('listitem', { name: /Mercy Hospital receives from you/ }).waitFor();
  }));

inBoth('moved in the document, it keeps its picture and its selection', (browser) =>
  portal.page({ browser, body: `<div id="from"><${TAG}></${TAG}></div><div id="to" class="column"></div>`, data: fourFlows() }, async (page) => {
    await row(page, FOUR_NAMES[2]).click();
    await page.evaluate((tag) => document.querySelector('#to').append(document.querySelector(tag)), TAG);
    await page.locator('#to').getByRole('listitem', { name: FOUR_NAMES[2] }).waitFor();
    assert.equal(await row(page, FOUR_NAMES[2]).getAttribute('aria-pressed'), 'true');
    await details(page).waitFor();
    const width = async () => (await element(page).boundingBox()).width;
    assert.ok((await width()) <= 320, `${await width()} px in a column of 320 px`);
    await row(page, FOUR_NAMES[0]).click();
    assert.equal((await heardNext(page, 'causeway-flow-select', 2)).dataType, 'PatientAdmin');
    await assertAccessible(page);
  }));

inBoth('new data replaces the old in place, equal data changes nothing', (browser) =>
  portal.page({ browser, data: fourFlows() }, async (page) => {
    await row(page, FOUR_NAMES[0]).click();
    await row(page, FOUR_NAMES[0]).evaluate((button) => { button.marked = true; });
    await element(page).evaluate((target) => {
      globalThis.changes = [];
      const everything = { subtree: true, childList: true, attributes: true, attributeOldValue: true, characterData: true };
      new MutationObserver((list) => {
        for (const { type, target: changed, attributeName, oldValue } of list) {
          // Writing what is there already changes nothing.
          if (type === 'attributes' && changed.getAttribute(attributeName) === oldValue) continue;
          globalThis.changes.push(`${type} of ${changed.nodeName} ${attributeName ?? ''}`);
        }
      }).observe(target.shadowRoot, everything);
    });
    await feed(page, fourFlows());
    await page.waitForTimeout(300);
    assert.deepEqual(await page.evaluate(() => globalThis.changes), [], 'an equal answer touches nothing');
    const worse = fourFlows();
    worse.flows[0].status = 'down';
    await feed(page, worse);
    const worsened = row(page, `${FOUR_NAMES[0]}, Down`);
    await worsened.waitFor();
    assert.equal(await worsened.evaluate((button) => button.marked), true, 'the same button');
    assert.equal(await worsened.getAttribute('aria-pressed'), 'true', 'still selected');
    await feed(page, flowsOf(12, 'Saint Anne'));
    await page.getByRole('list', { name: "Saint Anne's endpoints" }).getByRole('listitem').first().waitFor();
    assert.equal(await details(page).count(), 0, 'the selected arrow is gone');
    assert.equal(await element(page).getByRole('button', { pressed: true }).count(), 0);
    assert.equal((await heard(page, 'causeway-load')).at(-1).flows, 12);
  }));

inBoth('data that is taken away takes the picture with it', (browser) =>
  portal.page({ browser, body: `<${TAG}><span>Nothing yet</span></${TAG}>`, data: fourFlows() }, async (page) => {
    await element(page).evaluate((target) => { target.data = null; });
    await page.getByText('Nothing yet').waitFor();
    assert.equal(await rows(page).count(), 0);
    await feed(page, flowsOf(12));
    await page.getByText('Nothing yet').waitFor({ state: 'hidden' });
  }));

test('defined under another name, and by hand in the page', () =>
  portal.page({ body: '<my-flows id="mine"></my-flows>' }, async (page) => {
    await page.evaluate(async ([module, data]) => {
      const { CausewayDataFlow } = await import(module);
      if (customElements.get('causeway-data-flow') !== CausewayDataFlow) throw new Error('the module does not register its own class');
      // A second time is no error.
      CausewayDataFlow.define();
      // A class has one name; another one takes another class.
      (class extends CausewayDataFlow {}).define('my-flows');
      document.querySelector('#mine').data = data;
    }, [moduleOf(portal.server.origin), fourFlows()]);
    await rows(page.locator('#mine')).nth(3).waitFor();
  }));

inBoth('removed before its program has arrived, nothing is drawn and nothing fails', (browser) =>
  portal.page({ browser, module: false }, async (page) => {
    await page.route('**/*.wasm', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 800));
      await route.continue();
    });
    await element(page).evaluate((target, data) => { target.data = data; }, fourFlows());
    await page.evaluate((module) => { import(module); }, moduleOf(portal.server.origin));
    await page.waitForTimeout(200);
    await element(page).evaluate((target) => { globalThis.kept = target; target.remove(); });
    await page.waitForTimeout(1200);
    assert.deepEqual(await page.evaluate(() => globalThis.heard), []);
    await page.evaluate(() => document.querySelector('main').append(globalThis.kept));
    await rows(page).nth(3).waitFor();
  }));

inBoth('without its program the page is told, and keeps what it wrote there', async (browser) => {
  const body = `<${TAG}><span>Our data flows</span></${TAG}>`;
  const without = strictPolicy(portal.server.origin).replace(" 'wasm-unsafe-eval'", '');
  // Each browser says in words of its own that it may not compile.
  const expected = [/unsafe-eval|wasm/i];
  await portal.page({ browser, body, policy: without, expected }, async (page) => {
    await element(page).evaluate((target, data) => { target.data = data; }, fourFlows());
    const { code, message } = await heardNext(page, 'causeway-error');
    assert.equal(code, 'program');
    assert.ok(message.length > 10, `"${message}" explains it`);
    await assertAccessible(page);
  });
  await portal.page({ browser, body, module: false, expected: [/Failed to load resource/, /CORS|Cross-Origin/i] }, async (page) => {
    await page.route('**/*.wasm', (route) => route.abort());
    await page.evaluate((module) => import(module), moduleOf(portal.server.origin));
    await element(page).evaluate((target, data) => { target.data = data; }, fourFlows());
    assert.equal((await heardNext(page, 'causeway-error')).code, 'program');
    await page.unroute('**/*.wasm');
    await element(page).evaluate((target) => target.reload());
    await rows(page).nth(3).waitFor();
  });
});

inBoth('a hundred times removed and added again: memory stays flat', (browser) =>
  portal.page({ browser, module: false, body: '<div id="place"></div>' }, async (page, context) => {
    await page.evaluate(rememberWasm);
    await page.evaluate((module) => import(module), moduleOf(portal.server.origin));
    const data = flowsOf(60);
    const early = await afterRounds(page, context, { rounds: 20, data });
    const late = await afterRounds(page, context, { rounds: 100, data });
    assert.ok(early.wasm > 0, 'the memory of the program was seen');
    assert.equal(late.wasm, early.wasm, 'the memory of the program does not grow');
    assert.equal(await countObjects(page), 0, 'elements that were thrown away are gone');
    // Only Chromium says more: 100 pictures of 60 arrows would be several megabytes and 60,000 nodes.
    if (browser === 'Chromium') {
      assert.ok(late.heap - early.heap < 1_000_000, `the heap grew by ${late.heap - early.heap} bytes`);
      assert.ok(late.nodes - early.nodes < 300, `${late.nodes - early.nodes} nodes more`);
      assert.ok(late.listeners - early.listeners < 30, `${late.listeners - early.listeners} listeners more`);
    }
  }));

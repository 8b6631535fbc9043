// Pages that people have: strict, hostile, narrow, from right to left, without JavaScript; forms, tables, dialogs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { FOUR_NAMES, flowsOf, fourFlows } from '../helpers/flows.mjs';
import { details, overlaps, row, rows } from '../helpers/picture.mjs';
import { brightness, element, feed, heardNext, inBoth, looks, portalWith, strictPolicy, TAG } from '../helpers/widget.mjs';

const portal = portalWith();

const WIDE = `<div class="wide"><${TAG}>Wait</${TAG}></div>`;
const sheet = (name) => `<link rel="stylesheet" href="/${name}.css">`;

/** Everything that is drawn stays inside the element's own box. */
async function assertInside(page) {
  const outside = await element(page).first().evaluate((host) => {
    const room = host.getBoundingClientRect();
    return [...host.shadowRoot.querySelectorAll('.flow-box, .flow-plate, .flow-arrow, [part~="heading"], [part~="details"]')]
      .map((inner) => [inner.getAttribute('class'), inner.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && (box.left < room.left - 1 || box.right > room.right + 1 || box.bottom > room.bottom + 1))
      .map(([name, box]) => `${name}: ${box.left} to ${box.right}`);
  });
  assert.deepEqual(outside, []);
}

/** In a place that is as wide as what is in it, it has a width of its own. */
async function assertRoomy(page) {
  const { width } = await element(page).first().boundingBox();
  assert.ok(width >= 240, `${width} px wide`);
}

async function assertApart(page) {
  const found = await overlaps(page, TAG);
  assert.ok(found.labels > 0 && found.cards > 0, JSON.stringify(found));
  assert.deepEqual([found.crossingLabels, found.crossingCards, found.labelsOnCards, found.spillingCards], [0, 0, 0, 0], JSON.stringify(found));
}

inBoth('a strict policy without inline anything, with every part in use', (browser) =>
  portal.page({ browser, policy: `${strictPolicy(portal.server.origin)}; frame-ancestors 'none'`, data: flowsOf(40) }, async (page) => {
    await rows(page).first().getByRole('button').click();
    await details(page).waitFor();
    for (const [name, value] of [['theme', 'dark'], ['density', 'compact'], ['mirror', ''], ['without-legend', '']]) {
      await element(page).evaluate((target, given) => target.setAttribute(...given), [name, value]);
    }
    await feed(page, flowsOf(45));
    await rows(page).nth(44).waitFor();
    const inline = await element(page).evaluate((host) => host.shadowRoot.querySelectorAll('style, script, [onclick]').length);
    assert.equal(inline, 0);
    await assertAccessible(page);
  }));

for (const [name, what] of [['hostile', 'resets everything'], ['loud', 'shouts at everything']]) {
  inBoth(`a page that ${what} changes nothing inside`, async (browser) => {
    // So high that nothing in it has a reason to stick to the window's edge.
    const options = { browser, height: 2400, body: WIDE, data: flowsOf(24) };
    const look = async (page) => {
      await rows(page).first().getByRole('button').click();
      await details(page).waitFor();
      // No part of it may depend on where the pointer happens to be.
      await page.mouse.move(0, 0);
      await page.waitForTimeout(400);
      return looks(page);
    };
    const expected = await portal.page(options, look);
    await portal.page({ ...options, head: sheet(name) }, async (page) => {
      const found = await look(page);
      assert.deepEqual(found.map(({ what: kind }) => kind), expected.map(({ what: kind }) => kind), 'the same elements are drawn');
      found.forEach((now, at) => {
        const before = expected[at];
        const moved = now.box.some((side, index) => Math.abs(side - before.box[index]) > 1);
        assert.ok(!moved, `${now.what} is at ${now.box}, without the page's sheet at ${before.box}`);
        assert.equal(now.style, before.style, now.what);
      });
      await assertApart(page);
      await assertAccessible(page, TAG);
    });
  });
}

inBoth('a page with a small root font leaves it readable', (browser) =>
  portal.page({ browser, head: sheet('small-root'), body: WIDE, data: fourFlows() }, async (page) => {
    const smallest = await element(page).evaluate((host) => {
      const texts = [...host.shadowRoot.querySelectorAll('.flow-plate, .flow-name, [part~="heading"]')];
      return Math.min(...texts.map((text) => Number.parseFloat(getComputedStyle(text).fontSize)));
    });
    assert.ok(smallest >= 11, `text of ${smallest} px`);
    await assertApart(page);
  }));

inBoth('a dark page has a dark picture, and says otherwise at any time', (browser) =>
  portal.page({ browser, head: sheet('dark'), body: WIDE, data: flowsOf(20) }, async (page) => {
    assert.ok((await brightness(page)) < 250, `brightness ${await brightness(page)}`);
    await rows(page).first().getByRole('button').click();
    await details(page).waitFor();
    await assertAccessible(page);
    await page.evaluate(() => document.documentElement.classList.add('light'));
    assert.ok((await brightness(page)) > 600, `brightness ${await brightness(page)}`);
    await assertAccessible(page, TAG);
  }));

test('a page that knows only light stays light for who prefers dark', () =>
  portal.page({ colorScheme: 'dark', data: flowsOf(20) }, async (page) => {
    assert.ok((await brightness(page)) > 600, `brightness ${await brightness(page)}`);
    await assertAccessible(page);
  }));

test('forced colours and reduced motion', () =>
  portal.page({ forcedColors: 'active', reducedMotion: 'reduce', data: fourFlows() }, async (page) => {
    await row(page, FOUR_NAMES[3]).click();
    await details(page).waitFor();
    await assertAccessible(page);
  }));

inBoth('without JavaScript: what the page wrote there', (browser) =>
  portal.page({ browser, javaScriptEnabled: false, body: `<${TAG}><a href="/flow.html">Our data flows as a table</a></${TAG}>` }, async (page) => {
    await page.getByRole('link', { name: 'Our data flows as a table' }).waitFor();
  }));

inBoth('from right to left', (browser) =>
  portal.page({ browser, root: 'lang="ar" dir="rtl"', body: WIDE, data: flowsOf(30, 'مستشفى الملك فهد التخصصي') }, async (page) => {
    const direction = () => element(page).evaluate((host) => getComputedStyle(host.shadowRoot.querySelector('[part~="base"]')).direction);
    assert.equal(await direction(), 'rtl');
    await page.getByRole('list', { name: "مستشفى الملك فهد التخصصي's endpoints" }).getByRole('listitem').first().waitFor();
    await rows(page).first().getByRole('button').click();
    await details(page).waitFor();
    await assertApart(page);
    await assertInside(page);
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
    await page.evaluate(() => { document.documentElement.dir = 'ltr'; });
    await page.waitForTimeout(300);
    assert.equal(await direction(), 'ltr');
    await assertApart(page);
  }));

inBoth('a column of 320 px', (browser) =>
  portal.page({ browser, body: `<div class="column"><${TAG}></${TAG}></div>`, data: flowsOf(40) }, async (page) => {
    await rows(page).first().getByRole('button').click();
    await details(page).waitFor();
    await assertInside(page);
    await assertApart(page);
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
    await page.evaluate(() => document.querySelector('.column').classList.replace('column', 'wide'));
    await page.waitForFunction((tag) => {
      const root = document.querySelector(tag).shadowRoot;
      return root.querySelector('[part~="picture"]').getBoundingClientRect().width > 900;
    }, TAG);
    await assertApart(page);
  }));

const FORM = `<form action="/sent"><label>Name <input name="name" value="x"></label><${TAG}></${TAG}><button>Send</button></form>`;
const TABLE = `<table><caption>Partners</caption>
<thead><tr><th scope="col">Partner</th><th scope="col">Data flow</th></tr></thead>
<tbody><tr><th scope="row">Mercy</th><td><${TAG}></${TAG}></td></tr></tbody></table>`;
const DIALOG = `<button id="open">Open</button><dialog aria-label="Data flow"><${TAG}></${TAG}></dialog>`;

inBoth('in a form it is no field and sends nothing', (browser) =>
  portal.page({ browser, body: FORM, data: fourFlows() }, async (page) => {
    await page.evaluate(() => {
      globalThis.sent = 0;
      document.querySelector('form').addEventListener('submit', (event) => { globalThis.sent += 1; event.preventDefault(); });
    });
    await row(page, FOUR_NAMES[0]).click();
    await row(page, FOUR_NAMES[1]).press('Enter');
    await element(page).getByRole('button', { name: /^Copy/ }).first().click();
    await details(page).getByRole('button', { name: 'Close' }).click();
    assert.equal(await page.evaluate(() => globalThis.sent), 0);
    assert.deepEqual(await page.evaluate(() => [...new FormData(document.querySelector('form'))]), [['name', 'x']]);
    assert.equal(await page.evaluate(() => document.querySelector('form').elements.length), 2);
    await page.evaluate(() => document.querySelector('form').reset());
    assert.equal(await rows(page).count(), 4);
    await assertAccessible(page);
  }));

inBoth('in a table cell', (browser) =>
  portal.page({ browser, body: TABLE, data: fourFlows() }, async (page) => {
    await row(page, FOUR_NAMES[0]).click();
    await heardNext(page, 'causeway-flow-select');
    await assertRoomy(page);
    await assertInside(page);
    await assertApart(page);
    await assertNoSidewaysScroll(page);
    const { width } = await element(page).boundingBox();
    await page.waitForTimeout(500);
    assert.equal((await element(page).boundingBox()).width, width, 'cell and picture do not push each other');
    await assertAccessible(page);
  }));

inBoth('in a dialog: closed, opened, Escape ends the selection first', (browser) =>
  portal.page({ browser, body: DIALOG }, async (page) => {
    await element(page).evaluate((target, data) => { target.data = data; }, fourFlows());
    await page.evaluate(() => document.querySelector('dialog').showModal());
    await rows(page).first().waitFor({ state: 'attached' });
    await assertRoomy(page);
    await row(page, FOUR_NAMES[0]).click();
    await details(page).waitFor();
    await assertInside(page);
    await assertApart(page);
    await assertAccessible(page);
    await page.keyboard.press('Escape');
    await details(page).waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.querySelector('dialog').open), true, 'the dialog stays');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }));

inBoth('hidden, then shown: drawn for the room it has then', (browser) =>
  portal.page({ browser, body: `<div class="wide" hidden><${TAG}></${TAG}></div>` }, async (page) => {
    await element(page).evaluate((target, data) => { target.data = data; }, flowsOf(20));
    await page.waitForTimeout(500);
    await page.evaluate(() => { document.querySelector('.wide').hidden = false; });
    await rows(page).nth(19).waitFor();
    await assertInside(page);
    await assertApart(page);
  }));

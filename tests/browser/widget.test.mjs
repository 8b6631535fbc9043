// The element as docs/EMBED.md describes it: feeds, attributes, properties, events, slots and parts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '../helpers/axe.mjs';
import { makeEmbed } from '../helpers/embeds.mjs';
import { FOUR_NAMES, flowsOf, fourFlows, PARTNER } from '../helpers/flows.mjs';
import { details, row, rows } from '../helpers/picture.mjs';
import { brightness, element, feed, heard, heardNext, inBoth, moduleOf, portalWith, surface, TAG, written } from '../helpers/widget.mjs';

const portal = portalWith();

const get = (page, name) => element(page).evaluate((target, property) => target[property], name);
const set = (page, name, value) => element(page).evaluate((target, [property, given]) => { target[property] = given; }, [name, value]);
const part = (page, name) => element(page).locator(`[part~="${name}"]`);
const names = (page) => rows(page).evaluateAll((items) => items.map((item) => item.getAttribute('aria-label')));

inBoth('a plain page as in the documentation, fed by a Causeway server', async (browser) => {
  const embed = await makeEmbed(portal.server, { origins: [portal.host.origin], connection: 'Redox Health System', name: `Plain ${browser}` });
  portal.host.tokens(() => embed.token());
  const body = `
<${TAG} api-base="${portal.server.origin}" connection="${embed.connectionId}">
  What shows without JavaScript, and until the picture is there.
</${TAG}>
<script type="module">
  const element = document.querySelector("causeway-data-flow");
  element.getToken = async () => (await fetch("/causeway-token")).text();
</script>`;
  await portal.page({ browser, body, policy: null }, async (page) => {
    await page.getByRole('listitem', { name: 'PatientAdmin: you send to Redox Health System' }).waitFor();
    await page.getByRole('list', { name: 'Your endpoints' }).getByText('Redox API Endpoint').first().waitFor();
    await page.getByRole('list', { name: "Redox Health System's endpoints" }).getByRole('listitem').first().waitFor();
    await written(page, false);
    const loaded = await heardNext(page, 'causeway-load');
    assert.equal(loaded.flows, await rows(page).count());
    assert.ok(loaded.connection, 'a load tells whose connection it is');
    assert.deepEqual(await heard(page, 'causeway-error'), []);
    assert.equal(portal.host.asked('/causeway-token'), 1);
    await assertAccessible(page);
  });
  portal.host.reset();
});

inBoth('the page around it stays as it was, and nothing is stored', (browser) =>
  portal.page({ browser, body: `<div id="place"></div><p id="after">After</p>`, module: false }, async (page) => {
    const state = () =>
      page.evaluate(async () => {
        document.querySelector('#place').replaceChildren();
        return {
          html: document.documentElement.outerHTML,
          sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
          globals: Object.getOwnPropertyNames(globalThis).filter((name) => !/^(axe|heard|__pw|__playwright)/.test(name)).sort(),
          title: document.title,
          address: location.href,
          history: history.length,
          cookies: document.cookie,
          stored: [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length],
        };
      });
    const before = await state();
    await page.evaluate((module) => import(module), moduleOf(portal.server.origin));
    await page.evaluate((tag) => { document.querySelector('#place').append(document.createElement(tag)); }, TAG);
    await feed(page, fourFlows());
    await row(page, FOUR_NAMES[0]).click();
    assert.deepEqual(await state(), before);
  }));

inBoth('cards, arrows and what they are named', (browser) =>
  portal.page({ browser, data: fourFlows() }, async (page) => {
    assert.deepEqual((await names(page)).sort(), [...FOUR_NAMES].sort());
    const yours = page.getByRole('list', { name: 'Your endpoints' });
    assert.equal(await yours.getByRole('listitem').count(), 2);
    assert.match(await yours.textContent(), /Our Interface Engine/);
    const theirs = page.getByRole('list', { name: `${PARTNER}'s endpoints` });
    assert.equal(await theirs.locator('[data-endpoint-id="b0000000-0000-4000-8000-000000000001"]').count(), 2);
    await element(page).getByText('1 endpoint in 2 cards').waitFor();
    const send = page.getByRole('listitem', { name: FOUR_NAMES[0] });
    assert.equal(await send.getAttribute('data-flow-id'), 'f0000000-0000-4000-8000-000000000001');
    assert.equal(await send.getAttribute('data-verb'), 'SEND');
    assert.equal(await send.getAttribute('data-status'), 'healthy');
    assert.equal(await element(page).locator('[data-connection-id]').count(), 1);
    assert.deepEqual((await heard(page, 'causeway-load')).map(({ flows }) => flows), [4]);
    await assertAccessible(page);
  }));

inBoth('a selection by the reader is told, one by the page is not', (browser) =>
  portal.page({ browser, data: fourFlows() }, async (page) => {
    await row(page, FOUR_NAMES[3]).click();
    const told = { id: 'f0000000-0000-4000-8000-000000000004', dataType: 'Scheduling', verb: 'RESPOND', status: 'down' };
    assert.deepEqual(await heardNext(page, 'causeway-flow-select'), told);
    assert.equal(await get(page, 'selected'), told.id);
    await details(page).waitFor();
    await assertAccessible(page);
    await page.keyboard.press('Escape');
    assert.equal((await heardNext(page, 'causeway-flow-select', 2)).id, null);
    assert.equal(await get(page, 'selected'), null);
    await details(page).waitFor({ state: 'detached' });
    await set(page, 'selected', 'f0000000-0000-4000-8000-000000000002');
    await details(page).waitFor();
    assert.equal(await row(page, FOUR_NAMES[1]).getAttribute('aria-pressed'), 'true');
    await set(page, 'selected', null);
    await details(page).waitFor({ state: 'detached' });
    assert.equal((await heard(page, 'causeway-flow-select')).length, 2);
  }));

inBoth("a card's name tells which endpoint or API key it is, where the page wants to know", (browser) =>
  portal.page({ browser, data: fourFlows() }, async (page) => {
    const name = (list, text) => page.getByRole('list', { name: list }).getByRole('button', { name: text, exact: true });
    assert.equal(await name('Your endpoints', 'Our Interface Engine').count(), 0, 'a button that nobody hears of would be none');
    await set(page, 'withEndpointSelect', true);
    await name('Your endpoints', 'Our Interface Engine').click();
    assert.deepEqual(await heardNext(page, 'causeway-endpoint-select'), {
      id: 'a0000000-0000-4000-8000-000000000001',
      kind: 'apiKey',
      name: 'Our Interface Engine',
    });
    await name(`${PARTNER}'s endpoints`, 'Their Inbox').first().press('Enter');
    assert.deepEqual(await heardNext(page, 'causeway-endpoint-select', 2), {
      id: 'b0000000-0000-4000-8000-000000000001',
      kind: 'endpoint',
      name: 'Their Inbox',
    });
    await assertAccessible(page);
  }));

test('attributes are properties and properties are attributes', () =>
  portal.page({ data: fourFlows() }, async (page) => {
    for (const [attribute, property, value] of [
      ['src', 'src', '/flow.json'],
      ['api-base', 'apiBase', 'https://causeway.example'],
      ['connection', 'connection', 'd0000000-0000-4000-8000-000000000001'],
      ['theme', 'theme', 'dark'],
      ['density', 'density', 'compact'],
    ]) {
      await set(page, property, value);
      assert.equal(await element(page).getAttribute(attribute), value, attribute);
      await element(page).evaluate((target, name) => target.removeAttribute(name), attribute);
    }
    for (const [attribute, property] of [['mirror', 'mirror'], ['without-legend', 'withoutLegend'], ['without-details', 'withoutDetails']]) {
      assert.equal(await get(page, property), false, property);
      await set(page, property, true);
      assert.equal(await element(page).getAttribute(attribute), '', attribute);
      await element(page).evaluate((target, name) => target.removeAttribute(name), attribute);
      assert.equal(await get(page, property), false, property);
    }
    assert.equal(await get(page, 'refresh'), 0);
    await set(page, 'refresh', 30);
    assert.equal(await element(page).getAttribute('refresh'), '30');
    assert.deepEqual([await get(page, 'theme'), await get(page, 'density')], ['auto', 'comfortable']);
  }));

inBoth('mirror: the same exchange from the other side', (browser) =>
  portal.page({ browser, data: fourFlows() }, async (page) => {
    await element(page).evaluate((target) => target.setAttribute('mirror', ''));
    await page.getByRole('listitem', { name: `PatientAdmin: ${PARTNER} receives from you` }).waitFor();
    const left = await page.getByRole('list', { name: `${PARTNER}'s endpoints` }).getByRole('listitem').first().boundingBox();
    const right = await page.getByRole('list', { name: 'Your endpoints' }).getByRole('listitem').first().boundingBox();
    assert.ok(left.x < right.x, 'their side is on the left now');
    await element(page).evaluate((target) => target.removeAttribute('mirror'));
    await page.getByRole('listitem', { name: FOUR_NAMES[0] }).waitFor();
  }));

inBoth('without a legend, without details, compact, dark', (browser) =>
  portal.page({ browser, data: flowsOf(30) }, async (page) => {
    await part(page, 'legend').waitFor();
    await set(page, 'withoutLegend', true);
    await part(page, 'legend').waitFor({ state: 'hidden' });
    await set(page, 'withoutDetails', true);
    await rows(page).first().getByRole('button').click();
    await heardNext(page, 'causeway-flow-select');
    assert.equal(await details(page).count(), 0);
    const height = async () => (await element(page).boundingBox()).height;
    const before = await height();
    await set(page, 'density', 'compact');
    await page.waitForFunction(([tag, last]) => document.querySelector(tag).getBoundingClientRect().height < last, [TAG, before]);
    const light = await brightness(page);
    await set(page, 'theme', 'dark');
    assert.ok((await brightness(page)) < light / 2, 'a dark surface on a light page');
    await assertAccessible(page);
  }));

inBoth('custom properties and parts reach the inside', (browser) =>
  portal.page({ browser, head: '<link rel="stylesheet" href="/themed.css">', data: fourFlows() }, async (page) => {
    for (const name of ['base', 'heading', 'legend', 'picture', 'card']) await part(page, name).first().waitFor();
    await row(page, FOUR_NAMES[0]).click();
    await part(page, 'details').waitFor();
    const style = (name, property) => part(page, name).first().evaluate((target, wanted) => getComputedStyle(target)[wanted], property);
    assert.equal(await surface(page), 'rgb(250, 250, 210)');
    assert.equal(await style('heading', 'color'), 'rgb(0, 0, 80)');
    assert.match(await style('heading', 'fontFamily'), /Liberation Serif/);
    assert.equal(await style('card', 'outlineColor'), 'rgb(1, 2, 3)');
    const stroke = await element(page).locator('path.flow-arrow').evaluateAll((arrows) => arrows.map((arrow) => getComputedStyle(arrow).stroke));
    assert.ok(stroke.includes('rgb(120, 0, 120)') && stroke.includes('rgb(0, 100, 0)'), stroke.join(' '));
  }));

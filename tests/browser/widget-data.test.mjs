// Answers of every kind: offline, from the host's own server, from a newer one, hostile, wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { HOSTILE_NAMES } from '../helpers/data.mjs';
import { FOUR_NAMES, flowsOf, fourFlows, hostileFlows, newerFlows, PARTNER, WRONG_DATA } from '../helpers/flows.mjs';
import { failing, late } from '../helpers/host.mjs';
import { details, row, rows } from '../helpers/picture.mjs';
import { element, feed, heard, heardNext, inBoth, portalWith, TAG } from '../helpers/widget.mjs';

const portal = portalWith();

const SRC = `<${TAG} src="/answer.json"><span>Wait</span><span slot="error">Ask the help desk</span></${TAG}>`;
const json = (answer) => () => ({ type: '.json', body: JSON.stringify(answer) });
const reload = (page) => element(page).evaluate((target) => target.reload());

inBoth('offline: what it is given is all it needs', (browser) =>
  portal.page({ browser }, async (page, context) => {
    // Loaded before the network went away, as by a service worker.
    await feed(page, fourFlows());
    await page.evaluate((tag) => document.querySelector(tag).remove(), TAG);
    const asked = [];
    context.on('request', (request) => asked.push(request.url()));
    await context.setOffline(true);
    await page.evaluate((tag) => document.querySelector('main').append(document.createElement(tag)), TAG);
    await feed(page, flowsOf(100));
    assert.equal(await rows(page).count(), 100);
    await rows(page).first().getByRole('button').click();
    await details(page).waitFor();
    await assertAccessible(page);
    await context.setOffline(false);
    assert.deepEqual(asked, []);
  }));

inBoth("a URL of the host's own: asked once, without credentials, again when reload says so", async (browser) => {
  portal.host.reset();
  portal.host.answer('/answer.json', json(fourFlows()));
  await portal.page({ browser, body: SRC }, async (page, context) => {
    await rows(page).nth(3).waitFor();
    await context.addCookies([{ name: 'session', value: 'secret', url: portal.host.origin }]);
    await heardNext(page, 'causeway-load');
    await reload(page);
    const asked = portal.host.requests.filter(({ path }) => path === '/answer.json');
    assert.equal(asked.length, 2);
    asked.forEach(({ headers }) => assert.equal(headers.cookie, undefined));
    asked.forEach(({ headers }) => assert.equal(headers.authorization, undefined));
    assert.equal((await heard(page, 'causeway-load')).length, 1, 'an equal answer is no change');
    portal.host.answer('/answer.json', json(flowsOf(10)));
    await reload(page);
    await rows(page).nth(9).waitFor();
    // Data comes first, in the order of the documentation.
    await feed(page, fourFlows());
    await page.getByRole('listitem', { name: FOUR_NAMES[0] }).waitFor();
    assert.equal(portal.host.asked('/answer.json'), 3);
  });
});

inBoth('refresh asks again by itself, and not once it is removed', async (browser) => {
  portal.host.reset();
  portal.host.answer('/answer.json', json(fourFlows()));
  await portal.page({ browser, body: `<${TAG} src="/answer.json" refresh="5"></${TAG}>` }, async (page) => {
    await rows(page).nth(3).waitFor();
    portal.host.answer('/answer.json', json(flowsOf(10)));
    await rows(page).nth(9).waitFor({ timeout: 8000 });
    await element(page).evaluate((target) => target.remove());
    const asked = portal.host.asked('/answer.json');
    await page.waitForTimeout(6000);
    assert.equal(portal.host.asked('/answer.json'), asked);
  });
});

test('a refresh of less than 5 seconds waits 5', async () => {
  portal.host.reset();
  portal.host.answer('/answer.json', json(fourFlows()));
  await portal.page({ body: `<${TAG} src="/answer.json" refresh="1"></${TAG}>` }, async (page) => {
    await rows(page).nth(3).waitFor();
    await page.waitForTimeout(3000);
    assert.equal(portal.host.asked('/answer.json'), 1);
  });
});

test('a new address while an answer is on its way: the old one never shows', async () => {
  portal.host.reset();
  portal.host.answer('/answer.json', late(1000, json(flowsOf(10))));
  portal.host.answer('/other.json', json(fourFlows()));
  await portal.page({ body: SRC }, async (page) => {
    await element(page).evaluate((target) => { target.src = '/other.json'; });
    await rows(page).nth(3).waitFor();
    await page.waitForTimeout(1500);
    assert.equal(await rows(page).count(), 4);
    assert.equal((await heard(page, 'causeway-load')).length, 1);
  });
});

inBoth('unknown verb, status, exchange and card kind of a newer server show as they are', (browser) =>
  portal.page({ browser, data: newerFlows() }, async (page) => {
    const unknown = page.getByRole('listitem', { name: `Genomics: BROADCAST, with ${PARTNER}, hibernating` });
    await unknown.waitFor();
    assert.deepEqual([await unknown.getAttribute('data-verb'), await unknown.getAttribute('data-status')], ['BROADCAST', 'hibernating']);
    assert.equal(await rows(page).count(), 5);
    const theirs = page.getByRole('list', { name: `${PARTNER}'s endpoints` });
    assert.match(await theirs.textContent(), /Their Stream/);
    await unknown.getByRole('button').click();
    await details(page).getByText('hibernating').first().waitFor();
    assert.deepEqual(await heardNext(page, 'causeway-flow-select'), {
      id: 'f0000000-0000-4000-8000-000000000005',
      dataType: 'Genomics',
      verb: 'BROADCAST',
      status: 'hibernating',
    });
    assert.deepEqual(await heard(page, 'causeway-error'), []);
    await assertAccessible(page);
  }));

inBoth('hostile names are text', async (browser) => {
  for (const width of [320, 1280]) {
    await portal.page({ browser, width, data: hostileFlows() }, async (page) => {
      await page.getByRole('list', { name: `${HOSTILE_NAMES[0]}'s endpoints` }).getByRole('listitem').first().waitFor();
      for (const name of HOSTILE_NAMES.map((text) => text.trim())) {
        const beginning = new RegExp(`^${name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}:`);
        await row(page, beginning).first().click();
        await details(page).getByText(name).first().waitFor();
      }
      await assertNoSidewaysScroll(page);
      await assertAccessible(page);
      assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
    });
  }
});

test('no arrows at all', () =>
  portal.page({}, async (page) => {
    await element(page).evaluate((target, data) => { target.data = data; }, { ...fourFlows(), flows: [] });
    assert.equal((await heardNext(page, 'causeway-load')).flows, 0);
    await element(page).getByText('No data flows').first().waitFor();
    await assertAccessible(page);
  }));

test('a large picture is drawn in parts and counted in full', () =>
  portal.page({ data: flowsOf(5000) }, async (page) => {
    assert.equal((await heardNext(page, 'causeway-load')).flows, 5000);
    assert.ok((await rows(page).count()) < 400);
    await assertAccessible(page);
  }));

for (const [what, data] of Object.entries(WRONG_DATA)) {
  test(`data that is no answer: ${what}`, () =>
    portal.page({ data: fourFlows() }, async (page) => {
      await element(page).evaluate((target, wrong) => { target.data = wrong; }, data);
      const { code, message } = await heardNext(page, 'causeway-error');
      assert.equal(code, 'data');
      assert.ok(message.length > 10, `"${message}" explains it`);
      await rows(page).nth(3).waitFor();
      await assertAccessible(page);
    }));
}

for (const [what, answer, code, status] of [
  ['an address of nothing', failing(404), 'notFound', 404],
  ['a server out of order', failing(503), 'server', 503],
  ['a page that wants a sign-in', failing(403), 'refused', 403],
  ['HTML in place of JSON', () => ({ type: '.html', body: '<h1>Guest network</h1>' }), 'data'],
  ['cut JSON', () => ({ type: '.json', body: JSON.stringify(fourFlows()).slice(0, 500) }), 'data'],
]) {
  inBoth(`${what}: told in words, and reload recovers`, async (browser) => {
    portal.host.reset();
    portal.host.answer('/answer.json', answer);
    await portal.page({ browser, body: SRC, expected: [/Failed to load resource/] }, async (page) => {
      const told = await heardNext(page, 'causeway-error');
      assert.equal(told.code, code);
      if (status) assert.equal(told.status, status);
      assert.ok(told.message.length > 10, `"${told.message}" explains it`);
      await page.getByText('Ask the help desk').waitFor();
      await page.getByText('Wait', { exact: true }).waitFor({ state: 'hidden' });
      await assertAccessible(page);
      portal.host.answer('/answer.json', json(fourFlows()));
      await reload(page);
      await rows(page).nth(3).waitFor();
      await page.getByText('Ask the help desk').waitFor({ state: 'hidden' });
      // A failure later on keeps the last picture.
      portal.host.answer('/answer.json', answer);
      await reload(page).catch(() => {});
      await heardNext(page, 'causeway-error', 2);
      assert.equal(await rows(page).count(), 4);
      await assertAccessible(page);
    });
  });
}

inBoth('a failure later on is told to the reader too, not only to the page', async (browser) => {
  portal.host.reset();
  portal.host.answer('/answer.json', json(fourFlows()));
  await portal.page({ browser, body: SRC, expected: [/Failed to load resource/] }, async (page) => {
    await rows(page).nth(3).waitFor();
    portal.host.answer('/answer.json', failing(503));
    await reload(page).catch(() => {});
    const message = element(page).locator('[part~="message"]').filter({ visible: true });
    await message.waitFor();
    assert.equal(await rows(page).count(), 4, 'the last picture stays');
    await assertAccessible(page);
    portal.host.answer('/answer.json', json(fourFlows()));
    await reload(page);
    await message.waitFor({ state: 'hidden' });
  });
});

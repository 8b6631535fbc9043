// What happens to the element at awkward moments: hidden, in a hurry, slow, wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeEmbed } from '../helpers/embeds.mjs';
import { flowsOf, FOUR_NAMES, fourFlows, PARTNER } from '../helpers/flows.mjs';
import { details, row, rows } from '../helpers/picture.mjs';
import { element, feed, heard, heardNext, portalWith, TAG } from '../helpers/widget.mjs';

let embed;
let other;
const portal = portalWith({
  async prepare(server, host) {
    embed = await makeEmbed(server, { origins: [host.origin] });
    other = await makeEmbed(server, { origins: [host.origin], connection: 'Redox Health System', name: 'Other' });
  },
});

test('what comes while it is hidden is drawn when it is shown', () =>
  portal.page({ data: fourFlows() }, async (page) => {
    await row(page, FOUR_NAMES[0]).click();
    await element(page).evaluate((target) => { target.hidden = true; });
    const worse = fourFlows();
    worse.flows[0].status = 'down';
    await element(page).evaluate((target, data) => { target.data = data; }, worse);
    await heardNext(page, 'causeway-load', 2);
    await element(page).evaluate((target) => { target.hidden = false; });
    await row(page, `${FOUR_NAMES[0]}, Down`).waitFor();
    await details(page).getByText('Down').waitFor();
  }));

test('taken away while it is on its way, nothing is drawn', () =>
  portal.page({}, async (page) => {
    await element(page).evaluate((target, data) => {
      target.data = data;
      queueMicrotask(() => queueMicrotask(() => { target.data = null; }));
    }, fourFlows());
    await page.waitForTimeout(1000);
    assert.equal(await rows(page).count(), 0);
    await page.getByText('The picture needs JavaScript.').waitFor();
    assert.deepEqual(await heard(page, 'causeway-load'), []);
  }));

test('a token that comes too late is not used for another connection', () =>
  portal.page({}, async (page) => {
    const [late, good] = [await embed.token(), await other.token()];
    const sent = [];
    page.on('request', (request) => request.url().includes('/data-flow') && sent.push([request.url(), request.headers().authorization]));
    await element(page).evaluate((target, [origin, first, second, late, good]) => {
      const tokens = { [first]: [late, 800], [second]: [good, 10] };
      target.apiBase = origin;
      target.connection = first;
      target.getToken = () => {
        const [token, after] = tokens[target.connection];
        return new Promise((resolve) => { setTimeout(() => resolve(token), after); });
      };
      setTimeout(() => { target.connection = second; }, 200);
    }, [portal.server.origin, embed.connectionId, other.connectionId, late, good]);
    await row(page, 'PatientAdmin: you send to Redox Health System').waitFor();
    await page.waitForTimeout(1000);
    await element(page).evaluate((target) => target.reload());
    assert.ok(sent.length >= 2 && sent.every(([url, header]) => url.includes(other.connectionId) && header === `Bearer ${good}`), JSON.stringify(sent.map(([url]) => url)));
    assert.deepEqual(await heard(page, 'causeway-error'), []);
  }));

test('after data of the page the picture of a server is the server\'s again', () =>
  portal.page({}, async (page) => {
    portal.host.answer('/answer.json', (request) => {
      if (request.headers['if-none-match'] === '"1"') return { status: 304 };
      return { type: '.json', headers: { etag: '"1"' }, body: JSON.stringify(fourFlows()) };
    });
    await element(page).evaluate((target) => { target.src = '/answer.json'; });
    await row(page, FOUR_NAMES[0]).waitFor();
    await element(page).evaluate((target) => target.reload());
    await feed(page, flowsOf(12, 'Saint Anne'));
    await element(page).evaluate((target) => { target.data = null; });
    await row(page, FOUR_NAMES[0]).waitFor();
    await page.getByRole('list', { name: `${PARTNER}'s endpoints` }).getByRole('listitem').first().waitFor();
  }));

test('a refresh waits for the one before it', () =>
  portal.page({}, async (page) => {
    portal.host.answer('/slow.json', async () => {
      await new Promise((resolve) => setTimeout(resolve, 7000));
      return { type: '.json', body: JSON.stringify(fourFlows()) };
    });
    await element(page).evaluate((target) => {
      target.refresh = 5;
      target.src = '/slow.json';
    });
    await row(page, FOUR_NAMES[0]).waitFor({ timeout: 9_500 });
    assert.equal(portal.host.asked('/slow.json'), 1);
  }));

test('a language that is none, keys that are the browser\'s, and no feed at all', () =>
  portal.page({ root: 'lang="en_US"', data: fourFlows() }, async (page) => {
    const flows = fourFlows();
    flows.flows[0].lastMessageAt = '2026-11-01T10:00:00.000Z';
    await feed(page, flows);
    await row(page, FOUR_NAMES[0]).click();
    await details(page).getByText('2026').first().waitFor();
    await row(page, FOUR_NAMES[0]).focus();
    for (const key of ['Alt+ArrowDown', 'Control+End', 'Meta+ArrowLeft']) await page.keyboard.press(key);
    assert.equal(await row(page, FOUR_NAMES[0]).evaluate((button) => button.getRootNode().activeElement === button), true);
    await element(page).evaluate((target) => { target.data = null; target.refresh = Infinity; });
    assert.equal(await element(page).evaluate((target) => target.refresh), 0);
    await element(page).evaluate((target) => target.reload());
    assert.deepEqual(await heard(page, 'causeway-error'), []);
  }));

test('Escape is the page\'s when nothing is selected; focus goes back to a row that was selected by the page', () =>
  portal.page({ data: flowsOf(400) }, async (page) => {
    await element(page).evaluate((target) => {
      target.selected = '00000000-0000-4000-8000-00000000dead';
      globalThis.taken = [];
      addEventListener('keydown', (event) => globalThis.taken.push(event.defaultPrevented));
    });
    await rows(page).first().getByRole('button').focus();
    await page.keyboard.press('Escape');
    assert.deepEqual(await page.evaluate(() => globalThis.taken), [false]);
    assert.deepEqual(await heard(page, 'causeway-flow-select'), []);
    const unhealthy = element(page).locator('.flow-row[data-flow-id]').last();
    const id = await unhealthy.getAttribute('data-flow-id');
    await element(page).evaluate((target, wanted) => { target.selected = wanted.toUpperCase(); }, id);
    await details(page).getByRole('button', { name: 'Close' }).click();
    const focused = await element(page).evaluate((target) => target.shadowRoot.activeElement?.closest('.flow-row')?.dataset.flowId);
    assert.equal(focused, id);
  }));

test('a retry that works leaves focus in the picture', () =>
  portal.page({ expected: [/Failed to load resource/] }, async (page) => {
    portal.host.answer('/answer.json', () => ({ status: 503 }));
    await element(page).evaluate((target) => { target.src = '/answer.json'; });
    const again = element(page).getByRole('button', { name: 'Try again' });
    await again.waitFor();
    await element(page).getByRole('status').getByText('its server has a problem').waitFor();
    portal.host.answer('/answer.json', () => ({ type: '.json', body: JSON.stringify(fourFlows()) }));
    await again.press('Enter');
    await row(page, FOUR_NAMES[0]).waitFor();
    assert.equal(await page.evaluate((tag) => document.activeElement.localName === tag, TAG), true);
  }));

// VPN tests, recorded by a monitoring agent: Settings, picture, tile, and how they age.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { fixture } from '../helpers/fixture.mjs';
import { overlaps } from '../helpers/picture.mjs';

/** The agent's key, the connection, and the endpoints of both sides. */
const known = {};

const causeway = fixture({ prepare });

async function prepare(server) {
  const json = async (path, init) => (await server.api(`/api/v1${path}`, init)).json();
  const { items } = await json('/connections');
  known.connection = items.find(({ name }) => name === 'Redox Engine').id;
  const picture = await json(`/connections/${known.connection}/data-flow`);
  known.theirs = picture.right[0].id;
  known.yours = picture.left.find(({ kind }) => kind === 'endpoint').id;
  const key = await json('/api-keys', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'agent' },
    body: JSON.stringify({
      environmentId: items[0].environmentId,
      name: 'VPN monitor',
      kind: 'secret',
      scopes: ['vpn:write'],
    }),
  });
  known.secret = key.secret;
}

async function record(endpoint, kind, body) {
  const response = await fetch(`${causeway.server.origin}/api/v1/endpoints/${endpoint}/vpn-tests/${kind}`, {
    method: body ? 'PUT' : 'DELETE',
    headers: { authorization: `Bearer ${known.secret}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${response.status}`);
}

const status = (page) => page.getByRole('region', { name: 'Status info' }).getByRole('status');
const vpn = (page) => page.getByRole('region', { name: 'VPN info' });
const its = (page, kind) => vpn(page).getByRole('listitem').filter({ has: page.getByRole('heading', { name: kind }) });
/** A mark has a shape beside its word, not a colour alone. */
const shapes = (locator) => locator.locator('svg path').count();

test('without a test there is no VPN anywhere', () =>
  causeway.page({}, async (page) => {
    await page.goto(`/endpoints/${known.theirs}`);
    await page.getByRole('heading', { name: 'Base info' }).waitFor();
    assert.equal(await vpn(page).count(), 0);
    await page.goto(`/connections/${known.connection}`);
    await page.locator('.flow-card').first().waitFor();
    assert.equal(await page.locator('[data-vpn-status]').count(), 0);
  }));

for (const width of [320, 1280]) {
  test(`results, what they mean and what to do stand on the page at ${width} px, and marks on cards and tile`, () =>
    causeway.page({ width }, async (page) => {
      await record(known.theirs, 'securityAssociation', { result: 'passed', message: 'IKEv2 <b>up</b>' });
      await record(known.theirs, 'tcpHeartbeat', {
        result: 'noAnswer',
        sendingIp: '10.153.0.7',
        receivingIp: '2001:db8::1',
        receivingPort: 2575,
      });
      await page.goto(`/endpoints/${known.theirs}`);
      assert.equal(await status(page).textContent(), 'VPN no answer');
      assert.equal(await shapes(status(page)), 1);
      const association = await its(page, 'Security association').textContent();
      assert.match(association, /Passed.*Tested .*Both sides can talk securely.*IKEv2 <b>up<\/b>/);
      const heartbeat = await its(page, 'TCP heartbeat').textContent();
      assert.match(heartbeat, /No answer.*From 10\.153\.0\.7 to \[2001:db8::1\]:2575/);
      assert.match(heartbeat, /the endpoint does not answer\. Check the listener, port and firewall/);
      await assertAccessible(page);
      await assertNoSidewaysScroll(page);

      await page.goto(`/connections/${known.connection}`);
      const marks = page.locator(`.flow-card[data-endpoint-id="${known.theirs}"] [data-vpn-status="attention"]`);
      await marks.first().waitFor();
      assert.equal(await marks.first().textContent(), 'VPN no answer');
      assert.equal(await shapes(marks.first()), 1);
      const laid = await overlaps(page);
      assert.equal(laid.spillingCards + laid.crossingCards + laid.labelsOnCards, 0, JSON.stringify(laid));
      await assertAccessible(page);

      await page.goto('/connections?view=flows');
      const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'Redox Engine', exact: true }) }).first();
      await row.locator('[data-vpn-status="attention"]').waitFor();
      assert.equal(await row.locator('.cell-vpn').textContent(), 'VPN no answer');
      assert.equal(await shapes(row.locator('.cell-vpn')), 1);
      const cut = await row.locator('.cell-vpn').evaluate((cell) => cell.scrollWidth > cell.clientWidth);
      assert.equal(cut, false, 'the whole word is there');
      const { id: other } = (await (await causeway.server.api('/api/v1/connections')).json()).items[1];
      await page.goto(`/connections?view=flows&search=${other}`);
      await page.locator('[data-flow-id]').first().waitFor();
      assert.equal((await page.locator('.cell-vpn').allTextContents()).join(''), '', 'blank where there is none');
      await assertAccessible(page);
      await assertNoSidewaysScroll(page);

      await page.goto('/connections');
      const tile = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Redox Engine' }) });
      const mark = tile.locator('[data-vpn-status]');
      await mark.waitFor();
      assert.equal(await mark.textContent(), 'VPN no answer');
      assert.equal(await shapes(mark), 1);
      const fits = await tile.locator('.tile').evaluate((element) => element.scrollHeight <= element.clientHeight);
      assert.equal(fits, true, 'the tile holds what stands on it');
      await assertAccessible(page);
    }));
}

test('a new result appears by itself, and a change somebody is typing is not disturbed', () =>
  causeway.page({}, async (page) => {
    await record(known.yours, 'ping', { result: 'passed' });
    await page.goto(`/endpoints/${known.yours}`);
    await status(page).getByText('VPN up').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Typed meanwhile');
    await page.getByRole('button', { name: 'Copy GUID' }).first().focus();
    await record(known.yours, 'ping', { result: 'notTested' });
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await status(page).getByText('VPN not tested').waitFor();
    const focused = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    assert.match(focused ?? '', /GUID/, 'focus stays where it was');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('heading', { level: 1, name: 'Typed meanwhile' }).waitFor();
    await status(page).getByText('VPN not tested').waitFor();
    await record(known.yours, 'ping');
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await vpn(page).waitFor({ state: 'detached' });
  }));

test('results that are too old turn gray in Settings, on cards and on the tile without a word from the server', () =>
  causeway.page({}, async (page) => {
    await record(known.theirs, 'securityAssociation', { result: 'passed' });
    await record(known.theirs, 'tcpHeartbeat', { result: 'passed' });
    const places = [
      [`/endpoints/${known.theirs}`, status(page)],
      [`/connections/${known.connection}`, page.locator('.flow-card [data-vpn-status]').first()],
      ['/connections', page.locator('.tile [data-vpn-status]').first()],
    ];
    await page.clock.install();
    for (const [path, mark] of places) {
      await page.goto(path);
      await mark.getByText('VPN up').or(mark.filter({ hasText: 'VPN up' })).first().waitFor();
      // The server is asked no more: what changes, changes by the page's own clock.
      await page.route('**/api/v1/**', () => {});
      await page.clock.fastForward('16:00');
      await mark.filter({ hasText: 'VPN not tested' }).waitFor();
      await page.unroute('**/api/v1/**');
      if (path.startsWith('/endpoints')) {
        const text = await its(page, 'TCP heartbeat').textContent();
        assert.match(text, /Not tested since .*, then: Passed/);
        await assertAccessible(page);
      }
      await page.clock.setSystemTime(new Date());
    }
  }));

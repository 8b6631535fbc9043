// The Connections page with two, with 267 and with 17,037 connections.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '../helpers/axe.mjs';
import { ATHENAHEALTH, CAPABILITY_R4, EPIC_BUNDLE } from '../helpers/data.mjs';
import { fixture } from '../helpers/fixture.mjs';

const causeway = fixture({
  async prepare(server) {
    await server.command('import', 'directory', EPIC_BUNDLE, '--capability', CAPABILITY_R4, '--environment', 'Staging');
    await server.command('import', 'directory', ATHENAHEALTH, '--environment', 'Production');
  },
});

const tiles = (page) => page.getByRole('list', { name: 'Connections' }).getByRole('link');
const count = (page, text) => page.getByRole('status').filter({ hasText: text }).first().waitFor();

test('a new organization shows exactly the two default connections', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections');
    await tiles(page).first().waitFor();
    assert.deepEqual(await tiles(page).allTextContents(), ['Redox Engine', 'Redox Health System']);
    await count(page, '2 organizations');
  }));

test('the environment switch changes the list and the URL; reload and back keep it', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections');
    await count(page, '2 organizations');
    await page.getByLabel('Environment').selectOption('Staging');
    await count(page, '265 organizations');
    assert.equal(new URL(page.url()).searchParams.get('environment'), 'staging');
    await page.reload();
    await count(page, '265 organizations');
    assert.equal(await page.getByLabel('Environment').inputValue(), 'Staging');
    await page.goBack();
    await count(page, '2 organizations');
  }));

test('search narrows tiles and counts, lives in the URL, and clears', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections?environment=staging');
    await count(page, '265 organizations');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('kaiser georgia');
    await count(page, '1 organization found');
    await page.waitForFunction(() => document.querySelectorAll('ul[aria-label=Connections] a').length === 1);
    assert.match(await tiles(page).first().textContent(), /Kaiser Permanente – Georgia/);
    await page.reload();
    await count(page, '1 organization found');
    assert.equal(await page.getByRole('searchbox').inputValue(), 'kaiser georgia');
    await page.getByRole('searchbox').fill('no such organization anywhere');
    await page.getByRole('heading', { name: 'Nothing matches.' }).waitFor();
    await assertAccessible(page);
    await page.getByRole('link', { name: 'Clear search and filters' }).click();
    await count(page, '265 organizations');
    assert.equal(await page.getByRole('searchbox').inputValue(), '');
  }));

test('search finds data models, URLs and the newer words of the field', () =>
  causeway.page({}, async (page) => {
    for (const [words, found] of [
      ['FHIR.Condition', '265 organizations found'],
      ['fhir.kp.org', ' found'],
      ['subscription', '265 organizations found'],
      ['destination condition', '265 organizations found'],
    ]) {
      await page.goto(`/connections?environment=staging&search=${encodeURIComponent(words)}`);
      await count(page, found);
      await tiles(page).first().waitFor();
    }
  }));

test('counts per status are filters', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections?environment=staging');
    const filters = page.getByRole('group', { name: 'Filter by status' });
    const idle = filters.getByRole('button', { name: 'No traffic yet 265' });
    await idle.click();
    assert.equal(await idle.getAttribute('aria-pressed'), 'true');
    assert.equal(new URL(page.url()).searchParams.get('status'), 'noTraffic');
    await tiles(page).first().waitFor();
    await page.goto('/connections?environment=staging&status=down');
    await page.getByRole('heading', { name: 'Nothing matches.' }).waitFor();
    await filters.getByRole('button', { name: /^All/ }).click();
    await tiles(page).first().waitFor();
  }));

test('an environment without connections says what to do', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections?environment=nowhere');
    await page.getByRole('heading', { name: 'There is no such environment.' }).waitFor();
    await assertAccessible(page);
  }));

test('17,037 connections: few are drawn, the last one is reachable, back returns to the place', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections?environment=production');
    await count(page, '17,037 organizations');
    await tiles(page).first().waitFor();
    assert.ok((await tiles(page).count()) < 150, 'only the tiles near the view are drawn');
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForFunction(
      () => document.querySelector('ul[aria-label=Connections] li:last-of-type')?.ariaPosInSet === '17037',
      undefined,
      { timeout: 60_000 },
    );
    const place = await page.evaluate(() => scrollY);
    const last = tiles(page).last();
    const name = await last.textContent();
    await last.click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.goBack();
    await page.waitForFunction((place) => Math.abs(scrollY - place) < 400, place, { timeout: 60_000 });
  }));

test('17,037 connections: search answers at once', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections?environment=production');
    await count(page, '17,037 organizations');
    const started = Date.now();
    await page.getByRole('searchbox').fill('sollus pediatrics');
    await count(page, '1 organization found');
    await page.getByRole('link', { name: 'NC - Sollus Pediatrics' }).waitFor();
    assert.ok(Date.now() - started < 3000, `the search took ${Date.now() - started} ms`);
  }));

test('all data flows: one table over all connections, filtered by verb', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections');
    await page.getByRole('tab', { name: /All data flows/ }).click();
    const table = page.getByRole('table', { name: 'All data flows' });
    await table.getByRole('row').nth(1).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('view'), 'flows');
    const total = Number((await page.getByRole('tab', { name: /All data flows/ }).textContent()).match(/\d+/)[0]);
    assert.equal(await table.getByRole('row').count(), total + 1);
    await page.getByRole('group', { name: 'Filter by verb' }).getByRole('button', { name: 'Request' }).click();
    await page.waitForFunction(() => {
      const rows = [...document.querySelectorAll('tr[data-verb]')];
      return rows.length > 0 && rows.every((row) => row.dataset.verb === 'REQUEST');
    });
    await page.reload();
    await table.getByRole('row').nth(1).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('verb'), 'request');
    await assertAccessible(page);
    await table.getByRole('link', { name: 'Redox Engine' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Redox Engine' }).waitFor();
  }));

test('all data flows of 265 connections are windowed and scroll on', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections?environment=staging&view=flows');
    await page.getByRole('tab', { name: 'All data flows 10,335' }).waitFor();
    await page.locator('tr[data-flow-id]').first().waitFor();
    assert.ok((await page.locator('tr[data-flow-id]').count()) < 200);
    await page.evaluate(() => scrollTo(0, 60_000));
    await page.waitForFunction(() => {
      const row = document.querySelector('tr[data-flow-id]');
      return row && Number(row.ariaRowIndex) > 1000;
    }, undefined, { timeout: 30_000 });
  }));

test('a refresh while a long list arrives neither starts over nor runs in circles', () =>
  causeway.page({}, async (page) => {
    let asked = 0;
    await page.route('**/api/v1/connections?**', async (route) => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 30));
      await route.continue();
    });
    await page.goto('/connections?environment=production');
    await count(page, '17,037 organizations');
    await tiles(page).first().waitFor();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    for (let refresh = 0; refresh < 4; refresh += 1) {
      await page.waitForTimeout(250);
      await page.evaluate(() => dispatchEvent(new Event('online')));
    }
    await page.waitForFunction(
      () => document.querySelector('ul[aria-label=Connections] li:last-of-type')?.ariaPosInSet === '17037',
      undefined,
      { timeout: 60_000 },
    );
    const pages = Math.ceil(17_037 / 200);
    assert.ok(asked < pages + 20, `${asked} requests for ${pages} pages`);
    const before = asked;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.waitForTimeout(1000);
    assert.ok(asked <= before + 2, `${asked - before} requests for one refresh of a complete list`);
    assert.equal(
      await page.evaluate(() => document.querySelector('ul[aria-label=Connections] li:last-of-type').ariaPosInSet),
      '17037',
    );
  }));

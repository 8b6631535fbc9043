// Journeys without a mouse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture } from '../helpers/fixture.mjs';

const causeway = fixture();

const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

async function tabTo(page, text) {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === text) return;
  }
  assert.fail(`"${text}" cannot be reached with Tab`);
}

test('from the skip link to a data flow and back', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections');
    await page.getByRole('link', { name: 'Redox Engine' }).waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Skip to content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await tabTo(page, 'Redox Health System');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Redox Health System' }).waitFor();
    const first = page.getByRole('list', { name: 'Data flows' }).getByRole('button').first();
    await first.waitFor();
    for (let step = 0; step < 60 && !(await first.evaluate((button) => button === document.activeElement)); step += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    assert.equal(await first.getAttribute('aria-pressed'), 'true');
    await page.keyboard.press('Escape');
    assert.equal(await first.getAttribute('aria-pressed'), 'false');
  }));

test('tabs follow the arrow keys and Enter', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections');
    await page.getByRole('link', { name: 'Redox Engine' }).waitFor();
    await page.getByRole('tab', { name: /Connected organizations/ }).focus();
    await page.keyboard.press('ArrowRight');
    assert.match(await focused(page), /^All data flows/);
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'All data flows' }).waitFor();
  }));

test('Ctrl+K and / go to the search, Escape clears it, Enter on another page searches', () =>
  causeway.page({}, async (page) => {
    await page.goto('/developer');
    await page.getByRole('list', { name: 'API keys' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('health');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Redox Health System' }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('search'), 'health');
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Redox Engine' }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('search'), null);
  }));

test('the account menu opens with Enter and closes with Escape', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections');
    await page.locator('header summary').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'Dark' }).waitFor();
    await page.getByRole('radio', { name: 'Dark' }).check();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    await page.keyboard.press('Escape');
    await page.getByRole('radio', { name: 'Dark' }).waitFor({ state: 'hidden' });
    await page.reload();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  }));

// The first minute of a newcomer: the printed link opens the dashboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { fixture } from '../helpers/fixture.mjs';
import { signIn } from '../helpers/signin.mjs';

const causeway = fixture();

test('the printed link signs in and opens the connections', () =>
  causeway.page({ anonymous: true }, async (page) => {
    await signIn(page, causeway.server);
    await page.getByRole('list', { name: 'Connections' }).getByRole('link').first().waitFor();
    assert.equal(await page.locator('#app').getAttribute('aria-busy'), null);
    await assertAccessible(page);
  }));

test('a session opens the dashboard without a link', () =>
  causeway.page({}, async (page) => {
    await page.goto('/');
    await page.getByRole('heading', { name: 'Connections', level: 1 }).waitFor();
  }));

test('the smallest window has no sideways scroll', () =>
  causeway.page({ width: 320, height: 640 }, async (page) => {
    await page.goto('/connections');
    await page.getByRole('list', { name: 'Connections' }).getByRole('link').first().waitFor();
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
  }));

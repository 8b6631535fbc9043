// The way in: once per link, in words when it fails, and out again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { fixture } from '../helpers/fixture.mjs';
import { signIn } from '../helpers/signin.mjs';

const causeway = fixture();

async function freshLink() {
  const { stdout } = await causeway.server.command('sign-in');
  return stdout.split('\n').find((line) => line.startsWith('sign-in: ')).slice('sign-in: '.length).trim();
}

test('a link works once; the second time the page says so and helps', () =>
  causeway.page({ anonymous: true }, async (page) => {
    await signIn(page, causeway.server);
    await causeway.page({ anonymous: true, expected: [/401/] }, async (other) => {
      await other.goto(causeway.server.signInUrl);
      await other.getByRole('alert').filter({ hasText: /used|expired|not valid/i }).waitFor();
      await assertAccessible(other);
      await assertNoSidewaysScroll(other);
      assert.equal(new URL(other.url()).hash, '', 'the code does not stay in the address');
    });
  }));

test('without a session every page leads to signing in, and from there back to the page', () =>
  causeway.page({ anonymous: true }, async (page) => {
    await page.goto('/connections?environment=staging');
    await page.waitForURL('**/sign-in?next=*');
    await assertAccessible(page);
    const code = new URL(await freshLink()).hash.slice(1);
    await page.getByRole('textbox').fill(code);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'No connections in Staging yet.' }).waitFor();
  }));

test('a link cannot lead to another site', async () => {
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    await causeway.page({ anonymous: true }, async (page) => {
      const link = new URL(await freshLink());
      link.searchParams.set('next', next);
      await page.goto(link.href);
      await page.getByRole('heading', { name: 'Connections', level: 1 }).waitFor();
      assert.equal(new URL(page.url()).origin, causeway.server.origin);
    });
  }
});

test('the sign-in page fits every width in both themes', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [320, 768, 1280, 1920]) {
      await causeway.page({ anonymous: true, width, colorScheme }, async (page) => {
        await page.goto('/sign-in');
        await page.getByRole('heading', { level: 1 }).waitFor();
        await assertNoSidewaysScroll(page);
        await assertAccessible(page);
      });
    }
  }
});

test('signing out ends the session', () =>
  causeway.page({ anonymous: true }, async (page) => {
    await page.goto(await freshLink());
    await page.getByRole('heading', { name: 'Connections', level: 1 }).waitFor();
    await page.locator("header summary").click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await page.goto('/connections');
    await page.waitForURL('**/sign-in?next=*');
  }));

// What happens when the server is away, slow, wrong, or has forgotten the session.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { assertAccessible } from '../helpers/axe.mjs';
import { fixture } from '../helpers/fixture.mjs';

const causeway = fixture();
// A test that failed half-way may have left the server stopped.
beforeEach(async () => {
  if (!causeway.server.child) await causeway.server.restart();
});

const refused = [/ERR_CONNECTION_REFUSED/, /Failed to load resource/];
const tiles = (page) => page.getByRole('list', { name: 'Connections' }).getByRole('link');

test('server down: the last picture stays and a sentence says so; it recovers without a reload', () =>
  causeway.page({ expected: refused }, async (page) => {
    await page.goto('/connections');
    await tiles(page).first().waitFor();
    await page.evaluate(() => { globalThis.notReloaded = true; });
    await causeway.server.kill();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByText('The server does not answer.').waitFor();
    assert.equal(await tiles(page).count(), 2);
    await assertAccessible(page);
    await causeway.server.restart();
    await page.getByText('The server does not answer.').waitFor({ state: 'detached', timeout: 8000 });
    assert.equal(await tiles(page).count(), 2);
    assert.equal(await page.evaluate(() => globalThis.notReloaded), true);
  }));

test('server down while a page opens: the message, then the page', () =>
  causeway.page({ expected: refused }, async (page) => {
    await page.goto('/connections');
    await tiles(page).first().waitFor();
    await causeway.server.kill();
    await page.getByRole('link', { name: 'Redox Engine' }).click();
    await page.getByRole('heading', { name: 'The connection could not be loaded.' }).waitFor();
    await assertAccessible(page);
    await causeway.server.restart();
    await page.getByRole('list', { name: 'Data flows' }).getByRole('listitem').first().waitFor({ timeout: 10_000 });
  }));

test('a slow server shows that something is loading, not an empty page', () =>
  causeway.page({}, async (page) => {
    await page.route('**/api/v1/connections?**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await page.goto('/connections');
    await page.locator('.skeleton').waitFor();
    await assertAccessible(page);
    await tiles(page).first().waitFor();
  }));

for (const [what, answer] of [
  ['an error of the server', { status: 500, contentType: 'application/problem+json', body: '{"type":"/problems/internal","title":"Something went wrong","status":500,"code":"internal"}' }],
  ["a gateway's page", { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }],
  ['cut JSON', { status: 200, contentType: 'application/json', body: '{"items":[{"id":' }],
  ['HTML in place of JSON', { status: 200, contentType: 'text/html', body: '<h1>Welcome to the guest network</h1>' }],
]) {
  test(`${what} is told in words, and Try again works`, () =>
    causeway.page({ expected: [/Failed to load resource/] }, async (page) => {
      // The page's own tries (after 0.5 to 4 s) never come here, so that only the button can have asked again.
      await page.addInitScript(() => {
        const { setTimeout } = globalThis;
        globalThis.setTimeout = (run, delay, ...rest) => (delay >= 500 ? 0 : setTimeout(run, delay, ...rest));
      });
      let broken = true;
      await page.route('**/api/v1/connections?**', (route) => (broken ? route.fulfill(answer) : route.continue()));
      await page.goto('/connections');
      await page.getByRole('heading', { name: 'The list of connections could not be loaded.' }).waitFor();
      await assertAccessible(page);
      broken = false;
      await page.getByRole('button', { name: 'Try again now' }).click();
      await tiles(page).first().waitFor();
    }));
}

test('one answer that fails while others arrive is asked for at growing intervals, until it arrives', () =>
  causeway.page({ expected: [/Failed to load resource/] }, async (page) => {
    let asked = 0;
    let broken = true;
    await page.route('**/api/v1/connections?**', (route) => {
      asked += 1;
      return broken ? route.fulfill({ status: 502, contentType: 'text/html', body: 'Bad gateway' }) : route.continue();
    });
    await page.goto('/connections');
    await page.getByRole('heading', { name: 'The list of connections could not be loaded.' }).waitFor();
    await page.waitForTimeout(4000);
    assert.ok(asked >= 3 && asked <= 5, `asked ${asked} times in 4 s`);
    broken = false;
    await tiles(page).first().waitFor({ timeout: 6000 });
  }));

test('a session that is over leads to signing in again, and back', () =>
  causeway.page({ expected: [/401/] }, async (page, context) => {
    await page.goto('/connections');
    await tiles(page).first().waitFor();
    await context.clearCookies();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByText('Your session is over.').waitFor();
    assert.equal(await tiles(page).count(), 2, 'what was on screen stays');
    const href = await page.getByRole('link', { name: 'Sign in again' }).getAttribute('href');
    assert.equal(href, '/sign-in?next=%2Fconnections');
  }));

test('an unknown status or verb from a newer server is shown as it is', () =>
  causeway.page({}, async (page) => {
    await page.route('**/api/v1/connections?**', async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      body.items[0].status = 'hibernating';
      body.items[0].kind = 'alliance';
      await route.fulfill({ response, json: body });
    });
    await page.goto('/connections');
    await page.getByText('hibernating').waitFor();
  }));

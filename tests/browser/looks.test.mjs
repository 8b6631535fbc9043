// Every page at four widths, light and dark, and with forced colours: accessible, and nothing sticks out.
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { fixture } from '../helpers/fixture.mjs';

const causeway = fixture();

const PAGES = {
  'the connections': async (page) => {
    await page.goto('/connections');
    await page.getByRole('link', { name: 'Redox Engine' }).waitFor();
  },
  'all data flows': async (page) => {
    await page.goto('/connections?view=flows');
    await page.locator('tr[data-flow-id]').first().waitFor();
  },
  'an empty environment': async (page) => {
    await page.goto('/connections?environment=staging');
    await page.getByRole('heading', { name: 'No connections in Staging yet.' }).waitFor();
  },
  'a data flow': async (page) => {
    await page.goto('/connections');
    await page.getByRole('link', { name: 'Redox Health System' }).click();
    await page.locator('path.flow-arrow').first().waitFor({ state: 'attached' });
  },
  'endpoint settings': async (page) => {
    await page.goto('/developer?tab=endpoints');
    await page.getByRole('link', { name: 'Redox API Endpoint' }).click();
    await page.getByRole('heading', { name: 'Base info' }).waitFor();
  },
  'the API keys': async (page) => {
    await page.goto('/developer');
    await page.getByRole('list', { name: 'API keys' }).waitFor();
  },
  'the settings of an API key': async (page) => {
    await page.goto('/developer');
    await page.getByRole('link', { name: 'Redox API Endpoint' }).click();
    await page.getByRole('list', { name: 'Used by' }).first().waitFor();
  },
  'a new API key': async (page) => {
    await page.goto('/developer');
    await page.getByRole('button', { name: 'New API key' }).click();
    await page.getByLabel('It proves itself by').selectOption('publicKey');
    await page.getByLabel('Public keys').waitFor();
  },
  'a new endpoint': async (page) => {
    await page.goto('/developer?tab=endpoints');
    await page.getByRole('button', { name: 'New endpoint' }).click();
    await page.getByLabel('Verification token').waitFor();
  },
  'the auth credentials': async (page) => {
    await page.goto('/developer?tab=credentials');
    await page.getByRole('heading', { name: 'No auth credentials in this environment yet.' }).waitFor();
  },
  'an address that leads nowhere': async (page) => {
    await page.goto('/no/such/page');
    await page.getByRole('heading', { name: 'There is nothing at this address.' }).waitFor();
  },
  'the import dialog': async (page) => {
    await page.goto('/connections');
    await page.getByRole('button', { name: 'Import directory' }).click();
    await page.getByRole('dialog').waitFor();
  },
  'the account menu': async (page) => {
    await page.goto('/connections');
    await page.locator('header summary').click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  },
};

for (const [name, open] of Object.entries(PAGES)) {
  test(`${name}: four widths, two themes`, async () => {
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [320, 768, 1280, 1920]) {
        await causeway.page({ width, colorScheme }, async (page) => {
          await open(page);
          await assertNoSidewaysScroll(page);
          await assertAccessible(page);
        });
      }
    }
  });
}

test('forced colours and reduced motion', () =>
  causeway.page({ forcedColors: 'active', reducedMotion: 'reduce' }, async (page) => {
    await PAGES['a data flow'](page);
    await assertAccessible(page);
  }));

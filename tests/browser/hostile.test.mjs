// Names from a directory are text, whatever they look like.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { CAPABILITY_R4, directoryOf, HOSTILE_NAMES } from '../helpers/data.mjs';
import { fixture } from '../helpers/fixture.mjs';

const causeway = fixture({
  async prepare(server) {
    const file = await directoryOf(server.data, HOSTILE_NAMES);
    await server.command('import', 'directory', file, '--capability', CAPABILITY_R4, '--environment', 'Staging');
  },
});

test('hostile names are shown as text on tiles, in the table and over the picture', async () => {
  for (const width of [320, 1280]) {
    await causeway.page({ width }, async (page) => {
      await page.goto('/connections?environment=staging');
      const tiles = page.getByRole('list', { name: 'Connections' }).getByRole('link');
      await tiles.first().waitFor();
      assert.deepEqual((await tiles.allTextContents()).sort(), [...HOSTILE_NAMES].map((name) => name.trim()).sort());
      await assertNoSidewaysScroll(page);
      await assertAccessible(page);
      await page.goto('/connections?environment=staging&view=flows');
      await page.locator('tr[data-flow-id]').first().waitFor();
      await assertNoSidewaysScroll(page);
      for (const name of HOSTILE_NAMES) {
        await page.goto('/connections?environment=staging');
        await tiles.getByText(name.trim(), { exact: true }).click();
        await page.locator('path.flow-arrow').first().waitFor({ state: 'attached' });
        assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), name.trim());
        await assertNoSidewaysScroll(page);
      }
      assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
    });
  }
});

test('a hostile search and a hostile link do nothing but search', () =>
  causeway.page({}, async (page) => {
    const text = '"><img src=x onerror=alert(1)>&status=down#x';
    await page.goto(`/connections?environment=staging&search=${encodeURIComponent(text)}`);
    await page.getByRole('heading', { name: 'Nothing matches.' }).waitFor();
    assert.equal(await page.getByRole('searchbox').inputValue(), text);
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
  }));

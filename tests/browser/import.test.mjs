// Importing a directory in the browser: accepted, repeated, partly bad, refused.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible } from '../helpers/axe.mjs';
import { CAPABILITY_R4, EPIC_BUNDLE } from '../helpers/data.mjs';
import { fixture } from '../helpers/fixture.mjs';

const causeway = fixture();

async function openDialog(page) {
  await page.goto('/connections?environment=staging');
  await page.getByRole('button', { name: 'Import directory' }).click();
  return page.getByRole('dialog', { name: 'Import a directory into Staging' });
}

test('a real directory with a capability statement, twice: the second time changes nothing', () =>
  causeway.page({}, async (page) => {
    const dialog = await openDialog(page);
    for (const line of ['265 new, 0 changed, 0 as before', '0 new, 0 changed, 265 as before']) {
      await dialog.getByLabel(/^Directory/).setInputFiles(EPIC_BUNDLE);
      await dialog.getByLabel(/^Capability statement/).setInputFiles(CAPABILITY_R4);
      await dialog.getByRole('button', { name: 'Import' }).click();
      await dialog.getByText(line).first().waitFor();
      await assertAccessible(page);
    }
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('status').filter({ hasText: '265 organizations' }).waitFor();
  }));

test('bad rows are listed with their position and reason, good rows are kept', () =>
  causeway.page({}, async (page) => {
    const file = join(causeway.server.data, 'partly-bad.json');
    await writeFile(file, JSON.stringify({ Endpoints: [
      { URL: 'https://good.example.org/r4', OrganizationName: 'A Good Row' },
      { URL: 'javascript:alert(1)', OrganizationName: 'A Bad URL' },
      { URL: 'https://nameless.example.org/r4', OrganizationName: '  ' },
    ] }));
    const dialog = await openDialog(page);
    await dialog.getByLabel(/^Directory/).setInputFiles(file);
    await dialog.getByRole('button', { name: 'Import' }).click();
    await dialog.getByText('2 rows were left out').waitFor();
    const problems = await dialog.getByRole('listitem').allTextContents();
    assert.equal(problems.length, 2);
    assert.match(problems[0], /^Row 2: .*\/Endpoints\/1\/URL/);
    assert.match(problems[1], /^Row 3: .*\/Endpoints\/2\/OrganizationName/);
    await assertAccessible(page);
  }));

test('a wrong file is refused whole, with the reason, and the choice is kept', () =>
  causeway.page({ expected: [/422/] }, async (page) => {
    const notJson = join(causeway.server.data, 'not-json.json');
    await writeFile(notJson, '{"Endpoints": [');
    const dialog = await openDialog(page);
    await dialog.getByRole('button', { name: 'Import' }).click();
    await dialog.getByText("Choose the directory's file first.").waitFor();
    await dialog.getByLabel(/^Directory/).setInputFiles(notJson);
    await dialog.getByRole('button', { name: 'Import' }).click();
    await dialog.getByText('not-json.json is not JSON').waitFor();
    await dialog.getByLabel(/^Directory/).setInputFiles(CAPABILITY_R4);
    await dialog.getByRole('button', { name: 'Import' }).click();
    await dialog.getByText('Nothing was imported.').waitFor();
    assert.match(await dialog.getByRole('status').textContent(), /CapabilityStatement/);
    assert.equal(await dialog.getByLabel(/^Directory/).evaluate((input) => input.files.length), 1);
    await assertAccessible(page);
  }));

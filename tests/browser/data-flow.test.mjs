// The Data Flow tab: of a default connection, and of a real imported organization.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { CAPABILITY_R4, EPIC_BUNDLE } from '../helpers/data.mjs';
import { fixture } from '../helpers/fixture.mjs';
import { overlaps, rows, whole } from '../helpers/picture.mjs';

const causeway = fixture({
  async prepare(server) {
    await server.command('import', 'directory', EPIC_BUNDLE, '--capability', CAPABILITY_R4, '--environment', 'Staging');
  },
});


async function openKaiser(page) {
  await page.goto('/connections?environment=staging&search=kaiser%20georgia');
  await page.getByRole('link', { name: /Kaiser Permanente – Georgia/ }).click();
  await page.getByRole('heading', { level: 1, name: /Kaiser Permanente – Georgia/ }).waitFor();
  await rows(page).first().waitFor();
}

test('an imported organization has one arrow per resource of its capability statement', () =>
  causeway.page({}, async (page) => {
    await openKaiser(page);
    await whole(page);
    assert.equal(await rows(page).count(), 39);
    assert.equal(await page.locator('.flow-arrows path.flow-arrow').count(), 39);
    assert.equal(await page.locator('[data-flow-id][data-verb=REQUEST]').count() > 0, true);
    await page.getByRole('listitem', { name: /^FHIR\.Condition: you request from Kaiser Permanente – Georgia/ }).waitFor();
    await assertAccessible(page);
  }));

test('the tab Data Flow opens first; reload and back keep the view', () =>
  causeway.page({}, async (page) => {
    await openKaiser(page);
    assert.equal(await page.getByRole('tab', { name: /Data Flow/ }).getAttribute('aria-selected'), 'true');
    const here = page.url();
    await page.reload();
    await rows(page).first().waitFor();
    assert.equal(page.url(), here);
    assert.equal(await page.getByLabel('Environment').inputValue(), 'Staging');
    await page.goBack();
    await page.getByRole('link', { name: /Kaiser Permanente – Georgia/ }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('search'), 'kaiser georgia');
  }));

test('a default connection shows every data model, your API key and endpoint left, its endpoint once per kind right', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections');
    await page.getByRole('link', { name: 'Redox Health System' }).click();
    await whole(page);
    const labels = await rows(page).evaluateAll((items) => items.map((item) => item.getAttribute('aria-label')));
    const models = new Set(labels.map((label) => label.split(':')[0]));
    assert.equal(models.size, 26);
    assert.equal(await page.locator('.flow-arrows path.flow-arrow').count(), labels.length);
    const yours = page.getByRole('list', { name: 'Your endpoints' });
    assert.match(await yours.textContent(), /Redox API Endpoint/);
    assert.match(await yours.textContent(), /API key/);
    const theirs = page.getByRole('list', { name: "Redox Health System's endpoints" });
    assert.equal(await theirs.getByRole('listitem').count(), 2);
    const guids = await theirs.locator('[data-endpoint-id]').evaluateAll((cards) => cards.map((card) => card.dataset.endpointId));
    assert.equal(new Set(guids).size, 1, 'one GUID, shown once per exchange kind');
    await page.getByText('1 endpoint in 2 cards').waitFor();
  }));

test('copying a GUID puts it on the clipboard and says so in words', () =>
  causeway.page({ permissions: ['clipboard-write'] }, async (page) => {
    await openKaiser(page);
    const theirs = page.getByRole('list', { name: /Kaiser Permanente – Georgia's endpoints/ });
    const guid = await theirs.locator('[data-endpoint-id]').first().getAttribute('data-endpoint-id');
    await theirs.getByRole('button', { name: /Copy/ }).first().click();
    await theirs.getByText('Copied').first().waitFor();
    // Pasting is how a person finds out, and our Permissions-Policy forbids pages to read the clipboard.
    await page.getByRole('searchbox', { name: 'Search connections' }).fill('');
    await page.getByRole('searchbox', { name: 'Search connections' }).press('Control+V');
    assert.equal(await page.getByRole('searchbox', { name: 'Search connections' }).inputValue(), guid);
  }));

test("the URL on a card leads to the endpoint's settings, read-only for theirs", () =>
  causeway.page({}, async (page) => {
    await openKaiser(page);
    const theirs = page.getByRole('list', { name: /Kaiser Permanente – Georgia's endpoints/ });
    const guid = await theirs.locator('[data-endpoint-id]').first().getAttribute('data-endpoint-id');
    await theirs.getByRole('link', { name: /fhir\.kp\.org/ }).click();
    await page.waitForURL(`**/endpoints/${guid}`);
    await page.getByText('Read-only').waitFor();
    await page.getByText('https://fhir.kp.org/', { exact: false }).first().waitFor();
    assert.equal(await page.locator('main a[href^="https:"]').count(), 0, 'no link leaves Causeway');
    await assertAccessible(page);
    await page.goBack();
    await rows(page).first().waitFor();
  }));

test('your own endpoint has a settings page too', () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections');
    await page.getByRole('link', { name: 'Redox Engine' }).click();
    const yours = page.getByRole('list', { name: 'Your endpoints' });
    await yours.getByRole('link', { name: /No URL yet/ }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Redox API Endpoint' }).waitFor();
    await page.getByText('Yours', { exact: true }).waitFor();
  }));

test('selecting an arrow shows its details; Escape closes them', () =>
  causeway.page({}, async (page) => {
    await openKaiser(page);
    await page.getByRole('listitem', { name: /^FHIR\.Condition:/ }).getByRole('button').click();
    const details = page.getByRole('region', { name: 'Selected data flow' });
    await details.waitFor();
    assert.match(await details.textContent(), /FHIR\.Condition: you request from Kaiser Permanente – Georgia.*search-type/);
    assert.ok(new URL(page.url()).searchParams.get('flow'), 'the selection is part of the link');
    await assertAccessible(page);
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
  }));

test('the picture fits every width without sideways scroll', async () => {
  for (const width of [320, 768, 1280, 1920]) {
    await causeway.page({ width }, async (page) => {
      await openKaiser(page);
      await whole(page);
      await assertNoSidewaysScroll(page);
      assert.equal(await rows(page).count(), 39);
      assert.equal((await overlaps(page)).spillingCards, 0);
    });
  }
});

test('labels and cards never overlap', async () => {
  for (const width of [320, 1280]) {
    await causeway.page({ width }, async (page) => {
      await page.goto('/connections');
      await page.getByRole('link', { name: 'Redox Engine' }).click();
      await whole(page);
      const found = await overlaps(page);
      assert.ok(found.labels > 50 && found.cards >= 4, JSON.stringify(found));
      assert.deepEqual([found.crossingLabels, found.crossingCards, found.labelsOnCards, found.spillingCards], [0, 0, 0, 0]);
    });
  }
});

test('an address of no connection says so', () =>
  causeway.page({ expected: [/404/] }, async (page) => {
    await page.goto('/connections/00000000-0000-4000-8000-000000000000');
    await page.getByRole('heading', { name: 'There is no such connection.' }).waitFor();
    await page.goto('/connections/not-a-guid');
    await page.getByRole('heading', { name: 'This is not the address of a connection.' }).waitFor();
    await assertAccessible(page);
  }));

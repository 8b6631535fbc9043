// Re-routing an arrow from the picture: chosen, confirmed, done, and seen everywhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { fixture } from '../helpers/fixture.mjs';
import { rows } from '../helpers/picture.mjs';

const causeway = fixture({
  async prepare(server) {
    const [{ id: environmentId }] = (await (await server.api('/api/v1/environments')).json()).items;
    const make = (path, body) =>
      server.api(`/api/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ environmentId, ...body }),
      });
    await make('api-keys', { name: 'Order system', kind: 'secret' });
    await make('endpoints', { name: 'Ward listener', kind: 'mllp', url: 'mllp://10.1.1.1:2575' });
  },
});

async function select(page, name) {
  await page.goto('/connections');
  await page.getByRole('link', { name: 'Redox Engine' }).click();
  await rows(page).first().waitFor();
  const row = page.getByRole('listitem', { name }).first();
  await row.getByRole('button').click();
  return page.getByRole('region', { name: 'Selected data flow' });
}

test('what you send is sent with another API key, once confirmed', () =>
  causeway.page({}, async (page) => {
    const details = await select(page, /^Order: you send/);
    await details.getByRole('button', { name: 'Use another API key' }).click();
    const choice = details.getByLabel('It shall use');
    assert.deepEqual(await choice.locator('option').allTextContents(), ['Order system', 'Redox API Endpoint']);
    const confirm = details.getByRole('button', { name: 'Confirm' });
    assert.equal(await confirm.isDisabled(), true, 'nothing was changed yet');
    await choice.selectOption('Order system');
    await details.getByText('Order will use “Order system” from now on.').waitFor();
    await assertAccessible(page);
    await confirm.click();
    // The picture follows, with a card of its own, and the selection stays.
    const yours = page.getByRole('list', { name: 'Your endpoints' });
    await yours.getByText('Order system').waitFor();
    await details.getByRole('link', { name: 'Order system' }).click();
    await page.getByRole('heading', { level: 1, name: 'Order system' }).waitFor();
    await page.getByRole('list', { name: 'Used by' }).getByRole('link', { name: 'Send Order' }).waitFor();
  }));

test('what they send ends at another endpoint of yours; cancelling changes nothing', () =>
  causeway.page({ width: 320 }, async (page) => {
    const details = await select(page, /^PatientAdmin: you receive/);
    await details.getByRole('button', { name: 'Use another endpoint' }).click();
    await details.getByLabel('It shall use').selectOption('Ward listener');
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
    await details.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await details.getByRole('link', { name: 'Ward listener' }).count(), 0);
    await details.getByRole('button', { name: 'Use another endpoint' }).click();
    await details.getByLabel('It shall use').selectOption('Ward listener');
    await details.getByRole('button', { name: 'Confirm' }).click();
    await details.getByRole('link', { name: 'Ward listener' }).waitFor();
  }));

test('somebody else re-routed it meanwhile: nothing is overwritten, and it is said', () =>
  causeway.page({ expected: [/409/] }, async (page, context) => {
    const details = await select(page, /^Notes: you send/);
    await details.getByRole('button', { name: 'Use another API key' }).click();
    await details.getByLabel('It shall use').selectOption('Order system');
    const other = await context.newPage();
    const theirs = await select(other, /^Notes: you send/);
    await theirs.getByRole('button', { name: 'Use another API key' }).click();
    await theirs.getByLabel('It shall use').selectOption('Order system');
    await theirs.getByRole('button', { name: 'Confirm' }).click();
    await theirs.getByRole('link', { name: 'Order system' }).waitFor();
    await other.close();
    await details.getByRole('button', { name: 'Confirm' }).click();
    await details.getByRole('link', { name: 'Order system' }).waitFor();
  }));

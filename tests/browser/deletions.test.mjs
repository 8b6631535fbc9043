// Deleting what is in use: what breaks is shown, linked; the exact name is asked for; then it is gone with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { fixture } from '../helpers/fixture.mjs';

const causeway = fixture();
const NAME = 'Redox API Endpoint';

/** Opens the dialog, reads what breaks, and finds that only the whole name will do. */
async function confirm(page, title, said) {
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: title });
  for (const text of said) await dialog.getByText(text).first().waitFor();
  const used = dialog.getByRole('list', { name: 'Used by' });
  const connection = used.getByRole('link', { name: 'Redox Engine' });
  assert.match(await connection.getAttribute('href'), /^\/connections\/[0-9a-f-]+$/);
  assert.match(await used.getByRole('listitem').getByRole('link').nth(1).getAttribute('href'), /\?flow=/);
  await assertAccessible(page);
  const button = dialog.getByRole('button', { name: 'Delete' });
  const field = dialog.getByLabel(`Type ${title.includes('credential') ? 'Gateway' : NAME} to confirm`);
  assert.equal(await button.isDisabled(), true);
  await field.fill('gateway');
  assert.equal(await button.isDisabled(), true);
  return { dialog, button, field };
}

async function flowsOf(page, verbs) {
  await page.goto('/connections?view=flows');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('tab', { name: /All data flows/ }).waitFor();
  const counts = [];
  for (const verb of verbs) {
    const answer = await page.evaluate(async (verb) => (await fetch(`/api/v1/data-flows?verb=${verb}`)).json(), verb);
    counts.push(answer.items.length);
  }
  return counts;
}

test('an endpoint in use goes with the arrows that end at it', () =>
  causeway.page({}, async (page) => {
    await page.goto('/developer?tab=endpoints');
    await page.getByRole('link', { name: NAME }).click();
    await page.getByText('Deleting also deletes the data flows that end at it.').waitFor();
    const said = ['these data flows are deleted with it', /^\d+ data flows of 2 connections depend on it/];
    const { dialog, button, field } = await confirm(page, 'Delete this endpoint?', said);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    assert.equal(await button.isDisabled(), true, 'what was typed before is gone');
    await field.fill(NAME);
    await button.click();
    await page.getByRole('heading', { name: 'No endpoints in this environment yet.' }).waitFor();
    const [receive, respond, send] = await flowsOf(page, ['RECEIVE', 'RESPOND', 'SEND']);
    assert.deepEqual([receive, respond], [0, 0]);
    assert.ok(send > 0, 'what starts with the API key stays');
  }));

test('an API key in use goes with the arrows that start with it, in a narrow window and by keyboard', () =>
  causeway.page({ width: 320 }, async (page) => {
    await page.goto('/developer');
    await page.getByRole('link', { name: NAME }).click();
    const said = ['It stops working at once, and these data flows are deleted with it.'];
    const { field } = await confirm(page, 'Delete this API key?', said);
    await assertNoSidewaysScroll(page);
    await field.fill('');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(200);
    await page.getByRole('heading', { level: 1, name: NAME, includeHidden: true }).waitFor();
    await field.focus();
    await page.keyboard.type(NAME);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'No API keys in this environment yet.' }).waitFor();
    assert.deepEqual(await flowsOf(page, ['SEND', 'REQUEST']), [0, 0]);
    await page.goto('/connections');
    await page.getByRole('list', { name: 'Connections' }).getByRole('link', { name: /Redox Engine/ }).click();
    await page.getByRole('tab', { name: /Data Flow/ }).waitFor();
  }));

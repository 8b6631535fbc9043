// Auth credentials: made, chosen in an endpoint's settings, changed without being shown, deleted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { fixture } from '../helpers/fixture.mjs';

const causeway = fixture();
const SECRET = 'browser-canary-94ab';

test('a credential from making to deleting; its secret is never in the page again', () =>
  causeway.page({ expected: [/422/] }, async (page) => {
    await page.goto('/developer?tab=credentials');
    await page.getByRole('heading', { name: 'No auth credentials in this environment yet.' }).waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'New auth credential' }).click();
    const dialog = page.getByRole('dialog', { name: 'New auth credential' });
    await dialog.getByLabel('Name', { exact: true }).fill('Gateway');
    await dialog.getByLabel('User name').fill('causeway');
    await dialog.getByLabel('Password').fill(SECRET);
    // Looking at another way loses nothing.
    await dialog.getByLabel('Callers prove themselves by').selectOption('awsSigV4');
    await dialog.getByLabel('Secret access key').waitFor();
    await assertAccessible(page);
    await dialog.getByLabel('Callers prove themselves by').selectOption('basic');
    assert.equal(await dialog.getByLabel('User name').inputValue(), 'causeway');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'Gateway' }).waitFor();
    await assertAccessible(page);
    assert.equal(await page.getByLabel('Password').inputValue(), '');
    assert.equal((await page.content()).includes(SECRET), false);
    const credential = page.url();

    await page.goto('/developer?tab=endpoints');
    await page.getByRole('link', { name: 'Redox API Endpoint' }).click();
    const choice = page.getByLabel('Callers prove themselves by');
    await choice.selectOption('Gateway');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.reload();
    await page.waitForFunction(() => [...document.querySelectorAll('select')].some((it) => it.selectedOptions[0]?.text === 'Gateway'));

    await page.goto(credential);
    await page.getByRole('list', { name: 'Endpoints with it' }).getByRole('link', { name: 'Redox API Endpoint' }).waitFor();
    await page.getByRole('list', { name: 'Used by' }).getByRole('link', { name: 'Redox Engine' }).waitFor();
    await page.getByLabel('User name').fill('other');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByLabel('User name').fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('User name is needed.').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();

    // Deleting it shows the endpoints that lose it, and the arrows that end there, before it asks for the name.
    await page.getByRole('button', { name: 'Delete' }).click();
    const confirm = page.getByRole('dialog', { name: 'Delete this auth credential?' });
    await confirm.getByText('These endpoints are left with their verification token alone').waitFor();
    await confirm.getByRole('list', { name: 'Endpoints with it' }).getByRole('link', { name: 'Redox API Endpoint' }).waitFor();
    await confirm.getByRole('list', { name: 'Used by' }).getByRole('link', { name: 'Redox Engine' }).waitFor();
    await assertAccessible(page);
    const button = confirm.getByRole('button', { name: 'Delete' });
    await confirm.getByLabel('Type Gateway to confirm').fill('gateway');
    assert.equal(await button.isDisabled(), true);
    await confirm.getByLabel('Type Gateway to confirm').fill('Gateway');
    await button.click();
    await page.getByRole('heading', { name: 'No auth credentials in this environment yet.' }).waitFor();
    await page.goto('/developer?tab=endpoints');
    await page.getByRole('link', { name: 'Redox API Endpoint' }).click();
    await page.getByLabel('Callers prove themselves by').waitFor();
    assert.equal(await page.getByLabel('Callers prove themselves by').inputValue(), '');
    await page.locator('.verification-state', { hasText: /Not verified/ }).waitFor();
  }));

test('several headers: each row says what is wrong in it, and one is changed without typing the others again', () =>
  causeway.page({ expected: [/422/] }, async (page) => {
    const sent = [];
    page.on('request', (request) => {
      if (/PATCH|POST/.test(request.method())) sent.push(request.postData() ?? '');
    });
    await page.goto('/developer?tab=credentials');
    await page.getByRole('button', { name: 'New auth credential' }).click();
    const dialog = page.getByRole('dialog', { name: 'New auth credential' });
    await dialog.getByLabel('Name', { exact: true }).fill('Proxy');
    await dialog.getByLabel('Callers prove themselves by').selectOption('Fixed headers');
    await dialog.getByLabel('Header 1', { exact: true }).fill('X-Api-Key');
    await dialog.getByLabel('Value of header 1').fill(SECRET);
    await dialog.getByRole('button', { name: 'Add a header' }).click();
    assert.equal(await dialog.getByLabel('Header 2', { exact: true }).evaluate((it) => it === document.activeElement), true);
    await page.keyboard.type('Host');
    await page.keyboard.press('Tab');
    await page.keyboard.type('example.org');
    await dialog.getByRole('button', { name: 'Add a header' }).click();
    await dialog.getByLabel('Header 3', { exact: true }).fill('x-api-key');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('This header belongs to the connection, not to a credential.').waitFor();
    await dialog.getByText('This header is there already.').waitFor();
    const second = dialog.getByLabel('Header 2', { exact: true });
    assert.equal(await second.getAttribute('aria-invalid'), 'true');
    assert.equal(await dialog.getByLabel('Header 1', { exact: true }).getAttribute('aria-invalid'), 'false');
    await page.waitForFunction(() => document.activeElement?.value === 'Host');
    await assertAccessible(page);
    await dialog.getByRole('button', { name: 'Remove header 2' }).click();
    assert.equal(await dialog.getByLabel('Header 2', { exact: true }).inputValue(), 'x-api-key', 'the others stay');
    await dialog.getByLabel('Header 2', { exact: true }).fill('X-Tenant');
    await dialog.getByLabel('Value of header 2').fill('seven');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'Proxy' }).waitFor();
    assert.equal(await page.getByLabel('Header 1', { exact: true }).inputValue(), 'X-Api-Key');
    assert.equal(await page.getByLabel('Value of header 1').inputValue(), '');
    await assertAccessible(page);

    sent.length = 0;
    await page.getByLabel('Value of header 2').fill('eight');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    assert.deepEqual(JSON.parse(sent[0]), { headers: [{ name: 'X-Api-Key' }, { name: 'X-Tenant', value: 'eight' }] });
    assert.equal(await page.getByLabel('Value of header 2').inputValue(), '', 'what is stored is not shown');
    // A new row wants its value; what is typed is not kept when the page is left, its name is.
    await page.getByRole('button', { name: 'Add a header' }).click();
    await page.getByLabel('Header 3', { exact: true }).fill('X-Late');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Give its value: none is stored under this name.').waitFor();
    await page.getByLabel('Value of header 3').fill('forgotten');
    await page.getByRole('link', { name: 'Auth credentials' }).click();
    await page.getByRole('link', { name: 'Proxy' }).click();
    await page.getByText('What you typed here before and did not save is back.').waitFor();
    assert.equal(await page.getByLabel('Header 3', { exact: true }).inputValue(), 'X-Late');
    assert.equal(await page.getByLabel('Value of header 3').inputValue(), '');
    await page.getByRole('button', { name: 'Discard' }).click();
    assert.equal(await page.getByLabel('Header 3', { exact: true }).count(), 0);
    // Up to ten.
    for (let row = 3; row <= 10; row += 1) await page.getByRole('button', { name: 'Add a header' }).click();
    assert.equal(await page.getByRole('button', { name: 'Add a header' }).isDisabled(), true);
    await page.setViewportSize({ width: 320, height: 700 });
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
  }));

test('the form fits a narrow window', () =>
  causeway.page({ width: 320 }, async (page) => {
    await page.goto('/developer?tab=credentials');
    await page.getByRole('button', { name: 'New auth credential' }).click();
    await page.getByLabel('Password').waitFor();
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
  }));

// The Developer pages: API keys and endpoints made, used, changed and ended.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertAccessible } from '../helpers/axe.mjs';
import { fixture } from '../helpers/fixture.mjs';

// Receivers of these tests are on this machine.
const causeway = fixture({
  flags: ['--allow-network', '127.0.0.0/8'],
  // Everything the server can say, so that the last test finds what it must not say.
  environment: { CAUSEWAY_LOG: 'trace' },
});

/** Every secret that was told or typed in this file. */
const secrets = ['a-long-random-token'];

/** What the test server answers to a handshake. */
let answer;
let receiver;

before(async () => {
  receiver = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    answer(JSON.parse(body || '{}'), response);
  });
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
after(() => receiver?.close());

const panel = (page, name) => page.getByRole('dialog', { name });
const api = (path, secret, init = {}) =>
  fetch(`${causeway.server.origin}/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...init.headers },
  });

async function makeKey(page, name) {
  await page.goto('/developer');
  await page.getByRole('button', { name: 'New API key' }).click();
  const dialog = panel(page, 'New API key');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create' }).click();
  return storeSecret(page, name);
}

/** Reads the secret as a person would, says that it is stored, and answers it. */
async function storeSecret(page, name) {
  const shown = panel(page, `Secret of ${name}`);
  await shown.waitFor();
  const secret = await shown.locator('[data-secret]').textContent();
  // Of a bearer secret the part that is one; of a private key its private member.
  secrets.push(secret.startsWith('{') ? JSON.parse(secret).d : secret.slice(secret.lastIndexOf('_') + 1, -6));
  await shown.getByLabel('I have stored it').check();
  await shown.getByRole('button', { name: 'Done' }).click();
  await shown.waitFor({ state: 'hidden' });
  return secret;
}

const state = (page, hasText) => page.locator('.verification-state', { hasText });

async function makeEndpoint(page, name, url) {
  await page.goto('/developer?tab=endpoints');
  await page.getByRole('button', { name: 'New endpoint' }).click();
  const dialog = panel(page, 'New endpoint');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('textbox', { name: 'URL' }).fill(url);
  await dialog.getByLabel('Verification token').fill('a-long-random-token');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

test('a new API key by keyboard alone: its secret is shown once, cannot be lost by Escape, and opens the API', () =>
  causeway.page({}, async (page) => {
    await page.goto('/developer?tab=endpoints');
    await page.getByRole('tab', { name: /API keys/ }).click();
    // It can be pressed once the environment is known.
    await page.locator('button:enabled', { hasText: 'New API key' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Intake');
    await page.keyboard.press('Enter');
    const shown = panel(page, 'Secret of Intake');
    await shown.waitFor();
    await assertAccessible(page);
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    assert.equal(await shown.isVisible(), true, 'neither Escape nor a press beside it closes it');
    assert.equal(await shown.getByRole('button', { name: 'Done' }).isDisabled(), true);
    const secret = await shown.locator('[data-secret]').textContent();
    // Going back and forth in the history does not take it away either.
    await page.evaluate(() => history.back());
    await page.waitForTimeout(200);
    assert.equal(await shown.locator('[data-secret]').textContent(), secret);
    await page.evaluate(() => history.forward());
    await shown.getByLabel('I have stored it').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await shown.waitFor({ state: 'hidden' });
    assert.equal((await page.content()).includes(secret), false, 'it is gone from the page');
    const who = await (await api('/session', secret)).json();
    assert.deepEqual(who.actor, { kind: 'apiKey', name: 'Intake' });
    await page.reload();
    await page.getByRole('link', { name: 'Intake' }).waitFor();
    assert.equal((await page.content()).includes(secret), false);
    const storage = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    assert.equal(storage.includes(secret), false);
  }));

test('a lost secret: leaving asks first, and a rotation gives another while the old one goes on', () =>
  causeway.page({}, async (page) => {
    const first = await makeKey(page, 'Lost');
    await page.getByRole('link', { name: 'Lost', exact: true }).click();
    await page.getByRole('button', { name: 'Rotate' }).click();
    await panel(page, 'A new secret').getByLabel('The present secret').selectOption('Works one more hour');
    await panel(page, 'A new secret').getByRole('button', { name: 'Make the secret' }).click();
    await panel(page, 'Secret of Lost').waitFor();
    let asked = 0;
    page.on('dialog', (dialog) => {
      asked += 1;
      dialog.accept();
    });
    // Lost on purpose: the reader reloads while it is shown.
    await page.reload();
    assert.equal(asked, 1, 'the browser asked before the secret was lost');
    const secrets = page.getByRole('list', { name: 'Secrets' }).getByRole('listitem');
    await secrets.nth(1).waitFor();
    assert.match(await secrets.nth(1).textContent(), /works until/);
    assert.equal((await api('/session', first)).status, 200);
    await page.getByRole('button', { name: 'Rotate' }).click();
    await panel(page, 'A new secret').getByLabel('The present secret').selectOption('Ends at once');
    await panel(page, 'A new secret').getByRole('button', { name: 'Make the secret' }).click();
    const second = await storeSecret(page, 'Lost');
    assert.equal((await api('/session', first)).status, 401);
    assert.equal((await api('/session', second)).status, 200);
    await secrets.nth(0).getByText(/the present one/).waitFor();
    await assertAccessible(page);
  }));

test('what may be done with a key is changed on its page and holds at once', () =>
  causeway.page({}, async (page) => {
    const secret = await makeKey(page, 'Limited');
    assert.equal((await api('/connections', secret)).status, 200);
    await page.getByRole('link', { name: 'Limited' }).click();
    await page.getByLabel('See connections and data flows').uncheck();
    await page.getByLabel('See endpoints').check();
    await page.getByLabel('Works until').fill('2031-01-31');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    const refused = await api('/connections', secret);
    assert.equal(refused.status, 403);
    assert.match((await refused.json()).detail, /connections:read/);
    assert.equal((await api('/endpoints', secret)).status, 200);
    await page.reload();
    assert.equal(await page.getByLabel('Works until').inputValue(), '2031-01-31');
    assert.equal(await page.getByLabel('See endpoints').isChecked(), true);
  }));

test('revoking a key that data flows start with shows them and asks for its name', () =>
  causeway.page({}, async (page) => {
    await page.goto('/developer');
    await page.getByRole('link', { name: 'Redox API Endpoint' }).click();
    const used = page.getByRole('list', { name: 'Used by' });
    await used.first().getByRole('link', { name: 'Redox Engine' }).waitFor();
    await page.getByRole('button', { name: 'Revoke' }).click();
    const dialog = panel(page, 'Revoke this API key?');
    await dialog.getByText('74 data flows of 2 connections depend on it').waitFor();
    await assertAccessible(page);
    const revoke = dialog.getByRole('button', { name: 'Revoke' });
    assert.equal(await revoke.isDisabled(), true);
    await dialog.getByLabel('Type Redox API Endpoint to confirm').fill('Redox API');
    assert.equal(await revoke.isDisabled(), true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    // One of the arrows, by its link: the picture opens with it selected.
    await used.first().getByRole('link', { name: /^Send / }).first().click();
    await page.locator('.flow-plate[aria-pressed="true"]').waitFor();
    assert.match(page.url(), /\/connections\/.*flow=/);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Redox API Endpoint' }).waitFor();
  }));

test('during a rotation each connection shows which secret it was last used with', () =>
  causeway.page({}, async (page) => {
    const first = await makeKey(page, 'Rolling');
    await page.getByRole('link', { name: 'Rolling', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Rolling' }).waitFor();
    // An arrow of each default connection starts with it.
    const connections = await page.evaluate(async () => {
      const to = location.pathname.split('/').pop();
      const ids = {};
      for (const { id, name } of (await (await fetch('/api/v1/connections')).json()).items) {
        const picture = await (await fetch(`/api/v1/connections/${id}/data-flow`)).json();
        const arrow = picture.flows.find((flow) => flow.verb === 'SEND');
        await fetch(`/api/v1/connections/${id}/data-flows/${arrow.id}/reroute`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ from: arrow.left.split('/')[0], to }),
        });
        ids[name] = id;
      }
      return ids;
    });
    await page.reload();
    const used = page.getByRole('list', { name: 'Used by' });
    await used.getByRole('link', { name: 'Redox Engine' }).waitFor();
    assert.doesNotMatch(await used.textContent(), /sed/, 'one secret needs no telling apart');
    await page.getByRole('button', { name: 'Rotate' }).click();
    await panel(page, 'A new secret').getByRole('button', { name: 'Make the secret' }).click();
    const second = await storeSecret(page, 'Rolling');
    await used.getByText('Not used yet').first().waitFor();
    assert.equal((await api(`/connections/${connections['Redox Engine']}`, first)).status, 200);
    assert.equal((await api(`/connections/${connections['Redox Health System']}/data-flow`, second)).status, 200);
    await page.waitForTimeout(300);
    await page.reload();
    const of = (name) => used.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) }).first();
    await of('Redox Engine').getByText(`Last used …${first.slice(-4)}, now`).waitFor();
    await of('Redox Health System').getByText(`Last used …${second.slice(-4)}, now`).waitFor();
    await assertAccessible(page);
  }));

test('an unused key is revoked, then deleted', () =>
  causeway.page({}, async (page) => {
    const secret = await makeKey(page, 'Short-lived');
    await page.getByRole('link', { name: 'Short-lived' }).click();
    await page.getByRole('button', { name: 'Revoke' }).click();
    await panel(page, 'Revoke this API key?').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('It is revoked.').waitFor();
    assert.equal((await api('/session', secret)).status, 401);
    assert.equal(await page.getByRole('heading', { name: 'Settings' }).count(), 0);
    await page.getByRole('button', { name: 'Delete' }).click();
    await panel(page, 'Delete this API key?').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Developer' }).waitFor();
    await page.getByRole('link', { name: 'Redox API Endpoint' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Short-lived' }).count(), 0);
  }));

test('a key pair made in the browser: its private half is shown and never sent', () =>
  causeway.page({}, async (page) => {
    const sent = [];
    page.on('request', (request) => sent.push(request.url() + (request.postData() ?? '')));
    await page.goto('/developer');
    await page.getByRole('button', { name: 'New API key' }).click();
    const dialog = panel(page, 'New API key');
    await dialog.getByLabel('It proves itself by').selectOption('publicKey');
    await dialog.getByLabel('Name').fill('Signer');
    await dialog.getByRole('button', { name: 'Make a key pair in this browser' }).click();
    await dialog.getByText('The private half is shown once the API key is created.').waitFor();
    await assertAccessible(page);
    await dialog.getByRole('button', { name: 'Create' }).click();
    const key = JSON.parse(await storeSecret(page, 'Signer'));
    assert.equal(key.crv, 'P-384');
    assert.ok(key.d.length > 40);
    assert.equal(sent.some((text) => text.includes(key.d)), false, 'the private half was sent');
    assert.equal(sent.some((text) => text.includes(key.x)), true, 'the public half was');
    await page.getByRole('link', { name: 'Signer' }).click();
    await page.getByText('EC P-384').waitFor();
    await page.getByText(key.kid).waitFor();
  }));

test('a private key pasted by mistake is refused and said to be exposed', () =>
  causeway.page({ expected: [/422/] }, async (page) => {
    await page.goto('/developer');
    await page.getByRole('button', { name: 'New API key' }).click();
    const dialog = panel(page, 'New API key');
    await dialog.getByLabel('It proves itself by').selectOption('publicKey');
    await dialog.getByLabel('Name').fill('Mistake');
    const pasted = '{"keys":[{"kty":"EC","crv":"P-384","kid":"1","x":"a","y":"b","d":"c"}]}';
    await dialog.getByLabel('Public keys').fill(pasted);
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText(/This is a private key/).waitFor();
    assert.equal(await dialog.getByLabel('Public keys').inputValue(), pasted, 'nothing typed is lost');
    assert.equal(await dialog.getByLabel('Public keys').evaluate((field) => field === document.activeElement), true);
  }));

test('an endpoint is verified by a receiver that answers right, and by no other', () =>
  causeway.page({}, async (page) => {
    const url = `http://127.0.0.1:${receiver.address().port}/in`;
    const asked = [];
    answer = (body, response) => {
      asked.push(body);
      response.writeHead(500).end();
    };
    await makeEndpoint(page, 'ADT intake', url);
    await state(page, /Not verified/).waitFor();
    const verify = page.getByRole('button', { name: 'Verify now' });
    await verify.click();
    await state(page, /Verification failed/).waitFor();
    await page.getByText(/500/).first().waitFor();
    assert.equal(asked[0]['verification-token'], 'a-long-random-token');
    await assertAccessible(page);
    answer = (body, response) => response.end('hello');
    await verify.click();
    await page.locator('.notice', { hasText: /challenge/ }).waitFor();
    answer = (body, response) => response.end(body.challenge);
    await verify.click();
    await state(page, /●Verified/).waitFor();
    await page.getByRole('textbox', { name: 'URL' }).fill(`${url}/2`);
    await page.getByRole('button', { name: 'Save' }).click();
    await state(page, /Not verified/).waitFor();
    await page.getByRole('textbox', { name: 'URL' }).fill('http://10.1.2.3/in');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await verify.click();
    await state(page, /Verification failed/).waitFor();
    assert.equal(await page.getByLabel('Verification token').inputValue(), '', 'the token is never shown');
  }));

test('two tabs edit one endpoint: the second sees both values and loses none', () =>
  causeway.page({ expected: [/412/] }, async (page, context) => {
    await makeEndpoint(page, 'Shared', 'https://a.example/in');
    const other = await context.newPage();
    await other.goto(page.url());
    await other.getByRole('textbox', { name: 'Name' }).fill('Typed by the second');
    await page.getByRole('textbox', { name: 'Name' }).fill('Saved by the first');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await other.getByRole('button', { name: 'Save' }).click();
    const notice = other.getByText('Changed meanwhile.').locator('xpath=ancestor::div[contains(@class,"notice")]');
    await notice.waitFor();
    assert.match(await notice.textContent(), /now Saved by the first, yours Typed by the second/);
    assert.equal(await other.getByRole('textbox', { name: 'Name' }).inputValue(), 'Typed by the second');
    await assertAccessible(other);
    await other.getByRole('button', { name: 'Go on with what stands below' }).click();
    await notice.waitFor({ state: 'hidden' });
    await other.getByRole('button', { name: 'Save' }).click();
    await other.getByText('Saved', { exact: true }).waitFor();
    await other.close();
    await page.reload();
    assert.equal(await page.getByRole('textbox', { name: 'Name' }).inputValue(), 'Typed by the second');
  }));

test('what was typed and not saved is there again after another page, and leaving for good asks first', () =>
  causeway.page({}, async (page) => {
    await makeEndpoint(page, 'Draft', 'https://a.example/in');
    await page.getByRole('textbox', { name: 'Name' }).fill('Half a thought');
    await page.getByRole('link', { name: 'Endpoints' }).click();
    await page.getByRole('link', { name: 'Draft' }).click();
    await page.getByText('What you typed here before and did not save is back.').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Name' }).inputValue(), 'Half a thought');
    let asked = 0;
    page.on('dialog', (dialog) => {
      asked += 1;
      dialog.dismiss();
    });
    await page.getByRole('link', { name: 'Connections', exact: true }).click();
    await page.waitForTimeout(300);
    assert.equal(asked, 1, 'the other pages are another program, so the browser asks');
    assert.equal(await page.getByRole('textbox', { name: 'Name' }).inputValue(), 'Half a thought', 'stayed');
    await page.getByRole('button', { name: 'Discard' }).click();
    assert.equal(await page.getByRole('textbox', { name: 'Name' }).inputValue(), 'Draft');
  }));

test('the server dies while a key is made: typing stays, and trying again makes exactly one', () =>
  causeway.page({ expected: [/ERR_/, /Failed to load/, /403|502|503/] }, async (page) => {
    await page.goto('/developer');
    await page.getByRole('button', { name: 'New API key' }).click();
    const dialog = panel(page, 'New API key');
    await dialog.getByLabel('Name').fill('Only one');
    // The answer of the first attempt is lost on its way, the key is made.
    await page.route('**/api/v1/api-keys', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await route.fetch();
      return route.abort();
    });
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('The server does not answer.').waitFor();
    assert.equal(await dialog.getByLabel('Name').inputValue(), 'Only one');
    await page.unroute('**/api/v1/api-keys');
    await causeway.server.kill();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('The server does not answer.').waitFor();
    await causeway.server.restart();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('its secret got lost with the answer').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'Only one' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Only one' }).count(), 1);
    await page.getByRole('link', { name: 'Only one' }).click();
    await page.getByRole('button', { name: 'Rotate' }).waitFor();
  }));

test("a connection's endpoint is shown with what depends on it and cannot be changed", () =>
  causeway.page({}, async (page) => {
    await page.goto('/connections');
    await page.getByRole('link', { name: 'Redox Engine' }).click();
    const theirs = page.getByRole('list', { name: "Redox Engine's endpoints" });
    await theirs.getByRole('link').first().click();
    await page.getByText('Read-only').waitFor();
    await page.getByRole('list', { name: 'Used by' }).getByRole('link', { name: 'Redox Engine' }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Name' }).count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0);
    await page.goBack();
    await page.getByRole('tab', { name: /Data Flow/ }).waitFor();
  }));

test('each kind of endpoint is asked for in its own parts', () =>
  causeway.page({ expected: [/422/] }, async (page) => {
    await page.goto('/developer?tab=endpoints');
    await page.getByRole('button', { name: 'New endpoint' }).click();
    const dialog = panel(page, 'New endpoint');
    await dialog.getByLabel('Name', { exact: true }).fill('Ward');
    await dialog.getByLabel('Data reaches it by').selectOption('mllp');
    await dialog.getByLabel('Host').fill('10.20.30.40');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('MLLP has no standard port. Name it').waitFor();
    // Looking at another kind loses nothing.
    await dialog.getByLabel('Data reaches it by').selectOption('sftp');
    await dialog.getByLabel('Folder').waitFor();
    await dialog.getByLabel('Data reaches it by').selectOption('cloud');
    await dialog.getByLabel('Bucket').waitFor();
    await assertAccessible(page);
    await dialog.getByLabel('Data reaches it by').selectOption('mllp');
    assert.equal(await dialog.getByLabel('Host').inputValue(), '10.20.30.40');
    await dialog.getByLabel('Port').fill('2575');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'Ward' }).waitFor();
    await page.getByText('mllp://10.20.30.40:2575', { exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Verify now' }).count(), 0, 'only HTTPS is verified');
  }));

test('no secret of all these is in the log, even at its loudest, or in the data directory', async () => {
  assert.ok(secrets.length > 5, 'the tests before have made some');
  const { everything, data } = causeway.server;
  assert.match(everything, /verified an endpoint/, 'the log has what it is to be searched for');
  const places = new Map([['the log', Buffer.from(everything)]]);
  for (const name of await readdir(data)) places.set(name, await readFile(join(data, name)));
  assert.ok(places.has('causeway.db'));
  for (const secret of secrets) {
    for (const [place, content] of places) assert.equal(content.includes(secret), false, `a secret is in ${place}`);
  }
});

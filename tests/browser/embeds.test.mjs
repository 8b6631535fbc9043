// Embeds: made, put into a page, looked at, tested, changed and ended.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { EPIC_BUNDLE } from '../helpers/data.mjs';
import { fixture } from '../helpers/fixture.mjs';

// More connections in Staging than one answer of the API has.
const prepare = (server) => server.command('import', 'directory', EPIC_BUNDLE, '--environment', 'Staging');
const causeway = fixture({ prepare });

/** With nothing half under the top bar, which axe takes for a button that is too small. */
async function accessible(page) {
  await page.evaluate(() => scrollTo(0, 0));
  await assertAccessible(page);
}

const panel = (page, name) => page.getByRole('dialog', { name });
const section = (page, name) => page.getByRole('region', { name, exact: true });
const field = (page, name) => section(page, 'Settings').getByRole('textbox', { name });

async function openNew(page) {
  await page.goto('/developer?tab=embeds');
  await page.locator('button:enabled', { hasText: 'New embed' }).first().click();
  return panel(page, 'New embed');
}

/** Makes an embed and leaves its page open; answers its id. */
async function makeEmbed(page, name, { origins = 'https://portal.example', connections = ['Redox Engine'] } = {}) {
  const dialog = await openNew(page);
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Allowed origins').fill(origins);
  for (const connection of connections) await dialog.getByRole('checkbox', { name: connection }).check();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1);
}

test('without an embed the list says what one is and offers to make one', () =>
  causeway.page({ width: 320 }, async (page) => {
    await page.goto('/developer?tab=embeds');
    const empty = page.locator('.empty');
    await empty.getByText(/lets pages of yours/).waitFor();
    await accessible(page);
    await assertNoSidewaysScroll(page);
    await empty.getByRole('button', { name: 'New embed' }).click();
    await panel(page, 'New embed').waitFor();
  }));

test('a new embed is refused field by field, loses nothing, and is then made and listed', () =>
  causeway.page({ expected: [/422/] }, async (page) => {
    const dialog = await openNew(page);
    await dialog.getByRole('radio', { name: /Names only/ }).waitFor();
    assert.equal(await dialog.getByRole('radio', { name: /Names only/ }).isChecked(), true, 'reveals least at first');
    const origins = 'https://portal.example\n\nportal.example/app';
    await dialog.getByLabel('Allowed origins').fill(origins);
    await dialog.getByRole('button', { name: 'Create' }).click();
    // Which of the lines is at fault is said at their field.
    const fault = dialog.locator('.field-error', { hasText: 'portal.example/app: Give scheme, host and port only' });
    await fault.waitFor();
    await dialog.getByText('Give 1 to 200 connections.').waitFor();
    assert.equal(await dialog.getByLabel('Allowed origins').inputValue(), origins);
    assert.equal(await dialog.getByLabel('Allowed origins').getAttribute('aria-invalid'), 'true');
    assert.equal(await dialog.getByLabel('Name', { exact: true }).evaluate((it) => it === document.activeElement), true);
    await accessible(page);
    await dialog.getByLabel('Name', { exact: true }).fill('Partner portal');
    await dialog.getByLabel('Allowed origins').fill('https://portal.example\nhttp://localhost:3000');
    await dialog.getByLabel('Search connections to add').fill('health system');
    const choices = dialog.getByRole('list', { name: 'Connections to choose from' }).getByRole('listitem');
    await choices.filter({ hasText: 'Redox Engine' }).waitFor({ state: 'hidden' });
    await dialog.getByRole('checkbox', { name: 'Redox Health System' }).check();
    // What is chosen stays in sight whatever is searched for.
    await dialog.getByLabel('Search connections to add').fill('no such thing');
    await dialog.getByText('There is no such connection in this environment.').waitFor();
    const chosen = dialog.getByRole('list', { name: 'Chosen connections' }).getByRole('listitem');
    assert.equal(await chosen.count(), 1);
    await dialog.getByLabel('Search connections to add').fill('');
    await dialog.getByRole('checkbox', { name: 'Redox Engine' }).check();
    await dialog.getByRole('button', { name: 'Remove Redox Health System' }).click();
    assert.equal(await dialog.getByRole('checkbox', { name: 'Redox Health System' }).isChecked(), false);
    // The focus goes on to the button in its place, once that is drawn.
    await dialog.locator('[aria-label="Remove Redox Engine"]:focus').waitFor();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'Partner portal' }).waitFor();
    await accessible(page);
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Embeds' }).click();
    const item = page.getByRole('list', { name: 'Embeds' }).getByRole('listitem').filter({ hasText: 'Partner portal' });
    await item.waitFor();
    const text = await item.textContent();
    for (const part of ['Live', 'https://portal.example, http://localhost:3000', '1 connection', 'Names only', 'never used']) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    await accessible(page);
  }));

test('of many connections some are found by paging and searching', () =>
  causeway.page({}, async (page) => {
    await page.goto('/developer?tab=embeds&environment=staging');
    await page.locator('.page-actions > button:enabled').click();
    const dialog = panel(page, 'New embed');
    await dialog.getByText('The first 200. Search, or show more.').waitFor();
    const choices = dialog.getByRole('list', { name: 'Connections to choose from' }).getByRole('checkbox');
    assert.equal(await choices.count(), 200);
    await choices.first().check();
    await dialog.getByRole('button', { name: 'Show more' }).click();
    await dialog.getByText(/^2\d\d connections$/).waitFor();
    assert.ok((await choices.count()) > 250);
    assert.equal(await choices.first().isChecked(), true, 'what is chosen stays chosen');
    await accessible(page);
    await dialog.getByLabel('Search connections to add').fill('kaiser');
    await dialog.getByText(/^\d connections?$/).waitFor();
    const names = await dialog.getByRole('list', { name: 'Connections to choose from' }).getByRole('listitem').allTextContents();
    assert.ok(names.some((name) => /kaiser/i.test(name)), names.join());
    await choices.first().check();
    await dialog.getByText('2 connections chosen').waitFor();
    await dialog.getByLabel('Name', { exact: true }).fill('Of many');
    await dialog.getByLabel('Allowed origins').fill('https://portal.example');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'Of many' }).waitFor();
    const chosen = section(page, 'Settings').getByRole('list', { name: 'Chosen connections' });
    await chosen.getByText(names[0], { exact: true }).waitFor();
  }));

test('what was chosen and not saved is there again, by name', () =>
  causeway.page({}, async (page) => {
    await makeEmbed(page, 'Draft');
    const settings = section(page, 'Settings');
    await settings.getByRole('button', { name: 'Add connections' }).click();
    await settings.getByRole('checkbox', { name: 'Redox Health System' }).check();
    await settings.getByText('Not saved yet').waitFor();
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Embeds' }).click();
    await page.getByRole('link', { name: 'Draft', exact: true }).click();
    await page.getByText('What you typed here before and did not save is back.').waitFor();
    await settings.getByRole('button', { name: 'Remove Redox Health System' }).waitFor();
    await settings.getByRole('button', { name: 'Discard' }).click();
    assert.equal(await settings.getByRole('button', { name: 'Remove Redox Health System' }).count(), 0);
  }));

test('an embed is made by keyboard alone', () =>
  causeway.page({}, async (page) => {
    await page.goto('/developer?tab=embeds');
    // It can be pressed once the environment is known.
    await page.locator('.page-actions > button:enabled').focus();
    await page.keyboard.press('Enter');
    const dialog = panel(page, 'New embed');
    await dialog.getByRole('checkbox', { name: 'Redox Engine' }).waitFor();
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Tab');
    await page.keyboard.type('https://keys.example');
    await page.keyboard.press('Tab');
    // Enter searches and does not send the form.
    await page.keyboard.type('health system');
    await page.keyboard.press('Enter');
    await dialog.getByRole('checkbox', { name: 'Redox Engine' }).waitFor({ state: 'hidden' });
    for (let at = 0; at < 4; at += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement.matches('[type="checkbox"]'))) break;
    }
    await page.keyboard.press('Space');
    await dialog.getByText('1 connection chosen').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    assert.equal(await dialog.getByRole('radio', { name: /Names and GUIDs/ }).isChecked(), true);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'By keyboard' }).waitFor();
    assert.equal(await section(page, 'Settings').getByRole('radio', { name: /Names and GUIDs/ }).isChecked(), true);
  }));

test('settings are changed, and two who edit at once lose nothing', () =>
  causeway.page({ expected: [/412/, /422/] }, async (page, context) => {
    await makeEmbed(page, 'Shared');
    const other = await context.newPage();
    await other.goto(page.url());
    await field(other, 'Name').fill('Typed by the second');
    await section(other, 'Settings').getByRole('button', { name: 'Add connections' }).click();
    await section(other, 'Settings').getByRole('checkbox', { name: 'Redox Health System' }).check();
    await section(page, 'Settings').getByRole('button', { name: 'Remove Redox Engine' }).click();
    await section(page, 'Settings').getByRole('button', { name: 'Save' }).click();
    await section(page, 'Settings').getByText('Give 1 to 200 connections.').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.type), 'search', 'what is at fault has the focus');
    await accessible(page);
    await section(page, 'Settings').getByRole('checkbox', { name: 'Redox Engine' }).check();
    await field(page, 'Name').fill('Saved by the first');
    await field(page, 'Allowed origins').fill('https://portal.example\nhttps://second.example');
    await section(page, 'Settings').getByRole('radio', { name: /Everything/ }).check();
    await section(page, 'Settings').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await section(other, 'Settings').getByRole('button', { name: 'Save' }).click();
    const notice = other.locator('.notice', { hasText: 'Changed meanwhile.' });
    await notice.waitFor();
    const told = await notice.textContent();
    assert.match(told, /now Saved by the first, yours Typed by the second/);
    assert.match(told, /now https:\/\/portal\.example, https:\/\/second\.example/);
    assert.match(told, /now Everything, yours Names only/);
    await accessible(other);
    await notice.getByRole('button', { name: 'Take the new one: Allowed origins' }).click();
    await notice.getByRole('button', { name: 'Take the new one: It reveals' }).click();
    await other.getByRole('button', { name: 'Go on with what stands below' }).click();
    await section(other, 'Settings').getByRole('button', { name: 'Save' }).click();
    await other.getByText('Saved', { exact: true }).waitFor();
    await other.close();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Typed by the second' }).waitFor();
    assert.equal(await field(page, 'Allowed origins').inputValue(), 'https://portal.example\nhttps://second.example');
    await section(page, 'Settings').getByRole('button', { name: 'Remove Redox Health System' }).waitFor();
    assert.equal(await section(page, 'Settings').getByRole('radio', { name: /Everything/ }).isChecked(), true);
  }));

test('the lines to copy have the ids of what they are for, and no secret', () =>
  causeway.page({}, async (page) => {
    const id = await makeEmbed(page, 'Lines', { connections: ['Redox Engine', 'Redox Health System'] });
    const code = section(page, 'Put it into a page');
    const { origin } = causeway.server;
    const choice = code.getByLabel('Connection');
    const choose = async (name) => {
      await choice.selectOption(name);
      return choice.inputValue();
    };
    for (const name of ['Redox Health System', 'Redox Engine']) {
      const connection = await choose(name);
      const expected = {
        'Script tag': [`src="${origin}/embed/v1/causeway-data-flow.js"`, `api-base="${origin}" connection="${connection}"`],
        iframe: [`src="${origin}/embed/v1/frame/${id}?connection=${connection}"`],
        React: [`src="${origin}/embed/v1/causeway-data-flow.js"`, `connection="${connection}"`, 'element.getToken = getToken'],
        'Your server': [`${origin}/api/v1/embeds/${id}/tokens`, connection, 'process.env.CAUSEWAY_API_KEY'],
        'Your server, tried by hand': [`curl`, `${origin}/api/v1/embeds/${id}/tokens`, connection, '$CAUSEWAY_API_KEY'],
      };
      for (const [title, parts] of Object.entries(expected)) {
        const text = await section(code, title).locator('code').textContent();
        for (const part of parts) assert.ok(text.includes(part), `${part} in ${title}: ${text}`);
        assert.doesNotMatch(text, /cwy_/);
      }
    }
    await code.getByRole('button', { name: 'Copy lines of iframe' }).click();
    await code.getByText('Copied').waitFor();
    // The policy lets no script read the clipboard, but a person can paste.
    const pasted = section(page, 'Test my embed').getByLabel('Content-Security-Policy');
    await pasted.focus();
    await page.keyboard.press('Control+V');
    assert.equal(await pasted.inputValue(), await section(code, 'iframe').locator('code').textContent());
  }));

test('an embed is tested against a policy that blocks it, and one that allows it', () =>
  causeway.page({ expected: [/422/] }, async (page) => {
    await makeEmbed(page, 'Tested');
    const check = section(page, 'Test my embed');
    const button = check.getByRole('button', { name: 'Test' });
    const { origin } = causeway.server;
    assert.equal(await check.getByLabel('Origin of your page').inputValue(), 'https://portal.example');
    await check.getByLabel('Content-Security-Policy').fill("default-src 'self'");
    await button.click();
    const finding = (name) => check.getByRole('list', { name: /^Findings for/ }).getByRole('listitem').filter({ hasText: name });
    const blocked = finding("The page's policy (CSP)");
    await blocked.waitFor();
    assert.match(await blocked.textContent(), /Problem/);
    const line = await blocked.locator('pre').textContent();
    assert.ok(line.includes(`script-src 'self' ${origin} 'wasm-unsafe-eval'`), line);
    await blocked.getByRole('button', { name: /^Copy lines/ }).waitFor();
    assert.match(await finding('(CORS)').textContent(), /Works.*Access-Control-Allow-Origin: https:\/\/portal\.example/);
    assert.match(await finding('A token').textContent(), /Problem.*embeds:mint/);
    assert.match(await finding('in a frame').textContent(), /Problem/);
    await check.getByText('something stands in its way').waitFor();
    await accessible(page);
    // A key for the token, a policy that allows all.
    const { environmentId } = await page.evaluate(() => fetch(`/api/v1${location.pathname}`).then((it) => it.json()));
    await page.evaluate(
      (body) =>
        fetch('/api/v1/api-keys', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': 'portal' },
          body: JSON.stringify(body),
        }),
      { environmentId, name: 'Portal server', kind: 'secret', scopes: ['embeds:mint'] },
    );
    const allows = `script-src 'self' ${origin} 'wasm-unsafe-eval'; connect-src 'self' ${origin}; frame-src ${origin}`;
    await check.getByLabel('Content-Security-Policy').fill(allows);
    await button.click();
    await check.getByText('nothing stands in its way').waitFor();
    for (const name of ['(CSP)', '(CORS)', 'A token', 'in a frame']) assert.match(await finding(name).textContent(), /Works/, name);
    assert.match(await finding('A token').textContent(), /Portal server/);
    await accessible(page);
    // What is at fault is marked at its field, and everything typed stays.
    await check.getByLabel('Origin of your page').fill('portal.example');
    await button.click();
    await check.getByText('Not tested. See what is marked above.').waitFor();
    await check.getByText(/Give scheme, host and port only/).waitFor();
    assert.equal(await check.getByLabel('Content-Security-Policy').inputValue(), allows);
    assert.equal(await check.getByRole('list', { name: /^Findings for/ }).count(), 0, 'old findings are not for this');
    await accessible(page);
    await check.getByLabel('Origin of your page').fill('https://elsewhere.example');
    await button.click();
    await finding('(CORS)').getByText(/the embed does not name it/).waitFor();
    assert.match(await finding('(CORS)').locator('pre').textContent(), /"https:\/\/elsewhere\.example"/);
  }));

// After the test above, which finds no API key for tokens at first.
test('the lines to copy work as they stand, in a page of another origin', () =>
  causeway.page({ expected: [/request to another origin/] }, async (page, context) => {
    // A site with one page, and the answer of its server: both are the lines that were copied.
    let html = '';
    let causewayToken;
    const site = createServer(async (request, response) => {
      if (request.url === '/causeway-token') return response.end(await (await causewayToken()).text());
      return response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Portal</title>${html}`);
    });
    await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
    try {
      const origin = `http://127.0.0.1:${site.address().port}`;
      await makeEmbed(page, 'Working', { origins: origin });
      const { secret } = await page.evaluate(async () => {
        const { environmentId } = await fetch(`/api/v1${location.pathname}`).then((it) => it.json());
        const answer = await fetch('/api/v1/api-keys', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': 'working' },
          body: JSON.stringify({ environmentId, name: 'Site', kind: 'secret', scopes: ['embeds:mint'] }),
        });
        return answer.json();
      });
      const lines = (title) => section(section(page, 'Put it into a page'), title).locator('code').textContent();
      const module = join(causeway.server.data, 'causeway-token.mjs');
      await writeFile(module, await lines('Your server'));
      process.env.CAUSEWAY_API_KEY = secret;
      ({ causewayToken } = await import(module));
      const visitor = await context.newPage();
      html = await lines('Script tag');
      await visitor.goto(origin);
      await visitor.getByRole('list', { name: 'Data flows' }).getByRole('listitem').first().waitFor();
      html = await lines('iframe');
      await visitor.goto(origin);
      const frame = visitor.frameLocator('#causeway-frame');
      await frame.getByRole('list', { name: 'Data flows' }).getByRole('listitem').first().waitFor();
      await visitor.waitForFunction(() => document.getElementById('causeway-frame').clientHeight > 400);
    } finally {
      delete process.env.CAUSEWAY_API_KEY;
      site.closeAllConnections();
      site.close();
    }
  }));

test('a test that gets no answer says so, and can be tried again', () =>
  causeway.page({ expected: [/ERR_/, /Failed to load/] }, async (page) => {
    await makeEmbed(page, 'Unanswered');
    const check = section(page, 'Test my embed');
    let answer;
    const held = new Promise((resolve) => (answer = resolve));
    await page.route('**/check', async (route) => {
      await held;
      await route.abort();
    });
    await check.getByLabel('Content-Security-Policy').fill("script-src 'none'");
    await check.getByRole('button', { name: 'Test' }).click();
    await check.getByText('Testing…').waitFor();
    assert.equal(await check.getByRole('button', { name: 'Test' }).isDisabled(), true);
    answer();
    await check.getByText('The server does not answer.').waitFor();
    assert.equal(await check.getByLabel('Content-Security-Policy').inputValue(), "script-src 'none'");
    await page.unroute('**/check');
    await check.getByRole('button', { name: 'Test' }).click();
    await check.getByRole('list', { name: /^Findings for/ }).waitFor();
  }));

test('the preview is the widget itself, follows theme and connection, and shows what is revealed', () =>
  causeway.page({}, async (page) => {
    await makeEmbed(page, 'Seen', { connections: ['Redox Engine', 'Redox Health System'] });
    const preview = section(page, 'Preview');
    const flows = page.getByRole('list', { name: 'Data flows' });
    await preview.getByRole('button', { name: 'Show a preview' }).click();
    await flows.getByRole('listitem').first().waitFor();
    const widget = page.locator('causeway-data-flow');
    assert.equal(await widget.getAttribute('theme'), 'auto');
    await page.locator('header summary').click();
    await page.getByRole('radio', { name: 'Dark' }).check();
    assert.equal(await widget.getAttribute('theme'), 'dark');
    await page.getByRole('radio', { name: 'System' }).check();
    await page.keyboard.press('Escape');
    await accessible(page);
    const shows = page.getByRole('list', { name: "Redox Health System's endpoints" });
    const choice = preview.getByLabel('Connection');
    await choice.selectOption('Redox Health System');
    assert.equal(await section(page, 'Put it into a page').getByLabel('Connection').inputValue(), await choice.inputValue());
    await shows.getByRole('listitem').first().waitFor();
    await section(page, 'Settings').getByRole('radio', { name: /Everything/ }).check();
    const again = page.waitForResponse((response) => response.url().includes('/embed/v1/connections/'));
    await section(page, 'Settings').getByRole('button', { name: 'Save' }).click();
    const cards = (await (await again).json()).left;
    assert.equal(cards.some(({ idHidden }) => idHidden), false, 'what is revealed now is there at once');
    await preview.getByRole('button', { name: 'Close the preview' }).click();
    assert.equal(await widget.count(), 0);
  }));

test('an embed is revoked by its name, then deleted', () =>
  causeway.page({}, async (page) => {
    await makeEmbed(page, 'Short-lived');
    await field(page, 'Name').fill('Half a thought');
    await page.getByRole('button', { name: 'Revoke' }).click();
    const dialog = panel(page, 'Revoke this embed?');
    await dialog.getByText('Every page that shows it stops within seconds').waitFor();
    await accessible(page);
    const revoke = dialog.getByRole('button', { name: 'Revoke' });
    assert.equal(await revoke.isDisabled(), true);
    await dialog.getByLabel('Type Short-lived to confirm').fill('Short-lived');
    await revoke.click();
    await page.getByText('It is revoked. Deleting removes it from the list.').waitFor();
    for (const name of ['Settings', 'Put it into a page', 'Preview', 'Test my embed']) {
      assert.equal(await page.getByRole('heading', { name }).count(), 0, name);
    }
    await accessible(page);
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Embeds' }).click();
    const item = page.getByRole('list', { name: 'Embeds' }).getByRole('listitem').filter({ hasText: 'Short-lived' });
    assert.match(await item.textContent(), /Revoked/);
    await item.getByRole('link', { name: 'Short-lived' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await panel(page, 'Delete this embed?').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Developer' }).waitFor();
    await page.getByRole('list', { name: 'Embeds' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Short-lived' }).count(), 0);
  }));

test('one that is live is deleted by its name; its address then leads nowhere', () =>
  causeway.page({ expected: [/404/] }, async (page) => {
    const id = await makeEmbed(page, 'Mistake');
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = panel(page, 'Delete this embed?');
    assert.equal(await dialog.getByRole('button', { name: 'Delete' }).isDisabled(), true);
    await dialog.getByLabel('Type Mistake to confirm').fill('Mistake');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Developer' }).waitFor();
    await page.goto(`/embeds/${id}`);
    await page.getByRole('heading', { name: 'There is no such embed.' }).waitFor();
    await page.goto('/embeds/1');
    await page.getByRole('heading', { level: 1 }).waitFor();
  }));

test('a key for your server is made with the scope that embeds need', () =>
  causeway.page({}, async (page) => {
    await page.goto('/developer');
    await page.getByRole('button', { name: 'New API key' }).click();
    const dialog = panel(page, 'New API key');
    await dialog.getByLabel('Name').fill('Token giver');
    await dialog.getByLabel('Get tokens for embeds').check();
    await dialog.getByRole('button', { name: 'Create' }).click();
    const shown = panel(page, 'Secret of Token giver');
    await shown.getByLabel('I have stored it').check();
    await shown.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Token giver' }).getByText(/embeds:mint/).waitFor();
  }));

test('an embed at three widths, light and dark: nothing sticks out', async () => {
  const path = await causeway.page({}, async (page) => `/embeds/${await makeEmbed(page, 'A'.repeat(120))}`);
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [320, 768, 1280]) {
      await causeway.page({ width, colorScheme }, async (page) => {
        await page.goto(path);
        await page.getByRole('button', { name: 'Show a preview' }).click();
        await page.getByRole('list', { name: 'Data flows' }).waitFor();
        await section(page, 'Settings').getByRole('button', { name: 'Add connections' }).click();
        await section(page, 'Settings').getByRole('checkbox').first().waitFor();
        await section(page, 'Test my embed').getByRole('button', { name: 'Test' }).click();
        await page.getByRole('list', { name: /^Findings for/ }).waitFor();
        await assertNoSidewaysScroll(page);
        await accessible(page);
        await openNew(page);
        await panel(page, 'New embed').getByRole('checkbox').first().waitFor();
        await assertNoSidewaysScroll(page);
        await accessible(page);
      });
    }
  }
});

// Fed by a Causeway server with tokens: slow, failing, ended and revoked ones, and what they reveal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '../helpers/axe.mjs';
import { makeEmbed } from '../helpers/embeds.mjs';
import { failing, Host, late } from '../helpers/host.mjs';
import { row, rows } from '../helpers/picture.mjs';
import { element, heard, heardNext, inBoth, moduleOf, portalWith, TAG } from '../helpers/widget.mjs';

let embed;
const portal = portalWith({
  async prepare(server, host) {
    embed = await makeEmbed(server, { origins: [host.origin] });
  },
});

const FLOW = /^PatientAdmin: you send to Redox Engine/;
const head = '<script type="module" src="/token.js"></script>';
const body = (connection = embed.connectionId) =>
  `<${TAG} api-base="${portal.server.origin}" connection="${connection}"><span>Wait a moment</span><span slot="error">Ask the help desk</span></${TAG}>`;
const reload = (page) => element(page).evaluate((target) => target.reload());
const token = () => embed.token();
const asked = () => portal.host.asked('/causeway-token');

/** What Causeway answers a page of `origin`, without a browser. */
const answerTo = (bearer, origin) =>
  fetch(`${portal.server.origin}/embed/v1/connections/${embed.connectionId}/data-flow`, { headers: { authorization: `Bearer ${bearer}`, origin } });

/** A page whose server hands out tokens with `give`. */
async function open(options, give, run) {
  portal.host.reset();
  portal.host.tokens(give);
  return portal.page({ head, body: body(), ...options }, run);
}

inBoth('a slow token: what the page wrote shows until the picture is there', (browser) =>
  open({ browser }, late(1500, token), async (page) => {
    await page.getByText('Wait a moment').waitFor();
    await assertAccessible(page);
    assert.equal(await rows(page).count(), 0);
    await row(page, FLOW).first().waitFor();
    await page.getByText('Wait a moment').waitFor({ state: 'hidden' });
    assert.equal(asked(), 1);
    assert.deepEqual(await heard(page, 'causeway-error'), []);
  }));

inBoth('no token: the code is `token`, once, and reload recovers', (browser) =>
  open({ browser, expected: [/Failed to load resource/] }, failing(), async (page) => {
    const told = await heardNext(page, 'causeway-error');
    assert.equal(told.code, 'token');
    assert.ok(told.message.length > 10);
    await page.getByText('Ask the help desk').waitFor();
    await assertAccessible(page);
    await page.waitForTimeout(1500);
    assert.ok(asked() <= 2, `asked ${asked()} times for a token`);
    assert.equal((await heard(page, 'causeway-error')).length, 1);
    portal.host.tokens(token);
    await reload(page);
    await row(page, FLOW).first().waitFor();
    await page.getByText('Ask the help desk').waitFor({ state: 'hidden' });
  }));

inBoth('a token that Causeway never gave: asked once more, then the code is `token`', (browser) =>
  open({ browser, expected: [/401/] }, () => 'cwy_made_up', async (page) => {
    const told = await heardNext(page, 'causeway-error');
    assert.deepEqual([told.code, told.status], ['token', 401]);
    assert.equal(asked(), 2);
    await assertAccessible(page);
  }));

inBoth('a token that has ended: another one is asked for, and nobody notices', (browser) => {
  let given = 0;
  const give = () => embed.token((given += 1) === 1 ? 1 : 900);
  return open({ browser, expected: [/401/] }, give, async (page) => {
    await row(page, FLOW).first().waitFor();
    await page.waitForTimeout(2500);
    await reload(page);
    assert.equal(asked(), 2);
    assert.deepEqual(await heard(page, 'causeway-error'), []);
    assert.equal((await heard(page, 'causeway-load')).length, 1, 'an equal answer changes nothing');
  });
});

inBoth('a token that has ended and a page that has no other: the last picture stays, the page is told', (browser) => {
  let only;
  const give = async () => (only ??= await embed.token(1));
  return open({ browser, expected: [/401/] }, give, async (page) => {
    await row(page, FLOW).first().waitFor();
    await page.waitForTimeout(2500);
    await reload(page).catch(() => {});
    const told = await heardNext(page, 'causeway-error');
    assert.deepEqual([told.code, told.status], ['token', 401]);
    assert.ok((await rows(page).count()) > 50, 'the last picture stays');
    assert.equal(asked(), 2);
    await assertAccessible(page);
  });
});

inBoth('revoked: the last picture stays, the page is told, and nothing is asked in a loop', async (browser) => {
  const revocable = await makeEmbed(portal.server, { origins: [portal.host.origin], name: `To be revoked ${browser}` });
  await open({ browser, expected: [/Failed to load resource/, /401|403/] }, () => revocable.token(), async (page) => {
    await row(page, FLOW).first().waitFor();
    await revocable.revoke();
    await reload(page).catch(() => {});
    assert.equal((await heardNext(page, 'causeway-error')).code, 'token');
    assert.ok((await rows(page).count()) > 50, 'the last picture stays');
    await assertAccessible(page);
    const before = asked();
    await page.waitForTimeout(2000);
    assert.equal(asked(), before);
  });
});

inBoth('the token goes in the header only: no cookie, nothing in an address, nothing in the markup', (browser) =>
  open({ browser }, token, async (page, context) => {
    await row(page, FLOW).first().waitFor();
    await context.addCookies([{ name: 'session', value: 'secret', url: portal.server.origin }]);
    const requests = [];
    context.on('request', (request) => requests.push(request));
    await reload(page);
    const [question] = requests.filter((request) => request.url().includes('/data-flow') && request.method() === 'GET');
    assert.equal(question.url(), `${portal.server.origin}/embed/v1/connections/${embed.connectionId}/data-flow`);
    const headers = await question.allHeaders();
    assert.match(headers.authorization, /^Bearer \S+$/);
    assert.equal(headers.cookie, undefined);
    const secret = headers.authorization.slice('Bearer '.length);
    const markup = await element(page).evaluate((target) => document.documentElement.outerHTML + target.shadowRoot.innerHTML);
    assert.ok(!markup.includes(secret));
  }));

test('a page of another origin gets nothing with a good token', async () => {
  const thief = await Host.start();
  try {
    portal.host.reset();
    const stolen = await embed.token();
    thief.tokens(() => stolen);
    const module = `<script type="module" src="${moduleOf(portal.server.origin)}"></script>`;
    thief.page('/', `<!doctype html><html lang="en"><title>Thief</title>${module}${head}<main><h1>Thief</h1>${body()}</main></html>`);
    const others = [thief.origin, portal.server.origin];
    await portal.page({ module: false, others, body: '<p>Nothing here</p>', expected: [/40[13]/, /CORS|Cross-Origin/i, /ERR_FAILED/] }, async (page) => {
      await page.goto(thief.origin);
      assert.match((await heardNext(page, 'causeway-error')).code, /^(refused|token|network)$/);
      assert.equal(await rows(page).count(), 0);
      const answer = await answerTo(stolen, thief.origin);
      assert.ok([401, 403].includes(answer.status), `${answer.status}`);
    });
  } finally {
    await thief.dispose();
  }
});

test('a connection that the token is not for', () => {
  const other = '00000000-0000-4000-8000-000000000000';
  return open({ body: body(other), expected: [/40[134]/] }, token, async (page) => {
    assert.match((await heardNext(page, 'causeway-error')).code, /^(notFound|refused|token)$/);
    assert.equal(await rows(page).count(), 0);
  });
});

for (const [reveal, guids, addresses] of [['names', false, false], ['noAddresses', true, false], ['everything', true, true]]) {
  test(`an embed that reveals "${reveal}"`, async () => {
    const shy = await makeEmbed(portal.server, { origins: [portal.host.origin], name: `Reveals ${reveal}`, reveal });
    await open({}, () => shy.token(), async (page) => {
      const text = await (await answerTo(await shy.token(), portal.host.origin)).text();
      await row(page, FLOW).first().waitFor();
      const shown = await element(page).evaluate((target) => target.shadowRoot.textContent + target.shadowRoot.innerHTML);
      const owner = await (await portal.server.api(`/api/v1/connections/${embed.connectionId}/data-flow`)).json();
      const endpoints = [...owner.left, ...owner.right];
      assert.ok(endpoints.some(({ url }) => url), 'there is an address to hide');
      for (const { id, url } of endpoints) {
        assert.equal(text.includes(id), guids, `GUID ${id} in the answer`);
        if (!guids) assert.ok(!shown.includes(id), `GUID ${id} on the page`);
        if (!url) continue;
        assert.equal(text.includes(url), addresses, `${url} in the answer`);
        assert.equal(shown.includes(url), addresses, `${url} on the page`);
      }
      await assertAccessible(page);
    });
  });
}

// Last, since it stops the server that the others use.
inBoth('Causeway away: the last picture stays, and reload recovers', (browser) =>
  open({ browser, expected: [/ERR_CONNECTION_REFUSED/, /Failed to load resource/, /CORS|Cross-Origin/i] }, token, async (page) => {
    await row(page, FLOW).first().waitFor();
    await portal.server.kill();
    try {
      await reload(page).catch(() => {});
      assert.equal((await heardNext(page, 'causeway-error')).code, 'network');
      assert.ok((await rows(page).count()) > 50);
      await assertAccessible(page);
    } finally {
      await portal.server.restart();
    }
    await reload(page);
    assert.equal((await heard(page, 'causeway-error')).length, 1);
    assert.ok((await rows(page).count()) > 50);
  }));

// The frame page: for hosts that cannot or will not run a module of somebody else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { makeEmbed } from '../helpers/embeds.mjs';
import { failing, Host, late } from '../helpers/host.mjs';
import { details, row, rows } from '../helpers/picture.mjs';
import { inBoth, portalWith } from '../helpers/widget.mjs';

let embed;
const portal = portalWith({
  async prepare(server, host) {
    embed = await makeEmbed(server, { origins: [host.origin], connection: 'Redox Health System', reveal: 'noAddresses' });
  },
});

const address = (query = '') => `${portal.server.origin}/embed/v1/frame/${embed.id}?connection=${embed.connectionId}${query}`;
const policy = () => `default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; frame-src ${portal.server.origin}`;
/** The host's page: its script answers the frame and keeps what the frame says. */
const body = (query) => `<iframe src="${address(query).replaceAll('&', '&amp;')}" title="Data flows" width="900" height="400"></iframe>`;
const head = '<script src="/frame.js"></script>';

async function open(options, run) {
  portal.host.reset();
  portal.host.tokens(options.give ?? (() => embed.token()));
  const page = { head, policy: policy(), module: false, body: body(options.query), ...options };
  return portal.page(page, (top, context) => run({ top, frame: top.frameLocator('iframe[title="Data flows"]'), context }));
}

const saidBy = (top, type) => top.evaluate((wanted) => globalThis.said.filter((message) => message.type === wanted), type);
const saidNext = async (top, type, count = 1) => {
  await top.waitForFunction(([wanted, least]) => globalThis.said.filter((message) => message.type === wanted).length >= least, [type, count]);
  return (await saidBy(top, type)).at(-1);
};
const inner = (top) => top.frames().find((frame) => frame.url().includes('/embed/v1/frame/'));

inBoth('it asks for a token, draws, and tells its height and what is selected', (browser) =>
  open({ browser }, async ({ top, frame }) => {
    await saidNext(top, 'causeway-token-wanted');
    const send = row(frame, 'PatientAdmin: you send to Redox Health System');
    await send.waitFor();
    const { height } = await saidNext(top, 'causeway-height');
    assert.ok(height > 400, `${height} px`);
    // The page gives it the height, and then nothing in it scrolls.
    await top.waitForFunction((wanted) => document.querySelector('iframe').height === String(wanted), height);
    const spare = await inner(top).evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight);
    assert.ok(spare <= 1, `${spare} px do not fit`);
    await send.click();
    await details(frame).waitFor();
    const { id } = await saidNext(top, 'causeway-flow-select');
    assert.equal(id, await frame.getByRole('listitem', { name: 'PatientAdmin: you send to Redox Health System' }).getAttribute('data-flow-id'));
    assert.equal(portal.host.asked('/causeway-token'), 1);
    await assertAccessible(top);
    await assertAccessible(inner(top));
    await assertNoSidewaysScroll(inner(top));
    assert.equal(await top.evaluate(() => globalThis.strangers.length), 0, 'every message came from the frame and its origin');
  }));

inBoth('the attributes are parameters', (browser) =>
  open({ browser, query: '&theme=dark&mirror&without-legend&without-details&density=compact' }, async ({ top, frame }) => {
    const send = row(frame, 'PatientAdmin: Redox Health System receives from you');
    await send.click();
    await saidNext(top, 'causeway-flow-select');
    assert.equal(await details(frame).count(), 0);
    assert.equal(await frame.locator('[part~="legend"]').filter({ visible: true }).count(), 0);
    await assertAccessible(inner(top));
  }));

inBoth('in 320 px it fits', (browser) =>
  open({ browser, body: body().replace('width="900"', 'width="320"') }, async ({ top, frame }) => {
    await rows(frame).first().waitFor();
    await assertNoSidewaysScroll(inner(top));
    await assertAccessible(inner(top));
  }));

inBoth('without a token the page is told why', (browser) =>
  open({ browser, give: failing(), expected: [/Failed to load resource/] }, async ({ top }) => {
    await saidNext(top, 'causeway-token-wanted');
    const { code, message } = await saidNext(top, 'causeway-error');
    assert.equal(code, 'token');
    assert.ok(message.length > 10);
    await assertAccessible(inner(top));
  }));

test('a token that has ended is asked for again', () => {
  let given = 0;
  const give = () => embed.token((given += 1) === 1 ? 1 : 900);
  return open({ give, query: '&refresh=5', expected: [/401/] }, async ({ top, frame }) => {
    await rows(frame).first().waitFor();
    await top.waitForFunction(() => globalThis.said.filter(({ type }) => type === 'causeway-token-wanted').length === 2, null, { timeout: 9000 });
    await top.waitForTimeout(500);
    assert.deepEqual(await saidBy(top, 'causeway-error'), []);
  });
});

test('a token from anybody but the page around it is not taken', async () => {
  const stranger = await Host.start();
  try {
    stranger.page('/', '<!doctype html><html lang="en"><title>Stranger</title><script src="/stranger.js"></script><main><h1>Stranger</h1></main></html>');
    const two = `${body()}<iframe src="${stranger.origin}" title="Advertisement" width="200" height="100"></iframe>`;
    const asked = [];
    await open(
      {
        body: two,
        policy: `${policy()} ${stranger.origin}`,
        others: [portal.server.origin, stranger.origin],
        give: late(2000, () => embed.token()),
      },
      async ({ top, frame, context }) => {
        context.on('request', (request) => request.url().includes('/data-flow') && asked.push(request.headers().authorization));
        await rows(frame).first().waitFor();
        assert.ok(asked.length > 0 && asked.every((header) => header !== 'Bearer stolen'), asked.join(', '));
        assert.ok(await top.frames().find((other) => other.url().startsWith(stranger.origin)).evaluate(() => globalThis.shouted > 3), 'the stranger tried');
      },
    );
  } finally {
    await stranger.dispose();
  }
});

test('a page of another origin cannot frame it', async () => {
  const thief = await Host.start();
  try {
    thief.page('/', `<!doctype html><html lang="en"><title>Thief</title><main><h1>Thief</h1>${body()}</main></html>`);
    const others = [thief.origin, portal.server.origin];
    await portal.page({ module: false, body: '<p>Nothing here</p>', others, expected: [/frame-ancestors/, /ERR_BLOCKED/] }, async (top) => {
      await top.goto(thief.origin);
      assert.equal(await top.frameLocator('iframe').locator('causeway-data-flow').count(), 0);
      const headers = (await fetch(address())).headers;
      const ancestors = headers.get('content-security-policy').match(/frame-ancestors ([^;]*)/)[1];
      assert.equal(ancestors.trim(), portal.host.origin);
      assert.equal(headers.get('x-frame-options'), null, 'which would forbid the good page too');
    });
  } finally {
    await thief.dispose();
  }
});

test('an embed that does not exist, or is revoked, has no frame', async () => {
  const gone = await makeEmbed(portal.server, { origins: [portal.host.origin], name: 'Gone' });
  await gone.revoke();
  for (const id of [gone.id, '00000000-0000-4000-8000-000000000000', 'x']) {
    const response = await fetch(`${portal.server.origin}/embed/v1/frame/${id}?connection=${embed.connectionId}`);
    assert.ok([404, 410].includes(response.status), `${id} answered ${response.status}`);
  }
});

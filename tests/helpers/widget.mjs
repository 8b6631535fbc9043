// What the tests of the widget share: Causeway, somebody else's web server, both browsers, a fresh page of that server per
// test, and what the element has told. It must not know which promise of docs/EMBED.md a test is about.
import { after, before, test } from 'node:test';
import { inPage, launch } from './browser.mjs';
import { launchFirefox } from './firefox.mjs';
import { Host } from './host.mjs';
import { rows } from './picture.mjs';
import { Server } from './server.mjs';

const BROWSERS = { Chromium: launch, Firefox: launchFirefox };

export const TAG = 'causeway-data-flow';
export const element = (page) => page.locator(TAG);
/** Where Causeway serves the element. */
export const moduleOf = (causeway) => `${causeway}/embed/v1/causeway-data-flow.js`;

/** The policy of docs/EMBED.md and nothing else: no inline style, no inline script, no image but the host's own. */
export const strictPolicy = (causeway) =>
  [
    "default-src 'none'",
    `script-src 'self' ${causeway} 'wasm-unsafe-eval'`,
    `connect-src 'self' ${causeway}`,
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');

/** One test per browser. `run(browser)` gets its name. */
export function inBoth(name, run) {
  for (const browser of Object.keys(BROWSERS)) test(`${name} (${browser})`, () => run(browser));
}

/**
 * const portal = portalWith();
 * inBoth('…', (browser) => portal.page({ browser, data: fourFlows() }, async (page) => { … }));
 *
 * `prepare(server, host)` runs once before the tests.
 */
export function portalWith({ prepare, ...options } = {}) {
  const portal = {
    /**
     * Opens a page of the host and runs `run(page, context)` there. It must stay clean as every page must.
     *
     * Options: `browser` ('Chromium' without it), `body` and `head` (HTML; the element alone without it), `root` (attributes
     * of the page's own element), `policy` (the strict one without it, `null` for none), `data` (set on the first element;
     * the page is then ready when its arrows are there), `module: false` for a page that does not load the element.
     */
    async page({ browser = 'Chromium', body, head, root, policy, data, module, ...rest }, run) {
      const { origin } = portal.server;
      const html = document({ causeway: module === false ? null : origin, body, head, root });
      portal.host.page('/', html, policy === null ? undefined : (policy ?? strictPolicy(origin)));
      return inPage(portal.browsers[browser], portal.host.origin, { others: [origin], ...rest }, async (page, context) => {
        await context.addInitScript(listen);
        await page.goto('/');
        if (data) await feed(page, data);
        return run(page, context);
      });
    },
  };
  before(async () => {
    portal.server = await Server.start(options);
    portal.host = await Host.start();
    await prepare?.(portal.server, portal.host);
    portal.browsers = {};
    for (const [name, start] of Object.entries(BROWSERS)) portal.browsers[name] = await start();
  });
  after(async () => {
    for (const browser of Object.values(portal.browsers ?? {})) await browser.close();
    await portal.host?.dispose();
    await portal.server?.dispose();
  });
  return portal;
}

/** A page of the host that is accessible by itself. */
function document({ causeway, body = `<${TAG}>The picture needs JavaScript.</${TAG}>`, head = '', root = 'lang="en"' }) {
  const module = causeway ? `<script type="module" src="${moduleOf(causeway)}"></script>` : '';
  return `<!doctype html>
<html ${root}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Portal</title>
<link rel="stylesheet" href="/host.css">
${module}${head}
</head>
<body><main><h1>Portal</h1>
${body}
</main></body>
</html>`;
}

/** Runs before a page's own scripts: keeps what its elements tell, as a listener on the document hears it. */
function listen() {
  globalThis.heard = [];
  for (const type of ['causeway-load', 'causeway-error', 'causeway-flow-select', 'causeway-endpoint-select']) {
    document.addEventListener(type, (event) => {
      globalThis.heard.push({ type, detail: structuredClone(event.detail), target: event.target.id });
    });
  }
}

/** Waits until what the page wrote into the element shows, or shows no more. */
export const written = (page, shows) =>
  page.waitForFunction(
    ([tag, wanted]) => {
      const range = document.createRange();
      range.selectNodeContents(document.querySelector(tag));
      return range.getClientRects().length > 0 === wanted;
    },
    [TAG, shows],
  );

/** Gives an answer to the element `selector` and waits until its arrows are there. */
export async function feed(page, data, selector = TAG) {
  await page.locator(selector).first().evaluate((target, value) => { target.data = value; }, data);
  await rows(page.locator(selector).first()).first().waitFor();
}

/** The details of the events of this type so far, oldest first. */
export const heard = (page, type) =>
  page.evaluate((wanted) => globalThis.heard.filter((event) => event.type === wanted).map((event) => event.detail), type);

/** The details of event number `count` of this type, as soon as it has been heard. */
export async function heardNext(page, type, count = 1) {
  await page.waitForFunction(
    ([wanted, least]) => globalThis.heard.filter((event) => event.type === wanted).length >= least,
    [type, count],
  );
  return (await heard(page, type))[count - 1];
}

/** The colour that the heading of the picture stands on. */
export const surface = (page) =>
  element(page).evaluate((host) => {
    for (let at = host.shadowRoot.querySelector('[part~="heading"]'); at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
    }
    return 'the surface of the page';
  });

/** How bright that is, 0 to 765. */
export async function brightness(page) {
  const [, ...parts] = (await surface(page)).match(/^rgb\((\d+), (\d+), (\d+)\)$/) ?? [];
  return parts.reduce((sum, part) => sum + Number(part), 0);
}

/** What each element of the shadow tree looks like and where it is, seen from the element's own corner. */
export const looks = (page, selector = TAG) =>
  page.locator(selector).first().evaluate((host) => {
    const corner = host.shadowRoot.querySelector('[part~="base"]').getBoundingClientRect();
    return [...host.shadowRoot.querySelectorAll('*')]
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => {
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const names = ['color', 'backgroundColor', 'borderTopColor', 'fontFamily', 'fontSize', 'fontWeight', 'letterSpacing', 'textTransform', 'cursor'];
        // Elsewhere they are inherited and paint nothing.
        if (element instanceof SVGGeometryElement || element instanceof SVGTextElement) names.push('fill', 'stroke');
        return {
          what: `${element.localName}.${element.getAttribute('class') ?? ''}`,
          box: [box.left - corner.left, box.top - corner.top, box.width, box.height],
          style: names.map((name) => `${name}: ${style[name]}`).join('; '),
        };
      });
  });

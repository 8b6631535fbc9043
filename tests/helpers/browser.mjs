// Chromium, and pages that must stay clean: no console error, no exception, no CSP report, no request to anyone else.
// It must not know what the pages show.
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const RESULTS = new URL('../results/', import.meta.url).pathname;

const FLAGS = [
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What Chromium says without anything being wrong. */
const HARMLESS = [/integrity.*preload/i, /preload.*integrity/i];

export async function launch() {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    // Chromium's own sandbox refuses to run as root, which is what containers are.
    args: root ? [...FLAGS, '--no-sandbox'] : FLAGS,
  });
}

/**
 * Runs `body(page)` in a fresh context of `browser` and asserts afterwards that nothing went wrong unseen.
 *
 * Options: width, height, colorScheme ('light' | 'dark'), reducedMotion, forcedColors, permissions, storageState, and
 * `expected`: patterns of problems that the test causes on purpose (a stopped server, say), and `others`: origins besides
 * the page's own that it may ask.
 */
export async function inPage(browser, origin, options, body) {
  const { width = 1280, height = 800, expected = [], others = [], ...rest } = options;
  const context = await browser.newContext({ baseURL: origin, viewport: { width, height }, locale: 'en-US', ...rest });
  const problems = await watch(context, [origin, ...others]);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  try {
    const result = await body(page, context);
    const unexpected = problems.filter((problem) => ![...HARMLESS, ...expected].some((known) => known.test(problem)));
    if (unexpected.length > 0) throw new Error('the page is not clean');
    return result;
  } catch (error) {
    // A broken page often explains a failed expectation. Node.js shows the stack, which has a copy of the message.
    const reports = problems.length > 0 ? `\nreported by the browser:\n  ${problems.join('\n  ')}` : '';
    error.stack = `${error.stack ?? error}${reports}${await picture(page)}`;
    throw error;
  } finally {
    await context.close();
  }
}

async function watch(context, origins) {
  const problems = [];
  // Reports of blocked content come as events; some of them never reach the console.
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP: ${event.effectiveDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`);
    });
  });
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  // Exceptions and unhandled rejections alike.
  context.on('weberror', (event) => problems.push(`exception: ${event.error().stack ?? event.error()}`));
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol.startsWith('http') && !origins.includes(asked)) problems.push(`request to another origin: ${request.url()}`);
  });
  return problems;
}

/** Keeps what a failing test saw last. */
async function picture(page) {
  try {
    await mkdir(RESULTS, { recursive: true });
    const path = `${RESULTS}failure-${Date.now()}.png`;
    await page.screenshot({ path, fullPage: true });
    return `\nlast seen at ${page.url()}: ${path}`;
  } catch {
    return '';
  }
}

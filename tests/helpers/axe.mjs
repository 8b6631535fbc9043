// Accessibility rules of axe-core over the page as it is now.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SOURCE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Fails with every violation and the elements it is about. `page` may be a frame: each document is asked about alone.
 * `within`, a selector, leaves out what is not ours. */
export async function assertAccessible(page, within) {
  // Evaluated, not added as a script element: the content security policy rightly blocks the latter.
  await page.evaluate(SOURCE);
  const violations = await page.evaluate(async ([rules, within]) => {
    const result = await globalThis.axe.run(within ?? document, {
      runOnly: { type: 'tag', values: rules },
      resultTypes: ['violations'],
      iframes: false,
    });
    return result.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      elements: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`.replaceAll(/\s+/g, ' ')),
    }));
  }, [RULES, within]);
  const told = violations.map(({ id, help, elements }) => `${id} (${help})\n    ${elements.join('\n    ')}`);
  assert.equal(violations.length, 0, `accessibility violations at ${page.url()}:\n  ${told.join('\n  ')}`);
}

/** Fails when the page can be scrolled sideways. */
export async function assertNoSidewaysScroll(page) {
  const [content, room] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(content <= room, `the page is ${content} px wide in a window of ${room} px`);
}

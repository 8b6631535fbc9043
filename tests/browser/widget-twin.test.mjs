// The picture is drawn twice, in Rust for the dashboard and in JavaScript for the widget (docs/ARCHITECTURE.md, "The
// widget"). Here one answer is drawn by both in one page, and what they made is compared element by element.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fixture } from '../helpers/fixture.mjs';
import { alterAnswers, openPicture, refresh, row, withArrows, withStatus } from '../helpers/picture.mjs';

const causeway = fixture();
const menu = (page, name) => page.locator('.flow-tools summary', { hasText: name }).click();

/** Puts a widget below the picture of the page, as wide as it, with the same answer. */
const addTwin = (page) =>
  page.evaluate(async () => {
    await import('/embed/v1/causeway-data-flow.js');
    const picture = document.querySelector('.data-flow');
    const answer = await fetch(`/api/v1${location.pathname}/data-flow`).then((response) => response.json());
    const twin = document.createElement('causeway-data-flow');
    twin.data = answer;
    const loaded = new Promise((resolve, reject) => {
      twin.addEventListener('causeway-load', resolve);
      twin.addEventListener('causeway-error', (event) => reject(new Error(event.detail.message)));
    });
    picture.after(twin);
    await loaded;
  });

/** What both made of one part of the picture, as lines of text. */
const drawn = (page, selector) =>
  page.evaluate((selector) => {
    const lines = (element, depth) => {
      // The widget has no pages to lead to, and the dashboard no use for parts.
      if (element.matches('.reroute')) return [];
      const tag = { a: element.matches('.flow-url') ? 'span' : 'bdi' }[element.localName] ?? element.localName;
      const attributes = [...element.attributes]
        .filter(({ name, value }) => !['part', 'href', 'id', 'class', 'style'].includes(name) && !(name === 'class' && !value))
        .map(({ name, value }) => `${name}=${value.replace(/flow-\d+-/, 'flow-')}`);
      const classes = [...element.classList].sort();
      const styles = [...element.style].sort().map((name) => `${name}:${element.style.getPropertyValue(name)}`);
      // Said once is as good as said again.
      const set = styles.filter((it) => !['--name-lines:1', '--url-lines:1', 'margin-top:0px'].includes(it));
      const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('');
      const line = `${' '.repeat(depth)}${tag} .${classes} [${attributes.sort()}] {${set}} ${JSON.stringify(text)}`;
      return [line, ...[...element.children].flatMap((child) => lines(child, depth + 1))];
    };
    const twin = document.querySelector('causeway-data-flow').shadowRoot;
    return [document, twin].map((root) => [...root.querySelectorAll(selector)].flatMap((it) => lines(it, 0)));
  }, selector);

const PARTS = ['.flow-heads', '.flow-legend', '.flow-cards', '.flow-rows', '.flow-arrows', '.flow-repeat'];

const assertTwins = async (page, parts = PARTS) => {
  for (const part of parts) {
    const [dashboard, widget] = await drawn(page, part);
    assert.deepEqual(widget, dashboard, part);
  }
  const [dashboard] = await drawn(page, '.flow-rows');
  assert.ok(dashboard.length > 3, 'there is something to compare');
};

test('a default connection is drawn alike by dashboard and widget', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    await addTwin(page);
    await assertTwins(page);
  }));

for (const [width, flows] of [[1280, 60], [1280, 400], [320, 40], [768, 40]]) {
  test(`${flows} arrows, statuses, groups and brackets are drawn alike at ${width} px`, () =>
    causeway.page({ width, height: 900 }, async (page) => {
      await alterAnswers(page, (answer) => withArrows(answer, flows));
      await openPicture(page, 'Redox Engine');
      await addTwin(page);
      await assertTwins(page);
    }));
}

for (const flows of [30, 400]) {
  test(`${flows} arrows stay alike when they are mirrored and when statuses change`, () =>
    causeway.page({}, async (page) => {
      let broken = 0;
      await alterAnswers(page, (answer) => withStatus(withArrows(answer, flows), (flow, at) => (at < broken ? 'down' : undefined)));
      await openPicture(page, 'Redox Engine');
      await addTwin(page);
      await menu(page, 'View');
      await page.getByLabel('As they see it').check();
      await page.evaluate(() => { document.querySelector('causeway-data-flow').mirror = true; });
      await page.getByRole('listitem', { name: /Redox Engine/ }).first().waitFor();
      await assertTwins(page);
      broken = 5;
      await refresh(page);
      await page.waitForFunction(() => document.querySelectorAll('[data-status="down"]').length > 4);
      await page.evaluate(async () => {
        const answer = await fetch(`/api/v1${location.pathname}/data-flow`).then((response) => response.json());
        document.querySelector('causeway-data-flow').data = answer;
        await new Promise((drawn) => { document.querySelector('causeway-data-flow').addEventListener('causeway-load', drawn); });
      });
      await assertTwins(page);
    }));
}

test('a selected arrow looks and reads alike', () =>
  causeway.page({}, async (page) => {
    await alterAnswers(page, (answer) => withArrows(answer, 30));
    await openPicture(page, 'Redox Engine');
    await addTwin(page);
    await row(page, /^Order/).first().click();
    const id = await page.evaluate(() => {
      const pressed = document.querySelector('.flow-row:has([aria-pressed="true"])').dataset.flowId;
      document.querySelector('causeway-data-flow').selected = pressed;
      return pressed;
    });
    assert.ok(id);
    // The row that Tab leads to is another one: only the dashboard's was pressed.
    const [dashboard, widget] = (await drawn(page, '.flow-rows')).map((lines) =>
      lines.map((line) => line.replace(/,?tabindex=-?\d/, '')),
    );
    assert.deepEqual(widget, dashboard);
    await page.evaluate(() => document.querySelector('.flow-hover')?.remove());
    await assertTwins(page, ['.flow-details']);
  }));

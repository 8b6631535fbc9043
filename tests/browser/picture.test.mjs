// What the reader can do with a data-flow picture: find, filter, fold, turn around, group, read as a table, ask about
// an arrow. Every choice is part of the URL.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll } from '../helpers/axe.mjs';
import { CAPABILITY_R4, EPIC_BUNDLE } from '../helpers/data.mjs';
import { fixture } from '../helpers/fixture.mjs';
import {
  alterAnswers,
  details,
  find,
  openPicture,
  overlaps,
  refresh,
  row,
  rows,
  said,
  whole,
  withArrows,
  withStatus,
} from '../helpers/picture.mjs';

const causeway = fixture({
  async prepare(server) {
    await server.command('import', 'directory', EPIC_BUNDLE, '--capability', CAPABILITY_R4, '--environment', 'Staging');
  },
});

const query = (page) => Object.fromEntries(new URL(page.url()).searchParams);
const menu = async (page, name) => page.locator('.flow-tools summary', { hasText: name }).click();
const count = async (page, number) => page.waitForFunction(
  (wanted) => document.querySelectorAll('ul[aria-label="Data flows"] > li').length === wanted,
  number,
);

test('find narrows the picture down by data model, event, HL7 v2 trigger, URL; the link keeps it', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    await find(page).fill('scheduling');
    await count(page, 6);
    await page.getByText('6 of 74 data flows').first().waitFor();
    assert.equal(query(page).find, 'scheduling');
    assert.match(await said(page).textContent(), /6 of 74 data flows/);
    await assertAccessible(page);
    await find(page).fill('SIU^S12');
    await count(page, 4);
    await page.reload();
    await count(page, 4);
    assert.equal(await find(page).inputValue(), 'SIU^S12');
    await find(page).fill('no such thing');
    await page.getByText('Nothing matches your filters').waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await count(page, 74);
    assert.equal(query(page).find, undefined);
  }));

test('verbs, data type and status filter; back takes a filter off again', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    const verbs = page.getByRole('group', { name: 'Filter by verb' });
    await verbs.getByRole('button', { name: /^Send/ }).click();
    await count(page, 21);
    await verbs.getByRole('button', { name: /^Respond/ }).click();
    await count(page, 37);
    assert.equal(query(page).verb, 'send,respond');
    await menu(page, 'Filter');
    await page.getByRole('combobox', { name: 'Data type' }).selectOption('Results');
    await count(page, 2);
    assert.equal(query(page).type, 'Results');
    await assertAccessible(page);
    await page.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'Down' });
    await page.getByText('Nothing matches your filters').waitFor();
    await page.goBack();
    await count(page, 2);
    await page.goBack();
    await count(page, 37);
    await page.goBack();
    await count(page, 21);
    assert.equal(query(page).verb, 'send');
  }));

test('only unhealthy appears when something is, and shows what is', () =>
  causeway.page({}, async (page) => {
    await alterAnswers(page, (answer) => withStatus(answer, (_, at) => (at === 3 ? 'down' : at === 9 ? 'attention' : 'healthy')));
    await openPicture(page, 'Redox Engine');
    await page.getByRole('button', { name: /^Only unhealthy/ }).click();
    await count(page, 2);
    assert.equal(query(page).only, 'unhealthy');
    await page.getByRole('listitem', { name: /, Down$/ }).waitFor();
    assert.equal(await page.locator('.flow-arrows path.troubled').count(), 2, 'a dash as well as a colour and a word');
    await assertAccessible(page);
  }));

test('the word of a status is never cut off: a long data type gives way to it', async () => {
  for (const width of [320, 640, 768, 1000, 1280, 1920]) {
    await causeway.page({ width }, async (page) => {
      await alterAnswers(page, (answer) => withStatus(answer, (_, at) => ['down', 'attention', 'requested'][at % 3]));
      await openPicture(page, 'Redox Engine');
      await page.getByRole('listitem', { name: /, Attention$/ }).first().waitFor();
      await whole(page);
      const { words, cut } = await page.evaluate(() => {
        const words = [...document.querySelectorAll('.flow-plate .flow-status')];
        const isCut = (word) => {
          const text = document.createRange();
          text.selectNodeContents(word);
          const [inner, outer] = [text.getBoundingClientRect(), word.closest('.flow-plate').getBoundingClientRect()];
          return inner.width < 20 || inner.right > outer.right || inner.bottom > outer.bottom + 1 || word.scrollWidth > word.clientWidth;
        };
        return { words: words.length, cut: words.filter(isCut).map((word) => word.closest('.flow-row').ariaLabel) };
      });
      assert.ok(words > 60, `${words} words at ${width} px`);
      assert.deepEqual(cut, [], `at ${width} px`);
    });
  }
});

test('only the selected arrow', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    await row(page, /^Results: you send/).click();
    await menu(page, 'Filter');
    await page.getByLabel('Only the selected data flow').check();
    await count(page, 1);
    assert.deepEqual([query(page).only, Boolean(query(page).flow)], ['selected', true]);
  }));

test('cards of one endpoint fold into one', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    await page.getByText('1 endpoint in 2 cards').waitFor();
    await menu(page, 'View');
    await page.getByLabel('One card per endpoint').check();
    await page.getByText('1 endpoint in 2 cards').waitFor({ state: 'detached' });
    const theirs = page.getByRole('list', { name: "Redox Engine's endpoints" });
    assert.equal(await theirs.getByRole('listitem').count(), 1);
    assert.equal(await rows(page).count(), 74);
    assert.equal(query(page).cards, 'folded');
    await assertAccessible(page);
  }));

test('mirrored, the same exchange is told from the other side', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    await row(page, /^Results: you send/).click();
    await menu(page, 'View');
    await page.getByLabel('As they see it').check();
    await page.getByRole('listitem', { name: 'Results: Redox Engine receives from you' }).waitFor();
    const left = await page.getByRole('list', { name: "Redox Engine's endpoints" }).boundingBox();
    const right = await page.getByRole('list', { name: 'Your endpoints' }).getByRole('listitem').first().boundingBox();
    assert.ok(left.x < right.x, 'their side is on the left now');
    assert.match(await details(page).textContent(), /Redox Engine receives results from you and acknowledges each message\./);
    assert.equal(query(page).seen, 'theirs');
    await assertAccessible(page);
    await page.goBack();
    await row(page, /^Results: you send to Redox Engine/).waitFor();
  }));

test('an arrow is explained in three vocabularies and a sentence, with both its ends', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    await row(page, /^PatientAdmin: you send/).click();
    const text = (await details(page).textContent()).replaceAll(/\s+/g, ' ');
    assert.match(text, /You send admissions, transfers and discharges to Redox Engine; each message is acknowledged\./);
    assert.match(text, /PatientAdmin\.Arrival/);
    assert.match(text, /ADT\^A01/);
    assert.match(text, /about Encounter/, 'what is not one to one says so');
    assert.match(text, /One-way: data goes over and is acknowledged/);
    assert.match(text, /Last message\s*never/);
    await details(page).getByRole('link', { name: 'Redox Dev Tools' }).click();
    await page.getByRole('heading', { level: 1, name: 'Redox Dev Tools' }).waitFor();
  }));

test('a link to an arrow shows the arrow', () =>
  causeway.page({ height: 600 }, async (page) => {
    await openPicture(page, 'Redox Engine');
    await row(page, /^Vaccination: you respond|^Vaccination: Redox Engine requests/).last().click();
    const link = page.url();
    await page.goto('/connections');
    await page.getByRole('link', { name: 'Redox Engine' }).waitFor();
    await page.goto(link);
    await details(page).waitFor();
    await page.waitForFunction(() => {
      const box = document.querySelector('.flow-plate[aria-pressed="true"]')?.getBoundingClientRect();
      return box && box.top > 0 && box.bottom < innerHeight;
    });
  }));

test('the table has the same data flows, the same choice and the same selection', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    await row(page, /^Results: you send/).click();
    await page.getByRole('button', { name: 'Table' }).click();
    const table = page.getByRole('region', { name: 'Data flows as a table' });
    const lines = table.locator('tbody tr');
    assert.equal(await lines.count(), 74);
    assert.equal(query(page).show, 'table');
    const pressed = table.getByRole('button', { pressed: true });
    assert.equal(await pressed.getAttribute('aria-label'), 'Results: you send to Redox Engine');
    await assertAccessible(page);
    await find(page).fill('scheduling');
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 6);
    await table.getByRole('button', { name: /^SurgicalScheduling: you send/ }).click();
    await page.getByRole('button', { name: 'Picture' }).click();
    assert.equal(await row(page, /^SurgicalScheduling: you send/).getAttribute('aria-pressed'), 'true');
  }));

test('keyboard: along the arrows, to their ends and back, find, details, out again', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    const focused = () => page.evaluate(() => {
      const at = document.activeElement;
      return at.closest('li')?.getAttribute('aria-label') ?? at.closest('li')?.textContent ?? at.getAttribute('aria-label');
    });
    await page.keyboard.press('/');
    assert.equal(await focused(), 'Find a data flow');
    for (let step = 0; step < 40 && !(await page.evaluate(() => document.activeElement.matches('.flow-plate'))); step += 1) {
      await page.keyboard.press('Tab');
    }
    assert.equal(await focused(), 'Claim: you send to Redox Engine');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'ClinicalSummary: you send to Redox Engine');
    await page.keyboard.press('ArrowRight');
    assert.match(await focused(), /Redox Dev Tools.*One-way, card 1 of 2/);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(), 'ClinicalSummary: you send to Redox Engine', 'back to where it came from');
    await page.keyboard.press('ArrowLeft');
    assert.match(await focused(), /Redox API Endpoint/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('End');
    const last = await focused();
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), last, 'there is nothing below the last');
    await page.keyboard.press('Home');
    assert.equal(await focused(), 'Claim: you send to Redox Engine');
    await page.keyboard.press('Enter');
    await details(page).waitFor();
    assert.match(await said(page).textContent(), /Claim: you send to Redox Engine\. No traffic yet\. Details are below/);
    await page.keyboard.press('Escape');
    await details(page).waitFor({ state: 'detached' });
    assert.equal(await focused(), 'Claim: you send to Redox Engine', 'focus stays where it was');
    assert.equal(await page.locator('.flow-plate[tabindex="0"]').count(), 1, 'one stop for Tab');
  }));

test('a changed status touches its row alone', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    await whole(page);
    await page.evaluate(() => {
      globalThis.touched = [];
      const of = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('.flow-row, .flow-arrow, .flow-card');
      new MutationObserver((changes) => globalThis.touched.push(...changes.map((change) => of(change.target) ?? change.target)))
        .observe(document.querySelector('.flow-stage'), { subtree: true, childList: true, attributes: true, characterData: true });
    });
    await alterAnswers(page, (answer) => withStatus(answer, (flow) => (flow.dataType === 'Results' && flow.verb === 'SEND' ? 'down' : undefined)));
    await refresh(page);
    await page.getByRole('listitem', { name: 'Results: you send to Redox Engine, Down' }).waitFor();
    const touched = await page.evaluate(() => [...new Set(globalThis.touched)].map((element) => `${element.className.baseVal ?? element.className}`.split(' ')[0]).sort());
    assert.deepEqual(touched, ['flow-arrow', 'flow-row']);
  }));

test('selecting and hovering draw nothing anew', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    await whole(page);
    await page.evaluate(() => {
      globalThis.changes = 0;
      new MutationObserver((changes) => { globalThis.changes += changes.length; })
        .observe(document.querySelector('.flow-stage'), { subtree: true, childList: true, attributes: true, characterData: true });
    });
    await row(page, /^Results: you send/).hover();
    await row(page, /^Results: you send/).click();
    await details(page).waitFor();
    const changes = await page.evaluate(() => globalThis.changes);
    assert.ok(changes > 0 && changes < 12, `${changes} changes in the picture`);
  }));

test('what is in view is drawn first, the rest a moment later', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    // As often as a frame is drawn: how many rows there are, where the last one ends, and what it says of their number.
    await page.addInitScript(() => {
      globalThis.frames = [];
      const look = () => {
        const last = [...document.querySelectorAll('.flow-row')].at(-1);
        if (last) {
          const count = document.querySelectorAll('.flow-row').length;
          globalThis.frames.push({ count, bottom: last.getBoundingClientRect().bottom, of: last.getAttribute('aria-setsize') });
        }
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.reload();
    await whole(page);
    await count(page, 74);
    const frames = await page.evaluate(() => globalThis.frames);
    const height = await page.evaluate(() => innerHeight);
    assert.ok(frames[0].count < 74 && frames[0].bottom >= height, JSON.stringify(frames[0]));
    assert.equal(frames[0].of, '74', 'assistive technology is told how many there are');
    assert.ok(frames.every((frame) => frame.count === frames[0].count || frame.count === 74), 'in two steps');
  }));

test('what is in view looks the same before and after the rest is drawn', () =>
  causeway.page({ reducedMotion: 'reduce' }, async (page) => {
    await alterAnswers(page, (answer) => withArrows(answer, 100));
    await page.addInitScript((moment) => {
      const [run, held] = [setTimeout.bind(globalThis), []];
      globalThis.setTimeout = (callback, duration, ...more) =>
        duration === moment ? held.push(callback) : run(callback, duration, ...more);
      globalThis.release = () => held.splice(0).forEach((callback) => callback());
    }, 100);
    await openPicture(page, 'Redox Engine', { query: '?group=off' });
    const looks = async () => {
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const { x, y, width } = await page.locator('.flow-stage').boundingBox();
      return page.screenshot({ clip: { x, y, width, height: (await page.evaluate(() => innerHeight)) - y } });
    };
    const before = await looks();
    const shown = await rows(page).count();
    await page.evaluate(() => globalThis.release());
    await whole(page);
    assert.ok(shown < 100 && (await rows(page).count()) === 100, `${shown} rows at first`);
    assert.ok(before.equals(await looks()), 'every pixel');
  }));

test('above 150 arrows groups take the place of arrows, and what is unhealthy stays', () =>
  causeway.page({}, async (page) => {
    await alterAnswers(page, (answer) => withArrows(answer, 400));
    await openPicture(page, 'Redox Engine');
    const group = page.getByRole('button', { name: /^Claim \d+ arrows, \d+ unhealthy$/ });
    await group.waitFor();
    const shown = await rows(page).count();
    const unhealthy = await page.getByRole('listitem', { name: /, (Down|Attention)$/ }).count();
    assert.ok(unhealthy > 80 && shown === unhealthy + 7, `${shown} rows, ${unhealthy} of them unhealthy`);
    await page.getByText('400 data flows').first().waitFor();
    await assertAccessible(page);
    await group.click();
    await page.waitForFunction((before) => document.querySelectorAll('.flow-row').length > before, shown);
    assert.equal(await group.getAttribute('aria-expanded'), 'true');
    assert.equal(query(page).open, 'Claim');
    await page.goBack();
    await count(page, shown);
    await menu(page, 'View');
    await page.getByLabel('Group by data type').uncheck();
    await page.getByRole('button', { name: /^Claim \d+ arrows/ }).waitFor({ state: 'detached' });
    assert.equal(query(page).group, 'off');
  }));

for (const n of [10, 100, 1000, 5000]) {
  test(`${n} arrows between many endpoints: no label lies on another, anywhere`, () =>
    causeway.page({}, async (page) => {
      await alterAnswers(page, (answer) => withArrows(answer, n));
      await openPicture(page, 'Redox Engine', { query: '?group=off' });
      await page.locator('.flow-row').first().waitFor();
      const height = await page.evaluate(() => document.querySelector('.flow-stage').offsetHeight);
      let seen = 0;
      for (const part of [0, 0.3, 0.62, 1]) {
        await page.evaluate((top) => scrollTo(0, top), Math.floor(height * part));
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const found = await overlaps(page);
        seen = Math.max(seen, found.labels);
        assert.deepEqual({ ...found, labels: 0, cards: 0 }, { labels: 0, cards: 0, crossingLabels: 0, crossingCards: 0, labelsOnCards: 0, spillingCards: 0 });
      }
      assert.ok(seen >= Math.min(n, 24), `${seen} labels`);
      await assertNoSidewaysScroll(page);
    }));
}

test('on a narrow window labels and cards keep apart too', () =>
  causeway.page({ width: 320 }, async (page) => {
    await alterAnswers(page, (answer) => withArrows(answer, 100));
    await openPicture(page, 'Redox Engine');
    await whole(page);
    const found = await overlaps(page);
    assert.ok(found.labels === 100 && found.cards > 10, JSON.stringify(found));
    assert.deepEqual([found.crossingLabels, found.crossingCards, found.labelsOnCards, found.spillingCards], [0, 0, 0, 0]);
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
  }));

test('reduced motion: nothing moves or fades', () =>
  causeway.page({ reducedMotion: 'reduce' }, async (page) => {
    await openPicture(page, 'Redox Engine');
    await row(page, /^Results: you send/).click();
    const moving = await page.evaluate(() => document.getAnimations().length);
    assert.equal(moving, 0);
    const fading = await page.locator('.flow-arrows g').first().evaluate((group) => getComputedStyle(group).transitionDuration);
    assert.equal(fading, '0s');
  }));

test('states of the picture at four widths, two themes and forced colours', async () => {
  const states = ['?find=sched', '?show=table', '?seen=theirs&cards=folded', '?group=on', '?find=nothing-like-it'];
  const looks = [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }];
  for (const width of [320, 768, 1280, 1920]) {
    for (const look of looks) {
      await causeway.page({ width, ...look }, async (page) => {
        await openPicture(page, 'Redox Engine');
        const path = new URL(page.url()).pathname;
        for (const state of states) {
          await page.goto(path + state);
          await page.locator('.flow-heads').waitFor();
          await assertNoSidewaysScroll(page);
          await assertAccessible(page);
        }
      });
    }
  }
});

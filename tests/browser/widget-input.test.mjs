// Wheel and keyboard belong to the page: the element takes only what is meant for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FOUR_NAMES, flowsOf, fourFlows } from '../helpers/flows.mjs';
import { details, row, rows } from '../helpers/picture.mjs';
import { element, inBoth, portalWith, TAG } from '../helpers/widget.mjs';

const portal = portalWith();

const TALL = `<div class="wide"><${TAG}></${TAG}></div><div class="tall"></div>`;

/** How far the page goes when the wheel is turned by `by` over `target`, or in the margin without one; always from the same
 * place. */
async function wheel(page, by, target) {
  const start = 100;
  await page.evaluate((to) => scrollTo({ top: to, behavior: 'instant' }), start);
  const box = (await target?.boundingBox()) ?? { x: 4, y: 300, width: 0, height: 0 };
  await page.mouse.move(box.x + box.width / 2, box.y + Math.min(box.height / 2, 200));
  await page.mouse.wheel(0, by);
  // Both browsers glide there.
  await page.evaluate(() => new Promise((resolve) => {
    let last = scrollY;
    let still = 0;
    const look = () => {
      still = scrollY === last ? still + 1 : 0;
      last = scrollY;
      if (still > 20) resolve();
      else requestAnimationFrame(look);
    };
    look();
  }));
  return (await page.evaluate(() => scrollY)) - start;
}

inBoth('the wheel over it scrolls the page as far as beside it', (browser) =>
  portal.page({ browser, body: TALL, data: flowsOf(40) }, async (page) => {
    await page.evaluate(() => {
      globalThis.prevented = 0;
      addEventListener('wheel', (event) => { globalThis.prevented += event.defaultPrevented ? 1 : 0; });
    });
    const places = {
      'a label': rows(page).first(),
      'a card': page.getByRole('list', { name: 'Your endpoints' }).getByRole('listitem').first(),
      'the picture': element(page).locator('[part~="picture"]'),
    };
    for (const by of [240, -60]) {
      const beside = await wheel(page, by);
      assert.ok(Math.abs(beside) > 30, `the page went ${beside} px`);
      for (const [name, place] of Object.entries(places)) {
        const went = await wheel(page, by, place);
        assert.ok(Math.abs(went - beside) <= 1, `over ${name} the page went ${went} px instead of ${beside}`);
      }
    }
    assert.equal(await page.evaluate(() => globalThis.prevented), 0);
  }));

inBoth('keys typed beside it are not its own', (browser) =>
  portal.page({ browser, body: `<label>Note <input id="note"></label>${TALL}`, data: fourFlows() }, async (page) => {
    await page.locator('#note').focus();
    await page.keyboard.type('/a b');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#note').inputValue(), '/a b');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'note');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.localName), 'body', 'a key on the page does not go to the element');
  }));

inBoth('every task by keyboard: in, along the arrows, to the ends, open, close, out', (browser) =>
  portal.page({ browser, body: `<button id="before">Before</button><${TAG}></${TAG}><button id="after">After</button>`, data: fourFlows() }, async (page) => {
    const focused = () => page.evaluate(() => {
      let at = document.activeElement;
      while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at.closest('[aria-label]')?.getAttribute('aria-label') ?? at.textContent.trim();
    });
    const tabUntil = async (found) => {
      for (let step = 0; step < 30; step += 1) {
        await page.keyboard.press('Tab');
        if (found(await focused())) return;
      }
      assert.fail(`Tab does not lead there; it is at "${await focused()}"`);
    };
    await page.locator('#before').focus();
    await tabUntil((name) => FOUR_NAMES.includes(name));
    const first = await focused();
    await page.keyboard.press('ArrowDown');
    assert.notEqual(await focused(), first);
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(), first);
    await page.keyboard.press('Enter');
    await details(page).waitFor();
    await page.keyboard.press('Escape');
    await details(page).waitFor({ state: 'detached' });
    assert.equal(await focused(), first, 'focus is where it was');
    await tabUntil((name) => name === 'After');
  }));

test('touch: a finger on it scrolls the page', () =>
  portal.page({ hasTouch: true, body: TALL, data: flowsOf(40) }, async (page) => {
    const actions = await element(page).evaluate((host) =>
      [host, ...host.shadowRoot.querySelectorAll('*')].map((inner) => getComputedStyle(inner).touchAction));
    assert.deepEqual(actions.filter((action) => !/^(auto|manipulation|.*pan-y.*)$/.test(action)), []);
    await row(page, await rows(page).first().getAttribute('aria-label')).tap();
    await details(page).waitFor();
  }));

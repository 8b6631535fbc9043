// 5,000 arrows: only what is near the view is drawn, and nothing is lost by it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '../helpers/axe.mjs';
import { LARGE_NETWORK, largeNetwork } from '../helpers/data.mjs';
import { fixture } from '../helpers/fixture.mjs';
import { details, find, openPicture, row, rows } from '../helpers/picture.mjs';

const causeway = fixture({ prepare: (server) => largeNetwork(server, 5000) });
const open = (page) => openPicture(page, LARGE_NETWORK, { environment: 'staging' });
const drawn = (page) => page.locator('.flow-row').count();
const inView = (page, selector) =>
  page.waitForFunction((wanted) => {
    const box = document.querySelector(wanted)?.getBoundingClientRect();
    return box && box.top >= 0 && box.bottom <= innerHeight;
  }, selector);

test('few are drawn, all are counted', () =>
  causeway.page({}, async (page) => {
    await open(page);
    await page.getByText('5000 data flows').first().waitFor();
    assert.ok((await drawn(page)) < 120, `${await drawn(page)} rows`);
    assert.deepEqual(await rows(page).first().evaluate((item) => [item.ariaPosInSet, item.ariaSetSize]), ['1', '5000']);
    await assertAccessible(page);
  }));

test('scrolled anywhere, the rows are there', () =>
  causeway.page({}, async (page) => {
    await open(page);
    for (const part of [0.25, 0.5, 0.99, 0]) {
      await page.evaluate((to) => scrollTo(0, document.body.scrollHeight * to), part);
      await page.waitForFunction(() => document.elementFromPoint(innerWidth * 0.58, innerHeight / 2)?.closest('.flow-row') !== null);
    }
  }));

test('keyboard reaches the first and the last', () =>
  causeway.page({}, async (page) => {
    await open(page);
    await row(page, /^FHIR\.Kindaaa:/).focus();
    await page.keyboard.press('End');
    assert.equal(await page.evaluate(() => document.activeElement.closest('li').ariaPosInSet), '5000');
    await inView(page, '.flow-plate:focus');
    await page.keyboard.press('ArrowUp');
    assert.equal(await page.evaluate(() => document.activeElement.closest('li').ariaPosInSet), '4999');
    await page.keyboard.press('Home');
    assert.equal(await page.evaluate(() => document.activeElement.closest('li').ariaPosInSet), '1');
    await inView(page, '.flow-plate:focus');
  }));

test('what has focus or is selected stays while the page is scrolled away', () =>
  causeway.page({}, async (page) => {
    await open(page);
    await row(page, /^FHIR\.Kindaac:/).click();
    await row(page, /^FHIR\.Kindaae:/).focus();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await row(page, /^FHIR\.Kindhkh:/).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.closest('li').ariaPosInSet), '5');
    assert.equal(await row(page, /^FHIR\.Kindaac:/).getAttribute('aria-pressed'), 'true');
    await page.keyboard.press('Enter');
    assert.match(await details(page).textContent(), /FHIR\.Kindaae/);
  }));

test('find looks at all of them', () =>
  causeway.page({}, async (page) => {
    await open(page);
    await find(page).fill('Kindhkh');
    await row(page, /^FHIR\.Kindhkh:/).waitFor();
    assert.equal(await drawn(page), 1);
  }));

test('a link to an arrow far down leads there', () =>
  causeway.page({}, async (page) => {
    await open(page);
    await find(page).fill('Kindgaa');
    await row(page, /^FHIR\.Kindgaa:/).click();
    const flow = new URL(page.url()).searchParams.get('flow');
    await page.goto(`${new URL(page.url()).pathname}?flow=${flow}`);
    await details(page).waitFor();
    await inView(page, '.flow-plate[aria-pressed="true"]');
  }));

test('paper and the table have every one', () =>
  causeway.page({}, async (page) => {
    await open(page);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await drawn(page), 5000);
    assert.equal(await page.locator('.flow-arrows path.flow-arrow').count(), 5000);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.ok((await drawn(page)) < 120);
    await page.getByRole('button', { name: 'Table' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.flow-twin tbody tr').length === 5000);
  }));

// A picture as a file and on paper: everything that is in it is in the file, counted and looked at pixel by pixel, in a
// browser's drawing and in that of rsvg-convert.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { LARGE_NETWORK, largeNetwork } from '../helpers/data.mjs';
import { fixture } from '../helpers/fixture.mjs';
import { find, openPicture } from '../helpers/picture.mjs';

const run = promisify(execFile);
const causeway = fixture({ prepare: (server) => largeNetwork(server, 5000) });

/** Presses an entry of the menu Export; answers the name and the content of the file. */
async function exported(page, role, name) {
  await page.locator('.flow-tools summary', { hasText: 'Export' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole(role, { name }).click()]);
  await page.keyboard.press('Escape');
  return { name: download.suggestedFilename(), path: await download.path(), content: await readFile(await download.path()) };
}

/** Where a drawing must not be blank: on every arrow near both its ends, in every label, on the upper edge of every card. */
async function marks(svg) {
  const file = join(causeway.server.data, 'drawing.svg');
  await writeFile(file, svg);
  const page = await causeway.browser.newPage();
  await page.goto(`file://${file}`);
  const found = await page.evaluate(() => {
    const root = document.documentElement;
    const [, top] = root.getAttribute('viewBox').split(' ').map(Number);
    const spot = (x, y, reach) => ({ x, y: y - top, reach });
    const all = (selector) => [...document.querySelectorAll(selector)];
    return {
      width: Number(root.getAttribute('width')),
      arrows: all('path.arrow').flatMap((path) => {
        const length = path.getTotalLength();
        return [20, length - 20].map((at) => path.getPointAtLength(at)).map(({ x, y }) => spot(x, y, 1));
      }),
      labels: all('g.label').map((label) => {
        const box = label.getBBox();
        return spot(box.x + 6, box.y + box.height / 2, 5);
      }),
      cards: all('g.card > rect').map((rect) => spot(rect.x.baseVal.value + rect.width.baseVal.value / 2, rect.y.baseVal.value, 1)),
    };
  });
  await page.close();
  return found;
}

/** How many of these spots are blank in a bitmap. */
async function blank(png, { width, arrows, labels, cards }) {
  const page = await causeway.browser.newPage();
  const result = await page.evaluate(
    async ([data, width, kinds]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const scale = image.naturalWidth / width;
      const count = {};
      for (const [kind, spots] of Object.entries(kinds)) {
        count[kind] = 0;
        for (const { x, y, reach } of spots) {
          const [left, top] = [x - reach, y - reach].map((from) => Math.floor(from * scale));
          const size = Math.ceil((2 * reach + 1) * scale) + 1;
          const canvas = new OffscreenCanvas(size, size);
          const context = canvas.getContext('2d');
          context.fillStyle = 'white';
          context.fillRect(0, 0, size, size);
          context.drawImage(image, -left, -top);
          const pixels = context.getImageData(0, 0, size, size).data;
          if (!pixels.some((value, at) => at % 4 < 3 && value < 245)) count[kind] += 1;
        }
      }
      return count;
    },
    [png.toString('base64'), width, { arrows, labels, cards }],
  );
  await page.close();
  return result;
}

const NOTHING = { arrows: 0, labels: 0, cards: 0 };

async function rsvg(svg, ...options) {
  const file = join(causeway.server.data, 'drawing.svg');
  await writeFile(file, svg);
  const { stdout } = await run('rsvg-convert', [...options, file], { encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 });
  return stdout;
}

test('SVG: every arrow, label and card, in a browser and in rsvg-convert', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    const { name, content } = await exported(page, 'link', 'SVG drawing');
    assert.equal(name, 'data-flow-redox-engine.svg');
    const found = await marks(content);
    assert.deepEqual([found.arrows.length, found.labels.length, found.cards.length], [148, 74, 6]);
    assert.deepEqual(await blank(await rsvg(content), found), NOTHING);
    assert.ok(!/script|foreignObject|href=|<style/i.test(content.toString()), 'plain SVG only');
  }));

test('the check of pixels finds what is missing', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    const { content } = await exported(page, 'link', 'SVG drawing');
    const found = await marks(content);
    const without = content.toString().replace(/<path [^>]*class="arrow"[^>]*>/, '').replace(/<g class="card">.*?<\/g>/s, '');
    const missing = await blank(await rsvg(without), found);
    assert.deepEqual([missing.arrows >= 1, missing.labels, missing.cards], [true, 0, 1]);
  }));

test('PNG: the same, made in the page at twice the size', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    const svg = await exported(page, 'link', 'SVG drawing');
    const { name, content } = await exported(page, 'button', 'PNG image');
    assert.equal(name, 'data-flow-redox-engine.png');
    const found = await marks(svg.content);
    assert.equal(content.readUInt32BE(16), found.width * 2, 'width in the header of the PNG');
    assert.deepEqual(await blank(content, found), NOTHING);
  }));

test('files hold what the reader chose to see', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    await find(page).fill('scheduling');
    await page.waitForFunction(() => document.querySelectorAll('.flow-row').length === 6);
    const svg = await exported(page, 'link', 'SVG drawing');
    assert.equal(svg.content.toString().match(/class="label"/g).length, 6);
    const csv = await exported(page, 'link', 'CSV table');
    assert.equal(csv.name, 'data-flow-redox-engine.csv');
    assert.equal(csv.content.toString().trimEnd().split('\r\n').length, 7);
  }));

test('JSON: the answer itself', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, 'Redox Engine');
    const { content } = await exported(page, 'link', 'JSON data');
    const answer = JSON.parse(content);
    assert.deepEqual([answer.connection.name, answer.flows.length], ['Redox Engine', 74]);
  }));

test('paper: every arrow as a drawing and as a line of a table', () =>
  causeway.page({}, async (page, context) => {
    await openPicture(page, 'Redox Engine');
    await page.locator('.flow-tools summary', { hasText: 'Export' }).click();
    const [paper] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Print…' }).click()]);
    await paper.getByRole('heading', { level: 1, name: 'Data flow with Redox Engine' }).waitFor();
    assert.equal(await paper.locator('svg g.label').count(), 74);
    assert.equal(await paper.locator('table').last().locator('tbody tr').count(), 74);
    const pdf = await paper.pdf({ preferCSSPageSize: true });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    assert.ok(pages >= 3, `${pages} pages`);
  }));

test('5,000 arrows: every one in the drawing, the table and the browser', () =>
  causeway.page({}, async (page) => {
    await openPicture(page, LARGE_NETWORK, { environment: 'staging' });
    const svg = await exported(page, 'link', 'SVG drawing');
    const found = await marks(svg.content);
    assert.deepEqual([found.arrows.length, found.labels.length, found.cards.length], [10_000, 5000, 2]);
    // Rsvg-convert draws up to 32,767 px; at a fifth of its size, arrows are 6 px apart.
    const png = await rsvg(svg.content, '--zoom', '0.2');
    assert.deepEqual(await blank(png, { ...found, arrows: sample(found.arrows), labels: sample(found.labels) }), NOTHING);
    const csv = await exported(page, 'link', 'CSV table');
    assert.equal(csv.content.toString().trimEnd().split('\r\n').length, 5001);
  }));

/** One in 25: looking at a spot of so large a bitmap takes milliseconds. */
const sample = (spots) => spots.filter((_, at) => at % 25 === 0 || at === spots.length - 1);

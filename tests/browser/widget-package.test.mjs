// The package that `cargo xtask widget` writes: in a bundle, in React 19, under the type checker, and against its promises.
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertAccessible } from '../helpers/axe.mjs';
import { documented } from '../helpers/embed-docs.mjs';
import { FOUR_NAMES, flowsOf, fourFlows } from '../helpers/flows.mjs';
import { filesBelow, manifest, Project } from '../helpers/package.mjs';
import { row, rows } from '../helpers/picture.mjs';
import { heard, inBoth, portalWith, TAG } from '../helpers/widget.mjs';

const portal = portalWith();
const projects = {};
before(async () => {
  projects.react = await Project.start('react');
  projects.plain = await Project.start('plain');
  projects.types = await Project.start('types');
});
after(async () => {
  for (const project of Object.values(projects)) await project.dispose();
});

/** A page of the host's own bundle: nothing of it comes from Causeway. */
async function openBundle(options, folder, run) {
  portal.host.reset();
  portal.host.folder('/app/', folder);
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'";
  return portal.page({ module: false, head: '<script type="module" src="/app/app.js"></script>', policy, others: [], ...options }, run);
}

inBoth('in React 19: data as a property, events, unmounted and mounted again under StrictMode', async (browser) => {
  const folder = await projects.react.bundle('app.jsx');
  await openBundle({ browser, body: '<div id="app"></div>' }, folder, async (page) => {
    await page.waitForFunction(() => globalThis.change);
    await page.evaluate((data) => globalThis.change({ data }), fourFlows());
    await rows(page).nth(3).waitFor();
    await page.getByText('4 arrows', { exact: true }).waitFor();
    const element = page.locator(TAG);
    assert.equal(await element.getAttribute('data'), null, 'set as a property, not as an attribute');
    assert.equal(await element.evaluate((target) => target.data.flows.length), 4);
    assert.equal(await element.getAttribute('theme'), 'light');
    await row(page, FOUR_NAMES[0]).click();
    await page.getByText('Selected: PatientAdmin').waitFor();
    await page.evaluate(() => globalThis.change({ mirror: true }));
    await page.getByRole('listitem', { name: /^PatientAdmin: Mercy Hospital receives from you/ }).waitFor();
    await page.evaluate((data) => globalThis.change({ data, mirror: false }), flowsOf(12));
    await rows(page).nth(11).waitFor();
    for (let round = 0; round < 3; round += 1) {
      await page.evaluate(() => globalThis.change({ data: null }));
      await element.waitFor({ state: 'detached' });
      await page.evaluate((data) => globalThis.change({ data }), fourFlows());
      await rows(page).nth(3).waitFor();
      assert.equal(await rows(page).count(), 4);
    }
    assert.deepEqual(await heard(page, 'causeway-error'), []);
  });
});

inBoth('in a bundle, the class is registered under a name of the host', async (browser) => {
  const folder = await projects.plain.bundle('app.js');
  await openBundle({ browser, body: '<our-flows></our-flows>' }, folder, async (page) => {
    await page.evaluate(() => customElements.whenDefined('our-flows'));
    await page.locator('our-flows').evaluate((target, data) => { target.data = data; }, fourFlows());
    await rows(page).nth(3).waitFor();
    assert.equal(await page.evaluate(() => globalThis.definedBefore), false, 'the class alone registers nothing');
    await assertAccessible(page);
  });
});

test('the type checker agrees with what is documented', async () => {
  assert.equal(await projects.types.check(), '');
});

test('the package is complete: every export and type is there, and no dependency', async () => {
  const { name, version, type, exports, types, customElements, sideEffects, dependencies } = await manifest('package.json');
  assert.equal(name, 'causeway-data-flow');
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.equal(type, 'module');
  assert.deepEqual(Object.keys(dependencies ?? {}), []);
  assert.deepEqual(Object.keys(exports).filter((path) => ['.', './class'].includes(path)), ['.', './class']);
  // Otherwise a bundler drops `import "causeway-data-flow"`, which registers the element.
  assert.notEqual(sideEffects, false);
  const named = [...Object.values(exports).flatMap((value) => (typeof value === 'string' ? [value] : Object.values(value))), customElements];
  if (types) named.push(types);
  const files = await filesBelow(projects.types.installed);
  for (const path of named) assert.ok(files.includes(path.replace(/^\.\//, '')), `${path} is in ${files.join(', ')}`);
  for (const file of files) assert.ok((await stat(join(projects.types.installed, file))).size > 0, file);
});

test('the manifest names every attribute, property, event, slot, part and custom property of the documentation', async () => {
  const { modules } = await manifest('custom-elements.json');
  const found = modules.flatMap(({ declarations = [] }) => declarations).filter(({ tagName }) => tagName === TAG);
  assert.equal(found.length, 1, `one declaration of ${TAG}`);
  const [element] = found;
  assert.equal(element.customElement, true);
  const names = (list = []) => list.map(({ name }) => name).sort();
  const shown = (element.members ?? []).filter(({ privacy, name }) => (privacy ?? 'public') === 'public' && !/^(#|_)|Callback$|^observedAttributes$/.test(name));
  const expected = await documented();
  assert.deepEqual(names(element.attributes), expected.attributes, 'attributes');
  assert.deepEqual(names(shown), expected.members, 'properties and methods');
  assert.deepEqual(names(element.events), expected.events, 'events');
  assert.deepEqual(names(element.slots), expected.slots, 'slots');
  assert.deepEqual(names(element.cssParts), expected.parts, 'parts');
  assert.deepEqual(names(element.cssProperties), expected.properties, 'custom properties');
  const described = [element.attributes, element.events, element.slots, element.cssParts, element.cssProperties].flat();
  assert.deepEqual(described.filter(({ description }) => !description).map(({ name }) => name), [], 'each says what it is for');
  const registered = modules.flatMap(({ exports = [] }) => exports).filter(({ kind }) => kind === 'custom-element-definition');
  assert.deepEqual(names(registered), [TAG]);
});

// What docs/EMBED.md promises, as names. It must not know the element.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

const DOCS = new URL('../../docs/EMBED.md', import.meta.url);

/** Sorted names of everything that the documentation promises. */
export async function documented() {
  const text = await readFile(DOCS, 'utf8');
  const attributes = firstCells(section(text, 'Attributes'));
  const [, properties] = /Each is also a property: ([^.]*)\./s.exec(text) ?? assert.fail('the properties of the attributes are not named');
  const members = firstCells(section(text, 'Properties and methods')).map((name) => name.replace(/\(.*$/, '').split('.').at(-1));
  const appearance = section(text, 'Slots, parts, custom properties');
  const [, parts] = /Parts: ([^.]*)\./s.exec(appearance) ?? assert.fail('the parts are not named');
  const found = {
    attributes,
    members: [...code(properties), ...members],
    events: firstCells(section(text, 'Events')),
    // The default slot has no name.
    slots: ['', ...code(appearance.split('Parts:')[0])],
    parts: code(parts),
    properties: firstCells(appearance),
  };
  for (const [kind, names] of Object.entries(found)) {
    assert.ok(names.length > 1, `docs/EMBED.md names ${kind}`);
    names.sort();
  }
  return found;
}

function section(text, title) {
  const [, body] = text.split(`\n## ${title}\n`);
  assert.ok(body, `docs/EMBED.md has no section "${title}"`);
  return body.split('\n## ')[0];
}

/** What is written as code. */
const code = (text) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

/** What is written as code in the first column of the tables. */
function firstCells(text) {
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((line) => code(line.split('|')[1]));
}

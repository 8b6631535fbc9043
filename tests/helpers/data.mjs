// Real public input, and hostile input of our own.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const DATA = new URL('../data/', import.meta.url).pathname;

/** Path of a file of tests/data. */
export const data = (name) => join(DATA, name);

/** 265 organizations with one endpoint each. */
export const EPIC_BUNDLE = data('directory/epic-r4-bundle.json');
/** 17,037 organizations that share one URL. */
export const ATHENAHEALTH = data('directory/athenahealth-endpoint-list.json');
/** 39 resources. */
export const CAPABILITY_R4 = data('capability/supported-profiles-r4.json');

/** Names that a careless page would run, unescape, cut or turn around. */
export const HOSTILE_NAMES = [
  '<script>globalThis.hacked = true</script>',
  '<img src=x onerror="globalThis.hacked = true">',
  'Smith &amp; Sons &lt;b&gt;',
  `${'Very Long Name Of A Hospital '.repeat(4)}End`.slice(0, 120),
  'X'.repeat(120),
  'مستشفى الملك فهد التخصصي',
  '{{constructor.constructor("globalThis.hacked = true")()}}',
  'UW',
];

/** Writes a directory with these names into `folder`; answers its path. */
export async function directoryOf(folder, names) {
  const path = join(folder, 'directory.json');
  const Endpoints = names.map((OrganizationName, index) => ({
    URL: `https://fhir-${index}.example.org/r4`,
    OrganizationName,
    NPIID: '',
    OrganizationZipCode: '',
  }));
  await writeFile(path, JSON.stringify({ Endpoints }));
  return path;
}

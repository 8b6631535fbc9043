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

/** Name of the organization that `largeNetwork` makes. */
export const LARGE_NETWORK = 'Large Network';

/** Gives `server` an organization in Staging with `n` data flows: one per resource of a capability statement, which has
 * 500 at most, so several are imported. */
export async function largeNetwork(server, n) {
  const name = (at) => `Kind${[676, 26, 1].map((place) => String.fromCharCode(97 + (Math.floor(at / place) % 26))).join('')}`;
  const folder = server.data;
  const directory = join(folder, 'large.json');
  const capability = join(folder, 'large-capability.json');
  const reference = 'urn:uuid:5b0c4f6e-0000-4000-8000-000000000001';
  const endpoint = {
    resourceType: 'Endpoint',
    status: 'active',
    connectionType: { system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type', code: 'hl7-fhir-rest' },
    name: 'FHIR R4',
    payloadType: [{ text: 'any' }],
    address: 'https://fhir.large.example.org/r4',
  };
  const organization = { resourceType: 'Organization', name: LARGE_NETWORK, endpoint: [{ reference }] };
  const entry = [{ fullUrl: reference, resource: endpoint }, { resource: organization }];
  await writeFile(directory, JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
  for (let first = 0; first < n; first += 500) {
    const resource = Array.from({ length: Math.min(500, n - first) }, (_, at) => ({
      type: name(first + at),
      interaction: [{ code: 'read' }, { code: 'search-type' }],
    }));
    const statement = { resourceType: 'CapabilityStatement', status: 'active', kind: 'instance', fhirVersion: '4.0.1', rest: [{ mode: 'server', resource }] };
    await writeFile(capability, JSON.stringify(statement));
    await server.command('import', 'directory', directory, '--capability', capability, '--environment', 'Staging');
  }
}

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

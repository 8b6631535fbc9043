// The data every page of the benchmark draws: the same bytes for the same size, on any machine.
//
// {left: [endpoint], right: [endpoint], flows: [{from, to, model, eventTypes, direction}]}; an endpoint is
// {id, name, url}, `from` and `to` are positions in `left` and `right`. Eight arrows per endpoint; four of five go
// straight across, most others to a neighbour, a few anywhere.

const NAMES = ['Mercy', 'Lakeside', 'Northgate', 'Riverbend', 'Summit', 'Harbor', 'Cedar', 'Pinecrest', 'Unity', 'Saint Anne'];
const KINDS = ['General Hospital', 'Clinic', 'Laboratory', 'Imaging', 'Pharmacy', 'Health Plan', 'Registry', 'Urgent Care'];
const MODELS = [
  'Claim', 'ClinicalSummary', 'Device', 'Financial', 'Flowsheet', 'Inventory', 'Media', 'Medications', 'Notes', 'Order',
  'Organization', 'PatientAdmin', 'PatientEducation', 'Provider', 'Referral', 'Results', 'Scheduling', 'SurgicalScheduling',
  'Vaccination', 'FHIR.Patient', 'FHIR.Observation', 'FHIR.Encounter', 'FHIR.Condition', 'FHIR.DiagnosticReport',
  'FHIR.AllergyIntolerance', 'FHIR.DocumentReference',
];
const EVENTS = ['New', 'Update', 'Delete', 'Arrival', 'Discharge', 'Transfer', 'Query', 'Cancel'];
const VERBS = ['SEND', 'REQUEST', 'RECEIVE', 'RESPOND'];
const ARROWS_PER_ENDPOINT = 8;

/** Numbers in [0, 1) from a 32-bit linear congruential generator (Numerical Recipes' constants), upper bits first. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32;
  };
}

export function flow(n) {
  const next = random(n + 7);
  for (let warm = 0; warm < 20; warm += 1) next();
  const below = (limit) => Math.floor(next() * limit);
  const oneOf = (list) => list[below(list.length)];
  const guid = () =>
    'xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx'.replaceAll('x', () => below(16).toString(16));
  const size = Math.max(2, Math.ceil(n / ARROWS_PER_ENDPOINT));
  const side = (host) =>
    Array.from({ length: size }, (_, at) => ({
      id: guid(),
      name: `${oneOf(NAMES)} ${oneOf(KINDS)} ${at + 1}`,
      url: `https://${host}-${at + 1}.example.org/fhir/r4`,
    }));
  const left = side('ours');
  const right = side('theirs');
  const flows = Array.from({ length: n }, (_, at) => {
    const from = Math.floor((at * size) / n);
    const chance = next();
    let to = from;
    if (chance > 0.95) to = below(size);
    else if (chance > 0.8) to = Math.min(size - 1, Math.max(0, from + below(5) - 2));
    const eventTypes = EVENTS.filter(() => next() < 0.25);
    return { from, to, model: oneOf(MODELS), eventTypes, direction: oneOf(VERBS) };
  });
  return { left, right, flows };
}

/** The same as a server of Causeway would answer it (docs/openapi.json, `ConnectionDataFlow`). */
export function answer(n) {
  const { left, right, flows } = flow(n);
  const at = '2026-01-01T00:00:00.000Z';
  const guid = (number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
  const card = (side) => ({ id, name, url }, place) => ({
    key: `${side} ${place}`, kind: 'endpoint', id, exchange: 'oneWay', name, url, connectionType: null, state: 'active', editable: false, vpn: null,
  });
  const connection = {
    id: guid(0), environmentId: guid(0), name: 'Their organization', kind: 'partner', status: 'healthy', fhirVersion: null,
    flowCounts: { send: 0, receive: 0, request: 0, respond: 0 }, endpointCount: right.length, lastMessageAt: null, vpn: null,
    createdAt: at, updatedAt: at, version: 1,
  };
  const arrow = ({ from, to, model, eventTypes, direction }, place) => ({
    id: guid(place + 1), verb: direction, dataType: model, eventTypes, left: `left ${from}`, right: `right ${to}`, status: 'healthy', lastMessageAt: null,
  });
  return { connection, left: left.map(card('left')), right: right.map(card('right')), flows: flows.map(arrow) };
}

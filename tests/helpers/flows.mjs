// Answers of a server made up from nothing, for pages that feed a picture themselves: of any size, from the future, with
// hostile names, wrong ones. It must not know browsers.
import { HOSTILE_NAMES } from './data.mjs';
import { withArrows } from './picture.mjs';

export const PARTNER = 'Mercy Hospital';

const CONNECTION = {
  id: 'd0000000-0000-4000-8000-000000000001',
  environmentId: 'e0000000-0000-4000-8000-000000000001',
  name: PARTNER,
  kind: 'partner',
  status: 'healthy',
  flowCounts: { send: 1, receive: 1, request: 1, respond: 1 },
  endpointCount: 2,
  createdAt: '2026-10-01T08:00:00.000Z',
  updatedAt: '2026-11-01T08:00:00.000Z',
  version: 3,
};

/** A picture with `n` arrows with `partner`. */
export function flowsOf(n = 100, partner = PARTNER) {
  return withArrows({ connection: { ...CONNECTION, name: partner } }, n);
}

const OUR_KEY = 'a0000000-0000-4000-8000-000000000001';
const OUR_ENDPOINT = 'a0000000-0000-4000-8000-000000000002';
const THEIR_ENDPOINT = 'b0000000-0000-4000-8000-000000000001';

const card = (id, exchange, facts) => ({
  key: `${id}/${exchange}`,
  kind: 'endpoint',
  id,
  exchange,
  url: null,
  connectionType: null,
  state: 'active',
  editable: false,
  ...facts,
});
const flow = (at, verb, dataType, exchange, facts) => ({
  id: `f0000000-0000-4000-8000-00000000000${at}`,
  verb,
  dataType,
  eventTypes: ['New'],
  left: `${exchange === 'oneWay' ? OUR_KEY : OUR_ENDPOINT}/${exchange}`,
  right: `${THEIR_ENDPOINT}/${exchange}`,
  status: 'healthy',
  lastMessageAt: '2026-11-01T10:00:00.000Z',
  ...facts,
});

/** One arrow per verb between one card on each side and exchange kind: small enough to know by heart. */
export function fourFlows() {
  return {
    connection: CONNECTION,
    left: [
      card(OUR_KEY, 'oneWay', { name: 'Our Interface Engine', kind: 'apiKey', state: null }),
      card(OUR_ENDPOINT, 'twoWay', { name: 'Our FHIR Server', url: 'https://fhir.ours.example.org/r4' }),
    ],
    right: [
      card(THEIR_ENDPOINT, 'oneWay', { name: 'Their Inbox', url: 'https://in.mercy.example.org/' }),
      card(THEIR_ENDPOINT, 'twoWay', { name: 'Their Inbox', url: 'https://in.mercy.example.org/' }),
    ],
    flows: [
      flow(1, 'SEND', 'PatientAdmin', 'oneWay'),
      flow(2, 'RECEIVE', 'Results', 'oneWay', { status: 'noTraffic', lastMessageAt: null }),
      flow(3, 'REQUEST', 'FHIR.Encounter', 'twoWay', { eventTypes: ['read', 'search-type'] }),
      flow(4, 'RESPOND', 'Scheduling', 'twoWay', { status: 'down' }),
    ],
  };
}

/** How the arrows of `fourFlows` are named, in the order of their ids. */
export const FOUR_NAMES = [
  `PatientAdmin: you send to ${PARTNER}`,
  `Results: you receive from ${PARTNER}`,
  `FHIR.Encounter: you request from ${PARTNER}`,
  `Scheduling: you respond to ${PARTNER}, Down`,
];

/** What a newer server may answer: values and members that this version has never heard of. */
export function newerFlows() {
  const answer = fourFlows();
  const stream = card('b0000000-0000-4000-8000-000000000002', 'stream', {
    name: 'Their Stream',
    kind: 'queue',
    state: 'hibernating',
    connectionType: 'fhir-subscription',
    vpn: { status: 'quantum', staleAt: null },
  });
  return {
    ...answer,
    revision: 7,
    connection: { ...CONNECTION, kind: 'alliance', status: 'hibernating', region: { code: 'eu' } },
    right: [...answer.right, stream],
    flows: [
      ...answer.flows,
      flow(5, 'BROADCAST', 'Genomics', 'oneWay', { right: stream.key, status: 'hibernating', priority: 'high' }),
    ],
  };
}

/** Names with markup, of 120 characters, and from right to left, wherever a name can stand. */
export function hostileFlows() {
  const answer = flowsOf(HOSTILE_NAMES.length * 2, HOSTILE_NAMES[0]);
  const name = (at) => HOSTILE_NAMES[at % HOSTILE_NAMES.length];
  const renamed = (cards) => cards.map((item, at) => ({ ...item, name: name(at), url: `https://example.org/${name(at + 1)}` }));
  const flows = answer.flows.map((item, at) => ({ ...item, dataType: name(at), eventTypes: [name(at + 1)] }));
  return { ...answer, left: renamed(answer.left), right: renamed(answer.right), flows };
}

/** What is no answer at all. */
export const WRONG_DATA = {
  'an empty object': {},
  'a list': [],
  'text': 'hello',
  'arrows that are no list': { ...fourFlows(), flows: 'none' },
  'an arrow without an id': { ...fourFlows(), flows: [{ verb: 'SEND' }] },
};

// What the tests of the data-flow picture share: finding its parts, answers of the server that a fresh installation
// cannot give yet, pictures of any size, and counting what overlaps.

export const rows = (page) => page.getByRole('list', { name: 'Data flows' }).getByRole('listitem');
export const row = (page, name) => page.getByRole('listitem', { name }).getByRole('button');
export const details = (page) => page.getByRole('region', { name: 'Selected data flow' });
export const find = (page) => page.getByRole('searchbox', { name: 'Find a data flow' });
export const said = (page) => page.locator('.data-flow > [role=status]');

/** Opens the picture of a connection that is in the list of `environment`. */
export async function openPicture(page, name, { environment = 'development', query = '' } = {}) {
  await page.goto(`/connections?environment=${environment}&search=${encodeURIComponent(name)}`);
  await page.getByRole('list', { name: 'Connections' }).getByRole('link', { name }).first().click();
  await rows(page).first().waitFor();
  if (query) await page.goto(new URL(page.url()).pathname + query);
  await page.locator('.flow-heads').waitFor();
}

/** Waits until what is out of view is drawn too, in a picture of up to 300 rows: until then each says which of how many it is. */
export const whole = (page) => page.waitForFunction(
  () => document.querySelector('.flow-row') && !document.querySelector('.flow-row[aria-setsize]'),
);

/** Lets `change(answer)` alter what the server says of a data flow, from now on. Answers the function that stops it. */
export async function alterAnswers(page, change) {
  const pattern = '**/api/v1/connections/*/data-flow';
  const handler = async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change(await response.json()) });
  };
  await page.route(pattern, handler);
  return () => page.unroute(pattern, handler);
}

/** Has the page ask the server again. */
export const refresh = (page) => page.evaluate(() => dispatchEvent(new Event('online')));

/** The same answer with a status for the data flows that `choose(flow, position)` gives one to. */
export function withStatus(answer, choose) {
  const flows = answer.flows.map((flow, at) => ({ ...flow, status: choose(flow, at) ?? flow.status }));
  return { ...answer, flows };
}

const VERBS = ['SEND', 'RECEIVE', 'REQUEST', 'RESPOND'];
const MODELS = ['Claim', 'PatientAdmin', 'Results', 'Scheduling', 'Order', 'FHIR.Encounter', 'FHIR.BiologicallyDerivedProduct'];

/** `answer` with `n` arrows between many endpoints: about eight per endpoint, most straight across, some to others. */
export function withArrows(answer, n) {
  let state = n + 1;
  const below = (limit) => {
    state = (state * 48_271) % 0x7fffffff;
    return state % limit;
  };
  const guid = (kind, at) => `${kind}0000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`;
  const size = Math.max(2, Math.ceil(n / 8));
  const cards = (kind, host) =>
    Array.from({ length: size }, (_, at) => ({
      key: `${guid(kind, at >> 1)}/${at % 2 ? 'twoWay' : 'oneWay'}`,
      kind: 'endpoint',
      id: guid(kind, at >> 1),
      exchange: at % 2 ? 'twoWay' : 'oneWay',
      name: `${host} ${at >> 1}${at % 6 === 0 ? ' of a Hospital with Quite a Long Name in Another Town' : ''}`,
      url: at % 5 === 0 ? null : `https://${host.toLowerCase()}-${at >> 1}.example.org/fhir/r4${'/deep'.repeat(at % 7)}`,
      connectionType: 'hl7-fhir-rest',
      state: at % 9 === 0 ? 'off' : 'active',
      editable: false,
    }));
  const [left, right] = [cards('a', 'Ours'), cards('b', 'Theirs')];
  const flows = Array.from({ length: n }, (_, at) => {
    const from = Math.floor((at * size) / n);
    const to = below(100) < 80 ? from : below(size);
    return {
      id: guid('c', at),
      verb: VERBS[below(4)],
      dataType: MODELS[below(MODELS.length)],
      eventTypes: ['New'],
      left: left[from].key,
      right: right[to].key,
      status: ['healthy', 'healthy', 'healthy', 'healthy', 'noTraffic', 'attention', 'down'][below(7)],
      lastMessageAt: '2026-11-01T10:00:00.000Z',
    };
  });
  return { ...answer, left, right, flows };
}

/** How many boxes of labels and of cards there are, how many pairs of them lie on each other, and how many cards do not
 * hold what stands on them. The picture is the page's own, or in the open shadow tree of the element `inside`. */
export function overlaps(page, inside) {
  return page.evaluate((selector) => {
    const root = selector ? document.querySelector(selector).shadowRoot : document;
    const boxes = (selector) => [...root.querySelectorAll(selector)].map((element) => element.getBoundingClientRect());
    const crossing = (list) => {
      // Sorted from top to bottom, only neighbours can lie on each other.
      list.sort((a, b) => a.top - b.top);
      let found = 0;
      for (let i = 0; i < list.length; i += 1) {
        for (let j = i + 1; j < list.length && list[j].top < list[i].bottom - 0.5; j += 1) {
          if (list[i].right > list[j].left + 0.5 && list[j].right > list[i].left + 0.5) found += 1;
        }
      }
      return found;
    };
    const labels = boxes('.flow-plate');
    const cards = boxes('.flow-box');
    const labelsOnCards = crossing([...labels, ...cards]) - crossing([...labels]) - crossing([...cards]);
    const spills = (box) => {
      const bottom = box.getBoundingClientRect().bottom + 0.5;
      return [...box.children].some((child) => child.getBoundingClientRect().bottom > bottom);
    };
    return {
      spillingCards: [...root.querySelectorAll('.flow-box')].filter(spills).length,
      labels: labels.length,
      cards: cards.length,
      crossingLabels: crossing(labels),
      crossingCards: crossing(cards),
      labelsOnCards,
    };
  }, inside);
}

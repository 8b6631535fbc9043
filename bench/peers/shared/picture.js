// What every peer draws, and where. Places come from one function, so that all pages show the same picture: two columns
// of cards; each arrow leaves its left card level, carries its label, then bends to its right card. Must not know how
// anything is drawn.

export const SHEET_WIDTH = 1120;
export const CARD_WIDTH = 324;
export const ROW_HEIGHT = 32;
/** The x of the cards' inner edges, where arrows end. */
export const LEFT_EDGE = 340;
export const RIGHT_EDGE = 780;
export const LABEL_X = 500;

const MARGIN = 16;
const SMALLEST_CARD = 104;
const BETWEEN_CARDS = 12;
const BEND_FROM = 640;
const BEND_MIDDLE = (BEND_FROM + RIGHT_EDGE) / 2;

/** The data of this page; the page asked for it before this program was there. */
export const answer = globalThis.answer;

/**
 * {height, left: [{top, height}], right: …, arrows: [{leftPort, rightPort, y, endY, path}]}
 *
 * A port is the how-manieth arrow of its card; `y` is where the arrow leaves and has its label, `endY` where it arrives.
 */
export function layOut({ left, right, flows }) {
  const ports = (side, count) => {
    const taken = new Array(count).fill(0);
    return { taken, of: flows.map((flow) => taken[flow[side]]++) };
  };
  const [from, to] = [ports('from', left.length), ports('to', right.length)];
  const column = ({ taken }) => {
    let bottom = MARGIN - BETWEEN_CARDS;
    return taken.map((count) => {
      const card = { top: bottom + BETWEEN_CARDS, height: Math.max(SMALLEST_CARD, count * ROW_HEIGHT) };
      bottom = card.top + card.height;
      return card;
    });
  };
  const [leftCards, rightCards] = [column(from), column(to)];
  const arrows = flows.map((flow, at) => {
    const [leftPort, rightPort] = [from.of[at], to.of[at]];
    const y = leftCards[flow.from].top + portOffset(leftPort);
    const endY = rightCards[flow.to].top + portOffset(rightPort);
    const bend = `C${BEND_MIDDLE} ${y} ${BEND_MIDDLE} ${endY} ${RIGHT_EDGE} ${endY}`;
    const path = y === endY ? `M${LEFT_EDGE} ${y}H${RIGHT_EDGE}` : `M${LEFT_EDGE} ${y}H${BEND_FROM}${bend}`;
    return { leftPort, rightPort, y, endY, path };
  });
  const lowest = [leftCards.at(-1), rightCards.at(-1)].map((card) => card.top + card.height);
  return { height: Math.max(...lowest) + MARGIN, left: leftCards, right: rightCards, arrows };
}

/** From the top of a card to one of its ports. */
export const portOffset = (port) => port * ROW_HEIGHT + ROW_HEIGHT / 2;

export const labelOf = (flow) => `${flow.direction} ${flow.model}`;

/** What stands at the left and the right end of an arrow: filled where the exchange goes, open where an answer returns. */
export const HEADS = {
  SEND: [undefined, 'filled'],
  RECEIVE: ['filled', undefined],
  REQUEST: ['open', 'filled'],
  RESPOND: ['filled', 'open'],
};

/** The data flow that the button changes. */
export const CHANGED = 2;

/** The same data flow turned around, its label marked. */
export function changed(flow) {
  const outward = flow.direction === 'SEND' || flow.direction === 'REQUEST';
  const model = flow.model.endsWith(' *') ? flow.model.slice(0, -2) : `${flow.model} *`;
  return { ...flow, model, direction: outward ? 'RECEIVE' : 'SEND' };
}

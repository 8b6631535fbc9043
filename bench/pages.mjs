// The pages that are measured, as the driver sees them: an address, what is there once they are ready, and what a person
// would click. It must not know how they are built.
//
// address(n)   on the benchmark's server
// ready(n)     [[selector, count]…] once the picture of n arrows is there
// label        class of the elements to click; the first in view are
// selected     matches something while an arrow is selected, and nothing else
// third        expression: the text of the arrow that the button changes
// change       the button; none where there is no such thing
// scroll       function (top) that scrolls the picture
// reach(n)     expression: how far it can be scrolled
// clear        'click' on empty space, or the 'Escape' key
// drawnInFrame see probe.js

import { flow } from './data.mjs';
import { layOut } from './peers/shared/picture.js';

/** So many arrows are in view at most. Ours draws what is out of view a moment later, and from 300 arrows when it is scrolled to. */
const IN_VIEW = 24;
/** It draws nothing ahead. */
const IN_VIEW_OF_REACT_FLOW = 20;
const CARDS_IN_VIEW = 4;
const STAGE_HEIGHT = 760;
/** In a window of 1280 × 800, right of every picture. */
export const EMPTY_SPACE = [1250, 650];

const cards = (n) => 2 * Math.max(2, Math.ceil(n / 8));
const everything = (n) => [['.arrow', n], ['.label', n], ['.card', cards(n)]];
const third = (name) => `document.getElementsByClassName('${name}')[2]?.textContent`;
const scrollElement = (element) => ({
  scroll: `(top) => { ${element}.scrollTop = top; }`,
  reach: () => `${element}.scrollHeight - ${element}.clientHeight`,
});
/** For pages whose picture is moved by a program, without an element that scrolls. */
const reachByLayout = (n) => String(layOut(flow(n)).height - STAGE_HEIGHT);

const peer = {
  ready: everything,
  label: 'label',
  selected: '.label.selected',
  third: third('label'),
  change: '#change',
  clear: 'click',
  ...scrollElement(`document.getElementById('stage')`),
};

const reactFlow = {
  ...peer,
  address: (n) => `/react-flow/?n=${n}`,
  ready: (n) => [['.react-flow__edge-path', n], ['.label', n], ['.card', cards(n)]],
  // It pans by the wheel: the steps of the others, as the wheel would tell them.
  scroll: `(top) => {
    const deltaY = top - (globalThis.panned ?? 0);
    globalThis.panned = top;
    const place = { clientX: 500, clientY: 400, bubbles: true, cancelable: true };
    document.querySelector('.react-flow__pane').dispatchEvent(new WheelEvent('wheel', { deltaY, ...place }));
  }`,
  reach: reachByLayout,
};

const drawnByOurs = (arrows) => [['.flow-row', arrows], ['.flow-arrows path.flow-arrow', arrows]];

/** The picture of ours, wherever it is. */
const causeway = {
  ready: (n) => drawnByOurs(Math.min(n, IN_VIEW)),
  label: 'flow-plate',
  selected: '.flow-plate[aria-pressed="true"]',
  third: third('flow-plate'),
  clear: 'click',
};

const widget = {
  ...causeway,
  ready: (n) => [...drawnByOurs(n), ['.flow-card', cards(n)]],
};

/** Strangers' pages with the widget; widget.mjs measures them beside React Flow. */
export const WIDGETS = {
  widget: { ...widget, title: 'widget', address: (n) => `/widget/?n=${n}` },
  'widget-src': { ...widget, title: 'widget, plainest page', address: (n) => `/widget-src/?n=${n}` },
};

export const PAGES = {
  vanilla: { ...peer, title: 'hand-written DOM', address: (n) => `/vanilla/?n=${n}` },
  causeway: {
    ...causeway,
    ...scrollElement(`document.getElementById('stage')`),
    title: 'Causeway, bare page',
    address: (n) => `/bench/flow?n=${n}`,
    ready: (n) => [...causeway.ready(n), ['.flow-card', Math.min(cards(n), CARDS_IN_VIEW)]],
    change: '#change',
  },
  dashboard: {
    ...causeway,
    ...scrollElement('document.documentElement'),
    title: 'Causeway, dashboard',
    // Its address is not known before its server runs; all its arrows are between two cards.
    ready: (n) => [...causeway.ready(n), ['.flow-card', 2]],
    clear: 'Escape',
  },
  solid: { ...peer, title: 'Solid', address: (n) => `/solid/?n=${n}` },
  'react-flow': { ...reactFlow, title: 'React Flow' },
  'react-flow-visible': {
    ...reactFlow,
    title: 'React Flow, only what is in view',
    address: (n) => `/react-flow/?visible=1&n=${n}`,
    ready(n) {
      const shown = Math.min(n, IN_VIEW_OF_REACT_FLOW);
      return [['.react-flow__edge-path', shown], ['.label', shown], ['.card', CARDS_IN_VIEW]];
    },
  },
  cytoscape: {
    ...peer,
    title: 'Cytoscape.js',
    address: (n) => `/cytoscape/?n=${n}`,
    ready: (n) => [[`html[data-arrows="${n}"]`, 1]],
    selected: 'html[data-selected="1"]',
    third: 'document.documentElement.dataset.third',
    scroll: '(top) => globalThis.scrollPicture(top)',
    reach: reachByLayout,
    drawnInFrame: true,
  },
};

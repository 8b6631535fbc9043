// Cytoscape.js: one canvas. What is cheap for it is left to it: arrows are straight lines, cards are boxes with three
// lines of text, without a button or a link. A canvas shows nothing to selectors, so the page says in attributes of
// <html> what it has drawn, and offers the two things that the others do by elements: `labelPlaces` and `scrollPicture`.
import cytoscape from 'cytoscape';
import { CARD_WIDTH, CHANGED, HEADS, LABEL_X, LEFT_EDGE, RIGHT_EDGE, answer, changed, labelOf, layOut } from '../shared/picture.js';
import '../shared/picture.css';

const COLOR = '#3b4cca';
const SHAPES = { filled: 'triangle', open: 'vee' };

const data = await answer;
const places = layOut(data);

const nodesOf = (side, x) =>
  data[side].map(({ name, id, url }, at) => {
    const { top, height } = places[side][at];
    return {
      data: { id: `${side} ${at}`, label: `${name}\n${id}\n${url}`, height },
      position: { x, y: top + height / 2 },
    };
  });

const shown = (flow) => {
  const [start, end] = HEADS[flow.direction];
  return { flow, label: labelOf(flow), start: SHAPES[start] ?? 'none', end: SHAPES[end] ?? 'none' };
};

const edges = data.flows.map((flow, at) => {
  const { y, endY } = places.arrows[at];
  const onEdge = (x, port, card) => `${x}px ${port - card.top - card.height / 2}px`;
  return {
    data: {
      id: `arrow ${at}`,
      source: `left ${flow.from}`,
      target: `right ${flow.to}`,
      from: onEdge(CARD_WIDTH / 2, y, places.left[flow.from]),
      to: onEdge(-CARD_WIDTH / 2, endY, places.right[flow.to]),
      // A label stands in the middle of its line by itself; this moves it to where the others have theirs.
      shiftX: LABEL_X - (LEFT_EDGE + RIGHT_EDGE) / 2,
      shiftY: y - (y + endY) / 2,
      ...shown(flow),
    },
  };
});

const picture = cytoscape({
  container: document.getElementById('stage'),
  elements: [...nodesOf('left', LEFT_EDGE - CARD_WIDTH / 2), ...nodesOf('right', RIGHT_EDGE + CARD_WIDTH / 2), ...edges],
  layout: { name: 'preset', fit: false },
  zoom: 1,
  pan: { x: 0, y: 0 },
  autoungrabify: true,
  boxSelectionEnabled: false,
  userZoomingEnabled: false,
  style: [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle', width: CARD_WIDTH, height: 'data(height)', 'background-color': '#fff', 'border-width': 1,
        'border-color': '#7d8896', label: 'data(label)', 'text-wrap': 'wrap', 'text-valign': 'center', 'font-size': 13, color: '#18212c',
      },
    },
    {
      selector: 'edge',
      style: {
        'curve-style': 'straight', width: 1.5, 'line-color': COLOR, 'source-endpoint': 'data(from)', 'target-endpoint': 'data(to)',
        'source-arrow-shape': 'data(start)', 'source-arrow-color': COLOR, 'target-arrow-shape': 'data(end)', 'target-arrow-color': COLOR,
        label: 'data(label)', 'font-size': 13, 'text-background-color': '#fff', 'text-background-opacity': 1,
        'text-margin-x': 'data(shiftX)', 'text-margin-y': 'data(shiftY)', 'text-events': 'yes',
      },
    },
    { selector: 'edge:selected', style: { width: 3, color: '#0b6e6e' } },
  ],
});

// Told right after a frame was drawn.
const drawn = document.documentElement.dataset;
picture.on('render', () => {
  drawn.arrows = picture.edges().length;
  drawn.selected = picture.$('edge:selected').length;
  drawn.third = picture.$id(`arrow ${CHANGED}`).data('label');
});

document.getElementById('change').addEventListener('click', () => {
  const arrow = picture.$id(`arrow ${CHANGED}`);
  arrow.data(shown(changed(arrow.data('flow'))));
});

globalThis.labelPlaces = () => {
  const { x, y } = document.getElementById('stage').getBoundingClientRect();
  return places.arrows.map((arrow) => [x + LABEL_X, y + arrow.y]);
};
globalThis.scrollPicture = (top) => picture.pan({ x: 0, y: -top });

// The baseline: hand-written DOM that draws everything at once. One element per arrow and one per label, copied from
// prototypes and put into the page in one go; one listener for all of them.
import { CHANGED, HEADS, LABEL_X, SHEET_WIDTH, answer, changed, labelOf, layOut } from '../shared/picture.js';
import '../shared/picture.css';

const svg = (name, attributes) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

/** The ornaments of arrows; turned around where they start one. */
function definitions() {
  const marker = (id, d) => {
    const element = svg('marker', {
      id, viewBox: '0 0 8 8', refX: 8, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: 'userSpaceOnUse', orient: 'auto-start-reverse',
    });
    element.append(svg('path', { class: `head-${id}`, d }));
    return element;
  };
  const definitions = svg('defs', {});
  definitions.append(marker('filled', 'M0 0 8 4 0 8z'), marker('open', 'M1 1 7 4 1 7'));
  return definitions;
}

function card(side) {
  const element = document.createElement('article');
  element.className = `card ${side}`;
  element.innerHTML = '<b></b><button type="button">Copy</button><code></code><a></a>';
  return element;
}

function putHeads(arrow, flow) {
  const [start, end] = HEADS[flow.direction];
  if (start) arrow.setAttribute('marker-start', `url(#${start})`);
  else arrow.removeAttribute('marker-start');
  if (end) arrow.setAttribute('marker-end', `url(#${end})`);
  else arrow.removeAttribute('marker-end');
}

const data = await answer;
const places = layOut(data);
const stage = document.getElementById('stage');
const sheet = document.createElement('div');
sheet.className = 'sheet';
sheet.style.height = `${places.height}px`;

const drawing = svg('svg', { class: 'arrows', width: SHEET_WIDTH, height: places.height });
drawing.append(definitions());
const arrowPrototype = svg('path', { class: 'arrow' });
const labelPrototype = svg('text', { class: 'label', x: LABEL_X });
const drawn = data.flows.map((flow, at) => {
  const arrow = arrowPrototype.cloneNode();
  const label = labelPrototype.cloneNode();
  arrow.setAttribute('d', places.arrows[at].path);
  putHeads(arrow, flow);
  label.setAttribute('y', places.arrows[at].y);
  label.textContent = labelOf(flow);
  drawing.append(arrow, label);
  return (label.shows = { arrow, label });
});
sheet.append(drawing);

for (const side of ['left', 'right']) {
  const prototype = card(side);
  data[side].forEach((endpoint, at) => {
    const element = prototype.cloneNode(true);
    const [name, , id, link] = element.children;
    const { top, height } = places[side][at];
    element.style.cssText = `top:${top}px;height:${height}px`;
    name.textContent = endpoint.name;
    id.textContent = endpoint.id;
    link.textContent = link.href = endpoint.url;
    sheet.append(element);
  });
}
stage.append(sheet);

let selected;
const mark = ({ arrow, label }, on) => {
  arrow.classList.toggle('selected', on);
  label.classList.toggle('selected', on);
};
stage.addEventListener('click', ({ target }) => {
  if (selected) mark(selected, false);
  selected = target.shows;
  if (selected) mark(selected, true);
});

document.getElementById('change').addEventListener('click', () => {
  const flow = (data.flows[CHANGED] = changed(data.flows[CHANGED]));
  drawn[CHANGED].label.textContent = labelOf(flow);
  putHeads(drawn[CHANGED].arrow, flow);
});

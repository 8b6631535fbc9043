// The signs of the picture: statuses as shape, colour and word, heads of arrows, the legend. The same as the dashboard's
// (crates/data-flow-view, status.rs, markers.rs, heading.rs); a test holds the two against each other.
import { draw, make } from './elements.js';

/** Outline, colour, whether only the outline is drawn. Outlines differ, so that statuses differ without colour too. */
const SHAPES = {
  down: ['M5 0 10 5 5 10 0 5z', 'bad'],
  attention: ['M5 0.6 10 9.4H0z', 'warn'],
  healthy: ['M5 0.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9z', 'ok'],
  requested: ['M5 1v2M5 7v2M1 5h2M7 5h2', 'idle', true],
};
const OTHER = ['M5 1.2a3.8 3.8 0 1 1 0 7.6a3.8 3.8 0 1 1 0-7.6z', 'idle', true];

/** A status, ready to read. */
export const word = (status, label) => {
  const [outline, tone, hollow] = SHAPES[status] ?? OTHER;
  const shape = draw(
    hollow ? 'svg.flow-shape.hollow' : 'svg.flow-shape',
    { viewBox: '0 0 10 10', width: 10, height: 10, 'aria-hidden': 'true' },
    draw('path', { d: outline }),
  );
  return make(`span.flow-status.${tone}`, {}, shape, label);
};

let pictures = 0;
/** A number that no other picture has: ids are made with it, so that no two in a page are the same. */
export const nextPicture = () => (pictures += 1);

const id = (picture, tone, head) => `flow-${picture}-${tone}-${head}`;

/** The heads at both ends of a path. */
export const ends = (picture, tone, start, end) => ({
  'marker-start': start ? `url(#${id(picture, tone, start)})` : null,
  'marker-end': end ? `url(#${id(picture, tone, end)})` : null,
});

/** The definitions of the heads of some tones, once per picture. */
export const definitions = (picture, ...tones) => {
  const marker = (tone, head, d) => {
    const size = { markerWidth: 10, markerHeight: 10, markerUnits: 'userSpaceOnUse', orient: 'auto-start-reverse' };
    const place = { id: id(picture, tone, head), viewBox: '0 0 10 10', refX: 8.5, refY: 5, ...size };
    return draw(`marker.flow-head.${tone}.${head}`, place, draw('path', { d }));
  };
  const both = (tone) => [marker(tone, 'filled', 'M0.5 1 9 5 0.5 9z'), marker(tone, 'open', 'M1.5 1.5 8.5 5 1.5 8.5')];
  return draw('defs', {}, ...tones.flatMap(both));
};

/** What colours, heads and strokes mean, in words; the style sheet draws the arrows. */
export const legend = () => {
  const sample = (name, meaning) => make(`li.${name}`, {}, meaning);
  return make(
    'ul.flow-legend',
    { role: 'list', 'aria-label': 'Legend', part: 'legend' },
    sample('out', 'you start it, data goes there'),
    sample('in', 'they start it, data comes to you'),
    sample('answer', 'the answer comes back'),
    sample('troubled', 'needs attention'),
  );
};

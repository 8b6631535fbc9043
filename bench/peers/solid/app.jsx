// The same elements as the baseline, by Solid: rows are keyed by their data flow, so that a changed one is drawn anew
// and no other is looked at; a keyed selector tells only the two rows that a selection concerns.
import { For, createSelector, createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { CHANGED, HEADS, LABEL_X, SHEET_WIDTH, answer, changed, labelOf, layOut } from '../shared/picture.js';
import '../shared/picture.css';

const Marker = (props) => (
  <marker
    id={props.id} viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse"
    orient="auto-start-reverse"
  >
    <path class={`head-${props.id}`} d={props.d} />
  </marker>
);

function Card({ side, endpoint, place }) {
  return (
    <article class={`card ${side}`} style={`top:${place.top}px;height:${place.height}px`}>
      <b>{endpoint.name}</b><button type="button">Copy</button><code>{endpoint.id}</code><a href={endpoint.url}>{endpoint.url}</a>
    </article>
  );
}

const reference = (head) => head && `url(#${head})`;

function Picture({ data }) {
  const places = layOut(data);
  const [flows, setFlows] = createSignal(data.flows);
  const [selected, select] = createSignal();
  const isSelected = createSelector(selected);
  document.getElementById('change').addEventListener('click', () => {
    setFlows((flows) => flows.with(CHANGED, changed(flows[CHANGED])));
  });
  document.getElementById('stage').addEventListener('click', ({ target }) => {
    if (!target.classList.contains('label')) select();
  });

  const arrow = (flow, index) => {
    const at = index();
    const place = places.arrows[at];
    const [start, end] = HEADS[flow.direction];
    return (
      <>
        <path
          class="arrow" classList={{ selected: isSelected(at) }} d={place.path}
          marker-start={reference(start)} marker-end={reference(end)}
        />
        <text class="label" classList={{ selected: isSelected(at) }} x={LABEL_X} y={place.y} onClick={[select, at]}>
          {labelOf(flow)}
        </text>
      </>
    );
  };
  const card = (side) => (endpoint, index) => <Card side={side} endpoint={endpoint} place={places[side][index()]} />;
  return (
    <div class="sheet" style={`height:${places.height}px`}>
      <svg class="arrows" width={SHEET_WIDTH} height={places.height}>
        <defs><Marker id="filled" d="M0 0 8 4 0 8z" /><Marker id="open" d="M1 1 7 4 1 7" /></defs>
        <For each={flows()}>{arrow}</For>
      </svg>
      <For each={data.left}>{card('left')}</For>
      <For each={data.right}>{card('right')}</For>
    </div>
  );
}

const data = await answer;
render(() => <Picture data={data} />, document.getElementById('stage'));

// React Flow with what the picture needs and nothing else: memoised nodes with one handle per arrow, so that arrows do
// not lie on each other; a memoised edge of our own, because the built-in label measures every text. No controls, no
// background, no wide invisible paths. `?visible=1` lets it draw only what is in view.
import { memo, useCallback, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { BaseEdge, Handle, MarkerType, Position, ReactFlow, useEdgesState, useNodesState } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { CARD_WIDTH, CHANGED, HEADS, LABEL_X, RIGHT_EDGE, answer, changed, labelOf, layOut, portOffset } from '../shared/picture.js';
import '../shared/picture.css';
import './react-flow.css';

const onlyVisible = new URLSearchParams(location.search).has('visible');
const COLOR = '#3b4cca';
const MARKERS = {
  filled: { type: MarkerType.ArrowClosed, color: COLOR },
  open: { type: MarkerType.Arrow, color: COLOR },
};

const Card = memo(({ data: { endpoint, height, ports, isLeft } }) => (
  <>
    <article className="card" style={{ height }}>
      <b>{endpoint.name}</b><button type="button">Copy</button><code>{endpoint.id}</code><a href={endpoint.url}>{endpoint.url}</a>
    </article>
    {ports.map((port) => (
      <Handle
        key={port} id={String(port)} type={isLeft ? 'source' : 'target'} position={isLeft ? Position.Right : Position.Left}
        style={{ top: portOffset(port) }}
      />
    ))}
  </>
));

const Arrow = memo(({ id, data, selected, markerStart, markerEnd }) => (
  <>
    <BaseEdge id={id} path={data.place.path} markerStart={markerStart} markerEnd={markerEnd} interactionWidth={0} />
    <text className={selected ? 'label selected' : 'label'} x={LABEL_X} y={data.place.y}>{labelOf(data.flow)}</text>
  </>
));

const nodeTypes = { card: Card };
const edgeTypes = { arrow: Arrow };

function nodesOf(data, places, side) {
  const isLeft = side === 'left';
  const ports = data[side].map(() => []);
  data.flows.forEach((flow, at) => {
    ports[isLeft ? flow.from : flow.to].push(isLeft ? places.arrows[at].leftPort : places.arrows[at].rightPort);
  });
  return data[side].map((endpoint, at) => {
    const { top, height } = places[side][at];
    return {
      id: `${side} ${at}`,
      type: 'card',
      width: CARD_WIDTH,
      height,
      position: { x: isLeft ? 16 : RIGHT_EDGE, y: top },
      data: { endpoint, height, ports: ports[at], isLeft },
    };
  });
}

function withHeads(edge, flow) {
  const [start, end] = HEADS[flow.direction];
  return { ...edge, data: { ...edge.data, flow }, markerStart: MARKERS[start], markerEnd: MARKERS[end] };
}

function edgesOf(data, places) {
  return data.flows.map((flow, at) => {
    const place = places.arrows[at];
    const edge = {
      id: `arrow ${at}`,
      type: 'arrow',
      source: `left ${flow.from}`,
      target: `right ${flow.to}`,
      sourceHandle: String(place.leftPort),
      targetHandle: String(place.rightPort),
      data: { place },
    };
    return withHeads(edge, flow);
  });
}

function Picture({ initialNodes, initialEdges }) {
  const [nodes, , onNodesChange] = useNodesState(initialNodes);
  const [edges, setEdges, onEdgesChange] = useEdgesState(initialEdges);
  const change = useCallback(() => {
    setEdges((edges) => edges.with(CHANGED, withHeads(edges[CHANGED], changed(edges[CHANGED].data.flow))));
  }, [setEdges]);
  useEffect(() => {
    const button = document.getElementById('change');
    button.addEventListener('click', change);
    return () => button.removeEventListener('click', change);
  }, [change]);
  return (
    <ReactFlow
      nodes={nodes} edges={edges} onNodesChange={onNodesChange} onEdgesChange={onEdgesChange}
      nodeTypes={nodeTypes} edgeTypes={edgeTypes} nodesDraggable={false} nodesConnectable={false}
      panOnScroll panOnScrollSpeed={1} onlyRenderVisibleElements={onlyVisible}
    />
  );
}

const data = await answer;
const places = layOut(data);
createRoot(document.getElementById('stage')).render(
  <Picture
    initialNodes={[...nodesOf(data, places, 'left'), ...nodesOf(data, places, 'right')]}
    initialEdges={edgesOf(data, places)}
  />,
);

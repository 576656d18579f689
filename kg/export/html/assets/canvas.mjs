// The drawing: vis-network with fixed positions, our own labels, the selection and the filters.

import { button, byId } from "./dom.mjs";
import { drawLabels, nodeLines } from "./labels.mjs";
import { edgeLook, lineColour, nodeLook, readTheme } from "./look.mjs";
import { drawnFor, edgeId, relation, statementOfEdge } from "./model.mjs";
import { visibleParts } from "./visible.mjs";

const MARGIN = { x: 96, y: 62 }; // pixels around the drawing, for names at its edge
const READABLE = 0.55; // scale from which a drawing can be read on a small screen
const NAMES_ON_LINES_UP_TO = 400; // visible lines; with more only those of the selection are named

export function createCanvas(model, { state, select, subscribe }) {
  const host = byId("canvas");
  const { Network, DataSet } = globalThis.vis;
  const size = new Map(model.network.nodes.map((node) => [node.id, node.size]));
  const ends = new Map(model.network.edges.map((edge) => [edge.id, edge]));
  const lines = new Map(model.network.nodes.map(({ id }) => [id, nodeLines(model, model.nodes[id])]));
  const nodes = new DataSet(model.network.nodes.map(({ label, group, ...node }) => node));
  const edges = new DataSet(model.network.edges);
  const looks = new Map();
  let theme = readTheme();
  let shown = visibleParts(model, state);
  let near = neighbourhood();
  let hovered = {};
  let labels = [];

  const busy = model.network.edges.length > 1200;
  const options = model.network.options;
  options.interaction = { ...options.interaction, hideEdgesOnDrag: busy, hideEdgesOnZoom: busy };
  const network = new Network(host, { nodes, edges }, options);
  host.firstElementChild.tabIndex = -1; // the host itself takes the keys

  /** {nodes, edges} that the selection is about; null if nothing drawn is selected. */
  function neighbourhood() {
    const chosen = state.selection;
    if (chosen?.kind === "node" && model.drawnNodes.has(chosen.index)) {
      const found = { nodes: new Set([chosen.index]), edges: new Set() };
      for (const i of model.told[chosen.index]) {
        const edge = ends.get(edgeId(i));
        if (!edge) continue;
        found.edges.add(edge.id);
        found.nodes.add(edge.from).add(edge.to);
      }
      return found;
    }
    if (chosen?.kind !== "statement") return null;
    const edge = ends.get(edgeId(drawnFor(model, chosen.index)));
    return edge ? { nodes: new Set([edge.from, edge.to]), edges: new Set([edge.id]), line: edge.id } : null;
  }

  /** Nodes none of whose visible lines is more than planned. */
  function onlyPlanned() {
    const best = new Map();
    for (const id of shown.edges) {
      const { from, to } = ends.get(id);
      const sure = model.statements[statementOfEdge(id)].status === "asserted";
      for (const end of [from, to]) best.set(end, best.get(end) || sure);
    }
    return new Set([...best.keys()].filter((end) => model.nodes[end].event && !best.get(end)));
  }

  function changed(id, look) {
    const text = JSON.stringify(look);
    if (looks.get(id) === text) return false;
    looks.set(id, text);
    return true;
  }

  function restyle() {
    const planned = onlyPlanned();
    const dressedNodes = model.network.nodes.map(({ id }) => ({
      id,
      ...nodeLook(model, theme, id, {
        hidden: !shown.nodes.has(id) && !near?.nodes.has(id),
        faded: near !== null && !near.nodes.has(id),
        chosen: state.selection?.kind === "node" && state.selection.index === id,
        planned: planned.has(id),
      }),
    }));
    const dressedEdges = model.network.edges.map(({ id, width }) => ({
      id,
      ...edgeLook(theme, model.statements[statementOfEdge(id)], {
        hidden: !shown.edges.has(id) && near?.line !== id,
        faded: near !== null && !near.edges.has(id),
        chosen: near?.line === id,
        width,
        busy: busy && near === null,
      }),
    }));
    nodes.update(dressedNodes.filter((look) => changed(look.id, look)));
    edges.update(dressedEdges.filter((look) => changed(look.id, look)));
    network.redraw();
  }

  function nodesToName() {
    const positions = network.getPositions();
    return model.network.nodes
      .filter(({ id }) => shown.nodes.has(id) || near?.nodes.has(id))
      .map(({ id }) => ({
        index: id,
        point: positions[id],
        size: size.get(id),
        lines: lines.get(id),
        faded: near !== null && !near.nodes.has(id),
        minor: model.nodes[id].event && !near?.nodes.has(id),
        urgent: hovered.node === id || (state.selection?.kind === "node" && state.selection.index === id) || Boolean(near?.line && near.nodes.has(id)),
        rank: (near?.nodes.has(id) ? 1e6 : 0) + (hovered.node === id ? 1e7 : 0) + model.nodes[id].support,
      }))
      .sort((a, b) => b.rank - a.rank);
  }

  function linesToName() {
    const all = shown.edges.size <= NAMES_ON_LINES_UP_TO;
    return model.network.edges
      .filter(({ id }) => (shown.edges.has(id) || near?.line === id) && (near ? near.edges.has(id) : all || hovered.edge === id))
      .map(({ id, from, to }) => {
        const statement = model.statements[statementOfEdge(id)];
        return {
          id,
          text: (statement.derived ? "∴ " : "") + (statement.status === "negated" ? "not: " : "") + relation(model, statement),
          ...along(id, from, to),
          faded: false,
          urgent: hovered.edge === id || near?.line === id,
          colour: statement.status === "negated" ? lineColour(theme, statement) : theme.muted,
          rank: (hovered.edge === id ? 1e6 : 0) + statement.claims.length,
        };
      })
      .sort((a, b) => b.rank - a.rank);
  }

  /** Points on a line at which its name may stand, and how long it is. */
  function along(id, from, to) {
    const ends = network.getPositions([from, to]);
    const [a, b] = [ends[from], ends[to]];
    const curve = network.body?.edges?.[id]?.edgeType;
    const at = (t) => curve?.getPoint ? curve.getPoint(t) : { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
    return { points: [0.5, 0.42, 0.58, 0.34, 0.66, 0.28, 0.72].map(at), length: Math.hypot(b.x - a.x, b.y - a.y) };
  }

  function pick({ nodes: [node], edges: [edge], pointer }) {
    const { x, y } = pointer.DOM;
    const label = labels.find((it) => x >= it.left && x <= it.right && y >= it.top && y <= it.bottom);
    if (node !== undefined) return { kind: "node", index: node };
    if (label) return label.edge ? { kind: "statement", index: statementOfEdge(label.edge) } : { kind: "node", index: label.node };
    return edge === undefined ? null : { kind: "statement", index: statementOfEdge(edge) };
  }

  function hover(what) {
    hovered = what;
    host.classList.toggle("pointing", Object.keys(what).length > 0);
    network.redraw();
  }

  /** Shows these nodes with room for their names: as large as fits, between the two scales. */
  function frame(ids, { least, most, animated = false }) {
    const points = Object.values(network.getPositions(ids));
    if (!points.length) return;
    const side = (axis) => [Math.min(...points.map((it) => it[axis])), Math.max(...points.map((it) => it[axis]))];
    const [[left, right], [top, bottom]] = [side("x"), side("y")];
    const room = { x: Math.max(80, host.clientWidth - 2 * MARGIN.x), y: Math.max(60, host.clientHeight - 2 * MARGIN.y) };
    const fits = Math.min(room.x / (right - left || 1), room.y / (bottom - top || 1));
    network.moveTo({
      position: { x: (left + right) / 2, y: (top + bottom) / 2 },
      scale: Math.min(most, Math.max(least, fits)),
      animation: animated && !matchMedia("(prefers-reduced-motion: reduce)").matches ? { duration: 350 } : false,
    });
  }

  function fit() {
    frame([...shown.nodes], { least: 0.03, most: 1.3 });
  }

  /** The first view: all, or where that would be too small to read, the surroundings of what is said most about. */
  function open() {
    fit();
    if (network.getScale() >= READABLE || model.network.nodes.length > 150) return;
    const [first] = [...shown.nodes].sort((a, b) => model.nodes[b].support - model.nodes[a].support);
    network.moveTo({ position: network.getPositions([first])[first], scale: READABLE });
  }

  /** Brings what is selected into view if it is outside or too small. */
  function reveal({ animated }) {
    if (!near) return;
    const points = Object.values(network.getPositions([...near.nodes])).map((point) => network.canvasToDOM(point));
    const { clientWidth: width, clientHeight: height } = host;
    const inside = points.every(({ x, y }) => x > 70 && y > 50 && x < width - 70 && y < height - 50);
    const apart = points.length === 2 ? Math.hypot(points[0].x - points[1].x, points[0].y - points[1].y) : Infinity;
    if (inside && network.getScale() > READABLE / 2 && apart > 110) return;
    frame([...near.nodes], { least: READABLE / 2, most: Math.max(near.line ? 1.3 : 1, network.getScale()), animated });
  }

  /** Larger nodes and lines where the whole drawing is seen from far away. */
  function enlarge() {
    const by = Math.min(1.8, Math.max(1, 0.7 / network.getScale()));
    for (const [id, radius] of size) size.set(id, Math.min(radius * by, Math.max(radius, 40)));
    nodes.update([...size].map(([id, radius]) => ({ id, size: radius })));
    edges.update(model.network.edges.map((edge) => ({ id: edge.id, width: (edge.width *= Math.sqrt(by)) })));
  }

  function zoom(by) {
    network.moveTo({ scale: Math.min(4, Math.max(0.05, network.getScale() * by)) });
  }

  function onKey(event) {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    if (step) {
      const { x, y } = network.getViewPosition();
      network.moveTo({ position: { x: x + (step[0] * 60) / network.getScale(), y: y + (step[1] * 60) / network.getScale() } });
    } else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  }

  network.on("click", (event) => {
    network.unselectAll();
    select(pick(event));
  });
  network.on("hoverNode", ({ node }) => hover({ node }));
  network.on("hoverEdge", ({ edge }) => hover({ edge }));
  network.on("blurNode", () => hover({}));
  network.on("blurEdge", () => hover({}));
  network.on("afterDrawing", (context) => {
    labels = drawLabels(context, theme, { nodes: nodesToName(), edges: linesToName() });
  });
  host.addEventListener("keydown", onKey);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    theme = readTheme();
    restyle();
  });
  subscribe((_, what) => {
    if (what === "filters") shown = visibleParts(model, state);
    if (what !== "view") near = neighbourhood();
    if (what === "view" && state.view === "graph") network.redraw();
    if (what !== "view") restyle();
    if (what === "selection") reveal({ animated: true });
  });
  byId("zoom").replaceChildren(
    button("+", () => zoom(1.25), { "aria-label": "Zoom in" }),
    button("−", () => zoom(0.8), { "aria-label": "Zoom out" }),
    button("Fit", fit, { "aria-label": "Show all" }),
  );
  restyle();
  fit();
  enlarge();
  open();
  new ResizeObserver(() => requestAnimationFrame(() => (near ? reveal({ animated: false }) : network.redraw()))).observe(host);
  return { network, fit, labels: () => labels };
}

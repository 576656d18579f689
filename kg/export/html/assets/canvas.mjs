// The drawing: vis-network with fixed positions, our own labels, areas, the selection and the filters.

import { areaAt, areasOf, drawAreas } from "./areas.mjs";
import { button, byId } from "./dom.mjs";
import { drawLabels } from "./labels.mjs";
import { edgeLook, moreLook, nodeLook, readTheme } from "./look.mjs";
import { statementOfEdge } from "./model.mjs";
import { linesToName, namesOf, nodesToName } from "./naming.mjs";
import { places } from "./places.mjs";
import { lineOf, statementAllowed, visibleParts } from "./visible.mjs";

const MARGIN = { x: 84, y: 58 }; // pixels around the drawing, for names at its edge
const READABLE = 0.55; // scale from which a drawing can be read on a small screen
const NEAR_AT_MOST = 400; // neighbours of a chosen node that are drawn with it, wherever they stand
const MORE_AT_MOST = 60; // communities that offer to be opened in the drawing
const BUSY = 900; // lines, with which those not asked for are drawn faintly, and none while the drawing moves

export function createCanvas(model, { state, select, filter, subscribe }) {
  const host = byId("canvas");
  const { Network, DataSet } = globalThis.vis;
  const [nodes, edges] = [new DataSet(), new DataSet()];
  const looks = new Map(); // id -> what vis-network was last told, as text
  let theme = readTheme();
  let [grown, hovered, labels, areas, more] = [1, {}, [], [], []];
  let shown, at, near;

  const busy = model.network.edges.length > BUSY;
  const options = model.network.options;
  options.interaction = { ...options.interaction, hideEdgesOnDrag: busy, hideEdgesOnZoom: busy };
  const names = namesOf(model);
  look();
  grown = growth(fitting([...at.values(), ...more], { least: 0.01, most: 1.3 }).scale);
  restyle();
  const network = new Network(host, { nodes, edges }, options); // with all it is to draw, which is faster than bit by bit
  host.firstElementChild.tabIndex = -1; // the host itself takes the keys

  /** What the state asks to be drawn, and where. */
  function look() {
    shown = visibleParts(model, state);
    near = neighbourhood();
    at = places(model, shown, state);
    if (near && !state.focus && !state.path) for (const id of near.nodes) if (!at.has(id)) at.set(id, spot(id));
    const free = !state.focus && !state.path;
    areas = state.areas && free ? areasOf(model, at) : [];
    more = free ? foldedAway() : [];
  }

  function spot(id) {
    const { x, y } = model.node.get(id);
    return { x, y };
  }

  /** {nodes, edges, line} that the selection is about; null if nothing drawn is selected. */
  function neighbourhood() {
    const chosen = state.selection;
    if (chosen?.kind === "group") {
      const members = new Set([...shown.nodes].filter((id) => model.nodes[id].community === chosen.index));
      const inside = [...shown.edges].filter((id) => members.has(model.edge.get(id).from) && members.has(model.edge.get(id).to));
      return members.size ? { nodes: members, edges: new Set(inside) } : null;
    }
    if (chosen?.kind === "statement") {
      const edge = lineOf(model, chosen.index);
      return edge ? { nodes: new Set([edge.from, edge.to]), edges: new Set([edge.id]), line: edge.id } : null;
    }
    if (chosen?.kind !== "node" || !model.node.has(chosen.index) || chosen.index === state.focus?.node) return null;
    const found = { nodes: new Set([chosen.index]), edges: new Set() };
    for (const { id, from, to } of model.edgesOf[chosen.index]) {
      if (!statementAllowed(model, state, statementOfEdge(id))) continue;
      const other = from === chosen.index ? to : from;
      if (!shown.nodes.has(other) && found.nodes.size > NEAR_AT_MOST) continue;
      found.edges.add(id);
      found.nodes.add(other);
    }
    return found;
  }

  /** The communities with nodes that are not drawn: [{id, community, count, x, y, size}]. */
  function foldedAway() {
    return [...model.later]
      .filter(([community]) => !state.opened.has(community))
      .sort(([, a], [, b]) => b.length - a.length)
      .slice(0, MORE_AT_MOST)
      .map(([community, members]) => {
        const mean = (axis) => members.reduce((sum, id) => sum + model.node.get(id)[axis], 0) / members.length;
        return { id: `c${community}`, community, count: members.length, x: mean("x"), y: mean("y"), size: Math.min(40, 12 + Math.sqrt(members.length)) };
      });
  }

  /** Nodes of events none of whose visible lines is more than planned. */
  function onlyPlanned() {
    const best = new Map();
    for (const id of shown.edges) {
      const { from, to } = model.edge.get(id);
      const sure = model.statements[statementOfEdge(id)].status === "asserted";
      for (const end of [from, to]) best.set(end, best.get(end) || sure);
    }
    return new Set([...best.keys()].filter((end) => model.nodes[end].event && !best.get(end)));
  }

  /** Tells vis-network of what has changed, and of nothing else. */
  function dress(set, wanted) {
    const changed = wanted.filter(({ id, ...rest }) => {
      const text = JSON.stringify(rest);
      if (looks.get(id) === text) return false;
      looks.set(id, text);
      return true;
    });
    const kept = new Set(wanted.map(({ id }) => id));
    const gone = set.getIds({ filter: ({ id, hidden }) => !hidden && !kept.has(id) });
    for (const id of gone) looks.delete(id);
    set.update([...changed, ...gone.map((id) => ({ id, hidden: true }))]);
  }

  function restyle() {
    const planned = onlyPlanned();
    const chosen = state.selection?.kind === "node" ? state.selection.index : null;
    dress(nodes, [...[...at].map(([id, { x, y }]) => ({
      id, x, y, hidden: false, shape: model.node.get(id).shape, size: radius(id),
      ...nodeLook(model, theme, id, { faded: near !== null && !near.nodes.has(id), chosen: chosen === id, planned: planned.has(id), grown }),
    })), ...more.map(({ id, x, y, size }) => ({ id, x, y, hidden: false, shape: "dot", size: size * grown, ...moreLook(theme, near !== null, grown) }))]);
    const drawn = [...new Set([...shown.edges, ...(near?.edges ?? [])])].map((id) => model.edge.get(id));
    dress(edges, drawn.filter(({ from, to }) => at.has(from) && at.has(to)).map(({ id, from, to, dashes, width, smooth }) => ({
      id, from, to, smooth: smooth ?? false, hidden: false,
      dashes: Array.isArray(dashes) ? dashes.map((length) => length * Math.max(1, grown / 1.8)) : dashes, // or there would be thousands of them
      ...edgeLook(theme, model.statements[statementOfEdge(id)], {
        faded: near !== null && !near.edges.has(id), chosen: near?.line === id, width: width * Math.sqrt(grown), busy: busy && near === null && shown.edges.size > BUSY, far: grown > 1,
      }),
    })));
  }

  function radius(id) {
    return Math.round(model.node.get(id).size * grown * 10) / 10;
  }

  /** How much larger nodes and lines are where the drawing is seen from far away, so that marks can be told apart. */
  function growth(scale) {
    const wanted = Math.max(1, (at.size > 400 ? 0.36 : at.size > 120 ? 0.5 : 0.62) / scale);
    return 1.35 ** Math.round(Math.log(wanted) / Math.log(1.35));
  }

  function grow() {
    const next = growth(network.getScale());
    if (next === grown) return;
    grown = next;
    restyle();
  }

  function pick({ nodes: [node], edges: [edge], pointer }) {
    const { x, y } = pointer.DOM;
    const label = labels.find((it) => x >= it.left && x <= it.right && y >= it.top && y <= it.bottom);
    const hit = node ?? label?.node;
    if (String(hit).startsWith("c")) return { kind: "open", index: Number(String(hit).slice(1)) };
    if (hit !== undefined) return { kind: "node", index: hit };
    if (label?.edge) return { kind: "statement", index: statementOfEdge(label.edge) };
    if (edge !== undefined) return { kind: "statement", index: statementOfEdge(edge) };
    const area = state.selection ? null : areaAt(areas, pointer.canvas);
    return area === null ? null : { kind: "group", index: area };
  }

  function hover(what) {
    hovered = what;
    host.classList.toggle("pointing", Object.keys(what).length > 0);
    network.redraw();
  }

  /** What shows these points with room for their names: as large as fits, between the two scales. */
  function fitting(points, { least, most }) {
    const side = (axis) => points.reduce(([low, high], it) => [Math.min(low, it[axis]), Math.max(high, it[axis])], [Infinity, -Infinity]);
    const [[left, right], [top, bottom]] = [side("x"), side("y")];
    const room = { x: Math.max(80, host.clientWidth - 2 * MARGIN.x), y: Math.max(60, host.clientHeight - 2 * MARGIN.y) };
    const fits = Math.min(room.x / (right - left || 1), room.y / (bottom - top || 1));
    return { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.min(most, Math.max(least, fits)) };
  }

  function frame(points, { least, most, animated = false }) {
    if (!points.length) return;
    network.moveTo({
      ...fitting(points, { least, most }),
      animation: animated && !matchMedia("(prefers-reduced-motion: reduce)").matches ? { duration: 350 } : false,
    });
  }

  function fit() {
    frame([...at.values(), ...more], { least: 0.01, most: 1.3 });
    grow();
  }

  /** The first view: all, or on a phone, where that would be too small to read, what is said most about. */
  function open() {
    fit();
    if (host.clientWidth > 700 || network.getScale() >= READABLE || at.size > 400 || state.focus || state.path) return;
    const [first] = [...shown.nodes].sort((a, b) => model.nodes[b].support - model.nodes[a].support);
    network.moveTo({ position: at.get(first), scale: READABLE });
    grow();
  }

  /** Brings what is selected into view if it is outside or too small. */
  function reveal({ animated }) {
    if (!near) return;
    const around = [...near.nodes].map((id) => at.get(id)).filter(Boolean);
    const points = around.map((point) => network.canvasToDOM(point));
    const { clientWidth: width, clientHeight: height } = host;
    const inside = points.every(({ x, y }) => x > 70 && y > 50 && x < width - 70 && y < height - 50);
    const apart = points.length === 2 ? Math.hypot(points[0].x - points[1].x, points[0].y - points[1].y) : Infinity;
    if (inside && network.getScale() > READABLE / 2 && apart > 110) return;
    const small = width < 700 || height < 360; // where not all of it could be read
    if (small && state.selection.kind === "node" && points.length > 4) {
      network.moveTo({ position: at.get(state.selection.index), scale: Math.max(READABLE, network.getScale()) });
      return;
    }
    frame(around, { least: READABLE / 3, most: Math.max(near.line ? 0.75 : 1, network.getScale()), animated });
    grow();
  }

  function zoom(by) {
    network.moveTo({ scale: Math.min(4, Math.max(0.01, network.getScale() * by)) });
    grow();
  }

  function onKey(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step) {
      const { x, y } = network.getViewPosition();
      network.moveTo({ position: { x: x + (step[0] * 60) / network.getScale(), y: y + (step[1] * 60) / network.getScale() } });
    } else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  }

  function draw(context) {
    const [scale, middle] = [network.getScale(), network.getViewPosition()];
    const [wide, high] = [host.clientWidth / 2 / scale + 90 / scale, host.clientHeight / 2 / scale + 50 / scale];
    const inView = ({ x, y }) => Math.abs(x - middle.x) < wide && Math.abs(y - middle.y) < high;
    const about = { inView, model, theme, state, shown, at, near, hovered, radius, names, more, grown };
    labels = drawLabels(context, theme, { nodes: nodesToName(about), edges: moving && busy ? [] : linesToName(about, network) });
  }

  let [moving, settled] = [false, 0];
  network.on("dragStart", () => { moving = true; });
  network.on("dragEnd", () => { moving = false; network.redraw(); });
  // While it is dragged nothing is pointed at: vis-network would look at every line for each movement of the mouse.
  host.addEventListener("mousemove", (event) => moving && event.stopPropagation(), { capture: true });
  network.on("zoom", () => { clearTimeout(settled); settled = setTimeout(grow, 150); });
  network.on("click", (event) => {
    network.unselectAll();
    const what = pick(event);
    if (what?.kind === "open") filter((it) => it.opened.add(what.index));
    else select(what);
  });
  network.on("hoverNode", ({ node }) => hover({ node }));
  network.on("hoverEdge", ({ edge }) => hover({ edge }));
  network.on("blurNode", () => hover({}));
  network.on("blurEdge", () => hover({}));
  network.on("beforeDrawing", (context) => drawAreas(context, theme, areas));
  network.on("afterDrawing", draw);
  host.addEventListener("keydown", onKey);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    theme = readTheme();
    restyle();
    network.redraw();
  });
  let arranged = "";
  subscribe((_, what) => {
    if (what === "view") return state.view === "graph" && network.redraw();
    look();
    restyle();
    network.redraw();
    const arrangement = JSON.stringify([state.focus, state.path]);
    if (arrangement !== arranged) fit();
    else if (what === "selection") reveal({ animated: true });
    arranged = arrangement;
    return undefined;
  });
  byId("zoom").replaceChildren(
    button("+", () => zoom(1.25), { "aria-label": "Zoom in" }),
    button("−", () => zoom(0.8), { "aria-label": "Zoom out" }),
    button("Fit", fit, { "aria-label": "Fit: show all" }),
  );
  open();
  new ResizeObserver(() => requestAnimationFrame(() => (near ? reveal({ animated: false }) : network.redraw()))).observe(host);
  const view = () => ({ ...{ model, theme, shown, at, near, areas, labels, radius, more, grown }, network, host });
  return { network, fit, frame: (points) => frame(points, { least: 0.05, most: 1, animated: true }), labels: () => labels, view };
}

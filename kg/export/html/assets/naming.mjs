// Which nodes and lines of the drawing get their names written, and in what order they are tried.

import { lineColour } from "./look.mjs";
import { relation, statementOfEdge } from "./model.mjs";
import { nodeLines } from "./labels.mjs";

const NAMES_ON_LINES_UP_TO = 400; // visible lines; with more only those of the selection are named
const NAMES_AT_MOST = 260;

/** Names of nodes as lines of a label, each made once. */
export function namesOf(model) {
  const made = new Map();
  return (id) => {
    if (!made.has(id)) made.set(id, nodeLines(model, model.nodes[id]));
    return made.get(id);
  };
}

/** Those with most claims first; before them the selection, what is pointed at, and communities to open. */
export function nodesToName({ model, state, at, near, hovered, radius, names, more, theme, grown, inView }) {
  const chosen = state.selection?.kind === "node" ? state.selection.index : null;
  const found = [...at].filter(([, point]) => inView(point)).map(([id, point]) => ({
    index: id,
    point,
    size: radius(id),
    faded: near !== null && !near.nodes.has(id),
    minor: model.nodes[id].event && !near?.nodes.has(id),
    urgent: hovered.node === id || chosen === id || Boolean(near?.line && near.nodes.has(id)),
    rank: (near?.nodes.has(id) ? 1e6 : 0) + (hovered.node === id ? 1e7 : 0) + model.nodes[id].support,
  }));
  const folded = more.map(({ id, community, count, x, y, size }) => ({
    index: id, point: { x, y }, size: size * grown, faded: near !== null, minor: false, urgent: hovered.node === id,
    rank: (hovered.node === id ? 1e7 : 0) + count,
    lines: [{ text: `+ ${count.toLocaleString("en")} around`, strong: false }, { text: model.communities[community]?.label ?? "", strong: false }],
    colour: theme.muted,
  }));
  return [...found, ...folded].sort((a, b) => b.rank - a.rank).slice(0, NAMES_AT_MOST)
    .map((it) => ({ lines: it.lines ?? names(it.index), ...it }));
}

export function linesToName({ model, theme, shown, at, near, hovered }, network) {
  const all = shown.edges.size <= NAMES_ON_LINES_UP_TO;
  const wanted = near ? [...near.edges] : all ? [...shown.edges] : hovered.edge ? [hovered.edge] : [];
  return wanted
    .map((id) => model.edge.get(id))
    .filter((edge) => edge && at.has(edge.from) && at.has(edge.to))
    .map(({ id, from, to }) => {
      const statement = model.statements[statementOfEdge(id)];
      return {
        id,
        text: (statement.derived ? "∴ " : "") + (statement.status === "negated" ? "not: " : "") + relation(model, statement),
        ...along(network, id, at.get(from), at.get(to)),
        urgent: hovered.edge === id || near?.line === id,
        colour: statement.status === "negated" ? lineColour(theme, statement) : theme.muted,
        rank: (hovered.edge === id ? 1e6 : 0) + statement.claims.length,
      };
    })
    .sort((a, b) => b.rank - a.rank);
}

/** Points on a line at which its name may stand, and how long it is. */
function along(network, id, a, b) {
  const curve = network.body?.edges?.[id]?.edgeType;
  const point = (t) => (curve?.getPoint ? curve.getPoint(t) : { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });
  return { points: [0.5, 0.42, 0.58, 0.34, 0.66, 0.28, 0.72].map(point), length: Math.hypot(b.x - a.x, b.y - a.y) };
}

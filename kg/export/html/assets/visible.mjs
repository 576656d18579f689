// Which statements and nodes the filters let through, and which of them are drawn.

import { drawnFor, edgeId, statementOfEdge } from "./model.mjs";

const MOST_DRAWN = 3000; // nodes, with all that was opened
const IN_FOCUS = 1500;

/** Whether a node's class is shown; one of several classes is enough. */
export function nodeAllowed(model, state, i) {
  return model.nodes[i].classes.some((class_) => !state.hiddenClasses.has(class_));
}

export function statementAllowed(model, state, i) {
  const statement = model.statements[i];
  return (
    state.statuses.has(statement.status) &&
    (state.derived || !statement.derived) &&
    !state.hiddenPredicates.has(statement.p) &&
    (!state.sure || model.sure[i] === null || model.sure[i] * 100 >= state.sure) &&
    reported(model, state, i) &&
    nodeAllowed(model, state, statement.s) &&
    (statement.o === null || nodeAllowed(model, state, statement.o))
  );
}

/** Whether one of the articles behind a statement is of a source and a time that are shown. */
function reported(model, state, i) {
  if (!state.hiddenSources.size && !state.from && !state.to) return true;
  const articles = model.reportedIn[i];
  return !articles.length || articles.some((article) => {
    const day = model.articles[article].date.slice(0, 10);
    return !state.hiddenSources.has(model.sourceOf[article]) &&
      ((!state.from && !state.to) || (day !== "" && (!state.from || day >= state.from) && (!state.to || day <= state.to)));
  });
}

/** {nodes, edges, cut}: what is drawn, and how many nodes there was no room for. A node shows while a line of it does, or if it has none. */
export function visibleParts(model, state) {
  const lines = new Set();
  for (const id of model.edge.keys()) if (statementAllowed(model, state, statementOfEdge(id))) lines.add(id);
  if (state.path) return pathParts(model, lines, state.path);
  if (state.focus) return focusParts(model, lines, state.focus);
  const { there, cut } = unfolded(model, state);
  const degree = new Map();
  for (const id of lines) {
    const { from, to } = model.edge.get(id);
    for (const end of [from, to]) degree.set(end, (degree.get(end) ?? 0) + 1);
  }
  const [nodes, edges] = [new Set(), new Set()];
  for (const id of there) {
    const enough = (degree.get(id) ?? 0) >= state.degree;
    if (enough && (degree.has(id) || (!model.edgesOf[id].length && nodeAllowed(model, state, id)))) nodes.add(id);
  }
  for (const id of lines) {
    const { from, to } = model.edge.get(id);
    if (nodes.has(from) && nodes.has(to)) edges.add(id);
  }
  if (!state.degree) for (const id of [...nodes]) if (model.edgesOf[id].length && !degree.has(id)) nodes.delete(id);
  return { nodes, edges, cut };
}

/** What is there at first, and the communities that were opened, as far as there is room. */
function unfolded(model, state) {
  const there = new Set(model.first);
  let cut = 0;
  for (const community of state.opened) {
    for (const id of model.later.get(community) ?? []) {
      if (there.size < MOST_DRAWN) there.add(id);
      else cut += 1;
    }
  }
  return { there, cut };
}

/** What is reached from a node over so many visible lines; {depths: node -> steps} as well. */
function focusParts(model, lines, { node, depth }) {
  const depths = new Map([[node, 0]]);
  let [edge, cut] = [[node], 0];
  for (let step = 1; step <= depth; step += 1) {
    const next = [];
    const reached = edge.flatMap((from) => neighbours(model, lines, from))
      .sort((a, b) => model.nodes[b].support - model.nodes[a].support);
    for (const to of reached) {
      if (depths.has(to)) continue;
      if (depths.size >= IN_FOCUS) {
        cut += 1;
        continue;
      }
      depths.set(to, step);
      next.push(to);
    }
    edge = next;
  }
  const nodes = new Set(depths.keys());
  return { nodes, edges: among(model, lines, nodes), cut, depths };
}

function neighbours(model, lines, node) {
  return model.edgesOf[node].filter(({ id }) => lines.has(id)).map(({ from, to }) => (from === node ? to : from));
}

/** The shortest way between two nodes over visible lines, and all lines along it; {way: [nodes]}, empty if there is none. */
function pathParts(model, lines, { from, to }) {
  const before = new Map([[from, null]]);
  let reached = [from];
  while (reached.length && !before.has(to)) {
    const next = [];
    for (const node of reached) {
      for (const other of neighbours(model, lines, node)) {
        if (before.has(other)) continue;
        before.set(other, node);
        next.push(other);
      }
    }
    reached = next;
  }
  const way = [];
  if (before.has(to)) for (let node = to; node !== null; node = before.get(node)) way.unshift(node);
  const nodes = new Set(way.length ? way : [from, to].filter((node) => model.node.has(node)));
  const edges = new Set();
  way.slice(1).forEach((node, i) => {
    for (const { id, from: a, to: b } of model.edgesOf[node]) if (lines.has(id) && (a === way[i] || b === way[i])) edges.add(id);
  });
  return { nodes, edges, cut: 0, way };
}

function among(model, lines, nodes) {
  const found = new Set();
  for (const node of nodes) {
    for (const { id, from, to } of model.edgesOf[node]) if (lines.has(id) && nodes.has(from) && nodes.has(to)) found.add(id);
  }
  return found;
}

/** The lines between two nodes that follow each other on a way. */
export function between(model, edges, a, b) {
  return model.edgesOf[a].filter(({ id, from, to }) => edges.has(id) && (from === b || to === b)).map(({ id }) => statementOfEdge(id));
}

/** Whether something is drawn for a statement: its own line, or that of what it restates. */
export function lineOf(model, i) {
  return model.edge.get(edgeId(drawnFor(model, i)));
}

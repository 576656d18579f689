// Which statements and nodes the filters let through.

/** Whether a node's class is shown; one of several classes is enough. */
export function nodeAllowed(model, state, i) {
  return model.nodes[i].classes.some((class_) => !state.hiddenClasses.has(class_));
}

export function statementAllowed(model, state, statement) {
  return (
    state.statuses.has(statement.status) &&
    (state.derived || !statement.derived) &&
    !state.hiddenPredicates.has(statement.p) &&
    nodeAllowed(model, state, statement.s) &&
    (statement.o === null || nodeAllowed(model, state, statement.o))
  );
}

/** {nodes, edges}: what of the drawing is shown. A node shows while a line of it does, or if it has none at all. */
export function visibleParts(model, state) {
  const nodes = new Set();
  const edges = new Set();
  const connected = new Set();
  for (const edge of model.network.edges) {
    connected.add(edge.from).add(edge.to);
    if (!statementAllowed(model, state, model.statements[Number(edge.id.slice(1))])) continue;
    edges.add(edge.id);
    nodes.add(edge.from).add(edge.to);
  }
  for (const { id } of model.network.nodes) {
    if (!connected.has(id) && nodeAllowed(model, state, id)) nodes.add(id);
  }
  return { nodes, edges };
}

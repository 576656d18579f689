// What is looked at: the view, the selection and the filters. The address holds view and selection, so that
// the back button works and an address can be passed on; filters are not part of it.

export function createState(model) {
  const listeners = [];
  const state = {
    view: "graph",
    selection: null, // {kind: "node" | "statement" | "article", index}
    hiddenClasses: new Set(),
    hiddenPredicates: new Set(),
    statuses: new Set(["asserted", "planned"]),
    derived: true,
  };

  function tell(changed) {
    for (const listener of listeners) listener(state, changed);
  }

  /** listener(state, changed) with changed among "view", "selection", "filters". */
  function subscribe(listener) {
    listeners.push(listener);
  }

  function select(selection) {
    goTo(state.view, selection);
  }

  function goTo(view, selection = state.selection) {
    const address = addressOf(model, view, selection);
    if (location.hash === address || (address === "#" && !location.hash)) readAddress();
    else location.hash = address;
  }

  function filter(change) {
    change(state);
    tell("filters");
  }

  function readAddress() {
    const { view, selection } = fromAddress(model, location.hash);
    const moved = view !== state.view;
    const chose = JSON.stringify(selection) !== JSON.stringify(state.selection);
    Object.assign(state, { view, selection });
    if (moved) tell("view");
    if (chose) tell("selection");
  }

  addEventListener("hashchange", readAddress);
  return { state, subscribe, select, goTo, filter, readAddress };
}

function addressOf(model, view, selection) {
  const parts = [];
  if (view !== "graph") parts.push(`view=${view}`);
  if (selection) parts.push(`${selection.kind}=${keyOf(model, selection)}`);
  return `#${parts.join("&")}`;
}

function keyOf(model, { kind, index }) {
  if (kind === "node") return encodeURIComponent(model.nodes[index].id);
  if (kind === "article") return encodeURIComponent(model.articles[index].iri);
  const statement = model.statements[index];
  const object = statement.o === null ? statement.value : model.nodes[statement.o].id;
  return [model.nodes[statement.s].id, model.predicates[statement.p].id, object].map(encodeURIComponent).join("~");
}

function fromAddress(model, hash) {
  const found = { view: "graph", selection: null };
  for (const part of hash.slice(1).split("&")) {
    const [name, value = ""] = part.split("=");
    if (name === "view" && ["statements", "articles"].includes(value)) found.view = value;
    const list = { node: model.nodes, statement: model.statements, article: model.articles }[name];
    if (!list) continue;
    const index = list.findIndex((_, i) => keyOf(model, { kind: name, index: i }) === value);
    if (index >= 0) found.selection = { kind: name, index };
  }
  return found;
}

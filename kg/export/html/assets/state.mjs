// What is looked at: the view, the selection, what is opened and what the filters let through. All of it is in the
// address, so that the back button works and an address can be passed on.

import { STATUSES } from "./model.mjs";

const VIEWS = ["graph", "statements", "articles", "query"];
const USUAL = ["asserted", "planned"]; // statuses that are shown until others are asked for

export function createState(model) {
  const listeners = [];
  const state = blank();
  let written = null; // the address that the state was last written to

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
    become({ ...state, view, selection });
  }

  /** Changes filters, or what is opened, in the focus or on the path. */
  function filter(change) {
    const next = copied(state);
    change(next);
    become(next);
  }

  /** The state is now this; the address follows. */
  function become(next) {
    take(next);
    const address = addressOf(model, state);
    written = address;
    if (location.hash !== address && !(address === "#" && !location.hash)) location.hash = address;
  }

  function take(next) {
    const before = parts(model, state);
    Object.assign(state, next);
    const after = parts(model, state);
    for (const part of ["view", "selection", "filters"]) if (before[part] !== after[part]) tell(part);
  }

  function readAddress() {
    if (written !== null && location.hash === written) return;
    written = null;
    take(fromAddress(model, location.hash));
  }

  addEventListener("hashchange", readAddress);
  return { state, subscribe, select, goTo, filter, readAddress };
}

function blank() {
  return {
    view: "graph",
    selection: null, // {kind: "node" | "statement" | "article" | "group", index}
    hiddenClasses: new Set(),
    hiddenPredicates: new Set(),
    hiddenSources: new Set(),
    statuses: new Set(USUAL),
    derived: true,
    areas: true,
    from: "", // ISO dates of reports
    to: "",
    sure: 0, // per cent
    degree: 0,
    focus: null, // {node, depth}
    path: null, // {from, to}
    opened: new Set(), // communities
  };
}

function copied(state) {
  const sets = Object.entries(state).map(([name, value]) => [name, value instanceof Set ? new Set(value) : value]);
  return Object.fromEntries(sets);
}

/** Whether a filter hides something that is shown at first, or shows what is hidden. */
export function filtered(state) {
  return ["hiddenClasses", "hiddenPredicates", "hiddenSources"].some((name) => state[name].size) ||
    !state.derived || Boolean(state.from || state.to || state.sure || state.degree) ||
    [...state.statuses].sort().join() !== USUAL.join();
}

/** Makes the filters let through what they do at first. */
export function unfilter(state) {
  const { hiddenClasses, hiddenPredicates, hiddenSources, statuses, derived, from, to, sure, degree } = blank();
  Object.assign(state, { hiddenClasses, hiddenPredicates, hiddenSources, statuses, derived, from, to, sure, degree });
}

/** The parts of an address, by what changes with them. */
function parts(model, state) {
  return { view: state.view, selection: selected(model, state), filters: filters(model, state) };
}

function addressOf(model, state) {
  const { view, selection, filters: rest } = parts(model, state);
  return `#${[view === "graph" ? "" : `view=${view}`, selection, rest].filter(Boolean).join("&")}`;
}

function selected(model, { selection }) {
  return selection ? `${selection.kind}=${keyOf(model, selection)}` : "";
}

function filters(model, state) {
  const node = (i) => encodeURIComponent(model.nodes[i].id);
  const members = (set, list) => [...set].sort((a, b) => a - b).map((i) => encodeURIComponent(list[i].id ?? list[i])).join("~");
  const texts = {
    focus: state.focus && `${node(state.focus.node)}~${state.focus.depth}`,
    path: state.path && `${node(state.path.from)}~${node(state.path.to)}`,
    status: STATUSES.filter((it) => state.statuses.has(it)).join("~") === USUAL.join("~") ? "" : STATUSES.filter((it) => state.statuses.has(it)).join("~") || "none",
    derived: state.derived ? "" : "no",
    areas: state.areas ? "" : "no",
    without: members(state.hiddenClasses, model.classes),
    unless: members(state.hiddenPredicates, model.predicates),
    sources: members(state.hiddenSources, model.sources),
    from: state.from,
    to: state.to,
    sure: state.sure || "",
    degree: state.degree || "",
    open: [...state.opened].sort((a, b) => a - b).join("~"),
  };
  return Object.entries(texts).filter(([, text]) => text).map(([name, text]) => `${name}=${text}`).join("&");
}

function keyOf(model, { kind, index }) {
  if (kind === "group") return String(index);
  if (kind === "node") return encodeURIComponent(model.nodes[index].id);
  if (kind === "article") return encodeURIComponent(model.articles[index].iri);
  const statement = model.statements[index];
  const object = statement.o === null ? statement.value : model.nodes[statement.o].id;
  return [model.nodes[statement.s].id, model.predicates[statement.p].id, object].map(encodeURIComponent).join("~");
}

/** What an address says; what it names and is not here is left out. */
function fromAddress(model, hash) {
  const found = blank();
  for (const part of hash.slice(1).split("&")) {
    const at = part.indexOf("=");
    const [name, value] = at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
    const selection = ["node", "statement", "article", "group"].includes(name) ? selectionOf(model, name, value) : null;
    if (selection) found.selection = selection;
    else if (Object.hasOwn(READ, name)) READ[name](found, value, model);
  }
  return found;
}

function selectionOf(model, kind, value) {
  const list = { node: model.nodes, statement: model.statements, article: model.articles, group: model.communities }[kind];
  const index = list.findIndex((_, i) => keyOf(model, { kind, index: i }) === value);
  return index < 0 ? null : { kind, index };
}

const nodeAt = (model, key) => model.nodes.findIndex((node) => encodeURIComponent(node.id) === key);
const setOf = (value, list) => new Set(value.split("~")
  .map((key) => list.findIndex((it) => encodeURIComponent(it.id ?? it) === key)).filter((i) => i >= 0));
const isDate = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text);
const whole = (text, least, most) => Math.min(most, Math.max(least, Math.floor(Number(text)) || least));

const READ = {
  view: (it, value, model) => { if (VIEWS.includes(value) && (value !== "query" || model.rdf)) it.view = value; },
  focus: (it, value, model) => {
    const [key, depth] = value.split("~");
    const node = nodeAt(model, key);
    if (model.node.has(node)) it.focus = { node, depth: whole(depth, 1, 4) };
  },
  path: (it, value, model) => {
    const [from, to] = value.split("~").map((key) => nodeAt(model, key));
    if (from >= 0 && to >= 0 && (from !== to || model.node.has(from))) it.path = { from, to };
  },
  status: (it, value) => { it.statuses = new Set(value.split("~").filter((text) => STATUSES.includes(text))); },
  derived: (it, value) => { it.derived = value !== "no"; },
  areas: (it, value) => { it.areas = value !== "no"; },
  without: (it, value, model) => { it.hiddenClasses = setOf(value, model.classes); },
  unless: (it, value, model) => { it.hiddenPredicates = setOf(value, model.predicates); },
  sources: (it, value, model) => { it.hiddenSources = setOf(value, model.sources); },
  from: (it, value) => { if (isDate(value)) it.from = value; },
  to: (it, value) => { if (isDate(value)) it.to = value; },
  sure: (it, value) => { it.sure = whole(value, 0, 100); },
  degree: (it, value) => { it.degree = whole(value, 0, 1000); },
  open: (it, value, model) => { it.opened = new Set(value.split("~").map(Number).filter((i) => model.later.has(i))); },
};

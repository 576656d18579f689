// The details of a thing: its facts by relation, a timeline, its other names, links and articles; what can be done with it.

import { button, byId, el, link, longList, name } from "./dom.mjs";
import { derivedBadge, sayStatement, statusBadge } from "./evidence.mjs";
import { swatch } from "./glyphs.mjs";
import { classLabels, compare, drawnFor, family, relation, summaryOf } from "./model.mjs";
import { articleButton, nodeButton, panelHead } from "./parts.mjs";
import { savers } from "./savers.mjs";
import { combobox } from "./search.mjs";
import { capitalised, dateInWords, plural } from "./words.mjs";

export function nodePage(model, shared, index) {
  const { select } = shared;
  const node = model.nodes[index];
  const articles = [...new Set(model.told[index].flatMap((i) => model.articlesOf[i]))].sort((a, b) => a - b);
  return [
    panelHead(select, [swatch(family(model, node)), capitalised(classLabels(model, node))], name(node.label),
      summaryOf(node) ? el("p", { class: "summary" }, summaryOf(node)) : null,
      node.aliases.length ? el("p", { class: "hint" }, "Also called ", node.aliases.map((alias, i) => [i ? ", " : "", name(alias)])) : null,
      model.first.has(index) || !model.node.has(index) ? null : el("p", { class: "hint" }, "Drawn only when chosen or opened: others are connected more."),
      model.edgesOf[index].length ? actions(model, shared, index) : null),
    factGroups(model, select, index),
    timeline(model, select, index),
    node.links.length ? [el("h3", {}, "Elsewhere"), el("ul", { class: "plain" }, node.links.map((address) => el("li", {}, link(address, address))))] : null,
    articles.length ? [el("h3", {}, "Articles"), longList(articles, (i) => el("li", {}, articleButton(model, i, select)), { first: 8, properties: { class: "plain" } })] : null,
    node.notes.length ? [el("h3", {}, "Why these names are one thing"), longList(node.notes, (note) => el("li", {}, note), { first: 8, properties: { class: "notes" } })] : null,
    model.told[index].length ? savers(model, () => model.told[index], node.label) : null,
  ];
}

/** Focus on it, or find the way from it to something else. */
function actions(model, shared, index) {
  const { state, filter } = shared;
  const focused = state.focus?.node === index;
  const list = el("ul", { id: "path-suggestions", role: "listbox", "aria-label": "Suggestions", class: "suggestions", hidden: true });
  const input = el("input", {
    type: "search", id: "path-to", role: "combobox", "aria-expanded": "false", "aria-controls": "path-suggestions", "aria-autocomplete": "list",
    autocomplete: "off", spellcheck: "false", placeholder: "Path to …", "aria-label": `Path from ${model.nodes[index].label} to`,
  });
  combobox(model, input, list, (to) => {
    filter((it) => Object.assign(it, { view: "graph", focus: null, path: { from: index, to } }));
    byId("canvas").focus();
  });
  return el("div", { class: "actions" },
    button(focused ? "Leave the focus" : "Focus", () => filter((it) => Object.assign(it, { view: "graph", path: null, focus: focused ? null : { node: index, depth: 1 } })), { class: "solid" }),
    el("div", { class: "search" }, input, list));
}

/** The facts by relation; what several statements say in other terms is shown once, from this node's side. */
function factGroups(model, select, index) {
  const same = new Map(); // drawn statement -> those that say it
  for (const i of model.told[index]) {
    const drawn = drawnFor(model, i);
    same.set(drawn, [...(same.get(drawn) ?? []), i]);
  }
  const own = (i) => model.statements[i].s === index;
  const chosen = [...same].map(([drawn, all]) => (own(drawn) ? drawn : all.find(own) ?? drawn));
  const groups = new Map();
  for (const i of chosen) {
    const statement = model.statements[i];
    const out = statement.s === index;
    const role = !out && model.nodes[statement.s].event; // "as investor", of an event; else "← invests in"
    const title = [out ? null : role ? "as " : el("span", { class: "arrow", title: "from the other side" }, "← "), relation(model, statement)];
    const key = `${out} ${role} ${statement.p}`;
    if (!groups.has(key)) groups.set(key, { out, title, label: relation(model, statement), rows: [] });
    groups.get(key).rows.push(i);
  }
  if (!groups.size) return [el("p", { class: "hint" }, "Nothing is said of it.")];
  return [...groups.values()]
    .sort((a, b) => b.out - a.out || compare(a.label, b.label))
    .map(({ title, rows: members }) => el("section", { class: "facts" },
      el("h3", {}, title),
      longList(members, (i) => el("li", {}, factRow(model, select, i, index)), { first: 12 })));
}

function factRow(model, select, i, index) {
  const statement = model.statements[i];
  const other = statement.s === index ? statement.o : statement.s;
  const articles = model.articlesOf[i].length;
  const why = articles ? plural(articles, "article") : statement.derived ? "why" : "details";
  return [
    other === null ? name(statement.value, { class: "value" }) : nodeButton(model, other, select),
    el("span", { class: "fact-notes" },
      model.disputed.has(i) ? el("span", { class: "badge badge-negated" }, "Disputed") : null,
      model.changed.has(i) ? el("span", { class: "badge" }, "Changed") : null,
      statement.status === "asserted" ? null : statusBadge(statement.status),
      statement.derived ? derivedBadge() : null,
      button(why, () => select({ kind: "statement", index: i }), { class: "text", "aria-label": `${why}: the evidence` })),
  ];
}

/** Its own dates and the events it has a part in, by time. */
function timeline(model, select, index) {
  const events = new Map();
  for (const i of model.told[index]) {
    const { s, o, date, status } = model.statements[i];
    const other = s === index ? o : s;
    if (date && s === index) events.set(`date ${i}`, { date, what: sayStatement(model, i, select), status });
    else if (other !== null && model.nodes[other].when) {
      const known = events.get(other);
      const surer = known && known.status === "asserted" ? "asserted" : status;
      events.set(other, { date: model.nodes[other].when, what: nodeButton(model, other, select), status: surer });
    }
  }
  const rows = [...events.values()].sort((a, b) => compare(a.date, b.date));
  if (rows.length < 2) return [];
  return [
    el("h3", {}, "Timeline"),
    longList(rows, ({ date, what, status }) => el("li", {},
      el("time", { datetime: date }, dateInWords(date)), what, status === "asserted" ? null : statusBadge(status)),
    { tag: "ol", first: 12, properties: { class: "timeline" } }),
  ];
}

// The Statements tab: everything the filters let through as a table to sort, to search, to copy and to save.

import { button, byId, el, name } from "./dom.mjs";
import { derivedBadge, statusBadge } from "./evidence.mjs";
import { STATUSES, compare, objectLabel, relation } from "./model.mjs";
import { savers } from "./savers.mjs";
import { statementAllowed } from "./visible.mjs";
import { folded, percent, plural } from "./words.mjs";

const AT_ONCE = 200;

export function createTable(model, { state, select, subscribe }) {
  let rows = null; // made when first looked at
  let found = [];
  const order = { column: "subject", down: false };
  let limit = AT_ONCE;
  const wanted = el("input", { type: "search", id: "table-search", placeholder: "Words in any column", oninput: () => { limit = AT_ONCE; render(); } });
  const count = el("p", { class: "hint", "aria-live": "polite" });
  const body = el("tbody");
  const more = button("Show more", () => { limit += AT_ONCE * 4; render(); }, { class: "more" });
  const heads = COLUMNS.map(({ id, label }) => el("th", { scope: "col", dataset: { column: id } },
    button(label, () => {
      order.down = order.column === id && !order.down;
      order.column = id;
      render();
    })));
  byId("view-statements").replaceChildren(
    el("div", { class: "view-head" }, el("h2", {}, "Statements"), count,
      savers(model, () => found.map((it) => it.index), "statements"),
      el("label", { class: "filter-text" }, el("span", {}, "Find"), wanted)),
    el("div", { class: "table-frame" }, el("table", {}, el("thead", {}, el("tr", {}, heads)), body)),
    more,
  );

  function render() {
    if (state.view !== "statements") return;
    rows ??= model.statements.map((statement, index) => row(model, statement, index));
    const words = folded(wanted.value).split(/\s+/).filter(Boolean);
    found = rows
      .filter((it) => statementAllowed(model, state, it.index) && words.every((word) => it.text.includes(word)))
      .sort((a, b) => compareBy(order.column, a, b) * (order.down ? -1 : 1) || a.index - b.index);
    count.textContent = found.length === rows.length ? plural(rows.length, "statement") : `${found.length.toLocaleString("en")} of ${plural(rows.length, "statement")}`;
    body.replaceChildren(...found.slice(0, limit).map((it) => cells(it, state, select)));
    if (!found.length) body.append(el("tr", {}, el("td", { colspan: COLUMNS.length, class: "hint" }, rows.length ? "No statement fits the filters." : "The graph has no statements.")));
    more.hidden = found.length <= limit;
    for (const head of heads) {
      const now = head.dataset.column === order.column ? (order.down ? "descending" : "ascending") : null;
      if (now) head.setAttribute("aria-sort", now);
      else head.removeAttribute("aria-sort");
    }
  }

  subscribe(render);
  render();
}

const COLUMNS = [
  { id: "subject", label: "Subject" },
  { id: "relation", label: "Relation" },
  { id: "object", label: "Object" },
  { id: "status", label: "Status" },
  { id: "confidence", label: "Confidence" },
  { id: "articles", label: "Articles" },
  { id: "reported", label: "First report" },
];

function row(model, statement, index) {
  const days = model.reportedIn[index].map((i) => model.articles[i].date.slice(0, 10)).filter(Boolean).sort();
  const it = {
    index,
    statement,
    subject: model.nodes[statement.s].label,
    relation: relation(model, statement),
    object: objectLabel(model, statement),
    status: STATUSES.indexOf(statement.status) + (statement.derived ? 0.5 : 0),
    confidence: model.sure[index] ?? -1,
    articles: model.articlesOf[index].length,
    reported: days[0] ?? "",
  };
  it.text = folded(`${it.subject} ${it.relation} ${it.object} ${statement.status} ${statement.derived ? "derived" : ""} ${it.reported}`);
  return it;
}

function compareBy(column, a, b) {
  return typeof a[column] === "string" ? compare(a[column], b[column]) : a[column] - b[column];
}

function cells(it, state, select) {
  const choose = () => {
    if (!getSelection()?.toString()) select({ kind: "statement", index: it.index }); // a text that is being marked is to be copied
  };
  const chosen = state.selection?.kind === "statement" && state.selection.index === it.index;
  return el("tr", { class: chosen ? "chosen-row" : null, onclick: choose },
    el("th", { scope: "row" }, button(name(it.subject), (event) => { event.stopPropagation(); select({ kind: "statement", index: it.index }); }, { class: "text" })),
    el("td", { class: "relation" }, it.relation),
    el("td", {}, name(it.object)),
    el("td", { class: "states" }, it.statement.status === "asserted" ? (it.statement.derived ? null : "Asserted") : statusBadge(it.statement.status),
      it.statement.derived ? [" ", derivedBadge()] : null),
    el("td", { class: "number" }, it.confidence < 0 ? "–" : percent(it.confidence)),
    el("td", { class: "number" }, it.articles || "–"),
    el("td", { class: "number" }, it.reported || "–"));
}

// The legend: every class, status and relation of the graph with its look and number; each is a filter.

import { button, byId, el, name } from "./dom.mjs";
import { stroke, swatch } from "./glyphs.mjs";
import { STATUSES, compare } from "./model.mjs";
import { capitalised } from "./words.mjs";

export function createLegend(model, { state, filter, subscribe }) {
  const host = byId("filters");
  const boxes = []; // [input, () => checked]

  function check(label, picture, count, { checked, toggle, nested = false }) {
    const input = el("input", { type: "checkbox", onchange: () => filter(() => toggle(input.checked)) });
    boxes.push([input, checked]);
    return el("li", { class: nested ? "nested" : null },
      el("label", { class: "check" }, input, picture, name(label, { class: "check-label" }),
        el("span", { class: "count" }, count.toLocaleString("en"))));
  }

  function group(title, rows, ...extra) {
    return el("section", { class: "group" }, el("h2", {}, title), ...extra, el("ul", {}, rows));
  }

  function refresh() {
    for (const [input, checked] of boxes) {
      const now = checked();
      input.checked = now !== false;
      input.indeterminate = now === "some";
    }
    reset.hidden = !changed();
  }

  function changed() {
    return state.hiddenClasses.size > 0 || state.hiddenPredicates.size > 0 || !state.derived ||
      state.statuses.size !== 2 || !state.statuses.has("asserted") || !state.statuses.has("planned");
  }

  const reset = button("Reset filters", () => filter((it) => {
    it.hiddenClasses.clear();
    it.hiddenPredicates.clear();
    it.statuses = new Set(["asserted", "planned"]);
    it.derived = true;
  }), { class: "quiet reset" });

  host.replaceChildren(
    el("div", { class: "filters-head" }, el("p", { class: "eyebrow" }, "Legend and filters"), reset),
    group("Things", familyRows(model, state, check)),
    group("Status", statusRows(model, state, check)),
    group("Relations", relationRows(model, state, check), allOrNone(model, filter)),
  );
  subscribe((_, what) => what === "filters" && refresh());
  refresh();
}

function setHidden(hidden, members, shown) {
  for (const member of members) {
    if (shown) hidden.delete(member);
    else hidden.add(member);
  }
}

function familyRows(model, state, check) {
  const counts = model.classes.map(() => 0);
  for (const node of model.nodes) for (const class_ of node.classes) counts[class_] += 1;
  return model.families.map((family, f) => {
    const members = model.classes.map((_, i) => i).filter((i) => model.classes[i].family === f);
    const total = members.reduce((sum, i) => sum + counts[i], 0);
    const hidden = () => members.filter((i) => state.hiddenClasses.has(i)).length;
    const head = check(capitalised(family.label), swatch(family), total, {
      checked: () => (hidden() === 0 ? true : hidden() === members.length ? false : "some"),
      toggle: (shown) => setHidden(state.hiddenClasses, members, shown),
    });
    const alone = members.length === 1 && model.classes[members[0]].label === family.label;
    const nested = alone ? [] : members.sort((a, b) => counts[b] - counts[a]).map((i) =>
      check(model.classes[i].label, null, counts[i], {
        checked: () => !state.hiddenClasses.has(i),
        toggle: (shown) => setHidden(state.hiddenClasses, [i], shown),
        nested: true,
      }));
    return [head, nested];
  });
}

function statusRows(model, state, check) {
  const count = (test) => model.statements.filter(test).length;
  const rows = STATUSES.map((status) =>
    check(capitalised(status), stroke(status), count((it) => it.status === status), {
      checked: () => state.statuses.has(status),
      toggle: (shown) => (shown ? state.statuses.add(status) : state.statuses.delete(status)),
    }));
  rows.push(check("Derived by rules", stroke("derived"), count((it) => it.derived), {
    checked: () => state.derived,
    toggle: (shown) => { state.derived = shown; },
  }));
  return rows;
}

function relationRows(model, state, check) {
  const counts = model.predicates.map(() => 0);
  for (const statement of model.statements) counts[statement.p] += 1;
  return model.predicates
    .map((predicate, p) => ({ predicate, p }))
    .sort((a, b) => counts[b.p] - counts[a.p] || compare(a.predicate.label, b.predicate.label))
    .map(({ predicate, p }) => check(predicate.label, null, counts[p], {
      checked: () => !state.hiddenPredicates.has(p),
      toggle: (shown) => setHidden(state.hiddenPredicates, [p], shown),
    }));
}

function allOrNone(model, filter) {
  const every = model.predicates.map((_, p) => p);
  return el("p", { class: "all-or-none" },
    button("All", () => filter((it) => it.hiddenPredicates.clear()), { class: "text" }), " · ",
    button("None", () => filter((it) => setHidden(it.hiddenPredicates, every, false)), { class: "text" }));
}

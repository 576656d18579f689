// The legend: every class, status and relation of the graph with its look and number; each is a filter. Below it the
// filters by source, time, confidence and number of lines.

import { button, byId, el, name } from "./dom.mjs";
import { stroke, swatch } from "./glyphs.mjs";
import { STATUSES, compare } from "./model.mjs";
import { filtered, unfilter } from "./state.mjs";
import { capitalised } from "./words.mjs";

export function createLegend(model, { state, filter, subscribe }) {
  const host = byId("filters");
  const inputs = []; // functions that bring an input up to date

  function check(label, picture, count, { checked, toggle, nested = false }) {
    const input = el("input", { type: "checkbox", onchange: () => filter((it) => toggle(it, input.checked)) });
    inputs.push(() => {
      const now = checked();
      input.checked = now !== false;
      input.indeterminate = now === "some";
    });
    return el("li", { class: nested ? "nested" : null },
      el("label", { class: "check" }, input, picture, name(label, { class: "check-label" }),
        el("span", { class: "count" }, count.toLocaleString("en"))));
  }

  /** Check boxes of a list, hidden ones in a set of the state, most frequent first. */
  function checks(list, hidden, counts, label) {
    return list.map((_, i) => i)
      .sort((a, b) => counts[b] - counts[a] || compare(label(list[a]), label(list[b])))
      .map((i) => check(label(list[i]), null, counts[i], {
        checked: () => !state[hidden].has(i),
        toggle: (it, on) => setHidden(it[hidden], [i], on),
      }));
  }

  function allOrNone(hidden, count) {
    const every = Array.from({ length: count }, (_, i) => i);
    const what = hidden === "hiddenSources" ? "sources" : "relations";
    return el("p", { class: "all-or-none" },
      button("All", () => filter((it) => it[hidden].clear()), { class: "text", "aria-label": `All ${what}` }), " · ",
      button("None", () => filter((it) => setHidden(it[hidden], every, false)), { class: "text", "aria-label": `None of the ${what}` }));
  }

  function field(label, type, property, attributes = {}, text = String) {
    const said = el("output", { class: "count" });
    const input = el("input", { type, ...attributes, onchange: () => filter((it) => { it[property] = type === "date" ? input.value : Number(input.value); }) });
    input.addEventListener("input", () => { said.textContent = text(Number(input.value)); });
    inputs.push(() => {
      input.value = state[property];
      said.textContent = text(state[property]);
    });
    return el("label", { class: `field field-${type}` }, el("span", {}, label), input, type === "range" ? said : null);
  }

  function group(title, rows, { extra = null } = {}) {
    return el("details", { class: "group", open: true }, el("summary", {}, el("h2", {}, title)), extra, el("ul", {}, rows));
  }

  const reset = button("Reset", () => filter(unfilter), { class: "quiet reset", "aria-label": "Reset filters" });
  const days = model.articles.map((article) => article.date.slice(0, 10)).filter(Boolean).sort();
  const bounds = days.length ? { min: days[0], max: days.at(-1) } : {};
  const told = countsOf(model.predicates.length, model.statements.map(({ p }) => [p]));
  const published = countsOf(model.sources.length, model.reportedIn.map((articles) => new Set(articles.map((i) => model.sourceOf[i]))));
  host.replaceChildren(
    el("div", { class: "filters-head" }, el("p", { class: "eyebrow" }, "Legend and filters"), reset),
    group("Things", familyRows(model, state, check)),
    group("Status", statusRows(model, state, check)),
    group("Relations", checks(model.predicates, "hiddenPredicates", told, (it) => it.label), { extra: allOrNone("hiddenPredicates", model.predicates.length) }),
    ...(model.sources.length ? [group("Sources", checks(model.sources, "hiddenSources", published, (it) => it), { extra: allOrNone("hiddenSources", model.sources.length) })] : []),
    el("details", { class: "group", open: true }, el("summary", {}, el("h2", {}, "More")),
      days.length ? [field("Reported from", "date", "from", bounds), field("until", "date", "to", bounds)] : null,
      field("Confidence", "range", "sure", { min: 0, max: 100, step: 5 }, (it) => (it ? `≥ ${it} %` : "any")),
      field("Lines of a thing", "range", "degree", { min: 0, max: 10, step: 1 }, (it) => (it > 1 ? `≥ ${it}` : "any"))),
  );
  const refresh = () => {
    inputs.forEach((update) => update());
    reset.hidden = !filtered(state);
  };
  subscribe((_, what) => what === "filters" && refresh());
  refresh();
}

export function setHidden(hidden, members, shown) {
  for (const member of members) {
    if (shown) hidden.delete(member);
    else hidden.add(member);
  }
}

function countsOf(length, lists) {
  const counts = new Array(length).fill(0);
  for (const list of lists) for (const i of list) counts[i] += 1;
  return counts;
}

function familyRows(model, state, check) {
  const counts = countsOf(model.classes.length, model.nodes.map((node) => node.classes));
  return model.families.map((family, f) => {
    const members = model.classes.map((_, i) => i).filter((i) => model.classes[i].family === f);
    const total = members.reduce((sum, i) => sum + counts[i], 0);
    const hidden = () => members.filter((i) => state.hiddenClasses.has(i)).length;
    const head = check(capitalised(family.label), swatch(family), total, {
      checked: () => (hidden() === 0 ? true : hidden() === members.length ? false : "some"),
      toggle: (it, on) => setHidden(it.hiddenClasses, members, on),
    });
    const alone = members.length === 1 && model.classes[members[0]].label === family.label;
    const nested = alone ? [] : members.sort((a, b) => counts[b] - counts[a]).map((i) =>
      check(model.classes[i].label, null, counts[i], {
        checked: () => !state.hiddenClasses.has(i),
        toggle: (it, on) => setHidden(it.hiddenClasses, [i], on),
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
      toggle: (it, on) => (on ? it.statuses.add(status) : it.statuses.delete(status)),
    }));
  rows.push(check("Derived by rules", stroke("derived"), count((it) => it.derived), {
    checked: () => state.derived,
    toggle: (it, on) => { it.derived = on; },
  }));
  return rows;
}

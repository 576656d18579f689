// Starts the page: reads the graph, makes its parts, restores what the address says.

import { createArticles } from "./articles.mjs";
import { createCanvas } from "./canvas.mjs";
import { byId, button, el } from "./dom.mjs";
import { createLegend } from "./legend.mjs";
import { readModel } from "./model.mjs";
import { createPanel } from "./panel.mjs";
import { createSearch } from "./search.mjs";
import { createState } from "./state.mjs";
import { createTable } from "./table.mjs";
import { plural } from "./words.mjs";

function start() {
  const model = readModel(byId("graph").textContent);
  const shared = createState(model);
  byId("totals").textContent = [
    plural(model.nodes.length, "thing"), plural(model.statements.length, "statement"), plural(model.articles.length, "article"),
  ].join(" · ");
  const connected = new Set(model.statements.flatMap(({ s, o }) => (o === null ? [] : [s, o]))).size;
  const drawn = model.network.nodes.length;
  byId("notice").textContent = drawn < connected
    ? `Showing ${drawn.toLocaleString("en")} of ${connected.toLocaleString("en")} connected things` : "";
  createTabs(shared);
  createSearch(model, shared);
  createLegend(model, shared);
  createPanel(model, shared);
  createTable(model, shared);
  createArticles(model, shared);
  createFiltersButton();
  if (model.network.nodes.length) {
    createToggles(model, shared);
    globalThis.kg = { model, ...shared, ...createCanvas(model, shared) }; // for tests and the console
  } else {
    byId("view-graph").replaceChildren(emptyGraph());
    globalThis.kg = { model, ...shared };
  }
  shared.readAddress();
}

function emptyGraph() {
  return el("div", { class: "empty" },
    el("h2", {}, "The graph has no statements"),
    el("p", {}, "Nothing was found in the articles it was built from, or there were none. Build it again with more of them: ",
      el("code", {}, "kg build ARTICLES")));
}

/** Two switches over the drawing, the same as in the legend: for events and for derived facts. */
function createToggles(model, { state, filter, subscribe }) {
  const events = model.classes.map((_, i) => i).filter((i) => model.families[model.classes[i].family].event);
  const toggles = [
    { label: "Events", there: events.length > 0, on: () => !events.every((i) => state.hiddenClasses.has(i)),
      flip: (it, on) => events.forEach((i) => (on ? it.hiddenClasses.delete(i) : it.hiddenClasses.add(i))) },
    { label: "Derived", there: model.statements.some((it) => it.derived), on: () => state.derived, flip: (it, on) => { it.derived = on; } },
    { label: "Unsure", there: model.statements.some((it) => it.status === "possible" || it.status === "negated"),
      on: () => state.statuses.has("possible") && state.statuses.has("negated"),
      flip: (it, on) => ["possible", "negated"].forEach((status) => (on ? it.statuses.add(status) : it.statuses.delete(status))) },
  ].filter(({ there }) => there);
  const buttons = toggles.map(({ label, on, flip }) => button(label, () => filter((it) => flip(it, !on())), { class: "toggle" }));
  const refresh = () => buttons.forEach((it, i) => it.setAttribute("aria-pressed", String(toggles[i].on())));
  byId("toggles").replaceChildren(...buttons);
  subscribe(refresh);
  refresh();
}

function createTabs({ state, goTo, subscribe }) {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  function refresh() {
    document.body.dataset.view = state.view;
    for (const tab of tabs) {
      const now = tab.dataset.view === state.view;
      tab.setAttribute("aria-selected", String(now));
      tab.tabIndex = now ? 0 : -1;
      byId(`view-${tab.dataset.view}`).hidden = !now;
    }
  }
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => goTo(tab.dataset.view));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(i + step + tabs.length) % tabs.length];
      next.focus();
      goTo(next.dataset.view);
    });
  });
  subscribe(refresh);
  refresh();
}

function createFiltersButton() {
  const opener = byId("open-filters");
  opener.addEventListener("click", () => {
    const open = document.body.classList.toggle("filtering");
    opener.setAttribute("aria-expanded", String(open));
    opener.textContent = open ? "Done" : "Filters";
  });
}

try {
  start();
} catch (error) {
  const failed = el("div", { class: "failed", role: "alert" },
    el("h2", {}, "The graph cannot be shown"), el("p", {}, String(error?.message ?? error)),
    el("p", {}, "The file may be damaged: write it again with kg export."));
  byId("main").replaceChildren(failed);
  throw error;
}

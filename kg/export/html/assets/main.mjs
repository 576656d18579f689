// Starts the page: reads the graph, makes its parts, restores what the address says.

import { createArticles } from "./articles.mjs";
import { createCanvas } from "./canvas.mjs";
import { byId, el } from "./dom.mjs";
import { createLegend } from "./legend.mjs";
import { readModel } from "./model.mjs";
import { createPanel } from "./panel.mjs";
import { createQuery } from "./query.mjs";
import { createSearch } from "./search.mjs";
import { createState } from "./state.mjs";
import { createTable } from "./table.mjs";
import { createLens, createNotice, createPictures, createToggles } from "./tools.mjs";
import { unpacked } from "./unpacked.mjs";
import { plural } from "./words.mjs";

async function start() {
  const model = readModel(await unpacked(byId("graph")));
  const shared = createState(model);
  byId("totals").textContent = [
    plural(model.nodes.length, "thing"), plural(model.statements.length, "statement"), plural(model.articles.length, "article"),
  ].join(" · ");
  shared.readAddress();
  createTabs(model, shared);
  createSearch(model, shared);
  createLegend(model, shared);
  createPanel(model, shared);
  createTable(model, shared);
  createArticles(model, shared);
  if (model.rdf) createQuery(model, shared);
  createFiltersButton();
  createSkipLink();
  const drawing = model.network.nodes.length ? createDrawing(model, shared) : {};
  if (!model.network.nodes.length) byId("view-graph").replaceChildren(emptyGraph());
  globalThis.kg = { model, ...shared, ...drawing }; // for tests and the console
  document.body.dataset.ready = "yes";
}

function createDrawing(model, shared) {
  createToggles(model, shared);
  const drawing = createCanvas(model, shared);
  createLens(model, shared, drawing.view);
  createNotice(model, shared, drawing.view);
  createPictures(drawing.view);
  return drawing;
}

function emptyGraph() {
  return el("div", { class: "empty" },
    el("h2", {}, "The graph has no statements"),
    el("p", {}, "Nothing was found in the articles it was built from, or there were none. Build it again with more of them: ",
      el("code", {}, "kg build ARTICLES")));
}

function createTabs(model, { state, goTo, subscribe }) {
  if (!model.rdf) byId("tab-query").remove();
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

/** The address is what is looked at, so the link for keyboards does not become one. */
function createSkipLink() {
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("panel").focus();
  });
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
  await start();
} catch (error) {
  const failed = el("div", { class: "failed", role: "alert" },
    el("h2", {}, "The graph cannot be shown"), el("p", {}, String(error?.message ?? error)),
    el("p", {}, "The file may be damaged: write it again with kg export."));
  byId("main").replaceChildren(failed);
  throw error;
}

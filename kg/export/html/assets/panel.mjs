// The details beside the view: of a thing its facts, of a line its claims, of an article its sentences, of a group its
// members; else the list of everything.

import { announce, button, byId, el, link, longList, name } from "./dom.mjs";
import { sayStatement } from "./evidence.mjs";
import { articleTitle, classLabels, sourceLine, summaryOf } from "./model.mjs";
import { nodePage } from "./nodepage.mjs";
import { nodeButton, panelHead } from "./parts.mjs";
import { savers } from "./savers.mjs";
import { statementPage } from "./statementpage.mjs";
import { nodeAllowed } from "./visible.mjs";
import { plural } from "./words.mjs";

export function createPanel(model, shared) {
  const { state, select, subscribe } = shared;
  const host = byId("panel");

  function render() {
    const { selection } = state;
    const page = { node: nodePage, statement: statementPage, article: articlePage, group: groupPage }[selection?.kind] ?? homePage;
    host.replaceChildren(...page(model, shared, selection?.index).flat(Infinity).filter(Boolean));
    host.scrollTop = 0;
    document.body.classList.toggle("chosen", Boolean(selection));
    document.body.dataset.selection = selection?.kind ?? "";
    if (selection) announce(host.querySelector("h2")?.textContent ?? "");
  }

  subscribe((_, what) => {
    if (what === "selection" || (what === "filters" && (!state.selection || state.selection.kind !== "article"))) render();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.selection && !event.target.closest?.("[role=combobox]")) select(null);
  });
  render();
}

function listOf(model, select, title, rows) {
  const note = (node) => summaryOf(node) || classLabels(model, node);
  if (!rows.length) return [];
  return [
    el("h3", {}, title, " ", el("span", { class: "count" }, rows.length.toLocaleString("en"))),
    longList(rows, (i) => el("li", {}, nodeButton(model, i, select, el("span", { class: "node-note" }, note(model.nodes[i])))),
      { first: 60, properties: { class: "things" } }),
  ];
}

function homePage(model, { state, select }) {
  const shown = model.ranked.filter((i) => nodeAllowed(model, state, i));
  const groups = model.communities.map(({ size }, i) => ({ size, i })).filter(({ size }) => size > 3);
  return [
    el("header", { class: "panel-head" },
      el("h2", {}, "What the articles say"),
      el("p", { class: "hint" }, model.statements.length
        ? "Choose a thing for its facts, or a line for the sentences that say it."
        : "There is nothing to choose from yet.")),
    listOfStatements(model, select, "Sources disagree", model.disputed),
    listOfStatements(model, select, "Changed over time", model.changed),
    groups.length > 1 ? [
      el("h3", {}, "Groups ", el("span", { class: "count" }, groups.length.toLocaleString("en"))),
      longList(groups, ({ size, i }) => el("li", {}, button([el("span", { class: `area-mark area-${i % 6}` }),
        el("span", { class: "node-name" }, "Around ", name(model.communities[i].label)),
        el("span", { class: "node-note" }, plural(size, "thing"))],
      () => select({ kind: "group", index: i }), { class: "node-link" })), { first: 6, properties: { class: "things" } }),
    ] : null,
    listOf(model, select, "Things", shown.filter((i) => !model.nodes[i].event)),
    listOf(model, select, "Events", shown.filter((i) => model.nodes[i].event)),
  ];
}

function listOfStatements(model, select, title, chosen) {
  if (!chosen.size) return [];
  return [
    el("h3", {}, title, " ", el("span", { class: "count" }, chosen.size.toLocaleString("en"))),
    longList([...chosen].sort((a, b) => a - b), (i) => el("li", {}, sayStatement(model, i, select)), { first: 4, properties: { class: "plain" } }),
  ];
}

function groupPage(model, { state, select, filter }, index) {
  const { label, size } = model.communities[index];
  const members = model.ranked.filter((i) => model.nodes[i].community === index);
  const folded = model.later.get(index)?.length ?? 0;
  const open = state.opened.has(index);
  return [
    panelHead(select, [el("span", { class: `area-mark area-${index % 6}` }), "Group"], ["Around ", name(label)],
      el("p", { class: "hint" }, `${plural(size, "thing")} with more lines among themselves than to others.`)),
    folded ? button(open ? `Fold ${plural(folded, "thing")} away` : `Draw ${plural(folded, "more thing")}`,
      () => filter((it) => (open ? it.opened.delete(index) : it.opened.add(index))), { class: "solid" }) : null,
    listOf(model, select, "Things", members.filter((i) => !model.nodes[i].event)),
    listOf(model, select, "Events", members.filter((i) => model.nodes[i].event)),
  ];
}

function articlePage(model, shared, index) {
  const { select, goTo, state } = shared;
  const article = model.articles[index];
  const said = model.saidIn[index];
  const numbers = [...new Set(said.flatMap(({ statements }) => statements))];
  return [
    panelHead(select, "Article", name(articleTitle(article)),
      el("p", { class: "hint" }, sourceLine(article)),
      el("p", { class: "actions" },
        article.text && state.view !== "articles" ? button("Read it here", () => goTo("articles", { kind: "article", index }), { class: "solid" }) : null,
        article.url ? link(article.url, "Open the article") : null)),
    said.length ? longList(said, ({ sentence, statements }) => el("li", { class: "claim" },
      el("blockquote", { lang: article.language || null, dir: "auto" }, model.sentences[sentence].quote),
      el("ul", { class: "plain" }, statements.map((i) => el("li", {}, sayStatement(model, i, select))))),
    { properties: { class: "plain" } }) : el("p", { class: "hint" }, "No statement is from this article."),
    numbers.length ? savers(model, () => numbers, articleTitle(article)) : null,
  ];
}

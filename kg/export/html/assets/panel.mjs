// The details: of a node its facts, of a line its claims, of an article its sentences; else the list of things.

import { announce, button, byId, el, link, longList, name } from "./dom.mjs";
import { claimCards, derivedBadge, sayStatement, statusBadge } from "./evidence.mjs";
import { swatch } from "./glyphs.mjs";
import { articleTitle, articlesOf, bySupport, classLabels, compare, drawnFor, family, relation } from "./model.mjs";
import { capitalised, plural } from "./words.mjs";
import { nodeAllowed } from "./visible.mjs";

export function createPanel(model, { state, select, subscribe }) {
  const host = byId("panel");

  function render() {
    const { selection } = state;
    const page = { node: nodePage, statement: statementPage, article: articlePage }[selection?.kind] ?? homePage;
    host.replaceChildren(...page(model, state, select, selection?.index).flat(Infinity).filter(Boolean));
    host.scrollTop = 0;
    document.body.classList.toggle("chosen", Boolean(selection));
    if (selection) announce(host.querySelector("h2")?.textContent ?? "");
  }

  subscribe((_, what) => {
    if (what === "selection" || (what === "filters" && !state.selection)) render();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.selection && document.activeElement !== byId("search")) select(null);
  });
  render();
}

function head(select, eyebrow, title, ...below) {
  return el("header", { class: "panel-head" },
    el("div", { class: "panel-top" }, el("p", { class: "eyebrow" }, eyebrow),
      button("×", () => select(null), { class: "close", "aria-label": "Close the details" })),
    el("h2", {}, title), ...below);
}

function nodeButton(model, index, select, ...more) {
  const node = model.nodes[index];
  return button([swatch(family(model, node)), name(node.label, { class: "node-name" }), ...more],
    () => select({ kind: "node", index }), { class: "node-link" });
}

function homePage(model, state, select) {
  const note = (node) => (node.summary && !node.label.includes(node.summary.split(" · ")[0]) ? node.summary : classLabels(model, node));
  const shown = bySupport(model).filter((i) => nodeAllowed(model, state, i));
  const list = (title, rows) => (rows.length ? [
    el("h3", {}, title, " ", el("span", { class: "count" }, rows.length.toLocaleString("en"))),
    longList(rows, (i) => el("li", {}, nodeButton(model, i, select,
      el("span", { class: "node-note" }, note(model.nodes[i])))),
    { first: 60, properties: { class: "things" } }),
  ] : []);
  return [
    el("header", { class: "panel-head" },
      el("h2", {}, "What the articles say"),
      el("p", { class: "hint" }, model.statements.length
        ? "Choose a thing for its facts, or a line for the sentences that say it."
        : "There is nothing to choose from yet.")),
    list("Things", shown.filter((i) => !model.nodes[i].event)),
    list("Events", shown.filter((i) => model.nodes[i].event)),
  ];
}

function nodePage(model, state, select, index) {
  const node = model.nodes[index];
  const articles = new Set(model.told[index].flatMap((i) => articlesOf(model, model.statements[i])));
  return [
    head(select, [swatch(family(model, node)), capitalised(classLabels(model, node))], name(node.label),
      node.summary && !node.label.includes(node.summary.split(" · ")[0]) ? el("p", { class: "summary" }, node.summary) : null,
      node.aliases.length ? el("p", { class: "hint" }, "Also called ", node.aliases.map((alias, i) => [i ? ", " : "", name(alias)])) : null,
      model.drawnNodes.has(index) ? null : el("p", { class: "hint" }, "Not in the drawing, which shows only what is connected most.")),
    factGroups(model, select, index),
    node.links.length ? [el("h3", {}, "Elsewhere"), el("ul", { class: "plain" }, node.links.map((address) => el("li", {}, link(address, address))))] : null,
    articles.size ? [el("h3", {}, "Articles"), longList([...articles].sort((a, b) => a - b), (i) => el("li", {}, articleButton(model, i, select)), { properties: { class: "plain" } })] : null,
    node.notes.length ? [el("h3", {}, "Why these names are one thing"), el("ul", { class: "notes" }, node.notes.map((note) => el("li", {}, note)))] : null,
  ];
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
      longList(members, (i) => el("li", {}, factRow(model, select, i, index)))));
}

function factRow(model, select, i, index) {
  const statement = model.statements[i];
  const other = statement.s === index ? statement.o : statement.s;
  const articles = articlesOf(model, statement).length;
  const why = articles ? plural(articles, "article") : statement.derived ? "why" : "details";
  return [
    other === null ? name(statement.value, { class: "value" }) : nodeButton(model, other, select),
    el("span", { class: "fact-notes" },
      statement.status === "asserted" ? null : statusBadge(statement.status),
      statement.derived ? derivedBadge() : null,
      button(why, () => select({ kind: "statement", index: i }), { class: "text", "aria-label": `${why}: the evidence` })),
  ];
}

function statementPage(model, state, select, index) {
  const statement = model.statements[index];
  const drawn = drawnFor(model, index);
  const same = model.statements.map((_, i) => i).filter((i) => i !== index && drawnFor(model, i) === drawn);
  const end = (i) => nodeButton(model, i, select);
  return [
    head(select, "Statement", [
      end(statement.s), el("span", { class: "predicate" }, relation(model, statement)),
      statement.o === null ? name(statement.value, { class: "value" }) : end(statement.o),
    ], el("p", { class: "badges" }, statusBadge(statement.status), statement.derived ? derivedBadge() : null)),
    el("section", { class: "claims" }, claimCards(model, statement, select)),
    same.length ? [el("h3", {}, "The same in other terms"), el("ul", { class: "plain" }, same.map((i) => el("li", {}, sayStatement(model, i, select))))] : null,
  ];
}

export function articleButton(model, i, select) {
  const article = model.articles[i];
  const from = [article.publisher, article.when].filter(Boolean).join(" · ");
  return button([name(articleTitle(article)), el("small", {}, from)],
    () => select({ kind: "article", index: i }), { class: "article-link" });
}

function articlePage(model, state, select, index) {
  const article = model.articles[index];
  const bySentence = new Map();
  model.claims.forEach((claim) => {
    if (claim.sentence === null || claim.statement === null || model.sentences[claim.sentence].article !== index) return;
    if (!bySentence.has(claim.sentence)) bySentence.set(claim.sentence, new Set());
    bySentence.get(claim.sentence).add(claim.statement);
  });
  const sentences = [...bySentence].sort(([a], [b]) => a - b);
  return [
    head(select, "Article", name(articleTitle(article)),
      el("p", { class: "hint" }, [article.publisher, article.author, article.when || "no date"].filter(Boolean).join(" · ")),
      article.url ? el("p", {}, link(article.url, "Open the article")) : null),
    sentences.length ? longList(sentences, ([sentence, statements]) => el("li", { class: "claim" },
      el("blockquote", { lang: article.language || null, dir: "auto" }, model.sentences[sentence].quote),
      el("ul", { class: "plain" }, [...statements].map((i) => el("li", {}, sayStatement(model, i, select))))),
    { properties: { class: "plain" } }) : el("p", { class: "hint" }, "No statement is from this article."),
  ];
}

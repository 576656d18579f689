// The Articles tab: what was read, newest first; and the text of one, with everything found in it marked.

import { button, byId, el, link, longList, name } from "./dom.mjs";
import { roleOf, sayStatement } from "./evidence.mjs";
import { articleTitle, compare, sourceLine } from "./model.mjs";
import { articleButton } from "./parts.mjs";
import { pieces, plural } from "./words.mjs";

export function createArticles(model, { state, select, goTo, subscribe }) {
  const host = byId("view-articles");
  const counts = model.saidIn.map((said) => new Set(said.flatMap(({ statements }) => statements)).size);
  const order = model.articles.map((_, i) => i).sort((a, b) =>
    compare(model.articles[b].date, model.articles[a].date) || compare(articleTitle(model.articles[a]), articleTitle(model.articles[b])));
  let shown = null;

  function list() {
    return [
      el("div", { class: "view-head" }, el("h2", {}, "Articles"), el("p", { class: "hint" }, plural(order.length, "article"))),
      order.length ? longList(order, (i) => el("li", {}, articleButton(model, i, select),
        el("span", { class: "count" }, plural(counts[i], "statement"))), { properties: { class: "articles" } })
        : el("p", { class: "hint" }, "The graph does not say which articles it is from."),
    ];
  }

  function reading(index) {
    const article = model.articles[index];
    const at = order.indexOf(index);
    const step = (label, to) => (order[to] === undefined ? null : button(label, () => select({ kind: "article", index: order[to] }), { class: "quiet" }));
    return [
      el("nav", { class: "view-head", "aria-label": "Articles" }, button("← All articles", () => goTo("articles", null), { class: "quiet" }), step("Previous", at - 1), step("Next", at + 1)),
      el("article", { class: "reading" },
        el("h2", {}, name(articleTitle(article))),
        el("p", { class: "hint" }, sourceLine(article),
          article.url ? [" · ", link(article.url, "Open the article")] : null),
        article.text ? text(model, index, select) : el("p", { class: "hint" }, "The graph does not hold its text; the sentences that say something are listed in the details.")),
    ];
  }

  function render() {
    if (state.view !== "articles") return;
    const index = state.selection?.kind === "article" ? state.selection.index : null;
    if (index === null && state.selection && shown !== null) return; // a thing chosen in a text leaves the text where it is
    if (shown === index && host.firstElementChild) return;
    shown = index;
    host.replaceChildren(...(index === null ? list() : reading(index)).flat(Infinity));
    host.scrollTop = 0;
  }

  subscribe((_, what) => what !== "filters" && render());
  render();
}

/** The paragraphs of an article; each sentence that says something is followed by how much, which opens what. */
function text(model, index, select) {
  const { text: whole, language } = model.articles[index];
  const letters = Array.from(whole);
  const names = namesIn(model, index, select);
  const parts = [];
  let at = 0;
  for (const { sentence, statements } of [...model.saidIn[index]].sort((a, b) => model.sentences[a.sentence].start - model.sentences[b.sentence].start)) {
    const { start, quote } = model.sentences[sentence];
    const length = Array.from(quote).length;
    if (start < at || letters.slice(start, start + length).join("") !== quote) continue;
    if (start > at) parts.push(names(letters.slice(at, start).join("")));
    parts.push(said(model, sentence, statements, select, names));
    at = start + length;
  }
  parts.push(names(letters.slice(at).join("")));
  return el("div", { class: "text-of-article", lang: language || null, dir: "auto" }, parts);
}

/** Gives a text in parts: strings, and elements for the names of all that this article speaks of, which lead to it. */
function namesIn(model, index, select) {
  const called = new Map();
  for (const i of model.told.keys()) {
    const node = model.nodes[i];
    if (node.event || !model.told[i].some((statement) => model.articlesOf[statement].includes(index))) continue;
    for (const one of [node.label, ...node.aliases]) {
      const known = called.get(one);
      if (one.trim() && (known === undefined || model.nodes[known].support < node.support)) called.set(one, i);
    }
  }
  if (!called.size) return (words) => [words];
  const any = [...called.keys()].sort((a, b) => b.length - a.length).map(escaped).join("|");
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${any})(?![\\p{L}\\p{N}])`, "u");
  return (words) => words.split(pattern).map((part) => (called.has(part)
    ? el("mark", { class: "subject" }, button(part, () => select({ kind: "node", index: called.get(part) }), { class: "in-text" })) : part));
}

function escaped(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function said(model, sentence, statements, select, names) {
  const { quote } = model.sentences[sentence];
  const spans = model.claims
    .filter((claim) => claim.sentence === sentence && claim.statement !== null)
    .flatMap((claim) => claim.cues.map(([start, end]) => ({ start, end, role: roleOf(model, model.statements[claim.statement], Array.from(quote).slice(start, end).join("")) })));
  const list = el("ul", { class: "found", hidden: true }, statements.map((i) => el("li", {}, sayStatement(model, i, select))));
  const toggle = button(String(statements.length), () => {
    list.hidden = !list.hidden;
    toggle.setAttribute("aria-expanded", String(!list.hidden));
  }, { class: "how-much", "aria-expanded": "false", "aria-label": `${plural(statements.length, "statement")} from this sentence` });
  // A name is whole, whatever part of it a claim rests on; beside names the words of claims are marked.
  let at = 0;
  const parts = names(quote).map((part) => {
    const start = at;
    at += Array.from(typeof part === "string" ? part : part.textContent).length;
    if (typeof part !== "string") return part;
    return pieces(part, spans.map((span) => ({ ...span, start: span.start - start, end: span.end - start })))
      .map(({ text: words, role }) => (role ? el("mark", { class: role === "words" ? "words" : "object" }, words) : words));
  });
  return [el("span", { class: "said" }, parts), " ", toggle, list];
}

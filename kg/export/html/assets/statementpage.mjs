// The details of a statement: every claim with its sentence, what differs from it side by side, the same in other terms.

import { button, el, name } from "./dom.mjs";
import { claimCards, derivedBadge, sayStatement, statusBadge } from "./evidence.mjs";
import { articleTitle, compare, drawnFor, objectLabel, relation, sourceLine } from "./model.mjs";
import { nodeButton, panelHead } from "./parts.mjs";
import { savers } from "./savers.mjs";
import { capitalised, percent, plural } from "./words.mjs";

const QUOTED = 3; // articles, for each side of a disagreement

export function statementPage(model, { select }, index) {
  const statement = model.statements[index];
  const drawn = drawnFor(model, index);
  const same = model.statements.map((_, i) => i).filter((i) => i !== index && drawnFor(model, i) === drawn);
  const end = (i) => nodeButton(model, i, select);
  return [
    panelHead(select, "Statement", [
      end(statement.s), el("span", { class: "predicate" }, relation(model, statement)),
      statement.o === null ? name(statement.value, { class: "value" }) : end(statement.o),
    ], el("p", { class: "badges" }, statusBadge(statement.status), statement.derived ? derivedBadge() : null)),
    supportLine(model, index),
    sideBySide(model, select, index),
    el("section", { class: "claims" }, claimCards(model, statement, select)),
    same.length ? [el("h3", {}, "The same in other terms"), el("ul", { class: "plain" }, same.map((i) => el("li", {}, sayStatement(model, i, select))))] : null,
    savers(model, () => [index, ...same], `${model.nodes[statement.s].label} ${relation(model, statement)}`),
  ];
}

/** How many say it, if more than one does, and how sure that makes it. */
function supportLine(model, index) {
  const { claims, support } = model.statements[index];
  const articles = model.articlesOf[index];
  if (articles.length < 2) return null;
  const copies = articles.filter((i) => articles.includes(model.articles[i].copy_of)).length;
  return el("p", { class: "hint" }, [
    `${plural(claims.length, "claim")} in ${plural(articles.length, "article")}`,
    copies ? `${plural(copies, "near-copy", "near-copies")} of another` : "",
    support ? `${plural(support.sources, "independent source")}, together ${percent(support.confidence)} sure` : "",
  ].filter(Boolean).join(" · "));
}

/** What cannot all hold, or did not hold at one time, a column each; of a denial, the claims for it beside those against. */
function sideBySide(model, select, index) {
  return model.conflicts.filter(({ statements }) => statements.includes(index)).map(({ kind, statements }) =>
    (kind === "denial" || statements.length === 1 ? forAndAgainst(model, select, index, kind)
      : columns(kind, "", answers(model, statements).map(({ values, claims }) =>
        column(model, claims, values.map((i, n) => [n ? " and " : null, title(model, select, i, titleOf(model, statements, i), i === index)]))))));
}

/** What the articles answer: [{values, claims}], the statements that one makes together being one answer, the first told first. */
function answers(model, statements) {
  const byArticle = new Map();
  for (const i of statements) {
    for (const claim of model.statements[i].claims) {
      const { sentence, status } = model.claims[claim];
      const article = sentence === null || status === "negated" ? null : model.sentences[sentence].article;
      if (!byArticle.has(article)) byArticle.set(article, { values: new Set(), claims: [] });
      if (article !== null) byArticle.get(article).values.add(i);
      byArticle.get(article).claims.push(claim);
    }
  }
  byArticle.delete(null); // what only follows from others
  const found = new Map();
  const when = (article) => model.articles[article].date || "9999";
  for (const [, { values, claims }] of [...byArticle].sort(([a], [b]) => compare(when(a), when(b)) || a - b)) {
    const key = [...values].sort((a, b) => a - b).join(" ");
    if (!found.has(key)) found.set(key, { values: [...values], claims: [] });
    found.get(key).claims.push(...claims);
  }
  return [...found.values()];
}

function forAndAgainst(model, select, index, kind) {
  const { claims } = model.statements[index];
  const against = claims.filter((claim) => model.claims[claim].status === "negated");
  const other = claims.filter((claim) => model.claims[claim].status !== "negated");
  return columns(kind, `: ${against.length} of ${claims.length} claims ${against.length === 1 ? "says" : "say"} it is not so`, [
    other.length ? column(model, other, capitalised(model.claims[other[0]].status)) : null,
    against.length ? column(model, against, "Denied") : null,
  ]);
}

/** What is in question: the object where the statements have all else in common, else the whole of one. */
function titleOf(model, statements, i) {
  const same = (part) => statements.every((other) => model.statements[other][part] === model.statements[i][part]);
  const statement = model.statements[i];
  const object = objectLabel(model, statement);
  return same("s") && same("p") ? object : `${model.nodes[statement.s].label} ${relation(model, statement)} ${object}`;
}

function columns(kind, how, cells) {
  const [title, look] = kind === "succession" ? ["Changed over time", null] : ["Sources disagree", "warning"];
  return el("section", { class: look ? "conflict" : "conflict change" }, el("h3", { class: look }, title + how), el("div", { class: "columns" }, cells));
}

function title(model, select, i, words, here) {
  return here ? name(words) : button(name(words), () => select({ kind: "statement", index: i }), { class: "text strong" });
}

function column(model, claims, heading) {
  const first = new Map(); // a sentence of each article
  for (const { sentence } of claims.map((claim) => model.claims[claim])) {
    if (sentence !== null && !first.has(model.sentences[sentence].article)) first.set(model.sentences[sentence].article, sentence);
  }
  return el("div", { class: "column" }, el("h4", {}, heading), [...first].slice(0, QUOTED).map(([at, sentence]) => {
    const { quote } = model.sentences[sentence];
    const article = model.articles[at];
    return [el("blockquote", { dir: "auto" }, quote),
      el("p", { class: "source" }, sourceLine(article, [article.publisher || articleTitle(article)]))];
  }));
}

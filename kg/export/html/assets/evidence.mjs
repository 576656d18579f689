// The claims behind a statement: sentences with the words that say it, where they stand, and how sure it is.

import { button, el, link, name } from "./dom.mjs";
import { bar } from "./glyphs.mjs";
import { articleTitle, objectLabel, relation, sourceLine } from "./model.mjs";
import { capitalised, folded, percent, pieces, ruleInWords } from "./words.mjs";

const DEEPEST = 5; // premises of premises
const ROLES = ["subject", "words", "object"]; // what a marked piece of a sentence names

export function statusBadge(status) {
  return el("span", { class: `badge badge-${status}` }, capitalised(status));
}

export function derivedBadge() {
  return el("span", { class: "badge badge-derived" }, "Derived");
}

/** Every claim of a statement, what is said first, then what follows; each as a card. */
export function claimCards(model, statement, select) {
  const claims = [...statement.claims].sort((a, b) => (model.claims[b].sentence !== null) - (model.claims[a].sentence !== null));
  if (!claims.length) return [el("p", { class: "hint" }, "The graph states this without saying where it is from.")];
  const cards = claims.map((claim) => card(model, statement, model.claims[claim], select, 0));
  const roles = ROLES.filter((role) => cards.some((it) => it.querySelector(`blockquote > .${role}`)));
  const key = el("p", { class: "key" }, roles.map((role) => el("mark", { class: role }, role)));
  return [roles.length ? key : null, cards];
}

function card(model, statement, claim, select, depth) {
  return el("article", { class: depth ? "claim nested" : "claim" },
    claim.sentence === null ? null : sentenceOf(model, statement, claim),
    facts(model, claim, select),
    claim.premises.length ? premises(model, claim, select, depth) : null);
}

function sentenceOf(model, statement, claim) {
  const { article: index, quote } = model.sentences[claim.sentence];
  const article = model.articles[index];
  const marks = pieces(quote, claim.cues.map(([start, end]) => ({
    start, end, role: roleOf(model, statement, Array.from(quote).slice(start, end).join("")),
  })));
  return el("figure", {},
    el("blockquote", { lang: article.language || null, dir: "auto" },
      marks.map(({ text, role }) => (role ? el("mark", { class: role }, text) : text))),
    el("figcaption", {},
      link(article.url, name(articleTitle(article))),
      el("span", { class: "source" }, sourceLine(article, [article.publisher]))));
}

/** Which end of the statement the words name; "words" if they name neither. */
export function roleOf(model, statement, text) {
  const called = (index) => index !== null && !model.nodes[index].event && model.keys[index].includes(folded(text));
  if (called(statement.s)) return "subject";
  if (called(statement.o)) return "object";
  if (statement.o !== null) return "words";
  return folded(text) === folded(statement.value) || /\d/.test(text) ? "object" : "words";
}

function facts(model, claim, select) {
  const speaker = claim.speaker === null ? claim.attribution
    : [button(name(model.nodes[claim.speaker].label), () => select({ kind: "node", index: claim.speaker }), { class: "text" })];
  const rules = claim.rules.map(ruleInWords);
  const rows = [
    ["Status", statusBadge(claim.status)],
    claim.confidence === null ? null : ["Confidence", meter(claim.confidence)],
    speaker.length ? ["Said by", speaker] : null,
    rules.length ? ["Found by", [rules.map(({ kind, words }) => `${kind} “${words}”`).join(", "), made(model, claim)]] : null,
  ];
  return el("dl", {}, rows.filter(Boolean).map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value))));
}

/** The programs that found it, with their versions. */
function made(model, claim) {
  return claim.agents.length ? el("span", { class: "source" }, ` ${claim.agents.map((i) => model.agents[i]).join(", ")}`) : null;
}

function meter(share) {
  return el("span", { class: "confidence" }, bar(share), percent(share));
}

function premises(model, claim, select, depth) {
  const rows = claim.premises.map((premise) => {
    const behind = model.claims[premise];
    const statement = model.statements[behind.statement];
    const title = statement ? sayStatement(model, behind.statement, select) : el("p", {}, "about an amount");
    const deeper = statement && depth < DEEPEST ? card(model, statement, behind, select, depth + 1) : null;
    return el("li", {}, title, deeper);
  });
  return el("div", { class: "premises" }, el("h4", {}, "Follows from"), el("ul", {}, rows));
}

/** A statement as one line that leads to it. */
export function sayStatement(model, index, select) {
  const statement = model.statements[index];
  return button(
    [name(model.nodes[statement.s].label), " ", el("em", {}, relation(model, statement)), " ", name(objectLabel(model, statement))],
    () => select({ kind: "statement", index }), { class: "say" });
}

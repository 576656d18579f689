// The details of a statement: every claim with its sentence, what contradicts it side by side, the same in other terms.

import { button, el, name } from "./dom.mjs";
import { claimCards, derivedBadge, sayStatement, statusBadge } from "./evidence.mjs";
import { articleTitle, drawnFor, objectLabel, relation } from "./model.mjs";
import { nodeButton, panelHead } from "./parts.mjs";
import { savers } from "./savers.mjs";
import { capitalised } from "./words.mjs";

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
    sideBySide(model, select, index),
    el("section", { class: "claims" }, claimCards(model, statement, select)),
    same.length ? [el("h3", {}, "The same in other terms"), el("ul", { class: "plain" }, same.map((i) => el("li", {}, sayStatement(model, i, select))))] : null,
    savers(model, () => [index, ...same], `${model.nodes[statement.s].label} ${relation(model, statement)}`),
  ];
}

/** What the graph says cannot all hold, one column each; and claims for beside claims against. */
function sideBySide(model, select, index) {
  const rows = model.conflicts.filter(({ statements }) => statements.includes(index)).map(({ kind, statements }) => columns(
    `Sources disagree${kind ? `: ${kind}` : ""}`,
    statements.map((i) => column(model, select, i, model.statements[i].claims, objectLabel(model, model.statements[i]), i === index))));
  const { claims } = model.statements[index];
  const against = claims.filter((claim) => model.claims[claim].status === "negated");
  const other = claims.filter((claim) => model.claims[claim].status !== "negated");
  if (against.length && other.length) {
    rows.push(columns(`Sources disagree: ${against.length} of ${claims.length} claims say it is not so`, [
      column(model, select, index, other, capitalised(model.claims[other[0]].status), true),
      column(model, select, index, against, "Denied", true),
    ]));
  }
  return rows;
}

function columns(title, cells) {
  return el("section", { class: "conflict" }, el("h3", { class: "warning" }, title), el("div", { class: "columns" }, cells));
}

function column(model, select, i, claims, title, here) {
  const said = claims.map((claim) => model.claims[claim]).filter(({ sentence }) => sentence !== null);
  return el("div", { class: here ? "column here" : "column" },
    here ? el("h4", {}, name(title)) : button(name(title), () => select({ kind: "statement", index: i }), { class: "text strong" }),
    said.slice(0, 2).map(({ sentence }) => {
      const { article, quote } = model.sentences[sentence];
      const { publisher, when } = model.articles[article];
      return [el("blockquote", { dir: "auto" }, quote),
        el("p", { class: "source" }, [publisher || articleTitle(model.articles[article]), when].filter(Boolean).join(" · "))];
    }));
}

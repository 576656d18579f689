// The page's JSON document, with what is asked of it often.

import { folded } from "./words.mjs";

export const STATUSES = ["asserted", "planned", "possible", "negated"];

export function readModel(text) {
  const model = JSON.parse(text);
  if (model.form !== 1) throw new Error(`The graph in this file has form ${model.form}, which this page cannot read.`);
  model.told = model.nodes.map(() => []); // statements about each node
  model.statements.forEach((statement, i) => {
    model.told[statement.s].push(i);
    if (statement.o !== null && statement.o !== statement.s) model.told[statement.o].push(i);
  });
  model.drawnNodes = new Set(model.network.nodes.map((node) => node.id));
  model.drawnEdges = new Set(model.network.edges.map((edge) => edge.id));
  model.keys = model.nodes.map((node) => [node.label, ...node.aliases].map(folded));
  return model;
}

/** The statement that is drawn for one that restates it. */
export function drawnFor(model, i) {
  return model.statements[i].restates ?? i;
}

export function edgeId(i) {
  return `s${i}`;
}

export function statementOfEdge(id) {
  return Number(id.slice(1));
}

/** The articles that say a statement itself. */
export function articlesOf(model, statement) {
  const found = new Set();
  for (const claim of statement.claims) {
    const sentence = model.claims[claim].sentence;
    if (sentence !== null) found.add(model.sentences[sentence].article);
  }
  return [...found].sort((a, b) => a - b);
}

/** The best confidence among the claims of the statement's own status; null if there are no claims. */
export function confidenceOf(model, statement) {
  const known = statement.claims
    .map((claim) => model.claims[claim])
    .filter((claim) => claim.status === statement.status && claim.confidence !== null);
  return known.length ? Math.max(...known.map((claim) => claim.confidence)) : null;
}

export function objectLabel(model, statement) {
  return statement.o === null ? statement.value : model.nodes[statement.o].label;
}

export function relation(model, statement) {
  return model.predicates[statement.p].label;
}

export function family(model, node) {
  return model.families[model.classes[node.classes[0]].family];
}

export function classLabels(model, node) {
  return node.classes.map((i) => model.classes[i].label).join(", ");
}

export function articleTitle(article) {
  return article.title || article.iri;
}

/** Nodes, those with most claims first. */
export function bySupport(model) {
  return model.nodes
    .map((node, i) => i)
    .sort((a, b) => model.nodes[b].support - model.nodes[a].support || compare(model.nodes[a].label, model.nodes[b].label));
}

const COLLATOR = new Intl.Collator("en", { numeric: true });

/** The order of names, "Series 2" before "Series 10". */
export function compare(a, b) {
  return COLLATOR.compare(a, b);
}

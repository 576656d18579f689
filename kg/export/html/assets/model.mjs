// The page's JSON document, with what is asked of it often.

import { folded } from "./words.mjs";

export const STATUSES = ["asserted", "planned", "possible", "negated"];

export function readModel(text) {
  const model = JSON.parse(text);
  if (model.form !== 2) throw new Error(`The graph in this file has form ${model.form}, which this page cannot read.`);
  model.told = model.nodes.map(() => []); // statements about each node
  model.statements.forEach((statement, i) => {
    model.told[statement.s].push(i);
    if (statement.o !== null && statement.o !== statement.s) model.told[statement.o].push(i);
  });
  model.ranked = bySupport(model);
  model.keys = model.nodes.map((node) => [node.label, ...node.aliases].map(folded));
  readNetwork(model);
  readSources(model);
  readSentences(model);
  return model;
}

/** What can be drawn: nodes and edges by id, the edges of each node, what is there at first. */
function readNetwork(model) {
  const { network } = model;
  model.node = new Map([...network.nodes, ...network.rest.nodes].map((node) => [node.id, node]));
  model.edge = new Map([...network.edges, ...network.rest.edges].map((edge) => [edge.id, edge]));
  model.edgesOf = model.nodes.map(() => []);
  for (const edge of model.edge.values()) {
    model.edgesOf[edge.from].push(edge);
    if (edge.to !== edge.from) model.edgesOf[edge.to].push(edge);
  }
  model.first = new Set(network.nodes.map((node) => node.id));
  model.later = new Map(); // community -> its nodes that are not drawn at first, the strongest first
  for (const { id } of network.rest.nodes) {
    const { community } = model.nodes[id];
    if (!model.later.has(community)) model.later.set(community, []);
    model.later.get(community).push(id);
  }
}

/** Who published: names, the articles and statements of each, and when each statement was reported. */
function readSources(model) {
  const names = [...new Set(model.articles.map(publisher))].sort(compare);
  model.sources = names;
  model.sourceOf = model.articles.map((article) => names.indexOf(publisher(article)));
  model.articlesOf = model.statements.map((statement) => {
    const found = new Set();
    for (const claim of statement.claims) {
      const { sentence } = model.claims[claim];
      if (sentence !== null) found.add(model.sentences[sentence].article);
    }
    return [...found].sort((a, b) => a - b);
  });
  // A statement that only follows from others is reported where these are.
  model.reportedIn = model.statements.map((statement, i) =>
    (model.articlesOf[i].length ? model.articlesOf[i] : [...behind(model, statement.claims)]));
  model.sure = model.statements.map((statement) => confidenceOf(model, statement));
}

/** What each article says, sentence by sentence; which statements are disputed, and which were or became another. */
function readSentences(model) {
  const bySentence = model.sentences.map(() => new Set());
  for (const { sentence, statement } of model.claims) if (sentence !== null && statement !== null) bySentence[sentence].add(statement);
  model.saidIn = model.articles.map(() => []);
  bySentence.forEach((statements, sentence) => {
    if (statements.size) model.saidIn[model.sentences[sentence].article].push({ sentence, statements: [...statements] });
  });
  const inOf = (succession) => new Set(model.conflicts.filter(({ kind }) => (kind === "succession") === succession).flatMap(({ statements }) => statements));
  model.disputed = inOf(false);
  model.changed = inOf(true);
}

function publisher(article) {
  return article.publisher || "(no publisher)";
}

/** The articles that claims rest on in the end. */
function behind(model, claims) {
  const [found, seen, pending] = [new Set(), new Set(), [...claims]];
  while (pending.length) {
    const i = pending.pop();
    if (seen.has(i)) continue;
    seen.add(i);
    const { sentence, premises } = model.claims[i];
    if (sentence !== null) found.add(model.sentences[sentence].article);
    pending.push(...premises);
  }
  return found;
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

/** That of all its sources together, else the best of the claims of its own status; null if there are no claims. */
function confidenceOf(model, statement) {
  if (statement.support) return statement.support.confidence;
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

/** Who published an article and when, in a line; unless told otherwise with who wrote it. */
export function sourceLine(article, by = [article.publisher, article.author]) {
  return [...by, article.when || "no date"].filter(Boolean).join(" · ");
}

/** Sum and date of an event, "" where its name says them already. */
export function summaryOf({ label, summary }) {
  return label.includes(summary.split(" · ")[0]) ? "" : summary;
}

/** Nodes, those with most claims first. */
function bySupport(model) {
  return model.nodes
    .map((node, i) => i)
    .sort((a, b) => model.nodes[b].support - model.nodes[a].support || a - b);
}

const COLLATOR = new Intl.Collator("en", { numeric: true });

/** The order of names, "Series 2" before "Series 10". */
export function compare(a, b) {
  return COLLATOR.compare(a, b);
}

// Statements -> Turtle and CSV: what is said, and each claim with its sentence and where it is from.

import { articleTitle, objectLabel, relation } from "./model.mjs";

const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const STATED = ["asserted", "planned"]; // what stands as a plain triple

/** The statements of these numbers with names, types and claims of what they are about. */
export function turtle(model, numbers) {
  const used = new Set();
  const iri = (text) => abbreviated(model, text, used);
  const plain = [];
  const claims = [];
  const nodes = new Set();
  for (const i of numbers) {
    const { s, p, o, term, status, claims: behind } = model.statements[i];
    nodes.add(s);
    if (o !== null) nodes.add(o);
    const triple = [iri(model.nodes[s].iri), iri(model.predicates[p].iri), o === null ? value(term, iri) : iri(model.nodes[o].iri)];
    if (STATED.includes(status)) plain.push(`${triple.join(" ")} .`);
    for (const claim of behind) claims.push(claimed(model, model.claims[claim], triple, iri));
  }
  const things = [...nodes].sort((a, b) => a - b).map((i) => thing(model, model.nodes[i], iri));
  const head = Object.entries(model.prefixes).filter(([prefix]) => used.has(prefix)).map(([prefix, space]) => `@prefix ${prefix}: <${space}> .`);
  return `${[...head, "", ...things, "", ...plain, "", ...claims].join("\n").replace(/\n{3,}/g, "\n\n").trim()}\n`;
}

function thing(model, node, iri) {
  const types = node.classes.map((i) => model.classes[i].iri).filter(Boolean).map(iri);
  const parts = [types.length ? `a ${types.join(", ")}` : null, `${iri("http://www.w3.org/2000/01/rdf-schema#label")} ${quoted(node.label)}`];
  return `${iri(node.iri)} ${parts.filter(Boolean).join(" ; ")} .`;
}

function claimed(model, claim, [s, p, o], iri) {
  const kg = (local) => iri(model.prefixes.kg + local);
  const about = [`a ${iri(`${RDF}Statement`)}, ${kg(claim.sentence === null && claim.premises.length ? "DerivedClaim" : "Claim")}`,
    `${iri(`${RDF}subject`)} ${s}`, `${iri(`${RDF}predicate`)} ${p}`, `${iri(`${RDF}object`)} ${o}`,
    `${kg("status")} ${kg(claim.status.charAt(0).toUpperCase() + claim.status.slice(1))}`];
  if (claim.confidence !== null) about.push(`${kg("confidence")} ${claim.confidence}`);
  if (claim.attribution) about.push(`${kg("attributionText")} ${quoted(claim.attribution)}`);
  const from = iri(`${model.prefixes.prov}wasDerivedFrom`);
  if (claim.sentence !== null) {
    const { article, start, quote } = model.sentences[claim.sentence];
    const span = iri(`${model.articles[article].iri}#char=${start},${start + Array.from(quote).length}`);
    about.push(`${from} ${span}`);
  }
  for (const premise of claim.premises) about.push(`${from} ${iri(full(model, model.claims[premise].id))}`);
  const lines = [`${iri(full(model, claim.id))} ${about.join(" ;\n    ")} .`];
  if (claim.sentence !== null) lines.push(`# “${model.sentences[claim.sentence].quote.replace(/\s+/g, " ")}”`);
  return lines.join("\n");
}

function full(model, id) {
  return /^[a-z][a-z0-9+.-]*:/i.test(id) ? id : model.base + id;
}

/** A prefixed name where that is plain, else the IRI in full. */
function abbreviated(model, iri, used) {
  for (const [prefix, space] of Object.entries(model.prefixes)) {
    const local = iri.slice(space.length);
    if (space && iri.startsWith(space) && /^[A-Za-z_][\w-]*$/.test(local)) {
      used.add(prefix);
      return `${prefix}:${local}`;
    }
  }
  return `<${iri.replace(/[\x00-\x20<>"{}|^`\\]/g, (it) => `\\u${it.codePointAt(0).toString(16).padStart(4, "0")}`)}>`;
}

/** A value as N-Triples write it, with its datatype abbreviated. */
function value(term, iri) {
  if (term.startsWith("<")) return iri(term.slice(1, -1));
  return term.replace(/\^\^<([^>]*)>$/, (_, type) => `^^${iri(type)}`);
}

function quoted(text) {
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return `"${text.replace(/[\\"\n\r\t]/g, (it) => escapes[it])}"`;
}

const COLUMNS_OF_CSV = ["subject", "predicate", "object", "status", "derived", "confidence", "sentence", "article", "publisher", "date", "attribution", "subjectIRI", "predicateIRI", "objectIRI"];

/** Statements -> rows of text, one for each claim; the first row says what the columns are. */
export function claimRows(model, numbers) {
  const rows = [COLUMNS_OF_CSV];
  for (const i of numbers) {
    const statement = model.statements[i];
    for (const claim of statement.claims.length ? statement.claims : [null]) rows.push(claimRow(model, statement, i, claim));
  }
  return rows;
}

function claimRow(model, statement, i, number) {
  const claim = number === null ? null : model.claims[number];
  const sentence = claim && claim.sentence !== null ? model.sentences[claim.sentence] : null;
  const article = sentence ? model.articles[sentence.article] : null;
  return [
    model.nodes[statement.s].label, relation(model, statement), objectLabel(model, statement),
    claim ? claim.status : statement.status, statement.derived ? "yes" : "no", claim?.confidence ?? "",
    sentence?.quote ?? "", article ? articleTitle(article) : "", article?.publisher ?? "", article?.date ?? "", claim?.attribution ?? "",
    model.nodes[statement.s].iri, model.predicates[statement.p].iri, statement.o === null ? "" : model.nodes[statement.o].iri,
  ].map(String);
}

/** Rows for the clipboard, which spreadsheets take as a table. */
export function tsv(rows) {
  return rows.map((row) => row.map((cell) => cell.replace(/\s+/g, " ")).join("\t")).join("\n");
}

/** Rows as RFC 4180 has them; a cell that a spreadsheet would take for a formula starts with an apostrophe. */
export function csv(rows) {
  const cell = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

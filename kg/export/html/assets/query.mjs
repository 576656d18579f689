// The SPARQL tab: Oxigraph, compiled to WebAssembly, answers from the graph's own RDF in a worker of the page.

import { announce, button, byId, copy, el, name, save } from "./dom.mjs";
import { csv, tsv } from "./turtle.mjs";
import { plural } from "./words.mjs";

const ROWS_AT_ONCE = 500;
const FIRST_QUERY = "SELECT ?subject ?relation ?object\nWHERE {\n  ?s ?relation ?o .\n  ?s rdfs:label ?subject . ?o rdfs:label ?object .\n}\nORDER BY ?subject ?relation ?object\nLIMIT 50";

export function createQuery(model, { state, select, goTo, subscribe }) {
  const host = byId("view-query");
  let engine = null; // a promise, so that what is stopped while it starts is ended too
  let asked = 0;
  let answer = [];
  const text = el("textarea", { id: "query-text", rows: 10, spellcheck: "false", autocapitalize: "off", autocomplete: "off" });
  const status = el("p", { class: "hint", role: "status" }, "Nothing has been asked yet.");
  const result = el("div", { class: "result" });
  const run = button("Run", ask, { class: "solid", title: "Ctrl Enter" });
  const stop = button("Stop", () => halt("Stopped."), { class: "quiet", hidden: true });
  const byNodeIri = new Map(model.nodes.map((node, i) => [node.iri, i]));

  function offer() {
    const choices = el("select", { id: "query-canned", onchange: () => {
      const chosen = model.rdf.queries[Number(choices.value)];
      text.value = chosen ? chosen.text.trim() : FIRST_QUERY;
    } }, el("option", { value: "" }, "50 statements"), model.rdf.queries.map((it, i) => el("option", { value: i }, `${it.name}: ${it.label}`)));
    text.value = FIRST_QUERY;
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask();
    });
    host.replaceChildren(
      el("div", { class: "view-head" }, el("h2", {}, "SPARQL"), el("p", { class: "hint" }, `${plural(model.rdf.triples, "triple")}, all in this file. Known prefixes need no declaration.`)),
      el("div", { class: "ask" },
        el("label", { for: "query-canned" }, "Start from"), choices,
        el("label", { for: "query-text", class: "sr" }, "Query"), text,
        el("div", { class: "actions" }, run, stop, status)),
      result);
  }

  async function ask() {
    const number = asked += 1;
    const began = performance.now();
    run.disabled = true;
    stop.hidden = false;
    status.textContent = engine ? "Asking …" : "Starting the query engine …";
    try {
      engine ??= startEngine(model.rdf.gzip);
      const ready = await engine;
      if (number !== asked) return;
      const found = await ready.ask(withPrefixes(text.value, model.prefixes));
      if (number !== asked) return;
      show(found, performance.now() - began);
    } catch (error) {
      if (number === asked) failed(error);
    }
    run.disabled = false;
    stop.hidden = true;
  }

  function halt(words) {
    asked += 1;
    engine?.then((started) => started.end(), () => {});
    engine = null;
    status.textContent = words;
    run.disabled = false;
    stop.hidden = true;
  }

  function failed(error) {
    engine?.catch(() => { engine = null; });
    answer = [];
    status.textContent = "";
    result.replaceChildren(el("p", { class: "warning", role: "alert" }, String(error?.message ?? error)));
    announce("The query failed");
  }

  function show({ kind, head, rows, truth, triples }, milliseconds) {
    const took = `${(milliseconds / 1000).toFixed(2)} s`;
    if (kind === "truth") {
      status.textContent = `${truth ? "Yes" : "No"}, in ${took}`;
      result.replaceChildren();
    } else if (kind === "graph") {
      status.textContent = `${plural(triples.split("\n").filter(Boolean).length, "triple")} in ${took}`;
      result.replaceChildren(el("p", { class: "savers" }, el("span", {}, "Save as"), button("N-Triples", () => save("answer.nt", triples, "application/n-triples"), { class: "text" })), el("pre", { tabindex: 0 }, triples.slice(0, 100000)));
    } else {
      status.textContent = `${plural(rows.length, "row")} in ${took}`;
      answer = [head, ...rows.map((row) => row.map((term) => term?.value ?? ""))];
      result.replaceChildren(...(rows.length ? table(head, rows) : [el("p", { class: "hint" }, "Nothing in the graph fits the query.")]));
    }
    announce(status.textContent);
  }

  function table(head, rows) {
    const tools = el("p", { class: "savers" }, el("span", {}, "Save as"),
      button("CSV", () => save("answer.csv", csv(answer), "text/csv"), { class: "text" }),
      button("Copy", (event) => copy(tsv(answer), event.currentTarget), { class: "text" }));
    return [tools, el("div", { class: "table-frame", tabindex: 0, role: "region", "aria-label": "Answer" }, el("table", {},
      el("thead", {}, el("tr", {}, head.map((it) => el("th", { scope: "col" }, it)))),
      el("tbody", {}, rows.slice(0, ROWS_AT_ONCE).map((row) => el("tr", { class: "plain-row" }, row.map((term) => el("td", { class: /^-?[\d.]+$/.test(term?.value ?? "") ? "number" : null }, cell(term)))))))),
    rows.length > ROWS_AT_ONCE ? el("p", { class: "hint" }, `The first ${ROWS_AT_ONCE} of them; the others are in the CSV.`) : ""];
  }

  function cell(term) {
    if (!term) return "–";
    const node = term.iri ? byNodeIri.get(term.value) : undefined;
    if (node !== undefined) return button(name(model.nodes[node].label), () => goTo("graph", { kind: "node", index: node }), { class: "text" });
    return name(term.iri ? prefixed(term.value, model.prefixes) : term.value);
  }

  if (!model.rdf.gzip) {
    host.replaceChildren(el("div", { class: "empty" }, el("h2", {}, "SPARQL is left out of this file"),
      el("p", {}, model.rdf.triples ? `The graph has ${plural(model.rdf.triples, "triple")}, too many for a browser. Ask them with ` : "There is nothing to ask yet. Build a graph, or ask one with ", el("code", {}, "kg query"))));
  } else if (typeof WebAssembly === "undefined" || typeof Worker === "undefined" || typeof DecompressionStream === "undefined") {
    host.replaceChildren(el("div", { class: "empty" }, el("h2", {}, "This browser cannot answer SPARQL"),
      el("p", {}, "It has no WebAssembly, or it is switched off. Everything else in this page works; the graph answers with ", el("code", {}, "kg query"), ".")));
  } else offer();
  subscribe((_, what) => what === "view" && state.view === "query" && text.isConnected && text.focus({ preventScroll: true }));
}

/** The query with a declaration for each prefix it uses and does not declare. */
function withPrefixes(query, prefixes) {
  const missing = Object.entries(prefixes).filter(([prefix]) =>
    new RegExp(`(^|[^\\w-])${prefix}:`).test(query) && !new RegExp(`prefix\\s+${prefix}:`, "i").test(query));
  return missing.map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>\n`).join("") + query;
}

function prefixed(iri, prefixes) {
  const fitting = Object.entries(prefixes).filter(([, space]) => iri.startsWith(space)).sort(([, a], [, b]) => b.length - a.length)[0];
  return fitting ? `${fitting[0]}:${iri.slice(fitting[1].length)}` : iri;
}

/** The engine in a worker: {ask(query) -> promise of an answer, end()}. */
async function startEngine(graph) {
  const code = byId("engine-code").textContent;
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(address);
  const waiting = [];
  const next = (message) => new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    worker.postMessage(message);
  });
  worker.onmessage = ({ data }) => {
    const { resolve, reject } = waiting.shift();
    if (data.error === undefined) resolve(data);
    else reject(new Error(data.error));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    waiting.splice(0).forEach(({ reject }) => reject(new Error(`The query engine cannot start: ${event.message ?? "this browser refuses it"}`)));
  };
  await next({ engine: byId("engine").textContent.trim(), graph });
  URL.revokeObjectURL(address);
  return { ask: (query) => next({ query }), end: () => worker.terminate() };
}

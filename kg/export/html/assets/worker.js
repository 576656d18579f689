// The worker of the SPARQL tab. Before it stands Oxigraph's own module, as `oxigraph`; both are text in the page.
// {engine, graph}: compressed WebAssembly and N-Triples, in base64 -> {}. {query} -> its answer, or {error}.

let store = null;

async function inflated(base64) {
  const packed = atob(base64);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i += 1) bytes[i] = packed.charCodeAt(i);
  // Not the stream of a Blob: WebKit does not read those of a page that is opened from a file.
  const stream = new ReadableStream({ start(it) { it.enqueue(bytes); it.close(); } });
  return new Uint8Array(await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
}

function plain(term) {
  return term === undefined ? null : { value: term.termType === "BlankNode" ? `_:${term.value}` : term.value, iri: term.termType === "NamedNode" };
}

function answer(query) {
  const found = store.query(query, { use_default_graph_as_union: true });
  if (typeof found === "boolean") return { kind: "truth", truth: found };
  if (found.length && !(found[0] instanceof Map)) return { kind: "graph", triples: found.map((quad) => `${quad} .\n`).join("") };
  const head = [...new Set(found.flatMap((row) => [...row.keys()]))];
  return { kind: "rows", head, rows: found.map((row) => head.map((name) => plain(row.get(name)))) };
}

onmessage = async ({ data }) => {
  try {
    if (data.engine) {
      oxigraph.initSync({ module: await inflated(data.engine) });
      store = new oxigraph.Store();
      store.load(await inflated(data.graph), { format: "application/n-triples", no_transaction: true, lenient: true });
      postMessage({});
    } else postMessage(answer(data.query));
  } catch (error) {
    postMessage({ error: String(error?.message ?? error) });
  }
};

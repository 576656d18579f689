"use strict";
const prefixes = {
  kg: "https://kg.example.org/ontology#",
  schema: "https://schema.org/",
  prov: "http://www.w3.org/ns/prov#",
  oa: "http://www.w3.org/ns/oa#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};
const first = `PREFIX kg: <${prefixes.kg}>
PREFIX rdfs: <${prefixes.rdfs}>
SELECT ?who ?what WHERE {
  ?investor kg:investsIn ?investee ; rdfs:label ?who .
  ?investee rdfs:label ?what .
}
ORDER BY ?who ?what
LIMIT 100`;
const endpoint = new URL("sparql", document.baseURI).href;
// What was typed before stays in the browser's storage; the endpoint is always this one.
Yasgui.Yasqe.defaults.value = first;
const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST" },
  copyEndpointOnNewTab: true,
  yasqe: { value: first, collapsePrefixesOnLoad: false },
  yasr: { prefixes },
});
const tab = yasgui.getTab();
if (tab) tab.setEndpoint(endpoint);

"""The exports of one graph in engines that we did not write: they hold as much, and give the same answers."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from kg.export import export
from kg.pipeline import STORE, Options, build
from kg.store import Store
from tests.assemble import sample
from tests.servers import Server, oxigraph_command

Rows = list[tuple[str, ...]]
GRAPH = "urn:test:export"
PROLOGUE = """
PREFIX kg: <https://kg.example.org/ontology#> PREFIX d: <https://kg.example.org/id/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
QUERIES = {
    "how many triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "who invests in whom": "SELECT ?a ?b WHERE { ?x kg:investsIn ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }",
    "rounds with amounts": "SELECT ?name ?value ?currency WHERE { ?round a kg:FundingRound ; rdfs:label ?name ; kg:amount ?sum ."
    " ?sum schema:value ?value ; schema:currency ?currency }",
    "dates": "SELECT ?s ?date WHERE { ?s kg:date ?date }",
    "claims by status": "SELECT ?status (COUNT(?c) AS ?n) WHERE { ?c kg:status ?status } GROUP BY ?status",
    "what is not asserted": "SELECT ?s ?p ?o WHERE { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:status ?status"
    " FILTER(?status IN (kg:Possible, kg:Negated)) }",
    "sentences with offsets": "SELECT ?text ?start ?end WHERE { ?span oa:hasSelector ?quote , ?position . ?quote oa:exact ?text ."
    " ?position oa:start ?start ; oa:end ?end }",
    "who said so": "SELECT ?text ?name WHERE { ?c kg:attributionText ?text . OPTIONAL { ?c kg:attributedTo ?who . ?who rdfs:label ?name } }",
    "premises to the sentence": "SELECT DISTINCT ?rule ?text WHERE { ?c a kg:DerivedClaim ; kg:rule ?rule ; prov:wasDerivedFrom+ ?span ."
    " ?span oa:hasSelector ?quote . ?quote oa:exact ?text }",
    "plain triples nobody supports": "SELECT ?s ?p ?o WHERE { ?s ?p ?o . ?any rdf:predicate ?p . FILTER NOT EXISTS {"
    " ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }",
    "sure claims of the newest article": "SELECT ?s ?o ?sure WHERE { ?c rdf:subject ?s ; rdf:object ?o ; kg:confidence ?sure ;"
    " prov:wasDerivedFrom ?span . ?span oa:hasSource ?article . ?article schema:datePublished ?day FILTER(?sure > 0.8) }",
}


@pytest.fixture(scope="module", params=["made by hand", "built"])
def store(
    request: pytest.FixtureRequest, sample_articles: Path, tmp_path_factory: pytest.TempPathFactory
) -> Store:
    """A graph that has every kind of claim, and that of the sample articles, both in memory."""
    if request.param == "made by hand":
        return Store.memory(sample.quads())
    folder = tmp_path_factory.mktemp("built")
    build([str(sample_articles)], folder, Options(extractor="frames"))
    with Store.open(folder / STORE) as built:
        return Store.memory(built.quads())


@pytest.fixture(scope="module")
def files(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export in each RDF form."""
    folder = tmp_path_factory.mktemp("exports")
    for name, ending in ENDINGS.items():
        export(store, name, folder / f"graph.{ending}")
    return folder


ENDINGS = {
    "turtle": "ttl",
    "trig": "trig",
    "nquads": "nq",
    "ntriples": "nt",
    "rdfxml": "rdf",
    "jsonld": "jsonld",
}


def answers(select: Callable[[str], Rows]) -> dict[str, Rows]:
    """The answer to each query, in an order of its own."""
    return {name: sorted(select(PROLOGUE + query)) for name, query in QUERIES.items()}


@pytest.fixture(scope="module")
def expected(store: Store) -> dict[str, Rows]:
    """What the store that the files are from answers."""

    def select(query: str) -> Rows:
        solutions = store.select(query)
        return [tuple(_plain(term) for term in row) for row in solutions]

    found = answers(select)
    assert len(found) >= 10
    assert all(rows for name, rows in found.items() if "nobody" not in name)
    assert not found["plain triples nobody supports"]
    return found


def _plain(term: object) -> str:
    value = str(getattr(term, "value", "") if term is not None else "")
    return _number(value)


def _number(value: str) -> str:
    """A number in one spelling: engines write 0.9 and 0.90, and 9e7 for what is computed."""
    try:
        return f"{float(value):g}"
    except ValueError:
        return value


@pytest.mark.parametrize("name", ENDINGS)
def test_rdflib_answers_alike(name: str, files: Path, expected: dict[str, Rows]) -> None:
    """Read by rdflib, each form answers the queries as the store does."""
    path = files / f"graph.{ENDINGS[name]}"
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path, format={"ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}.get(name, name))

    def select(query: str) -> Rows:
        rows = dataset.query(query)
        return [tuple("" if term is None else _number(str(term)) for term in row) for row in rows]  # type: ignore[union-attr]

    assert answers(select) == expected


@pytest.mark.parametrize("name", ENDINGS)
def test_oxigraph_s_own_program_answers_alike(
    name: str, files: Path, expected: dict[str, Rows], tmp_path: Path
) -> None:
    """`oxigraph load` takes each form, and `oxigraph query` answers as the store does."""
    program, path = oxigraph_command(), files / f"graph.{ENDINGS[name]}"
    location = ["--location", str(tmp_path / "db")]
    subprocess.run([program, "load", *location, "--file", str(path)], check=True, capture_output=True)

    def select(query: str) -> Rows:
        command = [program, "query", *location, "--union-default-graph", "--query", query]
        done = subprocess.run([*command, "--results-format", "json"], check=True, capture_output=True)
        return _rows(query, json.loads(done.stdout)["results"]["bindings"])

    assert answers(select) == expected


@pytest.mark.parametrize("server", ["oxigraph", "virtuoso"])
@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml"])
def test_servers_answer_alike(
    server: str, name: str, files: Path, expected: dict[str, Rows], request: pytest.FixtureRequest
) -> None:
    """Put into a graph of Oxigraph's server and of Virtuoso, a form answers the queries as the store does."""
    running: Server = request.getfixturevalue(server)
    media = {"turtle": "text/turtle", "ntriples": "application/n-triples", "rdfxml": "application/rdf+xml"}
    graph = f"{GRAPH}:{name}"
    status = running.put(graph, (files / f"graph.{ENDINGS[name]}").read_bytes(), media[name])
    assert status in {200, 201, 204}
    assert answers(lambda query: _rows(query, running.select(query, [graph]))) == expected


def _rows(query: str, bindings: list[dict[str, dict[str, str]]]) -> Rows:
    """The rows of SPARQL JSON, their values in the order in which the query names its variables."""
    head = query[query.index("SELECT") : query.index(" WHERE")]
    variables = re.findall(r"\?(\w+)", re.sub(r"\(COUNT\([^)]*\) AS", "", head))
    return [
        tuple(_number(row[name]["value"]) if name in row else "" for name in variables) for row in bindings
    ]

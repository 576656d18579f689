"""What every exporter promises, checked over all rows of the registry."""

from __future__ import annotations

import csv
import errno
import json
import os
from pathlib import Path

import networkx as nx
import pyld
import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import ExportError
from kg.export import EXPORTERS, export, exporter
from kg.export.files import write_whole
from kg.export.html.page import read_document
from kg.export.selection import Selection
from kg.store import Store
from tests.assemble import sample

RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
OF_RDFLIB = {"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}  # its other names are ours
FOLDERS = {"csv": {"nodes.csv", "edges.csv"}, "neo4j": {"nodes.csv", "relationships.csv"}}
everywhere = pytest.mark.parametrize("name", EXPORTERS)
rdf = pytest.mark.parametrize("name", RDF)


@pytest.fixture(scope="module")
def store() -> Store:
    """The sample in memory."""
    return Store.memory(sample.quads())


def test_collects_the_exporters() -> None:
    """The forms that are promised have a row each."""
    assert set(EXPORTERS) == {*RDF, *FOLDERS, "rdf12", "graphml", "html"}


def written(name: str, path: Path) -> dict[str, bytes]:
    """The bytes of each file of an export, by the file's name; there are those that are promised and no others."""
    files = sorted(path.iterdir()) if name in FOLDERS else [path]
    assert {file.name for file in path.parent.iterdir()} == {path.name}
    assert name not in FOLDERS or {file.name for file in files} == FOLDERS[name]
    return {file.name: file.read_bytes() for file in files}


@everywhere
def test_writes_whole_files(name: str, store: Store, tmp_path: Path) -> None:
    """It makes its file, or its folder of files, and nothing else, and the same bytes again in place of earlier ones."""
    path = tmp_path / "new" / "graph.out"
    count = export(store, name, path)
    assert count > 0
    first = written(name, path)
    for file in FOLDERS.get(name, ("",)):
        (path / file).write_text("earlier")
    assert export(store, name, path) == count
    assert written(name, path) == first


@everywhere
def test_does_not_depend_on_the_order_of_the_store(name: str, store: Store, tmp_path: Path) -> None:
    """Equal content gives equal bytes, in whatever order it came."""
    other = Store.memory(sorted(store.quads(), key=str, reverse=True))
    export(store, name, tmp_path / "one" / "graph")
    export(other, name, tmp_path / "other" / "graph")
    assert written(name, tmp_path / "one" / "graph") == written(name, tmp_path / "other" / "graph")


@everywhere
def test_a_failure_leaves_the_earlier_file(name: str, store: Store, tmp_path: Path) -> None:
    """What cannot be written is an ExportError that names the path."""
    path = tmp_path / "taken"
    if name in FOLDERS:
        path.write_text("x")  # a file where the folder should be
    else:
        path.mkdir()
        (path / "kept").write_text("x")
    with pytest.raises(ExportError, match="taken"):
        export(store, name, path)
    assert (path if name in FOLDERS else path / "kept").read_text() == "x"
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


@everywhere
def test_a_full_disk_leaves_the_earlier_file(
    name: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk refuses in the middle, the export fails, the earlier file stays, and nothing is left beside it."""
    path = tmp_path / "graph"
    export(store, name, path)
    before = written(name, path)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="No space left"):
        export(store, name, path)
    assert written(name, path) == before


@everywhere
def test_an_empty_store_can_be_exported(name: str, tmp_path: Path) -> None:
    """Nothing in, a readable file with nothing in it out."""
    assert export(Store.memory([]), name, tmp_path / "graph") == 0
    assert (tmp_path / "graph").exists()


@rdf
def test_rdf_holds_all_triples(name: str, store: Store, tmp_path: Path) -> None:
    """Oxigraph and rdflib find in the file what is in the store."""
    path = tmp_path / "graph"
    count = export(store, name, path)
    again = ox.Store()
    again.load(path=str(path), format=RDF[name])
    assert len(again) == count == len(store)
    graph = rdflib.Dataset() if RDF[name].supports_datasets else rdflib.Graph()
    graph.parse(path, format=OF_RDFLIB.get(name, name))
    quads = list(graph.quads()) if isinstance(graph, rdflib.Dataset) else list(graph)
    assert len(quads) == count


@rdf
def test_rdf_says_what_the_store_says(name: str, store: Store, tmp_path: Path) -> None:
    """Read back, the file has the triples of the store, term for term, or its quads where the form has graphs."""
    export(store, name, tmp_path / "graph")
    read = list(ox.parse(path=str(tmp_path / "graph"), format=RDF[name]))
    if RDF[name].supports_datasets and name != "jsonld":
        assert set(read) == set(store.quads())
    else:
        assert {quad.triple for quad in read} == {quad.triple for quad in store.quads()}


@rdf
def test_slim_leaves_provenance_out(name: str, store: Store, tmp_path: Path) -> None:
    """The plain view alone: no claim, sentence, article or activity; every plain triple is there."""
    export(store, name, tmp_path / "graph", selection=Selection(slim=True))
    slim = Store.load((tmp_path / "graph").rename(tmp_path / f"graph.{RDF[name].file_extension}"))
    graph = ox.NamedNode("https://kg.example.org/id/graph")
    types = "VALUES ?t { kg:Claim kg:DerivedClaim rdf:Statement oa:SpecificResource schema:NewsArticle prov:Activity }"
    assert not slim.query(f"ASK {{ {types} ?s a ?t }}")
    plain = {q.triple for q in slim.quads()}
    assert plain < {q.triple for q in store.graph(graph)}
    assert slim.query("ASK { d:northwind-capital kg:led d:round-1 ; rdfs:label ?name }")
    assert not slim.query("ASK { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }")


def test_turtle_reads_from_the_plain_view_down(store: Store, tmp_path: Path) -> None:
    """Entities and events come first, each subject once with its type and label on top, names abbreviated."""
    export(store, "turtle", tmp_path / "graph.ttl")
    text = (tmp_path / "graph.ttl").read_text("utf-8")
    assert '\n\nd:round-1 a kg:FundingRound ;\n\trdfs:label "Aurora Grid\'s Series B" ;\n' in text
    assert text.index("d:voltara a kg:Company") < text.index("a schema:NewsArticle") < text.index("kg:Claim")
    subjects = [line.split()[0] for line in text.splitlines() if line and line[0] not in "\t@"]
    assert len(subjects) == len(set(subjects))
    assert "@prefix lex:" not in text, "only prefixes that are used"


def test_what_is_not_read_back_whole_is_not_kept(tmp_path: Path) -> None:
    """If a reader finds fewer triples than were written, the export fails and the earlier file stays."""
    path = tmp_path / "graph"
    path.write_text("earlier")
    with pytest.raises(ExportError, match="3 written but 2 read back"):
        write_whole(path, lambda file: file.write(b"abc"), lambda _: 2)
    assert path.read_text() == "earlier"
    assert [p.name for p in tmp_path.iterdir()] == ["graph"]


@pytest.mark.parametrize("name", ["nonsense", "kg.export.nowhere:write", "kg.export.turtle:nothing"])
def test_an_unknown_format_is_told(name: str) -> None:
    """A format that is not there, or cannot be loaded, is an ExportError that names it."""
    with pytest.raises(ExportError, match=name):
        exporter(name)


def test_a_third_party_s_exporter_is_used() -> None:
    """Any "module:callable" works as a format."""
    assert exporter("kg.export.turtle:write") is exporter("turtle")


def test_json_ld_is_read_by_another_library(store: Store, tmp_path: Path) -> None:
    """PyLD, which shares no code with us, expands the document into the triples of the store; keys are short names."""
    export(store, "jsonld", tmp_path / "graph.jsonld")
    document = json.loads((tmp_path / "graph.jsonld").read_text("utf-8"))
    dataset = pyld.jsonld.to_rdf(document, {"format": "application/n-quads"})
    found = {quad.triple for quad in ox.parse(dataset, ox.RdfFormat.N_QUADS)}
    assert found == {quad.triple for quad in store.quads()}
    company = next(node for node in document["@graph"] if node["id"] == "d:ines-duarte")
    assert company == {
        "id": "d:ines-duarte",
        "type": "kg:Person",
        "label": "Ines Duarte",
        "chiefExecutiveOf": "d:aurora-grid",
        "worksFor": "d:aurora-grid",
    }


HOSTILE = """
@prefix e: <http://e/> . @prefix type: <http://t/> . @prefix id: <http://i/> . @prefix graph: <http://g/> .
@prefix obo: <http://obo/GO_> . @prefix bare: <http://bare> . @prefix : <http://empty/> . @prefix mailto: <http://m/> .
e:a a e:C, "not a class" ; e:p 1 , 1.5 , "x"@en , "x" , e:b , _:b ; e:id e:b ; type:p e:b ; e:q true , false ;
    obo:p obo:x ; bare:p bare:x ; :p :x , "1"^^bare:t ; graph:p graph:x ; <mailto:p> <mailto:x> ;
    e:n "a\\tb\\"\\n\U0001f50b<https://schema.org/" ; <http://e/x?y=1&z> e:b ; <http://e/p%41> <http://e/kg:x> ; e:r "2" , "3" .
e:b e:date "2025"^^<http://www.w3.org/2001/XMLSchema#gYear> , "2025-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
_:b e:p () , ( 1 2 ) .
"""


@rdf
def test_rdf_from_elsewhere_survives(name: str, tmp_path: Path) -> None:
    """Blank nodes, lists, mixed values, names like keywords, any prefixes of the file: each form says the same triples."""
    (tmp_path / "hostile.ttl").write_text(HOSTILE, "utf-8")
    store = Store.load(tmp_path / "hostile.ttl")
    if name == "rdfxml":
        with pytest.raises(ExportError, match="cannot name the predicate <http://e/p%41>"):
            export(store, name, tmp_path / "graph")
        return
    export(store, name, tmp_path / "graph")
    again = ox.Dataset(ox.parse(path=str(tmp_path / "graph"), format=RDF[name]))
    original = ox.Dataset(store.quads())
    for dataset in (again, original):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert again == original


def test_rdf_12_reifies_triple_terms(store: Store, tmp_path: Path) -> None:
    """Each claim reifies its triple as a term; all other triples are as they were; no bare << >> is written."""
    export(store, "rdf12", tmp_path / "graph.ttl")
    again = ox.Store()
    again.load(path=str(tmp_path / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    restored = again.query(
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> CONSTRUCT { ?c a rdf:Statement ; rdf:subject ?s ;"
        " rdf:predicate ?p ; rdf:object ?o } WHERE { ?c rdf:reifies <<( ?s ?p ?o )>> }"
    )
    reifies = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
    rest = {quad.triple for quad in again if quad.predicate != reifies}
    plain = {quad.triple for quad in ox.Store.__iter__(_loaded(store))}
    assert {*rest, *restored} == plain  # type: ignore[misc]
    assert "<< " not in (tmp_path / "graph.ttl").read_text("utf-8")


def _loaded(store: Store) -> ox.Store:
    """The triples of all graphs, as Oxigraph keeps them: it knows one type of integers."""
    loaded = ox.Store()
    loaded.extend(ox.Quad(*quad.triple) for quad in store.quads())
    return loaded


def test_graphml_csv_and_neo4j_hold_one_network(store: Store, tmp_path: Path) -> None:
    """They have the same things and the same relations between them, each relation with what is behind it."""
    for name in ("graphml", "csv", "neo4j"):
        export(store, name, tmp_path / name)
    graph = nx.read_graphml(tmp_path / "graphml", force_multigraph=True)
    nodes, edges = (_rows(tmp_path / "csv" / name) for name in ("nodes.csv", "edges.csv"))
    neo_nodes, neo_edges = (_rows(tmp_path / "neo4j" / name) for name in ("nodes.csv", "relationships.csv"))
    assert set(graph) == {row["id"] for row in nodes} == {row["iri:ID"] for row in neo_nodes}
    pairs = sorted((row["subject"], row["object"]) for row in edges)
    assert sorted(graph.edges()) == pairs == sorted((row[":START_ID"], row[":END_ID"]) for row in neo_edges)
    things = {q.subject for q in store.quads()}
    plain = {q.triple for q in store.graph(ox.NamedNode("https://kg.example.org/id/graph"))}
    minted = ("claim-", "support-", "conflict-", "link-")
    asserted = {t for t in plain if t.object in things and not any(kind in str(t.subject) for kind in minted)}
    assert len(edges) == len(asserted) > 20


def test_an_edge_says_what_is_behind_it(store: Store, tmp_path: Path) -> None:
    """Status, confidence, number of claims, articles and the sentence; a type of node is its most specific class."""
    export(store, "csv", tmp_path / "csv")
    export(store, "neo4j", tmp_path / "neo4j")
    edges = _rows(tmp_path / "csv" / "edges.csv")
    (amount,) = (e for e in edges if e["subject"].endswith("/round-1") and e["predicate"] == "kg:amount")
    assert (amount["status"], amount["confidence"], amount["claims"], amount["derived"]) == (
        "asserted",
        "0.9",
        "2",
        "false",
    )
    assert amount["sentence"].startswith("Aurora Grid raised 90 million euros")
    assert amount["published"] == "2026-03-02"
    (led,) = (e for e in edges if e["predicate"] == "kg:led")
    assert led["derived"] == "true"
    assert "Northwind Capital put 60 million euros" in led["sentence"]
    nodes = {row["iri:ID"]: row for row in _rows(tmp_path / "neo4j" / "nodes.csv")}
    northwind = nodes["https://kg.example.org/id/northwind-capital"]
    assert northwind[":LABEL"] == "InvestmentFirm;Company;Organization;Agent"
    assert nodes["https://kg.example.org/id/eur-60000000"]["value:double"] == "60000000"


ELSEWHERE = """@prefix a: <http://a/> . @prefix b: <http://b/> .
<http://e/a> a:name "one" ; b:name "two" ; a:label "three" ; a:knows <http://e/b> .
"""


@pytest.mark.parametrize("name", ["graphml", "csv", "neo4j", "html"])
def test_what_has_no_type_is_not_lost(name: str, tmp_path: Path) -> None:
    """A relation of things without types, one of which nothing is said of, is in the drawing and in every network."""
    assert export(Store.memory(ox.parse(ELSEWHERE, ox.RdfFormat.TURTLE)), name, tmp_path / name)
    if name == "html":
        document = read_document((tmp_path / name).read_text("utf-8"))
        assert len(document["network"]["edges"]) == 1
        assert [node["iri"] for node in document["nodes"]] == ["http://e/a", "http://e/b"]
        return
    if name == "graphml":
        graph = nx.read_graphml(tmp_path / name, force_multigraph=True)
        assert list(graph.edges()) == [("http://e/a", "http://e/b")]
        return
    (edge,) = _rows(tmp_path / name / ("edges.csv" if name == "csv" else "relationships.csv"))
    assert (edge.get("object") or edge[":END_ID"]) == "http://e/b"


@pytest.mark.parametrize("name", ["graphml", "csv", "neo4j"])
def test_values_of_one_local_name_stay_apart(name: str, tmp_path: Path) -> None:
    """Two properties that are called alike, or like what each node has, are two."""
    (tmp_path / "e.ttl").write_text(ELSEWHERE)
    export(Store.load(tmp_path / "e.ttl"), name, tmp_path / name)
    if name == "graphml":
        node = nx.read_graphml(tmp_path / name).nodes["http://e/a"]
    else:
        node = next(row for row in _rows(tmp_path / name / "nodes.csv") if "http://e/a" in row.values())
    assert {"one", "two", "three"} <= set(node.values())


@pytest.mark.parametrize("name", ["graphml", "csv", "neo4j"])
def test_a_sentence_may_be_from_what_is_no_article(name: str, store: Store, tmp_path: Path) -> None:
    """Of another program's graph, the source of a sentence need not be a schema:NewsArticle."""
    article = ox.NamedNode("https://schema.org/NewsArticle")
    other = Store.memory(quad for quad in store.quads() if quad.object != article)
    assert export(other, name, tmp_path / name)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

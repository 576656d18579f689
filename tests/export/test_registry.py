"""What every exporter promises, checked over all rows of the registry."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import ExportError
from kg.export import EXPORTERS, export, exporter
from kg.export.files import write_whole
from kg.store import Store
from tests.assemble import sample

RDF = {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS}
everywhere = pytest.mark.parametrize("name", EXPORTERS)
rdf = pytest.mark.parametrize("name", RDF)


@pytest.fixture(scope="module")
def store() -> Store:
    """The sample in memory."""
    return Store.memory(sample.quads())


def test_collects_the_exporters() -> None:
    """The forms that are promised have a row each."""
    assert set(EXPORTERS) >= {"turtle", "trig", "nquads", "html"}
    assert set(RDF) <= set(EXPORTERS)


@everywhere
def test_writes_one_whole_file(name: str, store: Store, tmp_path: Path) -> None:
    """It makes the file and nothing else, replaces an earlier one, and writes the same bytes again."""
    path = tmp_path / "new" / "graph.out"
    path.parent.mkdir()
    path.write_text("earlier")
    count = export(store, name, path)
    assert count > 0
    first = path.read_bytes()
    assert first != b"earlier"
    assert export(store, name, path) == count
    assert path.read_bytes() == first
    assert [p.name for p in path.parent.iterdir()] == ["graph.out"]


@everywhere
def test_a_failure_leaves_the_earlier_file(name: str, store: Store, tmp_path: Path) -> None:
    """What cannot be written is an ExportError that names the path."""
    path = tmp_path / "folder"
    path.mkdir()
    (path / "kept").write_text("x")
    with pytest.raises(ExportError, match="folder"):
        export(store, name, path)
    assert (path / "kept").read_text() == "x"
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


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
    graph = rdflib.Graph() if name == "turtle" else rdflib.Dataset()
    graph.parse(path, format=name)
    assert len(graph) == count if name == "turtle" else len(list(graph.quads())) == count  # type: ignore[attr-defined]


@rdf
def test_slim_leaves_provenance_out(name: str, store: Store, tmp_path: Path) -> None:
    """The plain view alone: no claim, sentence, article or activity; every plain triple is there."""
    export(store, name, tmp_path / "graph", slim=True)
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

"""kg from Python."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx
import pytest
import rdflib
import rdflib.query

import kg
import kg.graph
from kg.errors import KgError, StoreError
from kg.store import Store
from tests.assemble import sample

KG = rdflib.Namespace("https://kg.example.org/ontology#")
D = "https://kg.example.org/id/"


@pytest.fixture(scope="module")
def graph() -> kg.Graph:
    """The sample."""
    return kg.Graph(Store.memory(sample.quads()))


def test_the_examples_of_the_documentation(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the module shows is what comes out."""
    monkeypatch.chdir(repository)
    tried = doctest.testmod(kg.graph)
    assert tried.failed == 0
    assert tried.attempted >= 3


def test_importing_loads_nothing() -> None:
    """`import kg` is instant; what it offers is loaded on use, and nothing else is there."""
    code = "import kg, sys; print(sorted(m for m in sys.modules if m.startswith(('kg.', 'spacy', 'rdflib', 'pyox'))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="'nothing'"):
        _ = kg.nothing


def test_build_in_a_folder_and_open_again(tmp_path: Path) -> None:
    """What is built into a folder is what is opened from it; what could not be taken is told."""
    (tmp_path / "good.txt").write_text("Acme Corp acquired Widget Inc. for $300 million in 2024.\n")
    (tmp_path / "bad.txt").write_text("")
    with kg.build([str(tmp_path / "*.txt")], tmp_path / "out", extractor="frames") as built:
        assert [failure.where for failure in built.failures] == [str(tmp_path / "bad.txt")]
        answer = built.query("acquisitions", of="Widget").rows
        size = len(built)
    for place in (tmp_path / "out", tmp_path / "out" / "store", tmp_path / "out" / "graph.ttl"):
        with kg.open(place) as again:
            assert again.query("acquisitions", of="Widget").rows == answer
    with kg.build([str(tmp_path / "good.txt")], extractor="frames") as in_memory:
        assert len(in_memory) == size
    with pytest.raises(StoreError):
        kg.open(tmp_path / "nowhere")


def test_query(graph: kg.Graph) -> None:
    """SPARQL, or a query that comes with kg with parameters by name or in order; a mistake is an error."""
    by_name = graph.query("investors", of="Aurora Grid", by="Northwind").rows
    assert by_name
    assert by_name == graph.query("investors", "Aurora Grid", "Northwind").rows
    ends: Any = {"from": "Northwind", "to": "Aurora Grid"}
    assert graph.query("path", **ends).rows
    assert graph.query("ASK { ?who kg:led ?round }", timeout=30).truth
    wrong: Any
    for wrong in ({"text": "SELEKT"}, {"text": "investors", "off": "x"}, {"text": "ASK {}", "of": "x"}):
        with pytest.raises(KgError):
            graph.query(**wrong)


def test_explain_and_export(graph: kg.Graph, tmp_path: Path) -> None:
    """The sentences behind a fact, and the files of kg export."""
    (fact,) = graph.explain("Northwind Capital", "led")
    assert fact.claims[0].premises
    count = graph.export(tmp_path / "graph.nt.ttl", slim=True)
    assert len(rdflib.Graph().parse(tmp_path / "graph.nt.ttl", format="turtle")) == count


def test_rdflib(graph: kg.Graph, tmp_path: Path) -> None:
    """The rdflib graph is what rdflib reads from the Turtle that is exported, and prefixes are known."""
    graph.export(tmp_path / "graph.ttl")
    ours, read = graph.to_rdflib(), rdflib.Graph().parse(tmp_path / "graph.ttl", format="turtle")
    assert set(ours) == set(read)
    (row,) = ours.query("SELECT ?who { ?who kg:led ?round }")
    assert isinstance(row, rdflib.query.ResultRow)
    assert row[0] == rdflib.URIRef(D + "northwind-capital")
    slim = graph.to_rdflib(slim=True)
    assert 0 < len(slim) < len(ours)
    assert (None, rdflib.RDF.type, KG.Claim) not in slim


def test_networkx(graph: kg.Graph) -> None:
    """Things are nodes with label and type, relations edges with status and confidence of the surest claim."""
    found = graph.to_networkx()
    aurora = found.nodes[D + "aurora-grid"]
    assert (aurora["label"], aurora["type"]) == ("Aurora Grid", "kg:Company")
    plant = found.edges[D + "project-1", D + "plant-porto", "kg:facility"]
    assert (plant["status"], plant["confidence"]) == ("planned", 0.75)
    recipient = found.edges[D + "round-1", D + "aurora-grid", "kg:recipient"]
    assert recipient["confidence"] == 0.9
    assert networkx.has_path(found.to_undirected(), D + "northwind-capital", D + "aurora-grid")
    assert not any("claim-" in node for node in found)


def test_pandas(graph: kg.Graph) -> None:
    """All claims as a table, or the rows of a query; numbers are numbers."""
    claims = graph.to_pandas()
    assert {"subject", "relation", "object", "status", "sentence"} <= set(claims.columns)
    assert (claims["status"] == "kg:Negated").any()
    rounds = graph.to_pandas("rounds", "Aurora Grid")
    assert rounds["value"].tolist() == [90_000_000]
    assert graph.to_pandas("SELECT ?x { ?x kg:no ?y }").empty

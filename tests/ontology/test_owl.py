"""The ontology and the reasoner HermiT, which takes OWL 2 DL: nothing in it contradicts itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import owlready2
import pytest
from rdflib import RDF, Graph, URIRef

from kg.ontology import PREFIXES, default_folder

KG = PREFIXES["kg"]


@pytest.fixture
def graph() -> Graph:
    """kg.ttl, read by rdflib."""
    return Graph().parse(default_folder() / "kg.ttl")


@pytest.fixture
def world() -> owlready2.World:
    """A place for Owlready2 to keep an ontology, apart from those of other tests."""
    if shutil.which("java") is None:
        pytest.skip("no Java here, in which HermiT is written")
    return owlready2.World()


def reasoned(world: owlready2.World, graph: Graph, folder: Path) -> list[str]:
    """The classes that can have no instance.

    Raises:
        OwlReadyInconsistentOntologyError: nothing can be as the graph says.
    """
    graph.serialize(folder / "graph.nt", format="nt", encoding="utf-8")
    with world.get_ontology((folder / "graph.nt").as_uri()).load():
        owlready2.sync_reasoner(world, debug=0)
    return [class_.iri for class_ in world.inconsistent_classes()]


def test_a_reasoner_finds_no_contradiction(graph: Graph, world: owlready2.World, tmp_path: Path) -> None:
    """The ontology is OWL 2 DL that HermiT takes; it is consistent, and every class can have instances."""
    assert reasoned(world, graph, tmp_path) == []


def test_a_reasoner_finds_one_that_is_there(graph: Graph, world: owlready2.World, tmp_path: Path) -> None:
    """Who is a person and a company is more than the ontology allows."""
    for class_ in ("Person", "Company"):
        graph.add((URIRef("urn:test:somebody"), RDF.type, URIRef(KG + class_)))
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reasoned(world, graph, tmp_path)

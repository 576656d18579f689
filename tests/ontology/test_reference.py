"""The ontology in the hands of others: an OWL reader, vocabularies that it names terms of, people who read its page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pyhornedowl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.ontology import default_folder, load
from kg.ontology.reference import page

FOLDER = default_folder()
OWN = "https://kg.example.org/"
KINDS = (
    *(OWL.Class, RDFS.Datatype, OWL.ObjectProperty, OWL.DatatypeProperty),
    *(OWL.AnnotationProperty, OWL.NamedIndividual),
)


@pytest.fixture(scope="module")
def everything() -> Graph:
    """All Turtle files of the ontology."""
    graph = Graph()
    for file in FOLDER.glob("*.ttl"):
        graph.parse(file)
    return graph


def test_an_owl_reader_takes_it(tmp_path: Path) -> None:
    """Horned-OWL, written in Rust for OWL 2, reads the version and as many classes and properties as are declared."""
    graph = Graph().parse(FOLDER / "kg.ttl")
    graph.serialize(tmp_path / "kg.owl", format="xml")
    found = pyhornedowl.open_ontology(str(tmp_path / "kg.owl"), serialization="owl")
    assert str(found.get_iri()) == OWN + "ontology"
    assert str(found.get_version_iri()) == f"{OWN}ontology/{load().version}"
    declared = {
        kind: {str(s) for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)} for kind in KINDS
    }
    assert set(found.get_classes()) == declared[OWL.Class]
    assert set(found.get_object_properties()) == declared[OWL.ObjectProperty]
    assert set(found.get_data_properties()) == declared[OWL.DatatypeProperty]
    chains = [axiom for axiom in found.get_axioms() if "ObjectPropertyChain" in str(axiom)]
    assert len(chains) == len(list(graph.subject_objects(OWL.propertyChainAxiom))) >= 12


def test_every_property_that_is_used_is_declared(everything: Graph) -> None:
    """In all files, a property of ours is declared once, as one kind of property: OWL 2 DL allows no other."""
    used = {p for p in everything.predicates() if str(p).startswith(OWN)}
    kinds = {p: [k for k in KINDS if (p, RDF.type, k) in everything] for p in used}
    assert len(used) > 50
    assert {p: found for p, found in kinds.items() if len(found) != 1} == {}


def test_every_term_is_explained(everything: Graph) -> None:
    """In all files, each term that is declared, but for frames and places, has one label and one comment."""
    declared = {s for kind in KINDS for s in everything.subjects(RDF.type, kind) if str(s).startswith(OWN)}
    assert len(declared) > 200
    for term in declared:
        assert len(list(everything.objects(term, RDFS.label))) == 1, term
        assert len(list(everything.objects(term, RDFS.comment))) == 1, term


PACKAGED = ("SDO", "PROV", "FOAF", "ORG", "SKOS")
PENDING = {"https://schema.org/PoliticalParty"}  # in schema.org's pending section, which rdflib leaves out


def test_alignments_name_terms_that_exist(everything: Graph) -> None:
    """Each term of schema.org, PROV-O, FOAF, ORG and SKOS in the alignment is one of the vocabulary that rdflib packs."""
    named = {
        term
        for triple in Graph().parse(FOLDER / "alignment.ttl")
        for term in triple
        if isinstance(term, URIRef)
    }
    seen = 0
    for term in named:
        for vocabulary in (getattr(rdflib, name) for name in PACKAGED):
            namespace = str(vocabulary)
            if term.startswith(namespace) and len(term) > len(namespace) and str(term) not in PENDING:
                seen += 1
                assert term in vocabulary, term
    assert seen > 60
    ours = {s for s in Graph().parse(FOLDER / "alignment.ttl").subjects() if str(s).startswith(OWN)}
    known = set(everything.subjects(RDF.type))
    assert ours <= known


class _Page(HTMLParser):
    """What a page links to, what it has anchors for, what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.anchors: set[str] = set()
        self.loaded: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, anchors and what is loaded."""
        values = dict(attrs)
        if href := values.get("href"):
            self.links.add(href) if tag == "a" else self.loaded.append(href)
        if anchor := values.get("id"):
            assert anchor not in self.anchors, anchor
            self.anchors.add(anchor)
        if tag in {"script", "img", "iframe", "link"}:
            self.loaded.append(tag)

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text += data


def test_the_page_tells_everything_and_loads_nothing() -> None:
    """Each class, relation and frame has its section; links inside lead somewhere; nothing comes from the network."""
    ontology, text = load(), page(load())
    found = _Page(text)
    for name in (*ontology.classes, *ontology.properties, *(frame.curie for frame in ontology.frames)):
        assert name.replace(":", "-") in found.anchors, name
    assert {link[1:] for link in found.links if link.startswith("#")} <= found.anchors
    assert found.loaded == []
    assert "url(" not in text
    assert "@import" not in text
    assert not re.search(r"\[(recipient|amount) ", found.text), "examples are shown without their brackets"
    assert page(load()) == text

"""A part of a graph is itself a whole graph: no more than was there, and nothing without what is behind it."""

from __future__ import annotations

import datetime

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assemble import terms
from kg.assemble.terms import DEFAULT_BASE
from kg.export.selection import Selection, select
from kg.model import Status
from kg.ontology import PREFIXES, load
from kg.store import Store
from tests.assemble import sample

STORE = Store.memory(sample.quads())
QUADS = set(STORE.quads())
GRAPH = ox.NamedNode(DEFAULT_BASE + "graph")
THINGS = sorted({quad.subject for quad in QUADS if quad.predicate == terms.LABEL}, key=str)
CLAIMED = {quad.object for quad in QUADS if quad.predicate == terms.PREDICATE} - {terms.SAME_AS}  # of links
PREDICATES = sorted(CLAIMED, key=str)


def kg(name: str) -> ox.NamedNode:
    """A term of the ontology."""
    return ox.NamedNode(PREFIXES["kg"] + name)


def d(name: str) -> ox.NamedNode:
    """A thing of the sample."""
    return ox.NamedNode(DEFAULT_BASE + name)


def selected(**asked: object) -> set[ox.Quad]:
    """The quads of a part of the sample."""
    return set(select(STORE, Selection(**asked), load()).quads())  # type: ignore[arg-type]


def facts(quads: set[ox.Quad]) -> set[ox.Triple]:
    """The plain triples between things of the sample, by predicates that claims use."""
    return {q.triple for q in quads if q.predicate in PREDICATES and q.graph_name == GRAPH}


selections = st.builds(
    Selection,
    focus=st.lists(st.sampled_from(THINGS), max_size=2).map(tuple),
    depth=st.integers(0, 3),
    predicates=st.frozensets(st.sampled_from(PREDICATES), max_size=4),
    statuses=st.frozensets(st.sampled_from(list(Status)), max_size=3),
    since=st.none() | st.dates(datetime.date(2026, 2, 1), datetime.date(2026, 4, 1)),
    until=st.none() | st.dates(datetime.date(2026, 2, 1), datetime.date(2026, 4, 1)),
    sources=st.lists(
        st.sampled_from(["Harbor Wire", "news.example.org", "file:///", "nobody"]), max_size=2
    ).map(tuple),
    min_confidence=st.sampled_from([0.0, 0.6, 0.75, 0.85, 1.0]),
    slim=st.booleans(),
)


@given(selections)
def test_a_part_is_no_more_than_the_whole(selection: Selection) -> None:
    """Every quad of it was there."""
    assert set(select(STORE, selection, load()).quads()) <= QUADS


@given(selections)
def test_nothing_is_without_what_is_behind_it(selection: Selection) -> None:
    """Claims have sentences, or premises, sentences articles; each plain triple that was claimed has a live claim."""
    part = select(STORE, selection, load())
    if selection.slim:
        assert not part.query("ASK { ?claim rdf:subject ?s }")
        return
    incomplete = {
        "a claim lacks a part": "?c a rdf:Statement MINUS { ?c a kg:Link } FILTER NOT EXISTS { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;"
        " kg:status ?status ; kg:confidence ?n }",
        "a claim comes from nowhere": "?c a rdf:Statement MINUS { ?c a kg:Link } FILTER NOT EXISTS { ?c prov:wasDerivedFrom+ ?span . ?span oa:hasSelector ?it ;"
        " oa:hasSource/schema:articleBody ?text }",
        "it leads to nothing": "?c prov:wasDerivedFrom|prov:wasGeneratedBy|prov:wasAssociatedWith|oa:hasSelector|oa:hasSource ?x"
        " FILTER NOT EXISTS { ?x ?p ?o }",
        "a claim is of something without a name": "?c rdf:subject ?s FILTER NOT EXISTS { ?s rdfs:label ?name }",
        "a triple is not supported": "?any rdf:predicate ?p MINUS { ?any a kg:Link } ?s ?p ?o . ?s a ?type FILTER NOT EXISTS { ?c rdf:subject ?s ;"
        " rdf:predicate ?p ; rdf:object ?o ; kg:status ?live FILTER(?live IN (kg:Asserted, kg:Planned)) }",
    }
    for what, pattern in incomplete.items():
        assert not part.query(f"ASK {{ {pattern} }}"), what


@given(selections)
def test_the_claims_are_those_asked_for(selection: Selection) -> None:
    """A plain triple has an asked-for predicate and status, and is sure enough."""
    part = select(STORE, selection, load())
    for triple in facts(set(part.quads())):
        assert not selection.predicates or triple.predicate in selection.predicates
        claims = f"?c rdf:subject {triple.subject} ; rdf:predicate {triple.predicate} ; rdf:object {triple.object} ;"
        known = [
            (row["status"], float(row["n"].value))
            for row in STORE.select(f"SELECT * {{ {claims} kg:status ?status ; kg:confidence ?n }}")
        ]
        statuses = {terms.STATUSES[status] for status in selection.statuses} or {
            status for status, _ in known
        }
        assert any(status in statuses and n >= selection.min_confidence for status, n in known)


@given(selections)
def test_selecting_again_changes_nothing(selection: Selection) -> None:
    """What was selected passes whole through the same selection, unless it lost its provenance."""
    part = select(STORE, selection, load())
    if not selection.slim:
        assert set(select(part, selection, load()).quads()) == set(part.quads())


def test_everything_is_everything() -> None:
    """No restriction gives the store itself; restrictions that all pass give all claims and triples."""
    assert select(STORE, Selection(), load()) is STORE
    assert selected(statuses=frozenset(Status)) == QUADS
    assert selected(focus=tuple(THINGS), depth=0) == QUADS
    assert facts(selected(slim=True)) == facts(QUADS)


def test_an_event_is_near_with_those_who_take_part() -> None:
    """One relation from an investor is its round with the recipient and the other investors; rivals are further."""
    near = {q.subject for q in selected(focus=(d("tidewater-partners"),), slim=True)}
    assert near >= {d("tidewater-partners"), d("round-1"), d("aurora-grid"), d("northwind-capital")}
    assert d("voltara") not in near
    assert d("voltara") in {q.subject for q in selected(focus=(d("tidewater-partners"),), depth=2, slim=True)}
    alone = {q.subject for q in selected(focus=(d("tidewater-partners"),), depth=0, slim=True)}
    assert alone == {GRAPH, d("tidewater-partners")}


def test_a_derived_triple_comes_with_its_premises() -> None:
    """One relation that follows from others is taken with their claims, but without their plain triples."""
    part = selected(predicates=frozenset((kg("led"),)))
    assert facts(part) == {ox.Triple(d("northwind-capital"), kg("led"), d("round-1"))}
    claimed = {q.object for q in part if q.predicate == terms.PREDICATE}
    assert claimed >= {kg("led"), kg("investor"), kg("amount")}


def test_what_rests_on_other_articles_is_not_taken() -> None:
    """A triple that follows from two articles goes when one of them is not asked for."""
    competes = ox.Triple(d("aurora-grid"), kg("competitorOf"), d("voltara"))
    assert competes in facts(QUADS)
    first = selected(sources=("Harbor Wire",))
    assert competes not in facts(first)
    assert ox.Triple(d("aurora-grid"), kg("raised"), d("round-1")) in facts(first)
    bodies = {q.subject for q in first if q.predicate == terms.BODY}
    assert bodies == {ox.NamedNode(sample.FIRST.uri)}
    assert selected(sources=("news.example.org",)) == selected(sources=("HARBOR wire",)) == first
    assert selected(since=datetime.date(2026, 3, 2), until=datetime.date(2026, 3, 2)) == first
    assert not facts(selected(until=datetime.date(2026, 3, 1)))


def test_denials_come_as_claims_only() -> None:
    """What is said not to be so has its claim, sentence and things, and no plain triple."""
    part = selected(statuses=frozenset((Status.NEGATED,)))
    assert not facts(part)
    assert {q.object for q in part if q.predicate == terms.PREDICATE} == {kg("mergedWith"), terms.SAME_AS}
    assert {d("aurora-grid"), d("voltara")} <= {q.subject for q in part}


ELSEWHERE = """@prefix e: <http://e/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:a e:knows e:b ; rdfs:label "A" . e:b e:knows e:c ; e:likes e:a ; rdfs:label "B" . e:c rdfs:label "C" ."""


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"focus": (ox.NamedNode("http://e/a"),)}, {"a knows b", "b likes a", "a label A", "b label B"}),
        (
            {"predicates": frozenset([ox.NamedNode("http://e/likes")])},
            {"b likes a", "a label A", "b label B"},
        ),
        ({"min_confidence": 0.5}, set()),
    ],
)
def test_a_graph_without_claims_can_be_cut(asked: dict[str, object], left: set[str]) -> None:
    """By what its triples say; asked about claims, it has none."""
    store = Store.memory(ox.parse(ELSEWHERE, ox.RdfFormat.TURTLE))
    part = select(store, Selection(**asked), load())  # type: ignore[arg-type]
    short = {
        " ".join(str(getattr(t, "value", t)).replace("#", "/").rpartition("/")[2] for t in q.triple)
        for q in part.quads()
    }
    assert short == left

"""Support: claims, articles, independent sources, and how sure a triple is by all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assemble.support import COMMON, MOST, combined
from kg.model import Status
from kg.query import query
from kg.query.canned import canned, fill
from tests.assemble.told import Press, prose

confidences = st.floats(0, 1)
claims = st.lists(st.tuples(st.sampled_from("abcdef"), confidences), min_size=1, max_size=12)


@given(claims, st.randoms(use_true_random=False))
def test_order_does_not_matter(said: list[tuple[str, float]], dice: object) -> None:
    """The same to the last digit, in whatever order the claims come."""
    shuffled = list(said)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert combined(shuffled) == combined(said)


@given(claims, st.data())
def test_a_copy_never_raises_it(said: list[tuple[str, float]], data: st.DataObject) -> None:
    """A further claim of a source that is no surer than what the source has said changes nothing."""
    source, best = max(said, key=lambda claim: claim[1])
    confidence = data.draw(st.floats(0, best))
    assert combined([*said, (source, confidence)]) == combined(said)


@given(claims, confidences)
def test_another_source_never_lowers_it(said: list[tuple[str, float]], confidence: float) -> None:
    """A source more, however unsure, takes nothing away."""
    assert combined([*said, ("another", confidence)]) >= combined(said) - 1e-12


@given(claims, st.data())
def test_a_surer_claim_never_lowers_it(said: list[tuple[str, float]], data: st.DataObject) -> None:
    """It rises with each claim's confidence, or stays."""
    i = data.draw(st.integers(0, len(said) - 1))
    source, confidence = said[i]
    raised = [*said[:i], (source, data.draw(st.floats(confidence, 1))), *said[i + 1 :]]
    assert combined(raised) >= combined(said) - 1e-12


@given(claims)
def test_it_stays_between_the_surest_and_independence(said: list[tuple[str, float]]) -> None:
    """Never below the surest claim, never above what independent sources would give, nor above the cap."""
    best = {source: max(c for s, c in said if s == source) for source, _ in said}
    doubt = 1.0
    for confidence in best.values():
        doubt *= 1 - confidence
    together = combined(said)
    assert max(best.values()) <= together <= max(1 - doubt, *best.values()) + 1e-12
    assert together <= max(MOST, *best.values())
    assert together <= 1 - COMMON * (1 - max(best.values())) + 1e-12


def test_the_formula() -> None:
    """Two sources at 0.9: half of the doubt they share, the other half must strike twice; copies add nothing."""
    assert combined([("a", 0.9)]) == 0.9
    assert combined([("a", 0.9), ("a", 0.9), ("a", 0.5)]) == 0.9
    assert combined([("a", 0.9), ("b", 0.9)]) == pytest.approx(1 - (0.5 * 0.1 + 0.5 * 0.01))
    assert combined([(i, 0.6) for i in range(100)]) == pytest.approx(0.8), (
        "a hundred that are unsure are not sure"
    )


def corroborated() -> Press:
    """Three articles say that Acme is based in Oslo, one of them a copy of another; one says it of Bolt."""
    press = Press()
    acme, bolt, oslo = (
        press.thing("Acme", "kg:Company"),
        press.thing("Bolt", "kg:Company"),
        press.thing("Oslo", "kg:City"),
    )
    for name, day in (("late", "2026-03-05"), ("early", "2026-03-01")):
        press.article(name, day, prose(60, "the wire"))
    for name, confidence in (("late", 0.9), ("early", 0.9), ("own", 0.6)):
        press.say(name, acme, "kg:basedIn", oslo, confidence=confidence)
    press.say("early", acme, "kg:basedIn", oslo, words="Oslo is where Acme sits", confidence=0.7)
    press.say("own", bolt, "kg:basedIn", oslo)
    press.say("own", acme, "kg:competitorOf", bolt, status=Status.POSSIBLE)
    press.say("early", acme, "kg:competitorOf", bolt, status=Status.NEGATED)
    return press


def test_counts_and_confidence_are_in_the_graph() -> None:
    """The query on support counts claims, articles and sources; a copy is no source, a single source needs no node."""
    store = corroborated().store()
    rows = query(store, fill(canned()["support"], {"of": "Acme"}, store)).rows
    ((subject, relation, object_, *numbers),) = rows
    assert [cell.value for cell in (subject, relation, object_) if cell] == [
        "Acme", "https://kg.example.org/ontology#basedIn", "Oslo",
    ]  # fmt: skip
    assert [cell.value for cell in numbers if cell] == ["4", "3", "2", "0.93"]
    assert len(query(store, fill(canned()["support"], {}, store)).rows) == 2
    nodes = query(
        store,
        "SELECT ?n (COUNT(?claim) AS ?claims) { ?s a kg:Support ; kg:sources ?n ; kg:claim ?claim } GROUP BY ?n",
    )
    assert [[cell.value for cell in row if cell] for row in nodes.rows] == [["2", "4"]]


def test_the_first_article_of_a_story_stands_for_it() -> None:
    """The later one is the near-copy, whatever order they are read in; the article that is none has no such triple."""
    press = corroborated()
    for documents in (press.documents, press.documents[::-1]):
        copies = [quad for quad in press.quads(documents) if quad.predicate.value.endswith("nearCopyOf")]
        assert [(q.subject.value[-4:], q.object.value[-5:]) for q in copies] == [("late", "early")]  # type: ignore[union-attr]
        assert {q.graph_name.value for q in copies} == {"https://kg.example.org/id/graph"}  # type: ignore[union-attr]


def test_the_graph_does_not_depend_on_the_order_of_articles() -> None:
    """The same quads for any order, counts, copies and confidences included."""
    press = corroborated()
    assert set(press.quads(press.documents[::-1])) == set(press.quads())


def test_without_its_corroboration_a_triple_has_no_support_node() -> None:
    """When the article of the other source is gone, so is the node; the copies alone are one source."""
    press = corroborated()
    kept = [s for s in press.knowledge.statements if s.subject != "bolt"]
    fewer = Press()
    fewer.__dict__.update(press.__dict__)
    fewer._evidence = {
        (s.subject, s.predicate, s.object): [e for e in s.evidence if e.document_id != "own"]
        for s in kept
        if any(e.document_id != "own" for e in s.evidence)
    }
    assert not query(fewer.store(), "ASK { ?s a kg:Support }").truth
    assert query(press.store(), "ASK { ?s a kg:Support }").truth


def test_a_derived_fact_is_as_sure_as_its_premises_together() -> None:
    """Corroborated premises make what follows from them surer."""
    press = corroborated()
    store = press.store()
    located = "?c a kg:DerivedClaim ; rdf:subject d:acme ; rdf:predicate kg:locatedIn ; kg:confidence ?sure"
    ((sure,),) = query(store, f"SELECT ?sure {{ {located} }}").rows
    assert sure is not None
    assert sure.value == "0.93"

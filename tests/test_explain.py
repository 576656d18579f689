"""Explanations: from a triple down to the words that say it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.explain import Sentence, explain
from kg.explain.render import marked, render
from kg.store import Store
from tests.assemble import sample


@pytest.fixture(scope="module")
def store() -> Store:
    """The sample in memory."""
    return Store.memory(sample.quads())


def test_a_stated_fact_is_explained_by_its_sentences(store: Store) -> None:
    """Each sentence comes with its words' spans, its article, its speaker, rule, status and confidence."""
    (fact,) = explain(store, "d:investment-1", "kg:investor", "Northwind")
    assert (fact.predicate, fact.object.label) == ("kg:investor", "Northwind Capital")
    (claim,) = fact.claims
    assert (claim.status, claim.confidence, claim.rules) == ("asserted", 0.9, ("frame:invest",))
    assert claim.attribution == "Harbor Wire"
    assert (claim.extractors, claim.software) == (("frames",), ("en_sample 3.8.0", "kg 0.1.0"))
    assert claim.sentence
    assert claim.sentence.text.startswith("Northwind Capital put 60 million euros")
    assert [claim.sentence.text[a:b] for a, b in claim.sentence.cues] == [
        "Northwind Capital",
        "put",
        "60 million euros",
    ]
    assert sample.FIRST.text[claim.sentence.start : claim.sentence.end] == claim.sentence.text
    article = claim.sentence.article
    assert (article.iri, article.publisher, article.published) == (
        sample.FIRST.uri,
        "Harbor Wire",
        "2026-03-02",
    )


def test_both_articles_speak(store: Store) -> None:
    """A fact of two articles has two claims, the surer first."""
    (fact,) = explain(store, "d:round-1", "recipient", "Aurora Grid")
    assert [claim.confidence for claim in fact.claims] == [0.9, 0.8]
    assert len({claim.sentence.article.iri for claim in fact.claims if claim.sentence}) == 2


def test_a_derived_fact_is_explained_down_to_sentences(store: Store) -> None:
    """Who led the round follows from four facts, each with the sentence that says it."""
    (fact,) = explain(store, "Northwind Capital", "led")
    (claim,) = fact.claims
    assert claim.rules == ("rule:lead-by-majority",)
    assert claim.sentence is None
    assert (claim.extractors, claim.software) == ((), ())
    assert sorted(premise.predicate for premise in claim.premises) == [
        "kg:amount", "kg:amount", "kg:investor", "kg:round",
    ]  # fmt: skip
    assert all(inner.sentence for premise in claim.premises for inner in premise.claims)


def test_what_did_not_happen_is_explained_too(store: Store) -> None:
    """A denial and a rumour have no triple but an explanation."""
    (denied,) = explain(store, "Aurora Grid", "merged with", "Voltara")
    assert [claim.status for claim in denied.claims] == ["negated"]
    (rumour,) = explain(store, "Aurora Grid's listing", "issuer")
    assert [claim.status for claim in rumour.claims] == ["possible"]


def test_a_subject_alone_shows_all_that_is_claimed_of_it(store: Store) -> None:
    """Without predicate and object the facts come in which it is either end."""
    facts = explain(store, "Aurora Grid")
    assert any(fact.subject.label == "Aurora Grid" for fact in facts)
    assert any(fact.object.label == "Aurora Grid" and fact.predicate == "kg:recipient" for fact in facts)
    assert all("Aurora Grid" in (fact.subject.label, fact.object.label) for fact in facts)


def test_a_literal_is_an_object(store: Store) -> None:
    """A stage or a date is found by its words."""
    (stage,) = explain(store, "d:round-1", "kg:stage", "series b")
    assert (stage.object.iri, stage.object.label) == ("", "Series B")
    (date,) = explain(store, "d:round-1", "date", "2026-03-02")
    assert date.object.label == "2026-03-02"


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        (("Tidewater Partnrs",), "Tidewater Partners"),
        (("Northwind", "leaad"), "kg:led"),
        (("Northwind", "led", "Voltarra"), "Voltara"),
        (("Grid",), "Aurora Grid"),
    ],
)
def test_an_unknown_name_is_answered_with_near_ones(store: Store, asked: tuple[str, ...], near: str) -> None:
    """A mistyped name is an error that offers what was probably meant."""
    with pytest.raises(KgError, match=near):
        explain(store, *asked)


def test_the_text_marks_the_words_and_shows_a_sentence_once(store: Store) -> None:
    """For people: the triple, the sentence with its words marked, where it is from; a repeat is short."""
    text = render(explain(store, "Northwind Capital", "led"), mark=lambda words: f"[{words}]")
    assert text.startswith(
        "Northwind Capital  kg:led  Aurora Grid's Series B\n  derived: asserted, confidence 0.69,"
    )
    assert "“[Northwind Capital] [put] [60 million euros] into the round, according to Harbor Wire.”" in text
    assert 'says Harbor Wire; “Aurora Grid raises "Series B"”, Harbor Wire, 2026-03-02' in text
    assert "asserted, confidence 0.90, frame:invest (frames)" in text
    assert text.endswith("\n\nfound by en_sample 3.8.0, kg 0.1.0\n")
    assert text.count("into the round") == 1
    assert text.count("(as above; ") == 2


def test_marks_follow_code_points_and_do_not_nest(store: Store) -> None:
    """Overlapping cues are marked as one, and an emoji counts as one character."""
    (fact,) = explain(store, "d:project-1", "facility")
    sentence = fact.claims[0].sentence
    assert sentence
    assert (
        marked(sentence, lambda words: f"[{words}]")
        == "The company plans to [build] a [plant] in Porto \U0001f50b."
    )
    overlapping = Sentence("abcdef", 0, 6, ((0, 3), (2, 4), (5, 6)), sentence.article)
    assert marked(overlapping, lambda words: f"[{words}]") == "[abcd]e[f]"


def test_blank_nodes_are_themselves() -> None:
    """Of another program's graph, what a claim is about and where it is from may have no IRI, but its own name."""
    text = """
        @prefix kg: <https://kg.example.org/ontology#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix schema: <https://schema.org/> .
        @prefix oa: <http://www.w3.org/ns/oa#> . @prefix prov: <http://www.w3.org/ns/prov#> .
        <http://e/a> rdfs:label "A" . _:z rdfs:label "Zed" . _:article schema:headline "Mine" .
        <http://e/other> schema:headline "Another" ; schema:publisher "Another" .
        <http://e/claim> a kg:Claim ; rdf:subject <http://e/z> ; rdf:predicate kg:led ; rdf:object _:z , _:nameless ;
            kg:status kg:Asserted ; kg:confidence 0.5 ; prov:wasDerivedFrom <http://e/span> .
        <http://e/z> rdfs:label "Z" .
        <http://e/span> oa:hasSource _:article ; oa:hasSelector <http://e/at>, <http://e/quote> .
        <http://e/at> oa:start 0 ; oa:end 1 . <http://e/quote> oa:exact "x" .
    """
    told = explain(Store.memory(ox.parse(text, ox.RdfFormat.TURTLE)), "http://e/z")
    labels = {fact.object.label for fact in told}
    assert "Zed" in labels
    assert not labels & {"A", "Z"}
    (article,) = {claim.sentence.article for fact in told for claim in fact.claims if claim.sentence}
    assert (article.title, article.publisher) == ("Mine", "")


def test_text_cannot_control_the_terminal(store: Store) -> None:
    """Control characters in a title or a sentence are shown as spaces."""
    (fact,) = explain(store, "d:project-1", "facility")
    sentence = fact.claims[0].sentence
    assert sentence
    hostile = Sentence("a\x1b[2Jb\nc", 0, 9, (), sentence.article)
    assert marked(hostile, str) == "a [2Jb c"

"""Findings -> assertions: each thing once, in the right classes, with the sentence and the status that it is said with."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analyse import analyse
from kg.analyse.analysis import Analysis
from kg.extract.confidence import probability
from kg.extract.neural import odds
from kg.extract.neural.candidates import Candidates
from kg.extract.neural.claims import (
    Claim,
    answer,
    assertions,
    distinct,
    of_renewed,
    renewed,
    told,
    with_asked,
    with_rivals,
)
from kg.extract.neural.labels import Labels
from kg.extract.neural.model import LEAST_ODDS, Finding
from kg.extract.neural.sentences import Sentences
from kg.extract.shipped import manifest
from kg.model import Document, Mention, MentionKind, Status
from kg.ontology import load

TEXT = (
    "Nordlys works with Kestrel. Nordlys and Kestrel have a plan. Ana Ruiz may leave Nordlys. "
    "“Nordlys bought Kestrel,” Ana Ruiz said."
)
LABELS = Labels(load(), manifest().types, manifest().labels)


@pytest.fixture
def read() -> Iterator[tuple[Analysis, Sentences]]:
    """The text, analysed, with its sentences; valid until the next is asked for."""
    document = Document("doc", "urn:doc", "", TEXT, datetime.date(2026, 2, 11))
    analyses = analyse([document], load())
    analysis = next(analyses)
    yield analysis, Candidates(load()).sentences(analysis)
    assert next(analyses, None) is None


def mention(words: str, number: int = 0, type_: str = "kg:Company", *, guessed: bool = False) -> Mention:
    """The number-th mention of some words in the text."""
    start = -1
    for _ in range(number + 1):
        start = TEXT.index(words, start + 1)
    return Mention("doc", start, start + len(words), words, type_, MentionKind.NAME, guessed=guessed)


def claim(subject: Mention, label: str, object_: Mention, confidence: float = 0.9) -> Claim:
    """A claim of the network."""
    return Claim(Finding(subject, label, object_, 2.0), confidence)


def test_a_symmetric_relation_is_said_once_a_sentence(read: tuple[Analysis, Sentences]) -> None:
    """Of both directions the surer stays, in every sentence that says it."""
    _, sentences = read
    nordlys, kestrel = mention("Nordlys"), mention("Kestrel")
    again, other = mention("Nordlys", 1), mention("Kestrel", 1)
    groups = {nordlys: 1, again: 1, kestrel: 2, other: 2}
    several = [
        claim(nordlys, "partner-of", kestrel, 0.8),
        claim(kestrel, "partner-of", nordlys, 0.9),
        claim(again, "partner-of", other, 0.7),
    ]
    kept = distinct(several, groups, sentences, LABELS)
    assert {(c.finding.subject, c.finding.object) for c in kept} == {(kestrel, nordlys), (again, other)}


def test_nothing_joins_a_thing_with_itself(read: tuple[Analysis, Sentences]) -> None:
    """Two mentions of one firm are not partners."""
    one, other = mention("Nordlys"), mention("Nordlys", 1)
    assert not distinct([claim(one, "partner-of", other)], {one: 1, other: 1}, read[1], LABELS)


def test_a_guess_gives_way_to_what_is_said(read: tuple[Analysis, Sentences]) -> None:
    """What was taken for a city and owns a firm is an organization, in all its mentions; what is known stays."""
    guess, again = (mention("Nordlys", n, "kg:City", guessed=True) for n in (0, 1))
    known = mention("Kestrel", 0, "kg:City")
    groups = {guess: 1, again: 1}
    several = [claim(known, "subsidiary-of", guess)]
    changed = renewed(several, groups, [guess, again, known], LABELS)
    assert {m.type for m in changed.values()} == {"kg:Organization"}
    assert set(changed) == {guess, again}
    assert not assertions(of_renewed(several, changed), read[1], LABELS, "neural")


def test_the_sentence_says_who_and_how(read: tuple[Analysis, Sentences]) -> None:
    """The quote is the sentence, the cues its mentions, and whoever is quoted has said it."""
    _, sentences = read
    nordlys, kestrel = mention("Nordlys", 3), mention("Kestrel", 2)
    (said,) = assertions([claim(nordlys, "acquired", kestrel)], sentences, LABELS, "neural")
    evidence = said.evidence
    assert evidence.quote == TEXT[evidence.start : evidence.end]
    assert nordlys.text in evidence.quote
    assert evidence.rule == "neural:acquired"
    assert evidence.status is Status.ASSERTED
    assert evidence.attribution is not None
    assert evidence.attribution.text == "Ana Ruiz"
    assert set(evidence.cues) == {(nordlys.start, nordlys.end), (kestrel.start, kestrel.end)}


def test_what_two_sentences_say_is_quoted_whole(read: tuple[Analysis, Sentences]) -> None:
    """From the beginning of the first to the end of the last, whichever end of the relation comes first."""
    one, other = mention("Nordlys"), mention("Ana Ruiz")
    for ends in ((one, other), (other, one)):
        evidence = read[1].evidence(*ends, extractor="neural", rule="neural:works-for", confidence=0.9)
        assert evidence.quote == TEXT[: TEXT.index(" “")]
        assert evidence.quote == TEXT[evidence.start : evidence.end]


def test_an_event_needs_two_roles(read: tuple[Analysis, Sentences]) -> None:
    """One participant tells nothing, two partners do; an event that frames have found needs no more."""
    event = Mention("doc", 8, 13, "works", "kg:Partnership", MentionKind.EVENT)
    claims = [claim(event, "partner", mention(name)) for name in ("Nordlys", "Kestrel")]
    said = assertions(claims, read[1], LABELS, "neural")
    assert not told(said[:1], frozenset(), load())
    assert told(said[:1], frozenset({event}), load()) == said[:1]
    assert told(said, frozenset(), load()) == said


@given(st.floats(-50, 50), st.floats(-50, 50), st.sampled_from(sorted(manifest().labels)))
def test_probabilities_follow_the_network(low: float, high: float, label: str) -> None:
    """Whatever the weights that ship, what the network thinks likelier is not less likely, alone or beside a frame."""
    low, high = sorted((low, high))
    nordlys, kestrel = mention("Nordlys"), mention("Kestrel")
    for weights in (manifest().alone, manifest().beside):
        least, most = (odds.alone(Finding(nordlys, label, kestrel, value)) for value in (low, high))
        assert odds.weighed(least, weights) <= odds.weighed(most, weights)
    beside = manifest().beside
    doubted = odds.weighed(odds.beside_frame(label, low, 1.5), beside)
    assert doubted <= odds.weighed(odds.beside_frame(label, high, 1.5), beside)


def test_a_finding_knows_what_else_its_sentence_may_say(read: tuple[Analysis, Sentences]) -> None:
    """Another label, another subject, another object: the likeliest of each; what stands for the same is no other."""
    _, sentences = read
    nordlys, kestrel, again = mention("Nordlys", 3), mention("Kestrel", 2), mention("Nordlys", 1)
    ana = mention("Ana Ruiz", 1, "kg:Person")
    findings = [
        Finding(ana, "chief-executive-of", nordlys, 0.5),
        Finding(ana, "chief-executive-of", kestrel, 1.5),
        Finding(ana, "works-for", nordlys, 2.5),
        Finding(kestrel, "acquired", nordlys, 3.5),
        Finding(mention("Ana Ruiz"), "chief-executive-of", again, 4.5),
    ]
    found = with_rivals(findings, {nordlys: 1, again: 1}, sentences)
    assert [replace(f, rivals=()) for f in found] == [replace(f, rivals=()) for f in findings]
    assert [f.rivals for f in found] == [
        (2.5, LEAST_ODDS, 1.5),
        (LEAST_ODDS, LEAST_ODDS, 0.5),
        (0.5, LEAST_ODDS, LEAST_ODDS),
        (LEAST_ODDS, LEAST_ODDS, LEAST_ODDS),
        (LEAST_ODDS, LEAST_ODDS, LEAST_ODDS),
    ]
    same = [Finding(ana, "works-for", nordlys, 0.5), Finding(ana, "works-for", kestrel, 1.5)]
    (one, _) = with_rivals(same, {nordlys: 1, kestrel: 1}, sentences)
    assert one.rivals[2] == LEAST_ODDS
    (one,) = with_rivals(same[:1], {}, sentences, [*same, Finding(kestrel, "works-for", nordlys, 3.5)])
    assert one.rivals == (LEAST_ODDS, 3.5, 1.5)


def test_the_network_doubts_where_its_silence_says_something() -> None:
    """What it does not see lowers what a frame finds, by so much at most; by nothing where it knows single pairs only."""
    weights = {"frame odds": 1.0, "odds beside a frame": 1.0}

    def sure(seen: float, doubt: float) -> float:
        return odds.beside(odds.beside_frame("offers", seen, 1.0), 1.0, weights, doubt)

    framed = probability(1.0)
    assert sure(-9.0, 1.5) == probability(-0.5)
    assert sure(-1.0, 1.5) == probability(0.0)
    assert sure(-9.0, 0.0) == framed
    assert sure(2.0, 0.0) == sure(2.0, 1.5) == probability(3.0)


def test_who_leads_one_firm_seldom_leads_the_next_named() -> None:
    """The surer the network is of another firm in the sentence, the less of this one."""
    finding = Finding(mention("Ana Ruiz", 0, "kg:Person"), "chief-executive-of", mention("Nordlys"), 1.0)
    for weights in (manifest().alone, manifest().beside):
        sure = [
            odds.weighed(odds.alone(replace(finding, rivals=(LEAST_ODDS, LEAST_ODDS, rival))), weights)
            for rival in (LEAST_ODDS, 0.0, 3.0)
        ]
        assert sure[0] > sure[1] > sure[2]


def asked(confidences: dict[tuple[str, bool], float]) -> list[tuple[str, str]]:
    """What is answered where two firms are asked about; labels with whether the first firm is the subject."""
    one, other = (
        Mention("doc", i, i + 1, name, "kg:Company", MentionKind.NAME) for i, name in enumerate("AB")
    )
    claims = [
        Claim(
            Finding(*((one, label, other) if forward else (other, label, one)), 0.0, asked=True), confidence
        )
        for (label, forward), confidence in confidences.items()
    ]
    assert not answer((replace(c, finding=replace(c.finding, asked=False)) for c in claims), {}, LABELS)
    return [(c.finding.subject.text, c.finding.label) for c in answer(claims, {}, LABELS)]


def test_what_the_input_asks_has_the_likeliest_answer() -> None:
    """The one that is likelier than that nothing joins the two, in whatever direction; else none."""
    assert asked({("acquired", True): 0.3, ("acquired", False): 0.4, ("subsidiary-of", True): 0.1}) == [
        ("B", "acquired")
    ]
    assert not asked({("acquired", True): 0.3, ("acquired", False): 0.2})


def test_who_stands_for_the_things_asked_about_answers_too() -> None:
    """What joins pronouns for the two answers as what joins the two; of all of it there is one answer."""
    a, b, it, c = (
        Mention("doc", i, i + 1, name, "kg:Company", MentionKind.NAME) for i, name in enumerate("ABIC")
    )
    found = [Finding(a, "acquired", b, 1.0), Finding(it, "acquired", b, 2.0), Finding(c, "acquired", b, 3.0)]
    told = with_asked(found, (a, b, it, c), frozenset({(0, 1), (1, 2)}), {a: 1, it: 1})
    assert [one.asked for one in told] == [True, True, False]
    claims = [Claim(one, one.odds / 3) for one in told]
    assert answer(claims, {a: 1, it: 1}, LABELS) == [claims[1]]
    assert with_asked(found, (a, b, it, c), frozenset(), {}) == found


def test_what_joins_both_ways_is_one_answer() -> None:
    """A partner's partner is asked about once, not twice."""
    assert not asked({("partner-of", True): 0.4, ("partner-of", False): 0.4})
    assert len(asked({("partner-of", True): 0.6, ("partner-of", False): 0.6})) == 1

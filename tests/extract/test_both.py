"""Frames and network together, on sentences written for this: what the network adds, agrees to and leaves alone."""

from __future__ import annotations

import datetime
import functools
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kg.analyse import Analysis, analyse_in_batches
from kg.extract import EXTRACTORS, extractor
from kg.extract.neural import NeuralExtractor
from kg.extract.neural.model import RelationModel
from kg.model import Document, Extraction, GivenMention, MentionKind, Status, checked
from kg.ontology import load

PUBLISHED = datetime.date(2026, 2, 11)
PLAIN = "Nordlys was founded by Ana Ruiz. Kestrel Robotics acquired Helio Grid in 2021."


@functools.cache
def made(name: str, least: float | None = None) -> Callable[[Sequence[Analysis]], Sequence[Extraction]]:
    """The extractor of a name."""
    return extractor(name, load(), least)


def extracted(name: str, *texts: str, least: float | None = None) -> list[Extraction]:
    """What an extractor finds in texts that it is given together, every span of it checked."""
    documents = [Document(str(n), f"urn:test:{n}", "", text, PUBLISHED) for n, text in enumerate(texts)]
    found: list[Extraction] = []
    for batch in analyse_in_batches(documents, load()):
        for analysis, one in zip(batch, made(name, least)(batch), strict=True):
            found.append(checked(analysis.document, one))
    return found


def said(extraction: Extraction) -> set[tuple[str, str, str]]:
    """Subject, predicate and object in words."""
    return {(a.subject.text, a.predicate, a.object.text) for a in extraction.assertions}


@pytest.mark.parametrize("name", EXTRACTORS)
def test_plain_sentences_are_understood_by_each(name: str) -> None:
    """What is said in so many words every extractor finds."""
    (found,) = extracted(name, PLAIN)
    assert ("Nordlys", "kg:foundedBy", "Ana Ruiz") in said(found)
    assert ("Kestrel Robotics", "kg:acquired", "Helio Grid") in said(found)


@pytest.mark.parametrize("name", ["neural", "both"])
def test_documents_do_not_depend_on_their_batch(name: str) -> None:
    """A document says the same alone and beside others; padding changes nothing."""
    others = ["Short.", PLAIN, "Helio Grid, based in Oslo, is a subsidiary of Nordlys. " * 12]
    together = extracted(name, *others)
    alone = [extracted(name, text)[0] for text in others]
    assert [said(one) for one in together] == [said(one) for one in alone]


@pytest.mark.parametrize("name", EXTRACTORS)
def test_nobody_is_told_what_is_less_sure_than_asked(name: str, sample_articles: Path) -> None:
    """The less sure claims may be, the more there are; and none is less sure than that, whatever it follows from."""
    texts = [file.read_text("utf-8") for file in sorted(sample_articles.glob("*.txt"))[:4]]

    def confidences(least: float | None) -> list[float]:
        found = extracted(name, *texts, least=least)
        return [a.evidence.confidence for one in found for a in one.assertions]

    many, usual, few = confidences(0.15), confidences(None), confidences(0.8)
    assert len(many) > len(usual) > len(few) > 0
    assert min(many) >= 0.15
    assert min(few) >= 0.8


def test_who_found_it_is_told() -> None:
    """Evidence names its extractor, and a rule that the ontology knows; where both find it, both say so."""
    (found,) = extracted("both", PLAIN)
    by = {a.evidence.extractor for a in found.assertions if a.predicate == "kg:foundedBy"}
    assert by == {"frames", "neural"}
    labels = {f"neural:{name}" for name in load().labels}
    for assertion in found.assertions:
        if assertion.evidence.extractor == "neural" and not assertion.evidence.rule.startswith("chain:"):
            assert assertion.evidence.rule in labels


def test_two_mentions_that_the_input_gives_are_asked_about() -> None:
    """Who gives two mentions asks what joins them, by whatever they are called; who gives all names asks about none."""
    text = "Helio Grid makes turbines. In 2021 it was acquired by Kestrel Robotics, says Nordlys."

    def asked(*names: str) -> set[frozenset[str]]:
        given = tuple(GivenMention(text.index(n), text.index(n) + len(n), None) for n in names)
        document = Document("d", "urn:test:d", "", text, PUBLISHED, verbatim=True, given=given)
        extractor = NeuralExtractor(load(), RelationModel(load()))
        (read,) = [r for batch in analyse_in_batches([document], load()) for r in extractor.read(batch)]
        return {frozenset((f.subject.text, f.object.text)) for f in read.findings if f.asked}

    pairs = {frozenset((name, "Kestrel Robotics")) for name in ("Helio Grid", "it")}
    assert asked("Helio Grid", "Kestrel Robotics") == pairs
    assert not asked("Helio Grid", "Kestrel Robotics", "Nordlys")


def test_agreement_makes_surer() -> None:
    """What frames and network both find is at least as sure as what the frames found alone."""
    (framed,), (both,) = extracted("frames", PLAIN), extracted("both", PLAIN)

    def sure(extraction: Extraction) -> float:
        return max(a.evidence.confidence for a in extraction.assertions if a.predicate == "kg:foundedBy")

    assert sure(both) >= sure(framed)


def test_what_frames_say_more_exactly_is_not_said_again() -> None:
    """Whoever invests in a firm holds a share in it: where a frame says the one, the network does not add the other."""
    text = "Nordlys raised $20 million in a Series A round led by Index Ventures."
    (found,) = extracted("both", text)
    assert ("Index Ventures", "kg:investsIn", "Nordlys") in said(found)
    assert ("Index Ventures", "kg:shareholderOf", "Nordlys") not in said(found)
    assert ("Index Ventures", "kg:shareholderOf", "Nordlys") in said(extracted("neural", text)[0])


def test_a_denial_is_not_weighed_with_what_it_denies() -> None:
    """What the network finds is as sure as the frames' assertion of it; a sentence that a frame denies it in says no more."""
    sentences = ("Ana Ruiz works for Nordlys.", "Ana Ruiz does not work for Nordlys.")
    for several in itertools.permutations(sentences):
        (found,) = extracted("both", " ".join(several))
        sure = {
            (a.evidence.extractor, a.evidence.status): a.evidence.confidence
            for a in found.assertions
            if a.predicate == "kg:worksFor"
        }
        assert sure.keys() == {
            ("frames", Status.ASSERTED),
            ("frames", Status.NEGATED),
            ("neural", Status.ASSERTED),
        }
        assert sure["neural", Status.ASSERTED] == sure["frames", Status.ASSERTED]


@pytest.mark.parametrize("name", EXTRACTORS)
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Kestrel Robotics plans to acquire Helio Grid.", Status.PLANNED),
        ("Kestrel Robotics did not acquire Helio Grid.", Status.NEGATED),
    ],
)
def test_what_is_denied_or_planned_is_so_for_each(name: str, text: str, status: Status) -> None:
    """Every extractor finds it, with the status that the sentence gives it."""
    (found,) = extracted(name, text)
    assert {a.evidence.status for a in found.assertions if a.predicate == "kg:acquired"} == {status}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Nordlys is considering an initial public offering in Oslo.", Status.POSSIBLE),
        ("Nordlys signed a letter of intent for a $10 million financing round in January.", Status.PLANNED),
    ],
)
def test_frames_and_network_agree_on_what_is_only_planned(text: str, status: Status) -> None:
    """Where both find a thing in one sentence, it is as sure to happen as the frame's words say."""
    (found,) = extracted("both", text)
    told: dict[tuple[str, str, str], dict[str, Status]] = {}
    for a in found.assertions:
        thing = a.subject.text, a.predicate, a.object.text
        told.setdefault(thing, {})[a.evidence.extractor] = a.evidence.status
    of_both = [statuses for statuses in told.values() if statuses.keys() == {"frames", "neural"}]
    assert of_both
    assert all(set(statuses.values()) == {status} for statuses in of_both)


def test_a_word_tells_one_event() -> None:
    """Who joins a round is an investor in it, and no partner of the others who do."""
    article = (Path(__file__).parent.parent / "articles" / "softbank-closes-ampere.txt").read_text("utf-8")
    assert "Series C in May 2024, joined by Nvidia and Microsoft" in article
    (found,) = extracted("both", article)
    types = {m.type for m in found.mentions if m.kind is MentionKind.EVENT and m.text == "joined"}
    assert types == {"kg:FundingRound"}


@pytest.mark.parametrize("name", EXTRACTORS)
@pytest.mark.parametrize(
    "text", ["x", "...", "\u200b \u200b", "漢字 漢字", "😀 said 😀.", "| a | b |\n|---|---|\n| c | d |"]
)
def test_texts_that_say_nothing(name: str, text: str) -> None:
    """Nothing is found where nothing is said, and nothing breaks."""
    (found,) = extracted(name, text)
    assert not found.assertions

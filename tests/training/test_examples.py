"""What the annotations of the sets make of a text, on sentences and annotations written for this."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from kg.extract.examples import parse
from kg.extract.neural.labels import Labels
from kg.extract.neural.network import Network
from kg.model import Document, GivenMention
from kg.ontology import load
from tests.benchmarks import sets
from tests.training import folds
from tests.training.examples import UNTOLD, WEIGHT, Example, Examples, Read, Reader
from tests.training.vocabulary import vocabulary

pytestmark = pytest.mark.skipif(not sets.FOLDER.is_dir(), reason=sets.ABSENT)

TEXT = "Kestrel Robotics was bought by Nordlys in 2021. Ana Ruiz, who runs Nordlys, was born in Oslo."


@functools.cache
def labels() -> Labels:
    """Those of the model that ships."""
    manifest = Network().manifest
    return Labels(load(), manifest.types, manifest.labels)


@functools.cache
def examples() -> Examples:
    """Makes examples for these."""
    return Examples(load(), labels(), vocabulary(load()).classes)


def read(text: str, given: tuple[GivenMention, ...] | None = None) -> Read:
    """A text as the network reads it."""
    document = Document("doc", "urn:doc", "", text, datetime.date(2026, 2, 11), verbatim=True, given=given)
    (found,) = Reader(load(), Network().tokenizer, labels()).read([document])
    return found


def example(name: str, gold: Mapping[str, Any]) -> Example:
    """The one example that an annotation of the text makes."""
    (found,) = examples().of_set(name, read(TEXT), {"id": "1:2:3", **gold})
    return found


def span(words: str, number: int = 0) -> list[int]:
    """Where the words are for the number-th time."""
    start = -1
    for _ in range(number + 1):
        start = TEXT.index(words, start + 1)
    return [start, start + len(words)]


def right(found: Example, least: float = 0.5) -> set[tuple[str, str, str]]:
    """What counts as right, in words."""
    passage = found.passage
    pairs, numbers = np.nonzero((found.targets > 0) & (found.weights >= least * WEIGHT[found.name]))
    return {
        (
            passage.mentions[passage.subjects[pair]].text,
            labels().names[number],
            passage.mentions[passage.objects[pair]].text,
        )
        for pair, number in zip(pairs, numbers, strict=True)
    }


def classes(found: Example, words: str) -> set[str]:
    """What the first mention of these words may be."""
    number = next(n for n, m in enumerate(found.passage.mentions) if m.text == words)
    return {c for c, may in zip(vocabulary(load()).classes, found.classes[number], strict=True) if may}


def places(found: Example, words: str) -> list[str]:
    """Where in a name each piece of the words may be: outside, begins, continues."""
    start, end = span(words)
    offsets = found.passage.offsets
    there = np.nonzero((offsets[:, 0] < end) & (start < offsets[:, 1]))[0]
    return ["".join(np.array(list("OBC"))[may]) for may in found.places[there]]


def weight(found: Example, subject: str, label: str, object_: str) -> float:
    """How much counts whether the first mentions of these words are joined so."""
    passage = found.passage
    for pair, (s, o) in enumerate(zip(passage.subjects, passage.objects, strict=True)):
        if (passage.mentions[s].text, passage.mentions[o].text) == (subject, object_):
            return float(found.weights[pair, labels().names.index(label)]) / WEIGHT[found.name]
    raise AssertionError("no such pair")


def test_core_says_one_relation_of_one_pair_in_its_direction() -> None:
    """A pair that is annotated counts whole, in both directions; all else a little, or not at all."""
    gold = {"relation": "acquired_by", "subject": span("Kestrel Robotics"), "object": span("Nordlys")}
    found = example("core", gold)
    assert ("Nordlys", "acquired", "Kestrel Robotics") in right(found)
    assert ("Kestrel Robotics", "acquired", "Nordlys") not in right(found)
    assert weight(found, "Kestrel Robotics", "acquired", "Nordlys") == 1
    assert weight(found, "Nordlys", "partner-of", "Kestrel Robotics") == 1
    assert weight(found, "Ana Ruiz", "born-in", "Oslo") in (0, np.float32(UNTOLD))


def test_of_two_mentions_that_are_given_at_most_one_relation_is_right() -> None:
    """They are asked about across sentences, both ways, for what core annotates; what answers it counts nowhere else."""
    subject, object_ = span("Kestrel Robotics"), span("Nordlys", 1)
    given = tuple(GivenMention(start, end, "kg:Company") for start, end in (subject, object_))
    gold = {"id": "1", "relation": "acquired_by", "subject": subject, "object": object_}
    (found,) = examples().of_set("core-given", read(TEXT, given), gold)
    assert found.asked is not None
    asked = found.targets * found.asked
    pairs, numbers = np.nonzero(asked)
    passage = found.passage
    assert [
        (
            passage.mentions[passage.subjects[pair]].text,
            labels().names[number],
            passage.mentions[passage.objects[pair]].text,
        )
        for pair, number in zip(pairs, numbers, strict=True)
    ] == [("Nordlys", "acquired", "Kestrel Robotics")]
    assert len(set(np.nonzero(found.asked)[0])) == 2
    assert not (found.weights * found.asked).any()
    (none,) = examples().of_set("core-given", read(TEXT, given), {**gold, "relation": "undefined"})
    assert none.asked is not None
    assert (none.asked == found.asked).all()
    assert not (none.targets * none.asked).any()


def test_knowledgenet_says_all_of_its_properties() -> None:
    """Facts of the properties that a passage was read for, subject and object as the ontology has them."""
    gold = {
        "properties": ["CEO", "PLACE_OF_BIRTH"],
        "facts": [
            {"property": "CEO", "subject": span("Nordlys", 1), "object": span("Ana Ruiz")},
            {"property": "PLACE_OF_BIRTH", "subject": span("Ana Ruiz"), "object": span("Oslo")},
        ],
    }
    found = example("knowledgenet", gold)
    assert right(found) >= {
        ("Ana Ruiz", "chief-executive-of", "Nordlys"),
        ("Ana Ruiz", "born-in", "Oslo"),
    }
    assert found.document == "1"
    assert weight(found, "Ana Ruiz", "chief-executive-of", "Nordlys") == 1
    assert weight(found, "Ana Ruiz", "lives-in", "Oslo") < 1


def test_fire_says_all_relations_of_its_types() -> None:
    """A bought company is the object of the purchase."""
    entities = [
        {"span": span("Nordlys"), "type": "Company"},
        {"span": span("Kestrel Robotics"), "type": "FinancialEntity"},
    ]
    gold = {"entities": entities, "relations": [{"type": "ActionBuy", "head": 0, "tail": 1}]}
    found = example("fire", gold)
    assert ("Nordlys", "acquired", "Kestrel Robotics") in right(found)
    assert classes(found, "Nordlys") == {"kg:Organization"}
    assert classes(found, "Oslo") == set(vocabulary(load()).classes)


def test_redocred_leaves_open_which_mention_says_it() -> None:
    """Pairs of mentions of the same two entities are one group; a fact is right for the group."""
    entities = [
        {"mentions": [span("Ana Ruiz")], "type": "PER"},
        {"mentions": [span("Nordlys"), span("Nordlys", 1)], "type": "MISC"},
    ]
    gold = {"entities": entities, "relations": [{"property": "P108", "head": 0, "tail": 1}]}
    found = example("redocred", gold)
    assert found.groups is not None
    passage = found.passage
    groups = {
        int(found.groups[pair])
        for pair, (s, o) in enumerate(zip(passage.subjects, passage.objects, strict=True))
        if (passage.mentions[s].text, passage.mentions[o].text) == ("Ana Ruiz", "Nordlys")
    }
    assert len(groups) == 1
    assert ("Ana Ruiz", "works-for", "Nordlys") in right(found)
    assert classes(found, "Ana Ruiz") == {"kg:Person"}


def test_where_all_names_are_annotated_other_words_are_none() -> None:
    """What is annotated as something else may be a name or none: nobody says."""
    entities = [{"span": span("Nordlys"), "type": "Company"}, {"span": span("2021"), "type": "Date"}]
    found = example("fire", {"entities": entities, "relations": []})
    first, *rest = places(found, "Nordlys")
    assert (first, set(rest)) == ("B", {"C"})
    assert places(found, "bought by") == ["O", "O"]
    assert set(places(found, "2021")) == {"OBC"}


def test_the_ends_of_a_fact_are_names_and_nothing_is_known_of_the_rest() -> None:
    """A name ends where its annotation does; a pronoun is none."""
    fact = {"property": "PLACE_OF_BIRTH", "subject": span("Ana Ruiz"), "object": span("Oslo")}
    found = example("knowledgenet", {"properties": ["PLACE_OF_BIRTH"], "facts": [fact]})
    assert places(found, "Ana Ruiz,")[0] == "B"
    assert places(found, "Ana Ruiz,")[-2:] == ["C", "OB"]
    assert set(places(found, "Kestrel Robotics")) == {"OBC"}
    pronoun = {"property": "PLACE_OF_BIRTH", "subject": span("who"), "object": span("Oslo")}
    found = example("knowledgenet", {"properties": ["PLACE_OF_BIRTH"], "facts": [pronoun]})
    assert places(found, "who") == ["OBC"]


def test_what_a_fact_joins_is_of_the_classes_that_it_joins() -> None:
    """Who is born is a person, and where is a place; a name that nothing is said of may be anything."""
    fact = {"property": "PLACE_OF_BIRTH", "subject": span("Ana Ruiz"), "object": span("Oslo")}
    found = example("knowledgenet", {"properties": ["PLACE_OF_BIRTH"], "facts": [fact]})
    assert classes(found, "Ana Ruiz") == {"kg:Person"}
    assert "kg:Place" in classes(found, "Oslo")
    assert "kg:Person" not in classes(found, "Oslo")
    assert len(classes(found, "Kestrel Robotics")) == len(vocabulary(load()).classes)


def test_roles_come_from_frames() -> None:
    """What the frames find of an event is learned, and what they leave out of it counts less."""
    gold = {"relation": "undefined", "subject": span("Kestrel Robotics"), "object": span("Nordlys")}
    found = example("core", gold)
    assert {("bought", "acquirer", "Nordlys"), ("bought", "target", "Kestrel Robotics")} <= right(found)
    assert 0 < weight(found, "bought", "seller", "Nordlys") < 1


def test_an_example_of_the_ontology_says_what_it_marks() -> None:
    """Of the rest nothing is known."""
    frame = next(frame for frame in load().frames if frame.evokes == "kg:foundedBy")
    sentence = parse(frame, "[subject Nordlys] was *founded* by [object Ana Ruiz] in Oslo.")
    (found,) = examples().of_sentence(sentence, read(sentence.text))
    assert right(found) == {("Nordlys", "founded-by", "Ana Ruiz")}


def test_an_article_is_in_one_fold() -> None:
    """Passages of one article of knowledgenet are never learned from and measured on."""
    assert len({folds.fold_of(f"16:{n}:{n + 9}") for n in range(50)}) == 1
    assert {folds.fold_of(f"E{n}") for n in range(50)} == set(range(folds.FOLDS))
    assert folds.fold_of("16:716:861") == folds.fold_of("16")

"""The gold standard is sound: spans match, classes, predicates and values exist, domains and ranges hold."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest

from kg.model import MentionKind, PartialDate, Status
from kg.ontology import Ontology, load

FOLDER = Path(__file__).parent / "gold"
HALVES = {"development": 15, "held-out": 15}
Json = dict[str, Any]

half = pytest.mark.parametrize("name", HALVES)


@cache
def read(name: str) -> tuple[Json, ...]:
    """The texts of one half."""
    return tuple(map(json.loads, (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()))


@cache
def ontology() -> Ontology:
    """The ontology that the annotations must fit."""
    return load()


def allows(classes: tuple[str, ...], type_: str) -> bool:
    """Whether something of the type is of one of the classes; unlike `accepts`, no broader type will do."""
    return any(ontology().is_a(type_, class_) for class_ in classes)


@half
def test_the_half_has_its_number_of_texts_in_order_of_their_ids(name: str) -> None:
    """Each half has 15 texts, told apart and sorted by id."""
    ids = [document["id"] for document in read(name)]
    assert len(ids) == HALVES[name]
    assert all(one < other for one, other in pairwise(ids))


def test_the_halves_share_no_text() -> None:
    """What measures was never shown: ids and texts of the halves are different."""
    documents = tuple(chain.from_iterable(map(read, HALVES)))
    assert len({d["id"] for d in documents}) == len({d["text"] for d in documents}) == len(documents)


@half
def test_texts_are_short_and_dated(name: str) -> None:
    """A text has 60 to 160 words and a day of publication, against which "last week" is resolved."""
    for document in read(name):
        assert 60 <= len(document["text"].split()) <= 160, document["id"]
        assert len(str(PartialDate.parse(document["published"]))) == len("2025-01-31"), document["id"]


@half
def test_mentions_match_the_text(name: str) -> None:
    """A mention's span is its text; ids follow the text and are unique."""
    for document in read(name):
        mentions = document["mentions"]
        assert [m["id"] for m in mentions] == [f"m{n}" for n in range(len(mentions))], document["id"]
        assert [m["start"] for m in mentions] == sorted(m["start"] for m in mentions), document["id"]
        for mention in mentions:
            assert document["text"][mention["start"] : mention["end"]] == mention["text"], mention
            assert mention["text"] == mention["text"].strip() != "", mention


@half
def test_mentions_have_a_class_and_a_kind_that_fits(name: str) -> None:
    """Every class exists, one entity has one class; events, values and the rest are of the kind they should be."""
    for document in read(name):
        types: dict[str, str] = {}
        for mention in document["mentions"]:
            type_, kind = mention["type"], MentionKind(mention["kind"])
            assert type_ in ontology().classes, mention
            assert types.setdefault(mention["entity"], type_) == type_, mention
            assert ontology().is_event(type_) == (kind is MentionKind.EVENT), mention
            assert ontology().is_value(type_) == (kind is MentionKind.VALUE), mention


@half
def test_dates_and_amounts_have_a_value(name: str) -> None:
    """A date is "2025", "2025-09" or "2025-09-30", an amount "1700000000 EUR"; nothing else has a value."""
    for document in read(name):
        for mention in document["mentions"]:
            if mention["type"] == "kg:Date":
                assert str(PartialDate.parse(mention["value"])) == mention["value"], mention
            elif mention["type"] == "kg:MonetaryAmount":
                assert re.fullmatch(r"\d+(\.\d+)? [A-Z]{3}", mention["value"]), mention
            else:
                assert "value" not in mention, mention


@half
def test_assertions_fit_the_ontology(name: str) -> None:
    """Every predicate and status exists; subject and object are in its domain and range."""
    for document in read(name):
        mentions = {m["id"]: m for m in document["mentions"]}
        for assertion in document["assertions"]:
            where = (document["id"], assertion)
            property_ = ontology().properties[assertion["predicate"]]
            assert allows(property_.domain, mentions[assertion["subject"]]["type"]), where
            assert allows(property_.range, mentions[assertion["object"]]["type"]), where
            assert assertion["status"] in {status.value for status in Status}, where


@half
def test_assertions_are_said_by_a_sentence(name: str) -> None:
    """The evidence is one whole sentence or line with subject or object in it; its speaker stands in the text."""
    for document in read(name):
        text, mentions = document["text"], {m["id"]: m for m in document["mentions"]}
        for assertion in document["assertions"]:
            where = (document["id"], assertion)
            start, end = assertion["evidence"]["start"], assertion["evidence"]["end"]
            quote = text[start:end]
            assert quote == quote.strip() != "", where
            assert "\n" not in quote, where
            assert start == 0 or text[start - 1].isspace(), where
            assert end == len(text) or text[end].isspace(), where
            sides = [mentions[assertion[side]] for side in ("subject", "object")]
            assert any(start <= m["start"] and m["end"] <= end for m in sides), where
            assert assertion["attribution"] is None or assertion["attribution"] in quote, where


@half
def test_nothing_is_said_twice(name: str) -> None:
    """The same fact with the same status from the same speaker is annotated once."""
    for document in read(name):
        entity = {m["id"]: m["entity"] for m in document["mentions"]}
        facts = [
            (entity[a["subject"]], a["predicate"], entity[a["object"]], a["status"], a["attribution"])
            for a in document["assertions"]
        ]
        assert len(set(facts)) == len(facts), document["id"]
        assert all(subject != object_ for subject, _, object_, *_ in facts), document["id"]


@half
def test_every_entity_takes_part_in_a_fact(name: str) -> None:
    """Mentions are annotated for the facts: no entity without one, no event without a role."""
    for document in read(name):
        entity = {m["id"]: m["entity"] for m in document["mentions"]}
        used = {entity[a[side]] for a in document["assertions"] for side in ("subject", "object")}
        assert set(entity.values()) == used, document["id"]

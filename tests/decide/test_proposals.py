"""Pairs that may be one thing: which are proposed, which are not, and at what cost."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest

from kg.decide.proposals import proposals
from kg.entities import Thing
from kg.ontology import load

COMPANY, PERSON, CITY = "kg:Company", "kg:Person", "kg:City"


def thing(label: str, type_: str = COMPANY, *, id_: str = "") -> Thing:
    """A thing of that name."""
    id_ = id_ or label.lower().replace(" ", "-")
    return Thing(id_, f"urn:{id_}", label, type_, (), (), (), (), 1, ("urn:a",))


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (thing("Mistral AI"), thing("Mistral"), "is a part of"),
        (thing("Deutsche Bank"), thing("Deutche Bank"), "alike"),
        (thing("Elon Musk", PERSON), thing("E. Musk", PERSON), "a surname and an initial"),
        (thing("European Space Agency"), thing("ESA"), "may abbreviate"),
        (thing("Acme GmbH"), thing("Acme Inc."), "legal form"),
        (thing("Washington", PERSON), thing("Washington", CITY, id_="washington-city"), "both are called"),
    ],
)
def test_what_looks_like_one_thing_is_proposed(one: Thing, other: Thing, words: str) -> None:
    """Each way in which names may be one thing's is found, and told."""
    (found,) = proposals([one, other], {}, load())
    assert words in found.evidence[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (thing("Siemens"), thing("Nestlé")),
        (thing("Fund III"), thing("Fund II")),
        (thing("GPT-4", "kg:Product"), thing("GPT-5", "kg:Product")),
        (thing("Paris", CITY), thing("Paris Orly Group")),
        (thing("Kimbal Musk", PERSON), thing("Elon Musk", PERSON)),
        (thing("a round", "kg:FundingRound"), thing("a round", "kg:FundingRound", id_="round-2")),
    ],
)
def test_what_does_not_is_not(one: Thing, other: Thing) -> None:
    """Numbers tell things apart, and so do kinds; events are not told by their names."""
    assert proposals([one, other], {}, load()) == ()


def test_things_that_something_is_said_of_together_are_two() -> None:
    """A parent and its subsidiary are not proposed, nor what people have said are two."""
    one, other = thing("Siemens"), thing("Siemens Energy")
    assert proposals([one, other], {}, load())
    facts = {other.iri: frozenset({("p", one.iri)}), one.iri: frozenset({("is p of", other.iri)})}
    assert proposals([one, other], facts, load()) == ()
    assert proposals([one, other], {}, load(), [("siemens", "siemens-energy")]) == ()


def test_what_people_said_of_an_id_is_said_of_the_thing_that_had_it() -> None:
    """Two things stay two when one of them goes by a fuller name."""
    one, other = replace(thing("Siemens"), former=("siemens-ag",)), thing("Siemens Energy")
    assert proposals([one, other], {}, load(), [("siemens-ag", "siemens-energy")]) == ()
    assert proposals([one, other], {}, load(), [("siemens", "siemens-ag")])


def test_cost_grows_with_the_number_of_names() -> None:
    """Four times as many names take far less than sixteen times as long."""
    rng = random.Random(1)

    def seconds(count: int) -> float:
        words = ("".join(rng.choices("abcdefghijklmnoprstuvw", k=7)).title() for _ in range(2 * count))
        things = [thing(f"{one} {other}") for one, other in zip(words, words, strict=True)]
        began = time.process_time()
        proposals(things, {}, load())
        return time.process_time() - began

    small, large = seconds(2_000), seconds(8_000)
    assert large < 10 * small + 0.5

"""Tellings of events: which are one, whatever the documents are called, and what ids the events have."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Amount, Entity, Extraction, Mention, MentionKind, PartialDate
from kg.ontology import load
from kg.resolve import resolve
from kg.resolve.referents import Referent
from kg.resolve.tellings import ToldEvent, told_alike
from tests.builders import Draft

ROUND, MERGER, PROJECT = "kg:FundingRound", "kg:Merger", "kg:FacilityProject"
NAMED, WORDS = {"kg:facility": "kg:Plant", "kg:place": "kg:City"}, {"kg:stage": "kg:FundingStage"}
ACME = ("kg:recipient", "Acme")
PARTIES = (("kg:party", "Acme"), ("kg:party", "Bolt"))

Roles = Sequence[tuple[str, str]]


def article(id_: str, class_: str, *events: Roles) -> Extraction:
    """An article that tells of events, each by what fills its roles.

    A filler is a sum ("USD 5"), a date, a term of the ontology, or a name.
    """
    text = ". ".join(f"Event{n} {' '.join(filler for _, filler in roles)}" for n, roles in enumerate(events))
    draft = Draft(id_, text)
    for number, roles in enumerate(events):
        trigger = draft.mention(f"Event{number}", class_, MentionKind.EVENT)
        for role, filler in roles:
            draft.say(trigger, role, _filler(draft, role, filler, number))
    return draft.extraction()


def _filler(draft: Draft, role: str, filler: str, number: int) -> Mention:
    at = draft.text[: draft.text.index(f"Event{number}")].count(filler)
    if filler.startswith("USD "):
        value = Amount(Decimal(filler[4:]), "USD")
        return draft.mention(filler, "kg:MonetaryAmount", MentionKind.VALUE, value=value, occurrence=at)
    if filler[0].isdigit():
        when = PartialDate.parse(filler)
        return draft.mention(filler, "kg:Date", MentionKind.VALUE, value=when, occurrence=at)
    kind = MentionKind.VALUE if role in WORDS else MentionKind.NAME
    type_ = WORDS.get(role) or NAMED.get(role, "kg:Company")
    return draft.mention(filler, type_, kind, occurrence=at)


def events(*articles: Extraction) -> list[Entity]:
    """The events of all articles."""
    found = resolve(articles, load()).knowledge_base.entities
    return [entity for entity in found if entity.kind is MentionKind.EVENT]


def articles_of(found: Sequence[Entity]) -> set[frozenset[str]]:
    """The articles that tell of each event."""
    return {frozenset(mention.document_id for mention in event.mentions) for event in found}


def test_no_event_takes_the_id_of_another_for_one_that_it_had() -> None:
    """What would be known by the stage alone leads to the round of that id, if there is one, and to no other."""
    stage, then, now = ("kg:stage", "Series A"), ("kg:date", "2015-03"), ("kg:date", "2023-03")
    told = [
        article("a", ROUND, [ACME, stage, ("kg:amount", "USD 5000000"), now]),
        article("b", ROUND, [ACME, stage, now]),
    ]
    (alone,) = events(*told)
    (led,) = alone.former
    both = events(*told, article("c", ROUND, [ACME, stage, then]))
    assert led in {event.id for event in both}
    assert [event.former for event in both] == [(), ()]


@pytest.mark.parametrize("date", ["", "2023-03"])
def test_events_that_contradict_each_other_are_two(date: str) -> None:
    """Though what identifies them is the same and dates do not tell them apart, both are there, with all that is said."""
    plant = [("kg:developer", "Acme"), ("kg:facility", "Gigahall"), *([("kg:opensOn", date)] if date else [])]
    told = [
        article("d1", PROJECT, [*plant, ("kg:cost", "USD 1000000000")]),
        article("d2", PROJECT, [*plant, ("kg:cost", "USD 4000000000")]),
    ]
    found = events(*told)
    assert articles_of(found) == {frozenset({"d1"}), frozenset({"d2"})}
    assert events(*reversed(told)) == found
    (alone,) = events(told[0])
    assert alone.id in {event.id for event in found}


def test_a_telling_is_compared_with_every_event_that_it_may_be() -> None:
    """A merger of 2015 does not keep two tellings of one in 2023 apart, and none is taken for another year's."""
    dates = {"a": "2015", "b": "2023", "c": "2023-05"}
    for ids in itertools.permutations(dates):
        told = [
            article(id_, MERGER, [*PARTIES, ("kg:date", date)])
            for id_, date in zip(ids, dates.values(), strict=True)
        ]
        assert len(events(*told)) == 2


tellings = st.lists(
    st.tuples(
        st.sampled_from(["USD 5000000", "USD 5100000", "USD 6000000", "USD 9000000", ""]),
        st.sampled_from(["2015", "2023", "2023-05", "2023-06", "2023-11-02", ""]),
        st.sampled_from(["Series A", "Series B", ""]),
        st.sampled_from(["Bolt", "Citron", ""]),
    ),
    min_size=1,
    max_size=2,
)


@settings(max_examples=300)
@given(st.lists(tellings, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_what_documents_are_called_does_not_matter(
    told: list[list[tuple[str, str, str, str]]], dice: random.Random
) -> None:
    """Which tellings are of one event depends on what they tell, not on which document comes first."""
    roles = ("kg:amount", "kg:date", "kg:stage", "kg:investor")
    found = []
    for names in (range(len(told)), dice.sample(range(len(told)), len(told))):
        articles = [
            article(
                f"d{name}",
                ROUND,
                *([ACME, *((r, f) for r, f in zip(roles, each, strict=True) if f)] for each in several),
            )
            for name, several in zip(names, told, strict=True)
        ]
        place = {f"d{name}": number for number, name in enumerate(names)}
        groups = [[(place[m.document_id], m.text) for m in event.mentions] for event in events(*articles)]
        found.append(sorted(map(sorted, groups)))
    assert found[0] == found[1]


def test_cost_grows_with_the_number_of_tellings() -> None:
    """Four times as many tellings of one event take far less than sixteen times as long to put together."""
    ontology = load()

    def seconds(count: int) -> float:
        told = [
            ToldEvent(
                Referent(f"d{n:05}", (Mention(f"d{n:05}", 0, 6, "merged", MERGER, MentionKind.EVENT),),
                         MentionKind.EVENT, "", (), ((MERGER, 1),)),
                MERGER,
                {"kg:party": frozenset({"acme", "bolt"}), "kg:date": frozenset({"2023"})},
                dates={"kg:date": frozenset({PartialDate(2023, n % 12 + 1)})},
            )
            for n in range(count)
        ]  # fmt: skip
        began = time.process_time()
        assert len(told_alike(told, ontology)) < 13
        return time.process_time() - began

    small, large = seconds(1_000), seconds(4_000)
    assert large < 8 * small + 0.2

"""What business news says in passing, or leaves to be understood."""

from __future__ import annotations

import pytest

from kg.model import Status
from tests.extract.test_frames import extraction, roles, said


def test_valuation_without_a_round_is_none() -> None:
    """What somebody thinks that a firm is worth tells of no money raised."""
    assert not extraction("Acme Robotics was valued at $90 million by analysts.").assertions


def test_money_put_into_a_country_needs_no_sum() -> None:
    """An investment is told by investor and place."""
    found = extraction("Nordbank may put money into Portugal.").assertions
    (fact,) = [a for a in found if a.predicate == "kg:investsIn"]
    assert (fact.object.text, fact.evidence.status) == ("Portugal", Status.POSSIBLE)


def test_most_of_the_cash_is_the_round() -> None:
    """Whoever most of the money came from is an investor of the round told of."""
    text = "Acme Robotics closed a $9 million seed round. Most of the cash came from Nordbank."
    assert roles(text, "kg:FundingRound")["investor"] == {"Nordbank"}


def test_several_people_without_names_are_nobody() -> None:
    """Former employees are no founder, engineers no appointee."""
    assert not [t for t in said("Acme Robotics was founded by former researchers.") if t[1] == "kg:foundedBy"]
    assert not [t for t in said("Acme Robotics hired 40 engineers.") if t[1] == "kg:appointee"]


def test_kinds_of_sites_are_at_no_place() -> None:
    """A battery plant stands somewhere; infrastructure without an article is talked of in general."""
    assert ("a Swedish battery plant", "kg:locatedIn", "Swedish") in said(
        "Tern bought a Swedish battery plant."
    )
    assert not [t for t in said("The move expands European AI infrastructure.") if t[1] == "kg:locatedIn"]


@pytest.mark.parametrize(
    "text",
    [
        "Acme Robotics, which Summit Ventures has agreed to back, is based in Lyon.",
        "Summit Ventures has agreed to back Acme Robotics.",
    ],
)
def test_what_is_agreed_is_planned(text: str) -> None:
    """Also in a relative clause."""
    found = [a for a in extraction(text).assertions if a.predicate == "kg:investsIn"]
    assert {a.evidence.status for a in found} == {Status.PLANNED}


def test_where_relates_to_the_place_before_it() -> None:
    """The antecedent of "where" is the place of its clause."""
    text = "Helio Grid is growing in Mexico, where it will build a plant."
    assert roles(text, "kg:FacilityProject")["place"] == {"Mexico"}


def test_relation_that_a_support_verb_predicates_has_the_status_of_its_clause() -> None:
    """To be about to buy, or to take a stake, is not to have done so; what is "its stake" is had, whatever becomes of it."""
    for text, predicate, status in (
        ("Nordbank is to buy Helio Grid's output.", "kg:customerOf", Status.PLANNED),
        ("Nordbank is about to take a stake in Helio Grid.", "kg:shareholderOf", Status.PLANNED),
        ("Nordbank may sell its stake in Helio Grid.", "kg:shareholderOf", Status.ASSERTED),
    ):
        found = [a for a in extraction(text).assertions if a.predicate == predicate]
        assert {a.evidence.status for a in found} == {status}, text


def test_agreement_under_which_something_will_be_done_is_made() -> None:
    """What stands after "under" is taken for granted."""
    text = "Under its agreement with Nordbank, Helio Grid signed in May 2024 a loan that it will repay."
    found = [a for a in extraction(text).assertions if a.predicate == "kg:partner"]
    assert {a.evidence.status for a in found} == {Status.ASSERTED}


def test_speaker_in_apposition_is_named() -> None:
    """The name beside the title is whose words they are."""
    text = '"Helio Grid acquired Lumen Labs," its chief executive, Ana Ruiz, told reporters.'
    (fact,) = [a for a in extraction(text).assertions if a.predicate == "kg:acquired"]
    assert fact.evidence.attribution is not None
    assert fact.evidence.attribution.text == "Ana Ruiz"


def test_relative_clause_without_a_comma_is_said_with_its_noun() -> None:
    """What identifies the round is the speaker's as well; what comes after a comma is the writer's."""
    found = extraction("Ana Ruiz said Helio Grid seeks a round that could reach $9 million.").assertions
    (amount,) = [a for a in found if a.predicate == "kg:amount"]
    assert amount.evidence.attribution is not None
    assert amount.evidence.attribution.text == "Ana Ruiz"


def test_who_takes_part_in_a_round_receives_nothing() -> None:
    """Investors give the money."""
    found = roles("Acme Robotics raised $9 million. Nordbank took part in the round.", "kg:FundingRound")
    assert found["recipient"] == {"Acme Robotics"}
    assert found["investor"] == {"Nordbank"}

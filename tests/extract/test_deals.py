"""Acquisitions and stake purchases on sentences written for it: how much is bought, by whom, for what."""

from __future__ import annotations

import pytest

from kg.model import MentionKind, Status
from tests.extract.test_frames import extraction, said


def events(text: str) -> list[tuple[str, dict[str, set[str]]]]:
    """(class, role -> fillers in the words of the text) of each event; a coreferent mention by its first name."""
    found = extraction(text)
    names = {
        mention: next((m.text for m in cluster if m.kind is MentionKind.NAME), cluster[0].text)
        for cluster in found.clusters
        for mention in cluster
    }
    event_of = {mention: cluster[0] for cluster in found.clusters for mention in cluster}
    told: dict[object, tuple[str, dict[str, set[str]]]] = {}
    for a in found.assertions:
        if a.subject.kind is MentionKind.EVENT:
            event = event_of.get(a.subject, a.subject)
            roles = told.setdefault(event, (event.type.partition(":")[2], {}))[1]
            roles.setdefault(a.predicate.partition(":")[2], set()).add(names.get(a.object, a.object.text))
    return list(told.values())


@pytest.mark.parametrize(
    "bought",
    [
        "all shares of Kestrel Robotics Inc.",
        "the outstanding stock of Kestrel Robotics",
        "80 percent of Kestrel Robotics",
        "a 60 pct stake in Kestrel Robotics",
        "a majority stake in Kestrel Robotics",
        "the remaining 30% of Kestrel Robotics",
        "the assets of Kestrel Robotics",
    ],
)
def test_whoever_buys_the_most_of_it_acquires_it(bought: str) -> None:
    """All shares, a majority or the rest of them stand for the company."""
    (target,) = (o for s, p, o in said(f"Nordbank has agreed to buy {bought}") if p == "kg:acquired")
    assert target.startswith("Kestrel Robotics")


@pytest.mark.parametrize(
    "bought",
    [
        "250,000 shares of Kestrel Robotics",
        "two mln shares, or 12 pct, of Kestrel Robotics",
        "12 percent of Kestrel Robotics",
        "an 18.7 percent equity interest in Kestrel Robotics",
        "a minority stake in Kestrel Robotics",
    ],
)
def test_a_small_stake_is_no_acquisition(bought: str) -> None:
    """Who buys less than half of the shares has made an investment and is a shareholder."""
    text = f"Nordbank has bought {bought} for $12 million."
    assert not any(p == "kg:acquired" for _, p, _ in said(text))
    assert ("Nordbank", "kg:shareholderOf", "Kestrel Robotics") in said(text)
    told = {
        "acquirer": {"Nordbank"},
        "target": {"Kestrel Robotics"},
        "price": {"$12 million"},
        "investor": {"Nordbank"},
        "investee": {"Kestrel Robotics"},
    }
    assert events(text) == [("StakePurchase", told)]


@pytest.mark.parametrize(
    "text",
    [
        "Nordbank agreed to buy Kestrel Robotics. The deal is worth about $300 million.",
        "Nordbank agreed to buy Kestrel Robotics. The transaction is valued at $300 million.",
        "Nordbank agreed to buy Kestrel Robotics. The purchase price was $300 million.",
    ],
)
def test_price_told_in_a_further_sentence_is_the_deal_s(text: str) -> None:
    """What is said of "the deal" is said of the purchase before."""
    (event,) = events(text)
    assert event[1]["price"] == {"$300 million"}
    assert event[1]["acquirer"] == {"Nordbank"}


def test_price_of_a_share_is_no_price_of_the_company() -> None:
    """A sum per share is told apart from a sum in all."""
    text = "Nordbank offered $34 a share for Kestrel Robotics."
    (event,) = events(text)
    assert event[1]["pricePerShare"] == {"$34"}
    assert "price" not in event[1]


@pytest.mark.parametrize(
    "text",
    [
        "The board of Kestrel Robotics rejected a takeover offer by Nordbank.",
        "Kestrel Robotics received a takeover bid from Nordbank.",
        "Analysts expect that no rival will top the bid for Kestrel Robotics by Nordbank.",
        "Nordbank began a tender offer for all shares of Kestrel Robotics.",
        "Kestrel Robotics agreed to merge into Nordbank.",
    ],
)
def test_bids_and_mergers_into_name_both_sides(text: str) -> None:
    """Who wants to buy, and what, is told by many nouns."""
    assert ("Nordbank", "kg:acquired", "Kestrel Robotics") in said(text)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Nordbank agreed to buy Kestrel Robotics but later abandoned the deal.", Status.NEGATED),
        ("Nordbank had agreed to buy Kestrel Robotics, but the deal fell through in May.", Status.NEGATED),
        ("Nordbank agreed to buy Kestrel Robotics and expects to close the deal in May.", Status.PLANNED),
        ("Nordbank agreed to buy Kestrel Robotics but dropped the offer for Helio Grid.", Status.PLANNED),
        ("Nordbank has offered to buy Kestrel Robotics.", Status.POSSIBLE),
    ],
)
def test_what_is_called_off_in_the_same_sentence_is_negated(text: str, status: Status) -> None:
    """A deal that the sentence ends is no plan any more; another deal's end is another deal's."""
    found = [a for a in extraction(text).assertions if a.object.text == "Kestrel Robotics"]
    assert {a.evidence.status for a in found if a.predicate == "kg:acquired"} == {status}


@pytest.mark.parametrize(
    "text",
    [
        "Nordbank acquired Kestrel Robotics for an undisclosed sum.",
        "Nordbank acquired Kestrel Robotics for undisclosed terms.",
        "Nordbank acquired Kestrel Robotics for an undisclosed amount of cash.",
    ],
)
def test_a_price_that_is_kept_back_is_known_to_be(text: str) -> None:
    """Undisclosed is what is known of such a price."""
    assert events(text)[0][1]["price"] == {"undisclosed"}


@pytest.mark.parametrize(
    "text",
    [
        "Helio Grid raised $9 million. The debt financing round was led by a consortium of European banks.",
        "Helio Grid raised $9 million from a group of German banks.",
        "Helio Grid raised $9 million. The money came from banks.",
        "Helio Grid announced a $9 million round. The cash, raised from a mix of banks and pension funds, is for a plant.",
    ],
)
def test_investors_that_are_told_by_kind(text: str) -> None:
    """A round has the kinds of its investors where nobody is named."""
    (round_,) = [roles for type_, roles in events(text) if type_ == "FundingRound"]
    assert "banks" in round_["investorKind"]
    assert round_["amount"] == {"$9 million"}


def test_a_consortium_is_its_members() -> None:
    """Those that form it act; a consortium of one place is none of a list."""
    text = "A consortium of Summit Ventures, Index Ventures and Nordbank acquired Helio Grid."
    acquirers = {subject for subject, predicate, _ in said(text) if predicate == "kg:acquired"}
    assert "Nordbank" in acquirers
    assert "A consortium" not in acquirers
    assert {s for s, p, _ in said("The consortium of Oslo acquired Helio Grid.") if p == "kg:acquired"} == {
        "The consortium"
    }


@pytest.mark.parametrize(
    ("text", "customers"),
    [
        ("Nordbank may sell its stake in Helio Grid.", set()),
        ("Nordbank sold its shares in Helio Grid to Summit Ventures.", set()),
        ("Halvorsen Group sold its subsidiary Kestrel Robotics to Nordbank.", set()),
        ("Lumen Labs, a unit of Halvorsen Group, sells chips to Nordbank.", {"Nordbank"}),
        ("Owned by the holding Halvorsen Group, Lumen Labs sells chips to Nordbank.", {"Nordbank"}),
    ],
)
def test_what_is_sold_is_no_customer(text: str, customers: set[str]) -> None:
    """Nor is who buys a stake or a subsidiary; words in the subject or a side clause silence nothing."""
    assert {subject for subject, predicate, _ in said(text) if predicate == "kg:customerOf"} == customers

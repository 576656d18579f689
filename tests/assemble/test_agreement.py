"""Whether two values may both be right: dates, sums, terms, places."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.assemble import terms
from kg.assemble.conflicts.agreement import Agreement, dates_agree, sums_agree
from kg.model import Amount, Entity, MentionKind, PartialDate
from kg.ontology import load


def sum_(text: str) -> Amount:
    """The sum that "about 1.4e9 USD = 1.2e9 EUR" writes."""
    said, _, other = text.partition(" = ")
    *qualifier, value, currency = said.split()
    return Amount(Decimal(value), currency, " ".join(qualifier) or None, sum_(other) if other else None)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("830e6 USD", "830e6 USD", True),
        ("830e6 USD", "930e6 USD", False),
        ("300e6 USD", "350e6 USD", False),
        ("6.5e9 USD", "6.3e9 USD", False),
        ("6.5e9 USD", "6.6e9 USD", False),
        ("about 1.4e9 USD", "1.37e9 USD", True),
        ("1.4e9 USD", "1.37e9 USD", True),
        ("1.4e9 USD", "1.33e9 USD", False),
        ("9e9 USD", "8.6e9 USD", True),
        ("9e9 USD", "7e9 USD", False),
        ("about 2e9 USD", "2.5e9 USD", False),
        ("over 4e9 USD", "4.2e9 USD", True),
        ("over 4e9 USD", "3e9 USD", False),
        ("at least 4e9 USD", "4e9 USD", True),
        ("at most 100e9 USD", "30e9 USD", True),
        ("at most 100e9 USD", "110e9 USD", False),
        ("over 1e9 USD", "at most 2e9 USD", True),
        ("1.2e9 EUR = about 1.43e9 USD", "1.4e9 USD", True),
        ("1.2e9 EUR = about 1.43e9 USD", "1.43e9 USD = 1.21e9 EUR", True),
        ("1.2e9 EUR = about 1.43e9 USD", "2.5e9 USD", False),
        ("1.2e9 EUR", "1.43e9 USD", True),
        ("0 USD", "1 USD", False),
    ],
)
def test_sums(one: str, other: str, *, agree: bool) -> None:
    """Hedges, rounding and conversions leave room; another figure is another sum; unconverted sums cannot be told."""
    assert sums_agree(sum_(one), sum_(other)) is agree
    assert sums_agree(sum_(other), sum_(one)) is agree


sums = st.builds(
    Amount,
    st.decimals(0, 10**12, allow_nan=False, allow_infinity=False, places=2),
    st.sampled_from(["USD", "EUR"]),
    st.sampled_from([None, "about", "over", "at least", "at most"]),
)


@given(sums, sums)
def test_sums_agree_both_ways_and_with_themselves(one: Amount, other: Amount) -> None:
    """It does not matter which is asked first."""
    assert sums_agree(one, one)
    assert sums_agree(one, other) is sums_agree(other, one)


@pytest.mark.parametrize(
    ("one", "other", "tolerance", "agree"),
    [
        ("2018", "2017", 0, False),
        ("2025", "2025-09", 0, True),
        ("2025-09", "2025-09-30", 0, True),
        ("2025-09", "2025-10-01", 0, False),
        ("2025-09", "2025-10-01", 1, False),
        ("2025-12", "2026-01", 1, False),
        ("2025-09-09", "2025-09-10", 0, False),
        ("2025-09-09", "2025-09-10", 1, True),
        ("2025-12-31", "2026-01-01", 1, True),
        ("2025-09-09", "2025-09-11", 1, False),
        ("9999-12", "9999-12-31", 0, True),
        ("0001", "0001-01-01", 1, True),
    ],
)
def test_dates(one: str, other: str, tolerance: int, *, agree: bool) -> None:
    """A date and a more precise one agree; days may be off by the tolerance, months and years may not."""
    first, second = PartialDate.parse(one), PartialDate.parse(other)
    assert dates_agree(first, second, tolerance) is agree
    assert dates_agree(second, first, tolerance) is agree


days = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))


@given(days, st.integers(0, 3), st.integers(0, 5))
def test_any_day_of_the_calendar(day: PartialDate, tolerance: int, later: int) -> None:
    """A day agrees with its month and its year, and with the days within the tolerance, to the calendar's ends."""
    assert dates_agree(day, PartialDate(day.year, day.month), tolerance)
    assert dates_agree(PartialDate(day.year), day, tolerance)
    try:
        moved = datetime.date(day.year, day.month or 1, day.day or 1) + datetime.timedelta(days=later)
    except OverflowError:
        return
    assert dates_agree(day, PartialDate(moved.year, moved.month, moved.day), tolerance) is (
        later <= tolerance
    )


def things() -> Agreement:
    """Munich and Berlin, Germany and Bavaria; two companies; two rounds."""
    known = {
        "munich": ("kg:City", MentionKind.NAME),
        "berlin": ("kg:City", MentionKind.NAME),
        "germany": ("kg:Country", MentionKind.NAME),
        "bavaria": ("kg:Region", MentionKind.NAME),
        "fund": ("kg:InvestmentFirm", MentionKind.NAME),
        "bank": ("kg:Bank", MentionKind.NAME),
        "plant": ("kg:Plant", MentionKind.NOMINAL),
        "round-a": ("kg:FundingRound", MentionKind.EVENT),
        "round-b": ("kg:FundingRound", MentionKind.EVENT),
        "undisclosed": ("kg:MonetaryAmount", MentionKind.VALUE),
    }
    entities = {node(id_): Entity(id_, type_, id_, kind) for id_, (type_, kind) in known.items()}
    euros = Entity("sum", "kg:MonetaryAmount", "sum", MentionKind.VALUE, value=sum_("5 EUR"))
    return Agreement({**entities, node("sum"): euros}, load())


def node(id_: str) -> NamedNode:
    """Its IRI."""
    return NamedNode(f"https://kg.example.org/id/{id_}")


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("munich", "berlin", False),
        ("munich", "germany", True),
        ("munich", "bavaria", True),
        ("fund", "bank", False),
        ("plant", "fund", True),
        ("round-a", "round-b", True),
        ("undisclosed", "sum", True),
        ("munich", "unheard-of", True),
    ],
)
def test_things(one: str, other: str, *, agree: bool) -> None:
    """Two cities or two firms are two; a city and its country may both be right, and so may what has no name."""
    agreement, property_ = things(), load().properties["kg:headquarteredIn"]
    assert agreement.agree(property_, node(one), node(other)) is agree
    assert agreement.agree(property_, node(other), node(one)) is agree


@pytest.mark.parametrize(
    ("relation", "one", "other", "agree"),
    [
        ("kg:instrument", "debt", "equity", False),
        ("kg:instrument", "debt", "loan", True),
        ("kg:instrument", "Debt", "debt", True),
        ("kg:instrument", "convertible notes", "notes", True),
        ("kg:instrument", "equity", "loan", False),
        ("kg:instrument", "bonds", "loan", False),
        ("kg:stage", "Series A", "Series B", False),
        ("kg:stage", "seed", "early-stage", True),
        ("kg:stage", "seed", "seed extension", True),
        ("kg:stage", "late-stage", "Series D", True),
        ("kg:stage", "late-stage", "seed", False),
    ],
)
def test_terms(relation: str, one: str, other: str, *, agree: bool) -> None:
    """A wider term may be said for a narrower one, as the ontology lists them; other words are other terms."""
    agreement, property_ = things(), load().properties[relation]
    assert agreement.agree(property_, terms.text(one), terms.text(other)) is agree
    assert agreement.agree(property_, terms.text(other), terms.text(one)) is agree


def test_narrower_terms_are_terms() -> None:
    """Every word in a list of narrower terms is a term of its datatype: a slip of the pen would never match."""
    listed = 0
    for class_ in load().classes.values():
        for terms_ in class_.narrower:
            listed += 1
            assert set(terms_) <= {*class_.terms, *class_.kind_terms}, class_.curie
            assert len(terms_) > 1
    assert listed >= 8

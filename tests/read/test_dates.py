from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.dates import day_of


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-11",
        "2026-02-11T23:30:00-05:00",
        "2026-02-11T10:00:00.000+0000",
        "2026-02-11T10:00:00Z",
        "2026-02-11 10:00 CET",
        "20260211",
        "20260211T101500Z",
        "2026/02/11",
        "2026/2/11",
        "2026.02.11",
        "11.02.2026",
        "11.2.2026, 10:30 Uhr",
        "Wed, 11 Feb 2026 10:00:00 GMT",
        "Wed, 11 Feb 2026 23:30:00 -0500",
        "February 11, 2026",
        "Feb. 11, 2026 9:30 AM EST",
        "11 February 2026",
        "Wednesday, February 11th, 2026 at 4:05pm",
        "11-Feb-2026",
        "  2026-02-11\n",
    ],
)
def test_usual_forms(written: str) -> None:
    """ISO 8601, RFC 2822 and the forms of English and German pages, the day as it is written there."""
    assert day_of(written) == datetime.date(2026, 2, 11)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "today",
        "yesterday",
        "2 hours ago",
        "Monday",
        "10:30",
        "12",
        "2026",
        "2026-02",
        "March 2026",
        "May 5",
        "03/04/2026",
        "11.02.26",
        "2026-02-30",
        "31 February 2026",
        "0000-01-01",
        "1770800000",
        "1770800000000",
        "9" * 40,
        "2026-02-11" * 50,
        "a\0b",
    ],
)
def test_no_day_is_guessed(written: str) -> None:
    """No date, half a date, a relative one, one that can be read two ways: None, never today."""
    assert day_of(written) is None


@pytest.mark.parametrize(("written", "day"), [("13/04/2026", 13), ("04/13/2026", 13), ("04/04/2026", 4)])
def test_slashes_that_can_be_read_one_way(written: str, day: int) -> None:
    """Day and month with slashes count where only one reading is a date, or both are the same."""
    assert day_of(written) == datetime.date(2026, 4, day)


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_iso_round_trip(day: datetime.date) -> None:
    """Every day survives its ISO form, with and without a time."""
    assert day_of(day.isoformat()) == day
    assert day_of(f"{day.isoformat()}T12:00:00Z") == day


@given(st.text(max_size=30))
def test_nothing_raises(written: str) -> None:
    """Any text is a day or None."""
    day_of(written)

"""What travels between the stages."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import PartialDate


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
    ],
)
def test_the_days_that_a_date_may_be(text: str, first: str, last: str) -> None:
    """From the first to the last, to the ends of the calendar."""
    assert tuple(map(str, PartialDate.parse(text).days)) == (first, last)


@given(st.dates())
def test_a_day_is_in_its_month_and_its_year(day: datetime.date) -> None:
    """And the day after a month's last is in another month."""
    for date in (PartialDate(day.year), PartialDate(day.year, day.month)):
        first, last = date.days
        assert first <= day <= last
        assert last == datetime.date.max or (last + datetime.timedelta(days=1)).day == 1
    assert PartialDate(day.year, day.month, day.day).days == (day, day)

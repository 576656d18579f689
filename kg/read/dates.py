"""A publication date as written -> the day, or None; never a day that the text does not give."""

from __future__ import annotations

import datetime
import re

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T\s].*)?", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d.*)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b.*", re.DOTALL)  # day first wherever it is used
_LONGEST = 100

# What is missing in a date comes from the default, so a date that is whole is the same over both. Both
# years are leap years.
_DEFAULTS = (
    datetime.datetime(1904, 1, 2, tzinfo=datetime.UTC),
    datetime.datetime(1908, 2, 3, tzinfo=datetime.UTC),
)


def day_of(written: str) -> datetime.date | None:
    """The day that a date, or a date with a time, writes, in the time zone it is written in.

    ISO 8601, RFC 2822 and what else dateutil knows. None where it is no date, has no day, month or year,
    or where day and month could be either way round (03/04/2026).
    """
    written = written.strip()
    if not written or len(written) > _LONGEST:
        return None
    match = _YEAR_FIRST.fullmatch(written)
    if match:
        return _day(match[1], match[3], match[4])
    match = _COMPACT.fullmatch(written)
    if match:
        return _day(match[1], match[2], match[3])
    match = _DOTTED.fullmatch(written)
    if match:
        return _day(match[3], match[2], match[1])
    return _usual(written)


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _usual(written: str) -> datetime.date | None:
    from dateutil import parser

    readings = set()
    for default in _DEFAULTS:
        for day_first in (False, True):
            for year_first in (False, True):
                try:
                    reading = parser.parse(
                        written, default=default, dayfirst=day_first, yearfirst=year_first, ignoretz=True
                    )
                except (ValueError, OverflowError):
                    return None
                readings.add(reading.date())
    return readings.pop() if len(readings) == 1 else None

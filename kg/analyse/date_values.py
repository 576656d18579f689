"""A matched date expression and the day of publication -> the date it stands for.

Each reader takes a match of date_words.PATTERN and an Anchor; it gives None where these do not settle even the year. An underspecified date is
read as HeidelTime reads it in news (J. Strotgen, M. Gertz, "Multilingual and cross-domain temporal tagging", 2013).
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.analyse import date_words as words
from kg.model import PartialDate

AHEAD_DAYS = 31
LEAP_GAP = 8  # years that may lie between two 29th of February
_LAST_MONTH_OF = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11}
_STEP = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a date is relative to.

    Attributes:
        published: the day of publication, None if it is not known.
        is_future: the words before the date speak of what is to come.
    """

    published: datetime.date | None
    is_future: bool = False


def _month(name: str) -> int:
    return words.MONTHS[name[:3].lower()]


def _day(digits: str | None) -> int | None:
    return int(re.sub(r"\D", "", digits)) if digits else None


def _nearest(month: int, day: int | None, anchor: Anchor) -> PartialDate | None:
    """The month or day in the year that puts it last before publication, or first after it; None beyond the calendar.

    Raises:
        ValueError: the month never has that day.
    """
    if anchor.published is None:
        return None
    first_year = anchor.published.year - LEAP_GAP
    fitting = []
    for year in range(first_year, first_year + 2 * LEAP_GAP + 1):
        with contextlib.suppress(ValueError):  # 29 February of a common year
            fitting.append(PartialDate(year, month, day))
    if not fitting:
        raise ValueError(f"month {month} never has {day} days")
    if anchor.is_future:
        today = (anchor.published.year, anchor.published.month, anchor.published.day)
        return next((date for date in fitting if (date.year, month, day or 31) >= today), None)
    limit = anchor.published + datetime.timedelta(AHEAD_DAYS)
    latest = (limit.year, limit.month, limit.day)
    return next((date for date in reversed(fitting) if (date.year, month, day or 1) <= latest), None)


def _year_of(relative: str, anchor: Anchor) -> int | None:
    """The year that "last year" is, None for "the same year"."""
    step = next((step for word, step in _STEP.items() if word in relative), None)
    return None if anchor.published is None or step is None else anchor.published.year + step


def _read_calendar(match: re.Match[str], anchor: Anchor) -> PartialDate | None:
    """A month with or without day, with a year, a relative year or none."""
    groups = match.groupdict()
    number = next(number for number in "123" if groups[f"month{number}"])
    month, day = _month(groups[f"month{number}"]), _day(groups.get(f"day{number}"))
    year = groups[f"year{number}"] or groups.get(f"shared{number}")
    if year is not None:
        return PartialDate(int(year), month, day)
    if (relative := groups[f"rel{number}"]) is not None:
        relative_year = _year_of(relative, anchor)
        return None if relative_year is None else PartialDate(relative_year, month, day)
    return _nearest(month, day, anchor)


def _read_slashed(match: re.Match[str], _: Anchor) -> PartialDate | None:
    """Day and month in the only order that the calendar allows; just the year if it allows both."""
    first, second, third = (int(part) for part in re.split(r"[/.]", match["slashed"]))
    if first > 31:
        return PartialDate(first, second, third)
    if match["slash"] == "." or first > 12 or first == second:
        return PartialDate(third, second, first)
    return PartialDate(third, first, second) if second > 12 else PartialDate(third)


def _read_led_month(match: re.Match[str], anchor: Anchor) -> PartialDate | None:
    published = anchor.published
    if published is None:
        return None
    month, lead = _month(match["month4"]), match["lead4"].lower()
    year = published.year
    if lead == "last" and month >= published.month:
        year -= 1
    if lead == "next" and month <= published.month:
        year += 1
    return PartialDate(year, month)


def _read_bare_month(match: re.Match[str], anchor: Anchor) -> PartialDate | None:
    return _nearest(_month(match["month5"]), None, anchor)


def _read_period(match: re.Match[str], anchor: Anchor) -> PartialDate | None:
    published = anchor.published
    if published is None:
        return None
    unit, step = match["unit9"], _STEP[match["lead9"].lower()]
    if unit == "year":
        return PartialDate(published.year + step)
    if unit == "month":
        return _months_away(published, step)
    if unit == "week":
        return _month_of(published + datetime.timedelta(7 * step))
    if unit == "quarter":
        return PartialDate(_months_away(published, 3 * step).year)
    if unit == "winter":
        return None  # it lies in two years
    over = published.month > _LAST_MONTH_OF[unit]
    return PartialDate(published.year + (step if step == 0 or (step < 0) != over else 0))


def _read_weekday(match: re.Match[str], anchor: Anchor) -> PartialDate | None:
    published = anchor.published
    if published is None:
        return None
    days = (
        words.WEEKDAYS[match["weekday"][:3].lower()] - published.weekday()
    ) % 7  # ahead, 0 for the same day
    lead = (match["lead10"] or "").lower()
    if lead == "next":
        days = days or 7
    elif lead == "last":
        days -= 7
    elif not anchor.is_future and lead != "this":
        days = days - 7 if days else 0
    return _day_of(published + datetime.timedelta(days))


def _read_near(match: re.Match[str], anchor: Anchor) -> PartialDate | None:
    published = anchor.published
    if published is None:
        return None
    word = match["near"].lower()
    days = -1 if word in ("yesterday", "last night") else 1 if word == "tomorrow" else 0
    return _day_of(published + datetime.timedelta(days))


def _read_ago(match: re.Match[str], anchor: Anchor) -> PartialDate | None:
    published = anchor.published
    if published is None:
        return None
    written = match["count"].lower()
    count = int(written) if written.isdigit() else words.COUNTS[written]
    unit = match["unit"]
    if unit == "day":
        return _day_of(published - datetime.timedelta(count))
    if unit == "week":
        return _month_of(published - datetime.timedelta(7 * count))
    if unit == "month":
        return _months_away(published, -count)
    return PartialDate(published.year - count * (10 if unit == "decade" else 1))


def _day_of(date: datetime.date) -> PartialDate:
    return PartialDate(date.year, date.month, date.day)


def _month_of(date: datetime.date) -> PartialDate:
    return PartialDate(date.year, date.month)


def _months_away(date: datetime.date, months: int) -> PartialDate:
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return PartialDate(year, month + 1)


def _read_relative_year(match: re.Match[str], anchor: Anchor) -> PartialDate | None:
    year = _year_of(match["rel6"], anchor)
    return None if year is None else PartialDate(year)


def _read_this_year(_: re.Match[str], anchor: Anchor) -> PartialDate | None:
    return PartialDate(anchor.published.year) if anchor.published else None


Reader = Callable[[re.Match[str], Anchor], PartialDate | None]
# By the last group that matched.
READERS: Mapping[str, Reader] = {
    **dict.fromkeys(
        ("month1", "year1", "rel1", "day2", "year2", "rel2", "year3", "rel3", "shared3"), _read_calendar
    ),
    "slashed": _read_slashed,
    "month4": _read_led_month,
    "month5": _read_bare_month,
    "decade": lambda _, __: None,
    "vague": lambda _, __: None,
    "year6": lambda match, _: PartialDate(int(match["year6"])),
    "year7": lambda match, _: PartialDate(int(match["year7"])),
    "rel6": _read_relative_year,
    "unit9": _read_period,
    "weekday": _read_weekday,
    "near": _read_near,
    "unit": _read_ago,
    "yearend": _read_this_year,
}
UNDERSPECIFIED = frozenset({"month1", "day2", "month5", "weekday"})

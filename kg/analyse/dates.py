"""Text -> the dates it gives, resolved against the day of publication, as precisely as they are known.

Resolution follows HeidelTime's rules for news (J. Strotgen, M. Gertz, "Multilingual and cross-domain temporal
tagging", 2013): an underspecified date is the last one before publication, or the next one where the words before
it speak of what is to come. Only the surroundings of trigger words are searched, so time is linear in the text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.analyse import date_words as words
from kg.analyse.date_values import READERS, UNDERSPECIFIED, Anchor
from kg.model import PartialDate

_CONTEXT = 30
_CLAUSE = 90
_PLAIN_YEARS = 1700  # from here on a number of four digits is a year if little speaks against it
_NAMES_TOO = frozenset({"May", "June", "April", "August", "March", "Jan", "Mar"})


@dataclass(frozen=True, slots=True)
class Found:
    """A date expression; value is None where the text and the publication date do not settle even the year."""

    start: int
    end: int
    value: PartialDate | None


def dates(text: str, published: datetime.date | None) -> tuple[Found, ...]:
    """The date expressions in the text, in order, without overlap; today's date plays no part.

    Relative ones ("last year", "on Wednesday", "July last year") need published and are None without it. A month or
    day without its year is the last one that begins no more than AHEAD_DAYS after publication, a weekday the last one
    up to it; after "will", "expected", "due" and their like it is the next one. Quarters, seasons and fiscal years
    are their year, weeks their month. Decades, "the same year" and other dates that stand for a stretch or for
    something said before are None; durations ("for two years") are no dates.
    """
    found: list[Found] = []
    for match in _matches(text):
        previous = found[-1] if found else None
        if previous is not None and match.start() < previous.end:
            continue
        item = _found(text, match, published, previous)
        if item is not None:
            found.append(item)
    return tuple(found)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Candidate expressions around the triggers; neighbouring surroundings are searched as one."""
    start = end = 0
    for first, last in sorted(_triggers(text)):
        if first - words.REACH_BACK > end:
            yield from words.PATTERN.finditer(text, start, end)
            start = first - words.REACH_BACK
        end = max(end, min(last + words.REACH_ON, len(text)))
    yield from words.PATTERN.finditer(text, start, end)


def _triggers(text: str) -> Iterator[tuple[int, int]]:
    for trigger in words.TRIGGER.finditer(text):
        yield trigger.span()
    for trigger in words.SMALL_TRIGGER.finditer(text):
        start, end = trigger.span()
        # "year" is one only in "last year", "the same year", "end of the year", "year-end", "a year ago".
        if (
            text[start + 1] in "at"
            or text.startswith("yesterday", start + 1)
            or text[start - 3 : start] in words.LEADS
            or text[end + 1 : end + 4] == "end"
        ):
            yield start, end


def _found(
    text: str, match: re.Match[str], published: datetime.date | None, previous: Found | None
) -> Found | None:
    kind = match.lastgroup or ""
    if kind == "year8":
        return _bare_year(text, match, previous)
    if kind == "iso":
        return _iso(text, match)
    if kind == "month5" and not _is_month(text, match, previous):
        return None
    if kind == "weekday" and _is_name(text, match):
        return None
    if kind == "unit9" and match["lead9"] != "This" and _is_duration(text, match):
        return None
    if kind == "near" and text.startswith(("'s", "’s"), match.end()):
        return None
    future = published is not None and kind in UNDERSPECIFIED and _is_coming(text, match.start())
    try:
        value = READERS[kind](match, Anchor(published, future))
    except (ValueError, OverflowError):  # no such day, or a year before the calendar's first
        value = None
    return Found(match.start(), match.end(), value)


def _bare_year(text: str, match: re.Match[str], previous: Found | None) -> Found | None:
    """A number that its surroundings make a year."""
    start, end = match.span()
    value = int(match[0])
    before = text[max(0, start - _CONTEXT) : start]
    opens_range = words.YEAR_RANGE.match(text, end)
    is_year = False
    if (
        previous is not None
        and start - previous.end <= 8
        and words.CHAIN.fullmatch(text, previous.end, start)
    ):
        is_year = not words.THINGS.match(text, end)
    elif words.STRONG_BEFORE.search(before):
        named = before.rstrip().endswith(("(", "[")) and words.NAME_AFTER.match(text, end)
        is_year = not named and not words.THINGS.match(text, end)
    elif opens_range and value < int(opens_range[1]):
        is_year = True
    elif words.WEAK_BEFORE.search(before):
        is_year = value >= _PLAIN_YEARS and bool(
            words.CLOSES.match(text, end) or words.NAME_AFTER.match(text, end)
        )
    elif words.OWNED_BEFORE.search(before):
        is_year = (
            value >= _PLAIN_YEARS
            and bool(words.NOUN_AFTER.match(text, end))
            and not words.THINGS.match(text, end)
        )
    elif value >= _PLAIN_YEARS:
        is_year = bool(words.FIGURES.match(text, end)) or (
            before.endswith(", ") and text.startswith(")", end)
        )
    return Found(start, end, PartialDate(value)) if is_year else None


def _iso(text: str, match: re.Match[str]) -> Found:
    """A calendar date; "2005-06" inside a line is more often two years than a month if the years would ascend."""
    start, end = match.span()
    year, month, *day = match["iso"].split("T")[0].split("-")
    alone = text[:start][-1:] in ("", "\n") and text[end : end + 1] in ("", "\n")
    if not day and int(month) > int(year) % 100 and not alone:
        return Found(start, start + 4, PartialDate(int(year)))
    try:
        return Found(start, end, PartialDate(int(year), int(month), int(day[0]) if day else None))
    except ValueError:
        return Found(start, end, PartialDate(int(year), int(month)))


def _is_month(text: str, match: re.Match[str], previous: Found | None) -> bool:
    """Whether a month's name alone is the month: after a preposition, or in a row of dates."""
    start = match.start()
    if match["part5"]:
        return True
    before = text[max(0, start - _CONTEXT) : start]
    if match["month5"] in _NAMES_TOO:
        return bool(words.STRONG_BEFORE.search(before)) and not before.endswith(("(", "["))
    chained = (
        previous is not None
        and start - previous.end <= 8
        and words.CHAIN.fullmatch(text, previous.end, start)
    )
    return bool(chained) or bool(words.MONTH_BEFORE.search(before))


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether a weekday is part of a name: Black Friday, the Sunday Times."""
    before = text[max(0, match.start() - _CONTEXT) : match.start()]
    if words.NAMED_DAY.search(before):
        return True
    told = match["lead10"] or before.endswith(("on ", "On ", "late ", "early "))
    return not told and bool(words.NAME_AFTER.match(text, match.end()))


def _is_duration(text: str, match: re.Match[str]) -> bool:
    return match["unit9"] != "quarter" and text[: match.start()][-4:].lower() == "the "


def _is_coming(text: str, start: int) -> bool:
    """Whether the clause before speaks of what is to come, with no report of it in between."""
    match = words.COMING.search(text[max(0, start - _CLAUSE) : start])
    return match is not None and not words.REPORTED.search(match[1])

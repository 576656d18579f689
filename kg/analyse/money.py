"""Text -> the sums of money it writes, with currency, qualifier and the text's own conversion.

A number, then what stands before and behind it: the amounts of MUC-7's MONEY (N. Chinchor, "MUC-7 Named Entity Task
Definition", 1997), whose spans are currency and number without qualifiers. Only numbers are looked at, each with a
bounded window, so time is linear in the text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.analyse import money_words as forms
from kg.analyse.currencies import BY_CONTEXT, WORDS_TOO, Currencies, Unit, currencies, sign_before, told_by
from kg.model import Amount


@dataclass(frozen=True, slots=True)
class Found:
    """An amount and the span that writes it: number, scale and currency, without "about" and the like."""

    start: int
    end: int
    value: Amount


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in the text; code is None while nothing says that it is money."""

    start: int
    end: int
    count: Decimal
    scale: Decimal | None = None
    code: str | None = None
    signed: bool = False
    hundredth: bool = False

    @property
    def value(self) -> Decimal:
        return self.count * (self.scale or 1) / (100 if self.hundredth else 1)


@dataclass(frozen=True, slots=True)
class _Source:
    """A text with the currencies known, and those that it has told for bare units so far."""

    text: str
    known: Currencies
    told: dict[str, str | None]


def amounts(text: str, dollar: str = "USD") -> tuple[Found, ...]:
    """The amounts in the text, in order, without overlap.

    "$", "dollars" and "cents" without a country are taken for the currency with the code dollar, francs without
    one for French ones unless the text names just one other country's. The first number of a range takes scale
    and currency from the second ("5 to 6 billion euros" are two amounts). A conversion in brackets or after
    "or" is the amount's equivalent and not an amount of its own. "Hundreds of millions" says no number,
    "10 million pounds of beef" no money, "$1 = 6.2 yuan" a rate: they are not amounts.
    """
    source = _Source(text, currencies(dollar), {})
    numbers = sorted(
        [*_in_digits(source), *_in_words(source)], key=lambda number: (number.start, -number.end)
    )
    found: list[Found] = []
    for number in _ranges(text, numbers):
        if number.code is not None and (not found or number.start >= found[-1].end):
            qualifier = _qualifier(text, number.start, number.end)
            amount = Amount(number.value, number.code, qualifier, per=_per(text, number.end))
            found.append(Found(number.start, number.end, amount))
    return tuple(_with_equivalents(text, found))


def undisclosed(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the words that keep a sum back: "an |undisclosed| sum"."""
    return (match.span(1) for match in forms.UNDISCLOSED.finditer(text))


def _in_digits(source: _Source) -> Iterator[_Number]:
    for digits in forms.DIGITS.finditer(source.text):
        match = forms.NUMBER.match(source.text, digits.start())
        if match is None or (match.start() and not _opens(source, match.start())):
            continue
        if match["comma"]:
            count = Decimal(match["comma"].replace(",", "."))
        else:
            count = Decimal((match["plain"] or match["dotted"].replace(".", "")).replace(",", ""))
        if match["over"]:
            count += Decimal(match["over"]) / Decimal(match["under"])
        yield _priced(source, _Number(match.start(), match.end(), count))


def _opens(source: _Source, start: int) -> bool:
    """Whether a number starts here, and not the rest of a name or of a date (A380, 1/2)."""
    before = source.text[start - 1]
    if before.isalpha():
        return sign_before(source.text, start, source.known) is not None
    return before != "/" and not (before in ".," and source.text[max(0, start - 2)].isdigit())


def _in_words(source: _Source) -> Iterator[_Number]:
    for match in _counts_in_words(source.text):
        word = " ".join(match["count"].lower().replace("-", " ").split())
        simple = word.removesuffix(" and a half")
        count = forms.COUNTS[simple.replace("half an", "half a")]
        if simple != word:
            count += Decimal("0.5")
        number = _priced(source, _Number(match.start(), match.end(), count))
        # "a billion-dollar question" and "a pound" count nothing.
        counts = word not in ("a", "an") or (
            number.scale and "-" not in source.text[number.start : number.end]
        )
        if counts:
            yield number


def _counts_in_words(text: str) -> Iterator[re.Match[str]]:
    """Numbers in words, found from the scale or unit behind them."""
    seen: set[int] = set()
    for stem in forms.STEMS:
        at = text.find(stem)
        while at >= 0:
            if not forms.AFTER_DIGIT.match(text, max(0, at - 3)):
                for match in forms.WORDED.finditer(
                    text, max(0, at - forms.LONGEST_COUNT), at + len(stem) + 3
                ):
                    if match.start() not in seen:
                        seen.add(match.start())
                        yield match
            at = text.find(stem, at + 1)


def _priced(source: _Source, number: _Number) -> _Number:
    """The number with the sign before it, and the scale and unit behind it."""
    text, known = source.text, source.known
    sign = sign_before(text, number.start, known)
    end, scale = number.end, None
    if match := forms.SCALE.match(text, end):
        written = (match["words"] or match["letter"] or match["tight"]).lower()
        scale = Decimal(math.prod(forms.SCALES[word] for word in written.split()))
        end = match.end()
    start, code, hundredth = number.start, None, False
    if sign and (scale or text[sign[0] : start].strip() not in WORDS_TOO):
        start, code = sign
    if unit := _unit(source, end, has_scale=scale is not None):
        unit_end, unit_code, is_hundredth = unit
        if code is None or text[end:unit_end].strip() in known.codes:
            end, code, hundredth = unit_end, unit_code, is_hundredth
    return _Number(start, end, number.count, scale, code, signed=start < number.start, hundredth=hundredth)


def _unit(source: _Source, start: int, *, has_scale: bool) -> tuple[int, str, bool] | None:
    """End and code of the currency unit behind a number, and whether it is a hundredth; None without one."""
    text, known = source.text, source.known
    match = forms.WORD.match(text, start)
    if match is None:
        return None
    if match[1] in known.codes and (has_scale or match[1] not in WORDS_TOO):
        return match.end(), match[1], False
    if match[1].lower() not in known.first_words:
        return None
    more = forms.MORE_WORDS.match(text, match.end())
    written = [match[1], *(more[0].split() if more else ())]
    for length in range(len(written), 0, -1):
        unit = known.units.get(" ".join(written[:length]).lower())
        if unit is not None:
            end = match.start(1) + len(" ".join(written[:length]))
            code = _told(source, unit) if length == 1 else unit.code
            is_unit = (
                code is not None and (has_scale or not unit.needs_scale) and not _is_other(text, end, unit)
            )
            return (end, code, unit.hundredth) if is_unit and code else None
    return None


def _told(source: _Source, unit: Unit) -> str | None:
    """The code of a unit without its country."""
    if unit.noun not in BY_CONTEXT:
        return unit.code
    if unit.noun not in source.told:
        source.told[unit.noun] = told_by(source.text, unit.noun, source.known)
    return source.told[unit.noun] or unit.code


def _is_other(text: str, end: int, unit: Unit) -> bool:
    """Whether the unit is none of money: euro zone countries, pounds of beef."""
    if unit.noun == "euro":
        return forms.NOT_THE_EURO.match(text, end) is not None
    return unit.noun == "pound" and forms.WEIGHT.match(text, end) is not None


def _ranges(text: str, numbers: Iterable[_Number]) -> Iterator[_Number]:
    """The numbers, where the two ends of a range share what one of them writes."""
    previous: _Number | None = None
    for number in numbers:
        current = number
        if previous is not None:
            joint = text[previous.end : number.start]
            if len(joint) <= forms.LONGEST_JOINT and joint.strip() in forms.JOINTS:
                previous, current = _shared(text, previous, number, joint=joint.strip())
            yield previous
        previous = current
    if previous is not None:
        yield previous


def _shared(text: str, low: _Number, high: _Number, *, joint: str) -> tuple[_Number, _Number]:
    """The two ends of a range with the scale and currency that one of them writes for both."""
    same = (low, high)
    is_pair = joint != "and" or text[max(0, low.start - 8) : low.start].lower() == "between "
    if not is_pair or (low.code and high.code and low.code != high.code) or not (low.code or high.code):
        return same
    if low.code is None and (high.signed or low.count >= high.count):
        return same
    if high.code is None and not (high.scale or joint in "-–—"):
        return same
    scale = high.scale if low.scale is None and low.count < high.count else low.scale
    code = low.code or high.code
    hundredth = low.hundredth or (low.code is None and high.hundredth)
    return replace(low, code=code, scale=scale, hundredth=hundredth), replace(high, code=code)


def _qualifier(text: str, start: int, end: int) -> str | None:
    if match := forms.BEFORE.search(text, max(0, start - forms.LONGEST_QUALIFIER), start):
        group = match.lastindex or 1
        return forms.QUALIFIERS[group - 1][0] if group <= len(forms.QUALIFIERS) else "about"
    match = forms.BEHIND.match(text, end)
    return forms.AFTER[match.lastindex or 1] if match else None


def _per(text: str, end: int) -> str | None:
    """What one of many costs as much: "share" in "a share", "per ordinary share", "each"."""
    match = forms.PER.match(text, end)
    return (match["unit"] or forms.EACH).lower() if match else None


def _with_equivalents(text: str, found: list[Found]) -> Iterator[Found]:
    previous: Found | None = None
    for item in found:
        if previous is None:
            previous = item
            continue
        gap = text[previous.end : item.start]
        first, second = previous.value, item.value
        if len(gap) <= forms.LONGEST_GAP and first.currency != second.currency:
            if gap.strip() == "=" and first.value == 1:
                previous = None
                continue
            if first.equivalent is None and forms.EQUALS.fullmatch(gap):
                previous = replace(previous, value=replace(first, equivalent=second))
                continue
        yield previous
        previous = item
    if previous is not None:
        yield previous

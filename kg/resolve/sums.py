"""Sums of money and dates of two tellings -> whether they may be the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kg.model import Amount, PartialDate

ROUGHLY = Decimal("0.06")  # of the greater sum, where one is told with "about" or the like
FEWEST_DIGITS = 2  # of a plain sum that may be another one rounded
DISPUTED = Decimal(
    "1.5"
)  # times as much as the other: sums further apart are of two things, not of two opinions


def close(some: Iterable[Amount], others: Iterable[Amount]) -> bool:
    """Whether one of each may be one sum: in one currency, as the texts convert them, and equal when rounded alike."""
    forms = [form for amount in others for form in _forms(amount)]
    return any(_alike(one, other) for amount in some for one in _forms(amount) for other in forms)


def disputable(some: Iterable[Amount], others: Iterable[Amount]) -> bool:
    """Whether one of each may be what two articles give for one sum: in one currency, and not far from each other."""
    forms = [form for amount in others for form in _forms(amount)]
    return any(
        one.currency == other.currency
        and max(one.value, other.value) <= DISPUTED * min(one.value, other.value)
        for amount in some
        for one in _forms(amount)
        for other in forms
    )


def _forms(amount: Amount) -> Iterator[Amount]:
    yield amount
    if amount.equivalent:
        yield amount.equivalent


def _alike(one: Amount, other: Amount) -> bool:
    if one.currency != other.currency:
        return False
    small, great = sorted((one.value, other.value))
    if small == great:
        return True
    if one.qualifier or other.qualifier:
        return great - small <= ROUGHLY * great
    digits = min(_digits(small), _digits(great))
    return digits >= FEWEST_DIGITS and _rounded(small, digits) == _rounded(great, digits)


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1))


def within(some: Iterable[PartialDate], others: Iterable[PartialDate], days: int | None) -> bool:
    """Whether one of each lie no more than so many days apart, as far as they are known; None is any number."""
    others = list(others)
    return any(days is None or _apart(one, other) <= days for one in some for other in others)


def _apart(one: PartialDate, other: PartialDate) -> int:
    """Days between two dates, at least; zero where they may be the same."""
    (first, end), (start, last) = one.days, other.days
    return max((start - end).days, (first - last).days, 0)

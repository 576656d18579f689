"""Two values of one property -> whether both may be right."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from kg.assemble.terms import Term
from kg.model import Amount, Entity, MentionKind, PartialDate
from kg.ontology import Ontology, Property

ABOUT = Decimal("0.1")  # of the sum: what "about" may be off by
ROUNDED = Decimal("0.05")  # of the sum: what a rounder figure may be off by, be it ever so round
INFINITE = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is known of values when they are compared: the entities that IRIs stand for, and the ontology."""

    things: Mapping[NamedNode, Entity]
    ontology: Ontology

    def agree(self, property_: Property, one: Term, other: Term) -> bool:
        """Whether both may be right; also where it cannot be told, as of sums that no article converts.

        Dates agree if one is a part of the other or they are within the property's tolerance, sums as `sums_agree`
        says, terms if one may be said for the other. Two things are two, unless one may lie in the other. Events and
        things without names are left alone: which one is meant is for resolution to decide.
        """
        if one == other:
            return True
        if isinstance(one, Literal) and isinstance(other, Literal):
            return self._literals_agree(property_, one, other)
        if not isinstance(one, NamedNode) or not isinstance(other, NamedNode):
            return True
        this, that = self.things.get(one), self.things.get(other)
        if this is None or that is None:
            return True
        if this.value and that.value:
            return sums_agree(this.value, that.value)
        if {this.kind, that.kind} != {MentionKind.NAME}:
            return True
        return this.type != that.type and self._may_nest(this.type) and self._may_nest(that.type)

    def _literals_agree(self, property_: Property, one: Literal, other: Literal) -> bool:
        if self.ontology.is_time(property_.curie):
            return dates_agree(
                PartialDate.parse(one.value), PartialDate.parse(other.value), property_.tolerance
            )
        words = {one.value.casefold(), other.value.casefold()}
        if len(words) == 1:
            return True
        fewer, more = sorted((set(each.split()) for each in words), key=len)
        return fewer < more or any(
            general.casefold() in words and any(term.casefold() in words for term in terms)
            for range_ in property_.range
            for general, *terms in self.ontology.classes[range_].narrower
        )

    def _may_nest(self, type_: str) -> bool:
        return any(self.ontology.classes[each].nests for each in self.ontology.supertypes(type_))


def dates_agree(one: PartialDate, other: PartialDate, tolerance: int) -> bool:
    """Whether the days that one may be and those that the other may be are no more than `tolerance` apart."""
    (begin, end), (first, last) = one.days, other.days
    apart = datetime.timedelta(days=tolerance) if one.day and other.day else datetime.timedelta()
    return begin - apart <= last and first - apart <= end


def sums_agree(one: Amount, other: Amount) -> bool:
    """Whether two sums may be the same, in the currencies that the articles give them in.

    "About", "over", "at least" and "at most" leave room, and so does a rounder figure: 1.4 billion may be 1.37. Sums
    that no article gives in one currency cannot be told apart.
    """
    pairs = [
        (a, b) for a in _given(one) for b in _given(other) if a.currency == b.currency and a.per == b.per
    ]
    return not pairs or any(_may_be_same(a, b) for a, b in pairs)


def _given(sum_: Amount) -> list[Amount]:
    """The sum, and what it is in the other currency: about that, for rates differ from article to article."""
    other = sum_.equivalent
    return [sum_, *([replace(other, qualifier=other.qualifier or "about")] if other else [])]


def _may_be_same(one: Amount, other: Amount) -> bool:
    (low, high), (least, most) = _between(one), _between(other)
    return max(low, least) <= min(high, most) or _is_rounder(one.value, other.value)


def _between(sum_: Amount) -> tuple[Decimal, Decimal]:
    """The lowest and the highest value that the words leave open."""
    slack = abs(sum_.value) * ABOUT if sum_.qualifier == "about" else Decimal(0)
    low = -INFINITE if sum_.qualifier == "at most" else sum_.value - slack
    high = INFINITE if sum_.qualifier in ("at least", "over") else sum_.value + slack
    return low, high


def _is_rounder(one: Decimal, other: Decimal) -> bool:
    """Whether one of two values is the other, rounded."""
    fine, coarse = sorted((_last_digit(one), _last_digit(other)))
    return fine < coarse and abs(one - other) <= min(coarse / 2, max(abs(one), abs(other)) * ROUNDED)


def _last_digit(value: Decimal) -> Decimal:
    """What the last digit counts that is not 0: 100 million of 1.7 billion."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)

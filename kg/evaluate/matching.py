"""What gold and extraction tell of one document -> which facts are the same, which are missed, and which are wrong.

Two things are the same if the words that stand for them are: the same words (strict) or words that overlap, whichever
of the mentions of one thing either side chose. Events have no words of their own that two readers would agree on:
an event that was found is aligned with the gold event of its class, or of one above or below, with which it shares the
most roles, one to one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.evaluate.told import Fact, Span, Thing, Told
from kg.ontology import Ontology


class Mode(StrEnum):
    """How well the words of two mentions must agree."""

    STRICT = "strict"
    OVERLAP = "overlap"


class Verdict(StrEnum):
    """What became of a fact: right and missed of gold; right, reversed and wrong of what was found."""

    RIGHT = "right"
    MISSED = "missed"
    REVERSED = "direction"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Compared:
    """A fact of one side, what became of it, and the other side's fact if it is the same or reversed."""

    fact: Fact
    verdict: Verdict
    other: Fact | None = None

    @property
    def status_differs(self) -> bool:
        """Whether the right fact was given a status that gold does not have."""
        return (
            self.verdict is Verdict.RIGHT
            and self.other is not None
            and self.fact.statuses.isdisjoint(self.other.statuses)
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """One document: each fact of gold and each that was found."""

    gold: tuple[Compared, ...]
    found: tuple[Compared, ...]


def compare(gold: Told, found: Told, mode: Mode, ontology: Ontology) -> Comparison:
    """What became of each fact of both sides."""
    same = _Identity(gold, found, mode, ontology)
    matches: dict[Fact, Fact] = {}  # found -> gold
    reversed_: dict[Fact, Fact] = {}
    by_predicate: dict[str, list[Fact]] = defaultdict(list)
    for fact in gold.facts:
        by_predicate[fact.predicate].append(fact)
    for fact in found.facts:
        symmetric = ontology.properties[fact.predicate].symmetric
        for other in by_predicate[fact.predicate]:
            backwards = same(fact, "subject", other.object) and same(fact, "object", other.subject)
            if (same(fact, "subject", other.subject) and same(fact, "object", other.object)) or (
                symmetric and backwards
            ):
                matches[fact] = other
                break
            if backwards:
                reversed_[fact] = other
    hit = {id(other): fact for fact, other in reversed(matches.items())}
    return Comparison(
        tuple(
            Compared(fact, Verdict.RIGHT if id(fact) in hit else Verdict.MISSED, hit.get(id(fact)))
            for fact in gold.facts
        ),
        tuple(_judged(fact, matches, reversed_) for fact in found.facts),
    )


def _judged(fact: Fact, matches: Mapping[Fact, Fact], reversed_: Mapping[Fact, Fact]) -> Compared:
    if fact in matches:
        return Compared(fact, Verdict.RIGHT, matches[fact])
    if fact in reversed_:
        return Compared(fact, Verdict.REVERSED, reversed_[fact])
    return Compared(fact, Verdict.WRONG)


class _Identity:
    """Decides whether an argument of a found fact is a thing of gold."""

    def __init__(self, gold: Told, found: Told, mode: Mode, ontology: Ontology) -> None:
        self._mode = mode
        self._gold = [thing for thing in gold.things if not thing.event]
        self._aligned: dict[Thing, Thing] = {}
        self._aligned = self._align(gold, found, ontology)

    def __call__(self, fact: Fact, end: str, thing: Thing) -> bool:
        """Whether the subject or object of a found fact is that thing."""
        own: Thing = getattr(fact, end)
        if own.event or thing.event:
            return self._aligned.get(own) is thing
        span: Span = getattr(fact, f"{end}_span")
        if any(_overlap(span, other) for known in self._gold for other in known.spans):
            # Its own words say what it is, whatever it was taken to corefer with.
            return self._meet([span], thing.spans) or self._same_value(own, thing)
        return self._meet(own.spans, thing.spans) or self._same_value(own, thing)

    def _meet(self, some: Iterable[Span], others: Sequence[Span]) -> bool:
        if self._mode is Mode.STRICT:
            return not set(some).isdisjoint(others)
        return any(_overlap(one, other) for one in some for other in others)

    def _same_value(self, one: Thing, other: Thing) -> bool:
        return self._mode is Mode.OVERLAP and one.value is not None and one.value == other.value

    def _align(self, gold: Told, found: Told, ontology: Ontology) -> dict[Thing, Thing]:
        """Event that was found -> event of gold. Inner events (the round of an investment) count in a second pass."""
        for _ in range(2):
            pairs = [
                (shared, self._meet(one.spans, other.spans), -i, -j, one, other)
                for i, (one, roles) in enumerate(_events(found).items())
                for j, (other, other_roles) in enumerate(_events(gold).items())
                if ontology.is_a(one.type, other.type) or ontology.is_a(other.type, one.type)
                if (shared := self._shared(roles, other_roles)) or self._meet(one.spans, other.spans)
            ]
            aligned: dict[Thing, Thing] = {}
            taken: set[Thing] = set()
            for *_, one, other in sorted(pairs, key=lambda pair: pair[:4], reverse=True):
                if one not in aligned and other not in taken:
                    aligned[one] = other
                    taken.add(other)
            self._aligned = aligned
        return self._aligned

    def _shared(self, roles: Sequence[Fact], others: Sequence[Fact]) -> int:
        return sum(
            any(fact.predicate == other.predicate and self(fact, "object", other.object) for other in others)
            for fact in roles
        )


def _events(told: Told) -> dict[Thing, list[Fact]]:
    """The events of a document with their roles."""
    found: dict[Thing, list[Fact]] = {}
    for fact in told.facts:
        if fact.subject.event:
            found.setdefault(fact.subject, []).append(fact)
    for fact in told.facts:
        if fact.object.event:
            found.setdefault(fact.object, [])
    return found


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]

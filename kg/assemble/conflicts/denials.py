"""Claims -> denials: what one article, or one speaker, says of a thing and another says is not so.

An event is denied as a whole: its roles are one denial. An article that tells of a plan and of its end denies nothing.
Where one article tells of a plan and another, a month or more later, that nothing came of it, or a denial is that much
older than what it denies, the times have changed: a succession.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.assemble import terms
from kg.assemble.claims import Made
from kg.assemble.conflicts.told import SOON, Conflict, Hearing, Told, in_turn, voices
from kg.assemble.terms import Fact
from kg.model import Status
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class _Denied:
    """A triple with those who say it and those who deny it."""

    kind: NamedNode
    fact: Fact
    said: tuple[Told, ...]
    denied: tuple[Told, ...]


def denials(
    made: Iterable[Made], hearing: Hearing, events: Container[NamedNode], ontology: Ontology
) -> Iterator[Conflict]:
    """Denials and the ends of plans, one for each event or triple."""
    by_fact: dict[Fact, list[Told]] = defaultdict(list)
    for each in made:
        if each.is_live or each.evidence.status is Status.NEGATED:
            by_fact[each.fact].append(hearing.told(each.fact[2], each))
    found: dict[tuple[NamedNode, NamedNode, Fact | None], list[_Denied]] = defaultdict(list)
    for fact, told in by_fact.items():
        if denied := _denied(fact, told, ontology):
            of_event = fact[0] in events
            found[denied.kind, fact[0], None if of_event else fact].append(denied)
    for (kind, about, triple), several in found.items():
        claims = {each.made.claim for one in several for each in (*one.said, *one.denied)}
        yield Conflict(
            kind=kind,
            about=about,
            questions=tuple(sorted({one.fact[1] for one in several}, key=str)),
            claims=tuple(sorted(claims, key=str)),
            confidence=max(hearing.surety(one.said) * hearing.surety(one.denied) for one in several),
            value=triple[2] if triple else None,
        )


def _denied(fact: Fact, told: Iterable[Told], ontology: Ontology) -> _Denied | None:
    """What is said of a triple by some and denied by others, None if nobody disagrees."""
    by_voice = voices(told)
    said = [each for several in by_voice.values() for each in several if each.made.is_live]
    denied = [each for several in by_voice.values() for each in several if not each.made.is_live]
    if not said or not denied or len(by_voice) == 1:
        return None
    # One voice says it and another denies it, and each says nothing else.
    stances = {frozenset(each.made.is_live for each in several) for several in by_voice.values()}
    if not {frozenset({True}), frozenset({False})} <= stances:
        return None
    property_ = ontology.properties.get(ontology.curie(fact[1].value))
    may_end = property_ is not None and bool(property_.one_at_a_time)
    passing = may_end or not any(each.holds for each in said)
    of_other_times = in_turn(said, denied, SOON) and (passing or _before(denied, said))
    return _Denied(terms.SUCCESSION if of_other_times else terms.DENIAL, fact, tuple(said), tuple(denied))


def _before(one: Iterable[Told], other: Iterable[Told]) -> bool:
    return min(each.day for each in one if each.day) < min(each.day for each in other if each.day)

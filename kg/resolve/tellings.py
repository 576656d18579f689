"""Tellings of events -> groups that are one event each, with the reasons.

First those that agree on a key of their class (owl:hasKey: a funding round is told by its recipient and amount), then
those that share two things and contradict each other in none: a sum may be rounded or converted, a role left untold.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from kg.model import Amount, PartialDate
from kg.ontology import Ontology
from kg.resolve.referents import Referent
from kg.resolve.sums import close, disputable, within

Roles = Mapping[str, frozenset[str]]  # role -> ids or literal texts of its fillers
Key = tuple[str, ...]
Filler = TypeVar("Filler")
MOST_ALIKE = 200  # tellings with one thing in common beyond which only keys are compared
ENOUGH = 2  # roles that tellings without a common key must share


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event as one document tells it; values are the same ids over all documents.

    Attributes:
        sums, dates: the values of those roles that have such.
    """

    referent: Referent
    type: str
    roles: Roles
    sums: Mapping[str, frozenset[Amount]] = field(default_factory=dict)
    dates: Mapping[str, frozenset[PartialDate]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """Tellings of one event; `reasons` says of each but the first why it is one."""

    tellings: tuple[ToldEvent, ...]
    reasons: Mapping[int, str] = field(default_factory=dict)


def told_alike(tellings: Sequence[ToldEvent], ontology: Ontology) -> list[Told]:
    """The groups in the order of their first tellings.

    Args:
        tellings: in an order that depends on the documents' ids alone.
    """
    union = _Union(tellings, ontology)
    union.by_keys()
    union.by_likeness()
    return union.groups()


class _Union:
    """Tellings as they are put together (union-find over their numbers)."""

    def __init__(self, tellings: Sequence[ToldEvent], ontology: Ontology) -> None:
        self._tellings, self._ontology = tellings, ontology
        self._parent = list(range(len(tellings)))
        self._whole = dict(enumerate(tellings))  # of each group, by its first telling: all that is told of it
        self._articles = {number: {telling.referent.document_id} for number, telling in enumerate(tellings)}
        self._reasons: dict[int, str] = {}

    def by_keys(self) -> None:
        """Put together what shares a key and does not differ in what else identifies it.

        Sums may differ between two articles: the Series B of one company is one round, whatever each says it came to.
        What is told alike comes first, and what is told most precisely, so that no document's id decides.
        """
        order = sorted(range(len(self._tellings)), key=lambda number: _rank(self._tellings[number]))
        keys = {number: list(keys_of(self._tellings[number], self._ontology)) for number in order}
        for disputed in (False, True):
            kept: dict[Key, list[int]] = defaultdict(list)
            for number in order:
                for key in keys[number]:
                    self._join_to_one(kept[key], number, key, disputed=disputed)

    def _join_to_one(self, kept: list[int], number: int, key: Key, *, disputed: bool) -> None:
        """Put the telling together with the first of those kept that it may be one with; without any, keep it.

        Args:
            disputed: two articles may differ about a sum.
        """
        if any(self._find(other) == self._find(number) for other in kept):
            return
        for other in kept[:MOST_ALIKE]:
            one, two = self._articles[self._find(other)], self._articles[self._find(number)]
            apart = disputed and one.isdisjoint(two)
            if not self._contradict(other, number, functional=True, disputed=apart):
                roles = [role for role in key[1:] if role in self._ontology.properties]
                self._join(other, number, self._same(roles))
                return
        kept.append(number)

    def by_likeness(self) -> None:
        """Put together what shares enough and contradicts in nothing; not where that can be done in several ways."""
        near: dict[int, dict[int, str]] = defaultdict(dict)
        for several in self._with_one_thing_in_common():
            for one, other in itertools.combinations(several, 2):
                shared = self._shared(one, other)
                if len(shared) >= ENOUGH and not self._contradict(one, other, functional=False):
                    near[one][other] = near[other][one] = self._same(shared)
        seen: set[int] = set()
        for number in sorted(near):
            if number in seen:
                continue
            alike = _reached(number, near)
            seen |= alike
            if all(len(near[one].keys() & alike) == len(alike) - 1 for one in alike):
                for other in sorted(alike - {number}):
                    self._join(number, other, near[other].get(number, ""))

    def groups(self) -> list[Told]:
        """The groups in the order of their first tellings."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._tellings)):
            found[self._find(number)].append(number)
        return [
            Told(
                tuple(self._tellings[number] for number in numbers),
                {
                    place: self._reasons[number]
                    for place, number in enumerate(numbers)
                    if number in self._reasons
                },
            )
            for numbers in sorted(found.values())
        ]

    def _find(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def _join(self, one: int, other: int, reason: str) -> None:
        first, second = sorted((self._find(one), self._find(other)))
        if first != second:
            self._parent[second] = first
            self._whole[first] = _both(self._whole[first], self._whole.pop(second))
            self._articles[first] |= self._articles.pop(second)
            self._reasons[second] = reason

    def _with_one_thing_in_common(self) -> Iterator[list[int]]:
        """Groups of a class, by each thing that fills one of its identifying roles."""
        blocks: dict[tuple[str, str, str], dict[int, None]] = defaultdict(dict)
        for number, telling in enumerate(self._tellings):
            for role in sorted(_identifying(telling.type, self._ontology) & telling.roles.keys()):
                for filler in telling.roles[role]:
                    blocks[telling.type, role, filler][self._find(number)] = None
        yield from (list(several) for several in blocks.values() if 1 < len(several) <= MOST_ALIKE)

    def _shared(self, one: int, other: int) -> list[str]:
        """The roles that the tellings of both fill with one thing, sum or date; words are not enough."""
        of_one, of_other = self._told(one), self._told(other)
        shared = [
            role
            for role in sorted(of_one.roles.keys() & of_other.roles.keys())
            if (role in of_one.sums and close(of_one.sums[role], of_other.sums.get(role, ())))
            or (of_one.roles[role] & of_other.roles[role] and not self._ontology.properties[role].literal)
            or (of_one.dates.get(role, frozenset()) & of_other.dates.get(role, frozenset()))
        ]
        return shared if _identifying(of_one.type, self._ontology).intersection(shared) else []

    def _contradict(self, one: int, other: int, *, functional: bool, disputed: bool = False) -> bool:
        """Whether what identifies the event, or when it was, cannot be the same in both.

        Args:
            functional: ask only the roles that can have but one value.
            disputed: sums may differ somewhat.
        """
        of_one, of_other = self._told(one), self._told(other)
        lasts = self._ontology.classes[of_one.type].lasts
        identifying = _identifying(of_one.type, self._ontology)
        different = []
        for role in of_one.roles.keys() & of_other.roles.keys():
            if role in of_one.dates and role in of_other.dates:
                different.append(not within(of_one.dates[role], of_other.dates[role], lasts))
            elif role in of_one.sums and role in of_other.sums:
                fits = disputable if disputed else close
                different.append(role in identifying and not fits(of_one.sums[role], of_other.sums[role]))
            elif role in identifying and (self._ontology.properties[role].functional or not functional):
                different.append(not of_one.roles[role] & of_other.roles[role])
        return any(different)

    def _told(self, number: int) -> ToldEvent:
        """All that is told of the group that this telling is in."""
        return self._whole[self._find(number)]

    def _same(self, roles: Iterable[str]) -> str:
        return "the same " + " and ".join(
            dict.fromkeys(self._ontology.properties[role].label for role in roles)
        )


def _both(one: ToldEvent, other: ToldEvent) -> ToldEvent:
    """What two tell of one event."""
    return replace(
        one,
        roles=_joined(one.roles, other.roles),
        sums=_joined(one.sums, other.sums),
        dates=_joined(one.dates, other.dates),
    )


def _joined(
    one: Mapping[str, frozenset[Filler]], other: Mapping[str, frozenset[Filler]]
) -> Mapping[str, frozenset[Filler]]:
    new = {role: fillers for role, fillers in other.items() if not fillers <= one.get(role, frozenset())}
    if not new:
        return one
    return {**one, **{role: one.get(role, frozenset()) | fillers for role, fillers in new.items()}}


def _rank(telling: ToldEvent) -> tuple[int, int, list[tuple[str, list[str]]]]:
    """What is told with the most precise dates first, then with most roles; nothing of where it is told."""
    dates = [str(date) for several in telling.dates.values() for date in several]
    told = (*telling.roles.items(), *telling.sums.items(), *telling.dates.items())
    content = sorted((role, sorted(map(repr, fillers))) for role, fillers in told)
    return -sum(map(len, dates)), -len(telling.roles), content


def _reached(number: int, near: Mapping[int, Mapping[int, str]]) -> set[int]:
    found, todo = {number}, [number]
    while todo:
        for other in near[todo.pop()]:
            if other not in found:
                found.add(other)
                todo.append(other)
    return found


def _identifying(type_: str, ontology: Ontology) -> frozenset[str]:
    return frozenset(role for key in ontology.classes[type_].keys for role in key)


def keys_of(telling: ToldEvent, ontology: Ontology) -> Iterator[Key]:
    """Each key that the telling has all roles of, with the least filler of each; and all of what takes several parties."""
    class_ = ontology.classes[telling.type]
    for key in class_.keys:
        if all(telling.roles.get(role) for role in key):
            yield (telling.type, *key, *(min(telling.roles[role]) for role in key))
    for role in class_.same_parties:
        if len(telling.roles.get(role, ())) > 1:
            yield (telling.type, role, *sorted(telling.roles[role]))

"""Referents that have a name -> groups, one for each thing, by a cascade of reasons from the surest down.

1. The same name, but for case, accents and punctuation, of things of one kind.
2. The same name without its legal form, where the forms agree (kg.resolve.forms).
3. A short name, acronym or former name, where some article uses it for the fuller one, and none for another.
4. Two names of one place ("Holland", "the Netherlands"), where packaged lists leave no doubt which place it is.

Each step only puts groups together, and only where there is one way to do it: ambiguous means no merge. Nothing is
merged because it merely looks alike. Every step looks names up, so its cost grows with their number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.ontology import ANYTHING, Ontology
from kg.resolve.forms import agree, without_form
from kg.resolve.links import denoted
from kg.resolve.names import key
from kg.resolve.referents import Referent

SURE = 10  # mentions of known type against those whose type was guessed


class NameKey(NamedTuple):
    """What names of one thing share: the key of the name and the main class of what it names."""

    name: str
    class_: str


@dataclass(frozen=True, slots=True)
class Same:
    """Why one name is taken for another: `name` as it is written, and the reason in words."""

    less: NameKey
    more: NameKey
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """The referents that are one thing.

    Attributes:
        key: the name that it goes by.
        others: names that it would go by if only some of the articles were there.
        same: why its names are one.
    """

    key: NameKey
    others: tuple[NameKey, ...]
    referents: tuple[Referent, ...]
    same: tuple[Same, ...]


def grouped(
    referents: Sequence[Referent], ontology: Ontology, apart: Container[Referent] = ()
) -> list[Group]:
    """The groups, sorted by their keys.

    Args:
        apart: referents whose other names are to tell nothing, because somebody set them apart.
    """
    kinds = _main_classes(referents, ontology)
    written = {referent: _key(referent, kinds, ontology) for referent in referents}
    union = _Union()
    union.add(_without_forms(written, ontology))
    bare = {referent: union.find(name) for referent, name in written.items()}
    union.add(_used_for({r: name for r, name in bare.items() if r not in apart}, union))
    union.add(_known_places(bare, ontology))
    members: dict[NameKey, list[Referent]] = defaultdict(list)
    for referent, name in bare.items():
        members[union.find(name)].append(referent)
    return [
        Group(
            name,
            tuple(sorted({bare[r] for r in members[name]} - {name})),
            tuple(members[name]),
            union.of(name),
        )
        for name in sorted(members)
    ]


class _Union:
    """Names that are one, with the reasons; each stands for the fullest, or barest, that it leads to."""

    def __init__(self) -> None:
        self._more: dict[NameKey, NameKey] = {}
        self._same: dict[NameKey, list[Same]] = defaultdict(list)

    def find(self, name: NameKey) -> NameKey:
        while name in self._more:
            name = self._more[name]
        return name

    def add(self, found: Iterator[Same]) -> None:
        """Put together what a step has found; what an earlier reason has put together stays as it is."""
        for same in sorted(found, key=lambda same: (same.less, same.more, same.name, same.reason)):
            less, more = self.find(same.less), self.find(same.more)
            if less == more:
                continue
            self._more[less] = more
            self._same[more] += [*self._same.pop(less, ()), same]

    def of(self, name: NameKey) -> tuple[Same, ...]:
        """Why all that leads to this name does."""
        return tuple(self._same.get(name, ()))


def _main_classes(referents: Sequence[Referent], ontology: Ontology) -> Mapping[str, str]:
    """Name key -> the main class that it usually has, for where its type is not known: sure ones count more."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    recognised = {class_.curie for class_ in ontology.classes.values() if class_.recogniser_labels}
    for referent in referents:
        for name in {key(referent.name), *(key(name) for name, _ in referent.names)}:
            for type_, count in referent.types:
                votes[name][ontology.main_class(type_)] += count if referent.guessed else SURE * count
    return {
        name: min(counter, key=lambda type_: (type_ not in recognised, -counter[type_], type_))
        for name, counter in votes.items()
    }


def _key(referent: Referent, kinds: Mapping[str, str], ontology: Ontology) -> NameKey:
    name = key(referent.name) or referent.name
    likely = ontology.most_likely(dict(referent.types))
    usual = kinds.get(name, ANYTHING)
    guessed = likely is None or referent.guessed or ontology.is_a(usual, likely)
    class_ = usual if guessed or likely is None else ontology.main_class(likely)
    return NameKey(name, class_)


def _without_forms(written: Mapping[Referent, NameKey], ontology: Ontology) -> Iterator[Same]:
    """Organizations whose names differ in their legal form, where one organization may have all of these."""
    forms: dict[NameKey, dict[NameKey, tuple[str, str]]] = defaultdict(dict)
    for referent, own in written.items():
        if ontology.has_legal_form(own.class_):
            bare, form = without_form(referent.name)
            if form and key(bare):
                alike = forms[own._replace(name=key(bare))]
                alike[own] = min(alike.get(own, (referent.name, form)), (referent.name, form))
    for bare_key, several in forms.items():
        if agree(form for _, form in several.values()):
            for own, (whole, _) in several.items():
                yield Same(own, bare_key, whole, "the same name but for its legal form")


def _used_for(bare: Mapping[Referent, NameKey], union: _Union) -> Iterator[Same]:
    """Short, former and other names that some article uses for one thing, and none for another."""
    found: dict[NameKey, dict[NameKey, tuple[str, str]]] = defaultdict(dict)
    for referent, own in bare.items():
        for name, _ in referent.names:
            other = union.find(own._replace(name=key(name)))
            if other.name and other != own:
                told = referent.document_id, name
                found[other][own] = min(told, found[other].get(own, told))
    for short, fuller in found.items():
        if len(fuller) == 1:
            for own, (article, name) in fuller.items():
                reason = f"{article} uses both for one thing, and no article uses “{name}” for another"
                yield Same(short, own, name, reason)


def _known_places(bare: Mapping[Referent, NameKey], ontology: Ontology) -> Iterator[Same]:
    """Names of which each denotes one known place without more words, and both the same."""
    written: dict[tuple[str, str], NameKey] = {}
    for referent, own in bare.items():
        type_ = ontology.most_likely(dict(referent.types)) or own.class_
        written.setdefault((referent.name, type_), own)
    alike: dict[tuple[str, str], dict[NameKey, str]] = defaultdict(dict)
    for (name, type_), links in denoted(written, ontology).items():
        own = written[name, type_]
        for link in links:
            alike[link.iri, own.class_][own] = name
    for (iri, _), names in alike.items():
        fullest_key = max(names, key=lambda own: (len(own.name), own))
        for own, name in names.items():
            if own != fullest_key:
                yield Same(own, fullest_key, name, f"both are {iri}")

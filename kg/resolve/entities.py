"""Referents of all documents -> entities: one for each thing, with the reason for every merge.

A name stands for one thing of its main class throughout, and a short name for the full name that some article
uses it for, unless articles use it for two. Nothing is merged because it merely looks alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, Mention, MentionKind, Merge
from kg.ontology import ANYTHING, Ontology
from kg.resolve.names import digest, key, slug
from kg.resolve.referents import Referent, fullest

NameKey = tuple[str, str]  # key of the name, main class
SURE = 10  # mentions of known type against those whose type was guessed


@dataclass(frozen=True, slots=True)
class Named:
    """The named entities, and the id of the entity that each referent denotes."""

    entities: tuple[Entity, ...]
    ids: Mapping[Referent, str]


def named(referents: Iterable[Referent], ontology: Ontology) -> Named:
    """Entities of the referents that have a name."""
    listed = [referent for referent in referents if referent.kind is MentionKind.NAME]
    kinds = _main_classes(listed, ontology)
    full = _full_names(listed, kinds, ontology)
    groups: dict[NameKey, list[Referent]] = defaultdict(list)
    for referent in listed:
        groups[_follow(_key(referent, kinds, ontology), full)].append(referent)
    spoken = Counter(slug(name) for name, _ in groups)
    entities, ids = [], {}
    for group_key in sorted(groups):
        entity = _entity(group_key, groups[group_key], full, spoken, ontology)
        entities.append(entity)
        ids.update(dict.fromkeys(groups[group_key], entity.id))
    return Named(tuple(entities), ids)


def _main_classes(referents: Sequence[Referent], ontology: Ontology) -> Mapping[str, str]:
    """Name key -> the main class that it usually has, for where its type is not known: sure ones count more."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    recognised = {class_.curie for class_ in ontology.classes.values() if class_.recogniser_labels}
    for referent in referents:
        for type_, count in referent.types:
            votes[key(referent.name)][ontology.main_class(type_)] += (
                count if referent.guessed else SURE * count
            )
    return {
        name: min(counter, key=lambda type_: (type_ not in recognised, -counter[type_], type_))
        for name, counter in votes.items()
    }


def _key(referent: Referent, kinds: Mapping[str, str], ontology: Ontology) -> NameKey:
    name = key(referent.name) or referent.name
    likely = ontology.most_likely(dict(referent.types))
    usual = kinds.get(name, ANYTHING)
    if likely is None or referent.guessed or ontology.is_a(usual, likely):
        return name, usual  # here it is only guessed, or no more known than that it is some agent
    return name, ontology.main_class(likely)


def _full_names(
    referents: Sequence[Referent], kinds: Mapping[str, str], ontology: Ontology
) -> Mapping[NameKey, tuple[NameKey, str, str]]:
    """Short name -> (full name, short form as written, an article that uses both); only where it is the only one."""
    found: dict[NameKey, dict[NameKey, tuple[str, str]]] = defaultdict(dict)
    for referent in referents:
        long = _key(referent, kinds, ontology)
        for name, _ in referent.names:
            short = (key(name), long[1])
            if short[0] and short != long:
                article = min(
                    (referent.document_id, name), found[short].get(long, (referent.document_id, name))
                )
                found[short][long] = article
    return {
        short: (next(iter(longs)), name, article)
        for short, longs in found.items()
        if len(longs) == 1
        for article, name in longs.values()
    }


def _follow(name: NameKey, full: Mapping[NameKey, tuple[NameKey, str, str]]) -> NameKey:
    seen = {name}
    while name in full and full[name][0] not in seen:
        name = full[name][0]
        seen.add(name)
    return name


def _entity(
    group_key: NameKey,
    group: Sequence[Referent],
    full: Mapping[NameKey, tuple[NameKey, str, str]],
    spoken: Mapping[str, int],
    ontology: Ontology,
) -> Entity:
    names: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for referent in group:
        names.update(dict(referent.names))
        types.update(dict(referent.types))
    main = group_key[1]
    own = {type_: n for type_, n in types.items() if ontology.main_class(type_) == main}
    label = fullest(Counter({name: n for name, n in names.items() if key(name) == group_key[0]}) or names)
    base = slug(group_key[0])
    return Entity(
        id=base if spoken[base] == 1 else f"{base}-{slug(main.partition(':')[2])}",
        type=ontology.most_likely(own) or main,
        label=label,
        kind=MentionKind.NAME,
        aliases=tuple(sorted(set(names) - {label})),
        mentions=tuple(sorted((m for r in group for m in r.mentions), key=_order)),
        merges=_merges(names, label, group_key, full),
    )


def _merges(
    names: Counter[str], label: str, group_key: NameKey, full: Mapping[NameKey, tuple[NameKey, str, str]]
) -> tuple[Merge, ...]:
    found = []
    for name in sorted(set(names) - {label}):
        short = (key(name), group_key[1])
        if short[0] == group_key[0]:
            continue  # the same name but for case and punctuation
        reason = (
            f"“{name}” is used for “{label}” in {full[short][2]}"
            if short in full
            else f"“{name}” beside “{label}” in one article"
        )
        found.append(Merge(name, label, reason))
    return tuple(found)


def unnamed(referent: Referent, ontology: Ontology) -> Entity | None:
    """The entity of a described noun that deserves a node without a name, None for others."""
    type_ = ontology.most_likely(dict(referent.types))
    if referent.kind is not MentionKind.NOMINAL or type_ is None or not ontology.classes[type_].unnamed:
        return None
    first = referent.mentions[0]
    label = _without_determiner(first.text)
    return Entity(
        id=f"{slug(label)}-{digest(first.document_id, str(first.start))}",
        type=type_,
        label=label,
        kind=MentionKind.NOMINAL,
        aliases=tuple(
            sorted(
                {_without_determiner(m.text) for m in referent.mentions if m.kind is MentionKind.NOMINAL}
                - {label}
            )
        ),
        mentions=referent.mentions,
    )


def _without_determiner(text: str) -> str:
    first, _, rest = text.partition(" ")
    return " ".join(
        (
            rest if rest and first.lower() in {"a", "an", "the", "this", "that", "its", "their"} else text
        ).split()
    )


def _order(mention: Mention) -> tuple[str, int, int]:
    return mention.document_id, mention.start, mention.end

"""Groups of referents -> entities, each with a stable id and the reason for every name that it goes by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, MentionKind, Merge
from kg.ontology import Ontology
from kg.resolve.groups import Group, NameKey, grouped
from kg.resolve.joining import in_order
from kg.resolve.names import digest, key, slug
from kg.resolve.referents import Referent, fullest

SPELLING = "the same name but for case, accents and punctuation"


@dataclass(frozen=True, slots=True)
class Named:
    """The named entities, and the id of the entity that each referent denotes."""

    entities: tuple[Entity, ...]
    ids: Mapping[Referent, str]


def named(referents: Iterable[Referent], ontology: Ontology, apart: Container[Referent] = ()) -> Named:
    """Entities of the referents that have a name.

    Args:
        apart: referents that somebody set apart: their names tell nothing of others.
    """
    listed = [referent for referent in referents if referent.kind is MentionKind.NAME]
    groups = grouped(listed, ontology, apart)
    ids = _ids([group.key for group in groups])
    now = frozenset(ids.values())
    claimed = Counter(slug(other.name) for group in groups for other in group.others)
    entities = []
    for group in groups:
        left = [slug(other.name) for other in group.others]
        former = tuple(sorted({id_ for id_ in left if claimed[id_] == 1 and id_ not in now}))
        entities.append(_entity(ids[group.key], group, former, ontology))
    return Named(
        tuple(entities), {referent: ids[group.key] for group in groups for referent in group.referents}
    )


def _ids(names: Sequence[NameKey]) -> dict[NameKey, str]:
    """The slug of each name; of several things with one name the first by its class has it alone."""
    alike: dict[str, list[NameKey]] = defaultdict(list)
    for name in sorted(names, key=lambda name: (name.class_, name)):
        alike[slug(name.name)].append(name)
    ids: dict[NameKey, str] = {}
    given: set[str] = set()
    for base, homonyms in sorted(alike.items()):
        for number, name in enumerate(homonyms):
            kind = slug(name.class_.partition(":")[2])
            id_ = base if number == 0 else f"{base}-{kind}"
            taken = number > 0 and (id_ in alike or id_ in given)
            ids[name] = f"{id_}-{digest(*name)}" if taken else id_
            given.add(ids[name])
    return ids


def _entity(id_: str, group: Group, former: tuple[str, ...], ontology: Ontology) -> Entity:
    names: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for referent in group.referents:
        names.update(dict(referent.names))
        types.update(dict(referent.types))
    main = group.key.class_
    own = {type_: n for type_, n in types.items() if ontology.main_class(type_) == main}
    full = Counter({name: n for name, n in names.items() if key(name) == group.key.name}) or names
    label = fullest(full)
    return Entity(
        id=id_,
        type=ontology.most_likely(own) or main,
        label=label,
        kind=MentionKind.NAME,
        aliases=tuple(sorted(set(names) - {label})),
        mentions=in_order(mention for referent in group.referents for mention in referent.mentions),
        merges=_merges(names, label, group),
        former=former,
    )


def _merges(names: Iterable[str], label: str, group: Group) -> tuple[Merge, ...]:
    """Why each name is one of the group's: what the cascade says, or that one article uses them together."""
    reasons = {same.less.name: same.reason for same in group.same}
    found = []
    for name in sorted(set(names) - {label}):
        if key(name) == key(label):
            reason = SPELLING
        elif key(name) in reasons:
            reason = reasons[key(name)]
        else:
            article = min(r.document_id for r in group.referents if name in dict(r.names))
            reason = f"{article} uses both for one thing"
        found.append(Merge(name, label, reason))
    return tuple(found)

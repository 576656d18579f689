"""Event referents of all documents -> events: those that agree on a key of their class are one.

Keys are the ontology's (owl:hasKey): a funding round is told by its recipient and amount. The id is made from the
key's values, so that it does not depend on which article came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, Mention, MentionKind
from kg.ontology import Ontology
from kg.resolve.names import digest, slug
from kg.resolve.referents import Referent

Roles = Mapping[str, frozenset[str]]  # role -> ids or literal texts of its fillers
Key = tuple[str, ...]
LABELLED_ROLES = 3


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event as one document tells it; values are the same ids over all documents."""

    referent: Referent
    type: str
    roles: Roles


def events(
    told: Iterable[ToldEvent], entities: Mapping[str, Entity], ontology: Ontology
) -> list[tuple[Entity, list[ToldEvent]]]:
    """Each event with the tellings that it was made of, sorted by id.

    An event of which no participant is known, or nothing but one, is not worth a node and left out.

    Args:
        entities: what the roles' ids stand for.
    """
    tellings = sorted(told, key=lambda t: (t.referent.document_id, t.referent.mentions[0].start, t.type))
    groups: dict[int, list[ToldEvent]] = defaultdict(list)
    for number, telling in zip(_grouped(tellings, ontology), tellings, strict=True):
        groups[number].append(telling)
    kept = (group for group in groups.values() if _is_told(group, entities, ontology))
    found = [(_entity(group, entities, ontology), group) for group in kept]
    return sorted(found, key=lambda pair: pair[0].id)


def _is_told(group: Sequence[ToldEvent], entities: Mapping[str, Entity], ontology: Ontology) -> bool:
    """Whether there is a participant, and something else besides: another one, an amount, a date.

    What takes several parties (a partnership) is told once two are known.
    """
    parties = ontology.classes[group[0].type].same_parties
    if parties and not any(len(telling.roles.get(role, ())) > 1 for telling in group for role in parties):
        return False
    fillers = {filler for telling in group for values in telling.roles.values() for filler in values}
    known = [entities[filler] for filler in fillers if filler in entities]
    return len(fillers) > 1 and any(entity.kind is not MentionKind.VALUE for entity in known)


def _grouped(tellings: Sequence[ToldEvent], ontology: Ontology) -> list[int]:
    """The number of the group that each telling is in: tellings that share a key are in one (union-find)."""
    parent = list(range(len(tellings)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[Key, int] = {}
    for i, telling in enumerate(tellings):
        for key in _keys(telling, ontology):
            j = first.setdefault(key, i)
            if not _contradict(tellings[find(j)], telling, ontology):
                parent[find(i)] = find(j)
    return [find(i) for i in range(len(tellings))]


def _keys(telling: ToldEvent, ontology: Ontology) -> Iterator[Key]:
    """Every value of every key that the telling has all roles of."""
    class_ = ontology.classes[telling.type]
    for key in class_.keys:
        if all(telling.roles.get(role) for role in key):
            yield (telling.type, *key, *(min(telling.roles[role]) for role in key))
    for role in class_.same_parties:
        if len(telling.roles.get(role, ())) > 1:
            yield (telling.type, role, *sorted(telling.roles[role]))


def _contradict(one: ToldEvent, other: ToldEvent, ontology: Ontology) -> bool:
    """Whether a role that identifies and can have one value has different ones."""
    identifying = {role for key in ontology.classes[one.type].keys for role in key}
    return any(
        ontology.properties[role].functional and not one.roles[role] & other.roles[role]
        for role in identifying & one.roles.keys() & other.roles.keys()
    )


def _entity(group: Sequence[ToldEvent], entities: Mapping[str, Entity], ontology: Ontology) -> Entity:
    keys = sorted(key for telling in group for key in _keys(telling, ontology))
    first = group[0].referent
    identity = keys[0] if keys else (first.document_id, str(first.mentions[0].start), group[0].type)
    type_ = group[0].type
    mentions: list[Mention] = [mention for telling in group for mention in telling.referent.mentions]
    return Entity(
        id=f"{slug(ontology.classes[type_].label)}-{digest(*identity)}",
        type=type_,
        label=_label(group, entities, ontology),
        kind=MentionKind.EVENT,
        mentions=tuple(sorted(mentions, key=lambda m: (m.document_id, m.start, m.end))),
    )


def _label(group: Sequence[ToldEvent], entities: Mapping[str, Entity], ontology: Ontology) -> str:
    """The class and what identifies it: "funding round: Mistral AI, EUR 1.7 billion"."""
    class_ = ontology.classes[group[0].type]
    order = [role for key in class_.keys for role in key] + list(class_.same_parties)
    order += sorted({role for telling in group for role in telling.roles} - set(order))
    fillers: dict[str, None] = {}
    for role in order:
        for telling in group:
            fillers.update(dict.fromkeys(sorted(telling.roles.get(role, ()))))
    named = [entities[filler].label if filler in entities else filler for filler in fillers]
    return f"{class_.label}: {', '.join(named[:LABELLED_ROLES])}"

"""Unnamed things of all documents ("a data center near Paris") -> entities; those told of alike are one.

Two descriptions are of one thing if their classes fit and they share what two other things are told to have to do with
it: who builds it and where, say. Not where a description could be of two things that differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.model import Assertion, Entity, Mention, MentionKind, Merge
from kg.ontology import Ontology
from kg.resolve.joining import together
from kg.resolve.names import digest, slug
from kg.resolve.referents import Referent

ENOUGH = 2  # things that both are told with
MOST_ALIKE = 200  # descriptions with one thing in common beyond which none are compared

About = Mapping[str, frozenset[tuple[str, str]]]  # id of a description -> (relation, id of a named thing)


def unnamed(referent: Referent, ontology: Ontology) -> Entity | None:
    """The entity of a described noun that deserves a node without a name, None for others."""
    type_ = ontology.most_likely(dict(referent.types))
    if referent.kind is not MentionKind.NOMINAL or type_ is None or not ontology.classes[type_].unnamed:
        return None
    first = referent.mentions[0]
    label = _without_determiner(first.text)
    described = {_without_determiner(m.text) for m in referent.mentions if m.kind is MentionKind.NOMINAL}
    return Entity(
        id=f"{slug(label)}-{digest(first.document_id, str(first.start))}",
        type=type_,
        label=label,
        kind=MentionKind.NOMINAL,
        aliases=tuple(sorted(described - {label})),
        mentions=referent.mentions,
    )


def _without_determiner(text: str) -> str:
    first, _, rest = text.partition(" ")
    determined = rest and first.lower() in {"a", "an", "the", "this", "that", "its", "their"}
    return " ".join((rest if determined else text).split())


def about(assertions: Iterable[Assertion], ids: Mapping[Mention, str], named: frozenset[str]) -> About:
    """What each thing is told with: named things beside it, or beside it in one event.

    Args:
        ids: what mentions denote; those of events are of one telling each.
        named: the ids of named things.
    """
    direct: dict[str, set[tuple[str, str]]] = defaultdict(set)
    told: dict[Mention, list[tuple[str, str]]] = defaultdict(list)
    for assertion in assertions:
        if assertion.subject.kind is MentionKind.EVENT:
            if assertion.object in ids:
                told[assertion.subject].append((assertion.predicate, ids[assertion.object]))
            continue
        subject, object_ = ids.get(assertion.subject, ""), ids.get(assertion.object, "")
        direct[subject].add((assertion.predicate, object_))
        direct[object_].add((f"is {assertion.predicate} of", subject))
    for roles in told.values():
        for _, one in roles:
            direct[one] |= {(role, other) for role, other in roles if other != one}
    return {
        id_: frozenset((relation, other) for relation, other in others if other in named)
        for id_, others in direct.items()
    }


def joined(
    described: Sequence[Entity], told: About, ontology: Ontology
) -> tuple[dict[str, Entity], dict[str, str]]:
    """The entities after like ones are put together, and what has become of the ids of the others."""
    near = _near(described, told, ontology)
    entities = {entity.id: entity for entity in described}
    into: dict[str, str] = {}
    for id_ in sorted(entities):
        alike = near.get(id_, {}).keys() | {id_}
        if id_ != min(alike) or not all(near.get(one, {}).keys() | {one} == alike for one in alike):
            continue  # not the first of a set whose members are all like each other, and like nothing else
        for other in sorted(alike - {id_}):
            entities[id_] = _both(entities[id_], entities.pop(other), near[id_][other], ontology)
            into[other] = id_
    return entities, into


def _near(described: Sequence[Entity], told: About, ontology: Ontology) -> dict[str, dict[str, str]]:
    """Description -> those that may be of the same thing, with the names of what both are told with."""
    blocks: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in described:
        for fact in told.get(entity.id, ()):
            blocks[fact].append(entity)
    near: dict[str, dict[str, str]] = defaultdict(dict)
    for several in blocks.values():
        if len(several) > MOST_ALIKE:
            continue
        for one in several:
            for other in several:
                shared = {thing for _, thing in told[one.id] & told[other.id]}
                fits = ontology.is_a(one.type, other.type) or ontology.is_a(other.type, one.type)
                if one.id != other.id and fits and len(shared) >= ENOUGH:
                    near[one.id][other.id] = " and ".join(sorted(shared))
    return near


def _both(one: Entity, other: Entity, shared: str, ontology: Ontology) -> Entity:
    where = other.mentions[0].document_id
    reason = Merge(f"{other.label} in {where}", one.label, f"both are told of with {shared}")
    return together(one, other, [reason], ontology)

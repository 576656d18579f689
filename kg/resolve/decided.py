"""What was automatically found and what people have decided -> entities as people want them.

A decision that names nothing that there is, or would put a thing and an event together, is not followed, and reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.model import Entity, Failure, Mention, MentionKind, Merge
from kg.ontology import Ontology
from kg.resolve.decisions import CHARACTERS, NAME, Decisions, Splitting
from kg.resolve.entities import Named
from kg.resolve.referents import Referent, part

THINGS = frozenset({MentionKind.NAME, MentionKind.NOMINAL})


def set_apart(
    everything: Iterable[Referent], found: Named, decisions: Decisions, ontology: Ontology
) -> tuple[list[Referent], frozenset[Referent]]:
    """All referents, and of these the ones that are split off; they go by the name that was decided."""
    ids = {former: entity.id for entity in found.entities for former in (*entity.former, entity.id)}
    splits: dict[str, list[Splitting]] = {}
    for splitting in sorted(decisions.splits, key=lambda s: (s.id, s.into, s.mentions)):
        splits.setdefault(ids.get(splitting.id, splitting.id), []).append(splitting)
    referents: list[Referent] = []
    apart: list[Referent] = []
    for referent in everything:
        left = referent.mentions
        for splitting in splits.get(found.ids.get(referent, ""), ()):
            off = tuple(mention for mention in left if _is_meant(mention, splitting))
            if off:
                left = tuple(mention for mention in left if mention not in off)
                apart.append(part(referent, off, ontology, splitting.into))
        if left:
            referents.append(referent if left == referent.mentions else part(referent, left, ontology))
    return [*referents, *apart], frozenset(apart)


def _is_meant(mention: Mention, splitting: Splitting) -> bool:
    return any(_means(meant, mention) for meant in splitting.mentions)


def _means(meant: str, mention: Mention) -> bool:
    """Whether the mention is the one, has the name, or is in the span or the article that is meant."""
    if meant.startswith(NAME):
        return meant.removeprefix(NAME).strip() == mention.text
    article, _, span = meant.partition(CHARACTERS)
    if article != mention.document_id or not span:
        return meant == mention.document_id
    start, _, end = span.partition(",")
    return start.isdecimal() and end.isdecimal() and int(start) <= mention.start and mention.end <= int(end)


def merged(
    entities: Mapping[str, Entity], decisions: Decisions, ontology: Ontology
) -> tuple[dict[str, Entity], dict[str, str]]:
    """The entities after all merges and renamings that can be followed, and what has become of merged ids."""
    known = {id_: entity.id for entity in entities.values() for id_ in (*entity.former, entity.id)}
    into: dict[str, str] = {}
    found = dict(entities)
    for merging in sorted(decisions.merges, key=lambda merging: merging.id):
        one, other = known.get(merging.id), known.get(decisions.target(merging.into))
        if one is None or other is None or one == other:
            continue
        if _may_be_one(entities[one], entities[other]):
            reason = f"decided{': ' if merging.because else ''}{merging.because}"
            found[other] = _joined(found[other], found.pop(one, entities[one]), reason, ontology)
            into[one] = other
    # What was merged may have a new name too; the thing that it was merged into has the last word.
    for renaming in sorted(decisions.renames, key=lambda r: (r.id in found, r.id)):
        id_ = into.get(known.get(renaming.id, ""), known.get(renaming.id, ""))
        if id_ in found and found[id_].label != renaming.to:
            old = found[id_]
            aliases = tuple(sorted({*old.aliases, old.label} - {renaming.to}))
            found[id_] = replace(old, label=renaming.to, aliases=aliases)
    return found, into


def _may_be_one(one: Entity, other: Entity) -> bool:
    """Whether both are things, or both events; what class a thing is of, people may know better."""
    return one.kind is other.kind or {one.kind, other.kind} <= THINGS


def _joined(entity: Entity, other: Entity, reason: str, ontology: Ontology) -> Entity:
    names = {*entity.aliases, other.label, *other.aliases} - {entity.label}
    told = {merge.name for merge in entity.merges}
    return replace(
        entity,
        type=other.type if ontology.is_a(other.type, entity.type) else entity.type,
        aliases=tuple(sorted(names)),
        mentions=tuple(
            sorted({*entity.mentions, *other.mentions}, key=lambda m: (m.document_id, m.start, m.end))
        ),
        merges=(
            *entity.merges,
            *(
                Merge(name, entity.label, reason)
                for name in sorted({other.label, *other.aliases} - told - {entity.label})
            ),
        ),
        links=tuple(sorted({*entity.links, *other.links})),
        former=tuple(sorted({*entity.former, *other.former, other.id})),
    )


def unsplit(entities: Iterable[Entity], decisions: Decisions, where: str) -> Iterator[Failure]:
    """What is to be split and has none of the mentions; entities are as they are before."""
    known = {id_: entity for entity in entities for id_ in (*entity.former, entity.id)}
    for splitting in decisions.splits:
        entity = known.get(splitting.id)
        if entity and not any(_is_meant(mention, splitting) for mention in entity.mentions):
            message = f"{splitting.id} has none of these mentions now; the decision waits for them"
            yield Failure(f"{where}:{splitting.line}", message, fatal=False)


def unfollowed(entities: Iterable[Entity], decisions: Decisions, where: str) -> Iterator[Failure]:
    """Decisions about what there is not, or what cannot be one; entities are as before anything is merged."""
    known = {id_: entity for entity in entities for id_ in (*entity.former, entity.id)}
    named: list[tuple[int, tuple[str, ...]]] = [(d.line, (d.id, d.into)) for d in decisions.merges]
    named += [(d.line, (d.id,)) for d in decisions.splits]
    named += [(d.line, (d.id,)) for d in decisions.renames]
    for line, ids in sorted(named):
        missing = [id_ for id_ in ids if id_ not in known]
        if missing:
            yield Failure(
                f"{where}:{line}",
                f"there is no entity {missing[0]} now; the decision waits for it",
                fatal=False,
            )
        elif len(ids) > 1 and not _may_be_one(known[ids[0]], known[ids[1]]):
            message = f"{' and '.join(ids)} cannot be one: {' and '.join(known[id_].kind for id_ in ids)}; not merged"
            yield Failure(f"{where}:{line}", message, fatal=False)

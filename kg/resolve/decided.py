"""What was automatically found and what people have decided -> entities as people want them.

A decision that names nothing that there is, or would put a person and a place together, is not followed, and reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.model import Entity, Failure, Mention, Merge
from kg.ontology import Ontology
from kg.resolve.decisions import CHARACTERS, NAME, Decisions, Splitting
from kg.resolve.entities import Named
from kg.resolve.referents import Referent, part


def set_apart(
    everything: Iterable[Referent], found: Named, decisions: Decisions, ontology: Ontology
) -> tuple[list[Referent], frozenset[Referent]]:
    """All referents, and of these the ones that are split off; they go by the name that was decided."""
    ids = {former: entity.id for entity in found.entities for former in (*entity.former, entity.id)}
    splits: dict[str, list[Splitting]] = {}
    for splitting in decisions.splits:
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
    span = f"{mention.document_id}{CHARACTERS}{mention.start},{mention.end}"
    return any(
        meant in (mention.document_id, span)
        or (meant.startswith(NAME) and meant.removeprefix(NAME).strip() == mention.text)
        for meant in splitting.mentions
    )


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
        if ontology.main_class(entities[one].type) == ontology.main_class(entities[other].type):
            reason = f"decided{': ' if merging.because else ''}{merging.because}"
            found[other] = _joined(found[other], found.pop(one, entities[one]), reason, ontology)
            into[one] = other
    for renaming in decisions.renames:
        id_ = into.get(known.get(renaming.id, ""), known.get(renaming.id, ""))
        if id_ in found and found[id_].label != renaming.to:
            old = found[id_]
            aliases = tuple(sorted({*old.aliases, old.label} - {renaming.to}))
            found[id_] = replace(old, label=renaming.to, aliases=aliases)
    return found, into


def _joined(entity: Entity, other: Entity, reason: str, ontology: Ontology) -> Entity:
    names = {*entity.aliases, other.label, *other.aliases} - {entity.label}
    told = {merge.name for merge in entity.merges}
    return replace(
        entity,
        type=ontology.most_likely({entity.type: 1, other.type: 1}) or entity.type,
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


def complaints(
    entities: Iterable[Entity], decisions: Decisions, ontology: Ontology, where: str
) -> Iterator[Failure]:
    """The decisions that do not apply, by their lines.

    Args:
        entities: as they are before anything is merged.
    """
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
        elif len({ontology.main_class(known[id_].type) for id_ in ids}) > 1:
            kinds = " and ".join(ontology.classes[known[id_].type].label for id_ in ids)
            yield Failure(
                f"{where}:{line}",
                f"{' and '.join(ids)} are of different kinds ({kinds}); not merged",
                fatal=False,
            )
    for splitting in decisions.splits:
        entity = known.get(splitting.id)
        if entity and not any(_is_meant(mention, splitting) for mention in entity.mentions):
            yield Failure(
                f"{where}:{splitting.line}", f"{splitting.id} has none of these mentions now", fatal=False
            )

"""What was automatically found and what people have decided -> entities as people want them.

A decision that names nothing that there is, or would put a thing and an event together, is not followed, and reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.model import Entity, Failure, Mention, MentionKind, Merge
from kg.ontology import Ontology
from kg.resolve.decisions import CHARACTERS, NAME, Decisions, Merging, Splitting
from kg.resolve.entities import Named
from kg.resolve.joining import together
from kg.resolve.names import current_ids
from kg.resolve.referents import Referent, part

THINGS = frozenset({MentionKind.NAME, MentionKind.NOMINAL})

Steps = dict[str, Merging]  # id as it is now -> where its thing goes next


def set_apart(
    everything: Iterable[Referent], found: Named, decisions: Decisions, ontology: Ontology
) -> tuple[list[Referent], frozenset[Referent]]:
    """All referents, and of these the ones that are split off; they go by the name that was decided."""
    ids = current_ids(found.entities)
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
    entities: Mapping[str, Entity], unmerged: Mapping[str, Entity], decisions: Decisions, ontology: Ontology
) -> tuple[dict[str, Entity], dict[str, str]]:
    """The entities after all merges and renamings that can be followed, and what has become of merged ids.

    Args:
        unmerged: the entities as they are before anything is merged.
    """
    steps, _ = _steps(unmerged.values(), decisions)
    into: dict[str, str] = {}
    found = dict(entities)
    already = current_ids(found.values())
    for one, merging in sorted(steps.items()):
        end = _end(one, steps, unmerged)
        other = already.get(end, end)
        if one in found and other in found and other != one:
            why = _decided(found[one], found[other], merging.because)
            found[other] = together(found[other], found.pop(one), tuple(why), ontology)
            into[one] = other
    now = current_ids(found.values())
    # What was merged may have a new name too; the thing that it was merged into has the last word.
    for renaming in sorted(decisions.renames, key=lambda r: (r.id in found, r.id)):
        id_ = now.get(renaming.id, "")
        if id_ in found and found[id_].label != renaming.to:
            old = found[id_]
            aliases = tuple(sorted({*old.aliases, old.label} - {renaming.to}))
            found[id_] = replace(old, label=renaming.to, aliases=aliases)
    return found, into


def _steps(entities: Iterable[Entity], decisions: Decisions) -> tuple[Steps, list[tuple[int, str]]]:
    """The merges that can be followed, between ids as they are now; of the others line and reason.

    Ids of what there is not stay what they are: one merge leads through them to the next.
    """
    known = {entity.id: entity for entity in entities}
    now = current_ids(known.values())
    steps: Steps = {}
    refused: list[tuple[int, str]] = []
    # What is decided of the id that a thing has goes before what is decided of one that it had.
    for merging in sorted(decisions.merges, key=lambda m: (m.id not in known, m.id, m.into, m.line)):
        one, other = now.get(merging.id, merging.id), now.get(merging.into, merging.into)
        if one == other:
            continue
        if one in known and other in known and not _may_be_one(known[one], known[other]):
            kinds = f"{known[one].kind} and {known[other].kind}"
            refused.append(
                (merging.line, f"{merging.id} and {merging.into} cannot be one: {kinds}; not merged")
            )
        elif one not in steps:
            steps[one] = replace(merging, id=one, into=other)
        elif steps[one].into != other:
            first = steps[one]
            message = (
                f"{merging.id} is {one} now, which line {first.line} merges into {first.into}; not merged"
            )
            refused.append((merging.line, message))
    for circle in _circles(steps):
        told = " → ".join([*circle, circle[0]])
        refused += [(steps.pop(id_).line, f"merges go in a circle: {told}; not merged") for id_ in circle]
    return steps, refused


def _circles(steps: Steps) -> list[list[str]]:
    """The ids of each circle, beginning with the least."""
    found: list[list[str]] = []
    seen: set[str] = set()
    for start in sorted(steps):
        path: list[str] = []
        id_ = start
        while id_ in steps and id_ not in seen:
            seen.add(id_)
            path.append(id_)
            id_ = steps[id_].into
        if id_ in path:
            circle = path[path.index(id_) :]
            least = circle.index(min(circle))
            found.append([*circle[least:], *circle[:least]])
    return found


def _end(id_: str, steps: Steps, known: Mapping[str, Entity]) -> str:
    """What becomes of the thing: the last on its way that there is, and that may be one with it."""
    end = step = id_
    while step in steps:
        step = steps[step].into
        if step in known and id_ in known and _may_be_one(known[id_], known[step]):
            end = step
    return end


def _may_be_one(one: Entity, other: Entity) -> bool:
    """Whether both are things, or both events; what class a thing is of, people may know better."""
    return one.kind is other.kind or {one.kind, other.kind} <= THINGS


def _decided(one: Entity, into: Entity, because: str) -> Iterator[Merge]:
    """The reason for each of its names that has none yet."""
    known = {merge.name for entity in (one, into) for merge in entity.merges}
    for name in sorted({one.label, *one.aliases} - known - {into.label}):
        yield Merge(name, into.label, f"decided{': ' if because else ''}{because}")


def unsplit(entities: Iterable[Entity], decisions: Decisions, where: str) -> Iterator[Failure]:
    """What is to be split and has none of the mentions; entities are as they are before."""
    known = {entity.id: entity for entity in entities}
    now = current_ids(known.values())
    for splitting in decisions.splits:
        entity = known.get(now.get(splitting.id, ""))
        if entity and not any(_is_meant(mention, splitting) for mention in entity.mentions):
            message = f"{splitting.id} has none of these mentions now; the decision waits for them"
            yield Failure(f"{where}:{splitting.line}", message, fatal=False)


def unfollowed(entities: Iterable[Entity], decisions: Decisions, where: str) -> Iterator[Failure]:
    """Decisions about what there is not, what cannot be one, or what has no name to be split by.

    Args:
        entities: as before anything is merged.
    """
    known = {entity.id: entity for entity in entities}
    now = current_ids(known.values())
    named: list[tuple[int, tuple[str, ...]]] = [(d.line, (d.id, d.into)) for d in decisions.merges]
    named += [(d.line, (d.id,)) for d in decisions.splits]
    named += [(d.line, (d.id,)) for d in decisions.renames]
    _, told = _steps(known.values(), decisions)
    for line, ids in named:
        missing = [id_ for id_ in ids if id_ not in now]
        if missing:
            told.append((line, f"there is no entity {missing[0]} now; the decision waits for it"))
    for splitting in decisions.splits:
        if splitting.id in now and known[now[splitting.id]].kind is not MentionKind.NAME:
            told.append((splitting.line, f"{splitting.id} has no name; only named things can be split"))
    for line, message in sorted(told):
        yield Failure(f"{where}:{line}", message, fatal=False)

"""Names whose type was a guess -> names of the type that what is said of them implies.

"Mandiant" may look like a place to the recogniser; what is acquired is an organization.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.analyse.analysis import Analysis
from kg.extract.frames.evoke import Evocation
from kg.model import Mention, MentionKind
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Retyped:
    """The analysis and the evocations with the new types in them."""

    analysis: Analysis
    evocations: list[Evocation]


def likeliest(evocations: Sequence[Evocation], ontology: Ontology) -> list[Evocation]:
    """Of several readings of one word, those that agree with what is known; else the surest.

    "Launched HX-2" may tell of a product, a site or a company as long as HX-2 may be any of them.
    """
    readings: dict[tuple[int, Mention], list[Evocation]] = {}
    for evocation in evocations:
        for filler in evocation.fillers:
            readings.setdefault((evocation.trigger.head.i, filler.mention), []).append(evocation)
    unlikely: set[int] = set()
    for (_, mention), several in readings.items():
        best = max(several, key=lambda e: (_class_given(e, mention) is None, e.trigger.frame.confidence))
        for evocation in several:
            given = _class_given(evocation, mention)
            if given is not None and not _agree(given, _class_given(best, mention), ontology):
                unlikely.add(id(evocation))
    return [evocation for evocation in evocations if id(evocation) not in unlikely]


def _class_given(evocation: Evocation, mention: Mention) -> str | None:
    """The class that a reading gives to a name against, or without, what is known of it."""
    return next((f.retyped for f in evocation.fillers if f.mention == mention), None)


def _agree(one: str, other: str | None, ontology: Ontology) -> bool:
    """Whether a thing can be of both classes that two readings give to it."""
    return other is not None and (ontology.is_a(one, other) or ontology.is_a(other, one))


def retype(analysis: Analysis, evocations: Sequence[Evocation]) -> Retyped:
    """Give each such name, and those that corefer with it, the class that most roles ask for."""
    votes: dict[int | Mention, Counter[str]] = {}
    for evocation in evocations:
        for filler in evocation.fillers:
            if filler.retyped is not None:
                key = analysis.cluster_of.get(filler.mention, filler.mention)
                votes.setdefault(key, Counter())[filler.retyped] += 1
    types = {key: min(counter, key=lambda t: (-counter[t], t)) for key, counter in votes.items()}
    changed = {
        mention: replace(mention, type=types[key], guessed=False)
        for mention in analysis.mentions
        if (key := analysis.cluster_of.get(mention, mention)) in types
        and mention.kind in (MentionKind.NAME, MentionKind.PRONOUN)
        and mention.type != types[key]
    }
    if not changed:
        return Retyped(analysis, list(evocations))
    return Retyped(analysis.renewed(changed), [_said_again(evocation, changed) for evocation in evocations])


def _said_again(evocation: Evocation, changed: Mapping[Mention, Mention]) -> Evocation:
    if not any(filler.mention in changed for filler in evocation.fillers):
        return evocation
    fillers = tuple(replace(f, mention=changed.get(f.mention, f.mention)) for f in evocation.fillers)
    return replace(evocation, fillers=fillers)

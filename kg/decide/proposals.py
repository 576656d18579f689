"""Things of a graph -> pairs that may be one thing, for people to decide.

Only pairs that share something are compared: a word that few names have, their beginning, or an acronym. So the cost
grows with the number of names, not with its square (blocking; Papadakis et al. 2020, ACM Computing Surveys 53:2).
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from kg.entities import Thing
from kg.ontology import Ontology
from kg.resolve.forms import without_form
from kg.resolve.names import current_ids, key

LEAST = 0.7  # score of what is proposed
LIKENESS = 90  # per cent of what looks alike
MOST_IN_BLOCK = 60  # names with one thing in common beyond which it says nothing
BEGINNING = 5  # letters
SHORTEST_ACRONYM = 2
ONE_LETTER = re.compile(r"[a-z]\b")
SAME = "both are called"
PER_FACT, MOST_BY_FACTS = 0.03, 0.1  # what common facts add to a score

Facts = Mapping[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two things that may be one; score is a rank in 0..1, no probability, evidence is for people."""

    one: Thing
    other: Thing
    score: float
    evidence: tuple[str, ...]


def proposals(
    things: Iterable[Thing], facts: Facts, ontology: Ontology, distinct: Collection[tuple[str, str]] = ()
) -> tuple[Proposal, ...]:
    """The pairs to look at, best first. No events: what is told of them says which are one, not what they are called.

    Args:
        facts: what each thing, by its IRI, is told with; things that something is told of together are two.
        distinct: pairs of ids, present or former, that people have said are two.
    """
    things = list(things)
    now = current_ids(things)
    apart = {frozenset(now.get(id_, id_) for id_ in pair) for pair in distinct}
    found: list[Proposal] = []
    for one, other in _pairs(thing for thing in things if not ontology.is_event(thing.type)):
        first, second = sorted((one, other), key=lambda thing: (-thing.claims, thing.id))
        if frozenset((one.id, other.id)) in apart or _are_told_together(first, second, facts):
            continue
        score, reason = max(_alike(a, b) for a in _names(first) for b in _names(second))
        if ontology.main_class(first.type) != ontology.main_class(second.type) and not reason.startswith(
            SAME
        ):
            continue  # a city may be a part of a company's name
        shared = facts.get(first.iri, frozenset()) & facts.get(second.iri, frozenset())
        score += min(PER_FACT * len(shared), MOST_BY_FACTS) if score else 0
        if score >= LEAST:
            common = f"{len(shared)} facts in common" if shared else ""
            found.append(
                Proposal(first, second, round(min(score, 1.0), 2), tuple(filter(None, (reason, common))))
            )
    return tuple(sorted(found, key=lambda p: (-p.score, p.one.id, p.other.id)))


def _names(thing: Thing) -> list[str]:
    return [thing.label, *thing.aliases]


def _are_told_together(one: Thing, other: Thing, facts: Facts) -> bool:
    return any(thing == other.iri for _, thing in facts.get(one.iri, ()))


def _pairs(things: Iterable[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Each pair of things that share a block, once."""
    blocks: dict[str, dict[str, Thing]] = defaultdict(dict)
    for thing in things:
        for name in _names(thing):
            for start in _blocks(name):
                blocks[start][thing.id] = thing
    seen: set[tuple[str, str]] = set()
    for _, block in sorted(blocks.items()):
        if len(block) > MOST_IN_BLOCK:
            continue
        for one, other in itertools.combinations([thing for _, thing in sorted(block.items())], 2):
            if (one.id, other.id) not in seen:
                seen.add((one.id, other.id))
                yield one, other


def _blocks(name: str) -> Iterator[str]:
    words = key(name).split()
    yield from (f"word {word}" for word in words if len(word) > 1)
    yield f"begins {''.join(words)[:BEGINNING]}"
    if len(words) >= SHORTEST_ACRONYM:
        yield f"acronym {_initials(name)}"
    elif words and name.isupper():
        yield f"acronym {words[0]}"


def _initials(name: str) -> str:
    return "".join(word[0].casefold() for word in name.split() if word[0].isupper())


def _alike(one: str, other: str) -> tuple[float, str]:
    """How much two names look like one thing's, and in what way."""
    first, second = key(one), key(other)
    if first == second:
        return 0.75 if one != one.lower() else 0.68, f"{SAME} “{one}”"
    if one == one.lower() or other == other.lower():
        return 0.0, ""  # descriptions ("data centers"): what they have in common, many have
    if key(without_form(one)[0]) == key(without_form(other)[0]):
        return 0.8, f"“{one}” and “{other}” differ in their legal form"
    short, long = sorted((one, other), key=len)
    if short.isupper() and len(short) >= SHORTEST_ACRONYM and key(short) == _initials(long):
        return 0.75, f"“{short}” may abbreviate “{long}”"
    mine, theirs = first.split(), second.split()
    if _initial_fits(mine, theirs):
        return 0.85, f"“{one}” and “{other}” share a surname and an initial"
    likeness = max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second))
    if (
        likeness >= LIKENESS
        and min(len(first), len(second)) > BEGINNING
        and _numbers(first) == _numbers(second)
    ):
        return likeness / 100 - 0.1, f"“{one}” and “{other}” are {likeness:.0f} % alike"
    if set(mine) < set(theirs) or set(theirs) < set(mine):
        return 0.7, f"“{short}” is a part of “{long}”"
    return 0.0, ""


def _initial_fits(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names are "E. Musk" and "Elon Musk"."""
    if len(one) < 2 or len(other) < 2 or one[-1] != other[-1] or one[0][0] != other[0][0]:
        return False
    return bool(ONE_LETTER.fullmatch(one[0])) != bool(ONE_LETTER.fullmatch(other[0]))


def _numbers(name: str) -> list[str]:
    """Its numbers: "Fund III" and "Fund II" look alike, and so do "Model 3" and "Model 5"."""
    return [word for word in name.split() if not word.isalpha() or set(word) <= set("ivx")]

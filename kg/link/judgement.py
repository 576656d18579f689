"""What a service answered about a thing -> the candidate that is sure, and why; none where that is not clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LEAD = Decimal("0.1")  # of the best score, by which the best leads if it leads clearly


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that is asked about: its id, its name, and the CURIE of its class."""

    id: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the service proposes.

    Attributes:
        score: on the service's own scale; many take 0 to 100.
        match: whether the service is sure.
        types: what the service says it is, in words.
    """

    iri: str
    name: str
    score: Decimal
    match: bool = False
    description: str = ""
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service proposes for a thing, best first."""

    subject: Subject
    service: str
    candidates: tuple[Candidate, ...]


def ordered(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Best first; of equal scores those that the service is sure of, then by address."""
    return tuple(sorted(candidates, key=lambda c: (-c.score, not c.match, c.iri)))


def verdict(candidates: Sequence[Candidate], at_least: float) -> tuple[Candidate | None, str]:
    """The candidate that is the thing, and the reason in words: its score is high enough, and the service is sure of
    it and of no other, or it leads clearly.
    """
    best, *others = ordered(candidates) or (None,)
    if best is None or best.score < Decimal(str(at_least)):
        return None, ""
    if best.match and not any(other.match for other in others):
        return best, f"score {best.score}, a match by its own judgement"
    if not others:
        return best, f"score {best.score}, and nothing else by that name"
    if best.score - others[0].score >= LEAD * best.score:
        return best, f"score {best.score}, the next has {others[0].score}"
    return None, ""

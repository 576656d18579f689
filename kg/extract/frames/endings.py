"""What a sentence first plans and then ends: "agreed to buy X but abandoned the deal" tells of no purchase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.frames.clauses import governor
from kg.extract.frames.events import Event, refers_back
from kg.extract.frames.evoke import Evocation
from kg.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Token


def with_endings(evocations: Sequence[Evocation], events: Sequence[Event]) -> list[Evocation]:
    """The evocations, negated where the same sentence goes on to deny the event by a noun that refers back to it."""
    ended: set[int] = set()
    for event in events:
        for end in event.evocations:
            if _is_end(end):
                ended |= {
                    id(e)
                    for e in event.evocations
                    if e.sentence.start == end.sentence.start and e.trigger.start < end.trigger.start
                }
    return [replace(e, status=Status.NEGATED) if id(e) in ended else e for e in evocations]


def _is_end(evocation: Evocation) -> bool:
    """Whether a clause of its own denies an event by no more than "the deal"."""
    trigger = evocation.trigger
    if evocation.fillers or evocation.status is not Status.NEGATED:
        return False
    return refers_back(trigger.head, trigger.part) and _in_a_further_clause(trigger.head)


def _in_a_further_clause(noun: Token) -> bool:
    verb = governor(noun)
    return (
        verb is not None and verb.dep_ == "conj" and not any(child.dep_ == "prep" for child in noun.children)
    )

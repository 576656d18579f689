"""Dates of a document -> the dates of a trigger's clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.frames import syntax
from kg.extract.frames.lists import SUBJECTS
from kg.extract.frames.triggers import Trigger
from kg.model import Mention, PartialDate

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.analyse.analysis import Analysis

DATE_LINKS = frozenset(
    {"pobj", "npadvmod", "nummod", "compound", "prep", "advmod", "amod", "nmod", "appos", "punct"}
)
TIMED_BY_HEAD = frozenset(
    {
        "dobj",
        "pobj",
        "prep",
        "nsubj",
        "nsubjpass",
        "conj",
        "compound",
        "attr",
        "appos",
        "acomp",
        "oprd",
        "pcomp",
    }
)


BOUNDS = frozenset({"from", "since", "until", "till", "before", "between", "through"})
ANNOUNCING = frozenset({"announce", "unveil", "reveal", "disclose", "report", "confirm", "say"})


class Times:
    """The dates of one document by the words that they are attached to."""

    def __init__(self, analysis: Analysis) -> None:
        self._datelines = analysis.datelines
        self._dates = _dates_by_anchor(analysis)

    def of(self, trigger: Trigger, sentence: int) -> Iterator[tuple[Mention, int]]:
        """Dates of the trigger's clause with their tokens, then the date line above it; not those of its announcement.

        Args:
            sentence: the first token of the trigger's sentence.
        """
        head = trigger.head
        anchors = [head]
        verb = head
        while verb.pos_ not in ("VERB", "AUX") and verb.dep_ in TIMED_BY_HEAD:
            # A subject has its verb's date only if the verb is one that tells of it: "the round closed in May".
            if verb.dep_ in SUBJECTS:
                told = _told_of(verb.head, (*trigger.frame.support, *syntax.COPULAS))
                if told is None and verb.dep_ == "nsubj":
                    break
                verb = told or verb.head
            else:
                verb = verb.head
            anchors.append(verb)
        if verb != head and verb.lemma_ in ANNOUNCING:  # its dates are of the announcement
            anchors = anchors[:-1] if head.i < verb.i else []
        else:
            anchors += [child for child in verb.children if child.dep_ in ("dobj", "attr")]
        for anchor in anchors:
            found = [date for date in self._dates.get(anchor.i, ()) if not _of_saying(head, date[1])]
            yield from sorted(found, key=lambda date: (_bounds(head.doc[date[1]]), abs(date[1] - head.i)))
        dateline = self._datelines.get(sentence)
        if dateline is not None:
            yield dateline, sentence


def _bounds(date: Token) -> bool:
    """Whether the date is an end of a stretch of time, and so less likely when it happened: "from 1990 until"."""
    while date.dep_ in DATE_LINKS and date.dep_ != "prep" and date.head != date:
        date = date.head
    return date.dep_ == "prep" and date.lower_ in BOUNDS


def _of_saying(verb: Token, date: int) -> bool:
    """Whether the date is when it was said: "Acme said on Tuesday it had raised"."""
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    said = verb.dep_ == "ccomp" and verb.head.i < date
    return said and subject is not None and date < subject.left_edge.i


def _told_of(verb: Token, lemmas: tuple[str, ...]) -> Token | None:
    """The verb that tells of its subject, through raising: "production is expected to start"."""
    while verb.lemma_ not in lemmas:
        raised = next((child for child in verb.children if child.dep_ == "xcomp"), None)
        if raised is None:
            return None
        verb = raised
    return verb


def _dates_by_anchor(analysis: Analysis) -> dict[int, list[tuple[Mention, int]]]:
    """Token index of a verb or noun -> the dates that are attached to it."""
    found: dict[int, list[tuple[Mention, int]]] = {}
    seen: set[tuple[int, Mention]] = set()
    for i, date in analysis.at.items():
        if not isinstance(date.value, PartialDate):
            continue
        token = analysis.doc[i]
        while token.dep_ in DATE_LINKS and token.head != token:
            below, token = token, token.head
            if below.dep_ not in ("pobj", "punct", "appos") and (token.i, date) not in seen:
                seen.add((token.i, date))
                found.setdefault(token.i, []).append((date, i))
    return found

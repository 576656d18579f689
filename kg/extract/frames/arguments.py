"""Argument tokens -> the mentions that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kg.analyse.analysis import mention
from kg.extract.frames import syntax
from kg.extract.frames.triggers import Trigger
from kg.model import Mention, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.analyse.analysis import Analysis
    from kg.ontology import Ontology

MOST_WORDS = 6  # of a phrase that is kept as written


class Arguments:
    """The arguments of one document's words, and what they refer to.

    Args:
        events: mentions of event nouns by token index and class ("this round" as an argument); more may be
            added while arguments are read.
    """

    def __init__(
        self, analysis: Analysis, ontology: Ontology, events: Mapping[int, Mapping[str, Mention]]
    ) -> None:
        self._analysis = analysis
        self._ontology = ontology
        self._events = events
        self._found: dict[tuple[int, str, tuple[str, ...]], syntax.Arguments] = {}

    def of(self, trigger: Trigger) -> syntax.Arguments:
        """The trigger's argument tokens by slot."""
        key = trigger.head.i, trigger.part, trigger.frame.support
        if key not in self._found:  # several frames have the same word
            self._found[key] = _arguments(trigger)
        return {**self._found[key], "self": [trigger.head]}

    def mentions(self, token: Token) -> Iterator[tuple[Mention, int]]:
        """The mentions that an argument stands for: itself, those coordinated with it, those it announces."""
        at = self._analysis.at
        for one in syntax.coordinated(token):
            announced = [t for head in syntax.listed(one) for t in syntax.coordinated(head) if t.i in at]
            if announced:
                for t in announced:
                    yield at[t.i], t.i
                    yield from (
                        (at[u.i], u.i)
                        for head in syntax.listed(t)
                        for u in syntax.coordinated(head)
                        if u.i in at
                    )
                continue
            if one.i in at:
                yield self._named_by(one), one.i
            if one.i in self._events:
                yield from ((event, one.i) for event in self._events[one.i].values())
            elif one.i not in at:
                yield from self._within(one)

    def words(self, noun: Token, type_: str) -> tuple[Mention, int]:
        """The words up to a noun as a value of the class, as they are written."""
        left = max(noun.left_edge.i, noun.i - MOST_WORDS)
        span = noun.doc[left : noun.i + 1]
        return mention(self._analysis.document, span, type_, MentionKind.VALUE), noun.i

    def _named_by(self, noun: Token) -> Mention:
        """The mention at a noun; in "its Aurora service" the name, which says which service."""
        at = self._analysis.at
        own = at[noun.i]
        name = at.get(noun.i - 1)
        if own.kind is MentionKind.NOMINAL and name is not None and name.kind is MentionKind.NAME:
            group = self._analysis.cluster_of.get(own)
            if group is not None and group == self._analysis.cluster_of.get(name):
                return name
        return own

    def _within(self, noun: Token) -> Iterator[tuple[Mention, int]]:
        """For a noun that is no mention: the name beside it, or what it is a part or share of."""
        at = self._analysis.at
        for child in noun.children:
            if child.dep_ == "appos" and child.i in at:
                yield at[child.i], child.i
        if noun.lemma_.lower() in self._ontology.transparent_nouns:
            whole = syntax.prepositional_object(noun, frozenset({"of", "in"}))
            if whole is not None and whole.i in at:
                yield at[whole.i], whole.i
            elif whole is None:
                yield from (
                    (at[c.i], c.i) for c in noun.children if c.dep_ in ("poss", "compound") and c.i in at
                )


def _arguments(trigger: Trigger) -> syntax.Arguments:
    if trigger.part == "verb":
        return syntax.of_verb(trigger.head)
    if trigger.part == "noun":
        return syntax.of_noun(trigger.head, trigger.frame.support)
    return syntax.of_adjective(trigger.head)

"""What is told of an event without naming it: "X also took part", "$9 million in a round in May led by X".

An elliptic frame says more of an event of its class that is told of beside or before it, so its words have no
object of their own. A participle may be hung by the parser on another word than the event's ("in 2021 led by A",
"from investors led by A"): the event is further up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kg.extract.frames.clauses import is_passive
from kg.extract.frames.lists import SUBJECTS
from kg.ontology import SUBJECT

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.frames.triggers import Trigger
    from kg.model import Mention
    from kg.ontology import Ontology

CLAUSES = frozenset({"acl", "advcl"})
ASIDE = SUBJECTS | CLAUSES | {"relcl", "parataxis"}
LINKS = frozenset({"pobj", "prep", "dobj", "appos", "conj", "npadvmod", "nummod", "attr", "pcomp", "oprd"})
OBJECTS = frozenset({"dobj", "attr", "ccomp", "xcomp"})
PREPOSITIONS = frozenset({"in", "into", "to", "on"})


class Hosts:
    """The events of one document that words may tell more of.

    Args:
        events: mentions of events by token index and class; more may be added while it is used.
    """

    def __init__(self, ontology: Ontology, events: Mapping[int, Mapping[str, Mention]]) -> None:
        self._ontology = ontology
        self._events = events

    def host(self, trigger: Trigger, filled: set[str]) -> Iterator[tuple[Mention, int]]:
        """The event above a passive participle that says something of events and has none beside it."""
        property_ = self._ontology.properties.get(trigger.frame.evokes)
        if property_ is None or SUBJECT in filled or trigger.part != "verb":
            return
        for token in _above(trigger.head):
            for type_, event in self._events.get(token.i, {}).items():
                if any(self._ontology.is_a(type_, class_) for class_ in property_.domain):
                    yield event, token.i
                    return

    def bare(self, trigger: Trigger, fillers: set[int | None]) -> bool:
        """Whether a verb has no object but what its frame takes, dates and events of the frame's class."""
        if trigger.part != "verb":
            return True
        for child in trigger.head.children:
            purpose = child.dep_ == "xcomp" and any(t.tag_ == "TO" for t in child.children)
            nouns = [child] if child.dep_ in OBJECTS and not purpose else []
            if child.dep_ == "prep" and child.lower_ in PREPOSITIONS:
                nouns = [noun for noun in child.children if noun.dep_ == "pobj"]
            for noun in nouns:
                known = noun.i in fillers or noun.ent_type_ == "DATE" or trigger.start <= noun.i < trigger.end
                if not known and trigger.frame.evokes not in self._events.get(noun.i, {}):
                    return False
        return True


def silenced(trigger: Trigger) -> bool:
    """Whether words stand in the trigger's phrase beside which its frame says nothing; not in its subject or a side clause."""
    aside = {token for child in trigger.head.children if child.dep_ in ASIDE for token in child.subtree}
    words = [token.lower_ for token in trigger.head.subtree if token not in aside]
    return any(
        words[i : i + len(phrase)] == list(phrase)
        for phrase in trigger.frame.silenced_by
        for i in range(len(words) - len(phrase) + 1)
    )


def _above(verb: Token) -> Iterator[Token]:
    """The words above a passive participle, up to the verb of the clause and the objects of that verb."""
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        verb = verb.head
    if verb.dep_ not in CLAUSES or not is_passive(verb):
        return
    token = verb.head
    while token.pos_ not in ("VERB", "AUX"):
        yield token
        if token.dep_ not in LINKS:
            return
        token = token.head
    yield token
    for child in token.children:
        if child.dep_ == "dobj":
            yield child
        elif child.dep_ == "prep" and child.i < verb.i:
            yield from (noun for noun in child.children if noun.dep_ == "pobj")

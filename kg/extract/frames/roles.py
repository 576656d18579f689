"""What may fill a role: the ontology's domain and range, against what is known of a mention."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.analyse.gazetteer import place_class
from kg.model import Amount, Mention, MentionKind
from kg.ontology import ANYTHING, OBJECT, SUBJECT

if TYPE_CHECKING:
    from kg.ontology import Frame, Ontology

WHOLE, PART = "whole", "part"


class Roles:
    """Decides which mentions fit the roles of the ontology's frames."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology

    def fits(self, frame: Frame, role: str, mention: Mention) -> bool:
        """Whether the mention can be in this role of the frame."""
        allowed = self._allowed(frame, role)
        if isinstance(mention.value, Amount) and mention.value.per != self._per(role):
            return False
        if frame.exact:
            return mention.type != ANYTHING and self._typed(mention, allowed, exact=True)
        return self._typed(mention, allowed) or self.retyped(frame, role, mention) is not None

    def retyped(self, frame: Frame, role: str, mention: Mention) -> str | None:
        """The class that the role gives to a name whose own was a guess, None if it has the right one."""
        allowed = self._allowed(frame, role)
        unknown = mention.type == ANYTHING and mention.kind is MentionKind.NAME
        if not unknown and (not mention.guessed or self._typed(mention, allowed)):
            return None
        known = place_class(mention.text, self._ontology)
        if known is not None and self._typed(replace(mention, type=known), allowed):
            return known
        # An organization that the recogniser takes for a person is common, the reverse is not.
        person = None if unknown else self._ontology.class_with_label("PERSON")
        return next((type_ for type_ in allowed if self._nameable(type_) and type_ != person), None)

    def surprising(self, mention: Mention, type_: str) -> bool:
        """Whether a name is hardly of the class that a role gives to it: the recogniser knows most persons."""
        return mention.type != ANYTHING or type_ == self._ontology.class_with_label("PERSON")

    def single(self, frame: Frame, role: str) -> bool:
        """Whether the role can have one value only: a date of death, the target of an acquisition."""
        property_ = self._ontology.properties.get(frame.evokes if role == OBJECT else role)
        return property_ is not None and property_.functional

    def extent(self, frame: Frame, role: str) -> str | None:
        """Whether the role takes the whole of a thing or a part of one; None if it does not matter."""
        event = self._ontology.classes.get(frame.evokes)
        if event is None or role not in (*event.whole_of, *event.part_of):
            return None
        return PART if role in event.part_of else WHOLE

    def may_be_unnamed(self, mention: Mention) -> bool:
        """Whether an instance of the mention's class is worth telling of without a name: a plant."""
        classes = self._ontology.classes
        return mention.type in classes and classes[mention.type].unnamed

    def takes_words(self, role: str) -> bool:
        """Whether any words may fill the role, as they are written: a purpose."""
        return role in _worded(self._ontology)

    def kind_terms(self, frame: Frame, role: str) -> tuple[tuple[str, str], ...]:
        """The words for kinds that may fill the role, the longest first, each with the class of its values."""
        return _kind_terms(self._ontology).get(frame.evokes if role == OBJECT else role, ())

    def most_general(self, frame: Frame, role: str) -> str:
        """The first of the classes that the role of the frame takes."""
        return self._allowed(frame, role)[0]

    def type_of_words(self, role: str) -> str:
        """The class of what such a role holds."""
        return self._ontology.properties[role].range[0]

    def satisfied(self, frame: Frame, filled: set[str]) -> bool:
        """Whether enough of the frame's roles are filled for it to say something."""
        if frame.requires:
            enough = len(filled) > 1 or frame.evokes in self._ontology.classes
            return filled >= set(frame.requires) and enough
        if frame.evokes in self._ontology.properties:
            return filled >= {SUBJECT, OBJECT}
        return any(not self._ontology.is_time(role) for role in filled)

    def needed(self, frame: Frame) -> tuple[tuple[str, ...], ...]:
        """The slots that may hold each role without which the frame says nothing; not what a note may leave out."""
        relation = (OBJECT,) if frame.evokes in self._ontology.properties else ()
        told = tuple(role for role in frame.requires or relation if role not in frame.elided)
        return _slots(frame.arguments, told)

    def _per(self, role: str) -> str | None:
        """Of which unit the role's value is the price; None if it is a sum in all."""
        return self._ontology.properties[role].per if role in self._ontology.properties else None

    def _allowed(self, frame: Frame, role: str) -> tuple[str, ...]:
        """The classes that a role of the frame takes."""
        properties = self._ontology.properties
        if role == SUBJECT:
            allowed = properties[frame.evokes].domain
        else:
            allowed = properties[frame.evokes if role == OBJECT else role].range
        return _narrowed(allowed, frame.among, self._ontology) if frame.among else allowed

    def _typed(self, mention: Mention, allowed: tuple[str, ...], *, exact: bool = False) -> bool:
        if mention.type == ANYTHING:
            # A name of which nothing is known may be any thing, but no value and no event.
            return any(self._nameable(type_) for type_ in allowed)
        return any(
            self._ontology.is_a(mention.type, type_)
            or (
                not exact
                and mention.kind is not MentionKind.VALUE
                and self._ontology.is_a(type_, mention.type)
            )
            for type_ in allowed
        )

    def _nameable(self, type_: str) -> bool:
        """Whether a name of unknown type may be one: places are known by name, values by their form."""
        return type_ not in _nameless(self._ontology)


@functools.lru_cache(maxsize=4096)
def _slots(arguments: tuple[tuple[str, str], ...], roles: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    by_role = [tuple(slot for slot, role in arguments if role == needed) for needed in roles]
    return tuple(slots for slots in by_role if not {"subject", "agent", "time"} & {*slots})


@functools.lru_cache(maxsize=4096)
def _narrowed(allowed: tuple[str, ...], among: tuple[str, ...], ontology: Ontology) -> tuple[str, ...]:
    """The classes that are in both lists, or below one in the other; of values all."""
    if any(ontology.is_value(type_) for type_ in allowed):
        return allowed
    return tuple(
        narrower
        for type_ in allowed
        for narrower in ([type_] if any(ontology.is_a(type_, a) for a in among) else among)
        if ontology.is_a(narrower, type_)
    )


@functools.lru_cache(maxsize=4)
def _nameless(ontology: Ontology) -> frozenset[str]:
    """The classes that a name of which nothing is known cannot be of."""
    return frozenset(
        class_.curie
        for class_ in ontology.classes.values()
        if any(ontology.is_a(place, class_.curie) for _, place in ontology.gazetteers)
        or class_.unnamed  # a site is told by what it is, rarely by a name
        or ontology.is_value(class_.curie)
        or ontology.is_event(class_.curie)
    )


@functools.lru_cache(maxsize=4)
def _kind_terms(ontology: Ontology) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Property -> the words for kinds that are values of it."""
    found = {}
    for property_ in ontology.properties.values():
        classes = [ontology.classes[type_] for type_ in property_.range if type_ in ontology.classes]
        terms = [(term, class_.curie) for class_ in classes for term in class_.kind_terms]
        if terms:
            found[property_.curie] = tuple(sorted(terms, key=lambda pair: (-len(pair[0]), pair)))
    return found


@functools.lru_cache(maxsize=4)
def _worded(ontology: Ontology) -> frozenset[str]:
    """The properties whose value is any words."""
    words = {
        c.curie
        for c in ontology.classes.values()
        if c.datatype and not (c.terms or c.kind_terms or c.recogniser_labels)
    }
    return frozenset(p.curie for p in ontology.properties.values() if not words.isdisjoint(p.range))

"""What the network can say, in the ontology's terms: which class a mention has, which label may join which classes.

The ontology's domains and ranges decide what is asked at all: a person is the subsidiary of nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError
from kg.model import Mention, MentionKind
from kg.ontology import ANYTHING, Ontology

UNKNOWN = 0  # the number of a type that the network was not taught, and that no class above it has


class Labels:
    """The types and labels of one network.

    Args:
        types: classes that mentions are told to the network by; its input number is 1 + their place here.
        names: the network's outputs, names in the ontology's namespace `neural:`.

    Raises:
        KgError: the ontology does not know a label.
    """

    def __init__(self, ontology: Ontology, types: Sequence[str], names: Sequence[str]) -> None:
        missing = [name for name in names if name not in ontology.labels]
        if missing:
            raise KgError("the ontology has no such label of the relation model", ", ".join(missing))
        self._ontology = ontology
        self.names = tuple(names)
        self._numbers = {type_: number for number, type_ in enumerate(types, start=1)}
        self._classes = [ANYTHING, *types]
        self._special = _special(ontology)
        self._accepted = self._matrix()

    def number(self, mention: Mention) -> int:
        """The number of the mention's class, or of the nearest above it."""
        for type_ in self._ontology.supertypes(mention.type):
            if type_ in self._numbers:
                return self._numbers[type_]
        return UNKNOWN

    def accepted(self, mentions: Sequence[Mention]) -> NDArray[np.bool_]:
        """(mentions, mentions, labels): whether the first may be the subject and the second the object.

        The class of a name, or of what stands for one, forbids nothing: it may be taken for another; but values are values,
        and nothing else is ("that November"). Claims between names that turn out to be of other classes are not made
        (kg.extract.neural.claims).
        """
        numbers = np.array([self.number(m) for m in mentions], dtype=np.intp)
        known = self._accepted[numbers[:, None], numbers[None, :]]
        kinds = MentionKind.NAME, MentionKind.PRONOUN
        free = np.array([m.kind in kinds and m.type not in self._special for m in mentions])
        if not free.any():
            return np.asarray(known, np.bool_)
        one, other = free[:, None, None], free[None, :, None]
        as_subject, as_object = self._as_subject[numbers][:, None], self._as_object[numbers][None, :]
        turned_out = (one & as_object & self._things) | (other & as_subject & self._named)
        return np.asarray(known | turned_out | (one & other & self._things & self._named), np.bool_)

    def predicate(self, label: str) -> str:
        """The property that the label evokes."""
        return self._ontology.labels[label]

    def symmetric(self, label: str) -> bool:
        """Whether what the label joins is joined both ways."""
        return self._ontology.properties[self.predicate(label)].symmetric

    def fits(self, label: str, end: int, mention: Mention) -> bool:
        """Whether the ontology allows the mention's own class at an end of the label: 0 the subject, 1 the object."""
        return self._may_be(mention.type, self._wanted(label, end))

    def class_of(self, label: str, end: int) -> str | None:
        """The class that a thing has most likely at an end of the label: the only one, or among several an organization."""
        wanted = self._wanted(label, end)
        organization = self._ontology.class_with_label("ORG")
        return wanted[0] if len(wanted) == 1 else organization if organization in wanted else None

    def _wanted(self, label: str, end: int) -> tuple[str, ...]:
        property_ = self._ontology.properties[self.predicate(label)]
        return property_.range if end else property_.domain

    def _matrix(self) -> NDArray[np.bool_]:
        """(types, types, labels), and from it which types can be an object, or a subject, of which label."""
        properties = [self._ontology.properties[self.predicate(name)] for name in self.names]
        subject = np.array([[self._may_be(c, p.domain) for p in properties] for c in self._classes])
        object_ = np.array([[self._may_be(c, p.range) for p in properties] for c in self._classes])
        self._as_subject, self._as_object = subject, object_
        self._things = np.array([not p.domain or not self._special.issuperset(p.domain) for p in properties])
        self._named = np.array([not p.range or not self._special.issuperset(p.range) for p in properties])
        accepted: NDArray[np.bool_] = subject[:, None, :] & object_[None, :, :]
        return accepted

    def _may_be(self, type_: str, wanted: Sequence[str]) -> bool:
        """Whether a thing of the type may be of a wanted class; events and values must be, others may turn out so."""
        return not wanted or any(self._one_of(type_, class_) for class_ in wanted)

    def _one_of(self, type_: str, class_: str) -> bool:
        if self._ontology.is_a(type_, class_):
            return True
        return class_ not in self._special and (type_ == ANYTHING or self._ontology.is_a(class_, type_))


def _special(ontology: Ontology) -> frozenset[str]:
    """Classes of which only is what is known to be: values, and events, which are what their triggers say."""
    events = [class_ for class_ in ontology.classes if ontology.is_event(class_)]
    above = {class_ for event in events for class_ in ontology.supertypes(event)}
    return frozenset(above | {class_ for class_ in ontology.classes if ontology.is_value(class_)})

"""What is taken for one thing while coreference is decided."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

from kg.ontology import ANYTHING, Ontology


@dataclass(slots=True)
class Group:
    """Mentions taken for the same thing so far, while the cascade runs; members are indexes of mentions.

    Attributes:
        last: sentence of the latest member, and token: its first token.
        subject: latest sentence in which a member was a subject.
        size: how many members there are up to here.
        leads: whether it is the first organization that the text speaks of.
        guessed: whether the type is only the recogniser's guess.
        first: token of the first name in the body of the text.
        spelt: the names, as words in lower case.
    """

    type: str
    plural: bool
    members: list[int] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    gender: str = ""
    last: int = 0
    token: int = 0
    subject: int = -1
    size: int = 0
    leads: bool = False
    guessed: bool = False
    first: int = sys.maxsize
    spelt: set[tuple[str, ...]] = field(default_factory=set)

    def narrow(self, type_: str, ontology: Ontology) -> None:
        """Take a more specific type over."""
        if self.type == ANYTHING or ontology.is_a(type_, self.type):
            self.type = type_


def compatible(one: str, other: str, ontology: Ontology) -> bool:
    """Whether a thing may be of both types."""
    return ANYTHING in (one, other) or ontology.is_a(one, other) or ontology.is_a(other, one)

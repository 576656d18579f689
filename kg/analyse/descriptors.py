"""Noun -> the class that it describes: "startup", "chip maker", "data center cluster"."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.ontology import Ontology

HYPHENS = frozenset("-‐‑–")


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A noun that describes an instance of a class; start is the token where the description's words begin."""

    type: str
    start: int


@functools.lru_cache(maxsize=4)
def _lexicon(ontology: Ontology) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Head lemma -> (words before the head, class), longest first."""
    lexicon: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for class_ in ontology.classes.values():
        for phrase in class_.descriptors:
            *before, head = phrase.lower().replace("-", " ").split()
            lexicon.setdefault(head, []).append((tuple(before), class_.curie))
    for entries in lexicon.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry))
    return lexicon


def describe(token: Token, ontology: Ontology) -> Descriptor | None:
    """What the noun says its referent is: the longest descriptor that ends in it, None if it is none."""
    entries = _lexicon(ontology).get(token.lemma_.lower())
    if entries is None or token.pos_ not in {"NOUN", "PROPN"}:
        return None
    before: list[tuple[str, int]] = []
    position = token.i - 1
    while position >= 0 and len(before) < 3:
        word = token.doc[position]
        if word.text not in HYPHENS:
            before.append((word.lower_, position))
        position -= 1
    for words, type_ in entries:
        found = before[: len(words)]
        if tuple(word for word, _ in reversed(found)) == words:
            return Descriptor(type_, found[-1][1] if found else token.i)
    return None


def described_name(noun: Token) -> Token | None:
    """The name that follows the noun describing it: "the startup Acme", "its subsidiary Acme"."""
    head = noun.head
    if noun.dep_ in ("compound", "nmod"):
        return head if head.pos_ == "PROPN" and head.i > noun.i else None
    # The parser sometimes gives both the same role instead.
    if noun.i + 1 < len(noun.doc) and noun.pos_ == "NOUN":
        name = noun.nbor()
        if name.dep_ == "compound":
            name = name.head
        if name.pos_ == "PROPN" and name.head == head and noun.dep_ in (name.dep_, "npadvmod"):
            return name
    return None

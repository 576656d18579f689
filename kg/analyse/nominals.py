"""Doc -> described nouns ("the French startup") and words for the people and things of a country ("French")."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.analyse.analysis import mention
from kg.analyse.coreference.attributes import said_of
from kg.analyse.descriptors import HYPHENS, describe
from kg.analyse.names.candidates import is_description
from kg.model import Document, Mention, MentionKind
from kg.ontology import ANYTHING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.ontology import Ontology

LEFT_MODIFIERS = frozenset(
    {"det", "amod", "compound", "nmod", "nummod", "poss", "advmod", "predet", "quantmod"}
)
LONGEST_MODIFIER = 12


def nominals(
    document: Document,
    doc: Doc,
    parsed: Iterable[tuple[int, int, bool]],
    taken: Container[int],
    referring: Mapping[int, Mention],
    ontology: Ontology,
) -> Iterator[tuple[Span, Mention]]:
    """Described nouns outside of names and values, in text order.

    A noun that the ontology has no class for describes what it is said of: "Kovac is a potter".

    Args:
        taken: tokens that belong to names and values.
        referring: names and pronouns by their head token.
    """
    for first, last, _ in parsed:
        for token in doc[first:last]:
            if token.i in taken:
                continue
            country = _country(token, ontology)
            if country is not None:
                span = doc[token.i - country[1] + 1 : token.i + 1]
                yield span, mention(document, span, country[0], MentionKind.NOMINAL)
                continue
            common = token.pos_ == "NOUN" or (
                token.pos_ == "PROPN" and is_description(doc[token.i : token.i + 1], ontology)
            )
            if common and (token.dep_ not in ("compound", "nmod") or token.head.i in taken):
                descriptor = describe(token, ontology)
                span = _phrase(token, taken)
                if descriptor is not None:
                    yield span, mention(document, span, descriptor.type, MentionKind.NOMINAL)
                elif (other := _described(token, referring)) is not None:
                    noun = mention(document, span, other.type, MentionKind.NOMINAL)
                    yield span, replace(noun, guessed=other.guessed)


def _described(noun: Token, referring: Mapping[int, Mention]) -> Mention | None:
    """What a noun that may mean anything is said of, if the type of that is known."""
    if noun.tag_ != "NN" or noun.dep_ not in ("attr", "appos", "conj"):
        return None
    others = (referring[token.i] for token in said_of(noun) if token.i in referring)
    return next((other for other in others if other.type != ANYTHING), None)


def _country(token: Token, ontology: Ontology) -> tuple[str, int] | None:
    """For "French", "South Korean": the class of the place meant, and how many tokens say it."""
    if not token.text[0].isupper() or token.pos_ not in ("ADJ", "PROPN", "NOUN"):
        return None
    if token.i and f"{token.nbor(-1).lower_} {token.lower_}" in ontology.demonyms:
        return ontology.demonyms[f"{token.nbor(-1).lower_} {token.lower_}"][1], 2
    found = ontology.demonyms.get(token.lower_)
    return (found[1], 1) if found else None


def _phrase(head: Token, taken: Container[int]) -> Span:
    """The noun with what stands before it, without a name that owns it ("Mistral's |new model|")."""
    start = head.i
    sentence_start = head.sent.start
    while start > sentence_start and head.i - start < LONGEST_MODIFIER:
        before = head.doc[start - 1]
        if before.i in taken or before.tag_ in ("POS", "PRP$") or not _modifies(before, head):
            break
        start -= 1
    while start < head.i and (head.doc[start].is_punct or (start and head.doc[start - 1].text in HYPHENS)):
        start += 1  # not the second half of "US-based"
    return head.doc[start : head.i + 1]


def _modifies(token: Token, head: Token) -> bool:
    if token.text in HYPHENS:
        return True
    while token.dep_ in LEFT_MODIFIERS and token != head:
        if token.head.i <= token.i:
            return False
        token = token.head
    return token == head

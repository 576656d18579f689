"""Described nouns -> what they are said of: "Acme, a startup", "the startup Acme", "Acme is a startup"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.analyse.descriptors import described_name
from kg.model import Mention, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

DEEPEST = 8  # how long a coordination of predicates is followed


def attributes(spans: Sequence[tuple[Span, Mention]]) -> dict[int, list[int]]:
    """Index of a described noun -> indexes of the names, pronouns or nouns it may be said of, surest first."""
    by_head = {span.root.i: i for i, (span, _) in enumerate(spans)}
    found = {}
    for i, (span, mention) in enumerate(spans):
        if mention.kind is MentionKind.NOMINAL:
            beside = [by_head[token.i] for token in said_of(span.root) if token.i in by_head]
            if beside:
                found[i] = beside
    return found


def said_of(noun: Token) -> Iterator[Token]:
    """The tokens beside a noun that refer to what the noun describes."""
    name = described_name(noun)
    if noun.dep_ == "appos":
        yield noun.head
    elif name is not None:
        yield name
    yield from (child for child in noun.children if child.dep_ == "appos")
    yield from _equated(noun)
    if any(child.dep_ in ("det", "poss") and child.i < noun.i - 1 for child in noun.children):
        # "its Aurora service"
        for child in noun.children:
            if child.dep_ in ("compound", "nmod") and child.i == noun.i - 1:
                yield child


def _equated(noun: Token) -> list[Token]:
    """The other side of "X is a startup", also of "X is an investor and an engineer": one thing, and so."""
    if noun.tag_ not in ("NN", "NNP"):
        return []
    for _ in range(DEEPEST):
        if noun.dep_ != "conj":
            break
        noun = noun.head
    else:
        return []
    verb = noun.head
    if noun.dep_ != "attr" or verb.lemma_ != "be":
        return []
    if any(child.dep_ == "neg" or child.tag_ == "MD" or child.lower_ == "if" for child in verb.children):
        return []
    return [child for child in verb.children if child.dep_ == "nsubj" and child.pos_ in ("PROPN", "PRON")]

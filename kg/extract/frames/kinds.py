"""A common noun -> the kind of thing that it tells of: "makes |sodium-ion cells|"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.frames.lists import governed

if TYPE_CHECKING:
    from collections.abc import Container

    from spacy.tokens import Span, Token

BEFORE = frozenset({"compound", "amod", "nmod", "npadvmod", "punct", "advmod"})
PARTICULAR = frozenset({"det", "poss", "nummod", "predet", "quantmod", "neg"})
VAGUE = frozenset(
    {"new", "other", "more", "various", "several", "many", "such", "own", "further", "additional"}
)


def kind(noun: Token, ranges: Container[str], abstract: Container[str]) -> Span | None:
    """The words for a kind of thing, as they are written; None for one thing, a number of things, or no thing.

    Args:
        ranges: nouns that stand for what they are full of ("a range of pumps").
        abstract: nouns that name nothing that is made ("makes progress", "sells shares").
    """
    if noun.lemma_.lower() in ranges:
        noun = next((t for c in noun.children if c.lower_ == "of" for t in governed(c)), noun)
    if noun.pos_ != "NOUN" or noun.lemma_.lower() in abstract or not noun.text[0].islower():
        return None
    if any(child.dep_ in PARTICULAR for child in noun.children):
        return None
    start = noun.i
    while start > noun.left_edge.i and _belongs(noun.doc[start - 1], noun):
        start -= 1
    while start < noun.i and (noun.doc[start].lower_ in VAGUE or noun.doc[start].is_punct):
        start += 1
    return noun.doc[start : noun.i + 1]


def _belongs(token: Token, noun: Token) -> bool:
    """Whether the token stands before the noun as part of its name: a noun, an adjective, a hyphen."""
    while token.dep_ in BEFORE and token.i < token.head.i <= noun.i:
        token = token.head
    return token == noun

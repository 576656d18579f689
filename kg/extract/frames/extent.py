"""Noun for a share of something -> whether it is a part, or so much that it stands for the whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.analyse.money_words import COUNTS

if TYPE_CHECKING:
    from collections.abc import Container

    from spacy.tokens import Token

PERCENT = frozenset({"percent", "pct", "%"})
HALF = 50  # more of the shares is control
COMPLETE = frozenset({"all", "entire", "whole", "full", "majority", "controlling", "outstanding", "issued"})
# "The shares of X" are all of them; a stake never is.
OPEN = frozenset({"share", "stock", "capital", "common"})
NUMBER = re.compile(r"\d+(?:\.\d+)?$")


def is_part(noun: Token) -> bool:
    """Whether the shares that the noun speaks of are no majority of what they are shares in."""
    children = {child.lower_ for child in noun.children}
    owned = any(child.dep_ == "poss" for child in noun.children)
    if ("remaining" in children and not owned) or _not_yet_owned(noun):
        return False
    share = _percentage(noun)
    if share is not None:
        return share <= HALF
    if any(child.dep_ == "nummod" for child in noun.children):
        return True
    if children & COMPLETE:
        return False
    return noun.lemma_.lower() not in OPEN or not (owned or "the" in children)


def is_share(noun: Token, nouns: Container[str]) -> bool:
    """Whether the word is one of the nouns for shares."""
    return noun.lemma_.lower() in nouns and noun.pos_ in ("NOUN", "PROPN")


def share_of(token: Token) -> Token:
    """The word of which the argument says what it is a share of: "|stake| in X", "|30 percent| of X"; else itself."""
    preposition = token.head
    of = token.dep_ == "pobj" and preposition.lower_ in ("of", "in")
    return preposition.head if of else token


def _not_yet_owned(noun: Token) -> bool:
    """Whether the rest is meant: "the shares that it does not already own"."""
    return any(
        child.dep_ == "relcl"
        and child.lemma_ in ("own", "hold", "have")
        and any(word.dep_ == "neg" for word in child.children)
        for child in noun.children
    )


def _percentage(noun: Token) -> float | None:
    """How many of a hundred, as the noun or what stands beside it says: "1,000 shares, or 12 percent, of X"."""
    beside = [*noun.children, *(t for child in noun.children for t in child.children)]
    for token in [noun, *beside]:
        if token.lower_ in PERCENT:
            for number in token.lefts:
                value = _number(number)
                if value is not None:
                    return value
    return None


def _number(token: Token) -> float | None:
    if NUMBER.match(token.text):
        return float(token.text)
    count = COUNTS.get(token.lower_)
    return float(count) if count is not None and token.tag_ == "CD" else None

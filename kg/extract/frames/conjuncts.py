"""What coordinated words share: "president and chief executive of Acme", "born and raised in Oslo"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

NOUNS = frozenset({"NOUN", "PROPN"})
VERBS = frozenset({"VERB", "AUX"})
ARTICLES = frozenset({"det", "poss"})
ENDINGS = frozenset({"prep", "dobj", "npadvmod", "advmod", "prt", "agent", "attr"})
DEEPEST = 8


def before(noun: Token) -> Iterator[Token]:
    """The nouns that the noun is coordinated with to its left, the nearest first."""
    for _ in range(DEEPEST):
        if noun.dep_ != "conj" or noun.head.pos_ not in NOUNS:
            return
        noun = noun.head
        yield noun


def sharing(word: Token) -> Token | None:
    """The last of the words coordinated with this one to its right, if what ends the phrase belongs to all of them.

    In "the president and the owner of Acme" the second has an article, so each stands for itself; in "founded in 2019
    and sold in 2021" the first has an end of its own.
    """
    parts = NOUNS if word.pos_ in NOUNS else VERBS
    last = word
    for _ in range(DEEPEST):
        following = next((t for t in last.children if t.dep_ == "conj" and t.i > last.i), None)
        if following is None or following.pos_ not in parts or _ends(last, following):
            break
        if any(
            child.dep_ in ARTICLES or child.dep_ in ("nsubj", "nsubjpass") for child in following.children
        ):
            break
        last = following
    return None if last == word else last


def _ends(word: Token, following: Token) -> bool:
    """Whether the word has something of its own between itself and the next."""
    return any(word.i < child.i < following.i and child.dep_ in ENDINGS for child in word.children)

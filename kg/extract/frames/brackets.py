"""What stands in brackets after a name is said of it: "Ada Berg (born 1921, Lyon)", "Ada Berg (3 May 1921 – 1999)".

The parser makes little of such notes, so they are read by their words: a statement ends at a semicolon or a verb, a
span of time has a dash between its dates.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
LONGEST = 60  # tokens between brackets
DASHES = frozenset("-–—")
POSTNOMINAL = 4  # letters of "FRS", "KBE"
SHORT = 3  # letters of "c.", "ca."
BESIDE_DATES = frozenset({"NUM", "PROPN", "PUNCT", "ADP", "SYM", "SPACE", "X"})  # also places and their "in"


class Brackets:
    """The brackets of one document."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._closing: dict[int, int] = {}
        self._opening: dict[int, int] = {}  # by a token inside
        opened: list[int] = []
        for token in doc:
            if token.text == "(":
                opened.append(token.i)
            elif token.text == ")" and opened:
                first = opened.pop()
                if token.i - first <= LONGEST:
                    self._closing[first] = token.i
                    for i in range(first + 1, token.i):
                        self._opening.setdefault(i, first)

    def read(self, trigger: Token, arguments: Mapping[str, list[Token]]) -> Mapping[str, list[Token]]:
        """The trigger's arguments with those that brackets give it.

        A word in brackets is said of the name before them, and has what follows in slot "brackets"; a name has the two
        sides of a span of time after it in slots "begin" and "end".
        """
        if trigger.pos_ == "PROPN":
            begin, end = self.span_of_time(trigger)
            return {**arguments, "begin": begin, "end": end} if begin else arguments
        owner = self.owner(trigger)
        if owner is None or any(child.dep_ in SUBJECTS for child in trigger.children):
            return arguments
        passive = trigger.tag_ == "VBN" and not any(child.dep_ == "dobj" for child in trigger.children)
        return {**arguments, "object" if passive else "subject": [owner], "brackets": self.statement(trigger)}

    def owner(self, token: Token) -> Token | None:
        """The last word of the name after which the brackets that hold the token stand, None if there is none."""
        opening = self._opening.get(token.i)
        return None if opening is None else self._named_before(opening)

    def statement(self, token: Token) -> list[Token]:
        """The words from the token to the end of its statement inside the brackets; none outside of brackets."""
        opening = self._opening.get(token.i)
        if opening is None:
            return []
        words = self._doc[token.i + 1 : self._closing[opening]]
        return list(itertools.takewhile(lambda word: word.text != ";" and not _is_verb(word), words))

    def span_of_time(self, name: Token) -> tuple[list[Token], list[Token]]:
        """The words before and after the dash of a span of time in brackets after the name: its dates and places."""
        for opening in self._after(name):
            words = list(self._doc[opening + 1 : self._closing[opening]])
            first = next((i + 1 for i, word in reversed(list(enumerate(words))) if word.text == ";"), 0)
            words = words[first:]
            for i, word in enumerate(words):
                if (
                    word.text in DASHES
                    and _dated(words[:i])
                    and (_dated(words[i + 1 :]) or i == len(words) - 1)
                ):
                    return words[:i], words[i + 1 :]
        return [], []

    def _named_before(self, opening: int) -> Token | None:
        """The last word of a name, before letters that follow it ("FRS") and other brackets."""
        i = opening - 1
        while i > 0:
            token, before = self._doc[i], self._doc[i - 1]
            if token.text == ")" and i - 1 in self._opening:
                i = self._opening[i - 1] - 1
            elif token.text == "," or (
                _is_postnominal(token) and (before.pos_ == "PROPN" or before.text == ",")
            ):
                i -= 1
            else:
                return token if token.pos_ == "PROPN" else None
        return None

    def _after(self, name: Token) -> Iterator[int]:
        """Where brackets right after a name open, of which the token is a word."""
        i = name.i + 1
        while i < len(self._doc):
            token = self._doc[i]
            if i in self._closing:
                yield i
                i = self._closing[i] + 1
            elif token.pos_ == "PROPN" or (
                token.text == ","
                and i + 1 < len(self._doc)
                and (i + 1 in self._closing or _is_postnominal(token.nbor()))
            ):
                i += 1
            else:
                return


def _is_postnominal(token: Token) -> bool:
    return token.is_upper and len(token) <= POSTNOMINAL


def _is_verb(token: Token) -> bool:
    return token.tag_ in ("VBN", "VBD", "VBZ", "VBP")


def _dated(words: list[Token]) -> bool:
    """Whether the words are a date, with a place perhaps."""
    years = [word for word in words if word.is_digit and 3 <= len(word) <= 4]
    return bool(years) and all(word.pos_ in BESIDE_DATES or len(word) <= SHORT for word in words)

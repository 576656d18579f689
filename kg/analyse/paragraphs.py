"""Lines of a text -> which of them are fences, code and table rows, and which run on from the line above.

Whether a line end is a paragraph's or the typewriter's is decided as readers of RFC 3676 and plain-text mail do:
in a wrapped paragraph the next line's first word would not have fitted on the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDEST_COLUMN = 100
NARROWEST_COLUMN = 50
FULL_SHARE = 0.7
LOWER_SHARE = 0.3
SHORTEST_RUN_ON = 30
LONGEST_CELL = 60
WORDS_OF_A_SENTENCE = 7
LEAST_SEPARATORS = 3  # on a line of short cells; a headline may end in " | " and the site's name
PROSE_FENCES = frozenset({"", "text", "txt", "md", "markdown", "quote"})

_FENCE = re.compile(r"\s{0,8}(?:`{3,}|~{3,})\s{0,8}([\w+#.-]{0,30})\s*\Z")
_SEPARATOR = re.compile(r"\s[|·→]\s")
_INLINE_BULLET = re.compile(r"(?<=\s)[•‣▪◦●■▶►]\s")
_RULE = re.compile(r"\s*[|+:=-][|+:=\s-]+\Z")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\Z")
_OPEN_END = re.compile(r"(?:[,;–—]|\b(?:and|or|of|the|a|an|to|in|for|with|by|at|on|from|that|which))\Z")
# "iPhone" and "eBay" open a sentence.
_LOWER_START = re.compile(r"\s*[a-z](?![A-Z])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its line end: text[start:end] of the article."""

    start: int
    end: int
    text: str

    @property
    def ends_sentence(self) -> bool:
        """Whether it closes with a full stop, question or exclamation mark."""
        return bool(_SENTENCE_END.search(self.text[-8:].rstrip()))


def lines(text: str) -> Iterator[Line]:
    """The lines of the text, covering it; a bullet, or a fence behind the last word, starts a line of its own."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        body = text[start:end].rstrip()
        inner = body.rstrip("`")
        if len(body) - len(inner) == 3 and inner.endswith((" ", ".", "\t")) and inner.strip():
            yield Line(start, start + len(inner), inner)
            start += len(inner)
        for bullet in _INLINE_BULLET.finditer(text, start, end):
            if text[start : bullet.start()].strip():
                yield Line(start, bullet.start(), text[start : bullet.start()])
                start = bullet.start()
        yield Line(start, end, text[start:end])
        start = end


def reads_as_sentence(text: str) -> bool:
    """Whether a line has the words and the full stop of a sentence, and no signs of program text."""
    body = text.strip()
    words = body.count(" ") + 1
    return (
        words >= WORDS_OF_A_SENTENCE
        and bool(_SENTENCE_END.search(body[-8:]))
        and not re.search(r"[{};=]", body)
    )


def code(all_lines: Sequence[Line]) -> set[int]:
    """Indices of fence lines, and of the lines between two of them unless those read as prose."""
    found: set[int] = set()
    opened: int | None = None
    info = ""
    for index, line in enumerate(all_lines):
        if line.text.lstrip()[:1] not in ("`", "~"):
            continue
        fence = _FENCE.match(line.text)
        if fence is None:
            continue
        found.add(index)
        if opened is None:
            opened, info = index, fence[1].lower()
            continue
        inside = range(opened + 1, index)
        if info not in PROSE_FENCES or not any(reads_as_sentence(all_lines[i].text) for i in inside):
            found.update(inside)
        opened = None
    return found


def tables(all_lines: Sequence[Line]) -> set[int]:
    """Indices of table rows: in pipes, of many short cells, or of as many as the line above or below has."""
    found: set[int] = set()
    before = (0, 0)
    for index, line in enumerate(all_lines):
        pipes, tabs = line.text.count("|"), line.text.strip().count("\t")
        here = (pipes, tabs)
        in_pipes = pipes > 1 and (line.text.lstrip().startswith("|") or _RULE.match(line.text))
        if in_pipes or _is_row(line):
            found.add(index)
        elif (pipes or tabs) and len(line.text) <= LONGEST_CELL * (pipes + tabs + 1):
            if here == before:
                found.update((index - 1, index))
            before = here
            continue
        before = (0, 0)
    return found


def _is_row(line: Line) -> bool:
    """Whether the line is nothing but short cells: "Acme | Paris | 2019 | CEO: Jane Roe"."""
    separators = sum(1 for _ in _SEPARATOR.finditer(line.text))
    return (
        separators >= LEAST_SEPARATORS
        and not line.ends_sentence
        and len(line.text) <= LONGEST_CELL * (separators + 1)
    )


def is_wrapped(group: Sequence[Line]) -> bool:
    """Whether consecutive lines are a typewriter's: filled up to one column, and breaking inside sentences."""
    bodies = [line.text.rstrip() for line in group]
    width = max(len(body) for body in bodies)
    if len(group) < 2 or not NARROWEST_COLUMN <= width <= WIDEST_COLUMN:
        return False
    full = sum(_is_full(line, following, width) for line, following in pairwise(group))
    lower = sum(bool(_LOWER_START.match(body)) for body in bodies[1:])
    return full >= FULL_SHARE * (len(group) - 1) and lower >= LOWER_SHARE * (len(group) - 1)


def _is_full(line: Line, following: Line, width: int) -> bool:
    word = following.text.split(maxsplit=1)[0]
    return len(line.text.rstrip()) + 1 + len(word) > width


def runs_on(line: Line, following: Line, width: int | None) -> bool:
    """Whether following goes on with line's paragraph; width is the column of wrapped text, None elsewhere."""
    if width is not None and _is_full(line, following, width):
        return True
    if line.ends_sentence:
        return False
    if _LOWER_START.match(following.text) or _OPEN_END.search(line.text[-12:].rstrip()):
        return True
    hanging = following.text[:1].isspace() and not line.text[:1].isspace()
    return hanging and len(line.text) >= SHORTEST_RUN_ON

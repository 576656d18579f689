"""SPARQL -> whether it calls another endpoint.

Oxigraph has no switch for SERVICE, so its text is searched, and not token by token: whoever takes tokens otherwise than
Oxigraph does can be made to overlook one. Found is the head of a clause (the keyword, an IRI, a variable or a prefixed
name, a bracket) wherever it stands, also in a string or a comment, where such a thing is hardly ever written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

# A keyword may follow a number, "true" and "false" without a blank, but no other letters.
_WORD = re.compile(r"(?:(?<![?$:A-Za-z_-])|(?<=true)|(?<=false))SERVICE", re.IGNORECASE | re.ASCII)
_SILENT = re.compile("SILENT", re.IGNORECASE | re.ASCII)
_LONGEST = 1000  # characters of a name; a longer one counts as called, so that its end need not be looked for
_CALLED = re.compile(
    rf"""<[^<>]*+> | [?$][^\s{{\#?$]*+
    | (?P<name>[^\s{{}}<>"'\#:?$]{{{_LONGEST}}} | [^\s{{}}<>"'\#:?$]*+ : (?:[^\s{{\#\\]|\\.){{0,{_LONGEST}}}+ )""",
    re.VERBOSE | re.ASCII,
)
_BLANKS, _BREAK = re.compile(r"\s*", re.ASCII), re.compile(r"[\n\r]")


def calls_another(text: str) -> bool:
    """Whether the text holds the head of a SERVICE clause; in time that grows with its length only."""
    words = [word.end() for word in _WORD.finditer(text)]
    behind = _skipping(text) if words else int
    targets = {*map(behind, words)}
    targets |= {behind(silent.end()) for at in targets if (silent := _SILENT.match(text, at))}
    for at in targets:
        called = _CALLED.match(text, at)
        if called and (text.startswith("{", behind(called.end())) or len(called["name"] or "") >= _LONGEST):
            return True
    return False


def _skipping(text: str) -> Callable[[int], int]:
    """Position -> where the blanks and comments that begin there end."""
    starts = [0, *(found.end() for found in _BREAK.finditer(text)), len(text)]
    first = [*reversed([*_first_tokens(text, starts)])]

    def behind(at: int) -> int:
        line = bisect_right(starts, at)
        here = _token(text, at, starts[line] if line < len(starts) else len(text))
        return here if here is not None else first[min(line, len(first) - 1)]

    return behind


def _first_tokens(text: str, starts: list[int]) -> Iterator[int]:
    """For each line, the last first, where from its beginning on the first token is; each is looked at once."""
    token = len(text)
    yield token
    for start, end in zip(reversed(starts[:-1]), reversed(starts[1:]), strict=True):
        here = _token(text, start, end)
        token = token if here is None else here
        yield token


def _token(text: str, start: int, end: int) -> int | None:
    """Where a token begins in a part of a line, None if there is but a comment."""
    blanks = _BLANKS.match(text, start, end)
    at = blanks.end() if blanks else start
    return None if at == end or text[at] == "#" else at

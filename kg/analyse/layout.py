"""Text of an article -> blocks that cover it: what to parse as prose, and what is table, code or boilerplate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from kg.analyse.boilerplate import is_boilerplate
from kg.analyse.dates import dates
from kg.analyse.paragraphs import Line, code, is_wrapped, lines, runs_on, tables

LONGEST = 20_000
LONGEST_WORD = 400  # characters; spaCy's tokenizer takes time in the square of a run of marks
LONGEST_HEADING = 130
LONGEST_DATELINE = 60
WORDS_OF_A_REPEAT = 4


class BlockKind(StrEnum):
    """What a stretch of text is; BLANK is also the marks around text: bullets, quote marks, heading signs."""

    PROSE = "prose"
    HEADING = "heading"
    ITEM = "item"
    TABLE = "table"
    CODE = "code"
    BOILERPLATE = "boilerplate"
    DATELINE = "dateline"
    BLANK = "blank"


PARSED = frozenset({BlockKind.PROSE, BlockKind.HEADING, BlockKind.ITEM})


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text of one kind.

    Attributes:
        dateline: span of the date on a line of its own that holds for this block, None without one.
    """

    start: int
    end: int
    kind: BlockKind
    dateline: tuple[int, int] | None = None

    @property
    def parsed(self) -> bool:
        """Whether it holds sentences."""
        return self.kind in PARSED


_BULLET = "•‣▪◦●○■□▶►▸✓✔➤→"
_ITEM = re.compile(
    rf"(?:[-*+–—]\s+(?:[{_BULLET}]\s*)?|[{_BULLET}]\s*|\(?\d{{1,2}}[.)]\s+|\(?[a-z]\)\s+)(?=\S)"
)
_MARKS = re.compile(r"(?:\#{1,6}\s+|>\s?)+")
_WORD = re.compile(r"\w")
_PUBLISHED = re.compile(r"(?:(?:last\s)?(?:published|updated|posted|modified)(?:\son)?:?\s+)", re.IGNORECASE)
_CLOCK = re.compile(r",?\s*(?:at\s)?\d{1,2}[:.]\d\d(?::\d\d)?.{0,16}\Z")
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD},}}\s?")
_CUT = re.compile(r"[.!?][\"'”’)\]]*\s+(?=\S)|\n")
_SPACE = re.compile(r"\s")
_EDGES = " \t\"'“”‘’«».!"


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of the text, in order, without gap or overlap; time is linear in its length.

    A code fence around sentences is only its two lines. A second copy of a headline or paragraph is boilerplate.
    A line that is only a date holds for the lines below it, up to the next one, a heading or a blank line; where
    several of them make a timeline, a blank line between a date and its text does not count. A date alone above
    the first paragraph is the article's own and holds for nothing. No parsed block is longer than LONGEST.
    """
    all_lines = list(lines(text))
    kinds = _kinds(all_lines)
    found: list[Block] = []
    for block in _paragraphs(text, all_lines, kinds):
        found.extend(_cut(text, block) if block.parsed else (block,))
    return tuple(_dated(text, _without_repeats(text, _merged(found))))


def _kinds(all_lines: list[Line]) -> list[BlockKind | None]:
    """What each line is; None for text that is still to be put together."""
    fenced, rows = code(all_lines), tables(all_lines)
    kinds: list[BlockKind | None] = []
    for index, line in enumerate(all_lines):
        if index in fenced:
            kinds.append(BlockKind.CODE)
        elif not _WORD.search(line.text):
            kinds.append(BlockKind.TABLE if index in rows else BlockKind.BLANK)
        else:
            kind = _kind(line.text.strip())
            kinds.append(BlockKind.TABLE if index in rows and kind is None else kind)
    return kinds


def _kind(line: str) -> BlockKind | None:
    if len(line) <= LONGEST_DATELINE and any(char.isdigit() for char in line):
        dated = _PUBLISHED.sub("", _CLOCK.sub("", line), count=1)
        if _is_date(line):
            return BlockKind.DATELINE
        if dated != line and _is_date(dated):
            return BlockKind.BOILERPLATE
    if is_boilerplate(line):
        return BlockKind.BOILERPLATE
    return BlockKind.ITEM if _ITEM.match(line) else None


def _date_span(line: str) -> tuple[int, int]:
    body = line.strip(" \t\r\n-–—•*#:|()[]>")
    start = line.find(body)
    return start, start + len(body)


def _is_date(line: str) -> bool:
    start, end = _date_span(line)
    body = line[start:end]
    found = dates(f"in {body}", None) if body.isdigit() else dates(body, None)
    return len(found) == 1 and found[0].value is not None and found[0].end - found[0].start == len(body)


def _paragraphs(text: str, all_lines: list[Line], kinds: list[BlockKind | None]) -> Iterator[Block]:
    """Blocks of lines that belong together; marks and white space around them are BLANK."""
    textual = (None, BlockKind.ITEM)
    numbered = zip(all_lines, kinds, strict=True)
    for is_text, pairs in groupby(numbered, key=lambda pair: pair[1] in textual):
        if is_text:
            yield from _text_blocks(text, list(pairs))
            continue
        for line, kind in pairs:
            if kind is BlockKind.DATELINE:
                start, end = (line.start + offset for offset in _date_span(line.text))
                yield from _around(line, Block(start, end, kind))
            elif kind is not None:
                yield Block(line.start, line.end, kind)


def _text_blocks(text: str, pairs: list[tuple[Line, BlockKind | None]]) -> Iterator[Block]:
    group = [line for line, _ in pairs]
    width = max(len(line.text.rstrip()) for line in group) if is_wrapped(group) else None
    first = 0
    for index in range(1, len(group) + 1):
        starts_item = index < len(group) and pairs[index][1] is BlockKind.ITEM
        if index < len(group) and not starts_item and runs_on(group[index - 1], group[index], width):
            continue
        whole = Line(
            group[first].start, group[index - 1].end, text[group[first].start : group[index - 1].end]
        )
        yield from _content(whole, pairs[first][1], index - first)
        first = index


def _content(whole: Line, kind: BlockKind | None, line_count: int) -> Iterator[Block]:
    start = len(whole.text) - len(whole.text.lstrip())
    mark = (_ITEM if kind is BlockKind.ITEM else _MARKS).match(whole.text, start)
    body_start = mark.end() if mark else start
    body = whole.text[body_start:].rstrip()
    if kind is None:
        is_heading = line_count == 1 and len(body) <= LONGEST_HEADING and not whole.ends_sentence
        kind = BlockKind.HEADING if is_heading else BlockKind.PROSE
    end = body_start + len(body)
    if len(whole.text) - end == 1:
        end += 1  # a single space or line end is the last word's own, as it is inside a sentence
    yield from _around(whole, Block(whole.start + body_start, whole.start + end, kind))


def _around(line: Line, block: Block) -> Iterator[Block]:
    if line.start < block.start:
        yield Block(line.start, block.start, BlockKind.BLANK)
    yield block
    if block.end < line.end:
        yield Block(block.end, line.end, BlockKind.BLANK)


def _cut(text: str, block: Block) -> Iterator[Block]:
    """The block in pieces of at most LONGEST; what has no space for longer than a word can be is no prose."""
    start = block.start
    for word in _LONG_WORD.finditer(text, block.start, block.end):
        yield from _pieces(text, replace(block, start=start, end=word.start()))
        yield replace(block, start=word.start(), end=word.end(), kind=BlockKind.CODE)
        start = word.end()
    yield from _pieces(text, replace(block, start=start))


def _pieces(text: str, block: Block) -> Iterator[Block]:
    """The block, cut behind sentences, else between words."""
    start = block.start
    while block.end - start > LONGEST:
        limit = start + LONGEST
        cuts = [match.end() for match in _CUT.finditer(text, start + LONGEST // 2, limit)]
        spaces = (match.end() for match in _SPACE.finditer(text, limit - LONGEST_WORD - 1, limit))
        end = cuts[-1] if cuts else next(spaces, limit)
        yield replace(block, start=start, end=end)
        start = end
    if start < block.end:
        yield replace(block, start=start)


def _merged(found: Iterable[Block]) -> Iterator[Block]:
    """Neighbours of one kind that is not parsed become one block, but for datelines."""
    previous: Block | None = None
    for block in found:
        joins = previous is not None and previous.kind is block.kind and not block.parsed
        if previous is not None and joins and block.kind is not BlockKind.DATELINE:
            previous = replace(previous, end=block.end)
            continue
        if previous is not None:
            yield previous
        previous = block
    if previous is not None:
        yield previous


def _without_repeats(text: str, found: Iterable[Block]) -> Iterator[Block]:
    seen: set[str] = set()
    for block in found:
        kind = block.kind
        if block.parsed:
            words = text[block.start : block.end].strip(_EDGES + "\n").casefold().split()
            key = " ".join(words)
            if key in seen:
                kind = BlockKind.BOILERPLATE
            elif len(words) >= WORDS_OF_A_REPEAT or block.kind is BlockKind.HEADING:
                seen.add(key)
        yield replace(block, kind=kind)


def _dated(text: str, found: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the date line that each stands under."""
    all_blocks = list(found)
    timeline = sum(block.kind is BlockKind.DATELINE for block in all_blocks) > 1
    date: tuple[int, int] | None = None
    prose = used = False
    end = 0
    for block in all_blocks:
        if block.kind is BlockKind.BLANK:
            yield block
            continue
        is_apart = text.count("\n", max(0, end - 1), block.start) > 1
        end = block.end
        if block.kind is BlockKind.DATELINE:
            date, used = ((block.start, block.end) if timeline or prose else None), False
            yield block
            continue
        ends_part = (is_apart and (used or not timeline)) or (used and block.kind is BlockKind.HEADING)
        if not block.parsed or ends_part:
            date = None
        prose = prose or block.kind in (BlockKind.PROSE, BlockKind.ITEM)
        used = used or block.parsed
        yield replace(block, dateline=date)

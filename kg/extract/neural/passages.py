"""A document and its mentions -> passages: whole sentences in word pieces, and the pairs of mentions in each sentence.

A passage is what the network reads at once, so that its cost grows with the text and not with the number of pairs, and
a sentence is read with those around it. What only two sentences together say is nobody's quote: it is asked of two
mentions only where the input asks about these.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.labels import Labels
from kg.model import Mention, MentionKind

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST = 256  # word pieces of a passage, with the two that open and close it
ASKED, TYPED = 1, 3  # tags of a mention's first piece
FARTHEST = 40  # mentions from one of a pair to the other: bounds the work on a sentence that is all names
KINDS = tuple(MentionKind)
DISTANCES = np.array(
    [0, 1, 2, 3, 5, 8, 12, 20, 35, 60, 120]
)  # word pieces between two mentions: upper ends of classes

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Sentences of one document as the network reads them.

    Attributes:
        pieces: numbers of the word pieces.
        offsets: (pieces, 2), the characters of the text that each is of; none for those that open and close.
        tags: what mention a piece is of: 0 none, ASKED the first piece of one that the input asks about, TYPED + 2t of
            another of type t; one more a later piece.
        mentions: in text order.
        types, kinds: numbers of each mention's class and kind.
        firsts, lasts: place of each mention's first and last piece.
        subjects, objects: the pairs to be judged, by their mentions' places.
        distances: how far the object is behind the subject (or before it), in classes.
        accepted: (pairs, labels), what the ontology allows.
    """

    pieces: Numbers
    offsets: Numbers
    tags: Numbers
    mentions: tuple[Mention, ...]
    types: Numbers
    kinds: Numbers
    firsts: Numbers
    lasts: Numbers
    subjects: Numbers
    objects: Numbers
    distances: Numbers
    accepted: NDArray[np.bool_]

    @property
    def content(self) -> tuple[bytes, ...]:
        """What the network is given, the same for passages of which it says the same."""
        given = (self.pieces, self.tags, self.types, self.kinds, self.firsts, self.lasts)
        return tuple(numbers.tobytes() for numbers in (*given, self.subjects, self.objects))


@dataclass(frozen=True, slots=True)
class _Text:
    """A document's word pieces: numbers, first and end character of each."""

    numbers: list[int]
    starts: list[int]
    ends: list[int]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Range of the pieces that share a character with a span."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)


class PassageReader:
    """Cuts documents into passages, for one network's tokenizer and labels."""

    def __init__(self, tokenizer: Tokenizer, labels: Labels) -> None:
        self._tokenizer = tokenizer
        self._labels = labels
        self._opens, self._closes = (tokenizer.token_to_id(piece) for piece in ("[CLS]", "[SEP]"))

    def read(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        mentions: Sequence[Mention],
        about: Container[tuple[int, int]] = frozenset(),
    ) -> Iterator[Passage]:
        """The passages in which there is a pair to judge; offsets are characters of the text.

        A sentence without a mention is left out, one longer than a passage is cut.

        Args:
            about: spans of the mentions that the input asks about, in whatever sentence they are.
        """
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        starts, ends = [start for start, _ in encoded.offsets], [end for _, end in encoded.offsets]
        pieces = _Text(encoded.ids, starts, ends)
        placed = sorted(((*pieces.within(m.start, m.end), m) for m in mentions), key=lambda p: (p[0], p[1]))
        placed = [place for place in placed if place[0] < place[1]]
        for ranges in _grouped(_told(pieces, sentences, placed)):
            passage = self._passage(pieces, ranges, placed, about)
            if passage is not None:
                yield passage

    def _passage(
        self,
        text: _Text,
        ranges: Sequence[tuple[int, int]],
        placed: Sequence[tuple[int, int, Mention]],
        about: Container[tuple[int, int]],
    ) -> Passage | None:
        numbers, offsets = [self._opens], [(0, 0)]
        inside: list[tuple[int, int, Mention]] = []
        sentences: list[int] = []
        for number, (first, end) in enumerate(ranges):
            shift = len(numbers) - first
            low = bisect_left(placed, first, key=lambda p: p[0])
            high = bisect_left(placed, end, key=lambda p: p[0])
            inside += [(f + shift, min(e, end) - 1 + shift, m) for f, e, m in placed[low:high]]
            sentences += [number] * (high - low)
            numbers += text.numbers[first:end]
            offsets += zip(text.starts[first:end], text.ends[first:end], strict=True)
        numbers.append(self._closes)
        offsets.append((0, 0))
        mentions = tuple(mention for *_, mention in inside)
        firsts = np.array([first for first, *_ in inside], np.int64)
        lasts = np.array([last for _, last, _ in inside], np.int64)
        accepted = self._labels.accepted(mentions)
        asked = np.array([(m.start, m.end) in about for m in mentions], np.bool_)
        together = np.equal.outer(sentences, sentences) | np.logical_and.outer(asked, asked)
        subjects, objects = np.nonzero(together & _apart(firsts, lasts) & accepted.any(axis=2))
        if not len(subjects):
            return None
        types = np.array([self._labels.number(mention) for mention in mentions], np.int64)
        return Passage(
            pieces=np.array(numbers, np.int64),
            offsets=np.array(offsets, np.int64),
            tags=_tags(len(numbers), firsts, lasts, np.where(asked, ASKED, TYPED + 2 * types)),
            mentions=mentions,
            types=types,
            kinds=np.array([KINDS.index(mention.kind) for mention in mentions], np.int64),
            firsts=firsts,
            lasts=lasts,
            subjects=subjects.astype(np.int64),
            objects=objects.astype(np.int64),
            distances=_distances(firsts, lasts, subjects, objects),
            accepted=accepted[subjects, objects],
        )


def _told(
    text: _Text, sentences: Sequence[tuple[int, int]], placed: Sequence[tuple[int, int, Mention]]
) -> Iterator[tuple[int, int]]:
    """Ranges of pieces: the sentences with a mention, in pieces of at most a passage."""
    for start, end in sentences:
        first, last = text.within(start, end)
        for low in range(first, last, LONGEST - 2):
            high = min(last, low + LONGEST - 2)
            at = bisect_left(placed, low, key=lambda p: p[0])
            if at < len(placed) and placed[at][0] < high:
                yield low, high


def _grouped(ranges: Iterator[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    group: list[tuple[int, int]] = []
    size = 2
    for first, end in ranges:
        if group and size + end - first > LONGEST:
            yield group
            group, size = [], 2
        group.append((first, end))
        size += end - first
    if group:
        yield group


def _apart(firsts: Numbers, lasts: Numbers) -> NDArray[np.bool_]:
    """(mentions, mentions): whether they are near enough, and neither is a part of the other."""
    order = np.arange(len(firsts))
    near = np.abs(order[:, None] - order[None, :]) <= FARTHEST
    overlap = (firsts[:, None] <= lasts[None, :]) & (firsts[None, :] <= lasts[:, None])
    apart: NDArray[np.bool_] = near & ~overlap
    return apart


def _tags(length: int, firsts: Numbers, lasts: Numbers, begins: Numbers) -> Numbers:
    tags = np.zeros(length, np.int64)
    for first, last, tag in zip(firsts.tolist(), lasts.tolist(), begins.tolist(), strict=True):
        tags[first : last + 1] = tag + 1
        tags[first] = tag
    return tags


def _distances(firsts: Numbers, lasts: Numbers, subjects: Numbers, objects: Numbers) -> Numbers:
    """Classes of distance; those of objects before their subjects come after the others."""
    behind = firsts[objects] - lasts[subjects] - 1
    before = firsts[subjects] - lasts[objects] - 1
    found = np.searchsorted(DISTANCES, np.maximum(behind, before))
    classes: Numbers = np.where(behind >= 0, found, found + len(DISTANCES) + 1).astype(np.int64)
    return classes

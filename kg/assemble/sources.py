"""Texts of articles -> which of them tell one story in nearly the same words, and so count as one source.

A text is its shingles, runs of three words. Two texts are near-copies if three fifths of the shorter one's shingles
stand in the longer one, no deeper in it than twice the shorter one's length: so an edited or a truncated copy is one,
and an excerpt somewhere in a digest, or a footer that all articles of a publisher have, makes none (Broder, "On the
Resemblance and Containment of Documents", 1997). What is near to one of a group belongs to the group.

Only pairs that locality-sensitive hashing brings together are compared (Leskovec, Rajaraman, Ullman, "Mining of
Massive Datasets", chapter 3): those that agree in a band of their MinHash sketches, of the whole text or of its first
32, 64, 128 ... shingles, which find a copy that was cut off. Sketches are of fixed seed and comparisons exact, so the
groups depend on the set of texts alone, and the cost grows with their number, not with its square.
"""

from __future__ import annotations

import functools
import itertools
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

WORD = re.compile(r"\w+")
SHINGLE = 3  # words
FEWEST = 20  # shingles: shorter texts are copies only if they are the same
SHARED = 0.6  # of the shorter one's shingles; footers of publishers reach a half, rewritten stories a third
REACH = 2.0  # times the shorter one's length, counted from the start of the longer one

PERMUTATIONS, ROWS = (
    128,
    4,
)  # 32 bands of 4: texts that share half of all their shingles meet in 87 of 100 cases
SHORTEST_START = 32
START_BANDS = 8  # for starts, which are all but equal in a copy
CROWD = (
    50  # texts of a bucket that are all compared; in a fuller one, each with one text of each group so far
)
PATIENCE = 25  # comparisons in vain after which a text is left alone: thousands may be half alike, made by one template
KEPT = 2048  # texts whose shingles are kept as sets while they are compared


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What is kept of a text: its shingles in their order, hashed, and the buckets that it falls into."""

    shingles: NDArray[np.uint32]
    buckets: NDArray[np.int64]


def sketch(text: str) -> Sketch:
    """The sketch of a text; case, punctuation and white space do not count."""
    words = [word.encode("utf-8", "surrogatepass") for word in WORD.findall(text.casefold())]
    shingles = [b" ".join(words[i : i + SHINGLE]) for i in range(max(len(words) - SHINGLE + 1, 1))]
    return Sketch(
        np.fromiter(map(zlib.crc32, shingles), np.uint32, len(shingles)),
        np.fromiter(_buckets(shingles), np.int64),
    )


def _buckets(shingles: Sequence[bytes]) -> Iterator[int]:
    """The hash of each band, of each start and of the whole."""
    minima = RMinHash(num_perm=PERMUTATIONS, seed=1)
    done, length = 0, SHORTEST_START
    while length <= len(shingles):
        minima.update(shingles[done:length])
        yield from _bands(minima.digest(), START_BANDS, length)
        done, length = length, length * 2
    minima.update(shingles[done:])
    yield from _bands(minima.digest(), PERMUTATIONS // ROWS, 0)


def _bands(minima: Sequence[int], bands: int, start: int) -> Iterator[int]:
    # Python's hash of a tuple of integers is the same in every process, whatever the hash seed.
    return (hash((start, i, *minima[i * ROWS : (i + 1) * ROWS])) for i in range(bands))


def copies(sketches: Mapping[str, Sketch]) -> list[tuple[str, ...]]:
    """The names of texts that are one source, in groups of two or more; groups and names are sorted."""
    same: dict[bytes, list[str]] = defaultdict(list)
    for name in sorted(sketches):
        same[sketches[name].shingles.tobytes()].append(name)
    alike = list(same.values())
    groups = _Groups([sketches[names[0]].shingles for names in alike])
    for bucket in _met([sketches[names[0]].buckets for names in alike]):
        groups.join(bucket)
    found: dict[int, list[str]] = defaultdict(list)
    for i, names in enumerate(alike):
        found[groups.root(i)] += names
    return sorted(tuple(sorted(names)) for names in found.values() if len(names) > 1)


def _met(buckets: Sequence[NDArray[np.int64]]) -> list[list[int]]:
    """The numbers of the texts in each bucket that has several, each combination once; the most telling ones first."""
    if not buckets:
        return []
    keys = np.concatenate(buckets)
    owners = np.repeat(np.arange(len(buckets)), [len(each) for each in buckets])
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    ends = np.flatnonzero(np.append(keys[1:] != keys[:-1], True)) + 1
    found = {
        owners[start:end].tobytes(): owners[start:end]
        for start, end in itertools.pairwise((0, *ends.tolist()))
        if end - start > 1
    }
    return sorted(
        (together.tolist() for together in found.values()), key=lambda bucket: (len(bucket), bucket)
    )


class _Groups:
    """Texts by number, joined into groups (union-find)."""

    def __init__(self, texts: Sequence[NDArray[np.uint32]]) -> None:
        self._texts = texts
        self._parent = list(range(len(texts)))
        self._unlike: set[tuple[int, int]] = set()
        self._in_vain = [0] * len(texts)
        self._set = functools.lru_cache(KEPT)(lambda i: frozenset(texts[i].tolist()))

    def root(self, i: int) -> int:
        """The number that stands for the group of a text."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, bucket: Sequence[int]) -> None:
        """Joins those texts of a bucket that are near-copies."""
        if len(bucket) <= CROWD:
            for one, other in itertools.combinations(bucket, 2):
                self._joined(one, other)
            return
        firsts: list[int] = []  # one text of each group so far
        for text in bucket:
            if self._in_vain[text] < PATIENCE and not any(
                self._joined(first, text) for first in firsts[:CROWD]
            ):
                firsts.append(text)

    def _joined(self, one: int, other: int) -> bool:
        if self._in_vain[other] >= PATIENCE or (one, other) in self._unlike:
            return False
        a, b = self.root(one), self.root(other)
        if a == b:
            return True
        if self._near(one, other):
            self._parent[max(a, b)] = min(a, b)
            return True
        self._unlike.add((one, other))
        self._in_vain[other] += 1
        return False

    def _near(self, one: int, other: int) -> bool:
        """Whether one of two texts is a near-copy of the other."""
        short, long = sorted((one, other), key=lambda i: len(self._texts[i]))
        own, reach = self._set(short), int(REACH * len(self._texts[short]))
        if len(own) < FEWEST:
            return own == self._set(long)
        there = self._set(long) if reach >= len(self._texts[long]) else {*self._texts[long][:reach].tolist()}
        return len(own & there) >= SHARED * len(own)

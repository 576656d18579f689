"""decisions.yaml -> what people have decided about who is who, for every build to follow.

A list, in any order:

    - merge: facebook          # the id of an entity, as `kg entities` prints it
      into: meta
      because: renamed in 2021
    - split: washington        # these mentions are not it
      mentions: [https://example.org/a, "https://example.org/b#char=10,20", "name:Washington Co"]
      into: Washington Company # the name of what they are; a new thing, or one that there is
    - rename: mistral-ai
      to: Mistral
    - distinct: [apple, apple-records]   # never propose to merge them

First comes what is split, then what is merged, then the names; so the order of the list does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import KgError
from kg.resolve.entries import Entry, entries

FILE = "decisions.yaml"
NAME, CHARACTERS = "name:", "#char="


@dataclass(frozen=True, slots=True)
class Merging:
    """One entity is another."""

    id: str
    into: str
    because: str
    line: int


@dataclass(frozen=True, slots=True)
class Splitting:
    """Some mentions of an entity are of something else.

    Attributes:
        mentions: ids of articles, with "#char=10,20" behind them for one mention; or "name:" and one of its names.
        into: the name of what they are.
    """

    id: str
    mentions: tuple[str, ...]
    into: str
    line: int


@dataclass(frozen=True, slots=True)
class Renaming:
    """An entity goes by this name."""

    id: str
    to: str
    line: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that was decided; `distinct` are pairs of ids, each in order."""

    merges: tuple[Merging, ...] = ()
    splits: tuple[Splitting, ...] = ()
    renames: tuple[Renaming, ...] = ()
    distinct: tuple[tuple[str, str], ...] = ()


def parse(text: str, where: str = FILE) -> Decisions:
    """The decisions that a file holds.

    Raises:
        KgError: it is no YAML, an entry is not understood, something is merged twice or in a circle, or has two new
            names; where names the line.
    """
    found: dict[str, list[Any]] = {kind: [] for kind in _READERS}
    for line, entry in entries(text, where):
        kinds = [kind for kind in _READERS if kind in entry]
        place = f"{where}:{line}"
        if len(kinds) != 1:
            raise KgError(f"an entry has one of {', '.join(_READERS)}", place)
        fields, read = _READERS[kinds[0]]
        unknown = sorted(set(entry) - {kinds[0], *fields})
        if unknown:
            raise KgError(
                f"{kinds[0]} has no {unknown[0]!r}; it takes {', '.join(fields) or 'nothing more'}", place
            )
        found[kinds[0]].append(read(Entry(entry, line, place)))
    decisions = Decisions(*(tuple(found[kind]) for kind in _READERS))
    _check(decisions, where)
    return decisions


_READERS: Mapping[str, tuple[tuple[str, ...], Callable[[Entry], Any]]] = {
    "merge": (
        ("into", "because"),
        lambda e: Merging(e.text("merge"), e.text("into"), e.text("because", ""), e.line),
    ),
    "split": (
        ("mentions", "into", "because"),
        lambda e: Splitting(e.text("split"), e.texts("mentions"), e.text("into"), e.line),
    ),
    "rename": (("to",), lambda e: Renaming(e.text("rename"), e.text("to"), e.line)),
    "distinct": ((), lambda e: e.pair("distinct")),
}


def _check(decisions: Decisions, where: str) -> None:
    """No entity is merged twice, or into itself by whatever way; none has two new names."""
    into: dict[str, Merging] = {}
    for merging in decisions.merges:
        other = into.setdefault(merging.id, merging)
        if other.into != merging.into:
            raise KgError(
                f"{merging.id} is merged into {other.into} in line {other.line} already",
                f"{where}:{merging.line}",
            )
    for merging in decisions.merges:
        path = [merging.id]
        while path[-1] in into:
            path.append(into[path[-1]].into)
            if path[-1] == merging.id:
                raise KgError(f"merges go in a circle: {' → '.join(path)}", f"{where}:{merging.line}")
            if len(path) > len(into) + 1:
                break  # a circle further on, which its own line tells
    names: dict[str, Renaming] = {}
    for renaming in decisions.renames:
        first = names.setdefault(renaming.id, renaming)
        if first.to != renaming.to:
            raise KgError(
                f"{renaming.id} is renamed in line {first.line} already", f"{where}:{renaming.line}"
            )

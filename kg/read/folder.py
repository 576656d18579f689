"""A folder, a manifest or paths -> the files that are articles, each with what is known of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ReadError
from kg.model import Failure
from kg.read import manifest
from kg.read.document import Origin
from kg.read.manifest import Manifest, Row

# A folder with such a file holds a graph that kg has built, and these files of it: no articles.
BUILT, EXPORTED = "articles.sqlite", frozenset({"graph.html", "graph.ttl", "report.json"})

Manifests = Callable[[Path], Manifest | Failure | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is to be read."""

    path: Path
    origin: Origin


def manifest_in(folder: Path, size_limit: int) -> Manifest | Failure | None:
    """The manifest of a folder, None without one, a Failure if it cannot be used."""
    path = folder / manifest.NAME
    if not path.is_file():
        return None
    try:
        return manifest.load(path, size_limit)
    except ReadError as error:
        return Failure(error.where, error.message)


def listed(table: Manifest) -> Iterator[Found | Failure]:
    """The files that a manifest lists, in its order."""
    yield from table.failures
    for row in table.rows.values():
        yield _found(row.path, table.path.parent, row, table)


def single(path: Path, root: Path, manifests: Manifests) -> Iterator[Found | Failure]:
    """One file that was named itself, with what a manifest beside it says of it."""
    table = manifests(path.parent)
    row = table.rows.get(path) if isinstance(table, Manifest) else None
    if table is not None and row is None and _is_readme(path.name):
        yield Failure(
            str(path), f"is not in the {manifest.NAME} beside it: no article; left out", fatal=False
        )
        return
    if isinstance(table, Failure):
        yield table
    yield _found(path, root, row, table if isinstance(table, Manifest) else None)


def walk(root: Path, suffixes: Collection[str] | None, manifests: Manifests) -> Iterator[Found | Failure]:
    """The articles in a folder and the folders below it, sorted, without hidden ones and those of graphs.

    A folder's manifest also holds for the folders below that have none. What it lists is read whatever its
    name; of all else, files of the suffixes (None: of any), and no README.
    """
    errors: list[OSError] = []
    governing: dict[Path, Manifest] = {}
    taken: set[Path] = set()
    left_out: Counter[str] = Counter()
    for directory, files in _directories(root, errors):
        table = manifests(directory)
        if isinstance(table, Manifest):
            yield from table.failures
            governing[directory] = table
        elif isinstance(table, Failure):
            yield table
        elif directory != root and directory.parent in governing:
            governing[directory] = governing[directory.parent]
        rules = governing.get(directory)
        own = rules.rows if rules and rules.path.parent == directory else {}
        candidates = _candidates(directory, files, suffixes, left_out)
        for path in sorted({*candidates, *own} - taken):
            taken.add(path)
            row = rules.rows.get(path) if rules else None
            yield _found(path, root, row, rules)
    for error in errors:
        yield Failure(str(error.filename), f"cannot be read: {error.strerror}")
    if left_out:
        kinds = ", ".join(
            f"{count} {suffix or 'without suffix'}" for suffix, count in sorted(left_out.items())
        )
        yield Failure(str(root), f"left out files of kinds that kg does not read: {kinds}", fatal=False)
    if not taken:
        yield Failure(str(root), "has no article that kg reads")


def _directories(root: Path, errors: list[OSError]) -> Iterator[tuple[Path, list[str]]]:
    """The folder and those below it, each with the names of its files; without hidden folders and those of graphs."""
    for name, folders, files in os.walk(root, onerror=errors.append):
        folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
        directory = Path(name)
        if BUILT not in files:
            yield directory, files
        elif directory == root:
            yield directory, [file for file in files if file not in EXPORTED]
        else:
            folders.clear()


def _candidates(
    directory: Path, files: Iterable[str], suffixes: Collection[str] | None, left_out: Counter[str]
) -> Iterator[Path]:
    for name in files:
        path = directory / name
        if name.startswith(".") or name == manifest.NAME or _is_readme(name):
            continue
        suffix = path.suffix.lower()
        if suffixes is None or suffix in suffixes:
            yield path
        else:
            left_out[suffix] += 1


def _found(path: Path, root: Path, row: Row | None, table: Manifest | None) -> Found:
    key = path.relative_to(root).as_posix()
    if row is None:
        return Found(path, Origin(str(path), key, unlisted=str(table.path) if table else None))
    return Found(path, Origin(str(path), key, row.metadata))


def _is_readme(name: str) -> bool:
    return name.lower() in ("readme", "readme.md", "readme.txt")

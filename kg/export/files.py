"""An export -> whole files: written beside their place, read back and counted, then renamed into place."""

from __future__ import annotations

import contextlib
import csv
import functools
import io
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import ExportError

Table = tuple[Sequence[str], Sequence[Sequence[str]]]  # header, rows


RANDOM = 4  # bytes in the name of a file that is not yet whole


def abandon(path: Path) -> None:
    """Remove what a process that was killed left of the file; nobody may be writing it.

    Raises:
        ExportError: the disk refuses.
    """
    for temporary in path.parent.glob(f".{path.name}.{'?' * 2 * RANDOM}"):
        try:
            temporary.unlink(missing_ok=True)
        except OSError as error:
            raise ExportError(f"cannot be removed: {error.strerror}", str(temporary)) from error


def write_whole(path: Path, write: Callable[[IO[bytes]], int], read_back: Callable[[Path], int]) -> int:
    """Makes the file and gives what `write` counted; an earlier file of that name stays until all is well.

    Args:
        write: fills the open file and gives the number of things written, such as triples.
        read_back: gives the number of things that a reader finds in the file.

    Raises:
        ExportError: the file cannot be written, cannot be read back, or a reader finds another number.
    """
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _beside(path) as temporary:
            written = _checked(path, temporary, write, read_back)
            temporary.replace(path)
    return written


def write_lines(path: Path, lines: Sequence[bytes], format_: ox.RdfFormat) -> int:
    """Makes a file of one triple or quad a line, and gives how many there are.

    Raises:
        ExportError: as write_whole.
    """

    def write_to(file: IO[bytes]) -> int:
        file.writelines(line + b"\n" for line in lines)
        return len(lines)

    return write_whole(path, write_to, lambda written: count_triples(written, format_))


def write_tables(folder: Path, tables: Mapping[str, Table]) -> None:
    """Makes a file in the folder for each table; all are written and read back before the first is renamed.

    Raises:
        ExportError: as write_whole.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(_told(folder))
        folder.mkdir(parents=True, exist_ok=True)
        ready = [(stack.enter_context(_beside(folder / name)), folder / name) for name in tables]
        for temporary, path in ready:
            _checked(path, temporary, functools.partial(_write_rows, tables[path.name]), _count_rows)
        for temporary, path in ready:
            temporary.replace(path)


def count_triples(path: Path, format_: ox.RdfFormat) -> int:
    """How many triples, or quads, a reader finds in a file."""
    return sum(1 for _ in ox.parse(path=str(path), format=format_))


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, SyntaxError, ValueError) as error:
        raise ExportError(f"cannot be written: {error}", str(path)) from error


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A name for a file on the way to that path, which is gone afterwards."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(RANDOM)}")
    try:
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _checked(
    path: Path, temporary: Path, write: Callable[[IO[bytes]], int], read_back: Callable[[Path], int]
) -> int:
    with temporary.open("xb") as file:
        written = write(file)
        file.flush()
        os.fsync(file.fileno())
    found = read_back(temporary)
    if found != written:
        raise ExportError(f"{written} written but {found} read back", str(path))
    return written


def _write_rows(table: Table, file: IO[bytes]) -> int:
    header, rows = table
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    text.detach()
    return len(rows)


def _count_rows(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1

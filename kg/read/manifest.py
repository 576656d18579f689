"""A manifest, a CSV table with a row for each file -> what it says of each."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.errors import ReadError
from kg.model import Failure
from kg.read.characters import content_of, decoded
from kg.read.document import Metadata

NAME = "manifest.csv"


@dataclass(frozen=True, slots=True)
class Row:
    """One file of a manifest: its path and what is said of it."""

    path: Path
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Manifest:
    """Rows by path, in the order of the table, and what is wrong with others."""

    path: Path
    rows: Mapping[Path, Row]
    failures: tuple[Failure, ...] = ()


def load(path: Path, size_limit: int) -> Manifest:
    """The manifest of columns file, and optionally url, title, publisher, published, author, language.

    Comma, semicolon or tab parts the columns. A broken row, or a file that is not there, is a Failure that
    is not fatal and names the line.

    Raises:
        ReadError: cannot be read, or has no column "file".
    """
    try:
        with path.open("rb") as stream:
            text, note = decoded(content_of(stream, size_limit))
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror}", str(path)) from error
    except ReadError as error:
        raise ReadError(error.message, str(path)) from error
    failures = [Failure(str(path), note, fatal=False)] if note else []
    rows: dict[Path, Row] = {}
    for number, fields in _table(path, text):
        where = f"{path}:{number}"
        try:
            row = _row(path.parent, fields, where)
        except ReadError as error:
            failures.append(Failure(where, error.message, fatal=False))
            continue
        if row.path in rows:
            failures.append(Failure(where, "has the file of a line before, which counts", fatal=False))
        else:
            rows[row.path] = row
    return Manifest(path, rows, tuple(failures))


def _table(path: Path, text: str) -> list[tuple[int, dict[str | None, str | list[str] | None]]]:
    """The rows with the line each begins in."""
    header = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [name.strip().lower() for name in reader.fieldnames or ()]
    if "file" not in columns:
        raise ReadError(
            f'is no manifest: it has no column "file" (it has {", ".join(columns)[:200]})', str(path)
        )
    reader.fieldnames = columns
    rows = []
    try:
        begin = reader.line_num + 1
        for fields in reader:
            rows.append((begin, dict(fields)))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise ReadError(f"is not CSV: {error}", f"{path}:{reader.line_num}") from error
    return rows


def _row(folder: Path, fields: Mapping[str | None, object], where: str) -> Row:
    if None in fields:
        raise ReadError("has more cells than the header; put a title with a comma in quotes")
    name = str(fields.get("file") or "").strip()
    inside = PurePosixPath(name.replace("\\", "/"))
    if not name:
        raise ReadError("names no file")
    if inside.is_absolute() or ".." in inside.parts:
        raise ReadError(f"names a file outside the manifest's folder: {name}")
    path = folder / inside
    if not path.is_file():
        raise ReadError(f"names a file that is not there: {name}")
    return Row(path, Metadata.from_fields({str(key): value for key, value in fields.items()}, where))

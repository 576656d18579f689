"""links.yaml -> what people have decided about links, for every build to follow.

A list; of two decisions about the same thing and address the later one holds:

    - accept: http://www.wikidata.org/entity/Q55
      entity: netherlands      # the id, as `kg entities` prints it
    - reject: http://www.wikidata.org/entity/Q99
      entity: golden-gate
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from kg.errors import KgError
from kg.export.files import write_whole
from kg.resolve.entries import Entry, entries, text_of

FILE = "links.yaml"
KINDS = ("accept", "reject")

Pair = tuple[str, str]  # id of a thing, IRI


@dataclass(frozen=True, slots=True)
class Decisions:
    """The links that people say are right, and wrong, with the lines that say so."""

    accepted: Mapping[Pair, int] = field(default_factory=dict)
    rejected: Mapping[Pair, int] = field(default_factory=dict)
    where: str = FILE


def read(file: Path) -> Decisions:
    """The decisions in a file; none if there is no such file.

    Raises:
        KgError: it cannot be read or is not in order; where names the line.
    """
    return parse(text_of(file), str(file))


def parse(text: str, where: str = FILE) -> Decisions:
    """The decisions that a text holds.

    Raises:
        KgError: it is no YAML, or an entry is not understood; where names the line.
    """
    found: dict[Pair, tuple[str, int]] = {}
    for line, fields in entries(text, where):
        place = f"{where}:{line}"
        kinds = [kind for kind in KINDS if kind in fields]
        if len(kinds) != 1 or set(fields) - {*KINDS, "entity"}:
            raise KgError("an entry has accept or reject, an address, and entity, an id", place)
        entry = Entry(fields, line, place)
        found[entry.text("entity"), checked(entry.text(kinds[0]), place)] = kinds[0], line
    kept = {
        kind: {pair: line for pair, (decided, line) in found.items() if decided == kind} for kind in KINDS
    }
    return Decisions(kept["accept"], kept["reject"], where)


def checked(iri: str, where: str) -> str:
    """The IRI, if it is an http or https address without spaces.

    Raises:
        KgError: it is none.
    """
    try:
        parts = urlsplit(iri)
    except ValueError:
        parts = urlsplit("")
    strange = any(c.isspace() or c in '<>"{}|\\^`' or not c.isprintable() for c in iri)
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc or strange:
        raise KgError(f"{iri!r} is no http or https address", where)
    return iri


def decide(file: Path, kind: str, id_: str, iri: str) -> None:
    """Add a decision to the file, keeping what people wrote there.

    Raises:
        KgError: the address is none, or the file is not in order; then nothing has changed.
    """
    before = text_of(file)
    added = yaml.safe_dump(
        [{kind: checked(iri, kind), "entity": id_}], allow_unicode=True, sort_keys=False, width=1000
    )
    after = f"{before.rstrip()}\n{added}".lstrip()
    parse(before, str(file))
    parse(after, str(file))
    written = after.encode()
    write_whole(file, lambda temporary: temporary.write(written), lambda temporary: temporary.stat().st_size)

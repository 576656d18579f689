"""Store -> Turtle: the triples of all graphs, the plain view first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.assemble.terms import used_prefixes
from kg.export.files import write_whole
from kg.export.ordering import reading_order, selected
from kg.store import Store

# Where a subject begins: line breaks inside literals are escaped, and what belongs to a subject is indented.
_SUBJECT = re.compile(rb"^(?=[^\t@])", re.MULTILINE)


def write(store: Store, path: Path, *, slim: bool = False, **_options: object) -> int:
    """See kg.export.Exporter; a triple that stands in several graphs is written once."""
    quads = selected(store, slim=slim)
    triples = sorted({quad.triple for quad in quads}, key=reading_order(quads))

    def write_to(file: IO[bytes]) -> int:
        prefixes = used_prefixes(triples, store.prefixes)
        written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
        file.write(_SUBJECT.sub(b"\n", written))
        return len(triples)

    def read_back(written: Path) -> int:
        return sum(1 for _ in ox.parse(path=str(written), format=ox.RdfFormat.TURTLE))

    return write_whole(path, write_to, read_back)

"""Store -> Turtle: the triples of all graphs, the plain view first."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.export.grouped import write_grouped
from kg.export.ordering import blocks, by_subject, lines
from kg.store import Store


def write(store: Store, path: Path, **_options: object) -> int:
    """See kg.export.Exporter; a triple that stands in several graphs is written once."""
    return write_grouped(blocks(by_subject(lines(store))), path, ox.RdfFormat.TURTLE, store.prefixes)

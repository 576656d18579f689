"""Store -> sorted N-Triples: a line for each triple, whatever graphs it stands in."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.export.files import write_lines
from kg.export.ordering import lines
from kg.store import Store


def write(store: Store, path: Path, **_options: object) -> int:
    """See kg.export.Exporter."""
    return write_lines(path, lines(store), ox.RdfFormat.N_TRIPLES)

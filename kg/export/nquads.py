"""Store -> sorted N-Quads: equal bytes for equal content."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.export.files import write_lines
from kg.export.ordering import quad_lines
from kg.store import Store


def write(store: Store, path: Path, **_options: object) -> int:
    """See kg.export.Exporter."""
    return write_lines(path, sorted(quad_lines(store)), ox.RdfFormat.N_QUADS)

"""Store -> TriG: the graph of the knowledge base first, then each article's graph."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.assemble.terms import DATASET, used_prefixes
from kg.export.files import write_whole
from kg.export.ordering import reading_order, selected
from kg.store import Store


def write(store: Store, path: Path, *, slim: bool = False, **_options: object) -> int:
    """See kg.export.Exporter."""
    quads = selected(store, slim=slim)
    own = {quad.graph_name for quad in quads if quad.object == DATASET}
    order = reading_order(quads)
    quads.sort(key=lambda quad: (quad.graph_name not in own, str(quad.graph_name), order(quad)))

    def write_to(file: IO[bytes]) -> int:
        ox.serialize(quads, file, ox.RdfFormat.TRIG, prefixes=used_prefixes(quads, store.prefixes))
        return len(quads)

    def read_back(written: Path) -> int:
        return sum(1 for _ in ox.parse(path=str(written), format=ox.RdfFormat.TRIG))

    return write_whole(path, write_to, read_back)

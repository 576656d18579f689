"""Store -> TriG: the graph of the knowledge base first, then each article's graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.assemble.terms import DATASET
from kg.export.grouped import write_grouped
from kg.export.ordering import blocks, by_subject, in_graph
from kg.store import Store

_ABOUT_ITSELF = f" {DATASET} .\n".encode()


def write(store: Store, path: Path, **_options: object) -> int:
    """See kg.export.Exporter."""
    graphs = sorted(store.ntriples(), key=lambda graph: (_ABOUT_ITSELF not in graph[1], graph[0]))
    return write_grouped(_in_order(graphs), path, ox.RdfFormat.TRIG, store.prefixes)


def _in_order(graphs: list[tuple[bytes, bytes]]) -> Iterator[tuple[int, bytes]]:
    for name, block in graphs:
        subjects = by_subject(sorted(block.splitlines()))
        yield from blocks([in_graph(line, name) for line in group] for group in subjects)

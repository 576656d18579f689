"""Store -> nodes.csv and edges.csv, for spreadsheets, pandas and SQL: RFC 4180, UTF-8, a header each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.export.files import write_tables
from kg.export.network import network
from kg.ontology import Ontology, load
from kg.store import Store

_EDGE = (
    *("subject", "predicate", "object", "subject_label", "object_label"),
    *("status", "confidence", "claims", "derived", "published", "articles", "sentence"),
)


def write(store: Store, path: Path, *, ontology: Ontology | None = None, **_options: object) -> int:
    """See kg.export.Exporter; path is a folder, what is counted is edges. Several values are parted by " | "."""
    found = network(store, ontology or load())
    columns = list(found.properties)
    labels = {node.id: node.label for node in found.nodes}
    nodes = [
        [
            *(node.id, node.types[0] if node.types else "", node.label, _several(node.aliases)),
            *(_several(value.value for value in node.values.get(key, ())) for key in columns),
        ]
        for node in found.nodes
    ]
    edges = [
        [
            *(edge.subject, edge.predicate, edge.object, labels[edge.subject], labels[edge.object]),
            *(edge.status, f"{edge.confidence:g}" if edge.claims else "", str(edge.claims)),
            *(str(edge.derived).lower(), edge.published, _several(edge.articles), edge.sentence),
        ]
        for edge in found.edges
    ]
    tables = {"nodes.csv": (["id", "type", "label", "aliases", *columns], nodes), "edges.csv": (_EDGE, edges)}
    write_tables(path, tables)
    return len(edges)


def _several(values: Iterable[str]) -> str:
    return " | ".join(values)

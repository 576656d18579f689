"""Store -> nodes.csv and relationships.csv as `neo4j-admin database import` reads them.

neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv --multiline-fields=true
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg.export.files import write_tables
from kg.export.network import Property, local, names, network
from kg.ontology import Ontology, load
from kg.store import Store

_ARRAY = ";"  # what the importer parts values of an array by, unless told otherwise
_EDGE = (
    *(":START_ID", ":END_ID", ":TYPE", "status", "confidence:double", "claims:int", "derived:boolean"),
    *("published:date", "articles:string[]", "sentence"),
)


def write(store: Store, path: Path, *, ontology: Ontology | None = None, **_options: object) -> int:
    """See kg.export.Exporter; path is a folder, what is counted is relationships."""
    found = network(store, ontology or load())
    kinds = found.properties
    nodes = [
        [
            *(node.id, _ARRAY.join(map(local, node.types)), node.label, _array(node.aliases)),
            *(
                _cell([value.value for value in node.values.get(key, ())], kind)
                for key, kind in kinds.items()
            ),
        ]
        for node in found.nodes
    ]
    edges = [
        [
            *(edge.subject, edge.object, local(edge.predicate), edge.status),
            *(f"{edge.confidence:g}" if edge.claims else "", str(edge.claims), str(edge.derived).lower()),
            *(edge.published, _array(edge.articles), edge.sentence),
        ]
        for edge in found.edges
    ]
    head = ["iri:ID", ":LABEL", "name", "aliases:string[]", *_columns(kinds)]
    write_tables(path, {"nodes.csv": (head, nodes), "relationships.csv": (_EDGE, edges)})
    return len(edges)


def _columns(kinds: Mapping[str, Property]) -> Iterator[str]:
    """A column for each property: its local name, where no other column is called so."""
    called = names(kinds, ("iri", "name", "aliases"))
    for key, kind in kinds.items():
        yield f"{called[key]}:{'double' if kind.number else 'string'}{'' if kind.single else '[]'}"


def _cell(values: Sequence[str], kind: Property) -> str:
    return "".join(values) if kind.single else _array(values)


def _array(values: Sequence[str]) -> str:
    return _ARRAY.join(value.replace(_ARRAY, ",") for value in values)

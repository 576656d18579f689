"""Store -> GraphML, for Gephi, Cytoscape, yEd, igraph: things as nodes, triples between them as edges."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import networkx as nx

from kg.export.files import write_whole
from kg.export.network import local, names, network
from kg.ontology import Ontology, load
from kg.store import Store


def write(store: Store, path: Path, *, ontology: Ontology | None = None, **_options: object) -> int:
    """See kg.export.Exporter; what is counted is edges. A list of values is one text, parted by "; "."""
    found = network(store, ontology or load())
    called = names(found.properties, ("label", "type", "aliases"))
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in found.nodes:
        values = {called[key]: "; ".join(value.value for value in some) for key, some in node.values.items()}
        type_ = local(node.types[0]) if node.types else ""
        graph.add_node(
            node.id, **{**values, "label": node.label, "type": type_, "aliases": "; ".join(node.aliases)}
        )
    for edge in found.edges:
        graph.add_edge(
            edge.subject,
            edge.object,
            key=edge.predicate,
            label=local(edge.predicate),
            predicate=edge.predicate,
            status=edge.status,
            confidence=edge.confidence,
            claims=edge.claims,
            derived=edge.derived,
            sentence=edge.sentence,
            articles="; ".join(edge.articles),
            published=edge.published,
        )

    def write_to(file: IO[bytes]) -> int:
        nx.write_graphml(graph, file, named_key_ids=True)
        return graph.number_of_edges()

    def read_back(written: Path) -> int:
        again = nx.read_graphml(written, force_multigraph=True)
        return int(again.number_of_edges()) if set(again) == set(graph) else -1

    return write_whole(path, write_to, read_back)

"""Store -> one HTML file: the graph as a drawing, with the sentences behind every line; opens without a network.

reading     what the RDF says               (Store -> Facts, with rows, evidence and comparisons)
statements  which triples, how sure         (Facts -> statements)
graph       what is node, edge or value     (Facts -> networkx MultiDiGraph, statements)
communities which nodes belong together     (igraph)
families    what looks alike                (Ontology -> colours and shapes)
layout      where a node stands             (igraph, with boxes)
drawing     what vis-network draws          (pyvis)
queries     what the SPARQL tab answers     (compressed N-Triples, canned queries)
document    what the page reads             (JSON)
page        the file                        (assets/, vendor/)
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from kg.export.files import write_whole
from kg.export.html.document import document
from kg.export.html.graph import build
from kg.export.html.page import page, read_document
from kg.export.html.queries import answering
from kg.export.html.reading import read
from kg.ontology import Ontology, load
from kg.store import Store

__all__ = ["write"]


def write(
    store: Store,
    path: Path,
    *,
    ontology: Ontology | None = None,
    title: str = "Knowledge graph",
    sparql: bool = True,
    **_options: Any,
) -> int:
    """See kg.export.Exporter; what is counted is statements.

    Args:
        ontology: what the classes and relations are called, and which classes are events.
        title: of the page.
        sparql: whether the page can answer SPARQL; without, it is 2 MB and the graph's own size smaller.
    """
    ontology = ontology or load()
    facts = read(store)
    content = document(
        build(facts, ontology),
        facts,
        ontology=ontology,
        prefixes=store.prefixes,
        title=title,
        rdf=answering(store) if sparql else None,
    )
    text = page(content)

    def write_to(file: IO[bytes]) -> int:
        file.write(text.encode())
        return len(content["statements"])

    def read_back(written: Path) -> int:
        return len(read_document(written.read_text("utf-8"))["statements"])

    return write_whole(path, write_to, read_back)

"""Store -> one HTML file: the graph as a drawing, with the sentences behind every line; opens without a network.

reading    what the RDF says            (Store -> Facts, with rows and evidence)
statements which triples, how sure      (Facts -> statements)
graph      what is node, edge or value  (Facts -> networkx MultiDiGraph, statements)
families   what looks alike             (Ontology -> colours and shapes)
layout     where a node stands          (igraph)
drawing    what vis-network draws       (pyvis)
document   what the page reads          (JSON)
page       the file                     (assets/)
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from kg.export.files import write_whole
from kg.export.html.document import document
from kg.export.html.graph import build
from kg.export.html.page import page, read_document
from kg.export.html.reading import read
from kg.ontology import Ontology, load
from kg.store import Store

__all__ = ["write"]


def write(
    store: Store,
    path: Path,
    *,
    slim: bool = False,
    ontology: Ontology | None = None,
    title: str = "Knowledge graph",
    **_options: Any,
) -> int:
    """See kg.export.Exporter; what is counted is statements.

    Args:
        ontology: what the classes and relations are called, and which classes are events.
        title: of the page.
    """
    ontology = ontology or load()
    facts = read(store, slim=slim)
    content = document(
        build(facts, ontology), facts, ontology=ontology, base=store.prefixes["d"], title=title
    )
    text = page(content)

    def write_to(file: IO[bytes]) -> int:
        file.write(text.encode())
        return len(content["statements"])

    def read_back(written: Path) -> int:
        return len(read_document(written.read_text("utf-8"))["statements"])

    return write_whole(path, write_to, read_back)

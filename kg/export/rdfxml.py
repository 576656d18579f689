"""Store -> RDF/XML: the triples of all graphs, the plain view first."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.export.files import count_triples, write_whole
from kg.export.ordering import blocks, by_subject, lines, triples_of, used_prefixes
from kg.store import Store


def write(store: Store, path: Path, **_options: object) -> int:
    """See kg.export.Exporter; a predicate that XML cannot name is an error."""
    triples = lines(store)
    prefixes = used_prefixes(triples, store.prefixes)

    def write_to(file: IO[bytes]) -> int:
        in_order = (triple for _, block in blocks(by_subject(triples)) for triple in triples_of(block))
        ox.serialize(in_order, file, ox.RdfFormat.RDF_XML, prefixes=prefixes)
        return len(triples)

    return write_whole(path, write_to, lambda written: count_triples(written, ox.RdfFormat.RDF_XML))

"""Store -> RDF/XML: the triples of all graphs, the plain view first.

The serializer writes predicates that no XML element can be called after as well, and only its own parser reads them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import ExportError
from kg.export.files import count_triples, write_whole
from kg.export.ordering import blocks, by_subject, lines, triples_of, used_prefixes
from kg.store import Store

_NAMEABLE = re.compile(r"[^\W\d][\w.-]*>$")  # ends in what XML can call an element


def write(store: Store, path: Path, **_options: object) -> int:
    """See kg.export.Exporter; a predicate that XML cannot name is an error."""
    triples = lines(store)
    for predicate in {line.split(b" ", 2)[1].decode() for line in triples}:
        if not _NAMEABLE.search(predicate):
            raise ExportError(
                f"RDF/XML cannot name the predicate {predicate}; take another format", str(path)
            )
    prefixes = used_prefixes(triples, store.prefixes)

    def write_to(file: IO[bytes]) -> int:
        in_order = (triple for _, block in blocks(by_subject(triples)) for triple in triples_of(block))
        ox.serialize(in_order, file, ox.RdfFormat.RDF_XML, prefixes=prefixes)
        return len(triples)

    return write_whole(path, write_to, lambda written: count_triples(written, ox.RdfFormat.RDF_XML))

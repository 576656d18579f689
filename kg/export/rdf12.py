"""Store -> Turtle of RDF 1.2: a claim reifies its triple as a term, in place of rdf:subject, predicate and object.

Always as `rdf:reifies <<( s p o )>>`, never as a bare `<< s p o >>`, which older readers take for something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.assemble import terms
from kg.export.grouped import write_grouped
from kg.export.ordering import blocks, by_subject, lines
from kg.store import Store

_IS_STATEMENT = f"{terms.TYPE} {terms.STATEMENT} .".encode()
_PARTS = tuple(f"{part} ".encode() for part in (terms.SUBJECT, terms.PREDICATE, terms.OBJECT))
_REIFIES = str(terms.REIFIES).encode()


def write(store: Store, path: Path, **_options: object) -> int:
    """See kg.export.Exporter; a triple that stands in several graphs is written once."""
    groups = map(_reified, by_subject(lines(store)))
    return write_grouped(blocks(groups), path, ox.RdfFormat.TURTLE, store.prefixes)


def _reified(group: list[bytes]) -> list[bytes]:
    """The triples of a subject; those of a statement that is whole, with the triple as a term."""
    start = group[0].index(b" ") + 1
    parts = [[line for line in group if line.startswith(part, start)] for part in _PARTS]
    statement = [line for line in group if line.startswith(_IS_STATEMENT, start)]
    if not statement or any(len(found) != 1 for found in parts):
        return group
    replaced = {*statement, *(line for found in parts for line in found)}
    terms_ = (found[0][start + len(part) : -2] for found, part in zip(parts, _PARTS, strict=True))
    reifies = b"%s%s <<( %s )>> ." % (group[0][:start], _REIFIES, b" ".join(terms_))
    return list(_inserted(group, replaced, reifies))


def _inserted(group: list[bytes], replaced: set[bytes], line: bytes) -> Iterator[bytes]:
    """The group with one line in place of these, where the first part of the statement was."""
    pending = True
    for before in group:
        if before not in replaced:
            yield before
        elif pending and _IS_STATEMENT not in before:
            yield line
            pending = False

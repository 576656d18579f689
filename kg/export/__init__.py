"""Store -> files, by the name of a format; a row of EXPORTERS each.

An exporter is `write(store, path, **options) -> int`: it makes the file, or raises ExportError and leaves an earlier
file alone. What part of the graph it gets is decided before, in one way for all (kg.export.selection).
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import ExportError
from kg.ontology import Ontology, load

if TYPE_CHECKING:
    from kg.export.selection import Selection
    from kg.store import Store

EXPORTERS = {
    "turtle": "kg.export.turtle:write",
    "trig": "kg.export.trig:write",
    "nquads": "kg.export.nquads:write",
    "ntriples": "kg.export.ntriples:write",
    "jsonld": "kg.export.jsonld:write",
    "rdfxml": "kg.export.rdfxml:write",
    "rdf12": "kg.export.rdf12:write",
    "graphml": "kg.export.graphml:write",
    "csv": "kg.export.csv:write",
    "neo4j": "kg.export.neo4j:write",
    "html": "kg.export.html:write",
}


class Exporter(Protocol):
    """Writes a store to a file."""

    def __call__(self, store: Store, path: Path, **options: Any) -> int:
        """Makes the file; a form that has several makes them in a folder of that name.

        Args:
            options: what only some formats know, such as `ontology`; the others take no notice.

        Returns:
            How much it holds: triples, quads where the form has graphs, statements in HTML, else relations.

        Raises:
            ExportError: the file could not be written whole; an earlier file of that name is untouched.
        """


def export(
    store: Store,
    name: str,
    path: Path,
    *,
    selection: Selection | None = None,
    ontology: Ontology | None = None,
    **options: Any,
) -> int:
    """Writes a store, or the selected part of it, to a file in the format of this name; see Exporter for options."""
    from kg.export.selection import select

    ontology = ontology or load()
    part = select(store, selection, ontology) if selection else store
    return exporter(name)(part, path, ontology=ontology, **options)


def exporter(name: str) -> Exporter:
    """The exporter of a format in EXPORTERS, or a third party's as "module:callable".

    Raises:
        ExportError: there is none of that name.
    """
    target = EXPORTERS.get(name, name)
    module, _, attribute = target.partition(":")
    if not attribute:
        raise ExportError(f"no format {name!r}; there are {', '.join(sorted(EXPORTERS))}")
    try:
        found: Exporter = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise ExportError(f"the exporter {target} cannot be loaded: {error}") from error
    return found

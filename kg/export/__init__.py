"""Store -> files, by the name of a format; a row of EXPORTERS each.

An exporter is `write(store, path, *, slim=False, **options) -> int`: it makes the file, or raises ExportError
and leaves an earlier file alone.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import ExportError

if TYPE_CHECKING:
    from kg.store import Store

EXPORTERS = {
    "turtle": "kg.export.turtle:write",
    "trig": "kg.export.trig:write",
    "nquads": "kg.export.nquads:write",
    "html": "kg.export.html:write",
}


class Exporter(Protocol):
    """Writes a store to a file."""

    def __call__(self, store: Store, path: Path, *, slim: bool = False, **options: Any) -> int:
        """Makes the file.

        Args:
            slim: leave out who says so: claims, sentences, articles, activities and agents.
            options: what only some formats know; the others take no notice.

        Returns:
            How much it holds: triples, quads where the form has graphs, statements in HTML.

        Raises:
            ExportError: the file could not be written whole; an earlier file of that name is untouched.
        """


def export(store: Store, name: str, path: Path, *, slim: bool = False, **options: Any) -> int:
    """Writes a store to a file in the format of this name; see Exporter.

    Args:
        options: handed on to the exporter, such as `ontology`.
    """
    return exporter(name)(store, path, slim=slim, **options)


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

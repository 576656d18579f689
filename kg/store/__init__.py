"""Quads -> an embedded Oxigraph store, in a folder or in memory, and SPARQL over all its graphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

import pyoxigraph as ox

from kg.assemble import terms
from kg.errors import StoreError
from kg.ontology import PREFIXES
from kg.store import disk

READABLE = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
# Oxigraph keeps every integer type as xsd:integer; the offsets of the Web Annotation vocabulary are another.
_OFFSETS = (terms.START, terms.END)
_INTEGER = terms.typed("0", "integer").datatype

_RETYPED = re.compile(
    rb"((?:%s) \"\d+\"\^\^<http://www\.w3\.org/2001/XMLSchema#)integer>"
    % b"|".join(re.escape(str(predicate).encode()) for predicate in _OFFSETS)
)

QueryResults = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query is asked over, as the SPARQL protocol names them."""

    default: tuple[ox.NamedNode, ...]
    named: tuple[ox.NamedNode, ...]


class Store:
    """A knowledge graph that can be read, and replaced if it was opened for writing.

    Made by `Store.open` from a folder, `Store.load` from an RDF file, `Store.memory` from quads at hand.

    Attributes:
        path: the folder or file it is from, None in memory.
        prefixes: the ontology's, and "d" for the base of this graph's own IRIs; what a file declares beside them.
    """

    def __init__(
        self,
        data: ox.Store,
        path: Path | None = None,
        *,
        reading: IO[str] | None = None,
        writing: IO[str] | None = None,
    ) -> None:
        self._data = data
        self._reading, self._writing = reading, writing  # open lock files
        self.path = path
        self.prefixes = _prefixes(data)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = True) -> Self:
        """The store in a folder; opened for writing it is made if there is none, and locked until closed.

        A folder that Oxigraph itself made can be read as well.

        Raises:
            StoreError: there is none to read, it is no store, it is damaged, a newer kg made it, or another
                process is writing it.
        """
        if path.exists() and not path.is_dir():
            raise StoreError("is a file; a store is a folder (kg build makes one)", str(path))
        writing = None if read_only else disk.lock_for_writing(path)
        if writing and not disk.has_content(path):
            return cls(ox.Store(), path, writing=writing)
        try:
            data, reading = disk.open_current(path)
        except StoreError:
            if writing:
                writing.close()
            raise
        return cls(data, path, reading=reading, writing=writing)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The content of an RDF file, in memory; its form is told by its ending.

        Raises:
            StoreError: no such file, an unknown ending, or not what the ending says.
        """
        if path.suffix.lower() not in READABLE:
            raise StoreError(f"is no RDF file by its ending; known are {', '.join(READABLE)}", str(path))
        data, format_ = ox.Store(), READABLE[path.suffix.lower()]
        try:
            data.bulk_load(path=str(path), format=format_, base_iri=path.absolute().as_uri())
            declared = _declared(path, format_)
        except (SyntaxError, ValueError, OSError) as error:
            raise StoreError(f"cannot be read as {format_.name}: {error}", str(path)) from error
        store = cls(data, path)
        store.prefixes = {**declared, **store.prefixes}
        return store

    @classmethod
    def memory(cls, quads: Iterable[ox.Quad]) -> Self:
        """A store of these quads that lasts as long as the object."""
        data = ox.Store()
        data.extend(quads)
        return cls(data)

    def close(self) -> None:
        """Gives up the locks; the store is empty afterwards for whoever still asks it."""
        self._data = ox.Store()
        for lock in (self._reading, self._writing):
            if lock:
                lock.close()
        self._reading = self._writing = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._data)

    def replace(self, quads: Iterable[ox.Quad]) -> None:
        """Makes the store hold exactly these quads; on any failure it holds what it did.

        A process killed at any moment leaves the old content or the new.

        Raises:
            StoreError: it was not opened for writing, or the disk refused. Other errors that the iterable
                raises pass through.
        """
        if self.path is None or self._writing is None:
            raise StoreError("is open for reading only", str(self.path or "a store in memory"))
        try:
            disk.replace(self.path, quads)
        except OSError as error:
            raise StoreError(f"cannot be written: {error}", str(self.path)) from error
        data, reading = disk.open_current(self.path)
        if self._reading:
            self._reading.close()
        self._data, self._reading = data, reading
        self.prefixes = _prefixes(data)
        disk.remove_old_generations(self.path)

    def quads(self) -> Iterator[ox.Quad]:
        """All quads, in no order, typed as they were written.

        Raises:
            StoreError: the store is damaged.
        """
        return self._quads(None)

    def graph(self, name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
        """The quads of one graph, likewise."""
        return self._quads(name)

    def graphs(self) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
        """The graphs that hold something, the default graph among them, by their names."""
        found = [*self._data.named_graphs(), ox.DefaultGraph()]
        return sorted((name for name in found if next(self._quads(name), None) is not None), key=str)

    def _quads(self, name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None) -> Iterator[ox.Quad]:
        try:
            for quad in self._data.quads_for_pattern(None, None, None, name):
                yield _retyped(quad) if quad.predicate in _OFFSETS else quad
        except OSError as error:
            raise StoreError(f"is damaged; remove it and build again: {error}", str(self.path)) from error

    def ntriples(self) -> Iterator[tuple[bytes, bytes]]:
        """Each graph's name as N-Quads writes it, b"" for the default graph, and its triples as N-Triples.

        Neither graphs nor lines have an order. A third of the time that `quads` takes, from memory.

        Raises:
            StoreError: the store is damaged.
        """
        try:
            for name in (ox.DefaultGraph(), *self._data.named_graphs()):
                block = self._data.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""
                yield (
                    (b"" if isinstance(name, ox.DefaultGraph) else str(name).encode()),
                    _RETYPED.sub(rb"\1nonNegativeInteger>", block),
                )
        except OSError as error:
            raise StoreError(f"is damaged; remove it and build again: {error}", str(self.path)) from error

    def dump(self) -> bytes:
        """Sorted N-Quads: equal bytes for equal content."""
        return b"".join(f"{line} .\n".encode() for line in sorted(map(str, self.quads())))

    def query(
        self,
        text: str,
        substitutions: Mapping[ox.Variable, terms.Term] | None = None,
        dataset: Dataset | None = None,
        *,
        union: bool = True,
    ) -> QueryResults:
        """The answer to a SPARQL query over the union of all graphs; `prefixes` need no declaration.

        With a dataset it is over its graphs, whatever the query says of FROM; without union, over those that
        the query says. This is pyoxigraph's own answer, for the code of kg; kg.query.query is safe for anyone's queries.

        Raises:
            SyntaxError: the text is no query.
            StoreError: the store cannot be read.
        """
        try:
            return self._data.query(
                text,
                prefixes=dict(self.prefixes),
                use_default_graph_as_union=union and dataset is None,
                default_graph=None if dataset is None else list(dataset.default),
                named_graphs=None if dataset is None else list(dataset.named),
                substitutions=dict(substitutions or {}),
            )
        except OSError as error:
            raise StoreError(f"cannot be queried: {error}", str(self.path or "")) from error

    def select(
        self, text: str, substitutions: Mapping[ox.Variable, terms.Term] | None = None
    ) -> Iterator[ox.QuerySolution]:
        """The solutions of a SELECT query of kg's own."""
        return iter(cast(ox.QuerySolutions, self.query(text, substitutions)))


def open_any(path: Path) -> Store:
    """The store in a folder, or the content of an RDF file, for reading.

    Raises:
        StoreError: as Store.open and Store.load.
    """
    return Store.load(path) if path.is_file() else Store.open(path)


def _retyped(quad: ox.Quad) -> ox.Quad:
    """An offset with the type it was written with; whatever else another program put there as it is."""
    value = quad.object
    if not isinstance(value, ox.Literal) or value.datatype != _INTEGER:
        return quad
    if not (value.value.isascii() and value.value.isdigit()):
        return quad
    return ox.Quad(
        quad.subject, quad.predicate, terms.typed(value.value, "nonNegativeInteger"), quad.graph_name
    )


def _declared(path: Path, format_: ox.RdfFormat) -> dict[str, str]:
    """The prefixes that an RDF file declares before its first triple."""
    parser = ox.parse(path=str(path), format=format_, base_iri=path.absolute().as_uri())
    next(parser, None)
    return dict(parser.prefixes)


def _prefixes(data: ox.Store) -> Mapping[str, str]:
    quads = data.quads_for_pattern(None, terms.URI_SPACE, None, None)
    spaces = [quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)]
    return {**PREFIXES, "void": terms.VOID, "d": min(spaces, default=terms.DEFAULT_BASE)}

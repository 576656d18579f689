"""The errors kg raises on purpose: each says what is wrong, where, and what to do about it."""

from __future__ import annotations


class KgError(Exception):
    """Something the user can act on.

    Args:
        message: what is wrong and, where there is something to do, what to do.
        where: the file, line, URL, article or option concerned ("" when there is none to name).
    """

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class ReadError(KgError):
    """A source, or one article of it, that cannot be read; the rest of the sources can."""


class OntologyError(KgError):
    """The ontology contradicts itself or says something the extractor cannot follow."""


class StoreError(KgError):
    """The store cannot be opened, read or written."""


class QueryError(KgError):
    """A SPARQL query that is not one, or that the store refuses."""


class ExportError(KgError):
    """An export that could not be written whole; an earlier file of that name is untouched."""


class PublishError(KgError):
    """A triple store could not be pushed to; a repeated push goes on where this one ended."""


class ServeError(KgError):
    """The graph cannot be served, or a request to the server is none that it can answer."""

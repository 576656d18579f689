"""What a client accepts -> the form of an answer that suits it best."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    # what clients ask for that know no better
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "application/xml": ox.RdfFormat.RDF_XML,
    "application/json": ox.RdfFormat.JSON_LD,
}


def negotiate(accept: str, offered: Mapping[str, object]) -> str | None:
    """The offered media type that an Accept header likes best, the first of them if all are equal; None for none.

    As RFC 9110 has it: the most specific range counts for a type, and q=0 refuses it.
    """
    ranges = [_range(part) for part in (accept or "*/*").split(",") if part.strip()]
    best, best_quality = None, 0.0
    for type_ in offered:
        matching = [(specific, quality) for name, specific, quality in ranges if _matches(name, type_)]
        quality = max(matching)[1] if matching else 0.0
        if quality > best_quality:
            best, best_quality = type_, quality
    return best


def _range(part: str) -> tuple[str, int, float]:
    """Name, how specific it is, and quality of a media range."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return name, 0 if name == "*/*" else 1 if name.endswith("/*") else 2, quality


def _matches(range_: str, type_: str) -> bool:
    return range_ in ("*/*", type_) or (range_.endswith("/*") and type_.startswith(range_[:-1]))

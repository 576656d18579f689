"""An answer -> text: a table for people, the W3C's result formats, Markdown or Turtle for programs."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.assemble.terms import used_prefixes
from kg.errors import QueryError
from kg.query import Kind, Result
from kg.query.names import printable, short

W3C = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
FORMATS = ("table", "markdown", *W3C, "turtle")
_NARROWEST = 8


def render(result: Result, format_: str = "table", *, width: int | None = None) -> str:
    """The answer as text that ends in a newline (a table of no rows has its header still).

    Args:
        format_: one of FORMATS; Turtle for graphs only, the W3C's formats for the others only.
        width: columns of the terminal that a table should fit in, None for as wide as it is.

    Raises:
        QueryError: no such format, or not for this kind of query.
    """
    if format_ not in FORMATS:
        raise QueryError(f"no format {format_!r}; there are {', '.join(FORMATS)}")
    if format_ == "turtle":
        return _turtle(result)
    if format_ in W3C:
        return _w3c(result, format_)
    if result.kind is Kind.TRUTH:
        return "yes\n" if result.truth else "no\n"
    header, rows = _cells(result)
    return table(header, rows, width) if format_ == "table" else _markdown(header, rows)


def _cells(result: Result) -> tuple[Sequence[str], list[list[str]]]:
    def cell(term: object) -> str:
        return printable(short(term, result.prefixes)) if term is not None else ""

    if result.kind is Kind.GRAPH:
        triples = sorted((list(map(cell, triple)) for triple in result.triples), key=tuple)
        return ("subject", "predicate", "object"), triples
    return result.variables, [list(map(cell, row)) for row in result.rows]


def table(header: Sequence[str], rows: Iterable[Sequence[str]], width: int | None = None) -> str:
    """Columns side by side, the widest cut until all fit in so many columns of a terminal; None for whole."""
    rows = list(rows)
    widths = [
        max(min(columns(cell, width), width or sys.maxsize) for cell in column)
        for column in zip(header, *rows, strict=True)
    ]
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    lines = [header, ["-" * wide for wide in widths], *rows]
    fitted = ("  ".join(_fit(cell, wide) for cell, wide in zip(line, widths, strict=True)) for line in lines)
    return "".join(f"{line.rstrip()}\n" for line in fitted)


def columns(text: str, most: int | None = None) -> int:
    """How many columns of a terminal a text takes; if they are more than `most`, some number above it."""
    wide = 0
    for character in text:
        wide += _columns(character)
        if most is not None and wide > most:
            break
    return wide


def _columns(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.combining(character) else 1


def _fit(text: str, width: int) -> str:
    """The text in exactly so many columns; what is cut off is an ellipsis."""
    wide, kept, end = 0, 0, 0
    for at, character in enumerate(text, start=1):
        wide += _columns(character)
        if wide > width:
            return text[:end] + "…" + " " * (width - kept - 1)
        if wide < width:
            kept, end = wide, at
    return text + " " * (width - wide)


def _markdown(header: Sequence[str], rows: list[list[str]]) -> str:
    escaped = ([re.sub(r"([\\|<>*_`\[\]])", r"\\\1", cell) for cell in row] for row in rows)
    lines = [header, ["---"] * len(header), *escaped]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _w3c(result: Result, format_: str) -> str:
    if result.kind is Kind.GRAPH:
        raise QueryError(f"a {result.kind} has no {format_} form; take turtle, table or markdown")
    again = ox.parse_query_results(result.payload, ox.QueryResultsFormat.JSON)
    text = (again.serialize(format=W3C[format_]) or b"").decode()
    return text if text.endswith("\n") else text + "\n"


def _turtle(result: Result) -> str:
    if result.kind is not Kind.GRAPH:
        raise QueryError(
            f"only CONSTRUCT and DESCRIBE give Turtle, not {result.kind}; take table, csv or json"
        )
    triples = sorted(set(result.triples), key=str)
    written = (
        ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used_prefixes(triples, result.prefixes))
        or b""
    )
    return written.decode()

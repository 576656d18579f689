"""A graph of any size in kg's own shape: a small one again and again, with other names in each copy."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.assemble.terms import DEFAULT_BASE
from tests.assemble import sample

# What each copy has of its own: articles with their sentences, and the base's things; not the graph of the knowledge
# base, nor the programs.
_OWN = re.compile(
    rf"<((?:https://news\.|file://|{re.escape(DEFAULT_BASE)}(?!graph>|kg-|pipeline-))[^>#]*)(#[^>]*)?>"
)
_LABEL = re.compile(r'(/2000/01/rdf-schema#label> "(?:[^"\\]|\\.)*)"')
_MARK = "\0"  # where the number of a copy goes


def nquads(at_least: int, quads: Iterable[ox.Quad] | None = None) -> Iterator[bytes]:
    """N-Quads of copies of a graph, the sample by default, until there are that many quads; a copy at a time."""
    text = "".join(f"{quad} .\n" for quad in quads or sample.quads())
    marked = _LABEL.sub(rf'\1 {_MARK}"', _OWN.sub(rf"<\1-{_MARK}\2>", text))
    size = text.count("\n")
    for number in itertools.count():
        if number * size >= at_least:
            return
        yield marked.replace(_MARK, str(number)).encode()


def store(at_least: int, path: str | None = None) -> ox.Store:
    """The same, loaded: in memory, or in a folder."""
    found = ox.Store(path)
    found.bulk_load(b"".join(nquads(at_least)), ox.RdfFormat.N_QUADS)
    return found

"""A store -> its triples as lines of N-Triples, in the order in which people read them, the same for equal content.

Lines, because a million triples as objects of Python take more than a gigabyte, and four times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.assemble import terms
from kg.store import Store

# Below the plain view (0): articles, then claims, then where they stand, then how they were found.
_SECTIONS = {
    terms.DATASET: -1,
    terms.ARTICLE: 1,
    terms.CLAIM: 2,
    terms.DERIVED_CLAIM: 2,
    terms.LINK: 2,
    terms.STATEMENT: 2,
    terms.SPECIFIC_RESOURCE: 3,
    terms.POSITION_SELECTOR: 3,
    terms.QUOTE_SELECTOR: 3,
    terms.ACTIVITY: 4,
    terms.SOFTWARE_AGENT: 5,
}
# The rest of a subject's triples follow by the alphabet of their predicates.
_FIRST = (terms.TYPE, terms.LABEL, terms.ALT_LABEL, terms.SUBJECT, terms.PREDICATE, terms.OBJECT)

_SECTION_OF = {f"{type_} .".encode(): section for type_, section in _SECTIONS.items()}
_RANK = {f"{predicate} ".encode(): rank for rank, predicate in enumerate(_FIRST)}
_FIRST_ON_LINE, _TYPE = tuple(_RANK), f"{terms.TYPE} ".encode()
_AT_ONCE = 20_000  # lines


def lines(store: Store) -> list[bytes]:
    """The triples of all graphs, each once and without its line break, by the alphabet."""
    found = [line for _, block in store.ntriples() for line in block.splitlines()]
    found.sort()
    return [line for line, before in zip(found, [b"", *found], strict=False) if line != before]


def quad_lines(store: Store) -> Iterator[bytes]:
    """The quads of the store as lines of N-Quads, without line breaks, in no order."""
    return (in_graph(line, name) for name, block in store.ntriples() for line in block.splitlines())


def in_graph(line: bytes, name: bytes) -> bytes:
    """A line of N-Triples as one of N-Quads; nothing names the default graph."""
    return b"%s%s ." % (line[:-1], name) if name else line


def by_subject(triples: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The lines of each subject, of sorted ones: the plain view first, then what is behind it; types and names on top."""
    grouped: dict[bytes, list[bytes]] = {}
    current, group = b"\0", list[bytes]()
    for line in triples:
        if line.startswith(current):
            group.append(line)
        else:
            current, group = line[: line.index(b" ") + 1], [line]
            grouped[current] = group
    section = {subject: _section(found, len(subject)) for subject, found in grouped.items()}
    for subject in sorted(grouped, key=lambda subject: (section[subject], subject)):
        yield _names_first(grouped.pop(subject), len(subject))


def blocks(subjects: Iterable[list[bytes]]) -> Iterator[tuple[int, bytes]]:
    """Many subjects at once: how many triples they have, and these."""
    pending: list[bytes] = []
    for triples in subjects:
        pending += triples
        if len(pending) >= _AT_ONCE:
            yield len(pending), b"\n".join(pending)
            pending = []
    if pending:
        yield len(pending), b"\n".join(pending)


def used_prefixes(triples: Iterable[bytes], prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes whose namespace occurs in these triples."""
    sought = {prefix: f"<{iri}".encode() for prefix, iri in prefixes.items()}
    for line in triples:
        found = [prefix for prefix, beginning in sought.items() if beginning in line]
        for prefix in found:
            del sought[prefix]
    return {prefix: iri for prefix, iri in sorted(prefixes.items()) if prefix not in sought}


def triples_of(block: bytes) -> Iterator[ox.Triple]:
    """Lines as triples."""
    return (quad.triple for quad in ox.parse(block, ox.RdfFormat.N_TRIPLES))


def _section(group: Iterable[bytes], start: int) -> int:
    """Where a subject stands by its types; its lines have their predicates at `start`."""
    types = (line[start + len(_TYPE) :] for line in group if line.startswith(_TYPE, start))
    sections = [_SECTION_OF.get(type_, 0) for type_ in types]
    return min(sections) if sections and min(sections) < 0 else max(sections, default=0)


def _names_first(group: list[bytes], start: int) -> list[bytes]:
    first = [line for line in group if line.startswith(_FIRST_ON_LINE, start)]
    if not first:
        return group
    first.sort(key=lambda line: (_RANK[line[start : line.index(b" ", start) + 1]], line))
    return first + [line for line in group if not line.startswith(_FIRST_ON_LINE, start)]

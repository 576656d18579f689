"""Quads of a store -> the order in which people read them, the same for equal content."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

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
_RANK = {predicate: rank for rank, predicate in enumerate(_FIRST)}

Key = tuple[int, int, str, str]
Subject = NamedNode | BlankNode | Triple


def selected(store: Store, *, slim: bool) -> list[Quad]:
    """The quads to export: all, or those of the plain view."""
    quads = list(store.quads())
    if not slim:
        return quads
    provenance = {
        quad.subject
        for quad in quads
        if quad.predicate == terms.TYPE and quad.object in terms.PROVENANCE_TYPES
    }
    return [
        quad for quad in quads if quad.subject not in provenance and quad.predicate != terms.MERGED_BECAUSE
    ]


def reading_order(quads: Iterable[Quad]) -> Callable[[Triple | Quad], Key]:
    """A sort key for these quads: the plain view first, subject by subject, each with its type and names first."""
    section: dict[Subject, int] = {}
    for quad in quads:
        if quad.predicate == terms.TYPE and isinstance(quad.object, NamedNode):
            section[quad.subject] = _SECTIONS.get(quad.object, 0)
        else:
            section.setdefault(quad.subject, 0)
    # Numbers compare faster than IRIs, most of which begin alike.
    in_order = sorted(section, key=lambda subject: (section[subject], str(subject)))
    place = {subject: number for number, subject in enumerate(in_order)}

    def key(triple: Triple | Quad) -> Key:
        return place[triple.subject], *ranked(triple.predicate), str(triple.object)

    @functools.cache
    def ranked(predicate: NamedNode) -> tuple[int, str]:
        return _RANK.get(predicate, len(_RANK)), str(predicate)

    return key

"""Store -> rows and columns of its RDF, with terms as plain strings: an IRI's value, a literal's spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import pyoxigraph as ox

from kg.store import Store

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Values = Mapping[str, Sequence[Term]]


def rows(store: Store, query: str) -> Iterator[tuple[Term, ...]]:
    """The solutions of a SELECT whose variables are all bound."""
    return (cast(tuple[Term, ...], tuple(solution)) for solution in store.select(query))


def key(term: Term) -> str:
    """The value of an IRI; for a literal its whole spelling, which cannot be that of an IRI."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def column(store: Store, predicate: ox.NamedNode) -> Values:
    """The objects of a predicate by their subject."""
    found: dict[str, list[Term]] = defaultdict(list)
    for subject, object_ in rows(store, f"SELECT DISTINCT ?s ?o WHERE {{ ?s {predicate} ?o }}"):
        found[key(subject)].append(object_)
    return dict(found)


def members(store: Store, class_: ox.NamedNode) -> frozenset[str]:
    """The subjects of a type."""
    return frozenset(key(subject) for (subject,) in rows(store, f"SELECT ?s WHERE {{ ?s a {class_} }}"))


def texts(values: Values, of: str) -> tuple[str, ...]:
    """What a column holds for a subject, without language or datatype, sorted."""
    return tuple(sorted(term.value for term in values.get(of, ())))


def first(values: Values, of: str) -> str:
    """The least of what a column holds for a subject; empty if it holds nothing."""
    return next(iter(texts(values, of)), "")


def number(text: str) -> float | None:
    """The number that a literal spells, None if it spells none."""
    try:
        return float(text)
    except ValueError:
        return None

"""A subject, and a predicate and object if given -> what a store claims of them, down to the sentences."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import pyoxigraph as ox

from kg.assemble import terms
from kg.assemble.terms import Term
from kg.errors import KgError
from kg.explain.facts import Article, Claim, Fact, Sentence, Support, Thing, column, facts
from kg.query.names import short, things
from kg.store import Store

__all__ = ["Article", "Claim", "Fact", "Sentence", "Support", "Thing", "explain"]


def explain(store: Store, subject: str, predicate: str = "", object_: str = "") -> tuple[Fact, ...]:
    """What is claimed of a subject; without an object, also where the subject is the object.

    Args:
        subject, object_: a name, a CURIE or an IRI; the object may be a literal's words as well.
        predicate: a CURIE, an IRI, or the local name, spelled with or without spaces ("lead investor").

    Raises:
        KgError: no such name here; it says which names are near.
    """
    subjects = things(store, subject)
    objects = _objects(store, object_) if object_ else ()
    known = _values("p", _predicates(store, predicate)) if predicate else ""
    pattern = f"{_values('s', subjects)} ?claim {terms.SUBJECT} ?s ."
    if objects:
        pattern += f"{_values('o', objects)} ?claim {terms.OBJECT} ?o ."
    else:
        pattern = f"{{ {pattern} }} UNION {{ {_values('o', subjects)} ?claim {terms.OBJECT} ?o . }}"
    return facts(store, pattern + known)


def _values(variable: str, nodes: Sequence[Term]) -> str:
    return f" VALUES ?{variable} {{ {' '.join(map(str, nodes))} }} " if nodes else ""


def _predicates(store: Store, name: str) -> list[ox.NamedNode]:
    known = [p for p in column(store, f"?claim {terms.PREDICATE} ?it") if isinstance(p, ox.NamedNode)]
    by_name: dict[str, list[ox.NamedNode]] = {}
    for node in known:
        curie = short(node, store.prefixes)
        for spelling in (node.value, f"<{node.value}>", curie, curie.partition(":")[2]):
            by_name.setdefault(_plain(spelling), []).append(node)
    if _plain(name) in by_name:
        return by_name[_plain(name)]
    curies = {
        _plain(short(node, store.prefixes).partition(":")[2]): short(node, store.prefixes) for node in known
    }
    near = difflib.get_close_matches(_plain(name), curies, 5, 0.5)
    raise KgError(
        f"no claim has the predicate {name!r}; near are {', '.join(curies[key] for key in near) or 'none'}"
    )


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _objects(store: Store, name: str) -> list[Term]:
    literals = [
        term
        for term in column(store, f"?claim {terms.OBJECT} ?it FILTER(isLiteral(?it))")
        if term.value.casefold() == name.strip().casefold()
    ]
    try:
        return [*literals, *things(store, name)]
    except KgError:
        if not literals:
            raise
        return literals

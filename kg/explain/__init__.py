"""A subject, and a predicate and object if given -> what a store claims of them, down to the sentences."""

from __future__ import annotations

from collections.abc import Sequence

from kg.assemble import terms
from kg.assemble.terms import Term
from kg.errors import KgError
from kg.explain.facts import Article, Claim, Fact, Sentence, Support, Thing, column, facts
from kg.query.names import relations, things
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
    known = _values("p", relations(store, predicate)) if predicate else ""
    pattern = f"{_values('s', subjects)} ?claim {terms.SUBJECT} ?s ."
    if objects:
        pattern += f"{_values('o', objects)} ?claim {terms.OBJECT} ?o ."
    else:
        pattern = f"{{ {pattern} }} UNION {{ {_values('o', subjects)} ?claim {terms.OBJECT} ?o . }}"
    return facts(store, pattern + known)


def _values(variable: str, nodes: Sequence[Term]) -> str:
    return f" VALUES ?{variable} {{ {' '.join(map(str, nodes))} }} " if nodes else ""


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

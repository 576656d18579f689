"""A name, a CURIE or an IRI -> the things of a store that it denotes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

import pyoxigraph as ox

from kg.assemble import terms
from kg.errors import KgError
from kg.store import Store

_NEAREST = 5
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
Named = list[tuple[str, ox.NamedNode]]


def short(term: object, prefixes: Mapping[str, str]) -> str:
    """A term for people: a prefixed name, an IRI, or a literal's words; the longest prefix that fits is taken."""
    if isinstance(term, ox.NamedNode):
        fitting = [(iri, prefix) for prefix, iri in prefixes.items() if term.value.startswith(iri)]
        if not fitting:
            return term.value
        iri, prefix = max(fitting)
        return f"{prefix}:{term.value[len(iri) :]}"
    return term.value if isinstance(term, ox.Literal | ox.BlankNode) else str(term)


def printable(text: str) -> str:
    """The text in one line, without the control characters that could make a terminal do things."""
    return _CONTROL.sub(" ", text)


def things(store: Store, name: str) -> tuple[ox.NamedNode, ...]:
    """What a name, a CURIE or an IRI denotes: several if several are called so; labels go before other names.

    Where nothing is called so, the first words of a name are enough if only one thing's begins with them.

    Raises:
        KgError: nothing; it says which names are near.
    """
    if node := _by_iri(store, name):
        return (node,)
    wanted = name.strip().casefold()
    labels, others = _names(store)
    for known in (labels, others):
        if found := {node for label, node in known if label.casefold() == wanted}:
            return tuple(sorted(found, key=str))
    begun = {node for label, node in [*labels, *others] if label.casefold().startswith(f"{wanted} ")}
    if len(begun) == 1 and wanted:
        return tuple(begun)
    spelling = {label.casefold(): label for label, _ in [*others, *labels]}
    near = [spelling[key] for key in difflib.get_close_matches(wanted, spelling, _NEAREST, 0.6)]
    near += sorted(label for key, label in spelling.items() if wanted and wanted in key and label not in near)
    hint = f"; near are {', '.join(near[:_NEAREST])}" if near else ""
    raise KgError(f"nothing here is called {name!r}{hint}")


def has(store: Store, name: str) -> bool:
    """Whether a CURIE or an IRI is used in the store."""
    return _by_iri(store, name) is not None


def relations(store: Store, name: str) -> tuple[ox.NamedNode, ...]:
    """The relations that claims of a store use and that a name denotes: a CURIE, an IRI, or the local name.

    Spaces and case are of no matter: "lead investor" is kg:leadInvestor.

    Raises:
        KgError: no claim uses such a relation; it says which are near.
    """
    used = store.select(f"SELECT DISTINCT ?p WHERE {{ ?claim {terms.PREDICATE} ?p }}")
    known = [row["p"] for row in used if isinstance(row["p"], ox.NamedNode)]
    by_name: dict[str, list[ox.NamedNode]] = {}
    for node in known:
        curie = short(node, store.prefixes)
        for spelling in (node.value, f"<{node.value}>", curie, curie.partition(":")[2]):
            by_name.setdefault(_plain(spelling), []).append(node)
    if _plain(name) in by_name:
        return tuple(sorted(by_name[_plain(name)], key=str))
    curies = {_plain(curie.partition(":")[2]): curie for curie in (short(n, store.prefixes) for n in known)}
    near = difflib.get_close_matches(_plain(name), curies, _NEAREST, 0.5)
    raise KgError(
        f"no claim has the predicate {name!r}; near are {', '.join(curies[key] for key in near) or 'none'}"
    )


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def denoted(store: Store, name: str) -> ox.NamedNode | None:
    """What a CURIE or an IRI, also one in brackets, stands for, whether it is used or not; None if it is neither."""
    prefix, colon, local = name.partition(":")
    iri = name[1:-1] if name.startswith("<") and name.endswith(">") else name
    if colon and prefix in store.prefixes:
        iri = store.prefixes[prefix] + local
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _by_iri(store: Store, name: str) -> ox.NamedNode | None:
    node = denoted(store, name)
    used = node and store.query(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?p {node} }} }}")
    return node if used else None


def _names(store: Store) -> tuple[Named, Named]:
    """Labels and other names of all things in the plain view, each with its thing."""
    return _called(store, terms.LABEL), _called(store, terms.ALT_LABEL)


def _called(store: Store, predicate: ox.NamedNode) -> Named:
    text = f"SELECT ?name ?node {{ ?node {predicate} ?name MINUS {{ ?node a {terms.ACTIVITY} }} }}"
    pairs = ((solution["name"], solution["node"]) for solution in store.select(text))
    return [
        (name.value, node)
        for name, node in pairs
        if isinstance(name, ox.Literal) and isinstance(node, ox.NamedNode)
    ]

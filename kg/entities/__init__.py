"""A store -> its named things and events: what each is called, why, and what it was known by before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.assemble import terms
from kg.query.names import short
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity as the graph has it.

    Attributes:
        id: as decisions name it: its IRI without the base.
        type: CURIE of its class.
        reasons: why names, and ids that it had, were taken for it; in words.
        former: ids that lead to it.
        links: addresses of the same thing elsewhere.
        claims, articles: in which it is subject or object.
    """

    id: str
    iri: str
    label: str
    type: str
    aliases: tuple[str, ...]
    reasons: tuple[str, ...]
    former: tuple[str, ...]
    links: tuple[str, ...]
    claims: int
    articles: tuple[str, ...]


def things(store: Store) -> tuple[Thing, ...]:
    """All things of a graph that have a name, those with most claims first; not sums of money."""
    base, labels = store.prefixes["d"], _one(store, terms.LABEL)
    types = _one(
        store, terms.TYPE, "FILTER(isIRI(?s) && isIRI(?o))"
    )  # of others nothing can be told or decided
    aliases, links = _all(store, terms.ALT_LABEL), _all(store, terms.SAME_AS)
    reasons, former = _all(store, terms.MERGED_BECAUSE), _all(store, terms.OWL_SAME_AS, inverse=True)
    sums = {*_all(store, terms.CURRENCY), *_all(store, terms.QUALIFIER)}
    claims, articles = _claims(store)
    found = [
        Thing(
            id=terms.entity_id(base, node),
            iri=node,
            label=label,
            type=short(ox.NamedNode(types[node]), store.prefixes),
            aliases=aliases.get(node, ()),
            reasons=reasons.get(node, ()),
            former=tuple(terms.entity_id(base, iri) for iri in former.get(node, ())),
            links=links.get(node, ()),
            claims=claims.get(node, 0),
            articles=tuple(sorted(articles.get(node, ()))),
        )
        for node, label in labels.items()
        if node in types and node not in sums and ox.NamedNode(types[node]) not in terms.PROVENANCE_TYPES
    ]
    return tuple(sorted(found, key=lambda thing: (-thing.claims, thing.id)))


def link_reasons(store: Store) -> Mapping[tuple[str, str], str]:
    """Why each thing is the same as something elsewhere, by the two IRIs."""
    text = f"""SELECT ?s ?o ?why WHERE {{
        ?link a {terms.LINK} ; {terms.SUBJECT} ?s ; {terms.OBJECT} ?o ; {terms.LINKED_BECAUSE} ?why }}"""
    return {(thing, other): why for thing, other, why in sorted(_rows(store, text), reverse=True)}


def facts(store: Store) -> Mapping[str, frozenset[tuple[str, str]]]:
    """IRI of a thing -> (property, thing) of what is claimed of it, on either side, were it only to deny it."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    text = f"""SELECT ?s ?p ?o WHERE {{
        ?claim {terms.SUBJECT} ?s ; {terms.PREDICATE} ?p ; {terms.OBJECT} ?o . FILTER(isIRI(?o)) }}"""
    for subject, predicate, object_ in _rows(store, text):
        found[subject].add((predicate, object_))
        found[object_].add((f"is {predicate} of", subject))
    return {node: frozenset(facts) for node, facts in found.items()}


def _claims(store: Store) -> tuple[dict[str, int], dict[str, set[str]]]:
    """Of each thing, how many claims it is in, and the addresses of their articles."""
    counts: dict[str, int] = defaultdict(int)
    articles: dict[str, set[str]] = defaultdict(set)
    text = f"""SELECT ?thing ?claim ?article WHERE {{
        {{ ?claim {terms.SUBJECT} ?thing }} UNION {{ ?claim {terms.OBJECT} ?thing FILTER(isIRI(?thing)) }}
        ?claim a {terms.CLAIM} ; {terms.DERIVED_FROM} ?span . ?span {terms.HAS_SOURCE} ?article }}"""
    for thing, _, article in _rows(store, text):
        counts[thing] += 1
        articles[thing].add(article)
    return counts, articles


def _one(store: Store, predicate: ox.NamedNode, where: str = "") -> dict[str, str]:
    return {node: values[0] for node, values in _all(store, predicate, where).items()}


def _all(
    store: Store, predicate: ox.NamedNode, where: str = "", *, inverse: bool = False
) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for subject, value in _rows(store, f"SELECT ?s ?o WHERE {{ ?s {predicate} ?o {where} }}"):
        node, other = (value, subject) if inverse else (subject, value)
        found[node].add(other)
    return {node: tuple(sorted(values)) for node, values in found.items()}


def _rows(store: Store, text: str) -> Iterator[tuple[str, ...]]:
    for solution in store.select(text):
        yield tuple(getattr(term, "value", "") for term in solution)

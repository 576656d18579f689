"""A rule's SPARQL -> the triple patterns it concludes and rests on, by the algebra of its query (rdflib)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Literal as RdflibLiteral
from rdflib.term import URIRef, Variable

from kg.assemble.terms import Pattern, Slot


def patterns(text: str, prefixes: Mapping[str, str]) -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
    """The patterns of a CONSTRUCT's template, and those that its solutions have matched.

    Raises:
        ValueError: it is no CONSTRUCT with a WHERE, or its matches cannot be told as plain triples.
    """
    try:
        query = translateQuery(parseQuery(text), initNs=dict(prefixes)).algebra
    except Exception as error:  # rdflib's parser and algebra raise many unrelated types
        raise ValueError(f"not valid SPARQL: {error}") from error
    if query.name != "ConstructQuery" or not query.template:
        raise ValueError("a rule must be a CONSTRUCT query with a template")
    conclusions = tuple(_pattern(triple) for triple in query.template)
    return conclusions, tuple(_pattern(triple) for triple in _matched(query.p))


def _matched(node: CompValue) -> Iterator[tuple[object, object, object]]:
    """The triple patterns that a solution has matched, or may have where they are optional."""
    if node.name in ("Union", "ToMultiSet", "Graph", "ServiceGraphPattern"):
        raise ValueError("a rule may not use UNION, a sub-SELECT, VALUES, GRAPH or SERVICE: write two rules")
    if node.name == "BGP":
        yield from node.triples
    for key in ("p", "p1") if node.name == "Minus" else ("p", "p1", "p2"):
        if isinstance(inner := node.get(key), CompValue):
            yield from _matched(inner)


def _pattern(triple: tuple[object, object, object]) -> Pattern:
    subject, predicate, object_ = (_slot(term) for term in triple)
    return subject, predicate, object_


def _slot(term: object) -> Slot:
    if isinstance(term, Variable):
        return str(term)
    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if isinstance(term, RdflibLiteral):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)
    raise ValueError("a rule may use neither a property path nor a blank node: give each thing a ?name")

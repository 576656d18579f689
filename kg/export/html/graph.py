"""Facts -> a networkx MultiDiGraph of things with an edge for each statement that is worth a line.

Amounts of money, dates, words and classes are values of a statement, not nodes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import igraph
import networkx as nx

from kg.assemble import terms
from kg.export.html.communities import communities
from kg.export.html.facts import Facts
from kg.export.html.families import Families
from kg.export.html.statements import SUREST_FIRST, Statement, is_amount, statements
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """What is drawn and what is listed.

    Attributes:
        network: nodes are IRIs of things that are no amounts; an edge's key is its predicate, so that
            (subject, object, key) leads to the statement (subject, key, object).
        statements: all of them, sorted by key.
        types: CURIEs of each thing's classes, ("",) if it has none.
        events: IRIs of the events.
        support: how many claims are about a thing.
        summaries: sum and date of an event in words, "EUR 1.7 billion · Sep 2025".
        dates: when an event took or takes place, as ISO 8601 writes it.
        communities: groups of nodes with many lines among themselves, the largest first.
    """

    network: nx.MultiDiGraph[str]
    statements: tuple[Statement, ...]
    types: Mapping[str, tuple[str, ...]]
    families: Families
    events: frozenset[str]
    support: Mapping[str, int]
    summaries: Mapping[str, str]
    dates: Mapping[str, str]
    communities: tuple[tuple[str, ...], ...]


def build(facts: Facts, ontology: Ontology) -> Graph:
    """The graph of a store's facts."""
    classes = _classes(facts, ontology)
    types = {
        iri: tuple(map(ontology.curie, thing.types)) or ("",)
        for iri, thing in facts.things.items()
        if not thing.amount and iri not in classes
    }
    families = Families(ontology, {curie for curies in types.values() for curie in curies})
    events = frozenset(iri for iri, curies in types.items() if families.of(curies[0]).event)
    said = statements(facts, ontology, types)
    support: dict[str, int] = defaultdict(int)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from(types)
    for statement in said:
        for end in {statement.key[0], statement.object or statement.key[0]}:
            support[end] += len(statement.claims)
        if statement.object is not None and statement.restates is None:
            network.add_edge(statement.key[0], statement.object, key=statement.key[1])
    values: dict[str, list[Statement]] = defaultdict(list)
    for statement in said:
        if statement.key[0] in events and statement.object is None:
            values[statement.key[0]].append(statement)
    told = {iri: _by_key(iri, values[iri], facts, ontology) for iri in values}
    summaries = {iri: _summary(ranked_, facts) for iri, ranked_ in told.items()}
    dates = {iri: next((each.date for each in ranked_ if each.date), "") for iri, ranked_ in told.items()}
    return Graph(network, said, types, families, events, support, summaries, dates, communities(network))


def ranked(network: nx.MultiDiGraph[str]) -> list[str]:
    """The nodes, first by PageRank (Brin and Page 1998) with directions ignored first."""
    nodes = sorted(network)
    index = {node: i for i, node in enumerate(nodes)}
    edges = sorted((index[a], index[b]) for a, b, _ in network.edges(keys=True))
    rank = igraph.Graph(len(nodes), edges).pagerank(directed=False) if nodes else []
    return sorted(nodes, key=lambda node: (-round(rank[index[node]], 12), node))


def _classes(facts: Facts, ontology: Ontology) -> frozenset[str]:
    """Classes, of which something may be said to be a member: values, not things."""
    named = {
        object_
        for _, predicate, object_ in (claim.fact for claim in facts.claims)
        if predicate == terms.TYPE.value
    }
    return frozenset(named | {ontology.iri(curie) for curie in ontology.classes})


def _by_key(iri: str, told: Iterable[Statement], facts: Facts, ontology: Ontology) -> list[Statement]:
    """What is said of an event, first what identifies it (owl:hasKey), the surest first."""
    known = (ontology.classes.get(ontology.curie(type_)) for type_ in facts.things[iri].types)
    keys = {role for class_ in known if class_ for roles in class_.keys for role in roles}
    return sorted(
        told,
        key=lambda each: (
            ontology.curie(each.key[1]) not in keys,
            each.key[1],
            SUREST_FIRST.index(each.status),
        ),
    )


def _summary(told: Sequence[Statement], facts: Facts) -> str:
    """The first sum and the first date among what is said of an event, in words."""
    sums = [facts.things[each.key[2]].label for each in told if is_amount(each.key[2], facts)]
    dates = [each.value for each in told if each.date]
    return " · ".join([*sums[:1], *dates[:1]])

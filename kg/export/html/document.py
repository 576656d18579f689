"""A graph and its facts -> the JSON document that the page reads.

Form 1. Lists refer to each other by position; what is unknown is null, "" or []. Nothing in it is HTML.

    title       of the page
    families    [{label, slot, shape, event}]         what looks alike; slot is the number of the colour
    classes     [{id, label, family}]                 id is a CURIE
    predicates  [{id, label}]
    nodes       [{id, iri, label, classes, aliases, links, notes, event, summary, support}]
                                                      id is the IRI without the base, for addresses
    statements  [{s, p, o, value, status, derived, claims, restates}]
                                                      s and o are nodes, o null if there is a value
    claims      [{status, confidence, sentence, cues, rules, attribution, speaker, statement, premises}]
                                                      cues are [start, end] in code points of the quote;
                                                      premises are claims
    sentences   [{article, start, quote}]
    articles    [{iri, title, publisher, author, date, when, language, url}]
                                                      date is ISO 8601, when is the same in words
    network     {nodes, edges, options}               of vis-network; a node's id is its place in nodes, an
                                                      edge's id "s" and its place in statements
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kg.export.html.drawing import draw
from kg.export.html.facts import Claim, Facts, Sentence
from kg.export.html.families import class_label, predicate_label
from kg.export.html.graph import Graph
from kg.export.html.statements import Statement, date_in_words
from kg.ontology import Ontology

FORM = 1


def document(graph: Graph, facts: Facts, *, ontology: Ontology, base: str, title: str) -> dict[str, Any]:
    """The page's JSON document, as dicts and lists in a fixed order.

    Args:
        base: what the IRIs of entities start with; it is left out of the addresses of nodes.
    """
    things = sorted(graph.types)
    node = {iri: i for i, iri in enumerate(things)}
    class_ids = sorted({curie for curies in graph.types.values() for curie in curies})
    families = sorted({graph.families.of(curie) for curie in class_ids}, key=lambda family: family.slot)
    predicates = sorted({statement.key[1] for statement in graph.statements})
    said = _said(facts)
    articles = sorted(facts.articles)
    article = {iri: i for i, iri in enumerate(articles)}
    return {
        "form": FORM,
        "title": title,
        "families": [
            {"label": each.label, "slot": each.slot, "shape": each.shape, "event": each.event}
            for each in families
        ],
        "classes": [
            {
                "id": curie,
                "label": class_label(ontology, curie) if curie else "thing",
                "family": families.index(graph.families.of(curie)),
            }
            for curie in class_ids
        ],
        "predicates": [
            {"id": curie, "label": predicate_label(ontology, curie)}
            for curie in map(ontology.curie, predicates)
        ],
        "nodes": [_node(iri, graph, facts, class_ids=class_ids, base=base) for iri in things],
        "statements": _statements(graph, node, predicates),
        "claims": _claims(graph, facts, node=node, said=said, ontology=ontology),
        "sentences": [
            {"article": article[each.article], "start": each.start, "quote": each.quote} for each in said
        ],
        "articles": [
            {**asdict(facts.articles[iri]), "when": date_in_words(facts.articles[iri].date)}
            for iri in articles
        ],
        "network": draw(graph, facts, node),
    }


def _node(iri: str, graph: Graph, facts: Facts, *, class_ids: list[str], base: str) -> dict[str, Any]:
    thing = facts.things[iri]
    return {
        "id": iri.removeprefix(base),
        "iri": iri,
        "label": thing.label,
        "classes": [class_ids.index(curie) for curie in graph.types[iri]],
        "aliases": list(thing.aliases),
        "links": list(thing.links),
        "notes": list(thing.notes),
        "event": iri in graph.events,
        "summary": graph.summaries.get(iri, ""),
        "support": graph.support.get(iri, 0),
    }


def _statements(graph: Graph, node: Mapping[str, int], predicates: list[str]) -> list[dict[str, Any]]:
    number = {statement.key: i for i, statement in enumerate(graph.statements)}
    predicate = {iri: i for i, iri in enumerate(predicates)}

    def one(statement: Statement) -> dict[str, Any]:
        return {
            "s": node[statement.key[0]],
            "p": predicate[statement.key[1]],
            "o": None if statement.object is None else node[statement.object],
            "value": statement.value,
            "status": statement.status,
            "derived": statement.derived,
            "claims": list(statement.claims),
            "restates": None if statement.restates is None else number.get(statement.restates),
        }

    return [one(statement) for statement in graph.statements]


def _said(facts: Facts) -> list[Sentence]:
    """Each sentence once, in the order of the articles."""
    return sorted(
        {claim.sentence for claim in facts.claims if claim.sentence},
        key=lambda each: (each.article, each.start, each.quote),
    )


def _claims(
    graph: Graph, facts: Facts, *, node: Mapping[str, int], said: list[Sentence], ontology: Ontology
) -> list[dict[str, Any]]:
    place = {sentence: i for i, sentence in enumerate(said)}
    number = {claim.iri: i for i, claim in enumerate(facts.claims)}
    owner = {i: n for n, statement in enumerate(graph.statements) for i in statement.claims}

    def one(i: int, claim: Claim) -> dict[str, Any]:
        return {
            "status": claim.status,
            "confidence": claim.confidence,
            "sentence": None if claim.sentence is None else place[claim.sentence],
            "cues": [list(cue) for cue in claim.cues],
            "rules": [ontology.curie(rule) for rule in claim.rules],
            "attribution": claim.attribution,
            "speaker": node.get(claim.speaker),
            "statement": owner.get(i),
            "premises": [number[premise] for premise in claim.premises if premise in number],
        }

    return [one(i, claim) for i, claim in enumerate(facts.claims)]

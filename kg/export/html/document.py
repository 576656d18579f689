"""A graph and its facts -> the JSON document that the page reads.

Form 2; document.schema.json has the types. Lists refer to each other by position; what is unknown is null, "" or
[]. Nothing in it is HTML.

    title       of the page
    base        what the IRIs of this graph's own things start with
    prefixes    {prefix: IRI} for SPARQL and Turtle
    families    [{label, slot, shape, event}]         what looks alike; slot is the number of the colour
    classes     [{id, iri, label, family}]            id is a CURIE
    predicates  [{id, iri, label}]
    nodes       [{id, iri, label, classes, aliases, links, notes, event, summary, when, support, community}]
                                                      id is the IRI without the base, for addresses; when is the
                                                      ISO 8601 date of an event; a community may be null
    statements  [{s, p, o, value, term, date, status, derived, claims, support, restates}]
                                                      s and o are nodes, o null if there is a value; term is the
                                                      value as N-Triples write it; date is set if it is a date;
                                                      support is {confidence, sources} if several sources say it
    claims      [{id, status, confidence, sentence, cues, rules, agents, attribution, speaker, statement, premises}]
                                                      cues are [start, end] in code points of the quote;
                                                      premises are claims
    sentences   [{article, start, quote}]             start in code points of the article's text
    articles    [{iri, copy_of, title, publisher, author, date, when, language, url, text}]
                                                      date is ISO 8601, when is the same in words; copy_of is the
                                                      article that it is a near-copy of, or null
    agents      [name and version of a program]
    conflicts   [{kind, statements}]                  statements whose claims differ: "conflict", "denial", or
                                                      "succession", which is none
    communities [{label, size}]                       called by their best known member, the largest first
    network     {nodes, edges, options, rest: {nodes, edges}}
                                                      of vis-network; a node's id is its place in nodes, an
                                                      edge's id "s" and its place in statements; the rest is
                                                      added on demand, the strongest first
    rdf         {triples, gzip, queries: [{name, label, text}]}, or null
                                                      what the SPARQL tab answers from: N-Triples, compressed
                                                      and in base64, "" if there are too many
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kg.export.html.drawing import draw
from kg.export.html.facts import Article, Claim, Facts, Sentence
from kg.export.html.families import class_label, predicate_label
from kg.export.html.graph import Graph
from kg.export.html.statements import Statement, date_in_words
from kg.ontology import Ontology

FORM = 2


def document(
    graph: Graph,
    facts: Facts,
    *,
    ontology: Ontology,
    prefixes: Mapping[str, str],
    title: str,
    rdf: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The page's JSON document, as dicts and lists in a fixed order.

    Args:
        prefixes: of the store; "d" is what the IRIs of entities start with, and is left out of the addresses of nodes.
        rdf: what kg.export.html.queries gives; without it the page has no SPARQL tab.
    """
    base = prefixes["d"]
    things = sorted(graph.types)
    node = {iri: i for i, iri in enumerate(things)}
    class_ids = sorted({curie for curies in graph.types.values() for curie in curies})
    families = sorted({graph.families.of(curie) for curie in class_ids}, key=lambda family: family.slot)
    predicates = sorted({statement.key[1] for statement in graph.statements})
    classes = {curie: i for i, curie in enumerate(class_ids)}
    community = {iri: i for i, members in enumerate(graph.communities) for iri in members}
    iri_of = {ontology.curie(iri): iri for thing in facts.things.values() for iri in thing.types}
    said = _said(facts)
    articles = sorted(facts.articles)
    article = {iri: i for i, iri in enumerate(articles)}
    return {
        "form": FORM,
        "title": title,
        "base": base,
        "prefixes": dict(sorted(prefixes.items())),
        "families": [
            {"label": each.label, "slot": each.slot, "shape": each.shape, "event": each.event}
            for each in families
        ],
        "classes": [
            {
                "id": curie,
                "iri": iri_of.get(curie, ""),
                "label": class_label(ontology, curie),
                "family": families.index(graph.families.of(curie)),
            }
            for curie in class_ids
        ],
        "predicates": [
            {"id": ontology.curie(iri), "iri": iri, "label": predicate_label(ontology, ontology.curie(iri))}
            for iri in predicates
        ],
        "nodes": [
            _node(iri, graph, facts, classes=classes, community=community, base=base) for iri in things
        ],
        "statements": _statements(graph, facts, node, predicates),
        "claims": _claims(graph, facts, node=node, said=said, curie=ontology.curie, base=base),
        "sentences": [
            {"article": article[each.article], "start": each.start, "quote": each.quote} for each in said
        ],
        "articles": [_article(facts.articles[iri], article) for iri in articles],
        "agents": _agents(facts),
        "conflicts": _conflicts(graph, facts),
        "communities": [_community(graph, facts, members) for members in graph.communities],
        "network": draw(graph, node),
        "rdf": dict(rdf) if rdf is not None else None,
    }


def _node(
    iri: str,
    graph: Graph,
    facts: Facts,
    *,
    classes: Mapping[str, int],
    community: Mapping[str, int],
    base: str,
) -> dict[str, Any]:
    thing = facts.things[iri]
    return {
        "id": iri.removeprefix(base),
        "iri": iri,
        "label": thing.label,
        "classes": [classes[curie] for curie in graph.types[iri]],
        "aliases": list(thing.aliases),
        "links": list(thing.links),
        "notes": list(thing.notes),
        "event": iri in graph.events,
        "summary": graph.summaries.get(iri, ""),
        "when": graph.dates.get(iri, ""),
        "support": graph.support.get(iri, 0),
        "community": community.get(iri),
    }


def _community(graph: Graph, facts: Facts, members: Sequence[str]) -> dict[str, Any]:
    known = min(members, key=lambda iri: (iri in graph.events, -graph.support.get(iri, 0), iri))
    return {"label": facts.things[known].label, "size": len(members)}


def _conflicts(graph: Graph, facts: Facts) -> list[dict[str, Any]]:
    number = {statement.key: i for i, statement in enumerate(graph.statements)}
    found = (
        {
            "kind": conflict.kind,
            "statements": sorted({number[key] for key in conflict.facts if key in number}),
        }
        for conflict in facts.conflicts
    )
    return [each for each in found if each["statements"]]


def _statements(
    graph: Graph, facts: Facts, node: Mapping[str, int], predicates: list[str]
) -> list[dict[str, Any]]:
    number = {statement.key: i for i, statement in enumerate(graph.statements)}
    predicate = {iri: i for i, iri in enumerate(predicates)}

    def one(statement: Statement) -> dict[str, Any]:
        return {
            "s": node[statement.key[0]],
            "p": predicate[statement.key[1]],
            "o": None if statement.object is None else node[statement.object],
            "value": statement.value,
            "term": statement.term,
            "date": statement.date,
            "status": statement.status,
            "derived": statement.derived,
            "claims": list(statement.claims),
            "support": asdict(facts.support[statement.key]) if statement.key in facts.support else None,
            "restates": None if statement.restates is None else number.get(statement.restates),
        }

    return [one(statement) for statement in graph.statements]


def _article(article: Article, number: Mapping[str, int]) -> dict[str, Any]:
    return {
        **asdict(article),
        "copy_of": number.get(article.copy_of),
        "when": date_in_words(article.date),
    }


def _agents(facts: Facts) -> list[str]:
    return sorted({agent for claim in facts.claims for agent in claim.agents})


def _said(facts: Facts) -> list[Sentence]:
    """Each sentence once, in the order of the articles."""
    return sorted(
        {claim.sentence for claim in facts.claims if claim.sentence},
        key=lambda each: (each.article, each.start, each.quote),
    )


def _claims(
    graph: Graph,
    facts: Facts,
    *,
    node: Mapping[str, int],
    said: list[Sentence],
    curie: Callable[[str], str],
    base: str,
) -> list[dict[str, Any]]:
    place = {sentence: i for i, sentence in enumerate(said)}
    agent_number = {agent: i for i, agent in enumerate(_agents(facts))}
    number = {claim.iri: i for i, claim in enumerate(facts.claims)}
    owner = {i: n for n, statement in enumerate(graph.statements) for i in statement.claims}

    def one(i: int, claim: Claim) -> dict[str, Any]:
        return {
            "id": claim.iri.removeprefix(base),
            "status": claim.status,
            "confidence": claim.confidence,
            "sentence": None if claim.sentence is None else place[claim.sentence],
            "cues": [list(cue) for cue in claim.cues],
            "rules": [curie(rule) for rule in claim.rules],
            "agents": [agent_number[agent] for agent in claim.agents],
            "attribution": claim.attribution,
            "speaker": node.get(claim.speaker),
            "statement": owner.get(i),
            "premises": [number[premise] for premise in claim.premises if premise in number],
        }

    return [one(i, claim) for i, claim in enumerate(facts.claims)]

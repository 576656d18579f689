"""KnowledgeBase, its documents and the software -> quads, with the evidence of every triple.

An article, what it claims and how that was found stand in the graph named by the article's IRI, the unit of
replacement. Plain triples, entities, derived claims, and what the articles say together (which are copies, how well a
triple is supported, where claims are in conflict) stand in the graph of the knowledge base. A plain triple is there
for each statement whose best status is asserted or planned, and for what follows from those.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Triple

from kg.assemble.claims import Claims
from kg.assemble.conflicts import conflict_triples, conflicts
from kg.assemble.derive import derived_triples
from kg.assemble.provenance import Software, agent_triples, article_triples
from kg.assemble.support import support_triples
from kg.assemble.terms import DATASET, DEFAULT_BASE, NEAR_COPY_OF, TYPE, URI_SPACE, VERSION, Minter, text
from kg.errors import KgError
from kg.model import Document, KnowledgeBase
from kg.ontology import Ontology

if TYPE_CHECKING:
    from kg.assemble.sources import Sketch

__all__ = ["DEFAULT_BASE", "Software", "assemble"]


def assemble(
    kb: KnowledgeBase,
    documents: Iterable[Document],
    *,
    ontology: Ontology,
    software: Software,
    base: str = DEFAULT_BASE,
) -> Iterator[Quad]:
    """The RDF of a knowledge base; its order follows the documents', its set of quads does not.

    Args:
        documents: every document that the evidence is from, read once; others may be among them.
        base: what entity ids are appended to; an absolute IRI that ends in "/" or "#".

    Raises:
        KgError: base is no such IRI, a statement is about an unknown entity, a quote is not what its
            document says there, or the document of a piece of evidence is missing or there twice.
        OntologyError: a rule cannot be followed, or the rules find no end.
    """
    # With resolution and numpy, which neither a query nor a build without changes need load.
    from kg.assemble.entities import entity_triples
    from kg.assemble.sources import sketch

    minter = Minter(base, ontology)
    claims = Claims(kb, minter, software)
    yield from _in_graph(_about(minter), minter.graph)
    yield from _in_graph(agent_triples(minter, software), minter.graph)
    yield from _in_graph(entity_triples(kb, minter), minter.graph)
    days: dict[NamedNode, datetime.date | None] = {}
    sketches: dict[str, Sketch] = {}
    for document in documents:
        article = minter.article(document.uri)
        if article in days:
            raise KgError("two documents have this address", document.uri)
        days[article] = document.published
        sketches[article.value] = sketch(document.text)
        yield from _in_graph(article_triples(document, article, minter), article)
        yield from _in_graph(claims.triples(document, article), article)
    claims.check_complete()
    sources = _sources(sketches, days)
    support = claims.support(sources)
    plain = [Triple(*fact) for fact in support]
    yield from _in_graph(plain, minter.graph)
    background = [*entity_triples(kb, minter), *plain]
    yield from _in_graph(derived_triples(background, support, minter), minter.graph)
    yield from _in_graph((Triple(copy, NEAR_COPY_OF, first) for copy, first in sources.items()), minter.graph)
    yield from _in_graph(support_triples(support, minter), minter.graph)
    disagreements = conflicts(claims.made, kb, minter, days=days, sources=sources)
    yield from _in_graph(conflict_triples(disagreements, minter), minter.graph)


def _sources(
    sketches: Mapping[str, Sketch], days: Mapping[NamedNode, datetime.date | None]
) -> dict[NamedNode, NamedNode]:
    """Near-copy -> the first of the articles that tell its story: by date, those without one last, then by address."""
    from kg.assemble.sources import copies

    found: dict[NamedNode, NamedNode] = {}
    for group in copies(sketches):
        nodes = sorted(map(NamedNode, group), key=lambda node: (days[node] or datetime.date.max, node.value))
        found.update((node, nodes[0]) for node in nodes[1:])
    return found


def _about(minter: Minter) -> Iterator[Triple]:
    yield Triple(minter.graph, TYPE, DATASET)
    yield Triple(minter.graph, URI_SPACE, text(minter.base))
    yield Triple(minter.graph, VERSION, text(minter.ontology.version))


def _in_graph(triples: Iterable[Triple], graph: NamedNode) -> Iterator[Quad]:
    for triple in dict.fromkeys(triples):
        yield Quad(triple.subject, triple.predicate, triple.object, graph)

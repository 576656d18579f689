"""Claims -> where they disagree: conflicts of values, denials, and successions, which are no conflict.

What there is one of the ontology says: owl:FunctionalProperty, and the annotations kg:oneEver, kg:oneAtATime and
kg:oneAnswer of kg.ttl. Claims that are merely possible disagree with nothing. All claims are kept; a conflict says
which of them cannot all be right.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode, Triple

from kg.assemble import terms
from kg.assemble.claims import Made
from kg.assemble.conflicts.agreement import Agreement
from kg.assemble.conflicts.denials import denials
from kg.assemble.conflicts.differences import Differences
from kg.assemble.conflicts.told import Conflict, Hearing
from kg.assemble.terms import Minter
from kg.model import KnowledgeBase, MentionKind

__all__ = ["Conflict", "conflict_triples", "conflicts"]


def conflicts(
    made: Sequence[Made],
    kb: KnowledgeBase,
    minter: Minter,
    *,
    days: Mapping[NamedNode, datetime.date | None],
    sources: Mapping[NamedNode, NamedNode],
) -> list[Conflict]:
    """Every disagreement between claims, each kind of it about one question once, in no order.

    Args:
        days: article -> when it was published.
        sources: near-copy -> the article that stands for its source; an article that is none is its own.
    """
    things = {minter.entity(entity.id): entity for entity in kb.entities}
    events = {node for node, entity in things.items() if entity.kind is MentionKind.EVENT}
    hearing = Hearing(minter.ontology, days, sources)
    differences = Differences(Agreement(things, minter.ontology), hearing, minter)
    return [*differences.found(made), *denials(made, hearing, events, minter.ontology)]


def conflict_triples(found: Iterable[Conflict], minter: Minter) -> Iterator[Triple]:
    """A node for each: its classes, what it is about, the properties in question, its claims."""
    for conflict in found:
        value = () if conflict.value is None else (conflict.value,)
        node = minter.conflict(conflict.kind, conflict.about, *conflict.questions, *value)
        yield Triple(node, terms.TYPE, conflict.kind)
        if conflict.kind == terms.DENIAL:
            yield Triple(node, terms.TYPE, terms.CONFLICT)
        yield Triple(node, terms.ABOUT, conflict.about)
        yield Triple(node, terms.CONFIDENCE, terms.decimal(conflict.confidence))
        for question in conflict.questions:
            yield Triple(node, terms.IN_QUESTION, question)
        for claim in conflict.claims:
            yield Triple(node, terms.OF_CLAIM, claim)

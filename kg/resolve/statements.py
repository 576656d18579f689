"""Assertions of all documents -> statements over entities, each with all its evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.model import Assertion, Entity, Evidence, Extraction, Literal, Statement
from kg.ontology import Ontology
from kg.resolve.denotation import Denotation
from kg.resolve.names import current_ids

Triple = tuple[str, str, str | Literal]


def statements(extractions: Iterable[Extraction], denotation: Denotation) -> tuple[Statement, ...]:
    """Every statement whose ends have a place in the graph, sorted."""
    evidence: dict[Triple, dict[Evidence, None]] = defaultdict(dict)
    for extraction in extractions:
        for assertion in extraction.assertions:
            triple = _triple(assertion, denotation)
            if triple is not None:
                evidence[triple][assertion.evidence] = None
    found = [
        Statement(*triple, tuple(sorted(said, key=lambda e: (e.document_id, e.start, e.rule, e.cues))))
        for triple, said in evidence.items()
    ]
    return tuple(sorted(found, key=lambda s: (s.subject, s.predicate, str(s.object))))


def _triple(assertion: Assertion, denotation: Denotation) -> Triple | None:
    """The assertion over entities, None if an end has no node; a symmetric one always in the same direction."""
    if denotation.ids[assertion.subject] not in denotation.entities or not denotation.has_node(
        assertion.object
    ):
        return None
    subject, object_ = denotation.ids[assertion.subject], denotation.value(assertion.object)
    if subject == object_:
        return None
    if isinstance(object_, str) and denotation.ontology.properties[assertion.predicate].symmetric:
        subject, object_ = sorted((subject, object_))
    return subject, assertion.predicate, object_


def stated(found: Iterable[Statement], entities: dict[str, Entity], ontology: Ontology) -> tuple[Entity, ...]:
    """The entities that a statement is about, sorted, their types as specific as what is said of them allows.

    Of the ids that they had they keep those that lead to them alone.
    """
    now = current_ids(entities.values())
    implied: dict[str, Counter[str]] = defaultdict(Counter)
    for statement in found:
        property_ = ontology.properties[statement.predicate]
        implied[statement.subject].update(property_.domain if len(property_.domain) == 1 else ())
        if isinstance(statement.object, str):
            implied[statement.object].update(property_.range if len(property_.range) == 1 else ())
    typed = (_typed(entities[id_], implied[id_], ontology) for id_ in sorted(implied))
    return tuple(
        replace(entity, former=tuple(id_ for id_ in entity.former if now.get(id_) == entity.id))
        for entity in typed
    )


def _typed(entity: Entity, implied: Counter[str], ontology: Ontology) -> Entity:
    unknown = entity.type not in ontology.classes
    fitting = {type_: n for type_, n in implied.items() if unknown or ontology.is_a(type_, entity.type)}
    return replace(entity, type=ontology.most_likely(fitting) or entity.type)

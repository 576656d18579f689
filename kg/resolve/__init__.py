"""[Extraction] -> KnowledgeBase: entities and events over all documents, and what is said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.model import Amount, Extraction, KnowledgeBase, Mention, MentionKind
from kg.ontology import Ontology
from kg.resolve.denotation import Denotation
from kg.resolve.entities import named, unnamed
from kg.resolve.events import ToldEvent, events
from kg.resolve.names import digest, slug
from kg.resolve.referents import Referent, referents
from kg.resolve.statements import stated, statements
from kg.resolve.values import amount, is_kept_back, kept_back, literal

__all__ = ["Resolution", "resolve"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The knowledge base, and the id of what each mention denotes.

    A mention that denotes nothing worth a node has an id of its own, which the knowledge base does not have.
    """

    knowledge_base: KnowledgeBase
    denotes: Mapping[Mention, str]


def resolve(extractions: Iterable[Extraction], ontology: Ontology) -> Resolution:
    """One knowledge base from the extractions of any number of documents, whatever their order."""
    extractions = sorted(extractions, key=lambda extraction: extraction.document_id)
    everything = [referent for extraction in extractions for referent in referents(extraction, ontology)]
    denotation = _things(everything, ontology)
    # An event may be a role of another (the round that an investment is part of): the inner ones come first.
    for nested in (False, True):
        told = [telling for telling, nests in _told(extractions, everything, denotation) if nests is nested]
        for event, tellings in events(told, denotation.entities, ontology):
            for telling in tellings:
                denotation.set(telling.referent.mentions, event.id, event)
    found = statements(extractions, denotation)
    return Resolution(KnowledgeBase(stated(found, denotation.entities, ontology), found), denotation.ids)


def _things(everything: list[Referent], ontology: Ontology) -> Denotation:
    """Everything but the events."""
    names = named(everything, ontology)
    denotation = Denotation(ontology, entities={entity.id: entity for entity in names.entities})
    for referent in everything:
        first = referent.mentions[0]
        if referent in names.ids:
            denotation.set(referent.mentions, names.ids[referent])
        elif isinstance(first.value, Amount):
            sum_ = amount(first, first.value)
            denotation.set(referent.mentions, sum_.id, sum_)
        elif is_kept_back(first, ontology):
            sum_ = kept_back(first)
            denotation.set(referent.mentions, sum_.id, sum_)
        elif referent.kind is MentionKind.VALUE:
            denotation.set(referent.mentions, str(literal(first, ontology).value))
        else:
            alone = f"{slug(first.text)}-{digest(referent.document_id, str(first.start), first.type)}"
            described = unnamed(referent, ontology)
            denotation.set(referent.mentions, described.id if described else alone, described)
    return denotation


def _told(
    extractions: Iterable[Extraction], everything: Iterable[Referent], denotation: Denotation
) -> Iterator[tuple[ToldEvent, bool]]:
    """Each event of each document with its roles, and whether another event fills one of them."""
    roles: dict[Mention, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    nesting: set[Mention] = set()
    for assertion in (a for extraction in extractions for a in extraction.assertions):
        if assertion.subject.kind is MentionKind.EVENT:
            if assertion.object.kind is MentionKind.EVENT:
                nesting.add(assertion.subject)
            if denotation.has_node(assertion.object):
                roles[assertion.subject][assertion.predicate].add(denotation.identity(assertion.object))
    for referent in everything:
        merged: dict[str, set[str]] = defaultdict(set)
        for mention in referent.mentions:
            for role, values in roles.get(mention, {}).items():
                merged[role] |= values
        type_ = denotation.ontology.most_likely(dict(referent.types))
        if merged and type_ is not None:
            filled = {role: frozenset(values) for role, values in merged.items()}
            yield ToldEvent(referent, type_, filled), not nesting.isdisjoint(referent.mentions)

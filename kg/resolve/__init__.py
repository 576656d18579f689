"""[Extraction] -> KnowledgeBase: entities and events over all documents, and what is said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.model import Amount, Entity, Extraction, Failure, KnowledgeBase, Mention, MentionKind, PartialDate
from kg.ontology import Ontology
from kg.resolve.decided import merged, set_apart, unfollowed, unsplit
from kg.resolve.decisions import FILE, Decisions
from kg.resolve.denotation import Denotation
from kg.resolve.descriptions import about, joined, unnamed
from kg.resolve.entities import Named, named
from kg.resolve.events import events
from kg.resolve.names import digest, slug
from kg.resolve.referents import Referent, referents
from kg.resolve.statements import stated, statements
from kg.resolve.tellings import ToldEvent
from kg.resolve.values import amount, is_kept_back, kept_back, literal

__all__ = ["Resolution", "resolve"]

UNDECIDED = Decisions()
Value = TypeVar("Value", Amount, PartialDate)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The knowledge base, and the id of what each mention denotes.

    A mention that denotes nothing worth a node has an id of its own, which the knowledge base does not have.

    Attributes:
        unfollowed: decisions that do not apply, and why.
    """

    knowledge_base: KnowledgeBase
    denotes: Mapping[Mention, str]
    unfollowed: tuple[Failure, ...] = ()


def resolve(
    extractions: Iterable[Extraction],
    ontology: Ontology,
    decisions: Decisions = UNDECIDED,
    *,
    where: str = FILE,
) -> Resolution:
    """One knowledge base from the extractions of any number of documents, whatever their order.

    Args:
        decisions: what people have decided about who is who; `where` names their file in complaints.
    """
    extractions = sorted(extractions, key=lambda extraction: extraction.document_id)
    everything = [referent for extraction in extractions for referent in referents(extraction, ontology)]
    names = named(everything, ontology)
    complaints = [*unsplit(names.entities, decisions, where)]
    if decisions.splits:
        everything, apart = set_apart(everything, names, decisions, ontology)
        names = named(everything, ontology, apart)
    denotation = _things(everything, names, extractions, ontology)
    unmerged = dict(denotation.entities)
    denotation.replace(*merged(denotation.entities, unmerged, decisions, ontology))
    # An event may be a role of another (the round that an investment is part of): the inner ones come first.
    for nested in (False, True):
        told = [telling for telling, nests in _told(extractions, everything, denotation) if nests is nested]
        for event, tellings in events(told, denotation.entities, ontology):
            unmerged[event.id] = event
            for telling in tellings:
                denotation.set(telling.referent.mentions, event.id, event)
        denotation.replace(*merged(denotation.entities, unmerged, decisions, ontology))
    found = statements(extractions, denotation)
    knowledge = KnowledgeBase(stated(found, denotation.entities, ontology), found)
    complaints += unfollowed(unmerged.values(), decisions, where)
    return Resolution(knowledge, denotation.ids, tuple(complaints))


def _things(
    everything: Iterable[Referent], names: Named, extractions: Sequence[Extraction], ontology: Ontology
) -> Denotation:
    """What all but the events denote."""
    denotation = Denotation(ontology, entities={entity.id: entity for entity in names.entities})
    described: list[Entity] = []
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
        elif (thing := unnamed(referent, ontology)) is not None:
            described.append(thing)
            denotation.set(referent.mentions, thing.id)
        else:
            alone = f"{slug(first.text)}-{digest(referent.document_id, str(first.start), first.type)}"
            denotation.set(referent.mentions, alone)
    assertions = [assertion for extraction in extractions for assertion in extraction.assertions]
    known = frozenset(entity.id for entity in names.entities)
    entities, into = joined(described, about(assertions, denotation.ids, known), ontology)
    denotation.replace({**denotation.entities, **entities}, into)
    return denotation


def _told(
    extractions: Iterable[Extraction], everything: Iterable[Referent], denotation: Denotation
) -> Iterator[tuple[ToldEvent, bool]]:
    """Each event of each document with its roles, and whether another event fills one of them."""
    roles: dict[Mention, dict[str, set[Mention]]] = defaultdict(lambda: defaultdict(set))
    for assertion in (a for extraction in extractions for a in extraction.assertions):
        if assertion.subject.kind is MentionKind.EVENT:
            roles[assertion.subject][assertion.predicate].add(assertion.object)
    for referent in everything:
        fillers: dict[str, set[Mention]] = defaultdict(set)
        for mention in referent.mentions:
            for role, several in roles.get(mention, {}).items():
                fillers[role] |= {filler for filler in several if denotation.has_node(filler)}
        filled = {role: several for role, several in fillers.items() if several}
        type_ = denotation.ontology.most_likely(dict(referent.types))
        if filled and type_ is not None:
            nests = any(m.kind is MentionKind.EVENT for several in fillers.values() for m in several)
            yield _telling(referent, type_, filled, denotation), nests


def _telling(
    referent: Referent, type_: str, fillers: Mapping[str, set[Mention]], denotation: Denotation
) -> ToldEvent:
    return ToldEvent(
        referent,
        type_,
        roles={r: frozenset(denotation.identity(m) for m in several) for r, several in fillers.items()},
        sums=_values(fillers, Amount),
        dates=_values(fillers, PartialDate),
    )


def _values(fillers: Mapping[str, set[Mention]], kind: type[Value]) -> dict[str, frozenset[Value]]:
    found = {
        r: frozenset(m.value for m in several if isinstance(m.value, kind)) for r, several in fillers.items()
    }
    return {role: values for role, values in found.items() if values}

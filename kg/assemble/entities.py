"""Entities of a KnowledgeBase -> triples that say what they are and are called."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from kg.assemble import terms
from kg.assemble.terms import Minter, text
from kg.model import Amount, Entity, KnowledgeBase, Link, MentionKind
from kg.resolve.values import amount_id, amount_label


def entity_triples(kb: KnowledgeBase, minter: Minter) -> Iterator[Triple]:
    """Type (the most specific only), names, links and reasons for merges; for amounts, the sum."""
    by_id = sorted(kb.entities, key=lambda entity: entity.id)
    amounts = {amount_id(entity.value): minter.entity(entity.id) for entity in by_id if entity.value}
    for entity in kb.entities:
        node = minter.entity(entity.id)
        yield from _names(entity, node, minter)
        if entity.value:
            yield from _amount(entity.value, node, entity.type, minter, amounts)
        elif entity.kind is MentionKind.VALUE:  # a sum that is kept back
            yield Triple(node, terms.QUALIFIER, text(entity.label))


def _names(entity: Entity, node: NamedNode, minter: Minter) -> Iterator[Triple]:
    yield Triple(node, terms.TYPE, minter.named(entity.type))
    yield Triple(node, terms.LABEL, text(entity.label))
    for alias in entity.aliases:
        yield Triple(node, terms.ALT_LABEL, text(alias))
    for link in entity.links:
        if address := terms.web_address(link.iri):
            yield Triple(node, terms.SAME_AS, address)
            yield from _link(link, node, address, minter)
    for former in entity.former:
        yield Triple(minter.entity(former), terms.OWL_SAME_AS, node)
    for merge in entity.merges:
        reason = f"“{merge.name}” is taken for “{merge.into}”: {merge.reason}"
        yield Triple(node, terms.MERGED_BECAUSE, text(reason))


def _link(link: Link, node: NamedNode, address: NamedNode, minter: Minter) -> Iterator[Triple]:
    """Why the two are one thing.

    schema:sameAs, because owl:sameAs would take over all that others say of theirs, and the same words do not
    always cut the world alike; skos:exactMatch is about concepts.
    """
    reason = minter.link(node, address)
    yield Triple(reason, terms.TYPE, terms.LINK)
    yield Triple(reason, terms.TYPE, terms.STATEMENT)
    yield Triple(reason, terms.SUBJECT, node)
    yield Triple(reason, terms.PREDICATE, terms.SAME_AS)
    yield Triple(reason, terms.OBJECT, address)
    yield Triple(reason, terms.LINKED_BECAUSE, text(link.reason))
    if link.score is not None:
        yield Triple(reason, terms.SCORE, terms.decimal(link.score))
    if service := terms.web_address(link.service):
        yield Triple(reason, terms.SOURCE, service)


def _amount(
    amount: Amount, node: NamedNode, type_: str, minter: Minter, amounts: dict[str, NamedNode]
) -> Iterator[Triple]:
    yield Triple(node, terms.CURRENCY, text(amount.currency))
    if currency := minter.currency(amount.currency):
        yield Triple(node, terms.IN_CURRENCY, currency)
    yield Triple(node, terms.VALUE, terms.decimal(amount.value))
    if amount.qualifier:
        yield Triple(node, terms.QUALIFIER, text(amount.qualifier))
    if not amount.equivalent:
        return
    id_ = amount_id(amount.equivalent)
    known = amounts.get(id_)
    other = known or minter.entity(id_)
    yield Triple(node, terms.EQUIVALENT, other)
    yield Triple(other, terms.EQUIVALENT, node)
    if not known:
        yield Triple(other, terms.TYPE, minter.named(type_))
        yield Triple(other, terms.LABEL, text(amount_label(amount.equivalent)))
        yield from _amount(amount.equivalent, other, type_, minter, amounts)

"""Entities of a KnowledgeBase -> triples that say what they are and are called."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from kg.assemble import terms
from kg.assemble.terms import Minter, text
from kg.model import Amount, Entity, KnowledgeBase, MentionKind


def entity_triples(kb: KnowledgeBase, minter: Minter) -> Iterator[Triple]:
    """Type (the most specific only), names, links and reasons for merges; for amounts, the sum."""
    by_id = sorted(kb.entities, key=lambda entity: entity.id)
    amounts = {_sum(entity.value): minter.entity(entity.id) for entity in by_id if entity.value}
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
        if address := terms.web_address(link):
            yield Triple(node, terms.SAME_AS, address)
    for former in entity.former:
        yield Triple(minter.entity(former), terms.OWL_SAME_AS, node)
    for merge in entity.merges:
        reason = f"“{merge.name}” is taken for “{merge.into}”: {merge.reason}"
        yield Triple(node, terms.MERGED_BECAUSE, text(reason))


def _sum(amount: Amount) -> tuple[object, ...]:
    return amount.value, amount.currency, amount.qualifier


def _amount(
    amount: Amount, node: NamedNode, type_: str, minter: Minter, amounts: dict[tuple[object, ...], NamedNode]
) -> Iterator[Triple]:
    yield Triple(node, terms.CURRENCY, text(amount.currency))
    yield Triple(node, terms.VALUE, terms.decimal(amount.value))
    if amount.qualifier:
        yield Triple(node, terms.QUALIFIER, text(amount.qualifier))
    if not amount.equivalent:
        return
    known = amounts.get(_sum(amount.equivalent))
    other = known or minter.amount(amount.equivalent)
    yield Triple(node, terms.EQUIVALENT, other)
    yield Triple(other, terms.EQUIVALENT, node)
    if not known:
        yield Triple(other, terms.TYPE, minter.named(type_))
        yield Triple(other, terms.LABEL, text(terms.amount_label(amount.equivalent)))
        yield from _amount(amount.equivalent, other, type_, minter, amounts)

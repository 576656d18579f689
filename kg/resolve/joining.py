"""Two entities that turn out to be one thing -> one entity, with the names, mentions, links and reasons of both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Entity, Mention, Merge
from kg.ontology import Ontology


def together(one: Entity, other: Entity, why: Iterable[Merge], ontology: Ontology) -> Entity:
    """What is left of two: the first, which the other's id and names now lead to, of the narrower class.

    Args:
        why: the reasons for this; those that either had stay.
    """
    return replace(
        one,
        type=other.type if ontology.is_a(other.type, one.type) else one.type,
        aliases=tuple(sorted({*one.aliases, other.label, *other.aliases} - {one.label})),
        mentions=in_order({*one.mentions, *other.mentions}),
        merges=tuple(dict.fromkeys((*one.merges, *why, *other.merges))),
        links=tuple(sorted({*one.links, *other.links}, key=lambda link: (link.iri, link.reason))),
        former=tuple(sorted({*one.former, *other.former, other.id})),
    )


def in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions by document and place, those of one place by their types."""
    return tuple(sorted(mentions, key=lambda m: (m.document_id, m.start, m.end, m.type, m.kind)))

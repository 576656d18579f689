"""Values of mentions -> literals and amounts, as the knowledge base holds them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kg.model import Amount, Entity, Literal, Mention, MentionKind, PartialDate
from kg.ontology import Ontology
from kg.resolve.names import slug

UNDISCLOSED = "undisclosed"
UNITS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def amount(mention: Mention, value: Amount) -> Entity:
    """The entity of a sum of money: one for each value, currency and qualifier."""
    plain = f"{value.currency}-{value.value.normalize():f}".lower()
    id_ = f"{plain}-{slug(value.qualifier)}" if value.qualifier else plain
    label = f"{value.qualifier} {_written(value)}" if value.qualifier else _written(value)
    return Entity(id_, mention.type, label, MentionKind.VALUE, value=value)


def unqualified(mention: Mention, value: Amount) -> Entity:
    """The same sum stated plainly: about 2 billion tells of the same round as 2 billion."""
    return amount(mention, replace(value, qualifier=None))


def is_kept_back(mention: Mention, ontology: Ontology) -> bool:
    """Whether the mention is a sum of money that the article says is not told."""
    class_ = ontology.classes.get(mention.type)
    is_sum = class_ is not None and not class_.datatype and ontology.is_value(mention.type)
    return mention.kind is MentionKind.VALUE and mention.value is None and is_sum


def kept_back(mention: Mention) -> Entity:
    """The entity of a sum that is not told: one for all of them."""
    return Entity(UNDISCLOSED, mention.type, UNDISCLOSED, MentionKind.VALUE)


def is_literal(mention: Mention, ontology: Ontology) -> bool:
    """Whether the mention is a date that is known, or one of the ontology's terms."""
    if mention.kind is not MentionKind.VALUE or isinstance(mention.value, Amount):
        return False
    class_ = ontology.classes.get(mention.type)
    if class_ is None or not class_.datatype:
        return False
    return isinstance(mention.value, PartialDate) or "DATE" not in class_.recogniser_labels


def literal(mention: Mention, ontology: Ontology) -> Literal:
    """A date as precisely as it is known, or a term as the ontology writes it."""
    if isinstance(mention.value, PartialDate):
        return Literal(mention.value)
    class_ = ontology.classes.get(mention.type)
    terms = (*class_.terms, *class_.kind_terms) if class_ else ()
    return Literal(next((term for term in terms if term.casefold() == mention.text.casefold()), mention.text))


def _written(value: Amount) -> str:
    for unit, word in UNITS:
        if value.value >= unit:
            number = (value.value / unit).quantize(Decimal("0.001")).normalize()
            return f"{value.currency} {number:f} {word}"
    return f"{value.currency} {value.value.normalize():f}"

"""Values of mentions -> literals and amounts, as the knowledge base holds them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kg.model import Amount, Entity, Literal, Mention, MentionKind, PartialDate
from kg.ontology import Ontology
from kg.resolve.names import slug

KEPT_BACK = "undisclosed_amount"  # an id that no name has: slugs are without underscores
UNDISCLOSED = "undisclosed"
UNITS = ((12, "trillion"), (9, "billion"), (6, "million"))  # powers of ten
PLACES = 3  # decimals of a unit: what is told more exactly is written in full


def amount_id(value: Amount) -> str:
    """The id of a sum of money: one for each value, currency, qualifier and what it is paid for."""
    number = f"{value.value.normalize() or Decimal(0):f}"
    words = (slug(word) for word in (value.qualifier, _per(value)) if word)
    return "-".join((value.currency.lower(), number, *words))


def amount_label(value: Amount) -> str:
    """A sum of money in words, exactly: "EUR 1.7 billion", "about USD 12,500.50", "USD 26 per share".

    Units are written out where three decimals of them say all; a fraction has two digits at least.
    """
    return " ".join(filter(None, (value.qualifier, value.currency, _number(value.value), _per(value))))


def _per(value: Amount) -> str:
    return f"per {value.per}" if value.per else ""


def _number(value: Decimal) -> str:
    plain = value.normalize() or Decimal(0)
    power, unit = next(((power, unit) for power, unit in UNITS if plain.adjusted() >= power), (0, ""))
    exponent = plain.as_tuple().exponent
    if unit and isinstance(exponent, int) and exponent >= power - PLACES:
        return f"{plain.scaleb(-power):,f} {unit}"
    whole, _, fraction = f"{plain:,f}".partition(".")
    return f"{whole}.{fraction:0<2}" if fraction else whole


def amount(mention: Mention, value: Amount) -> Entity:
    """The entity of a sum of money."""
    return Entity(amount_id(value), mention.type, amount_label(value), MentionKind.VALUE, value=value)


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
    return Entity(KEPT_BACK, mention.type, UNDISCLOSED, MentionKind.VALUE)


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

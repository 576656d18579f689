"""A place -> the places that contain it, as the text goes on to say: "Aalborg, North Jutland, Denmark"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kg.model import Mention, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.ontology import Ontology

MOST = 3  # places that contain one
CONJUNCTIONS = frozenset({"and", "or", "&"})


def containing(
    doc: Doc, token: int, at: Mapping[int, Mention], ontology: Ontology
) -> Iterator[tuple[Mention, int]]:
    """The places named one after the other behind the one at the token, each wider than the last.

    "London, Oslo and Paris" is a list, "Oslo, Norway and Sweden" the end of one: what is wider is known from the
    gazetteers, and where they know nothing, from the comma if no conjunction follows.
    """
    place = ontology.class_with_label("LOC")
    inner = at[token]
    end = _end(token, at)
    for _ in range(MOST):
        outer = at.get(end + 1) if end < len(doc) and doc[end].text == "," else None
        if outer is None or not (_is_place(inner, place, ontology) and _is_place(outer, place, ontology)):
            return
        after = _end(end + 1, at)
        in_list = after < len(doc) and doc[after].lower_ in CONJUNCTIONS
        if inner.type == outer.type and (inner.type != place or in_list):
            return
        if _width(inner, ontology) > _width(outer, ontology) or (in_list and outer.type == place):
            return
        yield outer, end + 1
        inner, end = outer, after


def _end(token: int, at: Mapping[int, Mention]) -> int:
    end = token
    while at.get(end) is at[token]:
        end += 1
    return end


def _is_place(mention: Mention, place: str | None, ontology: Ontology) -> bool:
    return mention.kind is MentionKind.NAME and place is not None and ontology.is_a(mention.type, place)


def _width(mention: Mention, ontology: Ontology) -> int:
    """How wide a place of the class may be, by the order of the gazetteers; 0 if nothing is known."""
    classes = list(dict.fromkeys(class_ for _, class_ in reversed(ontology.gazetteers)))
    return classes.index(mention.type) if mention.type in classes else 0

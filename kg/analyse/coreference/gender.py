"""Mention -> the gender that its words tell: pronouns, honorifics, nouns such as "widow". Names tell none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.analyse.pronouns import FEMININE, MASCULINE

if TYPE_CHECKING:
    from spacy.tokens import Span

    from kg.ontology import Ontology


def gender_of(span: Span, ontology: Ontology) -> str:
    """The gender that a mention's words and the honorific before them tell: "masculine", "feminine" or ""."""
    words = [span.root.lemma_.lower(), span[0].lower_]
    if span.start and span[0].pos_ == "PROPN":
        words.append(span.doc[span.start - 1].lower_)  # "Mrs Kovac", "his wife Ana Kovac"
    for word in words:
        if word in MASCULINE or word in ontology.masculine:
            return "masculine"
        if word in FEMININE or word in ontology.feminine:
            return "feminine"
    return ""

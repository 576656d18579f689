"""Job titles by their words -> the whole title as it is written: "plant manager", "head of chip design"."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.ontology import Ontology

LONGEST_FIELD = 4  # tokens after "of"
WIDE = frozenset({"global", "corporate", "international", "strategic", "worldwide", "regional", "european"})
LINKS = frozenset({"and", "&", ","})


def extended(doc: Doc, found: Iterable[Span], ontology: Ontology) -> list[Span]:
    """The spans, those of words that people hold extended to the whole title, and titles with no word of their own.

    "Head" is a title only with what it is the head of.
    """
    spans = list(found)
    open_terms = {word: class_.curie for class_ in ontology.classes.values() for word in class_.open_terms}
    known = {token.i for span in spans for token in span}
    for token in doc:
        if token.lower_ in open_terms and token.i not in known and token.pos_ in ("NOUN", "PROPN"):
            span = _whole(doc, token.i, token.i + 1, open_terms[token.lower_], ontology)
            if span.end > token.i + 1:
                spans.append(span)
    return [
        _whole(doc, span.start, span.end, span.label_, ontology)
        if ontology.holder_of(span.label_) is not None
        else span
        for span in spans
    ]


def _whole(doc: Doc, start: int, end: int, label: str, ontology: Ontology) -> Span:
    from spacy.tokens import Span

    while start > 0 and _specifies(doc[start - 1], doc[end - 1]):
        start -= 1
    return Span(doc, start, _field_end(doc, end, ontology.fields), label=label)


def _specifies(token: Token, title: Token) -> bool:
    """Whether a common noun right before a title says which: "plant manager"."""
    if token.pos_ != "NOUN" or not (token.text.islower() or token.is_sent_start):
        return False
    # The parser may hang both on the name that follows.
    return token.dep_ == "compound" and token.head in (title, title.head)


def _field_end(doc: Doc, end: int, fields: Container[str]) -> int:
    """Where the field of work after "of" ends: "of research", "of Global Sales and Marketing"."""
    if end + 1 >= len(doc) or doc[end].lower_ != "of":
        return end
    last = end
    for token in _field(doc, end + 1, fields):
        last = token.i
    return last + 1 if last > end else end


def _field(doc: Doc, start: int, fields: Container[str]) -> Iterator[Token]:
    """The words of a field of work, up to the last noun: common nouns, or capitalized ones known for it."""
    held: list[Token] = []
    for token in doc[start : start + LONGEST_FIELD]:
        if token.lower_ in LINKS and not held:
            held.append(token)
        elif token.lower_ in fields or (token.pos_ == "NOUN" and token.text.islower()):
            yield from (*held, token)
            held = []
            if token.dep_ in ("pobj", "conj") and not _goes_on(doc, token.i + 1):
                return
        elif (token.pos_ == "ADJ" or token.lower_ in WIDE) and len(held) <= 1:
            held.append(token)
        else:
            return


def _goes_on(doc: Doc, at: int) -> bool:
    return at < len(doc) and doc[at].lower_ in LINKS

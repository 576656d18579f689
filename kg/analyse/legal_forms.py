"""Names of companies that the recogniser broke off -> the whole name, as its legal form ("Inc", "Ltd") tells."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from kg.analyse.descriptors import HYPHENS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

ENDING = frozenset(
    {"inc", "corp", "ltd", "plc", "llc", "lp", "l.p", "llp", "ag", "gmbh", "pty", "nv", "n.v", "kgaa", "bhd"}
)
LEGAL_FORMS = ENDING | {
    "co",
    "company",
    "corporation",
    "incorporated",
    "limited",
    "spa",
    "s.p.a",
    "kk",
    "oyj",
    "asa",
    "kg",
}
ASSOCIATION = frozenset({"association", "bank", "trust"})  # "First Savings and Loan Association"
CONJUNCTIONS = frozenset({"and", "&"})


def is_legal_form(token: Token) -> bool:
    """Whether the word says that the name which it ends is a company's."""
    return token.lower_.rstrip(".") in LEGAL_FORMS and token.text[0].isupper()


def form_follows(doc: Doc, end: int) -> bool:
    """Whether a legal form stands at the token, or behind a word in brackets there: "(Pacific) Ltd"."""
    return end < len(doc) and (is_legal_form(doc[end]) or _is_bracketed_form(doc, end))


def _is_bracketed_form(doc: Doc, end: int) -> bool:
    bracketed = [token.text for token in doc[end : end + 3]]
    return bracketed[::2] == ["(", ")"] and end + 3 < len(doc) and is_legal_form(doc[end + 3])


def whole_name(span: Span, taken: Container[int]) -> tuple[int, int]:
    """First and last token (exclusive) of the name of which the span is a part.

    Args:
        taken: tokens that belong to something else.
    """
    doc, start, end = span.doc, span.start, span.end
    end = _to_the_right(doc, start, end, taken)
    if all(is_legal_form(token) for token in doc[start:end]):
        start = _to_the_left(doc, start, taken)
    elif is_legal_form(doc[end - 1]) and _is_hyphenated(doc, start) and start - 2 not in taken:
        start -= 2  # "Tern-|Energies Inc|"
    for i in range(end - 2, start, -1):
        if (
            doc[i].lower_.rstrip(".") in ENDING
            and doc[i + 1].lower_ == "of"
            and not _has_form(doc[i + 1 : end])
        ):
            return start, i + 1  # "Acme Corp of Ohio"
    return start, end


def _is_hyphenated(doc: Doc, start: int) -> bool:
    """Whether a hyphen joins the word to a name before it."""
    return (
        start > 1
        and doc[start - 1].text in HYPHENS
        and doc[start - 2].pos_ == "PROPN"
        and not doc[start - 2].whitespace_
    )


def _has_form(tokens: Span) -> bool:
    return any(is_legal_form(token) for token in tokens)


def _to_the_right(doc: Doc, start: int, end: int, taken: Container[int]) -> int:
    """The end of the name with the legal form behind it: "Tern |(Pacific) Ltd|", "Tern |and Lowell Co|"."""
    while end < len(doc) and is_legal_form(doc[end]) and end not in taken:
        end += 1
    if _is_bracketed_form(doc, end):
        return _to_the_right(doc, start, end + 4, taken)
    if end < len(doc) and doc[end].lower_ in CONJUNCTIONS and not is_legal_form(doc[end - 1]):
        last = end + 1
        if last < len(doc) and is_legal_form(doc[last]) and last not in taken:
            return _to_the_right(doc, start, last + 1, taken)  # "Tern |and Co Ltd|"
        while last < len(doc) and doc[last].pos_ == "PROPN" and last not in taken:
            if is_legal_form(doc[last]) or (last > end + 1 and doc[last].lower_ in ASSOCIATION):
                # One name if the parser has both parts in one phrase, which the last word heads.
                one = doc[start:end].root.head == doc[last]
                return _to_the_right(doc, start, last + 1, taken) if one else end
            last += 1
    return end


def _to_the_left(doc: Doc, start: int, taken: Container[int]) -> int:
    """The start of the name of which only the legal form was found: "|Lowell and| Co Ltd"."""
    i = start
    if i and doc[i - 1].lower_ in CONJUNCTIONS:
        i -= 1
    while i and doc[i - 1].pos_ == "PROPN" and i - 1 not in taken:
        i -= 1
    return i if doc[i].pos_ == "PROPN" else start

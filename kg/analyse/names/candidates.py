"""Doc -> spans that are names: the recogniser's entities, trimmed, and the proper nouns that it passed over."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.analyse.descriptors import describe
from kg.analyse.legal_forms import whole_name
from kg.model import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.ontology import Ontology

LONGEST_NAME = 12  # tokens
DASHES = frozenset("-–—")
IN_NO_NAME = re.compile(r"[|<>{}=→]|\w[(\[]")  # signs of tables, markup and program text
TRIMMED_BEFORE = frozenset(
    {"the", "a", "an", "'", "‘", "“", '"', "``", "(", "[", "@", "#", "’", "-", "–", "—", "•", "|", "\u200b"}
)
TRIMMED_AFTER = frozenset(
    {
        "'s",
        "’s",
        "'",
        "’",
        "”",
        '"',
        "''",
        ")",
        "]",
        ",",
        ".",
        "-",
        "–",
        "—",
        ":",
        ";",
        "™",
        "®",
        "|",
        "\u200b",
        "of",
        "for",
        "and",
    }
)
PLACES = frozenset({"GPE", "LOC"})
UNNAMED = frozenset({"", "NORP", "ORDINAL", "CARDINAL", "QUANTITY"})  # labels of what is no name of a thing
TICKER = re.compile(r"[A-Z0-9][A-Z0-9.]{0,9}")
LONGEST_EXCHANGE = 4  # tokens between the bracket and the colon of "(Other OTC: ABCD)"


def candidates(
    doc: Doc,
    entities: Sequence[Span],
    parsed: Sequence[tuple[int, int, bool]],
    taken: Mapping[int, Mention],
    ontology: Ontology,
) -> Iterator[Span]:
    """Spans that are names, labelled as the recogniser labels them ("" for those it passed over).

    Args:
        entities: what the recogniser takes for names, in text order.
        parsed: token ranges that hold prose, and whether it is a heading.
        taken: tokens that belong to values.
    """
    claimed = set(taken)
    unowned = {token.text for token in doc if token.i + 1 < len(doc) and token.nbor().tag_ != "POS"}
    for first, last, heading in parsed:
        found: list[Span] = []

        def claim(span: Span, found: list[Span] = found) -> None:
            if claimed.isdisjoint(range(span.start, span.end)):
                found.append(span)
                claimed.update(range(span.start, span.end))

        for ticker in _tickers(doc, first, last):
            claim(ticker)
        for entity in _within(entities, first, last):
            span = as_name(_owned(entity, unowned), ontology)
            if span is not None:
                claim(labelled(doc, *whole_name(span, claimed), span.label_))
        # Headlines Write Every Word Like a Name: there only the recogniser is believed.
        for span in () if heading else _proper_runs(doc, first, last, claimed, ontology):
            if not _is_common(span, ontology) and not is_description(span, ontology):
                claim(span)
        yield from sorted(found, key=lambda span: span.start)


def _tickers(doc: Doc, first: int, last: int) -> Iterator[Span]:
    """The symbols under which shares are listed: "Acme (NYSE: |ACM|)"."""
    for token in doc[first:last]:
        if token.text == ":" and token.i + 1 < last and ticker_of(token) is not None:
            yield labelled(doc, token.i + 1, token.i + 2, "ORG")


def ticker_of(colon: Token) -> Token | None:
    """The bracket before which the company of a ticker stands, given the colon in "Acme (NYSE: ACM)"."""
    if not TICKER.fullmatch(colon.nbor().text):
        return None
    for token in reversed(colon.doc[max(0, colon.i - LONGEST_EXCHANGE) : colon.i]):
        if token.text == "(":
            return token
        if not token.text[:1].isupper():
            return None
    return None


def _within(entities: Sequence[Span], first: int, last: int) -> Iterator[Span]:
    """The entities, which are in text order, that lie between two tokens (Span.ents reads all of them)."""
    start = bisect_left(entities, first, key=lambda span: span.start)
    return itertools.takewhile(lambda span: span.end <= last, entities[start:])


def everywhere(
    doc: Doc,
    parsed: Sequence[tuple[int, int, bool]],
    found: Iterable[Span],
    taken: Mapping[int, Mention],
    ontology: Ontology,
) -> list[Span]:
    """The found names and their other occurrences: what is a name once in an article is one throughout."""
    spans = list(found)
    claimed = set(taken) | {i for span in spans for i in range(span.start, span.end)}
    known: dict[str, dict[tuple[str, ...], str]] = {}
    for span in spans:
        words = tuple(token.text for token in span)
        if words[0][:1].isupper() and len(span.text) > 2:
            known.setdefault(words[0], {}).setdefault(words, span.label_)
    texts = [token.text for token in doc]
    for first, last, _ in parsed:
        for start in range(first, last):
            if texts[start] not in known or start in claimed:
                continue
            for words in sorted(known[texts[start]], key=len, reverse=True):
                place = range(start, start + len(words))
                if tuple(texts[start : place.stop]) == words and claimed.isdisjoint(place):
                    label, first_word = known[texts[start]][words], start
                    if len(words) == 1 and _is_likened(doc[start], ontology):
                        label, first_word = "", start - 1
                    spans.append(labelled(doc, first_word, place.stop, label))
                    claimed.update(range(first_word, place.stop))
                    break
    return sorted(spans, key=lambda span: span.start)


def as_name(span: Span, ontology: Ontology) -> Span | None:
    """What of an entity is the name of something that the ontology has a class for; None where nothing is."""
    name = _trimmed(span, ontology)
    return name if name is not None and _is_name(name, ontology) else None


def _is_name(span: Span, ontology: Ontology) -> bool:
    """Whether the recogniser's entity is the name of something that the ontology has a class for."""
    return (
        (not span.label_ or ontology.class_with_label(span.label_) is not None)
        and not _is_demonym(span, ontology)
        and any(
            token.pos_ == "PROPN" or (token.text[:1].isupper() and not token.is_sent_start) for token in span
        )
        and not IN_NO_NAME.search(span.text)
        and not _is_common(span, ontology)
    )


def _is_common(span: Span, ontology: Ontology) -> bool:
    """Whether the words name nothing: "AI", "European AI"."""
    return span.text in ontology.common_terms or all(
        token.text in ontology.common_terms or (len(span) > 1 and token.lower_ in ontology.demonyms)
        for token in span
    )


def is_description(span: Span, ontology: Ontology) -> bool:
    """Whether the words describe, for all their capitals: "the Company", "our Bank"."""
    if not span.start or span.text.isupper():
        return False
    before, descriptor = span.doc[span.start - 1], describe(span[-1], ontology)
    pointed = before.lower_ in ("the", "this") or before.tag_ == "PRP$"
    return pointed and descriptor is not None and descriptor.start <= span.start


def _is_demonym(span: Span, ontology: Ontology) -> bool:
    """Whether the recogniser took "Welsh" for the name of an organization or a person."""
    if span.label_ in PLACES or span.label_ in ontology.classes:
        return False
    return span.text.casefold() in ontology.demonyms


def _owned(span: Span, unowned: Container[str]) -> Span:
    """What is owned, where the recogniser took the owner with it: "Ek's |Prima Materia|".

    Args:
        unowned: words that stand without the ending elsewhere, which the "Moody" of "Moody's Analytics" does not.
    """
    for token in span[1:-1]:
        if token.tag_ == "POS" and token.nbor(-1).text in unowned:
            return labelled(span.doc, token.i + 1, span.end, span.label_)
    return span


def _trimmed(span: Span, ontology: Ontology) -> Span | None:
    """The name without articles, honorifics and punctuation at its ends, None if nothing is left."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (
        doc[start].lower_ in TRIMMED_BEFORE or doc[start].is_space or doc[start].text in ontology.honorifics
    ):
        start += 1
    while end > start and (doc[end - 1].lower_ in TRIMMED_AFTER or doc[end - 1].is_space):
        end -= 1
    for i in range(start + 1, end - 1):
        if doc[i].text in DASHES and doc[i - 1].whitespace_:
            if not any(token.text[:1].isupper() for token in doc[i + 1 : end]):
                end = i  # "SoftBank - a"
                break
            if doc[i - 1].is_upper:
                start = i + 1  # "TOKYO - SoftBank", but not "Wal - Mart"
    texts = [token.text for token in doc[start:end]]
    if "(" in texts and ")" not in texts:
        end = start + texts.index("(")  # "Acme (NYSE"
    if start == end or end - start > LONGEST_NAME:
        return None
    if end - start == 1 and _is_likened(doc[start], ontology):
        return labelled(doc, start - 1, end, "")
    return labelled(doc, start, end, ontology.place_names.get(doc[start:end].text, span.label_))


def _is_likened(token: Token, ontology: Ontology) -> bool:
    """Whether something else is likened to what the name names: "the European OpenAI" is not OpenAI."""
    doc, before = token.doc, token.i - 1
    if before < 1 or doc[before].lower_ not in ontology.demonyms or doc[before].text in ontology.place_names:
        return False
    return doc[before - 1].is_quote or doc[before - 1].lower_ in ("a", "an", "the")


def labelled(doc: Doc, start: int, end: int, label: str) -> Span:
    """The span of tokens with the label of an entity."""
    from spacy.tokens import Span

    return Span(doc, start, end, label=label)


def _proper_runs(doc: Doc, first: int, last: int, claimed: set[int], ontology: Ontology) -> Iterator[Span]:
    """Runs of proper nouns inside one noun phrase that the recogniser passed over."""
    position = first
    while position < last:
        if not _proper(doc[position], claimed, ontology):
            position += 1
            continue
        end = position + 1
        while end < last and _proper(doc[end], claimed, ontology) and _one_phrase(doc[end - 1], doc[end]):
            end += 1
        run = doc[position:end]
        if any(len(token.text) > 1 and token.text[0].isupper() for token in run):
            likened = end - position == 1 and _is_likened(run[0], ontology)
            yield doc[position - 1 : end] if likened else run
        position = end


def _proper(token: Token, claimed: set[int], ontology: Ontology) -> bool:
    """Whether the token may be part of a name that the recogniser passed over.

    What it takes for a nationality and the ontology does not know as one is a name that it does not know.
    """
    if token.i in claimed or not token.is_alpha or not token.text[0].isupper():
        return False
    if token.text in ontology.honorifics:
        return False
    if token.lower_ in ontology.demonyms or token.ent_type_ not in UNNAMED:
        return False
    if token.pos_ == "PROPN":
        return not token.ent_type_ or token.tag_ == "NNP"
    first = token.is_sent_start and not (token.is_upper and len(token) > 1)
    return token.tag_ == "NN" and not first


def _one_phrase(left: Token, right: Token) -> bool:
    return left.head in (right, right.head) or right.head == left

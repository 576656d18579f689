"""Doc -> names with their types: the recogniser's entities, repaired by what the sentence says of them."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.analyse.analysis import mention
from kg.analyse.descriptors import describe, described_name
from kg.analyse.gazetteer import place_class
from kg.model import Document, GivenMention, Mention, MentionKind
from kg.ontology import ANYTHING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.ontology import Ontology

# What a descriptor or a job title beside a name says of it outweighs what the recogniser guessed of it alone.
RECOGNISED, LISTED, SURNAME, DESCRIBED, TITLED = 1, 2, 2, 6, 6
MOST_GUESSES = 3
LONGEST_NAME = 12  # tokens
DASHES = frozenset("-–—")
TRIMMED_BEFORE = frozenset(
    {"the", "a", "an", "'", "‘", "“", '"', "``", "(", "[", "@", "#", "’", "-", "–", "—", "•"}
)
TRIMMED_AFTER = frozenset(
    {"'s", "’s", "'", "’", "”", '"', "''", ")", "]", ",", ".", "-", "–", "—", ":", ";", "™", "®"}
)
PLACES = frozenset({"GPE", "LOC"})
UNNAMED = frozenset({"", "NORP", "ORDINAL", "CARDINAL", "QUANTITY"})  # labels of what is no name of a thing
LEGAL_FORMS = frozenset({"inc", "corp", "ltd", "plc", "llc", "lp", "ag", "gmbh", "pty", "nv", "kk"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "nummod"})


def names(
    document: Document,
    doc: Doc,
    parsed: Sequence[tuple[int, int, bool]],
    taken: Mapping[int, Mention],
    ontology: Ontology,
) -> list[tuple[Span, Mention]]:
    """The names of the document, in text order, each with one type throughout the document.

    A type that is no more than the recogniser's guess is marked: what is said of the name may correct it.

    Args:
        parsed: token ranges that hold prose, and whether it is a heading; names are looked for nowhere else.
        taken: tokens that belong to values.
    """
    spans: list[tuple[Span, GivenMention | None]]
    if document.given is not None:
        spans = [(span, given) for given in document.given if (span := _given_span(doc, given))]
    else:
        candidates = _candidates(doc, parsed, taken, ontology)
        spans = [(span, None) for span in _everywhere(doc, parsed, candidates, taken)]
    votes, sure = _votes(spans, taken, ontology)
    found = []
    for span, given in spans:
        likely = (given and given.type) or ontology.most_likely(votes[_key(span)]) or ANYTHING
        guessed = _key(span) not in sure and not (given and given.type)
        name = replace(mention(document, span, likely, MentionKind.NAME), guessed=guessed)
        if given is not None:
            exact = document.text[given.start : given.end]
            name = replace(name, start=given.start, end=given.end, text=exact)
        found.append((span, name))
    return found


def _votes(
    spans: Sequence[tuple[Span, GivenMention | None]], taken: Mapping[int, Mention], ontology: Ontology
) -> tuple[dict[str, Counter[str]], set[str]]:
    """By name: the weight of each type that is said of it, and the names for which more than a guess is."""
    votes: dict[str, Counter[str]] = {}
    guesses: dict[str, Counter[str]] = {}
    sure: set[str] = set()
    person = ontology.class_with_label("PERSON")
    surnames = {span[-1].lower_ for span, _ in spans if len(span) > 1 and span.label_ == "PERSON"}
    for span, _ in spans:
        key = _key(span)
        counter = votes.setdefault(key, Counter())
        recognised = ontology.class_with_label(span.label_)
        if recognised is not None:
            guesses.setdefault(key, Counter())[recognised] += RECOGNISED
            if recognised == person and len(span) > 1:
                sure.add(key)
        for type_, weight in _evidence(span, recognised, taken, ontology):
            counter[type_] = max(counter[type_], weight) if weight == LISTED else counter[type_] + weight
            sure.add(key)
        if person is not None and len(span) == 1 and span[0].lower_ in surnames:
            counter[person] = SURNAME
    for key, guessed in guesses.items():
        # A guess made ten times over is still one guess, and so is being on a list.
        votes[key].update({type_: min(n, MOST_GUESSES) for type_, n in guessed.items()})
    return votes, sure


def _given_span(doc: Doc, given: GivenMention) -> Span | None:
    return doc.char_span(given.start, given.end, alignment_mode="expand")


def _key(span: Span) -> str:
    return span.text.casefold()


def _candidates(
    doc: Doc, parsed: Sequence[tuple[int, int, bool]], taken: Mapping[int, Mention], ontology: Ontology
) -> Iterator[Span]:
    claimed = set(taken)
    entities = doc.ents
    for first, last, heading in parsed:
        found: list[Span] = []
        for entity in _within(entities, first, last):
            span = _trimmed(_owned(entity))
            if (
                span is not None
                and _is_name(span, ontology)
                and claimed.isdisjoint(range(span.start, span.end))
            ):
                found.append(span)
                claimed.update(range(span.start, span.end))
        # Headlines Write Every Word Like a Name: there only the recogniser is believed.
        for span in () if heading else _proper_runs(doc, first, last, claimed, ontology):
            if not all(token.text in ontology.common_terms for token in span):
                found.append(span)
                claimed.update(range(span.start, span.end))
        yield from sorted(found, key=lambda span: span.start)


def _within(entities: Sequence[Span], first: int, last: int) -> Iterator[Span]:
    """The entities, which are in text order, that lie between two tokens (Span.ents reads all of them)."""
    start = bisect_left(entities, first, key=lambda span: span.start)
    return itertools.takewhile(lambda span: span.end <= last, entities[start:])


def _everywhere(
    doc: Doc, parsed: Sequence[tuple[int, int, bool]], found: Iterable[Span], taken: Mapping[int, Mention]
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
                    spans.append(_labelled(doc, start, place.stop, known[texts[start]][words]))
                    claimed.update(place)
                    break
    return sorted(spans, key=lambda span: span.start)


def _is_name(span: Span, ontology: Ontology) -> bool:
    """Whether the recogniser's entity is the name of something that the ontology has a class for."""
    return (
        ontology.class_with_label(span.label_) is not None
        and not (span.label_ not in PLACES and span.text.casefold() in ontology.demonyms)
        and any(
            token.pos_ == "PROPN" or (token.text[:1].isupper() and not token.is_sent_start) for token in span
        )
        and span.text not in ontology.common_terms
    )


def _owned(span: Span) -> Span:
    """What is owned, where the recogniser took the owner with it: "Ek's |Prima Materia|".

    An owner is named without the ending elsewhere; the "Moody's" of "Moody's Analytics" is not.
    """
    for token in span[1:-1]:
        owner = token.nbor(-1)
        if token.tag_ == "POS" and any(
            other.text == owner.text and other.i + 1 < len(span.doc) and other.nbor().tag_ != "POS"
            for other in span.doc
        ):
            return _labelled(span.doc, token.i + 1, span.end, span.label_)
    return span


def _trimmed(span: Span) -> Span | None:
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (doc[start].lower_ in TRIMMED_BEFORE or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].lower_ in TRIMMED_AFTER or doc[end - 1].is_space):
        end -= 1
    for i in range(start + 1, end - 1):
        if doc[i].text in DASHES and doc[i - 1].whitespace_:
            if not any(token.text[:1].isupper() for token in doc[i + 1 : end]):
                end = i  # "SoftBank - a"
                break
            start = i + 1  # "TOKYO - SoftBank"
    legal = [i for i in range(start, end) if doc[i].lower_.rstrip(".") in LEGAL_FORMS]
    if legal and legal[-1] + 1 < end and doc[legal[-1] + 1].lower_ == "of":
        end = legal[-1] + 1  # "Acme Corp of Ohio"
    if start == end or end - start > LONGEST_NAME:
        return None
    return _labelled(doc, start, end, span.label_)


def _labelled(doc: Doc, start: int, end: int, label: str) -> Span:
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
            yield run
        position = end


def _proper(token: Token, claimed: set[int], ontology: Ontology) -> bool:
    """Whether the token may be part of a name that the recogniser passed over.

    What it takes for a nationality and the ontology does not know as one is a name that it does not know.
    """
    if token.i in claimed or not token.is_alpha or not token.text[0].isupper():
        return False
    if token.lower_ in ontology.demonyms or token.ent_type_ not in UNNAMED:
        return False
    if token.pos_ == "PROPN":
        return not token.ent_type_ or token.tag_ == "NNP"
    first = token.is_sent_start and not (token.is_upper and len(token) > 1)
    return token.tag_ == "NN" and not first


def _one_phrase(left: Token, right: Token) -> bool:
    return left.head in (right, right.head) or right.head == left


def _evidence(
    span: Span, recognised: str | None, taken: Mapping[int, Mention], ontology: Ontology
) -> Iterator[tuple[str, int]]:
    """What the words around, and common knowledge, say that the name's type is, with weights."""
    if span.label_ in ontology.classes:
        yield span.label_, DESCRIBED
    known = place_class(span.text, ontology) if recognised is not None else None
    is_place = recognised is not None and known is not None and ontology.is_a(known, recognised)
    if known is not None and (is_place or _in_place_context(span)):
        yield known, LISTED
    for token in _described_by(span, span.root):
        if is_place and token.i >= span.end:
            continue  # "the New Jersey group" is in New Jersey, not of that name
        descriptor = describe(token, ontology)
        if descriptor is not None and not _inside_other_name(token, span):
            yield descriptor.type, DESCRIBED
        title = taken.get(token.i)
        holder = title and ontology.holder_of(title.type)
        if holder:
            yield holder, TITLED
    # The name's own last word may say what it is: Paris Data Center, Index Ventures, Acme Bank.
    if len(span) > 1 and (own := describe(span[-1], ontology)) is not None:
        yield own.type, DESCRIBED


def _inside_other_name(token: Token, span: Span) -> bool:
    return span.start <= token.i < span.end


def _in_place_context(span: Span) -> bool:
    """Whether the words around speak of a place: "in Cologne", "Cologne-based"."""
    head = span.root
    located = head.dep_ == "pobj" and head.head.lower_ in ("in", "near", "at", "outside", "around")
    return located or (head.dep_ == "npadvmod" and head.head.lower_ in ("based", "headquartered", "born"))


def _described_by(span: Span, head: Token) -> Iterator[Token]:
    """Nouns that are said of the name: before it, in apposition to it, or as its predicate."""
    before = span.start - 1
    if before >= 0 and described_name(span.doc[before]) in (head, *head.children):
        yield span.doc[before]
    for token in head.children:
        if (token.i < span.start and token.dep_ in MODIFIERS) or token.dep_ == "appos":
            yield token
    if head.dep_ == "appos":
        yield head.head
    elif head.dep_ in ("compound", "nmod") and head.head.i == span.end and head.head.pos_ == "NOUN":
        # "its Mistral Compute service", but not "Mistral models": the phrase is definite. Nor is a person the
        # "government" of "the Kovac government".
        if _definite(head.head, span) and span.label_ != "PERSON":
            yield head.head
    elif head.dep_ in ("nsubj", "nsubjpass") and head.head.lemma_ == "be":
        yield from (token for token in head.head.children if token.dep_ == "attr")
    else:
        yield from _announced_by(head)


def _announced_by(head: Token) -> Iterator[Token]:
    """The noun before "such as", "like" or "including", for the names that follow it."""
    while head.dep_ == "conj":
        head = head.head
    if head.dep_ == "pobj" and head.head.lower_ in ("as", "like", "including"):
        yield head.head.head


def _definite(noun: Token, span: Span) -> bool:
    """Whether the phrase names one thing: "the X app", "its X service"."""
    return any(token.dep_ in ("det", "poss") and token.i < span.start for token in noun.children)

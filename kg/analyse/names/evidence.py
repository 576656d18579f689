"""Names -> what the words around them, and common knowledge, say that they are the names of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kg.analyse.descriptors import describe, described_name
from kg.analyse.gazetteer import place_class
from kg.analyse.legal_forms import is_legal_form
from kg.analyse.names.candidates import LONGEST_EXCHANGE, ticker_of
from kg.analyse.pronouns import SUBJECTS
from kg.model import Mention

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.ontology import Ontology

# What a descriptor or a job title beside a name says of it outweighs what the recogniser guessed of it alone.
RECOGNISED, LISTED, SURNAME, DESCRIBED, TITLED = 1, 2, 2, 6, 6
MODIFIERS = frozenset({"compound", "amod", "nmod", "nummod"})


def evidence(
    span: Span, recognised: str | None, taken: Mapping[int, Mention], ontology: Ontology
) -> Iterator[tuple[str, int]]:
    """What the words around, and common knowledge, say that the name's type is, with weights.

    Args:
        recognised: the class that the recogniser takes it for.
        taken: values by token, job titles among them.
    """
    if span.label_ in ontology.classes:
        yield span.label_, DESCRIBED
    if span.start and (called := ontology.honorifics.get(span.doc[span.start - 1].text)):
        yield called, TITLED
    organization = ontology.class_with_label("ORG")
    if organization is not None and (_is_listed(span) or (len(span) > 1 and is_legal_form(span[-1]))):
        yield organization, DESCRIBED
    known = place_class(span.text, ontology) if recognised is not None or _is_dateline(span) else None
    is_place = recognised is not None and known is not None and ontology.is_a(known, recognised)
    if known is not None and (is_place or _in_place_context(span)):
        yield known, LISTED
    yield from _told_by_verb(span.root, ontology)
    for token in _described_by(span, span.root):
        # "the New Jersey group" is in New Jersey, not of that name, whatever the recogniser takes it for.
        if not (known is not None and token.i >= span.end):
            yield from _description(token, span, recognised, taken, ontology)
    # The name's own last word may say what it is: Paris Data Center, Index Ventures, Acme Bank.
    # So may the one before "of": Bank of Oslo, Harvest Party of Norway.
    for word in _own_nouns(span):
        if (own := describe(word, ontology)) is not None:
            yield own.type, DESCRIBED
            break


def _own_nouns(span: Span) -> Iterator[Token]:
    """The words of a longer name that may say what it is, the likeliest first."""
    if len(span) > 1:
        yield span[-1]
        yield from (token.nbor(-1) for token in span[1:-1] if token.lower_ == "of")


def _told_by_verb(head: Token, ontology: Ontology) -> Iterator[tuple[str, int]]:
    """What the verb of the name's clause tells: who "grew up" is a person, one "lives in" a place."""
    verb = head.head
    if head.dep_ in SUBJECTS and (doer := _named_verb(verb, ontology.deeds)):
        yield doer, DESCRIBED
    for child in head.children:
        if child.dep_ == "acl" and (doer := _named_verb(child, ontology.deeds)):
            yield doer, DESCRIBED  # "Tomas Berg (born 1965)"
    if head.dep_ == "pobj" and verb.lower_ == "in" and (scene := _named_verb(verb.head, ontology.scenes)):
        yield scene, DESCRIBED


def _named_verb(verb: Token, verbs: Mapping[str, str]) -> str | None:
    """What is known of the verb, with its particle: "grow up"."""
    if verb.pos_ != "VERB":
        return None
    particle = next((child.lower_ for child in verb.children if child.dep_ == "prt"), None)
    return verbs.get(f"{verb.lemma_} {particle}" if particle else verb.lemma_)


def _description(
    noun: Token, span: Span, recognised: str | None, taken: Mapping[int, Mention], ontology: Ontology
) -> Iterator[tuple[str, int]]:
    """What a noun that is said of the name tells: "the startup Acme", "chairman Ana Kovac"."""
    descriptor = describe(noun, ontology)
    if descriptor is not None and not _inside_other_name(noun, span):
        named = _is_named_so(noun, span, recognised, descriptor.type, ontology)
        yield descriptor.type, DESCRIBED if named else LISTED
    if noun.i == span.end and noun.dep_ != "appos":
        return  # "the Nordbank chairman Ana Kovac": the chairman is somebody else
    title = taken.get(noun.i)
    holder = title and ontology.holder_of(title.type)
    if holder:
        yield holder, TITLED


def _is_listed(span: Span) -> bool:
    """Whether a ticker follows the name: "Acme (NYSE: ACM)"."""
    doc = span.doc
    if span.end >= len(doc) or doc[span.end].text != "(":
        return False
    colon = next((t for t in doc[span.end : span.end + LONGEST_EXCHANGE + 2] if t.text == ":"), None)
    return colon is not None and colon.i + 1 < len(doc) and ticker_of(colon) == doc[span.end]


def _is_named_so(noun: Token, span: Span, recognised: str | None, type_: str, ontology: Ontology) -> bool:
    """Whether the noun says what the name names, not what belongs to it: "the Acme app" may be that of Acme."""
    if noun.i < span.end or noun.dep_ == "appos" or recognised is None:
        return True
    return (ontology.is_a(type_, recognised) or ontology.is_a(recognised, type_)) or any(
        t.dep_ == "poss" for t in noun.children
    )


def _inside_other_name(token: Token, span: Span) -> bool:
    return span.start <= token.i < span.end


def _in_place_context(span: Span) -> bool:
    """Whether the words around speak of a place: "in Cologne", "Cologne-based"."""
    head = span.root
    if _is_dateline(span):
        return True
    located = head.dep_ == "pobj" and head.head.lower_ in ("in", "near", "at", "outside", "around")
    return located or (head.dep_ == "npadvmod" and head.head.lower_ in ("based", "headquartered", "born"))


def _is_dateline(span: Span) -> bool:
    """Whether a paragraph begins with the name and then a date or an agency: "LUSAKA, July 30 (Reuters) - …"."""
    doc = span.doc
    if not span[0].is_sent_start or not span.text.isupper() or span.end + 1 >= len(doc):
        return False
    return doc[span.end].text in (",", "(", "-", "–", "—")


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

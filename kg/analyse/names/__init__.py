"""Doc -> names with their types: the recogniser's entities, repaired by what the sentence says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.analyse.analysis import mention
from kg.analyse.names.candidates import candidates, everywhere
from kg.analyse.names.evidence import DESCRIBED, LISTED, RECOGNISED, SURNAME, evidence
from kg.analyse.pronouns import pronoun_class
from kg.model import Document, GivenMention, Mention, MentionKind
from kg.ontology import ANYTHING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from kg.ontology import Ontology

MOST_GUESSES = 3


def names(
    document: Document,
    doc: Doc,
    entities: Sequence[Span],
    parsed: Sequence[tuple[int, int, bool]],
    taken: Mapping[int, Mention],
    ontology: Ontology,
) -> list[tuple[Span, Mention]]:
    """The names of the document, in text order, each with one type throughout the document.

    A type that is no more than the recogniser's guess is marked: what is said of the name may correct it.

    Args:
        entities: what the recogniser takes for names, in text order.
        parsed: token ranges that hold prose, and whether it is a heading; names are looked for nowhere else.
        taken: tokens that belong to values.
    """
    spans: list[tuple[Span, GivenMention | None]]
    if document.given is not None:
        spans = [(span, given) for given in document.given if (span := _given_span(doc, given))]
    else:
        found = candidates(doc, entities, parsed, taken, ontology)
        spans = [(span, None) for span in everywhere(doc, parsed, found, taken, ontology)]
    votes, sure = _votes(spans, taken, ontology)
    named = []
    for span, given in spans:
        key = _key(span)
        known = (given and given.type) or (key in sure)
        likely = (given and given.type) or ontology.most_likely(votes[key]) or ANYTHING
        guessed = not known
        if (
            guessed
            and len(span) > 1
            and span.label_ != "PERSON"
            and span[-1].lemma_.lower() in ontology.other_nouns
        ):
            likely, guessed = ANYTHING, False  # "the Turing Award"
        name = replace(mention(document, span, likely, MentionKind.NAME), guessed=guessed)
        if given is not None:
            name = _as_given(name, given, span, ontology)
        named.append((span, name))
    return named


def _as_given(name: Mention, given: GivenMention, span: Span, ontology: Ontology) -> Mention:
    """The mention at the very place that was given; "it" may be given too, and is no name."""
    text = name.text[given.start - name.start :][: given.end - given.start]
    name = replace(name, start=given.start, end=given.end, text=text)
    stands_for = pronoun_class(span.root, ontology) if len(span) == 1 else None
    if stands_for is None:
        return name
    return replace(name, kind=MentionKind.PRONOUN, type=given.type or stands_for, guessed=False)


def _votes(
    spans: Sequence[tuple[Span, GivenMention | None]], taken: Mapping[int, Mention], ontology: Ontology
) -> tuple[dict[str, Counter[str]], set[str]]:
    """By name: the weight of each type that is said of it, and the names for which more than a guess is."""
    votes: dict[str, Counter[str]] = {}
    guesses: dict[str, Counter[str]] = {}
    sure: set[str] = set()
    person = ontology.class_with_label("PERSON")
    surnames = {span[-1].lower_ for span, _ in spans if len(span) > 1 and span.label_ == "PERSON"}
    alone = {span[0].lower_ for span, _ in spans if len(span) == 1}
    for span, _ in spans:
        key = _key(span)
        counter = votes.setdefault(key, Counter())
        recognised = ontology.class_with_label(span.label_)
        if recognised is not None:
            guesses.setdefault(key, Counter())[recognised] += RECOGNISED
            if recognised == person and len(span) > 1 and not _called_by_first_word(span, alone):
                sure.add(key)
        for type_, weight in evidence(span, recognised, taken, ontology):
            counter[type_] = max(counter[type_], weight) if weight == LISTED else counter[type_] + weight
            sure.add(key)
        if person is not None and len(span) == 1 and span[0].lower_ in surnames:
            counter[person] = SURNAME
    for key, guessed in guesses.items():
        # A guess made ten times over is still one guess, and so is being on a list.
        votes[key].update({type_: min(n, MOST_GUESSES) for type_, n in guessed.items()})
    organization = ontology.class_with_label("ORG")
    for full, short in {(_key(s), s[0].text.casefold()) for s, _ in spans if _called_by_first_word(s, alone)}:
        told = ontology.most_likely(votes[short]) if short in sure else None
        firm = told and organization and ontology.is_a(told, organization)
        if told and firm and ontology.most_likely(votes[full]) == person:
            votes[full][told] += DESCRIBED  # what is said of Ampere is said of Ampere Computing
            sure.add(full)
    return votes, sure


def _called_by_first_word(span: Span, alone: Container[str]) -> bool:
    """Whether a name is cut short to its first word, as firms' are, and never to its last, as people's are."""
    return span[0].lower_ in alone and span[-1].lower_ not in alone


def _given_span(doc: Doc, given: GivenMention) -> Span | None:
    return doc.char_span(given.start, given.end, alignment_mode="expand")


def _key(span: Span) -> str:
    return span.text.casefold()

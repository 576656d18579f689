"""Doc -> mentions of values: sums of money, dates, and the ontology's own terms (job titles, stages)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.analyse.analysis import mention
from kg.analyse.dates import dates
from kg.analyse.descriptors import describe
from kg.analyse.legal_forms import form_follows
from kg.analyse.money import amounts, undisclosed
from kg.analyse.titles import extended
from kg.model import Amount, Document, Mention, MentionKind, PartialDate

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc, Span

    from kg.ontology import Ontology


def values(document: Document, doc: Doc, terms: PhraseMatcher, ontology: Ontology) -> dict[int, Mention]:
    """The value mention that each token belongs to, by token index; a date in no calendar and a sum kept back have value None."""
    found: list[tuple[int, int, str, Amount | PartialDate | None]] = []
    money, date = ontology.class_with_label("MONEY"), ontology.class_with_label("DATE")
    if money:
        found += [(f.start, f.end, money, f.value) for f in amounts(document.text)]
        found += [(*span, money, None) for span in undisclosed(document.text)]
    if date:
        found += [(f.start, f.end, date, f.value) for f in dates(document.text, document.published)]
    claimed: dict[int, Mention] = {}
    for start, end, type_, value in found:
        span = doc.char_span(start, end, alignment_mode="contract")
        if span is None or span.start_char != start or span.end_char != end:
            continue
        if not claimed.keys() & set(range(span.start, span.end)):
            claimed.update(_claim(mention(document, span, type_, MentionKind.VALUE, value=value), span))
    matches = sorted(
        extended(doc, terms(doc, as_spans=True), ontology),
        key=lambda span: (span.start - span.end, span.start),
    )
    for span in matches:
        if not claimed.keys() & set(range(span.start, span.end)) and not _in_a_name(span, ontology):
            claimed.update(_claim(mention(document, span, span.label_, MentionKind.VALUE), span))
    return claimed


def _in_a_name(term: Span, ontology: Ontology) -> bool:
    """Whether the term is part of a longer name: "|Venture| Partners", "First Savings and |Loan| Association"."""
    word = term.root
    if len(term) > 1 or word.pos_ != "PROPN" or ontology.holder_of(term.label_):
        return False
    following = word.doc[term.end] if term.end < len(word.doc) else word
    if word.i and word.nbor(-1).pos_ == "PROPN" and form_follows(word.doc, term.end):
        return True  # "Lowell |Equity| Ltd"
    if word.ent_iob_ == "I" or (following is not word and following.ent_iob_ == "I"):
        class_ = ontology.class_with_label(word.ent_type_)
        return class_ is not None and not ontology.is_value(class_)
    described = (
        describe(following, ontology) if following.pos_ == "PROPN" and not word.is_sent_start else None
    )
    organization = ontology.class_with_label("ORG")
    return described is not None and organization is not None and ontology.is_a(described.type, organization)


def _claim(value: Mention, span: Iterable[object]) -> dict[int, Mention]:
    return {token.i: value for token in span}  # type: ignore[attr-defined]


def term_matcher(nlp: Language, ontology: Ontology) -> PhraseMatcher:
    """A matcher of the ontology's terms, labelled by class; made outside of spaCy's memory zones."""
    return _matcher(nlp, "LOWER", {class_.curie: class_.terms for class_ in ontology.classes.values()})


def mark_known_names(doc: Doc, known: PhraseMatcher) -> None:
    """Make well-known names entities of their class, unless a longer entity holds them."""
    from spacy.util import filter_spans

    matches = known(doc, as_spans=True)
    if matches:
        doc.ents = filter_spans([*matches, *doc.ents])


def name_matcher(nlp: Language, ontology: Ontology) -> PhraseMatcher:
    """A matcher of the well-known names in the ontology, labelled by class."""
    known = {class_.curie: list(class_.names) for class_ in ontology.classes.values()}
    for name, class_ in ontology.place_names.items():
        known.setdefault(class_, []).append(name)
    return _matcher(nlp, "ORTH", known)


def _matcher(nlp: Language, attribute: str, phrases: Mapping[str, Sequence[str]]) -> PhraseMatcher:
    from spacy.matcher import PhraseMatcher

    matcher = PhraseMatcher(nlp.vocab, attr=attribute)
    for label, words in phrases.items():
        if words:
            matcher.add(label, [nlp.make_doc(phrase) for phrase in words])
    return matcher

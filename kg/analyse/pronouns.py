"""Doc -> pronouns of every kind, and what the parse says that a relative one stands for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from kg.analyse.analysis import mention
from kg.model import Document, Mention, MentionKind
from kg.ontology import ANYTHING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.ontology import Ontology

NEUTER = frozenset({"it", "its", "itself"})
MASCULINE = frozenset({"he", "him", "his", "himself"})
FEMININE = frozenset({"she", "her", "hers", "herself"})
PERSONAL = MASCULINE | FEMININE
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
SPEAKER = frozenset({"i", "me", "my", "mine", "myself"})
SPEAKERS = frozenset({"we", "us", "our", "ours", "ourselves"})
PRONOUNS = NEUTER | PERSONAL | PLURAL | SPEAKER | SPEAKERS
OF_PEOPLE = PERSONAL | SPEAKER | {"who", "whom"}
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
RELATIVE = frozenset({"who", "whom", "whose", "which", "that", "where"})
DEEPEST = 8  # how far a relative pronoun may be from the verb of its clause


def pronouns(
    document: Document,
    doc: Doc,
    parsed: Iterable[tuple[int, int, bool]],
    taken: Container[int],
    ontology: Ontology,
) -> Iterator[tuple[Span, Mention]]:
    """Personal, possessive, reflexive and relative pronouns outside of names and values, in text order."""
    for first, last, _ in parsed:
        for token in doc[first:last]:
            if token.i not in taken and (type_ := pronoun_class(token, ontology)) is not None:
                span = doc[token.i : token.i + 1]
                yield span, mention(document, span, type_, MentionKind.PRONOUN)


def pronoun_class(token: Token, ontology: Ontology) -> str | None:
    """The class of what a pronoun stands for, as far as the word tells it; None for any other word."""
    known = token.pos_ == "PRON" and token.lower_ in PRONOUNS and not _is_numeral(token)
    if not known and relative(token) is None:
        return None
    return (ontology.class_with_label("PERSON") or ANYTHING) if token.lower_ in OF_PEOPLE else ANYTHING


def _is_numeral(token: Token) -> bool:
    """Whether an "I" is a number: "for Leopold I"; who speaks of himself so is the subject."""
    return token.text == "I" and token.i > 0 and token.nbor(-1).pos_ == "PROPN" and token.dep_ not in SUBJECTS


def is_speakers(mention: Mention) -> bool:
    """Whether the mention is a "we" or "our"."""
    return mention.kind is MentionKind.PRONOUN and mention.text.lower() in SPEAKERS


def is_expletive(token: Token) -> bool:
    """Whether an "it" stands for nothing but a clause: "it is likely that …", "it seems …", "it takes years to …"."""
    if token.lower_ != "it" or token.dep_ not in ("nsubj", "nsubjpass", "expl"):
        return token.dep_ == "expl"
    verb = token.head
    later = {child.dep_ for child in verb.children if child.i > token.i}
    if verb.lemma_ in ("seem", "appear", "happen", "take") and later & {"ccomp", "xcomp"}:
        return True
    if verb.lemma_ != "be":
        return token.dep_ == "nsubjpass" and "ccomp" in later  # "it is said that …"
    said = [child for child in verb.children if child.dep_ in ("acomp", "attr")]
    clauses = {"ccomp", "csubj"} | ({"xcomp"} if any(child.dep_ == "acomp" for child in said) else set())
    return bool(clauses & later) or any(
        child.dep_ in ("xcomp", "ccomp") for noun in said if noun.dep_ == "acomp" for child in noun.children
    )


def relative(token: Token) -> Token | None:
    """The noun whose relative clause the word introduces: "the firm *that* …"; None for any other word."""
    if token.tag_ not in RELATIVE_TAGS or token.lower_ not in RELATIVE or not token.i:
        return None
    verb = token
    for _ in range(DEEPEST):
        if verb.dep_ == "relcl":
            noun = verb.head
            return noun if noun.i < token.i and noun.pos_ in ("NOUN", "PROPN", "PRON", "NUM") else None
        if verb.head == verb:
            break
        verb = verb.head
    return _just_before(token)


def _just_before(token: Token) -> Token | None:
    """The noun right before a relative pronoun whose clause the parser took for another one."""
    before = token.nbor(-1)
    if before.pos_ == "ADP" and before.i:
        before = before.nbor(-1)  # "…, with whom"
    if before.is_punct and before.i:
        before = before.nbor(-1)
    return before if before.pos_ in ("NOUN", "PROPN") and before.sent == token.sent else None

"""What grammar alone says of a pronoun's antecedent: relative clauses, fronted clauses, speech in quotation marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.analyse.descriptors import described_name
from kg.analyse.pronouns import RELATIVE_TAGS, SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.ontology import Ontology

DEEPEST = 8  # how far a pronoun may be from the verb of its clause
PHRASES = 3  # how many phrases a relative clause may have been attached too low
QUOTES = {"“": True, "”": False}


def antecedents(noun: Token, *, singular: bool) -> Iterator[Token]:
    """The noun that a relative clause hangs on, then those it may belong to in truth, nearest first.

    In "a swimmer from Oslo, who …" the parser may hang it on Oslo; the caller knows that Oslo is no person. A
    plural with a singular verb, and a bare noun ("a player with amateur status who …"), are passed over here.
    """
    token = noun
    for _ in range(PHRASES):
        plural = token.tag_ in ("NNS", "NNPS")
        bare = token.tag_ == "NN" and not any(child.dep_ in ("det", "poss") for child in token.children)
        has_phrase = token.dep_ == "pobj" and token.head.head.pos_ in ("NOUN", "PROPN")
        if not (has_phrase and ((plural and singular) or bare)):
            yield token
        if not has_phrase:
            return
        token = token.head.head


def is_singular(pronoun: Token) -> bool:
    """Whether the verb whose subject the pronoun is has the singular."""
    verb = pronoun.head
    if pronoun.dep_ not in SUBJECTS:
        return False
    finite = [verb, *(child for child in verb.children if child.dep_ in ("aux", "auxpass"))]
    return any(token.tag_ == "VBZ" or token.lower_ == "was" for token in finite)


def main_subject(pronoun: Token) -> Token | None:
    """The subject after a clause or phrase that begins the sentence: "After *his* return, |Kovac| …"."""
    token = pronoun
    for _ in range(DEEPEST):
        verb = token.head
        if verb == token:
            return None
        if token.dep_ in ("advcl", "prep") and verb.pos_ in ("VERB", "AUX") and verb.i > pronoun.i:
            subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
            return subject if subject is not None and subject.i > pronoun.i else None
        if verb.pos_ in ("VERB", "AUX") and any(
            child.dep_ in SUBJECTS and child != token and child.i < pronoun.i for child in verb.children
        ):
            return None  # it has a subject before it in its own clause
        token = verb
    return None


def disjoint(pronoun: Token) -> list[Token]:
    """Words that cannot stand for the same as the pronoun: in "*its* unit Bolt", Bolt; in "Acme sued *it*", Acme.

    In "a firm with which *it* works" it is "which". These are two of the conditions of binding theory (Chomsky 1981) as
    Hobbs's algorithm and others use them.
    """
    head = pronoun.head
    if pronoun.dep_ == "poss":
        named = described_name(head)
        apposed = [child for child in head.children if child.dep_ == "appos"]
        return [head, *([named] if named is not None else []), *apposed]
    if pronoun.text.lower().endswith(("self", "selves")):
        return []
    if pronoun.dep_ in SUBJECTS:
        inner = [child for child in head.children if child.i < pronoun.i]
        inner += [noun for word in inner if word.dep_ == "prep" for noun in word.children]
        return [word for word in inner if word.tag_ in RELATIVE_TAGS]
    verb = head.head if head.dep_ == "prep" else head
    if verb.pos_ not in ("VERB", "AUX"):
        return []
    return [child for child in verb.children if child.dep_ in SUBJECTS]


def quoted(doc: Doc) -> frozenset[int]:
    """Tokens inside quotation marks; a mark that nothing closes ends with its sentence's paragraph."""
    found: set[int] = set()
    start: int | None = None
    for token in doc:
        if token.text in QUOTES or token.text in ('"', "``", "''"):
            opens = QUOTES.get(token.text, start is None)
            if opens:
                start = token.i
            elif start is not None:
                found.update(range(start, token.i + 1))
                start = None
        elif token.is_space and "\n" in token.text:
            start = None
    return frozenset(found)


def speaker(pronoun: Token, inside: frozenset[int], ontology: Ontology) -> Token | None:
    """Who says the words in quotation marks that the pronoun is part of."""
    verbs = {words[0] for cue in ontology.attribution_cues for words in cue.lemmas.verb}
    token = pronoun
    while token.head != token:
        token = token.head
        if token.i not in inside and token.lemma_ in verbs:
            return next((child for child in token.children if child.dep_ in SUBJECTS), None)
    return None

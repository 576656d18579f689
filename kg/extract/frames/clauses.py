"""A verb in its clause -> its subject and objects, with the grammar between them undone.

Relative clauses, participles, control, raising and coordination share the arguments of other clauses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.frames.lists import SUBJECTS, abbreviated, governed

if TYPE_CHECKING:
    from spacy.tokens import Token

DEEPEST = 8  # how far control and coordination are followed


def grammatical_subject(verb: Token, depth: int = 0) -> Token | None:
    """The subject on the surface, through relative clauses, participles, control, raising and coordination."""
    if depth > DEEPEST:
        return None
    own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if own is not None:
        return antecedent(verb) if own.tag_ in ("WDT", "WP") else own
    head = verb.head
    if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "dep") and head.pos_ in ("VERB", "AUX"):
        return grammatical_subject(head, depth + 1)
    if verb.dep_ in ("xcomp", "advcl") and head.pos_ == "ADJ":
        return grammatical_subject(head.head, depth + 1)
    if verb.dep_ == "pcomp":
        while (
            head.dep_ in ("prep", "pcomp", "amod", "acomp", "advmod", "pobj", "dobj")
            and head.head != head
            and head.pos_ not in ("VERB", "AUX")
        ):
            head = head.head  # "entered talks with a view to buying X"
        return grammatical_subject(head, depth + 1) if head.pos_ in ("VERB", "AUX") else None
    if verb.dep_ in ("acl", "relcl"):
        return _controller(head, depth) if infinitive(verb) else head
    return None


def logical_subject(verb: Token) -> list[Token]:
    """Who does what the verb says: the subject, of a passive what stands after "by"."""
    if is_passive(verb):
        return [token for child in verb.children if child.dep_ == "agent" for token in governed(child)]
    subject = grammatical_subject(verb)
    return [] if subject is None else [subject]


def objects(verb: Token) -> list[Token]:
    """The objects on the surface, through relative clauses and coordination."""
    found = [child for child in verb.children if child.dep_ == "dobj"]
    if found:
        return [antecedent(verb) or t if t.tag_ in ("WDT", "WP") else t for t in found]
    for child in verb.children:
        # "developed and launched X": the object stands with the last verb.
        if child.dep_ == "conj" and child.i > verb.i and child.pos_ == "VERB":
            shared = [token for token in child.children if token.dep_ == "dobj"]
            if shared and not any(token.dep_ in SUBJECTS for token in child.children):
                return shared
    if verb.dep_ == "relcl" and _has_own_subject(verb) and not any(t.tag_ == "WRB" for t in verb.children):
        return [verb.head]  # "the company that X bought": the object is the noun before
    return abbreviated(verb)


def is_passive(verb: Token) -> bool:
    """Whether the verb's surface subject is its object."""
    deps = {child.dep_ for child in verb.children}
    if "auxpass" in deps or "nsubjpass" in deps:
        return True
    if verb.tag_ not in ("VBN", "VBD") or deps & {"dobj", "nsubj", "aux"}:
        return False
    if verb.dep_ == "conj":
        return verb.tag_ == "VBN" and is_passive(verb.head)
    return verb.dep_ in ("acl", "advcl", "amod", "ccomp") or (verb.dep_ == "ROOT" and verb.tag_ == "VBN")


def governor(noun: Token) -> Token | None:
    """The verb whose argument the noun is, directly or inside a prepositional phrase."""
    token = noun
    for _ in range(4):
        if token.dep_ in (
            "dobj",
            "attr",
            "acomp",
            "pobj",
            "prep",
            "conj",
            "oprd",
            "appos",
            "pcomp",
            *SUBJECTS,
        ):
            token = token.head
            if token.pos_ in ("VERB", "AUX"):
                return token
        else:
            return None
    return None


def antecedent(verb: Token) -> Token | None:
    """The noun that a relative pronoun in the verb's clause stands for."""
    for _ in range(DEEPEST):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ not in ("xcomp", "ccomp", "conj", "advcl"):
            return None
        verb = verb.head
    return None


def _controller(noun: Token, depth: int) -> Token | None:
    """Who is to do what an infinitive on a noun says: "Mistral's plan to build", "X closed a deal to build"."""
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is not None:
        return owner
    verb = governor(noun)
    if verb is None or noun.dep_ in SUBJECTS:
        return None
    return grammatical_subject(verb, depth + 1)


def infinitive(verb: Token) -> bool:
    """Whether the verb has its "to"."""
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.children)


def _has_own_subject(verb: Token) -> bool:
    return any(child.dep_ == "nsubj" and child.tag_ not in ("WDT", "WP") for child in verb.children)

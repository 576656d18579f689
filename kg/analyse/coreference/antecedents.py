"""Pronouns and definite descriptions -> the most salient thing before them that they may refer to."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from typing import TYPE_CHECKING

from kg.analyse.coreference.groups import Group, compatible
from kg.analyse.pronouns import FEMININE, NEUTER, PERSONAL, PLURAL
from kg.model import Mention, MentionKind
from kg.ontology import ANYTHING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.ontology import Ontology

DEFINITE = frozenset({"the", "this", "that", "these", "those"})
FAR, PER_TOKEN = 40, 0.02  # how far away counts, in tokens
MISTYPED = 1.5  # what it costs an antecedent that its guessed type would have to be wrong
REACH = 3  # sentences that a pronoun looks back
NOMINAL_REACH = 12  # sentences that a described noun looks back


def antecedent(
    span: Span,
    mention: Mention,
    seen: OrderedDict[int, Group],
    barred: Collection[int],
    where: int,
    ontology: Ontology,
) -> Group | None:
    """The most salient group before the mention that it may refer to, None if it introduces something.

    Args:
        seen: groups mentioned so far, the latest mentioned last, by id.
        barred: ids of groups that grammar rules out.
        where: the number of the mention's sentence.
    """
    pronoun = mention.kind is MentionKind.PRONOUN
    if not _refers_back(span, mention):
        return None
    plural = is_plural(span, mention)
    reach = REACH if pronoun else NOMINAL_REACH
    addressed = _addressed(span.root) if pronoun else range(0)
    best: tuple[float, Group] | None = None
    for group in reversed(seen.values()):
        if where - group.last > reach:
            break
        if id(group) in barred or group.token in addressed:
            continue
        cost = _mismatch(mention, group, ontology, plural=plural)
        # "The firms" are not the giants told of before: of several things only the same word tells.
        alike = pronoun or (
            _named_alike(span.root, mention, group, ontology)
            and (not plural or span.root.lower_ in group.words)
        )
        if cost is not None and alike:
            score = _salience(group, where, pronoun=pronoun) - cost
            if pronoun:
                score -= min(span.start - group.token, FAR) * PER_TOKEN
            if best is None or score > best[0]:
                best = score, group
    return best[1] if best else None


def agrees(mention: Mention, group: Group, ontology: Ontology) -> bool:
    """Whether a pronoun can refer to the group, by type, number and gender."""
    return _agrees(mention, group.type, group, ontology, plural=mention.text.lower() in PLURAL)


def is_plural(span: Span, mention: Mention) -> bool:
    """Whether the mention refers to several things."""
    if mention.kind is MentionKind.PRONOUN:
        return mention.text.lower() in PLURAL
    return mention.kind is MentionKind.NOMINAL and span.root.tag_ in ("NNS", "NNPS")


def _refers_back(span: Span, mention: Mention) -> bool:
    if mention.kind is MentionKind.PRONOUN:
        return mention.text.lower() in NEUTER | PERSONAL | PLURAL
    return mention.kind is MentionKind.NOMINAL and _definite(span.root)


def _addressed(pronoun: Token) -> range:
    """The tokens that say to whom the pronoun's clause is told: in "X told |the agency| it had" it is X."""
    for clause in (pronoun, *pronoun.ancestors):
        if clause.dep_ == "ccomp":
            for child in clause.head.children:
                if child.dep_ in ("dobj", "dative") and child.i < clause.i:
                    return range(child.left_edge.i, child.right_edge.i + 1)
            break
    return range(0)


def _mismatch(mention: Mention, group: Group, ontology: Ontology, *, plural: bool) -> float | None:
    """What it costs that type and number differ; None if the mention cannot refer to the group."""
    if _agrees(mention, group.type, group, ontology, plural=plural):
        return 0.0
    organization = ontology.class_with_label("ORG")
    if group.guessed and organization and _agrees(mention, organization, group, ontology, plural=plural):
        return MISTYPED
    return None


def _agrees(mention: Mention, type_: str, group: Group, ontology: Ontology, *, plural: bool) -> bool:
    """Whether the mention can refer to something of this type, with the group's number and gender."""
    if mention.kind is MentionKind.NOMINAL:
        # What a thing of unknown type is called cannot be told: "the plan" is not what a name before it names.
        return plural == group.plural and type_ != ANYTHING and compatible(mention.type, type_, ontology)
    word = mention.text.lower()
    if word in PERSONAL:
        own = "feminine" if word in FEMININE else "masculine"
        return ontology.is_a(type_, mention.type) and group.gender in ("", own)
    if word in PLURAL:
        return group.plural
    person = ontology.class_with_label("PERSON") or ANYTHING
    place = ontology.class_with_label("LOC") or ANYTHING
    return not group.plural and not ontology.is_a(type_, person) and not ontology.is_a(type_, place)


def _named_alike(noun: Token, mention: Mention, group: Group, ontology: Ontology) -> bool:
    """Whether names within a description are the group's as well: "the Paris site" is no site told of elsewhere.

    "The French startup" may be any startup, but "the Nordic region" is no other region, nor "the French government".
    """
    by_country = any(ontology.classes[each].by_country for each in ontology.supertypes(mention.type))
    return all(
        child.lower_ in group.words
        for child in noun.children
        if (child.dep_ in ("compound", "nmod") and child.pos_ == "PROPN" and not child.is_upper)
        or (
            child.dep_ == "amod"
            and child.text[0].isupper()
            and (by_country or child.lower_ not in ontology.demonyms)
        )
    )


def _salience(group: Group, where: int, *, pronoun: bool) -> float:
    """How likely the group is meant: near and subject for a pronoun, named often for a described noun."""
    distance = where - group.last
    if not pronoun:
        return min(group.size, 8) * 0.4 + group.leads * 0.5 - distance * 0.35
    subject = {where: 1.0, where - 1: 0.8}.get(group.subject, 0.0)
    return subject + min(group.size, 6) * 0.1 - distance


def _definite(head: Token) -> bool:
    return any(token.lower_ in DEFINITE for token in head.children if token.dep_ == "det")

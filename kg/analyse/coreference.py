"""Mentions of one document -> clusters of those that refer to the same thing.

A cascade from the surest reason down, as in the sieves of Lee et al. (2013, Computational Linguistics 39:4):
same name, short for full name, acronym, apposition; then described nouns and pronouns, each to the most salient
candidate before it that agrees in type, number and gender. A mention without a good antecedent stays alone.
"""

from __future__ import annotations

import sys
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.analyse.descriptors import described_name
from kg.analyse.nominals import PERSONAL, PLURAL
from kg.model import Mention, MentionKind
from kg.ontology import ANYTHING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.ontology import Ontology

DEFINITE = frozenset({"the", "this", "that", "these", "those"})
MASCULINE = frozenset({"he", "him", "his", "himself"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
FAR, PER_TOKEN = 40, 0.02  # how far away counts, in tokens
MISTYPED = 1.5  # what it costs an antecedent that its guessed type would have to be wrong
SURE = 3  # what a type that the text itself gives counts, against a guess
REACH = 3  # sentences that a pronoun looks back
NOMINAL_REACH = 12  # sentences that a described noun looks back


@dataclass(slots=True)
class _Group:
    """Mentions taken for the same thing so far, while the cascade runs."""

    type: str
    plural: bool
    members: list[int] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    gender: str = ""
    last: int = 0  # sentence of the latest member
    token: int = 0  # its first token
    subject: int = -1  # latest sentence in which a member was a subject
    size: int = 0  # how many members there are up to here
    leads: bool = False  # whether it is the first organization that the text speaks of
    guessed: bool = False  # whether the type is only the recogniser's guess
    first: int = sys.maxsize  # token of the first name in the body of the text


def clusters(
    spans: Sequence[tuple[Span, Mention]], body: int, ontology: Ontology
) -> tuple[tuple[Mention, ...], ...]:
    """Coreferent mentions (two or more a cluster), each in text order.

    Args:
        spans: names, described nouns and pronouns with their tokens, in text order.
        body: the token with which the text begins after its headlines, which shorten names at will.
    """
    starts = [sentence.start for sentence in spans[0][0].doc.sents for _ in sentence] if spans else []
    order = {starts[span.start]: None for span, _ in spans}
    sentence = {start: number for number, start in enumerate(order)}
    groups = _named(spans, body, ontology)
    by_index = {i: group for group in groups for i in group.members}
    _apposed(spans, by_index, ontology)
    seen: OrderedDict[int, _Group] = OrderedDict()  # latest mentioned last
    organization, led = ontology.class_with_label("ORG"), False
    for i, (span, mention) in enumerate(spans):
        where = sentence[starts[span.start]]
        group = by_index.get(i)
        if group is None:
            group = _antecedent(span, mention, seen, where, ontology)
            if group is None:
                group = _Group(mention.type, _plural(span, mention))
            group.members.append(i)
            by_index[i] = group
            if mention.kind is MentionKind.PRONOUN and mention.text.lower() in PERSONAL:
                group.gender = group.gender or _gender(mention)
        if not led and organization and ontology.is_a(group.type, organization):
            group.leads = led = True
        seen[id(group)] = group
        seen.move_to_end(id(group))
        group.words.update(word.lower_ for word in span)
        group.last, group.token = where, span.start
        group.size += 1
        if span.root.dep_ in SUBJECTS:
            group.subject = where
    found: dict[int, list[int]] = defaultdict(list)
    for i, group in by_index.items():
        found[id(group)].append(i)
    return tuple(
        tuple(spans[i][1] for i in sorted(members)) for members in found.values() if len(members) > 1
    )


@dataclass(frozen=True, slots=True)
class Unified:
    """Clusters whose members agree on a type.

    Attributes:
        mentions: old -> new mention, for those whose type changed.
    """

    clusters: tuple[tuple[Mention, ...], ...]
    mentions: Mapping[Mention, Mention]


def unify(found: Sequence[tuple[Mention, ...]], ontology: Ontology) -> Unified:
    """Give the mentions of a cluster its type: "it" is a company where "the startup Acme" is one."""
    changed: dict[Mention, Mention] = {}
    for cluster in found:
        votes: Counter[str] = Counter()
        for mention in cluster:
            if mention.kind is not MentionKind.PRONOUN:
                votes[mention.type] += 1 if mention.guessed else SURE
        type_ = ontology.most_likely(votes)
        if type_ is None:
            continue
        guessed = all(m.guessed for m in cluster if m.kind is MentionKind.NAME)
        for mention in cluster:
            if mention.kind is not MentionKind.NOMINAL:
                renewed = replace(mention, type=type_, guessed=guessed and mention.guessed)
                if renewed != mention:
                    changed[mention] = renewed
    return Unified(tuple(tuple(changed.get(m, m) for m in cluster) for cluster in found), changed)


def _named(spans: Sequence[tuple[Span, Mention]], body: int, ontology: Ontology) -> list[_Group]:
    """Groups of names: the same words, a short form of one full name, an acronym of one full name."""
    groups: dict[tuple[str, ...], _Group] = {}
    for i, (span, mention) in enumerate(spans):
        if mention.kind is MentionKind.NAME:
            words = tuple(_word(word) for word in mention.text.split())
            group = groups.setdefault(words, _Group(mention.type, plural=False))
            group.members.append(i)
            group.guessed = mention.guessed
            if span.start >= body:
                group.first = min(group.first, span.start)
    apart = _owners(spans)
    longer = defaultdict(list)
    person = ontology.class_with_label("PERSON") or ANYTHING
    for long, group in groups.items():
        for short in _short_forms(long, person=ontology.is_a(group.type, person)):
            longer[short].append(long)
    for short in sorted(groups, key=len):
        full = [
            long
            for long in longer[short]
            if (short, long) not in apart and _stands_for(groups[short], groups[long], ontology)
        ]
        full = [long for long in full if not any(long in _short_forms(other, person=True) for other in full)]
        if len(full) == 1:
            _join(groups[full[0]], groups[short], ontology)
            groups[short] = groups[full[0]]
    return list({id(group): group for group in groups.values()}.values())


def _owners(spans: Sequence[tuple[Span, Mention]]) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(owner, owned): in "Acme's unit Acme Bank" the one name is not short for the other."""
    names = {span.root.i: mention for span, mention in spans if mention.kind is MentionKind.NAME}
    return {
        (tuple(map(_word, names[span.root.i].text.split())), tuple(map(_word, owned.text.split())))
        for span, mention in spans
        if mention.kind is MentionKind.NAME and span.root.dep_ == "poss"
        for noun in [span.root.head]
        if (owned := names.get(noun.i) or names.get(name.i if (name := described_name(noun)) else -1))
    }


def _word(word: str) -> str:
    return word.rstrip(".,").removesuffix("'s").removesuffix("’s").casefold()


def _short_forms(name: tuple[str, ...], *, person: bool) -> set[tuple[str, ...]]:
    """What a name may be shortened to: its first words, its initials; a person's to the last words too."""
    if len(name) < 2:
        return set()
    parts = {name[:n] for n in range(1, len(name))} | {("".join(word[:1] for word in name),)}
    return parts | {name[-n:] for n in range(1, len(name))} if person else parts


def _stands_for(short: _Group, long: _Group, ontology: Ontology) -> bool:
    """Whether the types agree, and the long name introduced the short one rather than being another thing's.

    "DeepL Agent", once, long after "DeepL", is a product of DeepL and not its full name.
    """
    agree = (
        ANYTHING in (short.type, long.type)
        or short.guessed
        or ontology.is_a(short.type, long.type)
        or ontology.is_a(long.type, short.type)
    )
    return agree and (long.first <= short.first or len(long.members) > len(short.members))


def _join(into: _Group, other: _Group, ontology: Ontology) -> None:
    into.members += other.members
    into.words |= other.words
    if into.type == ANYTHING or ontology.is_a(other.type, into.type):
        into.type = other.type


def _apposed(spans: Sequence[tuple[Span, Mention]], by_index: dict[int, _Group], ontology: Ontology) -> None:
    """A described noun beside a name refers to what the name does: "Acme, a startup", "the startup Acme",
    "its Aurora service".
    """
    by_head = {span.root.i: i for i, (span, _) in enumerate(spans)}
    for i, (span, mention) in enumerate(spans):
        if mention.kind is not MentionKind.NOMINAL:
            continue
        root = span.root
        name = described_name(root)
        beside = [root.head] if root.dep_ == "appos" else [name] if name is not None else []
        beside += [child for child in root.children if child.dep_ == "appos"]
        beside += _equated(root)
        if any(child.dep_ in ("det", "poss") and child.i < root.i - 1 for child in root.children):
            beside += [
                child
                for child in root.children
                if child.dep_ in ("compound", "nmod") and child.i == root.i - 1
            ]
        for token in beside:
            other = by_head.get(token.i)
            group = by_index.get(other) if other is not None else None
            if group is not None and _compatible(mention.type, group.type, ontology) and i not in by_index:
                group.members.append(i)
                by_index[i] = group
                if group.type == ANYTHING or ontology.is_a(mention.type, group.type):
                    group.type = mention.type


def _equated(noun: Token) -> list[Token]:
    """The other side of "X is a startup": it must be one thing, and so."""
    verb = noun.head
    if noun.dep_ != "attr" or verb.lemma_ != "be" or noun.tag_ not in ("NN", "NNP"):
        return []
    if any(child.dep_ == "neg" or child.tag_ == "MD" or child.lower_ == "if" for child in verb.children):
        return []
    return [child for child in verb.children if child.dep_ == "nsubj" and child.pos_ == "PROPN"]


def _antecedent(
    span: Span, mention: Mention, seen: OrderedDict[int, _Group], where: int, ontology: Ontology
) -> _Group | None:
    """The most salient group before the mention that it may refer to, None if it introduces something."""
    pronoun = mention.kind is MentionKind.PRONOUN
    if not pronoun and not _definite(span.root):
        return None
    plural = _plural(span, mention)
    reach = REACH if pronoun else NOMINAL_REACH
    best: tuple[float, _Group] | None = None
    for group in reversed(seen.values()):
        if where - group.last > reach:
            break
        cost = _mismatch(mention, group, ontology, plural=plural)
        if cost is not None and (pronoun or _named_alike(span.root, group)):
            score = _salience(group, where, pronoun=pronoun) - cost
            if pronoun:
                score -= min(span.start - group.token, FAR) * PER_TOKEN
            if best is None or score > best[0]:
                best = score, group
    return best[1] if best else None


def _mismatch(mention: Mention, group: _Group, ontology: Ontology, *, plural: bool) -> float | None:
    """What it costs that type and number differ; None if the mention cannot refer to the group."""
    if _agrees(mention, group.type, group, ontology, plural=plural):
        return 0.0
    organization = ontology.class_with_label("ORG")
    if group.guessed and organization and _agrees(mention, organization, group, ontology, plural=plural):
        return MISTYPED
    return None


def _agrees(mention: Mention, type_: str, group: _Group, ontology: Ontology, *, plural: bool) -> bool:
    """Whether the mention can refer to something of this type, with the group's number and gender."""
    if mention.kind is MentionKind.NOMINAL:
        return plural == group.plural and _compatible(mention.type, type_, ontology)
    word = mention.text.lower()
    if word in PERSONAL:
        return ontology.is_a(type_, mention.type) and group.gender in ("", _gender(mention))
    if word in PLURAL:
        return group.plural
    person = ontology.class_with_label("PERSON") or ANYTHING
    place = ontology.class_with_label("LOC") or ANYTHING
    return not group.plural and not ontology.is_a(type_, person) and not ontology.is_a(type_, place)


def _named_alike(noun: Token, group: _Group) -> bool:
    """Whether names within a description are the group's as well: "the Paris site" is no site told of elsewhere."""
    return all(
        child.lower_ in group.words
        for child in noun.children
        if child.dep_ in ("compound", "nmod") and child.pos_ == "PROPN" and not child.is_upper
    )


def _compatible(nominal: str, group: str, ontology: Ontology) -> bool:
    return group == ANYTHING or ontology.is_a(group, nominal) or ontology.is_a(nominal, group)


def _salience(group: _Group, where: int, *, pronoun: bool) -> float:
    """How likely the group is meant: near and subject for a pronoun, named often for a described noun."""
    distance = where - group.last
    if not pronoun:
        return min(group.size, 8) * 0.4 + group.leads * 0.5 - distance * 0.35
    subject = {where: 1.0, where - 1: 0.8}.get(group.subject, 0.0)
    return subject + min(group.size, 6) * 0.1 - distance


def _gender(mention: Mention) -> str:
    return "masculine" if mention.text.lower() in MASCULINE else "feminine"


def _definite(head: Token) -> bool:
    return any(token.lower_ in DEFINITE for token in head.children if token.dep_ == "det")


def _plural(span: Span, mention: Mention) -> bool:
    if mention.kind is MentionKind.PRONOUN:
        return mention.text.lower() in PLURAL
    return mention.kind is MentionKind.NOMINAL and span.root.tag_ in ("NNS", "NNPS")

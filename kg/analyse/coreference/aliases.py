"""Names of one document -> groups of those that name the same thing: full and short names, acronyms, aliases."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.analyse.coreference.groups import Group, compatible
from kg.analyse.descriptors import described_name
from kg.analyse.gazetteer import place_class
from kg.analyse.names.candidates import ticker_of
from kg.model import Mention, MentionKind
from kg.ontology import ANYTHING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.ontology import Ontology

    Names = Sequence[tuple[Span, Mention]]

Words = tuple[str, ...]


INITIALS = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\. ?[A-Z]|[A-Z]\w)")
FOREMOST = 3  # times as often named as any other that a short name may stand for
MOST_BETWEEN = 8  # tokens between a name and its alias
LONGEST_ACRONYM = 10
BESIDE_CUE = frozenset({"ADV", "AUX", "CCONJ", "PUNCT"})  # "(also known as", "is now called"
UNSPOKEN = frozenset({"of", "and", "the", "for", "de", "in", "on", "&"})  # words that acronyms may pass over


def named(spans: Names, body: int, ontology: Ontology) -> list[Group]:
    """Groups of names: the same words, an alias the text gives, a short form or acronym of one full name.

    Args:
        body: the token with which the text begins after its headlines, which shorten names at will.
    """
    groups: dict[Words, Group] = {}
    for i, (span, mention) in enumerate(spans):
        if mention.kind is MentionKind.NAME:
            words = _words(mention)
            group = groups.setdefault(words, Group(mention.type, plural=False))
            group.spelt.add(words)
            group.members.append(i)
            group.guessed = mention.guessed
            if span.start >= body:
                group.first = min(group.first, span.start)
    for name, alias in _aliases(spans, ontology):
        # "Melinda Gates, née French" is no Frenchwoman.
        if alias[0] not in ontology.demonyms and _may_be_one(groups[name], groups[alias], ontology):
            _join(groups, name, alias, ontology)
    _shorten(groups, _owners(spans), ontology)
    return list({id(group): group for group in groups.values()}.values())


def _shorten(groups: dict[Words, Group], apart: set[tuple[Words, Words]], ontology: Ontology) -> None:
    """Join each short form with the full name that it stands for, if that is the only one."""
    person = ontology.class_with_label("PERSON") or ANYTHING
    longer: dict[Words, list[Words]] = defaultdict(list)
    for long, group in groups.items():
        for short in _short_forms(long, person=ontology.is_a(group.type, person)):
            if short in groups and (short, long) not in apart:
                longer[short].append(long)
    for short in sorted(longer, key=lambda words: (-len(words), words)):
        own = groups[short]
        name = " ".join(short)
        if name in ontology.masculine or name in ontology.feminine:
            continue  # "Emperor" may be any emperor
        if name in ontology.demonyms or (place_class(name, ontology) is not None and not own.guessed):
            continue  # "Kansas" is not short for "Kansas City", nor the UK for a chart
        full = [long for long in longer[short] if _may_be_one(own, groups[long], ontology)]
        told = [long for long in full if groups[long].first <= own.first]
        full = told or [long for long in full if len(groups[long].members) > len(own.members)]
        best = _foremost([groups[long] for long in full if groups[long] is not own])
        if best is not None:
            _join(groups, next(iter(best.spelt)), short, ontology)


def _foremost(full: Sequence[Group]) -> Group | None:
    """The only one, or the one that is named several times as often as any other."""
    several = sorted({id(group): group for group in full}.values(), key=lambda group: -len(group.members))
    if len(several) > 1 and len(several[0].members) < FOREMOST * len(several[1].members):
        return None
    return next(iter(several), None)


def _join(groups: dict[Words, Group], long: Words, short: Words, ontology: Ontology) -> None:
    into, other = groups[long], groups[short]
    if into is other:
        return
    into.members += other.members
    into.words |= other.words
    into.spelt |= other.spelt
    into.first = min(into.first, other.first)
    into.narrow(other.type, ontology)
    groups.update(dict.fromkeys(other.spelt, into))


def _may_be_one(one: Group, other: Group, ontology: Ontology) -> bool:
    """Whether the types agree, or one of them may be wrong."""
    return one.guessed or other.guessed or compatible(one.type, other.type, ontology)


def _aliases(spans: Names, ontology: Ontology) -> Iterator[tuple[Words, Words]]:
    """(name, other name) where the text itself says so: "Acme, formerly Bolt", "Acme Labs (AL)"."""
    listed = False
    company: tuple[Span, Mention] | None = None  # before the bracket of a ticker
    names = [(span, mention) for span, mention in spans if mention.kind is MentionKind.NAME]
    for (left, one), (right, other) in itertools.pairwise(names):
        between = left.doc[left.end : right.start]
        words = [token.lower_ for token in between if token.is_alpha]
        said = 0 < len(between) <= MOST_BETWEEN and (
            _says_alias(between, ontology) or (listed and words == ["or"]) or _in_brackets(left, right)
        )
        listed = said
        if said:
            yield _words(one), _words(other)
        colon = right.doc[right.start - 1] if right.start else None
        bracket = ticker_of(colon) if colon is not None and colon.text == ":" else None
        if bracket is not None:
            company = (left, one) if left.end == bracket.i else company
            if company is not None and company[0].end == bracket.i:
                yield _words(company[1]), _words(other)
        company = (left, one)


def _says_alias(between: Span, ontology: Ontology) -> bool:
    """Whether the words between two names are "also known as" and the like, after a comma, bracket or "is"."""
    if between[0].pos_ not in ("PUNCT", "AUX"):
        return False
    words = [token for token in between if not token.is_punct]
    for n in range(len(words)):
        if " ".join(token.lower_ for token in words[n:]) in ontology.alias_cues:
            return all(token.pos_ in BESIDE_CUE for token in words[:n])
    return False


def _in_brackets(name: Span, short: Span) -> bool:
    """Whether the second is an acronym of the first in brackets after it: "Association of Makers (AoM)"."""
    doc = name.doc
    between = [token for token in doc[name.end : short.start] if not token.is_quote]
    after: Token | None = doc[short.end] if short.end < len(doc) else None
    if (
        [token.text for token in between] != ["("]
        or after is None
        or after.text not in (")", ",", ";", "”", '"')
    ):
        return False
    letters = "".join(c for c in short.text if c.isalpha())
    if sum(c.isupper() for c in letters) < 2 or len(letters) > LONGEST_ACRONYM or len(name) < 2:
        return False
    rest = iter(name.text.casefold())
    return name.text[0].casefold() == letters[0].casefold() and all(c in rest for c in letters.casefold())


def _owners(spans: Names) -> set[tuple[Words, Words]]:
    """(owner, owned): in "Acme's unit Acme Bank" the one name is not short for the other."""
    names = {span.root.i: mention for span, mention in spans if mention.kind is MentionKind.NAME}
    return {
        (_words(mention), _words(owned))
        for span, mention in spans
        if mention.kind is MentionKind.NAME and span.root.dep_ == "poss"
        for noun in [span.root.head]
        if (owned := names.get(noun.i) or names.get(name.i if (name := described_name(noun)) else -1))
    }


def _words(mention: Mention) -> Words:
    """The words of a name as they are compared; initials written together are taken apart ("J.H. Dale")."""
    return tuple(_word(word) for word in INITIALS.sub(". ", mention.text).split())


def _word(word: str) -> str:
    return word.rstrip(".,").removesuffix("'s").removesuffix("’s").casefold()


def _short_forms(name: Words, *, person: bool) -> set[Words]:
    """What a name may be shortened to.

    Its first words; its initials; a person's to any one of the names or to the last ones, to the first and the
    last, and to initials with a last name.
    """
    if len(name) < 2:
        return set()
    forms = {name[:n] for n in range(1, len(name))}
    if not person:
        spoken = tuple(word for word in name if word not in UNSPOKEN)
        return forms | {("".join(word[:1] for word in words),) for words in (name, spoken) if len(words) > 1}
    *given, last = name
    initials = tuple(word[:1] for word in given)
    forms |= {name[-n:] for n in range(1, len(name))} | {(word,) for word in name}
    return (forms | {(name[0], last), (*initials, last), (initials[0], last)}) - {name}

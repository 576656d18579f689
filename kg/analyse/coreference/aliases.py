"""Names of one document -> groups of those that name the same thing: full and short names, acronyms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.analyse.coreference.groups import Group
from kg.analyse.descriptors import described_name
from kg.model import Mention, MentionKind
from kg.ontology import ANYTHING

if TYPE_CHECKING:
    from spacy.tokens import Span

    from kg.ontology import Ontology

Words = tuple[str, ...]


def named(spans: Sequence[tuple[Span, Mention]], body: int, ontology: Ontology) -> list[Group]:
    """Groups of names: the same words, a short form of one full name, an acronym of one full name.

    Args:
        body: the token with which the text begins after its headlines, which shorten names at will.
    """
    groups: dict[Words, Group] = {}
    for i, (span, mention) in enumerate(spans):
        if mention.kind is MentionKind.NAME:
            group = groups.setdefault(_words(mention), Group(mention.type, plural=False))
            group.members.append(i)
            group.guessed = mention.guessed
            if span.start >= body:
                group.first = min(group.first, span.start)
    apart = _owners(spans)
    longer: dict[Words, list[Words]] = defaultdict(list)
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


def _owners(spans: Sequence[tuple[Span, Mention]]) -> set[tuple[Words, Words]]:
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
    return tuple(_word(word) for word in mention.text.split())


def _word(word: str) -> str:
    return word.rstrip(".,").removesuffix("'s").removesuffix("’s").casefold()


def _short_forms(name: Words, *, person: bool) -> set[Words]:
    """What a name may be shortened to: its first words, its initials; a person's to the last words too."""
    if len(name) < 2:
        return set()
    parts = {name[:n] for n in range(1, len(name))} | {("".join(word[:1] for word in name),)}
    return parts | {name[-n:] for n in range(1, len(name))} if person else parts


def _stands_for(short: Group, long: Group, ontology: Ontology) -> bool:
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


def _join(into: Group, other: Group, ontology: Ontology) -> None:
    into.members += other.members
    into.words |= other.words
    into.narrow(other.type, ontology)

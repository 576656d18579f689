"""One Extraction -> its referents: groups of mentions that denote one thing in this document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from kg.model import Extraction, Mention, MentionKind
from kg.ontology import Ontology
from kg.resolve.names import key


@dataclass(frozen=True, slots=True)
class Referent:
    """What one document refers to by these mentions, in text order.

    Attributes:
        name: the fullest name it goes by here, "" for what has none.
        names: how often each name occurs.
        guessed: whether every type that its names have is the recogniser's guess.
        kind: EVENT, VALUE, NAME, NOMINAL, or PRONOUN if nothing but pronouns refers to it.
    """

    document_id: str
    mentions: tuple[Mention, ...]
    kind: MentionKind
    name: str
    names: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    guessed: bool = False


def referents(extraction: Extraction, ontology: Ontology) -> tuple[Referent, ...]:
    """Every mention of the document in exactly one referent."""
    grouped = {mention: number for number, cluster in enumerate(extraction.clusters) for mention in cluster}
    alone = [(mention,) for mention in extraction.mentions if mention not in grouped]
    return tuple(
        _referent(extraction.document_id, group, ontology) for group in [*extraction.clusters, *alone]
    )


def part(referent: Referent, mentions: tuple[Mention, ...], ontology: Ontology, name: str = "") -> Referent:
    """What the document refers to by some of a referent's mentions.

    Args:
        name: what it is to be called, whatever the document calls it.
    """
    found = _referent(referent.document_id, mentions, ontology)
    if not name:
        return found
    names = tuple(sorted({**dict(found.names), name: 1}.items()))
    return replace(found, kind=MentionKind.NAME, name=name, names=names)


def _referent(document_id: str, mentions: tuple[Mention, ...], ontology: Ontology) -> Referent:
    kinds = {mention.kind for mention in mentions}
    order = (MentionKind.EVENT, MentionKind.VALUE, MentionKind.NAME, MentionKind.NOMINAL, MentionKind.PRONOUN)
    names = Counter(name for mention in mentions if (name := _name(mention, ontology)))
    types = Counter(
        mention.type
        for mention in mentions
        if mention.kind is not MentionKind.PRONOUN and mention.type in ontology.classes
    )
    return Referent(
        document_id=document_id,
        mentions=mentions,
        kind=MentionKind.NAME if names else next(kind for kind in order if kind in kinds),
        name=fullest(names),
        names=tuple(sorted(names.items())),
        types=tuple(sorted(types.items())),
        guessed=all(mention.guessed for mention in mentions if mention.kind is MentionKind.NAME),
    )


def _name(mention: Mention, ontology: Ontology) -> str:
    """The name that the mention gives its referent: its own words, or the country's for "French"."""
    known = ontology.demonyms.get(mention.text.casefold())
    if known is not None and ontology.is_a(known[1], mention.type):
        return known[0]
    return mention.text if mention.kind is MentionKind.NAME else ""


def fullest(names: Counter[str]) -> str:
    """The name with most words; of equals the most frequent, the shortest, the first by letters.

    Not one in capitals, if it is written in others too: those are from a headline.
    """
    if not names:
        return ""
    lower = {key(name) for name in names if not name.isupper()}

    def rank(name: str) -> tuple[int, bool, int, int, str]:
        shouted = name.isupper() and key(name) in lower
        return -len(key(name).split()), shouted, -names[name], len(name), name

    return min(names, key=rank)

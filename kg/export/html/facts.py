"""What the page can show, as frozen values: things, statements by their triples, claims, sentences, articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from pyoxigraph import Literal

Key = tuple[str, str, str]  # subject, predicate and object; IRIs, or for a literal its whole spelling


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity or event; types are IRIs, amount is its sum in words if it is an amount of money."""

    iri: str
    label: str
    types: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quoted sentence; start is its offset in the article's text, in characters."""

    article: str
    start: int
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence, or one rule, that says a triple.

    Attributes:
        cues: spans inside the quote, in characters.
        agents: the programs that found it, with their versions.
        premises: IRIs of the claims that a derived one follows from.
    """

    iri: str
    fact: Key
    status: str
    confidence: float | None
    derived: bool
    sentence: Sentence | None
    cues: tuple[tuple[int, int], ...]
    rules: tuple[str, ...]
    attribution: str
    speaker: str
    agents: tuple[str, ...]
    premises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """Where sentences are from; url is empty unless it is http(s), text where the store does not hold it.

    Attributes:
        copy_of: IRI of the article whose story it tells in nearly the same words, empty if it is no copy.
    """

    iri: str
    copy_of: str
    title: str
    publisher: str
    author: str
    date: str
    language: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Facts whose claims differ.

    Attributes:
        kind: "conflict", "denial" or "succession"; the last is none, but a change over time.
    """

    kind: str
    facts: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """How sure a fact is by all its claims together, and how many independent sources make them."""

    confidence: float
    sources: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the page can show.

    Attributes:
        literals: the literal behind each key of one.
        plain: the facts that stand as plain triples.
        support: of the facts that several sources say.
    """

    things: Mapping[str, Thing]
    literals: Mapping[str, Literal]
    plain: frozenset[Key]
    claims: tuple[Claim, ...]
    articles: Mapping[str, Article]
    conflicts: tuple[Conflict, ...] = ()
    support: Mapping[Key, Support] = field(default_factory=dict)


def local_name(iri: str) -> str:
    """The end of an IRI as words: "Black-Forest-Labs" gives "Black Forest Labs"."""
    name = unquote(re.split(r"[#/:]", iri.rstrip("#/"))[-1]) or iri
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[-_]+", " ", name).strip() or iri

"""What travels between the stages: frozen dataclasses over spans of one document's text.

Offsets are characters (Unicode code points) of Document.text, end exclusive. Types and predicates are
written as CURIEs of the ontology ("kg:Company", "kg:investor"). The layers follow NewsReader and PIKES:
text, mention, instance.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class MentionKind(StrEnum):
    """How a text refers to something."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"
    VALUE = "value"
    EVENT = "event"


class Status(StrEnum):
    """Whether what is said happened, from the surest down.

    asserted: said to have happened or to hold; planned: announced by those who will do it;
    possible: considered, sought, rumoured; negated: denied, called off, did not happen.
    """

    ASSERTED = "asserted"
    PLANNED = "planned"
    POSSIBLE = "possible"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True)
class GivenMention:
    """A span that the input itself marks; type is a CURIE or None where the input does not say."""

    start: int
    end: int
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One article as the extractor sees it.

    Attributes:
        id: stable key of the article, unique in a build: its URL, or its path below the source folder.
        uri: absolute IRI of the article.
        text: the text that every offset indexes.
        published: day of publication, None when unknown (never today).
        content_hash: hex SHA-256 over text and metadata; it changes when the article does.
        given: mentions to be used in place of the recogniser's.
        verbatim: text must reach the extractor unchanged, because the caller's offsets index it.
    """

    id: str
    uri: str
    title: str
    text: str
    published: datetime.date | None = None
    publisher: str | None = None
    author: str | None = None
    language: str | None = None
    content_hash: str = ""
    given: tuple[GivenMention, ...] | None = None
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """An article of a file that has not changed since it was read: what tells its Document from others."""

    id: str
    uri: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money.

    Attributes:
        value: in whole units of the currency (1.7 billion euros is Decimal(1700000000)).
        currency: ISO 4217 code.
        qualifier: "about", "at least", "at most" or "over", None when the text states it plainly.
        equivalent: the same sum as the text itself converts it, in another currency.
        per: what the sum is paid for where that is one of many: "share" in "26 dollars a share".
    """

    value: Decimal
    currency: str
    qualifier: str | None = None
    equivalent: Amount | None = None
    per: str | None = None

    def __str__(self) -> str:
        value = self.value.normalize()
        return f"{value:f} {self.currency}"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precisely as it is known: month and day may be missing, day only with a month.

    Raises:
        ValueError: no such day in the calendar.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day without its month")
        datetime.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """The date that an ISO 8601 calendar date ("2025", "2025-09", "2025-09-09") writes.

        Raises:
            ValueError: text is none.
        """
        parts = text.split("-")
        if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError(f"not an ISO 8601 date: {text!r}")
        return cls(*(int(part) for part in parts))

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last day that it may be."""
        last = self.month or 12
        day = self.day or calendar.monthrange(self.year, last)[1]
        return datetime.date(self.year, self.month or 1, self.day or 1), datetime.date(self.year, last, day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a document that refers to something.

    Attributes:
        type: CURIE of the most specific class known, e.g. "kg:Company".
        head: the span's head word in lower case ("startup" of "the French startup").
        value: what an amount or a date normalises to; None for everything else.
        guessed: whether the type is no more than the recogniser's guess.
    """

    document_id: str
    start: int
    end: int
    text: str
    type: str
    kind: MentionKind
    head: str = ""
    value: Amount | PartialDate | None = None
    guessed: bool = False

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.text) or not self.text:
            raise ValueError(f"mention {self.text!r} does not fit {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who the article says said it: the words and their span."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one article says one thing, how, and how we found it.

    Attributes:
        start, end, quote: the sentence; text[start:end] == quote.
        extractor: name of the extractor in the registry.
        rule: what in it fired, e.g. "frame:invest" or "chain:investsIn".
        cues: spans of the words that say it (subject, trigger, object), inside start..end.
        confidence: probability in 0..1 that the assertion is what the sentence says.
        features: what the confidence was estimated from besides the rule ("pronoun", "crowded"), sorted.
        attribution: the speaker, None when the article says it in its own voice.
    """

    document_id: str
    start: int
    end: int
    quote: str
    extractor: str
    rule: str
    status: Status
    confidence: float
    attribution: Attribution | None = None
    cues: tuple[tuple[int, int], ...] = ()
    features: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.quote) or not self.quote:
            raise ValueError(f"quote {self.quote!r} does not fit {self.start}..{self.end}")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not in 0..1")
        if not self.extractor or not self.rule:
            raise ValueError("evidence without extractor or rule")


@dataclass(frozen=True, slots=True)
class Assertion:
    """Something said once, in one sentence; predicate is a CURIE, "rdf:type" for a class."""

    subject: Mention
    predicate: str
    object: Mention
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document says. Clusters are the document's coreferent mentions (two or more each)."""

    document_id: str
    mentions: tuple[Mention, ...]
    assertions: tuple[Assertion, ...]
    clusters: tuple[tuple[Mention, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """Why a name was taken for this entity: the two names and the reason, in words."""

    name: str
    into: str
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    """The same thing in another database, and why we think so.

    Attributes:
        iri: what the other database calls it.
        reason: in words.
        service: address of the reconciliation service that proposed it, "" if none did.
        score: what the service gave it, on a scale of its own.
    """

    iri: str
    reason: str
    service: str = ""
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing in the world, over all documents.

    Attributes:
        id: stable local key, made from content ("mistral-ai"); assemble/ makes the IRI of it.
        kind: NAME for named things, NOMINAL for unnamed ones worth a node, EVENT for events,
            VALUE for amounts.
        aliases: every other name or description it goes by, sorted.
        former: ids that it would have if only some of the articles were there, or had before somebody merged it.
        value: the amount, for an amount.
    """

    id: str
    type: str
    label: str
    kind: MentionKind
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    merges: tuple[Merge, ...] = ()
    links: tuple[Link, ...] = ()
    former: tuple[str, ...] = ()
    value: Amount | None = None


@dataclass(frozen=True, slots=True)
class Literal:
    """A plain value in the object place: a date or a word (job title, stage)."""

    value: str | PartialDate


@dataclass(frozen=True, slots=True)
class Statement:
    """What the graph holds: subject and object are entity ids, or a Literal for the object."""

    subject: str
    predicate: str
    object: str | Literal
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"no evidence for {self.subject} {self.predicate} {self.object}")


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Entities and events over all documents, and what is said of them; both sorted."""

    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that stayed out, or a value of one that did: where, and what was wrong."""

    where: str
    message: str
    fatal: bool = field(default=True)


def checked(document: Document, extraction: Extraction) -> Extraction:
    """The extraction, if every span in it says what the document's text says there.

    Raises:
        ValueError: a mention, quote or attribution that does not match the text.
    """
    text = document.text

    def spans() -> Iterable[tuple[int, int, str]]:
        for mention in extraction.mentions:
            yield mention.start, mention.end, mention.text
        for assertion in extraction.assertions:
            evidence = assertion.evidence
            yield evidence.start, evidence.end, evidence.quote
            if evidence.attribution:
                said = evidence.attribution
                yield said.start, said.end, said.text

    for start, end, words in spans():
        if text[start:end] != words:
            raise ValueError(f"{document.id}: {start}..{end} is {text[start:end]!r}, not {words!r}")
    return extraction

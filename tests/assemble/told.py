"""Small knowledge bases in which articles say things of each other's subjects, for the tests of support and conflicts."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable
from decimal import Decimal

from pyoxigraph import Quad

from kg.assemble import assemble
from kg.model import (
    Amount,
    Attribution,
    Document,
    Entity,
    Evidence,
    KnowledgeBase,
    Literal,
    MentionKind,
    PartialDate,
    Statement,
    Status,
)
from kg.ontology import load
from kg.store import Store
from tests.assemble.sample import SOFTWARE

SYLLABLES = [a + b for a in ("ba", "do", "ki", "lu", "me", "ra") for b in ("n", "st", "l", "m", "x", "nd")]
VOCABULARY = [one + other for one in SYLLABLES for other in SYLLABLES]


def prose(words: int, seed: object) -> str:
    """A text like no other but that of the same seed."""
    return " ".join(random.Random(str(seed)).choices(VOCABULARY, k=words))


class Press:
    """Articles under construction: each sentence says one triple."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._days: dict[str, datetime.date | None] = {}
        self._evidence: dict[tuple[str, str, str | Literal], list[Evidence]] = {}
        self.entities: dict[str, Entity] = {}

    def article(self, name: str, day: str | None = "2026-03-02", text: str | None = None) -> None:
        """An article of that name; its text by default is like no other's."""
        self._texts[name] = text if text is not None else prose(60, name) + "."
        self._days[name] = datetime.date.fromisoformat(day) if day else None

    def thing(self, name: str, type_: str, kind: MentionKind = MentionKind.NAME) -> str:
        """The id of a thing of this type."""
        id_ = name.lower().replace(" ", "-")
        self.entities[id_] = Entity(id_, type_, name, kind)
        return id_

    def sum(
        self, value: str, currency: str = "USD", qualifier: str | None = None, equivalent: str = ""
    ) -> str:
        """The id of a sum of money; equivalent is "98000000 EUR"."""
        other = equivalent.split()
        amount = Amount(
            Decimal(value), currency, qualifier, Amount(Decimal(other[0]), other[1]) if other else None
        )
        id_ = f"{currency}-{value}-{qualifier or 'plain'}-{'-'.join(other)}".lower().replace(" ", "-")
        self.entities[id_] = Entity(id_, "kg:MonetaryAmount", id_, MentionKind.VALUE, value=amount)
        return id_

    def say(
        self,
        article: str,
        subject: str,
        predicate: str,
        object_: str,
        *,
        words: str = "",
        status: Status = Status.ASSERTED,
        confidence: float = 0.9,
        said_by: str = "",
    ) -> None:
        """The article says it, in a sentence of its own with these words.

        An object that is no known thing is a date if it looks like one, else a term.
        """
        if article not in self._texts:
            self.article(article)
        sentence = f"{words or f'{subject} {predicate} {object_}'}{f', says {said_by}' if said_by else ''}."
        start = self._texts[article].find(sentence)
        if start < 0:
            start = len(self._texts[article]) + 1
            self._texts[article] += " " + sentence
        at = start + sentence.rindex(said_by) if said_by else 0
        evidence = Evidence(
            article, start, start + len(sentence), sentence, "frames", "frame:test", status, confidence,
            attribution=Attribution(at, at + len(said_by), said_by) if said_by else None,
        )  # fmt: skip
        value = object_ if object_ in self.entities else _literal(object_)
        self._evidence.setdefault((subject, predicate, value), []).append(evidence)

    @property
    def documents(self) -> list[Document]:
        """The articles."""
        return [
            Document(name, f"https://news.example/{name}", name, text, self._days[name], f"The {name}")
            for name, text in self._texts.items()
        ]

    @property
    def knowledge(self) -> KnowledgeBase:
        """What they say."""
        statements = (Statement(s, p, o, tuple(evidence)) for (s, p, o), evidence in self._evidence.items())
        return KnowledgeBase(tuple(self.entities.values()), tuple(statements))

    def quads(self, documents: Iterable[Document] | None = None) -> list[Quad]:
        """As RDF."""
        some = self.documents if documents is None else documents
        return list(assemble(self.knowledge, some, ontology=load(), software=SOFTWARE))

    def store(self) -> Store:
        """In a store."""
        return Store.memory(self.quads())


def _literal(text: str) -> Literal:
    try:
        return Literal(PartialDate.parse(text))
    except ValueError:
        return Literal(text)

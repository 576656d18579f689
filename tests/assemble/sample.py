"""A knowledge base made by hand from two invented articles, for the tests of everything that handles RDF.

It has an event with amount, stage and date, a statement that both articles make, a planned, a possible and a
negated one, an attribution, and an investment of more than half a round, from which it follows who led it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Quad

from kg.assemble import Software, assemble
from kg.model import (
    Amount,
    Attribution,
    Document,
    Entity,
    Evidence,
    KnowledgeBase,
    Link,
    Literal,
    Mention,
    MentionKind,
    Merge,
    PartialDate,
    Statement,
    Status,
)
from kg.ontology import load

FIRST_TEXT = """\
Aurora Grid raised 90 million euros, about $98 million, in a Series B round on Monday. \
Northwind Capital put 60 million euros into the round, according to Harbor Wire. \
Tidewater Partners also took part.

The company plans to build a plant in Porto \U0001f50b. It is considering a listing on the Lisbon Exchange. \
Aurora Grid denied that it had merged with Voltara."""
SECOND_TEXT = """\
Aurora Grid said its Series B came to 90 million euros. \
Aurora Grid competes with Voltara. Ines Duarte is chief executive of Aurora Grid."""

FIRST = Document(
    id="first",
    uri="https://news.example.org/aurora-grid",
    title='Aurora Grid raises "Series B"',
    text=FIRST_TEXT,
    published=datetime.date(2026, 3, 2),
    publisher="Harbor Wire",
    author="R. Penhale",
    language="en",
    content_hash="1",
)
SECOND = Document(
    id="second story.txt",
    uri="file:///news/second story.txt",
    title="Who is who",
    text=SECOND_TEXT,
    content_hash="2",
)
DOCUMENTS = (FIRST, SECOND)
SOFTWARE = Software("0.1.0", "en_sample", "3.8.0")
EUR_90 = Amount(Decimal(90_000_000), "EUR", None, Amount(Decimal(98_000_000), "USD", "about"))


@dataclass(frozen=True)
class _Sentence:
    """The sentence of a document that holds these words, as evidence for what is said in it."""

    document: Document
    words: str

    def evidence(
        self,
        rule: str,
        *cues: str,
        status: Status = Status.ASSERTED,
        confidence: float = 0.9,
        said_by: str = "",
    ) -> Evidence:
        text = self.document.text
        spans = (match.span() for match in re.finditer(r"\S[^.]*\.", text))
        start, end = next(span for span in spans if self.words in text[slice(*span)])
        found = tuple(text.index(cue, start, end) for cue in cues)
        attribution = None
        if said_by:
            begin = text.index(said_by, start, end)
            attribution = Attribution(begin, begin + len(said_by), said_by)
        return Evidence(
            document_id=self.document.id,
            start=start,
            end=end,
            quote=text[start:end],
            extractor="frames",
            rule=rule,
            status=status,
            confidence=confidence,
            attribution=attribution,
            cues=tuple((at, at + len(cue)) for at, cue in zip(found, cues, strict=True)),
        )


def _mention(document: Document, words: str, type_: str) -> Mention:
    start = document.text.index(words)
    return Mention(document.id, start, start + len(words), words, type_, MentionKind.NAME)


def _named(id_: str, type_: str, label: str, *aliases: str) -> Entity:
    mentions = tuple(_mention(document, label, type_) for document in DOCUMENTS if label in document.text)
    return Entity(id_, type_, label, MentionKind.NAME, aliases, mentions)


ENTITIES = (
    Entity(
        "aurora-grid",
        "kg:Company",
        "Aurora Grid",
        MentionKind.NAME,
        aliases=("Aurora Grid SA", "the company"),
        merges=(Merge("The company", "Aurora Grid", "refers back to the only company named before"),),
        links=(Link("https://www.wikidata.org/entity/Q0", "the only one called so"),),
    ),
    Entity(
        "eur-60000000",
        "kg:MonetaryAmount",
        "EUR 60 million",
        MentionKind.VALUE,
        value=Amount(Decimal(60_000_000), "EUR"),
    ),
    Entity("eur-90000000", "kg:MonetaryAmount", "EUR 90 million", MentionKind.VALUE, value=EUR_90),
    _named("harbor-wire", "kg:MediaOrganization", "Harbor Wire"),
    _named("ines-duarte", "kg:Person", "Ines Duarte"),
    Entity("investment-1", "kg:Investment", "Northwind Capital invests EUR 60 million", MentionKind.EVENT),
    _named("lisbon-exchange", "kg:StockExchange", "Lisbon Exchange"),
    _named("northwind-capital", "kg:InvestmentFirm", "Northwind Capital", "Northwind"),
    Entity("offering-1", "kg:PublicOffering", "Aurora Grid's listing", MentionKind.EVENT),
    Entity("plant-porto", "kg:Plant", "plant in Porto", MentionKind.NOMINAL),
    _named("porto", "kg:City", "Porto"),
    Entity("project-1", "kg:FacilityProject", "Aurora Grid builds a plant", MentionKind.EVENT),
    Entity("round-1", "kg:FundingRound", "Aurora Grid's Series B", MentionKind.EVENT),
    _named("tidewater-partners", "kg:InvestmentFirm", "Tidewater Partners"),
    _named("voltara", "kg:Company", "Voltara"),
)

_ROUND = _Sentence(FIRST, "raised 90").evidence("frame:raise", "Aurora Grid", "raised", "90 million euros")
_ROUND_AGAIN = _Sentence(SECOND, "came to").evidence("frame:amount-to", "Series B", confidence=0.8)
_SHARE = _Sentence(FIRST, "put 60").evidence(
    "frame:invest", "Northwind Capital", "put", "60 million euros", said_by="Harbor Wire"
)
_PART = _Sentence(FIRST, "took part").evidence("frame:take-part", "Tidewater Partners", "took part")
_PLANT = _Sentence(FIRST, "plans to").evidence(
    "frame:build", "build", "plant", status=Status.PLANNED, confidence=0.75
)
_LISTING = _Sentence(FIRST, "considering").evidence(
    "frame:list", "listing", status=Status.POSSIBLE, confidence=0.7
)
_MERGER = _Sentence(FIRST, "denied").evidence(
    "frame:merge", "merged", status=Status.NEGATED, said_by="Aurora Grid"
)
_RIVAL = _Sentence(SECOND, "competes").evidence("frame:compete", "competes", "Voltara")
_CHIEF = _Sentence(SECOND, "chief").evidence("frame:chief-executive", "Ines Duarte", "chief executive")

STATEMENTS = (
    Statement("aurora-grid", "kg:competitorOf", "voltara", (_RIVAL,)),
    Statement("aurora-grid", "kg:mergedWith", "voltara", (_MERGER,)),
    Statement("ines-duarte", "kg:chiefExecutiveOf", "aurora-grid", (_CHIEF,)),
    Statement("investment-1", "kg:amount", "eur-60000000", (_SHARE,)),
    Statement("investment-1", "kg:investor", "northwind-capital", (_SHARE,)),
    Statement("investment-1", "kg:round", "round-1", (_SHARE,)),
    Statement("offering-1", "kg:exchange", "lisbon-exchange", (_LISTING,)),
    Statement("offering-1", "kg:issuer", "aurora-grid", (_LISTING,)),
    Statement("project-1", "kg:developer", "aurora-grid", (_PLANT,)),
    Statement("project-1", "kg:facility", "plant-porto", (_PLANT,)),
    Statement("project-1", "kg:place", "porto", (_PLANT,)),
    Statement("round-1", "kg:amount", "eur-90000000", (_ROUND, _ROUND_AGAIN)),
    Statement("round-1", "kg:date", Literal(PartialDate(2026, 3, 2)), (_ROUND,)),
    Statement("round-1", "kg:investor", "tidewater-partners", (_PART,)),
    Statement("round-1", "kg:recipient", "aurora-grid", (_ROUND, _ROUND_AGAIN)),
    Statement("round-1", "kg:stage", Literal("Series B"), (_ROUND,)),
)
KNOWLEDGE_BASE = KnowledgeBase(ENTITIES, STATEMENTS)


def quads(kb: KnowledgeBase = KNOWLEDGE_BASE, documents: Iterable[Document] = DOCUMENTS) -> list[Quad]:
    """The sample as RDF."""
    return list(assemble(kb, documents, ontology=load(), software=SOFTWARE))

"""A knowledge base of six invented articles, for the tests and pictures of the HTML graph.

Two funding rounds with sums, dates, a stage and a valuation; an investment of more than half of one of them,
from which a rule derives who led it; an acquisition that one article plans and another denies; a planned plant,
a possible listing; people, places, products; attributions; a fact that two articles share.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from kg.assemble import Software, assemble, terms
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
from kg.store import Store

SOFTWARE = Software("0.1.0", "en_sample", "3.8.0")
_ARTICLES = {
    "helio": (
        "Helio Grid raises €480 million to build batteries in the north",
        "Nordic Ledger",
        datetime.date(2026, 3, 4),
        (
            "Helio Grid has raised 480 million euros, about $520 million, in a Series C round that values the"
            " Gothenburg battery maker at 3.1 billion euros. Kestrel Capital put 300 million euros into the round,"
            " Nordic Ledger reported. Fjord Ventures and Banco Lima also took part 🔋. The company, led by chief"
            " executive Saga Lindqvist, plans to build a plant in Luleå that will open in 2028. “We are not looking"
            " at a listing this year,” said Lindqvist, who studied at Chalmers."
        ),
    ),
    "kestrel": (
        "Kestrel Capital, the quiet giant behind Europe's grid",
        "Thames Markets",
        datetime.date(2026, 3, 6),
        (
            "London-based Kestrel Capital led the Series C of Helio Grid. Kestrel was founded by Maya Okonkwo in 2011."
            " It is also a shareholder of Tern Robotics, which competes with Orbit Arms. According to two people"
            " familiar with the matter, Kestrel is considering an investment in Volta Rail."
        ),
    ),
    "tern": (
        "Tern Robotics to buy Orbit Arms for $900 million",
        "Pacific Machine News",
        datetime.date(2026, 2, 11),
        (
            "Tern Robotics agreed to acquire Orbit Arms for 900 million dollars, the companies said on Wednesday."
            " Tern, based in Rotterdam, sells the picking robot Pelican. Orbit Arms is headquartered in Osaka."
            " Its chief executive is Kenji Mori."
        ),
    ),
    "denial": (
        "Orbit Arms says there is no deal",
        "Kansai Wire",
        datetime.date(2026, 2, 20),
        (
            "Orbit Arms denied that Tern Robotics had acquired it. Orbit Arms could list its shares on the Tokyo"
            " Exchange, Mori told Kansai Wire. Kestrel Capital has never invested in Trans Alpine, it said."
        ),
    ),
    "rail": (
        "Volta Rail takes delivery of Helio packs",
        "Nordic Ledger",
        datetime.date(2026, 1, 19),
        (
            "🚄 Volta Rail is a customer of Helio Grid. The Lyon operator will launch the night train Aurore in June 2026."
            " Fjord Ventures invested 40 million euros in Volta Rail in November 2025. Volta Rail competes with"
            " Trans Alpine."
        ),
    ),
    "people": (
        "Who's who in European batteries",
        "Thames Markets",
        None,
        (
            "Saga Lindqvist is chief executive of Helio Grid. Helio Grid is based in Gothenburg. Gothenburg lies in"
            " Sweden. Banco Lima named Ana Prado chair on 2 March 2026."
        ),
    ),
}
DOCUMENTS = tuple(
    Document(
        id=name,
        uri=f"https://news.example.org/{name}" if date else f"file:///articles/{name}.txt",
        title=title,
        text=text,
        published=date,
        publisher=publisher,
        language="en",
        content_hash=name,
    )
    for name, (title, publisher, date, text) in _ARTICLES.items()
)
_BY_ID = {document.id: document for document in DOCUMENTS}

_TYPES = {
    "kg:Company": (
        "Helio Grid|Helio|the Gothenburg battery maker",
        "Tern Robotics|Tern",
        "Orbit Arms",
        "Volta Rail|the Lyon operator",
        "Trans Alpine",
    ),
    "kg:InvestmentFirm": ("Kestrel Capital|Kestrel", "Fjord Ventures"),
    "kg:Bank": ("Banco Lima",),
    "kg:MediaOrganization": ("Nordic Ledger", "Kansai Wire"),
    "kg:Person": ("Saga Lindqvist|Lindqvist", "Maya Okonkwo", "Kenji Mori|Mori", "Ana Prado"),
    "kg:City": ("Gothenburg", "Luleå", "London", "Rotterdam", "Osaka"),
    "kg:Country": ("Sweden",),
    "kg:EducationalInstitution": ("Chalmers",),
    "kg:StockExchange": ("Tokyo Exchange",),
    "kg:Product": ("Pelican|the picking robot Pelican", "Aurore"),
}
_EVENTS = {
    "round-helio": ("kg:FundingRound", "Helio Grid Series C"),
    "investment-kestrel": ("kg:Investment", "Kestrel Capital invests in the Series C"),
    "investment-fjord": ("kg:Investment", "Fjord Ventures invests in Volta Rail"),
    "investment-rumour": ("kg:Investment", "Kestrel Capital invests in Volta Rail"),
    "acquisition-orbit": ("kg:Acquisition", "Tern Robotics acquires Orbit Arms"),
    "project-lulea": ("kg:FacilityProject", "Helio Grid builds a plant"),
    "offering-orbit": ("kg:PublicOffering", "Orbit Arms listing"),
    "launch-aurore": ("kg:Launch", "Volta Rail launches Aurore"),
    "appointment-prado": ("kg:Appointment", "Banco Lima appoints Ana Prado"),
}
_SUMS = {
    "eur-480m": Amount(Decimal(480_000_000), "EUR", None, Amount(Decimal(520_000_000), "USD", "about")),
    "eur-300m": Amount(Decimal(300_000_000), "EUR"),
    "eur-3100m": Amount(Decimal(3_100_000_000), "EUR"),
    "eur-40m": Amount(Decimal(40_000_000), "EUR"),
    "usd-900m": Amount(Decimal(900_000_000), "USD"),
}


# fact ; article ; words of the sentence ; cues ; frame ; status ; confidence ; who said it.
# An object is an id, =a date or 'a word.
_SAID = """
round-helio kg:recipient helio-grid ; helio ; has raised ; Helio Grid|raised|Series C round ; raise ; asserted ; 0.94
round-helio kg:amount eur-480m ; helio ; has raised ; raised|480 million euros ; raise ; asserted ; 0.93
round-helio kg:valuation eur-3100m ; helio ; has raised ; values|3.1 billion euros ; value ; asserted ; 0.9
round-helio kg:stage 'Series C ; helio ; has raised ; Series C|round ; raise ; asserted ; 0.88
round-helio kg:date =2026-03 ; helio ; has raised ; raised ; raise ; asserted ; 0.6
investment-kestrel kg:investor kestrel-capital ; helio ; put 300 ; Kestrel Capital|put ; invest ; asserted ; 0.88 ; Nordic Ledger
investment-kestrel kg:amount eur-300m ; helio ; put 300 ; put|300 million euros ; invest ; asserted ; 0.88 ; Nordic Ledger
investment-kestrel kg:round round-helio ; helio ; put 300 ; put|the round ; invest ; asserted ; 0.88 ; Nordic Ledger
round-helio kg:investor fjord-ventures ; helio ; took part ; Fjord Ventures|took part ; take-part ; asserted ; 0.88
round-helio kg:investor banco-lima ; helio ; took part ; Banco Lima|took part ; take-part ; asserted ; 0.71
saga-lindqvist kg:chiefExecutiveOf helio-grid ; helio ; plans to ; The company|chief executive|Saga Lindqvist ; chief ; asserted ; 0.88
saga-lindqvist kg:chiefExecutiveOf helio-grid ; people ; is chief ; Saga Lindqvist|chief executive|Helio Grid ; chief ; asserted ; 0.97
saga-lindqvist kg:educatedAt chalmers ; helio ; studied ; Lindqvist|studied|Chalmers ; study ; asserted ; 0.88
project-lulea kg:developer helio-grid ; helio ; plans to ; The company|build ; build ; planned ; 0.88
project-lulea kg:facility plant-lulea ; helio ; plans to ; build|a plant ; build ; planned ; 0.88
project-lulea kg:place lulea ; helio ; plans to ; build|Luleå ; build ; planned ; 0.8
project-lulea kg:opensOn =2028 ; helio ; plans to ; open|2028 ; open ; planned ; 0.75
kestrel-capital kg:basedIn london ; kestrel ; London-based ; London|based|Kestrel Capital ; based ; asserted ; 0.88
round-helio kg:leadInvestor kestrel-capital ; kestrel ; London-based ; Kestrel Capital|led|Series C ; lead ; asserted ; 0.88
kestrel-capital kg:foundedBy maya-okonkwo ; kestrel ; founded ; Kestrel|founded|Maya Okonkwo ; found ; asserted ; 0.88
kestrel-capital kg:foundedOn =2011 ; kestrel ; founded ; Kestrel|founded|2011 ; found ; asserted ; 0.88
kestrel-capital kg:shareholderOf tern-robotics ; kestrel ; shareholder ; It|shareholder|Tern Robotics ; shareholder ; asserted ; 0.77
tern-robotics kg:competitorOf orbit-arms ; kestrel ; competes ; Tern Robotics|competes|Orbit Arms ; compete ; asserted ; 0.88
investment-rumour kg:investor kestrel-capital ; kestrel ; considering ; Kestrel|investment ; invest ; possible ; 0.62 ; two people familiar with the matter
investment-rumour kg:investee volta-rail ; kestrel ; considering ; investment|Volta Rail ; invest ; possible ; 0.62 ; two people familiar with the matter
acquisition-orbit kg:acquirer tern-robotics ; tern ; agreed to ; Tern Robotics|acquire ; acquire ; planned ; 0.92 ; the companies
acquisition-orbit kg:target orbit-arms ; tern ; agreed to ; acquire|Orbit Arms ; acquire ; planned ; 0.92 ; the companies
acquisition-orbit kg:target orbit-arms ; denial ; denied ; acquired|it ; acquire ; negated ; 0.8 ; Orbit Arms
acquisition-orbit kg:price usd-900m ; tern ; agreed to ; acquire|900 million dollars ; acquire ; planned ; 0.92 ; the companies
acquisition-orbit kg:date =2026-02-11 ; tern ; agreed to ; Wednesday ; acquire ; planned ; 0.7
tern-robotics kg:acquired orbit-arms ; denial ; denied ; Tern Robotics|acquired|it ; acquired ; negated ; 0.8 ; Orbit Arms
tern-robotics kg:basedIn rotterdam ; tern ; Rotterdam ; Tern|based|Rotterdam ; based ; asserted ; 0.88
tern-robotics kg:offers pelican ; tern ; Rotterdam ; Tern|sells|the picking robot Pelican ; sell ; asserted ; 0.88
orbit-arms kg:headquarteredIn osaka ; tern ; headquartered ; Orbit Arms|headquartered|Osaka ; hq ; asserted ; 0.88
kenji-mori kg:chiefExecutiveOf orbit-arms ; tern ; Its chief ; Its|chief executive|Kenji Mori ; chief ; asserted ; 0.88
offering-orbit kg:issuer orbit-arms ; denial ; could list ; Orbit Arms|list ; list ; possible ; 0.66 ; Mori
offering-orbit kg:exchange tokyo-exchange ; denial ; could list ; list|Tokyo Exchange ; list ; possible ; 0.66 ; Mori
kestrel-capital kg:investsIn trans-alpine ; denial ; never ; Kestrel Capital|invested|Trans Alpine ; invests ; negated ; 0.83
volta-rail kg:customerOf helio-grid ; rail ; customer ; Volta Rail|customer|Helio Grid ; customer ; asserted ; 0.95
launch-aurore kg:launcher volta-rail ; rail ; will launch ; The Lyon operator|launch ; launch ; planned ; 0.88
launch-aurore kg:product aurore ; rail ; will launch ; launch|Aurore ; launch ; planned ; 0.88
launch-aurore kg:date =2026-06 ; rail ; will launch ; launch|June 2026 ; launch ; planned ; 0.88
investment-fjord kg:investor fjord-ventures ; rail ; invested ; Fjord Ventures|invested ; invest ; asserted ; 0.88
investment-fjord kg:investee volta-rail ; rail ; invested ; invested|Volta Rail ; invest ; asserted ; 0.88
investment-fjord kg:amount eur-40m ; rail ; invested ; invested|40 million euros ; invest ; asserted ; 0.88
investment-fjord kg:date =2025-11 ; rail ; invested ; invested|November 2025 ; invest ; asserted ; 0.88
volta-rail kg:competitorOf trans-alpine ; rail ; competes ; Volta Rail|competes|Trans Alpine ; compete ; asserted ; 0.88
helio-grid kg:basedIn gothenburg ; people ; is based ; Helio Grid|based|Gothenburg ; based ; asserted ; 0.88
gothenburg kg:locatedIn sweden ; people ; lies in ; Gothenburg|lies|Sweden ; lie ; asserted ; 0.88
appointment-prado kg:employer banco-lima ; people ; named ; Banco Lima|named ; appoint ; asserted ; 0.88
appointment-prado kg:appointee ana-prado ; people ; named ; named|Ana Prado ; appoint ; asserted ; 0.88
appointment-prado kg:position 'chair ; people ; named ; named|chair ; appoint ; asserted ; 0.88
appointment-prado kg:date =2026-03-02 ; people ; named ; named|2 March 2026 ; appoint ; asserted ; 0.88
"""


def _evidence(
    article: str, words: str, cues: str, *, rule: str, status: str, confidence: str, by: str
) -> Evidence:
    text = _BY_ID[article].text
    at = text.index(words)
    start = text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0
    stop = text.find(". ", at)
    end = len(text) if stop < 0 else stop + 1
    spans = [
        (match.start(), len(cue))
        for cue in cues.split("|")
        for match in [re.compile(rf"\b{re.escape(cue)}\b", re.IGNORECASE).search(text, start, end)]
        if match
    ]
    spoken = text.index(by, start, end) if by else 0
    return Evidence(
        document_id=article,
        start=start,
        end=end,
        quote=text[start:end],
        extractor="frames",
        rule=f"frame:{rule}",
        status=Status(status),
        confidence=float(confidence),
        attribution=Attribution(spoken, spoken + len(by), by) if by else None,
        cues=tuple((at, at + length) for at, length in spans),
    )


def _object(words: str) -> str | Literal:
    if words.startswith("="):
        return Literal(PartialDate.parse(words[1:]))
    return Literal(words[1:]) if words.startswith("'") else words


def slug(name: str) -> str:
    """The id of a named entity."""
    return name.lower().replace(" ", "-").replace("å", "a")


def _named(type_: str, names: str) -> Entity:
    label, *aliases = names.split("|")
    mentions = [
        Mention(document.id, at, at + len(label), label, type_, MentionKind.NAME)
        for document in DOCUMENTS
        if (at := document.text.find(label)) >= 0
    ]
    merges = (Merge(aliases[0], label, "a short form of the only such name"),) if aliases else ()
    links = (Link("https://www.wikidata.org/wiki/Q34", "the only one"),) if label == "Sweden" else ()
    return Entity(
        slug(label), type_, label, MentionKind.NAME, tuple(sorted(aliases)), tuple(mentions), merges, links
    )


def _sum_in_words(amount: Amount) -> str:
    millions = amount.value / 1_000_000
    return (
        f"{amount.currency} {millions / 1000:f} billion"
        if millions >= 1000
        else f"{amount.currency} {millions:f} million"
    )


ENTITIES = (
    *(_named(type_, names) for type_, all_names in _TYPES.items() for names in all_names),
    *(Entity(id_, type_, label, MentionKind.EVENT) for id_, (type_, label) in _EVENTS.items()),
    *(
        Entity(id_, "kg:MonetaryAmount", _sum_in_words(value), MentionKind.VALUE, value=value)
        for id_, value in _SUMS.items()
    ),
    Entity("plant-lulea", "kg:Plant", "plant in Luleå", MentionKind.NOMINAL),
)


def knowledge_base() -> KnowledgeBase:
    """What the six articles say."""
    by_fact: dict[tuple[str, str, str | Literal], list[Evidence]] = {}
    for row in _SAID.strip().splitlines():
        fact, article, words, cues, rule, status, confidence, *by = row.split(" ; ")
        subject, predicate, object_ = fact.split(" ", 2)
        evidence = _evidence(
            article, words, cues, rule=rule, status=status, confidence=confidence, by="".join(by)
        )
        by_fact.setdefault((subject, predicate, _object(object_)), []).append(evidence)
    return KnowledgeBase(ENTITIES, tuple(Statement(*fact, tuple(found)) for fact, found in by_fact.items()))


def store(kb: KnowledgeBase | None = None, documents: Iterable[Document] = DOCUMENTS) -> Store:
    """The sample, or another knowledge base, as RDF with what the rules derive from it."""
    return Store.memory(assemble(kb or knowledge_base(), documents, ontology=load(), software=SOFTWARE))


def disputed() -> Store:
    """The sample with another price of the deal: the two cannot both be right."""
    kb = knowledge_base()
    other = _evidence(
        "denial", "could list", "list|Tokyo Exchange", rule="price", status="planned", confidence="0.7", by=""
    )
    price = Entity(
        "usd-700m",
        "kg:MonetaryAmount",
        "USD 700 million",
        MentionKind.VALUE,
        value=Amount(Decimal(700_000_000), "USD"),
    )
    said = Statement("acquisition-orbit", "kg:price", "usd-700m", (other,))
    told = replace(kb, entities=(*kb.entities, price), statements=(*kb.statements, said))
    return Store.memory(assemble(told, DOCUMENTS, ontology=load(), software=SOFTWARE))


def changed() -> Store:
    """The sample with the day on which the night train did start, another than was planned."""
    kb = knowledge_base()
    later = _evidence(
        "kestrel", "considering", "investment", rule="launch", status="asserted", confidence="0.8", by=""
    )
    said = Statement("launch-aurore", "kg:date", Literal(PartialDate(2026, 9)), (later,))
    told = replace(kb, statements=(*kb.statements, said))
    return Store.memory(assemble(told, DOCUMENTS, ontology=load(), software=SOFTWARE))


def undisputed() -> Store:
    """The sample without its conflict: a plan and its denial, as where one article tells of both."""
    told = store()
    conflicts = {quad.subject for quad in told.quads() if quad.object == terms.CONFLICT}
    return Store.memory(quad for quad in told.quads() if quad.subject not in conflicts)

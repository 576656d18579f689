"""Claims of a store -> facts: each triple with its claims, down to the sentences and articles they are from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.assemble import terms
from kg.assemble.claims import LIVE
from kg.assemble.terms import Term
from kg.errors import KgError
from kg.query.names import short
from kg.store import Store

_ORDER = {status.value: rank for rank, status in enumerate(terms.STATUSES)}
_SOFTWARE = f"""{{claim}} {terms.GENERATED_BY}/{terms.ASSOCIATED_WITH} ?agent .
    ?agent {terms.NAME} ?name ; {terms.SOFTWARE_VERSION} ?version . BIND(CONCAT(?name, " ", ?version) AS ?it)"""
_LIVE = frozenset(status.value for status in LIVE)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a triple is about: its IRI ("" for a literal) and what it is called."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Article:
    """The article that a sentence is from; "" for what is not known of it.

    Attributes:
        copy_of: the article that it tells the story of in nearly the same words, "" if it is no copy.
    """

    iri: str
    title: str
    publisher: str
    published: str
    copy_of: str = ""

    @property
    def source(self) -> str:
        """What it counts as together with its copies."""
        return self.copy_of or self.iri


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, at characters start..end, and the spans of the words in it that say it."""

    text: str
    start: int
    end: int
    cues: tuple[tuple[int, int], ...]
    article: Article


@dataclass(frozen=True, slots=True)
class Claim:
    """Why a triple is thought to hold: a sentence says it, or it follows from other facts.

    Attributes:
        rules: CURIEs of the frames that found it in the sentence, or of the rule that derived it.
        attribution: the article's words for who said it, "" when it says it in its own voice.
        premises: for a derived claim, the facts it follows from.
        extractors: the ways in which it was found, such as "frames"; none for a derived claim.
        software: what they ran on, each with its version.
    """

    iri: str
    status: str
    confidence: float
    rules: tuple[str, ...]
    attribution: str = ""
    sentence: Sentence | None = None
    premises: tuple[Fact, ...] = ()
    extractors: tuple[str, ...] = ()
    software: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """How well sentences support a triple, those that say that it holds or is planned.

    Attributes:
        sources: articles, near-copies counted once.
        confidence: by all of them together.
    """

    claims: int
    articles: int
    sources: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Fact:
    """A triple and its claims, surest first; its support, None where no sentence says it."""

    subject: Thing
    predicate: str
    object: Thing
    claims: tuple[Claim, ...]
    support: Support | None = None


def facts(store: Store, pattern: str, above: frozenset[ox.NamedNode] = frozenset()) -> tuple[Fact, ...]:
    """The facts whose claims match a pattern over ?claim, ?s, ?p and ?o; `above` are claims being explained."""
    found: dict[tuple[Term, ox.NamedNode, Term], list[Claim]] = {}
    query = f"""SELECT DISTINCT ?claim ?s ?p ?o ?status ?confidence WHERE {{ {pattern}
        ?claim {terms.SUBJECT} ?s ; {terms.PREDICATE} ?p ; {terms.OBJECT} ?o ;
            {terms.STATUS} ?status ; {terms.CONFIDENCE} ?confidence }}"""
    for row in store.select(query):
        if row["claim"] not in above:
            claims = found.setdefault((row["s"], row["p"], row["o"]), [])
            claims.append(_claim(store, row, above))
    told = [
        Fact(
            subject=thing(store, s),
            predicate=short(p, store.prefixes),
            object=thing(store, o),
            claims=tuple(sorted(claims, key=_surest)),
            support=_support(store, claims),
        )
        for (s, p, o), claims in found.items()
    ]
    return tuple(sorted(told, key=lambda fact: (fact.subject.label, fact.predicate, fact.object.label)))


def _support(store: Store, claims: Iterable[Claim]) -> Support | None:
    live = [claim for claim in claims if claim.sentence and claim.status in _LIVE]
    if not live:
        return None
    articles = {claim.sentence.article for claim in live if claim.sentence}
    values = " ".join(f"<{claim.iri}>" for claim in live)
    together = f"VALUES ?claim {{ {values} }} ?support a {terms.SUPPORT} ; {terms.OF_CLAIM} ?claim ; "
    sure = [float(each.value) for each in column(store, f"{together} {terms.CONFIDENCE} ?it")]
    return Support(
        claims=len(live),
        articles=len(articles),
        sources=len({article.source for article in articles}),
        confidence=max(sure or [claim.confidence for claim in live]),
    )


def _surest(claim: Claim) -> tuple[int, float, str]:
    return _ORDER.get(claim.status, len(_ORDER)), -claim.confidence, claim.iri


def _claim(store: Store, row: ox.QuerySolution, above: frozenset[ox.NamedNode]) -> Claim:
    claim, status = row["claim"], row["status"]
    if not isinstance(claim, ox.NamedNode):  # another program's store
        raise KgError("a claim must have an IRI", str(claim))
    path = f"{claim} ({terms.GENERATED_BY}/{terms.RULE})|{terms.RULE} ?it"
    premises = f"{claim} {terms.DERIVED_FROM} ?claim . "
    return Claim(
        iri=claim.value,
        status=terms.STATUS_OF[status].value if status in terms.STATUS_OF else short(status, store.prefixes),
        confidence=float(row["confidence"].value),
        rules=tuple(sorted(short(rule, store.prefixes) for rule in column(store, path))),
        attribution=", ".join(words(store, f"{claim} {terms.ATTRIBUTION_TEXT} ?it")),
        sentence=_sentence(store, claim),
        premises=facts(store, premises, above | {claim}),
        extractors=_extractors(store, claim),
        software=tuple(words(store, _SOFTWARE.format(claim=claim))),
    )


def _extractors(store: Store, claim: ox.NamedNode) -> tuple[str, ...]:
    """An activity is called by its extractor and its rule: "frames: frame:invest"."""
    labels = words(store, f"{claim} {terms.GENERATED_BY}/{terms.LABEL} ?it")
    return tuple(sorted({label.partition(": ")[0] for label in labels}))


def _sentence(store: Store, claim: ox.NamedNode) -> Sentence | None:
    query = f"""SELECT ?text ?start ?end ?article WHERE {{
        {claim} {terms.DERIVED_FROM} ?span .
        ?span {terms.HAS_SOURCE} ?article ; {terms.HAS_SELECTOR} ?position , ?quote .
        ?position {terms.START} ?start ; {terms.END} ?end . ?quote {terms.EXACT} ?text }}"""
    for row in store.select(query):
        text, start, end = (row[name].value for name in ("text", "start", "end"))
        cues = sorted(_spans(words(store, f"{claim} {terms.CUE} ?it")))
        inside = tuple((a - int(start), b - int(start)) for a, b in cues)
        return Sentence(text, int(start), int(end), inside, _article(store, row["article"]))
    return None


def _spans(cues: Iterable[str]) -> Iterator[tuple[int, int]]:
    for word in cues:
        start, _, end = word.partition(",")
        yield int(start), int(end)


def _article(store: Store, article: Term) -> Article:
    def one(predicate: ox.NamedNode) -> str:
        return next(iter(_said(store, article, predicate)), "")

    iri = article.value if isinstance(article, ox.NamedNode) else str(article)
    first = one(terms.NEAR_COPY_OF)
    return Article(iri, one(terms.HEADLINE), one(terms.PUBLISHER), one(terms.PUBLISHED), first)


def thing(store: Store, term: Term) -> Thing:
    """What a term stands for and is called."""
    if isinstance(term, ox.Literal):
        return Thing("", term.value)
    label = next(iter(_said(store, term, terms.LABEL)), short(term, store.prefixes))
    return Thing(term.value, label)


def _said(store: Store, node: Term, predicate: ox.NamedNode) -> list[str]:
    """What is said of a node, sorted; it may have no IRI, and a blank node in a query is any node."""
    query = f"SELECT DISTINCT ?node ?it WHERE {{ ?node {predicate} ?it }}"
    return sorted(row["it"].value for row in store.select(query, {ox.Variable("node"): node}))


def column(store: Store, pattern: str) -> list[Term]:
    """What ?it is in a pattern, each once."""
    return [row["it"] for row in store.select(f"SELECT DISTINCT ?it WHERE {{ {pattern} }}")]


def words(store: Store, pattern: str) -> list[str]:
    """What ?it is in a pattern, without datatypes, sorted."""
    return sorted(term.value for term in column(store, pattern))

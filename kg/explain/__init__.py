"""A subject, and a predicate and object if given -> what a store claims of them, down to the sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.assemble import terms
from kg.assemble.terms import Term
from kg.errors import KgError
from kg.query.names import relations, short, things
from kg.store import Store

_STATUSES = {node: status for status, node in terms.STATUSES.items()}
_ORDER = {status.value: rank for rank, status in enumerate(terms.STATUSES)}

_SOFTWARE = f"""{{claim}} {terms.GENERATED_BY}/{terms.ASSOCIATED_WITH} ?agent .
    ?agent {terms.NAME} ?name ; {terms.SOFTWARE_VERSION} ?version . BIND(CONCAT(?name, " ", ?version) AS ?it)"""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a triple is about: its IRI ("" for a literal) and what it is called."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Article:
    """The article that a sentence is from; "" for what is not known of it."""

    iri: str
    title: str
    publisher: str
    published: str


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
class Fact:
    """A triple and its claims, surest first."""

    subject: Thing
    predicate: str
    object: Thing
    claims: tuple[Claim, ...]


def explain(store: Store, subject: str, predicate: str = "", object_: str = "") -> tuple[Fact, ...]:
    """What is claimed of a subject; without an object, also where the subject is the object.

    Args:
        subject, object_: a name, a CURIE or an IRI; the object may be a literal's words as well.
        predicate: a CURIE, an IRI, or the local name, spelled with or without spaces ("lead investor").

    Raises:
        KgError: no such name here; it says which names are near.
    """
    subjects = things(store, subject)
    objects = _objects(store, object_) if object_ else ()
    known = _values("p", relations(store, predicate)) if predicate else ""
    pattern = f"{_values('s', subjects)} ?claim {terms.SUBJECT} ?s ."
    if objects:
        pattern += f"{_values('o', objects)} ?claim {terms.OBJECT} ?o ."
    else:
        pattern = f"{{ {pattern} }} UNION {{ {_values('o', subjects)} ?claim {terms.OBJECT} ?o . }}"
    return _facts(store, pattern + known, frozenset())


def _facts(store: Store, pattern: str, above: frozenset[ox.NamedNode]) -> tuple[Fact, ...]:
    """The facts whose claims match a pattern over ?claim, ?s, ?p and ?o; `above` are claims being explained."""
    found: dict[tuple[Term, ox.NamedNode, Term], list[Claim]] = {}
    query = f"""SELECT DISTINCT ?claim ?s ?p ?o ?status ?confidence WHERE {{ {pattern}
        ?claim {terms.SUBJECT} ?s ; {terms.PREDICATE} ?p ; {terms.OBJECT} ?o ;
            {terms.STATUS} ?status ; {terms.CONFIDENCE} ?confidence }}"""
    for row in store.select(query):
        if row["claim"] not in above:
            claims = found.setdefault((row["s"], row["p"], row["o"]), [])
            claims.append(_claim(store, row, above))
    facts = [
        Fact(_thing(store, s), short(p, store.prefixes), _thing(store, o), tuple(sorted(claims, key=_surest)))
        for (s, p, o), claims in found.items()
    ]
    return tuple(sorted(facts, key=lambda fact: (fact.subject.label, fact.predicate, fact.object.label)))


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
        status=_STATUSES[status].value if status in _STATUSES else short(status, store.prefixes),
        confidence=float(row["confidence"].value),
        rules=tuple(sorted(short(rule, store.prefixes) for rule in _column(store, path))),
        attribution=", ".join(_words(store, f"{claim} {terms.ATTRIBUTION_TEXT} ?it")),
        sentence=_sentence(store, claim),
        premises=_facts(store, premises, above | {claim}),
        extractors=_extractors(store, claim),
        software=tuple(_words(store, _SOFTWARE.format(claim=claim))),
    )


def _extractors(store: Store, claim: ox.NamedNode) -> tuple[str, ...]:
    """An activity is called by its extractor and its rule: "frames: frame:invest"."""
    labels = _words(store, f"{claim} {terms.GENERATED_BY}/{terms.LABEL} ?it")
    return tuple(sorted({label.partition(": ")[0] for label in labels}))


def _sentence(store: Store, claim: ox.NamedNode) -> Sentence | None:
    query = f"""SELECT ?text ?start ?end ?article WHERE {{
        {claim} {terms.DERIVED_FROM} ?span .
        ?span {terms.HAS_SOURCE} ?article ; {terms.HAS_SELECTOR} ?position , ?quote .
        ?position {terms.START} ?start ; {terms.END} ?end . ?quote {terms.EXACT} ?text }}"""
    for row in store.select(query):
        text, start, end = (row[name].value for name in ("text", "start", "end"))
        cues = sorted(_spans(_words(store, f"{claim} {terms.CUE} ?it")))
        inside = tuple((a - int(start), b - int(start)) for a, b in cues)
        return Sentence(text, int(start), int(end), inside, _article(store, row["article"]))
    return None


def _spans(words: Iterable[str]) -> Iterator[tuple[int, int]]:
    for word in words:
        start, _, end = word.partition(",")
        yield int(start), int(end)


def _article(store: Store, article: object) -> Article:
    def one(predicate: ox.NamedNode) -> str:
        return next(iter(_words(store, f"{article} {predicate} ?it")), "")

    iri = article.value if isinstance(article, ox.NamedNode) else str(article)
    return Article(iri, one(terms.HEADLINE), one(terms.PUBLISHER), one(terms.PUBLISHED))


def _thing(store: Store, term: Term) -> Thing:
    if isinstance(term, ox.Literal):
        return Thing("", term.value)
    label = next(iter(_words(store, f"{term} {terms.LABEL} ?it")), short(term, store.prefixes))
    return Thing(term.value, label)


def _column(store: Store, pattern: str) -> list[Term]:
    """What ?it is in a pattern, each once."""
    return [row["it"] for row in store.select(f"SELECT DISTINCT ?it WHERE {{ {pattern} }}")]


def _words(store: Store, pattern: str) -> list[str]:
    return sorted(term.value for term in _column(store, pattern))


def _values(variable: str, nodes: Sequence[Term]) -> str:
    return f" VALUES ?{variable} {{ {' '.join(map(str, nodes))} }} " if nodes else ""


def _objects(store: Store, name: str) -> list[Term]:
    literals = [
        term
        for term in _column(store, f"?claim {terms.OBJECT} ?it FILTER(isLiteral(?it))")
        if term.value.casefold() == name.strip().casefold()
    ]
    try:
        return [*literals, *things(store, name)]
    except KgError:
        if not literals:
            raise
        return literals

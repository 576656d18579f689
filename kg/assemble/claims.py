"""Statements -> claims: one rdf:Statement node for each triple and each sentence that says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from kg.assemble import terms
from kg.assemble.provenance import Software, activity_triples, sentence_triples
from kg.assemble.support import Support, combined
from kg.assemble.terms import Fact, Minter, Term, text
from kg.errors import KgError
from kg.model import Document, Evidence, KnowledgeBase, Literal, PartialDate, Statement, Status

# Surest first; a statement with one of the first two gets its plain triple.
ORDER = {status: rank for rank, status in enumerate(Status)}
LIVE = (Status.ASSERTED, Status.PLANNED)


@dataclass(frozen=True, slots=True)
class Made:
    """A claim that was made: what it says, where, and the surest evidence for it there."""

    claim: NamedNode
    fact: Fact
    article: NamedNode
    evidence: Evidence

    @property
    def is_live(self) -> bool:
        """Whether it says that the triple holds, or is to."""
        return self.evidence.status in LIVE


@dataclass(frozen=True, slots=True)
class _Said:
    """One triple in one sentence; the evidence is surest first, one piece for each rule that found it."""

    fact: Fact
    evidence: tuple[Evidence, ...]


class Claims:
    """The claims of a knowledge base, given out document by document, and the support of its plain triples.

    Attributes:
        made: every claim that was given out; all there are when `triples` has been called for every document.
    """

    def __init__(self, kb: KnowledgeBase, minter: Minter, software: Software) -> None:
        self._minter = minter
        self._software = software
        self._said = _by_document(kb, minter)
        self._speakers = _speakers(kb, minter)
        self.made: list[Made] = []

    def triples(self, document: Document, article: NamedNode) -> Iterator[Triple]:
        """The claims, sentences and activities of one document.

        Raises:
            KgError: a quote is not what the document says there.
        """
        activities: dict[tuple[str, str], NamedNode] = {}
        sentences: set[tuple[int, int]] = set()
        for said in self._said.pop(document.id, ()):
            for evidence in said.evidence:
                if document.text[evidence.start : evidence.end] != evidence.quote:
                    raise KgError(f"the text has no “{evidence.quote}” at {evidence.start}", document.id)
                found_by = evidence.extractor, evidence.rule
                if found_by not in activities:
                    activities[found_by] = self._minter.activity(article, *found_by, self._software.version)
                    yield from activity_triples(self._minter, article, evidence, self._software)
            best = said.evidence[0]
            if (best.start, best.end) not in sentences:
                sentences.add((best.start, best.end))
                yield from sentence_triples(self._minter, article, best)
            yield from self._claim(said, article, activities)

    def check_complete(self) -> None:
        """Raises KgError if a document that evidence is from was never given."""
        if self._said:
            raise KgError("there is evidence from this document, but no such document", min(self._said))

    def support(self, sources: Mapping[NamedNode, NamedNode]) -> dict[Fact, Support]:
        """The triples that are asserted or planned, and what stands behind each.

        Args:
            sources: near-copy -> the article that stands for its source; an article that is none is its own.
        """
        live: dict[Fact, list[Made]] = defaultdict(list)
        for made in self.made:
            if made.is_live:
                live[made.fact].append(made)
        return {fact: _support(found, sources) for fact, found in live.items()}

    def _claim(
        self, said: _Said, article: NamedNode, activities: Mapping[tuple[str, str], NamedNode]
    ) -> Iterator[Triple]:
        best = said.evidence[0]
        span = self._minter.span(article, best.start, best.end)
        claim = self._minter.claim(said.fact, span)
        self.made.append(Made(claim, said.fact, article, best))
        yield Triple(claim, terms.TYPE, terms.CLAIM)
        yield from claim_triples(claim, said.fact, best.status, best.confidence)
        yield Triple(claim, terms.DERIVED_FROM, span)
        for evidence in said.evidence:
            yield Triple(claim, terms.GENERATED_BY, activities[evidence.extractor, evidence.rule])
            for start, end in evidence.cues:
                yield Triple(claim, terms.CUE, text(f"{start},{end}"))
            if attribution := evidence.attribution:
                yield Triple(claim, terms.ATTRIBUTION_TEXT, text(attribution.text))
                spoken = (evidence.document_id, attribution.start, attribution.end)
                if speaker := self._speakers.get(spoken):
                    yield Triple(claim, terms.ATTRIBUTED_TO, speaker)


def _support(found: Sequence[Made], sources: Mapping[NamedNode, NamedNode]) -> Support:
    said = [(sources.get(made.article, made.article), made.evidence.confidence) for made in found]
    return Support(
        status=min((made.evidence.status for made in found), key=ORDER.__getitem__),
        confidence=combined(said),
        claims=tuple(sorted((made.claim for made in found), key=str)),
        sources=len({source for source, _ in said}),
    )


def claim_triples(claim: NamedNode, fact: Fact, status: Status, confidence: float) -> Iterator[Triple]:
    """What every claim has, said or derived: its triple, status and confidence."""
    subject, predicate, object_ = fact
    yield Triple(claim, terms.TYPE, terms.STATEMENT)
    yield Triple(claim, terms.SUBJECT, subject)
    yield Triple(claim, terms.PREDICATE, predicate)
    yield Triple(claim, terms.OBJECT, object_)
    yield Triple(claim, terms.STATUS, terms.STATUSES[status])
    yield Triple(claim, terms.CONFIDENCE, terms.decimal(confidence))


def _by_document(kb: KnowledgeBase, minter: Minter) -> dict[str, list[_Said]]:
    """Each document's claims. A sentence says a triple once, however many rules found it there."""
    ids = {entity.id: minter.entity(entity.id) for entity in kb.entities}
    sentences: dict[tuple[str, int, int, Fact], set[Evidence]] = defaultdict(set)
    for statement in kb.statements:
        fact = _fact(statement, ids, minter)
        for evidence in statement.evidence:
            sentences[evidence.document_id, evidence.start, evidence.end, fact].add(evidence)
    said: dict[str, list[_Said]] = defaultdict(list)
    for (document_id, *_, fact), found in sentences.items():
        said[document_id].append(_Said(fact, tuple(sorted(found, key=_surest_first))))
    return dict(said)


def _surest_first(evidence: Evidence) -> tuple[int, float, str, str, str]:
    return ORDER[evidence.status], -evidence.confidence, evidence.extractor, evidence.rule, repr(evidence)


def _fact(statement: Statement, ids: Mapping[str, NamedNode], minter: Minter) -> Fact:
    if statement.subject not in ids:
        raise KgError(f"no entity {statement.subject}, which a statement is about", statement.predicate)
    return ids[statement.subject], minter.named(statement.predicate), _object(statement, ids, minter)


def _object(statement: Statement, ids: Mapping[str, NamedNode], minter: Minter) -> Term:
    object_ = statement.object
    if isinstance(object_, Literal):
        return terms.date(object_.value) if isinstance(object_.value, PartialDate) else text(object_.value)
    if object_ in ids:
        return ids[object_]
    if object_ in minter.ontology.classes:  # the object of rdf:type
        return minter.named(object_)
    raise KgError(f"no entity {object_}, which a statement is about", statement.predicate)


def _speakers(kb: KnowledgeBase, minter: Minter) -> dict[tuple[str, int, int], NamedNode]:
    """The entity that each attribution's span mentions, for those that are a mention of one."""
    spans = {
        (evidence.document_id, evidence.attribution.start, evidence.attribution.end)
        for statement in kb.statements
        for evidence in statement.evidence
        if evidence.attribution
    }
    return {
        (mention.document_id, mention.start, mention.end): minter.entity(entity.id)
        for entity in kb.entities
        for mention in entity.mentions
        if (mention.document_id, mention.start, mention.end) in spans
    }

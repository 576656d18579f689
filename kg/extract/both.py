"""Analyses -> Extractions by frames and network together: each finds what the other misses, and each doubts the other.

The frames read names in the classes that the network is sure of. Where both have looked, a finding of a frame is as sure
as frame and network together make it (kg.extract.neural.odds): agreement raises it; what the network does not see is less
sure, if it has learned the relation from whole texts. What the network alone finds is added with its own sentence and label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.chains import derive
from kg.extract.confidence import log_odds
from kg.extract.extraction import extraction
from kg.extract.frames import LEAST_SURE, FrameExtractor
from kg.extract.neural import NeuralExtractor, Read, odds
from kg.extract.neural.candidates import same_places
from kg.extract.neural.claims import (
    Claim,
    Key,
    answer,
    assertions,
    distinct,
    key_of,
    of_renewed,
    renamed,
    renewed,
    told,
    with_rivals,
)
from kg.extract.neural.model import Finding, RelationModel
from kg.extract.neural.sentences import Sentences
from kg.extract.shipped import NAME
from kg.model import Assertion, Extraction, Mention, MentionKind, Status

if TYPE_CHECKING:
    from kg.analyse.analysis import Analysis
    from kg.ontology import Ontology


def extractor(
    ontology: Ontology, least: float | None = None
) -> Callable[[Sequence[Analysis]], list[Extraction]]:
    """Frames, and the relation model that ships with kg; without a least confidence, with each one's own."""
    sure = {} if least is None else {"least": least}
    learned = NeuralExtractor(ontology, RelationModel(ontology), **sure)
    return CombinedExtractor(ontology, FrameExtractor(ontology, **sure), learned, **sure).extract


@dataclass(frozen=True, slots=True)
class _Framed:
    """What frames say of the things of one document.

    Attributes:
        surest: by what is said, the highest confidence of it.
        status: what a sentence says, with the sentence's place -> whether it is so.
        between: two things -> what is said to join them.
    """

    surest: dict[Key, float]
    status: dict[tuple[Key, int], Status]
    between: defaultdict[tuple[object, object], set[str]]


class CombinedExtractor:
    """Follows frames and asks a relation model; holds no state of any document.

    Args:
        least: of the frames' assertions, those with less confidence are left out.
    """

    def __init__(
        self, ontology: Ontology, frames: FrameExtractor, neural: NeuralExtractor, least: float = LEAST_SURE
    ) -> None:
        self._ontology = ontology
        self._frames = frames
        self._neural = neural
        self._least = least
        self._label = {
            predicate: name for name, predicate in ontology.labels.items() if name in neural.labels.names
        }

    def extract(self, analyses: Sequence[Analysis]) -> list[Extraction]:
        """What both find in each document; every span matches its text."""
        return [
            self._combined(read, self._frames.extract(read.analysis)) for read in self._neural.read(analyses)
        ]

    def _combined(self, read: Read, framed: Extraction) -> Extraction:
        same = same_places(read.mentions, framed.mentions)
        mentions = [*framed.mentions, *(m for m in read.mentions if m not in same)]
        known = frozenset(m for m in framed.mentions if m.kind is MentionKind.EVENT)
        misread = {mention for m in read.mentions if _is_misread(mention := same.get(m, m), known)}
        found = [renamed(finding, same) for finding in read.findings]
        found = [finding for finding in found if finding.subject not in misread]
        groups = {m: number for number, cluster in enumerate(framed.clusters) for m in cluster}
        sentences, labels = read.sentences, self._neural.labels
        found = with_rivals(found, groups, sentences, self._findings(framed))
        judged = self._judged(framed, self._best(found, groups), groups, sentences)
        sure = distinct(self._claims(found, judged, groups, sentences), groups, sentences, labels)
        changed = renewed(sure, groups, mentions, labels)
        said = [_of(a, changed) for a in judged if a.evidence.confidence >= self._least]
        said += told(assertions(of_renewed(sure, changed), sentences, labels, NAME), known, self._ontology)
        groups = {changed.get(m, m): number for m, number in groups.items()}
        said += derive(said, groups, self._ontology, self._least)
        clusters = [tuple(changed.get(m, m) for m in cluster) for cluster in framed.clusters]
        things = [changed.get(m, m) for m in framed.mentions]
        return extraction(read.analysis.document, things, said, clusters)

    def _findings(self, framed: Extraction) -> Iterator[Finding]:
        """What frames find, as if the network had found it."""
        for a in framed.assertions:
            label = self._label.get(a.predicate)
            if label is not None and a.evidence.status is not Status.NEGATED:
                yield Finding(a.subject, label, a.object, log_odds(a.evidence.confidence))

    def _best(self, found: Iterable[Finding], groups: Mapping[Mention, int]) -> dict[Key, float]:
        """The network's highest log-odds of what joins two things, by any of their mentions."""
        best: dict[Key, float] = {}
        for finding in found:
            key = self._key(finding.label, finding.subject, finding.object, groups)
            best[key] = max(finding.odds, best.get(key, odds.LOWEST))
        return best

    def _judged(
        self,
        framed: Extraction,
        best: Mapping[Key, float],
        groups: Mapping[Mention, int],
        sentences: Sentences,
    ) -> list[Assertion]:
        """The frames' assertions, as sure as they are when the network has seen them.

        Not the roles of events: the network has them from the frames. Nor what is denied: the network asks what holds.
        """
        judged = []
        for assertion in framed.assertions:
            subject, object_ = assertion.subject, assertion.object
            label = self._label.get(assertion.predicate)
            apart = sentences.number(subject) != sentences.number(object_)
            denied = assertion.evidence.status is Status.NEGATED
            if label is None or apart or denied or subject.kind is MentionKind.EVENT:
                judged.append(assertion)
                continue
            seen = best.get(self._key(label, subject, object_, groups), odds.LOWEST)
            confidence = self._neural.beside(label, seen, assertion.evidence.confidence)
            judged.append(_as_sure(assertion, confidence))
        return judged

    def _claims(
        self,
        found: Iterable[Finding],
        judged: Iterable[Assertion],
        groups: Mapping[Mention, int],
        sentences: Sentences,
    ) -> list[Claim]:
        """What the network is sure of: as sure as the surest frame's finding of the same, or as sure as it is alone.

        Where a frame denies it, or says that it is planned, that is what the sentence says; where one says it more
        exactly, nothing is added. What the input asks, and no frame answers, has the network's likeliest answer.
        """
        framed = self._told(judged, groups, sentences)
        claims, unsaid = [], []
        for finding in found:
            key = self._key(finding.label, finding.subject, finding.object, groups)
            exactly = framed.between[_ends(finding.subject, finding.object, groups)]
            yields = not exactly.isdisjoint(self._ontology.yields.get(finding.label, ()))
            status = framed.status.get((key, sentences.number(finding.subject)))
            if yields or status is Status.NEGATED:
                continue
            known = framed.surest.get(key)
            if known is None:
                claim = Claim(finding, self._neural.unframed(finding))
                if self._neural.enough(claim):
                    claims.append(claim)
                if not exactly:
                    unsaid.append(claim)
            elif finding.odds > 0 and known >= self._least:
                claims.append(Claim(finding, known, status))
        return [*claims, *answer(unsaid, groups, self._neural.labels)]

    def _told(
        self, judged: Iterable[Assertion], groups: Mapping[Mention, int], sentences: Sentences
    ) -> _Framed:
        framed = _Framed({}, {}, defaultdict(set))
        for a in judged:
            label = self._label.get(a.predicate)
            key = None if label is None else self._key(label, a.subject, a.object, groups)
            if key is not None:
                place = key, sentences.at(a.evidence.start)
                if framed.status.get(place) is not Status.NEGATED:
                    framed.status[place] = a.evidence.status
            if a.evidence.status is not Status.NEGATED:
                framed.between[_ends(a.subject, a.object, groups)].add(a.predicate)
                if key is not None:
                    framed.surest[key] = max(a.evidence.confidence, framed.surest.get(key, 0.0))
        return framed

    def _key(self, label: str, subject: Mention, object_: Mention, groups: Mapping[Mention, int]) -> Key:
        return key_of(label, subject, object_, groups, symmetric=self._neural.labels.symmetric(label))


def _is_misread(mention: Mention, known: Iterable[Mention]) -> bool:
    """Whether a word is taken for an event where frames read it as another: who "joined" a round is no partner."""
    return mention.kind is MentionKind.EVENT and any(
        event.start < mention.end and mention.start < event.end and event.type != mention.type
        for event in known
    )


def _ends(subject: Mention, object_: Mention, groups: Mapping[Mention, int]) -> tuple[object, object]:
    """The things that the mentions refer to."""
    return groups.get(subject, subject), groups.get(object_, object_)


def _as_sure(assertion: Assertion, confidence: float) -> Assertion:
    return replace(assertion, evidence=replace(assertion.evidence, confidence=confidence))


def _of(assertion: Assertion, changed: Mapping[Mention, Mention]) -> Assertion:
    """The same about the mentions in their new classes."""
    subject, object_ = assertion.subject, assertion.object
    return replace(assertion, subject=changed.get(subject, subject), object=changed.get(object_, object_))

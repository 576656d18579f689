"""Analyses -> Extractions by a small neural network, trained on annotated sets: what no frame's words reach.

The network tells where names are (kg.extract.neural.names) and of what (kg.extract.neural.classes), and scores pairs of
mentions (kg.extract.neural.model); sentences, status and speakers are those of analyse and of the frames.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analyse import with_entities
from kg.extract.chains import derive
from kg.extract.confidence import log_odds
from kg.extract.extraction import extraction
from kg.extract.neural import odds
from kg.extract.neural.candidates import Candidates, asked_about
from kg.extract.neural.claims import (
    Claim,
    answer,
    assertions,
    distinct,
    of_renewed,
    renamed,
    renewed,
    told,
    with_asked,
    with_rivals,
)
from kg.extract.neural.labels import Labels
from kg.extract.neural.model import Finding, Reading, RelationModel, Text
from kg.extract.neural.names import corrected
from kg.extract.neural.sentences import Sentences
from kg.extract.shipped import NAME, Manifest
from kg.model import Extraction, Mention, MentionKind

if TYPE_CHECKING:
    from kg.analyse.analysis import Analysis
    from kg.ontology import Ontology

LEAST_SURE = 0.5
LEAST_SURE_ROLE = 0.7  # learned from frames alone, and never measured on what people annotated


def extractor(
    ontology: Ontology, least: float = LEAST_SURE
) -> Callable[[Sequence[Analysis]], list[Extraction]]:
    """The extractor that asks the relation model that ships with kg."""
    return NeuralExtractor(ontology, RelationModel(ontology), least).extract


@dataclass(frozen=True, slots=True)
class Read:
    """A document as the network reads it.

    Attributes:
        analysis: with names at the places, and in the classes, that the network is sure of.
        mentions: between which it has looked.
        findings: what it has found between them.
    """

    analysis: Analysis
    sentences: Sentences
    mentions: Sequence[Mention]
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A document as the network is asked of it."""

    analysis: Analysis
    sentences: Sentences
    text: Text


class NeuralExtractor:
    """Asks one relation model; holds no state of any document.

    Args:
        least: claims with less confidence are left out; 0 leaves out none.
    """

    def __init__(self, ontology: Ontology, model: RelationModel, least: float = LEAST_SURE) -> None:
        self._ontology = ontology
        self._model = model
        self._least = least
        self._candidates = Candidates(ontology)

    def extract(self, analyses: Sequence[Analysis]) -> list[Extraction]:
        """What the model finds in each document; every span matches its text."""
        return [self._extraction(read) for read in self.read(analyses)]

    def read(self, analyses: Sequence[Analysis]) -> list[Read]:
        """The documents as the network reads them: for its names a second time, where it sees others than are told."""
        asked = [self._asked(analysis) for analysis in analyses]
        said = self._model.readings([one.text for one in asked])
        again = {}
        for number, (one, reading) in enumerate(zip(asked, said, strict=True)):
            entities = corrected(one.analysis, reading.said, self._ontology)
            if entities is not None:
                again[number] = self._asked(with_entities(one.analysis, entities, self._ontology))
        second = self._model.readings([one.text for one in again.values()], before=[said[n] for n in again])
        for (number, one), reading in zip(again.items(), second, strict=True):
            asked[number], said[number] = one, reading
        return [self._read(one, reading) for one, reading in zip(asked, said, strict=True)]

    @property
    def labels(self) -> Labels:
        """What the network can say."""
        return self._model.labels

    def alone(self, finding: Finding) -> float:
        """How likely what the network finds is said, where nothing else is known."""
        return odds.weighed(odds.alone(finding), self._manifest.alone)

    def unframed(self, finding: Finding) -> float:
        """The same where frames have looked and found nothing."""
        return odds.weighed(odds.alone(finding), self._manifest.beside)

    def beside(self, label: str, seen: float, framed: float) -> float:
        """How likely what a frame finds is said, where the network has looked.

        Args:
            seen: the network's log-odds.
            framed: the frame's confidence.
        """
        frame_odds, known = log_odds(framed), self._manifest
        terms = odds.beside_frame(label, seen, frame_odds)
        return odds.beside(terms, frame_odds, known.beside, known.doubt.get(label, 0.0))

    def enough(self, claim: Claim) -> bool:
        """Whether a claim is sure enough to be made."""
        role = claim.finding.subject.kind is MentionKind.EVENT
        return claim.confidence >= (
            max(self._least, LEAST_SURE_ROLE) if role and self._least else self._least
        )

    @property
    def _manifest(self) -> Manifest:
        return self._model.network.manifest

    def _asked(self, analysis: Analysis) -> _Asked:
        sentences, mentions = self._candidates.sentences(analysis), self._candidates.mentions(analysis)
        document = analysis.document
        return _Asked(
            analysis, sentences, Text(document.text, sentences.offsets, mentions, asked_about(document))
        )

    def _read(self, asked: _Asked, said: Reading) -> Read:
        changed = self._model.classes.corrected(asked.analysis, said.classes)
        analysis = asked.analysis.renewed(changed)
        mentions = [changed.get(m, m) for m in asked.text.mentions]
        findings = [renamed(finding, changed) for finding in said.findings]
        findings = with_asked(findings, mentions, asked.text.asked, analysis.cluster_of)
        return Read(analysis=analysis, sentences=asked.sentences, mentions=mentions, findings=findings)

    def _extraction(self, read: Read) -> Extraction:
        analysis, labels = read.analysis, self.labels
        groups = analysis.cluster_of
        claims = [Claim(f, self.alone(f)) for f in with_rivals(read.findings, groups, read.sentences)]
        made = [*filter(self.enough, claims), *answer(claims, groups, labels)]
        sure = distinct(made, groups, read.sentences, labels)
        changed = renewed(sure, groups, read.mentions, labels)
        said = told(
            assertions(of_renewed(sure, changed), read.sentences, labels, NAME), frozenset(), self._ontology
        )
        groups = {changed.get(m, m): number for m, number in groups.items()}
        said = [*said, *derive(said, groups, self._ontology, self._least)]
        clusters = [tuple(changed.get(m, m) for m in cluster) for cluster in analysis.clusters]
        things = [changed.get(m, m) for m in read.mentions if m.kind is not MentionKind.EVENT]
        return extraction(analysis.document, things, said, clusters)

"""The folds of cross-validation: which text is in which, and an extractor that asks, of each, the network that has not seen it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.analyse import Analysis
from kg.extract.both import CombinedExtractor
from kg.extract.confidence import log_odds
from kg.extract.frames import FrameExtractor
from kg.extract.neural import NeuralExtractor, odds
from kg.extract.neural.model import Finding, RelationModel
from kg.extract.shipped import MANIFEST
from kg.model import Extraction
from kg.ontology import Ontology
from tests.benchmarks.sets import REPOSITORY

FOLDS = 3
WORK = REPOSITORY / "build" / "training"

Extract = Callable[[Sequence[Analysis]], list[Extraction]]


def folder(number: int) -> Path:
    """Where the network of a fold is kept."""
    return WORK / f"fold-{number}"


def trained() -> list[int]:
    """The folds that have their network."""
    return [number for number in range(FOLDS) if (folder(number) / MANIFEST).is_file()]


def fold_of(document: str) -> int:
    """The fold that a text is in, by its id; passages of one article of knowledgenet are together."""
    text = document.partition(":")[0] if document.count(":") == 2 else document
    return hashlib.sha256(text.encode()).digest()[0] % FOLDS


def neural(ontology: Ontology) -> Extract:
    """The network alone."""
    return _unseen(lambda model: NeuralExtractor(ontology, model).extract, ontology)


def both(ontology: Ontology) -> Extract:
    """Frames and network together."""

    def make(model: RelationModel) -> Extract:
        return CombinedExtractor(ontology, FrameExtractor(ontology), NeuralExtractor(ontology, model)).extract

    return _unseen(make, ontology)


def recording_neural(ontology: Ontology) -> Extract:
    """The network alone, with all that it finds; what each confidence is of is recorded."""
    return _unseen(lambda model: _Recorder(ontology, model, least=0.0).extract, ontology)


def recording_both(ontology: Ontology) -> Extract:
    """Frames and network with all that they find; what each confidence is of is recorded."""

    def make(model: RelationModel) -> Extract:
        frames, recorder = FrameExtractor(ontology, least=0.0), _Recorder(ontology, model, least=0.0)
        return CombinedExtractor(ontology, frames, recorder, least=0.0).extract

    return _unseen(make, ontology)


def recorded(confidence: float) -> odds.Terms | None:
    """The terms that a recording extractor has given this confidence for."""
    return _RECORD.get(confidence)


_RECORD: dict[float, odds.Terms] = {}
STEP = 1e-10  # between two confidences, so that each is given once


class _Recorder(NeuralExtractor):
    """Gives every finding a confidence of its own, near what the network says, and keeps what it is of."""

    def alone(self, finding: Finding) -> float:
        """A number that nothing else has."""
        return self._recorded(odds.alone(finding), finding.odds)

    def unframed(self, finding: Finding) -> float:
        """The same."""
        return self.alone(finding)

    def beside(self, label: str, seen: float, framed: float) -> float:
        """The same."""
        return self._recorded(odds.beside_frame(label, seen, log_odds(framed)), seen)

    def _recorded(self, terms: odds.Terms, seen: float) -> float:
        given = 0.5 + seen / 1000 + len(_RECORD) * STEP
        _RECORD[given] = terms
        return given


def _unseen(make: Callable[[RelationModel], Extract], ontology: Ontology) -> Extract:
    """An extractor that has, of each text, the network of the text's fold."""

    @functools.cache
    def of_fold(number: int) -> Extract:
        return make(RelationModel(ontology, folder(number)))

    def nothing(analysis: Analysis) -> Extraction:
        return Extraction(analysis.document.id, (), ())

    def extract(analyses: Sequence[Analysis]) -> list[Extraction]:
        found: dict[int, Extraction] = {}
        for number in range(FOLDS):
            mine = [i for i, a in enumerate(analyses) if fold_of(a.document.id) == number]
            if mine:
                extracted = (
                    of_fold(number)([analyses[i] for i in mine])
                    if number in trained()
                    else [nothing(analyses[i]) for i in mine]
                )
                found.update(zip(mine, extracted, strict=True))
        return [found[i] for i in range(len(analyses))]

    return extract

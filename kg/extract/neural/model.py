"""Documents with their mentions -> what the network finds between them, as the ontology's properties."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.classes import Classes
from kg.extract.neural.labels import Labels
from kg.extract.neural.network import Network, Scores
from kg.extract.neural.passages import Passage, PassageReader
from kg.extract.shipped import FOLDER
from kg.model import Mention
from kg.ontology import Ontology

LEAST_ODDS = -4.0  # log-odds; what is less likely is not worth a look


@dataclass(frozen=True, slots=True)
class Text:
    """What the network is given of a document: its text, the spans of its sentences, its mentions, those that are asked about."""

    text: str
    sentences: Sequence[tuple[int, int]]
    mentions: Sequence[Mention]
    asked: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """A label on an ordered pair of mentions.

    Attributes:
        odds: the network's log-odds, not yet a probability.
        asked: whether the input asks about the two things that the mentions refer to.
        rivals: the highest log-odds of a finding in the same sentence, of the network or of a frame, that differs in the
            label, in the subject or in the object alone.
    """

    subject: Mention
    label: str
    object: Mention
    odds: float
    asked: bool = False
    rivals: tuple[float, ...] = (LEAST_ODDS, LEAST_ODDS, LEAST_ODDS)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of a document.

    Attributes:
        findings: what joins its mentions.
        classes: log-odds of the network's classes, by mention.
        said: what it reads, and what it says of that.
    """

    findings: Sequence[Finding]
    classes: Mapping[Mention, NDArray[np.float32]]
    said: Sequence[tuple[Passage, Scores]]


class RelationModel:
    """One network with the ontology that its labels are read by; the weights are read when first used.

    Raises:
        KgError: there is no such model, or the ontology does not know its labels; on first use also, if a file is
            missing or damaged.
    """

    def __init__(self, ontology: Ontology, folder: Path = FOLDER) -> None:
        self.network = Network(folder)
        manifest = self.network.manifest
        self.labels = Labels(ontology, manifest.types, manifest.labels)
        self.classes = Classes(ontology, manifest.classes)

    @functools.cached_property
    def _reader(self) -> PassageReader:
        return PassageReader(self.network.tokenizer, self.labels)

    def passages(self, text: Text) -> Iterator[Passage]:
        """What the network reads of a document."""
        return self._reader.read(text.text, text.sentences, text.mentions, text.asked)

    def readings(
        self, texts: Sequence[Text], least: float = LEAST_ODDS, before: Iterable[Reading] = ()
    ) -> list[Reading]:
        """What is said of each document; findings of at least these log-odds.

        Args:
            before: readings with other mentions; the passages in which these are the same are not read again.
        """
        known = {passage.content: scores for reading in before for passage, scores in reading.said}
        read = [list(self.passages(text)) for text in texts]
        fresh = {p.content: p for passages in read for p in passages if p.content not in known}
        known.update(zip(fresh, self.network.scores(list(fresh.values())), strict=True))
        return [
            self._reading([(passage, known[passage.content]) for passage in passages], least)
            for passages in read
        ]

    def _reading(self, said: Sequence[tuple[Passage, Scores]], least: float) -> Reading:
        findings: list[Finding] = []
        classes: dict[Mention, NDArray[np.float32]] = {}
        for passage, scores in said:
            allowed = np.where(passage.accepted, scores.pairs, np.float32(-np.inf))
            findings += self._found(passage, allowed, least)
            classes.update(zip(passage.mentions, scores.classes, strict=True))
        return Reading(findings, classes, said)

    def _found(self, passage: Passage, scores: NDArray[np.float32], least: float) -> Iterator[Finding]:
        pairs, labels = np.nonzero(scores >= least)
        for pair, label in zip(pairs.tolist(), labels.tolist(), strict=True):
            yield Finding(
                passage.mentions[passage.subjects[pair]],
                self.labels.names[label],
                passage.mentions[passage.objects[pair]],
                float(scores[pair, label]),
            )

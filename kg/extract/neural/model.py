"""Documents with their mentions -> what the network finds between them, as the ontology's properties."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.labels import Labels
from kg.extract.neural.network import Network
from kg.extract.neural.passages import Passage, PassageReader
from kg.extract.shipped import FOLDER
from kg.model import Mention
from kg.ontology import Ontology

LEAST_ODDS = -4.0  # log-odds; what is less likely is not worth a look


@dataclass(frozen=True, slots=True)
class Text:
    """What the network is given of a document: its text, the spans of its sentences, its mentions."""

    text: str
    sentences: Sequence[tuple[int, int]]
    mentions: Sequence[Mention]


@dataclass(frozen=True, slots=True)
class Finding:
    """A label on an ordered pair of mentions; odds are the network's log-odds, not yet a probability."""

    subject: Mention
    label: str
    object: Mention
    odds: float


class RelationModel:
    """One network with the ontology that its labels are read by; the weights are read when first used.

    Raises:
        KgError: there is no such model, or the ontology does not know its labels; on first use also, if a file is
            missing or damaged.
    """

    def __init__(self, ontology: Ontology, folder: Path = FOLDER) -> None:
        self.network = Network(folder)
        self.labels = Labels(ontology, self.network.manifest.types, self.network.manifest.labels)

    @functools.cached_property
    def _reader(self) -> PassageReader:
        return PassageReader(self.network.tokenizer, self.labels)

    def passages(self, text: Text) -> Iterator[Passage]:
        """What the network reads of a document."""
        return self._reader.read(text.text, text.sentences, text.mentions)

    def findings(self, texts: Sequence[Text], least: float = LEAST_ODDS) -> list[list[Finding]]:
        """What is found in each document."""
        read = [list(self.passages(text)) for text in texts]
        scores = iter(self.network.scores([passage for passages in read for passage in passages]))
        found: list[list[Finding]] = []
        for passages in read:
            found.append([])
            for passage, scored in zip(passages, scores, strict=False):
                found[-1] += self._found(
                    passage, np.where(passage.accepted, scored, np.float32(-np.inf)), least
                )
        return found

    def _found(self, passage: Passage, scores: NDArray[np.float32], least: float) -> Iterator[Finding]:
        pairs, labels = np.nonzero(scores >= least)
        for pair, label in zip(pairs.tolist(), labels.tolist(), strict=True):
            yield Finding(
                passage.mentions[passage.subjects[pair]],
                self.labels.names[label],
                passage.mentions[passage.objects[pair]],
                float(scores[pair, label]),
            )

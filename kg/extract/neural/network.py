"""The relation model as it ships: ONNX weights, tokenizer and a manifest, in one folder -> scores of passages.

The architecture is in the model card beside the weights; how they were made, in tests/training.
"""

from __future__ import annotations

import functools
import hashlib
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError
from kg.extract.neural.passages import Passage
from kg.extract.shipped import FOLDER, REPAIR, TOKENIZER, WEIGHTS, manifest

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FEW = 4  # passages: fewer are not worth a thread
OUTPUTS = ("scores", "classes", "places")

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What the network says of a passage, all in log-odds.

    Attributes:
        pairs: (pairs, labels), that the label joins the pair.
        classes: (mentions, classes), that the mention names something of the class; a softmax makes them probabilities.
        places: (pieces, 3), that the piece is in no name, begins one or continues one; likewise.
    """

    pairs: Numbers
    classes: Numbers
    places: Numbers


class Network:
    """The weights of one folder; read when first used.

    Raises:
        KgError: on first use, if a file is missing or is not the one that the manifest names.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.manifest = manifest(folder)

    @functools.cached_property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer; offsets are characters of the text it is given."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(self._bytes(TOKENIZER).decode("utf-8"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @functools.cached_property
    def session(self) -> InferenceSession:
        """The network in ONNX Runtime; a run takes one core."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            return onnxruntime.InferenceSession(
                self._bytes(WEIGHTS), options, providers=["CPUExecutionProvider"]
            )
        except KgError:
            raise
        except Exception as error:  # ONNX Runtime's errors have no common class
            raise KgError(
                f"cannot load these weights: {error}; {REPAIR}", str(self.folder / WEIGHTS)
            ) from error

    def scores(self, passages: Sequence[Passage]) -> list[Scores]:
        """What is said of each passage.

        Passages go through one at a time, on all cores that this process has to itself. In a batch the eight bits
        would span the values of all: what a document says would depend on its neighbours.
        """
        threads = (os.cpu_count() or 1) if multiprocessing.parent_process() is None else 1
        if threads == 1 or len(passages) < FEW:
            return [self._scores(passage) for passage in passages]
        self.session  # noqa: B018  made before the threads ask for it
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(self._scores, passages))

    def _scores(self, passage: Passage) -> Scores:
        pairs, classes, places = self.session.run(OUTPUTS, batch_inputs([passage]))
        return Scores(pairs, classes, places[0])

    def _bytes(self, name: str) -> bytes:
        path = self.folder / name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise KgError(f"cannot read the relation model: {error.strerror}; {REPAIR}", str(path)) from error
        found, wanted = hashlib.sha256(content).hexdigest(), self.manifest.hashes.get(name)
        if found != wanted:
            message = (
                f"the relation model is damaged (SHA-256 {found[:12]}…, not {str(wanted)[:12]}…); {REPAIR}"
            )
            raise KgError(message, str(path))
        return content


def batch_inputs(passages: Sequence[Passage]) -> dict[str, NDArray[np.int64]]:
    """Passages one below the other, padded with zeros; mentions and pairs of all in one list. Training takes several."""
    longest = max(len(passage.pieces) for passage in passages)
    pieces, tags = (np.zeros((len(passages), longest), np.int64) for _ in range(2))
    mask = np.zeros((len(passages), longest), np.int64)
    for row, passage in enumerate(passages):
        length = len(passage.pieces)
        pieces[row, :length], tags[row, :length], mask[row, :length] = passage.pieces, passage.tags, 1
    before = np.cumsum([0, *(len(passage.mentions) for passage in passages)])
    joined = {
        name: np.concatenate([getattr(passage, name) for passage in passages])
        for name in ("types", "kinds", "firsts", "lasts", "distances")
    }
    return {
        "pieces": pieces,
        "tags": tags,
        "mask": mask,
        "rows": np.repeat(np.arange(len(passages)), [len(passage.mentions) for passage in passages]),
        **joined,
        "subjects": np.concatenate([p.subjects + n for p, n in zip(passages, before, strict=False)]),
        "objects": np.concatenate([p.objects + n for p, n in zip(passages, before, strict=False)]),
    }

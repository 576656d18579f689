"""The manifest of a relation model, as it ships with kg: its version is known before anything of it is loaded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KgError

NAME = "neural"  # what evidence calls the extractor that asks it
FOLDER = Path(__file__).parent.parent / "models" / "relations"
MANIFEST, WEIGHTS, TOKENIZER = "manifest.json", "model.onnx", "tokenizer.json"
REPAIR = "install kg again, or use --extractor frames"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the folder says of itself.

    Attributes:
        version: of the weights.
        types, labels: classes and labels by the network's numbers; see kg.extract.neural.labels.
        classes: what the network tells apart of names, by its numbers; see kg.extract.neural.classes.
        hashes: file -> hex SHA-256.
        alone, beside: weights that make the network's scores probabilities, where it works alone and where it works
            beside the frames; see kg.extract.neural.odds.
        doubt: label -> log-odds that the network may take from a frame: none of a label of which it has learned from
            single pairs only, since its silence says nothing then.
    """

    version: str
    types: tuple[str, ...]
    labels: tuple[str, ...]
    classes: tuple[str, ...]
    hashes: dict[str, str]
    alone: dict[str, float]
    beside: dict[str, float]
    doubt: dict[str, float]

    @property
    def full_version(self) -> str:
        """The version with the first digits of the weights' hash."""
        return f"{self.version}+{self.hashes[WEIGHTS][:8]}"


def manifest(folder: Path = FOLDER) -> Manifest:
    """The manifest of a model.

    Raises:
        KgError: it is not there, or is none.
    """
    path = folder / MANIFEST
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return Manifest(
            version=found["version"],
            types=tuple(found["types"]),
            labels=tuple(found["labels"]),
            classes=tuple(found["classes"]),
            hashes=dict(found["sha256"]),
            alone=dict(found["weights"]["alone"]),
            beside=dict(found["weights"]["beside"]),
            doubt=dict(found["weights"]["doubt"]),
        )
    except OSError as error:
        raise KgError(f"cannot read the relation model: {error.strerror}; {REPAIR}", str(path)) from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise KgError(f"this is no manifest of a relation model ({error}); {REPAIR}", str(path)) from error

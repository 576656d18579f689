"""A trained network -> the folder that ships: ONNX with weights of eight bits, tokenizer, manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from kg.extract.neural.network import OUTPUTS, batch_inputs
from kg.extract.neural.passages import Passage
from kg.extract.shipped import MANIFEST, TOKENIZER, WEIGHTS
from tests.training.fit import encoder_folder
from tests.training.network import RelationNetwork
from tests.training.vocabulary import Vocabulary

OPSET = 17
PAIRS = ("distances", "subjects", "objects")
PASSAGES = ("pieces", "tags", "mask")


def export(network: RelationNetwork, sample: list[Passage], folder: Path, *, eight_bits: bool = True) -> None:
    """Write weights and tokenizer.

    Args:
        sample: passages to trace the network with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    inputs = {name: torch.from_numpy(value) for name, value in batch_inputs(sample).items()}
    names = list(inputs)
    axes = {
        name: {0: "passages", 1: "length"}
        if name in PASSAGES
        else {0: "pairs" if name in PAIRS else "mentions"}
        for name in names
    }
    network.encoder.set_attn_implementation("eager")
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary, WEIGHTS)
        torch.onnx.export(
            network.eval(),
            (),
            str(path),
            kwargs=inputs,
            input_names=names,
            output_names=list(OUTPUTS),
            dynamic_axes={
                **axes,
                "scores": {0: "pairs"},
                "classes": {0: "mentions"},
                "places": {0: "passages", 1: "length"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
        onnx.checker.check_model(str(path))
        if eight_bits:
            quantize_dynamic(path, folder / WEIGHTS, per_channel=True, weight_type=QuantType.QInt8)
        else:
            shutil.copyfile(path, folder / WEIGHTS)
    network.encoder.set_attn_implementation("sdpa")
    shutil.copyfile(encoder_folder() / TOKENIZER, folder / TOKENIZER)


def write_manifest(
    folder: Path, version: str, spoken: Vocabulary, weights: Mapping[str, Mapping[str, float]]
) -> None:
    """Write the manifest of what the folder holds."""
    content = {
        "version": version,
        "types": list(spoken.types),
        "labels": list(spoken.labels),
        "classes": list(spoken.classes),
        "sha256": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (WEIGHTS, TOKENIZER)
        },
        "weights": weights,
    }
    (folder / MANIFEST).write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", "utf-8")

"""The model's files: read once, checked before they are used, and named in what goes wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.extract.neural.network import Network
from kg.extract.shipped import FOLDER, MANIFEST, TOKENIZER, WEIGHTS, manifest
from kg.ontology import load

LARGEST = 30_000_000  # bytes of the model in all
SLOWEST = 2.0  # seconds; it takes a fifth of one, on a machine that does nothing else


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the model that ships."""
    return Path(shutil.copytree(FOLDER, tmp_path / "model"))


def test_the_model_is_small_and_loads_at_once() -> None:
    """The files are as small as promised and loaded on first use, not before."""
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= LARGEST
    network = Network()
    assert "session" not in vars(network)
    began = time.process_time()
    assert network.session.get_outputs()[0].name == "scores"
    assert network.tokenizer.get_vocab_size() > 30_000
    assert time.process_time() - began < SLOWEST


def test_the_model_card_names_data_licences_and_version() -> None:
    """Whoever finds the weights learns what they are made from and which they are."""
    card = (FOLDER / "MODEL_CARD.md").read_text("utf-8")
    for words in ("Apache-2.0", "CC BY 4.0", "CC BY-SA 4.0", "MIT", "make train", manifest().hashes[WEIGHTS]):
        assert words in card


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER])
def test_a_damaged_file_is_named(copy: Path, name: str) -> None:
    """A byte that is not the one that shipped is noticed before it is used; the message says which file, and what to do."""
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    network = Network(copy)
    with pytest.raises(KgError, match="damaged") as raised:
        _ = network.session, network.tokenizer
    assert name in str(raised.value)
    assert "--extractor frames" in str(raised.value)


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    """The same of a file that is not there."""
    (copy / name).unlink()
    network = Network(copy)
    with pytest.raises(KgError, match="cannot read the relation model") as raised:
        _ = network.session, network.tokenizer
    assert name in str(raised.value)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": "1", "types": 3}'])
def test_a_broken_manifest_is_refused(copy: Path, content: str) -> None:
    """A manifest that is none is an error with its path, whatever is in it."""
    (copy / MANIFEST).write_text(content, "utf-8")
    with pytest.raises(KgError, match="no manifest"):
        Network(copy)


def test_a_label_that_the_ontology_lacks_is_refused(copy: Path) -> None:
    """Weights and ontology belong together."""
    from kg.extract.neural.model import RelationModel

    found = json.loads((copy / MANIFEST).read_text("utf-8"))
    found["labels"][0] = "no-such-label"
    (copy / MANIFEST).write_text(json.dumps(found), "utf-8")
    with pytest.raises(KgError, match="no-such-label"):
        RelationModel(load(), copy)


def test_frames_work_without_the_model() -> None:
    """The frames do not touch the model, its runtime or its tokenizer."""
    code = (
        "import sys; from kg.extract import extractor; from kg.ontology import load; extractor('frames', load());"
        "sys.exit(bool({'onnxruntime', 'tokenizers'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

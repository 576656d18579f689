"""Train the relation model: `make train`, or one step of it.

usage: python -m tests.training [read | fold N | weigh | measure | final | pack]

read: the annotated sets become examples; fold N: train on the other folds; weigh: fit, by the folds, how sure the model
is alone and beside the frames; measure: score the folds' networks; final: train on everything; pack: write
kg/models/relations. Without a step, all of them. What a step makes is kept in build/training and not made again.
"""

from __future__ import annotations

import functools
import json
import multiprocessing
import pickle
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import torch
from tokenizers import Tokenizer

import kg
from kg.extract.neural.labels import Labels
from kg.extract.shipped import FOLDER, TOKENIZER, WEIGHTS, manifest
from kg.ontology import load
from tests.benchmarks import sets
from tests.training import folds
from tests.training.card import card
from tests.training.examples import OWN, SETS, Example, Examples, Reader, annotated, own
from tests.training.export import export, write_manifest
from tests.training.fit import Settings, encoder_folder, fit, untrained
from tests.training.vocabulary import labels_of, vocabulary
from tests.training.weigh import NEUTRAL, read_weights, weigh

PROCESSES = 2
FIGURES = folds.WORK / "figures.json"
FINAL, MADE = folds.WORK / "final", folds.WORK / "final.json"
CARD = "MODEL_CARD.md"
EXTRACTORS = {
    "frames": "frames",
    "neural": "tests.training.folds:neural",
    "both": "tests.training.folds:both",
}
SAMPLE = 4  # passages that the network is traced with


def read() -> list[Example]:
    """All examples, from the annotated sets or as they were read before."""
    path = folds.WORK / "examples.pickle"
    if path.exists():
        found: list[Example] = pickle.loads(path.read_bytes())  # noqa: S301  we wrote it
        return found
    ontology = load()
    labels = labels_of(ontology)
    tokenizer = Tokenizer.from_file(str(encoder_folder() / TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    reader = Reader(ontology, tokenizer, labels)
    examples = Examples(ontology, labels, vocabulary(ontology).classes)
    several: list[Example] = []
    for name in SETS:
        several += annotated(name, reader, examples)
        _say(f"read {name}: {len(several)} examples so far")
    several += own(reader, examples, ontology)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(several))
    _describe(several, labels)
    return several


def train(examples: Sequence[Example], settings: Settings, folder: Path, version: str) -> None:
    """Fit a network to examples and write it."""
    spoken = vocabulary(load())
    network = fit(untrained(spoken), examples, settings, _say)
    torch.save(network.state_dict(), folds.WORK / f"{folder.name}.pt")
    export(network, [e.passage for e in examples[:SAMPLE]], folder)
    write_manifest(folder, version, spoken, NEUTRAL)


def fold(number: int) -> None:
    """Train on what is not in the fold."""
    examples = [e for e in read() if e.name == OWN or folds.fold_of(e.document) != number]
    _say(f"fold {number}: {len(examples)} examples")
    train(examples, Settings(seed=number), folds.folder(number), f"fold-{number}")


def weigh_folds() -> None:
    """Fit how sure the folds' networks are, and tell them."""
    weights = weigh()
    spoken = vocabulary(load())
    for number in folds.trained():
        write_manifest(folds.folder(number), f"fold-{number}", spoken, weights)


def measured() -> None:
    """Score frames, network and both on every set, each text by the network that has not seen it; all, and by fold."""
    tasks = [(name, benchmark) for name in EXTRACTORS for benchmark in sets.chosen(SETS)]
    found: dict[str, dict[str, list[dict[str, float]]]] = {}
    with ThreadPoolExecutor(PROCESSES) as pool:
        for (name, benchmark), scores in zip(
            tasks, pool.map(lambda task: _scores(*task), tasks), strict=True
        ):
            found.setdefault(name, {})[benchmark.name] = scores
    FIGURES.write_text(json.dumps(found, indent=1), "utf-8")
    _say(json.dumps(found, indent=1))


def _scores(name: str, benchmark: sets.Benchmark) -> list[dict[str, float]]:
    """The figures of all texts, then those of each fold."""
    trained = folds.trained()
    outcome = sets.run(
        benchmark, extractor=EXTRACTORS[name], select=lambda id_: folds.fold_of(id_) in trained
    )
    parts = [outcome.part(functools.partial(_is_in, number)) for number in trained]
    _say(f"{name}: {benchmark.name}")
    return [sets.score(part) for part in (outcome, *parts)]


def _is_in(number: int, document: str) -> bool:
    return folds.fold_of(document) == number


def final() -> None:
    """Train on everything."""
    examples = read()
    began = time.monotonic()
    train(examples, Settings(seed=folds.FOLDS), FINAL, kg.__version__)
    counts = Counter(example.name for example in examples)
    made = {"minutes": (time.monotonic() - began) / 60, "passages": counts}
    MADE.write_text(json.dumps(made), "utf-8")


def pack() -> None:
    """Put what was trained on everything where it ships from, with its weights, its manifest and its card."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in (WEIGHTS, TOKENIZER):
        shutil.copyfile(FINAL / name, FOLDER / name)
    write_manifest(FOLDER, kg.__version__, vocabulary(load()), read_weights())
    found, made = manifest(), json.loads(MADE.read_text("utf-8"))
    written = card(
        version=found.full_version,
        digest=found.hashes[WEIGHTS],
        size=(FOLDER / WEIGHTS).stat().st_size,
        labels=len(found.labels),
        minutes=made["minutes"],
        passages=made["passages"],
        folds=len(folds.trained()),
        figures=json.loads(FIGURES.read_text("utf-8")),
    )
    (FOLDER / CARD).write_text(written, "utf-8")


STEPS: Mapping[str, Callable[[], object]] = {
    "read": read,
    "weigh": weigh_folds,
    "measure": measured,
    "final": final,
    "pack": pack,
}


def everything() -> None:
    """All steps, without what was made before."""
    read()
    missing = [["fold", str(number)] for number in range(folds.FOLDS) if number not in folds.trained()]
    if not MADE.exists():
        missing.append(["final"])
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(main, missing))
    weigh_folds()
    measured()
    pack()


def main(arguments: Sequence[str]) -> None:
    """Do one step, or all. Two trainings with a thread each are done sooner than one after the other with two."""
    if not sets.FOLDER.is_dir():
        _say(sets.ABSENT)
        return
    torch.set_num_threads(1)
    match list(arguments):
        case []:
            everything()
        case ["fold", number]:
            fold(int(number))
        case [step] if step in STEPS:
            STEPS[step]()
        case _:
            raise SystemExit(__doc__)


def _describe(examples: Sequence[Example], labels: Labels) -> None:
    """Tell how much there is to learn from."""
    for name, count in Counter(example.name for example in examples).items():
        pieces = sum(len(e.passage.pieces) for e in examples if e.name == name)
        pairs = sum(len(e.passage.subjects) for e in examples if e.name == name)
        _say(f"{name}: {count} passages, {pieces} pieces, {pairs} pairs")
    for number, label in enumerate(labels.names):
        right = sum(int((e.targets[:, number] * (e.weights[:, number] > 0)).sum()) for e in examples)
        _say(f"{label}: {right}")


def _say(message: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

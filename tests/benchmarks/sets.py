"""The sets, what `kg extract` prints for them, and what their own scorer says of it."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.extract import DEFAULT_EXTRACTOR
from tests.command import KG

Json = dict[str, Any]

REPOSITORY = Path(__file__).resolve().parent.parent.parent
FOLDER = REPOSITORY.parent / "shared" / "benchmarks"
GOLD = {
    f"gold-{half}": REPOSITORY / "tests" / "gold" / f"{half}.jsonl" for half in ("development", "held-out")
}
ABSENT = (
    f"the annotated sets are not here: {FOLDER.parent.name}/{FOLDER.name} is looked for beside the checkout"
)
LEARNED_FROM = frozenset({"core", "knowledgenet", "fire", "redocred"})  # by the relation model that ships
SAMPLE = 2  # of a sample, every second document


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a set's scorer prints: where it stands in there, what it is, what others have reached."""

    path: tuple[str, ...]
    label: str
    published: str = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """An annotated set. Several may use one folder: core with and without its pairs given."""

    name: str
    folder: str
    figures: tuple[Figure, ...]
    documents: str = "docs.jsonl"

    @property
    def extractor(self) -> str:
        """What is measured on the set: not a model on what it has learned from (see tests/training for that)."""
        return "frames" if self.folder in LEARNED_FROM else DEFAULT_EXTRACTOR


BENCHMARKS = (
    Benchmark(
        "core",
        "core",
        (
            Figure(
                ("accuracy",),
                "accuracy, direction asked",
                "pairs given, direction not asked: TF-IDF .645, GPT-4o .716, agents .758",
            ),
            Figure(("micro", "p"), "precision"),
            Figure(("micro", "r"), "recall"),
        ),
    ),
    Benchmark(
        "core-given",
        "core",
        (
            Figure(("accuracy",), "accuracy, pairs given", "TF-IDF .645, GPT-4o .716, agents .758"),
            Figure(("micro", "p"), "precision"),
            Figure(("micro", "r"), "recall"),
        ),
        documents="docs_with_mentions.jsonl",
    ),
    Benchmark(
        "knowledgenet",
        "knowledgenet",
        (
            Figure(
                ("all_15", "f1"), "F1, all 15", "BiLSTM .518, BERT .688, DyGIE++ .754, joint .810, human .878"
            ),
            Figure(("all_15", "p"), "precision"),
            Figure(("all_15", "r"), "recall"),
            Figure(("business_6", "f1"), "F1, 6 on business"),
        ),
    ),
    Benchmark(
        "fire",
        "fire",
        (
            Figure(("relations_micro", "f1"), "F1 of relations", "none verified"),
            Figure(("relations_micro", "p"), "precision"),
            Figure(("relations_micro", "r"), "recall"),
            Figure(("ner_overlap_micro", "f1"), "F1 of names, overlap", "none verified"),
        ),
    ),
    Benchmark(
        "reuters",
        "reuters",
        (
            Figure(("purchaser_acquired_pairs", "f1"), "F1 of pairs", "regular expressions .165"),
            Figure(("purchaser_acquired_pairs", "p"), "precision"),
            Figure(("purchaser_acquired_pairs", "r"), "recall"),
            Figure(("slots_micro", "f1"), "F1 of slots", "regular expressions .32, a course system .59"),
        ),
    ),
    Benchmark(
        "redocred",
        "redocred",
        (
            Figure(
                ("mapped_micro", "f1"), "F1, 22 mapped properties", "all 96, other facts: GLiNER + ATLOP .636"
            ),
            Figure(("mapped_micro", "p"), "precision"),
            Figure(("mapped_micro", "r"), "recall"),
        ),
    ),
    Benchmark(
        "finer",
        "finer",
        (
            Figure(
                ("strict_micro", "f1"), "F1 of names, exact", "spaCy .66, BERT-base .666, RoBERTa-base .769"
            ),
        ),
    ),
    Benchmark(
        "n3",
        "n3",
        (
            Figure(("b_cubed_f1",), "B-cubed F1 of identity", "none verified"),
            Figure(("mentions_found",), "mentions found"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What kg printed for the documents of a set, with their text and their gold."""

    benchmark: Benchmark
    documents: tuple[Json, ...]
    gold: tuple[Json, ...]
    predictions: tuple[Json, ...]

    def part(self, select: Callable[[str], bool]) -> Outcome:
        """The same of the documents whose ids are selected."""
        kept = (
            tuple(entry for entry in several if select(entry["id"]))
            for several in (self.documents, self.gold, self.predictions)
        )
        return Outcome(self.benchmark, *kept)


def everything() -> list[str]:
    """The names of all sets that are here: our own gold always, the public ones if they stand beside the checkout."""
    return [*(b.name for b in BENCHMARKS if FOLDER.is_dir()), *GOLD]


def chosen(names: Iterable[str]) -> list[Benchmark]:
    """The public sets of these names.

    Raises:
        SystemExit: there is no such set.
    """
    known = {benchmark.name: benchmark for benchmark in BENCHMARKS}
    if unknown := set(names) - known.keys() - GOLD.keys():
        raise SystemExit(f"no such set: {', '.join(sorted(unknown))}; there are {', '.join([*known, *GOLD])}")
    return [known[name] for name in names if name in known]


def lines(file: Path) -> list[Json]:
    """The objects of a file of JSON Lines."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def run(
    benchmark: Benchmark,
    step: int = 1,
    extractor: str | None = None,
    select: Callable[[str], bool] = lambda _: True,
) -> Outcome:
    """What `kg extract` prints for every step-th document of a set, by its own extractor or another.

    Args:
        select: whether the document of an id is taken.
    """
    folder = FOLDER / benchmark.folder
    documents = [d for d in lines(folder / benchmark.documents)[::step] if select(d["id"])]
    ids = {document["id"] for document in documents}
    gold = [entry for entry in lines(folder / "gold.jsonl") if entry["id"] in ids]
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary, benchmark.documents)
        file.write_text("".join(json.dumps(document) + "\n" for document in documents), "utf-8")
        command = [*KG, "extract", "--extractor", extractor or benchmark.extractor, str(file)]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        # What kg leaves out (a text in another language) counts as an empty prediction: its status is 1 then.
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False, env=environment, text=True)
    if done.returncode not in (0, 1) or not done.stdout:
        raise SystemExit(f"kg extract failed on {benchmark.name}")
    predictions = [json.loads(line) for line in done.stdout.splitlines()]
    return Outcome(benchmark, tuple(documents), tuple(gold), tuple(predictions))


def score(outcome: Outcome) -> dict[str, float]:
    """The figures that the sets' own scorer gives to an outcome, by label."""
    with tempfile.TemporaryDirectory() as temporary:
        files: Mapping[str, Sequence[Json]] = {
            "docs": outcome.documents, "gold": outcome.gold, "predictions": outcome.predictions,
        }  # fmt: skip
        for name, objects in files.items():
            Path(temporary, f"{name}.jsonl").write_text(
                "".join(json.dumps(o) + "\n" for o in objects), "utf-8"
            )
        predictions = Path(temporary, "predictions.jsonl")
        command = [
            sys.executable,
            str(FOLDER / "score.py"),
            outcome.benchmark.folder,
            temporary,
            str(predictions),
        ]
        # The scorer walks through sets of strings: a fixed seed, so that equal predictions have equal figures.
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment, text=True)
    found = json.loads(done.stdout)
    return {
        figure.label: float(functools.reduce(lambda inner, key: inner[key], figure.path, found))
        for figure in outcome.benchmark.figures
    }


def evaluated(name: str, extractor: str | None = None) -> Json:
    """What `kg evaluate` prints for one of our own halves of gold."""
    options = ["--jobs", "1", "--extractor", extractor or DEFAULT_EXTRACTOR, "--json"]
    command = [*KG, "evaluate", *options, str(GOLD[name])]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment, text=True)
    found: Json = json.loads(done.stdout)
    return found


@functools.cache
def scorer() -> ModuleType:
    """The sets' own scorer as a module: its mappings say what a predicate of ours means in each set."""
    specification = importlib.util.spec_from_file_location("benchmark_scorer", FOLDER / "score.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module

"""Judged findings on texts that the network had not seen -> how sure it is alone, and beside the frames.

Logistic regressions over the terms of kg.extract.neural.odds, by the Newton's method of tests.benchmarks.calibrate; what
a label has of its own is drawn towards zero.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg import pipeline
from kg.extract.neural.odds import RIVALS, Terms, weighed
from kg.ontology import load
from tests.benchmarks import sets
from tests.benchmarks.calibrate import newton
from tests.benchmarks.judge import judged
from tests.benchmarks.reliability import Rated, calibration_error, weight
from tests.training import folds

FILE = folds.WORK / "weights.json"
# Pairs of core were chosen for its annotators: how sure the network is of a pair that nobody has chosen they do not tell.
SETS = ("core-given", "knowledgenet", "fire", "redocred")
PROCESSES = 2
PARTS = 5  # for the calibration error on texts that the weights have not seen
PRIOR = 1.0  # precision of the prior of what is by label
FREE = 0.05  # of the other terms'
COMMON = {"label", "asked", "frame", *RIVALS}  # of all labels
EXPECTED = {
    "odds": 1.0,
    "odds where asked": 1.0,
    "frame odds": 0.5,
    "odds beside a frame": 0.5,
}  # mean of the prior
NEUTRAL: Mapping[str, Mapping[str, float]] = {
    "alone": {"odds": 1.0, "odds where asked": 1.0},
    "beside": {"odds": 1.0, "odds where asked": 1.0, "frame odds": 1.0},
    "doubt": {},
}
DOUBT = 1.5  # log-odds: of news the network has learned less than frames know

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A judged finding, by the terms of its probability."""

    terms: Terms
    right: bool
    weight: float
    document: str


def weigh() -> Mapping[str, Mapping[str, float]]:
    """Both sets of weights, fitted and kept; prints how well they do on texts that they have not seen."""
    found: dict[str, Weights] = {}
    for part, extractor in (("alone", "recording_neural"), ("beside", "recording_both")):
        with ProcessPoolExecutor(PROCESSES) as pool:
            rows = [row for several in pool.map(_rows, SETS, [extractor] * len(SETS)) for row in several]
        unseen = list(_cross_validated(rows))
        print(
            f"{part}: {len(rows)} findings, calibration error {calibration_error(unseen):.4f}",
            file=sys.stderr,
        )
        found[part] = fit(rows)
    found["doubt"] = dict.fromkeys(_annotated_throughout(), DOUBT)
    FILE.write_text(json.dumps(found, indent=1, sort_keys=True), "utf-8")
    return found


def read_weights() -> Mapping[str, Mapping[str, float]]:
    """What was fitted; without it, weights that change nothing."""
    if not FILE.exists():
        return NEUTRAL
    found: Mapping[str, Mapping[str, float]] = json.loads(FILE.read_text("utf-8"))
    return found


def _annotated_throughout() -> list[str]:
    """The labels that annotators have looked for in whole texts; of others they have judged single pairs only."""
    known = sets.scorer()
    mapped = *known.KNOWLEDGENET.values(), *known.FIRE.values(), *known.REDOCRED.values()
    predicates = {predicate for predicate, _ in mapped}
    return sorted(name for name, predicate in load().labels.items() if predicate in predicates)


def fit(rows: Sequence[Row]) -> Weights:
    """The most probable weights."""
    names = sorted({name for row in rows for name in row.terms})
    column = {name: number for number, name in enumerate(names)}
    design = np.zeros((len(rows), len(names)))
    for number, row in enumerate(rows):
        for name, value in row.terms.items():
            design[number, column[name]] = value
    prior = np.array([FREE if name in COMMON or "odds" in name else PRIOR for name in names])
    mean = np.array([EXPECTED.get(name, 0.0) for name in names])
    right, weights = np.array([row.right for row in rows], float), np.array([row.weight for row in rows])
    solved = newton(design, right, weights, prior, mean)
    return {name: round(float(solved[number]), 4) for name, number in column.items()}


def _cross_validated(rows: Sequence[Row]) -> Iterator[Rated]:
    for part in range(PARTS):
        unseen = [row for row in rows if _part(row.document) == part]
        weights = fit([row for row in rows if _part(row.document) != part])
        yield from (Rated(weighed(row.terms, weights), row.right, row.weight) for row in unseen)


def _part(document: str) -> int:
    return sum(document.encode()) % PARTS


def _rows(name: str, extractor: str) -> list[Row]:
    return list(_judged(name, f"tests.training.folds:{extractor}"))


def _judged(name: str, extractor: str) -> Iterator[Row]:
    (benchmark,) = sets.chosen([name])
    folder, trained = sets.FOLDER / benchmark.folder, folds.trained()
    seen = [d for d in sets.lines(folder / benchmark.documents) if folds.fold_of(d["id"]) in trained]
    ids = {document["id"] for document in seen}
    gold = [entry for entry in sets.lines(folder / "gold.jsonl") if entry["id"] in ids]
    options = pipeline.Options(extractor=extractor)
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary, benchmark.documents)
        file.write_text("".join(json.dumps(document) + "\n" for document in seen), "utf-8")
        printed = tuple(pipeline.extract([str(file)], options, []))
    outcome = sets.Outcome(benchmark, tuple(seen), tuple(gold), printed)
    for verdict in judged(outcome):
        terms = folds.recorded(verdict.assertion["confidence"])
        rule = verdict.assertion["rule"]
        again = (
            terms is not None and "frame" in terms and rule.startswith("neural:")
        )  # what a frame has found
        if terms is not None and not again and not rule.startswith(("chain:", "rule:")):
            yield Row(terms, verdict.right, weight(verdict), verdict.document)

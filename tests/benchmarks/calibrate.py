"""Judged assertions of the development sets -> ontology/confidence.ttl: how often each frame is right, and what tells.

A logistic regression: the log-odds that an assertion is right are a line in the log-odds of the hand-set confidence of
its frame, plus an offset of the frame, plus a weight for each feature of the finding. Offsets and weights are drawn
towards zero (L2), which is a normal prior: a frame with few hits keeps what a frame with such a hand-set confidence
usually has. What follows by a property chain counts for the weakest of its premises, as it does in kg.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.analyse import Analysis
from kg.extract.confidence import log_odds
from kg.extract.frames import FrameExtractor
from kg.model import Extraction
from kg.ontology import DEFAULT_CONFIDENCE, Ontology, load
from tests.benchmarks import sets
from tests.benchmarks.judge import Judged, judged
from tests.benchmarks.reliability import WEIGHTS, Rated, calibration_error, weight
from tests.benchmarks.sets import Json, Outcome

FILE = sets.REPOSITORY / "ontology" / "confidence.ttl"
SETS = ("core", "knowledgenet", "fire", "reuters", "redocred")
FOLDS = 5
STEPS = 100  # of Newton's method; it converges in about ten
CLOSE = 1e-8
FRAME_PRIORS = (0.5, 1.0, 2.0, 4.0)  # precision of the prior of frames' offsets; cross-validation takes one
FEATURE_PRIOR = 2.0
LINE_PRIOR = 4.0  # of the line's slope around 1
FEW = 15  # assertions that a feature must have been seen on to be weighed

HEAD = """\
# Written by `make calibrate` from the development parts of public annotated sets; do not edit.
# For each frame, how often it is right where nothing speaks against it, drawn towards what frames with its hand-set
# confidence usually are; for each feature, what it adds to the log-odds. {count} judged assertions, which weigh
# {weights}. Over documents that the estimate had not seen, the expected
# calibration error was {error:.3f} (hand-set: {before:.3f}).
@prefix lex: <https://kg.example.org/lexicon#> .
@prefix frame: <https://kg.example.org/frame#> .
@prefix feature: <https://kg.example.org/feature#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""

Vector = NDArray[np.float64]


def extractor(ontology: Ontology) -> Callable[[Sequence[Analysis]], list[Extraction]]:
    """The frames' extractor that leaves nothing out for being unsure."""
    frames = FrameExtractor(ontology, least=0.0)
    return lambda analyses: [frames.extract(analysis) for analysis in analyses]


@dataclass(frozen=True, slots=True)
class Row:
    """A judged assertion as the estimate sees it."""

    frame: str
    features: frozenset[str]
    right: bool
    weight: float
    document: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A line in hand-set log-odds, offsets of frames, weights of features."""

    intercept: float
    slope: float
    offsets: Mapping[str, float]
    weights: Mapping[str, float]

    def base(self, frame: str, hand_set: float) -> float:
        """Probability that the frame is right where no feature speaks."""
        return _logistic(self.intercept + self.slope * log_odds(hand_set) + self.offsets.get(frame, 0.0))

    def probability(self, row: Row, hand_set: Mapping[str, float]) -> float:
        """Probability that the row is right."""
        odds = log_odds(self.base(row.frame, hand_set.get(row.frame, DEFAULT_CONFIDENCE)))
        return _logistic(odds + sum(self.weights.get(feature, 0.0) for feature in row.features))


def rows(outcome: Outcome) -> Iterator[Row]:
    """What a set says of the assertions; of those that follow from others, for the weakest of these."""
    premises = {prediction["id"]: _Premises(prediction) for prediction in outcome.predictions}
    for verdict in judged(outcome):
        said = verdict.assertion
        if said["rule"].startswith("chain:"):
            weakest = premises[verdict.document].weakest(said)
            if weakest is None:
                continue
            yield _row(verdict, weakest["rule"], said)
        else:
            yield _row(verdict, said["rule"], said)


def _row(verdict: Judged, frame: str, said: Json) -> Row:
    return Row(
        frame,
        frozenset(said["features"]),
        verdict.right,
        weight(verdict),
        verdict.document,
        said["confidence"],
    )


class _Premises:
    """What the derived assertions of a document may follow from."""

    def __init__(self, prediction: Json) -> None:
        self._entity = {mention["id"]: mention["entity"] for mention in prediction["mentions"]}
        self._said = [a for a in prediction["assertions"] if not a["rule"].startswith("chain:")]
        self._about: dict[str, list[Json]] = defaultdict(list)
        for assertion in self._said:
            self._about[assertion["object"]].append(assertion)

    def weakest(self, derived: Json) -> Json | None:
        """The least sure premise of the surest derivation, None if none is found."""
        ends = {derived["subject"], derived["object"]}
        proofs = [[a] for a in self._said if {a["subject"], a["object"]} == ends]
        proofs += [
            [one, other]
            for one in self._about[derived["subject"]]
            for other in self._about[derived["object"]]
            if self._entity[one["subject"]] == self._entity[other["subject"]]
        ]
        weakest = [min(proof, key=lambda a: a["confidence"]) for proof in proofs]
        return max(weakest, key=lambda a: a["confidence"], default=None)


def estimate(some: Sequence[Row], hand_set: Mapping[str, float], frame_prior: float) -> Estimate:
    """The most probable line, offsets and weights, by Newton's method."""
    seen = Counter(feature for row in some for feature in row.features)
    features = sorted(feature for feature, count in seen.items() if count >= FEW)
    frames = sorted({row.frame for row in some})
    columns = {name: i for i, name in enumerate(["", "slope", *frames, *features])}
    design = np.zeros((len(some), len(columns)))
    for i, row in enumerate(some):
        design[i, 0] = 1
        design[i, 1] = log_odds(hand_set.get(row.frame, DEFAULT_CONFIDENCE))
        for name in (row.frame, *row.features):
            if name in columns:
                design[i, columns[name]] = 1
    prior = np.array([1e-3, LINE_PRIOR, *[frame_prior] * len(frames), *[FEATURE_PRIOR] * len(features)])
    mean = np.zeros(len(columns))
    mean[1] = 1
    found = newton(
        design, np.array([r.right for r in some], float), np.array([r.weight for r in some]), prior, mean
    )
    return Estimate(
        float(found[0]),
        float(found[1]),
        {name: float(found[columns[name]]) for name in frames},
        {name: float(found[columns[name]]) for name in features},
    )


def newton(design: Vector, right: Vector, weights: Vector, prior: Vector, mean: Vector) -> Vector:
    """Where likelihood times prior is highest; a step that would overshoot is halved until it climbs."""

    def height(at: Vector) -> float:
        odds = design @ at
        likelihood = weights @ (right * odds - np.logaddexp(0, odds))
        return float(likelihood - prior @ (at - mean) ** 2 / 2)

    found = mean.copy()
    for _ in range(STEPS):
        probability = 1 / (1 + np.exp(-design @ found))
        gradient = design.T @ (weights * (right - probability)) - prior * (found - mean)
        curvature = (design.T * (weights * probability * (1 - probability))) @ design + np.diag(prior)
        step = np.linalg.solve(curvature, gradient)
        while height(found + step) < height(found) and np.abs(step).max() > CLOSE:
            step /= 2
        found = found + step
        if np.abs(step).max() < CLOSE:
            break
    return found


def cross_validated(some: Sequence[Row], hand_set: Mapping[str, float], frame_prior: float) -> list[Rated]:
    """The probability of each row by an estimate that has not seen its document."""
    found = []
    for fold in range(FOLDS):
        unseen = [row for row in some if _fold(row.document) == fold]
        fitted = estimate([row for row in some if _fold(row.document) != fold], hand_set, frame_prior)
        found += [Rated(fitted.probability(row, hand_set), row.right, row.weight) for row in unseen]
    return found


def _fold(document: str) -> int:
    return hashlib.sha256(document.encode()).digest()[0] % FOLDS


def loss(ratings: Iterable[Rated]) -> float:
    """Mean negative logarithm of the probability given to what was the case."""
    several = list(ratings)
    total = sum(r.weight * -np.log(r.confidence if r.right else 1 - r.confidence) for r in several)
    return float(total / sum(r.weight for r in several))


def turtle(fitted: Estimate, ontology: Ontology, hits: Mapping[str, int], head: str) -> str:
    """The file: frames, then features, sorted."""
    blocks = [head]
    for frame in sorted(ontology.frames, key=lambda frame: frame.curie):
        base = min(max(fitted.base(frame.curie, frame.judged), 0.02), 0.98)
        blocks.append(
            f"{frame.curie} lex:estimatedConfidence {base:.3f} .  # {hits.get(frame.curie, 0)} judged\n"
        )
    blocks.append("\n")
    for feature, odds in sorted(fitted.weights.items()):
        name = feature.replace(" ", "-")
        blocks.append(f'feature:{name} a lex:Feature ; rdfs:label "{feature}" ; lex:logOdds {odds:.3f} .\n')
    return "".join(blocks)


def _logistic(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))


def main() -> None:
    """Estimate, print how well it does on what it had not seen, write the file."""
    if not sets.FOLDER.is_dir():
        print(sets.ABSENT)
        return
    ontology = load()
    hand_set = {frame.curie: frame.judged for frame in ontology.frames}
    everything: list[Row] = []
    for benchmark in sets.chosen(SETS):
        print(f"measuring: {benchmark.name}", file=sys.stderr)
        everything += rows(sets.run(benchmark, extractor="tests.benchmarks.calibrate:extractor"))
    everything = [row for row in everything if row.weight > 0]
    before = [Rated(row.confidence, row.right, row.weight) for row in everything]
    tried = {prior: cross_validated(everything, hand_set, prior) for prior in FRAME_PRIORS}
    for prior, ratings in tried.items():
        print(f"prior {prior}: loss {loss(ratings):.4f}, calibration error {calibration_error(ratings):.4f}")
    print(f"in use: loss {loss(before):.4f}, calibration error {calibration_error(before):.4f}")
    best = min(tried, key=lambda prior: loss(tried[prior]))
    fitted = estimate(everything, hand_set, best)
    _write(fitted, ontology, everything, error=calibration_error(tried[best]), path=FILE)


def _write(
    fitted: Estimate, ontology: Ontology, everything: Sequence[Row], *, error: float, path: Path
) -> None:
    hand_set = {frame.curie: frame.judged for frame in ontology.frames}
    before = [Rated(hand_set.get(r.frame, DEFAULT_CONFIDENCE), r.right, r.weight) for r in everything]
    weights = ", ".join(f"{name} {WEIGHTS[name]:g}" for name in SETS)
    head = HEAD.format(count=len(everything), weights=weights, error=error, before=calibration_error(before))
    path.write_text(turtle(fitted, ontology, Counter(row.frame for row in everything), head), "utf-8")


if __name__ == "__main__":
    main()

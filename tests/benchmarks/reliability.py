"""Judged assertions -> whether their confidences mean what they say.

Calibration error and its bins follow Naeini et al., "Obtaining Well Calibrated Probabilities Using Bayesian Binning"
(AAAI 2015): the mean distance between confidence and precision over ten equal bins, by the bins' weight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.judge import Judged

BINS = 10
FEW = 10  # hits below which the precision of a frame says nothing
GOAL = 0.8  # of a frame's precision

# What an assertion of a set weighs: news counts most, since that is what kg is for, and no large set outvotes it.
WEIGHTS: Mapping[str, float] = {
    "core": 1.0, "core-given": 1.0, "fire": 2.0, "reuters": 2.0, "knowledgenet": 0.5, "redocred": 0.5,
}  # fmt: skip

# Where the guideline of a set is not what the predicate means, its word on it is not taken. redocred takes over
# Wikidata's choice of facts: few jobs, makers, homes and founders are there, whatever the text says of them. To fire
# a clause that says where a company is incorporated or does business is no Locatedin of its headquarters.
LEFT_OUT: Mapping[str, frozenset[str]] = {
    "redocred": frozenset(
        {
            "kg:worksFor",
            "kg:offers",
            "kg:livesIn",
            "kg:foundedBy",
            "kg:headquarteredIn",
            "kg:subsidiaryOf",
            "kg:chiefExecutiveOf",
        }
    ),
    "fire": frozenset({"kg:headquarteredIn"}),
}


@dataclass(frozen=True, slots=True)
class Rated:
    """A confidence, whether what it was given to is right, and how much that counts."""

    confidence: float
    right: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Bin:
    """The assertions whose confidence is between two tenths: how many, and weighted means."""

    low: float
    count: int
    weight: float
    confidence: float
    precision: float


@dataclass(frozen=True, slots=True)
class FrameRecord:
    """How a rule of the extractor fared."""

    rule: str
    hits: int
    precision: float
    confidence: float

    @property
    def honest(self) -> bool:
        """Whether the rule is right often enough, or its confidence says that it is not."""
        return self.precision >= GOAL or self.confidence <= self.precision + 1 / BINS


def weight(judged: Judged) -> float:
    """How much the verdict counts; 0 where the set's guideline is another one."""
    if judged.assertion["predicate"] in LEFT_OUT.get(judged.benchmark, ()):
        return 0.0
    return WEIGHTS.get(judged.benchmark, 0.0)


def rated(everything: Iterable[Judged]) -> list[Rated]:
    """The confidences that count, with their verdicts."""
    return [Rated(one.assertion["confidence"], one.right, w) for one in everything if (w := weight(one)) > 0]


def bins(ratings: Sequence[Rated]) -> list[Bin]:
    """The reliability table, without its empty rows."""
    rows: dict[int, list[Rated]] = defaultdict(list)
    for rating in ratings:
        rows[min(int(rating.confidence * BINS), BINS - 1)].append(rating)
    return [_bin(number / BINS, rows[number]) for number in sorted(rows)]


def _bin(low: float, ratings: Sequence[Rated]) -> Bin:
    total = sum(r.weight for r in ratings)
    confidence = sum(r.weight * r.confidence for r in ratings) / total
    return Bin(low, len(ratings), total, confidence, sum(r.weight for r in ratings if r.right) / total)


def calibration_error(ratings: Sequence[Rated]) -> float:
    """Expected calibration error: 0 where of the claims at 0.8 eight in ten are right."""
    rows = bins(ratings)
    total = sum(row.weight for row in rows)
    return sum(row.weight * abs(row.confidence - row.precision) for row in rows) / total if total else 0.0


def frames(everything: Iterable[Judged], least: int = FEW) -> list[FrameRecord]:
    """The rules that were judged at least that often, worst first."""
    hits: dict[str, list[Judged]] = defaultdict(list)
    for one in everything:
        if weight(one) > 0:
            hits[one.assertion["rule"]].append(one)
    found = [_record(rule, several) for rule, several in hits.items() if len(several) >= least]
    return sorted(found, key=lambda record: (record.precision, record.rule))


def _record(rule: str, hits: Sequence[Judged]) -> FrameRecord:
    precision = sum(one.right for one in hits) / len(hits)
    return FrameRecord(rule, len(hits), precision, sum(o.assertion["confidence"] for o in hits) / len(hits))


def report(everything: Sequence[Judged]) -> Iterator[str]:
    """The reliability table, and the frames that are wrong too often."""
    ratings = rated(everything)
    yield f"confidence of {len(ratings)} judged assertions       said  right"
    for row in bins(ratings):
        yield f"  {row.low:.1f} to {row.low + 1 / BINS:.1f}  {row.count:6} assertions      {row.confidence:.3f}  {row.precision:.3f}"
    yield f"expected calibration error {calibration_error(ratings):.3f}"
    records = frames(everything)
    below = [record for record in records if record.precision < GOAL]
    dishonest = sum(not record.honest for record in records)
    yield f"{len(records)} rules with {FEW} hits or more; {len(below)} are right less than {GOAL:.2f} of the time,"
    yield f"and of {dishonest} of these the confidence does not say so:   hits  right   said"
    for record in records:
        mark = "" if record.honest else "  says too much"
        yield f"  {record.rule:48}{record.hits:7}{record.precision:7.2f}{record.confidence:7.2f}{mark}"

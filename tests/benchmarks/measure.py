"""Names of sets -> their figures and judged assertions, by the `kg extract` of this checkout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.benchmarks import sets
from tests.benchmarks.judge import Judged, in_reach, judged
from tests.benchmarks.reliability import calibration_error, rated

CALIBRATION = "confidence"
CALIBRATION_LABEL = "1 - calibration error"
REACH = "facts in reach"

PUBLISHED: Mapping[tuple[str, str], str] = {
    **{(b.name, f.label): f.published for b in sets.BENCHMARKS for f in b.figures},
    ("knowledgenet", REACH): "goal .95: both arguments are mentions",
    (CALIBRATION, CALIBRATION_LABEL): "goal .95",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures by set and label, the higher the better, and the verdicts on single assertions."""

    figures: Mapping[str, Mapping[str, float]]
    judged: tuple[Judged, ...]


def measure(names: Iterable[str], part: str, *, progress: Callable[[str], None] = lambda _: None) -> Measured:
    """Run kg over sets and score what it prints.

    Args:
        names: of sets; all if there is none.
        part: "whole" or "sample".
    """
    figures: dict[str, dict[str, float]] = {}
    verdicts: list[Judged] = []
    names = list(names)
    for benchmark in sets.chosen(names):
        progress(benchmark.name)
        outcome = sets.run(benchmark, step=sets.SAMPLE if part == "sample" else 1)
        figures[benchmark.name] = sets.score(outcome)
        if benchmark.folder == "knowledgenet":
            figures[benchmark.name][REACH] = in_reach(outcome)
        verdicts += judged(outcome)
    if not names:
        figures[CALIBRATION] = {CALIBRATION_LABEL: 1 - calibration_error(rated(verdicts))}
    return Measured(figures, tuple(verdicts))

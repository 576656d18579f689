"""Names of sets -> their figures and judged assertions, by the `kg extract` of this checkout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.evaluate import Counts
from kg.ontology import load
from tests.benchmarks import sets
from tests.benchmarks.judge import Judged, in_reach, judged
from tests.benchmarks.reliability import calibration_error, rated

CALIBRATION = "confidence"
CALIBRATION_LABEL = "1 - calibration error"
REACH = "facts in reach"

# What our own gold is to reach its goal on: relations between things, and the roles of these events.
GOAL = "F1, relations and four events"
GOAL_EVENTS = frozenset({"kg:FundingRound", "kg:Investment", "kg:Partnership", "kg:FacilityProject"})

PUBLISHED: Mapping[tuple[str, str], str] = {
    **{(b.name, f.label): f.published for b in sets.BENCHMARKS for f in b.figures},
    ("gold-held-out", GOAL): "goal .85",
    ("knowledgenet", REACH): "goal .95: both arguments are mentions",
    (CALIBRATION, CALIBRATION_LABEL): "goal .95",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures by set and label, the higher the better, and the verdicts on single assertions."""

    figures: Mapping[str, Mapping[str, float]]
    judged: tuple[Judged, ...]


def measure(
    names: Iterable[str],
    part: str,
    *,
    extractor: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Measured:
    """Run kg over sets and score what it prints.

    Args:
        names: of sets; all that are here if there is none.
        part: "whole" or "sample".
        extractor: in place of the sets' own.
    """
    figures: dict[str, dict[str, float]] = {}
    verdicts: list[Judged] = []
    asked = list(names)
    names = asked or sets.everything()
    for benchmark in sets.chosen(names):
        progress(benchmark.name)
        outcome = sets.run(benchmark, step=sets.SAMPLE if part == "sample" else 1, extractor=extractor)
        figures[benchmark.name] = sets.score(outcome)
        if benchmark.folder == "knowledgenet":
            figures[benchmark.name][REACH] = in_reach(outcome)
        verdicts += judged(outcome)
    for name in names:
        if name in sets.GOLD:
            progress(name)
            figures[name] = _gold(sets.evaluated(name, extractor))
    if verdicts and not asked:
        figures[CALIBRATION] = {CALIBRATION_LABEL: 1 - calibration_error(rated(verdicts))}
    return Measured(figures, tuple(verdicts))


def _gold(found: sets.Json) -> dict[str, float]:
    ontology = load()
    counts = {"right": 0, "found": 0, "hit": 0, "gold": 0}
    for type_, row in found["types"].items():
        if type_ in GOAL_EVENTS or not ontology.is_event(type_):
            counts = {key: counts[key] + row["overlap"][key] for key in counts}
    return {
        GOAL: Counts(**counts).f1,
        "F1 of everything": found["overlap"]["f1"],
        "precision": found["overlap"]["p"],
        "recall": found["overlap"]["r"],
        "F1, same words": found["strict"]["f1"],
    }

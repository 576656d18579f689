"""How far the misreadings of several sentences are one misreading: what COMMON in kg/assemble/support.py rests on.

The facts of the annotated sets that two or more sentences of a document say are judged as they are for `make calibrate`;
for each share B of common misreadings, the confidence that kg would give them is compared with what is the case. Of
different articles there is no annotated set: sentences of one article stand for them.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.assemble.support import combined
from tests.benchmarks import sets
from tests.benchmarks.judge import judged
from tests.benchmarks.reliability import weight
from tests.benchmarks.sets import Outcome

SETS = ("redocred", "knowledgenet", "reuters", "fire")
SHARES = [tenth / 10 for tenth in range(11)]
INTERVAL = 1.92  # nats below the best that a share may be: the 95 % likelihood interval
EDGE = 0.001  # of a probability: no verdict costs infinitely much


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that sentences say, with the confidence of each, and whether it is right."""

    confidences: tuple[float, ...]
    right: bool
    weight: float


def facts(outcome: Outcome) -> list[Fact]:
    """The judged facts of a set, each with the surest claim of every sentence that says that it holds or is planned."""
    entity = {
        prediction["id"]: {mention["id"]: mention["entity"] for mention in prediction["mentions"]}
        for prediction in outcome.predictions
    }
    said: dict[tuple[str, ...], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    right: dict[tuple[str, ...], bool] = {}
    weights: dict[tuple[str, ...], float] = {}
    for verdict in judged(outcome):
        assertion, of = verdict.assertion, entity[verdict.document]
        if weight(verdict) > 0 and assertion["status"] in {"asserted", "planned"}:
            ends = of[assertion["subject"]], of[assertion["object"]]
            fact = verdict.document, ends[0], assertion["predicate"], ends[1]
            sentence = assertion["evidence"]["start"]
            said[fact][sentence] = max(said[fact][sentence], assertion["confidence"])
            right[fact] = right.get(fact, False) or verdict.right
            weights[fact] = weight(verdict)
    return [Fact(tuple(said[fact].values()), right[fact], weights[fact]) for fact in said]


def loss(some: Iterable[Fact], common: float) -> float:
    """Negative logarithm of the probability given to what is the case, summed by weight."""
    total = 0.0
    for fact in some:
        sure = combined(enumerate(fact.confidences), common=common)
        kept = min(max(sure, EDGE), 1 - EDGE)
        total -= fact.weight * math.log(kept if fact.right else 1 - kept)
    return total


def report(everything: Sequence[Fact]) -> list[str]:
    """The loss by share, and which shares the facts do not speak against."""
    several = [fact for fact in everything if len(fact.confidences) > 1]
    wrong = sum(not fact.right for fact in several)
    if not several:
        return [f"{len(everything)} judged facts, none of them said by two sentences"]
    losses = {share: loss(several, share) for share in SHARES}
    best = min(losses.values())
    open_ = [share for share, lost in losses.items() if lost - best < INTERVAL]
    return [
        f"{len(everything)} judged facts; {len(several)} are said by two sentences or more, {wrong} of these are wrong",
        *(f"  B {share:.1f}: {lost - best:6.2f} nats below the best" for share, lost in losses.items()),
        f"not spoken against: {min(open_):.1f} to {max(open_):.1f}",
    ]


def main() -> None:
    """Measure and print."""
    if not sets.FOLDER.is_dir():
        print(sets.ABSENT)
        return
    everything: list[Fact] = []
    for benchmark in sets.chosen(SETS):
        print(f"measuring: {benchmark.name}", file=sys.stderr)
        everything += facts(sets.run(benchmark, extractor="frames"))
    print("\n".join(report(everything)))


if __name__ == "__main__":
    main()

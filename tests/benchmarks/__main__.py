"""Sets -> one table of figures beside the published ones, what the confidences are worth, and what is wrong."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence

from tests.benchmarks import floors, reliability, sets
from tests.benchmarks.judge import Judged
from tests.benchmarks.measure import PUBLISHED, Measured, measure


def main() -> None:
    """Measure and print."""
    options = _options()
    if not sets.FOLDER.is_dir():
        print(sets.ABSENT)
    parts = ["sample"] if options.sample else ["whole", "sample"] if options.update else ["whole"]
    for part in parts:
        measured = measure(
            options.sets,
            part,
            extractor=options.extractor,
            progress=lambda name: print(f"measuring: {name}", file=sys.stderr),
        )
        print("\n".join(_table(measured, part)))
        if measured.judged:
            print("\n".join(["", *reliability.report(measured.judged)]))
        if options.wrong:
            print("\n".join(["", *_wrong(measured.judged, options.wrong, options.only, options.seed)]))
        if options.update:
            print("\n".join(["", *floors.update(part, measured.figures)]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("sets", nargs="*", help="names of sets; all by default")
    parser.add_argument("--sample", action="store_true", help="only the documents of the fixed sample")
    parser.add_argument(
        "--extractor",
        help="in place of frames on what the learned model has learned from, and of both on the other sets",
    )
    parser.add_argument(
        "--update", action="store_true", help="write the figures into floors.json, say what moved"
    )
    parser.add_argument(
        "--wrong", type=int, nargs="?", const=20, default=0, help="print so many wrong assertions"
    )
    parser.add_argument(
        "--only", default="", help="of these, those whose predicate or rule has these letters"
    )
    parser.add_argument("--seed", type=int, default=0, help="which of the wrong ones")
    return parser.parse_args()


def _table(measured: Measured, part: str) -> Iterator[str]:
    floor = floors.load(part)
    yield f"{'set':18}{'figure':32}{'kg':>7}{'floor':>8}  published, on held-out parts"
    for name, values in measured.figures.items():
        for label, value in values.items():
            old = floor.get(name, {}).get(label)
            shown = f"{old:8.3f}" if old is not None else f"{'':8}"
            yield f"{name:18}{label:32}{value:7.3f}{shown}  {PUBLISHED.get((name, label), '')}".rstrip()
    fallen = list(floors.drops(measured.figures, floor, floors.TOLERANCE[part]))
    yield from (f"DROPPED: {drop}" for drop in fallen)


def _wrong(everything: Sequence[Judged], count: int, only: str, seed: int) -> Iterator[str]:
    """Some wrong assertions with their sentences."""
    wrong = [
        one
        for one in everything
        if not one.right and (only in one.assertion["predicate"] or only in one.assertion["rule"])
    ]
    for one in random.Random(seed).sample(wrong, min(count, len(wrong))):
        said = one.assertion
        yield f"{one.benchmark} {one.document}: {one.words} [{said['rule']} {said['confidence']} {said['status']}]"
        yield f"    {said['evidence']['quote']}"


if __name__ == "__main__":
    main()

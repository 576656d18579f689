"""The share of common misreadings is found again in facts that were made with it."""

from __future__ import annotations

import random

import pytest

from tests.benchmarks.dependence import SHARES, Fact, loss, report


def made(common: float, count: int = 4000) -> list[Fact]:
    """Facts that two sentences say with confidence 0.7; a share of the misreadings strikes both."""
    dice = random.Random(5)
    found = []
    for _ in range(count):
        tries = 1 if dice.random() < common else 2
        right = any(dice.random() < 0.7 for _ in range(tries))
        found.append(Fact((0.7, 0.7), right, 1.0))
    return found


@pytest.mark.parametrize("common", [0.0, 0.3, 0.5, 1.0])
def test_the_share_is_found_again(common: float) -> None:
    """The loss is least near the share that the facts were made with."""
    facts = made(common)
    best = min(SHARES, key=lambda share: loss(facts, share))
    assert abs(best - common) <= 0.1


def test_few_facts_leave_the_share_open() -> None:
    """The report says how many facts there are and between which shares they do not tell."""
    lines = report([*made(0.5, 20), Fact((0.9,), right=True, weight=1.0)])
    assert lines[0].startswith("21 judged facts; 20 are said by two sentences")
    low, high = (float(word) for word in lines[-1].removeprefix("not spoken against: ").split(" to "))
    assert low <= 0.5 <= high
    assert report([Fact((0.9,), right=True, weight=1.0)])[0].endswith("none of them said by two sentences")

"""The gate: no figure on the fixed sample drops below what was reached."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks import floors, sets
from tests.benchmarks.measure import measure

FLOORS = {"a set": {"F1": 0.5, "recall": 0.4}, "another": {"F1": 0.7}}


@pytest.mark.skipif(not sets.FOLDER.is_dir(), reason=sets.ABSENT)
def test_no_figure_drops() -> None:
    """On the sample of every set no figure is lower than its floor, but for the tolerance that floors.py states."""
    names = [name for name in sets.everything() if name not in sets.GOLD]
    figures = measure(names, "sample").figures
    assert list(floors.drops(figures, floors.load("sample"), floors.TOLERANCE["sample"])) == []


def test_our_own_gold_does_not_drop() -> None:
    """The same of the paragraphs that are in the repository, which need nothing beside it."""
    figures = measure(list(sets.GOLD), "sample").figures
    assert list(floors.drops(figures, floors.load("sample"), floors.TOLERANCE["sample"])) == []


def test_floors_hold_every_set() -> None:
    """There are floors for the whole sets and for the sample, of each set and figure."""
    for part in floors.TOLERANCE:
        held = floors.load(part)
        for benchmark in sets.BENCHMARKS:
            assert {figure.label for figure in benchmark.figures} <= held[benchmark.name].keys()
        assert sets.GOLD.keys() <= held.keys()


def test_a_drop_is_refused_and_the_tolerance_granted() -> None:
    """Lower by more than the tolerance is a drop, and so is a figure that is no longer measured."""
    figures = {"a set": {"F1": 0.495}, "another": {"F1": 0.68}}
    found = list(floors.drops(figures, FLOORS, 0.01))
    assert [drop.partition(":")[0] for drop in found] == ["a set, recall", "another, F1"]


def test_a_set_that_was_not_asked_for_is_no_drop() -> None:
    """Measuring one set says nothing of the others."""
    assert not list(floors.drops({"another": {"F1": 0.7}}, FLOORS, 0.0))


def test_update_tells_what_fell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New floors are written for the sets that were measured, the rest stay, and every fall is told."""
    file = tmp_path / "floors.json"
    file.write_text(json.dumps({"whole": FLOORS}), "utf-8")
    monkeypatch.setattr(floors, "FILE", file)
    told = list(floors.update("whole", {"a set": {"F1": 0.45, "recall": 0.6}}))
    assert told == [
        "whole: a set, F1: FELL from 0.5000 to 0.4500",
        "whole: a set, recall: rose from 0.4000 to 0.6000",
    ]
    assert floors.load("whole") == {"a set": {"F1": 0.45, "recall": 0.6}, "another": {"F1": 0.7}}

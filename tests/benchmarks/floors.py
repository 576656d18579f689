"""Figures -> whether they have dropped below those that were reached before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

Figures = Mapping[str, Mapping[str, float]]  # set -> label -> value, the higher the better

FILE = Path(__file__).parent / "floors.json"
# What a figure may lose unnoticed: a change that gains elsewhere moves a few facts, more of them in a smaller sample.
TOLERANCE: Mapping[str, float] = {"whole": 0.003, "sample": 0.01}


def load(part: str) -> Figures:
    """The figures that were reached on "whole" sets or on the "sample"."""
    return _everything().get(part, {})


def _everything() -> dict[str, dict[str, dict[str, float]]]:
    found: dict[str, dict[str, dict[str, float]]] = (
        json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    )
    return found


def drops(figures: Figures, floors: Figures, tolerance: float) -> Iterator[str]:
    """What is lower than it was by more than the tolerance, in words; a figure that is gone is a drop."""
    for name, values in floors.items():
        if name not in figures:
            continue  # that set was not asked for
        for label, floor in values.items():
            value = figures[name].get(label)
            if value is None or value < floor - tolerance:
                yield f"{name}, {label}: {'not measured' if value is None else f'{value:.4f}'}, was {floor:.4f}"


def update(part: str, figures: Figures) -> Iterator[str]:
    """Write the figures down as the new floors of their sets; tells of each that rose or fell."""
    everything = _everything()
    floors = everything.setdefault(part, {})
    for name, values in figures.items():
        old = floors.get(name, {})
        for label, value in values.items():
            if label not in old:
                yield f"{part}: {name}, {label}: new, {value:.4f}"
            elif round(value, 4) != old[label]:
                yield f"{part}: {name}, {label}: {'rose' if value > old[label] else 'FELL'} from {old[label]:.4f} to {value:.4f}"
        yield from (f"{part}: {name}, {label}: gone" for label in old if label not in values)
        floors[name] = {label: round(value, 4) for label, value in values.items()}
    FILE.write_text(json.dumps(everything, indent=1, ensure_ascii=False) + "\n", "utf-8")

"""Points and boxes -> the same moved until they do not overlap, and boxes packed in rows."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

Point = tuple[float, float]
_AFTER = ((1, 0), (-1, 1), (0, 1), (1, 1))  # the neighbours of a cell, of each two of them one
_SWEEPS = 60
_LARGE, _SWEEPS_OF_LARGE = 300, 15  # points; a sweep over many takes long, and the last ones change little


def apart(points: Mapping[str, Point], sizes: Mapping[str, Point]) -> dict[str, Point]:
    """Pushes boxes apart, given by their middles, until none overlaps another or the sweeps are over."""
    names = sorted(points)
    xs, ys = [points[name][0] for name in names], [points[name][1] for name in names]
    wide, high = [sizes[name][0] for name in names], [sizes[name][1] for name in names]
    cell = max(wide, default=1.0), max(high, default=1.0)
    for _ in range(_SWEEPS if len(names) <= _LARGE else _SWEEPS_OF_LARGE):
        moved = False
        for i, j in _near(xs, ys, cell):
            dx, dy = xs[j] - xs[i], ys[j] - ys[i]
            room_x, room_y = (wide[i] + wide[j]) / 2, (high[i] + high[j]) / 2
            lack_x, lack_y = room_x - abs(dx), room_y - abs(dy)
            if lack_x <= 0.5 or lack_y <= 0.5:
                continue
            moved = True
            if lack_x / room_x < lack_y / room_y:
                shift = math.copysign(lack_x / 2, dx or 1)
                xs[i], xs[j] = xs[i] - shift, xs[j] + shift
            else:
                shift = math.copysign(lack_y / 2, dy or 1)
                ys[i], ys[j] = ys[i] - shift, ys[j] + shift
        if not moved:
            break
    return {name: (xs[i], ys[i]) for i, name in enumerate(names)}


def _near(xs: Sequence[float], ys: Sequence[float], cell: Point) -> Iterator[tuple[int, int]]:
    """Pairs in the same or in neighbouring cells of a grid."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells[math.floor(x / cell[0]), math.floor(y / cell[1])].append(i)
    for (column, row), members in cells.items():
        yield from combinations(members, 2)
        for across, down in _AFTER:
            for j in cells.get((column + across, row + down), ()):
                for i in members:
                    yield i, j


def pack(parts: Iterable[Mapping[str, Point]], *, gap: float, landscape: float) -> dict[str, Point]:
    """The parts side by side in rows of about the same width, their middle at the origin.

    Args:
        gap: between parts.
        landscape: how much wider than high the whole is to be.
    """
    boxes = [_box(part) for part in parts]
    area = sum((width + gap) * (height + gap) for _, width, height in boxes)
    row_width = max([math.sqrt(area * landscape), *(width for _, width, _ in boxes)], default=0.0)
    placed: dict[str, Point] = {}
    x = y = row_height = widest = 0.0
    for part, width, height in boxes:
        if x and x + width > row_width:
            x, y, row_height = 0.0, y + row_height + gap, 0.0
        placed.update({node: (x + at[0], y + at[1]) for node, at in part.items()})
        x, row_height = x + width + gap, max(row_height, height)
        widest = max(widest, x - gap)
    middle = widest / 2, (y + row_height) / 2
    return {node: (x - middle[0], y - middle[1]) for node, (x, y) in placed.items()}


def _box(part: Mapping[str, Point]) -> tuple[dict[str, Point], float, float]:
    left, top = min(x for x, _ in part.values()), min(y for _, y in part.values())
    right, bottom = max(x for x, _ in part.values()), max(y for _, y in part.values())
    return {node: (x - left, y - top) for node, (x, y) in part.items()}, right - left, bottom - top


def spread(points: Iterable[Point]) -> Point:
    """Width and height of the box around points."""
    xs, ys = zip(*points, strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)

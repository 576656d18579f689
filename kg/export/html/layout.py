"""A graph -> a position for each node, the same for the same graph, fit for a landscape window.

Each connected part is laid out by itself: Kamada and Kawai (1989) where it is small, because edges come out
equally long, else Fruchterman and Reingold (1991), both igraph's. Then nodes whose labels would collide are
pushed apart, and the parts are packed in rows, largest first.
"""

from __future__ import annotations

import math
import random
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import igraph
import networkx as nx

SEED = 20250909
EDGE_LENGTH = 180.0
LABEL_WIDTH, LABEL_HEIGHT = 128.0, 72.0
LANDSCAPE = 1.15  # how much wider than high a window leaves room for the drawing
STRETCH = 1.5  # at most, of the shorter side to fill that room
GAP = 130.0  # between parts
_KAMADA_KAWAI_UP_TO = 250
_SWEEPS = 60
_STEPS = 200  # of Fruchterman and Reingold; 700 gave no better drawing of 1300 nodes

Point = tuple[float, float]


def positions(network: nx.MultiDiGraph[str]) -> Mapping[str, tuple[int, int]]:
    """Coordinates in pixels at scale 1, the origin in the middle."""
    parts = sorted(
        (sorted(part) for part in nx.connected_components(network.to_undirected(as_view=True))),
        key=lambda part: (-len(part), part),
    )
    placed = _pack([_apart(_part(network, part)) for part in parts])
    return {node: (round(x), round(y)) for node, (x, y) in sorted(placed.items())}


def _part(network: nx.MultiDiGraph[str], nodes: list[str]) -> dict[str, Point]:
    index = {node: i for i, node in enumerate(nodes)}
    pairs = ((index[a], index[b]) for a in nodes for b in network.successors(a) if a != b)
    edges = sorted({(min(pair), max(pair)) for pair in pairs})
    if not edges:
        return {node: (i * LABEL_WIDTH, 0.0) for node, i in index.items()}
    graph = igraph.Graph(len(nodes), edges)
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - a drawing, no secret
    circle = [
        [math.cos(2 * math.pi * i / len(nodes)), math.sin(2 * math.pi * i / len(nodes))]
        for i in index.values()
    ]
    if len(nodes) <= _KAMADA_KAWAI_UP_TO:
        layout = graph.layout_kamada_kawai(seed=circle)
    else:
        layout = graph.layout_fruchterman_reingold(seed=circle, niter=_STEPS)
    lengths = [math.dist(layout[a], layout[b]) for a, b in edges]
    scale = EDGE_LENGTH / (statistics.median(lengths) or 1.0)
    wide, high = _stretch([point[0] for point in layout], [point[1] for point in layout])
    return {node: (layout[i][0] * scale * wide, layout[i][1] * scale * high) for node, i in index.items()}


def _stretch(xs: list[float], ys: list[float]) -> Point:
    """By how much to widen and to heighten a part for the window."""
    lack = LANDSCAPE * (max(ys) - min(ys) or 1.0) / (max(xs) - min(xs) or 1.0)
    return (min(lack, STRETCH), 1.0) if lack > 1 else (1.0, min(1 / lack, STRETCH))


def _apart(points: dict[str, Point]) -> dict[str, Point]:
    """Pushes nodes apart until no two are nearer than a label is wide and high, or the sweeps are over."""
    names = sorted(points)
    xs, ys = [points[name][0] for name in names], [points[name][1] for name in names]
    for _ in range(_SWEEPS):
        moved = False
        for i, j in _near(xs, ys):
            dx, dy = xs[j] - xs[i], ys[j] - ys[i]
            lack_x, lack_y = LABEL_WIDTH - abs(dx), LABEL_HEIGHT - abs(dy)
            if lack_x <= 0.5 or lack_y <= 0.5:
                continue
            moved = True
            if lack_x / LABEL_WIDTH < lack_y / LABEL_HEIGHT:
                shift = math.copysign(lack_x / 2, dx or 1)
                xs[i], xs[j] = xs[i] - shift, xs[j] + shift
            else:
                shift = math.copysign(lack_y / 2, dy or 1)
                ys[i], ys[j] = ys[i] - shift, ys[j] + shift
        if not moved:
            break
    return {name: (xs[i], ys[i]) for i, name in enumerate(names)}


def _near(xs: list[float], ys: list[float]) -> Iterator[tuple[int, int]]:
    """Pairs in the same or in neighbouring cells of a grid with cells of a label's size."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells[math.floor(x / LABEL_WIDTH), math.floor(y / LABEL_HEIGHT)].append(i)
    for (column, row), members in cells.items():
        around = [
            j
            for across in (-1, 0, 1)
            for down in (-1, 0, 1)
            for j in cells.get((column + across, row + down), ())
        ]
        yield from ((i, j) for i in members for j in around if i < j)


def _pack(parts: Iterable[dict[str, Point]]) -> dict[str, Point]:
    """The parts side by side in rows of about the same width, their middle at the origin."""
    boxes = [_box(part) for part in parts]
    area = sum((width + GAP) * (height + GAP) for _, width, height in boxes)
    row_width = max([math.sqrt(area * LANDSCAPE), *(width for _, width, _ in boxes)], default=0.0)
    placed: dict[str, Point] = {}
    x = y = row_height = widest = 0.0
    for part, width, height in boxes:
        if x and x + width > row_width:
            x, y, row_height = 0.0, y + row_height + GAP, 0.0
        placed.update({node: (x + at[0], y + at[1]) for node, at in part.items()})
        x, row_height = x + width + GAP, max(row_height, height)
        widest = max(widest, x - GAP)
    middle = widest / 2, (y + row_height) / 2
    return {node: (x - middle[0], y - middle[1]) for node, (x, y) in placed.items()}


def _box(part: dict[str, Point]) -> tuple[dict[str, Point], float, float]:
    left, top = min(x for x, _ in part.values()), min(y for _, y in part.values())
    right, bottom = max(x for x, _ in part.values()), max(y for _, y in part.values())
    return {node: (x - left, y - top) for node, (x, y) in part.items()}, right - left, bottom - top

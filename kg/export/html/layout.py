"""A graph and its communities -> a position for each node, the same for the same graph.

Each community is laid out by itself: Kamada and Kawai (1989) where it is small, because edges come out equally
long, else Fruchterman and Reingold (1991), both igraph's; nodes whose labels would collide are pushed apart. Then
the communities of one connected part are placed like nodes of a graph of their own, each turned so that its lines
to the others are short, and the connected parts are packed in rows, largest first.
"""

from __future__ import annotations

import math
import random
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import igraph
import networkx as nx

from kg.export.html.boxes import Point, apart, pack, spread
from kg.export.html.communities import SEED

EDGE_LENGTH = 150.0
LABEL = 128.0, 70.0  # room for a node with its name
LANDSCAPE = 1.15  # how much wider than high a window leaves room for the drawing
STRETCH = 1.4  # at most, of the shorter side of a part to fill that room
GAP = 150.0  # between parts and between communities
_KAMADA_KAWAI_UP_TO = 250
_PUSHED_UP_TO = 1500
_STEPS = 200  # of Fruchterman and Reingold; 700 gave no better drawing of 1300 nodes
_TURNS = 24  # angles that are tried for a community, mirrored as well

Group = Sequence[str]
Pair = tuple[int, int]


def positions(network: nx.MultiDiGraph[str], groups: Iterable[Group]) -> Mapping[str, tuple[int, int]]:
    """Coordinates in pixels at scale 1, the origin in the middle.

    Args:
        groups: the communities; a node in none is placed as a group of its own.
    """
    group_of = {node: i for i, group in enumerate(groups) for node in group}
    parts = sorted(
        (sorted(part) for part in nx.connected_components(network.to_undirected(as_view=True))),
        key=lambda part: (-len(part), part),
    )
    alone = [part[0] for part in parts if len(part) == 1]
    drawn = [_part(network, part, group_of) for part in parts if len(part) > 1]
    if alone:
        drawn.append(_block(alone))
    placed = pack(drawn, gap=GAP, landscape=LANDSCAPE)
    return {node: (round(x), round(y)) for node, (x, y) in sorted(placed.items())}


def _block(alone: Sequence[str]) -> dict[str, Point]:
    """What no line leads to, in rows."""
    across = math.ceil(math.sqrt(len(alone) * LANDSCAPE * LABEL[1] / LABEL[0]))
    return {node: (i % across * LABEL[0], i // across * LABEL[1]) for i, node in enumerate(alone)}


def _part(network: nx.MultiDiGraph[str], nodes: Group, group_of: Mapping[str, int]) -> dict[str, Point]:
    """A connected part: its communities, laid out and placed."""
    members: dict[int, list[str]] = defaultdict(list)
    for i, node in enumerate(nodes):
        members[group_of.get(node, -1 - i)].append(node)
    groups = sorted(members.values(), key=lambda each: (-len(each), each))
    home = {node: i for i, group in enumerate(groups) for node in group}
    crossing: dict[Pair, int] = defaultdict(int)
    for a in nodes:
        for b in network.successors(a):
            if home[a] != home[b]:
                crossing[min(home[a], home[b]), max(home[a], home[b])] += 1
    inside = [_community(network, group) for group in groups]
    middles = _places(inside, crossing)
    placed: dict[str, Point] = {}
    for i, points in enumerate(inside):
        outward = _outward(network, groups[i], home, middles)
        for node, (x, y) in _turned(points, outward).items():
            placed[node] = (middles[i][0] + x, middles[i][1] + y)
    # of many nodes the communities' own room has to do
    free = apart(placed, dict.fromkeys(placed, LABEL)) if len(placed) <= _PUSHED_UP_TO else placed
    wide, high = _stretch(list(free.values()))
    return {node: (x * wide, y * high) for node, (x, y) in free.items()}


def _community(network: nx.MultiDiGraph[str], nodes: Group) -> dict[str, Point]:
    """Positions around the origin."""
    known = set(nodes)
    pairs = {(min(a, b), max(a, b)) for a in nodes for b in network.successors(a) if b in known and a != b}
    index = {node: i for i, node in enumerate(nodes)}
    points = _drawn(len(nodes), sorted((index[a], index[b]) for a, b in pairs), EDGE_LENGTH)
    wide, high = _stretch(points)
    spaced = {node: (points[i][0] * wide, points[i][1] * high) for node, i in index.items()}
    return _centred(apart(spaced, dict.fromkeys(nodes, LABEL)))


def _places(inside: Sequence[Mapping[str, Point]], crossing: Mapping[Pair, int]) -> list[Point]:
    """The middles of the communities of one part, near to what they have lines to, without overlap."""
    sizes = {str(i): _room(points) for i, points in enumerate(inside)}
    lengths = [(math.hypot(*sizes[str(a)]) + math.hypot(*sizes[str(b)])) / 2 for a, b in sorted(crossing)]
    points = _drawn(len(inside), sorted(crossing), statistics.median(lengths) * 0.4 if lengths else 1.0)
    wide, high = _stretch(points)
    rough = {str(i): (x * wide, y * high) for i, (x, y) in enumerate(points)}
    free = apart(rough, sizes)
    return [free[str(i)] for i in range(len(inside))]


def _room(points: Mapping[str, Point]) -> Point:
    width, height = spread(points.values())
    return width * 0.92 + LABEL[0], height * 0.92 + LABEL[1]


def _drawn(count: int, pairs: list[Pair], length: float) -> list[Point]:
    """A drawing of a graph of so many nodes, in which half the edges are shorter than this."""
    if count < 2 or not pairs:
        return [(i * LABEL[0], 0.0) for i in range(count)]
    graph = igraph.Graph(count, pairs)
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - a drawing, no secret
    circle = [[math.cos(2 * math.pi * i / count), math.sin(2 * math.pi * i / count)] for i in range(count)]
    if count <= _KAMADA_KAWAI_UP_TO:
        layout = graph.layout_kamada_kawai(seed=circle)
    else:
        layout = graph.layout_fruchterman_reingold(seed=circle, niter=_STEPS)
    scale = length / (statistics.median(math.dist(layout[a], layout[b]) for a, b in pairs) or 1.0)
    return [(x * scale, y * scale) for x, y in layout]


def _stretch(points: Sequence[Point]) -> Point:
    """By how much to widen and to heighten a drawing for the window."""
    width, height = spread(points)
    lack = LANDSCAPE * (height or 1.0) / (width or 1.0)
    return (min(lack, STRETCH), 1.0) if lack > 1 else (1.0, min(1 / lack, STRETCH))


def _centred(points: Mapping[str, Point]) -> dict[str, Point]:
    xs, ys = zip(*points.values(), strict=True)
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return {node: (at[0] - x, at[1] - y) for node, at in points.items()}


def _outward(
    network: nx.MultiDiGraph[str], group: Group, home: Mapping[str, int], middles: Sequence[Point]
) -> list[tuple[str, Point]]:
    """The lines of a community to others: its node, and the way to the other's middle."""
    found = []
    for node in group:
        own = middles[home[node]]
        for other in sorted({*network.successors(node), *network.predecessors(node)}):
            if home[other] != home[node]:
                there = middles[home[other]]
                found.append((node, (there[0] - own[0], there[1] - own[1])))
    return found


def _turned(points: Mapping[str, Point], outward: Sequence[tuple[str, Point]]) -> Mapping[str, Point]:
    """The community turned or mirrored so that its lines outward are shortest; only half turns keep its room."""
    turns = (0, _TURNS // 2) if len(points) > 2 else range(_TURNS)
    best: tuple[float, int, Mapping[str, Point]] | None = None
    for turn in turns:
        for mirror in (1, -1):
            angle = 2 * math.pi * turn / _TURNS
            cos, sin = math.cos(angle), math.sin(angle)
            moved = {
                node: (x * mirror * cos - y * sin, x * mirror * sin + y * cos)
                for node, (x, y) in points.items()
            }
            length = round(sum(math.dist(moved[node], way) for node, way in outward), 3)
            if best is None or length < best[0]:
                best = length, turn, moved
    return best[2] if best else points

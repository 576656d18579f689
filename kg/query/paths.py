"""Steps between things -> the shortest paths from one to another."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from kg.assemble.terms import Term

Edge = tuple[Term, ...]  # subject, relation, object; walked in either direction
Came = dict[Term, dict[Term, Edge]]  # node -> the nodes it was reached from, by which edge
Steps = Callable[[Sequence[Term], str], Sequence[Edge]]

MOST, LONGEST = 5, 8  # paths to tell, steps to look


def shortest(steps: Steps, starts: Sequence[Term], ends: Sequence[Term]) -> list[tuple[Edge, ...]]:
    """The paths with the fewest steps, of at most LONGEST; where there are many, the first MOST by their names.

    Of several relations between the same two things one is told. Breadth first, a level with two queries: how
    long it takes depends on what lies near, not on the whole graph.

    Args:
        steps: gives the edges whose ?one (or ?other, by its second argument) is among some nodes.
    """
    came: Came = {node: {} for node in starts}
    level = list(starts)
    for _ in range(LONGEST):
        if not level or any(node in came for node in ends):
            break
        reached: Came = {}
        for edge in sorted(itertools.chain(steps(level, "?one"), steps(level, "?other")), key=str):
            for here, there in ((edge[0], edge[2]), (edge[2], edge[0])):
                if here in came and there not in came:
                    reached.setdefault(there, {}).setdefault(here, edge)
        came |= reached
        level = sorted(reached, key=str)
    found = itertools.chain.from_iterable(_back(came, end) for end in sorted(ends, key=str) if end in came)
    return [path for path in itertools.islice(found, MOST) if path]


def _back(came: Came, node: Term) -> Iterator[tuple[Edge, ...]]:
    """The paths that lead to a node, each from its beginning."""
    if not came[node]:
        yield ()
    for before in sorted(came[node], key=str):
        for path in _back(came, before):
            yield (*path, came[node][before])

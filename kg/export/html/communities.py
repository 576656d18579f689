"""A graph -> its communities: groups of nodes with more lines among themselves than to the rest.

Found by the Leiden algorithm (Traag, Waltman and van Eck 2019, igraph's) for modularity, from a fixed seed over
sorted nodes and edges, so that the same graph has the same communities.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping

import igraph
import networkx as nx

SEED = 20250909


def communities(network: nx.MultiDiGraph[str]) -> tuple[tuple[str, ...], ...]:
    """The communities, each sorted, the largest first; what has no line is in none."""
    nodes = sorted(node for node, degree in network.degree() if degree)
    if not nodes:
        return ()
    index = {node: i for i, node in enumerate(nodes)}
    lines: dict[tuple[int, int], int] = defaultdict(int)
    for a, b in network.edges():
        if a != b:
            lines[min(index[a], index[b]), max(index[a], index[b])] += 1
    pairs = sorted(lines)
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - a drawing, no secret
    found = igraph.Graph(len(nodes), pairs).community_leiden(
        "modularity", weights=[lines[pair] for pair in pairs], n_iterations=4
    )
    members: Mapping[int, list[str]] = defaultdict(list)
    for node, group in zip(nodes, found.membership, strict=True):
        members[group].append(node)
    return tuple(sorted(map(tuple, members.values()), key=lambda each: (-len(each), each)))

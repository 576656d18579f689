"""A graph -> pyvis nodes, edges and options with fixed positions: what vis-network draws.

pyvis is the model of the drawing and brings vis-network; its own page is not used, because every cdn_resources
mode of it requests files from elsewhere and node titles, headings and menus of it run script (measured with
0.3.2). Names and colours are left to the page.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx
from pyvis.network import Network

from kg.export.html.facts import Key
from kg.export.html.graph import Graph, ranked
from kg.export.html.layout import positions
from kg.export.html.statements import Statement

DRAWN_AT_MOST = 1500  # at first; more is slow to draw, and nobody can read it
BEND = 0.16  # between neighbouring parallel edges, as vis-network counts roundness
_DASHES: Mapping[str, list[int] | bool] = {
    "asserted": False,
    "planned": [9, 6],
    "possible": [2, 6],
    "negated": [2, 6],
}
_OF_PYVIS = frozenset(("label", "color"))  # of a node, that it adds
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "multiselect": False,
        "keyboard": False,
        "tooltipDelay": 3600000,
    },
    "nodes": {"borderWidth": 2, "borderWidthSelected": 3},
    "edges": {
        "smooth": False,
        "arrowStrikethrough": False,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.65}},
        "selectionWidth": 1.5,
        "hoverWidth": 0.8,
    },
}


def draw(graph: Graph, index: Mapping[str, int]) -> dict[str, Any]:
    """{"nodes", "edges", "options", "rest": {"nodes", "edges"}} for vis-network.

    What is drawn first is the strongest by PageRank; the rest, which the page adds when somebody asks for it, has
    the same form and is ordered likewise, strongest first.

    Args:
        index: the number of each thing in the page's list of nodes; it is the node's id in the drawing.
    """
    relevant = _relevant(graph.network)
    places = positions(relevant, graph.communities)
    order = ranked(relevant)
    first, rest = sorted(order[:DRAWN_AT_MOST]), order[DRAWN_AT_MOST:]
    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_OPTIONS))
    for iri in first:
        network.add_node(**_node(graph, iri, index=index, place=places[iri]))
    among = frozenset(first)
    later = []
    for edge in _edges(graph, relevant, index):
        ends, options = edge
        if among.issuperset(ends):
            network.add_edge(options["from"], options["to"], **_without_ends(options))
        else:
            later.append(options)
    nodes, edges, *_, options = network.get_network_data()
    others = [
        {"id": node.pop("n_id"), **node}
        for node in (_node(graph, iri, index=index, place=places[iri]) for iri in rest)
    ]
    return {
        "nodes": [{name: value for name, value in node.items() if name not in _OF_PYVIS} for node in nodes],
        "edges": edges,
        "options": json.loads(options),
        "rest": {"nodes": others, "edges": later},
    }


def _node(graph: Graph, iri: str, *, index: Mapping[str, int], place: tuple[int, int]) -> dict[str, Any]:
    family = graph.families.of(graph.types[iri][0])
    return {
        "n_id": index[iri],
        "shape": family.shape,
        "size": _size(graph, iri),
        "x": place[0],
        "y": place[1],
    }


def _edges(
    graph: Graph, network: nx.MultiDiGraph[str], index: Mapping[str, int]
) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """The two ends and what vis-network needs to know, for each edge."""
    by_key = {statement.key: (i, statement) for i, statement in enumerate(graph.statements)}
    bends = _bends(network)
    for subject, object_, predicate in sorted(network.edges(keys=True)):
        key = subject, predicate, object_
        number, statement = by_key[key]
        yield (
            (subject, object_),
            {
                "id": f"s{number}",
                "from": index[subject],
                "to": index[object_],
                "dashes": _dashes(statement),
                "width": round(min(1.5 + 0.6 * math.log2(max(1, len(statement.claims))), 4), 2),
                **_curve(bends.get(key, 0.0)),
            },
        )


def _without_ends(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name not in {"from", "to"}}


def _relevant(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Without what has no edge; all of it if nothing has."""
    connected = [node for node, degree in network.degree() if degree]
    return network.subgraph(connected) if connected else network


def _size(graph: Graph, iri: str) -> float:
    """Radius by support; events small."""
    if iri in graph.events:
        return 7.0
    return round(min(10 + 2.2 * math.sqrt(graph.support.get(iri, 0)), 28), 1)


def _dashes(statement: Statement) -> list[int] | bool:
    return [1, 4] if statement.derived and statement.status == "asserted" else _DASHES[statement.status]


def _bends(network: nx.MultiDiGraph[str]) -> Mapping[Key, float]:
    """How far each of several edges between two nodes bends, seen from the lesser node to the greater."""
    between: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for subject, object_, predicate in sorted(network.edges(keys=True)):
        between[min(subject, object_), max(subject, object_)].append((subject, predicate, object_))
    return {
        key: (place - (len(keys) - 1) / 2) * BEND * (1 if key[0] < key[2] else -1)
        for keys in between.values()
        for place, key in enumerate(keys)
    }


def _curve(bend: float) -> dict[str, Any]:
    if not bend:
        return {}
    kind = "curvedCW" if bend > 0 else "curvedCCW"
    return {"smooth": {"enabled": True, "type": kind, "roundness": round(abs(bend), 3)}}

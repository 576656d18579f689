"""A graph -> pyvis nodes, edges and options with fixed positions: what vis-network draws.

pyvis is the model of the drawing and brings vis-network; its own page is not used, because every cdn_resources
mode of it requests files from elsewhere and node titles, headings and menus of it run script (measured with
0.3.2). Colours are left to the page's style sheet; a node's group is the slot of its family.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import networkx as nx
from pyvis.network import Network

from kg.export.html.facts import Facts, Key
from kg.export.html.graph import Graph, strongest
from kg.export.html.layout import positions
from kg.export.html.statements import Statement

BEND = 0.16  # between neighbouring parallel edges, as vis-network counts roundness
_DASHES: Mapping[str, list[int] | bool] = {
    "asserted": False,
    "planned": [9, 6],
    "possible": [2, 6],
    "negated": [2, 6],
}
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


def draw(graph: Graph, facts: Facts, index: Mapping[str, int]) -> dict[str, Any]:
    """{"nodes": [...], "edges": [...], "options": {...}} for vis-network.

    Args:
        index: the number of each thing in the page's list of nodes; it is the node's id in the drawing.
    """
    connected: nx.MultiDiGraph[str] = graph.network.subgraph(strongest(_relevant(graph.network)))
    places = positions(connected)
    by_key = {statement.key: (i, statement) for i, statement in enumerate(graph.statements)}
    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_OPTIONS))
    for iri, (x, y) in places.items():
        family = graph.families.of(graph.types[iri][0])
        network.add_node(
            index[iri],
            label=facts.things[iri].label,
            shape=family.shape,
            size=_size(graph, iri),
            group=str(family.slot),
            x=x,
            y=y,
        )
    bends = _bends(connected)
    for subject, object_, predicate in sorted(connected.edges(keys=True)):
        key = subject, predicate, object_
        number, statement = by_key[key]
        network.add_edge(
            index[subject],
            index[object_],
            id=f"s{number}",
            dashes=_dashes(statement),
            width=round(min(1.5 + 0.6 * math.log2(max(1, len(statement.claims))), 4), 2),
            **_curve(bends.get(key, 0.0)),
        )
    nodes, edges, *_, options = network.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def _relevant(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Without what has no edge; all of it if nothing has."""
    connected = [node for node, degree in network.degree() if degree]
    return network.subgraph(connected) if connected else network


def _size(graph: Graph, iri: str) -> float:
    """Radius by support; events small."""
    if iri in graph.events:
        return 8.0
    return round(min(11 + 2.8 * math.sqrt(graph.support.get(iri, 0)), 34), 1)


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

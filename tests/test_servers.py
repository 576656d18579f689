"""The servers that tests talk to do what the tests rely on."""

from __future__ import annotations

import pytest

from tests.servers import Server

GRAPH = "urn:test:servers"


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_a_graph_is_replaced_and_asked(name: str, request: pytest.FixtureRequest) -> None:
    """A graph that is put twice holds what was put last, and a query over it answers."""
    server: Server = request.getfixturevalue(name)
    for content in (b"<urn:a> <urn:b> <urn:c>, <urn:d> .", b'<urn:a> <urn:b> "\xc3\xa9t\xc3\xa9" .'):
        assert server.put(GRAPH, content) in {200, 201, 204}
    rows = server.select("SELECT ?o { <urn:a> <urn:b> ?o }", [GRAPH])
    assert [row["o"]["value"] for row in rows] == ["été"]

"""Store -> what the page's SPARQL tab answers from: the RDF, compressed, and the queries that come with kg."""

from __future__ import annotations

import base64
import gzip
from typing import Any

from kg.query.canned import canned
from kg.store import Store

MOST_TRIPLES = 1_000_000  # a browser takes some seconds and half a gigabyte for as many


def answering(store: Store) -> dict[str, Any]:
    """{"triples", "gzip", "queries"} of the page's document: N-Triples compressed and in base64, sorted.

    What is said in several named graphs is there once. Of a store that is too large for a browser only the number
    of its quads is given.
    """
    queries = [
        {"name": query.name, "label": query.label, "text": query.text}
        for query in canned().values()
        if not query.paths  # which SPARQL alone does not answer
    ]
    if len(store) > MOST_TRIPLES:
        return {"triples": len(store), "gzip": "", "queries": queries}
    found = {quad.triple for quad in store.quads()}
    text = "".join(f"{line} .\n" for line in sorted(map(str, found))).encode()
    packed = base64.b64encode(gzip.compress(text, 6, mtime=0)).decode() if found else ""
    return {"triples": len(found), "gzip": packed, "queries": queries}

"""kg turns news articles into an RDF knowledge graph whose every triple carries its evidence.

From Python: `graph = kg.build(["articles/"])` or `graph = kg.open("output")`, then `graph.query(...)`; see kg.graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Graph", "build", "open"]

if TYPE_CHECKING:
    from kg.graph import Graph, build, open  # noqa: A004  kg.open reads like gzip.open


def __getattr__(name: str) -> Any:
    """What the library offers, loaded when it is first asked for: `import kg` is instant."""
    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module("kg.graph"), name)

"""What was pushed where: graph -> digest, kept beside the graph, so that only what changed is pushed again."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import PublishError

NAME = "pushed.sqlite"
_TABLE = """CREATE TABLE IF NOT EXISTS pushed
    (source TEXT, target TEXT, graph TEXT, digest TEXT, PRIMARY KEY (source, target, graph)) WITHOUT ROWID"""


class Manifest:
    """What one target is known to hold of one source.

    A graph that is being pushed is in doubt: it has the digest "" until the target has taken it whole. So
    whatever interrupts a push, the next one pushes this graph again.

    Args:
        path: the file; several sources and targets share it.

    Raises:
        PublishError: it cannot be read or written.
    """

    def __init__(self, path: Path, source: str, target: str) -> None:
        self._path, self._key = path, (source, target)
        try:
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.execute(_TABLE)
        except sqlite3.Error as error:
            raise PublishError(f"cannot be read: {error}; remove it to push everything", str(path)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._connection.close()

    def graphs(self) -> Mapping[str, str]:
        """The graphs that may be there, each with the digest of what it holds, "" if that is in doubt."""
        rows = self._ask("SELECT graph, digest FROM pushed WHERE source = ? AND target = ?")
        return {str(graph): str(digest) for graph, digest in rows}

    def doubt(self, graph: str) -> None:
        """A graph is about to be pushed or deleted."""
        self.took(graph, "")

    def took(self, graph: str, digest: str) -> None:
        """The target has taken a graph."""
        self._ask("INSERT OR REPLACE INTO pushed VALUES (?, ?, ?, ?)", graph, digest)

    def forget(self, graph: str) -> None:
        """The target does not have a graph."""
        self._ask("DELETE FROM pushed WHERE source = ? AND target = ? AND graph = ?", graph)

    def _ask(self, statement: str, *values: str) -> list[tuple[object, ...]]:
        try:
            return self._connection.execute(statement, (*self._key, *values)).fetchall()
        except sqlite3.Error as error:
            raise PublishError(f"cannot be written: {error}", str(self._path)) from error

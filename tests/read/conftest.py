from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from kg.model import Document, Failure
from kg.read import read

Reading = tuple[list[Document], list[Failure]]


def _parted(entries: list[Document | Failure]) -> Reading:
    documents = [entry for entry in entries if isinstance(entry, Document)]
    failures = [entry for entry in entries if isinstance(entry, Failure)]
    return documents, failures


@pytest.fixture
def read_bytes() -> Callable[..., Reading]:
    """Reads bytes as standard input in a named format: its Documents, its Failures."""

    def reading(content: bytes, reader: str | None = None, **options: Any) -> Reading:
        return _parted(list(read(["-"], stdin=io.BytesIO(content), reader=reader, **options)))

    return reading


@pytest.fixture
def read_paths() -> Callable[..., Reading]:
    """Reads sources: their Documents, their Failures."""

    def reading(*sources: object, **options: Any) -> Reading:
        return _parted(list(read([str(source) for source in sources], **options)))

    return reading

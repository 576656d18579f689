"""Store -> sorted N-Quads: equal bytes for equal content."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.export.files import write_whole
from kg.export.ordering import selected
from kg.store import Store


def write(store: Store, path: Path, *, slim: bool = False, **_options: object) -> int:
    """See kg.export.Exporter."""
    lines = sorted(map(str, selected(store, slim=slim)))

    def write_to(file: IO[bytes]) -> int:
        file.writelines(f"{line} .\n".encode() for line in lines)
        return len(lines)

    def read_back(written: Path) -> int:
        return sum(1 for _ in ox.parse(path=str(written), format=ox.RdfFormat.N_QUADS))

    return write_whole(path, write_to, read_back)

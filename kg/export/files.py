"""An export -> one whole file: written beside its place, read back and counted, then renamed into place."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import IO

from kg.errors import ExportError


def write_whole(path: Path, write: Callable[[IO[bytes]], int], read_back: Callable[[Path], int]) -> int:
    """Makes the file and gives what `write` counted; an earlier file of that name stays until all is well.

    Args:
        write: fills the open file and gives the number of things written, such as triples.
        read_back: gives the number of things that a reader finds in the file.

    Raises:
        ExportError: the file cannot be written, cannot be read back, or a reader finds another number.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            written = write(file)
            file.flush()
            os.fsync(file.fileno())
        found = read_back(temporary)
        if found != written:
            raise ExportError(f"{written} written but {found} read back", str(path))
        temporary.replace(path)
    except (OSError, SyntaxError) as error:
        raise ExportError(f"cannot be written: {error}", str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return written

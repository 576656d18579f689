"""The SQLite files of a graph: opened alike, and what may go wrong with them told as what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path

from kg.errors import StoreError

# SQLite's names for what is no fault of the file.
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
REFUSED = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")


def connect(
    path: Path, *, schema: int, tables: str, again: str, earlier: Collection[int] = ()
) -> sqlite3.Connection:
    """A connection to the file, which is made if there is none.

    Args:
        schema: what the file is to say of its version.
        tables: SQL that makes the tables that are not there.
        again: see `guarded`.
        earlier: versions that lack nothing but tables.

    Raises:
        StoreError: as `guarded`; or another version of kg made it.
    """
    with contextlib.ExitStack() as stack:
        with guarded(path, again):
            path.parent.mkdir(parents=True, exist_ok=True)
            database = stack.enter_context(contextlib.closing(sqlite3.connect(path, timeout=5)))
            version = _version(database)
        if version not in (0, *earlier, schema):
            raise StoreError(f"made by another version of kg; remove it and {again}", str(path))
        with guarded(path, again):
            if version != schema:
                database.executescript(f"BEGIN; {tables} PRAGMA user_version = {schema}; COMMIT;")
        stack.pop_all()  # it stays open
    return database


def _version(database: sqlite3.Connection) -> int:
    """What the file says of its version, 0 if it is new."""
    # A log of changes in place of a journal: safe when killed at any moment, and no wait for the disk.
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    version: int = database.execute("PRAGMA user_version").fetchone()[0]
    return version


@contextlib.contextmanager
def guarded(path: Path, again: str) -> Iterator[None]:
    """Turns what SQLite, the disk, or a row that kg did not write may raise into a StoreError.

    Args:
        again: what to do once a file of no use is removed, as in "remove it and build again".
    """
    try:
        yield
    except (sqlite3.Error, OSError, ValueError, LookupError, TypeError, ArithmeticError) as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(BUSY):
            advice = "another kg is using it; wait until it is done"
        elif name.startswith(REFUSED) or isinstance(error, OSError):
            advice = f"the disk refuses ({error}); give kg room and the right to write there, and try again"
        else:
            advice = f"cannot be used ({error}); remove it and {again}"
        raise StoreError(advice, str(path)) from error

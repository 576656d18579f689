"""A folder <-> the generation of an Oxigraph store that counts in it.

The folder has `store.json`, which names that generation, a RocksDB folder. A new generation is bulk-loaded
beside the old one, then a new store.json is renamed into place, so a process killed at any moment leaves the
old content or the new. At 300,000 quads a bulk load takes 3 s, as long as merely reading the old content to
compare it, hence no differential update. A reader locks its generation and may go on with it meanwhile.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import IO

import pyoxigraph as ox

from kg.errors import StoreError

fcntl: ModuleType | None
try:
    fcntl = importlib.import_module("fcntl")
except ImportError:  # Windows, where open files cannot be removed anyway; builds there are not guarded
    fcntl = None

FORM = 1
MANIFEST, LOCK, GENERATION = "store.json", "lock", "data-"
_DAMAGED = "is damaged; remove it and build again"


def has_content(path: Path) -> bool:
    """Whether something was ever stored here."""
    return (path / MANIFEST).exists()


def open_current(path: Path) -> tuple[ox.Store, IO[str] | None]:
    """The generation that counts, read-only, and the open file that keeps it from being removed.

    Raises:
        StoreError: there is none, it is damaged, or a newer kg made it.
    """
    name = _current(path)
    folder = path / name if name else path
    lock = None
    try:
        lock = _lock_for_reading(folder) if name else None
        if not (folder / "CURRENT").exists():
            raise FileNotFoundError(f"no {folder / 'CURRENT'}")
        return ox.Store.read_only(str(folder)), lock
    except OSError as error:
        if lock:
            lock.close()
        if _current(path) != name:  # a build replaced it in between
            return open_current(path)
        raise StoreError(f"{_DAMAGED}: {error}", str(path)) from error


def lock_for_writing(path: Path) -> IO[str]:
    """Makes the folder if need be, and keeps other builds out of it until the file is closed.

    Raises:
        StoreError: another process has it, it holds other files, or the disk refuses.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not (path / LOCK).exists() and any(path.iterdir()):
            raise StoreError("holds other files; choose an empty or a new folder for the store", str(path))
        lock = (path / LOCK).open("a")
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StoreError("another kg is writing this store; wait until it is done", str(path)) from error
    except OSError as error:
        raise StoreError(f"cannot be written: {error}", str(path)) from error
    return lock


def replace(path: Path, quads: Iterable[ox.Quad]) -> None:
    """Makes the folder hold exactly these quads; the caller has locked it.

    Raises:
        OSError: the disk refused; the old content counts. What the iterable raises passes through.
    """
    folder = path / (GENERATION + secrets.token_hex(4))
    try:
        folder.mkdir()
        (folder / LOCK).touch()
        data = ox.Store(str(folder))
        data.bulk_extend(quads)
        data.flush()
        del data  # closes it
        _point_to(path, folder.name)
    except BaseException:
        if not has_content(path) or _current(path) != folder.name:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def remove_old_generations(path: Path) -> None:
    """Removes what no one reads; a generation that a reader holds is left for the next time."""
    current = _current(path)
    for folder in path.glob(GENERATION + "*"):
        if folder.name == current:
            continue
        try:
            with (folder / LOCK).open("a") as lock:
                if fcntl:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # held, or already gone
            continue


def _current(path: Path) -> str | None:
    """The name of the generation that counts; None for a folder that Oxigraph itself made."""
    if not path.is_dir():
        raise StoreError("there is no store here; make one with kg build", str(path))
    manifest = path / MANIFEST
    if not manifest.exists():
        if (path / "CURRENT").exists():
            return None
        raise StoreError("is no store; make one with kg build", str(path))
    try:
        content = json.loads(manifest.read_text("utf-8"))
        form, name = int(content["form"]), str(content["data"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(_DAMAGED, str(path)) from error
    if form > FORM:
        found = f"was made by a newer kg (form {form}, this one reads up to {FORM})"
        raise StoreError(f"{found}; update kg, or build into another folder", str(path))
    return name


def _point_to(path: Path, name: str) -> None:
    temporary = path / (MANIFEST + ".new")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump({"form": FORM, "data": name}, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path / MANIFEST)
    if fcntl:  # the new name must be on the disk before the old generation is removed
        folder = os.open(path, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _lock_for_reading(folder: Path) -> IO[str]:
    lock = (folder / LOCK).open()  # for reading, so that whoever may not write here can still read
    if fcntl:
        with contextlib.suppress(OSError):  # some network disks have no locks; there, readers must hurry
            fcntl.flock(lock, fcntl.LOCK_SH)
    return lock

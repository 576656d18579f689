"""The name of a canned query and words for its parameters -> SPARQL.

Canned queries are files in ontology/queries. `# label: ...` says what one shows; `# --of THING ?investee: ...` that
`--of NAME` binds its variable ?investee to what is called so; PARAMETERS has the kinds. Each has the keyword WHERE
where its pattern begins. SPARQL does not tell paths: `# shortest: ?path ?step ?one ?relation ?other` has these
variables bound to the shortest paths from --from to --to, over what a query of the same name in steps/ gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

from kg.assemble.terms import Term, decimal
from kg.errors import QueryError
from kg.ontology import default_folder
from kg.query.names import relations, things
from kg.query.paths import shortest
from kg.store import Store

_WHERE = re.compile(r"(\bWHERE\s*\{)")
_HEAD = re.compile(r"^# (label|shortest): *(.*?)\s*$", re.MULTILINE)
_PARAMETER = re.compile(r"^# --([a-z-]+) ([A-Z]+) \?(\w+): *(.*?)\s*$", re.MULTILINE)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?(e\d{1,2})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a canned query can be narrowed by: its name, what it takes, the variable it binds, what it means."""

    name: str
    kind: str
    variable: str
    comment: str


@dataclass(frozen=True, slots=True)
class Canned:
    """A query that comes with the ontology.

    Attributes:
        paths: the variables that the shortest paths are bound to, "" for all other queries.
        steps: the query for what a path may go along.
    """

    name: str
    label: str
    parameters: tuple[Parameter, ...]
    text: str
    paths: str = ""
    steps: str = ""

    @property
    def usage(self) -> str:
        """How it is called: "investors [--of THING] [--by THING]"."""
        words = (f"--{parameter.name} {parameter.kind}" for parameter in self.parameters)
        return " ".join([self.name, *(word if self.paths else f"[{word}]" for word in words)])


def canned(folder: Path | None = None) -> dict[str, Canned]:
    """The canned queries by name; those that ship with the ontology by default.

    Raises:
        QueryError: a file without its label, or with a parameter of an unknown kind.
    """
    folder = folder or default_folder() / "queries"
    found = {}
    for file in sorted(folder.glob("*.rq")):
        text = file.read_text("utf-8")
        head = dict(_HEAD.findall(text))
        if "label" not in head:
            raise QueryError("a canned query opens with the line # label: what it shows", str(file))
        if not _WHERE.search(text):
            raise QueryError("a canned query has the keyword WHERE where its pattern begins", str(file))
        parameters = tuple(Parameter(*match) for match in _PARAMETER.findall(text))
        for parameter in parameters:
            if parameter.kind not in PARAMETERS:
                known = ", ".join(PARAMETERS)
                raise QueryError(f"--{parameter.name} takes {parameter.kind}; known are {known}", str(file))
        paths = head.get("shortest", "")
        steps = (folder / "steps" / file.name).read_text("utf-8") if paths else ""
        found[file.stem] = Canned(file.stem, head["label"], parameters, text, paths, steps)
    return found


def arguments(query_: Canned, words: Sequence[str]) -> dict[str, str]:
    """The values of a query's parameters, given by name (--of X, --of=X) or in their order.

    Raises:
        QueryError: a name that it does not have, a name without a value or given twice, too many values.
    """
    known = [parameter.name for parameter in query_.parameters]
    given: dict[str, str] = {}
    in_order: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            in_order.append(word)
            continue
        name, equals, value = word[2:].partition("=")
        if name not in known:
            raise QueryError(f"has no --{name}; it is called as {query_.usage}", query_.name)
        if name in given or not (equals or rest):
            raise QueryError(
                f"--{name} {'is given twice' if name in given else 'needs a value'}", query_.name
            )
        given[name] = value if equals else rest.pop(0)
    free = [name for name in known if name not in given]
    if len(in_order) > len(free):
        extra = ", ".join(map(repr, in_order[len(free) :]))
        raise QueryError(f"too many values: {extra}; it is called as {query_.usage}", query_.name)
    return given | dict(zip(free, in_order, strict=False))


def fill(query_: Canned, given: Mapping[str, str], store: Store) -> str:
    """The query's text with these parameters bound; the rest stay open.

    Raises:
        QueryError: a value is not of the parameter's kind, or a path lacks an end.
        KgError: nothing has such a name; it says which names are near.
    """
    bound = {
        parameter: PARAMETERS[parameter.kind](store, given[parameter.name])
        for parameter in query_.parameters
        if parameter.name in given
    }
    if not query_.paths:
        lines = (
            f"VALUES ?{parameter.variable} {{ {_listed(values)} }}" for parameter, values in bound.items()
        )
        return _opened(query_.text, " ".join(lines))
    if len(bound) < len(query_.parameters):
        raise QueryError(f"needs both ends; it is called as {query_.usage}", query_.name)

    def steps(nodes: Sequence[Term], variable: str) -> list[tuple[Term, ...]]:
        text = _opened(query_.steps, f"VALUES {variable} {{ {_listed(nodes)} }}")
        return [tuple(solution) for solution in store.select(text)]

    paths = shortest(steps, *bound.values())
    rows = (
        f"({number} {step} {_listed(edge)})"
        for number, path in enumerate(paths, start=1)
        for step, edge in enumerate(path, start=1)
    )
    return _opened(query_.text, f"VALUES ({query_.paths}) {{ {' '.join(rows)} }}")


def _opened(text: str, restriction: str) -> str:
    """A query with something put at the beginning of its pattern."""
    head, where, pattern = _WHERE.split(text, maxsplit=1)
    return f"{head}{where} {restriction} {pattern}"


def _listed(terms: Sequence[Term]) -> str:
    return " ".join(map(str, terms))


def _date(_store: Store, value: str) -> Sequence[Term]:
    if not _DATE.fullmatch(value):
        raise QueryError(f"{value!r} is no date; write 2025, 2025-09 or 2025-09-30")
    return [ox.Literal(value)]


def _number(_store: Store, value: str) -> Sequence[Term]:
    plain = value.replace(",", "").replace("_", "")
    if not _NUMBER.fullmatch(plain):
        raise QueryError(f"{value!r} is no number; write 1000000, 1e6 or 0.5")
    return [decimal(Decimal(plain))]


# What a parameter takes -> the terms that its value stands for.
PARAMETERS: Mapping[str, Callable[[Store, str], Sequence[Term]]] = {
    "THING": things,
    "RELATION": relations,
    "DATE": _date,
    "NUMBER": _number,
}

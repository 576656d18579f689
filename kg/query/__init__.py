"""SPARQL -> an answer from a store or an RDF file; nothing is changed and nothing leaves the machine."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from kg.assemble.terms import Term
from kg.errors import QueryError, StoreError
from kg.query.service import calls_another
from kg.store import Dataset, QueryResults, Store, open_any

# What is no keyword, whatever it spells: IRIs, strings, comments. Near enough for FROM and for naming an update; what
# must not be overlooked is for kg.query.service.
_QUOTED = re.compile(
    r"""<[^<>"{}|^`\\\s]*>"""
    r'''|"""(?:"{0,2}(?:[^"\\]|\\.))*"""|"(?:[^"\\\n\r]|\\.)*"'''
    r"""|'''(?:'{0,2}(?:[^'\\]|\\.))*'''|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|\#[^\n\r]*""",
    re.DOTALL,
)
_FROM = re.compile(r"(?<![?$:@\w-])FROM(?![\w:-])", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s*(?:(?:BASE|PREFIX\s+[^\s:]*:)\s*)*", re.IGNORECASE)
_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"))
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


LONGEST = 100_000  # characters; beyond it brackets could nest deeper than the stack below is deep
_STACK = 512 << 20  # bytes, of address space: Oxigraph reads and plans a query by recursion


class Kind(StrEnum):
    """What a query asks for."""

    TABLE = "SELECT"
    TRUTH = "ASK"
    GRAPH = "CONSTRUCT"


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query: rows for SELECT, truth for ASK, triples for CONSTRUCT and DESCRIBE.

    Attributes:
        payload: the same as SPARQL 1.1 JSON, for SELECT and ASK.
    """

    kind: Kind
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool = False
    triples: tuple[ox.Triple, ...] = ()
    payload: bytes = b""
    prefixes: Mapping[str, str] = field(default_factory=dict)


def query(source: Store | Path, text: str, *, timeout: float | None = None) -> Result:
    """The answer to a SPARQL query over the union of all graphs of a store, or of an RDF file, or what it is FROM.

    Args:
        timeout: seconds; a query that takes longer is given up (it cannot be stopped, and goes on in the
            background until it ends or the program does).

    Raises:
        QueryError: not SPARQL, an update, a SERVICE call, too long or too slow.
        StoreError: the source cannot be read.
    """
    store = source if isinstance(source, Store) else open_any(source)
    answers: list[Result | BaseException] = []

    def work() -> None:
        try:
            answers.append(_answer(store, text))
        except BaseException as error:  # noqa: BLE001 -- handed over to the caller's thread below
            answers.append(error)

    thread = deep_stack(work)
    thread.join(timeout)  # in the caller's thread, Ctrl-C goes on working
    if not answers:
        raise QueryError(f"no answer in {timeout:g} seconds; narrow the query, or give it more time")
    if isinstance(answers[0], BaseException):
        raise answers[0]
    return answers[0]


def deep_stack(work: Callable[[], None]) -> threading.Thread:
    """A thread that does the work on a stack which no query exhausts."""
    before = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
    finally:
        threading.stack_size(before)
    return thread


def run(store: Store, text: str, dataset: Dataset | None = None) -> QueryResults:
    """Oxigraph's answer to anyone's query, if it is one that only reads this store; see query.

    To be called where the stack is deep (see deep_stack).

    Raises:
        QueryError: not SPARQL, an update, a SERVICE call, or too long.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > LONGEST:
        raise QueryError(f"has {len(text):,} characters; a query may have {LONGEST:,}", "the query")
    if calls_another(text):
        raise QueryError("SERVICE is refused: a query reads this graph only")
    bare = _QUOTED.sub(" ", text)
    _refuse_updates(bare)
    with answering():
        try:
            return store.query(text, dataset=dataset, union=not _FROM.search(bare))
        except SyntaxError as error:
            raise QueryError(_where(text, str(error), store.prefixes)) from error
        except UnicodeEncodeError as error:
            raise QueryError("holds half of a surrogate pair, which is no character", "the query") from error


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Oxigraph's failures while it answers, which it does as its answer is read, become errors of kg.

    Raises:
        QueryError: the query cannot be answered.
        StoreError: the store cannot be read.
    """
    try:
        yield
    except RuntimeError as error:
        raise QueryError(f"cannot be answered: {error}", "the query") from error
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from error


def _answer(store: Store, text: str) -> Result:
    with answering():
        return _read(store, text)


def _read(store: Store, text: str) -> Result:
    prefixes = store.prefixes
    found = run(store, text)
    if isinstance(found, ox.QueryTriples):
        return Result(Kind.GRAPH, triples=tuple(found), prefixes=prefixes)
    payload = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
    if isinstance(found, ox.QueryBoolean):
        return Result(Kind.TRUTH, truth=bool(found), payload=payload, prefixes=prefixes)
    variables = tuple(variable.value for variable in found.variables)
    again = cast(ox.QuerySolutions, ox.parse_query_results(payload, ox.QueryResultsFormat.JSON))
    rows = tuple(tuple(solution) for solution in again)
    return Result(Kind.TABLE, variables, rows, payload=payload, prefixes=prefixes)


def _refuse_updates(bare: str) -> None:
    first = _PROLOGUE.sub("", bare, count=1)[:6].upper()
    for word in _UPDATES:
        if first.startswith(word):
            raise QueryError(
                f"{word} is refused: a query only reads; kg build and kg remove change the store"
            )


def _where(text: str, message: str, prefixes: Mapping[str, str]) -> str:
    match = _PLACE.match(message)
    if not match:
        return f"not valid SPARQL: {message}"
    row, column, reason = int(match[1]), int(match[2]), match[3]
    line = ([*text.splitlines(), ""])[row - 1]
    if "Prefix not found" in reason:
        unknown = re.findall(r"([\w-]*):", line[: column - 1])
        reason = (
            f"the prefix {unknown[-1] if unknown else ''}: is not declared; known are {', '.join(prefixes)}"
        )
    else:
        reason = re.sub(r"\s+", " ", reason)[:200]
    return f"not valid SPARQL at line {row}, column {column}: {reason}\n  {line}\n  {' ' * (column - 1)}^"

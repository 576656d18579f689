"""An HTTP request -> the query that it asks, by the SPARQL 1.1 Protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

import pyoxigraph as ox

from kg.errors import ServeError
from kg.store import Dataset

MOST_BYTES = 2 << 20  # of a body; a query of the longest that are answered takes 1.2 MB when it is escaped
_FORM, _DIRECT, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_KNOWN = ("query", "default-graph-uri", "named-graph-uri")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the graphs it is asked over, None for the union of all."""

    text: str
    dataset: Dataset | None


class RequestError(ServeError):
    """A request that is answered with a status of its own."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


def asked(method: str, query_string: bytes, content_type: str, body: bytes) -> Asked:
    """What a request asks: GET, POST of a form, or POST of a query itself.

    Raises:
        RequestError: it asks nothing, twice, or for an update; its body is not said to be a query; it is not UTF-8.
    """
    pairs = _pairs(query_string)
    if method == "POST":
        media, charset = _media(content_type)
        if charset not in ("", "utf-8", "utf8", "us-ascii"):
            raise RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"bodies are UTF-8 here, not {charset}")
        if media == _FORM:
            pairs += _pairs(body)
        elif media == _DIRECT:
            pairs.append(("query", _text(body)))
        elif media == _UPDATE:
            raise RequestError(HTTPStatus.FORBIDDEN, "updates are not taken here: the graph can only be read")
        else:
            raise RequestError(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                f"the body of a query is {_DIRECT} or {_FORM}, not {media or 'untold'}",
            )
    return _from(pairs)


def _from(pairs: Pairs) -> Asked:
    if any(name == "update" for name, _ in pairs):
        raise RequestError(HTTPStatus.FORBIDDEN, "updates are not taken here: the graph can only be read")
    queries, default, named = ([value for name, value in pairs if name == known] for known in _KNOWN)
    if len(queries) != 1:
        raise RequestError(HTTPStatus.BAD_REQUEST, f"a request asks one query, not {len(queries)}")
    dataset = Dataset(_graphs(default), _graphs(named)) if default or named else None
    return Asked(queries[0], dataset)


def _graphs(names: Sequence[str]) -> tuple[ox.NamedNode, ...]:
    try:
        return tuple(ox.NamedNode(name) for name in names)
    except ValueError as error:
        raise RequestError(HTTPStatus.BAD_REQUEST, f"no graph has such a name: {error}") from error


def _pairs(encoded: bytes) -> Pairs:
    try:
        return parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000
        )
    except ValueError as error:  # UnicodeDecodeError is one
        raise RequestError(HTTPStatus.BAD_REQUEST, f"the parameters cannot be read: {error}") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(HTTPStatus.BAD_REQUEST, f"the query is not UTF-8: {error}") from error


def _media(content_type: str) -> tuple[str, str]:
    """Media type and charset, "" where there is none."""
    media, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charset = ""
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "charset":
            charset = value.strip().strip('"')
    return media, charset

"""The HTTP application: /sparql, a page to ask in at /, the drawn graph at /graph."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac
import tempfile
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import KgError
from kg.export import exporter
from kg.ontology import load
from kg.serve import LOOPBACK
from kg.serve.description import describe
from kg.serve.formats import TRIPLES, negotiate
from kg.serve.protocol import MOST_BYTES, RequestError, asked
from kg.serve.workers import BusyError, Limits, Outcome, Workers, version_of
from kg.store import open_any

OWN_NAMES = tuple(f"[{name}]" if ":" in name else name for name in LOOPBACK)  # as a Host header has them
_STATUS = {
    Outcome.ANSWERED: HTTPStatus.OK,
    Outcome.REFUSED: HTTPStatus.BAD_REQUEST,
    Outcome.UNACCEPTABLE: HTTPStatus.NOT_ACCEPTABLE,
    Outcome.TOO_LARGE: HTTPStatus.INTERNAL_SERVER_ERROR,
    Outcome.TOO_SLOW: HTTPStatus.SERVICE_UNAVAILABLE,
    Outcome.DIED: HTTPStatus.INTERNAL_SERVER_ERROR,
    Outcome.NO_STORE: HTTPStatus.SERVICE_UNAVAILABLE,
}
_ASSETS = {
    "ask.css": "text/css",
    "ask.js": "text/javascript",
    "yasgui.min.css": "text/css",
    "yasgui.min.js": "text/javascript",
}
# Of the page to ask in: everything from here, nothing from elsewhere; the editor sets styles of its own.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a graph is served.

    Attributes:
        token: what a client must show, "" for nothing.
        hosts: the names it is asked by; others are refused, so that no website can have a browser ask. Empty for any.
        origin: a website whose pages may ask, "*" for any, "" for none.
    """

    jobs: int = 2
    limits: Limits = field(default_factory=Limits)
    token: str = field(default="", repr=False)
    hosts: tuple[str, ...] = OWN_NAMES
    origin: str = ""


def application(source: Path, settings: Settings) -> Starlette:
    """The application for the store in a folder, or an RDF file."""
    workers = Workers(source, jobs=settings.jobs, limits=settings.limits)
    drawn = Drawn(source)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with workers.running():
            yield

    async def sparql(request: Request) -> Response:
        return await _sparql(request, workers)

    async def graph(_request: Request) -> Response:
        return Response(await run_in_threadpool(drawn.page), media_type="text/html")

    middleware = (
        [Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts))] if settings.hosts else []
    )
    if settings.origin:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=[settings.origin],
                allow_methods=["GET", "POST"],
                allow_headers=["*"],
            )
        )
    if settings.token:
        middleware.append(Middleware(_Guard, token=settings.token))
    routes = [
        Route("/", _page),
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/graph", graph),
        Route("/assets/{name}", _asset),
    ]
    handlers = {KgError: _failed}
    return Starlette(routes=routes, middleware=middleware, lifespan=lifespan, exception_handlers=handlers)


async def _sparql(request: Request, workers: Workers) -> Response:
    accept = request.headers.get("accept", "")
    if request.method in ("GET", "HEAD") and not request.url.query:
        media = negotiate(accept, TRIPLES) or "text/turtle"
        endpoint = str(request.url.replace(query="", fragment=""))
        return Response(describe(endpoint, TRIPLES[media]), media_type=media)
    body = await _body(request)
    question = asked(
        request.method, request.scope["query_string"], request.headers.get("content-type", ""), body
    )
    answer = await workers.answer(question, accept)
    response = Response(answer.body, _STATUS[answer.outcome], media_type=answer.media)
    response.headers["Vary"] = "Accept"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


async def _body(request: Request) -> bytes:
    received = bytearray()
    async for part in request.stream():
        received += part
        if len(received) > MOST_BYTES:
            raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body may have {MOST_BYTES:,} bytes")
    return bytes(received)


async def _failed(_request: Request, error: Exception) -> Response:
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if isinstance(error, RequestError):
        status = error.status
    elif isinstance(error, BusyError):
        status = HTTPStatus.SERVICE_UNAVAILABLE
    headers = {"Retry-After": "1"} if isinstance(error, BusyError) else {}
    return PlainTextResponse(str(error), status, headers)


async def _page(_request: Request) -> Response:
    page = (files("kg.serve") / "assets" / "ask.html").read_text("utf-8")
    return Response(page, media_type="text/html", headers={"Content-Security-Policy": _POLICY})


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _ASSETS:
        return PlainTextResponse("there is no such file", HTTPStatus.NOT_FOUND)
    content = (files("kg.serve") / "assets" / name).read_bytes()
    return Response(content, media_type=_ASSETS[name], headers={"Cache-Control": "max-age=3600"})


class Drawn:
    """The drawn graph as a page, made when it is first asked for, and again when the store has changed."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._made: tuple[object, bytes] | None = None
        self._making = threading.Lock()

    def page(self) -> bytes:
        """The page; whoever asks while it is made waits for it."""
        with self._making:
            version = version_of(self._source)
            if self._made is None or self._made[0] != version:
                with tempfile.TemporaryDirectory() as folder, open_any(self._source) as store:
                    file = Path(folder) / "graph.html"
                    exporter("html")(store, file, ontology=load())
                    self._made = version, file.read_bytes()
            return self._made[1]


class _Guard:
    """Lets in who shows the token: as Bearer, or as the password of any user, for browsers."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._token = app, token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http" or self._shown(Request(scope).headers.get("authorization", "")):
            await self._app(scope, receive, send)
            return
        headers = {"WWW-Authenticate": 'Basic realm="kg", charset="UTF-8"'}
        response = PlainTextResponse("a token is needed", HTTPStatus.UNAUTHORIZED, headers)
        await response(scope, receive, send)

    def _shown(self, header: str) -> bool:
        scheme, _, value = header.partition(" ")
        shown = value.strip().encode()
        if scheme.lower() == "basic":
            try:
                shown = base64.b64decode(shown, validate=True).partition(b":")[2]
            except binascii.Error:
                return False
        return scheme.lower() in ("basic", "bearer") and hmac.compare_digest(shown, self._token)

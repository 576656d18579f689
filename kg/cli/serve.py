"""kg serve: the graph as a SPARQL endpoint, with a page to ask in and the drawn graph."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

import click

from kg.cli.options import store_option
from kg.cli.terminal import processes
from kg.errors import ServeError
from kg.serve import LOOPBACK

_GRACE = 5  # seconds that requests have to end when the server does


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="The port; 0 for any that is free.",
)
@click.option(
    "--token",
    envvar="KG_SERVE_TOKEN",
    default="",
    help="What clients must show, as Bearer or as a password; better set as KG_SERVE_TOKEN in the environment.",
)
@click.option(
    "--cors", "origin", default="", metavar="ORIGIN", help="A website whose pages may ask; * for any."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30,
    show_default=True,
    help="Seconds after which a query is ended.",
)
@click.option(
    "--largest",
    type=click.IntRange(min=1),
    default=64,
    show_default=True,
    help="Megabytes that an answer may have.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    help="Queries that are answered at the same time, each by a process; by default one a core, at most 4.",
)
@store_option
def serve(
    *, host: str, port: int, token: str, origin: str, timeout: float, largest: int, jobs: int, source: Path
) -> None:
    """Serve the graph: a SPARQL endpoint at /sparql, a page to ask in at /, the drawn graph at /graph.

    It can only be read. It listens on this machine alone, unless --host says otherwise; then a token is needed. A
    graph that is built anew is served at once. Ends with Ctrl-C.

    \b
    kg serve
    kg serve --port 0 --on elsewhere.ttl
    """
    if host not in LOOPBACK and not token:
        raise ServeError("is reached from other machines; set a token in KG_SERVE_TOKEN", f"--host {host}")
    try:
        import uvicorn

        from kg.serve.app import OWN_NAMES, Settings, application
        from kg.serve.workers import Limits
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn"):
            raise
        raise ServeError(
            f"needs {error.name}; install kg with its extra: pip install '.[serve]'", "kg serve"
        ) from error
    from kg.store import open_any

    with open_any(source):
        pass  # it is there, and can be read
    settings = Settings(
        jobs=processes(jobs),
        limits=Limits(timeout, largest << 20),
        token=token,
        hosts=OWN_NAMES if host in LOOPBACK else (),
        origin=origin,
    )
    listening = _listen(host, port)
    address = f"[{host}]" if ":" in host else host
    click.echo(f"http://{address}:{listening.getsockname()[1]}/  (Ctrl-C ends)", err=True)
    config = uvicorn.Config(
        application(source, settings),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=_GRACE,
    )
    with contextlib.suppress(KeyboardInterrupt):  # the way to end it
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise ServeError(f"cannot listen: {error.strerror or error}", f"{host}:{port}") from error

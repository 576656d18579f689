"""Real triple stores for tests, on loopback and in folders of their own: Oxigraph's server and Virtuoso.

Tests ask for the fixtures `oxigraph` and `virtuoso`, which last for a session and are shared: each test uses graph
names of its own. A test that stops a server, or needs an empty one, runs `oxigraph_server` or `virtuoso_server`.

Oxigraph comes as a wheel with the development tools; Virtuoso is unpacked from Debian's packages by `make test`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from requests.auth import AuthBase, HTTPDigestAuth

UNPACKED = Path(__file__).resolve().parent.parent / "build" / "virtuoso"
PATIENCE = 60  # seconds until a server answers; it takes 1 for Oxigraph, 3 for Virtuoso

_INI = """\
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 32
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 16
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass(frozen=True)
class Server:
    """A triple store that answers.

    Attributes:
        query: where SPARQL queries go; the default graph of a query may be empty (use FROM or GRAPH).
        graph_store: where the Graph Store Protocol is spoken, with the parameter `graph_parameter`.
        update: where SPARQL updates go.
        user, password: for Digest authentication where it is asked for, else "".
        process: for tests that stop it.
    """

    name: str
    query: str
    update: str
    graph_store: str
    graph_parameter: str
    user: str
    password: str
    process: subprocess.Popen[bytes]

    @property
    def base(self) -> str:
        """The address without the path of an endpoint."""
        return self.query.rpartition("/")[0]

    @property
    def auth(self) -> AuthBase | None:
        """What requests sends along."""
        return HTTPDigestAuth(self.user, self.password) if self.user else None

    def put(self, graph: str, data: bytes, media_type: str = "text/turtle") -> int:
        """Replace a graph; gives the status that the server answered."""
        answer = requests.put(
            self.graph_store,
            params={self.graph_parameter: graph},
            data=data,
            headers={"Content-Type": media_type},
            auth=self.auth,
            timeout=PATIENCE,
        )
        return answer.status_code

    def select(self, query: str, graphs: Sequence[str] = ()) -> list[dict[str, dict[str, str]]]:
        """The rows of a SELECT query, as SPARQL JSON has them, over the union of these graphs."""
        answer = requests.post(
            self.query,
            data={"query": query, "default-graph-uri": list(graphs)},
            headers={"Accept": "application/sparql-results+json"},
            timeout=PATIENCE,
        )
        assert answer.ok, answer.text
        rows: list[dict[str, dict[str, str]]] = answer.json()["results"]["bindings"]
        return rows


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Oxigraph's server, shared by all tests."""
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Virtuoso, shared by all tests."""
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


def oxigraph_command() -> str:
    """Oxigraph's own command line; the test is skipped where it is not installed."""
    found = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    if found is None:
        pytest.skip("no oxigraph on this machine (`make test` installs it with the development tools)")
    return found


@contextlib.contextmanager
def oxigraph_server(folder: Path, *options: str) -> Iterator[Server]:
    """Oxigraph serves a folder, new or there already, until the block ends; without authentication.

    Args:
        options: more of `oxigraph serve`, such as "--union-default-graph".
    """
    (port,) = free_ports(1)
    command = [oxigraph_command(), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    at = f"http://127.0.0.1:{port}"
    with _running([*command, *options], folder, f"{at}/query?query=ASK%7B%7D") as process:
        yield Server(
            "oxigraph",
            f"{at}/query",
            f"{at}/update",
            f"{at}/store",
            "graph",
            user="",
            password="",
            process=process,
        )


@contextlib.contextmanager
def virtuoso_server(folder: Path) -> Iterator[Server]:
    """Virtuoso serves a folder, new or there already, until the block ends; writing asks for Digest."""
    program = UNPACKED / "usr" / "bin" / "virtuoso-t"
    if not program.exists():
        pytest.skip("no Virtuoso on this machine (`make test` unpacks it where apt-get can download)")
    libraries = [str(library) for library in sorted(UNPACKED.glob("**/*-linux-gnu"))]
    environment = {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(libraries)}
    sql, http = free_ports(2)
    (folder / "v.ini").write_text(_INI.format(sql=sql, http=http))
    at = f"http://127.0.0.1:{http}"
    command = [str(program), "+configfile", "v.ini", "+foreground"]
    with _running(command, folder, f"{at}/sparql?query=ASK%7B%7D", environment) as process:
        yield Server(
            "virtuoso",
            query=f"{at}/sparql",
            update=f"{at}/sparql-auth",
            graph_store=f"{at}/sparql-graph-crud-auth",
            graph_parameter="graph-uri",
            user="dba",
            password="dba",  # noqa: S106  what a new Virtuoso has
            process=process,
        )


@contextlib.contextmanager
def _running(
    command: Sequence[str], folder: Path, answers_at: str, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The program runs, and answers, until the block ends."""
    with (folder / "output.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        _wait(process, answers_at, folder / "output.log")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], answers_at: str, log: Path) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(requests.RequestException):
            if requests.get(answers_at, timeout=5).ok:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!s} does not answer:\n{log.read_text('utf-8', 'replace')[-2000:]}")


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on, each another one."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]

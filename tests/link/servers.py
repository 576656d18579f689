"""Reconciliation services on loopback: Datasette with datasette-reconcile, and one that answers as it is told."""

from __future__ import annotations

import csv
import http.server
import json
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs

from tests.servers import free_ports

ITEMS = "http://www.wikidata.org/entity/"
ORGANIZATION, PERSON = "Q43229", "Q5"
PATIENCE = 60  # seconds until Datasette must have started


class Register:
    """A Datasette with one table, that reconciles names with it; it can be stopped and started again.

    Args:
        rows: a CSV text with id, name, type and description.
        settings: more for the plugin, in place of what it has.
    """

    def __init__(self, folder: Path, rows: str, settings: Mapping[str, object] = {}) -> None:
        self._folder, (self._port,) = folder, free_ports(1)
        self.url = f"http://127.0.0.1:{self._port}/db/things/-/reconcile"
        database = sqlite3.connect(folder / "db.db")
        with database:
            database.execute(
                "CREATE TABLE things (id TEXT PRIMARY KEY, name TEXT, type TEXT, description TEXT)"
            )
            found = list(csv.DictReader(rows.splitlines()))
            database.executemany("INSERT INTO things VALUES (:id, :name, :type, :description)", found)
            database.execute("CREATE VIRTUAL TABLE things_fts USING fts5(name, content=things)")
            database.execute("INSERT INTO things_fts (rowid, name) SELECT rowid, name FROM things")
        database.close()
        plugin = {
            "id_field": "id",
            "name_field": "name",
            "type_field": "type",
            "description_field": "description",
            "service_name": "Little Register",
            "identifierSpace": ITEMS,
            "schemaSpace": ITEMS,
            "view_url": "https://register.example/show/{{id}}",
            **settings,
        }
        tables = {"things": {"plugins": {"datasette-reconcile": plugin}}}
        (folder / "metadata.json").write_text(json.dumps({"databases": {"db": {"tables": tables}}}), "utf-8")

    def __enter__(self) -> Self:
        log = (self._folder / "log.txt").open("ab")
        command = [sys.executable, "-m", "datasette", "serve", "db.db", "-m", "metadata.json"]
        command += ["-h", "127.0.0.1", "-p", str(self._port)]
        self._process = subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)
        log.close()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return self
            time.sleep(0.05)
        raise AssertionError((self._folder / "log.txt").read_text("utf-8"))

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


Answer = tuple[int, Mapping[str, str], bytes]


class Scripted:
    """A server that does with each request what a function says; it remembers what it was asked.

    Args:
        answer: takes the queries of a form, None for a request of the manifest, and the number of the request.
    """

    def __init__(self, answer: Callable[[dict[str, Any] | None, int], Answer]) -> None:
        self.asked: list[dict[str, Any] | None] = []
        self.headers: list[Mapping[str, str]] = []
        self.most_at_a_time = 0
        at_a_time, lock = [0], threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._do(None)

            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._do(json.loads(parse_qs(form)["queries"][0]))

            def _do(self, queries: dict[str, Any] | None) -> None:
                with lock:
                    at_a_time[0] += 1
                    outer.most_at_a_time = max(outer.most_at_a_time, at_a_time[0])
                    number = len(outer.asked)
                    outer.asked.append(queries)
                    outer.headers.append(dict(self.headers))
                try:
                    status, headers, body = answer(queries, number)
                    self.send_response(status)
                    for name, value in {"Content-Length": str(len(body)), **headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # who asked does not wait any more
                finally:
                    with lock:
                        at_a_time[0] -= 1

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/reconcile"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def names(self) -> list[str]:
        """The names that were asked about, in the order in which they came."""
        return [query["query"] for queries in self.asked if queries for query in queries.values()]


MANIFEST = {"versions": ["0.1", "0.2"], "name": "Scripted", "identifierSpace": ITEMS, "schemaSpace": ITEMS}


def answered(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer in JSON."""
    return status, headers or {}, json.dumps(value).encode()


def results(queries: Mapping[str, Any], found: Callable[[str], Iterable[Mapping[str, object]]]) -> Answer:
    """The candidates for the name of each query."""
    return answered({key: {"result": list(found(query["query"]))} for key, query in queries.items()})


def known(name: str) -> list[dict[str, object]]:
    """A sure candidate for any name."""
    return [
        {"id": "Q" + (re.sub(r"\D", "", name) or "1"), "name": name, "score": 100, "match": True, "type": []}
    ]

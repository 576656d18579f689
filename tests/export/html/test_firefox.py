"""The page in Firefox, from disk: it opens without a request, shows evidence, goes back, and answers SPARQL.

Firefox is spoken to by its own Marionette protocol, which any build of it has; where there is no Firefox, this is
skipped. What each part of the page does is tested in Chromium.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers import free_ports

FIREFOX = ("firefox-esr", "firefox")
PATIENCE = 120  # seconds, on a busy machine


class Firefox:
    """A Firefox that runs script in the page it has open."""

    def __init__(self, port: int) -> None:
        self._connection = _connected(port)
        self._read = b""
        self._number = 0
        self._receive()
        self.ask("WebDriver:NewSession", capabilities={})

    def ask(self, command: str, **parameters: Any) -> Any:
        """The answer to a command of Marionette."""
        self._number += 1
        message = json.dumps([0, self._number, command, parameters]).encode()
        self._connection.sendall(str(len(message)).encode() + b":" + message)
        _, _, error, result = self._receive()
        assert error is None, error
        return result

    def run(self, expression: str) -> Any:
        """The value of an expression in the page."""
        return self.ask("WebDriver:ExecuteScript", script=f"return {expression}", args=[])["value"]

    def until(self, expression: str) -> Any:
        """The value of the expression as soon as there is one."""
        end = time.monotonic() + PATIENCE
        while not (found := self.run(expression)):
            assert time.monotonic() < end, expression
            time.sleep(0.2)
        return found

    def _receive(self) -> Any:
        while b":" not in self._read:
            self._read += self._connection.recv(65536)
        length, _, rest = self._read.partition(b":")
        while len(rest) < int(length):
            rest += self._connection.recv(65536)
        self._read = rest[int(length) :]
        return json.loads(rest[: int(length)])


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    """A headless Firefox with a profile of its own."""
    executable = next(filter(None, map(shutil.which, FIREFOX)), None)
    if executable is None:
        pytest.skip("no firefox on this machine (apt-get install firefox-esr)")
    (port,) = free_ports(1)
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "user.js").write_text(f'user_pref("marionette.port", {port});\n')
    command = [executable, "--headless", "--no-remote", "--marionette", "--profile", str(profile)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield Firefox(port)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()


def test_the_page_works_in_firefox(firefox: Firefox, sample_page: Path) -> None:
    """Totals, no request, a sentence with its words marked, the back button, and an answer to SPARQL."""
    firefox.ask("WebDriver:Navigate", url=sample_page.as_uri())
    firefox.until("document.body.dataset.ready")
    assert firefox.run("document.getElementById('totals').textContent").endswith("6 articles")
    assert firefox.run("performance.getEntriesByType('resource').length") == 0
    firefox.run("location.hash = '#statement=volta-rail~kg%3AcustomerOf~helio-grid'")
    assert firefox.until("document.querySelector('#panel blockquote mark.words')?.textContent") == "customer"
    firefox.run("location.hash = '#view=query'")
    firefox.run("history.back()")
    firefox.until("location.hash.startsWith('#statement')")
    firefox.run("location.hash = '#view=query'")
    firefox.until("document.body.dataset.view === 'query'")
    firefox.run("document.querySelector('#view-query .solid').click()")
    status = "document.querySelector('#view-query [role=status]').textContent"
    assert firefox.until(f"{status}.includes('rows in') && {status}").startswith("50 rows in")

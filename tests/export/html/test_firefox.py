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

from tests.export.html.engines import PATIENCE, Engine, assert_works
from tests.servers import free_ports

FIREFOX = ("firefox-esr", "firefox")


class Firefox(Engine):
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

    def open(self, address: str) -> None:
        """Opens an address."""
        self.ask("WebDriver:Navigate", url=address)

    def run(self, expression: str) -> Any:
        """The value of an expression in the page."""
        return self.ask("WebDriver:ExecuteScript", script=f"return {expression}", args=[])["value"]

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
    """From disk, as in Chromium."""
    assert_works(firefox, sample_page)

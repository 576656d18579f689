"""The page in WebKit, the engine of Safari, from disk; skipped where WebKitGTK's driver is not.

WebKitGTK is spoken to by WebDriver, which is HTTP. It needs a display: Xvfb makes one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.export.html.engines import PATIENCE, Engine, assert_works
from tests.servers import free_ports

NEEDED = ("WebKitWebDriver", "Xvfb")


class WebKit(Engine):
    """A MiniBrowser that WebKitWebDriver controls."""

    def __init__(self, port: int) -> None:
        self._at = f"http://127.0.0.1:{port}/session"
        options = {"webkitgtk:browserOptions": {"args": ["--automation"]}}
        end = time.monotonic() + PATIENCE
        begun = None
        while begun is None:
            try:
                begun = self._post("", capabilities={"alwaysMatch": options})
            except requests.ConnectionError:
                assert time.monotonic() < end
                time.sleep(0.2)
        self._at += f"/{begun['sessionId']}"

    def open(self, address: str) -> None:
        """Opens an address."""
        self._post("/url", url=address)

    def run(self, expression: str) -> Any:
        """The value of an expression in the page."""
        return self._post("/execute/sync", script=f"return {expression}", args=[])

    def end(self) -> None:
        """Closes the browser."""
        requests.delete(self._at, timeout=PATIENCE)

    def _post(self, path: str, **body: Any) -> Any:
        answer = requests.post(self._at + path, json=body, timeout=PATIENCE)
        assert answer.ok, answer.text
        return answer.json()["value"]


@contextlib.contextmanager
def started(*command: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """A program that is ended at last; its standard output can be read."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()


@pytest.fixture
def webkit() -> Iterator[WebKit]:
    """A browser on a display of its own."""
    if not all(map(shutil.which, NEEDED)):
        pytest.skip("no WebKitGTK on this machine (apt-get install webkit2gtk-driver xvfb)")
    (port,) = free_ports(1)
    with started("Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24") as screen:
        assert screen.stdout
        display = f":{screen.stdout.readline().strip()}"
        # Its sandbox needs rights that a container does not give; the page is our own.
        loose = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        with started("WebKitWebDriver", f"--port={port}", DISPLAY=display, **loose):
            browser = WebKit(port)
            try:
                yield browser
            finally:
                browser.end()


def test_the_page_works_in_webkit(webkit: WebKit, sample_page: Path) -> None:
    """From disk, as in Chromium."""
    assert_works(webkit, sample_page)

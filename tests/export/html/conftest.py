"""The sample's page, written once, and a browser page that has it open and notes all it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kg.export.html import write
from kg.store import Store
from tests.export.html import hostile, sample


@pytest.fixture(scope="package")
def store() -> Store:
    """The sample in memory."""
    return sample.store()


@pytest.fixture(scope="package")
def sample_page(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the sample."""
    path = tmp_path_factory.mktemp("page") / "graph ünïcode.html"
    write(store, path)
    return path


@pytest.fixture(scope="package")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of texts that try to be more than text."""
    path = tmp_path_factory.mktemp("page") / "hostile.html"
    write(hostile.store(), path, title=hostile.TEXTS[3])
    return path


class Watched:
    """A browser page, what it asked for, and what it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))

    def open(self, path: Path, address: str = "") -> Page:
        """Opens a file, at an address inside it, and waits until it is drawn."""
        self.page.goto(path.as_uri() + address)
        self.page.locator("body[data-ready]").wait_for()
        return self.page

    def assert_quiet(self) -> None:
        """Nothing but the file was asked for, nothing was complained of."""
        assert all(url.startswith("file://") for url in self.requests), self.requests
        assert len(self.requests) == 1, self.requests
        assert self.complaints == []


@pytest.fixture
def watch(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Makes a watched page in a window of its own, of any width and in either colour scheme."""
    contexts = []

    def make(width: int = 1440, height: int = 900, **options: Any) -> Watched:
        scheme = options.get("scheme", "light")
        context = browser.new_context(
            offline=True,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        contexts.append(context)
        return Watched(context.new_page())

    yield make
    for context in contexts:
        context.close()

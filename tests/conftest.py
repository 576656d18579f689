"""What several tests need: the repository, its sample articles, real articles where they are, a browser."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.servers import oxigraph, virtuoso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

__all__ = ["oxigraph", "virtuoso"]  # fixtures too
REPOSITORY = Path(__file__).resolve().parent.parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("kg", deadline=None)
hypothesis.settings.load_profile("kg")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def sample_articles() -> Path:
    """The folder of the articles written for this project."""
    return REPOSITORY / "tests" / "articles"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with real articles and benchmarks, which do not belong to it."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("there is no shared/ folder beside the checkout")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, the one of the system; its tests are skipped where there is none."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        pytest.skip("no chromium on this machine (`make test` installs it as root on Debian)")
    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        # Chromium refuses to run its sandbox as root; the pages are our own and load nothing.
        browser = playwright.chromium.launch(executable_path=executable, chromium_sandbox=not root)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page, offline: whatever it asks of the network fails."""
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()

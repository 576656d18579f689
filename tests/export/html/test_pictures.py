"""Pictures of the page for people to look at; they are in build/pictures after a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import REPOSITORY
from tests.export.html.conftest import Watched

Watch = Callable[..., Watched]
PICTURES = REPOSITORY / "build" / "pictures"
EVIDENCE = "#statement=acquisition-orbit~kg%3Atarget~orbit-arms"
VIEWS = {
    "graph": "#",
    "thing": "#node=helio-grid",
    "evidence": EVIDENCE,
    "focus": "#focus=helio-grid~2",
    "path": "#path=chalmers~sweden",
    "statements": "#view=statements",
    "article": "#view=articles&article=https%3A%2F%2Fnews.example.org%2Fhelio",
    "query": "#view=query",
}


def picture(page: Page, path: Path) -> Path:
    """The window as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.wait_for_timeout(250)
    page.screenshot(path=path)
    return path


LOOKS = {
    "light": (1440, 900, list(VIEWS)),
    "dark": (1440, 900, ["graph", "evidence", "article"]),
    "phone": (390, 844, ["graph", "thing", "evidence", "statements"]),
}


@pytest.mark.parametrize(
    ("look", "view"), [(look, view) for look, (*_, views) in LOOKS.items() for view in views]
)
def test_pictures_are_made(watch: Watch, sample_page: Path, look: str, view: str) -> None:
    """Views in light, in dark and on a phone are drawn, and none is a blank."""
    width, height, _ = LOOKS[look]
    page = watch(width=width, height=height, scheme="dark" if look == "dark" else "light").open(
        sample_page, VIEWS[view]
    )
    made = picture(page, PICTURES / f"{view}-{look}.png")
    assert made.stat().st_size > 15_000

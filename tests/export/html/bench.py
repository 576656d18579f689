"""What the HTML graph costs: seconds and memory to write it, seconds to the first drawing, frames a second.

    python -m tests.export.html.bench

Each graph is written by a process of its own. Frames are counted while the drawing is dragged by mouse, in Chromium
without a graphics card. Everything it writes is in a temporary folder.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.conftest import CHROMIUM

SIZES = (4_000, 100_000)  # statements; the first has about 1,500 connected things
DRAGS = 80  # movements of the mouse
FRAMES = (
    """() => { window.frames_ = []; kg.network.on("afterDrawing", () => frames_.push(performance.now())); }"""
)
DRAWN = (
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
)


def first_drawing(page: Page, path: Path) -> float:
    """Seconds from the beginning of loading to the frame after the page was ready."""
    page.goto(path.as_uri())
    page.locator("body[data-ready]").wait_for(timeout=120_000)
    milliseconds: float = page.evaluate(DRAWN)
    return milliseconds / 1000


def frames_while(page: Page, wheel: int) -> float:
    """Frames a second while the mouse drags the drawing, or turns its wheel by so much."""
    box = page.locator("#canvas").bounding_box()
    assert box
    x, y = box["x"] + 30, box["y"] + box["height"] - 80
    page.evaluate(FRAMES)
    page.mouse.move(x, y)
    if not wheel:
        page.mouse.down()
    for i in range(DRAGS):
        if wheel:
            page.mouse.wheel(0, wheel if i % 20 < 10 else -wheel)
        else:
            page.mouse.move(x + 6 * i, y - 3 * (i % 40))
    if not wheel:
        page.mouse.up()
    times: list[float] = page.evaluate("frames_")
    return (len(times) - 1) / (times[-1] - times[0]) * 1000 if len(times) > 1 else 0.0


def main() -> None:
    """Prints the figures."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder, f"{size}.html")
            subprocess.run(
                [sys.executable, "-m", "tests.export.html.large", str(size), str(path)], check=True
            )
            if executable is None:
                print("no chromium here: no figures of the page")
                continue
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=executable, chromium_sandbox=False)
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                seconds = first_drawing(page, path)
                drag, zoom = frames_while(page, 0), frames_while(page, 60)
                print(
                    f"    first drawing {seconds:.1f} s, {drag:.0f} frames a second dragged, {zoom:.0f} zoomed"
                )
                browser.close()


if __name__ == "__main__":
    main()

"""What the page does in every browser, tried by script in the engines that are not Chromium's."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

PATIENCE = 120  # seconds, on a busy machine


class Engine(ABC):
    """A browser that runs script in the page it has open."""

    @abstractmethod
    def open(self, address: str) -> None:
        """Opens an address."""

    @abstractmethod
    def run(self, expression: str) -> Any:
        """The value of an expression in the page."""

    def until(self, expression: str) -> Any:
        """The value of the expression as soon as there is one."""
        end = time.monotonic() + PATIENCE
        while not (found := self.run(expression)):
            assert time.monotonic() < end, expression
            time.sleep(0.2)
        return found


def assert_works(engine: Engine, page: Path) -> None:
    """Totals, no request, a sentence with its words marked, the back button, and an answer to SPARQL."""
    engine.open(page.as_uri())
    engine.until("document.body.dataset.ready")
    assert engine.run("document.getElementById('totals').textContent").endswith("6 articles")
    assert engine.run("performance.getEntriesByType('resource').length") == 0
    engine.run("location.hash = '#statement=volta-rail~kg%3AcustomerOf~helio-grid'")
    assert engine.until("document.querySelector('#panel blockquote mark.words')?.textContent") == "customer"
    engine.run("location.hash = '#view=query'")
    engine.run("history.back()")
    engine.until("location.hash.startsWith('#statement')")
    engine.run("location.hash = '#view=query'")
    engine.until("document.body.dataset.view === 'query'")
    engine.run("document.querySelector('#view-query .solid').click()")
    status = "document.querySelector('#view-query [role=status]').textContent"
    assert engine.until(f"{status}.includes('rows in') && {status}").startswith("50 rows in")

"""kg view, as a user calls it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kg.export.html.page import read_document
from tests.assemble import sample
from tests.command import KG, kg


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """An RDF file of the sample, in a folder with a blank in its name."""
    folder = tmp_path / "my graphs"
    folder.mkdir()
    path = folder / "news.nq"
    path.write_text("".join(f"{quad} .\n" for quad in sample.quads()), "utf-8")
    return path


def view(*arguments: str, browser: str = "true %s") -> subprocess.CompletedProcess[str]:
    """Runs it with a command in place of the browser."""
    environment = {**os.environ, "BROWSER": browser}
    return subprocess.run(
        [*KG, "view", *arguments], capture_output=True, text=True, env=environment, check=False
    )


def test_writes_beside_the_graph_and_opens(graph: Path, tmp_path: Path) -> None:
    """Without -o the file is beside the RDF file; the browser gets its address, as a URL."""
    opened = tmp_path / "opened"
    browser = tmp_path / "browser.sh"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{opened}"\n')
    browser.chmod(0o755)
    ran = view("--on", str(graph), browser=f"{browser} %s")
    written = graph.with_suffix(".html")
    assert ran.returncode == 0, ran.stderr
    assert f"{written}: " in ran.stderr
    assert ran.stdout == ""
    assert opened.read_text().strip() == written.as_uri()
    assert read_document(written.read_text("utf-8"))["statements"]


def test_says_so_where_no_browser_starts(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a browser the file is there, and its path is told."""
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    ran = kg("view", "--on", graph)
    assert ran.exit_code == 0
    assert f"open {graph.with_suffix('.html')}" in ran.stderr
    assert graph.with_suffix(".html").exists()


def test_a_title_and_no_sparql(graph: Path, tmp_path: Path) -> None:
    """The title is the page's; without SPARQL the RDF is left out; --no-open opens nothing."""
    out = tmp_path / "page.html"
    ran = view("--on", str(graph), "-o", str(out), "--title", "A <b> title", "--no-sparql", "--no-open")
    assert ran.returncode == 0, ran.stderr
    document = read_document(out.read_text("utf-8"))
    assert document["title"] == "A <b> title"
    assert document["rdf"] is None


def test_no_graph_is_told(tmp_path: Path) -> None:
    """A store that is not there is one line on stderr, and exit status 1."""
    ran = view("--on", str(tmp_path / "nowhere" / "store"))
    assert ran.returncode == 1
    assert ran.stderr.startswith("kg: ")
    assert ran.stderr.count("\n") == 1

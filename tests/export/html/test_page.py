"""The HTML file as text: complete, locked, and with nothing of the document outside its script element."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.html import write
from kg.export.html.page import page, read_document
from kg.store import Store
from tests.export.html.hostile import TEXTS


@pytest.fixture(scope="module")
def text(sample_page: Path) -> str:
    """The sample's page."""
    return sample_page.read_text("utf-8")


def test_scripts_and_style_are_the_ones_allowed(text: str) -> None:
    """The policy allows nothing but the hashes of the page's two scripts and its style sheet."""
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1].replace("'wasm-unsafe-eval'", "")
    inline = re.findall(r"<style>(.*?)</style>|<script(?: type=\"module\")?>(.*?)</script>", text, re.DOTALL)
    assert len(inline) == 3
    for style, script in inline:
        digest = base64.b64encode(hashlib.sha256((style or script).encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]


def test_nothing_is_fetched(text: str) -> None:
    """No element has an address to load from, and no module is imported."""
    shell = re.sub(r"(<script[^>]*>).*?(</script>)", r"\1\2", text, flags=re.DOTALL)
    assert re.findall(r"\s(?:src|srcset|data|action|poster)=", shell) == []
    assert re.findall(r'href="(?!#)', shell) == []
    assert "sourceMappingURL" not in text
    assert re.findall(r"^(?:import|export) ", text, re.MULTILINE) == []


def test_without_sparql_nothing_of_it_is_there(store: Store, tmp_path: Path) -> None:
    """The page without SPARQL has no engine, no RDF, and a policy that allows no WebAssembly and no worker."""
    write(store, tmp_path / "small.html", sparql=False)
    small = (tmp_path / "small.html").read_text("utf-8")
    assert read_document(small)["rdf"] is None
    assert "unsafe" not in small[: small.index("<body>")]
    assert "worker-src" not in small
    assert 'id="engine"' not in small
    assert len(small) < 900_000


def test_what_is_of_others_is_as_they_published_it() -> None:
    """The vendored files are those of the npm package whose version is given, unchanged."""
    folder = files("kg.export.html") / "vendor" / "oxigraph"
    known = json.loads((folder / "vendor.json").read_text("utf-8"))
    assert known["version"] == json.loads((folder / "package.json").read_text("utf-8"))["version"]
    for name, digest in known["sha256"].items():
        path = folder / name
        content = (
            path.read_bytes() if path.is_file() else gzip.decompress((folder / f"{name}.gz").read_bytes())
        )
        assert hashlib.sha256(content).hexdigest() == digest


def test_names_of_modules_differ() -> None:
    """No two modules of the page name the same thing at their top, because they are joined into one."""
    names = [
        name
        for asset in (files("kg.export.html") / "assets").iterdir()
        if asset.name.endswith(".mjs")
        for name in re.findall(
            r"^(?:export )?(?:async )?(?:function|const|let|class) +(\w+)",
            asset.read_text("utf-8"),
            re.MULTILINE,
        )
    ]
    assert len(names) > 100
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_the_licence_is_kept(text: str) -> None:
    """The notices of vis-network and Oxigraph are in the page."""
    assert "2018 Oxigraph developers" in text
    assert "@license" in text
    assert "Almende B.V" in text


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(TEXTS))
def test_any_text_survives(words: str) -> None:
    """What goes into the document comes out of the page, and no text adds an element or a comment to it."""
    empty = {"form": 2, "title": "", "nodes": [{"label": ""}]}
    written = page({**empty, "nodes": [{"label": words}]})
    assert read_document(written)["nodes"][0]["label"] == words
    plain = page(empty)
    for mark in ("<", "<!--", "</script"):
        assert written.count(mark) == plain.count(mark)


def test_the_title_is_text() -> None:
    """A title with markup is escaped wherever it stands."""
    written = page({"form": 2, "title": TEXTS[3]})
    assert "<title>&lt;/script&gt;" in written
    assert TEXTS[3] not in written


def test_a_page_without_a_graph_is_refused() -> None:
    """Reading back something else is an error."""
    with pytest.raises(ValueError, match="no graph"):
        read_document("<html></html>")

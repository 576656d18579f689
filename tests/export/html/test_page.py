"""The HTML file as text: complete, locked, and with nothing of the document outside its script element."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.html.page import page, read_document
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
    assert "unsafe" not in policy[1]
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


def test_the_licence_is_kept(text: str) -> None:
    """vis-network's notice is in the page."""
    assert "@license" in text
    assert "Almende B.V" in text


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(TEXTS))
def test_any_text_survives(words: str) -> None:
    """What goes into the document comes out of the page, and no text adds an element or a comment to it."""
    empty = {"form": 1, "title": "", "nodes": [{"label": ""}]}
    written = page({**empty, "nodes": [{"label": words}]})
    assert read_document(written)["nodes"][0]["label"] == words
    plain = page(empty)
    for mark in ("<", "<!--", "</script"):
        assert written.count(mark) == plain.count(mark)


def test_the_title_is_text() -> None:
    """A title with markup is escaped wherever it stands."""
    written = page({"form": 1, "title": TEXTS[3]})
    assert "<title>&lt;/script&gt;" in written
    assert TEXTS[3] not in written


def test_a_page_without_a_graph_is_refused() -> None:
    """Reading back something else is an error."""
    with pytest.raises(ValueError, match="no graph"):
        read_document("<html></html>")

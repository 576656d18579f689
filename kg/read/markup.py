"""HTML, a page or a piece of one -> its element tree, and the text that a reader sees on it."""

from __future__ import annotations

import re
from typing import Any

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(
    ["head", "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "button", "select"]
)


def fragment(markup: str) -> str:
    """All the text of a piece of HTML, a line for each block."""
    root = root_of(f"<html><body>{markup}</body></html>")
    return "" if root is None else visible(root)


def root_of(markup: str) -> Any:
    """The page's element tree, None where nothing is in it."""
    from lxml import etree, html

    # libxml2's own limits cut off a text of 10 MB and elements nested 256 deep.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(markup.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None


def visible(root: Any) -> str:
    """All the text below an element, a line for each block, the cells of a table parted by " | "."""
    from lxml import etree

    parts: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        seen = element.tag not in _UNSEEN
        if element.tag in _BLOCKS:
            parts.append("\n")
        if event == "start" and not seen:
            walk.skip_subtree()
        elif event == "start":
            parts.append(_spaced(element.text))
        else:
            parts.append(" | " if element.tag in _CELLS and element.getnext() is not None else "")
            parts.append(_spaced(element.tail))
    text = re.sub(r" {2,}", " ", "".join(parts))
    return re.sub(r" ?\n[ \n]*", "\n", text).strip()


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""

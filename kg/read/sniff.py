"""The first bytes of a file of unknown kind -> the name of its format in READERS."""

from __future__ import annotations

import re

_FEED = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*|<\?.*?\?>\s*|<!DOCTYPE[^>]*>\s*)*<(rss|feed|rdf:RDF)\b", re.DOTALL
)
_HTML = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE
)
_RECORD = re.compile(rb'\s*\{\s*"')
_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n\w+[ \t]*:")


def format_of(head: bytes) -> str:
    """The format that a file beginning so is in: feed, html, jsonl, markdown, else text."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    for name, pattern in (
        ("feed", _FEED),
        ("html", _HTML),
        ("jsonl", _RECORD),
        ("markdown", _FRONT_MATTER),
    ):
        if pattern.match(head):
            return name
    return "text"

"""A Markdown file -> one Document: the words without the marks, the metadata from its front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from kg.model import Document, Failure
from kg.read.document import NAMES, Metadata, Origin, article, text_of

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^>]*>", re.DOTALL)


def read(stream: BinaryIO, origin: Origin) -> Iterator[Document | Failure]:
    """The article that a Markdown file holds.

    Front matter that is not YAML is reported and left out; the text is read.

    Raises:
        ReadError: empty, too large, binary, or in no known encoding.
    """
    text, notes = text_of(stream, origin)
    yield from notes
    match = _FRONT_MATTER.match(text)
    fields: dict[str, object] = {}
    if match:
        text = text[match.end() :]
        parsed = _fields(match[1])
        if parsed is None:
            message = "the front matter is not YAML with one value a line; taken without it"
            yield Failure(f"{origin.where}:1", message, fatal=False)
        fields = parsed or {}
    where = f"{origin.where}:{_line_of('published', match[1])}" if match else ""
    yield from article(plain(text), origin, Metadata.from_fields(fields, where))


def plain(markdown: str) -> str:
    """The text of Markdown (CommonMark with tables) as its reader sees it.

    A paragraph, a heading, a list item and a row of a table are a line each, its cells parted by " | ";
    code stays as it is, links and emphasis leave their words, images nothing.
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    lines: list[str] = []
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            lines.append(" | ".join(cells or ()))
            cells = None
        elif token.type == "inline":
            (lines if cells is None else cells).append(_inline(token.children or ()))
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.rstrip("\n"))
        elif token.type == "html_block":
            lines.append(_TAG.sub(" ", token.content).strip())
        elif (token.nesting == -1 and token.level == 0) or token.type == "heading_close":
            lines.append("")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _inline(tokens: Sequence[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak":
            parts.append("\n")
    return "".join(parts)


def _fields(yaml_text: str) -> dict[str, object] | None:
    """The fields of front matter, every value as it is written; None if it is not a YAML mapping."""
    import yaml

    try:
        fields = yaml.load(yaml_text, Loader=yaml.BaseLoader)  # noqa: S506  it makes strings only
    except (yaml.YAMLError, RecursionError):
        return None
    if fields in (None, ""):
        return {}
    return fields if isinstance(fields, dict) else None


def _line_of(attribute: str, yaml_text: str) -> int:
    """The line of the file in which the front matter gives an attribute, 1 where it does not."""
    key = re.compile(rf"\s*({'|'.join(NAMES[attribute])})\s*:", re.IGNORECASE)
    lines = enumerate(yaml_text.splitlines(), start=2)
    return next((number for number, line in lines if key.match(line)), 1)

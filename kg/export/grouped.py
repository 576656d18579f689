"""Blocks of lines -> Turtle or TriG that people can read: a paragraph for each subject, names abbreviated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.export.files import count_triples, write_whole
from kg.export.ordering import used_prefixes

# Where a subject begins: line breaks inside literals are escaped, and what belongs to a subject is indented.
_SUBJECT = re.compile(rb"^(?=[^\t@])", re.MULTILINE)
_HEAD = re.compile(rb"(?:@prefix [^\n]*\n)*")


def write_grouped(
    blocks: Iterable[tuple[int, bytes]], path: Path, format_: ox.RdfFormat, prefixes: Mapping[str, str]
) -> int:
    """Makes the file and gives the number of triples; a subject's lines stand together in one block.

    Raises:
        ExportError: it could not be written whole; an earlier file is untouched.
    """
    in_order = list(blocks)
    used = used_prefixes((block for _, block in in_order), prefixes)
    lines = ox.RdfFormat.N_QUADS if format_.supports_datasets else ox.RdfFormat.N_TRIPLES

    def write_to(file: IO[bytes]) -> int:
        for number, (_, block) in enumerate(in_order):
            text = ox.serialize(ox.parse(block, lines), format=format_, prefixes=used) or b""
            head = _HEAD.match(text)
            body = text[head.end() :] if head else text
            if head and not number:
                file.write(head[0])
            file.write(_SUBJECT.sub(b"\n", body) if format_ == ox.RdfFormat.TURTLE else body)
        return sum(count for count, _ in in_order)

    return write_whole(path, write_to, lambda written: count_triples(written, format_))

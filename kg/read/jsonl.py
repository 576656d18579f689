"""JSON Lines -> one Document a line, its text verbatim and its mentions as given."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import ReadError
from kg.model import Document, Failure, GivenMention
from kg.read.characters import decoded, mark_of, refuse_binary, too_large
from kg.read.document import Metadata, Origin, article, iri_of

_PATIENCE = 20  # broken lines in a row from the beginning that show a file of another kind


def read(stream: BinaryIO, origin: Origin) -> Iterator[Document | Failure]:
    """The articles of a file, line by line: the size limit is on a line, not on the file.

    A record has id (or url) and text, optionally title, url, published, publisher, author, language and
    mentions ({start, end, type?}). A broken line is a Failure that names it; the others are read.

    Raises:
        ReadError: the file is empty, binary or not JSON Lines at all.
    """
    read_any, broken = False, 0
    for number, line in _lines(stream, origin.size_limit):
        where = f"{origin.where}:{number}"
        try:
            for found in _record(line, origin, where):
                read_any = read_any or isinstance(found, Document)
                yield found
        except ReadError as error:
            broken += 1
            yield Failure(where, error.message)
        if broken >= _PATIENCE and not read_any:
            raise ReadError(f"is not JSON Lines: none of its first {broken} lines is a record", origin.where)
    if not read_any and not broken:
        raise ReadError("is empty", origin.where)


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes]]:
    """Lines that are not blank, numbered from 1; one that is too long comes as its beginning."""
    number = 0
    while line := stream.readline(limit + 2):
        number += 1
        if number == 1:
            refuse_binary(line)
            if (mark_of(line) or "utf-8-sig") != "utf-8-sig":
                content = line + stream.read(limit)
                if len(content) > limit:
                    raise too_large(limit)
                text, _ = decoded(content)
                stream, number = io.BytesIO(text.encode("utf-8", "surrogatepass")), 0
                continue
        tail = line
        while len(tail) == limit + 2 and not tail.endswith(b"\n"):
            tail = stream.readline(limit + 2)
        line = line.removeprefix(codecs.BOM_UTF8)
        if line.strip():
            yield number, line


def _record(line: bytes, origin: Origin, where: str) -> Iterator[Document | Failure]:
    if len(line) > origin.size_limit + 1:
        raise too_large(origin.size_limit)
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ReadError("wrong encoding: JSON Lines is UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise ReadError(f"is not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise ReadError("is not a JSON object")
    text = fields.get("text")
    if not isinstance(text, str):
        raise ReadError('has no "text"')
    key = fields.get("id")
    own_id = (
        str(key) if isinstance(key, str | int) and not isinstance(key, bool) and str(key).strip() else None
    )
    metadata = Metadata.from_fields(fields, where).over(origin.metadata.shared())
    if own_id is None and not iri_of(metadata.url or ""):
        raise ReadError('has neither "id" nor "url"')
    yield from article(
        text,
        origin.part(own_id or "", where),
        metadata,
        given=_mentions(fields.get("mentions"), len(text)),
        verbatim=True,
        own_id=own_id,
    )


def _mentions(value: object, length: int) -> tuple[GivenMention, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise ReadError('"mentions" is not a list')
    mentions = set()
    for item in value:
        start, end = (item.get("start"), item.get("end")) if isinstance(item, dict) else (None, None)
        kind = item.get("type") if isinstance(item, dict) else None
        if not isinstance(start, int) or not isinstance(end, int) or not isinstance(kind, str | None):
            raise ReadError(f"a mention is not {{start, end, type?}}: {json.dumps(item)[:80]}")
        if not 0 <= start < end <= length:
            raise ReadError(f"mention {start}..{end} is not within the {length} characters of the text")
        mentions.add(GivenMention(start, end, kind or None))
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.type or "")))

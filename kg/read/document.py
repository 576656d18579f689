"""Raw parts of an article -> Document: every rule on ids, IRIs, titles, dates and hashes, in one place."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote, urlsplit

from kg.errors import ReadError
from kg.model import Document, Failure, GivenMention
from kg.read.characters import MEGABYTE, clean, clean_in_place, content_of, decoded
from kg.read.dates import day_of

SIZE_LIMIT = 50 * MEGABYTE

# What a manifest's column, a key of front matter or of a JSON record may be called.
NAMES = {
    "title": ("title", "headline"),
    "url": ("url", "link"),
    "published": ("published", "date"),
    "publisher": ("publisher", "source"),
    "author": ("author", "authors"),
    "language": ("language", "lang"),
}

_TITLE_LENGTH = 200
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "„": "“", "«": "»"}
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{1,8})*", re.IGNORECASE)
_HOST = re.compile(r"[^\s\x00-\x2c\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x9f]+|\[[0-9a-f:.]+\]")
# Everything that RFC 3987 does not allow in the path or query of an IRI.
_NOT_IN_IRI = re.compile(
    "[^!$&'()*+,\\-./0-9:;=?@A-Z_a-z~%\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd]"
    "|%(?![0-9A-Fa-f]{2})"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is said of an article beside its text, as it is written there; where: for messages."""

    title: str | None = None
    url: str | None = None
    published: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str | None = None
    where: str = ""

    @classmethod
    def from_fields(cls, fields: Mapping[str, object], where: str = "") -> Metadata:
        """The metadata among the fields of a record, under any of their usual NAMES."""
        lower = {str(key).strip().lower(): value for key, value in fields.items()}
        found = {
            attribute: next(filter(None, (_words(lower.get(name)) for name in names)), None)
            for attribute, names in NAMES.items()
        }
        return cls(**found, where=where)

    def over(self, other: Metadata) -> Metadata:
        """This, with what it lacks from the other."""
        mine = {name: value for name, value in dataclasses.asdict(self).items() if value}
        return dataclasses.replace(other, **mine)

    def shared(self) -> Metadata:
        """What also holds for each of several articles in one file."""
        return dataclasses.replace(self, title=None, url=None)

    @property
    def empty(self) -> bool:
        """Whether nothing is said."""
        return self == Metadata(where=self.where)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article comes from.

    Attributes:
        where: its name in messages: the path or URL as the user gave it.
        id: its id if it has no URL.
        metadata: what somebody else (a manifest) says of it; it counts for more than what the article says.
        address: the URL it was fetched from.
        charset: the encoding that the server named.
        size_limit: in bytes.
        unlisted: the manifest that should have a row for it and has none, unless it speaks for itself.
    """

    where: str
    id: str
    metadata: Metadata = Metadata()
    address: str | None = None
    charset: str | None = None
    size_limit: int = SIZE_LIMIT
    unlisted: str | None = None

    def limited(self, size_limit: int) -> Origin:
        """This, with another size limit."""
        return dataclasses.replace(self, size_limit=size_limit)

    def part(self, own_id: str, where: str) -> Origin:
        """The origin of one of several articles in this."""
        return Origin(where, own_id, size_limit=self.size_limit)


Reader = Callable[[BinaryIO, Origin], Iterable[Document | Failure]]


def text_of(stream: BinaryIO, origin: Origin, declared: str | None = None) -> tuple[str, list[Failure]]:
    """The text of a stream, and what had to be done to have it.

    Raises:
        ReadError: empty, too large, binary, or in no known encoding.
    """
    text, note = decoded(content_of(stream, origin.size_limit), declared or origin.charset)
    return text, [Failure(origin.where, note, fatal=False)] if note else []


def article(
    text: str,
    origin: Origin,
    metadata: Metadata = Metadata(),
    *,
    given: tuple[GivenMention, ...] | None = None,
    verbatim: bool = False,
    own_id: str | None = None,
) -> Iterator[Document | Failure]:
    """The Document, after a Failure that is not fatal for each value of the metadata it is made without.

    Args:
        metadata: what the article itself says.
        own_id: the id that the input gives it, in place of its URL.

    Raises:
        ReadError: there is no text.
    """
    text = clean_in_place(text) if verbatim else clean(text)
    if not text.strip():
        raise ReadError("is empty", origin.where)
    said = origin.metadata.over(metadata)
    if origin.unlisted and metadata.empty:
        yield Failure(
            origin.where, f"has no row in {origin.unlisted}; read without its metadata", fatal=False
        )
    published, notes = _published(origin.metadata, metadata)
    yield from (Failure(where or origin.where, note, fatal=False) for where, note in notes)
    url = said.url or origin.address
    iri = iri_of(url) if url else None
    if url and not iri:
        where = (origin.metadata if origin.metadata.url else metadata).where or origin.where
        yield Failure(where, f"{_short(url, 100)!r} is no http or https URL; taken without it", fatal=False)
    key = clean(own_id or iri or origin.id)
    document = Document(
        id=key,
        uri=iri or urn_of(key),
        title=_title(said.title, text) or key,
        text=text,
        published=published,
        publisher=_line(said.publisher),
        author=_line(said.author),
        language=_language(said.language),
        given=given,
        verbatim=verbatim,
    )
    yield dataclasses.replace(document, content_hash=content_hash(document))


def _published(*sources: Metadata) -> tuple[datetime.date | None, list[tuple[str, str]]]:
    """The first day of publication that one of the sources gives, and where others before gave none."""
    notes: list[tuple[str, str]] = []
    for source in sources:
        day = day_of(source.published) if source.published else None
        if day:
            return day, notes
        if source.published:
            note = f"{_short(source.published, 60)!r} is no date, or not one whole day; taken without it"
            notes.append((source.where, note))
    return None, notes


def content_hash(document: Document) -> str:
    """Hex SHA-256 over everything of a document but its id, as canonical JSON."""
    fields = dataclasses.asdict(document)
    del fields["id"], fields["content_hash"]
    canonical = json.dumps(fields, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def place_of(path: str | os.PathLike[str]) -> str:
    """What a file or folder is remembered by: its absolute path, bytes of a name that are no UTF-8 as escapes."""
    return os.fsencode(os.path.realpath(path)).decode("utf-8", "backslashreplace")


def iri_of(url: str) -> str | None:
    """The absolute IRI of an article that an http or https URL names, None for any other string.

    What an IRI may not have is percent-encoded. The fragment goes, since it names a part of the page, and
    so do user and password.
    """
    url = clean(url).strip()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if ":" in host:
        host = f"[{host}]"
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    written = f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")
    written += _encoded(parts.path) or "/"
    return written + ("?" + _encoded(parts.query) if parts.query else "")


def urn_of(key: str) -> str:
    """The IRI of an article of this id that no URL names."""
    encoded = quote(key, safe="/:@!$&'()*+,;=")
    return "urn:kg:article:" + re.sub("^/", "%2F", encoded)


def _encoded(part: str) -> str:
    return _NOT_IN_IRI.sub(lambda match: quote(match[0], safe=""), part)


def _words(value: object) -> str | None:
    """A value of a record as one line of text."""
    if isinstance(value, list):
        return "; ".join(filter(None, map(_words, value))) or None
    if isinstance(value, Mapping):
        return _words(value.get("name"))
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return _line(str(value))
    return None


def _line(value: str | None) -> str | None:
    return " ".join(clean(value).split()) or None if value else None


def _short(value: str, length: int) -> str:
    value = " ".join(clean(value).split())
    return value if len(value) <= length else value[: length - 1].rsplit(" ", 1)[0] + "…"


def _language(value: str | None) -> str | None:
    value = (value or "").strip()
    return value.replace("_", "-") if _LANGUAGE.fullmatch(value) else None


def _title(title: str | None, text: str) -> str:
    """The title, else the first line of the text that has a letter or digit, without quotes around it."""
    line = title and _line(title)
    if not line:
        found = re.search(r"[^\W_]", text)
        if not found:
            return ""
        # One line may be megabytes: what is looked at is enough for a title.
        begin = max(text.rfind("\n", 0, found.start()) + 1, found.start() - _TITLE_LENGTH)
        line = text[begin : begin + 3 * _TITLE_LENGTH].lstrip().partition("\n")[0]
        line = re.sub(r"^#+\s+", "", line).strip()
    while len(line) > 1 and _QUOTES.get(line[0]) == line[-1]:
        line = line[1:-1].strip()
    return _short(line, _TITLE_LENGTH)

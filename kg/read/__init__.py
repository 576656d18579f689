"""Sources (paths, folders, globs, URLs, standard input) -> Documents, and a Failure for what is none.

    sources -> files and pages (Opened) -> bytes -> Documents, each id once (unique)

A format is a function in a file of its own, named in READERS and imported when it is first used.
"""

from __future__ import annotations

import functools
import glob
import hashlib
import importlib
import io
import itertools
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg.errors import ReadError
from kg.model import Document, Failure, Known
from kg.read import folder, manifest
from kg.read.document import SIZE_LIMIT, Metadata, Origin, Reader, place_of
from kg.read.folder import Found, Manifests
from kg.read.sniff import format_of
from kg.read.unique import Entries, unique
from kg.read.web import TIMEOUT, fetch

# format -> the Reader that makes Documents of it
READERS = {
    "text": "kg.read.text:read",
    "markdown": "kg.read.markdown:read",
    "html": "kg.read.html:read",
    "jsonl": "kg.read.jsonl:read",
    "feed": "kg.read.feed:read",
}

# how a file's name ends -> its format
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
}

STDIN, STDIN_NAME = "-", "standard input"

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_HEAD = 4096  # bytes that tell a format


@dataclass(frozen=True, slots=True)
class Opened:
    """A file or page, ready to be read.

    Attributes:
        where: it, as the user named it.
        place: the file with its links followed; where for what is no file.
        entries: gives its articles, and a Failure for what is none; to be called once.
        key: equal for equal content and metadata under the same name, so that it gives the same entries; None where
            that is not known beforehand.
    """

    where: str
    place: str
    entries: Callable[[], Iterator[Document | Failure]]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class _Options:
    """The arguments of read() that hold for every source, and what is remembered while it runs."""

    stdin: BinaryIO | None
    reader: str | None
    suffixes: Mapping[str, str]
    size_limit: int
    timeout: float
    manifests: Manifests
    files: set[str]


def open_sources(
    sources: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    reader: str | None = None,
    suffixes: Mapping[str, str] = SUFFIXES,
    size_limit: int = SIZE_LIMIT,
    timeout: float = TIMEOUT,
) -> Iterator[Opened]:
    """The files and pages of the sources, in their order, each once.

    A source is a file, a folder, a glob pattern, a manifest (CSV), an http or https URL of a page or a feed,
    or "-" for stdin.

    Args:
        reader: a name in READERS, or "module:callable", for all sources; None: by suffix, media type or
            content.
        suffixes: the formats of files by suffix; a folder's other files are left out.
        size_limit: bytes of one article (of one line, for JSON Lines).
        timeout: seconds to wait for a server.

    Raises:
        ReadError: at once, before anything is read: no sources, one that does not exist, or no such format.
    """
    if isinstance(sources, str) or not sources:
        raise ReadError("no sources: name files, folders, URLs, or - for standard input")
    for name in filter(None, (reader, *suffixes.values())):
        _target(name)
    if reader:
        reader_of(reader)
    manifests = functools.cache(functools.partial(folder.manifest_in, size_limit=size_limit))
    options = _Options(stdin, reader, suffixes, size_limit, timeout, manifests, set())
    return itertools.chain.from_iterable([_opened(os.fspath(source), options) for source in sources])


def read_with_places(sources: Sequence[str], **options: Any) -> Entries:
    """Every article of the sources, in their order, and a Failure for each that stays out; with their places.

    A place is the file or page it was read from, as the user named it. Ids are unique: of two articles with one id
    the first counts. Takes the options of `open_sources` and raises the same.
    """
    pieces = open_sources(sources, **options)
    return unique((piece.where, entry) for piece in pieces for entry in piece.entries())


def read(sources: Sequence[str], **options: Any) -> Iterator[Document | Failure]:
    """What `read_with_places` gives, without the places; it takes the same options and raises the same."""
    return (found for _, found in read_with_places(sources, **options) if not isinstance(found, Known))


def reader_of(name: str) -> Reader:
    """The reader of a format in READERS, or the one that "module:callable" names.

    Raises:
        ReadError: there is none.
    """
    module, _, function = _target(name).partition(":")
    try:
        return cast(Reader, getattr(importlib.import_module(module), function))
    except (ImportError, AttributeError) as error:
        raise ReadError(f"no such reader: {error}", name) from error


def _target(name: str) -> str:
    target = READERS.get(name, name)
    if not all(target.partition(":")):
        raise ReadError(f"is no format: choose of {', '.join(READERS)}, or give module:callable", name)
    return target


def _opened(source: str, options: _Options) -> Iterator[Opened]:
    """What a source holds; the source itself is checked before the first is asked for."""
    if source == STDIN:
        if options.stdin is None:
            raise ReadError("there is no standard input to read", STDIN)
        return iter(
            [Opened(STDIN_NAME, STDIN_NAME, functools.partial(_standard_input, options.stdin, options))]
        )
    if _URL.match(source):
        if not source.lower().startswith(("http://", "https://")):
            raise ReadError("only http and https URLs can be read", source)
        return iter([Opened(source, source, functools.partial(_page, source, options))])
    path = Path(source)
    if os.path.isdir(source):  # noqa: PTH112  Path's own raises where the name is too long to be one
        return _files(
            folder.walk(path, None if options.reader else options.suffixes, options.manifests), options
        )
    if os.path.exists(source):  # noqa: PTH110  the same
        listing = path.suffix.lower() == ".csv" and not options.reader
        return _files(
            _listed(path, options) if listing else folder.single(path, path.parent, options.manifests),
            options,
        )
    matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207  the pattern may be absolute
    if not matches:
        kind = "no file matches the pattern" if glob.has_magic(source) else "no such file or folder"
        raise ReadError(kind, source)
    fixed = Path(*itertools.takewhile(lambda part: not glob.has_magic(part), path.parts))
    paths = [match for match in map(Path, matches) if match.is_file()]
    articles = [match for match in paths if match.name != manifest.NAME] or paths
    return _files(_globbed(articles, fixed, options), options)


def _listed(path: Path, options: _Options) -> Iterator[Found | Failure]:
    try:
        table = manifest.load(path, options.size_limit)
    except ReadError as error:
        yield Failure(error.where, error.message)
        return
    yield from folder.listed(table)


def _globbed(paths: Iterable[Path], root: Path, options: _Options) -> Iterator[Found | Failure]:
    for path in paths:
        if path.suffix.lower() == ".csv" and not options.reader:
            yield from _listed(path, options)
        else:
            yield from folder.single(path, root, options.manifests)


def _files(found: Iterable[Found | Failure], options: _Options) -> Iterator[Opened]:
    """The files; one that two sources name comes once."""
    for file in found:
        if isinstance(file, Failure):
            exists = os.path.exists(file.where)  # noqa: PTH110  it may be a line of a file
            place = place_of(file.where) if exists else file.where
            yield Opened(file.where, place, functools.partial(iter, (file,)))
            continue
        place = place_of(file.path)
        if place not in options.files:
            options.files.add(place)
            yield _file(file.path, place, file.origin.limited(options.size_limit), options)


def _file(path: Path, place: str, origin: Origin, options: _Options) -> Opened:
    """A file, read at once; one that is no regular file or too long for one article is read as it is asked for."""
    reader = options.reader or options.suffixes.get(path.suffix.lower())
    try:
        about = path.stat()  # not of the open file: a pipe must be opened but once
        if not stat.S_ISREG(about.st_mode) or about.st_size > origin.size_limit:
            return Opened(origin.where, place, functools.partial(_streamed, path, reader, origin))
        with path.open("rb") as stream:
            content = stream.read(origin.size_limit + 1)
    except OSError as error:
        failure = Failure(origin.where, f"cannot be read: {error.strerror}")
        return Opened(origin.where, place, functools.partial(iter, (failure,)))
    reader = reader or format_of(content[:_HEAD])
    known = f"{reader} {origin!r}".encode()
    key = hashlib.sha256(hashlib.sha256(known).digest() + content).hexdigest()
    return Opened(origin.where, place, functools.partial(_articles, io.BytesIO(content), reader, origin), key)


def _streamed(path: Path, reader: str | None, origin: Origin) -> Iterator[Document | Failure]:
    try:
        with path.open("rb") as stream:
            yield from _articles(stream, reader or format_of(stream.peek(_HEAD)), origin)
    except OSError as error:
        yield Failure(origin.where, f"cannot be read: {error.strerror}")


def _standard_input(stream: BinaryIO, options: _Options) -> Iterator[Document | Failure]:
    origin = Origin(STDIN_NAME, "stdin").limited(options.size_limit)
    buffered = (
        stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(io.BytesIO(stream.read()))
    )
    yield from _articles(buffered, options.reader or format_of(buffered.peek(_HEAD)), origin)


def _page(url: str, options: _Options) -> Iterator[Document | Failure]:
    try:
        got = fetch(
            url, size_limit=options.size_limit, timeout=options.timeout, any_type=bool(options.reader)
        )
    except ReadError as error:
        yield Failure(url, error.message)
        return
    origin = Origin(url, url, address=got.url, charset=got.charset).limited(options.size_limit)
    yield from _articles(io.BytesIO(got.content), options.reader or got.format, origin)


def _articles(stream: BinaryIO, reader: str, origin: Origin) -> Iterator[Document | Failure]:
    try:
        yield from reader_of(reader)(stream, origin)
    except ReadError as error:
        yield Failure(error.where or origin.where, error.message)


__all__ = [
    "READERS", "STDIN", "SUFFIXES", "Entries", "Metadata", "Opened", "Origin", "Reader", "open_sources", "read",
    "read_with_places", "reader_of", "unique",
]  # fmt: skip

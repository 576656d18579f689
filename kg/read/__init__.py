"""Sources (paths, folders, globs, URLs, standard input) -> Documents, and a Failure for what is none.

    sources -> files and pages -> bytes -> Documents, each id once

A format is a function in a file of its own, named in READERS and imported when it is first used.
"""

from __future__ import annotations

import functools
import glob
import importlib
import io
import itertools
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg.errors import ReadError
from kg.model import Document, Failure
from kg.read import folder, manifest
from kg.read.characters import clean_in_place
from kg.read.document import SIZE_LIMIT, Metadata, Origin, Reader
from kg.read.folder import Found, Manifests
from kg.read.sniff import format_of
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

STDIN = "-"

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_HEAD = 4096  # bytes that tell a format

# What was read, with the file or page it was read from, as the user named it.
Entries = Iterator[tuple[str, Document | Failure]]


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


def read_with_places(
    sources: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    reader: str | None = None,
    suffixes: Mapping[str, str] = SUFFIXES,
    size_limit: int = SIZE_LIMIT,
    timeout: float = TIMEOUT,
) -> Entries:
    """Every article of the sources, in their order, and a Failure for each that stays out.

    Each comes with its place: the file or page it was read from, as the user named it.

    A source is a file, a folder, a glob pattern, a manifest (CSV), an http or https URL of a page or a feed,
    or "-" for stdin. Ids are unique: of two articles with one id the first counts.

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
    return _unique(
        itertools.chain.from_iterable([_entries(os.fspath(source), options) for source in sources])
    )


def read(sources: Sequence[str], **options: Any) -> Iterator[Document | Failure]:
    """What `read_with_places` gives, without the places; it takes the same options and raises the same."""
    return (found for _, found in read_with_places(sources, **options))


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


def _entries(source: str, options: _Options) -> Entries:
    """What a source holds; the source itself is checked before the first is asked for."""
    if source == STDIN:
        if options.stdin is None:
            raise ReadError("there is no standard input to read", STDIN)
        return _standard_input(options.stdin, options)
    if _URL.match(source):
        if not source.lower().startswith(("http://", "https://")):
            raise ReadError("only http and https URLs can be read", source)
        return _page(source, options)
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


def _files(found: Iterable[Found | Failure], options: _Options) -> Entries:
    """The articles in files; a file that two sources name is read once."""
    for file in found:
        if isinstance(file, Failure):
            yield file.where, file
            continue
        real = os.path.realpath(file.path)
        if real in options.files:
            continue
        options.files.add(real)
        origin = file.origin.limited(options.size_limit)
        try:
            with file.path.open("rb") as stream:
                name = options.reader or options.suffixes.get(file.path.suffix.lower())
                yield from _articles(stream, name or format_of(stream.peek(_HEAD)), origin)
        except OSError as error:
            yield origin.where, Failure(origin.where, f"cannot be read: {error.strerror}")


def _standard_input(stream: BinaryIO, options: _Options) -> Entries:
    origin = Origin("standard input", "stdin").limited(options.size_limit)
    buffered = (
        stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(io.BytesIO(stream.read()))
    )
    yield from _articles(buffered, options.reader or format_of(buffered.peek(_HEAD)), origin)


def _page(url: str, options: _Options) -> Entries:
    try:
        got = fetch(
            url, size_limit=options.size_limit, timeout=options.timeout, any_type=bool(options.reader)
        )
    except ReadError as error:
        yield url, Failure(url, error.message)
        return
    origin = Origin(url, url, address=got.url, charset=got.charset).limited(options.size_limit)
    yield from _articles(io.BytesIO(got.content), options.reader or got.format, origin)


def _articles(stream: BinaryIO, reader: str, origin: Origin) -> Entries:
    try:
        for entry in reader_of(reader)(stream, origin):
            yield origin.where, entry
    except ReadError as error:
        yield origin.where, Failure(error.where or origin.where, error.message)


def _unique(entries: Entries) -> Entries:
    """The entries without a second article of one id or IRI."""
    known: dict[str, tuple[str, str]] = {}
    for where, entry in entries:
        if isinstance(entry, Failure):
            # A file name may hold bytes that are no characters, and no terminal prints those.
            yield (
                where,
                Failure(clean_in_place(entry.where), clean_in_place(entry.message), entry.fatal),
            )
            continue
        first = known.get(entry.id) or known.get(entry.uri)
        if first is None:
            known[entry.id] = known[entry.uri] = where, entry.content_hash
            yield where, entry
        else:
            yield where, _again(entry, where, *first)


def _again(entry: Document, where: str, first: str, content_hash: str) -> Failure:
    if content_hash == entry.content_hash:
        message = f"holds the article {entry.id} again, which was read from {first}; left out"
        return Failure(clean_in_place(where), clean_in_place(message), fatal=False)
    message = f"holds another article {entry.id} than {first}; left out. Give each its own URL or id"
    if entry.uri.startswith("urn:"):
        message += ", or read both from the folder above them"
    return Failure(clean_in_place(where), clean_in_place(message))


__all__ = [
    "READERS", "STDIN", "SUFFIXES", "Entries", "Metadata", "Origin", "Reader", "read", "read_with_places",
    "reader_of",
]  # fmt: skip

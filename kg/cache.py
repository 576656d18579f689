"""Documents and their extractions, kept between builds in one SQLite file, so that only what changed is analysed.

Each article is committed as it is done: a build that is killed goes on from there.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kg.errors import StoreError
from kg.interchange import from_json, to_json
from kg.model import Document, Extraction, GivenMention

SCHEMA = 3
EARLIER = (2,)  # schemas that lack nothing but tables
TABLES = """
CREATE TABLE IF NOT EXISTS article (
    id TEXT PRIMARY KEY, uri TEXT NOT NULL, content_hash TEXT NOT NULL, engine TEXT NOT NULL,
    document TEXT NOT NULL, extraction TEXT NOT NULL, place TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS article_uri ON article (uri);
CREATE TABLE IF NOT EXISTS built (state TEXT NOT NULL, contents TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS options (content TEXT NOT NULL);
"""
PUT = """
INSERT INTO article (id, uri, content_hash, engine, document, extraction) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET uri = excluded.uri, content_hash = excluded.content_hash, engine = excluded.engine,
    document = excluded.document, extraction = excluded.extraction
"""


class Cache:
    """The articles of one knowledge graph with what was extracted from each.

    Raises:
        StoreError: here and in every method: the file is no cache, is damaged, was made by another version
            of kg, another build holds it, or the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._guarded():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, timeout=5)
        try:
            with self._guarded():
                self._prepare()
        except StoreError:
            self._database.close()
            raise

    def _prepare(self) -> None:
        # A log of changes in place of a journal: safe when killed at any moment, and no wait for the disk.
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        version = self._database.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, *EARLIER, SCHEMA):
            advice = "build into another folder, or remove it and build all sources again"
            raise StoreError(f"made by another version of kg; {advice}", str(self._path))
        if version != SCHEMA:
            self._database.executescript(f"{TABLES} PRAGMA user_version = {SCHEMA};")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type_: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._database.close()

    def has(self, document: Document, engine: str) -> bool:
        """Whether this content was already analysed by this engine."""
        known = (document.id, document.content_hash, engine)
        question = "SELECT 1 FROM article WHERE id = ? AND content_hash = ? AND engine = ?"
        return bool(self._rows(question, known))

    def put(self, document: Document, extraction: Extraction, engine: str) -> None:
        """Remember one article, in place of what was known under its id or its IRI."""
        content = (_dump(document), json.dumps(to_json(extraction)))
        row = (document.id, document.uri, document.content_hash, engine, *content)
        with self._guarded(), self._database:
            self._database.execute(
                "DELETE FROM article WHERE uri = ? AND id <> ?", (document.uri, document.id)
            )
            self._database.execute(PUT, row)

    def remove(self, ids: Iterable[str]) -> None:
        """Forget these articles; unknown ids are passed over."""
        with self._guarded(), self._database:
            self._database.executemany("DELETE FROM article WHERE id = ?", [(id_,) for id_ in ids])

    def ids(self) -> tuple[str, ...]:
        """The ids of all articles, sorted."""
        return tuple(self.places())

    def places(self) -> dict[str, str]:
        """For the ids of all articles, sorted, the file or page that it was read from."""
        return dict(self._rows("SELECT id, place FROM article ORDER BY id"))

    def addresses(self) -> dict[str, str]:
        """For the ids of all articles, sorted, the IRI of the article."""
        return dict(self._rows("SELECT id, uri FROM article ORDER BY id"))

    def locate(self, places: Mapping[str, str]) -> None:
        """Remember the file or page that each of these ids was read from."""
        known = self.places()
        moved = [(place, id_) for id_, place in places.items() if known.get(id_, place) != place]
        with self._guarded(), self._database:
            self._database.executemany("UPDATE article SET place = ? WHERE id = ?", moved)

    def outdated(self, engine: str) -> tuple[str, ...]:
        """The ids of the articles that another engine analysed, sorted."""
        return tuple(
            row[0] for row in self._rows("SELECT id FROM article WHERE engine <> ? ORDER BY id", (engine,))
        )

    def fingerprints(self) -> tuple[tuple[str, str, str], ...]:
        """(id, content hash, engine) of all articles, sorted."""
        rows = self._rows("SELECT id, content_hash, engine FROM article ORDER BY id")
        return tuple((row[0], row[1], row[2]) for row in rows)

    def document(self, id_: str) -> Document:
        """The article of that id."""
        with self._guarded():
            return _load(self._rows("SELECT document FROM article WHERE id = ?", (id_,))[0][0])

    def documents(self) -> Iterator[Document]:
        """All articles in the order of their ids, read as they are asked for."""
        return map(self.document, self.ids())

    def extractions(self) -> Iterator[Extraction]:
        """What was extracted from each, in the order of the articles' ids."""
        for id_ in self.ids():
            (text,) = self._rows("SELECT extraction FROM article WHERE id = ?", (id_,))[0]
            with self._guarded():
                extraction = from_json(json.loads(text))
            yield extraction

    @property
    def built(self) -> tuple[str, str] | None:
        """The state that the store and the files were built from, and what they hold; None while that is unsure."""
        rows = self._rows("SELECT state, contents FROM built")
        return (rows[0][0], rows[0][1]) if rows else None

    @built.setter
    def built(self, built: tuple[str, str] | None) -> None:
        with self._guarded(), self._database:
            self._database.execute("DELETE FROM built")
            if built is not None:
                self._database.execute("INSERT INTO built VALUES (?, ?)", built)

    @property
    def options(self) -> Mapping[str, str] | None:
        """The options of the last build that came as far as publishing; None if an earlier kg made it."""
        rows = self._rows("SELECT content FROM options")
        with self._guarded():
            return dict(json.loads(rows[0][0])) if rows else None

    @options.setter
    def options(self, options: Mapping[str, str]) -> None:
        if self.options != options:
            with self._guarded(), self._database:
                self._database.execute("DELETE FROM options")
                self._database.execute("INSERT INTO options VALUES (?)", (json.dumps(options),))

    def _rows(self, question: str, values: tuple[str, ...] = ()) -> list[Any]:
        with self._guarded():
            return self._database.execute(question, values).fetchall()

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turns what SQLite, the disk, or a row that kg did not write may raise into a StoreError."""
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, LookupError, TypeError, ArithmeticError) as error:
            message = f"cannot be used ({error}); remove it and build all sources again"
            raise StoreError(message, str(self._path)) from error


def _dump(document: Document) -> str:
    return json.dumps(asdict(document), default=str)


def _load(text: str) -> Document:
    found = json.loads(text)
    published, given = found.pop("published"), found.pop("given")
    return Document(
        **found,
        published=datetime.date.fromisoformat(published) if published else None,
        given=tuple(GivenMention(**mention) for mention in given) if given is not None else None,
    )

"""Documents and their extractions, kept between builds in one SQLite file, so that only what changed is analysed.

Each article is committed as it is done: a build that is killed goes on from there.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kg.database import connect, guarded
from kg.interchange import from_json, to_json
from kg.model import Document, Extraction, Failure, GivenMention, Known

SCHEMA = 4
EARLIER = (2, 3)  # schemas that lack nothing but tables
AGAIN = "build all sources again, or build into another folder"
TABLES = """
CREATE TABLE IF NOT EXISTS article (
    id TEXT PRIMARY KEY, uri TEXT NOT NULL, content_hash TEXT NOT NULL, engine TEXT NOT NULL,
    document TEXT NOT NULL, extraction TEXT NOT NULL, place TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS article_uri ON article (uri);
CREATE TABLE IF NOT EXISTS built (state TEXT NOT NULL, contents TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS options (content TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS file (place TEXT PRIMARY KEY, key TEXT NOT NULL, entries TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS removed (id TEXT PRIMARY KEY, uri TEXT NOT NULL, title TEXT NOT NULL, place TEXT NOT NULL);
"""
PUT = """
INSERT INTO article (id, uri, content_hash, engine, document, extraction) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET uri = excluded.uri, content_hash = excluded.content_hash, engine = excluded.engine,
    document = excluded.document, extraction = excluded.extraction
"""
# The title is as the document has it; SQLite reads it out of the JSON.
LISTING = "SELECT id, uri, json_extract(document, '$.title'), place FROM article"


@dataclass(frozen=True, slots=True)
class Kept:
    """An article as people name it; place: the file or page that it was read from."""

    id: str
    uri: str
    title: str
    place: str


class Cache:
    """The articles of one knowledge graph with what was extracted from each.

    Raises:
        StoreError: here and in every method: the file is no cache, is damaged, was made by another version
            of kg, another build holds it, or the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = connect(path, schema=SCHEMA, tables=TABLES, again=AGAIN, earlier=EARLIER)

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

    def keeps(self, known: Known) -> bool:
        """Whether an article is kept with the content that it had."""
        question = "SELECT 1 FROM article WHERE id = ? AND content_hash = ?"
        return bool(self._rows(question, (known.id, known.content_hash)))

    def recall(self, place: str, key: str) -> tuple[Known | Failure, ...] | None:
        """What was read from a file when it had this key; None if that is not known."""
        rows = self._rows("SELECT entries FROM file WHERE place = ? AND key = ?", (place, key))
        with self._guarded():
            if not rows:
                return None
            entries = json.loads(rows[0][0])
            return tuple(Known(**entry) if "id" in entry else Failure(**entry) for entry in entries)

    def note(self, place: str, key: str, entries: Iterable[Known | Failure]) -> None:
        """Remember what was read from a file."""
        written = json.dumps([asdict(entry) for entry in entries])
        with self._guarded(), self._database:
            self._database.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", (place, key, written))

    def put(self, document: Document, extraction: Extraction, engine: str) -> None:
        """Remember one article, in place of what was known under its id or its IRI."""
        content = (_dump(document), json.dumps(to_json(extraction)))
        row = (document.id, document.uri, document.content_hash, engine, *content)
        with self._guarded(), self._database:
            self._database.execute(
                "DELETE FROM article WHERE uri = ? AND id <> ?", (document.uri, document.id)
            )
            self._database.execute(PUT, row)
            self._database.execute("DELETE FROM removed WHERE id = ? OR uri = ?", (document.id, document.uri))

    def forget(self, ids: Iterable[str], places: Iterable[str] = ()) -> None:
        """Forget these articles, and what was read from these files; what is unknown is passed over."""
        with self._guarded(), self._database:
            self._database.executemany("DELETE FROM article WHERE id = ?", [(id_,) for id_ in ids])
            self._database.executemany("DELETE FROM file WHERE place = ?", [(place,) for place in places])

    def remove(self, ids: Iterable[str]) -> None:
        """Take these articles out and remember that: people do not want them."""
        rows = [(id_,) for id_ in ids]
        with self._guarded(), self._database:
            self._database.executemany(f"INSERT OR REPLACE INTO removed {LISTING} WHERE id = ?", rows)
            self._database.executemany("DELETE FROM article WHERE id = ?", rows)

    def articles(self) -> tuple[Kept, ...]:
        """All articles, sorted by their ids."""
        return tuple(Kept(*row) for row in self._rows(f"{LISTING} ORDER BY id"))

    def removed(self) -> tuple[Kept, ...]:
        """The articles that people have taken out, likewise."""
        return tuple(Kept(*row) for row in self._rows("SELECT * FROM removed ORDER BY id"))

    def ids(self) -> tuple[str, ...]:
        """The ids of all articles, sorted."""
        return tuple(self.places())

    def files(self) -> tuple[str, ...]:
        """The files that it is remembered of what was read from them."""
        return tuple(place for (place,) in self._rows("SELECT place FROM file"))

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

    def outdated(self, engine: str) -> dict[str, str]:
        """For the ids of the articles that another engine analysed, sorted, the IRI of the article."""
        return dict(self._rows("SELECT id, uri FROM article WHERE engine <> ? ORDER BY id", (engine,)))

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
    def options(self) -> Mapping[str, Any] | None:
        """The options of the last build that came as far as publishing; None if an earlier kg made it."""
        rows = self._rows("SELECT content FROM options")
        with self._guarded():
            return dict(json.loads(rows[0][0])) if rows else None

    @options.setter
    def options(self, options: Mapping[str, Any]) -> None:
        if self.options != options:
            with self._guarded(), self._database:
                self._database.execute("DELETE FROM options")
                self._database.execute("INSERT INTO options VALUES (?)", (json.dumps(options),))

    def _rows(self, question: str, values: tuple[str, ...] = ()) -> list[Any]:
        with self._guarded():
            return self._database.execute(question, values).fetchall()

    def _guarded(self) -> AbstractContextManager[None]:
        return guarded(self._path, AGAIN)


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

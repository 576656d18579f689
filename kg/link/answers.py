"""What reconciliation services answered, kept in one SQLite file of the graph's folder.

Each request's answers are committed as they come: who was interrupted goes on from there.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kg.database import connect, guarded
from kg.link.judgement import Answer, Candidate, Subject

if TYPE_CHECKING:
    from kg.link.service import Service

FILE = "links.sqlite"
SCHEMA = 1
AGAIN = "ask the services again"
TABLES = """
CREATE TABLE service (url TEXT PRIMARY KEY, name TEXT NOT NULL, at_least REAL NOT NULL);
CREATE TABLE answer (
    service TEXT NOT NULL, entity TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, query TEXT NOT NULL,
    candidates TEXT NOT NULL, stale INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (service, entity)
);
"""
PUT = """
INSERT INTO answer (service, entity, name, type, query, candidates) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (service, entity) DO UPDATE SET name = excluded.name, type = excluded.type, query = excluded.query,
    candidates = excluded.candidates, stale = 0
"""
ALL = """
SELECT entity, answer.name, type, url, candidates, at_least, service.name
FROM answer JOIN service ON service = url ORDER BY entity, url
"""


@dataclass(slots=True)
class Answers:
    """The answers of all services that were asked about one graph; made by `Answers.open`.

    Raises:
        StoreError: in every method: the file is damaged, another process holds it, or the disk refuses.
    """

    path: Path
    _database: sqlite3.Connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """The answers in a file, which is made if there is none.

        Raises:
            StoreError: it is no such file, or was made by another version of kg.
        """
        return cls(path, connect(path, schema=SCHEMA, tables=TABLES, again=AGAIN))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type_: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._database.close()

    def know(self, service: Service, at_least: float) -> None:
        """Remember the service, and the score from which its answers count from now on."""
        with guarded(self.path, AGAIN), self._database:
            self._database.execute(
                "INSERT INTO service VALUES (?, ?, ?) ON CONFLICT (url) DO UPDATE SET name = excluded.name, "
                "at_least = excluded.at_least",
                (service.url, service.name, at_least),
            )

    def outdate(self, service: Service) -> None:
        """Let everything be asked again; what was answered counts until then."""
        with guarded(self.path, AGAIN), self._database:
            self._database.execute("UPDATE answer SET stale = 1 WHERE service = ?", (service.url,))

    def missing(self, service: Service, wanted: Iterable[Subject]) -> tuple[Subject, ...]:
        """Those of the things that the service has not been asked about in these words."""
        question = "SELECT entity, query FROM answer WHERE service = ? AND stale = 0"
        with guarded(self.path, AGAIN):
            known = dict(self._database.execute(question, (service.url,)))
        return tuple(subject for subject in wanted if known.get(subject.id) != _asked(service, subject))

    def put(self, service: Service, answered: Iterable[tuple[Subject, Sequence[Candidate]]]) -> None:
        """Remember what the service answered about these things, in place of what it did before."""
        rows = [
            (service.url, s.id, s.name, s.type, _asked(service, s), _dump([_written(c) for c in found]))
            for s, found in answered
        ]
        with guarded(self.path, AGAIN), self._database:
            self._database.executemany(PUT, rows)

    def all(self) -> Iterator[tuple[Answer, float, str]]:
        """Every answer, with the score from which the service's answers count and its name; by id and service."""
        with guarded(self.path, AGAIN):
            for entity, name, type_, url, candidates, at_least, service in self._database.execute(ALL):
                found = tuple(_read(candidate) for candidate in json.loads(candidates))
                yield Answer(Subject(entity, name, type_), url, found), at_least, service


def all_answers(file: Path) -> Iterator[tuple[Answer, float, str]]:
    """As `Answers.all`; nothing if nobody was asked."""
    if file.is_file():
        with Answers.open(file) as answers:
            yield from answers.all()


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True)


def _asked(service: Service, subject: Subject) -> str:
    """All that an answer depends on besides the service."""
    return _dump([service.template, service.query(subject)])


def _written(candidate: Candidate) -> list[Any]:
    return [
        candidate.iri,
        candidate.name,
        str(candidate.score),
        candidate.match,
        candidate.description,
        list(candidate.types),
    ]


def _read(row: list[Any]) -> Candidate:
    iri, name, score, match, description, types = row
    return Candidate(iri, name, Decimal(score), match, description, tuple(types))

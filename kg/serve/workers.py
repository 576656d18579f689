"""Queries -> answers, each in a process that is ended when it takes too long, too much memory, or dies.

Oxigraph cannot be told to give a query up, and one that is given up would go on for ever; a process can be ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import io
import multiprocessing
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError, ServeError, StoreError
from kg.query import answering, deep_stack, run
from kg.serve.formats import ROWS, TRIPLES, negotiate
from kg.serve.protocol import Asked
from kg.store import Store, disk, open_any

_MEMORY = 6 << 30  # bytes of address space that a process may have; half a gigabyte of it is its stack
_CONTEXT = multiprocessing.get_context("spawn")


class Outcome(Enum):
    """How a query ended."""

    ANSWERED = "answered"
    REFUSED = "refused"
    UNACCEPTABLE = "unacceptable"
    TOO_LARGE = "too large"
    TOO_SLOW = "too slow"
    DIED = "died"
    NO_STORE = "no store"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a query: the answer in its media type, or the reason why there is none."""

    outcome: Outcome
    media: str = "text/plain; charset=utf-8"
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a query: seconds, and bytes of its answer."""

    seconds: float = 30
    most_bytes: int = 64 << 20


class _Full(Exception):  # noqa: N818  it is caught in this module
    """An answer has more bytes than allowed."""


class _Bounded(io.BytesIO):
    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: object) -> int:
        """As io.BytesIO; raises _Full in place of growing beyond the bound."""
        written = super().write(data)  # type: ignore[arg-type]
        if self.tell() > self._most:
            raise _Full
        return written


def _work(source: Path, limits: Limits, connection: Connection) -> None:
    """The life of a process: answers what comes, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its processes
    with contextlib.suppress(ImportError, ValueError):  # there is none on Windows
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    thread = deep_stack(lambda: _serve(source, limits, connection))
    thread.join()


def _serve(source: Path, limits: Limits, connection: Connection) -> None:
    store: Store | None = None
    version = None
    with contextlib.suppress(EOFError, OSError):
        connection.send("ready")
        while True:
            asked, accept = connection.recv()
            try:
                if store is None or version != version_of(source):  # a build has replaced it
                    current = version_of(source)
                    store, version = open_any(source), current
                answer = _answer(store, asked, accept, limits)
            except StoreError as error:
                answer = Answer(Outcome.NO_STORE, body=str(error).encode())
            except KgError as error:
                answer = Answer(Outcome.REFUSED, body=str(error).encode())
            connection.send(answer)


def version_of(source: Path) -> tuple[int, int]:
    """Changes when a store or a file does."""
    marker = source / disk.MANIFEST
    with contextlib.suppress(OSError):
        status = (marker if marker.exists() else source).stat()
        return status.st_mtime_ns, status.st_ino
    return 0, 0


def _answer(store: Store, asked: Asked, accept: str, limits: Limits) -> Answer:
    found = run(store, asked.text, asked.dataset)
    triples = isinstance(found, ox.QueryTriples)
    media = negotiate(accept, TRIPLES if triples else ROWS)
    if media is None:
        offered = ", ".join(TRIPLES if triples else ROWS)
        return Answer(Outcome.UNACCEPTABLE, body=f"the answer can be had as {offered}".encode())
    written = _Bounded(limits.most_bytes)
    try:
        with answering():
            if isinstance(found, ox.QueryTriples):
                ox.serialize(found, written, TRIPLES[media], prefixes=dict(store.prefixes))
            else:
                found.serialize(written, ROWS[media])
    except _Full:
        message = f"the answer has more than {limits.most_bytes:,} bytes; narrow the query, or add a LIMIT"
        return Answer(Outcome.TOO_LARGE, body=message.encode())
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Answer(Outcome.ANSWERED, media + charset, written.getvalue())


@dataclass(frozen=True, slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection


class BusyError(ServeError):
    """More requests wait than the server lets wait."""


class Workers:
    """Processes that answer queries, as many at a time as there are processes; the others wait their turn.

    Args:
        waiting: how many requests may wait.
    """

    def __init__(self, source: Path, *, jobs: int, limits: Limits, waiting: int = 1000) -> None:
        self._source, self._jobs, self._limits, self._most = source, jobs, limits, waiting
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._waiting = 0
        self._started: set[_Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The processes run until the block ends."""
        try:
            await asyncio.gather(*(self._enlist() for _ in range(self._jobs)))
            yield
        finally:
            for task in self._tasks:
                task.cancel()
            for worker in [*self._started]:
                self._end(worker)

    async def answer(self, asked: Asked, accept: str) -> Answer:
        """The answer to a query.

        Raises:
            BusyError: too many wait already.
        """
        if self._waiting >= self._most:
            raise BusyError("too many requests wait; try again later")
        self._waiting += 1
        try:
            worker = await self._idle.get()
        finally:
            self._waiting -= 1
        task = asyncio.create_task(self._ask(worker, asked, accept))
        return await asyncio.shield(task)  # a client that goes away leaves the process to its answer

    async def _ask(self, worker: _Worker, asked: Asked, accept: str) -> Answer:
        answer = await asyncio.to_thread(self._exchange, worker, asked, accept)
        if answer.outcome in (Outcome.TOO_SLOW, Outcome.DIED):
            self._end(worker)
            task = asyncio.create_task(self._enlist())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            self._idle.put_nowait(worker)
        return answer

    async def _enlist(self) -> None:
        """Starts a process; it takes its turn when it is ready."""
        worker = self._start()
        await asyncio.to_thread(worker.connection.recv)
        self._idle.put_nowait(worker)

    def _exchange(self, worker: _Worker, asked: Asked, accept: str) -> Answer:
        try:
            worker.connection.send((asked, accept))
            if not worker.connection.poll(self._limits.seconds):
                message = f"no answer in {self._limits.seconds:g} seconds; narrow the query"
                return Answer(Outcome.TOO_SLOW, body=message.encode())
            answer: Answer = worker.connection.recv()
            return answer
        except (EOFError, OSError):
            message = "the query took more memory than it may, or ended its process in another way"
            return Answer(Outcome.DIED, body=message.encode())

    def _start(self) -> _Worker:
        here, there = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_work, args=(self._source, self._limits, there), daemon=True)
        process.start()
        there.close()
        worker = _Worker(process, here)
        self._started.add(worker)
        return worker

    def _end(self, worker: _Worker) -> None:
        self._started.discard(worker)
        worker.connection.close()
        worker.process.kill()
        worker.process.join()

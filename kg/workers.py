"""Documents -> what each says, on several processes where there is enough to do.

spaCy keeps one core busy. Worker processes each load the ontology and the language model; documents go to them in
batches and come back in order. They are spawned, not forked: a store that is open has threads.
"""

from __future__ import annotations

import functools
import itertools
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.extract import check, extractor
from kg.model import Document, Extraction
from kg.ontology import load

if TYPE_CHECKING:
    from kg.analyse import Analysis

Extracted = tuple[Document, Extraction]

ENOUGH = 200_000  # characters; below, loading the model once more takes longer than it saves
BATCH = 25_000  # characters that a worker takes at a time


@dataclass(frozen=True, slots=True)
class _Work:
    """How documents are to be analysed."""

    model: str
    extractor: str
    least: float | None


def extracted(
    documents: Iterable[Document],
    *,
    model: str,
    extractor_name: str,
    least: float | None = None,
    jobs: int,
) -> Iterator[Extracted]:
    """Each document with its extraction, in order; nothing is loaded if there is no document.

    Args:
        least: claims of less confidence are not made; without it, the extractor knows best.
        jobs: how many processes may work; 1 works in this one.

    Raises:
        KgError: the language model is not installed, or there is no such extractor.
    """
    work = _Work(model, extractor_name, least)
    check(extractor_name, least)  # if there is none, say so before anything is read
    documents = iter(documents)
    if jobs > 1:
        start = list(_up_to(documents, ENOUGH))
        documents = itertools.chain(start, documents)
        if sum(len(document.text) for document in start) >= ENOUGH:
            yield from _on_workers(documents, work, jobs)
            return
    yield from _here(documents, work)


@functools.cache
def _extractor(name: str, least: float | None) -> Callable[[Sequence[Analysis]], Sequence[Extraction]]:
    return extractor(name, load(), least)


def _here(documents: Iterable[Document], work: _Work) -> Iterator[Extracted]:
    documents = iter(documents)
    first = next(documents, None)
    if first is not None:
        from kg.analyse import analyse_in_batches

        extract = _extractor(work.extractor, work.least)
        for batch in analyse_in_batches(itertools.chain([first], documents), load(), work.model):
            yield from zip([analysis.document for analysis in batch], extract(batch), strict=True)


def _on_workers(documents: Iterator[Document], work: _Work, jobs: int) -> Iterator[Extracted]:
    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[list[Extracted]]] = deque()
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_end_with_parent) as pool:
        try:
            while batch := list(_up_to(documents, BATCH)):
                waiting.append(pool.submit(_batch, batch, work))
                if len(waiting) > 2 * jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            message = "a process that analysed articles was ended, perhaps for want of memory; try --jobs 1"
            raise KgError(message) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _batch(batch: list[Document], work: _Work) -> list[Extracted]:
    return list(_here(batch, work))


def _up_to(documents: Iterator[Document], characters: int) -> Iterator[Document]:
    """The next documents, until they have that many characters together."""
    for document in documents:
        yield document
        characters -= len(document.text)
        if characters <= 0:
            return


def _end_with_parent() -> None:
    """A worker whose build was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            signal.raise_signal(signal.SIGTERM)

        threading.Thread(target=watch, daemon=True).start()

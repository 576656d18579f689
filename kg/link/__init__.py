"""Named things of a graph, and a reconciliation service -> links to what the service's database calls them.

Services speak the Reconciliation API of the W3C Entity Reconciliation Community Group, version 0.1 or 0.2
(https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/). What they answer is kept in
links.sqlite in the graph's folder, what people decide in links.yaml; every build takes both.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.link.answers import FILE as ANSWERS
from kg.link.answers import Answers, all_answers
from kg.link.decisions import FILE as DECISIONS
from kg.link.decisions import Decisions, read
from kg.link.judgement import Candidate, Subject, verdict
from kg.model import Link

if TYPE_CHECKING:
    from kg.entities import Thing
    from kg.link.service import Service
    from kg.ontology import Ontology

__all__ = ["ANSWERS", "DECISIONS", "Links", "Proposal", "ask", "links_of", "proposals", "subjects"]

GIVE_UP = 3  # requests in a row that fail

Progress = Callable[[str], None]
Found = list[tuple[Candidate, ...]]  # for each thing of a request


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be the same thing, for people to decide; the candidates best first."""

    subject: Subject
    service: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Links that are taken for sure: what services answered, and what people decided, by the ids of things."""

    answered: tuple[tuple[Subject, Link], ...] = ()
    decisions: Decisions = field(default_factory=Decisions)


def subjects(things: Iterable[Thing], ontology: Ontology, types: Sequence[str] = ()) -> tuple[Subject, ...]:
    """What to ask about: the things of these classes, or of those that the ontology has asked about, by id.

    Raises:
        KgError: there is no such class.
    """
    unknown = [type_ for type_ in types if type_ not in ontology.classes]
    if unknown:
        raise KgError("there is no such class; kg ontology lists those there are", unknown[0])
    wanted = types or [class_.curie for class_ in ontology.classes.values() if class_.reconciled]
    found = [
        Subject(thing.id, thing.label, thing.type)
        for thing in things
        if any(ontology.is_a(thing.type, type_) for type_ in wanted)
    ]
    return tuple(sorted(found, key=lambda subject: subject.id))


def ask(
    asked: Sequence[Subject], service: Service, answers: Answers, *, progress: Progress = lambda _: None
) -> int:
    """Ask the service about these things and keep each answer as it comes; gives how many came.

    Raises:
        KgError: some could not be asked. All other answers are kept; asked again, only what is missing is asked.
    """
    done, failed, in_a_row, reason = 0, 0, 0, ""
    for batch, outcome in _outcomes(asked, service):
        if isinstance(outcome, KgError):
            failed, in_a_row, reason = failed + len(batch), in_a_row + 1, outcome.message
            if in_a_row == GIVE_UP:
                break
            continue
        answers.put(service, zip(batch, outcome, strict=True))
        done, in_a_row = done + len(batch), 0
        progress(f"{done} of {len(asked)} asked about: {batch[-1].name}")
    if failed:
        left = f"{len(asked) - done} of {len(asked)} things are not asked about yet; run it again for them"
        raise KgError(f"{reason}. {left}, one by one (--batch 1) if it fails at the same place", service.url)
    return done


def _outcomes(
    asked: Sequence[Subject], service: Service
) -> Iterator[tuple[Sequence[Subject], Found | KgError]]:
    """What became of each request, in order; few wait at a time, and none is begun when nobody waits for it."""
    rest = iter(asked)
    waiting: deque[tuple[Sequence[Subject], Future[Found]]] = deque()
    with ThreadPoolExecutor(service.parallel) as pool:
        try:
            while batch := list(islice(rest, service.batch)):
                waiting.append((batch, pool.submit(service.candidates, batch)))
                if len(waiting) > 2 * service.parallel:
                    yield _outcome(*waiting.popleft())
            while waiting:
                yield _outcome(*waiting.popleft())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _outcome(batch: Sequence[Subject], future: Future[Found]) -> tuple[Sequence[Subject], Found | KgError]:
    try:
        return batch, future.result()
    except KgError as error:
        return batch, error


def links_of(folder: Path) -> Links:
    """The links that are taken for sure of the graph in a folder.

    Raises:
        KgError: links.yaml is not in order, or links.sqlite cannot be read.
    """
    answered = []
    for answer, at_least, name in all_answers(folder / ANSWERS):
        candidate, why = verdict(answer.candidates, at_least)
        if candidate is not None:
            reason = f"{name} knows “{candidate.name}” ({why})"
            answered.append((answer.subject, Link(candidate.iri, reason, answer.service, candidate.score)))
    return Links(tuple(answered), read(folder / DECISIONS))


def proposals(folder: Path) -> Iterator[Proposal]:
    """What services proposed and neither a service is sure of nor people have decided, best first.

    Raises:
        KgError: as for `links_of`.
    """
    decisions = read(folder / DECISIONS)
    decided = {id_ for id_, _ in decisions.accepted}
    found = []
    for answer, at_least, _ in all_answers(folder / ANSWERS):
        if answer.subject.id in decided or verdict(answer.candidates, at_least)[0] is not None:
            continue
        open_ = tuple(c for c in answer.candidates if (answer.subject.id, c.iri) not in decisions.rejected)
        if open_:
            found.append(Proposal(answer.subject, answer.service, open_))
    yield from sorted(found, key=lambda p: (-p.candidates[0].score, p.subject.id, p.service))

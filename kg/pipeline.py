"""Sources -> a knowledge graph on disk: composes the stages, analyses only what changed.

read -> clean -> analyse -> extract -> (cache) -> resolve -> assemble -> check -> store -> export
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import kg
from kg.analyse import DEFAULT_MODEL, clean
from kg.analyse.language import version_of
from kg.assemble import DEFAULT_BASE, Software
from kg.cache import Cache
from kg.errors import KgError
from kg.export.files import write_whole
from kg.extract import DEFAULT_EXTRACTOR, models
from kg.interchange import to_json
from kg.model import Document, Extraction, Failure
from kg.ontology import Ontology, load
from kg.publication import CACHE, EXPORTS, STORE, Contents, Graph, Progress, decisions, publish
from kg.read import Entries, read_with_places
from kg.read.language import foreign
from kg.resolve import Resolution, resolve
from kg.store import Store
from kg.workers import extracted

REPORT = "report.json"

# Beyond this a text is no article, and the parser would take gigabytes: about 1 for 200,000 characters.
LONGEST = 300_000  # characters

__all__ = [
    "CACHE",
    "EXPORTS",
    "REPORT",
    "STORE",
    "Contents",
    "Options",
    "Progress",
    "Report",
    "build",
    "extract",
    "rebuild",
]


@dataclass(frozen=True, slots=True)
class Options:
    """How to build.

    Attributes:
        base: the IRI that ids of things are appended to.
        jobs: processes that may analyse at the same time; with more than one, a script that calls this needs
            the guard `if __name__ == "__main__"`.
        strict: stop at the first article that cannot be taken.
        sync: the graph is to hold the given sources and no others.
    """

    base: str = DEFAULT_BASE
    model: str = DEFAULT_MODEL
    extractor: str = DEFAULT_EXTRACTOR
    jobs: int = 1
    strict: bool = False
    sync: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, and what the graph holds after it."""

    contents: Contents
    analysed: int
    removed: int
    failures: tuple[Failure, ...]

    def to_json(self) -> dict[str, Any]:
        """The form of output/report.json."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Account:
    """What the sources gave so far.

    Attributes:
        taken: id of each article -> the file or page it was read from.
        missed: files and pages of which something could not be taken.
    """

    failures: list[Failure]
    taken: dict[str, str] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)

    def vanished(self, places: Mapping[str, str]) -> list[str]:
        """Of articles and their places, those that the sources no longer have.

        What was read from a file that can no longer be read may still be there: it has not vanished.
        """

        def unsure(place: str) -> bool:
            return any(place == missed or place.startswith(missed + os.sep) for missed in self.missed)

        return [id_ for id_, place in places.items() if id_ not in self.taken and not unsure(place)]


def build(
    sources: Sequence[str],
    output: Path,
    options: Options,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = lambda _: None,
) -> Report:
    """Bring the graph in `output` up to date with the sources and write its files.

    Articles that were built before and are not among the sources stay, unless options.sync; if another
    extractor, model or ontology made them, they are analysed again from the text that was kept. Each
    article is kept as soon as it is analysed: a build that was stopped goes on from there, and until then
    the store and the files are those of the last one that was finished.

    Raises:
        KgError: a source, model or extractor does not exist, or the output cannot be written; with
            options.strict also the first article that cannot be taken. The store is what it was.
    """
    entries = read_with_places(sources, stdin=stdin)
    with Store.open(output / STORE, read_only=False) as store, Cache(output / CACHE) as cache:
        return _update(Graph(store, cache, output), entries, options, progress=progress)


def rebuild(output: Path, *, jobs: int = 1, progress: Progress = lambda _: None) -> Report:
    """Bring the graph in `output` up to date with what was kept there, with the options of the last build.

    It is a build without sources: for whoever changed what people write (BY_HAND), or the ontology. Nothing is
    written where nothing changed.

    Raises:
        KgError: nothing was built there, or an earlier kg did; or as for `build`.
    """
    if not (output / CACHE).is_file():
        raise KgError("nothing was built here; make it with kg build", str(output))
    with Store.open(output / STORE, read_only=False) as store, Cache(output / CACHE) as cache:
        return _update(Graph(store, cache, output), iter(()), _last(cache, output, jobs), progress=progress)


def _last(cache: Cache, output: Path, jobs: int) -> Options:
    """The options of the last build."""
    known = cache.options
    if known is None:
        raise KgError(
            "no build was finished here since kg was updated; run kg build once with any of its sources",
            str(output),
        )
    return Options(known["base"], known["model"], known["extractor"], jobs)


def _update(graph: Graph, entries: Entries, options: Options, *, progress: Progress) -> Report:
    decisions(graph.output)  # a fault in what people wrote is told before hours of work, not after
    ontology = load()
    engine = _engine(ontology, options)
    account = _Account([])
    analysed = 0
    cache = graph.cache
    fresh = (d for d in _documents(entries, options, account) if not cache.has(d, engine))
    stale = _outdated(cache, engine, options, account)
    for document, extraction in extracted(
        itertools.chain(fresh, stale),
        model=options.model,
        extractor_name=options.extractor,
        jobs=options.jobs,
    ):
        cache.put(document, extraction, engine)
        analysed += 1
        progress(f"{analysed} analysed: {document.title}")
    cache.locate(account.taken)
    vanished = account.vanished(cache.places()) if options.sync else []
    cache.remove(vanished)
    cache.options = {"base": options.base, "model": options.model, "extractor": options.extractor}
    contents = publish(
        graph, ontology=ontology, software=_software(options), base=options.base, progress=progress
    )
    unfollowed = [Failure(where, why, fatal=False) for where, why in contents.unfollowed]
    kept_out = [Failure(each.article or STORE, str(each), fatal=False) for each in contents.quarantined]
    report = Report(contents, analysed, len(vanished), (*account.failures, *unfollowed, *kept_out))
    _write(report, graph.output / REPORT)
    return report


def extract(
    sources: Sequence[str],
    options: Options,
    failures: list[Failure],
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = lambda _: None,
) -> Iterator[dict[str, Any]]:
    """One JSON object a document (see kg.interchange), with entities resolved over all of them.

    Args:
        failures: what could not be taken is appended here.

    Raises:
        KgError: as for `build`.
    """
    entries = read_with_places(sources, stdin=stdin)
    ontology = load()
    found = []
    documents = _documents(entries, options, _Account(failures))
    for document, extraction in extracted(
        documents, model=options.model, extractor_name=options.extractor, jobs=options.jobs
    ):
        found.append((document, extraction))
        progress(f"{len(found)} analysed: {document.title}")
    resolution = resolve((extraction for _, extraction in found), ontology)
    types = {entity.id: entity.type for entity in resolution.knowledge_base.entities}
    for document, extraction in found:
        yield _with_entities(document, extraction, resolution, types, ontology)


def _documents(entries: Entries, options: Options, account: _Account) -> Iterator[Document]:
    """The articles that can be taken, cleaned; what became of each source is put down in the account."""
    for where, entry in entries:
        found = _fit(entry, where) if isinstance(entry, Document) else entry
        place = os.path.realpath(where) if os.path.exists(where) else where  # noqa: PTH110  it may be a URL
        if isinstance(found, Document):
            account.taken[found.id] = place
            yield found
            continue
        if found.fatal:
            if options.strict:
                raise KgError(found.message, found.where)
            account.missed.add(place)
        account.failures.append(found)


def _fit(document: Document, where: str) -> Document | Failure:
    """The cleaned article, or why it stays out."""
    named = where if where.endswith(document.id) else f"{where} ({document.id})"
    if len(document.text) > LONGEST:
        message = f"has {len(document.text):,} characters, an article no more than {LONGEST:,}; left out"
        return Failure(named, message)
    document = clean(document)
    failure = foreign(document)
    return dataclasses.replace(failure, where=named) if failure else document


def _outdated(cache: Cache, engine: str, options: Options, account: _Account) -> Iterator[Document]:
    """The articles that another engine analysed and that stay; asked for when all sources have been read."""
    gone = set(account.vanished(cache.places())) if options.sync else set()
    for id_ in cache.outdated(engine):
        if id_ not in account.taken and id_ not in gone:
            yield cache.document(id_)


def _engine(ontology: Ontology, options: Options) -> str:
    """What an extraction depends on besides the article."""
    software = _software(options)
    parts = (
        software.version,
        ontology.fingerprint,
        software.pipeline,
        software.pipeline_version,
        options.extractor,
        *(f"{name} {version}" for name, version in sorted(software.models.items())),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _software(options: Options) -> Software:
    version = version_of(options.model)
    return Software(kg.__version__, options.model, version, models=models(options.extractor))


def _write(report: Report, path: Path) -> None:
    written = (json.dumps(report.to_json(), indent=1, ensure_ascii=False) + "\n").encode()
    write_whole(path, lambda file: file.write(written), lambda file: file.stat().st_size)


def _with_entities(
    document: Document,
    extraction: Extraction,
    resolution: Resolution,
    types: Mapping[str, str],
    ontology: Ontology,
) -> dict[str, Any]:
    found = to_json(extraction)
    for mention, written in zip(extraction.mentions, found["mentions"], strict=True):
        entity = resolution.denotes[mention]
        written["entity"] = entity
        written["type"] = types.get(entity, mention.type)
        written["types"] = list(ontology.supertypes(written["type"]))
    found["assertions"] += _implied(found["assertions"], ontology)
    return {"id": document.id, "text": document.text, **found}


def _implied(said: Sequence[Mapping[str, Any]], ontology: Ontology) -> list[dict[str, Any]]:
    """What follows by the ontology's subproperties and nobody says: who is based in a place is located there."""
    known = {(a["subject"], a["predicate"], a["object"]) for a in said}
    found = []
    for assertion in said:
        for parent in ontology.properties[assertion["predicate"]].parents:
            key = assertion["subject"], parent, assertion["object"]
            if key not in known:
                known.add(key)
                found.append({**assertion, "predicate": parent, "rule": "rule:subproperty"})
    return found

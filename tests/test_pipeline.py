"""Builds on disk: what they write, what they leave alone, and that nothing but the articles decides the bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import KgError, ReadError, StoreError
from kg.model import Extraction
from kg.pipeline import EXPORTS, REPORT, STORE, Options, build, extract
from kg.store import Store
from tests.command import KG

if TYPE_CHECKING:
    from kg.analyse.analysis import Analysis
    from kg.ontology import Ontology

CHANGED, ADDED = "softbank-closes-ampere.txt", ("lyten-northvolt.txt", "briefs.jsonl")
SHORT = "Acme Corp acquired Widget Inc. for $300 million in 2024. Jane Roe is chief executive of Acme Corp.\n"


@dataclass(frozen=True)
class World:
    """The sample articles as they are, and as they were earlier: two files fewer, one worded otherwise."""

    before: Path
    now: Path
    graph_before: Path
    graph_now: Path


@pytest.fixture(scope="module")
def world(sample_articles: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Both states of the articles, each built from scratch."""
    folder = tmp_path_factory.mktemp("world")
    found = World(*(folder / name for name in ("before", "now", "graph_before", "graph_now")))
    for articles in (found.before, found.now):
        shutil.copytree(sample_articles, articles)
    for name in ADDED:
        (found.before / name).unlink()
    manifest = found.before / "manifest.csv"
    rows = manifest.read_text("utf-8").splitlines(keepends=True)
    manifest.write_text("".join(row for row in rows if not row.startswith(ADDED)), "utf-8")
    changed = found.before / CHANGED
    changed.write_text(changed.read_text("utf-8").replace("Ampere", "Ampere Computing", 1), "utf-8")
    build([str(found.before)], found.graph_before, Options())
    build([str(found.now)], found.graph_now, Options())
    return found


@pytest.fixture
def output(world: World, tmp_path: Path) -> Path:
    """A copy of the graph of the earlier articles, to build on."""
    return Path(shutil.copytree(world.graph_before, tmp_path / "graph"))


def dump(output: Path) -> bytes:
    """The sorted N-Quads of a build's store."""
    with Store.open(output / STORE) as store:
        return store.dump()


def exports(output: Path) -> list[bytes]:
    """The bytes of the files that a build writes beside the store."""
    return [(output / name).read_bytes() for name in EXPORTS.values()]


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Time of the last change and content of each file below a folder, but for the report of the last run."""
    found = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != REPORT)
    return {str(file.relative_to(folder)): (file.stat().st_mtime_ns, file.read_bytes()) for file in found}


def articles_in(output: Path) -> set[str]:
    """The IRIs of the articles in a store."""
    with Store.open(output / STORE) as store:
        return {str(row["a"]) for row in store.select("SELECT ?a { ?a a schema:NewsArticle }")}


def run(sources: Sequence[Path], output: Path, seed: int) -> None:
    """`kg build` in a process of its own, with a hash seed."""
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [*KG, "build", *map(str, sources), "-o", str(output)]
    done = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr


class TestOneBuild:
    """A build from scratch."""

    def test_writes_store_files_and_report(self, world: World) -> None:
        """Store, Turtle, HTML and report are there; the report's numbers are those of the store."""
        report = json.loads((world.graph_now / REPORT).read_text("utf-8"))
        assert {STORE, REPORT, *EXPORTS.values()} <= {path.name for path in world.graph_now.iterdir()}
        contents = report["contents"]
        assert (report["analysed"], report["removed"], report["failures"]) == (12, 0, [])
        assert contents["articles"] == 12 == len(articles_in(world.graph_now))
        assert contents["entities"] > 100
        assert contents["claims"] >= sum(contents["statements"].values()) > 100
        with Store.open(world.graph_now / STORE) as store:
            predicates = {
                str(row["p"].value).rpartition("#")[2]
                for row in store.select("SELECT DISTINCT ?p { ?c a kg:Claim ; rdf:predicate ?p }")
                if isinstance(row["p"], ox.NamedNode)
            }
        assert {name.removeprefix("kg:") for name in contents["statements"]} <= predicates

    def test_turtle_holds_the_triples_of_the_store(self, world: World) -> None:
        """graph.ttl has each triple of the store's graphs, and no other."""
        with (
            Store.open(world.graph_now / STORE) as store,
            Store.load(world.graph_now / "graph.ttl") as turtle,
        ):
            expected, found = (
                {(str(q.subject), str(q.predicate), str(q.object)) for q in graph.quads()}
                for graph in (store, turtle)
            )
        assert found == expected

    def test_missing_source_makes_nothing(self, tmp_path: Path) -> None:
        """A source that does not exist is an error before any folder is made."""
        with pytest.raises(ReadError, match=r"no-such\.txt"):
            build([str(tmp_path / "no-such.txt")], tmp_path / "graph", Options())
        assert not (tmp_path / "graph").exists()


class TestNextBuild:
    """A build on top of an earlier one."""

    def test_nothing_new_changes_nothing(self, world: World, output: Path) -> None:
        """Nothing is analysed, no file is touched, and the report tells the same contents."""
        first = json.loads((output / REPORT).read_text("utf-8"))
        before = files(output)
        again = build([str(world.before)], output, Options())
        assert (again.analysed, again.removed, again.failures) == (0, 0, ())
        assert files(output) == before
        assert json.loads((output / REPORT).read_text("utf-8"))["contents"] == first["contents"]

    def test_only_what_changed_is_analysed(self, world: World, output: Path, tmp_path: Path) -> None:
        """A changed article is analysed alone, and the graphs of the others stay as they were."""
        articles = Path(shutil.copytree(world.before, tmp_path / "articles"))
        shutil.copy(world.now / CHANGED, articles)
        report = build([str(articles)], output, Options())
        assert report.analysed == 1
        assert articles_in(output) == articles_in(world.graph_before)
        bodies = {line for line in dump(output).splitlines() if b"articleBody" in line}
        earlier = {line for line in dump(world.graph_before).splitlines() if b"articleBody" in line}
        assert len(bodies - earlier) == len(earlier - bodies) == 1

    def test_two_builds_equal_one(self, world: World, output: Path) -> None:
        """Articles that come in a second build, changed or new, give the bytes of one build of all."""
        report = build([str(world.now)], output, Options())
        new = articles_in(output) - articles_in(world.graph_before)
        assert report.analysed == 1 + len(new) > 2
        assert dump(output) == dump(world.graph_now)
        assert exports(output) == exports(world.graph_now)

    def test_articles_stay_unless_synchronised(self, world: World, output: Path) -> None:
        """What is not among the sources stays; with sync it goes, and what is left equals a build of that alone."""
        sources = [str(world.before / CHANGED)]
        assert build(sources, output, Options()).removed == 0
        assert dump(output) == dump(world.graph_before)
        report = build(sources, output, Options(sync=True))
        assert (report.analysed, report.contents.articles) == (0, 1)
        assert report.removed == len(articles_in(world.graph_before)) - 1
        alone = output.with_name("alone")
        build(sources, alone, Options())
        assert dump(output) == dump(alone)

    def test_sync_keeps_what_cannot_be_read_now(self, tmp_path: Path) -> None:
        """An article whose file has become unreadable is not forgotten; one whose file is gone is."""
        articles, output = tmp_path / "articles", tmp_path / "graph"
        articles.mkdir()
        for name in ("broken", "gone", "good"):
            (articles / f"{name}.txt").write_text(f"{name.title()} Corp acquired Widget Inc.\n", "utf-8")
        build([str(articles)], output, Options())
        (articles / "broken.txt").write_bytes(b"\0\1\2")
        (articles / "gone.txt").unlink()
        report = build([str(articles)], output, Options(sync=True))
        assert report.removed == 1
        assert {iri.rpartition(":")[2] for iri in articles_in(output)} == {"broken.txt>", "good.txt>"}

    def test_what_was_deleted_by_hand_is_written_again(self, world: World, output: Path) -> None:
        """Without its HTML, or without its store, the graph is written again from what was analysed."""
        (output / "graph.html").unlink()
        shutil.rmtree(output / STORE)
        assert build([str(world.before)], output, Options()).analysed == 0
        assert dump(output) == dump(world.graph_before)
        assert exports(output) == exports(world.graph_before)

    def test_another_extractor_reads_everything_again(self, tmp_path: Path) -> None:
        """A graph is never the work of two extractors: articles that are not among the sources are redone as well."""
        for name in ("a", "b"):
            (tmp_path / f"{name}.txt").write_text(SHORT, "utf-8")
        first = build([str(tmp_path / "a.txt")], tmp_path / "graph", Options())
        assert first.contents.claims > 0
        silent = Options(extractor="tests.test_pipeline:silent")
        second = build([str(tmp_path / "b.txt")], tmp_path / "graph", silent)
        assert (second.analysed, second.contents.articles, second.contents.claims) == (2, 2, 0)

    def test_the_later_of_two_articles_with_one_address_counts(self, tmp_path: Path) -> None:
        """An article that comes under another id but the address of a known one takes its place."""
        for key in ("one", "two"):
            record = {"id": key, "url": "https://wire.example/x", "text": SHORT.replace("Acme", key.title())}
            (tmp_path / f"{key}.jsonl").write_text(json.dumps(record), "utf-8")
            build([str(tmp_path / f"{key}.jsonl")], tmp_path / "graph", Options())
        assert articles_in(tmp_path / "graph") == {"<https://wire.example/x>"}
        assert b"Two Corp" in dump(tmp_path / "graph")
        assert b"One Corp" not in dump(tmp_path / "graph")

    def test_given_mentions_survive(self, tmp_path: Path) -> None:
        """Mentions that the input gives are still given when the article is analysed again from what was kept."""
        text = "Zorg bought Blip for 3 million euros."
        record = {"id": "r", "text": text, "mentions": [{"start": 0, "end": 4}, {"start": 12, "end": 16}]}
        (tmp_path / "r.jsonl").write_text(json.dumps(record), "utf-8")
        (tmp_path / "other.txt").write_text(SHORT, "utf-8")
        build(
            [str(tmp_path / "r.jsonl")], tmp_path / "graph", Options(extractor="tests.test_pipeline:silent")
        )
        build([str(tmp_path / "other.txt")], tmp_path / "graph", Options())
        build([str(tmp_path / "r.jsonl"), str(tmp_path / "other.txt")], tmp_path / "at_once", Options())
        assert dump(tmp_path / "graph") == dump(tmp_path / "at_once")

    def test_one_build_at_a_time(self, world: World, output: Path) -> None:
        """A build is refused while another one has the graph, before it changes anything."""
        before = files(output)
        with (
            Store.open(output / STORE, read_only=False),
            pytest.raises(StoreError, match="another kg is writing"),
        ):
            build([str(world.now)], output, Options())
        assert files(output) == before

    def test_strict_stops(self, world: World, output: Path, tmp_path: Path) -> None:
        """With strict, the first article that cannot be taken is an error, and the graph stays as it was."""
        (tmp_path / "empty.txt").touch()
        with pytest.raises(KgError, match=r"empty\.txt"):
            build([str(tmp_path / "empty.txt"), str(world.now)], output, Options(strict=True))
        assert dump(output) == dump(world.graph_before)


def silent(_: Ontology) -> Callable[[Sequence[Analysis]], list[Extraction]]:
    """An extractor that finds the mentions and nothing said of them."""
    return lambda analyses: [Extraction(a.document.id, a.mentions, ()) for a in analyses]


def test_neither_order_nor_hash_seed_matters(world: World, tmp_path: Path) -> None:
    """File by file in another order, with another hash seed: the bytes of the folder's build."""
    sources = sorted(world.now.glob("*.[!c]*"), reverse=True)
    run([*sources[3:], *sources[:3]], tmp_path / "graph", 1)
    assert dump(tmp_path / "graph") == dump(world.graph_now)
    assert exports(tmp_path / "graph") == exports(world.graph_now)


def test_extract_prints_what_a_build_holds(world: World) -> None:
    """`kg extract` gives one object an article; two things with names that a fact relates are nodes of the graph.

    What follows from a fact by subproperties is printed too.
    """
    found = list(extract([str(world.now)], Options(), []))
    assert len(found) == 12
    implied = {"kg:headquarteredIn": {"kg:basedIn", "kg:locatedIn"}, "kg:chiefExecutiveOf": {"kg:worksFor"}}
    printed = [{(a["subject"], a["predicate"], a["object"]) for a in one["assertions"]} for one in found]
    chief = [(s, p, o, one) for one in printed for s, p, o in one if p in implied]
    assert chief
    assert all((s, broader, o) in one for s, p, o, one in chief for broader in implied[p])
    nodes = dump(world.graph_now).decode()
    entities = {
        mentions[end]["entity"]
        for document in found
        for mentions in [{mention["id"]: mention for mention in document["mentions"]}]
        for ends in [(a["subject"], a["object"]) for a in document["assertions"]]
        if {mentions[end]["kind"] for end in ends} == {"name"}
        for end in ends
    }
    assert len(entities) > 50
    assert [entity for entity in sorted(entities) if f"/id/{entity}>" not in nodes] == []

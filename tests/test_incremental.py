"""Graphs that change: published again from what was kept, and however many articles there are."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kg import pipeline
from kg.cache import Cache
from kg.errors import KgError
from kg.model import Document
from kg.pipeline import CACHE, Options, build, rebuild
from kg.publication import BY_HAND
from kg.read.document import content_hash, urn_of
from kg.removal import remove
from kg.store import Store
from tests.builders import Draft
from tests.test_pipeline import dump, exports, files

FRAMES = Options(extractor="frames", base="https://graph.example/")
TITLE = "Breaking news"
TEXTS = {
    "one": "Acme Corp acquired Widget Inc. for $300 million in 2024.",
    "two": "Acme Corp acquired Widget Inc. for $310 million in 2024. Jane Roe is chief executive of Acme Corp.",
    "three": "Globex Corp raised $20 million from Initech Ventures.",
}


def written(folder: Path, texts: dict[str, str]) -> Path:
    """A folder with a text file for each of the texts."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of all TEXTS."""
    folder = tmp_path_factory.mktemp("built")
    build([str(written(folder / "articles", TEXTS))], folder / "graph", FRAMES)
    return folder / "graph"


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """A copy of that graph, to work on."""
    return Path(shutil.copytree(built, tmp_path / "graph"))


class TestRebuild:
    """Publishing again without sources."""

    def test_nothing_changed(self, graph: Path) -> None:
        """A graph that is up to date is left alone."""
        before = files(graph)
        report = rebuild(graph)
        assert (report.analysed, report.removed, report.contents.articles) == (0, 0, len(TEXTS))
        assert files(graph) == before

    def test_keeps_the_options_of_the_last_build(self, built: Path, graph: Path) -> None:
        """Base and extractor are those of the build: what was deleted comes back with the same bytes."""
        for name in ("graph.ttl", "graph.html"):
            (graph / name).unlink()
        shutil.rmtree(graph / "store")
        assert rebuild(graph).analysed == 0
        assert dump(graph) == dump(built)
        assert exports(graph) == exports(built)

    def test_another_extractor_is_remembered(self, graph: Path, tmp_path: Path) -> None:
        """The options are those of the last build, not of the first."""
        other = Options(extractor="tests.test_pipeline:silent")
        build([str(written(tmp_path / "articles", TEXTS))], graph, other)
        before = files(graph)
        assert rebuild(graph).contents.claims == 0
        assert files(graph) == before

    @pytest.mark.parametrize("name", BY_HAND)
    def test_sees_what_people_write(self, name: str, graph: Path) -> None:
        """A file of people's decisions that comes, changes or goes makes the graph be published again, once each."""
        file, times = graph / name, [(graph / "graph.ttl").stat().st_mtime_ns]
        for content in ("# first\n", "# second\n", None):
            if content is None:
                file.unlink()
            else:
                file.write_text(content, "utf-8")
            for _ in range(2):
                rebuild(graph)
                times.append((graph / "graph.ttl").stat().st_mtime_ns)
        changes = [earlier != later for earlier, later in itertools.pairwise(times)]
        assert changes == [True, False] * 3

    def test_needs_a_build(self, tmp_path: Path) -> None:
        """Where nothing was built the error says what to do, and nothing is made."""
        with pytest.raises(KgError, match="make it with kg build"):
            rebuild(tmp_path / "none")
        assert not (tmp_path / "none").exists()

    def test_cache_of_an_earlier_kg(self, graph: Path, tmp_path: Path) -> None:
        """A cache without remembered options is taken as it is: a build analyses nothing again, then rebuild works."""
        with sqlite3.connect(graph / CACHE) as cache:
            cache.executescript("DROP TABLE options; PRAGMA user_version = 2;")
        cache.close()
        with pytest.raises(KgError, match="run kg build once with any of its sources"):
            rebuild(graph)
        assert build([str(written(tmp_path / "articles", TEXTS))], graph, FRAMES).analysed == 0
        assert rebuild(graph).contents.articles == len(TEXTS)


def _headline(folder: Path, count: int) -> float:
    """Seconds of the processor that it takes to publish so many articles of one title; each tells another deal."""
    options, graph = Options(), folder / str(count)
    with Cache(graph / CACHE) as cache:
        cache.options = {"base": options.base, "model": options.model, "extractor": options.extractor}
        for number in range(count):
            draft = Draft(
                f"wire-{number}", f"Acme Corp acquired Labs {number} Inc. for ${number + 1} million in 2024."
            )
            buyer, target = (
                draft.mention("Acme Corp", "kg:Company"),
                draft.mention(f"Labs {number} Inc.", "kg:Company"),
            )
            draft.say(buyer, "kg:acquired", target)
            document = Document(draft.id, urn_of(draft.id), TITLE, draft.text)
            document = replace(document, content_hash=content_hash(document))
            cache.put(document, draft.extraction(), pipeline._engine(options))
    began = time.process_time()
    contents = rebuild(graph).contents
    spent = time.process_time() - began
    assert (contents.articles, contents.entities, contents.claims) == (count, count + 1, count)
    with Store.open(graph / "store") as store:
        found = list(store.select("SELECT ?a ?t { ?a a schema:NewsArticle ; schema:headline ?t }"))
    assert {str(row["t"]) for row in found} == {f'"{TITLE}"'}
    assert len({str(row["a"]) for row in found}) == count
    return spent


def test_articles_of_one_title(tmp_path: Path) -> None:
    """Any number of articles may have one title: each has an IRI of its own, and the time grows as their number does."""
    _headline(tmp_path, 10)  # what the first build of a process loads
    few, many = _headline(tmp_path, 200), _headline(tmp_path, 1000)
    assert many < 5 * few * 2, (few, many)
    with pytest.raises(
        KgError, match=r"fits 1000 articles: wire-0, wire-1, .* and 990 more; name one of them whole"
    ):
        remove(tmp_path / "1000", [TITLE])

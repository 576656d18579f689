"""Files that have not changed are not read again, and every change of a file, however small, is seen."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from kg import intake, pipeline, publication, versions
from kg.cache import Cache
from kg.intake import Account, Memory, documents
from kg.model import Document, Extraction, Failure
from kg.ontology import default_folder, fingerprint
from kg.pipeline import CACHE, Options, build, rebuild
from kg.read import READERS, Origin, open_sources, text
from tests.corpus import write_corpus

FRAMES = Options(extractor="frames")
ARTICLES = 1000
AT_MOST = 2.0  # seconds of a whole `kg build` over an unchanged folder of ARTICLES
# What would be loaded to read, clean, analyse or derive.
HEAVY = (
    "spacy",
    "numpy",
    "onnxruntime",
    "trafilatura",
    "rdflib",
    "ftfy",
    "py3langid",
    "kg.analyse",
)
RUN = f"""
import sys, kg.cli
sys.argv[0] = "kg"
try:
    kg.cli.main()
finally:
    loaded = [name for name in {HEAVY!r} if name in sys.modules]
    print(*loaded, file=sys.stderr)
"""


class World:
    """A folder of articles, its graph, and the files that were parsed since it was last asked."""

    def __init__(self, folder: Path, parsed: list[str]) -> None:
        self.articles, self.graph, self._parsed = folder / "articles", folder / "graph", parsed
        self.articles.mkdir()

    def write(self, name: str, words: str) -> Path:
        """A text file."""
        file = self.articles / name
        file.write_text(words, "utf-8")
        return file

    def build(self, *sources: Path, options: Options = FRAMES) -> pipeline.Report:
        """The graph of the folder, or of other sources."""
        return build([str(source) for source in sources or (self.articles,)], self.graph, options)

    def parsed(self) -> list[str]:
        """The names of the files that were parsed since this was last asked."""
        found = sorted(Path(where).name for where in self._parsed)
        self._parsed.clear()
        return found


PARSED: list[str] = []


def counting(stream: BinaryIO, origin: Origin) -> Iterator[Document | Failure]:
    """The reader of text files, which puts down what it reads."""
    PARSED.append(origin.where)
    return text.read(stream, origin)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Two articles, built; their files are parsed no more."""
    PARSED.clear()
    monkeypatch.setitem(READERS, "text", "tests.test_intake:counting")
    found = World(tmp_path, PARSED)
    found.write("one.txt", "Acme Corp acquired Widget Inc. in 2023.")
    found.write("two.txt", "Globex Corp acquired Initech Inc. in 2024.")
    assert found.build().analysed == 2
    assert found.parsed() == ["one.txt", "two.txt"]
    assert found.build().analysed == 0
    assert found.parsed() == []
    return found


def _same_size_and_times(world: World) -> None:
    file = world.articles / "one.txt"
    about = file.stat()
    file.write_text("Acme Corp acquired Gadget Inc. in 2023.", "utf-8")
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert file.stat().st_size == about.st_size


def _replaced(world: World) -> None:
    other = world.articles.with_name("other")
    other.write_text("Acme Corp acquired Gadget Inc. in 2023.", "utf-8")
    os.replace(other, world.articles / "one.txt")  # noqa: PTH105


def _linked_elsewhere(world: World) -> None:
    other = world.articles.with_name("other")
    other.write_text("Acme Corp acquired Gadget Inc. in 2023.", "utf-8")
    (world.articles / "one.txt").unlink()
    (world.articles / "one.txt").symlink_to(other)


@pytest.mark.parametrize("change", [_same_size_and_times, _replaced, _linked_elsewhere])
def test_changes_are_seen(change: Callable[[World], None], world: World) -> None:
    """Content counts, and nothing else: not the time, the size, or what kind of file it is in."""
    change(world)
    report = world.build()
    assert (report.analysed, report.contents.articles) == (1, 2)
    assert world.parsed() == ["one.txt"]
    with Cache(world.graph / CACHE) as cache:
        assert "Gadget" in cache.document("one.txt").text


def test_touched_files_are_as_they_were(world: World) -> None:
    """Files that a checkout or a copy has written again with the same content are not parsed."""
    for file in list(world.articles.iterdir()):
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(content)
    assert world.build().analysed == 0
    assert world.parsed() == []


def test_links_to_a_file_that_changes(world: World) -> None:
    """What a link points to counts, not the link."""
    target = world.write("../target", "Hooli Inc. acquired Pied Piper LLC in 2020.")
    (world.articles / "link.txt").symlink_to(target)
    assert world.build().analysed == 1
    target.write_text("Hooli Inc. acquired Raviga LLC in 2020.", "utf-8")
    world.parsed()
    assert world.build().analysed == 1
    assert world.parsed() == ["link.txt"]


def test_manifest_counts(world: World) -> None:
    """A row of a manifest that comes, changes or goes makes its file be read again, and no other."""
    for rows in ("one.txt,2024-01-02\n", "one.txt,2024-01-03\n"):
        world.write("manifest.csv", "file,published\ntwo.txt,2025-01-01\n" + rows)
        world.build()
        world.parsed()
    world.write("manifest.csv", "file,published\ntwo.txt,2025-01-01\none.txt,2024-01-04\n")
    assert world.build().analysed == 1
    assert world.parsed() == ["one.txt"]
    (world.articles / "manifest.csv").unlink()
    assert world.build().analysed == 2
    assert world.parsed() == ["one.txt", "two.txt"]


def test_code_counts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another kg, or another library that reads, reads everything again; what it reads alike is not analysed."""
    monkeypatch.setattr(intake, "LIBRARIES", ("pytest",))
    assert world.build().analysed == 0
    assert world.parsed() == ["one.txt", "two.txt"]


def test_another_engine_takes_what_was_kept(world: World) -> None:
    """Another extractor analyses the texts as they were kept: their files are not parsed for that."""
    report = world.build(options=Options(extractor="tests.test_pipeline:silent"))
    assert (report.analysed, report.contents.claims) == (2, 0)
    assert world.parsed() == []


def test_another_least_confidence_takes_what_was_kept(world: World) -> None:
    """How sure a claim must be is an option of the graph: with another, all is analysed again; a rebuild keeps it."""
    options = Options(least=0.97)
    assert world.build(options=options).analysed == 2
    assert world.build(options=options).analysed == 0
    assert rebuild(world.graph).analysed == 0
    assert world.build().analysed == 2


def test_another_engine_and_another_id_for_an_article(world: World) -> None:
    """An article that comes back under another id takes the place of what an earlier engine made of it."""
    record = {"id": "z-old", "url": "https://wire.example/z", "text": "Hooli Inc. acquired Pied Piper LLC."}
    world.write("wire.jsonl", json.dumps(record))
    for number in range(5):
        world.write(f"more-{number}.txt", f"Hooli Inc. acquired Nucleus {number} Ltd.")
    assert world.build().contents.articles == 8
    world.write("wire.jsonl", json.dumps({**record, "id": "a-new"}))
    report = world.build(options=Options(extractor="tests.test_pipeline:silent"))
    assert (report.contents.articles, report.analysed) == (8, 8)


def test_an_article_that_another_file_has_replaced(world: World, tmp_path: Path) -> None:
    """What was kept of a file counts only as long as it is kept: then the file is read again, and has its say."""
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "one.txt").write_text("Umbrella Corp acquired Widget Inc. in 2022.", "utf-8")
    assert world.build(other).contents.articles == 2
    assert world.parsed() == ["one.txt"]
    assert world.build().analysed == 1
    assert world.parsed() == ["one.txt"]
    with Cache(world.graph / CACHE) as cache:
        assert "Acme" in cache.document("one.txt").text


def test_what_stays_out_is_told_each_time(world: World) -> None:
    """A file that holds no article is named by every build, and parsed by the first."""
    german = "Der Konzern übernimmt den Wettbewerber für 300 Millionen Euro, wie er am Montag in Berlin mitteilte. "
    world.write("german.txt", german * 3)
    world.write("empty.txt", "")
    first = world.build()
    assert world.parsed() == ["empty.txt", "german.txt"]
    again = world.build()
    assert world.parsed() == []
    assert first.failures == again.failures
    assert [Path(failure.where).name for failure in again.failures] == ["empty.txt", "german.txt"]


def test_a_graph_among_the_articles_is_not_read(world: World) -> None:
    """Where the output is a folder below the articles, or theirs, no build reads what an earlier one wrote."""
    for output in (world.articles / "output", world.articles):
        for _ in range(2):
            report = build([str(world.articles)], output, FRAMES)
            assert (report.contents.articles, [each for each in report.failures if each.fatal]) == (2, [])


def test_forgotten_files_are_not_remembered(world: World) -> None:
    """With sync the files that are gone go from memory as well."""
    (world.articles / "one.txt").unlink()
    world.build(options=Options(extractor="frames", sync=True))
    with Cache(world.graph / CACHE) as cache:
        assert [Path(place).name for place in cache.files()] == ["two.txt"]


def test_pipes_and_long_files_are_streamed(tmp_path: Path) -> None:
    """What is no regular file, or longer than an article may be, is read once and not held in memory."""
    pipe, records = tmp_path / "pipe.jsonl", '{"id": "a", "text": "Acme Corp acquired Widget Inc."}\n'
    os.mkfifo(pipe)
    with subprocess.Popen(["sh", "-c", f"printf '%s' '{records}' > '{pipe}'"]):
        (opened,) = open_sources([str(pipe)])
        assert opened.key is None
        (found,) = opened.entries()
    assert isinstance(found, Document)
    long = tmp_path / "long.jsonl"
    long.write_text(records + records.replace('"a"', '"b"'), "utf-8")
    (opened,) = open_sources([str(long)], size_limit=80)
    assert opened.key is None
    assert [entry.id for entry in opened.entries() if isinstance(entry, Document)] == ["a", "b"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of 1,000 articles in files of all kinds, and its graph as if they had been analysed and said nothing."""
    folder = tmp_path_factory.mktemp("large")
    articles, graph = folder / "articles", folder / "graph"
    write_corpus(articles, ARTICLES)
    options = Options()
    engine, account = pipeline._engine(options), Account([])
    with Cache(graph / CACHE) as cache:
        cache.options = {"base": options.base, "model": options.model, "extractor": options.extractor}
        memory = Memory(cache, restore=False)
        for document in documents(open_sources([str(articles)]), account, memory=memory):
            cache.put(document, Extraction(document.id, (), ()), engine)
        cache.locate(account.taken)
    assert account.failures == []
    assert len(account.taken) == ARTICLES
    rebuild(graph)
    return articles, graph


def test_unchanged_folder_takes_no_time(large: tuple[Path, Path]) -> None:
    """`kg build` over 1,000 articles that have not changed loads nothing heavy and takes less than 2 s as a process.

    They are seconds of the processor: those on the wall depend on what else the machine does.
    """
    articles, graph = large
    took = []
    for _ in range(3):
        began = _processor_time()
        command = [sys.executable, "-c", RUN, "build", str(articles), "-o", str(graph), "--sync"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
        took.append(_processor_time() - began)
        assert done.stdout.startswith(f"{ARTICLES:,} articles (0 analysed now)")
        assert done.stderr.split() == []
    assert min(took) < AT_MOST, took


def _processor_time() -> float:
    """Seconds that the processes started here have had of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_every_library_that_reads_counts() -> None:
    """What the readers and the cleaning import is among the libraries whose versions are asked."""
    from tests.test_imports import imports, modules, part

    names = {"yaml": "pyyaml", "markdown_it": "markdown-it-py", "charset_normalizer": "charset-normalizer"}
    reading = [
        name
        for name in modules()
        if part(name) == "read" or name in ("kg.analyse.clean", "kg.analyse.mojibake")
    ]
    roots = {name.partition(".")[0] for module in reading for name in imports(module)}
    used = {names.get(root, root) for root in roots - sys.stdlib_module_names - {"kg"}}
    aside = {"requests", "urllib3", "dateutil"}
    assert {"lxml", "trafilatura"} <= used
    assert used - aside <= {name.lower() for name in intake.LIBRARIES}


@pytest.mark.parametrize(
    ("parts", "libraries", "aside"),
    [
        # Beside these: what numbers, requests, and the reading of Turtle and YAML give is the same in all versions.
        ({"analyse", "extract", "ontology"}, pipeline.LIBRARIES, {"numpy", "pyoxigraph"}),
        (
            {"resolve", "assemble", "store", "query", "export", "validate", "link"},
            publication.LIBRARIES,
            {"numpy", "rdflib", "requests", "urllib3", "yaml"},
        ),
    ],
)
def test_every_library_that_a_graph_depends_on_counts(
    parts: set[str], libraries: tuple[str, ...], aside: set[str]
) -> None:
    """What analysis and what publication import is among the libraries whose versions they ask."""
    from tests.test_imports import imports, modules, part

    used = {
        name.partition(".")[0] for module in modules() if part(module) in parts for name in imports(module)
    }
    assert used - sys.stdlib_module_names - {"kg"} - aside == set(libraries)


def test_data_and_queries_count(tmp_path: Path) -> None:
    """A page's style or a check that changes is another state; extractions depend on neither."""
    ontology = shutil.copytree(default_folder(), tmp_path / "ontology")
    before = fingerprint(ontology), fingerprint(ontology, queries=True)
    check = next((ontology / "checks").glob("*.rq"))
    check.write_text(check.read_text("utf-8") + "# more\n", "utf-8")
    assert fingerprint(ontology) == before[0]
    assert fingerprint(ontology, queries=True) != before[1]
    everything = versions.code.__wrapped__
    assert everything("export/html/assets/style.css") != everything("export/html/assets/main.mjs")


def test_versions_of_libraries() -> None:
    """A library that is not installed has no version, and is no error."""
    assert versions.libraries("lxml", "no-such-library")[1] == "no-such-library "

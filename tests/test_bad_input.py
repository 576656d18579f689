"""Bad input through the command line: named, kept out or mended, the rest built, nothing of an earlier build lost."""

from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result

from kg.pipeline import CACHE, REPORT, STORE
from kg.store import Store
from tests.command import kg

GOOD = "Acme Corp acquired Widget Inc. for $300 million in 2024. Jane Roe is chief executive of Acme Corp.\n"
EARLIER = (
    "Harbour Bank acquired Quay Partners for 20 million euros in 2023. Quay Partners is based in Malta.\n"
)
GERMAN = (
    "Der Hersteller hat am Dienstag mitgeteilt, dass er im kommenden Jahr ein neues Werk in der Nähe von Leipzig"
    " bauen will. Rund zweitausend Menschen sollen dort eine Arbeit finden, sagte die Sprecherin der Firma.\n"
)


@dataclass(frozen=True)
class Bad:
    """Files beside a good article; the start of the line that names the fault; articles taken in spite of it."""

    files: dict[str, bytes]
    where: str
    message: str
    taken: tuple[str, ...] = ()


RECORDS = '{"id": "first", "text": "One Corp acquired Two Inc."}\n{"id": "second", "te\n{"id": "third", "text": "Three Corp."}\n'
BAD = {
    "empty": Bad({"a.txt": b""}, "left out: {}a.txt: ", "is empty"),
    "blank": Bad({"a.md": b" \n\n\t"}, "left out: {}a.md: ", "is empty"),
    "binary": Bad({"a.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256))}, "left out: {}a.txt: ", "looks binary"),
    "NUL bytes": Bad({"a.txt": b"Acme\0Corp bought Widget."}, "left out: {}a.txt: ", "NUL"),
    "no encoding": Bad({"a.txt": b"\xff\xfeA\0c\0m\0e"  b"\0\xd8 \0"}, "left out: {}a.txt: ", "wrong encoding"),
    "other encoding": Bad(
        {"a.txt": "The café Łodź said it “grew” by 5 % in 2024, and café owners agreed.".encode("cp1250")},
        "{}a.txt: ", "is not UTF-8; read as", ("a.txt",),
    ),
    "page without text": Bad(
        {"a.html": b"<html><head><title>Soon</title></head><body><script>go()</script></body></html>"},
        "left out: {}a.html: ", "HTML without text",
    ),
    "broken line": Bad({"a.jsonl": RECORDS.encode()}, "left out: {}a.jsonl:2: ", "is not JSON", ("first", "third")),
    "line without text": Bad({"a.jsonl": b'{"id": "x"}\n'}, "left out: {}a.jsonl:1: ", 'has no "text"'),
    "row without its file": Bad(
        {"manifest.csv": b"file,title\ngood.txt,Good\nlost.txt,Lost\n"}, "{}manifest.csv:3: ", "lost.txt"
    ),
    "file without a row": Bad(
        {"manifest.csv": b"file,title\ngood.txt,Good\n", "a.txt": GOOD.encode()}, "{}a.txt: ", "has no row", ("a.txt",)
    ),
    "manifest that is none": Bad({"manifest.csv": b"name\ngood.txt\n"}, "left out: {}manifest.csv: ", 'no column "file"'),
    "no date in a manifest": Bad(
        {"manifest.csv": b"file,published\ngood.txt,someday\n"}, "{}manifest.csv:2: ", "'someday' is no date"
    ),
    "no date in front matter": Bad(
        {"a.md": f"---\ntitle: A deal\ndate: 2026-02-31\n---\n{GOOD}".encode()},
        "{}a.md:3: ", "'2026-02-31' is no date", ("a.md",),
    ),
    "no date in a record": Bad(
        {"a.jsonl": json.dumps({"id": "x", "published": "??", "text": GOOD}).encode()},
        "{}a.jsonl:1: ", "'??' is no date", ("x",),
    ),
    "another language": Bad({"a.txt": GERMAN.encode()}, "left out: {}a.txt: ", "another language (de)"),
    "broken feed": Bad({"a.rss": b"<rss><channel><item>"}, "left out: {}a.rss", ""),
}  # fmt: skip


def articles_in(output: Path) -> set[str]:
    """The ids of the articles in a store, for articles that no URL names."""
    with Store.open(output / STORE) as store:
        rows = store.select("SELECT ?a { ?a a schema:NewsArticle }")
        return {str(row["a"]).strip("<>").removeprefix("urn:kg:article:") for row in rows}


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of one article, built before."""
    folder = tmp_path_factory.mktemp("earlier")
    (folder / "earlier.txt").write_text(EARLIER, "utf-8")
    done = kg("build", folder / "earlier.txt", "-o", folder / "graph")
    assert done.exit_code == 0, done.output
    return folder / "graph"


@pytest.fixture
def output(earlier: Path, tmp_path: Path) -> Path:
    """A copy of it, to build on."""
    return Path(shutil.copytree(earlier, tmp_path / "graph"))


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with one good article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, "utf-8")
    return folder


def complaints(done: Result) -> Sequence[str]:
    """The lines on standard error, each of which begins with the program's name."""
    lines = done.stderr.splitlines()
    assert all(line.startswith("kg: ") for line in lines), done.stderr
    return [line.removeprefix("kg: ") for line in lines]


def assert_intact(output: Path, earlier: Path) -> None:
    """What the earlier build made is there, byte by byte."""
    with Store.open(output / STORE) as now, Store.open(earlier / STORE) as then:
        assert now.dump() == then.dump()
    for name in ("graph.ttl", "graph.html", REPORT):
        assert (output / name).read_bytes() == (earlier / name).read_bytes()


@pytest.mark.parametrize("name", BAD)
def test_bad_article(name: str, articles: Path, output: Path) -> None:
    """The message names the file (and line), the rest is built, the earlier article stays, the status is 1."""
    bad = BAD[name]
    for file, content in bad.files.items():
        (articles / file).write_bytes(content)
    done = kg("build", articles, "-o", output)
    assert done.exit_code == 1
    (line,) = [line for line in complaints(done) if line.startswith(bad.where.format(f"{articles}/"))]
    assert bad.message in line
    assert articles_in(output) == {"earlier.txt", "good.txt", *bad.taken}
    (failure,) = [
        f for f in json.loads((output / REPORT).read_text("utf-8"))["failures"] if f["message"] in line
    ]
    assert failure["fatal"] is line.startswith("left out: ")


def test_ten_megabytes_of_one_line(articles: Path, output: Path) -> None:
    """What is far too long for an article stays out within seconds, and the message says how long it is."""
    words = itertools.islice(itertools.cycle(GOOD.split()), 1_800_000)
    (articles / "long.txt").write_text(" ".join(words), "utf-8")
    began = time.process_time()
    done = kg("build", articles, "-o", output)
    assert time.process_time() - began < 20
    assert done.exit_code == 1
    (line,) = complaints(done)
    assert line.startswith(f"left out: {articles}/long.txt: has 9,899,999 characters")
    assert articles_in(output) == {"earlier.txt", "good.txt"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no/such.txt"], "no/such.txt: no such file"),
        (["no/such/*.txt"], "no/such/*.txt: no file matches"),
        (["ftp://wire.example/a"], "ftp://wire.example/a: only http"),
        (["{good}", "--model", "en_no_such_model"], "en_no_such_model: "),
        (["{good}", "--extractor", "no-such"], "no-such: no such extractor; there are frames"),
        (
            ["{good}", "--extractor", "tests.test_pipeline:silent", "--min-confidence", "0.6"],
            "tests.test_pipeline:silent: this extractor takes no least confidence",
        ),
        (["{good}", "--extractor", "kg.extract:no_such"], "kg.extract:no_such: cannot load"),
        (["{good}", "--base", "no base"], "no base: "),
        (["{empty}", "--strict"], "empty.txt: is empty"),
    ],
)
def test_refused_build(
    arguments: Sequence[str], message: str, articles: Path, output: Path, earlier: Path
) -> None:
    """One line says what is wrong; the status is 1 and the earlier build is as it was."""
    (articles / "empty.txt").touch()
    paths = {"good": articles / "good.txt", "empty": articles / "empty.txt"}
    done = kg("build", *[argument.format(**paths) for argument in arguments], "-o", output)
    assert done.exit_code == 1
    (line,) = complaints(done)
    assert message in line
    assert done.stdout == ""
    assert_intact(output, earlier)


@pytest.mark.parametrize("command", ["extract", "build"])
def test_without_sources(command: str) -> None:
    """A command that reads articles needs at least one source: a usage error, status 2."""
    assert kg(command).exit_code == 2


def test_extract_of_a_bad_article(articles: Path) -> None:
    """`kg extract` leaves it out as a build does: the others on stdout, its name on stderr, status 1."""
    (articles / "empty.txt").touch()
    done = kg("extract", articles)
    assert done.exit_code == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["good.txt"]
    assert complaints(done) == [f"left out: {articles}/empty.txt: is empty"]


@pytest.mark.parametrize("place", ["articles/good.txt", "articles/good.txt/graph"])
def test_output_that_cannot_be_written(place: str, articles: Path) -> None:
    """An output that is a file, or below one, is refused with its name."""
    done = kg("build", articles, "-o", articles.parent / place)
    assert done.exit_code in (1, 2)
    assert "good.txt" in done.stderr
    assert "Traceback" not in done.stderr
    assert (articles / "good.txt").read_text("utf-8") == GOOD


def test_output_with_other_files(articles: Path) -> None:
    """A folder whose store/ holds other files is refused, and they stay."""
    (articles.parent / "graph" / "store").mkdir(parents=True)
    (articles.parent / "graph" / "store" / "thesis.doc").write_text("mine")
    done = kg("build", articles, "-o", articles.parent / "graph")
    assert done.exit_code == 1
    assert "holds other files" in complaints(done)[0]
    assert [path.name for path in (articles.parent / "graph" / "store").iterdir()] == ["thesis.doc"]


def _scribble(cache: Path) -> None:
    cache.write_bytes(b"This is no database. " * 999)


def _truncate(cache: Path) -> None:
    cache.write_bytes(cache.read_bytes()[:9000])


def _edit(cache: Path) -> None:
    with sqlite3.connect(cache) as database:
        database.execute("UPDATE article SET extraction = '{}'")
    database.close()


def _age(cache: Path) -> None:
    with sqlite3.connect(cache) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


@pytest.mark.parametrize("damage", [_scribble, _truncate, _edit, _age])
def test_damaged_cache(damage: object, articles: Path, output: Path, earlier: Path) -> None:
    """A damaged or foreign articles.sqlite is named with what to do; the store answers, and the advice helps."""
    assert callable(damage)
    damage(output / CACHE)
    done = kg("build", articles, "-o", output)
    assert done.exit_code == 1
    (line,) = complaints(done)
    assert line.startswith(f"{output / CACHE}: ")
    assert "remove it and build all sources again" in line
    assert_intact(output, earlier)
    (output / CACHE).unlink()
    assert kg("build", articles, "-o", output).exit_code == 0
    assert articles_in(output) == {"good.txt"}


def test_damaged_store(articles: Path, output: Path) -> None:
    """A damaged store is named with what to do, and removing it brings all articles back without the old sources."""
    (output / STORE / "store.json").write_text("{")
    done = kg("build", articles, "-o", output)
    assert done.exit_code == 1
    assert complaints(done) == [f"{output / STORE}: is damaged; remove it and build again"]
    shutil.rmtree(output / STORE)
    assert kg("build", articles, "-o", output).exit_code == 0
    assert articles_in(output) == {"earlier.txt", "good.txt"}

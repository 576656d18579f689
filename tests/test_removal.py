"""Articles that people take out: what only they say goes, what others say stays, and so it remains."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.pipeline import Options, build, rebuild
from kg.removal import remove, removed
from tests.command import kg
from tests.test_pipeline import articles_in, dump, exports, files

FRAMES = Options(extractor="frames")
TEXTS = {
    "one.txt": "Acme Corp acquired Widget Inc. for $300 million in 2024.",
    "two.md": "---\nurl: https://wire.example/two\ntitle: Widget has a new owner\n---\n"
    "Acme Corp acquired Widget Inc. for $310 million. Jane Roe is chief executive of Acme Corp.",
    "deep/three.txt": "Globex Corp raised $20 million from Initech Ventures.",
    "wire.jsonl": "\n".join(
        json.dumps({"id": key, "text": text, "title": title})
        for key, text, title in (
            ("w-1", "Hooli Inc. acquired Pied Piper LLC for $5 million.", "Hooli eats Pied Piper"),
            ("w-2", "Jane Roe is chief executive of Acme Corp.", "A portrait of Jane Roe"),
        )
    ),
}
IDS = ("deep/three.txt", "https://wire.example/two", "one.txt", "w-1", "w-2")
FILES = dict(zip(IDS, ("deep/three.txt", "two.md", "one.txt", "wire.jsonl", "wire.jsonl"), strict=True))


def written(folder: Path, left_out: str = "") -> Path:
    """A folder with the articles, but for one."""
    for name, text in TEXTS.items():
        lines = [line for line in text.splitlines() if not left_out or f'"id": "{left_out}"' not in line]
        if FILES.get(left_out) != name or len(lines) < len(text.splitlines()):
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles and their graph, in one folder."""
    folder = tmp_path_factory.mktemp("built")
    report = build([str(written(folder / "articles"))], folder / "graph", FRAMES)
    assert (report.contents.articles, report.failures) == (len(IDS), ())
    return folder


@pytest.fixture
def world(built: Path, tmp_path: Path) -> Path:
    """A copy of them, of which every path is known."""
    copy = Path(shutil.copytree(built, tmp_path / "world"))
    build([str(copy / "articles")], copy / "graph", FRAMES)
    return copy


@pytest.mark.parametrize("id_", IDS)
def test_equals_a_build_that_never_saw_it(id_: str, world: Path, tmp_path: Path) -> None:
    """The store's quads and the Turtle are those of a build without the article, to the byte."""
    removal = remove(world / "graph", [id_])
    assert [article.id for article in removal.articles] == [id_]
    report = build([str(written(tmp_path / "never", id_))], tmp_path / "graph", FRAMES)
    assert dump(world / "graph") == dump(tmp_path / "graph")
    assert exports(world / "graph") == exports(tmp_path / "graph")
    assert removal.after == report.contents


def test_what_others_say_stays(world: Path) -> None:
    """Of two articles that say the same one can go, and the statement stays; with the second it goes."""
    chief = b"<https://kg.example.org/ontology#chiefExecutiveOf> <https://kg.example.org/id/"
    assert chief in dump(world / "graph")
    remove(world / "graph", ["w-2"])
    assert chief in dump(world / "graph")
    remove(world / "graph", ["https://wire.example/two"])
    assert chief not in dump(world / "graph")


def test_all_can_go(world: Path) -> None:
    """A graph without articles is one: it can be asked, and articles can come again."""
    before = dump(world / "graph")
    removal = remove(world / "graph", [str(world / "articles")])
    assert [article.id for article in removal.articles] == list(IDS)
    assert removal.after.articles == removal.after.claims == 0
    assert articles_in(world / "graph") == set()
    assert kg("query", "articles", "--on", world / "graph" / "store").exit_code == 0
    assert kg("build", world / "articles", "-o", world / "graph", "--extractor", "frames").exit_code == 0
    assert articles_in(world / "graph") == set()
    build([str(world / "articles")], world / "graph", Options(extractor="frames", restore=True))
    assert dump(world / "graph") == before


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("one.txt", ["one.txt"]),
        ("{articles}/one.txt", ["one.txt"]),
        ("{articles}/./deep/../one.txt", ["one.txt"]),
        ("{articles}/deep", ["deep/three.txt"]),
        ("{articles}/wire.jsonl", ["w-1", "w-2"]),
        ("https://wire.example/two", ["https://wire.example/two"]),
        ("https://wire.example/two#comments", ["https://wire.example/two"]),
        ("{articles}/two.md", ["https://wire.example/two"]),
        ("two.md", ["https://wire.example/two"]),
        ("NEW OWNER", ["https://wire.example/two"]),
        ("pied piper", ["w-1"]),
        ("hree", ["deep/three.txt"]),
    ],
)
def test_names(name: str, expected: list[str], world: Path) -> None:
    """An article goes by id, URL, path, or a part of these or of its title that fits no other."""
    found = remove(world / "graph", [name.format(articles=world / "articles")], dry_run=True)
    assert [article.id for article in found.articles] == expected


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("txt", "fits 2 articles: deep/three.txt, one.txt; name one of them whole"),
        ("w-", "fits 2 articles: w-1, w-2"),
        ("no such thing", "fits no article"),
        ("", "fits no article"),
        (" ", "fits no article"),
    ],
)
def test_names_that_do_not_fit(name: str, message: str, world: Path) -> None:
    """A name that fits no article or several is an error that says which, and none of the others goes either."""
    before = files(world / "graph")
    with pytest.raises(KgError, match=message):
        remove(world / "graph", ["one.txt", name])
    assert files(world / "graph") == before


@pytest.mark.parametrize("name", ["", " "])
def test_nothing_is_no_name(name: str, world: Path) -> None:
    """An empty variable of a shell names no article, and not all that were read from below the current folder."""
    with contextlib.chdir(world):
        result = kg("remove", name, "--output", "graph")
    assert result.exit_code == 1
    assert "fits no article" in result.stderr
    assert removed(world / "graph") == ()


@pytest.mark.parametrize("name", ["decisions.yaml", "links.yaml"])
def test_a_fault_in_what_people_wrote_is_told_first(name: str, world: Path) -> None:
    """Where a file of theirs is not in order, nothing is removed."""
    (world / "graph" / name).write_text("- [", "utf-8")
    result = kg("remove", IDS[0], "--output", world / "graph")
    assert result.exit_code == 1
    assert name in result.stderr
    assert removed(world / "graph") == ()


def test_a_file_whose_name_is_no_utf8(tmp_path: Path) -> None:
    """It is read, known again, and found by its path like any other."""
    folder, graph = written(tmp_path / "articles"), tmp_path / "graph"
    odd = folder / os.fsdecode(b"caf\xe9.txt")
    odd.write_text("Hooli Inc. acquired Nucleus Ltd.", "utf-8")
    assert build([str(folder)], graph, FRAMES).contents.articles == len(IDS) + 1
    assert build([str(folder)], graph, FRAMES).analysed == 0
    assert len(remove(graph, [str(odd)]).articles) == 1


def test_many_that_fit(tmp_path: Path) -> None:
    """Of many articles that a name fits, some are listed and the others counted."""
    records = (json.dumps({"id": f"item {number:02}", "text": TEXTS["one.txt"]}) for number in range(25))
    (tmp_path / "many.jsonl").write_text("\n".join(records), "utf-8")
    build([str(tmp_path / "many.jsonl")], tmp_path / "graph", FRAMES)
    with pytest.raises(KgError, match=r"fits 25 articles: item 00, .*, item 09 and 15 more; name one"):
        remove(tmp_path / "graph", ["item"])


def test_dry_run(world: Path) -> None:
    """A dry run tells what the removal then does, and changes nothing."""
    before = files(world / "graph")
    foreseen = remove(world / "graph", ["one.txt", "w-1"], dry_run=True)
    assert files(world / "graph") == before
    assert remove(world / "graph", ["w-1", "one.txt"]) == foreseen
    assert foreseen.before is not None
    assert foreseen.before.claims > foreseen.after.claims


def _same(world: Path) -> Path:
    return world / "articles"


def _changed(world: Path) -> Path:
    (world / "articles" / "one.txt").write_text("Acme Corp acquired Gadget Inc. for $3 million.", "utf-8")
    return world / "articles"


def _by_itself(world: Path) -> Path:
    return world / "articles" / "one.txt"


@pytest.mark.parametrize("source", [_same, _changed, _by_itself])
def test_stays_out(source: Callable[[Path], Path], world: Path) -> None:
    """A removed article does not come back while its source has it, changed or named itself; the report counts it."""
    remove(world / "graph", ["one.txt"])
    without = dump(world / "graph")
    for _ in range(2):
        report = build([str(source(world))], world / "graph", FRAMES)
        assert (report.analysed, report.passed_over, report.failures) == (0, 1, ())
        assert dump(world / "graph") == without
    assert [article.id for article in removed(world / "graph")] == ["one.txt"]
    with pytest.raises(KgError, match="was removed already"):
        remove(world / "graph", ["one.txt"])


def test_stays_out_under_another_id(world: Path, tmp_path: Path) -> None:
    """An article is also known by its address: under another id it stays out as well."""
    remove(world / "graph", ["https://wire.example/two"])
    record = {"id": "other", "url": "https://wire.example/two", "text": TEXTS["one.txt"]}
    (tmp_path / "again.jsonl").write_text(json.dumps(record), "utf-8")
    assert build([str(tmp_path / "again.jsonl")], world / "graph", FRAMES).passed_over == 1


def test_restore(built: Path, world: Path) -> None:
    """A build that restores takes what its sources have, no more; with all of them the graph is what it was."""
    remove(world / "graph", ["one.txt", "w-1"])
    restoring = Options(extractor="frames", restore=True)
    report = build([str(world / "articles" / "one.txt")], world / "graph", restoring)
    assert (report.analysed, report.passed_over) == (1, 0)
    assert [article.id for article in removed(world / "graph")] == ["w-1"]
    assert build([str(world / "articles")], world / "graph", restoring).analysed == 1
    assert removed(world / "graph") == ()
    assert dump(world / "graph") == dump(built / "graph")
    assert exports(world / "graph") == exports(built / "graph")


def test_sync_is_no_removal(world: Path) -> None:
    """What vanished with sync comes back when its source has it again; what people removed does not."""
    (world / "articles" / "one.txt").rename(world / "one.txt")
    synchronised = Options(extractor="frames", sync=True)
    remove(world / "graph", ["w-1"])
    assert build([str(world / "articles")], world / "graph", synchronised).removed == 1
    (world / "one.txt").rename(world / "articles" / "one.txt")
    report = build([str(world / "articles")], world / "graph", synchronised)
    assert (report.analysed, report.removed, report.passed_over) == (1, 0, 1)


def test_a_removal_that_was_interrupted(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was to be removed is out of the next build, whatever came between; until then the graph is the old one."""
    before = dump(world / "graph")

    def fail(*_: object, **__: object) -> None:
        raise KgError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("kg.publication._write", fail)
        with pytest.raises(KgError, match="the disk is full"):
            remove(world / "graph", ["one.txt"])
    assert dump(world / "graph") == before
    assert rebuild(world / "graph").contents.articles == len(IDS) - 1


class TestCommand:
    """`kg remove`."""

    def test_removes(self, world: Path) -> None:
        """It names what went and counts what is left; --json gives the same."""
        done = kg("remove", "one.txt", "pied piper", "-o", world / "graph")
        assert done.exit_code == 0
        lines = done.stdout.splitlines()
        assert lines[0] == "Removed 2 articles:"
        assert lines[2] == "  w-1  Hooli eats Pied Piper"
        assert lines[3].startswith("3 articles (-2), ")
        assert "kg build --restore takes it again" in done.stderr
        listed = kg("remove", "--list", "--json", "-o", world / "graph")
        assert [article["id"] for article in json.loads(listed.stdout)] == ["one.txt", "w-1"]

    def test_json(self, world: Path) -> None:
        """The JSON has the articles and the figures before and after, and says whether it was a dry run."""
        for dry in (["--dry-run"], []):
            done = kg("remove", "w-2", "--json", *dry, "-o", world / "graph")
            found = json.loads(done.stdout)
            assert found["dry_run"] == bool(dry)
            assert [article["title"] for article in found["articles"]] == ["A portrait of Jane Roe"]
            assert found["before"]["articles"] - found["after"]["articles"] == 1

    def test_errors(self, world: Path, tmp_path: Path) -> None:
        """No article, no name, no graph: each a line that says what to do."""
        cases: tuple[tuple[list[str | Path], int, str], ...] = (
            (["nothing of the kind", "-o", world / "graph"], 1, "kg: nothing of the kind: fits no article"),
            (["-o", world / "graph"], 2, "name the articles to remove, or give --list"),
            (["x", "-o", tmp_path / "none"], 1, "nothing was built here; make it with kg build"),
            (["--list", "-o", tmp_path / "none"], 1, "nothing was built here; make it with kg build"),
        )
        for arguments, code, message in cases:
            done = kg("remove", *arguments)
            assert done.exit_code == code
            assert message in done.stderr

    def test_build_says_what_it_passes_over(self, world: Path) -> None:
        """`kg build` counts what it passes over, and exits with 0: nothing went wrong."""
        kg("remove", "one.txt", "-o", world / "graph")
        done = kg("build", world / "articles", "-o", world / "graph", "--extractor", "frames")
        assert done.exit_code == 0
        assert done.stdout.startswith("4 articles (0 analysed now, 1 passed over since kg remove), ")
        done = kg("build", world / "articles", "-o", world / "graph", "--extractor", "frames", "--restore")
        assert done.stdout.startswith("5 articles (1 analysed now), ")


def test_pairs_in_any_order(world: Path, tmp_path: Path) -> None:
    """Two articles removed one after the other, in either order, leave what removing both at once leaves."""
    dumps = set()
    for number, names in enumerate([*itertools.permutations(["one.txt", "w-2"]), ["w-2 one.txt"]]):
        graph = Path(shutil.copytree(world / "graph", tmp_path / str(number)))
        for name in names:
            remove(graph, name.split())
        dumps.add((dump(graph), *exports(graph)))
    assert len(dumps) == 1

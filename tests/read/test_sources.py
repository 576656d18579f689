from __future__ import annotations

import datetime
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.model import Document, Failure
from kg.read import read

Read = Callable[..., tuple[list[Document], list[Failure]]]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with a manifest: two listed articles, one unlisted, a row without its file, a bad date."""
    folder = tmp_path / "articles"
    (folder / "more").mkdir(parents=True)
    (folder / "a.txt").write_text("Nordlicht bought Quellwerk.\n", encoding="utf-8")
    (folder / "b.md").write_text("# Own title\n\nQuellwerk grew.\n", encoding="utf-8")
    (folder / "c.txt").write_text("Nobody listed this.\n", encoding="utf-8")
    (folder / "more" / "d.txt").write_text("Further down.\n", encoding="utf-8")
    (folder / "README.md").write_text("About this folder.\n", encoding="utf-8")
    (folder / ".hidden.txt").write_text("Hidden.\n", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "manifest.csv").write_text(
        "file,url,title,publisher,published\n"
        'a.txt,https://wire.example/a,"Big, bigger",The Wire,2026-02-11\n'
        "b.md,,,,soon\n"
        "gone.txt,https://wire.example/gone,Gone,The Wire,2026-02-11\n"
        "more/d.txt,https://wire.example/d,D,The Wire,2026-02-12\n",
        encoding="utf-8",
    )
    return folder


def notes(failures: list[Failure], folder: Path) -> list[tuple[str, str, bool]]:
    """Failures with their place below the folder."""
    return [(os.path.relpath(f.where, folder), f.message, f.fatal) for f in failures]


def test_folder_with_manifest(articles: Path, read_paths: Read) -> None:
    """The manifest gives ids and metadata; what it lacks or gets wrong is a note, not a lost article."""
    documents, failures = read_paths(articles)
    assert [document.id for document in documents] == [
        "https://wire.example/a",
        "b.md",
        "c.txt",
        "https://wire.example/d",
    ]
    assert (documents[0].title, documents[0].publisher) == ("Big, bigger", "The Wire")
    assert documents[0].published == datetime.date(2026, 2, 11)
    assert documents[1].title == "Own title"
    assert [(where, fatal) for where, _, fatal in notes(failures, articles)] == [
        ("manifest.csv:4", False),
        ("manifest.csv:3", False),
        ("c.txt", False),
        (".", False),
    ]
    missing, date, unlisted, other = (failure.message for failure in failures)
    assert "gone.txt" in missing
    assert "soon" in date
    assert "no row" in unlisted
    assert "1 .png" in other


def test_manifest_as_a_source(articles: Path, read_paths: Read) -> None:
    """A manifest named itself gives its files and no others."""
    documents, failures = read_paths(articles / "manifest.csv")
    assert [document.id for document in documents] == [
        "https://wire.example/a",
        "b.md",
        "https://wire.example/d",
    ]
    assert [where for where, _, _ in notes(failures, articles)] == ["manifest.csv:4", "manifest.csv:3"]


def test_single_file_uses_the_manifest_beside_it(articles: Path, read_paths: Read) -> None:
    """A file is the same article whether it is named itself, by a pattern, or through its folder."""
    whole, _ = read_paths(articles)
    assert read_paths(articles / "a.txt") == ([whole[0]], [])
    assert read_paths(articles / "a*.txt") == ([whole[0]], [])
    unlisted, failures = read_paths(articles / "c.txt")
    assert unlisted == [whole[2]]
    assert ["no row" in failure.message for failure in failures] == [True]


def test_every_path_of_a_folder_as_a_source(articles: Path, read_paths: Read) -> None:
    """What a shell makes of articles/* reads each article once, and no README."""
    documents, failures = read_paths(*sorted(articles.glob("[!.]*.[mt]*")), articles / "manifest.csv")
    assert sorted(document.id for document in documents) == [
        "b.md",
        "c.txt",
        "https://wire.example/a",
        "https://wire.example/d",
    ]
    assert not any(failure.fatal for failure in failures)
    assert any("README.md" in failure.where for failure in failures)


def test_glob_is_relative_to_its_fixed_part(articles: Path, read_paths: Read) -> None:
    """** goes into folders; ids are relative to the folder before the first wildcard."""
    documents, _ = read_paths(articles.parent / "art*" / "**" / "*.txt")
    assert [document.id for document in documents] == [
        "https://wire.example/a",
        "articles/c.txt",
        "articles/more/d.txt",
    ]


def test_folder_without_manifest(tmp_path: Path, read_paths: Read) -> None:
    """Files of every known suffix are read, sorted; ids are their paths; hidden folders are passed by."""
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("Hidden.")
    (tmp_path / "b" / "z.txt").write_text("Last words.")
    (tmp_path / "y.HTM").write_text("<html><body><p>Words on a page.</p></body></html>")
    (tmp_path / "x.jsonl").write_text(json.dumps({"id": "r1", "text": "In a record."}))
    documents, failures = read_paths(tmp_path)
    assert not failures
    assert [document.id for document in documents] == ["r1", "y.HTM", "b/z.txt"]
    assert documents[2].uri == "urn:kg:article:b/z.txt"


def test_bad_files_do_not_stop_the_rest(tmp_path: Path, read_paths: Read) -> None:
    """Empty, binary and dangling files are fatal Failures by name; the good file between them is read."""
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"\x7fELF\0\0")
    (tmp_path / "c.txt").write_text("Good words.")
    (tmp_path / "d.txt").symlink_to(tmp_path / "nowhere")
    documents, failures = read_paths(tmp_path)
    assert [document.id for document in documents] == ["c.txt"]
    assert [Path(failure.where).name for failure in failures] == ["a.txt", "b.txt", "d.txt"]
    assert all(failure.fatal for failure in failures)


def test_folder_without_articles_is_a_failure(tmp_path: Path, read_paths: Read) -> None:
    """A folder with nothing to read says so."""
    _, (failure,) = read_paths(tmp_path)
    assert (failure.where, failure.fatal) == (str(tmp_path), True)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("name,url\na.txt,x\n", 'no column "file"'),
        ("", "empty"),
        ("file,url\n../a.txt,x\n", "outside the manifest's folder"),
        ("file,url\n/etc/passwd,x\n", "outside the manifest's folder"),
        ("file,title\na.txt,Big, bigger\n", "more cells"),
        ("file,title\n,Nothing\n", "names no file"),
        ("file,title\na.txt,One\na.txt,Two\n", "line before"),
        ("file,url\na.txt,javascript:alert(1)\n", "no http or https URL"),
    ],
)
def test_broken_manifests(table: str, message: str, tmp_path: Path, read_paths: Read) -> None:
    """What is wrong with a manifest is told, with its line where it has one; the article is read all the same."""
    (tmp_path / "a.txt").write_text("Words.")
    (tmp_path / "manifest.csv").write_text(table)
    documents, failures = read_paths(tmp_path)
    assert [document.id for document in documents] == ["a.txt"]
    assert any(message in failure.message for failure in failures)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_marks(delimiter: str, tmp_path: Path, read_paths: Read) -> None:
    """A manifest that a spreadsheet saved, with its mark and semicolons or tabs, is understood."""
    (tmp_path / "a.txt").write_text("Words.")
    table = "File;Title;Author\r\na.txt;Über uns;Jo Doe\r\n".replace(";", delimiter)
    (tmp_path / "manifest.csv").write_bytes(table.encode("utf-8-sig"))
    (document,), failures = read_paths(tmp_path)
    assert not failures
    assert (document.title, document.author) == ("Über uns", "Jo Doe")


def test_two_articles_with_one_id(tmp_path: Path, read_paths: Read) -> None:
    """The second article of an id stays out: fatally where it differs, with both files named; else with a note."""
    for name, text in (("a", "One."), ("b", "Two."), ("c", "One.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(text)
    paths = [tmp_path / name / "x.txt" for name in "abc"]
    (document,), (other, same) = read_paths(*paths)
    assert document.text == "One."
    assert (other.where, other.fatal) == (str(paths[1]), True)
    assert str(paths[0]) in other.message
    assert (same.where, same.fatal) == (str(paths[2]), False)
    both, failures = read_paths(tmp_path)
    assert len(both) == 3
    assert not failures


def test_same_file_twice_is_one_article(tmp_path: Path, read_paths: Read) -> None:
    """A file that two sources name is read once, without a word."""
    path = tmp_path / "a.txt"
    path.write_text("Words.")
    documents, failures = read_paths(path, tmp_path, path)
    assert len(documents) == 1
    assert not failures


def test_standard_input() -> None:
    """A source "-" reads standard input; its article is called stdin."""
    (document,) = read(["-"], stdin=io.BytesIO(b"Words from a pipe."))
    assert isinstance(document, Document)
    assert (document.id, document.text) == ("stdin", "Words from a pipe.")


def test_standard_input_of_a_pipe() -> None:
    """A real pipe, which cannot be sought, is read."""
    out, into = os.pipe()
    with os.fdopen(into, "wb") as writing:
        writing.write(b'{"id": "a", "text": "Words."}\n')
    with os.fdopen(out, "rb") as reading:
        (document,) = read(["-"], stdin=reading)
    assert isinstance(document, Document)
    assert document.id == "a"


def test_missing_sources_are_errors_at_once(tmp_path: Path) -> None:
    """A source that does not exist raises before any other is read, and names itself."""
    good = tmp_path / "a.txt"
    good.write_text("Words.")
    for wrong in (
        str(tmp_path / "b.txt"),
        str(tmp_path / "*.md"),
        "ftp://wire.example/a",
        "-",
        "x" * 5000,
        "a\0b",
    ):
        with pytest.raises(ReadError) as caught:
            read([str(good), wrong])
        assert caught.value.where == wrong
    with pytest.raises(ReadError, match="no sources"):
        read([])
    with pytest.raises(ReadError, match="no sources"):
        read("a.txt")


def test_other_suffixes(tmp_path: Path, read_paths: Read) -> None:
    """A file of no known suffix that is named itself is read by its content; suffixes can be added."""
    (tmp_path / "a.news").write_text("<html><body><p>Words on a page.</p></body></html>")
    (document,), _ = read_paths(tmp_path / "a.news")
    assert document.text == "Words on a page."
    (document,), _ = read_paths(tmp_path, suffixes={".news": "kg.read.text:read"})
    assert document.text.startswith("<html>")
    (document,), _ = read_paths(tmp_path, reader="text")
    assert document.text.startswith("<html>")


def test_file_name_that_is_no_text(tmp_path: Path, read_paths: Read) -> None:
    """A file whose name is not UTF-8 is read or reported in characters that can be printed."""
    for name in (b"caf\xe9.txt", b"bad\xff.txt"):
        (tmp_path / os.fsdecode(name)).write_bytes(b"" if b"bad" in name else b"Words.")
    documents, failures = read_paths(tmp_path)
    for written in (documents[0].id, documents[0].uri, failures[0].where, failures[0].message):
        written.encode("utf-8")

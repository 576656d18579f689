from __future__ import annotations

import datetime
import time
from collections.abc import Callable

import pytest

from kg.model import Document, Failure
from kg.read.markdown import plain

Read = Callable[..., tuple[list[Document], list[Failure]]]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (
            "# Title\n\nA *bold* **claim** by [Quellwerk](https://q.example).",
            "Title\n\nA bold claim by Quellwerk.",
        ),
        ("One line\nand the next.", "One line and the next."),
        ("One line  \nand a break.", "One line\nand a break."),
        ("- one\n- two\n\nAfter.", "one\ntwo\n\nAfter."),
        ("> Quoted words.", "Quoted words."),
        ("```\nkept  *as* is\n```\nAfter.", "kept  *as* is\nAfter."),
        ("|Round|Sum|\n|---|---|\n|B|**4** m|\n\nAfter.", "Round | Sum\nB | 4 m\n\nAfter."),
        ("An image ![logo](a.png)here.", "An image here."),
        ("Set <b>apart</b> &amp; `code`.", "Set apart & code."),
        ("<div>\nIn a block\n</div>\n\nAfter.", "In a block\nAfter."),
        ("<https://q.example/a> and ~~gone~~.", "https://q.example/a and gone."),
        ("5 * 3 * 2 and snake_case_name", "5 * 3 * 2 and snake_case_name"),
    ],
)
def test_marks_go_and_words_stay(markdown: str, text: str) -> None:
    """Markdown becomes the text that its reader sees."""
    assert plain(markdown) == text


def test_front_matter(read_bytes: Read) -> None:
    """Front matter gives the metadata, under any of the usual names, and is no part of the text."""
    head = "---\ntitle: 'A: B'\nlink: https://wire.example/a\ndate: 2026-02-11\nsource: Wire\nauthors: [Jo Doe, Al Roe]\n---\n"
    (document,), failures = read_bytes(f"{head}\nWords.\n".encode(), "markdown")
    assert not failures
    assert document.text == "Words."
    assert (document.id, document.title, document.publisher) == ("https://wire.example/a", "A: B", "Wire")
    assert (document.published, document.author) == (datetime.date(2026, 2, 11), "Jo Doe; Al Roe")


def test_date_that_is_none_names_its_line(read_bytes: Read) -> None:
    """A date that is no date costs the date, with a note that names the line; also one of no calendar."""
    for date in ("someday", "2026-02-30", "03/04/2026"):
        (document,), (failure,) = read_bytes(f"---\ntitle: T\ndate: {date}\n---\nWords.".encode(), "markdown")
        assert document.published is None
        assert (failure.where, failure.fatal) == ("standard input:3", False)
        assert date in failure.message


@pytest.mark.parametrize("head", ["title: [", "- a\n- b", "a: b: c", "title: T\n\ttab: x"])
def test_broken_front_matter_is_left_out(head: str, read_bytes: Read) -> None:
    """Front matter that is no YAML mapping is reported; the text is read without it."""
    (document,), (failure,) = read_bytes(f"---\n{head}\n---\nWords.".encode(), "markdown")
    assert document.text == "Words."
    assert not failure.fatal
    assert "front matter" in failure.message


def test_a_rule_is_no_front_matter(read_bytes: Read) -> None:
    """A text that begins with a horizontal rule keeps its words."""
    (document,), _ = read_bytes(b"---\n\nFirst words.\n\nLast words.", "markdown")
    assert document.text.split("\n\n") == ["First words.", "Last words."]


def test_ten_megabytes_of_one_line(read_bytes: Read) -> None:
    """10 MB without a newline are read in seconds."""
    line = "Nordlicht Energi bought Quellwerk on Monday. " * 222_223
    begun = time.process_time()
    (document,), _ = read_bytes(line.encode(), "markdown")
    assert time.process_time() - begun < 10
    assert len(document.text) >= len(line) - 1

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analyse.boilerplate import is_boilerplate
from kg.analyse.layout import LONGEST, Block, BlockKind, blocks

SENTENCE = "Northlight agreed to buy the Danish wind developer Havbris for 1.2 billion euros in cash."


def kinds(text: str) -> list[tuple[str, str]]:
    """Kind and stripped text of every block that is not blank."""
    return [
        (block.kind.value, text[block.start : block.end].strip())
        for block in blocks(text)
        if block.kind is not BlockKind.BLANK
    ]


def check_cover(text: str, found: tuple[Block, ...]) -> None:
    """Fails unless the blocks cover the text without gap or overlap."""
    assert "".join(text[block.start : block.end] for block in found) == text
    assert all(block.start < block.end for block in found)


def test_headline_paragraphs_and_items() -> None:
    """A short line without a full stop is a heading; an item starts after its bullet, a heading after its sign."""
    text = (
        "Northlight buys Havbris\n\n## What we know\n"
        f"- {SENTENCE}\n• The deal closes in May.\n1. A third point.\n- •A fourth one.\n"
    )
    assert kinds(text) == [
        ("heading", "Northlight buys Havbris"),
        ("heading", "What we know"),
        ("item", SENTENCE),
        ("item", "The deal closes in May."),
        ("item", "A third point."),
        ("item", "A fourth one."),
    ]


def test_one_paragraph_a_line() -> None:
    """Single line ends between full sentences part paragraphs."""
    text = f"{SENTENCE} {SENTENCE[::-1]}.\nThe price is high. Analysts frowned.\nShares fell."
    assert [kind for kind, _ in kinds(text)] == ["prose", "prose", "prose"]


def test_wrapped_paragraphs() -> None:
    """A typewriter's lines are one block a paragraph, also where a sentence ends at a line's end."""
    text = (
        "Northlight Corp said it completed the sale of 57.5 pct of its wind\n"
        "power business to Havbris of Denmark and Solvind of Norway for 527\n"
        "mln dlrs in cash. It will use much of the money to reduce its debt.\n"
        "The sale created a company that is owned by Havbris, Northlight and\n"
        "Solvind.\n"
        "\n"
        "Northlight added that the terms of the agreement allow it to reduce\n"
        "its stake at the end of 1988 by selling just over half its shares.\n"
    )
    assert [kind for kind, _ in kinds(text)] == ["prose", "prose"]


def test_lines_that_break_inside_a_sentence() -> None:
    """A line that opens in lower case, or a hanging one, goes on with the line above."""
    text = f"Applied chemicals group Norsk Kemi\n said it is selling a unit.\n{SENTENCE}\n"
    assert [kind for kind, _ in kinds(text)] == ["prose", "prose"]


def test_tables_are_not_parsed() -> None:
    """Rows in pipes or tabs are a table; a headline with one pipe is a headline."""
    text = (
        "Northlight buys Havbris | Harbor Markets\n\n"
        "| Firm | Place |\n|---|---|\n| Havbris | Denmark |\n\nRevenue\t5\t6\nProfit\t1\t2\n"
    )
    assert [kind for kind, _ in kinds(text)] == ["heading", "table", "table"]


def test_code_fences() -> None:
    """Code between fences is not parsed; a fence around sentences is two lines, also without a last line end."""
    code = "```python\nx = 1\n```\n"
    assert [kind for kind, _ in kinds(code + SENTENCE)] == ["code", "prose"]
    assert kinds(f"```\n\n{SENTENCE}\n\nIt closes in May, the two companies said today. ```") == [
        ("code", "```"),
        ("prose", SENTENCE),
        ("prose", "It closes in May, the two companies said today."),
        ("code", "```"),
    ]
    assert [kind for kind, _ in kinds(f"```\n{SENTENCE}")] == ["code", "prose"]


def test_second_copies_are_boilerplate() -> None:
    """A headline in quotes and again below is parsed once, and so is a repeated paragraph."""
    text = f'"{SENTENCE}"\n\n{SENTENCE}\n\nOverview\n\nShares fell on Monday.\n\nOverview\n\nShares fell on Monday.\n'
    assert [kind for kind, _ in kinds(text)] == [
        *("prose", "boilerplate", "heading", "prose", "boilerplate", "boilerplate")
    ]


def dated(text: str) -> list[tuple[str, str | None]]:
    """Every parsed block with the date line that holds for it."""
    return [
        (text[block.start : block.end].strip(), text[slice(*block.dateline)] if block.dateline else None)
        for block in blocks(text)
        if block.parsed
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_date_lines_make_a_timeline(gap: str) -> None:
    """A date on its own line holds for the text below it up to the next date or heading."""
    text = f"2023-04{gap}The firm was founded.\nJune 2023:{gap}It raised money\n\nOutlook\nMore is to come."
    assert dated(text) == [
        ("The firm was founded.", "2023-04"),
        ("It raised money", "June 2023"),
        ("Outlook", None),
        ("More is to come.", None),
    ]


def test_the_article_s_own_date_line_dates_nothing() -> None:
    """A single date above the text is when it was published, not when what it says happened."""
    text = f"Northlight buys Havbris\nSeptember 9, 2025\n\n{SENTENCE}"
    assert dated(text)[1] == (SENTENCE, None)
    assert ("dateline", "September 9, 2025") in kinds(text)
    assert kinds("Updated September 9, 2025, 10:15 am ET")[0][0] == "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Source: Harbor Markets",
            "| Source: Mastodon | Original article",
            "Original source: Harbor AI →",
            "Sources",
        ),
        *(
            "Read more",
            "Read the full story on our website",
            "Back to HARBOR",
            "Advertisement",
            "Share this:",
        ),
        *(
            "Share on Facebook",
            "Facebook Twitter LinkedIn",
            "Photo: Jane Doe/Getty",
            "5 min read",
            "12 comments",
        ),
        *(
            "(Reporting by Jane Doe in Oslo; Editing by John Roe)",
            "REUTER",
            " REUTER...",
            "https://news.example/a",
        ),
        *("© 2025 Harbor Media", "Copyright 2025 Harbor Media. All rights reserved.", "Tags: AI, chips"),
        *("#AI #chips #startups", "# Milliarde für # AI in # Europa", "Subscribe to our newsletter"),
        *(
            "By continuing to use this site, you agree to our use of cookies.",
            "AI-generated summary of this story.",
        ),
        "Disclaimer: this article is not financial advice. Past performance is no guarantee of future results.",
        "Risk warning: markets carry risks. Nothing here does constitute or provide advice. Invest at your own risk.",
        "This press release contains forward-looking statements.",
    ],
)
def test_page_furniture_is_boilerplate(line: str) -> None:
    """Labels, links, credits, hashtags and notices belong to the page."""
    assert is_boilerplate(line.strip())


@pytest.mark.parametrize(
    "line",
    [
        *(
            SENTENCE,
            "Share prices rose 5 percent on Monday.",
            "Source close to the talks said a deal was near.",
        ),
        *("Read Corp bought Havbris.", "The company updated its privacy policy and its cookies last week."),
        *(
            "Sources said that Northlight plans to bid.",
            "Follow-up talks failed.",
            "More companies are expected to sell.",
        ),
        *("The regulator said that this does not constitute approval.", "# Overview", "We rank #1 in Europe"),
        *(
            "Copyright law changed in 2025, and Northlight sued Havbris over it.",
            "Back in May, it raised money.",
        ),
        "Northlight said its forward-looking statements had been too optimistic, and its chief executive resigned.",
        "Watch for similar deals from other startups as the model proves viable.",
    ],
)
def test_news_is_no_boilerplate(line: str) -> None:
    """A sentence that merely holds a cue word is kept."""
    assert not is_boilerplate(line)


def test_long_paragraphs_are_cut_behind_sentences() -> None:
    """No parsed block is longer than LONGEST, and none ends inside a sentence or word where it need not."""
    text = f"{SENTENCE} " * 1000
    found = [block for block in blocks(text) if block.parsed]
    assert len(found) > 1
    assert all(block.end - block.start <= LONGEST for block in found)
    assert all(text[block.start : block.end].rstrip().endswith("cash.") for block in found)
    words = "word " * 10_000
    assert all(
        words[block.start : block.end].rstrip().endswith("word") for block in blocks(words) if block.parsed
    )


def test_what_is_no_language_is_not_parsed() -> None:
    """A word of a million characters is no prose."""
    assert not any(block.parsed for block in blocks("a" * 1_000_000))


@given(
    st.text()
    | st.text(alphabet="abc A.-•|`#>\t\n\r ", max_size=300)
    | st.lists(
        st.sampled_from(["```", SENTENCE, "2023-06", "- x y", "| a | b |", "", "Title", " more", "#a #b"])
    ).map("\n".join)
)
def test_blocks_cover_any_text(text: str) -> None:
    """No gap, no overlap, no exception; a date line lies before the blocks that it dates."""
    found = blocks(text)
    check_cover(text, found)
    for block in found:
        if block.dateline is not None:
            assert block.parsed
            assert block.dateline[1] <= block.start


@pytest.mark.parametrize(
    "part", [" ", "\n", "```\n", "|", "a|b\n", "# ", "ab\n", "share ", "2023-06\n", ". ", "`a", "- "]
)
def test_time_is_linear_in_repetitive_text(part: str) -> None:
    """A hundred thousand characters of one pattern take well under the seconds that a quadratic search needs."""
    text = part * (100_000 // len(part))
    start = time.process_time()
    check_cover(text, blocks(text))
    assert time.process_time() - start < 5


def test_real_articles_lose_no_prose(shared: Path) -> None:
    """In real articles nearly everything with a full stop is parsed: the rest is their notices and second copies."""
    lost = []
    for path in sorted((shared / "articles").glob("0*.txt")):
        text = path.read_text()
        found = blocks(text)
        check_cover(text, found)
        dropped = [b for b in found if b.kind is BlockKind.BOILERPLATE]
        lost.append(sum(text[b.start : b.end].count(". ") for b in dropped))
    assert len(lost) == 5
    assert max(lost) <= 4


@pytest.mark.parametrize("separator", [" | ", " · ", " → "])
def test_a_row_of_cells_is_no_sentence(separator: str) -> None:
    """Short cells between three or more separators are a table; a headline with the site's name is none."""
    cells = ("Northlight", "acquired", "Havbris", "2023", "CEO: Jana Holm")
    assert [kind for kind, _ in kinds(separator.join(cells))] == ["table"]
    assert [kind for kind, _ in kinds(f"Northlight acquires Havbris{separator}News{separator}Wire")] == [
        "heading"
    ]


def test_bullets_inside_a_line() -> None:
    """Each bullet starts an item, also on one line; what stands before the first is by itself."""
    assert kinds(f"Key facts • {SENTENCE} • Jana Holm • Paris") == [
        ("heading", "Key facts"),
        ("item", SENTENCE),
        ("item", "Jana Holm"),
        ("item", "Paris"),
    ]


@pytest.mark.parametrize("part", ['"', "$", "x", "x.", "春"])
def test_a_run_without_a_space_is_not_parsed(part: str) -> None:
    """What is longer than any word stays out of the sentences around it: spaCy would take minutes for it."""
    found = kinds(f"{SENTENCE} {part * 50_000} The price is high.")
    assert [kind for kind, _ in found] == ["prose", "code", "prose"]
    assert [text for kind, text in found if kind == "prose"] == [SENTENCE, "The price is high."]

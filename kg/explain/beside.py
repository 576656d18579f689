"""Disagreements -> text for people: a column for each side, as many beside each other as the terminal is wide."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from kg.explain.conflicts import Disagreement, Side
from kg.explain.facts import Claim
from kg.query.names import printable
from kg.query.render import columns

NARROWEST = 36  # columns of the terminal for a side
GAP = " │ "
MOST_ARTICLES = 5  # of a side


def render(disagreements: Iterable[Disagreement], width: int) -> str:
    """A block for each; no line is wider than `width` columns, unless it must be for a single character."""
    return "\n".join("".join(f"{line}\n" for line in _block(one, width)) for one in disagreements)


def _block(one: Disagreement, width: int) -> Iterator[str]:
    said = [one.about.label, ", ".join(one.relations), one.object.label if one.object else ""]
    head = [*filter(None, said), f"{one.kind}, confidence {one.confidence:.2f}"]
    yield from wrapped(" · ".join(head), width)
    if one.also:
        yield from wrapped(f"likewise {'; '.join(thing.label for thing in one.also)}", width)
    beside = max(1, (width + len(GAP)) // (NARROWEST + len(GAP)))
    for start in range(0, len(one.sides), beside):
        if start:
            yield ""
        yield from _row(one.sides[start : start + beside], width, in_time=one.kind == "succession")


def _row(sides: Sequence[Side], width: int, *, in_time: bool) -> Iterator[str]:
    wide = (width - len(GAP) * (len(sides) - 1)) // len(sides)
    for cells in itertools.zip_longest(*(_side(side, wide, in_time=in_time) for side in sides), fillvalue=""):
        yield GAP.join(cell + " " * (wide - columns(cell)) for cell in cells).rstrip()


def _side(side: Side, width: int, *, in_time: bool) -> list[str]:
    """The lines of a side: what it says, by how many, and the surest sentence of each article."""
    what = " and ".join(value.label for value in side.values)
    said = f"{side.articles} article{'s' if side.articles > 1 else ''}"
    days = f", {' to '.join(dict.fromkeys((side.days[0], side.days[-1])))}" if in_time and side.days else ""
    lines = [*wrapped(what, width), *wrapped(said + days, width), "─" * min(width, NARROWEST)]
    articles: dict[str, list[Claim]] = {}
    for claim in side.claims:
        if claim.sentence:
            articles.setdefault(claim.sentence.article.iri, []).append(claim)
    for claims in list(articles.values())[:MOST_ARTICLES]:
        lines += _article(claims, width)
    if len(articles) > MOST_ARTICLES:
        return [*lines, *wrapped(f"and {len(articles) - MOST_ARTICLES} more articles", width)]
    return lines[:-1]


def _article(claims: Sequence[Claim], width: int) -> Iterator[str]:
    """The surest sentence of an article and where it is from."""
    best = claims[0]
    assert best.sentence is not None  # noqa: S101  _side takes no others
    sentences = {(claim.sentence.start, claim.sentence.end) for claim in claims if claim.sentence}
    article = best.sentence.article
    yield from wrapped(f"“{best.sentence.text}”", width)
    where = [article.publisher, article.published, article.title and f"“{article.title}”"]
    facts = [
        f"says {best.attribution}" if best.attribution else "",
        ", ".join(filter(None, where)) or article.iri,
        f"a near-copy of {article.copy_of}" if article.copy_of else "",
        f"{best.status}, confidence {best.confidence:.2f}",
        f"so in {len(sentences)} sentences" if len(sentences) > 1 else "",
    ]
    for fact in filter(None, facts):
        yield from wrapped(fact, width, indent="  ")
    yield ""


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """The text in lines of at most that many columns; a word that is too long is broken."""
    lines: list[str] = []
    line = ""
    for word in _words(text, width - len(indent)):
        longer = f"{line} {word}" if line else word
        if line and columns(longer) > width - len(indent):
            lines.append(indent + line)
            line = word
        else:
            line = longer
    return [*lines, indent + line] if line else lines


def _words(text: str, width: int) -> Iterator[str]:
    for word in printable(text).split():
        part = ""
        for character in word:
            if part and columns(part + character) > width:
                yield part
                part = ""
            part += character
        yield part

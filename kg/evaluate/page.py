"""An evaluation -> one HTML page, offline: gold and what was found side by side in each text.

What is right, missed and wrong is told apart by a sign, a word and the line under the words, not by colour alone.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from kg.evaluate.evaluation import Counts, Document, Evaluation
from kg.evaluate.matching import Compared, Verdict
from kg.evaluate.told import Span
from kg.export.files import write_whole
from kg.ontology import Ontology

_ASSETS = files("kg.evaluate") / "assets"
# Verdict -> sign and word; where several facts share words, the first of these marks them.
_SIGNS = {
    Verdict.WRONG.value: ("✗", "wrong"),
    Verdict.REVERSED.value: ("⇄", "wrong way round"),
    Verdict.MISSED.value: ("○", "missed"),
    "status": ("≠", "other status"),
    Verdict.RIGHT.value: ("✓", "right"),
}


def page(evaluation: Evaluation, ontology: Ontology, title: str) -> str:
    """The whole page; nothing in it is fetched from elsewhere."""
    parts = {
        "title": html.escape(title),
        "style": _asset("page.css"),
        "script": _asset("page.js"),
        "figures": "".join(_figures(evaluation, ontology)),
        "legend": "".join(
            f'<li><span class="sign {kind}">{sign}</span> <span class="words {kind}">{word}</span></li>'
            for kind, (sign, word) in _SIGNS.items()
        ),
        "documents": "".join(
            part for document in evaluation.documents for part in _document(document, ontology)
        ),
    }
    page_ = _asset("page.html")
    for name, part in parts.items():
        page_ = page_.replace(f"<!--{name}-->", part)
    return page_


def write_page(evaluation: Evaluation, file: Path, ontology: Ontology, title: str) -> None:
    """Write the page to a file; one that is there stays until the new one is whole.

    Raises:
        ExportError: the file cannot be written.
    """
    written = page(evaluation, ontology, title).encode()
    write_whole(file, lambda stream: stream.write(written), lambda path: path.stat().st_size)


def _figures(evaluation: Evaluation, ontology: Ontology) -> Iterator[str]:
    yield _row("all", evaluation.overall["strict"], evaluation.overall["overlap"], "total")
    for predicate, row in evaluation.by_predicate.items():
        yield _row(ontology.properties[predicate].label, row["strict"], row["overlap"])


def _row(name: str, strict: Counts, overlap: Counts, kind: str = "") -> str:
    shares = [share for c in (strict, overlap) for share in (c.precision, c.recall, c.f1)]
    cells = "".join(f"<td>{share:.2f}</td>" for share in shares)
    counts = f"<td>{overlap.found}</td><td>{overlap.gold}</td>"
    return f'<tr class="{kind}"><th scope="row">{html.escape(name)}</th>{cells}{counts}</tr>'


def _document(document: Document, ontology: Ontology) -> Iterator[str]:
    errors = [*document.comparison.gold, *document.comparison.found]
    clean = all(_kind(one) == Verdict.RIGHT for one in errors)
    yield f'<section class="document{" clean" if clean else ""}"><h2>{html.escape(document.id)}</h2><div class="sides">'
    for name, side in (("Gold", document.comparison.gold), ("Found", document.comparison.found)):
        right = sum(one.verdict is Verdict.RIGHT for one in side)
        yield f'<div class="side"><h3>{name} <small>{right} of {len(side)} {"found" if name == "Gold" else "right"}</small></h3>'
        yield f'<p class="text">{"".join(_marked(document.text, side))}</p><ol class="facts">'
        for one in sorted(side, key=lambda c: (c.fact.sentence, c.fact.subject_span, c.fact.predicate)):
            yield _fact(document, one, ontology)
        yield "</ol></div>"
    yield "</div></section>"


def _fact(document: Document, compared: Compared, ontology: Ontology) -> str:
    fact, kind = compared.fact, _kind(compared)
    sign, word = _SIGNS[kind]
    subject, object_ = (
        html.escape(document.text[start:end]) for start, end in (fact.subject_span, fact.object_span)
    )
    label = html.escape(ontology.properties[fact.predicate].label)
    statuses = ", ".join(sorted(fact.statuses))
    spans = " ".join(f"{start}-{end}" for start, end in (fact.subject_span, fact.object_span))
    return (
        f'<li class="{kind}" tabindex="0" data-spans="{spans}">'
        f'<span class="sign {kind}" title="{word}">{sign}</span> <b>{subject}</b> <i>{label}</i> <b>{object_}</b>'
        f" <small>{word}, {statuses}</small></li>"
    )


def _kind(compared: Compared) -> str:
    return "status" if compared.status_differs else compared.verdict.value


def _marked(text: str, side: Iterable[Compared]) -> Iterator[str]:
    """The text with the arguments of all facts marked; where they overlap, in pieces."""
    order = list(_SIGNS)
    spans: list[tuple[Span, str]] = [
        (span, _kind(one)) for one in side for span in (one.fact.subject_span, one.fact.object_span)
    ]
    edges = sorted({0, len(text), *(edge for span, _ in spans for edge in span)})
    for start, end in itertools.pairwise(edges):
        kinds = {kind for span, kind in spans if span[0] <= start and end <= span[1]}
        piece = html.escape(text[start:end])
        if kinds:
            kind = min(kinds, key=order.index)
            yield f'<mark class="words {kind}" data-at="{start}-{end}">{piece}</mark>'
        else:
            yield piece


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text("utf-8")

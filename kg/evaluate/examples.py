"""An evaluation -> the errors that say most, with their sentences."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from kg.evaluate.evaluation import Document, Evaluation
from kg.evaluate.matching import Compared, Verdict
from kg.evaluate.told import Span

STATUS = "status"  # right, but for its status


@dataclass(frozen=True, slots=True)
class Example:
    """An error: what was said in the words of the text, and where.

    Attributes:
        error: "wrong", "missed", "direction" or "status".
        status: what was found, or what gold has for what was missed.
        expected: gold's status where it is the error, else "".
    """

    document: str
    error: str
    subject: str
    predicate: str
    object: str
    status: str
    expected: str
    confidence: float
    rule: str
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """Its fields."""
        return asdict(self)


def worst(evaluation: Evaluation, count: int) -> list[Example]:
    """The surest of what is wrong, and what is missed, in equal parts as far as there are so many."""
    wrong: list[Example] = []
    by_text: list[list[Example]] = []
    for document in evaluation.documents:
        by_text.append(
            [_example(document, one) for one in document.comparison.gold if one.verdict is Verdict.MISSED]
        )
        wrong += [
            _example(document, one)
            for one in document.comparison.found
            if one.verdict is not Verdict.RIGHT or one.status_differs
        ]
    wrong.sort(key=lambda example: -example.confidence)
    rows = itertools.zip_longest(*by_text)  # of each text one, then of each a second
    missed = [example for row in rows for example in row if example is not None]
    half = min(len(missed), count - min(len(wrong), (count + 1) // 2))
    return [*wrong[: count - half], *missed[:half]]


def _example(document: Document, compared: Compared) -> Example:
    fact = compared.fact
    right_but = compared.verdict is Verdict.RIGHT
    return Example(
        document=document.id,
        error=STATUS if right_but else compared.verdict.value,
        subject=_words(document, fact.subject_span),
        predicate=fact.predicate,
        object=_words(document, fact.object_span),
        status=", ".join(sorted(fact.statuses)),
        expected=", ".join(sorted(compared.other.statuses)) if right_but and compared.other else "",
        confidence=fact.confidence,
        rule=fact.rule,
        sentence=_words(document, fact.sentence),
    )


def _words(document: Document, span: Span) -> str:
    return " ".join(document.text[span[0] : span[1]].split())


def render(evaluation: Evaluation, examples: list[Example]) -> Iterator[str]:
    """Tables and errors as lines of text."""
    yield f"{'':26}{'strict':^24}{'overlap':^24}"
    yield f"{'':26}" + f"{'P':>8}{'R':>8}{'F1':>8}" * 2 + f"{'found':>8}{'gold':>7}"
    rows = {"all": evaluation.overall, **evaluation.by_predicate}
    for title, table in (("", rows), ("by class of the subject", evaluation.by_type)):
        if title:
            yield f"\n{title}"
        for name, row in table.items():
            shares = [share for c in row.values() for share in (c.precision, c.recall, c.f1)]
            counts = row["overlap"]
            yield f"{name:26}" + "".join(f"{s:8.2f}" for s in shares) + f"{counts.found:8}{counts.gold:7}"
    yield ""
    yield f"{evaluation.directions} the wrong way round, {evaluation.statuses} right with another status,"
    yield f"{evaluation.fan_out} wrong beside a right one in the same sentence, with one argument in common;"
    yield f"{evaluation.not_judged} of relations that the gold file never uses: not judged"
    for one in examples:
        status = f"{one.status}, not {one.expected}" if one.expected else one.status
        how = "" if one.error == Verdict.MISSED else f", {one.confidence:.2f}, {one.rule}"
        yield f"\n{one.error}: {one.subject} {one.predicate} {one.object} ({status}{how}; {one.document})"
        yield f"    {one.sentence}"

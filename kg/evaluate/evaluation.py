"""Gold and what was found, told in one form -> the counts, by predicate and class, and each fact that differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import KgError
from kg.evaluate.matching import Compared, Comparison, Mode, Verdict, compare
from kg.evaluate.told import Fact, Json, Told, told
from kg.ontology import Ontology

Pair = tuple[Told, Comparison]


@dataclass(frozen=True, slots=True)
class Counts:
    """Facts found and how many of them are right; facts of gold and how many of them were found.

    Right and hit differ where two findings claim one fact of gold.
    """

    right: int
    found: int
    hit: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of gold that was found; 0 where there is no gold."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right + other.right, self.found + other.found, self.hit + other.hit, self.gold + other.gold
        )

    def to_json(self) -> dict[str, float]:
        """Shares, rounded to four digits, and counts."""
        shares = {"p": self.precision, "r": self.recall, "f1": self.f1}
        counts = {"right": self.right, "found": self.found, "hit": self.hit, "gold": self.gold}
        return {**{name: round(share, 4) for name, share in shares.items()}, **counts}


@dataclass(frozen=True, slots=True)
class Document:
    """A document with what became of each fact of gold and of each that was found, where overlap is enough."""

    id: str
    text: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How the extraction compares with gold.

    Attributes:
        overall: by mode, "strict" or "overlap".
        by_predicate, by_type: the same by predicate, and by the class of the subject.
        directions: facts found the wrong way round.
        statuses: facts that are right but for their status.
        fan_out: wrong facts that have predicate and one argument of a fact of gold, and another argument.
        not_judged: facts found whose predicate gold never uses.
    """

    overall: Mapping[str, Counts]
    by_predicate: Mapping[str, Mapping[str, Counts]]
    by_type: Mapping[str, Mapping[str, Counts]]
    directions: int
    statuses: int
    fan_out: int
    not_judged: int
    documents: tuple[Document, ...]

    def to_json(self) -> dict[str, Any]:
        """The figures, without the documents."""

        def table(rows: Mapping[str, Mapping[str, Counts]]) -> dict[str, Any]:
            return {key: {mode: c.to_json() for mode, c in row.items()} for key, row in rows.items()}

        return {
            **{mode: counts.to_json() for mode, counts in self.overall.items()},
            "direction_errors": self.directions,
            "status_errors": self.statuses,
            "fan_out": self.fan_out,
            "not_judged": self.not_judged,
            "documents": len(self.documents),
            "predicates": table(self.by_predicate),
            "types": table(self.by_type),
        }


def evaluate(gold: Sequence[Json], found: Iterable[Json], ontology: Ontology, where: str = "") -> Evaluation:
    """Compare documents by id; one that was not found has no facts.

    Only predicates that gold uses somewhere are judged, those that follow from what it writes included.

    Raises:
        KgError: an object is not in the form of `kg extract`, or the text of a document differs.
    """
    expected = [told(document, ontology, f"{where}, line {n}") for n, document in enumerate(gold, start=1)]
    extracted = {document["id"]: told(document, ontology) for document in found}
    for document in expected:
        if document.id in extracted and extracted[document.id].text != document.text:
            raise KgError(
                "the text that was analysed is not the gold's: its offsets mean nothing", document.id
            )
    judged = {fact.predicate for document in expected for fact in document.facts}
    actual = {
        document.id: extracted.get(document.id, Told(document.id, document.text)) for document in expected
    }
    compared: dict[Mode, list[Pair]] = {
        mode: [(d, compare(d, _only(actual[d.id], judged), mode, ontology)) for d in expected]
        for mode in Mode
    }
    loose = [comparison for _, comparison in compared[Mode.OVERLAP]]
    return Evaluation(
        overall={mode.value: _total(_counts(compared[mode], lambda _: "")) for mode in Mode},
        by_predicate=_by(compared, lambda fact: fact.predicate),
        by_type=_by(compared, lambda fact: ontology.main_class(fact.subject.type)),
        directions=sum(c.verdict is Verdict.REVERSED for one in loose for c in one.found),
        statuses=sum(c.status_differs for one in loose for c in one.found),
        fan_out=sum(_fans_out(c, one) for one in loose for c in one.found),
        not_judged=sum(f.predicate not in judged for d in actual.values() for f in d.facts),
        documents=tuple(Document(d.id, d.text, c) for d, c in compared[Mode.OVERLAP]),
    )


def _only(document: Told, predicates: set[str]) -> Told:
    facts = tuple(fact for fact in document.facts if fact.predicate in predicates)
    return Told(document.id, document.text, document.things, facts)


def _by(compared: Mapping[Mode, Sequence[Pair]], key: Callable[[Fact], str]) -> dict[str, dict[str, Counts]]:
    tables = {mode: _counts(pairs, key) for mode, pairs in compared.items()}
    keys = sorted({key_ for table in tables.values() for key_ in table})
    nothing = Counts(0, 0, 0, 0)
    return {key_: {mode.value: table.get(key_, nothing) for mode, table in tables.items()} for key_ in keys}


def _counts(pairs: Sequence[Pair], key: Callable[[Fact], str]) -> dict[str, Counts]:
    """By key of the fact; of a found fact that is right, the key of the gold fact."""
    found: dict[str, Counts] = defaultdict(lambda: Counts(0, 0, 0, 0))
    for _, comparison in pairs:
        for one in comparison.gold:
            found[key(one.fact)] += Counts(0, 0, int(one.verdict is Verdict.RIGHT), 1)
        for one in comparison.found:
            right = one.verdict is Verdict.RIGHT
            found[key(one.other if right and one.other else one.fact)] += Counts(int(right), 1, 0, 0)
    return found


def _total(counts: Mapping[str, Counts]) -> Counts:
    return sum(counts.values(), Counts(0, 0, 0, 0))


def _fans_out(compared: Compared, comparison: Comparison) -> bool:
    """Whether a right finding shares predicate, sentence and one argument with this wrong one."""
    fact = compared.fact
    return compared.verdict is Verdict.WRONG and any(
        one.verdict is Verdict.RIGHT
        and one.fact.predicate == fact.predicate
        and one.fact.sentence == fact.sentence
        and (one.fact.subject is fact.subject or one.fact.object is fact.object)
        for one in comparison.found
    )

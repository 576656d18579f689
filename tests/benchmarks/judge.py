"""An assertion and the gold of its document -> right, wrong, or not judged by this set.

The scorer counts facts; this counts assertions, since it is assertions that have a frame and a confidence. Spans match
when they overlap. What the annotators of a set did not look at is not judged: another pair of the sentence (core), a
property that a passage was not read for (knowledgenet), claims of a status that they left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.sets import Json, Outcome, scorer

Span = tuple[int, int]

# Relations of core that a pair may have besides the one that its annotators chose: who was acquired is a subsidiary.
BESIDE = {
    "kg:subsidiaryOf": {"acquired_by", "shareholder_of", "brand_of", "product_or_service_of", "merged_with"},
    "kg:shareholderOf": {"acquired_by", "subsidiary_of", "collaboration", "merged_with"},
    "kg:investsIn": {"acquired_by", "subsidiary_of", "collaboration", "merged_with"},
    "kg:acquired": {"subsidiary_of", "shareholder_of", "merged_with", "brand_of", "product_or_service_of"},
    "kg:mergedWith": {"acquired_by", "subsidiary_of", "collaboration"},
    "kg:brandOf": {"product_or_service_of", "subsidiary_of", "acquired_by"},
    "kg:offers": {"brand_of", "subsidiary_of", "acquired_by"},
    "kg:partnerOf": {"client_of", "product_or_service_of", "subsidiary_of", "shareholder_of", "merged_with"},
    "kg:customerOf": {"collaboration", "product_or_service_of"},
}


@dataclass(frozen=True, slots=True)
class Judged:
    """An assertion that a set says something of; words tells it to a reader."""

    benchmark: str
    document: str
    assertion: Json
    words: str
    right: bool


@dataclass(frozen=True, slots=True)
class _Case:
    """One document: its gold, and the scorer's reading of the prediction."""

    gold: Json
    found: Any
    text: str

    def span(self, mention: str) -> Span | None:
        span: Span | None = self.found.span(mention)
        return span

    def spans(self, mention: str) -> list[Span]:
        """Every mention of what the mention denotes, its own first."""
        own = self.span(mention)
        return [*([own] if own else []), *self.found.spans(mention)]


def judged(outcome: Outcome) -> Iterator[Judged]:
    """The assertions of an outcome that its set judges."""
    rule = JUDGES.get(outcome.benchmark.folder)
    if rule is None:
        return
    counted = scorer().COUNTED.get(outcome.benchmark.folder, scorer().DEFAULT_COUNTED)
    gold = {entry["id"]: entry for entry in outcome.gold}
    text = {document["id"]: document["text"] for document in outcome.documents}
    for prediction in outcome.predictions:
        id_ = prediction["id"]
        case = _Case(gold[id_], scorer().Prediction(prediction, text[id_], counted), text[id_])
        for assertion in case.found.assertions:
            right = rule(case, assertion)
            if right is not None:
                ends = [case.found.mentions[assertion[end]]["text"] for end in ("subject", "object")]
                words = f"{ends[0]} {assertion['predicate']} {ends[1]}"
                yield Judged(outcome.benchmark.name, id_, assertion, words, right)


def _meet(some: Iterable[Span], others: Iterable[Span]) -> bool:
    others = list(others)
    return any(scorer().overlap(one, other) for one in some for other in others)


def _same_pair(case: _Case, assertion: Json, subject: Span, object_: Span) -> bool:
    """Whether the assertion's arguments are those two, or corefer with them."""
    forward = _meet(case.spans(assertion["subject"]), [subject]) and _meet(
        case.spans(assertion["object"]), [object_]
    )
    backward = _meet(case.spans(assertion["subject"]), [object_]) and _meet(
        case.spans(assertion["object"]), [subject]
    )
    return forward or (backward and assertion["predicate"] in scorer().SYMMETRIC)


def _says(predicate: str) -> set[str]:
    """The predicate and those that the scorer lets it imply."""
    return {predicate, *scorer().IMPLIES.get(predicate, ())}


def _core(case: _Case, assertion: Json) -> bool | None:
    """Judged if it is about the annotated pair and the annotators could have chosen it."""
    one, other, relation = case.gold["subject"], case.gold["object"], case.gold["relation"]
    predicate = assertion["predicate"]
    for name, mapped in scorer().CORE.items():
        for mapped_predicate, swap in mapped:
            if predicate != mapped_predicate:
                continue
            subject, object_ = (other, one) if swap else (one, other)
            if _same_pair(case, assertion, subject, object_):
                if name != relation and relation in BESIDE.get(predicate, ()):
                    return None
                return bool(name == relation)
            if _same_pair(case, assertion, object_, subject):
                return None if relation in BESIDE.get(predicate, ()) else False
    return None


def _knowledgenet(case: _Case, assertion: Json) -> bool | None:
    verdict: bool | None = None
    for name in case.gold["properties"]:
        predicate, swap = scorer().KNOWLEDGENET[name]
        if predicate not in _says(assertion["predicate"]):
            continue
        verdict = verdict or False
        for fact in case.gold["facts"]:
            if fact["property"] == name:
                subject, object_ = (
                    fact[key] for key in (("object", "subject") if swap else ("subject", "object"))
                )
                verdict = verdict or _same_pair(case, assertion, subject, object_)
    return verdict


def _fire(case: _Case, assertion: Json) -> bool | None:
    """Judged by the assertion's own words: the set has no coreference.

    It annotates no facilities, and people where we have the event of their appointment: these are not judged.
    """
    about = case.found.mentions[assertion["subject"]]
    if about.get("kind") == "event" or "kg:Facility" in case.found.types(about):
        return None
    subject, object_ = case.span(assertion["subject"]), case.span(assertion["object"])
    verdict: bool | None = None
    for name, (predicate, swap) in scorer().FIRE.items():
        if predicate not in _says(assertion["predicate"]) or subject is None or object_ is None:
            continue
        verdict = verdict or False
        for relation in case.gold["relations"]:
            if relation["type"] == name:
                ends = [case.gold["entities"][relation[end]]["span"] for end in ("head", "tail")]
                head, tail = reversed(ends) if swap else ends
                verdict = verdict or (_meet([subject], [head]) and _meet([object_], [tail]))
    return verdict


def _redocred(case: _Case, assertion: Json) -> bool | None:
    entities = case.gold["entities"]

    def entity(mention: str) -> int | None:
        for span in case.spans(mention):
            for number, entry in enumerate(entities):
                if _meet([span], entry["mentions"]):
                    return number
        return None

    subject, object_ = entity(assertion["subject"]), entity(assertion["object"])
    says = _says(assertion["predicate"])
    verdict: bool | None = None
    for name, (predicate, swap) in scorer().REDOCRED.items():
        if predicate not in says:
            continue
        verdict = verdict or False
        for relation in case.gold["relations"]:
            if relation["property"] == name:
                pair = (relation["tail"], relation["head"]) if swap else (relation["head"], relation["tail"])
                reverse = predicate in scorer().SYMMETRIC and (object_, subject) == pair
                verdict = verdict or (subject, object_) == pair or reverse
    return verdict


ROLES = {
    "kg:acquirer": "PURCHASER", "kg:target": "ACQUIRED", "kg:seller": "SELLER", "kg:price": "DLRAMT",
}  # fmt: skip


def _reuters(case: _Case, assertion: Json) -> bool | None:
    """Judged if the story's own deals have one of the parties; of other deals that it recalls the gold says nothing.

    The gold has words, not spans: right is a name that is equal, or one that stands where the text has these words.
    """
    subject, object_ = assertion["subject"], assertion["object"]
    if assertion["predicate"] == "kg:acquired":
        right = _fills(case, subject, "PURCHASER") and _fills(case, object_, "ACQUIRED")
        parties = [subject, object_]
    elif assertion["predicate"] in ROLES:
        right = _fills(case, object_, ROLES[assertion["predicate"]])
        event = case.found.mentions[subject].get("entity") or subject
        parties = [mention for one in case.found.entity[event] for mention in _objects(case, one["id"])]
    else:
        return None
    told = any(_fills(case, party, slot) for party in parties for slot in ("PURCHASER", "ACQUIRED", "SELLER"))
    return right if told else None


def _objects(case: _Case, subject: str) -> Iterator[str]:
    for objects in case.found.roles.get(subject, {}).values():
        yield from objects


def _fills(case: _Case, mention: str, slot: str) -> bool:
    """Whether what the mention denotes is in that slot of the gold."""
    entity = case.found.mentions[mention].get("entity") or mention
    names = {scorer().norm(one["text"]) for one in case.found.entity[entity]}
    words = [alternative for alternatives in case.gold[slot] for alternative in alternatives]
    there = [span for word in words for span in _occurrences(word, case.text)]
    return any(scorer().norm(word) in names for word in words) or _meet(case.spans(mention), there)


def _occurrences(words: str, text: str) -> Iterator[Span]:
    start = text.casefold().find(words.casefold())
    while start >= 0:
        yield start, start + len(words)
        start = text.casefold().find(words.casefold(), start + 1)


JUDGES: Mapping[str, Callable[[_Case, Json], bool | None]] = {
    "core": _core,
    "knowledgenet": _knowledgenet,
    "fire": _fire,
    "redocred": _redocred,
    "reuters": _reuters,
}


def in_reach(outcome: Outcome) -> float:
    """Share of the facts of knowledgenet whose two arguments are both mentions in the output, overlapping."""
    mentions = {
        prediction["id"]: [(m["start"], m["end"]) for m in prediction["mentions"] if m["start"] is not None]
        for prediction in outcome.predictions
    }
    facts = [(entry["id"], fact) for entry in outcome.gold for fact in entry["facts"]]
    reached = sum(
        all(_meet(mentions.get(id_, ()), [fact[end]]) for end in ("subject", "object")) for id_, fact in facts
    )
    return reached / len(facts) if facts else 0.0

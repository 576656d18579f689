"""The verdicts on single assertions, on documents made up here; the sets' scorer gives the mappings."""

from __future__ import annotations

import pytest

from tests.benchmarks import sets
from tests.benchmarks.judge import in_reach, judged
from tests.benchmarks.sets import Json, Outcome

pytestmark = pytest.mark.skipif(not sets.FOLDER.is_dir(), reason=sets.ABSENT)

TEXT = "Acme bought Bolt. It is a partner of Crux."
SPANS = {"acme": (0, 4), "bolt": (12, 16), "it": (18, 20), "crux": (37, 41)}


def outcome(name: str, gold: Json, *said: tuple[str, str, str]) -> Outcome:
    """What a set has and what kg printed for the one document; "it" is Acme."""
    (benchmark,) = sets.chosen([name])
    mentions = [
        {
            "id": key,
            "start": start,
            "end": end,
            "text": TEXT[start:end],
            "entity": "acme" if key == "it" else key,
        }
        for key, (start, end) in SPANS.items()
    ]
    assertions = [{"subject": s, "predicate": p, "object": o, "status": "asserted"} for s, p, o in said]
    prediction = {"id": "d", "text": TEXT, "mentions": mentions, "assertions": assertions}
    return Outcome(benchmark, ({"id": "d", "text": TEXT},), ({"id": "d", **gold},), (prediction,))


def verdicts(name: str, gold: Json, *said: tuple[str, str, str]) -> list[bool]:
    """Right or wrong, of those that are judged."""
    return [one.right for one in judged(outcome(name, gold, *said))]


def pair(relation: str, subject: str, object_: str) -> Json:
    """The gold of a sentence of core."""
    return {"relation": relation, "subject": SPANS[subject], "object": SPANS[object_]}


def test_core_judges_the_annotated_pair_only() -> None:
    """Of the pair: right, reversed or of another relation is wrong; another pair is not judged."""
    gold = pair("acquired_by", "bolt", "acme")
    assert verdicts("core", gold, ("acme", "kg:acquired", "bolt")) == [True]
    assert verdicts("core", gold, ("bolt", "kg:acquired", "acme")) == [False]
    assert verdicts("core", gold, ("acme", "kg:competitorOf", "bolt")) == [False]
    assert verdicts("core", gold, ("acme", "kg:acquired", "crux")) == []


def test_core_leaves_open_what_may_hold_beside() -> None:
    """Who was acquired may be called a subsidiary too: the annotators had one choice."""
    assert verdicts("core", pair("acquired_by", "bolt", "acme"), ("bolt", "kg:subsidiaryOf", "acme")) == []


def test_symmetric_relations_hold_in_both_directions() -> None:
    """A reversed partner is right, and so is a mention that corefers."""
    gold = pair("collaboration", "acme", "crux")
    assert verdicts("core", gold, ("crux", "kg:partnerOf", "it"), ("it", "kg:partnerOf", "crux")) == [
        True,
        True,
    ]


def test_knowledgenet_judges_the_properties_of_the_passage() -> None:
    """Exhaustive for these; a property that the passage was not read for is not judged."""
    fact = {"property": "SUBSIDIARY_OF", "subject": SPANS["bolt"], "object": SPANS["acme"]}
    gold = {"properties": ["SUBSIDIARY_OF"], "facts": [fact]}
    said = [
        ("bolt", "kg:subsidiaryOf", "it"),
        ("crux", "kg:subsidiaryOf", "acme"),
        ("crux", "kg:foundedBy", "acme"),
    ]
    assert verdicts("knowledgenet", gold, *said) == [True, False]


def test_reuters_is_matched_by_words() -> None:
    """The words of the gold are looked for in the text; of the roles each is judged."""
    gold: Json = {"PURCHASER": [["Acme"]], "ACQUIRED": [["Bolt"]], "SELLER": [], "DLRAMT": []}
    said = [("acme", "kg:acquired", "bolt"), ("acme", "kg:acquired", "crux"), ("bolt", "kg:acquirer", "it")]
    assert verdicts("reuters", gold, *said) == [True, False, True]


def test_facts_in_reach_have_two_mentions() -> None:
    """A fact one of whose arguments is no mention is out of reach."""
    facts = [
        {"property": "SUBSIDIARY_OF", "subject": SPANS["bolt"], "object": SPANS["acme"]},
        {"property": "SUBSIDIARY_OF", "subject": (5, 11), "object": SPANS["acme"]},
    ]
    assert in_reach(outcome("knowledgenet", {"properties": ["SUBSIDIARY_OF"], "facts": facts})) == 0.5

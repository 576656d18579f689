"""kg evaluate: a gold against itself, changed, and against nothing."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.evaluate import Counts, evaluate, page, worst
from kg.ontology import load

Json = dict[str, Any]

GOLD = tuple(
    json.loads(line)
    for line in (Path(__file__).parents[1] / "gold" / "development.jsonl").read_text("utf-8").splitlines()
)
TEXT = "Acme bought Bolt for $5m. It is a partner of Crux."
PLACES = {
    "acme": (0, 4, "name"),
    "bought": (5, 11, "event"),
    "bolt": (12, 16, "name"),
    "sum": (21, 24, "value"),
    "it": (26, 28, "pronoun"),
    "crux": (45, 49, "name"),
}


def document(
    *said: tuple[str, str, str], same: dict[str, str] | None = None, status: str = "asserted"
) -> Json:
    """The text with these assertions; `same` says which mention denotes what another does."""
    mentions = [
        {"id": name, "start": start, "end": end, "kind": kind, "entity": (same or {}).get(name, name)}
        for name, (start, end, kind) in PLACES.items()
    ]
    mentions[1]["type"] = "kg:Acquisition"
    assertions = [{"subject": s, "predicate": p, "object": o, "status": status} for s, p, o in said]
    return {"id": "d", "text": TEXT, "mentions": mentions, "assertions": assertions}


def overlap(gold: Json, found: Json) -> Counts:
    """The counts where overlap is enough."""
    return evaluate([gold], [found], load()).overall["overlap"]


def perfect(counts: Counts) -> bool:
    """Whether nothing is missed and nothing wrong."""
    return counts.precision == counts.recall == counts.f1 == 1


def test_a_gold_against_itself_is_perfect() -> None:
    """In both modes, for every predicate and class; no error is left to show."""
    result = evaluate(GOLD, GOLD, load())
    assert len(result.by_predicate) > 30
    for table in (result.overall, *result.by_predicate.values(), *result.by_type.values()):
        assert all(perfect(counts) for counts in table.values())
    assert (result.directions, result.statuses, result.fan_out, result.not_judged) == (0, 0, 0, 0)
    assert not worst(result, 20)


def test_ids_and_order_do_not_matter() -> None:
    """Mentions and entities may be called anything, and the documents and facts come in any order."""
    renamed = copy.deepcopy(GOLD)
    for document_ in renamed:
        for mention in document_["mentions"]:
            mention["id"] = "x" + mention["id"]
            mention["entity"] = "y" + mention["entity"]
        for assertion in document_["assertions"]:
            assertion["subject"], assertion["object"] = "x" + assertion["subject"], "x" + assertion["object"]
        random.Random(1).shuffle(document_["assertions"])
    assert perfect(evaluate(GOLD, renamed[::-1], load()).overall["strict"])


@given(st.data())
def test_fewer_facts_cost_recall_only(data: st.DataObject) -> None:
    """What is left of a gold is right, and the share of it that is left is the recall."""
    gold = data.draw(st.sampled_from([one for one in map(_without_events, GOLD) if one["assertions"]]))
    whole = overlap(gold, gold)
    assert perfect(whole)
    kept = data.draw(st.lists(st.sampled_from(gold["assertions"]), unique_by=id))
    counts = overlap(gold, {**gold, "assertions": kept})
    assert counts.right == counts.hit == counts.found
    assert counts.gold == whole.gold
    assert counts.recall == counts.found / whole.found


def _without_events(gold: Json) -> Json:
    kinds = {mention["id"]: mention["kind"] for mention in gold["mentions"]}
    binary = [a for a in gold["assertions"] if "event" not in (kinds[a["subject"]], kinds[a["object"]])]
    return {**gold, "assertions": binary}


def test_nothing_found_is_no_precision_and_no_recall() -> None:
    """A document that was not found counts as one without facts."""
    result = evaluate(GOLD, [], load())
    assert result.overall["overlap"].f1 == 0
    assert all(example.error == "missed" for example in worst(result, 20))


def test_a_reversed_symmetric_pair_is_right() -> None:
    """Partners are partners of each other."""
    gold, found = document(("acme", "kg:partnerOf", "crux")), document(("crux", "kg:partnerOf", "acme"))
    assert perfect(overlap(gold, found))


def test_a_reversed_directed_pair_is_a_direction_error() -> None:
    """It is wrong, and told apart from what is wrong altogether."""
    gold, found = document(("acme", "kg:subsidiaryOf", "bolt")), document(("bolt", "kg:subsidiaryOf", "acme"))
    result = evaluate([gold], [found], load())
    assert result.directions == 1
    assert result.overall["overlap"].right == 0
    assert [example.error for example in worst(result, 1)] == ["direction"]


def test_another_mention_of_the_same_thing_is_right() -> None:
    """The gold says that "it" is Acme; which of the two an extractor chose does not matter, even in strict mode."""
    gold = document(("acme", "kg:partnerOf", "crux"), same={"it": "acme"})
    found = document(("it", "kg:partnerOf", "crux"))
    assert perfect(evaluate([gold], [found], load()).overall["strict"])


def test_words_that_overlap_are_no_strict_match() -> None:
    """A mention that is longer than gold's counts where overlap is enough."""
    gold, found = document(("acme", "kg:partnerOf", "crux")), document(("acme", "kg:partnerOf", "crux"))
    found["mentions"][-1]["start"] -= 3
    result = evaluate([gold], [found], load())
    assert perfect(result.overall["overlap"])
    assert result.overall["strict"].right == 0


def test_what_follows_need_not_be_annotated() -> None:
    """Roles imply the pair: whoever writes acquirer and target has written acquired."""
    roles = [("bought", "kg:acquirer", "acme"), ("bought", "kg:target", "bolt")]
    gold, found = document(*roles), document(*roles, ("acme", "kg:acquired", "bolt"))
    assert perfect(overlap(gold, found))
    result = evaluate([gold], [document(("acme", "kg:acquired", "bolt"))], load())
    assert result.by_predicate["kg:acquired"]["overlap"].f1 == 1


def test_events_are_aligned_by_their_roles() -> None:
    """An event has no words of its own: another trigger with the same roles is the same event."""
    roles = [
        ("bought", "kg:acquirer", "acme"),
        ("bought", "kg:target", "bolt"),
        ("bought", "kg:price", "sum"),
    ]
    gold, found = document(*roles), document(*roles)
    found["mentions"][1].update(start=29, end=31)  # "is"
    assert perfect(overlap(gold, found))
    found["mentions"][1]["type"] = "kg:FundingRound"
    assert overlap(gold, found).right == 0, "an event of another class is another event"


def test_another_status_is_a_status_error() -> None:
    """The fact is right, its status is counted apart."""
    gold = document(("acme", "kg:partnerOf", "crux"))
    result = evaluate([gold], [document(("acme", "kg:partnerOf", "crux"), status="planned")], load())
    assert perfect(result.overall["overlap"])
    assert result.statuses == 1
    (example,) = worst(result, 5)
    assert (example.error, example.status, example.expected) == ("status", "planned", "asserted")


def test_fan_out_is_counted() -> None:
    """One wrong partner beside the right one, in the same sentence."""
    gold = document(("acme", "kg:partnerOf", "crux"))
    found = document(("acme", "kg:partnerOf", "crux"), ("acme", "kg:partnerOf", "bolt"))
    for assertion in found["assertions"]:
        assertion["evidence"] = {"start": 0, "end": len(TEXT)}
    result = evaluate([gold], [found], load())
    assert result.fan_out == 1
    assert result.overall["overlap"].precision == 0.5


def test_relations_that_gold_never_uses_are_not_judged() -> None:
    """An annotator who marked partners only says nothing of purchases."""
    found = document(("acme", "kg:partnerOf", "crux"), ("acme", "kg:acquired", "bolt"))
    result = evaluate([document(("acme", "kg:partnerOf", "crux"))], [found], load())
    assert perfect(result.overall["overlap"])
    assert result.not_judged == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"assertions": [{"subject": "acme", "predicate": "kg:nonsense", "object": "crux"}]},
            "no such relation",
        ),
        ({"assertions": [{"subject": "acme", "predicate": "kg:partnerOf", "object": "nobody"}]}, "line 1"),
        ({"mentions": [{"id": "acme", "start": 0, "end": 4, "text": "Bolt"}]}, "not 'Bolt'"),
    ],
)
def test_a_gold_that_is_not_in_the_form_is_refused(change: Json, told: str) -> None:
    """The error says where and what."""
    with pytest.raises(KgError, match=told):
        evaluate([{**document(), **change}], [], load(), "gold.jsonl")


def test_another_text_is_refused() -> None:
    """Offsets of one text mean nothing in another."""
    with pytest.raises(KgError, match="not the gold's"):
        evaluate([document()], [{**document(), "text": TEXT + "!"}], load())


def test_page_shows_both_sides_and_fetches_nothing() -> None:
    """Every verdict has a sign and a word besides its colour; the text's own markup is text."""
    gold = document(("acme", "kg:partnerOf", "crux"), ("acme", "kg:subsidiaryOf", "bolt"))
    found = document(("acme", "kg:partnerOf", "crux"), ("bolt", "kg:subsidiaryOf", "acme"))
    for side in (gold, found):
        side["text"] = TEXT.replace("Acme", "<b>A")
        side["mentions"][0]["end"] = 4
    shown = page(evaluate([gold], [found], load()), load(), "gold & found")
    assert "<title>gold &amp; found</title>" in shown
    assert "<h1>gold &amp; found</h1>" in shown
    assert "&lt;b&gt;" in shown
    assert "<b>A bought" not in shown
    for sign, word in (("✓", "right"), ("○", "missed"), ("⇄", "wrong way round")):
        assert sign in shown
        assert word in shown
    assert not any(outside in shown for outside in ("http://", "https://", "src=", "@import", "<!--"))

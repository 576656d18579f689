"""Extraction <-> a JSON object: the form of `kg extract`, of the extraction cache, and of gold files.

The form is described in the README under "kg extract"; shared keys follow the benchmarks' scorer.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kg.model import (
    Amount,
    Assertion,
    Attribution,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    PartialDate,
    Status,
)

Json = dict[str, Any]


def to_json(extraction: Extraction) -> Json:
    """The extraction as a JSON object; mention ids are "m0", "m1", … in text order."""
    ids = {mention: f"m{number}" for number, mention in enumerate(extraction.mentions)}
    return {
        "id": extraction.document_id,
        "mentions": [{"id": ids[mention], **_mention(mention)} for mention in extraction.mentions],
        "assertions": [_assertion(assertion, ids) for assertion in extraction.assertions],
        "clusters": [[ids[mention] for mention in cluster] for cluster in extraction.clusters],
    }


def from_json(found: Mapping[str, Any]) -> Extraction:
    """The extraction that `to_json` wrote.

    Raises:
        KeyError, ValueError, TypeError: it is not of that form.
    """
    document_id = found["id"]
    mentions = {m["id"]: _read_mention(document_id, m) for m in found["mentions"]}
    return Extraction(
        document_id=document_id,
        mentions=tuple(mentions.values()),
        assertions=tuple(_read_assertion(document_id, a, mentions) for a in found["assertions"]),
        clusters=tuple(tuple(mentions[id_] for id_ in cluster) for cluster in found["clusters"]),
    )


def _mention(mention: Mention) -> Json:
    found: Json = {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "type": mention.type,
        "kind": mention.kind.value,
        "head": mention.head,
    }
    if mention.guessed:
        found["guessed"] = True
    if isinstance(mention.value, Amount):
        found["value"] = str(mention.value)
        found["amount"] = _amount(mention.value)
    elif mention.value is not None:
        found["value"] = str(mention.value)
    return found


def _amount(amount: Amount) -> Json:
    found: Json = {"value": str(amount.value), "currency": amount.currency}
    if amount.qualifier is not None:
        found["qualifier"] = amount.qualifier
    if amount.per is not None:
        found["per"] = amount.per
    if amount.equivalent is not None:
        found["equivalent"] = _amount(amount.equivalent)
    return found


def _assertion(assertion: Assertion, ids: Mapping[Mention, str]) -> Json:
    evidence = assertion.evidence
    found: Json = {
        "subject": ids[assertion.subject],
        "predicate": assertion.predicate,
        "object": ids[assertion.object],
        "status": evidence.status.value,
        "confidence": evidence.confidence,
        "attribution": evidence.attribution.text if evidence.attribution else None,
        "extractor": evidence.extractor,
        "rule": evidence.rule,
        "features": list(evidence.features),
        "evidence": {
            "start": evidence.start,
            "end": evidence.end,
            "quote": evidence.quote,
            "cues": [list(cue) for cue in evidence.cues],
        },
    }
    if evidence.attribution:
        found["evidence"]["attribution"] = [evidence.attribution.start, evidence.attribution.end]
    return found


def _read_mention(document_id: str, found: Mapping[str, Any]) -> Mention:
    value: Amount | PartialDate | None = None
    if "amount" in found:
        value = _read_amount(found["amount"])
    elif "value" in found:
        value = PartialDate.parse(found["value"])
    return Mention(
        document_id=document_id,
        start=found["start"],
        end=found["end"],
        text=found["text"],
        type=found["type"],
        kind=MentionKind(found["kind"]),
        head=found.get("head", ""),
        value=value,
        guessed=found.get("guessed", False),
    )


def _read_amount(found: Mapping[str, Any]) -> Amount:
    equivalent = found.get("equivalent")
    return Amount(
        Decimal(found["value"]),
        found["currency"],
        found.get("qualifier"),
        _read_amount(equivalent) if equivalent else None,
        found.get("per"),
    )


def _read_assertion(document_id: str, found: Mapping[str, Any], mentions: Mapping[str, Mention]) -> Assertion:
    where = found["evidence"]
    span = where.get("attribution")
    evidence = Evidence(
        document_id=document_id,
        start=where["start"],
        end=where["end"],
        quote=where["quote"],
        extractor=found["extractor"],
        rule=found["rule"],
        status=Status(found["status"]),
        confidence=found["confidence"],
        attribution=Attribution(span[0], span[1], found["attribution"]) if span else None,
        cues=tuple((start, end) for start, end in where["cues"]),
        features=tuple(found["features"]),
    )
    return Assertion(mentions[found["subject"]], found["predicate"], mentions[found["object"]], evidence)

"""A build with an extractor that finds something no graph should hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.extract import extractor
from kg.model import Amount
from kg.ontology import load
from kg.store import Store
from kg.validate import severe, validate
from tests.command import kg

if TYPE_CHECKING:
    from kg.analyse.analysis import Analysis
    from kg.model import Extraction, Mention
    from kg.ontology import Ontology

TEXT = (
    "Acme Corp raised 30 million euros in May 2024. Widget Inc. raised $20 million in June 2024. "
    "Jane Roe is chief executive of Acme Corp.\n"
)


def careless(ontology: Ontology) -> Callable[[Sequence[Analysis]], Sequence[Extraction]]:
    """Finds what frames find, and writes currencies as it likes."""
    frames = extractor("frames", ontology)

    def spoilt(mention: Mention) -> Mention:
        value = mention.value
        if isinstance(value, Amount) and value.currency == "EUR":
            return replace(mention, value=replace(value, currency="euros"))
        return mention

    def extract(analyses: Sequence[Analysis]) -> Sequence[Extraction]:
        return [
            replace(
                found,
                mentions=tuple(map(spoilt, found.mentions)),
                assertions=tuple(replace(a, object=spoilt(a.object)) for a in found.assertions),
            )
            for found in frames(analyses)
        ]

    return extract


def test_what_breaks_a_shape_is_kept_out_and_told(tmp_path: Path) -> None:
    """The claim with the wrong currency is in no file; report.json and stderr name it with its sentence and reason.

    What else the article says is there, and building again says the same.
    """
    (tmp_path / "news.txt").write_text(TEXT)
    output = tmp_path / "graph"
    command = ["build", str(tmp_path / "news.txt"), "-o", str(output), "--jobs", "1"]
    for _ in range(2):
        done = kg(*command, "--extractor", "tests.validate.test_build:careless")
        assert done.exit_code == 1
        told = re.findall(r"kg: .*kg:amount .* is kept out of the graph: .*", done.stderr)
        assert len(told) == 1 == done.stderr.count("kept out")
        assert "one ISO 4217 currency" in told[0]
        assert "“Acme Corp raised 30 million euros in May 2024.”" in told[0]
        report = json.loads((output / "report.json").read_text("utf-8"))
        assert {each["reason"] for each in report["contents"]["quarantined"]} >= {
            "an amount has one ISO 4217 currency (euros)"
        }
    with Store.open(output / "store") as store:
        assert severe(validate(store, load())) == []
        assert not store.query('ASK { ?s ?p "euros" }')
        assert store.query('ASK { ?round kg:recipient ?acme . ?acme rdfs:label "Acme Corp" }')
        assert store.query('ASK { ?round kg:amount ?sum . ?sum schema:currency "USD" }')
    assert '"euros"' not in (output / "graph.ttl").read_text("utf-8")


def test_a_sound_build_keeps_nothing_out(tmp_path: Path) -> None:
    """The same article with kg's own extractor: nothing in quarantine, status 0."""
    (tmp_path / "news.txt").write_text(TEXT)
    command = ["build", str(tmp_path / "news.txt"), "-o", str(tmp_path / "graph"), "--jobs", "1"]
    done = kg(*command, "--extractor", "frames")
    assert (done.exit_code, done.stderr) == (0, "")
    report = json.loads((tmp_path / "graph" / "report.json").read_text("utf-8"))
    assert report["contents"]["quarantined"] == []

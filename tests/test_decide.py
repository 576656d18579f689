"""kg entities, merge, split and rename, as a user meets them: on a graph that kg built."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kg import decide
from kg.errors import KgError
from kg.pipeline import Options, build
from tests.command import kg
from tests.test_incremental import written
from tests.test_pipeline import dump, files

FRAMES = Options(extractor="frames", base="https://graph.example/")
TEXTS = {
    "one": "Orvane Inc. acquired Tessel Labs for $300 million in 2024.",
    "two": "Orvane acquired Kestrel Motors Ltd in 2023. Ann Howe is the chief executive of Orvane.",
    "three": "Kestral Motors Ltd acquired Bolting Parts Ltd in 2022.",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of all TEXTS."""
    folder = tmp_path_factory.mktemp("decide")
    build([str(written(folder / "articles", TEXTS))], folder / "graph", FRAMES)
    return folder / "graph"


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """A copy of that graph, to work on."""
    return Path(shutil.copytree(built, tmp_path / "graph"))


def listed(graph: Path, *arguments: str) -> list[dict[str, object]]:
    """What kg entities prints as JSON."""
    done = kg("entities", *arguments, "--json", "--on", graph / "store")
    assert done.exit_code == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_why_names_every_reason(graph: Path) -> None:
    """The legal form is told as the reason, with the articles."""
    done = kg("entities", "Orvane", "--why", "--on", graph / "store")
    assert done.stdout.startswith("orvane  Orvane  kg:")
    assert "“Orvane Inc.” is taken for “Orvane”: the same name but for its legal form" in done.stdout
    assert done.stdout.count("    in urn:kg:article:") == 2


def test_proposed_then_merged(graph: Path) -> None:
    """What looks alike is proposed, one command makes it one thing, and it is proposed no more."""
    (pair,) = listed(graph, "--proposed")
    assert {pair["one"]["id"], pair["other"]["id"]} == {"kestrel-motors", "kestral-motors"}  # type: ignore[index]
    done = kg("merge", "Kestral Motors Ltd", "Kestrel Motors Ltd", "--because", "a misprint", "-o", graph)
    assert done.exit_code == 0, done.stderr
    (kestrel,) = listed(graph, "Kestral Motors Ltd")
    assert kestrel["former"] == ["kestral-motors"]
    assert "“Kestral Motors Ltd” is taken for “Kestrel Motors Ltd”: decided: a misprint" in kestrel["reasons"]  # type: ignore[operator]
    assert listed(graph, "--proposed") == []


def test_never_is_remembered(graph: Path) -> None:
    """Two things that people say are two are not proposed again."""
    assert kg("merge", "kestral-motors", "kestrel-motors", "--never", "-o", graph).exit_code == 0
    assert listed(graph, "--proposed") == []
    assert len(listed(graph, "Kestral Motors Ltd")) == 1


def test_split_by_a_part_of_the_address(graph: Path) -> None:
    """The mentions of an article become a thing of their own, and taking the decision out undoes it."""
    before = dump(graph)
    assert kg("split", "Orvane", "two.txt", "--as", "Orvane of Lyon", "-o", graph).exit_code == 0
    (lyon,) = listed(graph, "Orvane of Lyon")
    assert [str(article)[-7:] for article in lyon["articles"]] == ["two.txt"]  # type: ignore[attr-defined]
    (graph / "decisions.yaml").unlink()
    kg("rename", "Ann Howe", "Ann Howe", "-o", graph)
    assert dump(graph) == before


def test_rename_keeps_the_iri_and_what_people_wrote(graph: Path) -> None:
    """A comment in the file stays, and the new name is the label."""
    (graph / "decisions.yaml").write_text("# ours\n- {rename: kestrel-motors, to: Kestrel}\n", "utf-8")
    assert kg("rename", "Ann Howe", "Ann T. Howe", "-o", graph).exit_code == 0
    assert (graph / "decisions.yaml").read_text("utf-8").startswith("# ours\n- {rename: kestrel-motors")
    assert [thing["id"] for thing in (*listed(graph, "Ann T. Howe"), *listed(graph, "Kestrel"))] == [
        "ann-howe",
        "kestrel-motors",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("merge", "Nobody", "Orvane"), "nothing here is called 'Nobody'"),
        (("merge", "Orvane Inc.", "orvane"), "are one thing already"),
        (("split", "Orvane", "four.txt", "--as", "X"), "no article is meant by this"),
        (("split", "Orvane", ".txt", "--as", "X"), "several articles are meant by this"),
        (("rename", "Orvane", ""), "to is missing"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    arguments: tuple[str, ...], message: str, graph: Path
) -> None:
    """An error of one line, exit status 1, the folder as it was."""
    before = files(graph)
    done = kg(*arguments, "-o", graph)
    assert done.exit_code == 1
    assert message in done.stderr
    assert files(graph) == before


def test_a_circle_leaves_the_file_and_the_graph(graph: Path) -> None:
    """A merge that would go in a circle is refused with its line."""
    (graph / "decisions.yaml").write_text(
        "- {merge: kestral-motors, into: kestrel-motors}\n- {merge: tessel-labs, into: orvane}\n", "utf-8"
    )
    before = files(graph)
    done = kg("merge", "orvane", "tessel-labs", "-o", graph)
    assert "decisions.yaml:" in done.stderr
    assert "go in a circle" in done.stderr
    assert files(graph) == before


def test_a_build_with_a_faulty_file_changes_nothing(graph: Path, built: Path) -> None:
    """The line is named before anything is analysed."""
    (graph / "decisions.yaml").write_text("- {rename: orvane, to: Volt}\n- {merge: orvain\n", "utf-8")
    before = files(graph)
    done = kg("build", built.parent / "articles", "-o", graph, "--extractor", "frames")
    assert done.exit_code == 1
    assert "decisions.yaml:" in done.stderr
    assert files(graph) == before


def test_a_decision_that_no_longer_applies_is_reported(graph: Path) -> None:
    """It is named with its line, kept, and the rest is followed."""
    text = "- {rename: orvane, to: Volt}\n- {merge: bygone, into: orvane}\n"
    (graph / "decisions.yaml").write_text(text, "utf-8")
    done = kg("rename", "Ann Howe", "A. Howe", "-o", graph)
    assert done.exit_code == 1
    assert "decisions.yaml:2: there is no entity bygone now" in done.stderr
    assert [thing["label"] for thing in listed(graph, "Volt")] == ["Volt"]


@pytest.mark.parametrize("text", [None, "# ours\n"])
@pytest.mark.parametrize("error", [KgError("the disk refuses"), KeyError("x"), KeyboardInterrupt()])
def test_whatever_goes_wrong_leaves_the_file(
    text: str | None, error: BaseException, graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decision that could not be followed is not in the file, and where there was none there is none."""
    file = graph / "decisions.yaml"
    if text is not None:
        file.write_text(text, "utf-8")

    def fail(*_: object, **__: object) -> None:
        assert "orvane" in file.read_text("utf-8")
        raise error

    monkeypatch.setattr(decide, "rebuild", fail)
    with pytest.raises(type(error)):
        decide.decide(graph, {"rename": "orvane", "to": "Volt"}, progress=lambda _: None)
    assert (file.read_text("utf-8") if file.exists() else None) == text


@pytest.mark.parametrize(
    "arguments", [("rename", "orvane", "Volt", "-o"), ("entities", "--proposed", "--on")]
)
def test_a_file_in_another_encoding_is_told(arguments: tuple[str, ...], graph: Path) -> None:
    """An error of one line that names the file, which stays as it is."""
    file = graph / "decisions.yaml"
    file.write_bytes("- {rename: orvane, to: Vólt}".encode("latin-1"))
    done = kg(*arguments, graph if arguments[-1] == "-o" else graph / "store")
    assert done.exit_code == 1
    assert "decisions.yaml: is not in UTF-8" in done.stderr
    assert file.read_bytes().endswith(b"lt}")


def test_things_of_a_graph_of_another_program(tmp_path: Path) -> None:
    """Classes and things without names of their own are passed over; what has a name is listed."""
    file = tmp_path / "foreign.ttl"
    file.write_text(
        """@prefix ex: <https://other.example/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        ex:one a [ a owl:Class ; rdfs:label "a class" ] ; rdfs:label "One" .
        ex:two a ex:Thing , [ a owl:Restriction ] ; rdfs:label "Two" .
        [] a ex:Thing ; rdfs:label "Nobody" .""",
        "utf-8",
    )
    done = kg("entities", "--json", "--on", file)
    assert done.exit_code == 0, done.stderr
    assert [thing["label"] for thing in json.loads(done.stdout)] == ["Two"]

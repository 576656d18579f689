"""Options that narrow, widen or force what a command does, each tried through the command itself."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
import spacy

from kg.cli.terminal import MOST_FAILURES
from kg.cli.validation import MOST_SHOWN
from kg.model import KnowledgeBase, Statement
from kg.pipeline import REPORT
from kg.store import Store
from kg.versions import DEFAULT_MODEL, location_of
from tests.assemble import sample
from tests.command import kg

SAID = sample.STATEMENTS[0].evidence


def stored(path: Path, *more: Statement) -> Path:
    """A store of the sample with more statements."""
    kb = KnowledgeBase(sample.ENTITIES, (*sample.STATEMENTS, *more))
    with Store.open(path, read_only=False) as store:
        store.replace(sample.quads(kb))
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample."""
    return stored(tmp_path_factory.mktemp("options") / "store")


def exported(store: Path, *options: str) -> set[ox.Triple]:
    """The triples of a part of the graph."""
    done = kg("export", *options, "--format", "ntriples", "-o", "-", "--on", store)
    assert (done.exit_code, done.stderr) == (0, "")
    return {quad.triple for quad in ox.parse(done.stdout.encode(), ox.RdfFormat.N_TRIPLES)}


def claimed(triples: set[ox.Triple], predicate: str) -> set[str]:
    """The last parts of what stands behind a predicate."""
    return {
        triple.object.value.rpartition("#")[2].rpartition("/")[2]
        for triple in triples
        if triple.predicate.value.endswith(predicate) and isinstance(triple.object, ox.NamedNode | ox.Literal)
    }


class TestExport:
    """`kg export` of a part."""

    def test_depth(self, store: Path) -> None:
        """Each step further from the focus brings more and loses nothing, until all that hangs together is there."""
        parts = [exported(store, "--focus", "Porto", "--depth", str(depth), "--slim") for depth in range(4)]
        assert parts[0] < parts[1] < parts[2] == parts[3]
        named = [claimed(part, "rdf-schema#label") for part in parts]
        assert "Aurora Grid" in named[1]
        assert "Northwind Capital" not in named[1]
        assert "Northwind Capital" in named[2]

    def test_source(self, store: Path) -> None:
        """Of a publisher only its own articles' claims come, with the articles; of an unknown one nothing is written."""
        part = exported(store, "--source", "Harbor Wire")
        assert "investor" in claimed(part, "#predicate")
        assert "competitorOf" not in claimed(part, "#predicate")
        assert exported(store, "--source", "https://news.example.org/aurora-grid") == part

    def test_status(self, store: Path) -> None:
        """Only what has one of the statuses comes."""
        assert claimed(exported(store, "--status", "planned"), "ontology#status") == {"Planned"}
        both = exported(store, "--status", "planned", "--status", "negated")
        assert claimed(both, "ontology#status") == {"Planned", "Negated"}
        assert "mergedWith" in claimed(both, "#predicate")


class TestEntities:
    """`kg entities`."""

    def test_type(self, store: Path) -> None:
        """Things of the class and of the classes below it, and no others."""
        for class_, labels in (
            ("kg:City", {"Porto"}),
            ("kg:InvestmentFirm", {"Northwind Capital", "Tidewater Partners"}),
        ):
            found = json.loads(kg("entities", "--type", class_, "--json", "--on", store).stdout)
            assert {thing["label"] for thing in found} == labels
        found = json.loads(kg("entities", "--type", "kg:Organization", "--json", "--on", store).stdout)
        assert {"Northwind Capital", "Voltara", "Harbor Wire"} <= {thing["label"] for thing in found}
        assert "Porto" not in {thing["label"] for thing in found}

    def test_limit(self, store: Path) -> None:
        """No more than so many are listed, the first ones, and how many are left is told; 0 is all of them."""
        every = kg("entities", "--limit", "0", "--json", "--on", store)
        two = kg("entities", "--limit", "2", "--json", "--on", store)
        assert json.loads(two.stdout) == json.loads(every.stdout)[:2]
        left = len(json.loads(every.stdout)) - 2
        assert (
            kg("entities", "--limit", "2", "--on", store).stderr
            == f"… and {left} more (--limit 0 lists all)\n"
        )
        assert kg("entities", "--limit", "0", "--on", store).stderr == ""


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with more doubts of one kind than are shown."""
    firms = ("kg:Company", "kg:InvestmentFirm", "kg:MediaOrganization", "kg:StockExchange", "kg:Person")
    others = [e.id for e in sample.ENTITIES if e.type in firms and e.id != "aurora-grid"]
    assert len(others) > MOST_SHOWN
    said = [Statement("aurora-grid", "kg:locatedIn", other, SAID) for other in others]
    return stored(tmp_path_factory.mktemp("doubtful") / "store", *said)


class TestValidate:
    """`kg validate` of a graph with doubts: neither firms nor people are places."""

    def test_strict(self, doubtful: Path, store: Path) -> None:
        """Doubts fail only with --strict; what has neither errors nor doubts passes all the same."""
        assert kg("validate", "--on", doubtful).exit_code == 0
        done = kg("validate", "--strict", "--on", doubtful)
        assert done.exit_code == 1
        assert ": 0 errors, " in done.stderr
        assert kg("validate", "--strict", "--on", store).exit_code == 0

    def test_all(self, doubtful: Path) -> None:
        """--all names each one, where the first of each kind are shown otherwise, with the number of the rest."""
        some, every = (kg("validate", *more, "--on", doubtful).stdout for more in ((), ("--all",)))
        assert " more\n" in some
        assert " more\n" not in every
        assert len(every) > len(some)


def test_a_query_that_takes_too_long(store: Path) -> None:
    """--timeout ends it with one line and status 1; one that answers in time is not disturbed."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c != ?l) }"
    began = time.monotonic()
    done = kg("query", endless, "--timeout", "0.2", "--on", store)
    assert time.monotonic() - began < 10
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no answer in 0.2 seconds" in done.stderr
    assert kg("query", "relations", "--timeout", "30", "--on", store).exit_code == 0


class TestOntology:
    """`kg ontology --check`."""

    def test_the_examples_are_found(self) -> None:
        """Status 0, and how many examples were tried."""
        done = kg("ontology", "--check")
        assert (done.exit_code, done.stdout) == (0, "")
        assert done.stderr.endswith(" examples, 0 roles not found\n")

    @pytest.mark.filterwarnings(r"ignore:\[W108\]")  # what the pipeline lacks, it lacks on purpose
    def test_what_is_missed_is_named(self, tmp_path: Path) -> None:
        """With a pipeline that gives no parts of speech much is missed: each role with its example, and status 1."""
        spacy.load(location_of(DEFAULT_MODEL), exclude=["attribute_ruler"]).to_disk(tmp_path / "model")
        done = kg("ontology", "--check", "--model", tmp_path / "model")
        assert done.exit_code == 1
        assert "frame:acquire: kg:target “Kestrel Robotics” not found in: " in done.stdout
        assert f"{done.stdout.count(' not found in: ')} roles not found" in done.stderr


class TestFailures:
    """More articles that cannot be taken than a terminal likes."""

    @pytest.fixture
    def articles(self, tmp_path: Path) -> Path:
        """Empty files and a good one."""
        folder = tmp_path / "articles"
        folder.mkdir()
        for number in range(MOST_FAILURES + 5):
            (folder / f"empty-{number:02}.txt").touch()
        (folder / "good.txt").write_text("Acme Corp acquired Widget Inc. for $300 million in 2024.\n")
        return folder

    def test_of_a_build(self, articles: Path, tmp_path: Path) -> None:
        """The first are named, the rest are counted, and the file that names them all is told."""
        done = kg("build", articles, "--extractor", "frames", "-o", tmp_path / "graph")
        assert done.exit_code == 1
        *named, last = done.stderr.splitlines()
        assert len(named) == MOST_FAILURES
        report = tmp_path / "graph" / REPORT
        assert last == f"kg: and 5 more; see {report}"
        assert len(json.loads(report.read_text("utf-8"))["failures"]) == MOST_FAILURES + 5

    def test_of_an_extraction(self, articles: Path) -> None:
        """It writes no report, so that each one is named."""
        done = kg("extract", articles, "--extractor", "frames")
        assert done.exit_code == 1
        assert [line.partition(".txt")[0][-2:] for line in done.stderr.splitlines()] == [
            f"{number:02}" for number in range(MOST_FAILURES + 5)
        ]
        assert len(done.stdout.splitlines()) == 1

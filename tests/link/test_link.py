"""Asking reconciliation services: a real one on loopback, and such as misbehave."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.link import ask, links_of, proposals
from kg.link.answers import Answers
from kg.link.judgement import Candidate, Subject, verdict
from kg.link.service import Service, Settings
from kg.ontology import load
from tests.link.servers import (
    ITEMS,
    MANIFEST,
    ORGANIZATION,
    PERSON,
    Answer,
    Register,
    Scripted,
    answered,
    known,
    results,
)

ONTOLOGY = load()
ROWS = f"""id,name,type,description
Q1,Globex,{ORGANIZATION},maker of things
Q2,Globex Capital,{ORGANIZATION},investor
Q3,Jane Roe,{PERSON},manager
Q4,Jane Roe,{PERSON},painter
Q5,Initech Ventures,{ORGANIZATION},investor
Q6,Paris,Q515,city
"""
GLOBEX = Subject("globex", "Globex", "kg:Company")
JANE = Subject("jane-roe", "Jane Roe", "kg:Person")
INITECH = Subject("initech", "Initech", "kg:Organization")
PARIS = Subject("paris", "Paris", "kg:Company")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A real service with a few names."""
    with Register(tmp_path_factory.mktemp("register"), ROWS) as register:
        yield register


def run(folder: Path, settings: Settings, *subjects: Subject, at_least: float = 90) -> int:
    """Ask about what is missing, as kg link does; how many were asked about."""
    service = Service(settings, ONTOLOGY)
    with Answers.open(folder / "links.sqlite") as answers:
        answers.know(service, at_least)
        return ask(answers.missing(service, subjects), service, answers)


def sure(folder: Path) -> dict[str, str]:
    """The links that are taken for sure."""
    return {subject.id: link.iri for subject, link in links_of(folder).answered}


def open_(folder: Path) -> dict[str, list[str]]:
    """What is proposed."""
    return {p.subject.id: [c.iri for c in p.candidates] for p in proposals(folder)}


def quick(server: Scripted, **more: Any) -> Settings:
    """Settings under which nothing waits long."""
    return replace(Settings(server.url, retries=0, timeout=5), **more)


class TestRealService:
    """Datasette with datasette-reconcile, which speaks versions 0.1 and 0.2."""

    def test_what_is_sure_and_what_is_proposed(self, register: Register, tmp_path: Path) -> None:
        """A match of the service's is a link; what is only like, or of two equals, is proposed with all it says."""
        assert run(tmp_path, Settings(register.url), GLOBEX, JANE, INITECH, PARIS) == 4
        assert sure(tmp_path) == {"globex": ITEMS + "Q1"}
        assert open_(tmp_path) == {"jane-roe": [ITEMS + "Q3", ITEMS + "Q4"], "initech": [ITEMS + "Q5"]}
        jane = next(p for p in proposals(tmp_path) if p.subject == JANE)
        assert [c.description for c in jane.candidates] == ["manager", "painter"]
        assert jane.candidates[0].types == (PERSON,)
        ((_, link),) = links_of(tmp_path).answered
        assert link.score == Decimal(100)
        assert link.service == register.url
        assert link.reason == "Little Register knows “Globex” (score 100, a match by its own judgement)"

    def test_names_with_a_legal_form(self, register: Register, tmp_path: Path) -> None:
        """Who is not known by a name with its legal form is looked for without that."""
        run(
            tmp_path,
            Settings(register.url),
            replace(GLOBEX, name="Globex GmbH"),
            replace(JANE, name="Jane Doe Ltd"),
        )
        assert sure(tmp_path) == {"globex": ITEMS + "Q1"}

    def test_candidates_are_of_the_kind(self, register: Register, tmp_path: Path) -> None:
        """The service is asked for its type of the class, by the ontology's alignment or as it is told."""
        run(tmp_path, Settings(register.url), PARIS)
        assert open_(tmp_path) == {}
        run(tmp_path, Settings(register.url, hints={"kg:Organization": "Q515"}), PARIS)
        assert sure(tmp_path) == {"paris": ITEMS + "Q6"}
        run(tmp_path, Settings(register.url, hints={"kg:Organization": ""}), PARIS)
        assert sure(tmp_path) == {"paris": ITEMS + "Q6"}

    def test_the_threshold(self, register: Register, tmp_path: Path) -> None:
        """A lower threshold makes links of proposals, a higher one proposals of links; nobody is asked again."""
        assert run(tmp_path, Settings(register.url), GLOBEX, INITECH) == 2
        assert run(tmp_path, Settings(register.url), GLOBEX, INITECH, at_least=50) == 0
        assert sure(tmp_path) == {"globex": ITEMS + "Q1", "initech": ITEMS + "Q5"}
        assert run(tmp_path, Settings(register.url), GLOBEX, INITECH, at_least=101) == 0
        assert sure(tmp_path) == {}

    def test_nothing_is_asked_twice(self, register: Register, tmp_path: Path) -> None:
        """What was answered is not asked again, but if it is called otherwise now, or everything is to be asked."""
        assert run(tmp_path, Settings(register.url), GLOBEX, JANE) == 2
        assert run(tmp_path, Settings(register.url), GLOBEX, JANE, INITECH) == 1
        assert run(tmp_path, Settings(register.url), replace(GLOBEX, name="Globex Capital"), JANE) == 1
        assert sure(tmp_path) == {"globex": ITEMS + "Q2"}
        service = Service(Settings(register.url), ONTOLOGY)
        with Answers.open(tmp_path / "links.sqlite") as answers:
            answers.outdate(service)
            assert sure(tmp_path) == {"globex": ITEMS + "Q2"}  # until there is a new answer
            assert answers.missing(service, [GLOBEX, JANE]) == (GLOBEX, JANE)

    def test_addresses(self, tmp_path: Path) -> None:
        """Where the space of ids is no beginning of an address, the view makes it; or who asks says how."""
        with Register(tmp_path, ROWS, {"identifierSpace": "http://register.example/ids"}) as register:
            run(tmp_path, Settings(register.url), GLOBEX)
            assert sure(tmp_path) == {"globex": "https://register.example/show/Q1"}
            run(tmp_path, Settings(register.url, template="https://x.example/{id}.html"), GLOBEX)
            assert sure(tmp_path) == {"globex": "https://x.example/Q1.html"}

    def test_a_service_that_dies_and_comes_back(self, tmp_path: Path) -> None:
        """What was answered before the service died is kept; asked again, only the rest is asked."""
        rows = ROWS + "".join(f"Q{n},Company {n:03},{ORGANIZATION},x\n" for n in range(100, 160))
        subjects = [Subject(f"c-{n}", f"Company {n:03}", "kg:Company") for n in range(100, 160)]
        register = Register(tmp_path, rows)
        settings = Settings(register.url, batch=5, parallel=1, retries=0, timeout=5)
        with Answers.open(tmp_path / "links.sqlite") as answers:
            with register:
                service = Service(settings, ONTOLOGY)
                answers.know(service, 90)
                counts = itertools.count()

                def stop(_: str) -> None:
                    if next(counts) == 2:
                        register.__exit__()

                with pytest.raises(
                    KgError, match="of 60 things are not asked about yet; run it again"
                ) as error:
                    ask(subjects, service, answers, progress=stop)
                assert error.value.where == register.url
            left = answers.missing(service, subjects)
            assert 0 < len(left) < 60
            assert len(sure(tmp_path)) == 60 - len(left)
            with register:
                assert ask(left, service, answers) == len(left)
        assert sure(tmp_path) == {f"c-{n}": f"{ITEMS}Q{n}" for n in range(100, 160)}


class TestRequests:
    """How a service is asked."""

    def test_batches_hints_and_limits(self, tmp_path: Path) -> None:
        """As many things in a request as were said, no more than the manifest allows; type and limit are sent."""

        def answer(queries: dict[str, Any] | None, _: int) -> Answer:
            return answered({**MANIFEST, "batchSize": 4}) if queries is None else results(queries, known)

        with Scripted(answer) as server:
            subjects = [Subject(f"s{n}", f"Name {n}", "kg:Person") for n in range(1, 11)]
            assert run(tmp_path, quick(server, batch=100, limit=3), *subjects) == 10
            sizes = [len(queries) for queries in server.asked if queries]
            assert sorted(sizes) == [2, 4, 4]
            query = next(queries for queries in server.asked if queries)["q0"]
            assert (query["type"], query["limit"]) == (PERSON, 3)
            assert sorted(server.names) == sorted(s.name for s in subjects)

    def test_ten_thousand(self, tmp_path: Path) -> None:
        """Ten thousand things are asked about in batches, a few at a time, each once."""

        def answer(queries: dict[str, Any] | None, _: int) -> Answer:
            return answered(MANIFEST) if queries is None else results(queries, known)

        subjects = [Subject(f"s{n}", f"Name {n}", "kg:Company") for n in range(10_000)]
        with Scripted(answer) as server:
            assert run(tmp_path, quick(server, batch=100, parallel=3), *subjects) == 10_000
            assert len(server.asked) == 1 + 100
            assert len(set(server.names)) == len(server.names) == 10_000
            assert server.most_at_a_time <= 3
            assert run(tmp_path, quick(server, batch=100), *subjects) == 0
        assert len(sure(tmp_path)) == 10_000

    def test_tries_again(self, tmp_path: Path) -> None:
        """After 429, 503 and a connection that breaks the request is made again, and waits as long as it is told."""
        began = time.monotonic()

        def answer(queries: dict[str, Any] | None, number: int) -> Answer:
            if queries is None:
                return answered(MANIFEST)
            if number < 3:
                return answered({}, [429, 503][number - 1], {"Retry-After": "1"} if number == 1 else {})
            if number == 3:
                return 200, {"Content-Length": "1000"}, b"{"  # and then nothing more
            return results(queries, known)

        with Scripted(answer) as server:
            with pytest.raises(KgError, match="cannot be asked"):
                run(
                    tmp_path, quick(server, retries=3), GLOBEX
                )  # an answer that ends too soon is not asked for again
            assert len(server.asked) == 4
            assert time.monotonic() - began >= 1
            assert run(tmp_path, quick(server, retries=3), GLOBEX) == 1

    def test_a_token(self, tmp_path: Path) -> None:
        """The token goes into the header, and into nothing that is shown."""
        with Scripted(
            lambda queries, _: answered(MANIFEST) if queries is None else answered({}, 401)
        ) as server:
            settings = quick(server, token="s3cret")  # noqa: S106  a test's
            with pytest.raises(KgError) as error:
                run(tmp_path, settings, GLOBEX)
            assert {headers.get("Authorization") for headers in server.headers} == {"Bearer s3cret"}
            assert "s3cret" not in f"{error.value} {settings}"

    def test_a_manifest_that_has_moved(self, tmp_path: Path) -> None:
        """Where the address leads elsewhere, the forms are sent there, with their content."""
        with (
            Scripted(lambda q, _: answered(MANIFEST) if q is None else results(q, known)) as there,
            Scripted(lambda *_: (302, {"Location": there.url}, b"")) as here,
        ):
            assert run(tmp_path, quick(here), GLOBEX) == 1
            assert here.asked == [None]
        assert links_of(tmp_path).answered[0][1].service == here.url


BAD_MANIFESTS = {
    "no JSON": (b"<html>hello</html>", "its answer is no JSON: '<html>hello</html>'"),
    "a list": (b"[1, 2]", "no JSON object"),
    "another thing": (b'{"hello": 1}', "answered no manifest of a reconciliation service"),
    "a later version": (b'{"versions": ["1.0-draft"], "name": "x"}', "speaks versions 1.0-draft of the API"),
    "no way to addresses": (
        b'{"versions": ["0.2"], "name": "x", "identifierSpace": "urn:x"}',
        "say so with --iri",
    ),
    "a view without an id": (
        b'{"versions": ["0.2"], "view": {"url": "https://x.example/"}}',
        "say so with --iri",
    ),
}
BAD_ANSWERS = {
    "no JSON": (b"\xff\xfe", "no JSON"),
    "empty": (b"", "no JSON"),
    "a list": (b"[]", "no JSON object"),
    "no result": (b"{}", "has no result for q0"),
    "an error": (b'{"status": "error", "message": "busy"}', "busy"),
    "result is no list": (b'{"q0": {"result": 1}}', "has no result for q0"),
    "a candidate without id": (b'{"q0": {"result": [{"name": "x"}]}}', "without an id"),
    "a candidate that is none": (b'{"q0": {"result": [null]}}', "without an id"),
}


class TestMisbehaviour:
    """Services that fail: clear errors that name the service, and nothing lost."""

    @pytest.mark.parametrize("kind", BAD_MANIFESTS)
    def test_manifests(self, kind: str) -> None:
        """What is no manifest, or one that kg can do nothing with, is refused with the reason."""
        body, message = BAD_MANIFESTS[kind]
        with Scripted(lambda *_: (200, {}, body)) as server, pytest.raises(KgError, match=message) as error:
            Service(quick(server), ONTOLOGY)
        assert error.value.where == server.url

    @pytest.mark.parametrize("kind", BAD_ANSWERS)
    def test_answers(self, tmp_path: Path, kind: str) -> None:
        """What is no answer to the question is an error with an excerpt; it is asked again the next time."""
        body, message = BAD_ANSWERS[kind]
        with Scripted(lambda q, _: answered(MANIFEST) if q is None else (200, {}, body)) as server:
            with pytest.raises(KgError, match=message):
                run(tmp_path, quick(server), GLOBEX)
            with pytest.raises(KgError, match=message):
                run(tmp_path, quick(server), GLOBEX)
        assert (sure(tmp_path), open_(tmp_path)) == ({}, {})

    @pytest.mark.parametrize("status", [400, 401, 404, 413, 500, 503])
    def test_refusals(self, tmp_path: Path, status: int) -> None:
        """A status that is an error is told, and after three in a row no more is asked."""
        subjects = [Subject(f"s{n}", f"Name {n}", "kg:Person") for n in range(50)]
        with Scripted(lambda q, _: answered(MANIFEST) if q is None else answered({}, status)) as server:
            with pytest.raises(KgError, match=f"answered {status} .*50 of 50 things are not asked about yet"):
                run(tmp_path, quick(server, batch=1), *subjects)
            assert len(server.asked) < 15

    def test_one_bad_name(self, tmp_path: Path) -> None:
        """A name that the service chokes on keeps its request from being answered and no other."""

        def answer(queries: dict[str, Any] | None, _: int) -> Answer:
            if queries is None:
                return answered(MANIFEST)
            poisoned = any(query["query"] == "Name 7" for query in queries.values())
            return answered({}, 500) if poisoned else results(queries, known)

        subjects = [Subject(f"s{n}", f"Name {n}", "kg:Person") for n in range(20)]
        with Scripted(answer) as server:
            with pytest.raises(KgError, match="5 of 20 things are not asked about yet"):
                run(tmp_path, quick(server, batch=5), *subjects)
            assert len(sure(tmp_path)) == 15
            with pytest.raises(KgError, match=r"1 of 5 things .*--batch 1"):
                run(tmp_path, quick(server, batch=1), *subjects)
        assert len(sure(tmp_path)) == 19

    def test_too_slow(self, tmp_path: Path) -> None:
        """Who does not answer in time is given up."""

        def answer(queries: dict[str, Any] | None, _: int) -> Answer:
            if queries is not None:
                time.sleep(1)
            return answered(MANIFEST)

        with Scripted(answer) as server, pytest.raises(KgError, match=r"no answer within 0\.3 seconds"):
            run(tmp_path, quick(server, timeout=0.3), GLOBEX)

    def test_nobody_there(self) -> None:
        """An address where nobody listens, or that is none, is an error that names it."""
        with pytest.raises(KgError, match="refused"):
            Service(Settings("http://127.0.0.1:9/x", retries=0), ONTOLOGY)
        for url in ("ftp://x.example/", "x.example", "", "http://", "http://[::1"):
            with pytest.raises(KgError, match="is no http or https address"):
                Service(Settings(url), ONTOLOGY)
        with pytest.raises(KgError, match="leave name and password out of the address"):
            Service(Settings("http://me:secret@127.0.0.1/x"), ONTOLOGY)

    def test_odd_candidates(self, tmp_path: Path) -> None:
        """Ids that are numbers or addresses, scores that are none, types as words: taken for what they can be."""
        found: list[dict[str, object]] = [
            {"id": 12, "name": None, "score": None, "match": "yes", "type": ["company"]},
            {"id": "https://other.example/a b", "name": "X", "score": "high", "type": "thing"},
            {"id": "ü/1", "name": "Y", "score": 91.5, "type": [{"id": "T"}, 3]},
            {"id": "z", "name": "Z", "score": 10**400},
            {"id": "zz", "name": "Z", "score": float("nan")},
        ]
        with Scripted(
            lambda q, _: answered(MANIFEST) if q is None else results(q, lambda _: found)
        ) as server:
            run(tmp_path, quick(server), GLOBEX)
        ((_, link),) = links_of(tmp_path).answered
        assert (link.iri, link.score) == (f"{ITEMS}%C3%BC/1", Decimal("91.5"))
        run_again = [c for answer, _, _ in _all(tmp_path) for c in answer.candidates]
        assert [(c.iri, c.name, c.match, c.types) for c in run_again] == [
            (f"{ITEMS}%C3%BC/1", "Y", False, ("T",)),
            (f"{ITEMS}12", "12", False, ("company",)),
            (f"{ITEMS}z", "Z", False, ()),
            (f"{ITEMS}zz", "Z", False, ()),
            ("https://other.example/a%20b", "X", False, ("thing",)),
        ]

    @pytest.mark.parametrize("name", ["x" * 10_000, "…", "\u202eevil", "a&b=c", "日本", '"', "\\", "\x00"])
    def test_odd_names(self, register: Register, tmp_path: Path, name: str) -> None:
        """A name of 10,000 characters, of punctuation, from right to left: the service is asked, nothing breaks."""
        assert run(tmp_path, Settings(register.url, retries=0), Subject("odd", name, "kg:Person"), JANE) == 2
        assert sure(tmp_path) == {}

    def test_a_file_that_is_no_cache(self, tmp_path: Path) -> None:
        """A damaged links.sqlite is an error that names it and says what to do."""
        (tmp_path / "links.sqlite").write_text("this is no database, and is long enough to be none", "utf-8")
        with pytest.raises(KgError, match="remove it and ask the services again") as error:
            links_of(tmp_path)
        assert error.value.where.endswith("links.sqlite")


def _all(folder: Path) -> list[Any]:
    with Answers.open(folder / "links.sqlite") as answers:
        return list(answers.all())


def candidate(score: float, *, match: bool = False, name: str = "x") -> Candidate:
    """A candidate with a score."""
    return Candidate(f"https://x.example/{name}", name, Decimal(str(score)), match)


@pytest.mark.parametrize(
    ("candidates", "chosen"),
    [
        ([], None),
        ([candidate(100)], 0),
        ([candidate(89.9, match=True)], None),
        ([candidate(95), candidate(80)], 0),
        ([candidate(95), candidate(90)], None),
        ([candidate(90, name="b"), candidate(95, match=True)], 1),
        ([candidate(95, match=True), candidate(95, match=True, name="y")], None),
        ([candidate(95), candidate(95, match=True, name="y")], 1),
        ([candidate(100, match=True), candidate(50, match=True, name="y")], 0),
        ([candidate(1000), candidate(950)], None),
    ],
)
def test_verdicts(candidates: list[Candidate], chosen: int | None) -> None:
    """A candidate is sure if its score is high enough and it alone is a match, or it leads by a tenth."""
    found, why = verdict(candidates, 90)
    assert found == (None if chosen is None else candidates[chosen])
    assert bool(why) == (chosen is not None)


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans(), st.sampled_from("abcde"))), st.integers(0, 100))
def test_a_verdict_depends_on_no_order(rows: list[tuple[int, bool, str]], at_least: int) -> None:
    """The verdict is the same in any order of candidates, and never on one below the threshold."""
    candidates = [candidate(score, match=match, name=name) for score, match, name in rows]
    found, _ = verdict(candidates, at_least)
    assert verdict(list(reversed(candidates)), at_least)[0] == found
    assert found is None or found.score >= at_least


def test_json_of_a_query_is_stable() -> None:
    """The same question is written in the same way, whatever was asked before."""
    with Scripted(lambda *_: answered(MANIFEST)) as server:
        service = Service(quick(server), ONTOLOGY)
        assert json.dumps(service.query(GLOBEX)) == '{"query": "Globex", "limit": 5, "type": "Q43229"}'

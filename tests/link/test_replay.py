"""What services answered and people decided, in every graph that is built afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.link import Links
from kg.link.decisions import Decisions, decide, parse, read
from kg.link.judgement import Subject
from kg.link.replay import BY_HAND, gone, replay
from kg.model import Entity, KnowledgeBase, Link, MentionKind
from kg.ontology import load

ONTOLOGY = load()
SERVICE, OTHER = "https://register.example/api", "https://other.example/api"
ONE, TWO, THREE = (f"https://x.example/{n}" for n in (1, 2, 3))
ACME = Subject("acme", "Acme", "kg:Company")


def thing(id_: str = "acme", type_: str = "kg:Company", **more: tuple[object, ...]) -> Entity:
    """A named thing."""
    return Entity(id_, type_, id_.title(), MentionKind.NAME, **more)  # type: ignore[arg-type]


def answer(subject: Subject = ACME, iri: str = ONE, service: str = SERVICE) -> tuple[Subject, Link]:
    """A sure answer of a service."""
    return subject, Link(iri, "it knows", service, Decimal(100))


def iris(
    entities: Sequence[Entity], answered: Sequence[tuple[Subject, Link]], decided: str = ""
) -> list[list[str]]:
    """What each entity is linked to."""
    links = Links(tuple(answered), parse(decided))
    kb = replay(KnowledgeBase(tuple(entities), ()), links, ONTOLOGY).knowledge_base
    return [[link.iri for link in entity.links] for entity in kb.entities]


def accept(iri: str, id_: str = "acme", kind: str = "accept") -> str:
    """An entry of the file."""
    return f"- {kind}: {iri}\n  entity: {id_}\n"


class TestReplay:
    """Links on the things of a knowledge base."""

    def test_a_service_s_link(self) -> None:
        """The thing that was asked about is linked, by its id or by one that it had before, and no other."""
        assert iris([thing(), thing("other")], [answer()]) == [[ONE], []]
        assert iris([thing("acme-corp", former=("acme",))], [answer()]) == [[ONE]]
        assert iris([], [answer()]) == []

    def test_another_kind_of_thing(self) -> None:
        """A thing that is of another kind than the one that was asked about is not linked; a narrower class is fine."""
        assert iris([thing(type_="kg:Person")], [answer()]) == [[]]
        assert iris([thing(type_="kg:Bank")], [answer()]) == [[ONE]]

    def test_services_that_say_two_things(self) -> None:
        """If a service knows as two what is one here, neither counts; two services may each have theirs."""
        former = Subject("acme-old", "Acme", "kg:Company")
        merged = thing(former=("acme-old",))
        assert iris([merged], [answer(), answer(former, TWO)]) == [[]]
        assert iris([merged], [answer(), answer(former, ONE)]) == [[ONE]]
        assert iris([merged], [answer(), answer(former, TWO, OTHER)]) == [[ONE, TWO]]

    def test_people_come_first(self) -> None:
        """What a person accepted takes the place of answers; what a person rejected goes, wherever it is from."""
        assert iris([thing()], [answer()], accept(TWO)) == [[TWO]]
        assert iris([thing()], [answer()], accept(ONE, kind="reject")) == [[]]
        offline = thing(links=(Link(THREE, "the only one"),))
        assert iris([offline], [answer()], accept(TWO)) == [[THREE, TWO]]
        assert iris([offline], [answer()], accept(THREE, kind="reject")) == [[ONE]]
        assert iris([thing()], [], accept(ONE) + accept(TWO)) == [[ONE, TWO]]
        renamed = thing("acme-corp", former=("acme",))
        assert iris([renamed], [answer()], accept(ONE, kind="reject")) == [[]]

    def test_one_link_one_reason(self) -> None:
        """An IRI that several give is there once, with the first reason."""
        links = Links((answer(),), parse(accept(ONE)))
        kb = replay(KnowledgeBase((thing(),), ()), links, ONTOLOGY).knowledge_base
        assert kb.entities[0].links == (Link(ONE, BY_HAND),)

    def test_what_has_gone_waits(self) -> None:
        """A decision about a thing that is not there is told with its line; an answer about one is listed."""
        links = Links((answer(),), parse(accept(ONE, "nobody") + accept(TWO, "acme", "reject"), "links.yaml"))
        told = replay(KnowledgeBase((), ()), links, ONTOLOGY).unfollowed
        assert [(f.where, f.fatal) for f in told] == [("links.yaml:1", False), ("links.yaml:3", False)]
        assert "nobody" in told[0].message
        assert ONE in told[0].message
        assert list(gone(links, {})) == [("acme", ONE)]
        assert list(gone(links, {"acme": "acme"})) == []


BAD_FILES = {
    "no YAML": ("- accept: [", "links.yaml:1"),
    "no list": ("accept: x", "links.yaml:1"),
    "no entry": (f"{accept(ONE)}- text\n", "links.yaml:3"),
    "two decisions": (f"- accept: {ONE}\n  reject: {ONE}\n  entity: acme\n", "links.yaml:1"),
    "an unknown field": (f"{accept(ONE)}- accept: {ONE}\n  entity: acme\n  why: so\n", "links.yaml:3"),
    "no entity": (f"- accept: {ONE}\n", "links.yaml:1"),
    "a blank entity": (f"- accept: {ONE}\n  entity: ''\n", "links.yaml:1"),
    "an entity that is a list": (f"- accept: {ONE}\n  entity: [a]\n", "links.yaml:1"),
    "no address": ("# a comment\n\n- accept: Q55\n  entity: acme\n", "links.yaml:3"),
    "an address with a space": ("- accept: 'https://x.example/a b'\n  entity: acme\n", "links.yaml:1"),
    "a script": ("- accept: javascript:alert(1)\n  entity: acme\n", "links.yaml:1"),
}


class TestDecisions:
    """links.yaml."""

    @pytest.mark.parametrize("kind", BAD_FILES)
    def test_bad_files(self, tmp_path: Path, kind: str) -> None:
        """What is not in order is an error with the line; then nothing is added either."""
        text, where = BAD_FILES[kind]
        file = tmp_path / "links.yaml"
        file.write_text(text, "utf-8")
        with pytest.raises(KgError) as error:
            read(file)
        assert error.value.where.endswith(where)
        with pytest.raises(KgError):
            decide(file, "accept", "acme", ONE)
        assert file.read_text("utf-8") == text

    def test_the_later_decision_holds(self) -> None:
        """Of two decisions about one thing and address the later one counts."""
        assert parse(accept(ONE) + accept(ONE, kind="reject")) == Decisions({}, {("acme", ONE): 3})
        assert parse(accept(ONE, kind="reject") + accept(ONE)) == Decisions({("acme", ONE): 3}, {})

    def test_what_people_wrote_stays(self, tmp_path: Path) -> None:
        """A decision is added behind comments and entries, which stay as they are."""
        file = tmp_path / "links.yaml"
        assert read(file) == Decisions(where=str(file))
        before = f"# ours\n{accept(ONE)}   # sure\n"
        file.write_text(before, "utf-8")
        decide(file, "reject", "1e5", TWO)
        assert file.read_text("utf-8").startswith(before.rstrip())
        assert set(read(file).rejected) == {("1e5", TWO)}
        for bad in ("no address", "ftp://x.example/", ""):
            with pytest.raises(KgError, match="is no http or https address"):
                decide(file, "accept", "acme", bad)

    def test_a_file_that_cannot_be_read(self, tmp_path: Path) -> None:
        """A folder, or bytes that are no UTF-8, are errors that name the file."""
        (tmp_path / "links.yaml").mkdir()
        with pytest.raises(KgError, match="cannot be read"):
            read(tmp_path / "links.yaml")
        (tmp_path / "other.yaml").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(KgError, match="is not in UTF-8"):
            read(tmp_path / "other.yaml")

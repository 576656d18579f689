"""The frame engine on sentences written for it: grammar undone, status and speaker read, events gathered."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.analyse import analyse
from kg.extract import extractor
from kg.model import Amount, Document, Extraction, MentionKind, PartialDate, Status, checked
from kg.ontology import load

PUBLISHED = datetime.date(2026, 2, 11)


def extraction(text: str) -> Extraction:
    """What the frames find in a text published on 11 February 2026."""
    document = Document("test", "urn:test", "", text, PUBLISHED)
    ontology = load()
    extract = extractor("frames", ontology)
    return next(extract([analysis])[0] for analysis in analyse([document], ontology))


def said(text: str) -> set[tuple[str, str, str]]:
    """(subject, predicate, object) in the words of the text; a coreferent mention by its first name."""
    found = extraction(text)
    names = {
        mention: next((m.text for m in cluster if m.kind is MentionKind.NAME), cluster[0].text)
        for cluster in found.clusters
        for mention in cluster
    }
    return {
        (names.get(a.subject, a.subject.text), a.predicate, names.get(a.object, a.object.text))
        for a in found.assertions
    }


def test_what_is_said_of_a_description_is_said_of_the_name() -> None:
    """In "Acme is a firm based in Paris" it is Acme that is based there; the firm is no mention of its own."""
    found = extraction("Nordbank is a lender based in Oslo.")
    assert [(a.subject.text, a.object.text) for a in found.assertions] == [("Nordbank", "Oslo")]
    assert "lender" not in {m.head for m in found.mentions}


def test_nothing_is_said_of_a_we_that_is_not_told() -> None:
    """Who "we" are may be a firm or everybody; "I" is one person, if without a name."""
    assert "We" not in {subject for subject, _, _ in said("We are based in Oslo.")}
    assert ("I", "kg:bornIn", "Oslo") in said("I was born in Oslo.")


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("Kestrel Robotics signed a letter of intent with Helio Grid in May.", 2),
        ("Kestrel Robotics signed a letter of intent to buy Helio Grid in May.", 0),
        ("The sensor, which Kestrel Robotics developed in May, is cheap.", 0),
        ("In May, Kestrel Robotics struck a deal worth $6 million to rent computers.", 0),
    ],
)
def test_nobody_is_a_partner_alone(text: str, partners: int) -> None:
    """Who signs, develops or strikes a deal works with somebody only where it is told with whom."""
    assert len({o for _, p, o in said(text) if p == "kg:partner"}) == partners


def test_what_stands_before_the_article_says_nothing_of_the_noun() -> None:
    """The place that a report is from is not where the company is that it begins with."""
    article = (Path(__file__).parent.parent / "articles" / "lyten-northvolt.txt").read_text("utf-8")
    assert "STOCKHOLM - The Californian startup Lyten" in article
    assert ("Lyten", "kg:basedIn", "STOCKHOLM") not in said(article)


def test_an_amount_is_of_what_it_stands_with() -> None:
    """The sum of a valuation is no sum of the round that is told in the same clause."""
    text = (
        "Nordlys is raising money in a Series L round led by Index Ventures, at a valuation of $134 billion."
    )
    roles = {p for s, p, o in said(text) if o == "$134 billion"}
    assert roles == {"kg:valuation"}


@pytest.mark.parametrize(
    "text",
    [
        "Nordlys runs well. Its shares begin trading in Oslo on Wednesday.",
        "Nordlys operates a data center in Oslo.",
    ],
)
def test_what_begins_or_is_operated_may_be_old(text: str) -> None:
    """Who operates a site has not built it; trading begins long after the company did."""
    assert not {p for _, p, _ in said(text)} & {"kg:foundedOn", "kg:builds", "kg:developer"}


def test_a_foundation_that_is_laid_is_no_founding() -> None:
    """Nor is it taken for the founding that the text tells of."""
    found = extraction(
        "Ana Ruiz launched Nordlys in 2023. Nordlys has been building its commercial foundation."
    )
    assert {m.text for m in found.mentions if m.kind is MentionKind.EVENT} == {"launched"}


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Google acquired Fitbit.", ("Google", "kg:acquired", "Fitbit")),
        ("Fitbit was acquired by Google.", ("Google", "kg:acquired", "Fitbit")),
        ("Fitbit, acquired by Google in 2021, makes watches.", ("Google", "kg:acquired", "Fitbit")),
        ("Google, which acquired Fitbit, is based in California.", ("Google", "kg:acquired", "Fitbit")),
        ("Fitbit, which Google acquired, makes watches.", ("Google", "kg:acquired", "Fitbit")),
        ("Google agreed to acquire Fitbit.", ("Google", "kg:acquired", "Fitbit")),
        ("Google is set to acquire Fitbit.", ("Google", "kg:acquired", "Fitbit")),
        ("The acquisition of Fitbit by Google was approved.", ("Google", "kg:acquired", "Fitbit")),
        ("Google's acquisition of Fitbit was approved.", ("Google", "kg:acquired", "Fitbit")),
        ("Google acquired Fitbit and Mandiant.", ("Google", "kg:acquired", "Mandiant")),
        ("Google sued Oracle and acquired Fitbit.", ("Google", "kg:acquired", "Fitbit")),
        (
            "Sundar Pichai is the chief executive of Google.",
            ("Sundar Pichai", "kg:chiefExecutiveOf", "Google"),
        ),
        ("Google CEO Sundar Pichai spoke.", ("Sundar Pichai", "kg:chiefExecutiveOf", "Google")),
        ("Sundar Pichai, CEO of Google, spoke.", ("Sundar Pichai", "kg:chiefExecutiveOf", "Google")),
        (
            "Google's chief executive, Sundar Pichai, spoke.",
            ("Sundar Pichai", "kg:chiefExecutiveOf", "Google"),
        ),
        ("Fitbit was co-founded by James Park.", ("Fitbit", "kg:foundedBy", "James Park")),
        ("James Park, who co-founded Fitbit, spoke.", ("Fitbit", "kg:foundedBy", "James Park")),
        ("Instagram is a subsidiary of Meta.", ("Instagram", "kg:subsidiaryOf", "Meta")),
        ("Meta's subsidiary Instagram grew.", ("Instagram", "kg:subsidiaryOf", "Meta")),
        ("Investors in Anthropic include Google and Amazon.", ("Amazon", "kg:investsIn", "Anthropic")),
        (
            "Anthropic competes with rivals such as OpenAI and Cohere.",
            ("Anthropic", "kg:competitorOf", "Cohere"),
        ),
    ],
)
def test_grammar_is_undone(text: str, triple: tuple[str, str, str]) -> None:
    """One fact comes out of every grammatical form that says it."""
    assert triple in said(text)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Google acquired Fitbit.", Status.ASSERTED),
        ("Google will acquire Fitbit.", Status.PLANNED),
        ("Google plans to acquire Fitbit.", Status.PLANNED),
        ("Google agreed to acquire Fitbit.", Status.PLANNED),
        ("Google may acquire Fitbit.", Status.POSSIBLE),
        ("Google is considering acquiring Fitbit.", Status.POSSIBLE),
        ("Google is in talks to acquire Fitbit.", Status.POSSIBLE),
        ("Google did not acquire Fitbit.", Status.NEGATED),
        ("Google denied that it had acquired Fitbit.", Status.NEGATED),
        ("Google turned down advice to acquire Fitbit.", Status.NEGATED),
        ("Fitbit is to be acquired by Google.", Status.PLANNED),
        ("Imagine that Google acquired Fitbit.", Status.POSSIBLE),
        ("The acquisition of Fitbit by Google is unlikely.", Status.POSSIBLE),
        ("The acquisition of Fitbit by Google was unsuccessful.", Status.NEGATED),
        ("Oracle reportedly said that Google acquired Fitbit.", Status.POSSIBLE),
        ("Oracle falsely claimed that Google acquired Fitbit.", Status.NEGATED),
        ("The claim that Google acquired Fitbit is false.", Status.NEGATED),
        ("It is a myth that Google acquired Fitbit.", Status.NEGATED),
        ("The firm that acquired Fitbit is Google, which is unlikely to stop.", Status.ASSERTED),
        ("Google is about to acquire Fitbit.", Status.PLANNED),
        ("Will Google acquire Fitbit?", Status.POSSIBLE),
        ("If the talks succeed, Google would acquire Fitbit.", Status.POSSIBLE),
        ("Had Google acquired Fitbit, it would have paid more.", Status.POSSIBLE),
        ("Google is believed to have acquired Fitbit.", Status.POSSIBLE),
        ("Google is reported to have acquired Fitbit.", Status.POSSIBLE),
        ("It is unclear whether Google acquired Fitbit.", Status.POSSIBLE),
        ("Neither Google nor Oracle acquired Fitbit.", Status.NEGATED),
        ("Google has yet to acquire Fitbit.", Status.NEGATED),
        ("Google grew without acquiring Fitbit.", Status.NEGATED),
        ("Google built phones instead of acquiring Fitbit.", Status.NEGATED),
        ("Google walked away from acquiring Fitbit.", Status.NEGATED),
        ("Fitbit terminated its agreement to be acquired by Google.", Status.NEGATED),
        ("Google has rejected claims that it is about to acquire Fitbit.", Status.NEGATED),
        ("The phones will be made by Fitbit, acquired by Google in 2021.", Status.ASSERTED),
        ("The regulator did not refer Google's purchase of Fitbit to the court.", Status.ASSERTED),
        ("Oracle did not comment on the acquisition of Fitbit by Google.", Status.ASSERTED),
        ("Google has not completed the acquisition of Fitbit.", Status.NEGATED),
        ("Google did not make the acquisition of Fitbit.", Status.NEGATED),
    ],
)
def test_status_is_read_from_the_words_around(text: str, status: Status) -> None:
    """What is planned, possible or denied is never taken for a fact."""
    found = [a.evidence.status for a in extraction(text).assertions if a.predicate == "kg:acquired"]
    assert found
    assert set(found) == {status}


def test_what_no_longer_holds_is_negated() -> None:
    """A relation that ended is not one that holds."""
    found = extraction("Fitbit is no longer a subsidiary of Google.").assertions
    assert {a.evidence.status for a in found if a.predicate == "kg:subsidiaryOf"} == {Status.NEGATED}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("According to Reuters, Google acquired Fitbit.", "Reuters"),
        ("Google acquired Fitbit, according to the Financial Times.", "Financial Times"),
        ('"We like phones," said Sundar Pichai. "Google acquired Fitbit."', "Sundar Pichai"),
        ("Google acquired Fitbit, the ministry announced Friday.", "the ministry"),
        ("It was reported by Bloomberg that Google acquired Fitbit.", "Bloomberg"),
        ("Sundar Pichai was glad. He said that Google had acquired Fitbit.", "Sundar Pichai"),
        ("Sundar Pichai denied a report that Google had acquired Fitbit.", "Sundar Pichai"),
        ("Google, which acquired Fitbit, is growing, said Sundar Pichai.", None),
        ("Sundar Pichai said that Google had acquired Fitbit.", "Sundar Pichai"),
        (
            "People familiar with the matter told Reuters that Google acquired Fitbit.",
            "People familiar with the matter",
        ),
        ("Google acquired Fitbit.", None),
    ],
)
def test_speaker_is_named(text: str, speaker: str | None) -> None:
    """An assertion says who the article says said it."""
    found = [a.evidence.attribution for a in extraction(text).assertions if a.predicate == "kg:acquired"]
    assert [attribution.text if attribution else None for attribution in found] == [speaker]


def test_roles_of_one_round_are_gathered_across_sentences() -> None:
    """Amount, valuation, lead investor and date of one round end up on one event."""
    found = extraction(
        "The startup Lovelace AI raised $40 million in a Series B round in March 2025. "
        "The round was led by Sequoia Capital and values the company at $900 million."
    )
    events = [c for c in found.clusters if c[0].kind is MentionKind.EVENT]
    (event,) = [c for c in events if c[0].type == "kg:FundingRound"]
    roles = {a.predicate: a.object for a in found.assertions if a.subject in event}
    assert isinstance(roles["kg:amount"].value, Amount)
    assert roles["kg:amount"].value.value == 40_000_000
    assert roles["kg:stage"].text == "Series B"
    assert roles["kg:date"].value == PartialDate(2025, 3)
    assert roles["kg:leadInvestor"].text == "Sequoia Capital"
    assert isinstance(roles["kg:valuation"].value, Amount)


def test_pronoun_and_description_find_their_company() -> None:
    """Both "it" and "the company" are the company that the text is about."""
    triples = said(
        "The startup Lovelace AI is growing. It acquired Fitbit in 2021. The company bought Mandiant too."
    )
    assert ("Lovelace AI", "kg:acquired", "Fitbit") in triples
    assert ("Lovelace AI", "kg:acquired", "Mandiant") in triples


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Ada Berg (3 May 1921 – 9 March 2004) was a painter.", ("Ada Berg", "kg:bornOn", "3 May 1921")),
        ("Ada Berg (3 May 1921 – 9 March 2004) was a painter.", ("Ada Berg", "kg:diedOn", "9 March 2004")),
        ("Ada Berg (1921–2004) was a painter.", ("Ada Berg", "kg:bornOn", "1921")),
        ("Ada Berg, OBE (Swedish: Åda; 1921–2004) painted.", ("Ada Berg", "kg:diedOn", "2004")),
        ("Ada Berg (3 May 1921, Oslo – 2004) painted.", ("Ada Berg", "kg:bornIn", "Oslo")),
        ("Ada Berg (born 1921, Oslo; died 2004) painted.", ("Ada Berg", "kg:bornIn", "Oslo")),
        ("Ada Berg (born 1921, Oslo; died 2004) painted.", ("Ada Berg", "kg:diedOn", "2004")),
        ("Nils Berg (born 1919) and Ada Berg (born 1921) met.", ("Ada Berg", "kg:bornOn", "1921")),
    ],
)
def test_brackets_are_of_the_name_before_them(text: str, triple: tuple[str, str, str]) -> None:
    """A span of time after a person's name is a life; words in brackets have the name as their subject."""
    found = said(text)
    assert triple in found
    assert len([t for t in found if t[:2] == triple[:2]]) == 1


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Karin Lindqvist was born and raised in Oslo.", ("Karin Lindqvist", "kg:bornIn", "Oslo")),
        ("Ana Ruiz is president and CEO of Helio Grid.", ("Ana Ruiz", "kg:worksFor", "Helio Grid")),
        (
            "Ana Ruiz was chairman, president and chief executive of Helio Grid.",
            ("Ana Ruiz", "kg:chiefExecutiveOf", "Helio Grid"),
        ),
        ("A native of Bergen, she married Nils Lindqvist.", ("she", "kg:bornIn", "Bergen")),
        ("She was born in the village of Aalborg.", ("She", "kg:bornIn", "Aalborg")),
        ("He led it from 1786 until his death in 1809.", ("He", "kg:diedOn", "1809")),
        ("Originally from Bergen, she lives in Oslo.", ("she", "kg:bornIn", "Bergen")),
        ("Karin Lindqvist was born in Vinton, Iowa.", ("Karin Lindqvist", "kg:bornIn", "Iowa")),
        ("Karin Lindqvist lives in Aalborg, Denmark.", ("Karin Lindqvist", "kg:livesIn", "Denmark")),
    ],
)
def test_what_words_share_is_of_each(text: str, triple: tuple[str, str, str]) -> None:
    """Coordinated words share subject and ending; a place is in the one named behind it."""
    assert triple in said(text)


def test_one_dies_once() -> None:
    """Of two dates in a clause the one of the death is taken, not the one from which something else went on."""
    died = [t for t in said("He led it from 1786 until his death in 1809.") if t[1] == "kg:diedOn"]
    assert died == [("He", "kg:diedOn", "1809")]


def test_a_list_of_places_is_no_address() -> None:
    """Each place of "Oslo, Norway and Sweden" and of "Oslo, Paris and Rome" is lived in, and none is said to be in another."""
    for places in (["Oslo", "Norway", "Sweden"], ["Oslo", "Paris", "Rome"]):
        found = said(f"Karin Lindqvist lived in {', '.join(places[:2])} and {places[2]}.")
        assert found == {("Karin Lindqvist", "kg:livesIn", place) for place in places}


def test_a_participle_is_of_the_member_of_the_list_that_it_follows() -> None:
    """In "Bolt, founded in 2019, and Acme" nothing is said of Acme."""
    found = said("Nordbank owns Kestrel Robotics, founded in 2019, and Helio Grid.")
    assert ("Kestrel Robotics", "kg:foundedOn", "2019") in found
    assert ("Helio Grid", "kg:foundedOn", "2019") not in found


def test_two_purchases_in_one_sentence_stay_two() -> None:
    """Buyers and what they bought are not mixed up."""
    triples = said("Google acquired Fitbit and Microsoft acquired Nuance.")
    assert ("Google", "kg:acquired", "Fitbit") in triples
    assert ("Microsoft", "kg:acquired", "Nuance") in triples
    assert ("Google", "kg:acquired", "Nuance") not in triples


def test_planned_spending_in_a_country() -> None:
    """Money for infrastructure in a country is an investment in that country, with amount and status."""
    found = extraction(
        "Lovelace AI said it will invest 1.2 billion euros in digital infrastructure in Sweden."
    )
    (assertion,) = [
        a for a in found.assertions if a.predicate == "kg:investsIn" and a.object.text == "Sweden"
    ]
    assert assertion.evidence.status is Status.PLANNED
    assert assertion.evidence.rule == "chain:investsIn"
    amounts = [a.object.value for a in found.assertions if a.predicate == "kg:amount"]
    assert [str(value) for value in amounts] == ["1200000000 EUR"]


@pytest.mark.parametrize(
    "text",
    [
        "The financing raises questions about its business model.",
        "He launched into a speech about the country.",
        "She led the country through the war.",
        "The company acquired a taste for risk.",
    ],
)
def test_figures_of_speech_say_nothing(text: str) -> None:
    """Words that only look like a relation give no assertion."""
    assert not extraction(text).assertions


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_gives_matching_offsets(text: str) -> None:
    """Whatever the text, every span matches it and every status is one of four."""
    if not text.strip():
        return
    document = Document("test", "urn:test", "", text, PUBLISHED)
    ontology = load()
    extract = extractor("frames", ontology)
    for analysis in analyse([document], ontology):
        found = checked(document, extract([analysis])[0])
        assert all(a.evidence.status in Status for a in found.assertions)


def roles(text: str, type_: str) -> dict[str, set[str]]:
    """What the one event of a class has in its roles, as written."""
    found = extraction(text)
    cluster = {m: number for number, c in enumerate(found.clusters) for m in c}
    events: dict[object, dict[str, set[str]]] = {}
    for a in found.assertions:
        if a.subject.type == type_:
            event = events.setdefault(cluster.get(a.subject, a.subject), {})
            event.setdefault(a.predicate.removeprefix("kg:"), set()).add(a.object.text)
    (event,) = events.values()
    return event


@pytest.mark.parametrize(
    ("text", "role", "filler"),
    [
        (
            "Acme Robotics raised $9 million. Summit Ventures led the investment.",
            "leadInvestor",
            "Summit Ventures",
        ),
        ("Acme Robotics raised $9 million. Summit Ventures also took part.", "investor", "Summit Ventures"),
        ("Acme Robotics raised $9 million in a seed round in 2021 led by Accel.", "leadInvestor", "Accel"),
        ("Acme Robotics raised $9 million from investors led by Nordbank.", "leadInvestor", "Nordbank"),
        (
            "Acme Robotics raised $9 million, doubling its valuation to $90 million.",
            "valuation",
            "$90 million",
        ),
        ("The round was led by Nordbank. Acme Robotics raised $9 million.", "leadInvestor", "Nordbank"),
        (
            "Acme Robotics raised $9 million. Acme Robotics is now valued at $90 million.",
            "valuation",
            "$90 million",
        ),
        ("Acme Robotics announced $9 million in seed funding.", "amount", "$9 million"),
    ],
)
def test_one_round_is_told_in_many_ways(text: str, role: str, filler: str) -> None:
    """What does not name the round again is a role of the one that stands near."""
    assert filler in roles(text, "kg:FundingRound")[role]


def test_money_raised_in_a_listing_is_no_round() -> None:
    """The participle tells more of the listing."""
    text = "Acme Robotics went public on Nasdaq in May 2024, raising $400 million."
    assert roles(text, "kg:PublicOffering")["amount"] == {"$400 million"}
    assert not [a for a in extraction(text).assertions if a.subject.type == "kg:FundingRound"]


def test_what_was_raised_to_date_is_no_round() -> None:
    """A sum over several rounds is the amount of none."""
    assert not extraction("Acme Robotics has raised $90 million to date.").assertions


def test_place_is_located_in_what_follows_it() -> None:
    """Of "Lyon, France" the first is in the second, and not the reverse."""
    found = said("Kestrel Robotics, headquartered in Lyon, France, makes sensors.")
    assert ("Lyon", "kg:locatedIn", "France") in found
    assert ("France", "kg:locatedIn", "Lyon") not in found


def test_firm_without_a_name_is_based_nowhere() -> None:
    """A description counts where it refers to something told of elsewhere: "the Danish group", not "a Danish firm"."""
    found = said("Helio Grid sold shares. The Danish group has 12 employees. A French firm wanted more.")
    assert [object_ for _, predicate, object_ in found if predicate == "kg:basedIn"] == ["Danish"]


def test_date_beside_a_name_makes_no_person_of_it() -> None:
    """Organizations and people have dates; only words such as job titles tell that a name is somebody's."""
    assert ("Helio Grid", "kg:basedIn", "Japan") in said("OSLO, Oct 9 - Japan's Helio Grid sold its unit.")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Helio Grid makes heat pumps and valves.", {"heat pumps", "valves"}),
        ("Helio Grid sells a range of new heat pumps.", {"heat pumps"}),
        ("Helio Grid made progress, sold the valves and built 40 pumps.", set()),
    ],
)
def test_kinds_of_things_that_a_firm_makes(text: str, made: set[str]) -> None:
    """Common nouns without an article tell what a firm makes; one thing, a number and an abstract noun do not."""
    assert {object_ for _, predicate, object_ in said(text) if predicate == "kg:offers"} == made


@pytest.mark.parametrize(
    ("text", "role", "filler"),
    [
        ("Acme opened a data center in Oslo in May 2024.", "opensOn", "May 2024"),
        ("Acme broke ground on the 900 million euro factory.", "cost", "900 million euro"),
        ("Acme will build a plant in Malmo. Production is expected to start in 2027.", "opensOn", "2027"),
        ("Acme will build a plant in Malmo. The site will go live in May 2027.", "opensOn", "May 2027"),
        ("Acme will set up a research hub in Lyon at a cost of $90 million.", "cost", "$90 million"),
        ("Acme announced plans for a data center in Finland.", "developer", "Acme"),
    ],
)
def test_one_project_is_told_in_many_ways(text: str, role: str, filler: str) -> None:
    """Developer, place, cost and opening of one facility are gathered on one event."""
    assert filler in roles(text, "kg:FacilityProject")[role]


def test_what_an_investor_put_in_went_into_the_round_told_of() -> None:
    """The round is understood."""
    text = "Acme Robotics closed a $9 million seed round. Summit Ventures put in $3 million."
    part = roles(text, "kg:Investment")
    assert (part["amount"], part["round"]) == ({"$3 million"}, {"seed round"})


def test_a_semicolon_parts() -> None:
    """In a list between semicolons none of two neighbours says where the other is."""
    assert not said("Members are Acme Corp; Bolt Inc; Paris; Lyon; Sweden.")


@pytest.mark.parametrize(
    "text",
    [
        "Acme Robotics announced a $9 million seed round in May 2024.",
        "Acme Robotics said on Tuesday it had raised $9 million.",
    ],
)
def test_date_of_an_announcement_is_none_of_the_event(text: str) -> None:
    """When it was said is not when it happened."""
    assert "date" not in roles(text, "kg:FundingRound")


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Helio Grid makes cables for Nordbank and for Kestrel Robotics.", ("Kestrel Robotics", "kg:customerOf", "Helio Grid")),
        ("Helio Grid is expanding in Norway, where it operates.", ("Helio Grid", "kg:locatedIn", "Norway")),
        ("Helio Grid will hire 40 people. Co-founder Ana Ruiz resigned.", ("Helio Grid", "kg:foundedBy", "Ana Ruiz")),
        ("Helio Grid will hire 40 people, chief executive Ana Ruiz said.", ("Ana Ruiz", "kg:chiefExecutiveOf", "Helio Grid")),
    ],
)  # fmt: skip
def test_what_the_sentence_leaves_to_its_grammar(text: str, fact: tuple[str, str, str]) -> None:
    """Prepositions are coordinated, "where" stands for a place, and a title without an owner is of whom is spoken."""
    assert fact in said(text)


def test_title_with_an_owner_that_is_no_organization_is_of_nobody_else() -> None:
    """Whatever stands in the owner's place, nobody is made chief executive of the article's topic."""
    found = said("Helio Grid grew. Ana Ruiz, chief executive of the trade body for pumps, welcomed it.")
    assert not [fact for fact in found if fact[1] == "kg:chiefExecutiveOf"]


def test_owner_is_sought_among_all_that_is_spoken_of() -> None:
    """Two organizations before a title without an owner leave it open whose it is, if neither is the topic."""
    text = "Helio Grid grew. The firm was spun out of Bergen University, where founder Ana Ruiz studied."
    assert ("Bergen University", "kg:foundedBy", "Ana Ruiz") not in said(text)


def test_whose_clause_lists_nothing_of_the_noun_itself() -> None:
    """In "a firm whose backers include Accel" the firm is not Accel."""
    found = said(
        "The start-up Helio Grid, whose shareholders include Nordbank, is building a plant in Narvik."
    )
    assert ("Nordbank", "kg:shareholderOf", "Helio Grid") in found
    assert [subject for subject, predicate, _ in found if predicate == "kg:builds"] == ["Helio Grid"]


def test_finance_director_sits_on_no_board() -> None:
    """A director of something within the firm is an employee."""
    assert not [
        f for f in said("Ana Ruiz, finance director of Helio Grid, left.") if f[1] == "kg:boardMemberOf"
    ]

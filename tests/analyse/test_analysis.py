"""Names, their types and who is who, on sentences written for it, with the real language model."""

from __future__ import annotations

import datetime
from collections.abc import Generator, Iterator
from typing import cast

import pytest

from kg.analyse import Analysis, analyse, load
from kg.errors import KgError
from kg.model import Document, GivenMention, MentionKind
from kg.ontology import load as load_ontology

RUNNING: list[Generator[Analysis, None, None]] = []


@pytest.fixture(autouse=True)
def _end() -> Iterator[None]:
    """Ends what a test has running: its tokens live in a memory zone, and there is one at a time."""
    yield
    while RUNNING:
        RUNNING.pop().close()


def analysis(text: str, given: tuple[GivenMention, ...] | None = None) -> Analysis:
    """A text analysed, published on 11 February 2026; its tokens last until the next one is."""
    while RUNNING:
        RUNNING.pop().close()
    document = Document("test", "urn:test", "", text, datetime.date(2026, 2, 11), given=given)
    running = cast(Generator[Analysis, None, None], analyse([document], load_ontology()))
    RUNNING.append(running)
    return next(running)


def names(text: str) -> dict[str, str]:
    """The names in a text with their types."""
    return {m.text: m.type for m in analysis(text).mentions if m.kind is MentionKind.NAME}


def together(text: str) -> set[frozenset[str]]:
    """The words of the mentions that corefer."""
    return {frozenset(m.text for m in cluster) for cluster in analysis(text).clusters}


def test_what_is_given_is_a_name_but_for_pronouns() -> None:
    """Whatever the input marks is something that it asks for, at the place that it marks; "it" is no name."""
    text = "It bought Nordlys, and the company's plant went to Kestrel."
    given = (GivenMention(0, 2), GivenMention(10, 17), GivenMention(23, 36), GivenMention(51, 58, "kg:Bank"))
    found = {m.text: (m.kind, m.type) for m in analysis(text, given).mentions}
    assert found["It"] == (MentionKind.PRONOUN, "owl:Thing")
    assert found["Nordlys"][0] is MentionKind.NAME
    assert found["the company's"][0] is MentionKind.NAME
    assert found["Kestrel"] == (MentionKind.NAME, "kg:Bank")


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("They met the Swedish company EcoDataCenter.", "EcoDataCenter", "kg:Company"),
        ("Its chief executive Arthur Mensch spoke.", "Arthur Mensch", "kg:Person"),
        ("Acme launched its Aurora Compute service in June.", "Aurora Compute", "kg:Product"),
        ("Venture capital firms such as Index Ventures took part.", "Index Ventures", "kg:InvestmentFirm"),
        ("The plant is in Sweden.", "Sweden", "kg:Country"),
        ("Brightwell grew up in Donnington.", "Brightwell", "kg:Person"),
        ("He was born in Wangerooge.", "Wangerooge", "kg:Place"),
        ("The plant is in Paris.", "Paris", "kg:City"),
        ("Shares in Acme trade on Nasdaq.", "Nasdaq", "kg:StockExchange"),
        ("They met Mr. Bolander in the office.", "Bolander", "kg:Person"),
        ("Helio Grid (NYSE: HGR) fell sharply.", "HGR", "kg:Organization"),
        ("Ana Kovac (D - N.Y.) voted for it.", "N.Y.", "kg:Region"),
        ("LUSAKA, July 30 (Reuters) - Banks were closed.", "LUSAKA", "kg:City"),
        ("It sells beer in Eastern Europe.", "Eastern Europe", "kg:Region"),
        ("The Cologne startup has spoken to banks.", "Cologne", "kg:City"),
        (
            "It is subject to the Public Utility Holding Company Act.",
            "Public Utility Holding Company Act",
            "owl:Thing",
        ),
    ],
)
def test_type_of_a_name_comes_from_the_words_around(text: str, name: str, type_: str) -> None:
    """Descriptors, job titles, lists and common knowledge say what a name is the name of."""
    assert names(text).get(name) == type_


def test_one_name_has_one_type_in_a_document() -> None:
    """What is said of a name once holds for it throughout."""
    found = analysis("The startup Helsing makes drones. Helsing grew. They work for Helsing.")
    assert {m.type for m in found.mentions if m.text == "Helsing"} == {"kg:Company"}


def test_a_firm_is_what_it_is_called_by_its_first_word() -> None:
    """Whatever a word beside its full name ("designer") may be of people; a person is not what has the first name."""
    text = "The chip maker Ampere grew. They bought Ampere Computing, a designer of processors, in May."
    assert names(text)["Ampere Computing"] == "kg:Company"
    text = "The chip maker Ampere grew. Its chief executive Ampere Bolander spoke. Bolander left."
    assert names(text)["Ampere Bolander"] == "kg:Person"
    text = "The chip maker Ampere grew. Ampere launched its Ampere Compute service in June."
    assert names(text)["Ampere Compute"] == "kg:Product"


def test_common_terms_are_no_names() -> None:
    """The AI of an AI data center is the name of nothing."""
    found = names("The company will build an AI data center for European AI models in Norway.")
    assert set(found) == {"Norway"}


def test_a_term_inside_of_a_name_is_no_term() -> None:
    """Venture is a stage of funding, and Birch Venture Partners a firm."""
    assert set(names("Birch Venture Partners and Lowell Equity Capital led the round.")) == {
        "Birch Venture Partners",
        "Lowell Equity Capital",
    }


def test_a_name_right_behind_a_noun_explains_that_noun() -> None:
    """Not the company at the other end of the clause, which no comma parts from it."""
    found = together("The company, founded by former roofers Dana Whitt and Luis Cordero, makes tiles.")
    assert not any({"The company", "Dana Whitt"} <= cluster for cluster in found)


def test_an_adjective_of_a_country_is_no_name() -> None:
    """Nor is an honorific, or a word of a title."""
    found = names("Mr Kovac is a Welsh singer. Senior Deputy Director Tom Berg left.")
    assert set(found) == {"Kovac", "Tom Berg"}


def test_a_description_in_capitals_is_no_name() -> None:
    """Filings write "the Company" for the company that files."""
    text = "Nordbank Holdings lends to farmers. The Company hired people. Our Board met the Fund."
    assert set(names(text)) == {"Nordbank Holdings"}
    assert any({"Nordbank Holdings", "The Company"} <= found for found in together(text))


def test_headline_gives_no_names_of_its_own() -> None:
    """In A Headline Where Every Word Is Capital only the recogniser is believed."""
    text = "Transformation To Full-Stack Infrastructure Provider\n\nMistral grew quickly in France last year."
    assert "Provider" not in names(text)


@pytest.mark.parametrize(
    ("text", "cluster"),
    [
        ("Mistral AI grew. Mistral hired people.", {"Mistral AI", "Mistral"}),
        ("Jensen Huang spoke. Huang left.", {"Jensen Huang", "Huang"}),
        ("Nvidia, the chip maker, grew.", {"Nvidia", "the chip maker"}),
        ("Nvidia said it would hire.", {"Nvidia", "it"}),
        ("Jensen Huang runs Nvidia. He founded it.", {"Jensen Huang", "He"}),
        ("Nordbank, which lends to farmers, grew.", {"Nordbank", "which"}),
        ("They met Ana Kovac, who runs a shop.", {"Ana Kovac", "who"}),
        ("Ana Kovac is a potter who lives in Oslo.", {"Ana Kovac", "who"}),
        ("Nordbank is the lender whose boss left.", {"Nordbank", "the lender", "whose"}),
        ("She studied at Lund University, where she met him.", {"Lund University", "where"}),
        ("Tern Robotics told the Trade Commission it had bought a mill.", {"Tern Robotics", "it"}),
        ("Ana Kovac is a singer and an actor.", {"Ana Kovac", "a singer", "an actor"}),
        (
            "Ana Maria Kovac paints. A. M. Kovac sells; Kovac earns.",
            {"Ana Maria Kovac", "A. M. Kovac", "Kovac"},
        ),
        ("Ana Maria Kovac paints. Ana Kovac sells.", {"Ana Maria Kovac", "Ana Kovac"}),
        (
            "Nordbank Capital, formerly known as Helio Partners, lends.",
            {"Nordbank Capital", "Helio Partners"},
        ),
        ("Nordbank (also called Helio Partners) lends.", {"Nordbank", "Helio Partners"}),
        ("The Guild of Southern Potters (GuiSoP) met. GuiSoP grew.", {"Guild of Southern Potters", "GuiSoP"}),
        ("The International Guild of Potters met. The IGP grew.", {"International Guild of Potters", "IGP"}),
        ("Helio Grid (Other OTC: HGRX) fell. HGRX rose.", {"Helio Grid", "HGRX"}),
        ("Tom Berg is a swimmer from Norway, who competed twice.", {"Tom Berg", "who"}),
        ("She married the baker's son, Tom Berg. Ana Kovac and her brother agreed.", {"Ana Kovac", "her"}),
        ("Ana Kovac met Tom Berg. His wife, Ida Berg, sang when she heard him.", {"Ida Berg", "she"}),
        ("After his return, Tom Berg met Ana Kovac.", {"Tom Berg", "his"}),
        ('"I will not sell," Tom Berg said of the plan of Ana Kovac.', {"Tom Berg", "I"}),
        (
            "The French left. France grew, and the country hired French people.",
            {"France", "French", "the country"},
        ),
        ("I run a shop. My wife helps me.", {"I", "My", "me"}),
        ("Tom Berg is married to Kim Holm, with whom he has children.", {"Tom Berg", "he"}),
    ],
)
def test_mentions_of_one_thing_are_together(text: str, cluster: set[str]) -> None:
    """Short names, appositions and pronouns find what they stand for."""
    assert any(cluster <= found for found in together(text))


def test_every_pronoun_is_a_mention() -> None:
    """Also one that stands for nothing told of before, and one that introduces a clause on something else."""
    text = "They said we should trust him: a rule that holds, and one which I like, for those who wait."
    found = [m.text for m in analysis(text).mentions if m.kind is MentionKind.PRONOUN]
    assert found == ["They", "we", "him", "that", "which", "I", "who"]


def test_a_number_of_a_ruler_is_no_pronoun() -> None:
    """An "I" speaks of itself only as a subject."""
    found = {m.text for m in analysis("The crown was made for Maximilian I (his wife was Ana).").mentions}
    assert "his" in found
    assert "I" not in found


def test_that_of_a_content_clause_is_no_mention() -> None:
    """Only relative clauses have a "that" which stands for something."""
    assert "that" not in {m.text for m in analysis("Nordbank said that profits fell.").mentions}


def test_what_a_noun_is_said_of() -> None:
    """Predicates, appositions and titles belong to the name beside them."""
    for text in (
        "Nordbank is a lender.",
        "Nordbank, a lender, grew.",
        "They met the lender Nordbank.",
    ):
        found = {noun.text.split()[-1]: of.text for noun, of in analysis(text).attributes.items()}
        assert found == {"lender": "Nordbank"}


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Nordbank's subsidiary Nordbank Capital sold the shares.", "Nordbank", "Nordbank Capital"),
        ("DeepL grew. DeepL hired. Then DeepL sold the DeepL Agent.", "DeepL", "DeepL Agent"),
        ("OpenAI expands. The European OpenAI is another.", "OpenAI", "European OpenAI"),
        (
            "They call Helio the ‘European OpenAI’. OpenAI grew, and OpenAI hired.",
            "OpenAI",
            "European OpenAI",
        ),
        ("Tim Cook met Jensen Huang. She left.", "Tim Cook", "Jensen Huang"),
        ("Ana Kovac and Ivan Kovac paint. Kovac lives in Oslo.", "Ana Kovac", "Kovac"),
        ("The song was in the UK Singles Chart. It did well in the UK.", "UK Singles Chart", "UK"),
        ("Ana Kovac called Tom Berg.", "Ana Kovac", "Tom Berg"),
        ("Tom Berg is married to Kim Holm, with whom he has children.", "Kim Holm", "he"),
        ("Nordbank grew. It is likely that prices will fall.", "Nordbank", "It"),
        ("It grew in Europe. The Nordic region is cold.", "Europe", "The Nordic region"),
        ("Nordbank grew. It met the German government.", "Nordbank", "the German government"),
        ("The tech giants met in Oslo. The few firms left.", "The tech giants", "The few firms"),
        ("Helio Foo opened. The Nordic region is cold.", "Helio Foo", "The Nordic region"),
        ("Tom Berg is a swimmer from Norway, who competed twice.", "Norway", "who"),
        ('I like it. "I will not sell," Tom Berg said.', "Tom Berg", "it"),
        ("Nordbank Capital grew. Helio Grid sold its unit Nordbank Capital.", "Nordbank Capital", "its"),
        ("Helio Grid met Nordbank. Nordbank sued it.", "Nordbank", "it"),
        ("Ana Kovac (née French) left France.", "Ana Kovac", "France"),
        ("Nordbank left France. The British stayed.", "France", "British"),
    ],
)
def test_different_things_stay_apart(text: str, one: str, other: str) -> None:
    """A subsidiary with its parent's name, a product with its maker's, and two people are not merged."""
    assert not any({one, other} <= found for found in together(text))


def test_given_mentions_are_used_as_they_are() -> None:
    """Spans that the input marks take the place of the recogniser's, to the character."""
    text = "The Acme-backed startup Bolt grew in Paris."
    found = analysis(text, (GivenMention(4, 8, "kg:Company"), GivenMention(24, 28)))
    assert [(m.start, m.end, m.text) for m in found.mentions if m.kind is MentionKind.NAME] == [
        (4, 8, "Acme"),
        (24, 28, "Bolt"),
    ]


def test_tokens_cover_the_whole_text_and_tables_are_not_parsed() -> None:
    """Offsets are the document's, and a table is one token that holds no name."""
    text = (
        "Mistral AI grew.\n\n| Feature | OpenAI |\n|---|---|\n| Price | Google |\n\nIt hired people in Paris."
    )
    found = analysis(text)
    assert [token.idx for token in found.doc if token.text == "Paris"] == [text.index("Paris")]
    assert not {"OpenAI", "Google"} & {m.text for m in found.mentions}


def test_first_word_of_a_sentence_is_looked_at_again() -> None:
    """A participle is none of the names, and an unknown noun is one."""
    found = analysis("Founded in 2023, Mistral grew. Anthropic competes with it.")
    assert [token.lemma_ for token in found.doc if token.text == "Founded"] == ["found"]
    assert "Anthropic" in {m.text for m in found.mentions}
    assert "Founded" not in {m.text for m in found.mentions}


def test_missing_pipeline_is_a_clear_error() -> None:
    """A pipeline that is not installed is named, with what to do."""
    with pytest.raises(KgError, match=r"no_such_pipeline.*pip install"):
        load("no_such_pipeline")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tern Holdings (Pacific) Ltd of Oslo has bought a mill.", "Tern Holdings (Pacific) Ltd"),
        ("Lowell and Co Ltd of Oslo has bought a mill.", "Lowell and Co Ltd"),
        ("Lowell Equity Ltd has bought a mill.", "Lowell Equity Ltd"),
        ("Tern Robotics Inc of Oslo has bought a mill.", "Tern Robotics Inc"),
        (
            "First Lowell Savings and Loan Association has a mill.",
            "First Lowell Savings and Loan Association",
        ),
    ],
)
def test_a_legal_form_ends_the_name_of_a_company(text: str, name: str) -> None:
    """A company's name has its legal form and no more; the form tells that it is a company's."""
    (found,) = [m for m in analysis(text).mentions if m.text == name]
    assert load_ontology().is_a(found.type, "kg:Organization")


def test_a_name_ends_before_a_bracket_that_it_does_not_close() -> None:
    """The recogniser takes the beginning of a bracket for a part of the name."""
    found = analysis("It was a strategic move for Paragon (LSE: 0NFG.L - news), Jefferies said.")
    assert {m.text for m in found.mentions if m.kind is MentionKind.NAME} == {
        "Paragon",
        "0NFG.L",
        "Jefferies",
    }


@pytest.mark.parametrize("text", ["Northlight | Havbris won.", "import os; print('Acme won in Paris')"])
def test_no_name_has_signs_of_tables_or_programs_in_it(text: str) -> None:
    """A bar, a brace or an equals sign parts names; a bracket is no letter of a word."""
    assert not any(set(name) & set("|(={") for name in names(text))


def test_a_description_tells_what_a_name_names() -> None:
    """Whoever was called the German company before is a company, though its name tells nothing."""
    text = (
        "Translato may sell shares that value the German company at $5 billion, Bloomberg reported. "
        "Jan Berg founded Translato in 2017. In May the company raised $3 million."
    )
    assert any({"Translato", "the company"} <= cluster for cluster in together(text))

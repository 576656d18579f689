from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.model import Document
from kg.read import read
from kg.read.language import foreign, language_of

ENGLISH = (
    "Nordlicht Energi said on Monday that it would buy the wind turbine maker Quellwerk for 40 million euros, "
    "its largest purchase so far. The deal should close in the spring if the regulators agree to it.\n"
)
GERMAN = (
    "Der Versorger Nordlicht Energi teilte am Montag mit, dass er den Hersteller Quellwerk für 40 Millionen Euro "
    "übernehmen wolle. Die Behörden müssen dem Kauf noch zustimmen.\n"
)
FRENCH = (
    "Le groupe Nordlicht Energi a annoncé lundi qu’il allait racheter le fabricant d’éoliennes Quellwerk pour "
    "40 millions d’euros, sa plus grande acquisition à ce jour.\n"
)
CHINESE = "该公司周一表示，将以四千万欧元收购这家风力涡轮机制造商，这是其迄今为止最大的一笔收购。" * 3


@pytest.mark.parametrize(
    ("text", "code"),
    [(ENGLISH, "en"), (GERMAN, "de"), (FRENCH, "fr"), (CHINESE, "zh"), (ENGLISH.upper(), "en")],
)
def test_recognises_a_paragraph(text: str, code: str) -> None:
    """A paragraph tells its language."""
    assert language_of(text) == code


@pytest.mark.parametrize("text", ["", "Quellwerk", "Nordlicht Energi AG, Kiel", "1,200 2,400 3,600 " * 50])
def test_too_short_is_undecided(text: str) -> None:
    """Names and numbers alone decide nothing."""
    assert language_of(text) is None


def test_headline_and_quotation_do_not_decide() -> None:
    """An English article with a German headline, or a German paragraph within, is English."""
    assert language_of("Vierzig Millionen für Quellwerk: so reagiert die Branche\n\n" + ENGLISH * 3) == "en"
    assert language_of(ENGLISH * 8 + GERMAN * 2 + ENGLISH * 8) == "en"


def test_a_name_in_another_script_does_not_decide() -> None:
    """A short English text that writes one name in Thai or Greek as well is English."""
    thai = "The singer (Thai: นุชจรินทร์ สุขคงดำเนิน) was born in 1978 and lives with her son in a house in Oslo."
    greek = "He sells boats under the name of Sergei Bolandis (Greek: Σεργκέι Μπολάντις) to his friends."
    assert language_of(thai) in ("en", None)
    assert language_of(greek) in ("en", None)


def test_foreign_says_why() -> None:
    """A document in another language has a Failure that names it and the language; an English one has none."""
    why = foreign(Document(id="a", uri="urn:kg:article:a", title="t", text=GERMAN))
    assert why is not None
    assert why.fatal
    assert why.where == "a"
    assert "another language (de)" in why.message
    assert foreign(Document(id="a", uri="urn:kg:article:a", title="t", text=ENGLISH, language="de")) is None


def test_undecided_follows_the_metadata_else_english() -> None:
    """A text too short to tell is read, unless its metadata name another language."""
    document = Document(id="a", uri="urn:kg:article:a", title="t", text="Quellwerk")
    assert foreign(document) is None
    declared = Document(id="a", uri="urn:kg:article:a", title="t", text="Quellwerk", language="de-AT")
    assert foreign(declared) is not None


def test_a_long_text_costs_no_more_than_a_short_one() -> None:
    """Once the model is loaded, 100,000 words take a few milliseconds, since only a sample is looked at."""
    text = ENGLISH * 3000
    language_of(text)
    begun = time.process_time()
    for _ in range(20):
        language_of(text)
    assert (time.process_time() - begun) / 20 < 0.05


def test_real_articles_are_english() -> None:
    """Real saved articles, one of them with a German headline, are all English."""
    folder = Path(__file__).parents[3] / "shared" / "articles"
    if not folder.is_dir():
        pytest.skip("the real articles are not beside this checkout")
    documents = [entry for entry in read([str(folder)]) if isinstance(entry, Document)]
    assert len(documents) == 5
    assert [language_of(document.text) for document in documents] == ["en"] * 5

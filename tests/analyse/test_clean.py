from __future__ import annotations

import importlib
import string
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analyse.clean import clean
from kg.analyse.mojibake import CODEPAGES, misread_as
from kg.model import Document, GivenMention

ARTICLE = "It’s a “big” deal: the firm — based in Málaga — raised €105 million • seed…"
LOSSLESS = (
    "cp1251",
    "koi8_r",
    "cp866",
    "mac_cyrillic",
    "cp437",
    "cp850",
    "mac_roman",
    "cp1250",
    "cp1256",
    "cp737",
)
# Codepages that leave bytes of C1 undefined, and what a reader that drops those leaves of ARTICLE.
LOSSY = (
    "iso8859_11",
    "cp874",
    "cp1253",
    "cp1255",
    "cp1252",
    "iso8859_5",
    "iso8859_7",
    "latin_1",
    "iso8859_2",
)
ORDINARY = (
    string.ascii_letters
    + string.digits
    + " .,;:!?'\"()-\n"
    + "éèêàâçôîûëïüœÉÈÀÇÔ"
    + "äöüßÄÖÜ"
    + "’‘“”–—…€£•«»"
)
VOCABULARY = (
    "The firm’s “chief” said: it’s €5 billion, or £4m – a record… for Zoë, André & Söhne GmbH (naïve? façade!)",
    "À l’été, « la société » française a levé 5 M€ : « c’est l’âge d’or » — où ? Çà et là, très tôt, à Nîmes; cœur.",
    "»Über uns« sagte er: „Große Ämter mögen Äpfel und Öl“ – für 5 Mio. € – übermäßig schön, straße Œuvre ÉTÉ À",
)
REAL = [
    "ประเทศไทยมีประชากร 66 ล้านคน และ AIS ลงทุน 5 พันล้านบาท",
    "Слово «в» значит in. Россия продала 5 млн тонн.",
    "Η Ελλάδα έχει 10 εκατομμύρια κατοίκους το 2020.",
    "The Thai word โก means go, แบบ means type, and โขง is a river.",
    "Le château de Sciuscià coûte 5 £ à l’“âge d’or”.",
    "It is pronounced [esˈteβan] in Årdal.",
    "Grüße aus Köln: Ämter für Äpfel und Öl.",
    "CAFÉ – CITÉ »",
    "中国的人工智能公司",
]


def document(text: str, title: str = "") -> Document:
    """A document of that text."""
    return Document("a", "https://news.example/a", title, text)


def cleaned(text: str) -> str:
    """The text as clean leaves it."""
    return clean(document(text)).text


def misread(text: str, codepage: str) -> str:
    """What is left of the text after its UTF-8 is read in a codepage that drops undefined bytes and controls."""
    read = text.encode().decode(codepage, "ignore")
    return "".join(char for char in read if not "\x80" <= char <= "\x9f")


@pytest.mark.parametrize("codepage", LOSSLESS)
def test_mojibake_that_lost_nothing_is_undone(codepage: str) -> None:
    """A codepage that defines all the bytes gives back the very text."""
    assert cleaned(ARTICLE.encode().decode(codepage)) == ARTICLE


@pytest.mark.parametrize("codepage", LOSSY)
def test_mojibake_that_lost_bytes_is_restored_from_context(codepage: str) -> None:
    """Currency sign, apostrophe, quotation marks, dash and bullet are told by what stands around them."""
    text = "It’s a “big” deal: the firm – based in Nice – raised €105 million • seed"
    assert cleaned(misread(text, codepage)) == text


def test_symbols_past_telling_are_dropped() -> None:
    """Of an emoji or arrow in Thai letters nothing stays, and no space at the line's ends."""
    text = "📰Tech News•Today\n⚡ 30 seconds\n🧠 Deep dive\nIt raised €105 million.\nRead more →\nmade by 2026—key"
    expected = "Tech News•Today\n30 seconds\nDeep dive\nIt raised €105 million.\nRead more\nmade by 2026—key"
    assert cleaned(misread(text, "iso8859_11")) == expected


def test_a_lost_letter_is_marked() -> None:
    """A letter that cannot be told any more becomes U+FFFD: its word is not glued together."""
    assert (
        cleaned(misread("Élysée raised €5 and €6 million", "iso8859_11"))
        == "\ufffdlysée raised €5 and €6 million"
    )


def test_title_and_text_are_read_in_one_codepage() -> None:
    """What the text proves of the codepage holds for the title, too short to prove anything."""
    result = clean(
        document(misread("It costs €5 and €6", "iso8859_11"), misread("A plan – for AI", "iso8859_11"))
    )
    assert (result.title, result.text) == ("A plan – for AI", "It costs €5 and €6")


@pytest.mark.parametrize("text", REAL)
def test_text_in_other_scripts_is_never_touched(text: str) -> None:
    """Real Thai, Russian, Greek, Chinese or accented text is no mojibake, also when it is a word in English."""
    assert cleaned(text) == text


@pytest.mark.parametrize(
    "language", ["ru", "uk", "el", "he", "ar", "fa", "fr", "de", "pl", "tr", "cs", "zh", "ja"]
)
def test_sentences_of_many_languages_are_no_mojibake(language: str) -> None:
    """The example sentences of spaCy, whole and each of their words in an English sentence, are read as written."""
    sentences = importlib.import_module(f"spacy.lang.{language}.examples").sentences
    assert sentences
    for sentence in sentences:
        assert misread_as(sentence) is None
        for word in sentence.split():
            assert misread_as(f"The word “{word}” means it’s — ok. It costs €5 million.") is None


def test_verbatim_documents_pass() -> None:
    """Offsets that the caller gave stay right: nothing is repaired."""
    text = misread("It’s €5", "cp1251") + "\r\n&amp;\u200b"
    verbatim = Document("a", "https://news.example/a", " t ", text, verbatim=True)
    marked = Document("a", "https://news.example/a", " t ", text, given=(GivenMention(0, 2),))
    assert clean(verbatim) is verbatim
    assert clean(marked) is marked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("cafe\u0301", "café"),
        ("new\u00adsroom\u200b and\ufeff so", "newsroom and so"),
        ("5\u00a0million\u202feuros\u3000", "5 million euros "),
        ("AT&amp;T &lt;b&gt; S&amp;amp;P &#8217;s &nbsp;", "AT&T <b> S&P ’s  "),
        ("R&D &copy AT&T; &unknown;", "R&D &copy AT&T; &unknown;"),
        ("a\n\n\n\n \n\nb\n\nc", "a\n\n\nb\n\nc"),
        ("a\x00b\x1fc\td", "abc\td"),
        ("👩\u200d💻 می\u200cخواهم x\u200dy", "👩\u200d💻 می\u200cخواهم xy"),
    ],
)
def test_characters_come_in_one_form(text: str, expected: str) -> None:
    """Line ends, invisible characters, spaces, entities and blank lines are normal; joiners stay in their scripts."""
    assert cleaned(text) == expected


def test_title_is_one_line() -> None:
    """The title is cleaned like the text and loses outer and double spaces."""
    assert clean(document("", " A&amp;B\r\n  raises\u00a0€5m ")).title == "A&B raises €5m"


@given(st.lists(st.sampled_from(" ".join(VOCABULARY).split())).map(" ".join))
def test_ordinary_text_is_unchanged(text: str) -> None:
    """English, French and German words with their quotation marks pass as they are, in any order."""
    assert cleaned(text) == text


@given(
    st.text()
    | st.text(alphabet=ORDINARY + "โฌขก๐ฐวะâÃÐ¬¢\x80\x99\u200b\u200c\u00ad&;#amplt38\r")
    | st.builds(misread, st.text(alphabet=ORDINARY + "📰⚡→"), st.sampled_from(CODEPAGES))
)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """clean(clean(x)) == clean(x) for any text, mojibake or not."""
    once = clean(document(text, text[:40]))
    assert clean(once) == once


@pytest.mark.parametrize("part", ["&amp;", "\n ", "โ", "โฌ1 ", "â\x80", "\u200c", "Ã", "  โข"])
def test_time_is_linear_in_repetitive_text(part: str) -> None:
    """A hundred thousand characters of one pattern take well under the seconds that a quadratic search needs."""
    text = part * (100_000 // len(part))
    start = time.process_time()
    cleaned(text)
    assert time.process_time() - start < 10


def test_real_mojibake_is_repaired(shared: Path) -> None:
    """The article in Thai letters comes out in Latin ones, with its euro signs; the others hold no mojibake."""
    articles = {path.name[:3]: path.read_text() for path in (shared / "articles").glob("0*.txt")}
    assert len(articles) == 5
    for number, text in articles.items():
        result = cleaned(text)
        assert not any("\u0e00" <= char <= "\u0e7f" for char in result)
        if number != "002":
            assert result.split() == text.split()
    assert cleaned(articles["002"]).count("€") == 5

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read.characters import clean, clean_in_place, decoded

ENGLISH = "Quellwerk’s chief executive – a café owner – called it “a first”; it cost £4m, he said.\n"
POLISH = "Spółka ogłosiła w środę, że zainwestuje w elektrownię; źródła mówią o pięciu miliardach złotych.\n"
RUSSIAN = "Компания сообщила в среду, что построит новый завод под Казанью.\n"
JAPANESE = "同社は水曜日、新しい工場を建設すると発表した。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "mac_roman"], ids=lambda name: name
)
def test_english_in_any_usual_encoding(encoding: str) -> None:
    """Curly quotes, dashes, é and £ arrive as they are; only a guessed encoding has a note that names it."""
    text, note = decoded(ENGLISH.encode(encoding))
    assert text == ENGLISH
    assert (note is not None) == (encoding in ("cp1252", "mac_roman"))
    assert note is None or encoding in note


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POLISH, "iso8859-2"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "gb18030"),
    ],
)
def test_other_legacy_encodings(text: str, encoding: str) -> None:
    """What charset-normalizer recognises is read as it is, and noted."""
    found, note = decoded((text * 3).encode(encoding))
    assert found == text * 3
    assert note is not None
    assert "not UTF-8" in note


@pytest.mark.parametrize("word", ["The café opened.", "It paid £5m.", "Quellwerk\x92s plan\x96done"])
def test_one_legacy_character_is_windows_1252(word: str) -> None:
    """Where one byte leaves every encoding as probable, the one that English is written in is taken."""
    content = word.encode("latin-1")
    assert decoded(content)[0] == content.decode("cp1252")


def test_declared_encoding_counts() -> None:
    """An encoding that the page or server names is used; one that is unknown or does not fit is not."""
    content = RUSSIAN.encode("iso8859-5")
    assert decoded(content, "iso-8859-5") == (RUSSIAN, None)
    assert decoded("naïve".encode(), "no-such-charset") == ("naïve", None)
    assert decoded("naïve".encode(), "ascii") == ("naïve", None)


def test_wrong_encoding_is_an_error() -> None:
    """Random bytes are no text in any encoding, and a mark that lies is told."""
    noise = random.Random(1).choices(range(1, 256), k=3000)
    with pytest.raises(ReadError, match="wrong encoding"):
        decoded(bytes(noise))
    with pytest.raises(ReadError, match="wrong encoding"):
        decoded(b"\xff\xfea")
    with pytest.raises(ReadError, match="wrong encoding"):
        decoded(b"\xef\xbb\xbfabc\xff")


def test_cut_off_utf8_is_mended() -> None:
    """A UTF-8 file cut within a character loses that character only, with a note."""
    text, note = decoded(("é" * 30).encode()[:-1])
    assert text == "é" * 29 + "\ufffd"
    assert note is not None
    assert "1 place" in note


def test_legacy_byte_late_in_a_large_file() -> None:
    """The bytes that decide the encoding are found wherever they are."""
    content = b"plain words " * 100_000 + "the café opened again".encode("latin-1")
    assert decoded(content)[0].endswith("the café opened again")


def test_newlines_and_controls() -> None:
    """Every newline becomes LF; controls go; tabs, non-breaking spaces and C1 controls stay."""
    assert clean("a\r\nb\rc\u2028d\x0ce\x0bf") == "a\nb\nc\nd\ne\nf"
    assert clean("a\x00b\x08c\x1fd\ufffe\ud800e") == "abc de"
    assert clean("a\tb\u00a0c\u0085d\u0092e\x7f") == "a\tb\u00a0c\u0085d\u0092e\x7f"


@given(st.text(st.characters()))
def test_in_place_keeps_every_offset(text: str) -> None:
    """Cleaning in place changes no length and no character that RDF carries; it can be written as UTF-8."""
    cleaned = clean_in_place(text)
    assert len(cleaned) == len(text)
    assert all(new in (old, "\ufffd") for old, new in zip(text, cleaned, strict=True))
    cleaned.encode("utf-8")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_utf8_and_utf16_round_trip(text: str) -> None:
    """Any text survives UTF-8 and, with its mark, UTF-16 (a NUL after that would make it UTF-32's)."""
    assert decoded(text.encode("utf-8"))[0] == text.removeprefix("\ufeff")
    assert decoded(text.encode("utf-16"))[0] == text


@given(st.text(st.characters(codec="utf-8")))
def test_cleaning_is_idempotent(text: str) -> None:
    """Clean text is a fixed point."""
    assert clean(clean(text)) == clean(text)

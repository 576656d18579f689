"""Text whose UTF-8 bytes were read as a single-byte codepage -> the text that was written."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

CODEPAGES = (
    *("iso8859_11", "cp874"),
    *("cp1251", "koi8_r", "iso8859_5", "cp866", "mac_cyrillic"),
    *("cp1253", "iso8859_7", "cp737", "cp1255", "iso8859_8", "cp1256", "iso8859_6"),
    *("cp437", "cp850", "cp1252", "latin_1", "cp1250", "iso8859_2", "cp1254", "cp1257"),
)
# Letters of these are at home in English, French or German text, so touching ASCII is no evidence.
LATIN = frozenset(CODEPAGES[CODEPAGES.index("cp1252") :])
ENOUGH_UNITS = 4
COMMON = frozenset("€£¥₹‘’“”–—…•™°·«»é→")
CURRENCIES = frozenset("€£¥₹₩₽₺₴₦₫₱₪₿")
# Blocks that a web page's symbols come from: Latin, punctuation to dingbats, arrows, emoji.
SYMBOL_BLOCKS = ((0xA0, 0x17F), (0x2010, 0x27BF), (0x2900, 0x297F), (0x2B00, 0x2BFF), (0xFE0E, 0xFE0F))
EMOJI_BLOCK = (0x1F000, 0x1FAFF)
LETTER_BLOCKS = ((0x370, 0x6FF), (0xE00, 0xE7F), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3))
# Stands for a symbol that cannot be told any more, until the spaces around it are tidied.
BROKEN = "\x00"
_AROUND_BROKEN = re.compile(f" ?{BROKEN}[ {BROKEN}]*")
_ENDING = re.compile(r"(?:s|t|re|ve|ll|d|m)\b")


@dataclass(frozen=True)
class Codepage:
    """A single-byte codepage as a reader of UTF-8 bytes.

    Attributes:
        byte_of: what each of its characters above ASCII was before it was decoded.
        lost: bytes that it leaves undefined or makes control characters of, which text seldom survives with.
        units: matches what is left of one UTF-8 sequence (group unit), or a character that cannot be of one.
    """

    name: str
    byte_of: dict[str, int]
    lost: tuple[int, ...]
    units: re.Pattern[str]


@functools.cache
def _codepage(name: str) -> Codepage:
    byte_of: dict[str, int] = {}
    lost: list[int] = []
    for byte in range(0x80, 0x100):
        char = bytes([byte]).decode(name, "ignore")
        if not char or "\x80" <= char <= "\x9f":
            lost.append(byte)
            char = chr(byte)
        byte_of.setdefault(char, byte)

    def chars(first: int, last: int) -> str:
        found = "".join(re.escape(char) for char, byte in byte_of.items() if first <= byte <= last)
        return f"[{found}]" if found else r"(?!)"

    more = chars(0x80, 0xBF)
    unit = f"{chars(0xC2, 0xDF)}{more}?|{chars(0xE0, 0xEF)}{more}{{0,2}}|{chars(0xF0, 0xF4)}{more}{{0,3}}"
    pattern = re.compile(f"(?P<unit>{unit})|{chars(0x80, 0xFF)}")
    return Codepage(name, byte_of, tuple(lost), pattern)


def is_usual(char: str) -> bool:
    """Whether a character is one that web pages use: ASCII, Latin, symbols, emoji, letters of living scripts."""
    return char <= "\x7f" or _within(char, (*SYMBOL_BLOCKS, EMOJI_BLOCK, *LETTER_BLOCKS))


def _within(char: str, blocks: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(char) <= last for first, last in blocks)


@functools.lru_cache(maxsize=20_000)
def _candidates(name: str, unit: str) -> tuple[str, ...]:
    """What the unit may have been, in code point order: the bytes that are left, with lost ones put back."""
    page = _codepage(name)
    known = [page.byte_of[char] for char in unit]
    length = 2 if known[0] < 0xE0 else 3 if known[0] < 0xF0 else 4
    if len(known) == length:
        char = _decoded(bytes(known))
        return (char,) if char and is_usual(char) and unicodedata.category(char) != "Cn" else ()
    if length == 4:
        # Of the four-byte characters the web uses only emoji (F0 9F ..): which one it was is past telling.
        is_emoji = known[0] == 0xF0 and (0x9F in known[1:2] or 0x9F in page.lost)
        return ("\U0001f300", "\U0001faff") if is_emoji else ()
    missing = length - len(known)
    found = set()
    for places in itertools.combinations(range(1, length), missing):
        for fill in itertools.product(page.lost, repeat=missing):
            filled = list(known)
            for place, byte in zip(places, fill, strict=True):
                filled.insert(place, byte)
            char = _decoded(bytes(filled))
            if char and _within(char, SYMBOL_BLOCKS):
                found.add(char)
    return tuple(sorted(found))


def _decoded(sequence: bytes) -> str | None:
    try:
        return sequence.decode()
    except UnicodeDecodeError:
        return None


def misread_as(text: str) -> str | None:
    """The codepage that the whole text was misread in, None if it reads as it was written.

    Every letter of the codepage must be part of what is left of a UTF-8 sequence for a character that web pages
    use, and the sequences must stand where a foreign letter would not: inside an ASCII word or number, or, when
    nothing of them is lost, several of them. Real Thai, Russian or Greek fails at its first words. Of several
    codepages the one that explains most characters wins, then the one that gives the commonest ones.
    """
    distinct = {char for char in text if char > "\x7f"}
    best: tuple[int, int, int] | None = None
    found = None
    for name in CODEPAGES:
        byte_of = _codepage(name).byte_of
        if any(char.isalpha() and byte_of.get(char, 0) >= 0xC2 for char in distinct):
            score = _score(name, text)
            if score is not None and (best is None or score > best):
                best, found = score, name
    return found


def _score(name: str, text: str) -> tuple[int, int, int] | None:
    covered = common = lost = whole = 0
    evidence = False
    for match in _codepage(name).units.finditer(text):
        unit = match["unit"]
        if unit is None:
            if match[0].isalnum() or unicodedata.category(match[0]).startswith("M"):
                return None
            continue
        candidates = _candidates(name, unit)
        if not candidates:
            return None
        covered += len(unit)
        common += not COMMON.isdisjoint(candidates)
        lost += len(candidates) > 1
        whole += len(candidates) == 1
        evidence = evidence or _out_of_place(name, unit, text, match)
    if not evidence and (name in LATIN or whole < ENOUGH_UNITS):
        return None
    return covered, common, -lost


def _out_of_place(name: str, unit: str, text: str, match: re.Match[str]) -> bool:
    if len(unit) == 1:
        return False  # a foreign letter inside a word may be phonetic script
    if name in LATIN:
        byte = _codepage(name).byte_of[unit[0]]
        told = byte == 0xE2 and not COMMON.isdisjoint(_candidates(name, unit))
        return told and not any(char.isalpha() for char in unit[1:])
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return any(char.isascii() and char.isalnum() for char in around)


def repaired(text: str, name: str) -> str:
    """The text with every UTF-8 sequence that codepage name broke made whole.

    A sequence that lost bytes is restored where its surroundings leave one reading (a currency sign before a
    digit, an apostrophe inside a word, a pair of quotation marks); a lost letter becomes U+FFFD, any other
    symbol is dropped.
    """
    result = "\n".join(_repaired_line(line, name) for line in text.split("\n"))

    def space(match: re.Match[str]) -> str:
        ends = result[max(0, match.start() - 1) : match.start()], result[match.end() : match.end() + 1]
        return "" if any(end in ("", "\n") for end in ends) else " "

    return _AROUND_BROKEN.sub(space, result)


def _repaired_line(line: str, name: str) -> str:
    matches = [match for match in _codepage(name).units.finditer(line) if match["unit"]]
    quotes = dict(_quotes(line, name, matches))
    parts: list[str] = []
    end = 0
    for match in matches:
        parts.append(line[end : match.start()])
        end = match.end()
        candidates = _candidates(name, match[0])
        if len(candidates) == 1:
            parts.append(candidates[0])
        elif match.start() in quotes:
            parts.append(quotes[match.start()])
        else:
            before = line[max(0, match.start() - 2) : match.start()]
            parts.append(_read(candidates, before, line[end : end + 8]))
    return "".join([*parts, line[end:]])


def _quotes(line: str, name: str, matches: list[re.Match[str]]) -> Iterator[tuple[int, str]]:
    """Marks that open before a word and close after one, in pairs."""
    opened: int | None = None
    for match in matches:
        candidates = _candidates(name, match[0])
        before, after = line[max(0, match.start() - 1) : match.start()], line[match.end() : match.end() + 1]
        if "“" in candidates and after.isalnum() and (not before or before in " (["):
            opened = match.start()
        elif "”" in candidates and opened is not None and before.strip() and not after.isalnum():
            yield opened, "“"
            yield match.start(), "”"
            opened = None


def _read(candidates: tuple[str, ...], before: str, after: str) -> str:
    """The first of the candidates that fits between these characters; BROKEN or U+FFFD if none does."""
    money = [char for char in candidates if char in CURRENCIES]
    if after[:1].isdigit() and len(money) == 1:
        return money[0]
    for char in _fitting(before, after):
        if char in candidates:
            return char
    letters = sum(char.isalpha() for char in candidates)
    return "\ufffd" if 2 * letters > len(candidates) else BROKEN


def _fitting(before: str, after: str) -> Iterator[str]:
    """Punctuation that stands between such characters, the surest first."""
    left, right = before[-1:], after[:1]
    inside = left.isalnum() and right.isalnum()
    initials = left.isupper() and right.isupper() and not before[:-1].isalpha()  # O’Neill
    behind = left.isalnum() and not right.isalnum()
    yield from "’" if inside and left.isalpha() and (initials or _ENDING.match(after)) else ""
    yield from "–" if left.isdigit() and right.isdigit() else ""
    yield from "—•" if inside else ""
    yield from "–" if left == right == " " and after[1:2].isalnum() else ""
    yield from "™" if behind and left.isalpha() else ""
    yield from "•" if left in ("", " ", "-") else ""
    yield from "’" if behind and left == "s" else ""
    yield from "…" if behind else ""

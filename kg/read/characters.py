"""Bytes -> text that RDF can carry: encodings, binary files, control characters, newlines."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from kg.errors import ReadError

MEGABYTE = 1_000_000

# What the first bytes of files say that people mistake for text.
_MAGIC = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "a ZIP archive, such as DOCX or EPUB",
    b"\xd0\xcf\x11\xe0": "an old Office file, such as DOC",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"\xff\xd8\xff": "JPEG",
    b"RIFF": "audio, video or WebP",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"7z\xbc\xaf": "7-Zip",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"\x7fELF": "a program",
    b"SQLite format 3": "SQLite",
}
# A NUL among the first bytes means a binary file: the rule that git uses.
_LOOKED_AT = 8000

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# The legacy encodings that news is found in. Offered all that exist, the detector takes Icelandic Mac
# pages for English ones.
_LEGACY = (
    *("cp1252", "mac_roman", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("cp874", "koi8_r", "iso8859_2", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
_MESS = 0.2  # share of improbable characters above which a guessed encoding is not believed
_SAMPLE = 200_000  # bytes the detector sees; what it decides is then checked on the whole
_BROKEN = 0.1  # broken sequences, as a share of good ones, that still leave a file UTF-8

# XML 1.0 cannot write these, so no RDF/XML and no HTML page could carry them. C1 controls stay: what is
# left of a wrongly decoded quote is made of them, and repairing it needs them.
_UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NEWLINE = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_SEPARATOR = re.compile("[\x1c-\x1f]")


def content_of(stream: BinaryIO, limit: int) -> bytes:
    """All bytes of a stream that holds text of some kind.

    Raises:
        ReadError: empty, more than limit bytes, or binary.
    """
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise too_large(limit)
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise ReadError("is empty")
    refuse_binary(content)
    return content


def too_large(limit: int) -> ReadError:
    """The error that says how much one article may weigh."""
    return ReadError(f"is larger than {limit / MEGABYTE:g} MB, more than an article can be; left out")


def refuse_binary(head: bytes) -> None:
    """Nothing, if these first bytes of a file may be text.

    Raises:
        ReadError: they are not.
    """
    if mark_of(head):
        return
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            raise ReadError(f"looks binary ({kind}); save it as plain text or HTML first")
    if b"\0" in head[:_LOOKED_AT]:
        raise ReadError("looks binary (it has NUL bytes); if it is UTF-16 text, save it as UTF-8")


def mark_of(content: bytes) -> str | None:
    """The encoding that a byte order mark at the beginning names, None without one."""
    return next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)


def decoded(content: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text of some bytes, and a note where its encoding had to be guessed or mended.

    In this order: a byte order mark, the declared encoding, UTF-8, and what charset-normalizer finds most
    probable, with windows-1252 preferred where it is as probable as any.

    Args:
        declared: the encoding that an HTTP header or the page itself names.

    Raises:
        ReadError: no encoding gives text.
    """
    encoding = mark_of(content)
    if encoding:
        try:
            return content.decode(encoding), None
        except UnicodeDecodeError as error:
            raise ReadError(
                f"wrong encoding: its first bytes say {encoding}, byte {error.start} is not"
            ) from error
    for encoding in (declared, "utf-8"):
        text = _strictly(content, encoding) if encoding else None
        if text is not None:
            return text.removeprefix("\ufeff"), None
    return _mended(content) or _guessed(content)


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _mended(content: bytes) -> tuple[str, str] | None:
    """UTF-8 in which little is broken: cut off in the middle of a character, or pasted together."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd") - content.count(b"\xef\xbf\xbd")
    beyond_ascii = len(re.findall("[^\x00-\x7f]", text)) - broken
    if broken > _BROKEN * beyond_ascii:
        return None
    return text, f"{broken} places are not UTF-8 and were replaced by U+FFFD"


def _guessed(content: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    first = re.search(rb"[\x80-\xff]", content)
    begin = max(0, (first.start() if first else 0) - _SAMPLE // 2)
    matches = list(from_bytes(content[begin : begin + _SAMPLE], cp_isolation=list(_LEGACY)))
    least = min((match.chaos for match in matches), default=1.0)
    likely = [match for match in matches if match.chaos <= least]
    names = [name for match in likely for name in (match.encoding, *match.could_be_from_charset)]
    encoding = "cp1252" if "cp1252" in names else next(iter(names), None)
    text = _strictly(content, encoding) if encoding and least <= _MESS else None
    if encoding is None or text is None:
        raise ReadError("wrong encoding: neither UTF-8 nor any other that gives text; save it as UTF-8")
    return text, f"is not UTF-8; read as {encoding}"


def clean(text: str) -> str:
    """The text with every newline as LF and without the characters that RDF cannot carry."""
    text = _NEWLINE.sub("\n", text)
    text = _SEPARATOR.sub(" ", text)
    return _UNCARRIED.sub("", text)


def clean_in_place(text: str) -> str:
    """The text with U+FFFD for each character that RDF cannot carry: every offset stays right."""
    return _UNCARRIED.sub("\ufffd", text)

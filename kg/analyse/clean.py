"""Document as read -> Document whose text is what its author wrote, in one form.

Mojibake: UTF-8 that was read as Windows-1252, Latin-1 and their like is undone line by line by ftfy (R. Speer,
"ftfy", 2019, doi:10.5281/zenodo.2591652), which judges by how unlikely the characters are together. ftfy knows
neither codepages of other scripts nor bytes that were lost on the way. Those are found by the grammar of UTF-8
itself (RFC 3629): its sequences are so regular that the codepage's text in another language does not form them
by chance (M. J. Duerst, "The properties and promises of UTF-8", 1997); see mojibake.misread_as.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import replace

import ftfy

from kg.analyse.mojibake import is_usual, misread_as, repaired
from kg.model import Document

MOST_LAYERS = 8  # a page may be misread more than once

_LINE_END = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Joiners shape Persian, Hindi and emoji; between Latin letters they are left-overs.
_JOINER = re.compile("(?<![^\x00-\u024f\u2010-\u206f])[\u200c\u200d]++(?![^\x00-\u024f\u2010-\u206f])")
_SPACE = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_AMPERSAND = re.compile(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){3,}")


def clean(document: Document) -> Document:
    """The document with title and text repaired; cleaning it again changes nothing.

    Mojibake is undone; characters are in NFC, lines end in a line feed; invisible characters and left-over HTML entities
    are gone, every kind of space is a plain one; more than two blank lines in a row become two. A verbatim
    document, or one whose mentions are given, passes unchanged: its offsets index the text as it is.
    """
    if document.verbatim or document.given is not None:
        return document
    before, after = None, (document.title, document.text)
    for _ in range(MOST_LAYERS):
        if before == after:
            break
        before, after = after, _cleaned(*after)
    return replace(document, title=after[0], text=after[1])


def _cleaned(title: str, text: str) -> tuple[str, str]:
    """Title and text with one layer of mojibake or markup undone."""
    title, text = _one_form(title), _one_form(text)
    codepage = misread_as(f"{title}\n{text}")
    if codepage is not None:
        title, text = repaired(title, codepage), repaired(text, codepage)
    return " ".join(_tidy(_fixed(title)).split()), _tidy(_fixed(text))


def _one_form(text: str) -> str:
    """The text without markup left-overs; C1 control characters stay, they may be bytes of mojibake."""
    text = _LINE_END.sub("\n", text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), _AMPERSAND.sub("&", text))
        text = _LINE_END.sub("\n", text)
    return text


def _fixed(text: str) -> str:
    """The text with the mojibake undone that ftfy knows; line by line, as one page mixes sources."""
    return text if text.isascii() else "\n".join(map(_fixed_line, text.split("\n")))


def _fixed_line(line: str) -> str:
    if line.isascii():
        return line
    fixed = ftfy.fix_encoding(line)
    # »Ü of a German quotation is also Mac Roman for a letter that nobody uses.
    return fixed if all(map(is_usual, set(fixed) - set(line))) else line


def _tidy(text: str) -> str:
    text = _CONTROL.sub("", text)
    if not text.isascii():
        text = _JOINER.sub("", _INVISIBLE.sub("", _SPACE.sub(" ", text)))
        text = unicodedata.normalize("NFC", text)
    return _BLANK_LINES.sub("\n\n\n", text)

"""Names -> keys under which they are compared, and the slugs that entity ids are made of."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata

LONGEST_SLUG = 80
POSSESSIVE = re.compile(r"['’]s$")
NOT_WORD = re.compile(r"[^\w]+")


@functools.lru_cache(maxsize=2**18)
def key(name: str) -> str:
    """The name in lower case, without accents, punctuation, a leading article and a possessive ending."""
    plain = unicodedata.normalize("NFKD", POSSESSIVE.sub("", name.strip()))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    words = NOT_WORD.sub(" ", plain).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def slug(name: str) -> str:
    """A readable id of the name: letters, digits and hyphens; never empty, at most about 100 characters."""
    text = key(name).replace("_", " ").replace(" ", "-")
    if text and len(text) <= LONGEST_SLUG:
        return text
    return f"{text[:LONGEST_SLUG]}-{digest(name)}".lstrip("-")


def digest(*parts: str) -> str:
    """Twelve hex digits that depend on the parts alone."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]

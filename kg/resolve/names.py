"""Names -> keys under which they are compared, the slugs that entity ids are made of, and who has which id now."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

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


class Identified(Protocol):
    """What has an id, and ids that it had."""

    @property
    def id(self) -> str:
        """The id that it has."""

    @property
    def former(self) -> tuple[str, ...]:
        """Those that it had."""


def current_ids(things: Iterable[Identified]) -> dict[str, str]:
    """Id, present or former -> the id that the thing has now.

    An id that a thing has is its own, whoever had it before; one that two have had leads to neither.
    """
    claimed: dict[str, set[str]] = defaultdict(set)
    live: dict[str, str] = {}
    for thing in things:
        live[thing.id] = thing.id
        for former in thing.former:
            claimed[former].add(thing.id)
    return {**{former: min(ids) for former, ids in claimed.items() if len(ids) == 1}, **live}

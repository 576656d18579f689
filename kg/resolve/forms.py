"""Names of organizations -> what is left without their legal form, and where such a form is used.

The terms are cleanco's, by country. Two names that differ in their forms only are one unless no country has both:
"Acme Inc." and "Acme GmbH" are two companies, "Acme Inc" and "Acme Corporation" are one that is written carelessly.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from cleanco import basename
from cleanco.clean import normalized, strip_punct
from cleanco.termdata import terms_by_country, terms_by_type

LONGEST_FORM = 4  # words


@functools.lru_cache(maxsize=65536)
def without_form(name: str) -> tuple[str, str]:
    """The name without the legal form that it ends in, and that form as one plain word ("" without one)."""
    words = name.split()
    if len(words) < 2 or _plain(words[-1]) not in _last_words():
        return name, ""
    bare, before = name, ""
    while bare and bare != before:  # "Acme Co., Ltd."
        bare, before = basename(bare), bare
    form = _plain(" ".join(words[len(bare.split()) :]))
    return (bare, form) if bare and len(form.split()) <= LONGEST_FORM else (name, "")


def agree(forms: Iterable[str]) -> bool:
    """Whether one organization may have all of these forms: some country has each of them, or a form is anybody's."""
    known = [countries for form in set(forms) if (countries := _countries().get(form))]
    return not known or bool(frozenset.intersection(*known))


@functools.cache
def _last_words() -> frozenset[str]:
    several = [*terms_by_type.values(), *terms_by_country.values()]
    return frozenset(_plain(term).rpartition(" ")[2] for terms in several for term in terms)


@functools.cache
def _countries() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for country, terms in terms_by_country.items():
        for term in terms:
            found.setdefault(_plain(term), set()).add(country)
    return {form: frozenset(countries) for form, countries in found.items()}


def _plain(text: str) -> str:
    plain: str = strip_punct(normalized(text))
    return " ".join(plain.split())

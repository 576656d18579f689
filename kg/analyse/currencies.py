"""The words and signs that English texts write currencies with -> ISO 4217 codes.

Names, their plurals and most signs are those of the Unicode CLDR, as babel ships it (https://cldr.unicode.org);
what newspapers write besides ("dlrs", "stg", "RMB", "Rs") is listed here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale
from babel.numbers import get_currency_name


def _table(text: str) -> dict[str, str]:
    """A table written as "key value; key value", where the value is the last word."""
    return dict(entry.strip().rsplit(" ", 1) for entry in text.split(";"))


# Signs and letters before a number, besides CLDR's own.
SIGNS: Mapping[str, str] = _table(
    "US$ USD; U.S.$ USD; US $ USD; U.S. $ USD; $US USD; AU$ AUD; $A AUD; C$ CAD; CDN$ CAD; Cdn$ CAD; Can$ CAD;"
    "$C CAD; S$ SGD; SG$ SGD; $S SGD; HK $ HKD; $HK HKD; NZ $ NZD; $NZ NZD; Z$ ZWL; ¥ JPY; JP¥ JPY; RMB¥ CNY;"
    "₽ RUB; ₺ TRY; ₦ NGN; ₴ UAH; ₸ KZT; ฿ THB; ₡ CRC; ₵ GHS; ₲ PYG; ₭ LAK; ₮ MNT; ₼ AZN; ₾ GEL; ֏ AMD; Rs INR;"
    "Rs. INR; RMB CNY; Rmb CNY; DM DEM; SFr CHF; Sfr CHF; SFr. CHF; FFr FRF; NIS ILS; RM MYR; Rp IDR; Dh AED;"
    "Dhs AED; Tk BDT"
)
# Codes that English capitals also spell: they count only where the number has a scale ("TRY 500 million").
WORDS_TOO = frozenset(
    {"ALL", "AMD", "ANG", "ARS", "BAM", "BOB", "CAD", "COP", "CUP", "GEL", "KES", "LAK", "MAD", "MOP", "PEN"}
    | {"SOS", "TOP", "TRY"}
)
# Units that a newspaper leaves without their country, and the currency they then are.
BARE: Mapping[str, str] = _table(
    "euro EUR; pound GBP; sterling GBP; yen JPY; yuan CNY; rupee INR; ruble RUB; franc FRF; mark DEM; lira TRY;"
    "guilder NLG; peseta ESP; won KRW; zloty PLN; forint HUF; baht THB; ringgit MYR; rupiah IDR; rand ZAR;"
    "naira NGN; shekel ILS; dirham AED; riyal SAR; hryvnia UAH; tenge KZT; taka BDT; drachma GRD; escudo PTE;"
    "schilling ATS; markka FIM; koruna CZK; dong VND; krona SEK; real BRL"
)
# Bare units that are the currency of the country that the text speaks of.
BY_CONTEXT = frozenset({"franc", "krone", "peso", "dinar", "shilling"})
# As a bare unit these are other words, too.
NEED_SCALE = frozenset({"pound", "mark", "won", "rand", "real", "krone", "dong", "krona"})
SPELLINGS: Mapping[str, str] = _table(
    "dlr dollar; dlrs dollar; euros euro; stg sterling; renminbi yuan; rmb yuan; rouble ruble; roubles ruble;"
    "lire lira; liras lira; lira lira; reais real; kronor krona; kronur krona; krónur krona; króna krona;"
    "krona krona; kroner krone; krone krone; kr krone; crown krone; crowns krone; koruna koruna; korunas koruna;"
    "koruny koruna; zlotys zloty; zloty zloty; cents cent; cts cent; pence penny"
)
COUNTRIES: Mapping[str, str] = _table("us us; u.s. us; american us; usa us; uk british")
_SIGN_LENGTH = 7
_PLAIN_NAME = re.compile(r"[^()\d’&]+")
_KRONER = {"krona", "krone", "koruna"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A currency by name: its code, None where only the text around can tell, and the part of it that one is.

    Attributes:
        noun: the unit without its country ("franc").
        needs_scale: a bare number before it does not yet make an amount ("200 marks").
    """

    noun: str
    code: str | None
    hundredth: bool = False
    needs_scale: bool = False


@dataclass(frozen=True)
class Currencies:
    """Everything that a text may write a currency with.

    Attributes:
        units: by words in lower case, country first ("swedish kronor").
        first_words: first words of the keys of units.
        codes: ISO 4217 codes in use, or once in use.
        signs: what stands before a number.
        sign_ends: last characters of signs and codes.
        countries: of a noun that several countries use, code by country word ("Swiss" of "franc").
    """

    units: Mapping[str, Unit]
    first_words: frozenset[str]
    codes: frozenset[str]
    signs: Mapping[str, str]
    sign_ends: frozenset[str]
    countries: Mapping[str, Mapping[str, str]]


@functools.cache
def currencies(dollar: str = "USD") -> Currencies:
    """The currencies known, where "$", "dollars" and "cents" alone mean the currency with this code."""
    english = Locale("en")
    codes = frozenset(str(code) for code in english.currencies if not str(code).startswith("XX"))
    symbols = {str(code): str(sign) for code, sign in english.currency_symbols.items()}
    signs = {sign: code for code, sign in symbols.items() if sign not in codes and sign != "¤"}
    signs |= {**SIGNS, "$": dollar}
    units: dict[str, Unit] = {}
    countries: dict[str, dict[str, str]] = {}
    for code in sorted(codes):
        for count in (1, 2):
            name = get_currency_name(code, count=count, locale=english)
            if _PLAIN_NAME.fullmatch(name) and " " in name and code[0] != "X":
                _add(name, code, units, countries)
    units |= _bare_units(dollar)
    first_words = frozenset(words.split()[0] for words in units)
    sign_ends = frozenset(sign[-1] for sign in (*signs, *codes))
    return Currencies(units, first_words, codes, signs, sign_ends, countries)


def _bare_units(dollar: str) -> dict[str, Unit]:
    """The units without a country, in all their spellings."""
    units: dict[str, Unit] = {}
    for noun, code in {**dict.fromkeys(BY_CONTEXT), **BARE, "dollar": dollar}.items():
        units[noun] = units[f"{noun}s"] = Unit(noun, code, needs_scale=noun in NEED_SCALE)
    units["cent"] = Unit("dollar", dollar, hundredth=True)
    units["euro cent"] = units["euro cents"] = Unit("euro", "EUR", hundredth=True)
    units["penny"] = Unit("pound", "GBP", hundredth=True)
    units["pounds sterling"] = units["pound sterling"] = Unit("sterling", "GBP")
    for spelling, noun in SPELLINGS.items():
        units[spelling] = units[noun]
    units["lire"] = Unit("lira", "ITL")
    return units


def _add(name: str, code: str, units: dict[str, Unit], countries: dict[str, dict[str, str]]) -> None:
    """One name in the forms that texts use: "Israeli new shekels" is also "Israeli shekels"."""
    *country_words, last = name.replace(" new ", " ").split()
    last = last.lower()
    noun = SPELLINGS.get(last, last.removesuffix("s"))
    country = " ".join(country_words)
    countries.setdefault("krone" if noun in _KRONER else noun, {}).setdefault(country, code)
    spelled = [form for form, of in SPELLINGS.items() if of == noun]
    if noun in _KRONER:
        spelled += [form for form, of in SPELLINGS.items() if of == "krone"]
    for form in (last, noun, *spelled):
        for word in (country.lower(), *(alias for alias, of in COUNTRIES.items() if of == country.lower())):
            units.setdefault(f"{word} {form}", Unit(noun, code))


def sign_before(text: str, end: int, known: Currencies) -> tuple[int, str] | None:
    """Start and code of the longest currency sign, abbreviation or code that ends at end; a space may follow it."""
    if text[end - 1 : end].isspace():
        end -= 1
    if text[end - 1 : end] not in known.sign_ends:
        return None
    for length in range(min(_SIGN_LENGTH, end), 0, -1):
        start = end - length
        words = text[start:end]
        code = known.signs.get(words) or (words if words in known.codes else None)
        if code and not (words[0].isalpha() and text[max(0, start - 1) : start].isalnum()):
            return start, code
    return None


def told_by(text: str, noun: str, known: Currencies) -> str | None:
    """The code of a bare unit's currency if the text names just one of the countries that have it."""
    options = known.countries.get("krone" if noun in _KRONER else noun, {})
    codes = {code for country, code in options.items() if country in text}
    return codes.pop() if len(codes) == 1 else None

"""The grammar of amounts in English: numbers in digits and words, scales, qualifiers, and what makes two sums one."""

from __future__ import annotations

import re
from decimal import Decimal

# What a scale multiplies by; "m" is never metres here, as a number needs a currency besides.
SCALES = {
    word: 10**exponent
    for exponent, words in (
        (2, "hundred"),
        (3, "thousand k"),
        (5, "lakh"),
        (6, "million mln mn mm m"),
        (7, "crore cr"),
        (9, "billion bln bn b"),
        (12, "trillion trln trn tn t"),
    )
    for word in words.split()
}
_SMALL_LIST = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_SMALL = _SMALL_LIST.split()
_TENS_LIST = "twenty thirty forty fifty sixty seventy eighty ninety"
COUNTS = {"a": Decimal(1), "an": Decimal(1), "half": Decimal("0.5"), "half a": Decimal("0.5")}
COUNTS.update((word, Decimal(number)) for number, word in enumerate(_SMALL, 1))
COUNTS.update(
    (f"{ten} {one}".strip(), Decimal(10 * tens + ones))
    for tens, ten in enumerate(_TENS_LIST.split(), 2)
    for ones, one in enumerate(("", *_SMALL[:9]))
)
_SCALE_WORD = r"(?:hundred|thousand|million|billion|trillion|mln|bln|trln|mn|bn|trn|tn|mm|lakh|crore)"
DIGITS = re.compile(r"[0-9][0-9.,/]*")
NUMBER = re.compile(
    r"""(?:
      (?P<plain>\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,6})? | \d{1,2}(?:,\d\d){1,5},\d{3}(?:\.\d{1,4})?
        | \d{1,15}(?:\.\d{1,6})?) (?:[ -](?P<over>\d{1,2})/(?P<under>[1-9]\d?))?
      | (?P<dotted>\d{1,3}(?:\.\d{3}){2,5}) | (?P<comma>\d{1,3},\d{1,2})
    )(?!\d|[/.,]\d)""",
    re.VERBOSE,
)
WORDED = re.compile(
    rf"""\b(?P<count>half[ -]an? | half(?=-) | an?
      | (?:(?:{_TENS_LIST.replace(" ", "|")})(?:[ -](?:{"|".join(_SMALL[:9])}))? | {"|".join(_SMALL)})
      (?:\ and\ a\ half)?)
      (?=[\s-](?:{_SCALE_WORD}|(?:U\.?S\.?\s|[a-z]{{4,10}}\s)?(?:dollars?|dlrs?|euros?|pounds?|yen|yuan|rupees?|francs?|marks?|cents?|pence))\b)""",
    re.VERBOSE | re.IGNORECASE,
)
# Parts of the words that follow a number in words; str.find finds them quicker than a pattern finds "a".
_STEM_LIST = "illion|hundred|thousand|lakh|crore|mln|bln| bn|ollar|dlr|euro|pound| yen| yuan|rupee|franc| mark| cent|pence"
STEMS = tuple(_STEM_LIST.split("|"))
LONGEST_COUNT = 60
AFTER_DIGIT = re.compile(r".?\d[\s.-]|\d[\s-][A-Za-z]|..\d")
SCALE = re.compile(
    rf"[\s-]{{0,3}}(?P<words>(?:hundred\s|lakh\s)?{_SCALE_WORD})s?\b|\s?(?P<letter>cr|m)\b|(?P<tight>[kbt])\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[\s-]{0,3}(U\.S\.|[^\W\d_]+)")
MORE_WORDS = re.compile(r"(?:\s[^\W\d_]+){0,2}")
_ABOUT = (
    r"about|around|approximately|approx\.?|some|nearly|almost|roughly|circa|estimated|close to"
    r"|just under|just over"
)
QUALIFIERS = (
    ("at least", r"at least|no less than|not less than|no fewer than|a minimum of"),
    ("at most", r"at most|up to|as much as|no more than|not more than|less than|under|below|a maximum of"),
    ("about", _ABOUT),
    ("over", r"over|more than|above|exceeding|in excess of|upwards of|north of|greater than"),
)
_ANY_QUALIFIER = "|".join(words for _, words in QUALIFIERS)
BEFORE = re.compile(
    rf"(?:^|[^\w])(?:{'|'.join(f'({words})' for _, words in QUALIFIERS)})\s+(?:an?\s+)?$|(~)\s?$",
    re.IGNORECASE,
)
BEHIND = re.compile(r"(\+|-plus\b| or more\b)|( or less\b)|( or so\b)", re.IGNORECASE)
AFTER = {1: "at least", 2: "at most", 3: "about"}
EACH = "share"  # what "each" and "apiece" are said of where sums are paid
PER = re.compile(
    r"[\s-](?:(?:in\s)?cash\s|net\s)?(?:(?:an?|per|for\s(?:each|every))[\s-](?:\w+[\s-]){0,2}?(?P<unit>share|unit|ADS|ADR)\b"
    r"|(?:each|apiece)\b(?!\s(?:year|month|quarter|week|day)))",
    re.IGNORECASE,
)
EQUALS = re.compile(
    rf"\s?[(\[](?:or |equal to |equivalent to )?(?:(?:{_ANY_QUALIFIER})\s|~)?"
    rf"|,?\s(?:or|equivalent to|equal to|i\.e\.),?\s(?:the equivalent of\s)?(?:(?:{_ANY_QUALIFIER})\s|~)?",
    re.IGNORECASE,
)
LONGEST_GAP = 40
LONGEST_QUALIFIER = 24
LONGEST_JOINT = 5
JOINTS = frozenset({"to", "and", "or", "-", "–", "—"})
NOT_THE_EURO = re.compile(r"[\s-]?(?:zone|area)\b", re.IGNORECASE)
WEIGHT = re.compile(
    r"[\s-]of (?!(?:\w+ )?(?:debts?|funding|funds?|investments?|money|cash|assets|sales|savings|revenues?"
    r"|loss\w*|damage|profits?|spending|loans?|bonds|shares|equity|stock|credit|costs?|tax\w*|cuts|capital|aid"
    r"|support|business|deals?|orders|exports)\b)"
    r"|\s(?:per square inch|in weight|heavier|lighter|overweight)\b"
)
UNDISCLOSED = re.compile(
    r"\b(undisclosed|unspecified)(?= (?:cash )?(?:sum|amount|price|figure|fee|terms?|consideration|value|total)s?\b)",
    re.IGNORECASE,
)

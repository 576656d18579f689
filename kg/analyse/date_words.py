"""The grammar of English date expressions: patterns whose named groups say what was matched.

The classes are those of TIMEX3's DATE (TimeML 1.2.1, R. Sauri et al., 2006) without times of day, durations and
sets; the forms are those that HeidelTime's English rules cover (J. Strotgen, M. Gertz, SemEval 2010), written anew.
"""

from __future__ import annotations

import re

_MONTH_LIST = "January|February|March|April|May|June|July|August|September|October|November|December"
_WEEKDAY_LIST = "mon|tue|wed|thu|fri|sat|sun"
_COUNT_LIST = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MONTH_NAMES = _MONTH_LIST.split("|")
MONTHS = {name[:3].lower(): number for number, name in enumerate(_MONTH_NAMES, 1)}
WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAY_LIST.split("|"))}
COUNTS = {word: number for number, word in enumerate(_COUNT_LIST.split("|"), 1)}
COUNTS |= {"a": 1, "an": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}

_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
_MONTH = rf"(?:{_MONTH_LIST}|{_MONTH_LIST.upper()}|{_SHORT})"
_LONG_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_WEEKDAY = rf"(?:{_LONG_WEEKDAY}|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?)"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?!\w)"
_YEAR = r"(?:1[0-9]|20)[0-9]{2}(?!\w|[,.][0-9]|%)"
_TO = r"\s?(?:-|–|—|to|and|or|/)\s?"
_PART = (
    r"(?:(?:[Tt]he\s)?(?:[Ee]arly|[Ll]ate|[Mm]id)[\s-]{1,3}(?:in\s)?"
    r"|(?:[Tt]he\s)?(?:[Ss]tart|[Bb]eginning|[Mm]iddle|[Ee]nd)(?:\sof\s|\s?-\s?))"
)
_PERIOD = (
    r"(?:[Tt]he\s)?(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter|(?:[Ff]irst|[Ss]econd)[\s-]half"
    r"|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|1st|2nd|3rd|4th)[\s-](?:[Ff]iscal\s)?[Qq]uarter|Q[1-4]|H[12]|[1-4]Q)"
    r"(?:\s(?:of|in)|,)?\s(?:[Ff]iscal\s(?:[Yy]ear\s)?)?|(?:[Ff]iscal|[Ff]inancial)\s(?:[Yy]ear\s)?|FY\s?|(?:[Tt]he\s)?[Yy]ear\s"
)
_REL_YEAR = r"(?:of\s|in\s)?(?:last|this|next|that|the\ssame|the\sfollowing|the\sprevious)\syear\b"
_COUNT = rf"(?:[0-9]{{1,3}}|{'|'.join(COUNTS)}|{'|'.join(word.capitalize() for word in COUNTS)})"

# Every expression holds one of these; only their surroundings are searched with PATTERN. Each of the two patterns
# begins with a set of rare characters, which is what makes the search quick.
TRIGGER = re.compile(
    rf"""[0-9]{{4}} | (?:{"|".join(name[:3] for name in _MONTH_NAMES)})(?:\b|[a-z]{{1,6}}\b)
    | (?:{_MONTH_LIST.upper()}) | (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day
    | Yesterday | Today | Tomorrow | Tonight | Year[\s-]end""",
    re.VERBOSE,
)
SMALL_TRIGGER = re.compile(
    r"[\s(\"'“‘-](?:(?:year|month|week|quarter|spring|summer|autumn|fall|winter|night)(?![a-rt-z])|ago\b|yesterday|today|tomorrow|tonight)"
)
LEADS = ("ast", "ext", "his", "ame", "hat", "ing", "ous", "the")
REACH_BACK = 38
REACH_ON = 34

PATTERN = re.compile(
    rf"""(?<![\w$£€¥₹])(?<![0-9][.,/:])(?:(?<![0-9]-)|(?<=[12][0-9]{{3}}-)|(?=[A-Z]))(?:
      (?P<iso>(?:1[0-9]|20)[0-9]{{2}}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01])(?:T[0-9:.]{{4,15}}Z?)?)?)(?![\w]|[-/][0-9])
    | (?P<slashed>[0-9]{{1,2}}(?P<slash>[/.])[0-9]{{1,2}}(?P=slash)(?:1[0-9]|20)[0-9]{{2}}
        | (?:1[0-9]|20)[0-9]{{2}}/[0-9]{{1,2}}/[0-9]{{1,2}})(?![\w/])
    | (?:{_WEEKDAY},?\s(?:the\s)?)?(?P<day1>{_DAY})(?:{_TO}{_DAY})?(?:\sof)?\s(?P<month1>{_MONTH})(?!\w)
        (?:(?:\s?,)?\s(?P<year1>{_YEAR})|,?\s(?P<rel1>{_REL_YEAR}))?
    | (?:{_WEEKDAY},?\s)?(?P<month2>{_MONTH})(?:\s(?:the\s)?)?(?P<day2>{_DAY})(?![.,:][0-9]|\s?%|\s(?:percent|per\scent|pct|mln|million)\b)
        (?:\s?(?:-|–|to|and)\s?{_DAY}(?![,:.][0-9]))?(?:(?:\s?,)?\s(?P<year2>{_YEAR})|,?\s(?P<rel2>{_REL_YEAR}))?
    | (?P<part3>{_PART})?(?P<month3>{_MONTH})(?!\w)(?:(?:\s?,)?\s(?:of\s)?(?P<year3>{_YEAR})|,?\s(?P<rel3>{_REL_YEAR})
        | (?={_TO}{_MONTH},?\s(?:of\s)?(?P<shared3>{_YEAR})))
    | (?P<lead4>[Ll]ast|[Nn]ext|[Tt]his)\s(?P<month4>{_MONTH})(?!\w)
    | (?P<part5>{_PART})?(?P<month5>{_MONTH})(?!\w)
    | (?P<decade>(?:[Tt]he\s)?(?:(?:[Ee]arly|[Ll]ate|[Mm]id)[\s-]{{1,3}})?(?:1[0-9]|20)[0-9]0['’]?s)\b
    | {_PART}?(?:{_PERIOD})(?:(?P<year6>{_YEAR})(?:[/–-][0-9]{{2}}(?![0-9]))?|(?P<rel6>{_REL_YEAR}))
    | {_PART}(?P<year7>{_YEAR})
    | (?P<year8>(?:1[4-9]|20)[0-9]{{2}})(?![\w%]|[,.][0-9]|-[A-Za-z]|/[0-9])
    | (?:(?:[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly)\s(?:in\s)?|{_PART})?(?P<lead9>[Ll]ast|[Nn]ext|[Tt]his)\s
        (?P<unit9>year|month|week|quarter|spring|summer|autumn|fall|winter)(?!\w)
    | (?P<vague>(?:[Tt]he\s(?:same|following|previous)|[Tt]hat)\s(?:year|month|week))\b
    | (?:(?P<lead10>[Ll]ast|[Nn]ext|[Tt]his)\s)?(?P<weekday>{_LONG_WEEKDAY})(?!\w)
    | (?P<near>[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight|[Ll]ast\snight)(?!\w)
    | (?P<count>{_COUNT})[\s-](?P<unit>day|week|month|year|decade)s?\sago\b
    | (?P<yearend>(?:[Tt]he\s)?end\sof\sthe\syear|[Yy]ear[\s-]end)\b
    )""",
    re.VERBOSE,
)

_ACTS = r"[Ff]ounded|[Ee]stablished|[Ff]ormed|[Cc]reated|[Ll]aunched|[Ii]ncorporated|[Bb]orn|[Dd]ied|[Oo]pened|[Ee]st\.?"
# What a bare year or month needs before it. The weak ones also count things ("of 2000 people").
STRONG_BEFORE = re.compile(
    rf"(?:\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Tt]ill?|[Bb]y|[Tt]hroughout|[Cc]irca|ca?\.|[Aa]s\sof|{_ACTS}|[Cc]opyright)|©)\s?\Z"
    r"|[(\[]\s?(?:(?:born|b\.|died|d\.|c\.|ca\.|circa|since|from|est\.)\s)?\Z"
)
WEAK_BEFORE = re.compile(
    r"\b(?:[Oo]f|[Ff]or|[Ff]rom|[Aa]fter|[Bb]efore|[Bb]etween|[Tt]hrough|[Aa]t|[Oo]n|[Ii]nto|years|by\sabout|by\saround|starting|beginning|compared\s(?:to|with))\s\Z"
)
OWNED_BEFORE = re.compile(r"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Oo]ur)|['’]s)\s\Z")
MONTH_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Tt]ill?|[Bb]y|[Oo]f|[Ff]or|[Ff]rom|[Aa]fter|[Bb]efore|[Bb]etween|[Tt]hrough|[Tt]o|ended|ending)\s\Z"
)
THINGS = re.compile(
    r"\s(?:[a-z]+-?[a-z]+\s)?(?:people|employees|workers|staff|jobs|homes|houses|miles|km|kilomet\w+|feet|ft|met(?:er|re)s?|m|mm|kg|tons?|tonnes"
    r"|pounds|dollars|dlrs|euros|yen|crore|lakh|units|shares|cases|stores|shops|locations|cities|towns|sites|places|words|pages|points"
    r"|members|students|users|customers|companies|firms|hours|days|years|times|rpm|hp|cc|MW|GW|acres|hectares|square|percent"
    r"|inhabitants|copies|votes|volts|watts|horsepower|seats|rooms|beds|vehicles|cars|aircraft|species|million|billion|thousand)\b"
)
CLOSES = re.compile(
    r"\s*(?:\Z|[.,;:()\]!?\"”’–—-]|\s(?:and|or|to|when|as|by|the|but|with|in|at|on|for|he|she|it|they|who|which|while|until|through|onwards?|up)\b)"
)
NOUN_AFTER = re.compile(r"\s(?:[a-z]+[a-rt-z]|revenues|sales|earnings|results|elections|profits|losses)\b")
FIGURES = re.compile(r"\s(?:net\s)?(?:revenues?|sales|earnings|results|profits?|turnover|income)\b")
CHAIN = re.compile(r",?\s?(?:and|or|to|through|until|-|–|—|/|&)\s?|,\s(?:and\s|or\s)?")
YEAR_RANGE = re.compile(r"\s?[-–—/]\s?((?:1[0-9]|20)[0-9]{2})(?![0-9])")
NAMED_DAY = re.compile(
    r"\b(?:Black|Cyber|Good|Ash|Super|Easter|Palm|Bloody|Every|every|each|Casual|Giving)\s\Z"
)
NAME_AFTER = re.compile(r"\s(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))[A-Z][a-z]")
COMING = re.compile(
    r"(?:\b(?:will|expected|expects|due|scheduled|slated|set|to\sbe|upcoming|expires?|closing)\b|['’]ll\b)([^.!?]*)\Z"
)
REPORTED = re.compile(
    r"(?<!be )\b(?:said|told|reported|announced|says|reports|wrote|showed|confirmed|disclosed|stated|according)\b"
)

"""A line of a saved web page -> whether it belongs to the page and not to the article.

General cues, as in jusText and BoilerNet (J. Pomikalek, 2011; J. Leonhardt et al., 2020), without their markup:
what is left of it in plain text is wording and shape. A line goes only if the cue is all it says; a sentence of
news that mentions cookies, copyright or advice stays.
"""

from __future__ import annotations

import re

SHORT = 160
DISCLAIMER = 4_000
WORDS_OF_A_NOTICE = 45

_LABELS = frozenset(
    """
    advertisement|advertisements|advertising|sponsored|sponsored content|sponsored links|promoted|share|tweet|email
    print|comments|leave a comment|leave a reply|no comments|related|related articles|related content
    related coverage|related news|related posts|related stories|related topics|related updates|read also
    most popular|most read|popular posts|trending|trending now|top stories|latest news|latest stories|more news
    more on this|more on this story|more on this topic|more stories|more info|more|recommended|recommended for you
    you may also like|you might also like|up next|tags|topics|categories|filed under|keywords|table of contents
    contents|in this article|menu|navigation|search|home|log in|login|sign in|sign up|register|subscribe
    subscribe now|newsletter|newsletters|follow us|contact|contact us|about us|our team|careers
    privacy policy|privacy|cookie policy|cookie settings|terms of use|terms of service|terms and conditions
    terms & conditions|legal notice|imprint|disclaimer|source|sources|references|reference|original article
    original source|loading|show more|show less|view all|view photo|see all|see more|load more|next|previous
    next article|previous article|back|back to top|skip to content|skip to main content|accept|accept all
    accept cookies|close|expand|event coverage|save|listen|gift this article|copy link|ends|end|reuter|reuters
    about the author|media contact|press contact|investor contact|editorial contact
    """.strip()
    .replace("\n", "|")
    .split("|")
)
_LABELS = frozenset(" ".join(label.split()) for label in _LABELS)

_SITE = r"(?:facebook|twitter|x|linkedin|instagram|whatsapp|telegram|reddit|youtube|pinterest|google news|e-?mail)"
_WHOLE_LINE = re.compile(
    rf"""
      (?:original\ )?sources?\ ?[:|].{{0,80}} | (?-i:SOURCE\ [A-Z]).{{0,80}} | via\ ?:.{{0,60}} | h/t\b.{{0,60}}
    | (?:photos?|images?|pictures?|video|story|graphic|chart|illustration|credits?|screenshot)
      (?:\ (?:by|credits?|courtesy\ of|source))?\ ?:.{{0,100}}
    | (?:photo|image|picture|illustration)s?\ (?:by|credit|courtesy)\b.{{0,80}}
    | (?:tags?|topics?|categor(?:y|ies)|filed\ under|keywords|labels|posted\ in|tagged(?:\ with)?)\ ?:.*
    | (?:also\ )?read\ (?:more|also|next|(?:the\ )?(?:full|original|whole|rest|entire|our|this|about)\b).{{0,100}}
    | (?:click|tap)\ (?:here|on|the|to)\b.* | (?:continue|keep)\ reading\b.* | see\ also\ ?:.*
    | (?:follow|like|join|find)\ (?:us|me|@)\ ?.{{0,80}} | follow\ .{{0,60}}\ on\ {_SITE}\b.*
    | share\ (?:this|on|via|with|article|link)\b.{{0,60}} | (?:share|tweet|post|save|print|pin)(?:[\ ,|/·•]+{_SITE})+
    | {_SITE}(?:[\ ,|/·•]+(?:{_SITE}|share|print|copy\ link))+
    | (?:back|return|go|skip|jump)\ to\ \w+(?:\ \w+){{0,2}} | (?:next|previous)\ (?:article|post|story|page)\ ?:.*
    | (?:sign\ up|subscribe|register)\ (?:to|for|now|here|today|and)\b.{{0,120}}
    | (?:get|receive)\ (?:our|the|more|all)\b.{{0,80}}\ (?:newsletter|inbox|news|stories|app)\b.{{0,40}}
    | (?:already|not\ yet|become)\ an?\ (?:member|subscriber|user)\b.{{0,60}}
    | (?:download|get)\ (?:the|our)\ app\b.{{0,60}} | enter\ your\ e-?mail\b.*
    | (?:\d+|an?|one)[\ -]?(?:min(?:ute)?s?|hours?)[\ -](?:read|listen|watch) | \d+\ (?:comments?|shares?|views?|likes?)
    | (?:(?:last\ )?(?:updated|published|posted|collected)\b.{{0,10}}\ )?\d+\ ?(?:s|m|min|mins|h|d|hours?|minutes?|days?)\ ago
    | .{{0,60}}collected\ in\ \d+\ ?(?:s|m|min|h|d)
    | (?:https?://|www\.)\S+ | [\w.+-]{{1,64}}@[\w.-]{{1,64}}
    | \(?(?:reporting|writing|editing|additional\ reporting|compiled)\ by\ [^.!?]{{1,150}}\)?
    | (?:©\s|\(c\)\s(?=\d{{4}})|copyright\s(?:©|\(c\)|\d{{4}}|by\s)).* | .{{0,80}}\ all\ rights\ reserved\W?
    | for\ (?:more|further|additional)\ (?:information|details|news)\b.{{0,40}}\ (?:visit|call|contact|see|go|click|please)\b.*
    | (?:please\ )?(?:visit|contact)\ us\b.* | (?:ai|machine)[- ](?:generated|curated|assisted|written)\ .{{0,80}}
    | [-–—=*_~\#.\ ]*(?:reuters?|ends?|more|30|ap|afp)[-–—=*_~\#.\ ]*(?:\^m)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOTICES = re.compile(
    r"""
      \b(?:not|nor)\ (?:be\ )?(?:constitute|intended\ (?:as|to\ be)|considered|construed\ as|provide|an?\ offer)\b
      .{0,80}?\ (?:advice|recommendation|solicitation|endorsement)
    | \bnot\ (?:financial|investment|legal|medical|tax)\ advice
    | \b(?:investment|trading|use|invest|trade)\b.{0,30}\ at\ your\ own\ risk
    | \b(?:past|historical)\ performance\b.{0,60}\ (?:future|guarantee|indicat)
    | \b(?:risk\ (?:warning|disclosure|disclaimer)|disclaimer|forward[- ]looking\ statements?)\b
    | \b(?:we|this\ (?:web)?site|our\ (?:web)?sites?)\ (?:may\ )?uses?\ cookies
    | \bby\ (?:continuing|clicking|subscribing|signing\ up|using\ this|submitting|registering)\b.{0,80}
      \b(?:agree|accept|consent|terms)
    | \bunsubscribe\ at\ any\ time | \benter\ your\ e-?mail | \ball\ (?:content\ )?rights\ (?:reserved|belong)
    | \bread\ our\ (?:privacy|cookie) | \bopinions\ expressed\b.{0,60}\ (?:those\ of|do\ not|are)
    | \bmay\ not\ be\ (?:published|reproduced|copied).{0,60}\ (?:rewritten|redistributed|permission|consent)
    | \bdoes\ not\ take\ into\ account\b.{0,60}\ (?:objectives|situation|goals|needs|circumstances)
    | \b(?:javascript|cookies)\ (?:is|are|must\ be|to\ be)\ (?:disabled|enabled)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPENS_NOTICE = re.compile(
    r"(?:past performance|the (?:views|opinions) expressed|risk (?:warning|disclosure)|disclaimer|disclosures?:|forward[- ]looking statements?|safe harbor|cautionary"
    r"|cookie|we use cookies|this (?:web)?site uses|by (?:continuing|clicking|subscribing|signing up)"
    r"|this (?:press release|news release|article|communication)\b.{0,60}\b(?:forward[- ]looking|advice|solicitation))",
    re.IGNORECASE,
)
_HASHTAG = re.compile(r"(?<!\S)#\s?[^\W\d]\w*")
_HEADING_SIGN = re.compile(r"\A#{1,6}\s+")
_EDGES = " \t|•·*_-–—=→←↗»«›‹>:.…!\"'“”‘’()[]#"


def is_boilerplate(line: str) -> bool:
    """Whether the line is a label, link, credit, hashtag list or legal notice; line is stripped and not empty."""
    if len(line) <= SHORT:
        core = line.strip(_EDGES)
        if not core or core.lower() in _LABELS or _WHOLE_LINE.fullmatch(core) or _WHOLE_LINE.fullmatch(line):
            return True
    if "#" in line and len(line) <= DISCLAIMER and _is_hashtags(line):
        return True
    return len(line) <= DISCLAIMER and _is_notice(line)


def _is_hashtags(line: str) -> bool:
    body = _HEADING_SIGN.sub("", line)
    body = line if "#" in body else body
    tags = len(_HASHTAG.findall(body))
    words = len(body.replace("#", " ").split())
    return tags >= 3 or (tags > 0 and 2 * tags >= words)


def _is_notice(line: str) -> bool:
    """One cue makes a short line a notice, two kinds of cue a paragraph, or one where the line opens like one."""
    cues = {match[0].lower()[:12] for match in _NOTICES.finditer(line)}
    if not cues:
        return False
    opens = bool(_OPENS_NOTICE.match(line.lstrip(_EDGES)))
    words = line.count(" ") + 1
    return len(cues) >= 3 or (opens and (len(cues) >= 2 or words <= 2 * WORDS_OF_A_NOTICE))

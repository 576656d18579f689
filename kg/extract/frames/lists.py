"""A noun -> the things listed with it, or announced by it, where the parser sees them and where it does not.

A long list is where a parser errs most: it hangs the second member on a place inside the first one, or ends the list
at a title with a verb in it. A list is regular on the surface, though: members between commas, a conjunction before
the last. So both are read: what the parser coordinates, and the run of members on the surface if it is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
LISTING = frozenset({"as", "like", "including", "include", "namely", "e.g.", "notably"})
INCLUDING = frozenset({"include", "comprise", "feature", "contain", "consist"})
NAMING = frozenset(
    {"call", "name", "title", "entitle", "dub", "brand", "codename", "know", "christen", "nickname"}
)
SEPARATORS = frozenset({",", ";"})
CONJUNCTIONS = frozenset({"and", "or", "nor"})
BRACKETS = {"(": ")", "[": "]"}
LINKS = frozenset(
    {"of", "in", "for"}
)  # prepositions inside a member: what comes after them is not the member
QUOTES = frozenset({"'s", "’s", "’", "‘", "'", "&", "`", "``", "''", '"', "“", "”", "-", "–", "/", "!", "#"})
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "ADV", "X", "SYM"})
CLOSERS = frozenset({"etc", "etc.", "among"})  # "among others"
MOST_MEMBERS = 60
MOST_WORDS = 14  # of a member
FARTHEST = 12  # words between a plural and what announces its list
LEAST_MEMBERS = 3  # of a list that is read against the parser
LEAST_UNCLOSED = 5  # of one without a conjunction: "Uppsala, Uppland, Sweden" is none


def coordinated(token: Token) -> Iterator[Token]:
    """The token and what is coordinated with it to its right."""
    yield token
    for child in token.children:
        if child.dep_ == "conj" and child.i > token.i:
            yield from coordinated(child)


def _whose(verb: Token) -> bool:
    """Whether a relative clause speaks of something of the noun's: "a firm whose backers include Accel"."""
    return any(t.tag_ == "WP$" for child in verb.children if child.dep_ in SUBJECTS for t in child.subtree)


def listed(noun: Token) -> list[Token]:
    """The heads of what a noun announces: after such as, like, including, or "which include"."""
    found: list[Token] = []
    for child in noun.children:
        if child.i < noun.i:
            continue
        if (child.lower_ in LISTING and child.dep_ in ("prep", "advcl", "acl")) or (
            child.dep_ == "relcl" and child.lemma_ in INCLUDING and not _whose(child)
        ):
            found += governed(child) or first_after(child)
    if not found and noun.tag_ == "NNS" and (marker := _marker_after(noun)) is not None:
        found += governed(marker) or first_after(marker)
    return found


def _marker_after(noun: Token) -> Token | None:
    """The including or such as that follows a plural, though the parser hung it on the verb or another noun."""
    for token in noun.doc[noun.i + 1 : min(noun.i + FARTHEST, noun.sent.end)]:
        if token.lower_ in ("including", ":") or (token.lower_ == "as" and token.nbor(-1).lower_ == "such"):
            return token
        if token.pos_ in ("VERB", "AUX") or token.tag_ == "NNS":
            return None
    return None


def names_of(noun: Token) -> list[Token]:
    """What names the thing that a noun describes: in apposition, after called or named, or "what it bought was X"."""
    found: list[Token] = []
    if noun.dep_ in SUBJECTS and noun.head.lemma_ == "be":
        found += [child for child in noun.head.children if child.dep_ == "attr" and child.pos_ == "PROPN"]
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep_ == "appos":
            found.append(child)
        elif child.dep_ in ("acl", "relcl") and child.lemma_ in NAMING:
            found += [t for t in child.children if t.dep_ in ("oprd", "dobj", "attr") and t.i > child.i]
            found += [t for p in child.children if p.lower_ == "as" for t in governed(p)]
    return found


def governed(word: Token) -> list[Token]:
    """What a preposition or a verb governs, over a second preposition: "from within X", "consist of X"."""
    found = [child for child in word.children if child.dep_ in ("pobj", "dobj")]
    if found:
        return found
    found = [t for child in word.children if child.dep_ == "prep" for t in governed(child)]
    return found or abbreviated(word)


def abbreviated(word: Token) -> list[Token]:
    """The name behind a word that lacks its object, where the parser took its "Inc." for the full stop."""
    for token in word.doc[word.i + 1 :]:
        if token.dep_ == "punct" and token.pos_ == "PROPN":
            return [token]
        if token.head.i <= token.i:
            break
    return []


def first_after(word: Token) -> list[Token]:
    """The first word of a list that the parser did not attach to the word announcing it: "include: A, B and C"."""
    for token in word.doc[word.i + 1 : word.sent.end]:
        if token.pos_ in NOMINAL:
            return [token]
        if not token.is_punct:
            break
    return []


def members(token: Token, names: Mapping[int, object]) -> list[list[Token]]:
    """The tokens of each member that the surface lists after the one with this token; none if no list is there.

    Args:
        names: what a token is part of; the comma in "Acme, Inc." separates nothing.
    """
    found: list[list[Token]] = []
    current: list[Token] = []
    last = False  # whether the conjunction came: the member after it is the last
    doc, i, end = token.doc, token.i, token.sent.end
    while i < end and len(found) < MOST_MEMBERS and len(current) < MOST_WORDS:
        if i in names and names[i] is names.get(i - 1):
            current.append(doc[i])
            i += 1
        elif width := _separator(doc, i):
            if current:
                found.append(current)
                current = []
                if last:
                    break
            last = last or doc[i].text not in SEPARATORS
            i += width
        elif doc[i].text in BRACKETS:
            i = _closed(doc, i, end)
        elif _inside(doc[i]):
            current.append(doc[i])
            i += 1
        else:
            break
    if any(_opens_clause(word) for word in current):
        return []
    if current:
        found.append(current)
    closed = last or (i < end and doc[i].lower_ in CLOSERS)
    return found[1:] if len(found) >= (LEAST_MEMBERS if closed else LEAST_UNCLOSED) else []


def _separator(doc: Doc, i: int) -> int:
    """How many tokens separate two members here; 0 if none does."""
    if doc[i].text in SEPARATORS or doc[i].lower_ in CONJUNCTIONS:
        return 1
    return 3 if [token.lower_ for token in doc[i : i + 3]] == ["as", "well", "as"] else 0


def _closed(doc: Doc, opening: int, end: int) -> int:
    """The index after a bracket's end; the end of the sentence if it has none."""
    bracket = BRACKETS[doc[opening].text]
    return next((i + 1 for i in range(opening, end) if doc[i].text == bracket), end)


def _inside(token: Token) -> bool:
    """Whether the word can be inside of a member. In a title, any word with a capital can."""
    if token.text[0].isupper() or token.pos_ in NOMINAL or token.lower_ in LINKS or token.text in QUOTES:
        return True
    return token.tag_ in ("VBG", "VBN", "PRP$") and token.dep_ in ("amod", "compound", "poss")


def _opens_clause(token: Token) -> bool:
    """Whether the word is the subject of a clause of its own: "bought A, B and C, D said"."""
    return token.dep_ in SUBJECTS and token.head.i > token.i and token.head.pos_ in ("VERB", "AUX")

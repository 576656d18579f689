"""A trigger word -> its arguments by slot, with the grammar between them undone.

Frames are written for the active clause. Passive, participles, relative clauses, control and raising,
coordination, apposition, possessives, copulas and lists after "such as" are undone here, once, for all frames.
The dependency labels are ClearNLP's, which spaCy's English pipelines use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.analyse.descriptors import described_name
from kg.analyse.pronouns import relative
from kg.extract.frames import conjuncts
from kg.extract.frames.clauses import (
    antecedent,
    governor,
    grammatical_subject,
    infinitive,
    is_passive,
    logical_subject,
    objects,
)
from kg.extract.frames.lists import (
    INCLUDING,
    SUBJECTS,
    coordinated,
    first_after,
    governed,
    listed,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

Arguments = Mapping[str, list["Token"]]

COPULAS = frozenset({"be", "become", "remain"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "nummod", "quantmod", "npadvmod", "advmod", "punct"})
PLACING = frozenset({"in", "at", "near", "outside"})
# Who does it has prepositions of his own, which are not the deed's.
ARGUMENTS = frozenset({"subject", "agent", "supporter", "possessor"})
OWNED = frozenset({"subsidiary", "unit", "division", "arm", "affiliate"})
ANY_VERB = "*"


def of_verb(verb: Token) -> Arguments:
    """Arguments of a verb as if its clause were active."""
    found: dict[str, list[Token]] = defaultdict(list)
    subject = grammatical_subject(verb)
    if is_passive(verb):
        _add(found["object"], subject)
    else:
        _add(found["subject"], subject)
        found["object"] += objects(verb)
    for child in verb.children:
        if child.dep_ == "agent":
            found["subject"] += [t for by in coordinated(child) if by.pos_ == "ADP" for t in governed(by)]
        elif child.lower_ == "where":
            _add(found["in"], relative(child))  # "Norway, where it operates"
        elif child.dep_ in ("attr", "oprd", "acomp"):
            found["complement"].append(child)
        elif child.dep_ == "dative":
            found["indirectObject"] += governed(child) if child.pos_ == "ADP" else [child]
    for noun in [verb, *found["object"], *found["complement"]]:
        if noun is not subject:
            _prepositions(noun, found)
    last = conjuncts.sharing(verb)
    if last is not None:
        _prepositions(last, found)
    _loose_prepositions(found)
    found["infinitive"] += _infinitives(verb)
    found["undergoer"] = found["object"] or found["subject"]
    found["owner"] = [owner for thing in found["object"] for owner in _owners(thing)]
    found["objectOwner"] += [owner for noun in found["object"] for owner in _makers(noun)]
    return found


def of_noun(noun: Token, support: tuple[str, ...] = ()) -> Arguments:
    """Arguments of a noun; "subject" is what the noun is said of.

    Args:
        support: lemmas of verbs that, having the noun as object, share their subject with it; ANY_VERB for any verb
            and a noun that nobody else owns.
    """
    found: dict[str, list[Token]] = defaultdict(list)
    children = list(noun.children)
    found["subject"] += _said_of(noun)
    if noun.dep_ in ("attr", "acomp") and noun.head.lemma_ in COPULAS:
        _add(found["equated"], grammatical_subject(noun.head))
    found["apposition"] += [child for child in children if child.dep_ == "appos" and child.i > noun.i]
    found["modifier"] += [*_quantity(noun), *_before(noun)]
    found["possessor"] += [child for child in children if child.dep_ == "poss"]
    if (name := described_name(noun)) is not None:
        # "Acme's subsidiary Bolt": the owner hangs on the name.
        found["possessor"] += [child for child in name.children if child.dep_ == "poss" and child.i < noun.i]
    _prepositions(noun, found)
    _place_right_after(noun, found)
    _share(noun, found)
    for word in [noun.head, *children, *noun.head.children]:  # "the deal, worth $9 million, closed"
        if word.lower_ == "worth":
            found["worth"] += word.children
    verb = governor(described_name(noun) or noun)
    if verb is not None and noun.dep_ == "dobj":
        # "topped the bid for X by Y": the parser may hang on the verb what belongs to its object.
        _add_by(verb, noun, found)
    found["agent"] += found.get("by", [])
    if verb is not None:
        _support(noun, verb, support, found)
    _loose_prepositions(found)
    found["owner"] = [
        owner for slot in ("of", "for") for thing in found.get(slot, ()) for owner in _owners(thing)
    ]
    found["infinitive"] += [
        *_infinitives(noun),
        *(_infinitives(verb) if verb is not None and verb.lemma_ in support else []),
    ]
    return found


def _share(noun: Token, found: dict[str, list[Token]]) -> None:
    """What a noun has in common with those that it is coordinated with."""
    for other in conjuncts.before(noun):
        if not noun.ent_type_:  # "its chairman and chief executive", but not "Spain's Acme and Bolt"
            found["possessor"] += [child for child in other.children if child.dep_ == "poss"]
        if not found["subject"]:
            found["subject"] += _said_of(other)
        if other.pos_ == "NOUN":
            _prepositions(other, found, after=noun.i)
    last = conjuncts.sharing(noun)
    if last is not None:
        _prepositions(last, found)


def _support(noun: Token, verb: Token, support: tuple[str, ...], found: dict[str, list[Token]]) -> None:
    """What a noun has of the verb that supports it: who does it, where, with whom."""
    if not {*_lemmas(verb), noun.head.lower_}.isdisjoint(support):
        if noun.dep_ in SUBJECTS:
            agents = [token for child in verb.children if child.dep_ == "agent" for token in governed(child)]
            found["supporter"] += agents
        else:
            _add(found["supporter"], grammatical_subject(verb))
        found["agent"] += found["supporter"]
        _prepositions(verb, found)
    elif ANY_VERB in support and noun.dep_ not in SUBJECTS and not found["possessor"]:
        found["agent"] += logical_subject(verb)


def of_adjective(adjective: Token) -> Arguments:
    """Arguments of an adjective or participle used as one: "a Paris-based startup", "is based in Paris"."""
    found: dict[str, list[Token]] = defaultdict(list)
    if adjective.dep_ in ("amod", "acl", "nmod", "compound"):
        noun = adjective.head
        found["subject"].append(noun)
        if noun.dep_ in ("compound", "nmod") and noun.head.pos_ == "PROPN":
            found["subject"].append(noun.head)  # "the Paris-based startup Acme"
        found["subject"] += [child for child in noun.children if child.dep_ == "appos"]
        found["possessor"] += [child for child in noun.children if child.dep_ == "poss"]
    elif adjective.dep_ in ("acomp", "attr") or adjective.dep_ == "ROOT":
        _add(found["subject"], grammatical_subject(adjective.head))
        _prepositions(adjective.head, found)
    found["modifier"] += _before(adjective)
    for noun in [t for t in found["subject"] if t.dep_ in ("dobj", "pobj")]:
        if (verb := governor(noun)) is not None:
            _add(found["supporter"], grammatical_subject(verb))  # "bought rival Acme"
    _prepositions(adjective, found)
    return found


def _makers(noun: Token) -> list[Token]:
    """Whose the thing is, as maker or owner: "Acme's lamps", "Acme lamps"; a name has no owner but the possessor."""
    common = noun.pos_ != "PROPN"
    return [
        child
        for child in noun.lefts
        if child.dep_ == "poss" or (common and child.dep_ in ("compound", "nmod") and child.pos_ == "PROPN")
    ]


def of_adverb(adverb: Token) -> Arguments:
    """Arguments of an adverb: those of the clause or of the prepositional phrase that it is said of."""
    found: dict[str, list[Token]] = defaultdict(list)
    preposition = adverb.head if adverb.head.pos_ == "ADP" else None
    told = adverb.head if preposition is None else preposition.head
    if preposition is not None:
        found[preposition.lower_] += governed(preposition)
    if told.pos_ in ("VERB", "AUX"):
        _add(found["subject"], grammatical_subject(told))
        _prepositions(told, found)
    elif told.pos_ in ("NOUN", "PROPN", "PRON"):
        found["subject"].append(told)
    return found


def prepositional_object(noun: Token, prepositions: frozenset[str]) -> Token | None:
    """The object of one of these prepositions on the noun."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            return next(iter(governed(child)), None)
    return None


def _add(tokens: list[Token], token: Token | None) -> None:
    if token is not None:
        tokens.append(token)


def _prepositions(word: Token, found: dict[str, list[Token]], after: int = -1) -> None:
    for child in word.children:
        if (
            child.dep_ in ("prep", "agent", "dative")
            and child.pos_ == "ADP"
            and child.i > after
            and child.lower_ not in ("such", "according")
        ):
            for preposition in coordinated(child):  # "for Acme and for Bolt"
                _add_governed(word, preposition, found)


def _add_governed(word: Token, preposition: Token, found: dict[str, list[Token]]) -> None:
    for token in governed(preposition) if preposition.pos_ == "ADP" else ():
        noun = (antecedent(word) or token) if token.tag_ in ("WDT", "WP") else token
        if noun not in found[preposition.lower_]:
            found[preposition.lower_].append(noun)


def _place_right_after(noun: Token, found: dict[str, list[Token]]) -> None:
    """In "opened a plant in Lyon" the parser hangs the place on the verb; it is the plant's as well."""
    if noun.i + 1 < len(noun.doc):
        following = noun.nbor()
        if following.dep_ == "prep" and following.lower_ in PLACING and following.head != noun:
            found[following.lower_] += [t for t in governed(following) if t not in found[following.lower_]]


def _loose_prepositions(found: dict[str, list[Token]]) -> None:
    """Attachment is loose: in "invest in infrastructure in Sweden" the place hangs on the infrastructure."""
    for tokens in [list(tokens) for slot, tokens in found.items() if slot not in ARGUMENTS]:
        for token in tokens:
            if token.pos_ in ("NOUN", "PROPN", "NUM", "SYM"):
                _prepositions(token, found)


def _owners(thing: Token) -> list[Token]:
    """Whose the thing is said to be: "|Acme|'s Bolt division", "Bolt, a unit of |Acme|"."""
    found = [child for child in thing.children if child.dep_ == "poss"]
    for noun in [thing, *(child for child in thing.children if child.dep_ == "appos")]:
        if noun.lemma_.lower() in OWNED:
            owner = prepositional_object(noun, frozenset({"of"}))
            found += [owner] if owner is not None else []
    return found


def _lemmas(verb: Token) -> set[str]:
    """The verb's lemma, alone and with its particle: "turn", "turn down"."""
    particles = [child.lower_ for child in verb.children if child.dep_ == "prt"]
    return {verb.lemma_, *(f"{verb.lemma_} {particle}" for particle in particles)}


def _add_by(verb: Token, noun: Token, found: dict[str, list[Token]]) -> None:
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "by" and child.i > noun.i:
            found["by"] += governed(child)


def _before(word: Token) -> list[Token]:
    """Everything that modifies the word from the left, nearest last; not its possessor.

    What stands before the article is the parser's mistake: "|OSLO| - The Swedish startup Acme".
    """
    found: list[Token] = []
    article = max((t.i for t in word.doc[word.left_edge.i : word.i] if t.dep_ == "det"), default=-1)
    for child in word.lefts:
        if child.dep_ in MODIFIERS and child.i > article:
            found += [
                *_before(child),
                child,
                *(t for t in child.rights if t.dep_ in ("conj", "nmod", "appos")),
            ]
    if word.dep_ in ("compound", "nmod") and word.head.pos_ == "PROPN":
        # "Mistral CEO Arthur Mensch": the parser may hang both on the last word of the name.
        before = [t for t in word.head.lefts if t.i < word.i and t.dep_ in ("compound", "nmod", "poss")]
        found += [t for t in before if t.i > article]
    return found


def _infinitives(word: Token) -> list[Token]:
    """What the word is for, as an infinitive: "teamed up to build"."""
    return [
        child
        for child in word.children
        if child.dep_ in ("xcomp", "advcl", "acl", "relcl") and infinitive(child)
    ]


def _quantity(noun: Token) -> list[Token]:
    """How much of it there is: "$50 million in funding", "20 million euros of debt"."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in ("in", "of"):
        return []
    if any(child.dep_ in ("det", "poss") for child in noun.children):
        return []
    return [preposition.head] if preposition.head.ent_type_ == "MONEY" else []


def _said_of(noun: Token) -> list[Token]:
    """The things that the noun describes."""
    found = [child for child in noun.children if child.dep_ == "appos"]
    return [*found, *listed(noun), *(_named_beside(noun) or _told_by_verb(noun))]


def _named_beside(noun: Token) -> list[Token]:
    """What the noun is in apposition to or stands before; before a clause, the subject of that."""
    head = noun.head
    if noun.dep_ == "appos":
        # "was chairman of Acme, a director of Bolt": the chairman is said of somebody in turn.
        return [head, *(_said_of(head) if head.pos_ == "NOUN" else [])]
    if noun.dep_ == "advcl" and noun.i < head.i:
        subject = grammatical_subject(head)  # "A native of Oslo, she moved to Bergen."
        return [subject] if subject is not None and subject.i > noun.i else []
    name = described_name(noun) if noun.dep_ != "oprd" else None
    return [name] if name is not None else []


def _told_by_verb(noun: Token) -> list[Token]:
    """What a verb between them makes the noun's: "X is a noun", "named X noun", "served as noun"."""
    head = noun.head
    copula = head.lemma_ in COPULAS
    if noun.dep_ == "attr" and copula:
        subject = grammatical_subject(head)
        return [subject] if subject is not None else []
    if noun.dep_ == "oprd":
        return list(of_verb(head)["object"])
    if noun.dep_ in SUBJECTS and head.lemma_ in INCLUDING:
        return objects(head) or governed(head) or first_after(head)
    if noun.dep_ in SUBJECTS and copula:
        return [child for child in head.children if child.dep_ == "attr"]
    if noun.dep_ == "pobj" and head.lower_ in ("as", "among") and head.head.pos_ in ("VERB", "AUX"):
        verb = head.head  # "served as chairman"; "is among the investors", "counts X among its investors"
        return objects(verb) or [t for t in [grammatical_subject(verb)] if t is not None]
    return []

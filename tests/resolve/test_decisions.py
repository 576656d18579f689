"""decisions.yaml: what people decide is followed in any order, and what cannot be is told with its line."""

from __future__ import annotations

import itertools

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.model import Entity, Extraction, KnowledgeBase, MentionKind
from kg.ontology import load
from kg.resolve import Resolution, resolve
from kg.resolve.decisions import Decisions, parse
from tests.builders import Draft

COMPANY = "kg:Company"
NAMES = ("Acme", "Bolt", "Citron", "Delta", "Epsilon")


def article(id_: str, *names: str) -> Extraction:
    """Every company in it bought the next."""
    draft = Draft(id_, " bought ".join(names))
    mentions = [draft.mention(name, COMPANY) for name in names]
    for one, other in itertools.pairwise(mentions):
        draft.say(one, "kg:acquired", other)
    return draft.extraction()


def decided(text: str, *articles: Extraction) -> Resolution:
    """The articles, with the decisions of a file."""
    return resolve(articles, load(), parse(text))


def entity(found: Resolution, label: str) -> Entity:
    """The entity with this label."""
    return next(each for each in found.knowledge_base.entities if each.label == label)


def test_a_merge_keeps_names_ids_and_the_reason() -> None:
    """What is merged is an alias, its id leads on, and the reason is what was decided."""
    found = decided(
        "- {merge: acme, into: bolt, because: renamed in 2021}",
        article("a", "Acme", "Citron"),
        article("b", "Bolt", "Delta"),
    )
    bolt = entity(found, "Bolt")
    assert (bolt.aliases, bolt.former) == (("Acme",), ("acme",))
    assert [merge.reason for merge in bolt.merges] == ["decided: renamed in 2021"]
    assert {s.subject for s in found.knowledge_base.statements} == {"bolt"}
    assert found.unfollowed == ()


def test_a_merge_keeps_the_reasons_of_both() -> None:
    """Why other names were taken for what is merged is still told, beside why that was merged."""
    found = decided(
        "- {merge: acme, into: bolt}",
        article("a", "Acme Inc.", "Citron"),
        article("b", "Acme", "Delta"),
        article("c", "Bolt GmbH", "Epsilon"),
        article("d", "Bolt", "Zeta"),
    )
    form = "the same name but for its legal form"
    assert {(m.name, m.into, m.reason) for m in entity(found, "Bolt").merges} == {
        ("Acme", "Bolt", "decided"),
        ("Acme Inc.", "Acme", form),
        ("Bolt GmbH", "Bolt", form),
    }


def test_a_split_moves_the_mentions_of_an_article() -> None:
    """Mentions in the named article are a thing of their own, the others stay."""
    text = "- {split: acme, mentions: [b], into: Acme Records}"
    found = decided(text, article("a", "Acme", "Citron"), article("b", "Acme", "Delta"))
    assert {m.document_id for m in entity(found, "Acme").mentions} == {"a"}
    assert {m.document_id for m in entity(found, "Acme Records").mentions} == {"b"}
    assert entity(found, "Acme Records").id == "acme-records"


def test_a_split_may_name_a_span_or_a_name() -> None:
    """A span takes the mentions in it, name: those that are so written."""
    draft = Draft("a", "Acme bought Bolt. Acme Inc. bought Citron")
    one, other = draft.mention("Acme", COMPANY), draft.mention("Acme Inc.", COMPANY)
    draft.say(one, "kg:acquired", draft.mention("Bolt", COMPANY))
    draft.say(other, "kg:acquired", draft.mention("Citron", COMPANY))
    for meant in ("a#char=18,45", "name:Acme Inc."):
        found = decided(f"- {{split: acme, mentions: ['{meant}'], into: Zenith}}", draft.extraction())
        assert {m.text for m in entity(found, "Zenith").mentions} == {"Acme Inc."}


def test_a_split_into_a_name_that_there_is_joins_it() -> None:
    """Mentions that are decided to be another thing are its mentions."""
    text = "- {split: acme, mentions: [b], into: Bolt}"
    found = decided(text, article("a", "Acme", "Bolt"), article("b", "Acme", "Delta"))
    assert {m.document_id for m in entity(found, "Bolt").mentions} == {"a", "b"}


def test_a_new_name_leaves_the_id() -> None:
    """A renamed entity has the old name as an alias, and its id."""
    found = decided("- {rename: acme, to: Acme of Ohio}", article("a", "Acme", "Bolt"))
    assert (entity(found, "Acme of Ohio").id, entity(found, "Acme of Ohio").aliases) == ("acme", ("Acme",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {merge: nobody, into: acme}", "there is no entity nobody now"),
        ("- {rename: nobody, to: Somebody}", "there is no entity nobody now"),
        ("- {split: acme, mentions: [z], into: Zenith}", "acme has none of these mentions now"),
    ],
)
def test_what_does_not_apply_is_told_with_its_line(text: str, message: str) -> None:
    """The other decisions are followed."""
    found = decided(f"- {{rename: bolt, to: Volt}}\n{text}", article("a", "Acme", "Bolt"))
    assert [(f.where, f.fatal) for f in found.unfollowed] == [("decisions.yaml:2", False)]
    assert message in found.unfollowed[0].message
    assert entity(found, "Volt").id == "bolt"


def test_a_thing_and_an_event_are_never_one() -> None:
    """Such a merge is not followed, and told."""
    draft = Draft("a", "Acme bought Bolt")
    event = draft.mention("bought", "kg:Acquisition", MentionKind.EVENT)
    draft.say(event, "kg:acquirer", draft.mention("Acme", COMPANY))
    draft.say(event, "kg:target", draft.mention("Bolt", COMPANY))
    id_ = next(
        e.id
        for e in resolve([draft.extraction()], load()).knowledge_base.entities
        if e.kind is MentionKind.EVENT
    )
    found = decided(f"- {{merge: acme, into: {id_}}}", draft.extraction())
    assert "cannot be one" in found.unfollowed[0].message
    assert entity(found, "Acme").id == "acme"


def holdings() -> list[Extraction]:
    """Articles in which "Beta" is short for "Beta Holdings", so that beta leads to beta-holdings."""
    draft = Draft("a", "Beta Holdings bought Citron. Beta grew")
    beta, short = draft.mention("Beta Holdings", COMPANY), draft.mention("Beta", COMPANY, occurrence=1)
    draft.say(beta, "kg:acquired", draft.mention("Citron", COMPANY))
    draft.same(beta, short)
    return [
        draft.extraction(),
        article("b", "Beta", "Delta"),
        article("c", "Alpha", "Epsilon"),
        article("d", "Gamma", "Zeta"),
    ]


def subjects(found: Resolution) -> dict[str, str]:
    """Object -> who acquired it."""
    return {str(s.object): s.subject for s in found.knowledge_base.statements}


@pytest.mark.parametrize(
    ("decisions", "left"),
    [
        (("alpha beta", "beta-holdings gamma"), "gamma"),
        (("gamma beta", "beta-holdings alpha"), "alpha"),
        (("gamma beta", "beta alpha"), "alpha"),
        (("beta alpha", "gamma beta-holdings"), "alpha"),
        (("alpha beta", "gamma beta"), "beta-holdings"),
        (("alpha nobody", "nobody beta", "gamma beta"), "beta-holdings"),
        (("alpha beta", "gamma beta-holdings", "beta-holdings nobody"), "beta-holdings"),
    ],
)
def test_a_merge_may_name_an_id_that_a_thing_had(decisions: tuple[str, ...], left: str) -> None:
    """Whichever id of a thing a merge names, all that was told of the merged things is told of the one."""
    pairs = [pair.split() for pair in decisions]
    for order in itertools.permutations(pairs):
        text = "\n".join(f"- {{merge: {one}, into: {other}}}" for one, other in order)
        found = decided(text, *holdings())
        assert subjects(found) == dict.fromkeys(("citron", "delta", "epsilon", "zeta"), left)
        assert set(found.denotes.values()) == {left, "citron", "delta", "epsilon", "zeta"}


def test_a_circle_through_an_id_that_a_thing_had_is_told() -> None:
    """The merges of the circle are not followed, and each is told with its line; others are followed."""
    text = (
        "- {merge: alpha, into: beta}\n- {merge: beta-holdings, into: alpha}\n- {merge: gamma, into: alpha}"
    )
    found = decided(text, *holdings())
    message = "merges go in a circle: alpha → beta-holdings → alpha; not merged"
    assert [(f.where, f.message) for f in found.unfollowed] == [
        ("decisions.yaml:1", message),
        ("decisions.yaml:2", message),
    ]
    assert subjects(found) == {
        "citron": "beta-holdings", "delta": "beta-holdings", "epsilon": "alpha", "zeta": "alpha",
    }  # fmt: skip


def test_two_merges_of_one_thing_by_two_ids_are_told() -> None:
    """The one that names the id it has is followed."""
    text = "- {merge: beta, into: alpha}\n- {merge: beta-holdings, into: gamma}"
    found = decided(text, *holdings())
    (told,) = found.unfollowed
    assert (told.where, told.message) == (
        "decisions.yaml:1",
        "beta is beta-holdings now, which line 2 merges into gamma; not merged",
    )
    assert subjects(found)["citron"] == "gamma"


@given(st.lists(st.tuples(*[st.sampled_from(["alpha", "beta", "beta-holdings", "gamma", "nobody"])] * 2)))
def test_whatever_is_merged_loses_nothing(pairs: list[tuple[str, str]]) -> None:
    """Every statement is there, of things that are there, whatever the merges name."""
    text = "\n".join(f"- {{merge: {one}, into: {other}}}" for one, other in pairs)
    try:
        found = decided(text, *holdings())
    except KgError:
        return
    kb = found.knowledge_base
    assert set(subjects(found)) == {"citron", "delta", "epsilon", "zeta"}
    assert {s.subject for s in kb.statements} <= {e.id for e in kb.entities}
    assert sum(len(e.mentions) for e in kb.entities) == len(found.denotes)


@pytest.mark.parametrize("kind", [MentionKind.EVENT, MentionKind.NOMINAL])
def test_only_what_has_a_name_is_split(kind: MentionKind) -> None:
    """A split of an event or of an unnamed thing is not followed, and told with its line."""
    draft = Draft("a", "Acme builds a plant")
    project = draft.mention("builds", "kg:FacilityProject", MentionKind.EVENT)
    draft.say(project, "kg:developer", draft.mention("Acme", COMPANY))
    draft.say(project, "kg:facility", draft.mention("a plant", "kg:Plant", MentionKind.NOMINAL))
    before = decided("", draft.extraction()).knowledge_base
    (id_,) = (e.id for e in before.entities if e.kind is kind)
    found = decided(f"\n- {{split: {id_}, mentions: [a], into: Other}}", draft.extraction())
    (told,) = found.unfollowed
    assert told.where == "decisions.yaml:2"
    assert told.message == f"{id_} has no name; only named things can be split"
    assert found.knowledge_base == before


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        (
            "- {merge: a, into: b}\n- {merge: b, into: c}\n- {merge: c, into: a}",
            ":1",
            "go in a circle: a → b → c → a",
        ),
        ("- {merge: a, into: a}", ":1", "go in a circle: a → a"),
        ("- {merge: a, into: b}\n- {merge: a, into: c}", ":2", "is merged into b in line 1 already"),
        ("- {rename: a, to: B}\n- {rename: a, to: C}", ":2", "is renamed in line 1 already"),
        ("- merge: a", ":1", "into is missing"),
        ("- {merge: a, into: [b]}", ":1", "into must be text"),
        ("- {split: a, mentions: b, into: c}", ":1", "mentions must be a list"),
        ("- {merge: a, into: b, why: c}", ":1", "merge has no 'why'"),
        ("\n- {fuse: a, into: b}", ":2", "an entry has one of merge, split, rename, distinct"),
        ("- {distinct: [a, a]}", ":1", "two different ids"),
        ("merge: a", ":1", "must be a list of decisions"),
        ("- just words", ":1", "must be an entry"),
        ("- {merge: a\n- {", ":2", "is not YAML"),
        ("\t- x", ":1", "is not YAML"),
        ("- !!python/object:os.system {}", ":1", "an entry has one of"),
        ("- merge: a\n  into: b\n  into: c", ":1", "into is there twice"),
        ("- distinct: &a [*a, x]", ":1", "distinct must be a list of texts"),
        ("- distinct: [[a, b], c]", ":1", "distinct must be a list of texts"),
        ("- {[merge]: a, into: b}", ":1", "the name of a field must be text"),
        ("- distinct: " + 5000 * "[", "", "is nested too deep"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(text: str, where: str, message: str) -> None:
    """Nothing of such a file is followed."""
    with pytest.raises(KgError) as caught:
        parse(text)
    assert caught.value.where == f"decisions.yaml{where}"
    assert message in caught.value.message


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]"])
def test_an_empty_file_decides_nothing(text: str) -> None:
    """No decisions, no error."""
    assert parse(text) == Decisions()


ids = st.sampled_from([name.lower() for name in NAMES])
entries = st.one_of(
    st.fixed_dictionaries({"merge": ids, "into": ids}),
    st.fixed_dictionaries({"rename": ids, "to": st.sampled_from(["One", "Two"])}),
    st.fixed_dictionaries(
        {"split": ids, "mentions": st.just(["b"]), "into": st.sampled_from(["New", *NAMES])}
    ),
)


@given(st.lists(entries, max_size=6), st.randoms())
def test_the_order_of_decisions_does_not_matter(several: list[dict[str, object]], rng: object) -> None:
    """Any order of the same entries gives the same graph, or the same refusal."""
    shuffled = list(several)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    articles = (article("a", *NAMES), article("b", *reversed(NAMES)))
    results: list[KnowledgeBase | None] = []
    for order in (several, shuffled):
        try:
            results.append(decided(yaml.safe_dump(order), *articles).knowledge_base)
        except KgError:
            results.append(None)
    assert results[0] == results[1]

"""Facts with their claims -> text for people, the words that say it marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.explain.facts import Claim, Fact, Sentence, Support
from kg.query.names import printable

_BEGINNING = 40  # characters of a sentence that tell it from the others


def _stars(words: str) -> str:
    return f"*{words}*"


def render(facts: Iterable[Fact], mark: Callable[[str], str] = _stars) -> str:
    """One block a fact: the triple, then each claim with its sentence or, indented, what it follows from.

    Last, once for all, the programs that found them.

    Args:
        mark: sets off the words of a sentence that say it.
    """
    facts = tuple(facts)
    blocks = ["".join(f"{line}\n" for line in _fact(fact, mark, "", set())) for fact in facts]
    if software := sorted(set(_software(facts))):
        blocks.append(printable(f"found by {', '.join(software)}") + "\n")
    return "\n".join(blocks)


def _software(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        for claim in fact.claims:
            yield from claim.software
            yield from _software(claim.premises)


def _fact(fact: Fact, mark: Callable[[str], str], indent: str, shown: set[object]) -> Iterator[str]:
    yield f"{indent}{printable(fact.subject.label)}  {fact.predicate}  {printable(fact.object.label)}"
    if fact.support and fact.support.claims > 1:
        yield f"{indent}  {in_words(fact.support)}"
    for claim in fact.claims:
        yield from _claim(claim, mark, indent + "  ", shown)


def _claim(claim: Claim, mark: Callable[[str], str], indent: str, shown: set[object]) -> Iterator[str]:
    how = f"{claim.status}, confidence {claim.confidence:.2f}, {', '.join(claim.rules)}"
    if claim.extractors:
        how += printable(f" ({', '.join(claim.extractors)})")
    if claim.sentence is None:
        yield f"{indent}derived: {how}; follows from"
        for premise in claim.premises:
            yield from _fact(premise, mark, indent + "  ", shown)
        return
    if claim.sentence in shown:
        yield f"{indent}“{printable(claim.sentence.text[:_BEGINNING])}…” (as above; {how})"
        return
    shown.add(claim.sentence)
    yield f"{indent}“{marked(claim.sentence, mark)}”"
    article = claim.sentence.article
    source = [article.title and f"“{article.title}”", article.publisher, article.published, article.iri]
    source += [f"a near-copy of {article.copy_of}"] if article.copy_of else []
    said_by = f"says {claim.attribution}; " if claim.attribution else ""
    yield indent + "  " + printable(said_by + ", ".join(filter(None, source)))
    yield f"{indent}  {how}"


def in_words(support: Support) -> str:
    """How well a triple is supported: "3 claims in 2 articles from 1 source: confidence 0.93"."""
    counts = (
        ("claim", support.claims),
        ("article", support.articles),
        ("independent source", support.sources),
    )
    claims, articles, sources = (f"{count:,} {noun}{'s' if count > 1 else ''}" for noun, count in counts)
    return f"{claims} in {articles} from {sources}: together confidence {support.confidence:.2f}"


def marked(sentence: Sentence, mark: Callable[[str], str]) -> str:
    """The sentence with its cues marked; overlapping ones as one."""
    parts, at = [], 0
    for start, end in _merged(sentence.cues):
        parts += [printable(sentence.text[at:start]), mark(printable(sentence.text[start:end]))]
        at = end
    return "".join(parts) + printable(sentence.text[at:])


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged

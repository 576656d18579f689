"""What somebody decides about who is who -> a line in the graph's decisions.yaml, and the graph as it is then."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from kg.assemble import terms
from kg.cache import Cache
from kg.errors import KgError
from kg.export.files import write_whole
from kg.pipeline import CACHE, STORE, Progress, Report, rebuild
from kg.query.names import has, things
from kg.resolve.decisions import CHARACTERS, FILE, NAME, parse
from kg.resolve.entries import text_of
from kg.store import Store

__all__ = ["FILE", "decide", "distinct_pairs", "find", "mention"]


def find(folder: Path, name: str) -> str:
    """The id of the one thing of that name, CURIE or IRI in a graph's folder.

    Raises:
        KgError: nothing or several things are called so; it says which.
    """
    with Store.open(folder / STORE) as store:
        base = store.prefixes["d"]
        called = things(store, f"d:{name}" if has(store, f"d:{name}") else name)
        ids = sorted({terms.entity_id(base, _now(store, node.value)) for node in called})
    if len(ids) > 1:
        raise KgError(f"several things are called so; say which: {', '.join(ids)}", name)
    return ids[0]


def _now(store: Store, iri: str) -> str:
    """The IRI that a thing has now, by one that it had."""
    found = store.select(f"SELECT ?now WHERE {{ <{iri}> {terms.OWL_SAME_AS} ?now }}")
    return next((solution["now"].value for solution in found), iri)


def mention(folder: Path, text: str) -> str:
    """An article, or a span of one, with the article's id in place of its address or a part of either.

    Raises:
        KgError: no article, or several, are meant.
    """
    if text.startswith(NAME):
        return text
    article, mark, span = text.partition(CHARACTERS)
    with Cache(folder / CACHE) as cache:
        addresses = cache.addresses()
    exact = [id_ for id_, uri in addresses.items() if article in (id_, uri)]
    found = exact or [id_ for id_, uri in addresses.items() if article in id_ or article in uri]
    if len(found) != 1:
        which = f"; it may be {', '.join(found[:5])}" if found else "; kg query articles lists them"
        raise KgError(f"{'several articles are' if found else 'no article is'} meant by this{which}", text)
    return f"{found[0]}{mark}{span}"


def decide(folder: Path, entry: Mapping[str, str | list[str]], *, progress: Progress) -> Report:
    """Add a decision to the file, keeping what people wrote there, and bring the graph up to date.

    Raises:
        KgError: the file cannot be read or is not in order, or would not be with this decision, or the graph cannot
            be brought up to date; then nothing has changed.
    """
    file = folder / FILE
    new, before = not file.exists(), text_of(file)
    parse(before, str(file))
    added = yaml.safe_dump(
        [{k: v for k, v in entry.items() if v}], allow_unicode=True, sort_keys=False, width=100
    )
    after = f"{before.rstrip()}\n{added}".lstrip()
    parse(after, str(file))
    _write(file, after)
    try:
        return rebuild(folder, progress=progress)
    except BaseException:  # whatever it is: a decision that was not followed must not stay
        if new:
            file.unlink()
        else:
            _write(file, before)
        raise


def distinct_pairs(source: Path) -> frozenset[tuple[str, str]]:
    """The pairs that people have said are two, of the graph whose store this is.

    Raises:
        KgError: their file cannot be read or is not in order.
    """
    file = source.parent / FILE
    return frozenset(parse(text_of(file), str(file)).distinct)


def _write(file: Path, text: str) -> None:
    written = text.encode()
    write_whole(file, lambda temporary: temporary.write(written), lambda temporary: temporary.stat().st_size)

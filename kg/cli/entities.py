"""Who is who: what was taken for one thing and why, what may be one, and what people decide about it."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import folder_option, store_option
from kg.cli.terminal import Progress, plural, report_failures, show
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.decide.proposals import Proposal
    from kg.entities import Thing


@click.command()
@click.argument("name", default="")
@click.option("--type", "type_", help="Only things of this class (kg ontology lists them).")
@click.option("--why", is_flag=True, help="Say why each name and each former id was taken for the thing.")
@click.option(
    "--proposed", is_flag=True, help="List pairs that may be one thing, best first, with the evidence."
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    help="List no more than so many; 0 for all.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@store_option
def entities(
    name: str, *, type_: str | None, why: bool, proposed: bool, limit: int, as_json: bool, source: Path
) -> None:
    """List the things of the graph, those with most claims first; with NAME those that are called so.

    \b
    kg entities --type kg:Organization
    kg entities Mistral --why
    kg entities --proposed
    """
    from kg import entities as graph
    from kg.decide import distinct_pairs
    from kg.decide.proposals import proposals
    from kg.ontology import load
    from kg.query.names import things as called
    from kg.store import open_any

    with open_any(source) as store:
        found = [t for t in graph.things(store) if type_ is None or load().is_a(t.type, type_)]
        facts = graph.facts(store) if proposed else {}
        wanted = {node.value for node in called(store, name)} if name else set()
    if proposed:
        pairs = [
            p
            for p in proposals(found, facts, load(), distinct_pairs(source))
            if not wanted or wanted & {p.one.iri, p.other.iri}
        ]
        _print_proposals(pairs[: limit or None], len(pairs), as_json=as_json)
        return
    listed = [thing for thing in found if not name or thing.iri in wanted]
    if as_json:
        click.echo(
            json.dumps([_as_json(thing) for thing in listed[: limit or None]], indent=1, ensure_ascii=False)
        )
        return
    for thing in listed[: limit or None]:
        _print_thing(thing, why=why)
    if limit and len(listed) > limit:
        click.echo(f"… and {len(listed) - limit} more (--limit 0 lists all)", err=True)


@click.command()
@click.argument("name")
@click.argument("into", metavar="INTO")
@click.option("--because", default="", help="Why, for those who read the graph.")
@click.option("--never", is_flag=True, help="Instead: they are two things; never propose to merge them.")
@folder_option
def merge(name: str, into: str, *, because: str, never: bool, folder: Path) -> None:
    """Decide that NAME is the same thing as INTO, and bring the graph up to date.

    The decision is written to decisions.yaml in the graph's folder, which every later build follows. Take it out
    there to undo it.

    \b
    kg merge Facebook Meta --because "renamed in 2021"
    kg merge Apple "Apple Records" --never
    """
    from kg import decide

    one, other = decide.find(folder, name), decide.find(folder, into)
    if one == other:
        raise KgError(f"{name} and {into} are one thing already", one)
    if never:
        _decide(folder, {"distinct": sorted((one, other))})
    else:
        _decide(folder, {"merge": one, "into": other, "because": because})


@click.command()
@click.argument("name")
@click.argument("mentions", nargs=-1, required=True, metavar="MENTION...")
@click.option(
    "--as", "into", required=True, help="The name of what the mentions are: a new thing or one that there is."
)
@click.option("--because", default="", help="Why, for whoever reads decisions.yaml.")
@folder_option
def split(name: str, mentions: Sequence[str], *, into: str, because: str, folder: Path) -> None:
    """Decide that MENTIONs of NAME are of something else, and bring the graph up to date.

    A MENTION is an article (all mentions in it), a span of one as `kg explain` prints it (ARTICLE#char=10,80: all
    mentions in the span), or name: and one of the names that NAME goes by.

    \b
    kg split Washington https://example.org/storm --as "Washington State"
    kg split Apple "name:Apple Records" --as "Apple Records"
    """
    from kg import decide

    meant = [decide.mention(folder, each) for each in mentions]
    _decide(folder, {"split": decide.find(folder, name), "mentions": meant, "into": into, "because": because})


@click.command()
@click.argument("name")
@click.argument("to", metavar="NEW-NAME")
@folder_option
def rename(name: str, to: str, *, folder: Path) -> None:
    """Decide what NAME is to be called, and bring the graph up to date; its IRI stays.

    \b
    kg rename "Mistral AI" Mistral
    """
    from kg import decide

    _decide(folder, {"rename": decide.find(folder, name), "to": to})


def _decide(folder: Path, entry: Mapping[str, str | list[str]]) -> None:
    from kg import decide

    with Progress() as progress:
        report = decide.decide(folder, entry, progress=progress)
    count = report.contents.entities
    click.echo(
        f"{folder / decide.FILE}: noted; the graph has {plural(count, 'entity', 'entities')} now", err=True
    )
    report_failures(report.failures, folder)


def _print_thing(thing: Thing, *, why: bool) -> None:
    claims, articles = plural(thing.claims, "claim"), plural(len(thing.articles), "article")
    show(f"{thing.id}  {thing.label}  {thing.type}  {claims} in {articles}")
    if thing.aliases:
        show(
            textwrap.fill(", ".join(thing.aliases), 100, initial_indent="    also ", subsequent_indent="    ")
        )
    if not why:
        return
    for reason in thing.reasons:
        show(f"    {reason}")
    if thing.former:
        show(f"    ids that lead here: {', '.join(thing.former)}")
    for link in thing.links:
        show(f"    the same as {link}")
    for article in thing.articles:
        show(f"    in {article}")


def _print_proposals(pairs: Sequence[Proposal], count: int, *, as_json: bool) -> None:
    if as_json:
        written = [
            {
                "score": p.score,
                "one": _as_json(p.one),
                "other": _as_json(p.other),
                "evidence": list(p.evidence),
            }
            for p in pairs
        ]
        click.echo(json.dumps(written, indent=1, ensure_ascii=False))
        return
    for pair in pairs:
        show(f"{pair.score:.2f}  {pair.other.id} → {pair.one.id}  ({pair.other.type}, {pair.one.type})")
        show(f"      {'; '.join(pair.evidence)}")
    more = f" of {count}" if count > len(pairs) else ""
    hint = "; kg merge ONE INTO [--never] decides" if pairs else ""
    click.echo(f"{plural(len(pairs), 'proposal')}{more}{hint}", err=True)


def _as_json(thing: Thing) -> dict[str, object]:
    import dataclasses

    return dataclasses.asdict(thing)

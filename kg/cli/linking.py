"""kg link: what other databases call the organizations, people and products of a graph."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import folder_option
from kg.cli.terminal import Progress, plural, report_failures, show
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.link import Proposal

TOKEN = "KG_LINK_TOKEN"  # noqa: S105  the name of a variable
MOST_CANDIDATES = 5


@click.command()
@click.option("--service", metavar="URL", help="Ask this reconciliation service what it calls the things.")
@click.option(
    "--type", "types", multiple=True, metavar="CLASS", help="Ask about things of this class.  [repeatable]"
)
@click.option(
    "--as",
    "hints",
    multiple=True,
    metavar="CLASS=TYPE",
    help="What the service calls a class; nothing behind = for any type.  [repeatable]",
)
@click.option(
    "--iri", default="", metavar="TEMPLATE", help="How an address is made: {id} is the service's id."
)
@click.option(
    "--at-least",
    type=float,
    default=90.0,
    show_default=True,
    help="Score from which a candidate that leads clearly, or that the service is sure of, is taken.",
)
@click.option(
    "--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="Candidates a thing."
)
@click.option(
    "--batch", type=click.IntRange(1, 1000), default=10, show_default=True, help="Things in one request."
)
@click.option(
    "--parallel", type=click.IntRange(1, 16), default=2, show_default=True, help="Requests at a time."
)
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=30, show_default=True, help="Seconds to wait."
)
@click.option(
    "--retries",
    type=click.IntRange(0, 20),
    default=5,
    show_default=True,
    help="How often a request is made again, after longer and longer waits.",
)
@click.option("--refresh", is_flag=True, help="Ask again about what was asked before.")
@click.option("--proposed", is_flag=True, help="List what is not sure, with its candidates, best first.")
@click.option("--accept", nargs=2, metavar="NAME IRI", help="Decide that NAME is what IRI stands for.")
@click.option("--reject", nargs=2, metavar="NAME IRI", help="Decide that it is not.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@folder_option
def link(
    *,
    service: str | None,
    types: Sequence[str],
    hints: Sequence[str],
    iri: str,
    at_least: float,
    limit: int,
    batch: int,
    parallel: int,
    timeout: float,
    retries: int,
    refresh: bool,
    proposed: bool,
    accept: tuple[str, str] | None,
    reject: tuple[str, str] | None,
    as_json: bool,
    folder: Path,
) -> None:
    """Link organizations, people and products to other databases; without options, list the links there are.

    The service is one that speaks the W3C Reconciliation API, as OpenRefine uses it (Wikidata has one). Answers are
    kept in links.sqlite in the graph's folder: what was interrupted goes on, and nothing is asked twice. What is sure
    is written into the graph, now and by every later build; the rest is proposed. What people decide stands in
    links.yaml. If the service wants a token, put it into the variable KG_LINK_TOKEN.

    \b
    kg link --service https://wikidata.reconci.link/en/api
    kg link --proposed
    kg link --accept Nscale https://register.example/companies/123
    """
    chosen = [bool(service), proposed, accept is not None, reject is not None]
    if sum(chosen) > 1:
        raise click.UsageError("--service, --proposed, --accept and --reject go one at a time")
    if service:
        options: dict[str, Any] = {
            "template": iri,
            "hints": _hints(hints),
            "limit": limit,
            "batch": batch,
            "parallel": parallel,
            "timeout": timeout,
            "retries": retries,
            "token": os.environ.get(TOKEN, ""),
        }
        _reconcile(folder, service, types, at_least, options, refresh=refresh)
    elif accept or reject:
        _decide(folder, "accept" if accept else "reject", *(accept or reject or ("", "")))
    elif proposed:
        _list_proposals(folder, as_json=as_json)
    else:
        _list_links(folder, as_json=as_json)


def _hints(given: Sequence[str]) -> dict[str, str]:
    """Class -> type of the service.

    Raises:
        KgError: no "=" in one, or no such class.
    """
    from kg.ontology import load

    hints = {}
    for hint in given:
        class_, equals, type_ = hint.partition("=")
        if not equals or class_ not in load().classes:
            raise KgError("must be a class of kg ontology, = and a type of the service", f"--as {hint}")
        hints[class_] = type_
    return hints


def _reconcile(
    folder: Path,
    url: str,
    types: Sequence[str],
    at_least: float,
    options: dict[str, Any],
    *,
    refresh: bool,
) -> None:
    from kg import entities
    from kg.link import ANSWERS, ask, subjects
    from kg.link.answers import Answers
    from kg.link.service import Service, Settings
    from kg.ontology import load
    from kg.pipeline import STORE, rebuild
    from kg.store import Store

    with Store.open(folder / STORE) as store:
        wanted = subjects(entities.things(store), load(), types)
    service = Service(Settings(url, **options), load())
    failure: KgError | None = None
    with Answers.open(folder / ANSWERS) as answers, Progress() as progress:
        answers.know(service, at_least)
        if refresh:
            answers.outdate(service)
        missing = answers.missing(service, wanted)
        try:
            ask(missing, service, answers, progress=progress)
        except KgError as error:  # what was answered before is kept, and is in the graph all the same
            failure = error
    with Progress() as progress:
        report = rebuild(folder, progress=progress)
    _summarise(folder, service.name, len(wanted), len(missing))
    if failure:
        raise failure
    report_failures(report.failures, folder)


def _summarise(folder: Path, name: str, wanted: int, missing: int) -> None:
    from kg.link import links_of, proposals

    sure, open_ = len(links_of(folder).answered), sum(1 for _ in proposals(folder))
    click.echo(
        f"{name}: {plural(wanted, 'thing')}, {missing} not asked about before; {plural(sure, 'sure link')} and "
        f"{plural(open_, 'proposal')} in all{', which kg link --proposed lists' if open_ else ''}",
        err=True,
    )


def _decide(folder: Path, kind: str, name: str, iri: str) -> None:
    from kg.decide import find
    from kg.link import DECISIONS
    from kg.link.decisions import decide
    from kg.pipeline import rebuild

    id_ = find(folder, name)
    decide(folder / DECISIONS, kind, id_, iri)
    with Progress() as progress:
        report = rebuild(folder, progress=progress)
    click.echo(
        f"{folder / DECISIONS}: noted that {id_} is {'' if kind == 'accept' else 'not '}{iri}", err=True
    )
    report_failures(report.failures, folder)


def _list_proposals(folder: Path, *, as_json: bool) -> None:
    import dataclasses

    from kg.link import proposals
    from kg.pipeline import STORE
    from kg.store import Store

    Store.open(folder / STORE).close()  # says so if there is no graph here
    found = list(proposals(folder))
    if as_json:
        listed = [dataclasses.asdict(proposal) for proposal in found]
        click.echo(json.dumps(listed, indent=1, ensure_ascii=False, default=float))
        return
    for proposal in found:
        _print_proposal(proposal)
    hint = "; kg link --accept NAME IRI or --reject NAME IRI decides" if found else ""
    click.echo(f"{plural(len(found), 'proposal')}{hint}", err=True)


def _print_proposal(proposal: Proposal) -> None:
    subject = proposal.subject
    show(f"{subject.id}  {subject.name}  {subject.type}  ({proposal.service})")
    for candidate in proposal.candidates[:MOST_CANDIDATES]:
        told = "; ".join(filter(None, (candidate.description, ", ".join(candidate.types))))
        sure = ", a match by its judgement" if candidate.match else ""
        show(f"    {candidate.score}{sure}  {candidate.iri}  {candidate.name}{f': {told}' if told else ''}")


def _list_links(folder: Path, *, as_json: bool) -> None:
    """The links of the graph as it is, and those that wait for their thing to come back."""
    from kg import entities
    from kg.link import links_of
    from kg.link.replay import gone
    from kg.pipeline import STORE
    from kg.resolve.names import current_ids
    from kg.store import Store

    with Store.open(folder / STORE) as store:
        reasons = entities.link_reasons(store)
        things = entities.things(store)
    rows = [
        {
            "id": thing.id,
            "label": thing.label,
            "type": thing.type,
            "iri": iri,
            "reason": reasons.get((thing.iri, iri), ""),
        }
        for thing in sorted(things, key=lambda thing: thing.id)
        for iri in thing.links
    ]
    waiting = sorted(gone(links_of(folder), current_ids(things)))
    if as_json:
        lost = [{"id": id_, "iri": iri} for id_, iri in waiting]
        click.echo(json.dumps({"links": rows, "gone": lost}, indent=1, ensure_ascii=False))
        return
    for row in rows:
        show(f"{row['id']}  {row['iri']}  {row['reason']}")
    for id_, iri in waiting:
        show(f"{id_}  {iri}  not in the graph now; the link waits for it")
    click.echo(plural(len(rows), "link"), err=True)

"""kg push: the graph into a triple store, over HTTP."""

from __future__ import annotations

import json
import netrc
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from kg.cli.options import store_option
from kg.cli.terminal import Progress, plural
from kg.errors import KgError
from kg.serve import LOOPBACK

if TYPE_CHECKING:
    from kg.publish import Plan, Report
    from kg.publish.client import Credentials

KINDS = ("fuseki", "graphdb", "gsp", "oxigraph", "rdf4j", "stardog", "update", "virtuoso")
_MOST_LISTED = 20


@click.command()
@click.argument("url")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default="gsp",
    show_default=True,
    help="What is at URL: a store of this make, or a bare Graph Store Protocol or SPARQL Update endpoint.",
)
@click.option("--update", is_flag=True, help="Use SPARQL Update even where there is a Graph Store Protocol.")
@click.option("--graph", default="", metavar="IRI", help="Where triples go that stand in no graph.")
@click.option("--all", "everything", is_flag=True, help="Push unchanged graphs too.")
@click.option(
    "--prune", is_flag=True, help="Delete graphs that were pushed before and are gone from the store."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done; make no request.")
@click.option(
    "--retries",
    type=click.IntRange(min=0),
    default=6,
    show_default=True,
    help="How often a request is repeated after a broken connection, a 429 or a 5xx.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300,
    show_default=True,
    help="Seconds without an answer after which a connection counts as broken.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@store_option
def push(
    url: str,
    *,
    kind: str,
    update: bool,
    graph: str,
    everything: bool,
    prune: bool,
    dry_run: bool,
    retries: int,
    timeout: float,
    as_json: bool,
    source: Path,
) -> None:
    """Push the graph into a triple store: each article's graph, and that of the knowledge base, replaces what is there.

    Only what changed since the last push is sent; pushed.sqlite beside the store remembers. A push that was
    interrupted is repeated by the same command. With --kind, URL is that of the dataset, repository or server.

    A password is never an argument: KG_PUSH_USER and KG_PUSH_PASSWORD (Basic or Digest, as the server asks) or
    KG_PUSH_TOKEN (Bearer) in the environment, or else the entry of the host in ~/.netrc.

    \b
    kg push http://localhost:3030/news --kind fuseki
    kg push http://localhost:7200/repositories/news --kind graphdb --prune
    kg push https://example.org/rdf-graph-store --dry-run
    """
    from kg import publish
    from kg.publish.client import Client
    from kg.publish.manifest import NAME, Manifest
    from kg.publish.targets import target
    from kg.store import open_any

    at = target(url, kind, update=update)
    options = publish.Options(default_graph=graph, everything=everything, prune=prune)
    with (
        open_any(source) as store,
        Manifest(source.absolute().parent / NAME, source.name, at.address) as manifest,
    ):
        if dry_run:
            _foretell(publish.plan(store, manifest, options), prune=prune, as_json=as_json)
            return
        client = Client(_credentials(url), retries=retries, timeout=timeout)
        try:
            with Progress() as progress:
                report = publish.push(store, at, manifest, client, options, progress=progress)
        finally:
            client.close()
    _tell(report, as_json=as_json)


def _foretell(plan: Plan, *, prune: bool, as_json: bool) -> None:
    orphans = "delete" if prune else "orphans"
    if as_json:
        told = {"put": plan.put, "unchanged": len(plan.unchanged), orphans: plan.orphans}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    lines = [f"put     {name} ({plural(triples, 'triple')})" for name, triples in plan.put.items()]
    lines += [f"{'delete ' if prune else 'orphan '} {name}" for name in plan.orphans]
    for line in lines:
        click.echo(line)
    click.echo(
        f"{plural(len(plan.put), 'graph')} to push, {len(plan.unchanged)} unchanged,"
        f" {len(plan.orphans)} {'to delete' if prune else 'no longer in the store'}",
        err=True,
    )


def _tell(report: Report, *, as_json: bool) -> None:
    if as_json:
        told = {
            "put": report.put,
            "triples": report.triples,
            "unchanged": report.unchanged,
            "deleted": report.deleted,
            "orphans": report.orphans,
        }
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    click.echo(
        f"{plural(report.put, 'graph')} pushed ({plural(report.triples, 'triple')}),"
        f" {report.unchanged} unchanged" + (f", {report.deleted} deleted" if report.deleted else ""),
        err=True,
    )
    if report.orphans:
        click.echo(
            f"{plural(len(report.orphans), 'graph')} no longer in the store; --prune deletes them:", err=True
        )
        for name in report.orphans[:_MOST_LISTED]:
            click.echo(f"  {name}", err=True)


def _credentials(url: str) -> Credentials:
    """From the environment, else from netrc; none if neither has any.

    Raises:
        KgError: netrc cannot be read. It is not quoted: it holds passwords.
    """
    from kg.publish.client import Credentials

    host = urlsplit(url).hostname or ""
    found = Credentials(
        user=os.environ.get("KG_PUSH_USER", ""),
        password=os.environ.get("KG_PUSH_PASSWORD", ""),
        token=os.environ.get("KG_PUSH_TOKEN", "").strip(),
    )
    if not (found.user or found.token):
        found = _from_netrc(host)
    if (found.user or found.token) and urlsplit(url).scheme == "http" and host not in LOOPBACK:
        click.echo(f"kg: {host} is not reached over https: others may read the password on its way", err=True)
    return found


def _from_netrc(host: str) -> Credentials:
    from kg.publish.client import Credentials

    file = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not file.exists():
        return Credentials()
    try:
        entry = netrc.netrc(file).authenticators(host)
    except netrc.NetrcParseError as error:
        raise KgError(f"is no netrc file: an error in line {error.lineno}", str(file)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"cannot be read: {type(error).__name__}", str(file)) from None
    user, _, password = entry or ("", "", "")
    return Credentials(user=user or "", password=password or "")

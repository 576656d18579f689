"""kg conflicts: where articles disagree, side by side."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import click

from kg.cli.options import store_option
from kg.cli.terminal import plural


@click.command()
@click.argument("name", default="")
@click.option("--changes", is_flag=True, help="Show what changed over time instead: it is no conflict.")
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Only those of at least this confidence: that both sides are said.",
)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, with all claims.")
@store_option
def conflicts(name: str, *, changes: bool, least: float, as_json: bool, source: Path) -> None:
    """Show where articles disagree: who says what, side by side, with the sentences.

    Articles disagree if they give different values to what there is one of, or one says what another denies. NAME is a
    thing: then only what is about it, or about its rounds, deals and other things related to it.

    \b
    kg conflicts
    kg conflicts Mistral
    kg conflicts --changes
    """
    from kg.explain.beside import render
    from kg.explain.conflicts import conflicts as found_in
    from kg.store import open_any

    with open_any(source) as store:
        found = [one for one in found_in(store, name, changes=changes) if one.confidence >= least]
        others = [one for one in found_in(store, name, changes=not changes) if one.confidence >= least]
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(one) for one in found], indent=1, ensure_ascii=False))
        return
    if found:
        click.echo(render(found, shutil.get_terminal_size((100, 24)).columns), nl=False)
    nouns = [("conflict", len(found)), ("change over time", len(others))]
    if changes:
        nouns = [("change over time", len(found)), ("conflict", len(others))]
    told, untold = (
        plural(count, noun, "changes over time" if "change" in noun else "") if count else f"no {noun}"
        for noun, count in nouns
    )
    hint = f"; {untold} {'without' if changes else 'with'} --changes" if others else ""
    click.echo(f"{told}{hint}", err=True)

"""kg remove: articles that the graph is to hold no longer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import folder_option
from kg.cli.terminal import Progress, plural, processes, show

if TYPE_CHECKING:
    from kg.cache import Kept
    from kg.publication import Contents
    from kg.removal import Removal


@click.command()
@click.argument("articles", nargs=-1)
@folder_option
@click.option("--dry-run", is_flag=True, help="Change nothing, and show what would go.")
@click.option("--list", "listing", is_flag=True, help="List the articles that were removed.")
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
def remove(articles: Sequence[str], *, folder: Path, dry_run: bool, listing: bool, as_json: bool) -> None:
    """Take ARTICLES out of the graph: what only they say goes, what others say as well stays.

    Name each by its id, its URL, its path, or a part of its id, URL or title that fits no other; the path of a file or
    folder means all articles that were read from there.

    What was removed stays out: later builds pass it over, also where it has changed or its file is still there. To take
    articles back, kg build --restore with a source that has them.

    \b
    kg remove articles/ampere.txt --dry-run
    kg remove https://example.org/news/1 "Ampere deal"
    kg remove --list
    """
    from kg import removal as removing

    if listing:
        _print(removing.removed(folder), as_json=as_json)
        return
    if not articles:
        raise click.UsageError("name the articles to remove, or give --list")
    with Progress() as progress:
        removal = removing.remove(folder, articles, dry_run=dry_run, jobs=processes(0), progress=progress)
    if as_json:
        found = {"dry_run": dry_run, **removal.to_json()}
        click.echo(json.dumps(found, indent=1, ensure_ascii=False))
        return
    click.echo(f"{'Would remove' if dry_run else 'Removed'} {plural(len(removal.articles), 'article')}:")
    _print(removal.articles, as_json=False)
    click.echo(_contents(removal))
    for where, reason in removal.after.unfollowed:
        click.echo(f"kg: {where}: {reason}", err=True)
    if not dry_run:
        click.echo("Later builds pass over what was removed; kg build --restore takes it again.", err=True)


def _print(articles: Sequence[Kept], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([asdict(article) for article in articles], indent=1, ensure_ascii=False))
        return
    for article in articles:
        show(f"  {article.id}" + (f"  {article.title}" if article.title != article.id else ""))


def _contents(removal: Removal) -> str:
    """What the graph holds after it, and the change in brackets where it is known."""
    nouns = (("article", ""), ("entity", "entities"), ("statement", ""), ("claim", ""))
    after = _counts(removal.after)
    before = _counts(removal.before) if removal.before else after
    return ", ".join(
        plural(now, *noun) + (f" ({now - then:+,})" if removal.before else "")
        for noun, now, then in zip(nouns, after, before, strict=True)
    )


def _counts(contents: Contents) -> tuple[int, int, int, int]:
    return contents.articles, contents.entities, sum(contents.statements.values()), contents.claims

"""Many articles made of the sentences of the sample articles, in files of every kind: what a folder of news is like."""

from __future__ import annotations

import csv
import html
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.model import Document
from kg.read import read

SAMPLES = Path(__file__).parent / "articles"
PUBLISHERS = ("Harbor Markets", "Rhine Tech Review", "Stockholm Ledger", "Fjord Business Daily")
SENTENCES = (8, 18)  # of an article
A_LINE_EACH = 10  # articles in a file of JSON Lines

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | {publisher}</title>
<link rel="canonical" href="{url}"><meta property="og:site_name" content="{publisher}">
<meta property="og:title" content="{title}"><meta property="article:published_time" content="{day}T08:00:00Z">
<style>.cookie {{ position: fixed }}</style><script>window.ads = window.ads || [];</script></head>
<body><div class="cookie" role="dialog"><p>We and our partners store cookies on your device.</p></div>
<header><a href="/">{publisher}</a><nav><ul>{menu}</ul></nav></header>
<main><article><h1>{title}</h1>
{body}
</article></main><aside><h2>Most read</h2><ol>{menu}</ol></aside>
<footer><p>© {publisher}. All rights reserved.</p></footer></body></html>
"""


def sentences() -> list[str]:
    """The sentences of the sample articles, each once."""
    texts = (document.text for document in read([str(SAMPLES)]) if isinstance(document, Document))
    parts = (part for text in texts for line in text.splitlines() for part in re.split(r"(?<=[.!?]) ", line))
    return list(dict.fromkeys(part for part in parts if len(part) > 40 and part.endswith(".")))


def write_corpus(folder: Path, count: int, seed: int = 5) -> None:
    """Write so many articles: half of them pages, the others text with a manifest, Markdown, and JSON Lines."""
    chance = random.Random(seed)
    drawn = _articles(count, chance, sentences())
    folder.mkdir(parents=True)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("file", "url", "title", "publisher", "published"))
        for number, (title, publisher, day, paragraphs) in enumerate(drawn):
            url, name = f"https://news.example/{number}", f"{number:05}"
            text = "\n\n".join(paragraphs) + "\n"
            if number % 2:
                menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in title.split())
                body = "\n".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
                page = PAGE.format(
                    title=html.escape(title), publisher=publisher, url=url, day=day, menu=menu, body=body
                )
                (folder / f"{name}.html").write_text(page, "utf-8")
            elif number % 4:
                (folder / f"{name}.txt").write_text(text, "utf-8")
                rows.writerow((f"{name}.txt", url, title, publisher, day))
            elif number % 8:
                front = json.dumps({"title": title, "url": url, "publisher": publisher, "published": day})
                (folder / f"{name}.md").write_text(f"---\n{front}\n---\n\n# {title}\n\n{text}", "utf-8")
            else:
                record = {"id": name, "url": url, "title": title, "published": day, "text": text}
                with (folder / f"wire-{number // 8 // A_LINE_EACH:03}.jsonl").open(
                    "a", encoding="utf-8"
                ) as file:
                    file.write(json.dumps(record) + "\n")


def _articles(
    count: int, chance: random.Random, pool: Sequence[str]
) -> Iterator[tuple[str, str, str, list[str]]]:
    """Title, publisher, day and paragraphs of each; the number of the article in its text makes each another."""
    for number in range(count):
        drawn = chance.sample(pool, chance.randint(*SENTENCES))
        drawn[0] = f"Report {number}: {drawn[0]}"
        paragraphs = [" ".join(drawn[start : start + 3]) for start in range(0, len(drawn), 3)]
        day = f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        yield f"Report {number}", chance.choice(PUBLISHERS), day, paragraphs

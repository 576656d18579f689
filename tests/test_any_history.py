"""Whatever way a graph came to the articles that it holds, it is the graph of these articles, to the byte."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kg.pipeline import Options, build, rebuild
from kg.removal import remove, removed
from tests.test_pipeline import articles_in, dump, exports

# Of each article two states. They name the same things in full and in short, tell the same events, and contradict.
TEXTS = {
    "deal.txt": (
        "Acme Corp acquired Widget Inc. for $300 million in March 2024.",
        "Acme Corp acquired Widget Inc. for about $310 million in March 2024. Widget is based in Oslo.",
    ),
    "chief.txt": (
        "Jane Roe is chief executive of Acme Corp. Roe founded Globex Corp in 1999.",
        "Jane Roe left Acme. John Doe is chief executive of Acme Corp.",
    ),
    "copy.txt": (
        "Acme Corp acquired Widget Inc. for $300 million in March 2024.",
        "Acme acquired Widget for $300 million, people familiar with the matter said.",
    ),
    "round.txt": (
        "Globex Corp raised $20 million in a Series A round led by Initech Ventures.",
        "Globex raised $20 million from Initech Ventures and Acme Corp.",
    ),
}
NAMES = sorted(TEXTS)
Held = frozenset[tuple[str, int]]


def written(folder: Path, held: Held) -> Path:
    """A folder with these articles, each in that state, and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, state in held:
        (folder / name).write_text(TEXTS[name][state], "utf-8")
    return folder


@cache
def at_once(held: Held) -> tuple[bytes, ...]:
    """The store's quads and the files of one build of these articles."""
    with tempfile.TemporaryDirectory() as folder:
        articles, graph = written(Path(folder, "articles"), held), Path(folder, "graph")
        build([str(articles)], graph, Options(extractor="frames"))
        return dump(graph), *exports(graph)


class History(RuleBasedStateMachine):
    """Builds and removals, one after the other, and which articles the graph should hold after each."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.graph = self.folder / "graph"
        self.held: dict[str, int] = {}
        self.out: set[str] = set()

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder)

    @rule(
        order=st.permutations(NAMES),
        states=st.dictionaries(st.sampled_from(NAMES), st.integers(0, 1), min_size=1),
        whole_folder=st.booleans(),
        sync=st.booleans(),
        restore=st.booleans(),
    )
    def build(
        self, order: list[str], states: dict[str, int], *, whole_folder: bool, sync: bool, restore: bool
    ) -> None:
        """A build of some articles: as a folder, or file by file in any order."""
        articles = written(self.folder / "articles", frozenset(states.items()))
        files = [str(articles / name) for name in order if name in states]
        options = Options(extractor="frames", sync=sync, restore=restore)
        report = build([str(articles)] if whole_folder else files, self.graph, options)
        self.out -= set(states) if restore else set()
        taken = {name: state for name, state in states.items() if name not in self.out}
        assert report.passed_over == len(states) - len(taken)
        self.held = taken if sync else {**self.held, **taken}

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """Some of the articles are taken out."""
        names = data.draw(st.sets(st.sampled_from(sorted(self.held)), min_size=1))
        remove(self.graph, sorted(names))
        self.out |= names
        self.held = {name: state for name, state in self.held.items() if name not in names}

    @precondition(lambda self: self.held)
    @rule()
    def lose(self) -> None:
        """The store and a file are deleted by hand, and published again."""
        shutil.rmtree(self.graph / "store")
        (self.graph / "graph.ttl").unlink()
        rebuild(self.graph)

    @invariant()
    def is_the_graph_of_what_it_holds(self) -> None:
        """The bytes are those of one build of what it holds."""
        if self.held:
            assert (dump(self.graph), *exports(self.graph)) == at_once(frozenset(self.held.items()))
        elif self.graph.exists():
            assert articles_in(self.graph) == set()
        if self.graph.exists():
            assert {article.id for article in removed(self.graph)} == self.out


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=10, stateful_step_count=6, deadline=None)

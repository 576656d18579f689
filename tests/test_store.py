"""The store: what goes in comes out, atomically, and what is no store says so."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.assemble import terms
from kg.errors import StoreError
from kg.store import Store, open_any
from tests.assemble import sample

REPOSITORY = Path(__file__).resolve().parents[1]


def numbered(start: int, stop: int) -> list[ox.Quad]:
    """Some quads, told apart by number."""
    predicate, graph = ox.NamedNode("https://example.org/p"), ox.NamedNode("https://example.org/g")
    return [
        ox.Quad(ox.NamedNode(f"https://example.org/{i}"), predicate, ox.Literal(str(i)), graph)
        for i in range(start, stop)
    ]


def fill(path: Path, quads: list[ox.Quad]) -> None:
    """Makes the store at the path hold the quads."""
    with Store.open(path, read_only=False) as store:
        store.replace(quads)


def test_replace_holds_exactly_what_it_was_given(tmp_path: Path) -> None:
    """After each replace the store, open or opened anew, holds those quads and no others."""
    with Store.open(tmp_path / "new" / "store", read_only=False) as store:
        assert len(store) == 0
        for quads in (numbered(0, 500), numbered(400, 450), sample.quads(), []):
            store.replace(quads)
            assert set(store.quads()) == set(quads)
            with Store.open(tmp_path / "new" / "store") as again:
                assert again.dump() == store.dump() == Store.memory(quads).dump()


def test_old_content_does_not_pile_up(tmp_path: Path) -> None:
    """Only one generation is kept, and what a killed process left is removed."""
    (tmp_path / "data-left").mkdir(parents=True)
    (tmp_path / "lock").touch()
    for stop in (10, 20, 30):
        fill(tmp_path, numbered(0, stop))
    assert len(list(tmp_path.glob("data-*"))) == 1


def test_a_failing_source_changes_nothing(tmp_path: Path) -> None:
    """If the quads end in an error, it comes through and the store holds what it did."""
    fill(tmp_path, numbered(0, 50))

    def broken() -> object:
        yield from numbered(50, 80)
        raise ZeroDivisionError

    with Store.open(tmp_path, read_only=False) as store:
        with pytest.raises(ZeroDivisionError):
            store.replace(broken())  # type: ignore[arg-type]
        assert set(store.quads()) == set(numbered(0, 50))
    with Store.open(tmp_path) as store:
        assert set(store.quads()) == set(numbered(0, 50))
    assert len(list(tmp_path.glob("data-*"))) == 1


def test_a_reader_is_not_disturbed(tmp_path: Path) -> None:
    """Who opened the store before a build goes on with what was there; who opens it after sees the new."""
    fill(tmp_path, numbered(0, 50))
    with Store.open(tmp_path) as before:
        fill(tmp_path, numbered(50, 60))
        fill(tmp_path, numbered(60, 70))
        assert set(before.quads()) == set(numbered(0, 50))
        with Store.open(tmp_path) as after:
            assert set(after.quads()) == set(numbered(60, 70))
    fill(tmp_path, numbered(70, 80))
    assert len(list(tmp_path.glob("data-*"))) == 1


CHILD = """
import sys
from pathlib import Path
from kg.store import Store
from tests.test_store import numbered
contents = [numbered(0, 6000), numbered(3000, 9000)]
with Store.open(Path(sys.argv[1]), read_only=False) as store:
    print("ready", flush=True)
    for i in range(10_000):
        store.replace(contents[i % 2])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="only POSIX kills without warning")
@pytest.mark.parametrize("seed", range(10))
def test_killed_at_any_moment(tmp_path: Path, seed: int) -> None:
    """A process killed while it replaces leaves one content or the other, and a store that works."""
    fill(tmp_path, numbered(0, 6000))
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    time.sleep(random.Random(seed).uniform(0, 0.3))
    child.kill()
    child.wait()
    child.stdout.close()
    with Store.open(tmp_path) as store:
        assert set(store.quads()) in (set(numbered(0, 6000)), set(numbered(3000, 9000)))
    fill(tmp_path, numbered(1, 10))
    with Store.open(tmp_path) as store:
        assert set(store.quads()) == set(numbered(1, 10))
    assert len(list(tmp_path.glob("data-*"))) == 1


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    """A second writer is turned away at once, a reader is not; afterwards the way is free."""
    fill(tmp_path, numbered(0, 10))
    with Store.open(tmp_path, read_only=False):
        with pytest.raises(StoreError, match="another kg is writing"):
            Store.open(tmp_path, read_only=False)
        with Store.open(tmp_path) as reader:
            assert len(reader) == 10
    fill(tmp_path, [])


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    """A store that was opened for reading, or is in memory, refuses to be replaced."""
    fill(tmp_path, numbered(0, 10))
    for store in (Store.open(tmp_path), Store.memory([])):
        with pytest.raises(StoreError, match="reading only"):
            store.replace([])
        store.close()


def test_what_is_no_store_is_left_alone(tmp_path: Path) -> None:
    """A file, a folder of other things and a missing folder are told apart, and nothing is written there."""
    with pytest.raises(StoreError, match="no store here; make one with kg build"):
        Store.open(tmp_path / "none")
    file = tmp_path / "file"
    file.write_text("x")
    for read_only in (True, False):
        with pytest.raises(StoreError, match="is a file"):
            Store.open(file, read_only=read_only)
    with pytest.raises(StoreError, match="is no store"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="holds other files"):
        Store.open(tmp_path, read_only=False)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    """A store in a form that this kg does not know is neither read nor overwritten."""
    fill(tmp_path, numbered(0, 10))
    manifest = tmp_path / "store.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "form": 99}))
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"newer kg \(form 99.*update kg"):
            Store.open(tmp_path, read_only=read_only)


@pytest.mark.parametrize(
    "damage", ["manifest", "no data", "no CURRENT", "broken CURRENT", "no manifest file"]
)
def test_damage_is_told(tmp_path: Path, damage: str) -> None:
    """A damaged store says that it is, and what to do."""
    fill(tmp_path, numbered(0, 1000))
    (folder,) = tmp_path.glob("data-*")
    match damage:
        case "manifest":
            (tmp_path / "store.json").write_text("{")
        case "no data":
            folder.rename(tmp_path / "elsewhere")
        case "no CURRENT":
            (folder / "CURRENT").unlink()
        case "broken CURRENT":
            (folder / "CURRENT").write_text("MANIFEST-999999\n")
        case "no manifest file":
            next(folder.glob("MANIFEST-*")).unlink()
    with pytest.raises(StoreError, match="is damaged; remove it and build again"):
        Store.open(tmp_path)


def test_a_store_of_oxigraph_s_own_can_be_read(tmp_path: Path) -> None:
    """A folder that another program made with Oxigraph is a store too."""
    data = ox.Store(str(tmp_path / "theirs"))
    data.extend(numbered(0, 10))
    data.flush()
    del data
    with open_any(tmp_path / "theirs") as store:
        assert set(store.quads()) == set(numbered(0, 10))


@pytest.mark.parametrize(
    ("ending", "format_"),
    [("ttl", ox.RdfFormat.TURTLE), ("trig", ox.RdfFormat.TRIG), ("nq", ox.RdfFormat.N_QUADS)],
)
def test_an_rdf_file_is_a_store_to_read(tmp_path: Path, ending: str, format_: ox.RdfFormat) -> None:
    """What kg or anyone wrote as RDF can be opened like a store; the base is known from its content."""
    quads = sample.quads()
    rows = [quad.triple for quad in quads] if ending == "ttl" else quads
    file = tmp_path / f"graph.{ending}"
    file.write_bytes(ox.serialize(rows, format=format_) or b"")
    with open_any(file) as store:
        assert {quad.triple for quad in store.quads()} == {quad.triple for quad in quads}
        assert store.prefixes["d"] == terms.DEFAULT_BASE


def test_a_file_that_is_no_rdf_is_told(tmp_path: Path) -> None:
    """A wrong ending and wrong content are told apart."""
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.ttl").write_text("this is no Turtle")
    with pytest.raises(StoreError, match="no RDF file by its ending"):
        open_any(tmp_path / "a.txt")
    with pytest.raises(StoreError, match="cannot be read as Turtle"):
        open_any(tmp_path / "a.ttl")


def test_only_offsets_are_typed_as_offsets() -> None:
    """What another program says with oa:start keeps its type, in quads and in lines alike."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    start, graph = ox.NamedNode("http://www.w3.org/ns/oa#start"), ox.NamedNode("http://e/g")
    given = [
        ox.Literal("abc"), ox.Literal("5", language="en"), ox.Literal("-5", datatype=ox.NamedNode(xsd + "integer")),
        ox.Literal("7", datatype=ox.NamedNode(xsd + "nonNegativeInteger")),
    ]  # fmt: skip
    store = Store.memory(ox.Quad(ox.NamedNode("http://e/s"), start, value, graph) for value in given)
    assert {quad.object for quad in store.quads()} == set(given)
    lines = {line for _, block in store.ntriples() for line in block.decode().splitlines()}
    assert lines == {f"{quad.triple} ." for quad in store.quads()}


def test_a_graph_by_its_name(tmp_path: Path) -> None:
    """The quads of one article can be had without the rest."""
    fill(tmp_path, sample.quads())
    name = ox.NamedNode(sample.FIRST.uri)
    with Store.open(tmp_path) as store:
        assert set(store.graph(name)) == {quad for quad in sample.quads() if quad.graph_name == name}

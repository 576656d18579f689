"""A graph of a given size, in kg's own shape -> seconds and memory of exports, of a part of it, and of its validation.

Run by `make bench`, each measurement in a process of its own; `python tests/bench_export.py 100000` takes that many quads.
Everything it writes is in a temporary folder.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from kg.assemble.terms import DEFAULT_BASE  # noqa: E402  found by the line above
from kg.export import export  # noqa: E402
from kg.export.selection import Selection  # noqa: E402
from kg.ontology import load  # noqa: E402
from kg.store import Store  # noqa: E402
from kg.validate import validate  # noqa: E402
from tests import synthetic  # noqa: E402

QUADS = 1_000_000
FORMATS = ("turtle", "trig", "nquads", "ntriples", "rdfxml", "rdf12", "jsonld")
ONE = ox.NamedNode(f"{DEFAULT_BASE}aurora-grid-0")


def measures(store: Store, folder: Path) -> dict[str, Callable[[], object]]:
    """What is measured, by name."""

    def written(format_: str, selection: Selection | None = None) -> Callable[[], object]:
        return lambda: export(store, format_, folder / "graph", selection=selection)

    return {
        **{format_: written(format_) for format_ in FORMATS},
        "turtle, near one thing": written("turtle", Selection(focus=(ONE,))),
        "validate": lambda: validate(store, load()),
    }


def measure(name: str, file: str, folder: str) -> dict[str, float]:
    """Seconds and MB of one of them, on a store in memory as a build has it."""
    data = ox.Store()
    data.bulk_load(path=file, format=ox.RdfFormat.N_QUADS)
    run = measures(Store(data), Path(folder))[name]
    began, used = time.perf_counter(), time.process_time()
    run()
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1024)
    return {"seconds": seconds, "cpu": cpu, "memory": memory}


def main(quads: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "graph.nq")
        file.write_bytes(b"".join(synthetic.nquads(quads)))
        count = sum(1 for _ in file.open("rb"))
        print(f"{count:,} quads in memory{'':8}seconds  of the processor  peak MB, the store's included")
        for name in measures(Store.memory([]), Path(folder)):
            command = [sys.executable, __file__, name, str(file), folder]
            environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
            found: dict[str, Any] = json.loads(done.stdout)
            print(f"  {name:26}{found['seconds']:9.1f}{found['cpu']:18.1f}{found['memory']:9,.0f}")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        print(json.dumps(measure(*sys.argv[1:])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) == 2 else QUADS)

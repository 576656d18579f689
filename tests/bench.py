"""Articles -> what a build of them costs beside bare spaCy: seconds, words a second, shares of the stages, memory.

The corpus is the sample articles (and the real ones, where they are beside the checkout) again and again until there
are enough words. In every copy the names that an article repeats are others, invented anew, so that no two articles
are the same and the things told of grow in number with the articles. Every figure is of a process of its own.

Run by `make bench`. Everything it writes is in a temporary folder.
"""

from __future__ import annotations

import csv
import itertools
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from kg import analyse, pipeline, publication, versions, workers
from kg.analyse import analyse_in_batches, clean, language
from kg.cli.terminal import processes
from kg.decide.proposals import proposals
from kg.entities import Thing
from kg.intake import documents
from kg.model import Document, Extraction
from kg.ontology import load
from kg.read import read
from kg.resolve import resolve
from kg.store import Store
from tests.builders import Draft

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDERS = (REPOSITORY / "tests" / "articles", REPOSITORY.parent / "shared" / "articles")
WORDS = 100_000
NAMES, NAMED = 100_000, 10  # distinct names, and how many of them an article has
RUNS = 2  # of each kind, by turns; the best counts
RENAMED = 4  # names a copy has of its own
STARTUPS = 5  # of `kg --help`; the best counts
SPACY, ANALYSE, EXTRACT = "spaCy", "analyse, the rest", "extract"

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")  # inside a sentence
_SYLLABLES = ("va", "lo", "ri", "ken", "mo", "sa", "ter", "ni", "bel", "du", "fa", "gor", "hel", "ju", "pi")
# What is no company, product or surname stays: the recogniser knows these, and invents nothing in their place.
_KEPT = frozenset(
    (
        *(
            "January",
            "February",
            "March",
            "April",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
        ),
        *("December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        *(
            "Europe",
            "European",
            "France",
            "French",
            "Paris",
            "Germany",
            "German",
            "Sweden",
            "Swedish",
            "Norway",
        ),
        *(
            "Norwegian",
            "Britain",
            "British",
            "London",
            "Berlin",
            "Stockholm",
            "American",
            "America",
            "United",
        ),
        *("States", "York", "Bank", "Capital", "Ventures", "Partners", "Group", "Series", "Data", "Center"),
        *("Centre", "Chief", "Executive", "President", "Compute", "Cloud"),
    )
)


class Stopwatch:
    """Seconds of the processor by stage; a stage inside another one stops the outer one's clock."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._stages: list[str] = []
        self._since = time.process_time()

    def _switch(self) -> None:
        now = time.process_time()
        if self._stages:
            self.seconds[self._stages[-1]] += now - self._since
        self._since = now

    def __call__(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed; where it gives an iterator, that one's steps as well."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            self._switch()
            self._stages.append(stage)
            try:
                result = function(*args, **kwargs)
            finally:
                self._switch()
                self._stages.pop()
            return self._steps(stage, result) if isinstance(result, Iterator) else result

        return timed

    def _steps(self, stage: str, iterator: Iterator[Any]) -> Iterator[Any]:
        end = object()
        step = self(stage, lambda: next(iterator, end))
        while (item := step()) is not end:
            yield item


def corpus(words: int) -> Iterator[Document]:
    """Articles of that many words together, at least; no two alike."""
    folders = [str(folder) for folder in FOLDERS if folder.is_dir()]
    articles = [clean(found) for found in read(folders) if isinstance(found, Document)]
    named = [(article, _names(article.text)) for article in articles]
    for copy in itertools.count():
        for number, (article, names) in enumerate(named):
            if words <= 0:
                return
            words -= len(article.text.split())
            yield _renamed(article, names, copy * len(named) + number)


def _names(text: str) -> list[str]:
    """The names that the text repeats most, and that a copy may have others for."""
    counted = Counter(name for name in _NAME.findall(text) if name not in _KEPT)
    return sorted(counted, key=lambda name: (-counted[name], name))[:RENAMED]


def _renamed(article: Document, names: Sequence[str], number: int) -> Document:
    invented = {name: _invented(number * RENAMED + i) for i, name in enumerate(names)}
    pattern = re.compile(rf"\b(?:{'|'.join(invented)})\b") if invented else re.compile("(?!)")

    def rename(text: str) -> str:
        return pattern.sub(lambda match: invented[match[0]], text)

    return replace(
        article,
        id=f"{number:05d}",
        uri=f"https://news.example/bench/{number}",
        title=f"{rename(article.title)} ({number})",
        text=rename(article.text),
    )


def _invented(number: int) -> str:
    """A name of three to five syllables, another one for each number."""
    digits: list[str] = []
    while number or len(digits) < 3:
        number, digit = divmod(number, len(_SYLLABLES))
        digits.append(_SYLLABLES[digit])
    return "".join(digits).capitalize()


def write(documents: Iterable[Document], folder: Path) -> None:
    """The documents as text files with a manifest, as a user would have them."""
    folder.mkdir(parents=True)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "url", "title", "publisher", "published"])
        for document in documents:
            name = f"{document.id}.txt"
            (folder / name).write_text(document.text, "utf-8")
            rows.writerow([name, document.uri, document.title, document.publisher, document.published or ""])


def measure_build(folder: Path) -> dict[str, Any]:
    """What `kg build` does, with an empty output folder, timed by stage."""
    loading, nlp = _loaded()
    watch = Stopwatch()
    nlp.pipe, nlp.tokenizer = watch(SPACY, nlp.pipe), watch(SPACY, nlp.tokenizer)
    cast(Any, pipeline).documents = watch("read and clean", documents)
    cast(Any, analyse).analyse_in_batches = watch(ANALYSE, analyse_in_batches)  # workers import it on use
    stages = cast(Any, publication)  # its names for the stages' functions are replaced by timed ones
    stages.resolve = watch("resolve", stages.resolve)
    extractor, exporter = workers._extractor, stages.exporter
    cast(Any, workers)._extractor = lambda *said: watch(EXTRACT, extractor(*said))
    stages.exporter = lambda format_: watch(f"export {format_}", exporter(format_))
    cast(Any, Store).replace = watch("assemble and store", Store.replace)
    with tempfile.TemporaryDirectory() as output:
        started, used = time.perf_counter(), time.process_time()
        report = watch("the rest", pipeline.build)([str(folder)], Path(output), pipeline.Options())
        seconds, used = time.perf_counter() - started, time.process_time() - used
    contents = report.contents
    figures: dict[str, float] = {
        "articles": contents.articles,
        "entities": contents.entities,
        "claims": contents.claims,
    }
    figures |= {"loading": loading, "seconds": seconds, "cpu": used, "memory": _memory()}
    return {**figures, "stages": watch.seconds}


def measure_jobs(folder: Path) -> dict[str, Any]:
    """What `kg build` does on as many processes as it takes by itself; they load the model while they work."""
    with tempfile.TemporaryDirectory() as output:
        started = time.perf_counter()
        pipeline.build([str(folder)], Path(output), pipeline.Options(jobs=processes(0)))
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "memory": _memory(), "worker": _memory(resource.RUSAGE_CHILDREN)}


def measure_extract(folder: Path, jobs: int = 1) -> dict[str, Any]:
    """What `kg extract` does of a build, up to the assertions of each article."""
    started, used = time.perf_counter(), time.process_time()
    for _ in pipeline.extract([str(folder)], pipeline.Options(jobs=jobs), []):
        pass
    seconds, used = time.perf_counter() - started, time.process_time() - used
    return {"seconds": seconds, "cpu": used, "memory": _memory()}


def measure_extract_jobs(folder: Path) -> dict[str, Any]:
    """The same on as many processes as it takes by itself."""
    return measure_extract(folder, processes(0))


def measure_bare(folder: Path) -> dict[str, Any]:
    """The spaCy pipeline as it is installed, without kg's own components, over the same texts in the same batches."""
    documents = [clean(found) for found in read([str(folder)]) if isinstance(found, Document)]
    loading, nlp = _loaded()
    for name in [name for name in nlp.pipe_names if name.startswith("kg_")]:
        nlp.remove_pipe(name)
    started, used = time.perf_counter(), time.process_time()
    for batch in language._batches(documents):
        with nlp.memory_zone():
            for _ in nlp.pipe([document.text for document in batch]):
                pass
    seconds, used = time.perf_counter() - started, time.process_time() - used
    return {"loading": loading, "seconds": seconds, "cpu": used, "memory": _memory()}


def _loaded() -> tuple[float, Any]:
    started = time.perf_counter()
    nlp = language.load(versions.DEFAULT_MODEL)  # as the build asks for it: loaded once
    return time.perf_counter() - started, nlp


def _memory(who: int = resource.RUSAGE_SELF) -> float:
    """The most memory that this process, or the largest of those it started, has held, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(who).ru_maxrss * unit / 1e6


def measure_names(_: Path) -> dict[str, Any]:
    """What it costs to resolve NAMES distinct names, and to propose which of them may be one thing."""
    ontology = load()
    extractions = [_names_in(number) for number in range(NAMES // NAMED)]
    started = time.perf_counter()
    entities = resolve(extractions, ontology).knowledge_base.entities
    resolved = time.perf_counter() - started
    found = [
        Thing(e.id, f"urn:{e.id}", e.label, e.type, e.aliases, (), (), (), len(e.mentions), ())
        for e in entities
    ]
    proposed = len(proposals(found, {}, ontology))
    proposing = time.perf_counter() - started - resolved
    return {
        "names": NAMES,
        "entities": len(entities),
        "seconds": resolved,
        "proposed": proposed,
        "proposing": proposing,
        "memory": _memory(),
    }


def _names_in(number: int) -> Extraction:
    """An article of companies that each have bought the next; every third name has a legal form."""
    numbers = range(number * NAMED, (number + 1) * NAMED)
    names = [f"{_invented(7919 * n)} {_invented(n)}{' Inc.' if n % 3 == 0 else ''}" for n in numbers]
    draft = Draft(f"{number:06d}", " bought ".join(names))
    mentions = [draft.mention(name, "kg:Company") for name in names]
    for one, other in itertools.pairwise(mentions):
        draft.say(one, "kg:acquired", other)
    return draft.extraction()


MEASURES = {
    "build": measure_build,
    "bare": measure_bare,
    "jobs": measure_jobs,
    "extract": measure_extract,
    "extract jobs": measure_extract_jobs,
    "names": measure_names,
}


def _apart(measure: str, folder: Path) -> dict[str, Any]:
    """One measurement in a fresh process."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, __file__, measure, str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    return cast(dict[str, Any], json.loads(done.stdout))


def _startup() -> float:
    """Seconds of `kg --help`, the program as it is installed or else as a module."""
    program = shutil.which("kg", path=Path(sys.executable).parent)
    command = [program] if program else [sys.executable, "-c", "from kg.cli import main; main()"]
    seconds = []
    for _ in range(STARTUPS):
        started = time.perf_counter()
        subprocess.run([*command, "--help"], check=True, stdout=subprocess.DEVNULL, cwd=REPOSITORY)
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        whole, half = Path(temporary, "whole"), Path(temporary, "half")
        documents = list(corpus(WORDS))
        words = sum(len(document.text.split()) for document in documents)
        write(documents, whole)
        write(corpus(WORDS // 2), half)
        runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for _ in range(RUNS):
            for measure in ("build", "bare", "jobs", "extract", "extract jobs"):
                print(f"measuring: {measure}", file=sys.stderr)
                runs[measure].append(_apart(measure, whole))
        print("measuring: names", file=sys.stderr)
        names = _apart("names", whole)
        memory_of_half = {measure: _apart(measure, half)["memory"] for measure in ("build", "bare")}
    best = {measure: min(found, key=lambda run: run["seconds"]) for measure, found in runs.items()}
    _print(words, best, memory_of_half)
    print(
        f"\n{names['names']:,} names: {names['entities']:,} entities in {names['seconds']:.1f} s, {names['proposed']:,}"
        f" proposals in {names['proposing']:.1f} s, peak {names['memory']:,.0f} MB"
    )


def _print(words: int, best: dict[str, dict[str, Any]], half: dict[str, float]) -> None:
    build, bare, jobs = best["build"], best["bare"], best["jobs"]
    print(
        f"{words:,} words in {build['articles']} articles: {build['entities']:,} entities, {build['claims']:,} claims"
    )
    print(f"\n{'':22}{'kg build':>10}{'nlp.pipe':>10}{'ratio':>8}")
    for row, key in (("seconds", "seconds"), ("of the processor", "cpu")):
        print(f"{row:22}{build[key]:10.1f}{bare[key]:10.1f}{build[key] / bare[key]:8.2f}")
    print(f"{'words a second':22}{words / build['seconds']:10,.0f}{words / bare['seconds']:10,.0f}")
    print(f"{'model load, s':22}{build['loading']:10.1f}{bare['loading']:10.1f}")
    print(f"{'peak MB, half':22}{half['build']:10,.0f}{half['bare']:10,.0f}")
    print(f"{'peak MB, all':22}{build['memory']:10,.0f}{bare['memory']:10,.0f}")
    print(
        f"\n{processes(0)} processes: {jobs['seconds']:.1f} s, model loads included, ratio"
        f" {jobs['seconds'] / bare['seconds']:.2f}, {words / jobs['seconds']:,.0f} words a second,"
        f" peak {jobs['memory']:,.0f} MB and {jobs['worker']:,.0f} MB a worker"
    )
    for measure, words_of in (("extract", "one process"), ("extract jobs", f"{processes(0)} processes")):
        seconds = best[measure]["seconds"]
        print(
            f"extraction alone, {words_of}: {seconds:.1f} s, model loads included, {words / seconds:,.0f} words a second,"
            f" {(bare['loading'] + bare['seconds']) / seconds:.2f} of nlp.pipe with its own load"
        )
    stages = build["stages"]
    print("\nof the build's work  seconds   share")
    for stage, seconds in sorted(stages.items(), key=lambda item: -item[1]):
        print(f"  {stage:18}{seconds:8.2f}{seconds / build['cpu']:8.1%}")
    beside = (stages[ANALYSE] + stages[EXTRACT]) / stages[SPACY]
    print(f"  analyse and extract without spaCy: {beside:.0%} of its time")
    print(f"\nkg --help: {_startup():.2f} s, best of {STARTUPS}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(MEASURES[sys.argv[1]](Path(sys.argv[2]))))
    else:
        main()

"""Throughput and latency over the question library: this server, the bare Oxigraph server and rdflib-endpoint, in one run.

    pip install '.[bench]'
    python benchmarks/serve.py                      (about twenty minutes; without rdflib-endpoint: ten)

The graph is that of the data sets and of a made-up network (`synth.py`), built once under build/bench. Every question of
the library is asked with its example, and those on a product or an enterprise also of made-up ones; each server gets the
same questions in the same order. Questions that the bare server answers within a tenth of a second are the *quick* ones,
asked by 1, 8 and 32 clients; the others are *slow*: asked once each, by 1 and by 2 clients. This server is started twice:
once it keeps no answers (``--kept 0``), once it does and has been asked everything before. Processor time is that of a
server and its workers for one question: on a machine that is busy with other work it says more than throughput.
"""

import argparse
import importlib.util
import json
import random
import shutil
import statistics
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
import pyoxigraph as ox
from load import Asked, Told, Watch, free_port, get, load, post, quantile, running, worked
from synth import write

import chaingraph as cg
from chaingraph.queries import fill, list_queries
from chaingraph.store import build, native, open_store

WORK = Path(__file__).parents[1] / "build" / "bench"
SUPPLIES = 72_000  # of the made-up network: about 1.3 million statements
TURNS = 8  # in which the servers are asked one after the other
QUICK, ENDLESS = 0.1, 8.0  # seconds of the bare server alone: what is quick, and what is asked only once
RDFLIB = """
    import sys
    import uvicorn
    from rdflib import Dataset
    from rdflib_endpoint import SparqlEndpoint
    face = Dataset(default_union=True)
    face.parse(sys.argv[1], format="nquads")
    uvicorn.run(SparqlEndpoint(graph=face), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


class Question(NamedTuple):
    """A question with its parameters, and its SPARQL with these put in."""

    name: str
    values: dict[str, str]
    text: str


class Run(NamedTuple):
    """One way to ask: its name, the port, and what is sent for a question."""

    name: str
    port: int
    process: psutil.Process
    request: Callable[[Question], Asked]


def prepare(supplies: int) -> tuple[Path, Path, Path]:
    """Build the store once; return it, a copy for the bare server, and its N-Quads."""
    store, bare, lines = WORK / "store", WORK / "bare", WORK / "all.nq"
    if not (store / "CURRENT").is_file():
        write(WORK / "synth", supplies=supplies)
        build([*cg.data_sets(), WORK / "synth"], store)
    if not bare.is_dir():
        shutil.copytree(store / (store / "CURRENT").read_text(encoding="utf-8").strip() / "store", bare)
    if not lines.is_file():
        native(open_store(store)).dump(str(lines), format=ox.RdfFormat.N_QUADS)
    return store, bare, lines


def library(store: Path, variants: int) -> list[Question]:
    """Return every question with its example, then those on a product or an enterprise also of made-up ones."""
    face, dice, found = open_store(store), random.Random(42), []
    made = {"product": 720, "enterprise": 9_000, "customer": 9_000, "supplier": 9_000}
    for query in list_queries():
        found.append(Question(query.name, dict(query.example), fill(face, query, query.example)))
        if not set(query.parameters) & set(made):
            continue
        for _ in range(variants):
            kinds = {
                name: "product" if name == "product" else "enterprise" for name in query.parameters if name in made
            }
            values = {name: f"{kind}:synth-{dice.randrange(made[name])}" for name, kind in kinds.items()}
            values = {**query.example, **values}
            found.append(Question(query.name, values, fill(face, query, values)))
    return found


def rows(told: Told) -> int:
    """Return how many rows an answer has."""
    try:
        found = json.loads(told.body)
    except ValueError:
        return -1  # stopped at its limit of time: the bare server cuts such an answer short without a word
    return len(found) if isinstance(found, list) else len(found["results"]["bindings"]) if "results" in found else 1


def compare(runs: Sequence[Run], asked: Sequence[Question]) -> dict[Run, list[Told]]:
    """Ask each question once, by one client; say where servers disagree on the number of rows."""
    told = {run: load(run.port, map(run.request, asked), 1, limit=3600, keep=True)[0] for run in runs}
    for number, question in enumerate(asked):
        answers = {run.name: told[run][number] for run in runs}
        counts = {name: rows(one) if one.status == 200 else f"status {one.status}" for name, one in answers.items()}
        if len(set(counts.values())) > 1:
            print(f"unequal: {question.name} {question.values} {counts}", flush=True)
    return told


def table(title: str, runs: Sequence[Run], asked: Sequence[Question], clients: Sequence[int], limit: float) -> None:
    """Print throughput and latency of each way to ask; the share is of the first one's throughput.

    The questions are asked in several turns, the servers one after the other in each, first this one, then that one
    first: a machine that grows slower meanwhile does so for all of them.
    """
    print(
        f"\n{title}\n\n| clients | | questions a second | of the first | processor ms | of the first | p50 ms | p95 ms | p99 ms | not answered |"
    )
    print("|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    for count in clients:
        parts = [asked[len(asked) * turn // TURNS : len(asked) * (turn + 1) // TURNS] for turn in range(TURNS)]
        told: dict[str, list[Told]] = {run.name: [] for run in runs}
        seconds, worked_for = dict.fromkeys(told, 0.0), dict.fromkeys(told, 0.0)
        for turn, part in enumerate(parts):
            for run in runs[:: -1 if turn % 2 else 1]:
                before = worked(run.process)
                found, spent = load(run.port, map(run.request, part), count, limit=limit)
                told[run.name] += found
                seconds[run.name] += spent
                worked_for[run.name] += worked(run.process) - before
        first = cost = 0.0
        for name, all_told in told.items():
            good = [one.seconds for one in all_told if one.status == 200]
            rate, work = len(good) / seconds[name], worked_for[name] / max(len(all_told), 1) * 1000
            first, cost = first or rate, cost or work
            shown = " | ".join(f"{quantile(good, share):,.1f}" for share in (0.5, 0.95, 0.99))
            print(
                f"| {count} | {name} | {rate:,.1f} | {rate / first:.0%} | {work:,.1f} | {work / cost:.0%} | {shown} | {len(asked) - len(good)} |",
                flush=True,
            )


@contextmanager
def servers(store: Path, bare: Path, workers: int) -> Iterator[list[Run]]:
    """Start the bare server and this one: without answers that are kept, and once more with them."""
    oxigraph = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if oxigraph is None:
        raise SystemExit("oxigraph is not installed: pip install '.[test]'")
    with ExitStack() as stack:

        def start(name: str, port: int, *words: str | Path) -> psutil.Process:
            return stack.enter_context(running(words, port, WORK / f"{name}.log"))

        def started(name: str, *more: str) -> tuple[int, psutil.Process]:
            port = free_port()
            given = ["--store", store, "--port", f"{port}", "--seconds", "120", "--workers", f"{workers}", *more]
            return port, start(name, port, sys.executable, "-m", "chaingraph", "serve", *given)

        def ask(question: Question) -> Asked:
            return get(question.name, f"/ask/{question.name}", **question.values)

        port = free_port()
        given = ["--location", bare, "--bind", f"127.0.0.1:{port}", "--union-default-graph", "--timeout-s", "120"]
        first = port, start("oxigraph", port, oxigraph, "serve-read-only", *given)
        cold, warm = started("chaingraph", "--kept", "0"), started("chaingraph-kept")
        yield [
            Run("Oxigraph server, SPARQL", *first, lambda question: post(question.name, "/query", question.text)),
            Run("chaingraph, /sparql", *cold, lambda question: post(question.name, "/sparql", question.text)),
            Run("chaingraph, /ask", *cold, ask),
            Run("chaingraph, /ask, answers kept", *warm, ask),
        ]


def slowly(told: dict[Run, list[Told]], asked: Sequence[Question]) -> None:
    """Print the questions that take longest, one client, each server by itself."""
    runs = list(told)
    order = sorted(range(len(asked)), key=lambda number: -told[runs[0]][number].seconds)[:8]
    print("\nLongest, one client, seconds\n\n| question | " + " | ".join(run.name for run in runs) + " |")
    print("|---|" + "---:|" * len(runs))
    for number in order:
        shown = " | ".join(f"{told[run][number].seconds:.2f}" for run in runs)
        print(f"| {asked[number].name} | {shown} |")


def rdflib(lines: Path, own: Run, asked: Sequence[Question], budget: float) -> None:
    """Ask rdflib-endpoint as many of the quick questions as it answers in time, then this server the same ones."""
    port = free_port()
    words = [sys.executable, "-c", textwrap.dedent(RDFLIB), lines, f"{port}"]
    with running(words, port, WORK / "rdflib.log") as process, Watch(process) as watch:
        other = Run("rdflib-endpoint, memory", port, process, lambda question: post(question.name, "/", question.text))
        told, _ = load(port, map(other.request, asked), 1, limit=budget)
        good = {number for number, one in enumerate(told) if one.status == 200}
        same = [question for number, question in enumerate(asked) if number in good]
        theirs = sum(told[number].seconds for number in good)
        ours, _ = load(own.port, map(own.request, same), 1, limit=budget)
        mine = sum(one.seconds for one in ours)
        ratios = [told[number].seconds / ours[place].seconds for place, number in enumerate(sorted(good))]
        print(
            f"\nrdflib-endpoint, one client, {budget:g} s: {len(good)} of {len(asked)} quick questions in {theirs:.1f} s,"
        )
        print(
            f"memory {watch.peak[0] / 1e6:,.0f} MB; {own.name} the same in {mine:.2f} s: {theirs / mine:,.0f} times the"
        )
        print(
            f"throughput; question by question {min(ratios):.1f} to {max(ratios):,.0f} times, median {statistics.median(ratios):.1f}"
        )
        light = [question for number, question in enumerate(asked) if number in good and told[number].seconds < 1]
        title = f"{len(light)} questions that rdflib-endpoint answers within a second, each once"
        table(title, [other, own], light, (1, 8, 32), budget)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--supplies", type=int, default=SUPPLIES)
    parser.add_argument("--rounds", type=int, default=10, help="how often each quick question is asked")
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--budget", type=float, default=180, help="for rdflib-endpoint [s]; 0: without")
    parser.add_argument("--quick", action="store_true", help="the quick questions only")
    given = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    store, bare, lines = prepare(given.supplies)
    asked = library(store, 1)
    with servers(store, bare, given.workers) as runs:
        bare_run, sparql, ask, kept = runs
        told = compare([bare_run] if given.quick else runs[:3], asked)
        alone = [one.seconds for one in told[bare_run]]
        quick = [question for question, seconds in zip(asked, alone, strict=True) if seconds <= QUICK]
        slow = [question for question, seconds in zip(asked, alone, strict=True) if QUICK < seconds <= ENDLESS]
        print(f"{len(asked)} requests for {len(list_queries())} questions: {len(quick)} quick, {len(slow)} slow, "
              f"{len(asked) - len(quick) - len(slow)} longer than {ENDLESS:g} s")  # fmt: skip
        dice, repeated = random.Random(1), []
        for _ in range(given.rounds):
            repeated += dice.sample(quick, len(quick))
        with Watch(ask.process) as watch:
            load(kept.port, map(kept.request, quick), 1, limit=300)
            table(f"Quick questions, {len(repeated)} requests", runs, repeated, (1, 8, 32), 300)
            if not given.quick:
                table(f"Slow questions, {len(slow)} requests", [bare_run, sparql, ask], slow, (1, 2), 600)
        print(f"\nchaingraph: {watch.peak[0] / 1e6:,.0f} MB at most, one worker {watch.peak[1] / 1e6:,.0f} MB")
        if not given.quick:
            slowly(told, asked)
        if given.budget and importlib.util.find_spec("rdflib_endpoint"):
            rdflib(lines, ask, quick, given.budget)


if __name__ == "__main__":
    main()

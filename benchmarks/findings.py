"""How long all findings take: every analysis on every chain, on the Changsha data and on a made-up network.

    make bench-findings                     both (two minutes; most of it makes and builds the network)
    python benchmarks/findings.py STORE     on a store that is there

Times are of one process; nothing here asserts. Graphs are read first, then analysed together (`shared_results`,
which pauses the garbage collector). *One by one* is the sum when nothing is shared between analyses.
"""

import sys
import tempfile
from collections.abc import Callable, Iterable, Sized
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import networkx as nx

from chaingraph import analysis
from chaingraph.analysis.rate import local_supply_rates
from chaingraph.graphs import chain_graph, chains, home, shared_rows, supply_graph
from chaingraph.shared import shared_results
from chaingraph.store import build, open_store
from chaingraph.synth import Size, hide, make_network, write_data_set

DATA = Path(__file__).resolve().parent.parent / "data"
LARGE = Size(products=2000, enterprises=20_000, supplies=256_000, regions=20)  # about 180,000 supplies are told
OF_CHAIN: tuple[Callable[..., Sized], ...] = (
    analysis.segment_states,
    analysis.missing_links,
    analysis.local_gaps,
    analysis.mismatches,
    analysis.weak_links,
    analysis.stands_on_one,
    analysis.agreements,
    analysis.ratings,
    analysis.rating_robustness,
    analysis.target_checks,
)


def row(what: str, seconds: float, cpu: float, note: object = "") -> None:
    print(f"  {what:<36}{seconds:>8.2f} s{cpu:>8.2f} s cpu  {note}", flush=True)


def timed(what: str, work: Callable[[], Any], note: Callable[[Any], object] = lambda _: "") -> Any:
    start, cpu = perf_counter(), process_time()
    found = work()
    row(what, perf_counter() - start, process_time() - cpu, note(found))
    return found


def count(found: Iterable[Sized]) -> str:
    return f"{sum(map(len, found)):,} findings"


def findings(graphs: list[nx.DiGraph], supply: nx.MultiDiGraph, region: str, *, together: bool) -> None:
    """Run every analysis that needs no further choice, and print what each takes."""
    start, cpu = perf_counter(), process_time()
    with shared_results() if together else nullcontext():
        for one in OF_CHAIN:
            timed(one.__name__, lambda one=one: [one(graph, region=region) for graph in graphs], count)  # type: ignore[misc]
        timed("local_supply_rates", lambda: [local_supply_rates(supply, region=region)], count)
        timed("brokers", lambda: [analysis.brokers(supply, region=region)], count)
        timed(
            "investment_targets",
            lambda: [analysis.investment_targets(graph, supply, region=region) for graph in graphs],
            count,
        )
        row("all, together" if together else "all, one by one", perf_counter() - start, process_time() - cpu)
        start, cpu = perf_counter(), process_time()
    if together:
        row("memory given back", perf_counter() - start, process_time() - cpu)


def measure(store: Path, *, one_by_one: bool = False) -> None:
    """Read the graphs of a store, and analyse them."""
    face = open_store(store)
    region = home(face)
    with shared_rows(face):
        supply = timed(
            "supply graph", lambda: supply_graph(face), lambda graph: f"{graph.number_of_edges():,} supplies"
        )
        graphs = timed(
            "chain graphs",
            lambda: [chain_graph(face, chain) for chain in chains(face)],
            lambda found: f"{len(found)} chains, {sum(map(len, found)):,} nodes",
        )
    findings(graphs, supply, region, together=True)
    if one_by_one:
        findings(graphs, supply, region, together=False)


def main() -> None:
    timed("this machine: 20 million additions", lambda: sum(1 for _ in range(20_000_000)))
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        print("Changsha", flush=True)
        folders = [DATA / "reference", DATA / "changsha"]
        timed("build", lambda: build(folders, work / "changsha-store"))
        measure(work / "changsha-store", one_by_one=True)
        print(f"\nMade up: {LARGE}, seed 1", flush=True)
        network = timed("make", lambda: make_network(LARGE, seed=1))
        write_data_set(network, hide(network, hidden=0.3, seed=1), work / "made-up")
        timed("build", lambda: build([work / "made-up"], work / "store"))
        measure(work / "store")


if __name__ == "__main__":
    if sys.argv[1:]:
        measure(Path(sys.argv[1]), one_by_one=True)
    else:
        main()

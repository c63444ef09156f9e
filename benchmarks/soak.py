"""Half an hour of ordinary and hostile requests together, and what becomes of the server.

    python benchmarks/soak.py --minutes 30

First each hostile request once and alone: how long the slowest takes, how much memory the workers hold, and whether
anybody was called. Then clients that ask named questions and clients that send the hostile set over and over, the
heavier part of it in the same proportion as it has there. An ordinary request must be answered; 503 counts as an error.
"""

import argparse
import json
import random
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import cycle
from pathlib import Path

from load import Asked, Told, Watch, anything, free_port, get, load, quantile, running
from serve import SUPPLIES, prepare

from chaingraph.queries import list_queries

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import hostile

SLOWEST = 0.2  # seconds: ordinary are the questions that were answered within this


class Listener:
    """Counts who calls."""

    def __init__(self) -> None:
        self.calls, self._door = 0, socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}/sparql"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            caller, _ = self._door.accept()
            self.calls += 1
            caller.close()


def hostile_set(url: str) -> list[Asked]:
    """Return the hostile requests of the tests, but for those that are no HTTP."""
    return [
        anything(f"{one.kind} {one.name}", one.method, one.path, one.headers, one.body) for one in hostile.requests(url)
    ]


def ordinary_set(port: int) -> list[Asked]:
    """Return the named questions with their examples that the server answers quickly when it has nothing else to do."""
    asked = [get(query.name, f"/ask/{query.name}", **query.example) for query in list_queries()]
    for _ in range(2):
        told, _ = load(port, asked, 1, limit=600)
        kept = {one.name for one in told if one.status == 200 and one.seconds <= SLOWEST}
        asked = [one for one in asked if one.name in kept]
    return asked


def alone(port: int, asked: list[Asked], seconds: float) -> None:
    """Send each hostile request once, and tell which took longest."""
    told, _ = load(port, asked, 1, limit=60 * 60)
    slow = sorted(told, key=lambda one: -one.seconds)[:3]
    print(f"hostile requests: {len(told)} of {len(asked)} ended, by status {dict(Counter(one.status for one in told))}")
    print("longest: " + "; ".join(f"{one.name} {one.seconds:.2f} s" for one in slow))
    late = [one.name for one in told if one.seconds > seconds + 1]
    print(f"later than the limit of {seconds:g} s + 1 s: {late or 'none'}\n", flush=True)


def together(
    port: int, ordinary: list[Asked], bad: list[Asked], clients: tuple[int, int], seconds: float
) -> tuple[list[Told], list[Told]]:
    """Send both for so many seconds; return how each ended."""
    ends = time.monotonic() + seconds

    def until(asked: Iterable[Asked], seed: int) -> Iterator[Asked]:
        order = list(asked)
        random.Random(seed).shuffle(order)
        for one in cycle(order):
            if time.monotonic() > ends:
                return
            yield one

    found: list[list[Told]] = [[], []]

    def side(number: int, asked: list[Asked]) -> None:
        found[number] = load(port, until(asked, number), clients[number], limit=seconds + 120)[0]

    sides = [threading.Thread(target=side, args=(0, ordinary)), threading.Thread(target=side, args=(1, bad))]
    for thread in sides:
        thread.start()
    for thread in sides:
        thread.join()
    return found[0], found[1]


def figures(port: int) -> dict[str, float]:
    """Return what the server counts."""
    ((_, _, _, body),), _ = load(port, [get("metrics", "/metrics")], 1, limit=60, keep=True)
    lines = (line.rpartition(" ") for line in body.decode().splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path, nargs="?", help="default: that of serve.py, built once")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--ordinary", type=int, default=2, help="clients")
    parser.add_argument("--hostile", type=int, default=1, help="clients")
    parser.add_argument("--seconds", type=float, default=5, help="limit of a query")
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument(
        "--kept", type=int, default=0, help="answers kept by the server [MB]; 0: workers answer them all"
    )
    parser.add_argument("--memory", type=int, default=4000, help="of each worker [MB]")
    given = parser.parse_args()
    store = given.store or prepare(SUPPLIES)[0]
    port, listener = free_port(), Listener()
    names = ("seconds", "workers", "memory", "kept")
    limits = [word for name in names for word in (f"--{name}", f"{getattr(given, name)}")]
    words = [sys.executable, "-m", "chaingraph", "serve", "--store", store, "--port", f"{port}", *limits]
    print(f"{store}, {' '.join(limits)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with running(words, port, log) as process:
            ordinary, bad = ordinary_set(port), hostile_set(listener.url)
            print(f"{len(ordinary)} ordinary questions, {len(bad)} hostile requests\n", flush=True)
            with Watch(process) as watch:
                alone(port, bad, given.seconds)
            _memory(watch)
            before = figures(port)
            with Watch(process) as watch:
                good, ill = together(port, ordinary, bad, (given.ordinary, given.hostile), given.minutes * 60)
            _told(good, ill, given.seconds)
            _memory(watch)
            after = figures(port)
            for name in ("chaingraph_workers_replaced", *(n for n in after if n.startswith("chaingraph_events"))):
                print(f"{name}: {after[name] - before.get(name, 0):g}")
            ready = [f"{name} {after[name]:g}" for name in ("chaingraph_workers_ready", "chaingraph_queries_waiting")]
            print(f"in the end: {', '.join(ready)}; calls at the listening socket: {listener.calls}")
        _log(log.read_text(encoding="utf-8", errors="replace").splitlines())


def _told(good: list[Told], ill: list[Told], seconds: float) -> None:
    times = [one.seconds for one in good]
    wrong = Counter((one.name, one.status) for one in good if one.status != 200)
    print(f"ordinary: {len(good)} requests, {sum(wrong.values())} errors {dict(wrong) or ''}")
    print(
        f"  mean {statistics.fmean(times) * 1000:.0f} ms, p50 {quantile(times, 0.5):.0f}, p95 {quantile(times, 0.95):.0f}, "
        f"p99 {quantile(times, 0.99):.0f}, longest {max(times) * 1000:.0f} ms"
    )
    late = Counter(one.name for one in ill if one.seconds > seconds + 1)
    print(
        f"hostile: {len(ill)} requests, by status {dict(Counter(one.status for one in ill))}, later than limit + 1 s: {dict(late) or 'none'}"
    )


def _memory(watch: Watch) -> None:
    total, one = watch.peak
    print(f"memory at most: all processes {total / 1e6:,.0f} MB, one worker {one / 1e6:,.0f} MB")
    step = max(len(watch.series) // 12, 1)
    shown = [f"{at / 60:.0f} min {held / 1e6:,.0f} MB" for at, held, _ in watch.series[::step]]
    print(f"  over time: {', '.join(shown)}\n", flush=True)


def _log(lines: list[str]) -> None:
    slow = [json.loads(line.partition(" slow ")[2]) for line in lines if " slow " in line]
    rest = [line for line in lines if " slow " not in line]
    jobs = Counter((entry["job"], entry["status"]) for entry in slow)
    print(f"slow-query log: {len(slow)} lines, by job and status {dict(jobs)}; other lines of the log: {len(rest)}")
    for line in rest[:10]:
        print(f"  {line[:300]}")


if __name__ == "__main__":
    main()

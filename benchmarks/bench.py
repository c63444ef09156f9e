"""Whole-process time and peak memory, each measurement in a process of its own, side by side with rdflib's memory store.

    make bench                    all of it (about five minutes)
    python benchmarks/bench.py changsha

Figures are ratios of one run on one machine; nothing here asserts a time.
"""

import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

from synth import write

HERE = Path(__file__).resolve().parent
GAP = """
PREFIX cg: <https://w3id.org/chaingraph/ont#>
PREFIX region: <https://w3id.org/chaingraph/id/region/>
SELECT DISTINCT ?product WHERE {
  ?row cg:customer ?enterprise ; cg:suppliedProduct ?product . ?enterprise cg:locatedInTransitive region:430100 .
  MINUS { ?maker cg:produces ?product ; cg:locatedInTransitive region:430100 }
}
ORDER BY ?product
"""


def measure(code: str, *arguments: object) -> tuple[float, float, str]:
    """Run Python code in a new process; return seconds, peak megabytes, and the last line that it printed."""
    import time

    start = time.perf_counter()
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    out = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {arguments}\n{out}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024, (out.strip().splitlines() or [""])[-1]


def row(what: str, seconds: float, megabytes: float, note: str = "") -> None:
    print(f"{what:<58}{seconds:>9.2f} s{megabytes:>9.0f} MB  {note}", flush=True)


def show(what: str, code: str, *arguments: object) -> str:
    seconds, megabytes, note = measure(code, *arguments)
    row(what, seconds, megabytes, note)
    return note


OPEN = """
import sys, time
from pathlib import Path
from chaingraph.store import open_store
face = open_store(Path(sys.argv[1]))
"""


def changsha(work: Path) -> None:
    """Measure what `make run` does, and each of its parts."""
    store = work / "changsha"
    print("Changsha (data/changsha, data/reference): whole processes", flush=True)
    cli = "import sys; from chaingraph.cli import main; main()"
    for words in (
        ["build"],
        ["check"],
        ["diagnose", "chain=chain:advanced-energy-storage-materials"],
        *(
            ["find", name, "chain=chain:construction-machinery"]
            for name in ("segment-states", "missing-links", "local-gaps", "weak-links", "stands-on-one")
        ),
        ["find", "local-supply-rate"],
        ["draw", "chain", "chain=chain:construction-machinery", "-o", str(work / "page.html")],
        ["site", "-o", str(work / "site")],
    ):
        seconds, megabytes, _ = measure(cli, *words, "--store", store)
        row("chaingraph " + " ".join(words[:3]), seconds, megabytes)


def large(work: Path, supplies: int) -> None:
    """Measure build, gap query and rdflib on a made-up network of about 1.3 million statements."""
    folder, store, regions = work / "synth", work / "store", HERE.parent / "data" / "reference"
    write(folder, supplies=supplies)
    print(f"\nMade-up network, {supplies:,} supplies", flush=True)
    build = """
    import sys, time
    from pathlib import Path
    from chaingraph.store import build, statements
    start = time.perf_counter()
    face = build(list(map(Path, sys.argv[2:])), Path(sys.argv[1]) if sys.argv[1] else None)
    wall = time.perf_counter() - start
    print(f"{statements(face):,} statements, {statements(face) / wall:,.0f} a second")
    """
    core = _core(work, regions)
    show("chaingraph build on disk", build, store, core, folder)
    show("chaingraph build in memory", build, "", core, folder)
    nq = work / "all.nq"
    export = (
        "from chaingraph.store import export; Path(sys.argv[2]).write_text(''.join(export(face)), encoding='utf-8')"
    )
    show("chaingraph export (N-Quads, sorted)", OPEN + export, store, nq)
    bare = """
    import sys, time, pyoxigraph as ox
    start = time.perf_counter()
    store = ox.Store(sys.argv[1]); store.bulk_load(path=sys.argv[2], format=ox.RdfFormat.N_QUADS)
    print(f"{len(store) / (time.perf_counter() - start):,.0f} statements a second, no tables read, no rules")
    """
    show("pyoxigraph bulk_load of the same N-Quads", bare, work / "bare", nq)
    query = work / "gap.rq"
    query.write_text(GAP, encoding="utf-8")
    timed = "text = open(sys.argv[2]).read(); start = time.perf_counter(); n = len({}); print(f'{{n}} rows, query alone {{(time.perf_counter() - start) * 1000:.1f}} ms')"
    show(
        "gap query, chaingraph",
        OPEN + "from chaingraph.queries import to_rows\n" + timed.format("to_rows(face, text)"),
        store,
        query,
    )
    alone = (
        OPEN
        + "from chaingraph.store import native\n"
        + timed.format("list(native(face).query(text, use_default_graph_as_union=True))")
    )
    show("gap query, pyoxigraph alone", alone, store, query)
    rdflib = """
    import sys, time
    from rdflib import Dataset
    start = time.perf_counter()
    face = Dataset(default_union=True); face.parse(sys.argv[1], format="nquads")
    loaded = time.perf_counter() - start
    text = open(sys.argv[2]).read(); start = time.perf_counter(); n = len(list(face.query(text)))
    print(f"{n} rows, query alone {(time.perf_counter() - start) * 1000:.1f} ms; loading {loaded:.1f} s")
    """
    show("the same N-Quads and gap query, rdflib memory store", rdflib, nq, query)


def projection(work: Path, supplies: int) -> None:
    """Measure the projection of supplies to NetworkX."""
    folder, store = work / "many", work / "many-store"
    write(folder, supplies=supplies)
    core = _core(work, HERE.parent / "data" / "reference")
    from chaingraph.store import build

    build([core, folder], store)
    print(f"\nProjection of {supplies:,} supplies", flush=True)
    code = (
        OPEN
        + "from chaingraph.graphs import supply_graph\nstart = time.perf_counter(); graph = supply_graph(face); print(f'{graph.number_of_edges():,} edges, projection alone {time.perf_counter() - start:.2f} s')"
    )
    show("supply_graph, columns beside the store", code, store)
    show(
        "supply_graph, by SPARQL",
        code.replace(
            "face = open_store(Path(sys.argv[1]))", "face = open_store(Path(sys.argv[1])); face.store.columns = None"
        ),
        store,
    )


def _core(work: Path, regions: Path) -> Path:
    """Return a data set of the regions alone."""
    core = work / "places"
    if not core.exists():
        core.mkdir()
        (core / "regions.csv").write_text((regions / "regions.csv").read_text(encoding="utf-8"), encoding="utf-8")
        card = (regions / "source.toml").read_text(encoding="utf-8")
        (core / "source.toml").write_text(card.replace('id = "reference"', 'id = "places"'), encoding="utf-8")
    return core


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["changsha", "large", "projection"]
    with tempfile.TemporaryDirectory() as name:
        if "changsha" in wanted:
            changsha(Path(name))
        if "large" in wanted:
            large(Path(name), 72_000)
        if "projection" in wanted:
            projection(Path(name), 200_000)

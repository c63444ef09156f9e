"""Lines in order (行的次序): sorted and each once, however many, with no more in memory than one run."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.store import native

__all__ = ["graph_names", "in_order", "statements_of", "triples_in_order"]

_RUN: Final = 400_000
_CHUNK: Final = 20_000
_NQ, _NT = ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES


def in_order(lines: Iterable[bytes], *, run: int = _RUN) -> Iterator[bytes]:
    """Yield lines in the order of their bytes (UTF-8: of their code points), each once.

    Runs of so many lines are sorted in memory; when there are several they are put aside in files and merged [1]_.

    References
    ----------
    .. [1] D. E. Knuth, "The Art of Computer Programming", vol. 3, section 5.4, 1973.

    Examples
    --------
    >>> list(in_order([b"b", b"a", b"b", b"c"], run=2))
    [b'a', b'b', b'c']
    """
    rest = iter(lines)
    first = sorted(set(islice(rest, run)))
    following = sorted(set(islice(rest, run)))
    if not following:
        yield from first
        return
    with tempfile.TemporaryDirectory(prefix="chaingraph-") as folder:
        runs: list[tuple[Path, bool]] = []
        while first:
            path = Path(folder) / str(len(runs))
            path.write_bytes(b"".join(line.rstrip(b"\n") + b"\n" for line in first))
            runs.append((path, first[0].endswith(b"\n")))
            first, following = following, sorted(set(islice(rest, run)))
        files = [path.open("rb") for path, _ in runs]
        try:
            for line, _ in groupby(heapq.merge(*files)):
                yield line if runs[0][1] else line[:-1]
        finally:
            for file in files:
                file.close()


def graph_names(face: Dataset) -> list[str]:
    """Return the named graphs of a store, in order."""
    return sorted(name.value for name in native(face).named_graphs() if isinstance(name, ox.NamedNode))


def statements_of(face: Dataset, graph: str | None = None) -> Iterator[bytes]:
    """Yield the lines of a store as N-Quads, or of one graph as N-Triples, in no order; remote stores give whole graphs."""
    store = native(face)
    name = None if graph is None else ox.NamedNode(graph)
    if not isinstance(store, ox.Store):
        yield from (store.dump(format=_NQ if name is None else _NT, from_graph=name) or b"").splitlines(keepends=True)
        return
    with tempfile.TemporaryFile(prefix="chaingraph-") as file:
        store.dump(file, format=_NQ if name is None else _NT, from_graph=name)
        file.seek(0)
        yield from file


def triples_in_order(face: Dataset, graph: str | None = None) -> Iterator[Any]:
    """Yield the statements of a graph, or of all graphs together each once, in order."""
    graphs = graph_names(face) if graph is None else [graph]
    lines = in_order(line for name in graphs for line in statements_of(face, name))
    while chunk := list(islice(lines, _CHUNK)):
        yield from ox.parse(b"".join(chunk), format=_NT)

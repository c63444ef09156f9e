"""The store: build, open and export an `rdflib.Dataset` on Oxigraph, in memory or on disk; a build is all or nothing."""

import os
import secrets
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset

from chaingraph.collecting import no_collecting
from chaingraph.columns import ColumnFiles, write_columns
from chaingraph.errors import StoreError
from chaingraph.rules import INFERRED, Rule, compile_rules, read_by
from chaingraph.schema import Schema, Step, Table, ontology, read_schema
from chaingraph.tables import read_data_sets
from chaingraph.vocabulary import GRAPH, PREFIXES

__all__ = ["ONTOLOGY", "build", "columns_of", "dataset", "export", "infer", "native", "open_store", "statements"]

ONTOLOGY: Final = f"{GRAPH}ontology"
_CURRENT: Final = "CURRENT"
_STORE, _COLUMNS = "store", "columns"
_CHUNK: Final = 100_000  # statements loaded at once (benchmarks/)
_BYTES: Final = 20_000_000  # and of inferred statements
_WAITING: Final = 6  # chunks that may wait for a thread
_MOMENT: Final = 60  # seconds within which a build takes its lock, or switches having let go of it
_NQ, _NT = ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES


def build(
    folders: Iterable[Path], path: Path | None = None, *, progress: Callable[[float], None] | None = None
) -> Dataset:
    """Read data sets, draw the ontology's conclusions, and return the store.

    Parameters
    ----------
    folders
        One folder per data set.
    path
        Folder of the store on disk; None builds in memory. What was there before stays readable until the new store
        is complete, and stays for good when anything is wrong: the switch is the replacement of one small file.
    progress
        Called now and then with the part of the work that is done, 0 to 1.

    Raises
    ------
    SourceError
        With all faults of all tables; nothing has been changed.
    """
    if path is None:
        inner = ox.Store()
        columns: ColumnFiles = {}
        _fill(inner, inner, columns, list(folders), progress)
        return dataset(inner, columns)
    path.mkdir(parents=True, exist_ok=True)
    place = path / f"generation-{secrets.token_hex(8)}"
    place.mkdir()
    try:
        inner = ox.Store(str(place / _STORE))
        _fill(inner, ox.Store(), place / _COLUMNS, list(folders), progress)
        inner.flush()
        _announce(place)
        del inner  # left open, the engine would go on moving its files about under those who open them
        last = _switch(path, place)
    except BaseException:
        if _current(path) != place.name:
            shutil.rmtree(place, ignore_errors=True)
        raise
    for old in path.glob("generation-*"):
        if old.name not in (last, place.name) and not _in_use(old) and old.name != _current(path):
            shutil.rmtree(old, ignore_errors=True)
    return open_store(path)


def _current(path: Path) -> str:
    """Return the name of the current generation, "" when there is none."""
    pointer = path / _CURRENT
    return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else ""


def _announce(place: Path) -> None:
    """Write what `_switch` will put in force; as long as it lies there other builds let the place be."""
    with (place / _CURRENT).open("w", encoding="utf-8") as file:
        file.write(place.name)
        file.flush()
        os.fsync(file.fileno())


def _switch(path: Path, place: Path) -> str:
    """Make *place* the current generation; return the one before."""
    last = _current(path)
    (place / _CURRENT).replace(path / _CURRENT)
    return last


def _in_use(place: Path) -> bool:
    """Say whether another build is writing there (Oxigraph holds a lock), has just begun or is about to switch."""
    try:
        between = (place / _CURRENT).exists() or not (place / _STORE / "CURRENT").exists()
        if between and time.time() - place.stat().st_mtime < _MOMENT:
            return True
        ox.Store(str(place / _STORE))
    except OSError:
        return True
    except RuntimeError:  # what a killed build has left half written
        return False
    return False


def _fill(
    target: ox.Store,
    scratch: ox.Store,
    columns: ColumnFiles,
    folders: list[Path],
    progress: Callable[[float], None] | None,
) -> None:
    """Load tables and ontology into *target*; run the rules in memory on *scratch*, which holds only what they read.

    Two threads load *target* while this one reads tables and draws conclusions: the engine lets go of Python while it
    works (figures in benchmarks/).
    """
    groups, schema = compile_rules(ontology()), read_schema()
    wanted = {"": read_by(groups), **{name: _wanted(groups, table, schema) for name, table in schema.tables.items()}}
    apart = scratch is not target
    with no_collecting(), ThreadPoolExecutor(max_workers=2) as pool:
        waiting: deque[Future[None]] = deque()

        def hand_over(load: Callable[[ox.Store, bytes], None], data: bytes) -> None:
            while len(waiting) > _WAITING:
                waiting.popleft().result()
            waiting.append(pool.submit(load, target, data))

        for store in {target, scratch}:
            _load_ontology(store)
        pending: list[str] = []
        for chunk in read_data_sets(folders, schema):
            write_columns(columns, chunk)
            pending += chunk.content + chunk.frame
            if len(pending) >= _CHUNK:
                hand_over(_load, "".join(pending).encode())
                pending = []
            if progress:
                progress(0.6 * chunk.done)
            if apart:
                reads = wanted[chunk.table]
                used = [line for line in chunk.content if line.split(" ", 2)[1] in reads]
                _load(scratch, "".join(used).encode())
        hand_over(_load, "".join(pending).encode())
        if not apart:
            _finish(waiting)
        found: list[bytes] = []
        for done, conclusions in infer(scratch, groups, keep=not apart):
            found += [conclusions] if apart else []
            if sum(map(len, found)) > _BYTES:
                hand_over(_load_inferred, b"".join(found))
                found = []
            if progress:
                progress(0.6 + 0.4 * done)
        hand_over(_load_inferred, b"".join(found))
        _finish(waiting)


def _wanted(groups: Sequence[tuple[Rule, ...]], table: Table, schema: Schema) -> frozenset[str]:
    """Return the predicates in the rows of a table that some rule reads; a row's own type need not be concluded."""
    plain = {
        column.path[0].property for column in table.columns.values() if column.path == (Step(column.path[0].property),)
    }
    types = (
        frozenset.intersection(*(schema.superclasses[name] for name in table.classes))
        if table.subject == "row"
        else frozenset()
    )
    return read_by(groups, frozenset(plain), types)


def _finish(waiting: deque[Future[None]]) -> None:
    while waiting:
        waiting.popleft().result()


def _load(store: ox.Store, lines: bytes) -> None:
    store.bulk_load(lines, format=_NQ, lenient=True)


def _load_inferred(store: ox.Store, triples: bytes) -> None:
    store.bulk_load(triples, format=_NT, to_graph=ox.NamedNode(INFERRED), lenient=True)


def _load_ontology(store: ox.Store) -> None:
    text = ontology().serialize(format="nt", encoding="utf-8")
    graph = ox.NamedNode(ONTOLOGY)
    # Blank nodes (property chains, axioms) stay in the ontology's own file: the store holds none.
    triples = (t for t in ox.parse(text, format=_NT) if not _has_blank(t))
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)


def _has_blank(triple: ox.Quad | ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def infer(store: ox.Store, groups: Sequence[tuple[Rule, ...]], *, keep: bool = True) -> Iterator[tuple[float, bytes]]:
    """Run compiled rules on a store until nothing follows any more.

    The conclusions stand in the named graph `chaingraph.rules.INFERRED`; nothing that is asserted is repeated there.
    Without *keep*, only what further rules read stays in the store.

    Yields
    ------
    tuple of float and bytes
        Part of the rules that are done, 0 to 1, and what was added (N-Triples, may be empty).
    """
    needed = frozenset().union(*(rule.reads for group in groups for rule in group))
    for number, group in enumerate(groups, start=1):
        again = True
        while again:
            again = False
            for rule in group:
                conclusions = _conclusions(store, rule)
                if conclusions and (keep or rule.writes in needed):
                    _load_inferred(store, conclusions)
                    again = again or len(group) > 1 or rule.writes in rule.reads
                yield number / len(groups), conclusions


def _conclusions(store: ox.Store, rule: Rule) -> bytes:
    if not store.query(f"ASK {{ {rule.body} }}", use_default_graph_as_union=True):
        return b""
    stated = store.query(f"ASK {{ {rule.head} }}", use_default_graph_as_union=True)
    found = cast("ox.QueryTriples", store.query(rule.construct(new=bool(stated)), use_default_graph_as_union=True))
    return found.serialize(format=_NT) or b""


class _Store(OxigraphStore):
    """Oxigraph as rdflib sees it, with the columns that lie beside it."""

    columns: ColumnFiles | None = None


def dataset(inner: ox.Store, columns: ColumnFiles | None = None) -> Dataset:
    """Return the rdflib face of an Oxigraph store: all named graphs together are its default graph."""
    under = _Store(store=inner)
    under.columns = columns
    face = Dataset(store=under, default_union=True)
    for prefix, base in PREFIXES.items():
        face.bind(prefix, base)
    return face


def columns_of(face: Dataset) -> ColumnFiles | None:
    """Return the columns beside a store; None for a store that was not built here."""
    return getattr(face.store, "columns", None)


def native(face: Dataset) -> ox.Store:
    """Return the store under a `rdflib.Dataset` made here: Oxigraph's, or what stands for it (`chaingraph.remote`)."""
    inner = getattr(face.store, "_inner", None)
    if not hasattr(inner, "quads_for_pattern"):
        raise StoreError.of("store", zh="不是 Oxigraph 存储。", en="this Dataset does not stand on Oxigraph.")
    return cast("ox.Store", inner)


def open_store(path: Path | str) -> Dataset:
    """Open the store at *path* for reading, a folder or the address of a SPARQL endpoint; a build may run meanwhile.

    Raises
    ------
    StoreError
        Nothing has been built there, or the endpoint does not answer (see `chaingraph.remote.open_remote`).
    """
    if isinstance(path, str) and path.lower().startswith(("http://", "https://")):
        from chaingraph.remote import open_remote

        return open_remote(path)
    path, name = Path(path), ""
    while True:
        before = name
        try:
            name = _current(path)
            place = path / (name or _CURRENT)
            return dataset(ox.Store.read_only(str(place / _STORE)), place / _COLUMNS)
        except (OSError, RuntimeError, UnicodeDecodeError) as cause:
            if name == before:  # else another build may just have replaced it: look again
                raise StoreError.of(
                    str(path),
                    zh="这里没有可读的图谱；请先运行 chaingraph build。",
                    en="there is no store here that can be read; run chaingraph build first.",
                ) from cause


def statements(face: Dataset) -> int:
    """Return the number of statements (quads) in a store."""
    return len(native(face))


def export(face: Dataset, *, inferred: bool = True) -> Iterator[str]:
    """Yield the whole store as N-Quads lines in the order of their code points: the same for the same input."""
    left_out = f" <{INFERRED}> .".encode()
    lines = (native(face).dump(format=_NQ) or b"").splitlines(keepends=True)
    for line in sorted(line for line in lines if inferred or not line.rstrip().endswith(left_out)):
        yield line.decode()

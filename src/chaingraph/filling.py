"""What goes into a store (入库): the rows of tables, the ontology, and what follows from them by its rules."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, cast

import pyoxigraph as ox

from chaingraph.collecting import no_collecting
from chaingraph.columns import ColumnFiles, write_columns
from chaingraph.rules import INFERRED, Rule, compile_rules, read_by
from chaingraph.schema import Schema, Step, Table, ontology, read_schema
from chaingraph.tables import read_data_sets
from chaingraph.vocabulary import GRAPH

__all__ = ["ONTOLOGY", "fill_store", "infer"]

ONTOLOGY: Final = f"{GRAPH}ontology"
_CHUNK: Final = 100_000  # statements loaded at once (benchmarks/)
_BYTES: Final = 20_000_000  # and of inferred statements
_WAITING: Final = 6  # chunks that may wait for a thread
_NQ, _NT = ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES


def fill_store(
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

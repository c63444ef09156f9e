"""Rows of the projection queries (`queries/graph`), and how to read them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from rdflib import Dataset

from chaingraph.bulk import read_bulk
from chaingraph.collecting import no_collecting
from chaingraph.queries import Row, find_query, run
from chaingraph.vocabulary import CG, curie

__all__ = ["grouped", "local", "number", "once", "rows", "shared_rows", "values", "within"]

_SHARED: ContextVar[tuple[Dataset, dict[str, Any]] | None] = ContextVar("_SHARED", default=None)


@contextmanager
def shared_rows(face: Dataset) -> Iterator[None]:
    """Answer the projection queries without parameters once for all graphs that are made in this block.

    The store must not change meanwhile; the rows must not be changed. A block within a block of the same store is
    the same block. Python's cyclic collector pauses: what is kept is no garbage.
    """
    outer = _SHARED.get()
    if outer is not None and outer[0] is face:
        yield
        return
    token = _SHARED.set((face, {}))
    try:
        with no_collecting():
            yield
    finally:
        _SHARED.reset(token)


def rows(face: Dataset, name: str, **parameters: str) -> list[Row]:
    """Run the projection query *name*."""
    query = find_query(name, "graph")
    if parameters:
        return run(face, query, parameters)
    found: list[Row] = once(face, name, lambda: run(face, query))
    return found


def once(face: Dataset, name: str, make: Callable[[], Any]) -> Any:
    """Return what *make* returns; inside `shared_rows` it is made once for each name."""
    shared = _SHARED.get()
    if shared is None or shared[0] is not face:
        return make()
    if name not in shared[1]:
        shared[1][name] = make()
    return shared[1][name]


def within(face: Dataset) -> dict[str, frozenset[str]]:
    """Return for each place, site and organization the places that contain it, at any depth.

    Read from the inferred closure itself: eight times faster than by SPARQL at 25,000 of them.
    """
    places: dict[str, frozenset[str]] = once(face, "", lambda: _within(face))
    return places


def _within(face: Dataset) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    short: dict[str, str] = {}
    for names in read_bulk(face, f"SELECT ?x ?y {{ ?x <{CG}locatedInTransitive> ?y }}"):
        thing, place = (short.get(name) or short.setdefault(name, curie(name)) for name in names)
        found[thing].add(place)
    tops = {place for above in found.values() for place in above} - found.keys()
    return {**dict.fromkeys(sorted(tops), frozenset()), **{thing: frozenset(found[thing]) for thing in sorted(found)}}


def grouped(found: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Return rows by the value in column *key*."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[str(row[key])].append(row)
    return dict(groups)


def values(found: Iterable[Row], key: str) -> tuple[str, ...]:
    """Return the distinct values of column *key*, sorted."""
    return tuple(sorted({value for row in found if (value := row[key])}))


def local(text: str | None) -> str:
    """Return the local name of a CURIE, "" for None."""
    return (text or "").rpartition(":")[2]


def number(text: str | None) -> float | None:
    """Return a number, None for None."""
    return float(text) if text else None

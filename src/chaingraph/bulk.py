"""Large results of simple queries, read at once: the engine writes CSV, which Python reads faster than solutions."""

import csv
import io
from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.store import native

__all__ = ["read_bulk"]


def read_bulk(face: Dataset, query: str) -> Iterator[list[str]]:
    """Yield the solutions of a SELECT over all named graphs as texts: IRIs without brackets, "" for what is unbound.

    Literals come without language and datatype; ask for them with LANG() where they matter.
    """
    found = native(face).query(query, use_default_graph_as_union=True)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError(query)
    text = (found.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode()
    rows = csv.reader(io.StringIO(text, newline=""))
    next(rows)
    yield from rows

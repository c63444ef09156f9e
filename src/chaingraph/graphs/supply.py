"""Supply graphs: who supplies what to whom (a `networkx.MultiDiGraph`)."""

from operator import itemgetter
from typing import Any

import networkx as nx
from rdflib import Dataset

from chaingraph.cells import split
from chaingraph.collecting import no_collecting
from chaingraph.columns import read_columns
from chaingraph.graphs.rows import grouped, once, rows, values, within
from chaingraph.names import all_labels
from chaingraph.store import columns_of
from chaingraph.times import holds, last_day

__all__ = ["holding_supplies", "supply_graph"]


def supply_graph(face: Dataset, *, as_of: str | None = None) -> nx.MultiDiGraph:
    """Return the supply graph: an edge from supplier to customer for each statement, keyed by its row.

    Parameters
    ----------
    as_of
        Year, month or day for which the supplies should hold; None: those that have not ended. A supply that replaced
        another one and has no start of its own holds once the other one is known to have ended.

    Returns
    -------
    networkx.MultiDiGraph
        Edge attributes ``products``, ``share`` (of ``share_of`` [1]), ``value`` [``unit``], the times, ``status`` and
        ``evidence``; node attributes ``label_zh``, ``label_en``, ``places`` (with all that contain them), ``unnamed``.
    """
    with no_collecting():
        return _graph(face, as_of)


def holding_supplies(face: Dataset, *, as_of: str | None = None) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the supply statements that hold as of a time, and those that have ended by then; others are left out."""
    everything = _statements(face)
    kept = _holding(everything, as_of)
    holding = {row["source"] for row in kept}
    replaced = {row["replaces"] for row in kept}
    ended = [
        row for row in everything if row["source"] not in holding and (_over(row, as_of) or row["source"] in replaced)
    ]
    return kept, ended


def _over(row: dict[str, str], as_of: str | None) -> bool:
    end = row["valid_until"] or row["ended_by"]
    return bool(end) and (as_of is None or last_day(as_of) >= end)


def _graph(face: Dataset, as_of: str | None) -> nx.MultiDiGraph:
    kept = _holding(_statements(face), as_of)
    places = within(face)
    unnamed = {str(row["enterprise"]) for row in rows(face, "unnamed")}
    graph = nx.MultiDiGraph()
    things = {row[end] for row in kept for end in ("supplier", "customer")}
    names = all_labels(face, things)
    for thing in sorted(things):
        zh, en = names[thing]
        graph.add_node(thing, label_zh=zh, label_en=en, places=places.get(thing, frozenset()), unnamed=thing in unnamed)
    for row in kept:  # twice as fast as add_edges_from
        graph.add_edge(row["supplier"], row["customer"], row["source"], **_attributes(row))
    searched = tuple(sorted({str(row["document"]) for row in rows(face, "documents")}))
    graph.graph.update(as_of=as_of, searched=searched, names=names, within=places)
    return graph


def _statements(face: Dataset) -> list[dict[str, str]]:
    """Return the supply statements by row, several products joined by ``;``: from the columns, or else by query."""
    found: list[dict[str, str]] = once(face, "supply statements", lambda: _read(face))
    return found


def _read(face: Dataset) -> list[dict[str, str]]:
    columns = columns_of(face)
    if columns is not None:
        found = list(read_columns(columns, "supplies"))
    else:
        groups = grouped(rows(face, "supplies"), "source").values()
        found = [
            {**{k: v or "" for k, v in group[0].items()}, "product": ";".join(values(group, "product"))}
            for group in groups
        ]
    return sorted(found, key=itemgetter("source"))


def _attributes(row: dict[str, str]) -> dict[str, Any]:
    share, value, product = row["share"], row["value"], row["product"]
    return {
        "products": tuple(sorted(split(product))) if ";" in product else (product,),
        "share": float(share) if share else None,
        "share_of": row["share_of"] or None,
        "value": float(value) if value else None,
        "unit": row["unit"] or None,
        "valid_from": row["valid_from"] or None,
        "valid_until": row["valid_until"] or None,
        "as_of": row["as_of"] or None,
        "ended_by": row["ended_by"] or None,
        "evidence": (row["source"],),
        "status": row["status"].rpartition(":")[2],
    }


def _holding(found: list[dict[str, str]], as_of: str | None) -> list[dict[str, str]]:
    if as_of is None:
        kept = [row for row in found if not (row["valid_until"] or row["ended_by"])]
        replaced = {row["replaces"] for row in kept}
        return [row for row in kept if row["source"] not in replaced]
    by_row = {row["source"]: row for row in found}

    def too_early(row: dict[str, str]) -> bool:
        before = by_row.get(row["replaces"])
        return bool(before and not row["valid_from"] and holds(before, as_of=as_of))

    return [row for row in found if holds(row, as_of=as_of) and not too_early(row)]

"""What was on record by a year (历年记录): a chain graph without the statements that are only known for later."""

from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx

from chaingraph.model import Segment

__all__ = ["known_by", "years"]


def years(chain: nx.DiGraph) -> tuple[str, ...]:
    """Return the years for which statements of makers, participants and shortages are known to hold, sorted.

    The latest year of an actual figure closes the list where it is a later one. The year of a target or a forecast is
    the one it is meant for, and says nothing of what was on record by then.
    """
    stated = {year for one in _dated(chain) if (year := _year(one))}
    figures = (one for one in chain.graph.get("indicators", ()) if one.kind == "actual" and one.as_of)
    latest = max((one.as_of[:4] for one in figures), default="")
    return tuple(sorted(stated | ({latest} if latest > max(stated, default="") else set())))


def known_by(chain: nx.DiGraph, year: str) -> nx.DiGraph:
    """Leave out what is known for later than *year* only.

    A statement counts from the earliest time for which it is known to hold: the beginning that its source tells
    (``valid_from``), else the year that its source speaks of (``as_of``); it may have held before. One without any date
    counts always: unknown times do not exclude. Recipes and the segments themselves are no events and stay. What has
    ended since is not in the graph and does not come back.

    Parameters
    ----------
    chain
        Chain graph; not changed.
    year
        Four digits.

    Returns
    -------
    networkx.DiGraph
        A graph of the same products, recipes and segments.
    """
    graph = chain.copy()
    for _, data in graph.nodes(data=True):
        for key in ("makers", "shortages", "complete"):
            if data.get(key):
                data[key] = _kept(data[key], year)
    graph.graph["segments"] = {name: _segment(about, year) for name, about in chain.graph["segments"].items()}
    claimants = chain.graph.get("claimants", {})
    graph.graph["claimants"] = {product: _kept(many, year) for product, many in claimants.items()}
    gone = {row for one in _dated(chain) if _later(one, year) for row in one.evidence}
    supplies = chain.graph.get("supplies", ())
    graph.graph["supplies"] = tuple(one for one in supplies if gone.isdisjoint(one.evidence))
    return graph


def _segment(about: Segment, year: str) -> Segment:
    participants, shortages = _kept(about["participants"], year), _kept(about["shortages"], year)
    return {**about, "participants": participants, "shortages": shortages}


def _kept(many: Iterable[Any], year: str) -> tuple[Any, ...]:
    return tuple(one for one in many if not _later(one, year))


def _later(one: Any, year: str) -> bool:
    return _year(one) > year


def _year(one: Any) -> str:
    """Return the first year for which a statement is known to hold; empty: none is told."""
    return (getattr(one, "valid_from", None) or one.as_of or "")[:4]


def _dated(chain: nx.DiGraph) -> Iterator[Any]:
    """Yield every statement that has a date."""
    for _, data in chain.nodes(data=True):
        for key in ("makers", "shortages", "complete"):
            yield from data.get(key) or ()
    for about in chain.graph["segments"].values():
        yield from about["participants"]
        yield from about["shortages"]
    for many in chain.graph.get("claimants", {}).values():
        yield from many

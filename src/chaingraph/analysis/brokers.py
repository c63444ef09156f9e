"""Brokers (居间企业): enterprises through which every recorded way of supply to others leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from chaingraph.analysis.demand import weakest
from chaingraph.findings import Finding, merge
from chaingraph.model import require, require_region

__all__ = ["Broker", "brokers"]

_SOURCE = ""  # the name of no enterprise: where first suppliers get everything from


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker(Finding):
    """An enterprise that others are recorded to depend on, path by path; the subject is the enterprise."""

    verb: str  # strengthen 强链
    dominates: tuple[str, ...]  # every recorded way from a first supplier to them leads through it
    directly: tuple[str, ...]  # of these, those with no further dominator in between
    separates: tuple[str, ...]  # cut off from the rest, whichever way supplies are followed, when it is gone
    parts: int  # into how many pieces that falls, the rest not counted
    places: tuple[str, ...]  # of the enterprise, with all that contain them; empty: not told
    region: str | None  # where those that depend on it are; None: anywhere
    status: str  # of the least firm supply used: measured | reported | planned | assumed


def brokers(supply: nx.MultiDiGraph, *, region: str | None = None, joined: bool = True) -> tuple[Broker, ...]:
    """Find the dominators and articulation points of a supply graph.

    A *first supplier* is one that supplies others and whom nobody is recorded to supply. *d* dominates *e* when every
    path from a virtual source over all first suppliers to *e* leads through *d* [1]_ [2]_. An articulation point
    is an enterprise without which a connected piece of the undirected graph falls apart [3]_; all pieces but the largest
    are those it separates.

    Both are cheap screens that look at paths and not at inputs. They are **too optimistic**: two suppliers of the same
    customer count as two ways, though each may deliver another input that is wanted (AND); exact only where
    every customer needs one input. What is not found here may still be a single point of failure: see
    `chaingraph.analysis.weak.weak_links` and `chaingraph.analysis.cuts.minimal_cut_sets`. They are also bound to the
    record: a supplier not recorded is a way not seen. Rings that no first supplier reaches are dominated by nobody.

    Parameters
    ----------
    supply
        Supply graph.
    region
        Where those must be that depend; None: anywhere. An enterprise without place is then left out.
    joined
        Whether the virtual source joins the first suppliers for the articulation points too, so that losing the one
        customer does not count as being separated; False: plain articulation points.

    Returns
    -------
    tuple of Broker
        Those who dominate most first, then who separate most, then by name. Enterprises that a source does not name
        are none: they may be many.

    Raises
    ------
    ContractError
        When the graph breaks its contract, or does not know the region.

    References
    ----------
    .. [1] T. Lengauer, R. E. Tarjan, A fast algorithm for finding dominators in a flowgraph, ACM TOPLAS 1:121 (1979).
    .. [2] K. D. Cooper, T. J. Harvey, K. Kennedy, A simple, fast dominance algorithm, Rice University TR-06-33870 (2001):
       as in NetworkX.
    .. [3] J. Hopcroft, R. Tarjan, Algorithm 447: efficient algorithms for graph manipulation, CACM 16:372 (1973).

    Examples
    --------
    >>> supply = nx.MultiDiGraph(searched=())
    >>> rows = [("a", "b"), ("b", "c"), ("b", "d")]
    >>> supply.add_edges_from((*pair, {"evidence": (f"row:{number}",), "status": "reported"})
    ...                       for number, pair in enumerate(rows))
    [0, 0, 0]
    >>> [(one.subject, one.dominates) for one in brokers(supply)]
    [('a', ('b', 'c', 'd')), ('b', ('c', 'd'))]
    """
    require(supply, edge=("evidence", "status"), graph_keys=("searched",))
    require_region(supply, region)
    ways = _ways(supply)
    below = _dominated(ways)
    children = _tree(below)
    pieces = _pieces(ways if joined else ways.subgraph(supply))
    found = []
    for enterprise in sorted(below.keys() | pieces.keys()):
        data = supply.nodes[enterprise]
        dominates = _there(supply, _reached(children, enterprise), region)
        cut = [_there(supply, piece, region) for piece in pieces.get(enterprise, ())]
        separates = sorted(each for piece in cut for each in piece)
        if data.get("unnamed") or not (dominates or separates):
            continue
        used = _used(supply, enterprise, {*dominates, *separates})
        found.append(
            Broker(
                subject=enterprise,
                verb="strengthen",
                dominates=dominates,
                directly=_there(supply, children.get(enterprise, ()), region),
                separates=tuple(separates),
                parts=sum(bool(piece) for piece in cut),
                places=tuple(sorted(data.get("places", ()))),
                region=region,
                status=weakest(edge["status"] for edge in used),
                evidence=merge(edge["evidence"] for edge in used),
                searched=supply.graph["searched"],
            )
        )
    return tuple(sorted(found, key=lambda one: (-len(one.dominates), -len(one.separates), one.subject)))


def _ways(supply: nx.MultiDiGraph) -> nx.DiGraph:
    """Return who supplies whom, once each, with the virtual source over the first suppliers; planned supplies left out."""
    ways: nx.DiGraph = nx.DiGraph()
    ways.add_nodes_from(sorted(supply))
    ways.add_edges_from(
        (tail, head) for tail, head, status in supply.edges(data="status") if tail != head and status != "planned"
    )
    ways.add_node(_SOURCE)
    ways.add_edges_from(
        [(_SOURCE, each) for each in sorted(supply) if not ways.in_degree(each) and ways.out_degree(each)]
    )
    return ways


def _dominated(ways: nx.DiGraph) -> dict[str, str | None]:
    """Return the immediate dominator of each enterprise reached; None: only the source.

    What the start node itself maps to depends on the version of NetworkX (itself, None or nothing), so it is not read.
    """
    immediate = nx.immediate_dominators(ways, _SOURCE)
    return {
        each: None if over == _SOURCE else over
        for each, over in immediate.items()
        if each != _SOURCE and over is not None
    }


def _tree(below: Mapping[str, str | None]) -> dict[str, list[str]]:
    children: dict[str, list[str]] = {}
    for each in sorted(below):
        over = below[each]
        if over is not None:
            children.setdefault(over, []).append(each)
    return children


def _reached(children: Mapping[str, list[str]], enterprise: str) -> list[str]:
    found = list(children.get(enterprise, ()))
    for each in found:
        found.extend(children.get(each, ()))
    return found


def _pieces(ways: nx.DiGraph) -> dict[str, list[list[str]]]:
    """Return for each articulation point the pieces that fall off: all but the largest, of equals the first by name."""
    links = {each: sorted({*ways.succ[each], *ways.pred[each]}) for each in ways}
    pieces: dict[str, list[list[str]]] = {}
    seen: set[str] = set()
    for root in ways:
        if root in seen:
            continue
        order, falling = _walk(links, root)
        seen.update(order)
        for point, stretches in falling.items():
            sizes = [end - begin for begin, end in stretches]
            left = len(order) - 1 - sum(sizes)
            if point == _SOURCE or (len(stretches) == 1 and not left):
                continue
            parts = [order[begin:end] for begin, end in stretches]
            close = left <= max(sizes) + 1  # the virtual source may be one of either
            if left and close:
                parts.append(_rest(order, stretches, point))
            kept = sorted((sorted(each for each in part if each != _SOURCE) for part in parts), key=_largest_first)
            pieces[point] = [part for part in (kept[1:] if close else kept) if part]
    return pieces


def _largest_first(part: list[str]) -> tuple[int, list[str]]:
    return -len(part), part


def _walk(links: Mapping[str, list[str]], root: str) -> tuple[list[str], dict[str, list[tuple[int, int]]]]:
    """Walk one connected graph depth first; return the order, and by node the stretches of it that hang on the node.

    All that is met below a node stands together in the order; it hangs on the node when no link leads from it to before
    the node.
    """
    order = [root]
    place = {root: 0}
    lowest = {root: 0}
    hanging: dict[str, list[tuple[int, int]]] = {}
    stack = [(root, iter(links[root]))]
    while stack:
        node, others = stack[-1]
        for other in others:
            if other in place:
                lowest[node] = min(lowest[node], place[other])
            else:
                place[other] = lowest[other] = len(order)
                order.append(other)
                stack.append((other, iter(links[other])))
                break
        else:
            stack.pop()
            if stack:
                above = stack[-1][0]
                lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] >= place[above]:
                    hanging.setdefault(above, []).append((place[node], len(order)))
    return order, hanging


def _rest(order: list[str], stretches: list[tuple[int, int]], point: str) -> list[str]:
    """Return what lies in none of the stretches, the point itself left out."""
    found: list[str] = []
    begin = 0
    for first, last in [*sorted(stretches), (len(order), len(order))]:
        found.extend(order[begin:first])
        begin = last
    return [each for each in found if each != point]


def _there(supply: nx.MultiDiGraph, names: Iterable[str], region: str | None) -> tuple[str, ...]:
    return tuple(sorted(each for each in names if region is None or region in supply.nodes[each].get("places", ())))


def _used(supply: nx.MultiDiGraph, enterprise: str, depending: set[str]) -> list[dict[str, Any]]:
    """Return the supplies among the enterprise and those that depend on it."""
    members = {enterprise, *depending}
    return [data for each in sorted(members) for _, head, data in supply.out_edges(each, data=True) if head in members]

"""Brokers (居间企业): enterprises through which every recorded way of supply to others leads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from chaingraph.analysis.demand import weakest
from chaingraph.analysis.dominance import dominators, pieces
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
    .. [2] K. D. Cooper, T. J. Harvey, K. Kennedy, A simple, fast dominance algorithm, Rice University TR-06-33870 (2001).
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
    names = [_SOURCE, *sorted(supply)]
    ways = _ways(supply, names)
    below = _below(names, ways)
    children = _tree(below)
    falling = _pieces(names, ways, joined=joined)
    found = []
    for enterprise in sorted(below.keys() | falling.keys()):
        data = supply.nodes[enterprise]
        dominates = _there(supply, _reached(children, enterprise), region)
        cut = [_there(supply, piece, region) for piece in falling.get(enterprise, ())]
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


def _ways(supply: nx.MultiDiGraph, names: Sequence[str]) -> list[list[int]]:
    """Return whom each supplies, by number, with the virtual source over the first suppliers; planned supplies left out."""
    number = {name: place for place, name in enumerate(names)}
    ways: list[list[int]] = [[] for _ in names]
    supplied = [False] * len(names)
    for tail, heads in supply.adjacency():
        for head, edges in heads.items():
            if head == tail:
                continue
            for edge in edges.values():
                if edge["status"] != "planned":
                    ways[number[tail]].append(number[head])
                    supplied[number[head]] = True
                    break
    ways[0] = [place for place, heads in enumerate(ways) if heads and not supplied[place]]
    return ways


def _below(names: Sequence[str], ways: Sequence[Sequence[int]]) -> dict[str, str | None]:
    """Return the immediate dominator of each enterprise reached; None: only the source."""
    over = dominators(ways, 0)
    return {names[each]: names[above] if above else None for each, above in over.items()}


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


def _pieces(names: Sequence[str], ways: Sequence[Sequence[int]], *, joined: bool) -> dict[str, list[list[str]]]:
    """Return for each articulation point the pieces that fall off: all but the largest, of equals the first by name."""
    links: list[set[int]] = [set(heads) for heads in ways]
    if not joined:
        links[0] = set()
    for tail, heads in enumerate(links):
        for head in tuple(heads):
            links[head].add(tail)
    return {
        names[point]: [[names[each] for each in piece] for piece in found]
        for point, found in pieces([sorted(each) for each in links], nobody=0).items()
    }


def _there(supply: nx.MultiDiGraph, names: Iterable[str], region: str | None) -> tuple[str, ...]:
    return tuple(sorted(each for each in names if region is None or region in supply.nodes[each].get("places", ())))


def _used(supply: nx.MultiDiGraph, enterprise: str, depending: set[str]) -> list[dict[str, Any]]:
    """Return the supplies among the enterprise and those that depend on it."""
    members = {enterprise, *depending}
    return [data for each in sorted(members) for _, head, data in supply.out_edges(each, data=True) if head in members]

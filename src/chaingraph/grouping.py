"""Groups of regions (地区组): several regions looked at as one place, in a chain graph or a supply graph."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import networkx as nx

from chaingraph.model import Completeness, Segment, Shortage, require_region

__all__ = ["GROUPED", "with_group"]

GROUPED = "+"
"""Stands between the regions in the name of a group: ``region:430100+region:430200``."""

Graph = TypeVar("Graph", nx.DiGraph, nx.MultiDiGraph)


def with_group(graph: Graph, regions: Iterable[str]) -> tuple[Graph, str]:
    """Return a copy of a graph in which several regions are one place, and the name of that place.

    What lies in one of the regions lies in the group; what contains all of them contains the group. What is known only
    to lie in a place that contains some of them, not all, may lie in the group or not: it is known then only to lie in
    what contains the whole group. A shortage is one of the group when it is stated for each of its regions, or for
    places that contain them, by one statement; a group is listed completely when each of its regions is.

    Parameters
    ----------
    graph
        Chain graph or supply graph; not changed.
    regions
        Regions; one that lies in another of them adds nothing.

    Returns
    -------
    tuple of graph and str
        The graph itself and the region when only one is left.

    Raises
    ------
    ContractError
        When ``graph["within"]`` does not know a region.

    Examples
    --------
    >>> graph = nx.MultiDiGraph(within={"region:a": frozenset(), "region:b": frozenset()})
    >>> grouped, name = with_group(graph, ("region:a", "region:b"))
    >>> name, sorted(grouped.graph["within"]["region:a"])
    ('region:a+region:b', ['region:a+region:b'])
    """
    given = tuple(dict.fromkeys(regions))
    within: Mapping[str, frozenset[str]] = graph.graph.get("within", {})
    for each in given:
        require_region(graph, each)
    members = [each for each in given if within.get(each, frozenset()).isdisjoint(given)]
    if len(members) == 1:
        return graph, members[0]
    name = GROUPED.join(sorted(members))
    group = _Group(name, members, within)
    found: Graph = graph.copy()
    for _, data in found.nodes(data=True):
        data.update(group.of_node(data))
    found.graph["within"] = {**{place: group.places(above, place) for place, above in within.items()}, name: group.over}
    for key in ("supplies", "participants", "wanted"):
        if key in found.graph:
            found.graph[key] = tuple(map(group.moved, found.graph[key]))
    if "claimants" in found.graph:
        found.graph["claimants"] = {
            key: tuple(map(group.moved, many)) for key, many in graph.graph["claimants"].items()
        }
    if "complete" in found.graph:
        found.graph["complete"] = group.complete(found.graph["complete"])
    if "segments" in found.graph:
        found.graph["segments"] = {key: group.segment(entry) for key, entry in graph.graph["segments"].items()}
    if "names" in found.graph:
        found.graph["names"] = {**graph.graph["names"], name: _named(graph.graph["names"], members)}
    return found, name


class _Group:
    """A group of regions, and what it does to places."""

    def __init__(self, name: str, members: list[str], within: Mapping[str, frozenset[str]]) -> None:
        over = [within.get(each, frozenset()) for each in members]
        self.name = name
        self.members = members
        self.reach = {each: {each, *within.get(each, ())} for each in members}
        self.over = frozenset.intersection(*over)
        self.partly = frozenset.union(*over) - self.over  # contain some of the regions, not all

    def places(self, places: frozenset[str], own: str = "") -> frozenset[str]:
        """Return the places of a thing, seen with the group."""
        inside = places | {own}
        if not inside.isdisjoint(self.members):
            return places | {self.name}
        return places & self.over if not own and places <= self.over | self.partly else places

    def moved(self, one: Any) -> Any:
        """Return a maker, participant or supply with its places seen with the group."""
        names = [key for key in ("places", "supplier_places", "customer_places") if hasattr(one, key)]
        return replace(one, **{key: self.places(getattr(one, key)) for key in names})

    def of_node(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what changes on a node of a chain graph (a product) or of a supply graph (an enterprise)."""
        found: dict[str, Any] = {}
        if "places" in data:
            found["places"] = self.places(data["places"])
        if "makers" in data:
            found["makers"] = tuple(map(self.moved, data["makers"]))
        if "shortages" in data:
            found["shortages"] = tuple(map(self.shortage, data["shortages"]))
        if "complete" in data:
            found["complete"] = self.complete(data["complete"])
        return found

    def shortage(self, one: Shortage) -> Shortage:
        """Return a shortage, of the group too when it is stated for every region of it."""
        stated = all(not reach.isdisjoint(one.places) for reach in self.reach.values())
        return replace(one, places=one.places | {self.name}) if stated else one

    def complete(self, declared: tuple[Completeness, ...]) -> tuple[Completeness, ...]:
        """Return the completeness statements, with one of the group when there is one for every region of it."""
        by_member = [[one for one in declared if one.region in reach] for reach in self.reach.values()]
        if not all(by_member):
            return declared
        rows = {row for many in by_member for one in many for row in one.evidence}
        dates = [one.as_of for many in by_member for one in many if one.as_of]
        whole = Completeness(region=self.name, evidence=tuple(sorted(rows)), as_of=min(dates, default=None))
        return (*declared, whole)

    def segment(self, entry: Segment) -> Segment:
        """Return a segment with its participants and shortages seen with the group."""
        participants = tuple(map(self.moved, entry["participants"]))
        return {**entry, "participants": participants, "shortages": tuple(map(self.shortage, entry["shortages"]))}


def _named(names: Mapping[str, tuple[str, str | None]], members: Iterable[str]) -> tuple[str, str]:
    known = [names.get(each) or (each, None) for each in members]
    return "＋".join(zh for zh, _ in known), " + ".join(en or zh for zh, en in known)

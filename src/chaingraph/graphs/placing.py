"""Place graphs (布局): regions and parks with coordinates, and what documents put there (a `networkx.DiGraph`)."""

from typing import Any

import networkx as nx
from rdflib import Dataset

from chaingraph.graphs.rows import grouped, local, rows, values, within
from chaingraph.graphs.sources import sources
from chaingraph.names import aliases, labels

__all__ = ["place_graph"]

_KINDS = ("region", "park")


def place_graph(face: Dataset, *, region: str) -> nx.DiGraph:
    """Return the regions and parks inside a region, with coordinates and all that is said to lie there.

    Parameters
    ----------
    region
        CURIE of the region.

    Returns
    -------
    networkx.DiGraph
        A node for the region and each region and park inside it, an edge from each to every place that contains it.
        Node attributes: ``latitude`` and ``longitude`` [°, WGS 84], None where none is published, with ``evidence``;
        ``enterprises``, ``clusters`` and ``fields``, each a tuple of dictionaries with ``thing``, ``chain`` (None: not
        said), ``planned`` and ``evidence``. ``graph["region"]`` is the region; ``names``, ``sources``, ``numbers``,
        ``within`` and ``aliases`` as in a chain graph.
    """
    inside = within(face)
    places = [place for place in inside if place.partition(":")[0] in _KINDS and region in inside[place]]
    graph = nx.DiGraph(region=region, within=inside)
    for place in (region, *sorted(places)):
        graph.add_node(place, latitude=None, longitude=None, evidence=(), enterprises=(), clusters=(), fields=())
    graph.add_edges_from((place, above) for place in places for above in inside[place] if above in graph)
    for place, group in grouped(rows(face, "positions"), "place").items():
        if place in graph:
            first = group[0]
            where = {name: float(str(first[name])) for name in ("latitude", "longitude")}
            graph.nodes[place].update(**where, evidence=(str(first["source"]),))
    for name, query, thing in (
        ("enterprises", "located", "enterprise"),
        ("clusters", "clusters", "cluster"),
        ("fields", "fields", "field"),
    ):
        _put(graph, name, rows(face, query), thing)
    _name(face, graph)
    return graph


def _put(graph: nx.DiGraph, name: str, found: list[Any], key: str) -> None:
    for place, group in grouped(found, "place").items():
        spot = _spot(graph, place)
        if spot is None:
            continue
        things = grouped(group, key)
        graph.nodes[spot][name] += tuple(
            {
                "thing": thing,
                "chains": values(many, "chain") if "chain" in many[0] else (),
                "planned": all(local(row.get("status")) == "planned" for row in many),
                "evidence": values(many, "source"),
            }
            for thing, many in sorted(things.items())
        )


def _spot(graph: nx.DiGraph, place: str) -> str | None:
    """Return the narrowest place of the graph that is or contains a place (a site, say); None: none does."""
    if place in graph:
        return place
    inside = graph.graph["within"]
    around = [one for one in inside.get(place, ()) if one in graph]
    return max(around, key=lambda one: (len(inside.get(one, ())), one), default=None)


def _name(face: Dataset, graph: nx.DiGraph) -> None:
    said = [
        one for _, data in graph.nodes(data=True) for key in ("enterprises", "clusters", "fields") for one in data[key]
    ]
    evidence = {row for one in said for row in one["evidence"]}
    evidence |= {row for _, many in graph.nodes(data="evidence") for row in many}
    about = graph.graph
    about["sources"] = sources(face, evidence)
    searched = rows(face, "documents")
    about["numbers"] = {row["document"]: row["number"] for row in searched if row["number"]}
    about["issued"] = {row["document"]: row["issued"] for row in searched if row["issued"]}
    things = {one["thing"] for one in said} | {chain for one in said for chain in one["chains"]}
    things |= {source[0] for many in about["sources"].values() for source in many} | set(graph)
    about["names"] = labels(face, things)
    about["aliases"] = aliases(face, things)

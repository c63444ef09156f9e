"""Which supplies count (计入的供应): those of a chain, and those to some customers that are valid, with their origin."""

from collections.abc import Mapping
from typing import Any

import networkx as nx

from chaingraph.analysis.basis import Origin, Supply
from chaingraph.analysis.dates import surely_before
from chaingraph.analysis.made import around

__all__ = ["chain_supply", "counted_supplies"]


def chain_supply(chain: nx.DiGraph, supply: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Cut out the supplies that concern a chain: of its products, or to its enterprises.

    Parameters
    ----------
    chain
        Chain graph.
    supply
        Supply graph.

    Returns
    -------
    networkx.MultiDiGraph
        The part of *supply* with the edges that carry a product of *chain*, or whose customer makes one or takes part
        in one of its segments.
    """
    members = {maker.enterprise for _, makers in chain.nodes(data="makers") for maker in makers or ()}
    members |= {each.enterprise for segment in chain.graph["segments"].values() for each in segment["participants"]}
    concerning = [
        (supplier, customer, key)
        for supplier, customer, key, products in supply.edges(keys=True, data="products")
        if customer in members or any(product in chain for product in products)
    ]
    return supply.edge_subgraph(concerning).copy()


def counted_supplies(
    supply: nx.MultiDiGraph, region: str, customer: str | None, as_of: str | None, local: str
) -> list[Supply]:
    """Return the supplies to the customers that are valid as far as known, with their origin."""
    places: dict[str, frozenset[str]] = dict(supply.nodes(data="places"))
    containing = around(supply, local) - {local}
    customers = [customer] if customer else [name for name in supply if region in places[name]]
    found = []
    bought = iter(supply.in_edges(customers, keys=True, data=True))  # asked for its length, it would count
    for supplier, buyer, key, data in sorted(bought, key=_edge_name):
        if data["status"] == "planned" or not _valid(data, as_of):
            continue
        if local in places[supplier]:
            origin: Origin = "local"
        else:
            origin = "unknown" if places[supplier] <= containing else "elsewhere"
        found.append(Supply(supplier, buyer, key, origin, data))
    return found


def _edge_name(edge: tuple[str, str, str, dict[str, Any]]) -> tuple[str, str, str]:
    return edge[0], edge[1], str(edge[2])


def _valid(data: Mapping[str, Any], as_of: str | None) -> bool:
    if as_of is None:
        return not (data.get("valid_until") or data.get("ended_by"))
    begin = data.get("valid_from")
    ends = [date for date in (data.get("valid_until"), data.get("ended_by")) if date]
    ended = any(end == as_of or surely_before(end, as_of) for end in ends)
    return not ended and not surely_before(as_of, begin)

"""Nested local supply rates (逐级配套率): which share of what a region buys comes from it, its city group, province, country."""

from collections.abc import Collection

import networkx as nx

from chaingraph.analysis.basis import Basis
from chaingraph.analysis.made import around
from chaingraph.analysis.rate import LocalSupplyRate, local_supply_rate

__all__ = ["nested_supply_rates"]


def nested_supply_rates(
    supply: nx.MultiDiGraph,
    *,
    region: str,
    customer: str | None = None,
    basis: Basis = "supplier-count",
    as_of: str | None = None,
    among: Collection[str] | None = None,
) -> tuple[LocalSupplyRate, ...]:
    """Give the local supply rate of the same customers from their region and from each place that contains it.

    The customers stay those of the region; what counts as local grows from ring to ring, so that the lower bound never
    falls. The last one that is below 1 says how far one must go for the rest.

    Parameters
    ----------
    supply, region, customer, basis, as_of, among
        As in `chaingraph.analysis.rate.local_supply_rate`.

    Returns
    -------
    tuple of LocalSupplyRate
        From the region outwards; each one's `region` says from where supplies count.

    Raises
    ------
    ContractError
        As in `chaingraph.analysis.rate.local_supply_rate`.
    """
    within = supply.graph.get("within", {})
    rings = sorted(around(supply, region), key=lambda place: (-len(within.get(place, ())), place != region, place))
    return tuple(
        local_supply_rate(supply, region=region, customer=customer, basis=basis, as_of=as_of, origin=place, among=among)
        for place in rings
    )

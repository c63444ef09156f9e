"""What stands on one enterprise alone (独木支撑): the products and segments of a region that it alone holds up."""

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.gates import Fixpoint
from chaingraph.analysis.segment import SegmentState, segment_states
from chaingraph.analysis.weak import WeakLink, weak_links
from chaingraph.findings import Finding, merge
from chaingraph.shared import analysis

__all__ = ["StandsOnOne", "by_enterprise", "stands_on_one"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandsOnOne(Finding):
    """An enterprise that a product or a segment of the region has no second to."""

    region: str
    verb: str  # strengthen 强链
    products: tuple[str, ...]  # that it alone makes in the region
    segments: tuple[str, ...]  # that it alone holds there, by a product or by taking part
    loses: tuple[str, ...]  # further products of the region that stop with it
    fixpoint: Fixpoint  # the one that `loses` rests on


@analysis
def stands_on_one(chain: nx.DiGraph, *, region: str) -> tuple[StandsOnOne, ...]:
    """Group by enterprise what a region has from one enterprise alone.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Park, district, city, province or country.

    Returns
    -------
    tuple of StandsOnOne
        By what stands on the enterprise: number of segments, then of products made or lost, then by name. What it
        loses is found as in `chaingraph.analysis.weak.weak_links`, makers elsewhere not counted.

    Raises
    ------
    ContractError
        When the graph breaks its contract, or does not know the region.
    """
    return by_enterprise(weak_links(chain, region=region), segment_states(chain, region=region))


def by_enterprise(weak: Iterable[WeakLink], segments: Iterable[SegmentState]) -> tuple[StandsOnOne, ...]:
    """Group findings that name one sole enterprise by that enterprise, as `stands_on_one` does."""
    links: dict[str, list[WeakLink]] = {}
    states: dict[str, list[SegmentState]] = {}
    for link in weak:
        if link.sole:
            links.setdefault(link.makers[0], []).append(link)
    for state in segments:
        if state.sole:
            states.setdefault(state.sole, []).append(state)
    found = []
    for enterprise in {*links, *states}:
        own, held = links.get(enterprise, []), states.get(enterprise, [])
        products = {link.subject for link in own}
        each: list[WeakLink | SegmentState] = [*own, *held]
        found.append(
            StandsOnOne(
                subject=enterprise,
                region=each[0].region,
                verb="strengthen",
                products=tuple(sorted(products)),
                segments=tuple(state.subject for state in held),
                loses=tuple(sorted({product for link in own for product in link.loses} - products)),
                fixpoint="greatest",
                evidence=merge(finding.evidence for finding in each),
                searched=each[0].searched,
            )
        )
    return tuple(sorted(found, key=lambda one: (-len(one.segments), -len(one.products) - len(one.loses), one.subject)))

"""Candidates (招商对象): who is known to make, supply or develop what a region lacks, and what it buys from elsewhere."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

import networkx as nx

from chaingraph.analysis.demand import firmest
from chaingraph.analysis.made import around, finest, produces
from chaingraph.findings import merge
from chaingraph.model import Maker
from chaingraph.shared import Same, shared

__all__ = ["Candidate", "Trade", "candidates", "trade"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An enterprise that is known to make, supply or develop what a gap lacks."""

    enterprise: str
    named: bool  # False: the source does not name it; one or many
    found_as: tuple[str, ...]  # maker-elsewhere | place-unknown | developing | supplier-on-record
    offers: tuple[str, ...]  # products: the one that is lacking, or special kinds of it
    places: tuple[str, ...]  # where, as finely as told; empty: not told
    apart: int  # containing places of the region one must go up until it lies in one; one more than all: not told
    at_once: bool  # produces or supplies now; False: develops or plans it
    status: str  # of the firmest statement: measured | reported | planned | assumed
    evidence: tuple[str, ...]


class Trade(NamedTuple):
    """One product of one supply on record to a customer of the region, from a supplier not known to be there."""

    supplier: str
    customer: str
    product: str
    data: Mapping[str, Any]
    elsewhere: bool  # the supplier is surely outside the region


def candidates(chain: nx.DiGraph, supply: nx.MultiDiGraph, kinds: Sequence[str], region: str) -> Sequence[Candidate]:
    """Gather who outside the region makes, supplies or develops it, and who develops it in the region.

    Chains that have the same makers, and the places of the supply graph, have the same candidates: found once.
    """
    lands = supply if supply.graph.get("within") is chain.graph.get("within") else chain
    makers = tuple(Same(chain.nodes[kind]["makers"]) for kind in kinds)
    return _gathered(lands, supply, region, tuple(kinds), makers)


@shared
def _gathered(
    lands: nx.Graph, supply: nx.MultiDiGraph, region: str, kinds: Sequence[str], makers: Sequence[Same]
) -> Sequence[Candidate]:
    said = [(kind, maker) for kind, known in zip(kinds, makers, strict=True) for maker in known.value]
    said += [(kind, maker) for kind in kinds for maker in _on_record(supply, region, kind)]
    here = {maker.enterprise for _, maker in said if region in maker.places and produces(maker)}
    found: dict[str, list[tuple[str, Maker]]] = {}
    for kind, maker in said:
        if maker.enterprise not in here:
            found.setdefault(maker.enterprise, []).append((kind, maker))
    return tuple(_candidate(lands, name, found[name], region) for name in sorted(found))


@shared
def trade(supply: nx.MultiDiGraph, region: str) -> tuple[Mapping[str, Sequence[Trade]], Set[tuple[str, str]]]:
    """Return the supplies to customers of the region from outside it by product, and who buys what inside it."""
    containing = around(supply, region)
    everywhere: dict[str, frozenset[str]] = dict(supply.nodes(data="places", default=frozenset()))
    customers = [name for name, places in everywhere.items() if region in places]
    found: dict[str, list[Trade]] = {}
    inside: set[tuple[str, str]] = set()
    bought = iter(supply.in_edges(customers, data=True))  # asked for its length, it would count
    for supplier, customer, data in sorted(bought, key=lambda each: (each[0], each[1], each[2]["evidence"])):
        if data.get("ended_by") or data.get("valid_until") or data["status"] == "planned":
            continue
        places = everywhere[supplier]
        for product in data["products"]:
            if region in places:
                inside.add((customer, product))
            else:
                each = Trade(supplier, customer, product, data, not places <= containing)
                found.setdefault(product, []).append(each)
    return found, inside


@shared
def _on_record(supply: nx.MultiDiGraph, region: str, product: str) -> Sequence[Maker]:
    """Return who supplies customers of the region with a product from outside it, as makers."""
    return [
        Maker(
            enterprise=each.supplier,
            places=supply.nodes[each.supplier].get("places", frozenset()),
            status=each.data["status"],
            basis="supplies",
            unnamed=bool(supply.nodes[each.supplier].get("unnamed")),
            evidence=each.data["evidence"],
        )
        for each in trade(supply, region)[0].get(product, ())
    ]


@shared
def _rings(lands: nx.Graph, region: str) -> Sequence[str]:
    """Return the region and the places that contain it, from the smallest to the largest."""
    within = lands.graph.get("within", {})
    return sorted({region, *within.get(region, ())}, key=lambda place: (-len(within.get(place, ())), place))


def _candidate(lands: nx.Graph, enterprise: str, said: Sequence[tuple[str, Maker]], region: str) -> Candidate:
    containing = around(lands, region) - {region}
    found_as = set()
    for _, maker in said:
        if maker.basis == "supplies":
            found_as.add("supplier-on-record")
        if not produces(maker):
            found_as.add("developing")
        else:
            found_as.add("place-unknown" if maker.places <= containing else "maker-elsewhere")
    makers = [maker for _, maker in said]
    places = frozenset().union(*(maker.places for maker in makers))
    ring = _rings(lands, region)
    return Candidate(
        enterprise=enterprise,
        named=not any(maker.unnamed for maker in makers),
        found_as=tuple(sorted(found_as)),
        offers=tuple(sorted({kind for kind, _ in said})),
        places=finest(lands, makers),
        apart=next((steps for steps, place in enumerate(ring) if place in places), len(ring)),
        at_once=any(produces(maker) for maker in makers),
        status=firmest(maker.status for maker in makers),
        evidence=merge(maker.evidence for maker in makers),
    )

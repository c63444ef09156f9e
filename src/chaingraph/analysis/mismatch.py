"""Mismatches (供需错配): a product is made in a region, and yet local supply and local demand do not meet."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import networkx as nx

from chaingraph.analysis.demand import firmest, weakest
from chaingraph.analysis.kinds import general_kinds, kind_evidence, special_kinds, with_general
from chaingraph.analysis.made import around, enterprises, finest, made_here, only_one, whereabouts
from chaingraph.analysis.wiring import after, before
from chaingraph.findings import Finding, merge
from chaingraph.model import Maker, Supply, require_chain
from chaingraph.shared import analysis, shared

__all__ = ["CAUSES", "Mismatch", "mismatches"]

Cause: TypeAlias = Literal["bought-elsewhere", "capacity", "one-maker", "unused"]

CAUSES: tuple[Cause, ...] = ("bought-elsewhere", "capacity", "one-maker", "unused")
"""A local customer buys it elsewhere (to be matched: 供需对接); the local capacity told is smaller than the local need
told; the local customers all hang on one maker; nobody in the region is known to use it (to be extended: 延链)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch(Finding):
    """A product made in a region whose local supply and local demand do not meet; the subject is the product."""

    region: str
    verb: str  # supplement 补链 | strengthen 强链 | extend 延链
    cause: Cause
    status: str  # of the firmest reason: measured | reported | planned | assumed
    makers: tuple[str, ...]  # enterprises of the region that make or supply it, or a special kind of it
    customers: tuple[str, ...]  # enterprises of the region that buy it, or make what is made from it
    used_for: tuple[str, ...]  # products made from it: of the region; of cause unused, those not made there
    suppliers_elsewhere: tuple[str, ...]  # of cause bought-elsewhere: from whom they buy
    supplied_from: tuple[str, ...]  # where those are
    capacity: float | None  # of cause capacity: what the region's makers can make in all [unit]
    need: float | None  # of cause capacity: what the region's customers need in all, as far as told [unit]
    unit: str | None


@analysis
def mismatches(chain: nx.DiGraph, *, region: str) -> tuple[Mismatch, ...]:
    r"""Find products made in a region that its enterprises buy elsewhere, have too little of, or do not use.

    *bought-elsewhere*: a supply on record brings it, or a special kind of it, to a customer of the region from outside,
    and no supply from the region to this customer is on record. *capacity*: every local maker tells a capacity
    :math:`K_f`, all in one unit, and :math:`\sum_f K_f < \sum_o q_o K_o`, with :math:`q_o` the stated quantity of it
    for one unit of an output :math:`o` and :math:`K_o` the local capacity of that output; requirements with
    alternatives count nothing, so that the need is a lower bound. *one-maker*: somebody local uses it, and only one
    named enterprise makes it there. *unused*: recipes use it, and no product of any of them is made there.

    Parameters
    ----------
    chain
        Chain graph; its ``graph["supplies"]``, if any, are those looked at.
    region
        Park, district, city, province or country.

    Returns
    -------
    tuple of Mismatch
        In the order of `CAUSES`; within a cause those with most customers first, then by product.

    Raises
    ------
    ContractError
        When the graph breaks its contract, or does not know the region.
    """
    require_chain(chain, region=region)
    here = made_here(chain, region)
    local = with_general(chain, here)
    found = [*_bought_elsewhere(chain, region, local)]
    for product in sorted(here):
        uses = _uses(chain, product)
        local_uses = {output: way for output, way in uses.items() if output in local}
        makers = whereabouts(chain, product, region).here
        if local_uses:
            found.extend(_too_little(chain, region, product, makers, local_uses, here))
            if only_one(makers):
                found.append(_mismatch(chain, region, product, "one-maker", uses=local_uses))
        elif uses and not _bought_here(chain, product, region):
            found.append(_mismatch(chain, region, product, "unused", uses=uses))
    return tuple(sorted(found, key=lambda one: (CAUSES.index(one.cause), -len(one.customers), one.subject)))


_Way: TypeAlias = tuple[list[str], list[tuple[str, ...]], list[str]]
"""Statuses, evidence and requirements on the way from an input to an output."""


def _uses(chain: nx.DiGraph, product: str) -> dict[str, _Way]:
    """Return the outputs of the recipes that take *product*, or a more general one, each with the way to it."""
    found: dict[str, _Way] = {}
    for general in general_kinds(chain, product):
        steps = kind_evidence(chain, product, general)
        for requirement in after(chain, general, "alternative"):
            for recipe in after(chain, requirement, "requires"):
                for output in after(chain, recipe, "output"):
                    ways = [(general, requirement), (requirement, recipe), (recipe, output)]
                    edges = [chain.adj[tail][head] for tail, head in ways]
                    statuses, evidence, requirements = found.setdefault(output, ([], [], []))
                    statuses.append(weakest([*(edge["status"] for edge in edges), *(status for status, _ in steps)]))
                    evidence.extend([*(edge["evidence"] for edge in edges), *(rows for _, rows in steps)])
                    requirements.append(requirement)
    return found


def _bought_elsewhere(chain: nx.DiGraph, region: str, local: set[str]) -> Iterator[Mismatch]:
    containing = around(chain, region) - {region}
    purchases = _purchases(chain, region)
    for product in sorted(local.intersection(purchases)):
        supplies = purchases[product]
        inside = {one.customer for one in supplies if region in one.supplier_places}
        outside = [one for one in supplies if one.customer not in inside and not one.supplier_places <= containing]
        if outside:
            yield _mismatch(chain, region, product, "bought-elsewhere", supplies=outside)


def _too_little(
    chain: nx.DiGraph,
    region: str,
    product: str,
    makers: tuple[Maker, ...],
    uses: Mapping[str, _Way],
    here: Mapping[str, tuple[Maker, ...]],
) -> Iterator[Mismatch]:
    capacity, unit = _capacity(makers)
    need = 0.0
    if capacity is None:
        return
    for output, (_, _, requirements) in uses.items():
        made, _ = _capacity(here.get(output, ()))
        for requirement in requirements:
            alternatives = before(chain, requirement, "alternative")
            edge = chain.edges[alternatives[0], requirement]
            if len(alternatives) == 1 and made and edge.get("quantity") and edge.get("unit") == unit:
                need += made * edge["quantity"]
    if capacity < need:
        yield _mismatch(chain, region, product, "capacity", uses=uses, amounts=(capacity, need, unit))


def _capacity(makers: tuple[Maker, ...]) -> tuple[float | None, str | None]:
    """Return the capacity of all makers together with its unit; None unless each tells one, all in the same unit."""
    units = {maker.unit for maker in makers if maker.capacity is not None}
    if len(units) != 1:
        return None, None
    largest: dict[str, float | None] = dict.fromkeys(enterprises(makers))
    for maker in makers:
        if maker.capacity is not None:
            largest[maker.enterprise] = max(maker.capacity, largest[maker.enterprise] or 0.0)
    told = [each for each in largest.values() if each is not None]
    return (sum(told), units.pop()) if len(told) == len(largest) else (None, None)


def _bought_here(chain: nx.DiGraph, product: str, region: str) -> bool:
    """Tell whether a customer of the region is on record who buys the product, or one it is a kind of."""
    bought = _purchases(chain, region)
    return any(kind in bought for kind in general_kinds(chain, product))


@shared
def _purchases(chain: nx.DiGraph, region: str) -> Mapping[str, Sequence[Supply]]:
    """Return by product the supplies on record to customers of the region that have not ended."""
    found: dict[str, list[Supply]] = defaultdict(list)
    for one in chain.graph.get("supplies", ()):
        if region in one.customer_places and not one.ended:
            found[one.product].append(one)
    return dict(found)


def _mismatch(
    chain: nx.DiGraph,
    region: str,
    product: str,
    cause: Cause,
    *,
    uses: Mapping[str, _Way] | None = None,
    supplies: list[Supply] | None = None,
    amounts: tuple[float | None, float | None, str | None] = (None, None, None),
) -> Mismatch:
    uses, supplies = uses or {}, supplies or []
    makers = whereabouts(chain, product, region).here
    users = [maker for output in uses for maker in whereabouts(chain, output, region).here]
    buyers = {one.customer for one in supplies} | set(enterprises(users))
    sellers = [Maker(enterprise=one.supplier, places=one.supplier_places) for one in supplies]
    made = {kind for kind in special_kinds(chain, product) if chain.nodes[kind]["makers"]}
    return Mismatch(
        subject=product,
        region=region,
        verb={"unused": "extend", "bought-elsewhere": "supplement"}.get(cause, "strengthen"),
        cause=cause,
        status="reported" if supplies else firmest(firmest(statuses) for statuses, _, _ in uses.values()),
        makers=enterprises(makers),
        customers=tuple(sorted(buyers)),
        used_for=tuple(sorted(uses)),
        suppliers_elsewhere=enterprises(sellers),
        supplied_from=finest(chain, sellers),
        capacity=amounts[0],
        need=amounts[1],
        unit=amounts[2],
        evidence=merge(
            [
                *(maker.evidence for maker in (*makers, *users)),
                *(rows for kind in made for _, rows in kind_evidence(chain, kind, product)),
                *(rows for _, evidence, _ in uses.values() for rows in evidence),
                *(one.evidence for one in supplies),
            ]
        ),
        searched=chain.graph["searched"],
    )

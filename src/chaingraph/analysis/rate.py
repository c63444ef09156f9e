"""Local supply rate (本地配套率): which share of what a region's customers buy comes from the region, on one basis (口径)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import networkx as nx

from chaingraph.analysis.basis import (
    BASES,
    SEVERAL_CUSTOMERS,
    UNITS,
    WEIGH,
    Basis,
    Supply,
    Weighed,
)
from chaingraph.analysis.counted import counted_supplies
from chaingraph.findings import Finding, merge
from chaingraph.model import ContractError, require, require_region

__all__ = ["LocalSupplyRate", "local_supply_rate", "local_supply_rates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalSupplyRate(Finding):
    """A local supply rate with all that it must not be read without; the subject is the customer or the region."""

    region: str  # from where supplies count as local
    basis: Basis
    unit: str  # of the numerator and the denominator
    as_of: str | None  # None: supplies not known to have ended
    rate: float | None  # numerator ÷ denominator [-]; None: nothing of known origin
    lower: float | None  # if all that is unknown came from elsewhere [-]; None: nothing at all
    upper: float | None  # if all that is unknown came from the region [-]; None: nothing at all
    coverage: float | None  # denominator ÷ total [-]; None: no total, for some cannot be weighed, or nothing at all
    numerator: float  # from the region [unit]
    denominator: float  # of known origin [unit]
    total: float  # all that was weighed, unknown origin included [unit]
    supplies: int  # supply statements that were counted
    switch: str | None  # supplier elsewhere that a local one would replace to most effect; None: nobody elsewhere
    switched_rate: float | None  # the rate then [-]
    left_out: int  # valid ones that the basis cannot weigh; the bounds allow for them
    note_zh: str | None  # what to know of this figure; None: nothing special
    note_en: str | None


def local_supply_rate(
    supply: nx.MultiDiGraph,
    *,
    region: str,
    customer: str | None = None,
    basis: Basis = "supplier-count",
    as_of: str | None = None,
    origin: str | None = None,
    among: Collection[str] | None = None,
) -> LocalSupplyRate:
    r"""Share of supplies that come from the region, first tier.

    .. math:: r = \frac{L}{L + E}, \quad \frac{L}{L + E + U} \le r^* \le \frac{L + U}{L + E + U}, \quad
              c = \frac{L + E}{L + E + U}

    with L from the region, E from elsewhere, U of unknown origin, r the rate, c its coverage and r* the true one.
    A supplier is of unknown origin when no place of it is told, or only places that contain the region; one without
    name counts by its place.

    Bases, never to be averaged:

    * *supplier-count*: distinct suppliers;
    * *product*: distinct pairs of customer and product bought; local when one supplier of it is local, else unknown
      when one is unknown;
    * *value*: values in CNY; of several statements on one supplier, customer and set of products the latest. Supplies
      without such a value are left out, and open the bounds as far as they could move the rate;
    * *share*: stated shares of one customer's inputs; what they leave of 1 is unknown. Only for one customer, all
      whose shares are of the same whole.

    Parameters
    ----------
    supply
        Supply graph.
    region
        Where supplies must come from to be local; its enterprises are the customers when none is named.
    customer
        One customer, wherever it is; None: all in the region.
    basis
        What is counted.
    as_of
        Date; counts supplies valid on it as far as known: not begun after it, not ended by it. None: counts those
        of which no end is told.
    origin
        A place that contains the region: where supplies must come from to be local, in place of the region.
    among
        Customers that count, such as those of a chain or a cluster; None: all.

    Returns
    -------
    LocalSupplyRate
        Planned supplies are not counted.

    Raises
    ------
    ContractError
        When the graph breaks its contract, or does not know the region, the customer or the basis.
    """
    _check(supply, region)
    if customer is not None and customer not in supply:
        where = f"customer {customer}"
        raise ContractError.of(
            where, zh="不在供应图中；应为图中的企业。", en="not in the supply graph; give a node of it."
        )
    if basis not in BASES:
        where = f"basis {basis!r}"
        raise ContractError.of(where, zh=f"不是口径；应为 {BASES} 之一。", en=f"no basis; give one of {BASES}.")
    require_region(supply, origin)
    supplies = counted_supplies(supply, region, customer, as_of, origin or region)
    supplies = [each for each in supplies if among is None or each.customer in among]
    found = _rate(supply, region, customer, basis, as_of, supplies)
    return replace(found, region=origin or region)


def local_supply_rates(
    supply: nx.MultiDiGraph, *, region: str, as_of: str | None = None
) -> tuple[LocalSupplyRate, ...]:
    """Give the rate of a region, and of each of its customers, on every basis on which there is one.

    Parameters
    ----------
    supply, region, as_of
        As in `local_supply_rate`.

    Returns
    -------
    tuple of LocalSupplyRate
        The region first, then its customers by name; the bases in the order of `chaingraph.analysis.basis.BASES`.
        The region's rate by number of suppliers stands there even when nothing is known of it.

    Raises
    ------
    ContractError
        As in `local_supply_rate`.
    """
    _check(supply, region)
    supplies: dict[str | None, list[Supply]] = {None: counted_supplies(supply, region, None, as_of, region)}
    for each in supplies[None]:
        supplies.setdefault(each.customer, []).append(each)
    customers = sorted(name for name in supplies if name)
    first, *rates = (
        _rate(supply, region, customer, basis, as_of, supplies[customer])
        for customer in (None, *customers)
        for basis in BASES
        if basis not in ("value", "share") or any(each.data.get(basis) is not None for each in supplies[customer])
    )
    return first, *(rate for rate in rates if rate.rate is not None)


def _check(supply: nx.MultiDiGraph, region: str) -> None:
    require(supply, node=("places",), edge=("products", "evidence", "status"), graph_keys=("searched",))
    require_region(supply, region)


def _rate(
    supply: nx.MultiDiGraph,
    region: str,
    customer: str | None,
    basis: Basis,
    as_of: str | None,
    supplies: Sequence[Supply],
) -> LocalSupplyRate:
    found = Weighed(unweighed=supplies, note=SEVERAL_CUSTOMERS)
    switch: tuple[str | None, float | None] = (None, None)
    if customer or basis != "share":
        found = WEIGH[basis](supplies)
        switch = _best_switch(supplies, basis, found)
    known = found.local + found.elsewhere
    total = known + found.unknown
    unweighed = {each.origin for each in found.unweighed}
    lower = found.local / total if total and unweighed <= {"local"} else 0.0
    upper = (found.local + found.unknown) / total if total and unweighed <= {"elsewhere"} else 1.0
    note_zh, note_en = found.note or (None, None)
    return LocalSupplyRate(
        subject=customer or region,
        region=region,
        basis=basis,
        unit=UNITS[basis],
        as_of=as_of,
        rate=found.local / known if known else None,
        lower=lower if supplies else None,
        upper=upper if supplies else None,
        coverage=known / total if total and not unweighed else None,
        numerator=found.local,
        denominator=known,
        total=total,
        supplies=len(found.counted),
        switch=switch[0],
        switched_rate=switch[1],
        left_out=len(found.unweighed),
        note_zh=note_zh,
        note_en=note_en,
        evidence=merge(each.data["evidence"] for each in (*found.counted, *found.unweighed)),
        searched=supply.graph["searched"],
    )


def _best_switch(supplies: Sequence[Supply], basis: Basis, found: Weighed) -> tuple[str | None, float | None]:
    """Find the supplier elsewhere whose replacement by a new local one raises the rate most; by name among equals.

    Returns its name and the rate then. What it supplies moves from *elsewhere* to *local*; by product, a pair of
    customer and product that it supplies becomes local even where the pair's origin was unknown by another supplier.
    """
    gains: dict[str, tuple[float, float]] = {}  # by supplier: what becomes local, and what of it was unknown
    if basis == "supplier-count":
        gains = {each.supplier: (1.0, 0.0) for each in supplies if each.origin == "elsewhere"}
    elif basis == "product":
        gains = _gained_pairs(supplies)
    else:
        for each in found.counted:
            if each.origin == "elsewhere":
                gained = gains.get(each.supplier, (0.0, 0.0))[0] + each.data[basis]
                gains[each.supplier] = gained, 0.0
    known = found.local + found.elsewhere
    rates = {
        name: (found.local + gained) / (known + unknown) for name, (gained, unknown) in gains.items() if known + unknown
    }
    best = min(rates, key=lambda name: (-rates[name], name), default=None)
    return (best, rates[best]) if best is not None else (None, None)


def _gained_pairs(supplies: Sequence[Supply]) -> dict[str, tuple[float, float]]:
    origins: dict[tuple[str, str], set[str]] = {}
    by_supplier: dict[str, set[tuple[str, str]]] = {}
    for each in supplies:
        for product in each.data["products"]:
            origins.setdefault((each.customer, product), set()).add(each.origin)
            if each.origin == "elsewhere":
                by_supplier.setdefault(each.supplier, set()).add((each.customer, product))
    gains = {}
    for name, pairs in by_supplier.items():
        new = [pair for pair in pairs if "local" not in origins[pair]]
        gains[name] = float(len(new)), float(sum("unknown" in origins[pair] for pair in new))
    return gains

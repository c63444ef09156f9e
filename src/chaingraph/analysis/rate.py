"""Local supply rate (本地配套率): which share of what a region's customers buy comes from the region, on one basis (口径)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import networkx as nx

from chaingraph.analysis.basis import (
    BASES,
    SEVERAL_CUSTOMERS,
    UNITS,
    WEIGH,
    Basis,
    Supply,
    Weighed,
    best_switch,
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
    wanted: int | None = None  # inputs that the customers surely need by the chain's recipes; None: no chain looked at
    sourced: int | None = None  # of these, with a supply on record, wherever it comes from
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
    r"""Share of supplies on record that come from the region, first tier [-].

    .. math:: r = \frac{L}{L + E}, \quad \frac{L}{L + E + U} \le r^* \le \frac{L + U}{L + E + U}, \quad
              c = \frac{L + E}{L + E + U}

    with L from the region, E from elsewhere, U of unknown origin [unit of the basis], r the rate, c its coverage and r*
    the rate of the same supplies when every origin is known. What no document names is in none of them: the share of all
    that is bought in truth (the regional purchase coefficient of each product [1]_) may lie outside the bounds.
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
        Supply graph; with ``graph["wanted"]``, as from `chaingraph.analysis.wanted.wanted_inputs`, the rate tells of how
        many of these inputs a supplier is on record at all: its coverage of the demand that is known.
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

    References
    ----------
    .. [1] B. H. Stevens, G. I. Treyz, D. J. Ehrlich, J. R. Bower, "A new technique for the construction of non-survey
       regional input-output models", International Regional Science Review 8 (1983) 271. No official formula of the
       Chinese 本地配套率 was found: sources mix value, parts and suppliers, hence the bases.
    """
    _check(supply, region)
    if customer is not None and customer not in supply:
        where = f"customer {customer}"
        raise ContractError.of(
            where, zh="不在供应图中；应为图中的企业。", en="not in the supply graph; give a node of it."
        )
    if basis not in BASES:
        where = f"basis {basis!r}"
        raise ContractError.of(
            where, zh=f"不是口径；应为其一：{'、'.join(BASES)}。", en=f"no basis; give one of {', '.join(BASES)}."
        )
    require_region(supply, origin)
    supplies = counted_supplies(supply, region, customer, as_of, origin or region)
    supplies = [each for each in supplies if among is None or each.customer in among]
    found = _rate(supply, region, customer, basis, as_of, _told(supplies))
    wanted = [
        each
        for each in supply.graph.get("wanted", ())
        if (each.customer == customer if customer else region in each.places)
        and (among is None or each.customer in among)
    ]
    bought = {(each.customer, product) for each in supplies for product in each.data["products"]}
    sourced = sum(any((each.customer, product) in bought for product in each.products) for each in wanted)
    told = (len(wanted), sourced) if "wanted" in supply.graph else (None, None)
    return replace(found, region=origin or region, wanted=told[0], sourced=told[1])


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
    every = counted_supplies(supply, region, None, as_of, region)
    supplies: dict[str, list[Supply]] = {}
    for each in every:
        supplies.setdefault(each.customer, []).append(each)
    told: dict[str | None, _Told] = {None: _told(every)}
    told |= {customer: _told(supplies[customer]) for customer in sorted(supplies)}
    first, *rates = (
        _rate(supply, region, customer, basis, as_of, of_customer)
        for customer, of_customer in told.items()
        for basis in BASES
        if basis not in ("value", "share") or any(each.data.get(basis) is not None for each in of_customer.supplies)
    )
    return first, *(rate for rate in rates if rate.rate is not None)


def _check(supply: nx.MultiDiGraph, region: str) -> None:
    require(supply, node=("places",), edge=("products", "evidence", "status"), graph_keys=("searched",))
    require_region(supply, region)


class _Told(NamedTuple):
    """Supplies to one customer or all, and the rows of them all."""

    supplies: Sequence[Supply]
    evidence: tuple[str, ...]


def _told(supplies: Sequence[Supply]) -> _Told:
    return _Told(supplies, _rows(supplies))


def _rows(supplies: Sequence[Supply]) -> tuple[str, ...]:
    return merge([each.data["evidence"] for each in supplies])


def _rate(
    supply: nx.MultiDiGraph,
    region: str,
    customer: str | None,
    basis: Basis,
    as_of: str | None,
    told: _Told,
) -> LocalSupplyRate:
    supplies = told.supplies
    found = Weighed(unweighed=supplies, note=SEVERAL_CUSTOMERS)
    switch: tuple[str | None, float | None] = (None, None)
    if customer or basis != "share":
        found = WEIGH[basis](supplies)
        switch = best_switch(supplies, basis, found)
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
        evidence=told.evidence
        if len(found.counted) + len(found.unweighed) == len(supplies)
        else _rows((*found.counted, *found.unweighed)),
        searched=supply.graph["searched"],
    )

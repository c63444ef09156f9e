"""Stated targets of a local supply rate beside the computed one (配套率目标与测算): comparable or not, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Final

import networkx as nx

from chaingraph.analysis.basis import BASES, Basis
from chaingraph.analysis.counted import chain_supply
from chaingraph.analysis.dates import period
from chaingraph.analysis.rate import LocalSupplyRate, local_supply_rates
from chaingraph.findings import Finding, merge
from chaingraph.model import Reading, require
from chaingraph.times import holds, last_day

__all__ = ["DIFFERENCES", "RateTarget", "basis_told", "beside", "rate_targets"]

DIFFERENCES: Final = ("basis", "scope", "region", "period", "unit")
"""In what a computed rate may differ from a target so that it does not answer it."""

_INDICATOR: Final = "indicator:local-supply-rate"
_SHARES: Final = ("unit:FRACTION", "unit:UNITLESS")
_TOLD: Final[dict[str, Basis]] = {
    "按供应商数": "supplier-count",
    "按供应商家数": "supplier-count",
    "按产品": "product",
    "按品种": "product",
    "按金额": "value",
    "按价值": "value",
    "按采购额": "value",
    "by number of suppliers": "supplier-count",
    "by product": "product",
    "by value": "value",
}
"""Words of a statistical scope that tell what is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTarget(Finding):
    """A target of a local supply rate that a document states, beside one computed rate; the subject is what it is set for."""

    region: str  # from where supplies count as local in the computed rate
    outcome: str  # reached | not-reached | open: the bounds, or the target's words, leave it so | not-comparable
    target: float  # [unit]
    unit: str
    comparator: str  # eq | ge | gt | le | lt | approx
    target_time: str | None  # a date, or first/last date of a period, both included
    target_places: tuple[str, ...]  # regions that the target is set for; empty: none told
    target_basis: Basis | None  # None: the document does not tell it in words that are known
    scope: str | None  # statistical scope in the words of the record
    basis: Basis  # of the computed rate
    as_of: str | None  # of the computed rate; None: supplies not known to have ended
    rate: float | None  # [-]; None: nothing of known origin
    lower: float | None  # [-]
    upper: float | None  # [-]
    coverage: float | None  # [-]
    supplies: int  # supply statements that the rate rests on
    comparable: bool
    differs: tuple[str, ...]  # those of DIFFERENCES that hold; empty when comparable
    distance: float | None  # rate less target [-]; None: not comparable, or no rate


def rate_targets(chain: nx.DiGraph, supply: nx.MultiDiGraph, *, region: str) -> tuple[RateTarget, ...]:
    """Put each stated target of a local supply rate of a chain, or of its enterprises, beside the rates computed.

    A rate answers a target when all of these are the same: the *basis* (what is counted; a target that does not tell it
    is not comparable, whatever the numbers), the *scope* (the things: the chain as a whole, or one customer), the
    *region* from which supplies count as local, the *period* (a rate of no date is of none), and the *unit*. A
    comparable target is reached when the lower bound of the rate reaches it, and not reached when the upper bound does
    not: what is of unknown origin leaves it open.

    Parameters
    ----------
    chain
        Chain graph with ``graph["chain"]`` and ``graph["indicators"]``.
    supply
        Supply graph, of any scope.
    region
        From where supplies count as local; its enterprises are the customers.

    Returns
    -------
    tuple of RateTarget
        By subject and time of the target, then by basis of the rate. A target whose subject has no computed rate stands
        beside the empty rate of the region.

    Raises
    ------
    ContractError
        When a graph breaks its contract, or does not know the region.
    """
    rates = local_supply_rates(chain_supply(chain, supply), region=region, as_of=chain.graph.get("as_of"))
    return beside(chain, rates, region=region)


def beside(chain: nx.DiGraph, rates: Sequence[LocalSupplyRate], *, region: str) -> tuple[RateTarget, ...]:
    """Do as `rate_targets` with rates at hand, as from `chaingraph.analysis.rate.local_supply_rates`."""
    require(chain, graph_keys=("chain", "indicators"))
    aims = [one for one in chain.graph["indicators"] if one.kind == "target" and one.indicator == _INDICATOR]
    found = [_check(chain, aim, rate, region) for aim in aims for rate in _answering(aim, rates, region)]
    return tuple(sorted(found, key=_order))


def basis_told(scope: str | None) -> Basis | None:
    """Return the basis that the words of a statistical scope tell; none, or several: None.

    Examples
    --------
    >>> basis_told("全市汽车产业；按采购额"), basis_told("计算口径未说明")
    ('value', None)
    """
    told = {basis for words, basis in _TOLD.items() if words in (scope or "").lower()}
    return told.pop() if len(told) == 1 else None


def _answering(aim: Reading, rates: Iterable[LocalSupplyRate], region: str) -> list[LocalSupplyRate]:
    """Return the rates of the thing a target is set for: of one customer its own, else those of the region."""
    listed = list(rates)
    own = [rate for rate in listed if rate.subject == aim.subject]
    return own or [rate for rate in listed if rate.subject == region]


def _check(chain: nx.DiGraph, aim: Reading, rate: LocalSupplyRate, region: str) -> RateTarget:
    differs = _differences(chain, aim, rate, region)
    comparable = not differs
    return RateTarget(
        subject=aim.subject,
        region=region,
        outcome=_outcome(aim, rate) if comparable else "not-comparable",
        target=aim.value,
        unit=aim.unit,
        comparator=aim.comparator,
        target_time=period(aim),
        target_places=_places(aim),
        target_basis=basis_told(aim.scope),
        scope=aim.scope,
        basis=rate.basis,
        as_of=rate.as_of,
        rate=rate.rate,
        lower=rate.lower,
        upper=rate.upper,
        coverage=rate.coverage,
        supplies=rate.supplies,
        comparable=comparable,
        differs=differs,
        distance=rate.rate - aim.value if comparable and rate.rate is not None else None,
        evidence=merge([aim.evidence, rate.evidence]),
        searched=merge([chain.graph.get("searched", ()), rate.searched]),
    )


def _differences(chain: nx.DiGraph, aim: Reading, rate: LocalSupplyRate, region: str) -> tuple[str, ...]:
    whole = aim.subject in (chain.graph["chain"], region) and rate.subject == region
    same = {
        "basis": basis_told(aim.scope) == rate.basis,
        "scope": whole or aim.subject == rate.subject,
        "region": _places(aim) == (region,),
        "period": _within(rate.as_of, aim),
        "unit": aim.unit in _SHARES,
    }
    return tuple(name for name in DIFFERENCES if not same[name])


def _places(aim: Reading) -> tuple[str, ...]:
    named = {aim.subject, *aim.together}
    return tuple(sorted(one for one in named if one.partition(":")[0] in ("region", "park")))


def _within(as_of: str | None, aim: Reading) -> bool:
    """Tell whether a date lies in the period of a target, whatever it leaves open; a year stands for its last day."""
    if as_of is None:
        return False
    if aim.valid_from or aim.valid_until:
        return holds({"valid_from": aim.valid_from, "valid_until": aim.valid_until}, as_of=as_of)
    return aim.as_of is not None and last_day(as_of).startswith(aim.as_of)


def _outcome(aim: Reading, rate: LocalSupplyRate) -> str:
    """Compare the bounds of a rate with a target; *eq* and *approx* are reached by what is as great."""
    if rate.lower is None or rate.upper is None:
        return "open"
    meets = {"gt": gt, "le": le, "lt": lt}.get(aim.comparator, ge)
    answers = {meets(rate.lower, aim.value), meets(rate.upper, aim.value)}
    return "open" if len(answers) > 1 else "reached" if answers == {True} else "not-reached"


def _order(one: RateTarget) -> tuple[object, ...]:
    return one.subject, one.target_time or "", BASES.index(one.basis), one.evidence

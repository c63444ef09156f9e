"""Whom to invite together (招商组合): k enterprises, or those a budget allows, that close most gaps."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import networkx as nx

from chaingraph.analysis.invite import InvestmentTarget, investment_targets
from chaingraph.analysis.opportunities import origins
from chaingraph.analysis.portfolio import Portfolio, best_portfolio, greedy_portfolio
from chaingraph.findings import Finding, merge
from chaingraph.model import ContractError
from chaingraph.shared import analysis

__all__ = ["InvestmentPortfolio", "portfolio", "portfolio_of"]

Aim: TypeAlias = Literal["gaps", "rate"]

_Pairs: TypeAlias = tuple[Set[tuple[str, str]], Set[tuple[str, str]]]
"""Customers with products from the region, and from elsewhere alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestmentPortfolio(Finding):
    """Enterprises to invite together, chosen by one method; the subject is the region."""

    region: str
    verb: str  # supplement 补链
    method: str  # exact | greedy
    aim: Aim
    unit: str  # of value and bound: gap | customer × product
    chosen: tuple[str, ...]  # enterprises: in the order taken when greedy, else by name
    closes: tuple[str, ...]  # products whose gap one of them closes
    leaves: tuple[str, ...]  # products whose gap another named candidate could close
    nobody: tuple[str, ...]  # products whose gap no named candidate is known for
    value: float  # [unit]
    bound: float  # no choice is worth more, the better of what both methods prove [unit]
    shortfall: float  # (bound - value) / bound: the share that may be lacking to the best choice [-]; 0: none
    proven: bool  # it is the best there is
    cost: float | None  # in the unit of the prices given; None: none given
    rate_before: float | None  # local supply rate on the basis of products [-]; None: no supplies given, or none known
    rate_after: float | None  # if every purchase from elsewhere of what they close were from them


@analysis
def portfolio(
    chain: nx.DiGraph, supply: nx.MultiDiGraph, *, region: str, k: int = 5, aim: Aim = "gaps"
) -> tuple[InvestmentPortfolio, ...]:
    """Choose k enterprises to invite that together close most gaps, exactly and greedily, with a bound.

    Parameters
    ----------
    chain
        Chain graph.
    supply
        Supply graph, for purchases and rates.
    region
        Park, district, city, province or country.
    k
        Number of enterprises that may be chosen, 1 or more.
    aim
        *gaps*: each gap counts once; *rate*: each purchase on record from elsewhere alone.

    Returns
    -------
    tuple of InvestmentPortfolio
        The exact choice, then the greedy one, both with the better bound; none when the region has no gap. See
        `portfolio_of`, which also takes prices and a budget.

    Raises
    ------
    ContractError
        When a graph breaks its contract or does not know the region, or *k* or *aim* is none of ours.
    """
    if k < 1:
        raise ContractError.of(f"k {k}", zh="应为不小于 1 的整数。", en="must be a whole number, 1 or more.")
    targets = investment_targets(chain, supply, region=region, draws=1)
    return portfolio_of(targets, most=k, aim=aim, supply=supply)


def portfolio_of(
    targets: Sequence[InvestmentTarget],
    *,
    most: int | None = None,
    cost: Mapping[str, float] | None = None,
    budget: float | None = None,
    aim: Aim = "gaps",
    supply: nx.MultiDiGraph | None = None,
) -> tuple[InvestmentPortfolio, ...]:
    """Choose enterprises that close most gaps together, or raise the local supply rate most.

    An enterprise closes every gap that it is a named candidate for. With aim *gaps* each gap counts once; with *rate*
    each pair of customer and product on record from elsewhere alone, so that the value over the denominator of the rate
    (`chaingraph.analysis.rate.local_supply_rate`, basis product) is what the rate rises by. Both suppose that they
    come, and that all customers buy from them: bounds from above.

    Parameters
    ----------
    targets
        As from `chaingraph.analysis.invite.investment_targets`, of one region.
    most
        Number of enterprises that may be chosen; None: any.
    cost, budget
        Enterprise → price and what may be spent, same unit; both or none. Who has no price is not chosen.
    aim
        What is to be as large as possible.
    supply
        Supply graph for the rates; None: no rates.

    Returns
    -------
    tuple of InvestmentPortfolio
        The exact one by mixed-integer programming, then the greedy one (`chaingraph.analysis.portfolio`); none when
        there is no target.

    Raises
    ------
    ContractError
        Neither *most* nor *budget* is given, or only one of *cost* and *budget*, or the aim is none of ours.
    """
    if aim not in ("gaps", "rate") or (most is None and budget is None) or (cost is None) != (budget is None):
        raise ContractError.of(
            "portfolio_of",
            zh="aim 应为 gaps 或 rate；应给出 most，或同时给出 cost 与 budget。",
            en="give aim as gaps or rate, and most, or cost together with budget.",
        )
    if not targets:
        return ()
    covers: dict[str, set[str]] = {}
    for each in targets:
        if each.enterprise and each.named and (cost is None or each.enterprise in cost):
            covers.setdefault(each.enterprise, set()).update(_units(each, aim))
    listed = {name: sorted(units) for name, units in sorted(covers.items())}
    value = {unit: 1.0 for units in listed.values() for unit in units}
    words: dict[str, Any] = {"most": most, "budget": budget}
    words["cost"] = {name: cost[name] for name in listed} if cost is not None else None
    exact, greedy = best_portfolio(listed, value, **words), greedy_portfolio(listed, value, **words)
    bound = min(exact.bound, greedy.bound)
    pairs = origins(supply, targets[0].region) if supply is not None else None
    return tuple(_finding(targets, each, bound, aim, cost is not None, pairs) for each in (exact, greedy))


def _units(target: InvestmentTarget, aim: Aim) -> set[str]:
    if aim == "gaps":
        return {target.subject}
    return {f"{each.customer} {each.product}" for each in target.purchases}


def _finding(
    targets: Sequence[InvestmentTarget],
    found: Portfolio,
    bound: float,
    aim: Aim,
    priced: bool,
    pairs: _Pairs | None,
) -> InvestmentPortfolio:
    region = targets[0].region
    chosen = set(found.chosen)
    named = {each.subject for each in targets if each.named}
    used = [each for each in targets if each.named and each.enterprise in chosen]
    closes = {each.subject for each in used}
    before, after = _rates(used, pairs)
    return InvestmentPortfolio(
        subject=region,
        region=region,
        verb="supplement",
        method=found.method,
        aim=aim,
        unit="gap" if aim == "gaps" else "customer × product",
        chosen=found.chosen,
        closes=tuple(sorted(closes)),
        leaves=tuple(sorted(named - closes)),
        nobody=tuple(sorted({each.subject for each in targets} - named)),
        value=found.value,
        bound=bound,
        shortfall=max(0.0, (bound - found.value) / bound) if bound else 0.0,
        proven=found.value >= bound - 1e-9,
        cost=found.cost if priced else None,
        rate_before=before,
        rate_after=after,
        evidence=merge(each.evidence for each in used),
        searched=targets[0].searched,
    )


def _rates(used: Sequence[InvestmentTarget], pairs: _Pairs | None) -> tuple[float | None, float | None]:
    """Return the local supply rate on the basis of products, as it is and with what they would deliver."""
    whole = sum(map(len, pairs)) if pairs else 0
    if pairs is None or not whole:
        return None, None
    moved = {(each.customer, each.product) for target in used for each in target.purchases} & pairs[1]
    return len(pairs[0]) / whole, (len(pairs[0]) + len(moved)) / whole

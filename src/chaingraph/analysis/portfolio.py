"""Portfolios of candidates (招商组合): which k enterprises, or which under a budget, close most of what is lacking.

Each candidate covers some gaps, each gap has a value; what counts is the value of the gaps that at least one of the
chosen covers. Where two gaps must be closed together to be worth anything, the greedy method has no guarantee: then take
the exact one.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import e, inf
from typing import Literal

__all__ = ["Portfolio", "best_portfolio", "greedy_portfolio"]

Covers = Mapping[str, Mapping[str, float] | Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """Candidates chosen, the value of the gaps that they cover, and what no choice can exceed."""

    chosen: tuple[str, ...]  # in the order taken (greedy), else sorted
    covered: tuple[str, ...]  # gaps
    value: float
    bound: float  # no choice is worth more
    cost: float
    method: str  # exact | greedy
    proven: bool  # the value is the best there is


def best_portfolio(
    covers: Mapping[str, Sequence[str]],
    value: Mapping[str, float],
    *,
    most: int | None = None,
    cost: Mapping[str, float] | None = None,
    budget: float | None = None,
    seconds: float = 60.0,
    solver: Literal["search", "programming"] | None = None,
) -> Portfolio:
    r"""Choose candidates so that the gaps covered are worth most, exactly.

    .. math:: \max \sum_g v_g y_g \quad y_g \le \sum_{c \ni g} x_c,\; \sum_c x_c \le k,\; \sum_c p_c x_c \le B,\;
              x_c \in \{0, 1\},\; 0 \le y_g \le 1

    Parameters
    ----------
    covers
        Candidate → the gaps that it closes.
    value
        Gap → what closing it is worth, 0 or more, one unit.
    most
        Number of candidates that may be chosen; None: any.
    cost, budget
        Candidate → price, and what may be spent [same unit]; both or none.
    seconds
        Time after which the best found so far is returned, with its bound, not proven.
    solver
        *search*: branch and bound (`chaingraph.analysis.coverage.best_cover`), which takes no budget; *programming*:
        mixed-integer programming by HiGHS; None: search where there is no budget. The value is the same.

    Raises
    ------
    ValueError
        Neither *most* nor *budget* is given, a value or price is negative, or *search* is asked for with a budget.
    """
    _check(value, most, cost, budget)
    if solver == "search" and (budget is not None or most is None):
        msg = "search takes a number of candidates and no budget"
        raise ValueError(msg)
    names = sorted(covers)
    gaps = sorted({gap for held in covers.values() for gap in held if value.get(gap, 0.0) > 0})
    if not names or not gaps or most == 0:
        return Portfolio(chosen=(), covered=(), value=0.0, bound=0.0, cost=0.0, method="exact", proven=True)
    if most is not None and budget is None and solver != "programming":
        from chaingraph.analysis.coverage import best_cover

        at = {gap: number for number, gap in enumerate(gaps)}
        sets = [[at[gap] for gap in covers[name] if gap in at] for name in names]
        found = best_cover(sets, [value[gap] for gap in gaps], most=most, seconds=seconds)
        picks, bound, proven = found.chosen, found.bound, found.proven
    else:
        picks, bound, proven = _programming(covers, value, (names, gaps), (most, cost, budget), seconds)
    chosen = tuple(names[pick] for pick in picks)
    covered, reached = _covered(covers, value, chosen)
    return Portfolio(
        chosen=chosen,
        covered=covered,
        value=reached,
        bound=max(bound, reached),
        cost=sum(cost[name] for name in chosen) if cost else 0.0,
        method="exact",
        proven=proven,
    )


def _programming(
    covers: Mapping[str, Sequence[str]],
    value: Mapping[str, float],
    things: tuple[list[str], list[str]],
    limit: tuple[int | None, Mapping[str, float] | None, float | None],
    seconds: float,
) -> tuple[tuple[int, ...], float, bool]:
    """Solve the program by HiGHS: which candidates, what no choice exceeds, and whether that is proven."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    (names, gaps), (most, cost, budget) = things, limit
    at = {gap: number for number, gap in enumerate(gaps)}
    n, m = len(names), len(gaps)
    cells = [(at[gap], c) for c, name in enumerate(names) for gap in set(covers[name]) if gap in at]
    rows, columns = map(np.array, zip(*cells, strict=True))
    link = csr_array(
        (
            np.concatenate([-np.ones(len(cells)), np.ones(m)]),
            (np.concatenate([rows, np.arange(m)]), np.concatenate([columns, n + np.arange(m)])),
        ),
        shape=(m, n + m),
    )
    limits = [LinearConstraint(link, -np.inf, 0)]
    if most is not None:
        limits.append(LinearConstraint(np.concatenate([np.ones(n), np.zeros(m)])[None, :], -np.inf, most))
    if budget is not None and cost is not None:
        prices = np.array([cost[name] for name in names])
        limits.append(LinearConstraint(np.concatenate([prices, np.zeros(m)])[None, :], -np.inf, budget))
    worth = np.array([value[gap] for gap in gaps])
    found = milp(
        -np.concatenate([np.zeros(n), worth]),
        constraints=limits,
        integrality=np.concatenate([np.ones(n), np.zeros(m)]),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    chosen = tuple(c for c in range(n) if found.x is not None and found.x[c] > 0.5)
    bound = -float(found.mip_dual_bound) if found.mip_dual_bound is not None else inf
    return chosen, bound, found.status == 0


def greedy_portfolio(
    covers: Mapping[str, Sequence[str]],
    value: Mapping[str, float],
    *,
    most: int | None = None,
    cost: Mapping[str, float] | None = None,
    budget: float | None = None,
) -> Portfolio:
    """Choose one candidate after the other, each time the one that adds most (per price, under a budget).

    With *most* alone the value is at least 1 - 1/e of the best [1]_; under a budget the better of this and of the best
    single candidate is at least half of that [2]_. The bound is the smallest of what this guarantees, of what the
    candidates that would still add most could add at the end, and of what those worth most by themselves sum up to.

    References
    ----------
    .. [1] G. L. Nemhauser, L. A. Wolsey, M. L. Fisher, An analysis of approximations for maximizing submodular set
       functions, Mathematical Programming 14:265-294 (1978).
    .. [2] S. Khuller, A. Moss, J. Naor, The budgeted maximum coverage problem, Information Processing Letters
       70:39-45 (1999).
    """
    _check(value, most, cost, budget)
    price = cost or dict.fromkeys(covers, 1.0)
    left = inf if budget is None else budget
    names = sorted(name for name in covers if price[name] <= left)
    closed: set[str] = set()

    def gain(name: str) -> float:
        return sum(value.get(gap, 0.0) for gap in set(covers[name]) if gap not in closed)

    def rank(name: str) -> float:
        return gain(name) / price[name] if budget is not None and price[name] > 0 else gain(name)

    singly = {name: gain(name) for name in names}
    waiting = [(-rank(name), name) for name in names]
    heapq.heapify(waiting)
    chosen: list[str] = []
    while waiting and (most is None or len(chosen) < most):
        _, name = heapq.heappop(waiting)
        now = rank(name)
        if waiting and -waiting[0][0] > now:  # others may add more by now (lazy evaluation, Minoux 1978)
            heapq.heappush(waiting, (-now, name))
            continue
        if now <= 0:
            break
        if price[name] <= left:
            chosen.append(name)
            left -= price[name]
            closed.update(covers[name])
    reached = _covered(covers, value, tuple(chosen))[1]
    gains = {name: gain(name) for name in names}
    size, room = (price, budget) if budget is not None else (dict.fromkeys(names, 1.0), float(most or 0))
    further = min(reached + _further(gains, size, room), _further(singly, size, room))
    whole = sum(worth for gap, worth in value.items() if any(gap in covers[name] for name in names))
    bound = min(further, whole, inf if budget is not None else reached / (1 - 1 / e))
    single = max(names, key=lambda name: (sum(value.get(gap, 0.0) for gap in set(covers[name])), name), default=None)
    picked = tuple(chosen)
    if budget is not None and single and _covered(covers, value, (single,))[1] > _covered(covers, value, picked)[1]:
        picked = (single,)
    covered, reached = _covered(covers, value, picked)
    return Portfolio(
        chosen=picked,
        covered=covered,
        value=reached,
        bound=max(bound, reached),
        cost=sum(price[name] for name in picked) if cost else 0.0,
        method="greedy",
        proven=bound <= reached,
    )


def _further(gains: Mapping[str, float], price: Mapping[str, float], room: float) -> float:
    """Return the most that could still be added for *room*, if parts of a candidate could be had."""
    total = 0.0
    for name in sorted(gains, key=lambda one: (-gains[one] / price[one] if price[one] else -inf, one)):
        part = min(1.0, room / price[name]) if price[name] else 1.0
        total, room = total + part * gains[name], room - part * price[name]
    return total


def _covered(
    covers: Mapping[str, Sequence[str]], value: Mapping[str, float], chosen: tuple[str, ...]
) -> tuple[tuple[str, ...], float]:
    gaps = tuple(sorted({gap for name in chosen for gap in covers[name] if value.get(gap, 0.0) > 0}))
    return gaps, sum(value[gap] for gap in gaps)


def _check(
    value: Mapping[str, float], most: int | None, cost: Mapping[str, float] | None, budget: float | None
) -> None:
    if most is None and budget is None:
        msg = "say how many may be chosen (most), or how much may be spent (cost and budget)"
        raise ValueError(msg)
    if (cost is None) != (budget is None):
        msg = "cost and budget go together"
        raise ValueError(msg)
    if any(size < 0 for size in (*value.values(), *(cost or {}).values())):
        msg = "values and prices must not be negative"
        raise ValueError(msg)

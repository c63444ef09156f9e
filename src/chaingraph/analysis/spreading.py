"""The iteration of cascades (级联迭代): as loops that numba compiles, and as whole arrays where it is not installed."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from chaingraph.analysis.flows import Floats, Ints, Network, positions

__all__ = ["Form", "Loss", "form"]

_MOST = 100_000  # iterations; an upstream part that leaks nothing may need very many
_FEW = 20_000  # links of a network that is mostly asked more than once
_SMALL = 200_000  # links times cascades up to which compiling takes longer than it saves


class Loss(NamedTuple):
    """What a failure costs: enterprises that lose output, and the level h (0 to 1) that is left to each."""

    touched: Ints
    down: Floats  # level left by lack of inputs
    up: Floats  # level left by lack of customers
    iterations: int


class Form(NamedTuple):
    """One way to do the iteration: for one failure, and for the index of many enterprises that fail alone."""

    one: Callable[[Network, Ints, float, float, bool, float], Loss]
    many: Callable[[Network, Ints, Floats, float, bool, float], Floats]


def form(net: Network, times: int = 1) -> Form:
    """Return the compiled loops where numba is installed and the work is worth it, else whole arrays."""
    small = len(net.group) <= _FEW and len(net.group) * times <= _SMALL
    return ARRAYS if small else _compiled() or ARRAYS


@cache
def _compiled() -> Form | None:
    try:
        import numba
    except ImportError:
        return None
    return in_loops(numba.njit(nogil=True))


# ---- Loops


def in_loops(compiler: Callable[[Any], Any]) -> Form:
    """Return the form in loops, each function made by *compiler*; without one it is slow, and the same."""
    feed, starve, follow = compiler(_feed), compiler(_starve), compiler(_follow)
    sums = compiler(_sums)

    def one(net: Network, failing: Ints, left: float, tolerance: float, upstream: bool, ignored: float) -> Loss:
        state = _state(net)
        size, steps = follow(
            feed, starve, _arrays(net), np.unique(failing), (left, tolerance, ignored), upstream, state
        )
        touched = np.sort(state[11][:size])
        return Loss(touched, state[0][touched], state[1][touched], int(steps))

    def many(net: Network, each: Ints, weights: Floats, tolerance: float, upstream: bool, ignored: float) -> Floats:
        found = np.zeros((len(each), 4))
        state = _state(net)
        sums(follow, feed, starve, _arrays(net), each, weights, (0.0, tolerance, ignored), upstream, state, found)
        return found

    return Form(one, many)


def _arrays(net: Network) -> tuple[Any, ...]:
    return (net.offers, net.trade, net.market, net.capacity, net.links, net.group, net.down, net.owner, net.into,
            net.seller, net.up, net.substitution)  # fmt: skip


def _state(net: Network) -> tuple[Any, ...]:
    """Return the working arrays, which every run but for its levels leaves as it found them."""
    n = len(net)
    flags = [np.zeros(n, np.bool_) for _ in range(3)]
    lists = [np.empty(max(n, len(net.owner)), np.int64) for _ in range(4)]
    return (np.ones(n), np.ones(n), np.zeros(len(net.owner)), np.zeros(n), np.zeros(n), np.zeros(len(net.capacity)),
            *flags, *lists)  # fmt: skip


def _feed(  # noqa: PLR0912 - one loop for the compiler
    arrays: Any, fallen: Ints, count: int, limits: Any, state: Any
) -> tuple[int, float]:
    """Take one step down: what suppliers fail to deliver; return how many have fallen, and the greatest fall."""
    offers, trade, market, capacity, links, group, share, owner, _, _, _, substitution = arrays
    left, _, ignored = limits
    level, _, lack, lost, _, deficit, shock, fell, _, _, _, reached, groups = state
    if substitution:
        for x in range(count):
            i = fallen[x]
            for o in range(offers[i], offers[i + 1]):
                deficit[market[o]] += trade[o] * (1.0 - level[i])
    many = 0
    for x in range(count):
        i = fallen[x]
        missing = 1.0 - level[i]
        if missing == 0.0:
            continue
        for o in range(offers[i], offers[i + 1]):
            gone = missing
            if substitution:
                there = capacity[market[o]] - deficit[market[o]]
                if trade[o] < there:
                    gone *= trade[o] / there
            for e in range(links[o], links[o + 1]):
                g = group[e]
                less = gone * share[e]
                if g >= 0 and less > 0.0:
                    if lack[g] == 0.0:
                        groups[many] = g
                        many += 1
                    lack[g] += less
    if substitution:
        for x in range(count):
            i = fallen[x]
            for o in range(offers[i], offers[i + 1]):
                deficit[market[o]] = 0.0
    hit = 0
    for x in range(many):
        g = groups[x]
        j = owner[g]
        if lost[j] == 0.0:
            reached[hit] = j
            hit += 1
        lost[j] = max(lost[j], lack[g])
        lack[g] = 0.0
    biggest = 0.0
    for x in range(hit):
        j = reached[x]
        now = max(0.0, min(left if shock[j] else 1.0, 1.0 - lost[j]))
        lost[j] = 0.0
        if now > 1.0 - ignored and not fell[j]:
            continue
        biggest = max(biggest, level[j] - now)
        level[j] = now
        if now < 1.0 and not fell[j]:
            fell[j] = True
            fallen[count] = j
            count += 1
    return count, biggest


def _starve(arrays: Any, fallen: Ints, count: int, limits: Any, state: Any) -> tuple[int, float]:
    """Take one step up: what customers fail to buy; return how many have fallen, and the greatest fall."""
    _, _, _, _, _, _, _, _, into, seller, up, _ = arrays
    left, _, ignored = limits
    _, level, _, _, missed, _, shock, _, fell, _, _, reached, _ = state
    hit = 0
    for x in range(count):
        j = fallen[x]
        gone = 1.0 - level[j]
        for e in range(into[j], into[j + 1]):
            i = seller[e]
            less = gone * up[e]
            if less > 0.0:
                if missed[i] == 0.0:
                    reached[hit] = i
                    hit += 1
                missed[i] += less
    biggest = 0.0
    for x in range(hit):
        i = reached[x]
        now = max(0.0, min(left if shock[i] else 1.0, 1.0 - missed[i]))
        missed[i] = 0.0
        if now > 1.0 - ignored and not fell[i]:
            continue
        biggest = max(biggest, level[i] - now)
        level[i] = now
        if now < 1.0 and not fell[i]:
            fell[i] = True
            fallen[count] = i
            count += 1
    return count, biggest


def _follow(
    feed: Any, starve: Any, arrays: Any, failing: Ints, limits: Any, upstream: bool, state: Any
) -> tuple[int, int]:
    """Run one cascade; the levels stay, the enterprises touched are listed; return how many, and the iterations."""
    hd, hu, _, _, _, _, shock, in_d, in_u, fallen_d, fallen_u, reached, _ = state
    left, tolerance, _ = limits
    down = up = 0
    for f in failing:
        shock[f] = in_d[f] = in_u[f] = True
        hd[f] = hu[f] = left
        fallen_d[down], fallen_u[up] = f, f
        down, up = down + 1, up + 1
    iterations = 0
    for _ in range(_MOST):
        iterations += 1
        down, biggest = feed(arrays, fallen_d, down, limits, state)
        if upstream:
            up, fall = starve(arrays, fallen_u, up, limits, state)
            biggest = max(biggest, fall)
        if biggest <= tolerance:
            break
    if not upstream:
        for f in failing:
            hu[f] = 1.0
    size = 0
    for x in range(down):
        reached[size] = fallen_d[x]
        size += 1
    for x in range(up):
        if not in_d[fallen_u[x]]:
            reached[size] = fallen_u[x]
            size += 1
    for x in range(size):
        shock[reached[x]] = in_d[reached[x]] = in_u[reached[x]] = False
    return size, iterations


def _sums(  # noqa: PLR0913, PLR0917 - for the compiler
    follow: Any, feed: Any, starve: Any, arrays: Any, each: Ints, weights: Floats, limits: Any, upstream: bool,
    state: Any, found: Floats,
) -> None:  # fmt: skip
    """Put the index of each enterprise that fails alone, and its iterations, into *found*."""
    hd, hu, reached = state[0], state[1], state[11]
    for row in range(len(each)):
        size, steps = follow(feed, starve, arrays, each[row : row + 1], limits, upstream, state)
        for x in range(size):
            i = reached[x]
            found[row, 0] += weights[i] * (1.0 - min(hd[i], hu[i]))
            found[row, 1] += weights[i] * (1.0 - hd[i])
            found[row, 2] += weights[i] * (1.0 - hu[i])
            hd[i] = hu[i] = 1.0
        found[row, 3] = steps


# ---- Whole arrays


def _one(net: Network, failing: Ints, left: float, tolerance: float, upstream: bool, ignored: float) -> Loss:
    hd, hu = np.ones(len(net)), np.ones(len(net))
    hd[failing] = left
    hu[failing] = left if upstream else 1.0
    shocked = np.ones(len(net))
    shocked[failing] = left
    fallen_d = fallen_u = np.unique(failing)
    iterations = 0
    while iterations < _MOST:
        iterations += 1
        biggest, fallen_d = _fed(net, hd, fallen_d, shocked, ignored)
        if upstream:
            fall, fallen_u = _starved(net, hu, fallen_u, shocked, ignored)
            biggest = max(biggest, fall)
        if biggest <= tolerance:
            break
    touched = np.union1d(fallen_d, fallen_u)
    return Loss(touched, hd[touched], hu[touched], iterations)


def _many(net: Network, each: Ints, weights: Floats, tolerance: float, upstream: bool, ignored: float) -> Floats:
    found = np.zeros((len(each), 4))
    for row, one in enumerate(each):
        loss = _one(net, np.array([one]), 0.0, tolerance, upstream, ignored)
        share = weights[loss.touched]
        for column, level in enumerate((np.minimum(loss.down, loss.up), loss.down, loss.up)):
            found[row, column] = share @ (1.0 - level)
        found[row, 3] = loss.iterations
    return found


def _fed(net: Network, level: Floats, fallen: Ints, shocked: Floats, ignored: float) -> tuple[float, Ints]:
    """Take one step down; return the greatest fall, and who has fallen."""
    offers, times = positions(net.offers, fallen)
    gone = np.repeat(1.0 - level[fallen], times)
    if net.substitution:
        markets, at = np.unique(net.market[offers], return_inverse=True)
        left = (net.capacity[markets] - np.bincount(at, net.trade[offers] * gone, len(markets)))[at]
        gone = gone * np.minimum(1.0, net.trade[offers] / np.maximum(left, net.trade[offers]))
    links, times = positions(net.links, offers)
    fed = net.group[links] >= 0
    links, weight = links[fed], np.repeat(gone, times)[fed] * net.down[links[fed]]
    groups, place = np.unique(net.group[links], return_inverse=True)
    owners, at = np.unique(net.owner[groups], return_inverse=True)
    worst = np.zeros(len(owners))
    np.maximum.at(worst, at, np.bincount(place, weight, len(groups)))
    return _settled(level, owners, worst, fallen, shocked, ignored)


def _starved(net: Network, level: Floats, fallen: Ints, shocked: Floats, ignored: float) -> tuple[float, Ints]:
    """Take one step up; return the greatest fall, and who has fallen."""
    links, times = positions(net.into, fallen)
    sellers, at = np.unique(net.seller[links], return_inverse=True)
    less = np.bincount(at, np.repeat(1.0 - level[fallen], times) * net.up[links], len(sellers)).astype(np.float64)
    return _settled(level, sellers, less, fallen, shocked, ignored)


def _settled(
    level: Floats, who: Ints, lost: Floats, fallen: Ints, shocked: Floats, ignored: float
) -> tuple[float, Ints]:
    now = np.maximum(0.0, np.minimum(shocked[who], 1.0 - lost))
    counts = (now <= 1.0 - ignored) | np.isin(who, fallen)
    who, now = who[counts], now[counts]
    biggest = float((level[who] - now).max(initial=0.0))
    level[who] = now
    return biggest, np.union1d(fallen, who[now < 1.0])


ARRAYS = Form(_one, _many)

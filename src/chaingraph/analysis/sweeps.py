"""Cascades in whole arrays (整组迭代): the iteration where no compiler is installed, or the network is small."""

from typing import NamedTuple

import numpy as np

from chaingraph.analysis.flows import Ends, Floats, Ints, Network, positions

__all__ = ["Loss", "many", "one"]

_MOST = 100_000  # iterations; an upstream part that leaks nothing may need very many


class Loss(NamedTuple):
    """What a failure costs: enterprises that lose output, and the level h (0 to 1) that is left to each."""

    touched: Ints
    down: Floats  # level left by lack of inputs
    up: Floats  # level left by lack of customers
    iterations: int


def one(net: Network, failing: Ints, left: float, tolerance: float, upstream: bool, ignored: float) -> Loss:
    """Run one cascade."""
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


def many(net: Network, each: Ints, weights: Floats, tolerance: float, upstream: bool, ignored: float) -> Floats:
    """Return the index of each enterprise that fails alone, and its iterations."""
    found = np.zeros((len(each), 4))
    for row, failing in enumerate(each):
        loss = one(net, np.array([failing]), 0.0, tolerance, upstream, ignored)
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
    level: Floats, who: Ints | Ends, lost: Floats, fallen: Ints, shocked: Floats, ignored: float
) -> tuple[float, Ints]:
    now = np.maximum(0.0, np.minimum(shocked[who], 1.0 - lost))
    counts = (now <= 1.0 - ignored) | np.isin(who, fallen)
    who, now = who[counts], now[counts]
    biggest = float((level[who] - now).max(initial=0.0))
    level[who] = now
    return biggest, np.union1d(fallen, who[now < 1.0])

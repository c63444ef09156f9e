"""The iteration of cascades (级联迭代): as loops that numba compiles, and as whole arrays where it is not installed."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from chaingraph.analysis import steps, sweeps
from chaingraph.analysis.flows import Floats, Ints, Network
from chaingraph.analysis.sweeps import Loss

__all__ = ["ARRAYS", "Form", "Loss", "form", "in_loops"]

_FEW = 20_000  # links of a network that is mostly asked more than once
_SMALL = 200_000  # links times cascades up to which compiling takes longer than it saves


class Form(NamedTuple):
    """One way to do the iteration: for one failure, and for the index of many enterprises that fail alone."""

    one: Callable[[Network, Ints, float, float, bool, float], Loss]
    many: Callable[[Network, Ints, Floats, float, bool, float], Floats]


ARRAYS = Form(sweeps.one, sweeps.many)


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


def in_loops(compiler: Callable[[Any], Any]) -> Form:
    """Return the form in loops, each function made by *compiler*; without one it is slow, and the same."""
    feed, starve, follow = compiler(steps.feed), compiler(steps.starve), compiler(steps.follow)
    sums = compiler(steps.sums)

    def one(net: Network, failing: Ints, left: float, tolerance: float, upstream: bool, ignored: float) -> Loss:
        state = _state(net)
        size, iterations = follow(
            feed, starve, _arrays(net), np.unique(failing), (left, tolerance, ignored), upstream, state
        )
        touched = np.sort(state[12][:size])
        return Loss(touched, state[0][touched], state[1][touched], int(iterations))

    def many(net: Network, each: Ints, weights: Floats, tolerance: float, upstream: bool, ignored: float) -> Floats:
        found = np.zeros((len(each), 4))
        state = _state(net)
        sums(follow, feed, starve, _arrays(net), each, weights, (0.0, tolerance, ignored), upstream, state, found)
        return found

    return Form(one, many)


def _arrays(net: Network) -> tuple[Any, ...]:
    return (net.offers, net.trade, net.market, net.capacity, net.links, net.group, net.down, net.owner, net.into,
            net.seller, net.up, net.substitution, net.offer, net.needs, net.first, net.last, net.pulled, net.pushed,
            net.buyer)  # fmt: skip


def _state(net: Network) -> tuple[Any, ...]:
    """Return the working arrays, which every run but for its levels leaves as it found them."""
    n = len(net)
    flags = [np.zeros(n, np.bool_) for _ in range(3)]
    lists = [np.empty(max(n, len(net.owner)), np.int64) for _ in range(4)]
    return (np.ones(n), np.ones(n), np.zeros(len(net.owner)), np.zeros(n), np.zeros(n), np.zeros(len(net.capacity)),
            np.zeros(len(net.trade)), *flags, *lists)  # fmt: skip

"""Ranking by several terms (多指标排序): ranks, Pareto layers, and how far a rank hangs on the weights."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["acceptability", "mean_ranks", "pareto_layers", "weighted_ranks"]

Floats = npt.NDArray[np.float64]

_AT_ONCE = 2_000_000
"""Scores worked out at once."""


def mean_ranks(values: Floats) -> Floats:
    """Rank each column, 1 for the largest; of equals all have the mean of their ranks; nothing known (NaN) stands last.

    Parameters
    ----------
    values
        (n, t) one row per thing, one column per term, larger is better.

    Examples
    --------
    >>> mean_ranks(np.array([[3.0], [1.0], [3.0], [float("nan")]])).ravel().tolist()
    [1.5, 3.0, 1.5, 4.0]
    """
    ranks = np.empty(values.shape)
    for column, each in enumerate(-_known(values).T):
        _, which, alike = np.unique(each, return_inverse=True, return_counts=True)
        ranks[:, column] = (np.cumsum(alike) - (alike - 1) / 2)[which]
    return ranks


def weighted_ranks(ranks: Floats, weights: Sequence[float]) -> Floats:
    r"""Return :math:`\sum_t w_t r_t / \sum_t w_t` of each row: 1 at best, the smaller the better."""
    share = np.asarray(weights, float) / sum(weights)
    found: Floats = np.round((ranks * share).sum(axis=1), 9)
    return found


def acceptability(ranks: Floats, *, first: int = 10, draws: int = 1000, seed: int = 0) -> Floats:
    r"""Return the share of draws of the weights in which each row is among the first.

    Weights are drawn evenly from all that sum to 1, a Dirichlet distribution with parameters 1; rows are put in order
    of their weighted ranks; equals at the end of the first share the room that is left [1]_.

    Parameters
    ----------
    ranks
        As from `mean_ranks`.
    first
        How many are the first.
    draws, seed
        Number and seed of the draws: the same seed gives the same shares.

    References
    ----------
    .. [1] R. Lahdelma, P. Salminen, SMAA-2: stochastic multicriteria acceptability analysis for group decision making,
       Operations Research 49(3):444-454 (2001).
    """
    if len(ranks) <= first:
        return np.ones(len(ranks))
    rows, which, alike = np.unique(ranks, axis=0, return_inverse=True, return_counts=True)
    times = np.zeros(len(rows))
    weights = np.random.default_rng(seed).dirichlet(np.ones(ranks.shape[1]), draws)
    for some in np.array_split(weights, max(1, draws * len(rows) // _AT_ONCE)):
        scores = np.round((some / some.sum(axis=1, keepdims=True)) @ rows.T, 9)
        front = np.argpartition(scores, min(first, len(rows)) - 1, axis=1)[:, :first]
        front = np.take_along_axis(front, np.argsort(np.take_along_axis(scores, front, 1), axis=1), 1)
        place = (np.cumsum(alike[front], axis=1) >= first).argmax(axis=1)
        last = np.take_along_axis(scores, np.take_along_axis(front, place[:, None], 1), 1)
        before, equal = scores < last, scores == last
        room = (first - before @ alike) / (equal @ alike)
        times += before.sum(axis=0) + room @ equal
    shares: Floats = (times / draws)[which.ravel()]
    return shares


def pareto_layers(values: Floats) -> list[int]:
    """Return the Pareto layer of each row: 1 when no other is at least as good in every term and better in one.

    Layer *k* is what is in layer 1 once the layers before it are taken away. Nothing known (NaN) is worse than anything.

    References
    ----------
    .. [1] X. Zhang, Y. Tian, R. Cheng, Y. Jin, An efficient approach to nondominated sorting for evolutionary
       multiobjective optimization, IEEE Trans. Evol. Comput. 19(2):201-213 (2015): rows in order, each one layer below
       the lowest that holds a better one.

    Examples
    --------
    >>> pareto_layers(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0], [2.0, 1.0]]))
    [1, 1, 2, 1]
    """
    known = _known(values)
    distinct, which = np.unique(known, axis=0, return_inverse=True)  # sorted: a better row never stands before a worse
    layer = np.zeros(len(distinct), int)
    for place in range(len(distinct) - 1, -1, -1):
        better = (distinct[place + 1 :] >= distinct[place]).all(axis=1)
        layer[place] = 1 + layer[place + 1 :][better].max(initial=0)
    return [int(each) for each in layer[which.ravel()]]


def _known(values: Floats) -> Floats:
    return np.where(np.isnan(values), -np.inf, values)

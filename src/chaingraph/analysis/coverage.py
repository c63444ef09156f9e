"""Maximum coverage (最大覆盖): which k sets cover most, by branch and bound on a Lagrangian relaxation."""

from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

__all__ = ["Cover", "best_cover"]

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]

_FIRST, _LATER = 400, 20  # rounds of the prices at the root, and below it
_STALE = 4  # rounds without a better bound, after which the steps are halved
_SWAPPED = 3  # depth down to which solutions are improved by swaps


class Cover(NamedTuple):
    """Sets chosen, and what no choice can exceed."""

    chosen: tuple[int, ...]
    bound: float
    proven: bool


class _Node(NamedTuple):
    """A part of all choices: some sets taken, some still open, the others left."""

    open: Whole
    taken: tuple[int, ...]
    worth: Floats  # of each group of elements; 0 when covered
    value: float  # of what the sets taken cover
    prices: Floats
    bound: float
    depth: int


class _Priced(NamedTuple):
    """The best bound found for a node, with the prices that gave it."""

    bound: float
    prices: Floats
    scores: Floats  # of the open sets
    top: npt.NDArray[np.bool_]  # those with the highest scores
    often: Floats  # how often each was among them of late


def best_cover(sets: Sequence[Iterable[int]], worth: Sequence[float], *, most: int, seconds: float = 60.0) -> Cover:
    r"""Choose *most* sets so that what they cover is worth most, exactly.

    With a price :math:`0 \le \lambda_g \le v_g` for each element the relaxation

    .. math:: L(\lambda) = \sum_g (v_g - \lambda_g) + \max_{|S| \le k} \sum_{c \in S} \sum_{g \in c} \lambda_g

    is no less than any choice; subgradient steps bring it near the bound of linear programming at a few matrix products
    each [1]_. A set whose score lies so far below the *k*-th that taking it would bring the bound under the best choice
    known is left, one so far above the next is taken; then a set that is now in and now out decides the branches.
    Elements in the same sets are one; what is in one set alone has no price.

    Parameters
    ----------
    sets
        The elements of each set, as numbers into *worth*.
    worth
        Of each element, 0 or more, one unit.
    most
        How many sets may be chosen, 1 or more.
    seconds
        After which the best found so far is returned, not proven.

    Returns
    -------
    Cover
        Sets that add something, in ascending order; proven to 1e-9 of the value.

    References
    ----------
    .. [1] M. L. Fisher, The Lagrangian relaxation method for solving integer programming problems, Management Science
       27(1):1-18 (1981); R. D. Galvão, C. ReVelle, A Lagrangean heuristic for the maximal covering location problem,
       European Journal of Operational Research 88:114-123 (1996).

    Examples
    --------
    >>> best_cover([[0, 1, 2, 3], [0, 1, 4], [2, 3, 5]], [1.0] * 6, most=2)
    Cover(chosen=(1, 2), bound=6.0, proven=True)
    """
    search = _Search(sets, worth, min(most, len(sets)))
    search.swap(search.greedy())
    count = len(search.own)
    nodes = [_Node(np.arange(count), (), search.worth, 0.0, search.worth * 0.5, float(np.inf), 0)]
    end = monotonic() + seconds
    while nodes and monotonic() < end:
        node = nodes.pop()
        if node.bound > search.enough():
            nodes.extend(search.branches(node))
    left = [node.bound for node in nodes if node.bound > search.enough()]
    return Cover(search.needed(), max([search.value, *left]), not left)


class _Search:
    """The problem, with the best choice known so far."""

    def __init__(self, sets: Sequence[Iterable[int]], worth: Sequence[float], most: int) -> None:
        holders: dict[int, list[int]] = {}
        for number, elements in enumerate(sets):
            for element in sorted(set(elements)):
                if worth[element] > 0:
                    holders.setdefault(element, []).append(number)
        groups: dict[tuple[int, ...], float] = {}
        self.own = np.zeros(len(sets))  # worth of what is in one set alone
        for element in sorted(holders):
            held = holders[element]
            if len(held) == 1:
                self.own[held[0]] += worth[element]
            else:
                groups[tuple(held)] = groups.get(tuple(held), 0.0) + worth[element]
        keys = sorted(groups)
        rows = np.repeat(np.arange(len(keys)), [len(key) for key in keys])
        columns = np.array([each for key in keys for each in key], int)
        self.of_set: Any = csr_array((np.ones(len(rows)), (columns, rows)), shape=(len(sets), len(keys)))
        self.worth: Floats = np.array([groups[key] for key in keys], float)
        self.most = most
        self.chosen: tuple[int, ...] = ()
        self.value = 0.0

    def enough(self) -> float:
        """Return the bound up to which a node cannot hold anything better."""
        return self.value + 1e-9 * max(1.0, self.value)

    def held(self, chosen: Iterable[int]) -> Floats:
        """Count for each group how many of *chosen* hold it."""
        found: Floats = np.asarray(self.of_set[list(chosen)].sum(axis=0), float).ravel()
        return found

    def worth_of(self, chosen: Sequence[int]) -> float:
        return float(self.own[list(chosen)].sum() + self.worth[self.held(chosen) > 0].sum()) if chosen else 0.0

    def offer(self, chosen: Sequence[int], value: float) -> None:
        """Keep a choice that is better than the best known."""
        if value > self.value:
            self.chosen, self.value = tuple(sorted(chosen)), value

    def greedy(self) -> list[int]:
        chosen: list[int] = []
        left = self.worth.copy()
        while len(chosen) < self.most:
            gain = self.own + self.of_set @ left
            gain[chosen] = -1.0
            chosen.append(int(gain.argmax()))
            left[self.of_set[[chosen[-1]]].indices] = 0.0
        return chosen

    def swap(self, chosen: Iterable[int]) -> None:
        """Swap one set for another as long as that is better."""
        found = list(chosen)
        held = self.held(found)
        while found:
            free = self.own + self.of_set @ np.where(held == 0, self.worth, 0.0)
            alone = np.where(held == 1, self.worth, 0.0)
            best, pair = 1e-9 * max(1.0, self.value), None
            for each in found:
                freed = np.zeros(len(held))
                freed[self.of_set[[each]].indices] = alone[self.of_set[[each]].indices]
                gain = free + self.of_set @ freed
                gain[found] = -1.0
                other = int(gain.argmax())
                more = gain[other] - self.own[each] - freed.sum()
                if more > best:
                    best, pair = more, (each, other)
            if pair is None:
                break
            found[found.index(pair[0])] = pair[1]
            held = self.held(found)
        self.offer(found, self.worth_of(found))

    def branches(self, node: _Node) -> list[_Node]:
        """Bound a node, fix what can be fixed, and part it in two; nothing when it holds nothing better."""
        room = self.most - len(node.taken)
        if len(node.open) <= room:
            self.offer([*node.taken, *node.open], self.worth_of([*node.taken, *node.open]))
            return []
        priced = self.price(node, room)
        if node.depth < _SWAPPED and priced.bound > self.enough():
            self.swap([*node.taken, *node.open[priced.top]])
        if priced.bound <= self.enough():
            return []
        scores = np.sort(priced.scores)[::-1]
        out = ~priced.top & (priced.bound - scores[room - 1] + priced.scores <= self.enough())
        sure = priced.top & (priced.bound - priced.scores + scores[room] <= self.enough())
        rest = ~out & ~sure
        node = self.with_sets(node, node.open[sure])._replace(
            open=node.open[rest], prices=priced.prices, bound=min(node.bound, priced.bound), depth=node.depth + 1
        )
        room -= int(sure.sum())
        if room == 0 or len(node.open) <= room:
            every = [*node.taken, *(node.open if room else ())]
            self.offer(every, self.worth_of(every))
            return []
        place = int(np.abs(priced.often[rest] - 0.5).argmin())
        without = node._replace(open=np.delete(node.open, place))
        return [without, self.with_sets(without, node.open[[place]])]

    def with_sets(self, node: _Node, sets: Whole) -> _Node:
        """Take some sets."""
        if not len(sets):
            return node
        covered = self.held(sets) > 0
        value = node.value + float(self.own[sets].sum() + node.worth[covered].sum())
        worth = np.where(covered, 0.0, node.worth)
        return node._replace(taken=(*node.taken, *map(int, sets)), worth=worth, value=value)

    def price(self, node: _Node, room: int) -> _Priced:
        """Lower the relaxation of a node by steps along its subgradient.

        What no open set holds cannot be covered, and what only one holds needs no price: it is that set's own.
        """
        rows = self.of_set[node.open]
        holders = np.asarray(rows.sum(axis=0)).ravel()
        several = np.flatnonzero((holders > 1) & (node.worth > 0))
        own = self.own[node.open] + rows @ np.where(holders == 1, node.worth, 0.0)
        rows = rows[:, several]
        columns, worth = rows.T.tocsr(), node.worth[several]
        prices = np.minimum(node.prices[several], worth)
        whole, step, stale, often = node.value + worth.sum(), 0.3 if node.depth else 1.0, 0, np.zeros(len(own))
        best = _Priced(float(np.inf), prices, own, np.zeros(len(own), bool), often)
        for _ in range(_LATER if node.depth else _FIRST):
            scores = own + rows @ prices
            top = np.zeros(len(scores), bool)
            top[np.argpartition(-scores, room - 1)[:room]] = True
            bound = float(whole - prices.sum() + scores[top].sum())
            often = 0.9 * often + 0.1 * top
            held = columns @ top.astype(float)
            value = node.value + float(own[top].sum() + worth[held > 0].sum())
            if value > self.enough():
                self.offer([*node.taken, *map(int, node.open[top])], value)
            if bound < best.bound - 1e-12 * abs(bound):
                best, stale = _Priced(bound, prices, scores, top, often), 0
            else:
                stale += 1
                if stale == _STALE:
                    step, stale, prices = step / 2, 0, best.prices
            slope = held - 1.0
            slope[((prices <= 0) & (slope > 0)) | ((prices >= worth) & (slope < 0))] = 0.0
            length = float(slope @ slope)
            if best.bound <= self.enough() or not length:
                break
            prices = np.clip(prices - step * (bound - self.value) / length * slope, 0.0, worth)
        full = node.worth.copy()
        full[several] = best.prices
        return best._replace(prices=full, often=often)

    def needed(self) -> tuple[int, ...]:
        """Return the best choice without the sets that add nothing."""
        chosen = list(self.chosen)
        for each in self.chosen:
            others = [one for one in chosen if one != each]
            if self.worth_of(others) >= self.value - 1e-12 * max(1.0, self.value):
                chosen = others
        return tuple(map(int, chosen))

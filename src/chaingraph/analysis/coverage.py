"""Maximum coverage (最大覆盖): which k sets cover most, by branch and bound on a Lagrangian relaxation."""

from collections.abc import Iterable, Sequence
from math import gcd
from time import monotonic
from typing import NamedTuple

import numpy as np

from chaingraph.analysis.relaxation import Floats, Priced, Relax, Sets, Whole, compiled, make_sets, relax

__all__ = ["Cover", "best_cover"]

_FIRST, _LATER = 400, 20  # rounds of the prices at the root, and below it
_WORTHWHILE, _COMPILING = 300, 10.0  # parts looked at, and seconds left, when the loops are compiled
_PARTS = 1000  # of a unit: worths of three decimals have a grain
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


def best_cover(sets: Sequence[Iterable[int]], worth: Sequence[float], *, most: int, seconds: float = 60.0) -> Cover:
    r"""Choose *most* sets so that what they cover is worth most, exactly.

    With a price :math:`0 \le \lambda_g \le v_g` for each element the relaxation

    .. math:: L(\lambda) = \sum_g (v_g - \lambda_g) + \max_{|S| \le k} \sum_{c \in S} \sum_{g \in c} \lambda_g

    is no less than any choice; subgradient steps bring it near the bound of linear programming at a few matrix products
    each [1]_. A set whose score lies so far below the *k*-th that taking it would bring the bound under the best choice
    known is left, one so far above the next is taken; then a set that is now in and now out decides the branches.
    Elements in the same sets are one; what is in one set alone has no price; a set within another
    is never needed. Where all worths are multiples of one number, so is every value, and a bound less than one multiple above is enough.

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
    search = _Search(make_sets(sets, worth), most, _grain(worth))
    if not len(search.sets.own):
        return Cover((), 0.0, True)
    search.swap(search.greedy())
    nodes = [search.root()]
    end, seen = monotonic() + seconds, 0
    while nodes and monotonic() < end:
        node = nodes.pop()
        if node.bound > search.enough():
            nodes.extend(search.branches(node))
            seen += 1
            if seen == _WORTHWHILE and monotonic() + _COMPILING < end:
                search.relax = compiled() or relax
    left = [node.bound for node in nodes if node.bound > search.enough()]
    return Cover(search.needed(), max([search.value, *left]), not left)


def _grain(worth: Sequence[float]) -> float:
    """Return the largest number of which every worth, and so every value, is a whole multiple; 0 when none is found."""
    whole = [round(each * _PARTS) for each in worth if each > 0]
    if any(abs(each * _PARTS - near) > 1e-9 for each, near in zip([w for w in worth if w > 0], whole, strict=True)):
        return 0.0
    return gcd(*whole) / _PARTS


class _Search:
    """The problem, with the best choice known so far."""

    def __init__(self, sets: Sets, most: int, grain: float) -> None:
        self.sets = sets
        self.most = min(most, len(sets.own))
        self.grain = grain
        self.chosen: tuple[int, ...] = ()
        self.value = 0.0
        self.relax: Relax = relax

    def root(self) -> _Node:
        """Return all choices."""
        every = np.arange(len(self.sets.own))
        return _Node(every, (), self.sets.worth, 0.0, self.sets.worth * 0.5, float(np.inf), 0)

    def enough(self) -> float:
        """Return the bound up to which a node cannot hold anything better: the next value is a grain above."""
        error = 1e-9 * max(1.0, self.value)
        return self.value + max(error, self.grain - error)

    def members(self, one: int) -> Whole:
        return self.sets.groups[self.sets.start[one] : self.sets.start[one + 1]]

    def held(self, chosen: Iterable[int]) -> Floats:
        """Count for each group how many of *chosen* hold it."""
        found = np.zeros(len(self.sets.worth))
        for one in chosen:
            found[self.members(one)] += 1.0
        return found

    def sums(self, of_group: Floats) -> Floats:
        """Return for each set the sum over its groups."""
        total = np.concatenate([[0.0], np.cumsum(of_group[self.sets.groups])])
        return np.asarray(total[self.sets.start[1:]] - total[self.sets.start[:-1]])

    def worth_of(self, chosen: Sequence[int]) -> float:
        covered = self.sets.worth[self.held(chosen) > 0].sum()
        return float(self.sets.own[list(chosen)].sum() + covered) if chosen else 0.0

    def offer(self, chosen: Sequence[int], value: float) -> None:
        """Keep a choice that is better than the best known."""
        if value > self.value:
            self.chosen, self.value = tuple(sorted(chosen)), value

    def greedy(self) -> list[int]:
        chosen: list[int] = []
        left = self.sets.worth.copy()
        while len(chosen) < self.most:
            gain = self.sets.own + self.sums(left)
            gain[chosen] = -1.0
            chosen.append(int(gain.argmax()))
            left[self.members(chosen[-1])] = 0.0
        return chosen

    def swap(self, chosen: Iterable[int]) -> None:
        """Swap one set for another as long as that is better."""
        found = list(chosen)
        held = self.held(found)
        while found:
            free = self.sets.own + self.sums(np.where(held == 0, self.sets.worth, 0.0))
            alone = np.where(held == 1, self.sets.worth, 0.0)
            best, pair = 1e-9 * max(1.0, self.value), None
            for each in found:
                freed = np.zeros(len(held))
                freed[self.members(each)] = alone[self.members(each)]
                gain = free + self.sums(freed)
                gain[found] = -1.0
                other = int(gain.argmax())
                more = gain[other] - self.sets.own[each] - freed.sum()
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
        if room == 0 or len(node.open) <= room:
            every = [*node.taken, *(node.open if room else ())]
            self.offer(every, self.worth_of(every))
            return []
        priced = self.priced(node, room)
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
        value = node.value + float(self.sets.own[sets].sum() + node.worth[covered].sum())
        worth = np.where(covered, 0.0, node.worth)
        return node._replace(taken=(*node.taken, *map(int, sets)), worth=worth, value=value)

    def priced(self, node: _Node, room: int) -> Priced:
        """Return the bound of a node, and keep the best choice met on the way."""
        levels, rounds = (node.value, self.value, self.enough()), _LATER if node.depth else _FIRST
        step = 0.3 if node.depth else 1.0
        found = self.relax(self.sets, node.open, node.worth, node.prices, levels, (room, rounds), step)
        self.offer([*node.taken, *map(int, node.open[found.choice])], found.value)
        return found

    def needed(self) -> tuple[int, ...]:
        """Return the best choice without the sets that add nothing."""
        chosen = list(self.chosen)
        for each in self.chosen:
            others = [one for one in chosen if one != each]
            if self.worth_of(others) >= self.value - 1e-12 * max(1.0, self.value):
                chosen = others
        return tuple(sorted(int(self.sets.number[one]) for one in chosen))

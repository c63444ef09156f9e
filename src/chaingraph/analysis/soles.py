"""Single points of failure of very many products (海量产品的单点失效), from arrays: what `chaingraph.analysis.gates` finds from gates."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chaingraph.analysis.flows import Ints

__all__ = ["Soles", "soles"]


@dataclass(frozen=True, slots=True)
class Soles:
    """Which enterprises each stop a product alone."""

    enterprises: tuple[int, ...]  # the only makers of some product; the others stop nothing alone
    stops: tuple[int, ...]  # by product: a bit for each of `enterprises`

    def of(self, product: int) -> tuple[int, ...]:
        """Return the enterprises that stop a product alone, in order."""
        bits = bin(self.stops[product])[:1:-1]
        return tuple(self.enterprises[place] for place, bit in enumerate(bits) if bit == "1")


def soles(
    product: Sequence[int] | Ints,
    enterprise: Sequence[int] | Ints,
    *,
    count: int,
    output: Sequence[int] | Ints = (),
    recipe: Sequence[int] | Ints = (),
    requirement: Sequence[int] | Ints = (),
    alternative: Sequence[int] | Ints = (),
) -> Soles:
    r"""Find for each product the enterprises without any one of which it is no longer made ("keeps running").

    :math:`C(q) = S(q) \cup \bigcap_{\text{recipes}} \bigcup_{\text{requirements}} \bigcap_{\text{alternatives made}} C(r)`, the least
    solution, with S(q) the only maker of q, if there is one. A requirement none of whose alternatives is made comes from outside,
    and does not fail.

    Parameters
    ----------
    product, enterprise
        Who makes what, numbered from 0; repetitions are of no matter.
    count
        Number of products.
    output
        Product of each recipe.
    recipe, requirement, alternative
        Essential inputs, one row for each alternative: recipe, number of the requirement (each of one recipe), product.

    Returns
    -------
    Soles
        Exact for one failure at a time, cycles included.

    References
    ----------
    .. [1] W. E. Vesely, F. F. Goldberg, N. H. Roberts, D. F. Haasl, "Fault Tree Handbook", NUREG-0492 (1981).

    Examples
    --------
    >>> found = soles([0, 1, 1], [7, 8, 9], count=2, output=[1], recipe=[0], requirement=[0], alternative=[0])
    >>> found.of(0), found.of(1)
    ((7,), (7,))
    """
    made, own, names = _only_makers(np.asarray(product, np.int64), np.asarray(enterprise, np.int64), count)
    routes = _routes(np.asarray(output, np.int64), recipe, requirement, alternative, made)
    dependents: dict[int, set[int]] = {}
    for one, ways in routes.items():
        for before in {each for way in ways for some in way for each in some}:
            dependents.setdefault(before, set()).add(one)
    stops = list(own)
    waiting = deque(_inputs_first(routes))
    queued = set(waiting)
    while waiting:
        one = waiting.popleft()
        queued.discard(one)
        mask = own[one] | _stopping(routes[one], stops)
        if mask != stops[one]:
            stops[one] = mask
            fresh = sorted(dependents.get(one, set()) - queued)
            waiting.extend(fresh)
            queued.update(fresh)
    return Soles(names, tuple(stops))


def _only_makers(product: Ints, enterprise: Ints, count: int) -> tuple[list[bool], list[int], tuple[int, ...]]:
    """Return whether each product is made, the bit of its only maker (0: several, or none), and the only makers."""
    first, last = np.full(count, np.iinfo(np.int64).max), np.full(count, -1)
    np.minimum.at(first, product, enterprise)
    np.maximum.at(last, product, enterprise)
    alone = first == last
    names, place = np.unique(first[alone], return_inverse=True)
    bits = np.full(count, -1)
    bits[alone] = place
    return (last >= 0).tolist(), [1 << bit if bit >= 0 else 0 for bit in bits.tolist()], tuple(names.tolist())


def _routes(
    output: Ints,
    recipe: Sequence[int] | Ints,
    requirement: Sequence[int] | Ints,
    alternative: Sequence[int] | Ints,
    made: list[bool],
) -> dict[int, list[list[list[int]]]]:
    """Return for each product its recipes, of each the requirements, of each the alternatives that are made."""
    needs: dict[int, dict[int, list[int]]] = {}
    for way, need, one in zip(*(np.asarray(each).tolist() for each in (recipe, requirement, alternative)), strict=True):
        some = needs.setdefault(way, {}).setdefault(need, [])
        if made[one]:
            some.append(one)
    routes: dict[int, list[list[list[int]]]] = {}
    for way, product in enumerate(output.tolist()):
        if way in needs and made[product]:
            routes.setdefault(product, []).append([some for some in needs[way].values() if some])
    return routes


def _stopping(ways: list[list[list[int]]], stops: list[int]) -> int:
    """Return who stops every recipe."""
    found = -1
    for way in ways:
        mask = 0
        for some in way:
            every = stops[some[0]]
            for one in some[1:]:
                every &= stops[one]
            mask |= every
        found &= mask
    return found


def _inputs_first(routes: dict[int, list[list[list[int]]]]) -> list[int]:
    """Return the products with recipes so that each comes after its inputs where no cycle forbids it."""
    order: dict[int, None] = {}
    entered: set[int] = set()
    for first in routes:
        stack = [first]
        while stack:
            one = stack[-1]
            if one in entered:
                order.setdefault(stack.pop())
            else:
                entered.add(one)
                inputs = (each for way in routes[one] for some in way for each in some)
                stack.extend(each for each in inputs if each in routes and each not in entered)
    return list(order)

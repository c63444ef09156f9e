"""Where things stand on a page (布局): layers from upstream to downstream, few crossings, computed beforehand."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

__all__ = ["Box", "around", "crossings", "layers", "ordered", "spread"]

T = TypeVar("T", bound=Hashable)


class Box(NamedTuple):
    """A rectangle on the page, by its corners [px at zoom 1]."""

    left: float
    top: float
    right: float
    bottom: float


def around(boxes: Iterable[Box], *, margin: float = 0) -> Box:
    """Return the smallest rectangle around others; of none, an empty one at the origin."""
    listed = tuple(boxes) or (Box(0, 0, 0, 0),)
    return Box(
        min(box.left for box in listed) - margin,
        min(box.top for box in listed) - margin,
        max(box.right for box in listed) + margin,
        max(box.bottom for box in listed) + margin,
    )


def layers(things: Sequence[T], arrows: Iterable[tuple[T, T]]) -> dict[T, int]:
    """Give each thing the length of the longest way that leads to it, over arrows that close no ring.

    Parameters
    ----------
    things
        In the order that decides which arrow of a ring is left out: the last one met.
    arrows
        From, to; arrows to or from anything else are passed over.

    Returns
    -------
    dict
        Thing to layer, 0 for one to which nothing leads.

    Examples
    --------
    >>> layers("abc", [("a", "b"), ("b", "c"), ("c", "a"), ("a", "c")])
    {'a': 0, 'b': 1, 'c': 2}
    """
    following: dict[T, list[T]] = {thing: [] for thing in things}
    for start, end in arrows:
        if start in following and end in following and start != end:
            following[start].append(end)
    finished = _finished(things, following)
    place = {thing: number for number, thing in enumerate(reversed(finished))}
    layer = dict.fromkeys(things, 0)
    for thing in reversed(finished):
        for end in following[thing]:
            if place[end] > place[thing]:
                layer[end] = max(layer[end], layer[thing] + 1)
    return layer


def _finished(things: Sequence[T], following: Mapping[T, Sequence[T]]) -> list[T]:
    """List things in the order in which a walk in depth leaves them."""
    seen: set[T] = set()
    left: list[T] = []
    for root in things:
        if root in seen:
            continue
        seen.add(root)
        way = [(root, iter(following[root]))]
        while way:
            thing, rest = way[-1]
            step = next((end for end in rest if end not in seen), None)
            if step is None:
                left.append(thing)
                way.pop()
            else:
                seen.add(step)
                way.append((step, iter(following[step])))
    return left


def ordered(rows: Sequence[Sequence[T]], arrows: Iterable[tuple[T, T]], *, sweeps: int = 8) -> list[list[T]]:
    """Order each layer by the mean place of its neighbours, to and fro, and keep the order with fewest crossings.

    Parameters
    ----------
    rows
        The layers, each in a first order; ties keep it.
    arrows
        From, to; any direction, any distance.
    sweeps
        How often to go over all layers.
    """
    listed = list(arrows)
    near: dict[T, list[T]] = {thing: [] for row in rows for thing in row}
    for start, end in listed:
        if start in near and end in near:
            near[start].append(end)
            near[end].append(start)
    current = [list(row) for row in rows]
    best, fewest = [list(row) for row in current], crossings(current, listed)
    height = {thing: _height(number, row) for row in current for number, thing in enumerate(row)}
    for sweep in range(sweeps):
        for row in current if sweep % 2 == 0 else reversed(current):
            wanted = {thing: _mean([height[other] for other in near[thing]], height[thing]) for thing in row}
            row.sort(key=wanted.__getitem__)
            height |= {thing: _height(number, row) for number, thing in enumerate(row)}
        found = crossings(current, listed)
        if found < fewest:
            best, fewest = [list(row) for row in current], found
    return best


def _height(number: int, row: Sequence[object]) -> float:
    return number - (len(row) - 1) / 2


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def crossings(rows: Sequence[Sequence[T]], arrows: Iterable[tuple[T, T]]) -> int:
    """Count pairs of arrows that cross, of those between the same two layers [-].

    Examples
    --------
    >>> crossings(["ab", "cd"], [("a", "d"), ("b", "c")])
    1
    """
    place = {thing: (layer, number) for layer, row in enumerate(rows) for number, thing in enumerate(row)}
    between: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for start, end in arrows:
        if start in place and end in place and place[start][0] != place[end][0]:
            (one, first), (two, second) = sorted((place[start], place[end]))
            between.setdefault((one, two), []).append((first, second))
    return sum(_inversions([second for _, second in sorted(pairs)]) for pairs in between.values())


def _inversions(numbers: Sequence[int]) -> int:
    """Count pairs in falling order, by counts in a binary indexed tree."""
    size = max(numbers, default=0) + 1
    counts = [0] * (size + 1)
    total = 0
    for seen, number in enumerate(numbers):
        index, not_above = number + 1, 0
        while index:
            not_above += counts[index]
            index &= index - 1
        total += seen - not_above
        index = number + 1
        while index <= size:
            counts[index] += 1
            index += index & -index
    return total


def spread(weights: Sequence[float], limit: float) -> list[list[int]]:
    """Cut a pile into neighbouring columns of about equal height, none above *limit* where that is possible.

    Examples
    --------
    >>> spread([3, 1, 1, 3], 5)
    [[0, 1], [2, 3]]
    """
    count = max(1, -(-int(sum(weights)) // max(1, int(limit))))
    share = sum(weights) / count
    piles: list[list[int]] = [[]]
    filled = 0.0
    for number, weight in enumerate(weights):
        if piles[-1] and len(piles) < count and filled + weight / 2 > share * len(piles):
            piles.append([])
        piles[-1].append(number)
        filled += weight
    return piles

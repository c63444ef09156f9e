"""Dominance (必经点与割点): through whom every way leads, and who holds a graph together; on lists of numbers."""

from collections.abc import Sequence

__all__ = ["dominators", "pieces"]


def dominators(heads: Sequence[Sequence[int]], root: int) -> dict[int, int]:
    """Return the immediate dominator of each node that the root reaches, the root left out.

    Parameters
    ----------
    heads
        By node: where its edges lead.
    root
        Where every way begins.

    References
    ----------
    .. [1] K. D. Cooper, T. J. Harvey, K. Kennedy, A simple, fast dominance algorithm, Rice University TR-06-33870 (2001).

    Examples
    --------
    >>> dominators([[1, 2], [3], [3], [4], []], 0)
    {2: 0, 1: 0, 3: 0, 4: 3}
    """
    order = _reverse_postorder(heads, root)
    place = {node: number for number, node in enumerate(order)}
    tails: list[list[int]] = [[] for _ in order]
    for number, node in enumerate(order):
        for head in heads[node]:
            tails[place[head]].append(number)
    over = [0, *[-1] * (len(order) - 1)]  # by place in the order; -1: not known yet
    changed = True
    while changed:
        changed = False
        for number in range(1, len(order)):
            nearest = _common(over, tails[number])
            if nearest != over[number]:
                over[number], changed = nearest, True
    return {order[number]: order[over[number]] for number in range(1, len(order))}


def _common(over: Sequence[int], tails: Sequence[int]) -> int:
    """Return the last node that all ways to some nodes have in common, as far as is known."""
    found = -1
    for tail in tails:
        if over[tail] >= 0:
            other = tail if found >= 0 else (found := tail)
            while found != other:
                if found > other:
                    found = over[found]
                else:
                    other = over[other]
            if not found:
                break
    return found


def _reverse_postorder(heads: Sequence[Sequence[int]], root: int) -> list[int]:
    """Return the nodes that the root reaches, each before all that it alone leads to."""
    done: list[int] = []
    seen = {root}
    stack = [(root, iter(heads[root]))]
    while stack:
        node, others = stack[-1]
        for other in others:
            if other not in seen:
                seen.add(other)
                stack.append((other, iter(heads[other])))
                break
        else:
            done.append(node)
            stack.pop()
    return done[::-1]


def pieces(links: Sequence[Sequence[int]], *, nobody: int | None = None) -> dict[int, list[list[int]]]:
    """Return for each articulation point of an undirected graph the pieces that fall off without it.

    All but the largest, of equals all but the first by number; largest first.

    Parameters
    ----------
    links
        By node: its neighbours, both ways.
    nobody
        A node that only joins others: it counts in no piece, and is no point.

    References
    ----------
    .. [1] J. Hopcroft, R. Tarjan, Algorithm 447: efficient algorithms for graph manipulation, CACM 16:372 (1973).

    Examples
    --------
    >>> pieces([[1], [0, 2, 3], [1, 3], [1, 2]])
    {1: [[0]]}
    """
    found: dict[int, list[list[int]]] = {}
    place = [-1] * len(links)  # in the walk; -1: not met yet
    for root in sorted(range(len(links)), key=lambda node: (node == nobody, node)):
        if place[root] >= 0:
            continue
        order, falling = _walk(links, root, place)
        for point, stretches in falling.items():
            sizes = [end - begin for begin, end in stretches]
            left = len(order) - 1 - sum(sizes)
            if point == nobody or (len(stretches) == 1 and not left):
                continue
            parts = [order[begin:end] for begin, end in stretches]
            close = left <= max(sizes) + 1  # nobody may be one of either
            if left and close:
                parts.append(_rest(order, stretches, point))
            kept = sorted((sorted(each for each in part if each != nobody) for part in parts), key=_largest_first)
            found[point] = [part for part in (kept[1:] if close else kept) if part]
    return found


def _largest_first(part: list[int]) -> tuple[int, list[int]]:
    return -len(part), part


def _walk(
    links: Sequence[Sequence[int]], root: int, place: list[int]
) -> tuple[list[int], dict[int, list[tuple[int, int]]]]:
    """Walk one connected graph depth first; return the order, and by node the stretches of it that hang on the node.

    All that is met below a node stands together in the order; it hangs on the node when no link leads from it to before
    the node.
    """
    order = [root]
    place[root] = 0
    lowest = {root: 0}
    hanging: dict[int, list[tuple[int, int]]] = {}
    stack = [(root, iter(links[root]))]
    while stack:
        node, others = stack[-1]
        low = lowest[node]
        for other in others:
            at = place[other]
            if at >= 0:
                low = min(low, at)
            else:
                lowest[node] = low
                place[other] = lowest[other] = len(order)
                order.append(other)
                stack.append((other, iter(links[other])))
                break
        else:
            stack.pop()
            if stack:
                above = stack[-1][0]
                lowest[above] = min(lowest[above], low)
                if low >= place[above]:
                    hanging.setdefault(above, []).append((place[node], len(order)))
    return order, hanging


def _rest(order: list[int], stretches: list[tuple[int, int]], point: int) -> list[int]:
    """Return what lies in none of the stretches, the point itself left out."""
    found: list[int] = []
    begin = 0
    for first, last in [*sorted(stretches), (len(order), len(order))]:
        found.extend(order[begin:first])
        begin = last
    return [each for each in found if each != point]

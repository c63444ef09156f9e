"""Steps of a cascade (级联的一步): loops over the enterprises that have fallen, plain enough to be compiled.

While few have fallen a step pushes along their links; once these are many it pulls along all links instead, each level
being read where it stands and written once (S. Beamer, K. Asanović, D. Patterson, Direction-optimizing breadth-first
search, SC 2012).
"""

from typing import Any

from chaingraph.analysis.flows import Floats, Ints

__all__ = ["feed", "follow", "starve", "sums"]

_MOST = 100_000  # iterations; an upstream part that leaks nothing may need very many
_DENSE = 8  # a step pulls when more than one in so many have fallen, or of the links are theirs


def feed(  # noqa: PLR0912, PLR0915 - one loop for the compiler
    arrays: Any, fallen: Ints, count: int, limits: Any, state: Any
) -> tuple[int, float]:
    """Take one step down: what suppliers fail to deliver; return how many have fallen, and the greatest fall."""
    (
        offers,
        trade,
        market,
        capacity,
        links,
        group,
        share,
        owner,
        _,
        _,
        _,
        substitution,
        offer,
        needs,
        first,
        last,
        pulled,
        _,
        _,
    ) = arrays
    left, _, ignored = limits
    level, _, lack, lost, _, deficit, lacking, shock, fell, _, _, _, reached, groups = state
    work = 0
    dense = count * _DENSE > len(level)
    for x in range(0 if dense else count):
        work += links[offers[fallen[x] + 1]] - links[offers[fallen[x]]]
    dense = dense or work * _DENSE > len(group)
    stop = len(level) if dense else count  # in the order of the arrays, which is that of memory, or as they fell
    for x in range(stop if substitution else 0):
        i = x if dense else fallen[x]
        if level[i] < 1.0:
            for o in range(offers[i], offers[i + 1]):
                deficit[market[o]] += trade[o] * (1.0 - level[i])
    many = hit = 0
    for x in range(stop):
        i = x if dense else fallen[x]
        missing = 1.0 - level[i]
        if missing == 0.0:
            continue
        for o in range(offers[i], offers[i + 1]):
            gone = missing
            if substitution:
                there = capacity[market[o]] - deficit[market[o]]
                if trade[o] < there:
                    gone *= trade[o] / there
            if dense:
                lacking[o] = gone
                continue
            for e in range(links[o], links[o + 1]):
                g = group[e]
                less = gone * share[e]
                if g >= 0 and less > 0.0:
                    if lack[g] == 0.0:
                        groups[many] = g
                        many += 1
                    lack[g] += less
    if dense:
        for j in range(len(level)):
            if level[j] == 0.0:
                continue
            worst = 0.0
            for g in range(needs[j], needs[j + 1]):
                together = 0.0
                for e in range(first[g], last[g]):
                    together += lacking[offer[e]] * pulled[e]
                worst = max(worst, together)
            if worst > 0.0:
                lost[j] = worst
                reached[hit] = j
                hit += 1
        lacking[:] = 0.0
        deficit[:] = 0.0
    elif substitution:
        for x in range(count):
            i = fallen[x]
            for o in range(offers[i], offers[i + 1]):
                deficit[market[o]] = 0.0
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


def starve(arrays: Any, fallen: Ints, count: int, limits: Any, state: Any) -> tuple[int, float]:  # noqa: PLR0912 - one loop for the compiler
    """Take one step up: what customers fail to buy; return how many have fallen, and the greatest fall."""
    offers, _, _, _, links, _, _, _, into, seller, up, _, _, _, _, _, _, pushed, buyer = arrays
    left, _, ignored = limits
    _, level, _, _, missed, _, _, shock, _, fell, _, _, reached, _ = state
    work = 0
    dense = count * _DENSE > len(level)
    for x in range(0 if dense else count):
        work += into[fallen[x] + 1] - into[fallen[x]]
    dense = dense or work * _DENSE > len(seller)
    hit = 0
    if dense:
        for i in range(len(level)):
            if level[i] == 0.0:
                continue
            less = 0.0
            for e in range(links[offers[i]], links[offers[i + 1]]):
                less += (1.0 - level[buyer[e]]) * pushed[e]
            if less > 0.0:
                missed[i] = less
                reached[hit] = i
                hit += 1
    for x in range(0 if dense else count):
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


def follow(
    feed: Any, starve: Any, arrays: Any, failing: Ints, limits: Any, upstream: bool, state: Any
) -> tuple[int, int]:
    """Run one cascade; the levels stay, the enterprises touched are listed; return how many, and the iterations."""
    hd, hu, _, _, _, _, _, shock, in_d, in_u, fallen_d, fallen_u, reached, _ = state
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


def sums(  # noqa: PLR0913, PLR0917 - for the compiler
    follow: Any, feed: Any, starve: Any, arrays: Any, each: Ints, weights: Floats, limits: Any, upstream: bool,
    state: Any, found: Floats,
) -> None:  # fmt: skip
    """Put the index of each enterprise that fails alone, and its iterations, into *found*."""
    hd, hu, reached = state[0], state[1], state[12]
    for row in range(len(each)):
        size, steps = follow(feed, starve, arrays, each[row : row + 1], limits, upstream, state)
        for x in range(size):
            i = reached[x]
            found[row, 0] += weights[i] * (1.0 - min(hd[i], hu[i]))
            found[row, 1] += weights[i] * (1.0 - hd[i])
            found[row, 2] += weights[i] * (1.0 - hu[i])
            hd[i] = hu[i] = 1.0
        found[row, 3] = steps

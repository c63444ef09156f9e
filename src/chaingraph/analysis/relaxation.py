"""The relaxation of maximum coverage (最大覆盖的松弛): prices of elements, as loops that numba compiles, and as whole arrays without it."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

__all__ = ["Floats", "Priced", "Relax", "Sets", "Whole", "compiled", "make_sets", "relax"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.intp]

_STALE = 4  # rounds without a better bound, after which the steps are halved


class Sets(NamedTuple):
    """Sets and the groups of elements in them: those of set c are ``groups[start[c]:start[c + 1]]``."""

    start: Whole
    groups: Whole
    own: Floats  # worth of what is in one set alone
    worth: Floats  # of each group
    number: Whole  # of each set, as given


class Priced(NamedTuple):
    """The best bound found for a part of the choices, the prices that gave it, and the best choice met."""

    bound: float
    prices: Floats  # of all groups
    scores: Floats  # of the open sets
    top: Bools  # those with the highest scores
    often: Floats  # how often each was among them of late
    value: float  # of the best choice met
    choice: Bools  # its open sets


Relax = Callable[[Sets, Whole, Floats, Floats, tuple[float, float, float], tuple[int, int], float], Priced]
"""Sets, those open, worth left and prices of the groups; value of the sets taken, of the best choice known, and the bound
that is low enough; sets still to be taken and rounds; first step."""


def make_sets(sets: Sequence[Iterable[int]], worth: Sequence[float]) -> Sets:
    """Merge elements in the same sets, count what is in one set alone to that set, leave sets that are within another."""
    wanted = [frozenset(each for each in elements if worth[each] > 0) for elements in sets]
    kept = _undominated(wanted)
    holders: dict[int, list[int]] = {}
    for place, number in enumerate(kept):
        for element in sorted(wanted[number]):
            holders.setdefault(element, []).append(place)
    own = np.zeros(len(kept))
    merged: dict[tuple[int, ...], float] = {}
    for element in sorted(holders):
        held = tuple(holders[element])
        if len(held) == 1:
            own[held[0]] += worth[element]
        else:
            merged[held] = merged.get(held, 0.0) + worth[element]
    keys = sorted(merged)
    columns = np.repeat(np.arange(len(keys)), [len(key) for key in keys])
    rows = np.array([each for key in keys for each in key], np.intp)
    order = np.argsort(rows, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(kept)))]).astype(np.intp)
    weights = np.array([merged[key] for key in keys], float)
    return Sets(start, columns[order].astype(np.intp), own, weights, np.array(kept, np.intp))


def _undominated(sets: Sequence[frozenset[int]]) -> list[int]:
    """Return the numbers of the sets that hold something and are within no other; of equal ones the first."""
    holders: dict[int, set[int]] = {}
    kept = []
    for number in sorted(range(len(sets)), key=lambda one: (-len(sets[one]), one)):
        over = [holders.get(element, set()) for element in sets[number]]
        if over and not set.intersection(*over):
            kept.append(number)
            for element in sets[number]:
                holders.setdefault(element, set()).add(number)
    return sorted(kept)


def relax(sets: Sets, open_: Whole, worth: Floats, prices: Floats, levels: tuple[float, float, float],
          room: tuple[int, int], step: float) -> Priced:  # fmt: skip
    """Lower the relaxation by steps along its subgradient.

    What no open set holds cannot be covered, and what only one holds needs no price: it is that set's own.
    """
    taken, known, enough = levels
    count = len(worth)
    lengths = np.diff(sets.start)[open_]
    index = np.repeat(sets.start[open_] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    members = sets.groups[index + np.arange(len(index))]
    owners = np.repeat(np.arange(len(open_)), lengths)
    holders = np.bincount(members, minlength=count)
    alone = np.where(holders == 1, worth, 0.0)
    own = sets.own[open_] + np.bincount(owners, alone[members], len(open_))
    several = (holders > 1) & (worth > 0)
    place = np.cumsum(several) - 1
    inside = several[members]
    table: Any = csr_array(
        (np.ones(int(inside.sum())), (owners[inside], place[members[inside]])), shape=(len(open_), int(several.sum()))
    )
    turned, worth, now = table.T.tocsr(), worth[several], np.minimum(prices[several], worth[several])
    whole, stale, often, margin = taken + worth.sum(), 0, np.zeros(len(own)), enough - known
    best, lowest = (float("inf"), now, own, np.zeros(len(own), bool)), now
    value, choice = -1.0, np.zeros(len(own), bool)
    for _ in range(room[1]):
        scores = own + table @ now
        top = np.zeros(len(scores), bool)
        top[np.argpartition(-scores, room[0] - 1)[: room[0]]] = True
        bound = float(whole - now.sum() + scores[top].sum())
        often = 0.9 * often + 0.1 * top
        held = turned @ top.astype(float)
        reached = taken + float(own[top].sum() + worth[held > 0].sum())
        if reached > value:
            value, choice, known = reached, top, max(known, reached)
        if bound < best[0] - 1e-12 * abs(bound):
            best, lowest, stale = (bound, now, scores, top), now, 0
        else:
            stale += 1
            if stale == _STALE:
                step, stale, now = step / 2, 0, lowest
        slope = held - 1.0
        slope[((now <= 0) & (slope > 0)) | ((now >= worth) & (slope < 0))] = 0.0
        length = float(slope @ slope)
        if best[0] <= known + margin or not length:
            break
        now = np.clip(now - step * (bound - known) / length * slope, 0.0, worth)
    full = np.zeros(count)
    full[several] = best[1]
    return Priced(best[0], full, best[2], best[3], often, value, choice)


@cache
def compiled() -> Relax | None:
    """Return the same in loops compiled by numba, some seconds the first time; None where it is not installed."""
    try:
        import numba
    except ImportError:
        return None
    try:
        loops = numba.njit(_loops, cache=True)
    except RuntimeError:  # no folder that can be written to: compiled each time
        loops = numba.njit(_loops)

    def run(sets: Sets, open_: Whole, worth: Floats, prices: Floats, levels: tuple[float, float, float],
            room: tuple[int, int], step: float) -> Priced:  # fmt: skip
        return Priced(*loops(tuple(sets[:3]), open_, worth, prices, levels, room, step))

    return run


def _loops(  # noqa: PLR0912, PLR0915 - one loop for the compiler
    sets: Any, open_: Any, worth_: Any, prices: Any, levels: Any, room: Any, step: float
) -> Any:
    start, groups, own_ = sets
    taken, known, enough = levels
    margin, count, n, k = enough - known, len(worth_), len(open_), room[0]
    holders = np.zeros(count, np.int64)
    for c in open_:
        for at in range(start[c], start[c + 1]):
            holders[groups[at]] += 1
    own, worth, bounds, members = (
        np.zeros(n),
        np.zeros(count),
        np.zeros(n + 1, np.int64),
        np.zeros(len(groups), np.int64),
    )
    place, size, whole = np.full(count, -1), 0, taken
    used = np.zeros(count, np.int64)
    for g in range(count):
        if holders[g] > 1 and worth_[g] > 0:
            place[g], worth[size], used[size] = size, worth_[g], g
            whole += worth_[g]
            size += 1
    end = 0
    for i in range(n):
        own[i] = own_[open_[i]]
        for at in range(start[open_[i]], start[open_[i] + 1]):
            g = groups[at]
            if holders[g] == 1:
                own[i] += worth_[g]
            elif place[g] >= 0:
                members[end] = place[g]
                end += 1
        bounds[i + 1] = end
    now = np.zeros(size)
    for g in range(size):
        now[g] = min(prices[used[g]], worth[g])
    lowest, best, best_scores, best_top = now.copy(), np.inf, own.copy(), np.zeros(n, np.bool_)
    value, choice, often, stale = -1.0, np.zeros(n, np.bool_), np.zeros(n), 0
    scores, held, top = np.zeros(n), np.zeros(size, np.int64), np.zeros(n, np.bool_)
    order = np.zeros(k, np.int64)
    for _ in range(room[1]):
        for i in range(n):
            total = own[i]
            for at in range(bounds[i], bounds[i + 1]):
                total += now[members[at]]
            scores[i] = total
        filled = 0
        for i in range(n):  # the k highest, the first of equals, by insertion
            if filled < k or scores[i] > scores[order[k - 1]]:
                at = min(filled, k - 1)
                while at > 0 and scores[i] > scores[order[at - 1]]:
                    order[at] = order[at - 1]
                    at -= 1
                order[at] = i
                filled = min(filled + 1, k)
            top[i] = False
            often[i] *= 0.9
        bound, reached = whole, taken
        for g in range(size):
            bound -= now[g]
            held[g] = 0
        for i in order:
            top[i] = True
            often[i] += 0.1
            bound += scores[i]
            reached += own[i]
            for at in range(bounds[i], bounds[i + 1]):
                if held[members[at]] == 0:
                    reached += worth[members[at]]
                held[members[at]] += 1
        if reached > value:
            value, known = reached, max(known, reached)
            choice[:] = top
        if bound < best - 1e-12 * abs(bound):
            best, stale = bound, 0
            lowest[:], best_scores[:], best_top[:] = now, scores, top
        else:
            stale += 1
            if stale == _STALE:
                step, stale = step / 2, 0
                now[:] = lowest
        length = 0
        for g in range(size):
            slope = held[g] - 1
            if (now[g] <= 0 and slope > 0) or (now[g] >= worth[g] and slope < 0):
                held[g] = 1
            else:
                length += slope * slope
        if best <= known + margin or length == 0:
            break
        pace = step * (bound - known) / length
        for g in range(size):
            now[g] = min(max(now[g] - pace * (held[g] - 1), 0.0), worth[g])
    full = np.zeros(count)
    for g in range(size):
        full[used[g]] = lowest[g]
    return best, full, best_scores, best_top, often, value, choice

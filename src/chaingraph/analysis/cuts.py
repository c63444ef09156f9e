"""Minimal cut sets (最小割集) of an AND/OR system: the smallest sets of faults that together stop a thing."""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from chaingraph.analysis.gates import Fixpoint, Gate, Key

__all__ = ["minimal_cut_sets"]

Family: TypeAlias = frozenset[frozenset[str]]

_NOTHING: Family = frozenset()
_ALWAYS: Family = frozenset({frozenset()})


def minimal_cut_sets(
    gates: Mapping[Key, Gate], key: Key, *, most: int = 3, fixpoint: Fixpoint = "greatest"
) -> tuple[tuple[str, ...], ...]:
    """Find every minimal set of at most *most* faults that stops *key*.

    Families of sets are worked out from the leaves up: where every input is wanted any one's cut set will do, where one
    is enough they must be joined; sets that hold another one are dropped at once (absorption), as are those that are
    too large. In cycles this is repeated until nothing changes, which it must, for there are finitely many sets.

    Parameters
    ----------
    gates
        AND/OR system as for `chaingraph.analysis.gates.single_points`, cycles allowed.
    key
        What is to stop.
    most
        Largest number of faults at once; the number of sets may grow exponentially with it.
    fixpoint
        ``"greatest"``, keeps running until something stops it; ``"least"``, could be built up.

    Returns
    -------
    tuple of tuple of str
        Each sorted, the smallest first; the empty one alone where *key* does not work in the first place.

    References
    ----------
    .. [1] J. B. Fussell, W. E. Vesely, A new methodology for obtaining cut sets for fault trees, Transactions of the
       American Nuclear Society 15:262-263 (1972) (MOCUS).

    Examples
    --------
    >>> gates = {("made", "p"): Gate(True, {("fault", "a"): (), ("made", "q"): ()}),
    ...          ("made", "q"): Gate(False, {("fault", "b"): (), ("fault", "c"): ()})}
    >>> minimal_cut_sets(gates, ("made", "p"))
    (('a',), ('b', 'c'))
    """
    below = _below(gates, key)
    families: dict[Key, Family] = {
        one: frozenset({frozenset({one[1]})}) if one not in gates else _ALWAYS if fixpoint == "least" else _NOTHING
        for one in below
    }
    dependents: dict[Key, list[Key]] = {one: [] for one in below}
    for one in below:
        for each in gates[one].inputs if one in gates else ():
            dependents[each].append(one)
    waiting = deque(one for one in reversed(below) if one in gates)
    queued = set(waiting)
    while waiting:
        one = waiting.popleft()
        queued.discard(one)
        inputs = (families[each] for each in gates[one].inputs)
        found = _any_of(inputs, most) if gates[one].every else _all_of(inputs, most)
        if found != families[one]:
            families[one] = found
            for after in dependents[one]:
                if after not in queued:
                    queued.add(after)
                    waiting.append(after)
    return tuple(sorted((tuple(sorted(cut)) for cut in families[key]), key=lambda cut: (len(cut), cut)))


def _below(gates: Mapping[Key, Gate], key: Key) -> list[Key]:
    """Return what *key* depends on, itself first."""
    found = {key: None}
    stack = [key]
    while stack:
        for each in gates[one].inputs if (one := stack.pop()) in gates else ():
            if each not in found:
                found[each] = None
                stack.append(each)
    return list(found)


def _any_of(families: Iterable[Family], most: int) -> Family:
    """Return the cut sets of what needs every input: any one's will do."""
    return _minimal((cut for family in families for cut in family), most)


def _all_of(families: Iterable[Family], most: int) -> Family:
    """Return the cut sets of what needs one input: all must be cut at once."""
    joined = _ALWAYS
    for family in sorted(families, key=len):
        joined = _minimal((one | two for one in joined for two in family), most)
        if not joined:
            break
    return joined


def _minimal(cuts: Iterable[frozenset[str]], most: int) -> Family:
    """Drop sets that are too large or hold another one."""
    kept: list[frozenset[str]] = []
    for cut in sorted({cut for cut in cuts if len(cut) <= most}, key=len):
        if not any(other <= cut for other in kept):
            kept.append(cut)
    return frozenset(kept)

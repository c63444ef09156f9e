"""Single points of failure (单点失效) of an AND/OR system: which one fault alone stops what.

A gate works when *every*, or when *any*, of its inputs works; a fault stops one leaf. For each gate `single_points`
finds the set C of faults that stop it alone: the union of C over the inputs where every input is wanted, their
intersection where one is enough. In cycles the two fixpoints differ:

* **least**, "could be built up": nothing works until something outside the cycle starts it;
* **greatest**, "keeps running": everything works until something stops it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Literal, NamedTuple, TypeAlias

import networkx as nx

__all__ = ["Fixpoint", "Gate", "Key", "SinglePoints", "consequences", "single_points", "stopped_by"]

Key: TypeAlias = tuple[str, str]
"""What a gate is, and of which thing: ``("made", "product:cell")``. A ``("fault", …)`` has no gate."""

Fixpoint: TypeAlias = Literal["least", "greatest"]

_NEVER = 1  # the bit of no fault: set where a gate does not work even without any


class Gate(NamedTuple):
    """What a key depends on; no input: works always (*every*) or never (*any*)."""

    every: bool
    inputs: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class SinglePoints:
    """Which faults alone stop each gate, as bit sets; read it with `stopped_by` and `consequences`."""

    stops: Mapping[Key, int]
    bits: Mapping[str, int]
    dependents: Mapping[Key, list[Key]]
    fixpoint: Fixpoint


def single_points(gates: Mapping[Key, Gate], *, fixpoint: Fixpoint) -> SinglePoints:
    """Find the faults that stop each gate alone.

    Parameters
    ----------
    gates
        AND/OR system, cycles allowed.
    fixpoint
        Which of the two to take.

    Returns
    -------
    SinglePoints
        Exact for single faults, not for two at once.

    References
    ----------
    .. [1] W. E. Vesely, F. F. Goldberg, N. H. Roberts, D. F. Haasl, "Fault Tree Handbook", NUREG-0492 (1981):
       minimal cut sets of order one.

    Examples
    --------
    >>> gates = {("made", "p"): Gate(True, (("fault", "a"), ("made", "q"))),
    ...          ("made", "q"): Gate(False, (("fault", "b"), ("fault", "c")))}
    >>> stopped_by(single_points(gates, fixpoint="greatest"), ("made", "p"))
    ('a',)
    """
    leaves = sorted({name for gate in gates.values() for role, name in gate.inputs if role == "fault"})
    bits = {name: 2 << position for position, name in enumerate(leaves)}
    everything = (2 << len(leaves)) - 1
    stops = dict.fromkeys(gates, everything if fixpoint == "least" else 0)
    stops |= {("fault", name): bit for name, bit in bits.items()}
    order = list(_inputs_first(gates))
    changed = True
    while changed:
        changed = False
        for key in order:
            every, inputs = gates[key]
            masks = (stops[each] for each in inputs)
            mask = reduce(or_, masks, 0) if every else reduce(and_, masks, everything)
            changed |= mask != stops[key]
            stops[key] = mask
    dependents: dict[Key, list[Key]] = {}
    for key, gate in gates.items():
        for each in gate.inputs:
            dependents.setdefault(each, []).append(key)
    return SinglePoints(stops, bits, dependents, fixpoint)


def _inputs_first(gates: Mapping[Key, Gate]) -> Iterator[Key]:
    """Yield the keys so that a gate comes after its inputs where no cycle forbids it: then one pass does."""
    graph = nx.DiGraph()
    graph.add_nodes_from(gates)
    graph.add_edges_from((key, each) for key, gate in gates.items() for each in gate.inputs if each in gates)
    yield from nx.dfs_postorder_nodes(graph)


def stopped_by(points: SinglePoints, key: Key) -> tuple[str, ...]:
    """Return the faults that stop *key* alone, sorted; none where it does not work in the first place."""
    mask = points.stops[key]
    return () if mask & _NEVER else tuple(sorted(name for name, bit in points.bits.items() if mask & bit))


def consequences(
    points: SinglePoints, fault: str, start: Iterable[Key], *, until: str = "made"
) -> list[tuple[Key, Key]]:
    """Trace what *fault* alone stops, from the keys *start* on.

    Parameters
    ----------
    points
        As from `single_points`.
    fault
        The one fault; one that is not in the system stops nothing.
    start
        Where to begin.
    until
        Role of the keys that count; a step that leads to none of them is left out.

    Returns
    -------
    list of tuple of Key
        Steps (what stopped, what it stopped), sorted.
    """
    bit = points.bits.get(fault, 0)
    steps: list[tuple[Key, Key]] = []
    seen = set(start)
    stack = list(seen)
    before: dict[Key, list[Key]] = {}
    while stack:
        key = stack.pop()
        for after in points.dependents.get(key, ()):
            if points.stops[after] & bit and not points.stops[after] & _NEVER:
                before.setdefault(after, []).append(key)
                if after not in seen:
                    seen.add(after)
                    stack.append(after)
    stack = [key for key in before if key[0] == until]
    counted = set(stack)
    while stack:
        after = stack.pop()
        for key in before.get(after, ()):
            steps.append((key, after))
            if key not in counted:
                counted.add(key)
                stack.append(key)
    return sorted(steps)

"""Single points of failure (单点失效) of an AND/OR system: which one fault alone stops what.

A gate works when *every*, or when *any*, of its inputs works; a fault stops one leaf. For each gate `single_points`
finds the set C of faults that stop it alone: the union of C over the inputs where every input is wanted, their
intersection where one is enough. In cycles the two fixpoints differ:

* **least**, "could be built up": nothing works until something outside the cycle starts it;
* **greatest**, "keeps running": everything works until something stops it.
"""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from chaingraph.shared import shared

__all__ = ["Fixpoint", "Gate", "Key", "SinglePoints", "consequences", "running", "single_points", "stopped_by"]

Key: TypeAlias = tuple[str, str]
"""What a gate is, and of which thing: ``("made", "product:cell")``. A ``("fault", …)`` has no gate."""

Fixpoint: TypeAlias = Literal["least", "greatest"]

_NEVER = 1  # the bit of no fault: set where a gate does not work even without any


class Gate(NamedTuple):
    """What a key depends on; without input it works always (*every*) or never (*any*)."""

    every: bool
    inputs: Mapping[Key, tuple[str, ...]]  # each with the rows that say so


@dataclass(frozen=True, slots=True)
class SinglePoints:
    """Which faults alone stop each gate; read it with `stopped_by` and `consequences`."""

    keys: Sequence[Key]
    position: Mapping[Key, int]  # of each key
    bits: Mapping[str, int]  # of each fault
    stops: Sequence[int]  # by position: the bits of the faults that stop it alone
    inputs: Sequence[Sequence[tuple[int, tuple[str, ...]]]]  # by position: inputs, each with the rows that say so
    dependents: Sequence[Sequence[int]]  # by position: whose input it is
    fixpoint: Fixpoint


@shared
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
        Exact for single faults; says nothing of two at once.

    References
    ----------
    .. [1] W. E. Vesely, F. F. Goldberg, N. H. Roberts, D. F. Haasl, "Fault Tree Handbook", NUREG-0492 (1981):
       minimal cut sets of order one.

    Examples
    --------
    >>> gates = {("made", "p"): Gate(True, {("fault", "a"): (), ("made", "q"): ()}),
    ...          ("made", "q"): Gate(False, {("fault", "b"): (), ("fault", "c"): ()})}
    >>> stopped_by(single_points(gates, fixpoint="greatest"), ("made", "p"))
    ('a',)
    """
    leaves = sorted({name for gate in gates.values() for role, name in gate.inputs if role == "fault"})
    keys: list[Key] = [*_inputs_first(gates), *(("fault", name) for name in leaves)]
    position = {key: number for number, key in enumerate(keys)}
    ordered = [gates[key] for key in keys[: len(gates)]]
    inputs = [[(position[each], rows) for each, rows in gate.inputs.items()] for gate in ordered]
    dependents: list[list[int]] = [[] for _ in keys]
    for number, wired in enumerate(inputs):
        for each, _ in wired:
            dependents[each].append(number)
    bits = {name: 2 << number for number, name in enumerate(leaves)}
    everything = (2 << len(leaves)) - 1
    stops = [everything if fixpoint == "least" else 0] * len(gates) + list(bits.values())
    _settle(stops, [gate.every for gate in ordered], inputs, dependents, everything)
    working = [0 if mask & _NEVER else mask for mask in stops]
    return SinglePoints(keys, position, bits, working, inputs, dependents, fixpoint)


def running(gates: Mapping[Key, Gate], *, failed: Collection[str] = (), fixpoint: Fixpoint = "greatest") -> set[Key]:
    """Find the gates that work while *failed* faults have struck, any number at once.

    Parameters
    ----------
    gates
        AND/OR system, cycles allowed.
    failed
        The faults that have struck.
    fixpoint
        Which of the two to take.

    Returns
    -------
    set of Key
        The keys of the gates that work.

    Examples
    --------
    >>> gates = {("made", "p"): Gate(False, {("fault", "a"): (), ("fault", "b"): ()})}
    >>> running(gates, failed={"a"}), running(gates, failed={"a", "b"})
    ({('made', 'p')}, set())
    """
    works = dict.fromkeys(gates, fixpoint == "greatest")
    dependents: dict[Key, list[Key]] = {}
    for key, gate in gates.items():
        for each in gate.inputs:
            dependents.setdefault(each, []).append(key)
    waiting = deque(_inputs_first(gates))
    queued = set(waiting)
    while waiting:
        key = waiting.popleft()
        queued.discard(key)
        inputs = (works[each] if each in works else each[1] not in failed for each in gates[key].inputs)
        now = all(inputs) if gates[key].every else any(inputs)
        if now != works[key]:
            works[key] = now
            fresh = [each for each in dependents.get(key, ()) if each not in queued]
            waiting.extend(fresh)
            queued.update(fresh)
    return {key for key, now in works.items() if now}


def _settle(
    stops: list[int],
    every: Sequence[bool],
    inputs: Sequence[Sequence[tuple[int, tuple[str, ...]]]],
    dependents: Sequence[Sequence[int]],
    everything: int,
) -> None:
    """Apply the equations in *stops* until none changes it."""
    waiting = deque(range(len(every)))
    queued = [True] * len(every)
    while waiting:
        number = waiting.popleft()
        queued[number] = False
        mask = 0 if every[number] else everything
        for each, _ in inputs[number]:
            mask = mask | stops[each] if every[number] else mask & stops[each]
        if mask != stops[number]:
            stops[number] = mask
            for after in dependents[number]:
                if not queued[after]:
                    queued[after] = True
                    waiting.append(after)


def _inputs_first(gates: Mapping[Key, Gate]) -> list[Key]:
    """Return the keys so that a gate comes after its inputs where no cycle forbids it: then one pass does."""
    order: dict[Key, None] = {}
    entered: set[Key] = set()
    for first in gates:
        stack = [first]
        while stack:
            key = stack[-1]
            if key in entered:
                order.setdefault(stack.pop())
            else:
                entered.add(key)
                stack.extend(each for each in gates[key].inputs if each in gates and each not in entered)
    return list(order)


def stopped_by(points: SinglePoints, key: Key) -> tuple[str, ...]:
    """Return the faults that stop *key* alone, sorted; none where it does not work in the first place."""
    mask = points.stops[points.position[key]] >> 1
    leaves, found = len(points.inputs), []
    while mask:  # the bits, and with them the names, in order
        number = (mask & -mask).bit_length() - 1
        found.append(points.keys[leaves + number][1])
        mask &= mask - 1
    return tuple(found)


def consequences(points: SinglePoints, fault: str, start: Key, *, role: str) -> tuple[tuple[str, ...], set[str]]:
    """Trace what *fault* alone stops, from *start* on.

    Parameters
    ----------
    points
        As from `single_points`.
    fault
        The one fault; one that is not in the system stops nothing.
    start
        Where to begin.
    role
        Role of the keys that count.

    Returns
    -------
    tuple of tuple and set
        What stops of that role, sorted, and the rows on all ways from *start* to it.
    """
    bit = points.bits.get(fault, 0)
    if not bit or start not in points.position:
        return (), set()
    stops, dependents = points.stops, points.dependents
    begin = points.position[start]
    reached = {begin}
    again = False  # whether a cycle leads back to the start
    stack = [begin]
    while stack:
        for after in dependents[stack.pop()]:
            if after not in reached and stops[after] & bit:
                reached.add(after)
                stack.append(after)
            again |= after == begin
    counted = {each for each in reached if points.keys[each][0] == role and (each != begin or again)}
    names = tuple(sorted(points.keys[each][1] for each in counted))
    evidence: set[str] = set()
    stack = list(counted)
    while stack:
        number = stack.pop()
        for each, rows in points.inputs[number] if number < len(points.inputs) else ():
            if each in reached:
                evidence.update(rows)
                if each not in counted:
                    counted.add(each)
                    stack.append(each)
    return names, evidence

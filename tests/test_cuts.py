"""Are minimal cut sets all of them, minimal, and those of published examples?"""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from chaingraph.analysis.cuts import minimal_cut_sets
from chaingraph.analysis.gates import Gate, Key


def gate(name: str, *, every: bool, of: str) -> tuple[Key, Gate]:
    inputs: dict[Key, tuple[str, ...]] = {
        ("made", part) if part.isupper() or part[0] in "ABC" else ("fault", part): () for part in of.split()
    }
    return ("made", name), Gate(every, inputs)


def test_e7_the_aircraft_tree() -> None:
    """TOP fails when B1 and B2 fail …; an event that fails by "or" of others is a gate that wants every one of them.

    Eight minimal sets, by hand from the tree of the README of fault-tree-mcs, whose printed answer leaves gates in.
    """
    fails_by_all = {
        "TOP": "B1 B2",
        "C1": "d1 d2",
        "C2": "d1 X",
        "C3": "d5 Y",
        "C4": "d1 d7",
        "C5": "d5 Y",
        "C6": "d8 Z",
        "C7": "d8 W",
    }
    fails_by_any = {"B1": "C1 C2 C3 C4", "B2": "C5 C6 C7", "X": "d3 d4", "Y": "d2 d6", "Z": "d2 d4 d6", "W": "d4 d9"}
    gates = dict(
        [gate(name, every=False, of=parts) for name, parts in fails_by_all.items()]
        + [gate(name, every=True, of=parts) for name, parts in fails_by_any.items()]
    )
    found = minimal_cut_sets(gates, ("made", "TOP"), most=9)
    assert {frozenset(cut) for cut in found} == {
        frozenset(cut.split())
        for cut in (
            *("d2 d5", "d5 d6", "d1 d2 d8", "d1 d4 d8", "d1 d3 d6 d8"),
            *("d1 d3 d8 d9", "d1 d6 d7 d8", "d1 d7 d8 d9"),
        )
    }
    assert len(minimal_cut_sets(gates, ("made", "TOP"), most=3)) == 4


def test_e9_two_makers_of_one_input_share_their_own() -> None:
    """P needs A and B; A is made by f1 or f2, B by f3; f1 and f2 need r, from f4 alone, f3 needs s, from f5 or f6."""
    wants_every = {"P": "A B", "A1": "f1 R", "A2": "f2 R", "B": "f3 S"}
    wants_one = {"A": "A1 A2", "R": "f4", "S": "f5 f6"}
    gates = dict(
        [gate(name, every=True, of=parts) for name, parts in wants_every.items()]
        + [gate(name, every=False, of=parts) for name, parts in wants_one.items()]
    )
    assert minimal_cut_sets(gates, ("made", "P")) == (("f3",), ("f4",), ("f1", "f2"), ("f5", "f6"))


def test_the_two_fixpoints_differ_on_a_cycle() -> None:
    """Steel needs machines, machines need steel: they keep running until a maker stops, but could not be built up."""
    gates = dict([gate("STEEL", every=True, of="f1 MACHINES"), gate("MACHINES", every=True, of="f2 STEEL")])
    assert minimal_cut_sets(gates, ("made", "STEEL")) == (("f1",), ("f2",))
    assert minimal_cut_sets(gates, ("made", "STEEL"), fixpoint="least") == ((),)


@st.composite
def systems(draw: st.DrawFn) -> dict[Key, Gate]:
    names = [f"g{number}" for number in range(draw(st.integers(1, 5)))]
    faults = [f"f{number}" for number in range(4)]
    leaves: list[Key] = [*(("made", name) for name in names), *(("fault", name) for name in faults)]
    return {
        ("made", name): Gate(
            draw(st.booleans()), dict.fromkeys(draw(st.lists(st.sampled_from(leaves), min_size=1, max_size=4)), ())
        )
        for name in names
    }


@given(gates=systems(), fixpoint=st.sampled_from(["greatest", "least"]))
@settings(max_examples=300, deadline=None)
def test_they_are_those_of_brute_force(gates: dict[Key, Gate], fixpoint: str) -> None:
    key = ("made", "g0")
    faults = [f"f{number}" for number in range(4)]
    stopping = [
        set(cut) for size in range(5) for cut in combinations(faults, size) if not works(gates, key, set(cut), fixpoint)
    ]
    minimal = {frozenset(cut) for cut in stopping if not any(other < cut for other in stopping)}
    assert {frozenset(cut) for cut in minimal_cut_sets(gates, key, most=4, fixpoint=fixpoint)} == minimal


def works(gates: dict[Key, Gate], key: Key, down: set[str], fixpoint: str) -> bool:
    """Run the system by its definition."""
    state = dict.fromkeys(gates, fixpoint == "greatest")
    while True:
        new = {
            name: (all if one.every else any)(
                state[each] if each in gates else each[1] not in down for each in one.inputs
            )
            for name, one in gates.items()
        }
        if new == state:
            return state[key]
        state = new

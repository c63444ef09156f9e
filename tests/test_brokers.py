"""Do dominators and articulation points say what they are defined to, and no more?"""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis.brokers import brokers
from chaingraph.analysis.cuts import minimal_cut_sets
from chaingraph.analysis.gates import Gate
from chaingraph.model import ContractError
from graph_fixture import CHANGSHA, HUNAN, JINGZHOU, WITHIN, at, row, supply_graph
from graph_strategies import repeatable


def supplies(pairs, *, places=None, unnamed=()):
    supply = nx.MultiDiGraph(searched=("document:paper",), within=WITHIN)
    for name in sorted({each for pair in pairs for each in pair}):
        place = (places or {}).get(name)
        supply.add_node(f"enterprise:{name}", places=at(place), unnamed=name in unnamed)
    for number, (tail, head) in enumerate(pairs):
        supply.add_edge(
            f"enterprise:{tail}", f"enterprise:{head}", evidence=(row("supplies", number),), status="reported"
        )
    return supply


def named(*names):
    return tuple(f"enterprise:{name}" for name in names)


def found(supply, **words):
    return {each.subject.partition(":")[2]: each for each in brokers(supply, **words)}


E9 = [("f4", "f1"), ("f4", "f2"), ("f5", "f3"), ("f6", "f3"), ("f1", "p"), ("f2", "p"), ("f3", "p")]


def test_e9_paths_see_nobody_who_stops_p_where_cut_sets_see_f3_and_f4():
    """P needs A (f1 or f2) and B (f3); f1 and f2 need r from f4, f3 needs s from f5 or f6.

    Two ways lead to p, by f4 and by f3, so that no enterprise is on both; yet each way brings another input.
    """
    screened = brokers(supplies(E9))
    assert all("enterprise:p" not in (*each.dominates, *each.separates) for each in screened)
    assert [(each.subject, each.dominates, each.separates) for each in screened] == [
        ("enterprise:f4", named("f1", "f2"), ())
    ]
    every = {"P": ["A", "B"], "A1": ["f1", "R"], "A2": ["f2", "R"], "B": ["f3", "S"]}
    one = {"A": ["A1", "A2"], "R": ["f4"], "S": ["f5", "f6"]}
    gates = {
        ("made", name): Gate(wants == every, {("made" if part.isupper() or part[0] == "A" else "fault", part): () for part in parts})
        for wants in (every, one)
        for name, parts in wants.items()
    }  # fmt: skip
    assert minimal_cut_sets(gates, ("made", "P"), most=1) == (("f3",), ("f4",))


def test_without_the_virtual_source_f3_separates_its_own_suppliers():
    """f5 and f6 sell to f3 alone: two pieces of one. Without p its two sides fall apart, of three each."""
    plain = found(supplies(E9), joined=False)
    assert (plain["f3"].separates, plain["f3"].parts) == (named("f5", "f6"), 2)
    assert (plain["p"].separates, plain["p"].parts) == (named("f3", "f5", "f6"), 1)
    assert {name for name, each in plain.items() if each.separates} == {"f3", "p"}


def test_where_every_customer_has_one_input_the_screen_is_exact():
    chain = found(supplies([("a", "b"), ("b", "c"), ("b", "d"), ("x", "d")]))
    assert (chain["a"].dominates, chain["a"].directly) == (named("b", "c"), named("b"))
    assert (chain["b"].dominates, chain["b"].directly) == (named("c"), named("c"))
    assert "x" not in chain
    assert (chain["b"].separates, chain["b"].parts) == (named("c"), 1)
    assert chain["a"].evidence == (row("supplies", 0), row("supplies", 1))
    assert (chain["a"].verb, chain["a"].status, chain["a"].searched) == ("strengthen", "reported", ("document:paper",))


def test_a_ring_that_no_first_supplier_reaches_is_dominated_by_nobody():
    assert brokers(supplies([("a", "b"), ("b", "c"), ("c", "a")])) == ()
    entered = found(supplies([("s", "a"), ("a", "b"), ("b", "a")]))
    assert {name: each.dominates for name, each in entered.items()} == {"s": named("a", "b"), "a": named("b")}


def test_one_who_supplies_himself_is_still_a_first_supplier():
    assert found(supplies([("a", "a"), ("a", "b")]))["a"].dominates == named("b")


def test_who_has_no_name_may_be_many_and_is_no_broker():
    assert {*found(supplies([("a", "b"), ("b", "c")], unnamed=["a"]))} == {"b"}


def test_a_region_asks_for_those_of_it_that_depend():
    pairs = [("a", "b"), ("a", "c"), ("c", "d")]
    supply = supplies(pairs, places={"a": JINGZHOU, "b": CHANGSHA, "c": JINGZHOU, "d": HUNAN})
    (broker,) = brokers(supply, region=CHANGSHA)
    assert (broker.subject, broker.dominates, broker.directly, broker.region) == (
        "enterprise:a",
        named("b"),
        named("b"),
        CHANGSHA,
    )
    assert "region:421000" in broker.places
    assert broker.evidence == (row("supplies", 0),)
    assert {*found(supply, region=HUNAN)} == {"a", "c"}


def test_the_supplies_typed_by_hand():
    """delta has three suppliers; the unnamed one in Ningxiang alone supplies epsilon, and is not named."""
    assert brokers(supply_graph(), region=CHANGSHA) == ()


def test_a_graph_that_breaks_its_contract_is_refused():
    with pytest.raises(ContractError, match="searched"):
        brokers(nx.MultiDiGraph())
    with pytest.raises(ContractError, match="region:nowhere"):
        brokers(supplies(E9), region="region:nowhere")


graphs = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=14)


def reached(links, start):
    seen, stack = set(start), list(start)
    while stack:
        for other in links.get(stack.pop(), ()):
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return seen


@repeatable
@given(graphs)
def test_dominated_is_whom_nothing_reaches_any_more(pairs):
    """By definition: of those reached from first suppliers, the ones no longer reached when the way is closed."""
    screened = found(supplies(pairs))
    heads = {head for tail, head in pairs if tail != head}
    first = {tail for tail, head in pairs if tail != head} - heads
    for one in {each for pair in pairs for each in pair}:
        links = {tail: {h for t, h in pairs if t == tail} for tail, _ in pairs}
        before = reached(links, first)
        closed = {tail: others - {one} for tail, others in links.items() if tail != one}
        lost = before - reached(closed, first - {one}) - {one}
        assert (screened[one].dominates if one in screened else ()) == named(*sorted(lost))


@repeatable
@given(graphs, st.booleans())
def test_separated_are_all_pieces_but_the_largest(pairs, joined):
    screened = found(supplies(pairs), joined=joined)
    names = {each for pair in pairs for each in pair}
    links = {(tail, head) for tail, head in pairs if tail != head}
    if joined:
        links |= {("*", tail) for tail, _ in links if tail not in {head for _, head in links}}
    both = {each: {h for t, h in links if t == each} | {t for t, h in links if h == each} for each in names | {"*"}}
    for one in names:
        whole = reached(both, {one}) - {one}
        left = {each: others - {one} for each, others in both.items()}
        pieces = []
        while whole:
            piece = reached(left, {min(whole)})
            whole -= piece
            if piece - {"*"}:
                pieces.append(sorted(piece - {"*"}))
        fallen = sorted(pieces, key=lambda piece: (-len(piece), piece))[1:]
        got = screened.get(one)
        assert (got.separates if got else ()) == named(*sorted(each for piece in fallen for each in piece))
        assert (got.parts if got else 0) == len(fallen)

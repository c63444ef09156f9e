"""Is the exact portfolio the best there is, and the greedy one within its bound?"""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaingraph.analysis.coverage import _Search
from chaingraph.analysis.portfolio import best_portfolio, greedy_portfolio
from chaingraph.analysis.relaxation import Priced, _loops, compiled, make_sets, relax

COVERS = {"a": ["1", "2", "3", "4"], "b": ["1", "2", "5"], "c": ["3", "4", "6"]}
VALUE = dict.fromkeys("123456", 1.0)


def test_greedy_takes_the_largest_first_and_the_exact_one_does_not() -> None:
    """Of two: greedy takes a (4 gaps), then b or c (1 more): 5. The best is b with c: 6."""
    greedy, best = greedy_portfolio(COVERS, VALUE, most=2), best_portfolio(COVERS, VALUE, most=2)
    assert (greedy.value, greedy.chosen[0], greedy.proven) == (5.0, "a", False)
    assert (best.chosen, best.value, best.bound, best.proven) == (("b", "c"), 6.0, 6.0, True)
    assert greedy.bound >= 6.0


def test_a_budget_counts_prices() -> None:
    """With 3 to spend and a at 4, b and c at 1.5 each are the best; with 1.5 only one of them."""
    cost = {"a": 4.0, "b": 1.5, "c": 1.5}
    best = best_portfolio(COVERS, VALUE, cost=cost, budget=3.0)
    assert (best.chosen, best.cost, best.value) == (("b", "c"), 3.0, 6.0)
    assert best_portfolio(COVERS, VALUE, cost=cost, budget=1.5).value == 3.0
    assert greedy_portfolio(COVERS, VALUE, cost=cost, budget=3.0).value == 6.0


def test_one_dear_candidate_may_beat_many_cheap_ones() -> None:
    """By value for money x goes first, and leaves no room for y, which alone is worth ten times as much."""
    covers, value, cost = {"x": ["1"], "y": ["2"]}, {"1": 1.0, "2": 10.0}, {"x": 0.05, "y": 1.0}
    assert greedy_portfolio(covers, value, cost=cost, budget=1.0).chosen == ("y",)


def test_nothing_to_close_is_an_empty_portfolio() -> None:
    assert best_portfolio({"a": []}, {}, most=1).chosen == ()
    assert greedy_portfolio({"a": ["1"]}, {"1": 0.0}, most=1).chosen == ()


@pytest.mark.parametrize("choose", [best_portfolio, greedy_portfolio])
def test_what_is_wrong_is_said(choose) -> None:
    with pytest.raises(ValueError, match="how many may be chosen"):
        choose(COVERS, VALUE)
    with pytest.raises(ValueError, match="go together"):
        choose(COVERS, VALUE, budget=1.0)
    with pytest.raises(ValueError, match="must not be negative"):
        choose(COVERS, {"1": -1.0}, most=1)


@st.composite
def cases(draw: st.DrawFn):
    gaps = [str(number) for number in range(7)]
    names = "abcdef"[: draw(st.integers(1, 6))]
    covers = {name: draw(st.lists(st.sampled_from(gaps), max_size=4, unique=True)) for name in names}
    value = {gap: float(draw(st.integers(0, 5))) for gap in gaps}
    cost = {name: float(draw(st.integers(1, 4))) for name in names}
    return covers, value, cost


@given(case=cases(), most=st.integers(1, 3), budget=st.one_of(st.none(), st.integers(1, 8)))
@settings(max_examples=120, deadline=None)
def test_greedy_is_at_most_exact_is_at_most_the_bound(case, most, budget) -> None:
    covers, value, cost = case
    words = {"most": most} if budget is None else {"cost": cost, "budget": float(budget)}
    choices = [
        chosen
        for size in range(len(covers) + 1)
        for chosen in combinations(sorted(covers), size)
        if (size <= most if budget is None else sum(cost[name] for name in chosen) <= budget)
    ]
    best = max(sum(value[gap] for gap in {g for name in chosen for g in covers[name]}) for chosen in choices)
    exact, greedy = best_portfolio(covers, value, **words), greedy_portfolio(covers, value, **words)
    assert best_portfolio(covers, value, **words, solver="programming").value == pytest.approx(best)
    assert exact.value == pytest.approx(best)
    assert exact.proven
    assert greedy.value <= best + 1e-9
    assert best <= greedy.bound + 1e-9
    share = 1 - 1 / 2.718281828459045
    assert greedy.value >= best * (share if budget is None else share / 2) - 1e-9


def large(seed, candidates=60, gaps=150, size=(3, 13), law=1.2):
    """Draw candidates that cover some gaps each, with values of a Pareto law: a few gaps are worth most."""
    random = np.random.default_rng(seed)
    covers = {
        f"c{number}": [f"g{gap}" for gap in random.choice(gaps, int(random.integers(*size)), replace=False)]
        for number in range(candidates)
    }
    return covers, {f"g{gap}": float(worth) for gap, worth in enumerate(random.pareto(law, gaps) + 1)}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("most", [1, 5, 12])
def test_search_and_programming_prove_the_same(seed, most):
    covers, value = large(seed)
    search = best_portfolio(covers, value, most=most, solver="search")
    program = best_portfolio(covers, value, most=most, solver="programming")
    assert (search.proven, program.proven) == (True, True)
    assert search.value == pytest.approx(program.value)
    assert search.bound == pytest.approx(search.value)
    assert len(search.chosen) <= most


def test_a_thousand_candidates_and_heavy_tailed_values_are_proven() -> None:
    """HiGHS leaves this one unproven after 20 s; the greedy choice is short of the best."""
    covers, value = large(1, candidates=1000, gaps=3000, size=(5, 40), law=1.5)
    best, greedy = best_portfolio(covers, value, most=20, seconds=600.0), greedy_portfolio(covers, value, most=20)
    assert best.proven
    assert greedy.value < best.value <= greedy.bound


def test_when_time_is_up_the_bound_still_holds() -> None:
    covers, value = large(1)
    best = best_portfolio(covers, value, most=8).value
    hurried = best_portfolio(covers, value, most=8, seconds=0.0)
    assert not hurried.proven
    assert hurried.value <= best <= hurried.bound


def test_search_takes_no_budget() -> None:
    with pytest.raises(ValueError, match="no budget"):
        best_portfolio(COVERS, VALUE, cost=dict.fromkeys(COVERS, 1.0), budget=1.0, solver="search")


def test_who_adds_nothing_is_not_chosen() -> None:
    """d covers what b and c do: three may be chosen, two are enough."""
    assert best_portfolio(COVERS | {"d": ["5", "6"]}, VALUE, most=4).chosen in (("b", "c"), ("a", "d"))


def test_what_equal_values_leave_open_is_less_than_one_gap() -> None:
    """Six candidates, each two of the three pairs of a triangle: prices alone cannot exclude what whole numbers do."""
    covers = {"a": ["1", "2"], "b": ["2", "3"], "c": ["1", "3"], "d": ["4", "5"], "e": ["5", "6"], "f": ["4", "6"]}
    found = best_portfolio(covers, dict.fromkeys("123456", 0.5), most=3)
    assert (found.value, found.bound, found.proven) == (2.5, 2.5, True)


def test_a_candidate_within_another_and_the_second_of_two_equal_ones_are_never_chosen() -> None:
    sets = make_sets([[0, 1], [1], [0, 1], [], [2, 3], [3, 1]], [1.0, 2.0, 4.0, 8.0])
    assert sets.number.tolist() == [0, 4, 5]
    assert sets.own.tolist() == [1.0, 4.0, 0.0]
    assert sorted(sets.worth.tolist()) == [2.0, 8.0]


@pytest.mark.parametrize("seed", range(4))
def test_loops_and_whole_arrays_give_the_same_bound(seed) -> None:
    """The loops run uncompiled here; some sets are left, some groups are covered already."""
    random = np.random.default_rng(seed)
    sets = make_sets([random.choice(40, 6, replace=False).tolist() for _ in range(25)], random.pareto(1.5, 40) + 1)
    some = np.flatnonzero(random.random(len(sets.own)) < 0.8)
    worth = np.where(random.random(len(sets.worth)) < 0.2, 0.0, sets.worth)
    given = some, worth, worth * 0.5, (3.0, 20.0, 20.0), (5, 30), 1.0
    arrays, loops = relax(sets, *given), Priced(*_loops(tuple(sets[:3]), *given))
    assert loops.bound == pytest.approx(arrays.bound)
    assert loops.value == pytest.approx(arrays.value)
    assert loops.prices == pytest.approx(arrays.prices)
    assert (loops.choice == arrays.choice).all()


def test_compiled_loops_prove_what_programming_proves() -> None:
    if compiled() is None:
        pytest.skip("numba is not installed")
    covers, value = large(3, candidates=120, gaps=200, size=(5, 25), law=2.0)
    names, gaps = sorted(covers), sorted(value)
    search = _Search(make_sets([[gaps.index(g) for g in covers[n]] for n in names], [value[g] for g in gaps]), 6, 0.0)
    search.relax = compiled()
    nodes = [search.root()]
    while nodes:
        nodes.extend(search.branches(nodes.pop()))
    program = best_portfolio(covers, value, most=6, solver="programming")
    assert program.proven
    assert search.value == pytest.approx(program.value)

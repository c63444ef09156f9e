"""Are investment targets ranked by the formula told, and are portfolios of them the best there are?"""

import dataclasses
import math
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis.invitation import portfolio, portfolio_of
from chaingraph.analysis.invite import INVITE_WEIGHTS, investment_targets
from chaingraph.analysis.made import made_here
from chaingraph.analysis.missing import missing_links
from chaingraph.analysis.opportunities import Purchase, origins
from chaingraph.analysis.ranking import acceptability, mean_ranks, pareto_layers
from chaingraph.analysis.rate import local_supply_rate
from chaingraph.model import ContractError, Shortage, Supply
from graph_fixture import (
    CHANGSHA,
    HUNAN,
    JINGZHOU,
    NINGXIANG,
    WITHIN,
    add_maker,
    add_recipe,
    add_supply,
    at,
    chain_graph,
    empty_chain,
    maker_row,
    row,
    supply_graph,
)
from graph_strategies import chains, repeatable


def no_supply():
    return nx.MultiDiGraph(searched=(), within=WITHIN)


def targets(chain, supply=None, **words):
    return investment_targets(chain, supply if supply is not None else no_supply(), region=CHANGSHA, **words)


def by_case(found):
    return {(each.subject.partition(":")[2], (each.enterprise or ":").partition(":")[2]): each for each in found}


def test_the_hand_typed_chain_by_hand():
    """Four cases: zeta for electrolyte, eta for separator, nobody for binder and used-cell.

    Ranks of zeta: evidence of the gap 2, 2, 0, 0 → 1.5; customers 1, 1, 0, 0 → 1.5, for delta buys both on record, and what epsilon needs stands in assumed
    recipes alone; possible 1, 1, 2, 1 → 3; blocked 2, 2, 1, 0 → 1.5; stated 2, 2, 0, 0 →
    1.5; all are wholly related → 2.5; listed 1, 1, 0, 0 → 1.5; two steps up before not told → 1; at once 1.5;
    reported 1.5. Score (3·1.5 + 3·1.5 + 3 + 2·1.5 + 2·1.5 + 2·2.5 + 1.5 + 1 + 1.5 + 1.5) ÷ 17 = 28.5 ÷ 17.
    """
    found = targets(chain_graph(), supply_graph())
    assert list(by_case(found)) == [("electrolyte", "zeta"), ("separator", "eta"), ("binder", ""), ("used-cell", "")]
    zeta = found[0]
    assert {term.name: term.rank for term in zeta.terms} == {
        "gap_evidence": 1.5,
        "certain_demand": 1.5,
        "possible_demand": 3.0,
        "blocks": 1.5,
        "stated": 1.5,
        "relatedness": 2.5,
        "listed": 1.5,
        "nearness": 1.0,
        "at_once": 1.5,
        "evidence": 1.5,
    }
    assert zeta.score == pytest.approx(28.5 / 17)
    assert (zeta.rank, zeta.gap, zeta.found_as) == (1, "missing", ("maker-elsewhere", "supplier-on-record"))
    assert (zeta.customers, zeta.possible_customers) == (("enterprise:delta",), ("enterprise:epsilon",))
    assert zeta.blocks == ("product:cell", "product:storage-system")
    assert (zeta.apart, zeta.places, zeta.stated) == (2, (JINGZHOU,), ("attract",))
    assert zeta.purchases == (Purchase(customer="enterprise:delta", product="product:electrolyte"),)
    assert zeta.value == 40e6
    assert {row("supplies", 3), row("shortages", 4), maker_row("enterprise:zeta", "product:electrolyte")} <= set(
        zeta.evidence
    )


def test_who_is_nearer_is_better_and_otherwise_equal_is_in_a_later_layer():
    """zeta is one step nearer than eta, whose place is not told, and as good in all else; binder has most possible customers."""
    found = by_case(targets(chain_graph(), supply_graph()))
    assert (found["electrolyte", "zeta"].layer, found["separator", "eta"].layer) == (1, 2)
    assert found["binder", ""].layer == 1
    assert found["separator", "eta"].found_as == ("place-unknown", "supplier-on-record")
    assert found["separator", "eta"].purchases == (), "it may come from the region"


def test_a_gap_nobody_is_known_for_stands_there_with_none():
    binder = by_case(targets(chain_graph()))["binder", ""]
    assert (binder.enterprise, binder.named, binder.found_as, binder.apart) == (None, False, (), None)
    assert (binder.customers, binder.possible_customers) == ((), ("enterprise:delta", "enterprise:epsilon"))
    assert {term.name for term in binder.terms if term.value is None} == {"nearness", "at_once", "evidence"}


def invited(status="reported"):
    """p ← a and b, as documents say; p made by two named and one unnamed. a: developed here, made in Hunan, planned in Jingzhou, unnamed."""
    chain = empty_chain()
    add_recipe(chain, "recipe:p", ["product:p"], [["product:a"], ["product:b"]], status=status)
    add_recipe(chain, "recipe:a", ["product:a"], [["product:ore"]])
    for name, more in (("x", {}), ("y", {}), ("crowd", {"unnamed": True})):
        add_maker(chain, "product:p", f"enterprise:{name}", **more)
    add_maker(chain, "product:a", "enterprise:here", NINGXIANG, stage="developing")
    add_maker(chain, "product:a", "enterprise:hunan", HUNAN, status="measured")
    add_maker(chain, "product:a", "enterprise:plan", JINGZHOU, stage="planned")
    add_maker(chain, "product:a", "enterprise:many", JINGZHOU, unnamed=True)
    return chain


def test_every_way_to_be_a_candidate_is_told():
    found = by_case(targets(invited()))
    told = {
        name: (each.found_as, each.at_once, each.apart, each.named)
        for (subject, name), each in found.items()
        if subject == "a"
    }
    assert told == {
        "here": (("developing",), False, 0, True),
        "hunan": (("place-unknown",), True, 1, True),
        "plan": (("developing",), False, 2, True),
        "many": (("maker-elsewhere",), True, 2, False),
    }
    assert found["a", "hunan"].candidate_status == "measured"
    assert found["a", "hunan"].customers == ("enterprise:x", "enterprise:y")
    assert found["a", "hunan"].unnamed_customers == 1
    assert (found["a", "hunan"].near, found["a", "hunan"].density) == (("product:p",), 0.5), (
        "p is made here, ore is not"
    )
    assert found["a", "hunan"].gap == "developing"
    assert maker_row("enterprise:plan", "product:a") in found["a", "plan"].evidence
    assert ("b", "") in found
    assert ("ore", "") not in found, "nobody here needs ore"


def test_demand_by_an_assumed_recipe_alone_is_possible_not_certain():
    """The same network twice: x and y need a for certain only where a document gives the recipe."""
    told, assumed = (by_case(targets(invited(status)))["a", "hunan"] for status in ("reported", "assumed"))
    named = ("enterprise:x", "enterprise:y")
    assert (told.customers, told.possible_customers) == (named, ())
    assert (assumed.customers, assumed.possible_customers) == ((), named)
    assert [{term.name: term.value for term in each.terms}["certain_demand"] for each in (told, assumed)] == [2.0, 0.0]
    assert told.unnamed_customers == assumed.unnamed_customers == 1


def bought_elsewhere():
    """Cathode is made here by beta, and epsilon has it on record from far in Jingzhou alone."""
    chain, supply = chain_graph(), no_supply()
    for name, place in (("far", JINGZHOU), ("epsilon", CHANGSHA)):
        supply.add_node(f"enterprise:{name}", places=at(place), unnamed=False)
    add_supply(supply, 9, "far", "epsilon", "cathode")
    chain.graph["supplies"] = (
        Supply(
            supplier="enterprise:far",
            customer="enterprise:epsilon",
            product="product:cathode",
            supplier_places=at(JINGZHOU),
            customer_places=at(CHANGSHA),
            evidence=(row("supplies", 9),),
        ),
    )
    return chain, supply


def test_what_is_made_here_and_bought_elsewhere_is_a_gap_with_whom_to_match():
    far = by_case(targets(*bought_elsewhere()))["cathode", "far"]
    assert (far.gap, far.verb, far.makers_here, far.found_as) == (
        "bought-elsewhere",
        "supplement",
        ("enterprise:beta",),
        ("maker-elsewhere", "supplier-on-record"),
    )
    assert far.purchases == (Purchase(customer="enterprise:epsilon", product="product:cathode"),)
    assert row("supplies", 9) in far.evidence


def test_weights_are_the_callers():
    """Only possible demand counts: binder has most, all others have one."""
    weights = dict.fromkeys(INVITE_WEIGHTS, 0.0) | {"possible_demand": 1.0}
    first, *others = targets(chain_graph(), supply_graph(), weights=weights)
    assert (first.subject, first.score, first.rank) == ("product:binder", 1.0, 1)
    assert {(each.score, each.rank) for each in others} == {(3.0, 2)}


def test_what_a_document_calls_lacking_goes_before_what_is_merely_unknown():
    """a and b are needed alike; of b a document asks for makers, and nobody is known for either."""
    chain = invited()
    chain.nodes["product:a"]["makers"] = ()
    chain.nodes["product:b"]["shortages"] = (Shortage(kind="attract", places=frozenset({CHANGSHA})),)
    first, second = targets(chain)
    assert (first.subject, first.gap, second.subject, second.gap) == ("product:b", "missing", "product:a", "unknown")
    assert [each.terms[0].value for each in (first, second)] == [2.0, 0.0]


def test_what_is_of_no_use_is_refused():
    with pytest.raises(ContractError, match="give a number"):
        targets(chain_graph(), weights={"blocks": 1.0})
    with pytest.raises(ContractError, match="region:nowhere"):
        investment_targets(chain_graph(), no_supply(), region="region:nowhere")
    for words in ({}, {"most": 1, "aim": "fame"}, {"budget": 1.0}):
        with pytest.raises(ContractError, match="give aim"):
            portfolio_of((), **words)


def test_a_region_without_gaps_has_no_targets_and_no_portfolio():
    assert targets(empty_chain()) == ()
    assert portfolio_of((), most=1) == ()


@repeatable
@given(chains())
def test_every_needed_link_stands_there_and_nobody_who_makes_it_here(chain):
    found = targets(chain, draws=20)
    links = {link.subject: link for link in missing_links(chain, region=CHANGSHA)}
    wanted = {subject for subject, link in links.items() if link.state != "unknown" or link.needed_by}
    assert {each.subject for each in found if each.gap != "bought-elsewhere"} == wanted
    makers = {product: {each.enterprise for each in said} for product, said in made_here(chain, CHANGSHA).items()}
    for each in found:
        assert set(links[each.subject].evidence) <= set(each.evidence)
        assert each.enterprise not in makers.get(each.subject, ())
        assert 1 <= each.score <= len(found)
        assert 0 <= each.among_first <= 1
    assert [each.score for each in found] == sorted(each.score for each in found)
    assert sum(each.among_first for each in found) == pytest.approx(min(10, len(found)))
    assert found == targets(chain, draws=20)


@repeatable
@given(chains())
def test_named_customers_are_those_of_the_missing_link(chain):
    """The link names customers of the surest needs; here all needs count, surest ones apart."""
    for link in missing_links(chain, region=CHANGSHA):
        for each in targets(chain, draws=1):
            if each.subject == link.subject:
                assert set(link.customers) <= {*each.customers, *each.possible_customers}
                assert not set(each.customers) & set(each.possible_customers)
                if each.customers:
                    assert set(each.customers) == set(link.customers)


numbers = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=9)


@repeatable
@given(numbers)
def test_pareto_layers_are_peeled_off_one_by_one(rows):
    left, layer, expected = set(range(len(rows))), 1, {}
    while left:
        best = {
            one
            for one in left
            if not any(
                rows[other] != rows[one] and all(a >= b for a, b in zip(rows[other], rows[one], strict=True))
                for other in left
            )
        }
        expected |= dict.fromkeys(best, layer)
        left, layer = left - best, layer + 1
    assert pareto_layers(np.array(rows, float)) == [expected[place] for place in range(len(rows))]


@repeatable
@given(numbers)
def test_ranks_are_the_mean_place_of_equals(rows):
    ranks = mean_ranks(np.array(rows, float))
    for place, one in enumerate(rows):
        for column, size in enumerate(one):
            better = sum(other[column] > size for other in rows)
            equal = sum(other[column] == size for other in rows)
            assert ranks[place, column] == better + (equal + 1) / 2


def test_nothing_known_is_behind_the_worst_that_is_known():
    values = np.array([[math.nan, 1.0], [-5.0, 1.0]])
    assert mean_ranks(values)[:, 0].tolist() == [2.0, 1.0]
    assert pareto_layers(values) == [2, 1]


def test_acceptability_follows_the_law_of_even_weights():
    """One is first in two of three terms, the other in the third: it wins while that weighs more than 1/2: 1/4 of all."""
    shares = acceptability(np.array([[1.0, 1.0, 2.0], [2.0, 2.0, 1.0]]), first=1, draws=1000, seed=5)
    assert shares.sum() == pytest.approx(1.0)
    assert abs(shares[1] - 1 / 4) < 4 * math.sqrt(3 / 16 / 1000)


def test_equals_share_the_room_that_is_left():
    """One is always first; two equals share the second place."""
    ranks = np.array([[1.0], [2.5], [2.5], [4.0]])
    assert acceptability(ranks, first=2, draws=5).tolist() == [1.0, 0.5, 0.5, 0.0]


MAKES = {"a": "1234", "b": "125", "c": "346"}


def six_gaps(makes=None):
    """p needs 1 to 6, all made elsewhere only, by those who make them; 7 by nobody."""
    chain = empty_chain()
    add_recipe(chain, "recipe:p", ["product:p"], [[f"product:{number}"] for number in "1234567"])
    add_maker(chain, "product:p", "enterprise:local")
    for name, products in (makes or MAKES).items():
        for number in products:
            add_maker(chain, f"product:{number}", f"enterprise:{name}", JINGZHOU, unnamed=name == "many")
    return chain


def test_the_best_two_are_not_those_taken_one_after_the_other():
    """Greedy takes a (4 gaps) and one more: 5. b and c close all six; the greedy one may thus lack 1/6."""
    exact, greedy = portfolio_of(targets(six_gaps(), draws=1), most=2)
    assert (exact.method, exact.chosen, exact.value, exact.bound, exact.shortfall, exact.proven) == (
        "exact",
        ("enterprise:b", "enterprise:c"),
        6.0,
        6.0,
        0.0,
        True,
    )
    assert (greedy.method, greedy.chosen[0], greedy.value, greedy.bound, greedy.proven) == (
        "greedy",
        "enterprise:a",
        5.0,
        6.0,
        False,
    )
    assert greedy.shortfall == pytest.approx(1 / 6)
    assert (exact.leaves, exact.nobody, len(greedy.leaves)) == ((), ("product:7",), 1)
    assert maker_row("enterprise:b", "product:5") in exact.evidence


def test_the_portfolio_of_a_chain_is_that_of_its_targets():
    """As above; with one to choose both take a, which closes four; with none nothing can be said."""
    chain = six_gaps()
    exact, greedy = portfolio(chain, no_supply(), region=CHANGSHA, k=2)
    assert (exact.chosen, exact.value, greedy.value, greedy.bound) == (("enterprise:b", "enterprise:c"), 6.0, 5.0, 6.0)
    assert [each.chosen for each in portfolio(chain, no_supply(), region=CHANGSHA, k=1)] == [("enterprise:a",)] * 2
    with pytest.raises(ContractError, match="1 or more"):
        portfolio(chain, no_supply(), region=CHANGSHA, k=0)
    with pytest.raises(ContractError, match="gaps or rate"):
        portfolio(chain, no_supply(), region=CHANGSHA, aim="both")


def test_one_without_name_cannot_be_invited():
    exact, _ = portfolio_of(targets(six_gaps({"many": "123456", "b": "1"}), draws=1), most=2)
    assert (exact.chosen, exact.closes, exact.nobody) == (
        ("enterprise:b",),
        ("product:1",),
        tuple(f"product:{number}" for number in "234567"),
    )


def test_a_budget_is_kept_and_who_has_no_price_is_not_chosen():
    """a costs 4 of 3; b and c 1.5 each; d, without price, would close the seventh."""
    found = targets(six_gaps(MAKES | {"d": "7"}), draws=1)
    prices = {"enterprise:a": 4.0, "enterprise:b": 1.5, "enterprise:c": 1.5}
    for each in portfolio_of(found, cost=prices, budget=3.0):
        assert (set(each.chosen), each.cost, each.value) == ({"enterprise:b", "enterprise:c"}, 3.0, 6.0)
    assert all(each.cost is None for each in portfolio_of(found, most=1))


def test_the_rate_rises_to_what_it_is_when_they_have_moved():
    """delta buys electrolyte from zeta in Jingzhou: the one pair from elsewhere; moved to Changsha, the rate is 3 of 3."""
    supply = supply_graph()
    exact, greedy = portfolio_of(targets(chain_graph(), supply), most=1, aim="rate", supply=supply)
    assert (exact.chosen, exact.value, exact.unit) == (("enterprise:zeta",), 1.0, "customer × product")
    assert exact.rate_before == local_supply_rate(supply, region=CHANGSHA, basis="product").rate == pytest.approx(2 / 3)
    supply.nodes["enterprise:zeta"]["places"] = at(CHANGSHA)
    assert exact.rate_after == local_supply_rate(supply, region=CHANGSHA, basis="product").rate == 1.0
    assert dataclasses.replace(greedy, method="exact") == exact


@repeatable
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.text("123456", min_size=1, max_size=4), min_size=1),
    st.integers(1, 3),
)
def test_the_exact_portfolio_is_that_of_brute_force(makes, most):
    found = targets(six_gaps(makes), draws=1)
    exact, greedy = portfolio_of(found, most=most)
    best = max(
        len({number for name in chosen for number in makes[name]})
        for chosen in combinations(makes, min(most, len(makes)))
    )
    assert (exact.value, exact.bound, exact.proven, len(exact.closes)) == (best, best, True, best)
    assert best * (1 - 1 / math.e) <= greedy.value <= best


@repeatable
@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz"), st.sampled_from("123"), st.booleans()), max_size=12
    ),
    st.lists(st.sampled_from([CHANGSHA, NINGXIANG, JINGZHOU, HUNAN, None]), min_size=8, max_size=8),
)
def test_origins_are_those_of_the_local_supply_rate(supplies, places):
    supply = no_supply()
    for name, place in zip("abcdwxyz", places, strict=True):
        supply.add_node(f"enterprise:{name}", places=at(place), unnamed=False)
    for number, (supplier, customer, product, over) in enumerate(supplies):
        add_supply(supply, number, supplier, customer, product, **({"ended_by": "2020"} if over else {}))
    inside, elsewhere = origins(supply, CHANGSHA)
    rate = local_supply_rate(supply, region=CHANGSHA, basis="product")
    assert (len(inside), len(inside) + len(elsewhere)) == (rate.numerator, rate.denominator)

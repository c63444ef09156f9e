import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis import local_supply_rate
from chaingraph.analysis.basis import BASES
from chaingraph.analysis.rate import local_supply_rates
from chaingraph.analysis.wanted import Wanted, wanted_inputs
from chaingraph.model import ContractError
from graph_fixture import (
    CHANGSHA,
    HUNAN,
    JINGZHOU,
    NINGXIANG,
    WITHIN,
    add_maker,
    add_product,
    add_recipe,
    add_supply,
    at,
    chain_graph,
    empty_chain,
    row,
    supply_graph,
)
from graph_strategies import repeatable

DELTA, EPSILON = "enterprise:delta", "enterprise:epsilon"


def rate(supply=None, region=CHANGSHA, **more):
    return local_supply_rate(supply_graph() if supply is None else supply, region=region, **more)


def numbers(found):
    return found.rate, found.lower, found.upper, found.coverage


def supplies(*places, **more):
    """Type one customer with a supplier of one product in each of *places*."""
    supply = nx.MultiDiGraph(searched=("document:paper",), within=WITHIN)
    supply.add_node("enterprise:c", places=at(CHANGSHA))
    for number, place in enumerate(places):
        supply.add_node(f"enterprise:s{number}", places=at(place))
        add_supply(supply, number, f"s{number}", "c", f"p{number}", **more)
    return supply


def test_delta_has_one_local_supplier_of_two_known_and_three_in_all():
    found = rate(customer=DELTA)
    assert numbers(found) == (1 / 2, 1 / 3, 2 / 3, 2 / 3)
    assert (found.numerator, found.denominator, found.total, found.unit) == (1, 2, 3, "supplier")
    assert (found.subject, found.basis, found.region) == (DELTA, "supplier-count", CHANGSHA)
    assert found.evidence == tuple(row("supplies", number) for number in (2, 3, 4))
    assert found.searched == ("document:paper",)


def test_delta_by_value_leaves_the_separator_out_and_opens_the_bounds():
    """60 of 100 million yuan; what the separator is worth, and where it is from, nobody says."""
    found = rate(customer=DELTA, basis="value")
    assert numbers(found) == (0.6, 0.0, 1.0, None)
    assert (found.numerator, found.denominator, found.unit) == (60e6, 100e6, "unit:CNY")
    assert (found.supplies, found.left_out) == (2, 1)
    assert "left out" in found.note_en
    assert "未计入" in found.note_zh


def test_an_unvalued_local_supply_opens_only_the_upper_bound():
    supply = supplies(CHANGSHA, JINGZHOU, value=50e6, unit="unit:CNY")
    supply.add_node("enterprise:s9", places=at(CHANGSHA))
    add_supply(supply, 9, "s9", "c", "p9")
    assert numbers(rate(supply, basis="value")) == (0.5, 0.5, 1.0, None)


def test_epsilon_changed_from_jingzhou_to_ningxiang():
    assert numbers(rate(customer=EPSILON)) == (1.0, 1.0, 1.0, 1.0)
    assert rate(customer=EPSILON).evidence == (row("supplies", 6),)
    before = rate(customer=EPSILON, as_of="2022-12-31")
    assert (before.rate, before.evidence, before.as_of) == (0.0, (row("supplies", 5),), "2022-12-31")
    assert rate(customer=EPSILON, as_of="2024").rate == 1.0


def test_epsilons_stated_share_covers_two_fifths():
    """0.4 of its materials are local cathode; of the other 0.6 nothing is known."""
    found = rate(customer=EPSILON, basis="share")
    assert numbers(found) == pytest.approx((1.0, 0.4, 1.0, 0.4))
    before = rate(customer=EPSILON, basis="share", as_of="2022")
    assert numbers(before) == pytest.approx((0.0, 0.0, 0.6, 0.4))


def test_shares_of_different_wholes_do_not_add_up():
    supply = supply_graph()
    add_supply(supply, 9, "beta", "epsilon", "anode", share=0.2, share_of="cost of energy")
    found = rate(supply, customer=EPSILON, basis="share")
    assert (found.rate, found.lower, found.upper, found.coverage) == (None, 0.0, 1.0, None)
    assert "different wholes" in found.note_en


def test_shares_beyond_the_whole_contradict_each_other():
    supply = supply_graph()
    add_supply(supply, 9, "beta", "epsilon", "anode", share=0.7, share_of="materials used")
    found = rate(supply, customer=EPSILON, basis="share")
    assert found.rate is None
    assert "more than 1" in found.note_en


def test_shares_of_several_customers_do_not_add_up():
    found = rate(basis="share")
    assert found.rate is None
    assert "name it" in found.note_en


def wanting():
    """The supplies of the hand-typed chain, with what its makers want by its recipes."""
    chain, supply = chain_graph(), supply_graph()
    supply.graph["wanted"] = wanted_inputs(chain)
    return supply


def test_what_recipes_ask_for_and_no_supply_is_on_record_of_is_told_beside_the_rate():
    """A cell takes cathode, anode, electrolyte, separator; delta has three of them on record, epsilon cathode alone."""
    assert (rate().wanted, rate().sourced) == (None, None), "no chain was looked at"
    delta, epsilon = (rate(wanting(), customer=each) for each in (DELTA, EPSILON))
    assert (delta.wanted, delta.sourced) == (4, 3)
    assert (epsilon.wanted, epsilon.sourced) == (4, 1)
    city = rate(wanting())
    everyone = {each.customer for each in wanted_inputs(chain_graph()) if CHANGSHA in each.places}
    assert {DELTA, EPSILON} <= everyone
    assert (rate(wanting(), among={DELTA, EPSILON}).wanted, city.sourced) == (8, 4)


def test_wanted_inputs_are_what_all_recipes_of_a_product_require():
    """p by a and b, or by b and c: b for certain; a kind of b meets it. What is only developed wants nothing."""
    chain = empty_chain()
    add_recipe(chain, "recipe:one", ["product:p"], [["product:a"], ["product:b"]], optional=[["product:d"]])
    add_recipe(chain, "recipe:two", ["product:p"], [["product:b"], ["product:c"]])
    add_product(chain, "product:b1", kind_of=["product:b"])
    add_maker(chain, "product:p", "enterprise:x")
    add_maker(chain, "product:p", "enterprise:y", stage="developing")
    (only,) = wanted_inputs(chain)
    assert only == Wanted(customer="enterprise:x", places=at(CHANGSHA), products=frozenset({"product:b", "product:b1"}))


def test_the_city_counts_each_supplier_once():
    """beta, zeta, eta and the unnamed one of Ningxiang: two local of three known of four."""
    found = rate()
    assert numbers(found) == (2 / 3, 1 / 2, 3 / 4, 3 / 4)
    supply = supply_graph()
    add_supply(supply, 9, "beta", "epsilon", "anode")
    assert numbers(rate(supply)) == numbers(found)


def test_an_unnamed_supplier_counts_by_its_place():
    assert row("supplies", 6) in rate().evidence
    assert rate(region=NINGXIANG).numerator == 1


def test_by_product_one_local_supplier_makes_a_product_local():
    supply = supply_graph()
    add_supply(supply, 9, "zeta", "delta", "cathode")
    found = rate(supply, customer=DELTA, basis="product")
    assert numbers(found) == (1 / 2, 1 / 3, 2 / 3, 2 / 3)
    assert row("supplies", 9) in found.evidence


def test_by_product_one_supplier_of_unknown_place_leaves_a_product_open():
    supply = supply_graph()
    add_supply(supply, 9, "eta", "delta", "electrolyte")
    assert numbers(rate(supply, customer=DELTA, basis="product")) == (1.0, 1 / 3, 1.0, 1 / 3)


def test_regions_are_nested():
    """Seen from Ningxiang, beta of Changsha may be next door: unknown. Seen from Hunan, it is local."""
    supply = supplies(CHANGSHA, JINGZHOU)
    assert numbers(rate(supply, HUNAN)) == (1 / 2, 1 / 2, 1 / 2, 1.0)
    assert numbers(rate(supply, NINGXIANG, customer="enterprise:c")) == (0.0, 0.0, 1 / 2, 1 / 2)


def test_with_nothing_there_is_no_rate():
    found = rate(region=JINGZHOU)
    assert numbers(found) == (None, None, None, None)
    assert (found.supplies, found.evidence) == (0, ())


def test_with_nothing_of_known_origin_there_are_bounds_only():
    assert numbers(rate(supplies(None, None))) == (None, 0.0, 1.0, 0.0)


def test_planned_supplies_are_not_counted():
    assert rate(supplies(CHANGSHA, status="planned")).supplies == 0


@pytest.mark.parametrize(
    ("ends", "as_of", "counted"),
    [
        ({"valid_until": "2023"}, None, 0),
        ({"valid_until": "2023"}, "2022", 1),
        ({"valid_until": "2023"}, "2023", 0),  # exclusive
        ({"ended_by": "2023-05"}, "2023", 1),  # that year, but when?
        ({"valid_from": "2023-05"}, "2022-12", 0),
        ({"valid_from": "2023-05"}, None, 1),
    ],
)
def test_supplies_count_while_they_are_valid(ends, as_of, counted):
    assert rate(supplies(CHANGSHA, **ends), as_of=as_of).supplies == counted


def test_of_two_values_of_one_supply_the_later_counts():
    supply = supplies(CHANGSHA, JINGZHOU, value=50e6, unit="unit:CNY", as_of="2021")
    add_supply(supply, 9, "s0", "c", "p0", value=150e6, unit="unit:CNY", as_of="2022")
    found = rate(supply, basis="value")
    assert (found.rate, found.left_out, found.note_en) == (0.75, 0, None)
    assert found.evidence == (row("supplies", 1), row("supplies", 9))


def test_two_values_of_one_date_contradict_each_other_and_are_left_out():
    supply = supplies(CHANGSHA, JINGZHOU, value=50e6, unit="unit:CNY", as_of="2021")
    add_supply(supply, 9, "s0", "c", "p0", value=150e6, unit="unit:CNY", as_of="2021")
    found = rate(supply, basis="value")
    assert (found.rate, found.lower, found.upper, found.left_out) == (0.0, 0.0, 1.0, 2)


def test_a_value_in_tonnes_is_no_value():
    assert rate(supplies(CHANGSHA, value=5, unit="unit:TON"), basis="value").rate is None


def test_all_rates_name_the_region_first_and_leave_out_what_is_not_there():
    found = [(each.subject, each.basis) for each in local_supply_rates(supply_graph(), region=CHANGSHA)]
    assert found == [
        (CHANGSHA, "supplier-count"),
        (CHANGSHA, "product"),
        (CHANGSHA, "value"),
        (DELTA, "supplier-count"),
        (DELTA, "product"),
        (DELTA, "value"),
        (EPSILON, "supplier-count"),
        (EPSILON, "product"),
        (EPSILON, "share"),
    ]
    assert [each.subject for each in local_supply_rates(supply_graph(), region=JINGZHOU)] == [JINGZHOU]


def test_an_unknown_customer_is_refused():
    with pytest.raises(ContractError, match="customer enterprise:nobody: not in the supply graph"):
        rate(customer="enterprise:nobody")


def test_an_unknown_basis_is_refused():
    with pytest.raises(ContractError, match="no basis; give one of"):
        rate(basis="mean")


def test_a_supply_graph_without_places_is_refused():
    supply = supply_graph()
    del supply.nodes["enterprise:eta"]["places"]
    with pytest.raises(ContractError, match="node enterprise:eta: no 'places'"):
        rate(supply)


PLACES = st.sampled_from([CHANGSHA, NINGXIANG, JINGZHOU, HUNAN, None])
VALUES = st.one_of(st.none(), st.integers(1, 100).map(float))


@st.composite
def random_supplies(draw):
    """Draw up to eight supplies from five suppliers to one customer."""
    supply = supplies(*draw(st.lists(PLACES, min_size=5, max_size=5)))
    supply.remove_edges_from(list(supply.edges(keys=True)))
    for number in range(draw(st.integers(0, 8))):
        supplier, product = draw(st.integers(0, 4)), draw(st.integers(0, 3))
        value, share = draw(VALUES), draw(st.sampled_from([None, 0.1, 0.3]))
        add_supply(
            supply,
            number,
            f"s{supplier}",
            "c",
            f"p{product}",
            value=value,
            unit="unit:CNY",
            share=share,
            share_of="all",
        )
    return supply


@repeatable
@given(random_supplies(), st.sampled_from(BASES))
def test_rates_stay_within_their_bounds(supply, basis):
    found = rate(supply, basis=basis, customer="enterprise:c")
    if found.rate is None:
        assert found.denominator == 0
    else:
        assert 0 <= found.lower <= found.rate + 1e-12
        assert found.rate <= found.upper + 1e-12 <= 1 + 2e-12
        assert found.numerator <= found.denominator <= found.total + 1e-12


@repeatable
@given(random_supplies(), st.sampled_from(BASES), st.sampled_from([CHANGSHA, JINGZHOU]))
def test_the_bounds_shrink_when_a_place_becomes_known(supply, basis, place):
    before = rate(supply, basis=basis, customer="enterprise:c")
    for name, places in list(supply.nodes(data="places")):
        if not places:
            supply.nodes[name]["places"] = at(place)
    after = rate(supply, basis=basis, customer="enterprise:c")
    if before.lower is not None:
        assert before.lower <= after.lower + 1e-12
        assert after.upper <= before.upper + 1e-12


@pytest.mark.parametrize("basis", ["supplier-count", "product", "value"])
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"),
            st.sampled_from("xy"),
            st.sampled_from(["p", "q"]),
            st.integers(1, 9),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda one: one[:3],
    )
)
def test_the_best_switch_is_the_one_that_a_trial_of_each_finds(basis, rows):
    """A is of Changsha, b and c of Jingzhou, nobody knows of d."""
    from chaingraph.analysis.basis import WEIGH, Supply, best_switch

    origin = {"a": "local", "b": "elsewhere", "c": "elsewhere", "d": "unknown"}
    supplies = [
        Supply(
            supplier,
            customer,
            f"row{number}",
            origin[supplier],
            {"products": (product,), "value": value, "unit": "unit:CNY"},
        )
        for number, (supplier, customer, product, value) in enumerate(rows)
    ]
    rates = {}
    for name in {each.supplier for each in supplies if each.origin == "elsewhere"}:
        moved = [each._replace(origin="local") if each.supplier == name else each for each in supplies]
        found = WEIGH[basis](moved)
        if found.local + found.elsewhere:
            rates[name] = found.local / (found.local + found.elsewhere)
    best = min(rates, key=lambda name: (-round(rates[name], 12), name), default=None)
    name, rate = best_switch(supplies, basis, WEIGH[basis](supplies))
    assert rate == (pytest.approx(rates[best]) if best else None)

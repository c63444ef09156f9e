import networkx as nx
import pytest
from hypothesis import given

from chaingraph.analysis import available, blocked
from chaingraph.model import ContractError
from graph_fixture import CHANGSHA, add_maker, add_product, add_recipe, chain_graph, empty_chain
from graph_strategies import chains, repeatable


def hypergraph() -> nx.DiGraph:
    """Type check E8: s→x; s→{x,y}; s→z; {x,y,z}→{t,u}; a→{t,u}; x→s; {b,t}→a; s→t."""
    chain = empty_chain()
    edges = [
        ("s", "x"),
        ("s", "xy"),
        ("s", "z"),
        ("xyz", "tu"),
        ("a", "tu"),
        ("x", "s"),
        ("bt", "a"),
        ("s", "t"),
    ]
    for number, (tail, head) in enumerate(edges):
        add_recipe(
            chain,
            f"recipe:{number}",
            [f"product:{each}" for each in head],
            [[f"product:{each}"] for each in tail],
        )
    return chain


def test_e8_b_visit_from_s_does_not_reach_a_which_needs_b():
    found = available(hypergraph(), given=["product:s"])
    assert found == {
        "product:s": 0,
        "product:t": 1,
        "product:x": 1,
        "product:y": 1,
        "product:z": 1,
        "product:u": 2,
    }


def test_e8_plain_reachability_does_reach_a():
    assert "product:a" in nx.descendants(hypergraph(), "product:s")


def test_e8_b_visit_from_t_is_t_alone():
    assert available(hypergraph(), given=["product:t"]) == {"product:t": 0}


def test_e8_what_stops_the_recipe_of_a_is_b():
    assert blocked(hypergraph(), given=["product:s"]) == {
        "recipe:4": ("requirement:4.a",),
        "recipe:6": ("requirement:6.b",),
    }


def test_two_rounds_lead_from_precursor_to_cathode_and_the_electrolyte_stops_the_cell():
    chain = chain_graph()
    start = ["product:precursor", "product:lithium-hydroxide", "product:graphite-anode", "product:separator"]
    found = available(chain, given=start)
    assert (found["product:anode"], found["product:ternary-cathode"], found["product:cathode"]) == (0, 1, 1)
    assert "product:cell" not in found
    assert blocked(chain, given=start)["recipe:cell"] == ("requirement:cell.electrolyte",)


def test_what_is_made_in_the_region_is_there_from_the_start():
    found = available(chain_graph(), region=CHANGSHA)
    assert found["product:cell"] == found["product:cathode"] == 0
    assert found["product:used-cell"] == 1
    assert "product:separator" not in found


def test_a_planned_maker_makes_nothing_available():
    chain = empty_chain()
    add_maker(chain, add_product(chain, "product:a"), "enterprise:a", stage="planned")
    add_maker(chain, add_product(chain, "product:b"), "enterprise:b", status="planned")
    assert available(chain, region=CHANGSHA) == {}


def test_a_cycle_does_not_start_itself():
    chain = empty_chain()
    add_recipe(chain, "recipe:salt", ["product:salt"], [["product:used-cell"]])
    add_recipe(chain, "recipe:use", ["product:used-cell"], [["product:salt"]])
    assert available(chain) == {}
    assert available(chain, given=["product:salt"]) == {"product:salt": 0, "product:used-cell": 1}


def test_an_optional_requirement_does_not_stop_a_recipe():
    chain = empty_chain()
    add_recipe(chain, "recipe:p", ["product:p"], [["product:a"]], optional=[["product:b"]])
    assert available(chain, given=["product:a"])["product:p"] == 1


def test_a_general_product_does_not_serve_for_a_special_one():
    chain = empty_chain()
    add_product(chain, "product:special", kind_of=["product:general"])
    assert available(chain, given=["product:general"]) == {"product:general": 0}


def test_a_recipe_without_essential_requirement_never_works():
    chain = empty_chain()
    add_recipe(chain, "recipe:p", ["product:p"], [], optional=[["product:b"]])
    assert available(chain, given=["product:b"]) == {"product:b": 0}
    assert blocked(chain, given=["product:b"]) == {"recipe:p": ()}


def test_a_given_product_must_be_in_the_graph():
    with pytest.raises(ContractError, match="given product:nothing: no product of the graph"):
        available(chain_graph(), given=["product:nothing"])


def closure(chain: nx.DiGraph, start: set[str]) -> set[str]:
    """Apply the definition over and over, the slow and plain way."""
    found = set(start)
    while True:
        before = len(found)
        for tail, head, role in chain.edges(data="role"):
            if role == "kind_of" and tail in found:
                found.add(head)
        for recipe, kind in chain.nodes(data="kind"):
            if kind == "recipe":
                needs = [each for each in chain.predecessors(recipe) if chain.nodes[each]["essential"]]
                if needs and all(found & set(chain.predecessors(each)) for each in needs):
                    found |= set(chain.successors(recipe))
        if len(found) == before:
            return found


@repeatable
@given(chains())
def test_the_worklist_finds_what_the_definition_finds(chain):
    start = {
        product
        for product, makers in chain.nodes(data="makers")
        if any(CHANGSHA in maker.places and maker.stage == "producing" for maker in makers or ())
    }
    assert set(available(chain, region=CHANGSHA)) == closure(chain, start)


@repeatable
@given(chains())
def test_a_recipe_is_blocked_or_its_outputs_are_available(chain):
    found = available(chain, region=CHANGSHA)
    stopped = blocked(chain, region=CHANGSHA)
    for recipe, kind in chain.nodes(data="kind"):
        if kind == "recipe" and recipe not in stopped:
            assert set(chain.successors(recipe)) <= set(found)
    for unmet in stopped.values():
        assert all(not set(found) & set(chain.predecessors(each)) for each in unmet)

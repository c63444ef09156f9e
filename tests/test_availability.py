"""Which products could be built up, and which would keep running?"""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis.availability import Availability, availability
from chaingraph.analysis.available import available
from chaingraph.errors import ContractError
from graph_fixture import CHANGSHA, add_maker, add_product, add_recipe, empty_chain
from graph_strategies import PRODUCTS, chains, repeatable


def loop() -> nx.DiGraph:
    """Salt comes from used cells, cells from salt: nobody makes either; foil comes from ore, which nobody has."""
    chain = empty_chain()
    add_recipe(chain, "recipe:cell", ["product:cell"], [["product:salt"]])
    add_recipe(chain, "recipe:recycle", ["product:salt"], [["product:used"]])
    add_recipe(chain, "recipe:use", ["product:used"], [["product:cell"]])
    add_recipe(chain, "recipe:foil", ["product:foil"], [["product:ore"], ["product:acid"]])
    return chain


def by_name(chain: nx.DiGraph, **options: object) -> dict[str, Availability]:
    return {one.subject[8:]: one for one in availability(chain, region=CHANGSHA, **options)}


def test_a_cycle_keeps_running_and_could_not_be_built_up():
    least, greatest = by_name(loop()), by_name(loop(), mode="greatest")
    assert not any(one.available for one in least.values())
    assert {name for name, one in greatest.items() if one.available} == {"cell", "salt", "used"}
    assert all(greatest[name].once_started for name in ("cell", "salt", "used"))
    assert {one.meaning for one in least.values()} == {"could be built up"}
    assert {one.meaning for one in greatest.values()} == {"keeps running"}
    assert {one.fixpoint for one in greatest.values()} == {"greatest"}


def test_what_starts_the_cycle_makes_it_buildable():
    found = by_name(loop(), given=["product:salt"])
    assert [(found[name].by, found[name].round) for name in ("salt", "cell", "used")] == [
        ("given", 0),
        ("recipe", 1),
        ("recipe", 2),
    ]
    assert found["cell"].recipe == "recipe:cell"
    assert found["cell"].evidence == (
        "data:hand/inputs.csv#recipe:cell.product:salt",
        "data:hand/recipes.csv#recipe:cell",
    )


def test_what_is_lacking_is_named():
    chain = loop()
    add_maker(chain, "product:acid", "enterprise:a")
    assert by_name(chain)["foil"].lacks == ("product:ore",)
    assert by_name(chain)["ore"].lacks == ()
    assert by_name(chain)["acid"].by == "made"


def test_a_special_kind_will_do():
    chain = loop()
    add_product(chain, "product:blade", kind_of=["product:cell"])
    add_maker(chain, "product:blade", "enterprise:a")
    found = by_name(chain)
    assert (found["cell"].by, found["used"].by) == ("kind", "recipe")


def test_another_mode_is_refused():
    with pytest.raises(ContractError, match="least or greatest"):
        by_name(loop(), mode="most")


def greatest(chain: nx.DiGraph) -> set[str]:
    """Take away, until nothing changes, what nobody makes and no recipe or kind gives: the definition, slowly."""
    made = {
        name
        for name, makers in chain.nodes(data="makers")
        if any(CHANGSHA in one.places and one.stage == "producing" for one in makers or ())
    }
    left = set(PRODUCTS)
    while True:
        kept = set()
        for product in left:
            kinds = [tail for tail, _, role in chain.in_edges(product, data="role") if role == "kind_of"]
            ways = []
            for recipe in [tail for tail, _, role in chain.in_edges(product, data="role") if role == "output"]:
                needs = [each for each in chain.predecessors(recipe) if chain.nodes[each]["essential"]]
                ways.append(bool(needs) and all(left & set(chain.predecessors(each)) for each in needs))
            if product in made or left & set(kinds) or any(ways):
                kept.add(product)
        if kept == left:
            return left
        left = kept


@repeatable
@given(chains())
def test_both_fixpoints_are_those_of_the_definition(chain):
    assert {f"product:{name}" for name, one in by_name(chain, mode="greatest").items() if one.available} == greatest(
        chain
    )
    assert {f"product:{name}" for name, one in by_name(chain).items() if one.available} == set(
        available(chain, region=CHANGSHA)
    )


@repeatable
@given(chains(), st.sampled_from(PRODUCTS), st.sampled_from(["least", "greatest"]))
def test_a_further_maker_takes_nothing_away(chain, product, mode):
    before = {name for name, one in by_name(chain, mode=mode).items() if one.available}
    add_maker(chain, product, "enterprise:new")
    assert before | {product[8:]} <= {name for name, one in by_name(chain, mode=mode).items() if one.available}

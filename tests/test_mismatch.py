import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis.mismatch import Mismatch, mismatches
from chaingraph.model import ContractError, Supply
from graph_fixture import (
    CHANGSHA,
    JINGZHOU,
    NINGXIANG,
    add_maker,
    add_product,
    add_recipe,
    at,
    empty_chain,
    input_row,
    kind_row,
    maker_row,
    row,
)
from graph_strategies import chains, repeatable


def told(chain: nx.DiGraph) -> dict[tuple[str, str], Mismatch]:
    return {(one.cause, one.subject.partition(":")[2]): one for one in mismatches(chain, region=CHANGSHA)}


def pack() -> nx.DiGraph:
    """A pack needs a cell, of which two enterprises of Changsha make some; the pack is made there too."""
    chain = empty_chain()
    add_recipe(chain, "recipe:pack", ["product:pack"], [["product:cell"]])
    add_maker(chain, "product:cell", "enterprise:a", capacity=30.0, unit="unit:NUM")
    add_maker(chain, "product:cell", "enterprise:b", NINGXIANG, capacity=20.0, unit="unit:NUM")
    add_maker(chain, "product:pack", "enterprise:p", capacity=10.0, unit="unit:NUM")
    return chain


def supply(number: int, place: str | None, *, ended: bool = False, product: str = "product:cell") -> Supply:
    return Supply(supplier=f"enterprise:s{number}", customer="enterprise:p", product=product, ended=ended,
                  supplier_places=at(place), customer_places=at(CHANGSHA), evidence=(row("supplies", number),))  # fmt: skip


def test_enough_by_several_for_somebody_here_is_no_mismatch():
    assert told(pack()) == {}


def test_a_customer_who_buys_elsewhere_what_is_made_here_is_to_be_matched():
    chain = pack()
    chain.graph["supplies"] = (supply(2, JINGZHOU),)
    ((key, one),) = told(chain).items()
    assert key == ("bought-elsewhere", "cell")
    assert (one.customers, one.suppliers_elsewhere, one.supplied_from) == (
        ("enterprise:p",),
        ("enterprise:s2",),
        (JINGZHOU,),
    )
    assert one.makers == ("enterprise:a", "enterprise:b")
    assert (one.verb, one.status) == ("supplement", "reported")
    assert {row("supplies", 2), maker_row("enterprise:a", "product:cell")} <= set(one.evidence)


@pytest.mark.parametrize("others", [(supply(3, CHANGSHA),), (supply(2, None),), (supply(2, JINGZHOU, ended=True),)])
def test_who_buys_here_too_or_nobody_knows_where_or_no_longer_is_not(others):
    chain = pack()
    chain.graph["supplies"] = (supply(2, JINGZHOU), *others) if others[0].supplier == "enterprise:s3" else others
    assert told(chain) == {}


def test_what_nobody_here_makes_is_a_gap_and_no_mismatch():
    chain = pack()
    add_product(chain, "product:foil")
    chain.graph["supplies"] = (supply(2, JINGZHOU, product="product:foil"),)
    assert told(chain) == {}


@pytest.mark.parametrize(("quantity", "short"), [(4.0, False), (5.0, False), (6.0, True)])
def test_capacity_is_too_small_when_what_is_told_says_so(quantity, short):
    """Thirty and twenty cells meet ten packs of up to five cells each."""
    chain = pack()
    chain.edges["product:cell", "requirement:pack.cell"].update(quantity=quantity, unit="unit:NUM")
    found = told(chain)
    assert (("capacity", "cell") in found) is short
    if short:
        one = found["capacity", "cell"]
        assert (one.capacity, one.need, one.unit, one.verb) == (50.0, 60.0, "unit:NUM", "strengthen")


def test_nothing_is_said_of_capacity_while_one_maker_tells_none_or_another_unit():
    for more in ({}, {"capacity": 1.0, "unit": "unit:TONNE"}):
        chain = pack()
        add_maker(chain, "product:cell", "enterprise:c", **more)
        chain.edges["product:cell", "requirement:pack.cell"].update(quantity=60.0, unit="unit:NUM")
        assert ("capacity", "cell") not in told(chain)


def test_one_maker_for_somebody_here_and_one_that_nobody_here_uses():
    chain = empty_chain()
    add_recipe(chain, "recipe:pack", ["product:pack"], [["product:cell"]])
    add_recipe(chain, "recipe:toy", ["product:toy"], [["product:foil"]])
    add_maker(chain, "product:cell", "enterprise:a")
    add_maker(chain, "product:pack", "enterprise:p")
    add_maker(chain, "product:foil", "enterprise:f")
    found = told(chain)
    assert set(found) == {("one-maker", "cell"), ("unused", "foil")}
    assert (found["one-maker", "cell"].customers, found["one-maker", "cell"].used_for) == (
        ("enterprise:p",),
        ("product:pack",),
    )
    unused = found["unused", "foil"]
    assert (unused.verb, unused.used_for, unused.customers) == ("extend", ("product:toy",), ())
    assert input_row("recipe:toy", "product:foil") in unused.evidence


def test_a_special_kind_is_used_where_the_general_product_is():
    chain = empty_chain()
    add_product(chain, "product:blade", kind_of=["product:cell"])
    add_recipe(chain, "recipe:pack", ["product:pack"], [["product:cell"]])
    add_maker(chain, "product:blade", "enterprise:a")
    assert told(chain)["unused", "blade"].used_for == ("product:pack",)
    add_maker(chain, "product:pack", "enterprise:p")
    assert kind_row("product:blade") in told(chain)["one-maker", "blade"].evidence


def test_an_enterprise_without_a_name_may_be_many():
    chain = empty_chain()
    add_recipe(chain, "recipe:pack", ["product:pack"], [["product:cell"]])
    add_maker(chain, "product:cell", "enterprise:a", unnamed=True)
    add_maker(chain, "product:pack", "enterprise:p")
    assert told(chain) == {}


def test_what_is_bought_here_is_used_here_though_no_recipe_says_so():
    chain = empty_chain()
    add_recipe(chain, "recipe:toy", ["product:toy"], [["product:foil"]])
    add_maker(chain, "product:foil", "enterprise:f")
    chain.graph["supplies"] = (supply(2, CHANGSHA, product="product:foil"),)
    assert told(chain) == {}


def test_an_unknown_region_is_refused():
    with pytest.raises(ContractError):
        mismatches(pack(), region="region:999999")


@repeatable
@given(chains(), st.sampled_from([CHANGSHA, JINGZHOU]))
def test_a_mismatch_is_of_something_made_there_and_bears_evidence(chain, region):
    for one in mismatches(chain, region=region):
        assert one.makers
        assert one.evidence
        assert (one.cause == "unused") == (not one.customers)

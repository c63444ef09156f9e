import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis import local_gaps, missing_links
from chaingraph.model import ContractError
from graph_fixture import (
    CHANGSHA,
    JINGZHOU,
    NINGXIANG,
    add_maker,
    add_recipe,
    chain_graph,
    empty_chain,
    input_row,
    maker_row,
)
from graph_strategies import PRODUCTS, chains, repeatable


def gaps(chain, region=CHANGSHA):
    return {each.subject: each for each in local_gaps(chain, region=region)}


def test_cell_makers_of_changsha_get_three_inputs_elsewhere_and_the_recycler_one():
    assert list(gaps(chain_graph())) == [
        "product:electrolyte",  # two customers each, by name
        "product:separator",
        "product:used-cell",  # one customer
        "product:binder",  # optional
    ]


def test_electrolyte_is_bought_in_jingzhou():
    gap = gaps(chain_graph())["product:electrolyte"]
    assert (gap.cause, gap.verb, gap.made_in) == ("no-maker", "supplement", (JINGZHOU,))
    assert gap.needed_by == ("product:cell",)
    assert gap.customers == ("enterprise:delta", "enterprise:epsilon")
    assert gap.evidence == (
        maker_row("enterprise:delta", "product:cell"),
        maker_row("enterprise:epsilon", "product:cell"),
        maker_row("enterprise:zeta", "product:electrolyte"),
        input_row("recipe:cell", "product:electrolyte"),
        "data:hand/recipes.csv#recipe:cell",
    )


def test_separator_is_made_nowhere():
    gap = gaps(chain_graph())["product:separator"]
    assert (gap.made_in, gap.makers_elsewhere) == ((), ())


@pytest.mark.parametrize("stage", ["developing", "planned"])
def test_a_local_enterprise_that_does_not_produce_yet_is_told_apart_from_none(stage):
    chain = chain_graph()
    add_maker(chain, "product:separator", "enterprise:eta", NINGXIANG, stage=stage)
    gap = gaps(chain)["product:separator"]
    assert (gap.cause, gap.developing) == ("developing", ("enterprise:eta",))
    assert maker_row("enterprise:eta", "product:separator") in gap.evidence


def test_what_is_made_in_the_next_district_is_a_gap_of_the_district_but_not_of_the_city():
    chain = empty_chain()
    add_recipe(chain, "recipe:p", ["product:p"], [["product:x"]])
    add_maker(chain, "product:p", "enterprise:p", NINGXIANG)
    add_maker(chain, "product:x", "enterprise:x", "region:430102")
    assert gaps(chain) == {}
    assert gaps(chain, NINGXIANG)["product:x"].makers_elsewhere == ("enterprise:x",)


def test_a_planned_customer_needs_nothing_yet():
    chain = empty_chain()
    add_recipe(chain, "recipe:p", ["product:p"], [["product:x"]])
    add_maker(chain, "product:p", "enterprise:p", stage="planned")
    assert local_gaps(chain, region=CHANGSHA) == ()


def test_a_graph_without_makers_is_refused():
    chain = chain_graph()
    del chain.nodes["product:cell"]["makers"]
    with pytest.raises(ContractError, match="node product:cell: no 'makers'"):
        local_gaps(chain, region=CHANGSHA)


@repeatable
@given(chains())
def test_local_gaps_are_the_missing_links_that_somebody_here_needs(chain):
    needed = [each.subject for each in missing_links(chain, region=CHANGSHA) if each.needed_by]
    assert sorted(gaps(chain)) == sorted(needed)


@repeatable
@given(chains(), st.sampled_from(PRODUCTS))
def test_a_new_local_maker_closes_the_gap_of_its_product(chain, product):
    add_maker(chain, product, "enterprise:new")
    assert product not in gaps(chain)

"""Is each product and segment in the right one of the seven states?"""

from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis.missing import missing_links
from chaingraph.analysis.segment import segment_states
from chaingraph.analysis.states import STATES, State, states
from chaingraph.errors import ContractError
from graph_fixture import CHANGSHA, JINGZHOU, add_maker, add_product, add_recipe, add_segment, chain_graph, empty_chain
from graph_strategies import chains, repeatable


def found(chain: nx.DiGraph, level: str = "product", **options: object) -> dict[str, State]:
    options.setdefault("region", CHANGSHA)
    return {one.subject.partition(":")[2]: one for one in states(chain, **options) if one.level == level}


def test_every_product_of_the_hand_typed_chain_has_the_state_worked_out_by_hand():
    chain = chain_graph()
    add_product(chain, "product:paint")
    add_product(chain, "product:foil")
    add_maker(chain, "product:foil", "enterprise:phi", stage="developing")
    got = {name: one.state for name, one in found(chain).items()}
    assert got["cell"] == "present", "delta and epsilon"
    assert (got["precursor"], got["anode"]) == ("weak", "weak"), "alpha alone; the plan wants more of gamma's"
    assert (got["separator"], got["electrolyte"]) == ("missing", "missing")
    assert (got["binder"], got["used-cell"]) == ("unknown", "unknown")
    assert (got["foil"], got["paint"]) == ("developing", "not-demanded")
    assert found(chain)["separator"].witness == "shortage"
    assert found(chain)["cell"].held_by == ("enterprise:delta", "enterprise:epsilon")


def test_nothing_is_demanded_where_nobody_is_at_home():
    """In Jingzhou zeta makes electrolyte; without zeta nobody there has anything of the chain."""
    chain = chain_graph()
    assert "not-demanded" not in {one.state for one in found(chain, "segment", region=JINGZHOU).values()}
    for _, data in chain.nodes(data=True):
        data.update(
            {"makers": tuple(one for one in data["makers"] if JINGZHOU not in one.places)} if "makers" in data else {}
        )
    assert {one.state for one in found(chain, "segment", region=JINGZHOU).values()} == {"not-demanded"}
    assert {one.state for one in found(chain, region=JINGZHOU).values()} == {"not-demanded"}


def searched_town(products: int = 40) -> nx.DiGraph:
    """Two documents each name the makers of four in five of every other product; of the others neither names anybody."""
    chain = empty_chain()
    for number in range(products):
        add_product(chain, f"product:{number:02}")
        for document in (each for each in (1, 2) if number % 2 and number % 10 != 2 * each - 1):
            add_maker(chain, f"product:{number:02}", f"enterprise:{number}")
            maker = chain.nodes[f"product:{number:02}"]["makers"][-1]
            row = f"data:hand/capabilities.csv#row={number * 2 + document}"
            chain.nodes[f"product:{number:02}"]["makers"] = (
                *chain.nodes[f"product:{number:02}"]["makers"][:-1],
                replace(maker, evidence=(row,)),
            )
            chain.graph["sources"][row] = ((f"document:{document}", "title", 1, 1, "reported"),)
    add_recipe(chain, "recipe:all", ["product:01"], [["product:00"]])
    add_segment(chain, "segment:idle", ["product:00", "product:02"])
    return chain


def test_inferred_says_probability_sources_and_calibration():
    """Each source names three quarters of what the other names: one in sixteen would be missed by both."""
    chain = searched_town(160)
    links = {one.subject: one for one in missing_links(chain, region=CHANGSHA, alpha=0.1)}
    link = links["product:00"]
    assert link.state == "inferred"
    assert 0 <= link.present <= 0.1
    assert 0 <= link.predicted <= 0.1
    assert link.looked_in == ("document:1", "document:2")
    assert {one.state for one in missing_links(chain, region=CHANGSHA)} == {"unknown"}
    (segment,) = segment_states(chain, region=CHANGSHA, alpha=0.1)
    both = [links[name].present for name in ("product:00", "product:02")]
    assert segment.state == "inferred"
    assert segment.present == pytest.approx(1 - (1 - both[0]) * (1 - both[1]))
    assert found(chain, alpha=0.1)["00"].state == "inferred"
    assert found(chain, "segment", alpha=0.1)["idle"].present == segment.present


def test_too_few_makers_named_twice_infer_nothing():
    assert {one.state for one in missing_links(searched_town(40), region=CHANGSHA, alpha=0.5)} == {"unknown"}


@pytest.mark.parametrize("alpha", [0.0, 1.0, -1.0, 2.0])
def test_alpha_is_a_share(alpha):
    with pytest.raises(ContractError, match="alpha"):
        missing_links(searched_town(), region=CHANGSHA, alpha=alpha)


@repeatable
@given(chains())
def test_every_product_and_segment_stands_there_once_with_one_state(chain):
    got = states(chain, region=CHANGSHA)
    products = [name for name, kind in chain.nodes(data="kind") if kind == "product"]
    assert sorted(one.subject for one in got) == sorted([*products, *chain.graph["segments"]])
    assert {one.state for one in got} <= set(STATES)
    missing = {one.subject: one.state for one in missing_links(chain, region=CHANGSHA)}
    for one in got:
        if one.level == "product" and one.state == "not-demanded":
            assert missing.get(one.subject) in (None, "unknown")
        elif one.level == "product" and one.subject in missing:
            assert one.state == missing[one.subject]


@repeatable
@given(chains(), st.integers(0, 7))
def test_a_further_maker_never_makes_its_product_lacking(chain, number):
    product = f"product:{'abcdefgh'[number]}"
    add_maker(chain, product, "enterprise:new")
    assert found(chain)[product[8:]].state in ("present", "weak")

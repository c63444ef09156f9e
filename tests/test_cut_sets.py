"""Are the sets of enterprises that stop a product together those found by hand, and by trying all?"""

from itertools import combinations

import networkx as nx
import pytest
from rdflib import Dataset

from chaingraph.analysis import cut_sets, weak_links
from chaingraph.calls import find
from chaingraph.errors import ChaingraphError
from graph_fixture import (
    CHANGSHA,
    add_maker,
    add_product,
    add_recipe,
    chain_graph,
    empty_chain,
    input_row,
    kind_row,
    maker_row,
)


def sets(chain: nx.DiGraph, product: str, most: int = 2) -> list[set[str]]:
    found = cut_sets(chain, region=CHANGSHA, product=f"product:{product}", most=most)
    return [{each.partition(":")[2] for each in one.enterprises} for one in found]


def test_the_cell_is_stopped_by_any_sole_supplier_or_by_both_makers() -> None:
    """Alpha, beta, gamma and rho each stand alone upstream; delta and epsilon both make cells; sigma comes after."""
    assert sets(chain_graph(), "cell") == [{"alpha"}, {"beta"}, {"gamma"}, {"rho"}, {"delta", "epsilon"}]
    assert sets(chain_graph(), "cell", most=1) == [{"alpha"}, {"beta"}, {"gamma"}, {"rho"}]
    assert sets(chain_graph(), "graphite-anode") == [{"gamma"}]


def test_each_says_what_else_stops_and_the_rows_of_the_way_down() -> None:
    """Of gamma: that it makes graphite anodes, that these are anodes, and that cells take anodes."""
    chain = chain_graph()
    gamma, both = (
        next(one for one in cut_sets(chain, region=CHANGSHA, product="product:cell") if one.enterprises == names)
        for names in (("enterprise:gamma",), ("enterprise:delta", "enterprise:epsilon"))
    )
    assert gamma.loses == ("product:graphite-anode", "product:storage-system")
    assert {
        maker_row("enterprise:gamma", "product:graphite-anode"),
        kind_row("product:graphite-anode"),
        input_row("recipe:cell", "product:anode"),
    } <= {*gamma.evidence}
    assert not any("alpha" in row for row in gamma.evidence)
    assert both.loses == ("product:storage-system",)
    makers = {maker_row(f"enterprise:{name}", "product:cell") for name in ("delta", "epsilon")}
    assert {*both.evidence} >= makers
    assert (both.size, both.verb, both.fixpoint) == (2, "strengthen", "greatest")


def two_ways(unnamed: bool = False) -> nx.DiGraph:
    """P, made by a and b, takes q or r; c makes q, and c and d make r."""
    chain = empty_chain()
    add_product(chain, "product:p")
    add_recipe(chain, "recipe:p", ["product:p"], [["product:q", "product:r"]])
    for product, makers in {"p": "ab", "q": "c", "r": "cd"}.items():
        for maker in makers:
            add_maker(chain, f"product:{product}", f"enterprise:{maker}", unnamed=unnamed and maker == "b")
    return chain


def test_alternatives_must_all_be_cut() -> None:
    assert sets(two_ways(), "p") == [{"a", "b"}, {"c", "d"}]
    assert sets(two_ways(), "r") == [{"c", "d"}]


def test_a_maker_that_is_not_named_may_stand_for_many() -> None:
    assert sets(two_ways(unnamed=True), "p") == [{"c", "d"}]


def test_they_are_all_the_minimal_ones() -> None:
    """Brute force over all makers that stop: p runs while a or b does, and c or d."""
    works = {
        gone: bool({*"ab"} - {*gone}) and bool({*"cd"} - {*gone})
        for size in range(1, 4)
        for gone in combinations("abcd", size)
    }
    stop = [{*gone} for gone, runs in works.items() if not runs]
    assert sets(two_ways(), "p", most=3) == [one for one in stop if not any(other < one for other in stop)]


def test_sets_of_one_are_the_weak_links() -> None:
    chain = chain_graph()
    stopped = {(one.enterprises[0], one.subject) for one in cut_sets(chain, region=CHANGSHA, most=1)}
    sole = {(one.makers[0], one.subject) for one in weak_links(chain, region=CHANGSHA) if one.sole and not one.kinds}
    assert sole <= stopped
    assert sole


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        ({"most": "0"}, "应为不小于 1 的整数", "must be a whole number, 1 or more"),
        ({"most": "6"}, "应为 1 至 5 的整数", "from 1 to 5"),
        ({"product": "隔膜"}, "谈不上割集", "not made in the region"),
    ],
)
def test_what_cannot_be_asked_is_refused(mini: Dataset, given: dict[str, str], zh: str, en: str) -> None:
    with pytest.raises(ChaingraphError) as caught:
        find(mini, "cut-sets", chain="chain:battery", region="region:990100", **given)
    assert zh in caught.value.text("zh")
    assert en in caught.value.text("en")

"""Does the index say what is on record, what of it is assumed, and refuse what cannot be said?"""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import chaingraph as cg
from chaingraph.analysis.recorded import recorded_supplies
from chaingraph.analysis.systemic import systemic_risk
from chaingraph.model import ContractError
from graph_fixture import CHANGSHA, JINGZHOU, WITHIN, at, row, supply_graph
from graph_strategies import repeatable


def supplies(links, *, places=None, unnamed=(), **more):
    """Make a supply graph of links: supplier, customer, product, and more of it by its number."""
    supply = nx.MultiDiGraph(searched=("document:paper",), within=WITHIN)
    for name in sorted({each for link in links for each in link[:2]}):
        supply.add_node(name, places=at((places or {}).get(name)), unnamed=name in unnamed)
    for number, (supplier, customer, product) in enumerate(links):
        told = {"products": tuple(product.split()), "status": "reported", "evidence": (row("supplies", number),)}
        supply.add_edge(supplier, customer, **told | more.get(f"n{number}", {}))
    return supply


CHAIN = [("a", "b", "p"), ("b", "c", "q"), ("x", "c", "r")]


def test_a_chain_by_hand():
    """Outputs: a 1, b 1, c 2 (what it buys), x 1. When a stops b has nothing, and half of what c buys is gone: 1 + 1 + 1 of 5."""
    found = {each.subject: each for each in systemic_risk(supplies(CHAIN))}
    assert {name: each.index for name, each in found.items()} == pytest.approx({"a": 0.6, "b": 0.4, "x": 0.4})
    a = found["a"]
    assert (a.own, a.reached, a.affected, a.sole) == (0.2, 2, ("b", "c"), ("p",))
    assert (a.weighed_by, a.coverage, a.nature_known, a.supplies) == ("count", 0.0, 0.0, 3)
    assert (a.verb, a.status, a.searched, a.tolerance) == ("strengthen", "reported", ("document:paper",), 1e-4)
    assert a.evidence == (row("supplies", 0), row("supplies", 1)), "x is not on the way"


def test_an_essential_input_stops_its_customer_and_an_optional_one_does_not():
    """q is essential for c: a and b then stop c altogether, 1 + 1 + 2 of 5; r is not, and x takes half of c with it."""
    needs = {
        ("c", "q"): ("requirement:q", True),
        ("c", "r"): ("requirement:r", False),
        ("b", "p"): ("requirement:p", True),
    }
    found = {each.subject: each for each in systemic_risk(supplies(CHAIN), needs=needs, spread=1)}
    assert {name: each.index for name, each in found.items()} == pytest.approx({"a": 0.8, "b": 0.6, "x": 0.4})
    assert all(each.nature_known == 1 and each.low == each.high == each.index for each in found.values())
    assert (found["b"].essential, found["x"].essential) == (("q",), ())


def test_alternatives_of_one_requirement_stand_in_for_one_another():
    """q of b and r of x meet one requirement, half each: without x half of c is left, without b too."""
    needs = {("c", "q"): ("requirement:k", True), ("c", "r"): ("requirement:k", True)}
    found = {each.subject: each.index for each in systemic_risk(supplies(CHAIN), needs=needs)}
    assert (found["b"], found["x"]) == pytest.approx((0.4, 0.4))


def test_the_interval_covers_what_is_not_recorded():
    """Of unknown nature: all essential gives the 0.8 of above. Ten times as much of a makes its output 10 of 23."""
    found = {each.subject: each for each in systemic_risk(supplies(CHAIN))}
    assert found["x"].low < found["x"].index < found["x"].high
    # x, ten times: outputs a 1, b 1, c 11, x 10; all essential, c stops: 21 of 23
    assert found["x"].high == pytest.approx(21 / 23)
    # x, a tenth: outputs 1, 1, 1.1, .1; c loses .1 of its 1.1: .2 of 3.2
    assert found["x"].low == pytest.approx(0.2 / 3.2)
    assert systemic_risk(supplies(CHAIN), spread=1)[0].low == pytest.approx(0.6)


def test_a_second_supplier_stands_in_as_far_as_its_share_goes():
    """a and e sell p, 1 and 3: e's share is .75, so that of a's failure a third (1 / 3 of what is left) is felt by b."""
    links = [("a", "b", "p"), ("e", "f", "p")]
    values = {"n0": {"value": 1e6, "unit": "unit:CNY"}, "n1": {"value": 3e6, "unit": "unit:CNY"}}
    found = {each.subject: each for each in systemic_risk(supplies(links, **values))}
    assert (found["a"].weighed_by, found["a"].coverage, found["a"].low) == (
        "value",
        1.0,
        pytest.approx(found["a"].index),
    )
    assert found["a"].market_share == 0.25
    assert found["a"].index == pytest.approx((1 + 1 / 3) / 8)
    assert found["e"].index == pytest.approx((3 + 3) / 8), "three times the rest of the market: nobody can stand in"
    assert found["e"].sole == ()


def test_values_shares_and_counts_are_told_apart():
    links = [("a", "b", "p"), ("e", "b", "p"), ("f", "b", "q")]
    mixed = recorded_supplies(supplies(links, n0={"share": 0.6, "share_of": "p"}, n1={"share": 0.2, "share_of": "p"}))
    assert mixed.weight.tolist() == pytest.approx([1.5, 0.5, 1.0])
    assert (mixed.told.tolist(), mixed.weighed_by) == ([True, True, False], "mixed")
    dollars = {"value": 9.0, "unit": "unit:USD"}
    yuan = [{"value": x, "unit": "unit:CNY"} for x in (2.0, 4.0)]
    money = recorded_supplies(supplies(links, n0=yuan[0], n1=yuan[1], n2=dollars))
    assert money.weight.tolist() == pytest.approx([2 / 3, 4 / 3, 1.0]), (
        "the commonest unit; the other is not known in it"
    )
    assert money.told.tolist() == [True, True, False]


def test_several_statements_of_one_supply_count_once_and_the_latest_has_the_amount():
    links = [("a", "b", "p")] * 3 + [("c", "b", "q s")]
    old, new = ({"value": x, "unit": "unit:CNY", "as_of": year} for x, year in ((8.0, "2021"), (2.0, "2024")))
    found = recorded_supplies(supplies(links, n0=old, n1=new, n3={"value": 6.0, "unit": "unit:CNY"}))
    assert found.product == ("p", "q", "s")
    assert found.weight.tolist() == pytest.approx([2 / 4, 3 / 4, 3 / 4])
    assert found.rows[0] == tuple(row("supplies", number) for number in (0, 1, 2))
    assert found.weighed_by == "value"


def test_planned_supplies_ended_ones_and_own_ones_do_not_count():
    links = [("a", "b", "p"), ("b", "b", "p"), ("e", "f", "p"), ("f", "g", "p")]
    found = systemic_risk(supplies(links, n2={"status": "planned"}, n3={"ended_by": "2023"}))
    assert [each.subject for each in found] == ["a"]


def test_upstream_is_refused_without_final_demand_and_given_with_it():
    """A tenth: revenue of b and x is 1 / .9; c stops: b loses .9, a .9 of that; when b stops a loses .9."""
    (refused, *_) = systemic_risk(supplies(CHAIN))
    assert refused.upstream is None
    assert "final demand" in (refused.refused_en or "")
    assert "最终需求" in (refused.refused_zh or "")
    given_ = {each.subject: each for each in systemic_risk(supplies(CHAIN), final_share=0.1)}
    assert given_["b"].upstream == pytest.approx((1 + 0.9) / 5)
    assert given_["b"].refused_en is None
    assert given_["b"].index == pytest.approx(0.4), "downstream as without"


def test_a_ring_that_sells_to_itself_alone_has_no_upstream_index():
    ring = [("a", "b", "p"), ("b", "a", "q"), ("b", "c", "q")]
    assert systemic_risk(supplies(ring), final_share={"c": 0.5})[0].upstream is not None, "c is a way out"
    (found, *_) = systemic_risk(supplies(ring[:2]), final_share={"c": 0.5})
    assert found.upstream is None
    assert "sell to one another alone" in (found.refused_en or "")
    assert systemic_risk(supplies(ring[:2]), final_share={"a": 0.5})[0].upstream is not None


def test_a_region_counts_its_own_output():
    places = {"a": JINGZHOU, "b": CHANGSHA, "c": JINGZHOU, "x": JINGZHOU}
    found = {each.subject: each for each in systemic_risk(supplies(CHAIN, places=places), region=CHANGSHA)}
    assert {name: (each.index, each.own) for name, each in found.items()} == {"a": (1.0, 0.0), "b": (1.0, 1.0)}
    assert found["a"].region == CHANGSHA
    assert systemic_risk(supplies(CHAIN), region=CHANGSHA) == ()


def test_who_has_no_name_may_be_many():
    assert [each.subject for each in systemic_risk(supplies(CHAIN, unnamed=["a"]))] == ["b", "x"]


def test_of_many_the_riskiest_are_computed_exactly():
    everybody = systemic_risk(supplies(CHAIN))
    (first,) = systemic_risk(supplies(CHAIN), most=1)
    assert first.screened
    assert not everybody[0].screened
    assert (first.subject, first.index, first.low, first.high) == tuple(
        getattr(everybody[0], name) for name in ("subject", "index", "low", "high")
    )


def test_the_supplies_typed_by_hand():
    found = {each.subject: each for each in systemic_risk(supply_graph(), region=CHANGSHA)}
    assert {*found} == {"enterprise:beta", "enterprise:zeta", "enterprise:eta"}
    assert found["enterprise:zeta"].affected == ("enterprise:delta",)
    assert found["enterprise:zeta"].evidence == (row("supplies", 3),)


@pytest.mark.parametrize(
    "bad", [{"tolerance": 0.0}, {"spread": 0.5}, {"most": 0}, {"workers": 0}, {"final_share": 1.0}]
)
def test_what_is_out_of_range_is_refused(bad):
    with pytest.raises(ContractError):
        systemic_risk(supplies(CHAIN), **bad)
    with pytest.raises(ContractError, match="region:nowhere"):
        systemic_risk(supplies(CHAIN), region="region:nowhere")
    with pytest.raises(ContractError, match="searched"):
        systemic_risk(nx.MultiDiGraph())


def test_by_name_with_the_recipes_of_the_store():
    """The recipes of the store say what its customers cannot do without."""
    store = cg.build(cg.data_sets())
    supply = cg.supply_graph(store)
    assert cg.systemic_risk(supply, region=cg.home(store), needs=cg.input_needs(store, supply)) == cg.find(
        store, "systemic-risk"
    )


# ---- Against the definition, on NetworkX


def plain(supply: nx.MultiDiGraph, needs, one: str) -> float:
    """Sum up what is lost, from the graph itself, enterprise by enterprise."""
    kept = {(s, b, d["products"]) for s, b, d in supply.edges(data=True) if s != b}
    links = [(s, b, p) for s, b, products in kept for p in products for _ in range(1)]
    size = {(s, b, products): 1 / len(products) for s, b, products in kept}
    weight = {}
    for s, b, products in kept:
        for p in products:
            weight[s, b, p] = weight.get((s, b, p), 0.0) + size[s, b, products]
    sold = {n: sum(w for (s, _, _), w in weight.items() if s == n) for n in supply}
    bought = {n: sum(w for (_, b, _), w in weight.items() if b == n) for n in supply}
    output = {n: max(sold[n], bought[n]) for n in supply}
    level = {n: 0.0 if n == one else 1.0 for n in supply}
    while True:
        left = {p: sum(level[s] * w for (s, _, q), w in weight.items() if q == p) for _, _, p in links}
        new = {}
        for j in supply:
            into = [(s, p, w) for (s, b, p), w in weight.items() if b == j]
            lost, groups = 0.0, {}
            for s, p, w in into:
                mine = sum(v for (o, _, q), v in weight.items() if (o, q) == (s, p))
                sigma = mine / max(mine, left[p])
                requirement, essential = needs.get((j, p), (p, False))
                if essential:
                    groups.setdefault(requirement, []).append((sigma * (1 - level[s]), w))
                else:
                    lost += sigma * (1 - level[s]) * w / bought[j]
            worst = [sum(x * w for x, w in many) / sum(w for _, w in many) for many in groups.values()]
            new[j] = 0.0 if j == one else max(0.0, 1 - max([lost, *worst]))
        fall = max(level[n] - new[n] for n in supply)
        level = new
        if fall <= 1e-4:
            return sum(output[n] * (1 - level[n]) for n in supply) / sum(output.values())


names = st.sampled_from("abcdef")
rows_ = st.lists(st.tuples(names, names, st.sampled_from(["p", "q", "r", "p q"])), min_size=1, max_size=12)
known = st.dictionaries(
    st.tuples(names, st.sampled_from("pqr")), st.sampled_from([("k", True), ("l", True), ("m", False)]), max_size=8
)


@repeatable
@given(rows_, known)
def test_the_index_is_that_of_the_plain_form(links, needs):
    links = [link for link in links if link[0] != link[1]]
    if not links:
        return
    supply = supplies(links)
    found = {each.subject: each for each in systemic_risk(supply, needs=needs)}
    assert {*found} == {link[0] for link in links}
    for name, each in found.items():
        assert each.index == pytest.approx(plain(supply, needs, name), abs=1e-12)
        assert 0 <= each.own <= each.index <= 1 + 1e-12
        assert each.low <= each.index <= each.high


@repeatable
@given(rows_)
def test_names_do_not_matter(links):
    turned = [(f"z{chr(219 - ord(s))}", f"z{chr(219 - ord(b))}", p) for s, b, p in links]
    first, second = systemic_risk(supplies(links)), systemic_risk(supplies(turned))
    assert sorted(each.index for each in first) == pytest.approx(sorted(each.index for each in second), abs=1e-12)

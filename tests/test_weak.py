import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis import concentration, stands_on_one, weak_links
from chaingraph.analysis.gates import Gate, consequences, single_points, stopped_by
from chaingraph.analysis.kinds import general_kinds, special_kinds
from chaingraph.model import ContractError, Maker
from graph_fixture import (
    CHANGSHA,
    HUNAN,
    JINGZHOU,
    NINGXIANG,
    add_maker,
    add_product,
    add_recipe,
    chain_graph,
    empty_chain,
    input_row,
    kind_row,
    maker_row,
    row,
    shortage,
)
from graph_strategies import chains, repeatable


def weak(chain, region=CHANGSHA, **more):
    return {each.subject: each for each in weak_links(chain, region=region, **more)}


def e9():
    """Type check E9: P ← A, B; A by f1, f2; B by f3; A ← r (f4 alone); B ← r2 (f5, f6). P by p1, p2."""
    chain = empty_chain()
    add_recipe(chain, "recipe:p", ["product:p"], [["product:a"], ["product:b"]])
    add_recipe(chain, "recipe:a", ["product:a"], [["product:r"]])
    add_recipe(chain, "recipe:b", ["product:b"], [["product:r2"]])
    makers = {"p": ["p1", "p2"], "a": ["f1", "f2"], "b": ["f3"], "r": ["f4"], "r2": ["f5", "f6"]}
    for product, names in makers.items():
        for name in names:
            add_maker(chain, f"product:{product}", f"enterprise:{name}")
    return chain


def test_e9_f3_and_f4_stop_p_each_alone_and_nobody_else_does():
    found = weak(e9())
    assert {subject: (each.makers, each.loses) for subject, each in found.items()} == {
        "product:r": (("enterprise:f4",), ("product:a", "product:p")),
        "product:b": (("enterprise:f3",), ("product:p",)),
    }


def test_e9_the_evidence_is_the_way_from_r_to_p():
    assert weak(e9())["product:r"].evidence == tuple(
        sorted(
            [
                maker_row("enterprise:f4", "product:r"),
                input_row("recipe:a", "product:r"),
                "data:hand/recipes.csv#recipe:a",
                maker_row("enterprise:f1", "product:a"),
                maker_row("enterprise:f2", "product:a"),
                input_row("recipe:p", "product:a"),
                "data:hand/recipes.csv#recipe:p",
                maker_row("enterprise:p1", "product:p"),
                maker_row("enterprise:p2", "product:p"),
            ]
        )
    )


def test_the_fixpoint_is_named():
    assert {(each.fixpoint, each.elsewhere) for each in weak_links(e9(), region=CHANGSHA)} == {("greatest", False)}


def test_a_maker_elsewhere_steps_in_only_when_asked_for():
    chain = e9()
    add_maker(chain, "product:r", "enterprise:far", JINGZHOU)
    assert weak(chain)["product:r"].loses == ("product:a", "product:p")
    assert weak(chain)["product:r"].made_in == (JINGZHOU,)
    assert weak(chain, elsewhere=True)["product:r"].loses == ()
    assert weak(chain, elsewhere=True)["product:b"].loses == ("product:p",)


def test_a_maker_who_may_be_here_does_not_step_in_but_is_told():
    chain = e9()
    add_maker(chain, "product:r", "enterprise:hunan", HUNAN)
    found = weak(chain, elsewhere=True)["product:r"]
    assert (found.place_unknown, found.loses) == (("enterprise:hunan",), ("product:a", "product:p"))


def test_a_second_local_alternative_keeps_things_running():
    chain = chain_graph()
    assert weak(chain)["product:lithium-carbonate"].loses == (
        "product:cell",
        "product:storage-system",
        "product:ternary-cathode",
    )
    add_maker(chain, "product:lithium-hydroxide", "enterprise:lambda")
    assert weak(chain)["product:lithium-carbonate"].loses == ()


def test_one_enterprise_behind_both_alternatives_stops_them_both():
    chain = chain_graph()
    add_maker(chain, "product:lithium-hydroxide", "enterprise:rho")
    assert weak(chain)["product:lithium-hydroxide"].loses == (
        "product:cell",
        "product:storage-system",
        "product:ternary-cathode",
    )


def test_a_second_route_keeps_things_running():
    chain = e9()
    add_recipe(chain, "recipe:a2", ["product:a"], [["product:s"]])
    assert weak(chain)["product:r"].loses == (), "s has no maker here, thus comes from outside already"


def test_an_input_with_no_local_maker_comes_from_outside_and_does_not_stop():
    assert "product:separator" not in weak(chain_graph())
    assert weak(chain_graph())["product:storage-system"].loses == ()


def test_anode_is_weak_by_its_own_maker_and_by_the_plan():
    anode = weak(chain_graph())["product:anode"]
    assert (anode.sole, anode.stated, anode.makers) == (True, (row("shortages", 2),), ("enterprise:gamma",))
    assert (anode.kinds, anode.segments) == (("product:graphite-anode",), ("segment:anode",))
    assert anode.verb == "strengthen"
    for used in (
        row("shortages", 2),
        kind_row("product:graphite-anode"),
        maker_row("enterprise:gamma", "product:graphite-anode"),
        "data:hand/segments.csv#segment:anode",
    ):
        assert used in anode.evidence


def test_the_citys_plan_states_a_shortage_for_its_districts_but_not_for_the_province():
    assert weak(chain_graph(), NINGXIANG)["product:anode"].stated == (row("shortages", 2),)
    assert weak(chain_graph(), HUNAN)["product:anode"].stated == ()


def test_cell_has_two_makers_and_is_not_weak():
    assert "product:cell" not in weak(chain_graph())


def test_an_enterprise_without_a_name_may_be_many_and_is_not_called_the_only_one():
    chain = chain_graph()
    for product in special_kinds(chain, "product:anode"):
        makers = chain.nodes[product]["makers"]
        chain.nodes[product]["makers"] = tuple(dataclasses.replace(maker, unnamed=True) for maker in makers)
    (anode,) = [each for each in weak_links(chain, region=CHANGSHA) if each.subject == "product:anode"]
    assert (anode.sole, anode.loses) == (False, ()), "weak by the plan alone"
    assert all("product:anode" not in one.products for one in stands_on_one(chain, region=CHANGSHA))


def test_two_makers_and_a_stated_shortage_are_weak_but_not_sole():
    chain = chain_graph()
    chain.nodes["product:cell"]["shortages"] = (shortage(9, "strengthen"),)
    cell = weak(chain)["product:cell"]
    assert (cell.sole, cell.stated, cell.loses, cell.concentration) == (
        False,
        (row("shortages", 9),),
        (),
        0.5,
    )


def test_what_is_only_to_be_developed_is_not_weak():
    chain = chain_graph()
    chain.nodes["product:cell"]["shortages"] = (shortage(9, "develop"),)
    assert all(link.subject != "product:cell" for link in weak_links(chain, region=CHANGSHA))


def test_a_solved_shortage_makes_nothing_weak():
    chain = chain_graph()
    chain.nodes["product:cell"]["shortages"] = (shortage(9, state="solved"),)
    assert "product:cell" not in weak(chain)


def test_what_is_sole_in_a_district_need_not_be_in_the_city():
    chain = e9()
    add_maker(chain, "product:r", "enterprise:n", NINGXIANG)
    assert "product:r" not in weak(chain)
    assert weak(chain, NINGXIANG)["product:r"].makers == ("enterprise:n",)


def test_a_stated_market_share_is_shown():
    chain = empty_chain()
    add_product(chain, "product:machine")
    add_maker(chain, "product:machine", "enterprise:z", market_share=0.9)
    assert weak(chain)["product:machine"].market_share == 0.9


def test_a_running_cycle_keeps_running_until_its_one_maker_stops():
    chain = empty_chain()
    add_recipe(chain, "recipe:salt", ["product:salt"], [["product:used"]])
    add_recipe(chain, "recipe:used", ["product:used"], [["product:salt"]])
    add_maker(chain, "product:salt", "enterprise:a")
    add_maker(chain, "product:used", "enterprise:b")
    found = weak(chain)
    assert found["product:salt"].loses == ("product:used",)
    assert found["product:used"].loses == ("product:salt",)


def test_the_worst_come_first():
    losses = [len(each.loses) for each in weak_links(chain_graph(), region=CHANGSHA)]
    assert losses == sorted(losses, reverse=True)


def test_what_stands_on_one_enterprise_is_gathered_from_products_and_segments():
    found = {each.subject: each for each in stands_on_one(chain_graph(), region=CHANGSHA)}
    rho = found["enterprise:rho"]
    assert rho.products == ("product:lithium-carbonate",)
    assert rho.segments == ("segment:recycling",)
    assert rho.loses == ("product:cell", "product:storage-system", "product:ternary-cathode")
    assert row("participations", 2) in rho.evidence
    gamma = found["enterprise:gamma"]
    assert (gamma.products, gamma.segments) == (
        ("product:anode", "product:graphite-anode"),
        ("segment:anode",),
    )
    assert gamma.loses == ("product:cell", "product:storage-system")
    assert not {"enterprise:delta", "enterprise:epsilon", "enterprise:zeta"} & set(found)


def test_concentration_of_a_single_maker_is_one_and_of_n_equal_ones_one_nth():
    assert concentration([Maker(enterprise="a")]) == 1
    assert concentration([Maker(enterprise=name) for name in "abcd"]) == pytest.approx(0.25)


def test_an_unknown_capacity_counts_as_the_mean():
    """60, 20 and the mean 40: (0.5)² + (1/6)² + (1/3)² = 7/18."""
    makers = [Maker(enterprise=name, capacity=size) for name, size in (("a", 60), ("b", 20), ("c", None))]
    assert concentration(makers) == pytest.approx(7 / 18)


def test_two_statements_on_one_enterprise_are_one_maker():
    assert concentration([Maker(enterprise="a", capacity=60), Maker(enterprise="a", capacity=20)]) == 1


def test_capacities_in_different_units_are_not_compared():
    makers = [
        Maker(enterprise="a", capacity=60, unit="unit:TON"),
        Maker(enterprise="b", capacity=1, unit="unit:NUM"),
    ]
    assert concentration(makers) == 0.5


def test_nobody_has_no_concentration():
    with pytest.raises(ContractError, match="no maker"):
        concentration([])


def running(chain, dead):
    """Return what Changsha keeps having, of what it makes, without *dead*: greatest fixpoint by the definition."""
    here = {
        product: {m.enterprise for m in makers or () if CHANGSHA in m.places and m.stage == "producing"}
        for product, makers in chain.nodes(data="makers")
    }
    before = {product for product, names in here.items() if names}
    local = {general for product in before for general in general_kinds(chain, product)}
    alive = {product for product in before if here[product] - {dead}}
    while True:
        had = {general for product in alive for general in general_kinds(chain, product)}

        def met(need, had=had):
            alternatives = set(chain.predecessors(need))
            return not alternatives & local or bool(alternatives & had)

        def kept(product, met=met):
            routes = [
                needs
                for tail, _, role in chain.in_edges(product, data="role")
                if role == "output"
                and (needs := [each for each in chain.predecessors(tail) if chain.nodes[each]["essential"]])
            ]
            return not routes or any(all(met(need) for need in needs) for needs in routes)

        still = {each for each in alive if all(kept(general) for general in general_kinds(chain, each))}
        if still == alive:
            return had & before
        alive = still


@repeatable
@given(chains())
def test_what_a_sole_maker_takes_with_it_is_what_stops_without_it(chain):
    all_running = running(chain, None)
    for each in stands_on_one(chain, region=CHANGSHA):
        stopped = all_running - running(chain, each.subject)
        assert stopped == (set(each.products) | set(each.loses)) & all_running


def test_the_general_product_of_the_same_enterprise_is_no_further_loss():
    chain = empty_chain()
    add_product(chain, "product:shield", kind_of=["product:tunneller"])
    for product in ("product:shield", "product:tunneller"):
        add_maker(chain, product, "enterprise:t")
    assert weak(chain)["product:shield"].loses == ()
    assert weak(chain)["product:tunneller"].kinds == ("product:shield",)


def works(gates, fault, fixpoint):
    """Evaluate the gates by the definition, slowly."""
    up = dict.fromkeys(gates, fixpoint == "greatest")
    while True:
        state = up | {("fault", name): name != fault for name in "xyz"}
        new = {key: (all if every else any)(state[each] for each in inputs) for key, (every, inputs) in gates.items()}
        if new == up:
            return {key for key, well in up.items() if well}
        up = new


KEYS = [("made", name) for name in "abcdef"]
GATES = st.fixed_dictionaries(
    {
        key: st.builds(
            lambda every, inputs: Gate(every, dict.fromkeys(inputs, ())),
            st.booleans(),
            st.lists(st.sampled_from([*KEYS, *(("fault", name) for name in "xyz")]), max_size=3, unique=True),
        )
        for key in KEYS
    }
)


def test_a_general_product_is_not_lost_while_a_special_kind_of_it_is_made():
    chain = empty_chain()
    add_product(chain, "product:a", kind_of=["product:b"])
    add_recipe(chain, "recipe:b", ["product:b"], [["product:x"]])
    add_recipe(chain, "recipe:p", ["product:p"], [["product:b"]])
    for product, name in (("a", "e0"), ("b", "e1"), ("c", "e1"), ("p", "e2"), ("p", "e3")):
        add_maker(chain, add_product(chain, f"product:{product}"), f"enterprise:{name}")
    assert "product:b" not in weak(chain)
    assert (weak(chain)["product:c"].loses, weak(chain)["product:a"].loses) == ((), ())


@repeatable
@given(GATES, st.sampled_from(["least", "greatest"]))
def test_single_points_are_the_faults_that_stop_what_else_works(gates, fixpoint):
    points = single_points(gates, fixpoint=fixpoint)
    sound = works(gates, None, fixpoint)
    for key in KEYS:
        stops = {name for name in "xyz" if key in sound and key not in works(gates, name, fixpoint)}
        assert set(stopped_by(points, key)) == stops


@repeatable
@given(GATES, st.sampled_from([None, "x"]))
def test_what_could_be_built_up_keeps_running(gates, fault):
    assert works(gates, fault, "least") <= works(gates, fault, "greatest")


@repeatable
@given(chains())
def test_weak_links_are_made_here_and_bear_evidence(chain):
    for each in weak_links(chain, region=CHANGSHA):
        assert each.makers
        assert each.evidence
        assert each.sole == (len(each.makers) == 1)
        assert each.sole or each.stated
        assert not set(each.loses) & {each.subject, *each.kinds}
        assert 0 < each.concentration <= 1


def test_the_trace_ends_where_something_else_holds():
    """P is made from q or from s; q stops with a. Nothing of P may appear in the trace of a."""
    gates = {
        ("made", "q"): Gate(True, {("fault", "a"): ("row:a",)}),
        ("made", "t"): Gate(True, {("made", "q"): ("row:t",)}),
        ("made", "p"): Gate(False, {("made", "q"): ("row:q",), ("made", "s"): ("row:s",)}),
        ("made", "s"): Gate(True, {}),
    }
    points = single_points(gates, fixpoint="greatest")
    assert consequences(points, "a", ("fault", "a"), role="made") == (("q", "t"), {"row:a", "row:t"})

from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis.gates import Gate, running, single_points, stopped_by
from chaingraph.analysis.made import made_here
from chaingraph.analysis.whatif import Change, Coming, what_if
from chaingraph.model import ContractError
from graph_fixture import CHANGSHA, JINGZHOU, NINGXIANG, add_maker, add_recipe, chain_graph, empty_chain, supply_graph
from graph_strategies import repeatable


def two_steps() -> nx.DiGraph:
    """R goes into q, q into p; r is made by a, q by a and b, p by c; s comes from outside into p."""
    chain = empty_chain()
    add_recipe(chain, "recipe:p", ["product:p"], [["product:q"], ["product:s"]])
    add_recipe(chain, "recipe:q", ["product:q"], [["product:r"]])
    for product, enterprise in (("r", "a"), ("q", "a"), ("q", "b"), ("p", "c")):
        add_maker(chain, f"product:{product}", f"enterprise:{enterprise}")
    return chain


def test_what_hangs_on_an_enterprise_stops_with_it_and_who_is_left_stands_idle():
    found = what_if(two_steps(), supply_graph(), region=CHANGSHA, remove=["enterprise:a"])
    assert found.lost == ("product:p", "product:q", "product:r")
    assert found.direct == ("product:r",), "q still has b, p still has c"
    assert found.idle == ("enterprise:b", "enterprise:c")
    assert found.fixpoint == "greatest"


def test_makers_elsewhere_step_in_only_when_asked_for():
    chain = two_steps()
    add_maker(chain, "product:r", "enterprise:far", JINGZHOU)
    assert "product:q" in what_if(chain, supply_graph(), region=CHANGSHA, remove=["enterprise:a"]).lost
    found = what_if(chain, supply_graph(), region=CHANGSHA, remove=["enterprise:a"], elsewhere=True)
    assert (found.lost, found.idle) == (("product:r",), ())


def test_two_at_once_stop_what_neither_stops_alone():
    chain = empty_chain()
    add_recipe(chain, "recipe:p", ["product:p"], [["product:x"]])
    add_maker(chain, "product:p", "enterprise:a")
    add_maker(chain, "product:p", "enterprise:b")
    for gone in (["enterprise:a"], ["enterprise:b"]):
        assert what_if(chain, supply_graph(), region=CHANGSHA, remove=gone).lost == ()
    assert what_if(chain, supply_graph(), region=CHANGSHA, remove=["enterprise:a", "enterprise:b"]).lost == (
        "product:p",
    )


def test_an_import_that_ends_stops_what_needs_it_unless_somebody_here_makes_it():
    chain = two_steps()
    assert what_if(chain, supply_graph(), region=CHANGSHA, remove=["product:s"]).lost == ("product:p",)
    add_maker(chain, "product:s", "enterprise:d")
    assert what_if(chain, supply_graph(), region=CHANGSHA, remove=["product:s"]).lost == ()


def test_a_place_takes_all_with_it_that_is_made_inside():
    chain = two_steps()
    add_maker(chain, "product:r", "enterprise:e", NINGXIANG)
    assert what_if(chain, supply_graph(), region=CHANGSHA, remove=[NINGXIANG]).lost == ()
    assert set(what_if(chain, supply_graph(), region=CHANGSHA, remove=[CHANGSHA]).lost) == {
        "product:p",
        "product:q",
        "product:r",
    }


def test_a_newcomer_closes_the_gap_and_the_states_say_so():
    chain = chain_graph()
    found = what_if(chain, supply_graph(), region=CHANGSHA, add=[Coming(product="product:separator", place=CHANGSHA)])
    assert found.gained == ("product:separator",)
    assert Change(what="segment", subject="segment:separator", before="missing", after="weak") in found.changes
    assert Change(what="missing", subject="product:separator", before="missing", after=None) in found.changes
    assert found.lost == ()


def test_rates_before_and_after():
    """Beta's 60 of 100 million are delta's local part: without beta nothing local is left of known value."""
    found = what_if(chain_graph(), supply_graph(), region=CHANGSHA, remove=["enterprise:beta"])
    rates = {(one.subject, one.basis): (one.before, one.after) for one in found.changes if one.what == "rate"}
    assert rates["enterprise:delta", "value"] == ("0.6000", "0.0000")


def test_the_graphs_are_left_as_they_are():
    chain, supply = chain_graph(), supply_graph()
    before = {name: replace(maker) for name, makers in chain.nodes(data="makers") for maker in makers or ()}
    edges = set(supply.edges(keys=True))
    what_if(
        chain, supply, region=CHANGSHA, remove=["enterprise:beta"], add=[Coming(product="product:cell", place=CHANGSHA)]
    )
    assert {name: maker for name, makers in chain.nodes(data="makers") for maker in makers or ()} == before
    assert set(supply.edges(keys=True)) == edges


@pytest.mark.parametrize(
    "given_",
    [
        {},
        {"remove": ["enterprise:nobody"]},
        {"add": [Coming(product="product:none", place=CHANGSHA)]},
        {"add": [Coming(product="product:cell", place="region:999999")]},
    ],
)
def test_what_is_not_of_the_graph_is_refused(given_):
    with pytest.raises(ContractError):
        what_if(chain_graph(), supply_graph(), region=CHANGSHA, **given_)


KEYS = [("made", name) for name in "pqrst"]
FAULTS = [("fault", name) for name in "abc"]


@given(
    st.dictionaries(
        st.sampled_from(KEYS),
        st.builds(Gate, st.booleans(), st.dictionaries(st.sampled_from([*KEYS, *FAULTS]), st.just(()), max_size=3)),
        max_size=5,
    ),
    st.sampled_from("abc"),
    st.sampled_from(["least", "greatest"]),
)
def test_one_fault_stops_what_single_points_say(gates, fault, fixpoint):
    gates = {
        key: Gate(gate.every, {k: v for k, v in gate.inputs.items() if k in gates or k[0] == "fault"})
        for key, gate in gates.items()
    }
    points = single_points(gates, fixpoint=fixpoint)
    works, left = running(gates, fixpoint=fixpoint), running(gates, failed={fault}, fixpoint=fixpoint)
    assert {key for key in gates if fault in stopped_by(points, key)} == works - left


@repeatable
@given(st.sets(st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "sigma", "rho"]), min_size=1, max_size=3))
def test_removing_more_never_loses_less(names):
    chain, supply = chain_graph(), supply_graph()
    ordered = [f"enterprise:{name}" for name in sorted(names)]
    lost: set[str] = set()
    for count in range(1, len(ordered) + 1):
        now = set(what_if(chain, supply, region=CHANGSHA, remove=ordered[:count]).lost)
        assert lost <= now <= set(made_here(chain, CHANGSHA)) | now
        lost = now

import dataclasses

import pytest
from hypothesis import given

from chaingraph.analysis import segment_states
from chaingraph.analysis.segment import segment_order
from chaingraph.model import Completeness, ContractError, Participant
from graph_fixture import (
    CHANGSHA,
    HUNAN,
    JINGZHOU,
    NINGXIANG,
    add_maker,
    add_product,
    add_segment,
    at,
    chain_graph,
    empty_chain,
    kind_row,
    maker_row,
    row,
    shortage,
)
from graph_strategies import chains, repeatable


def states(chain, region=CHANGSHA):
    return {each.subject: each for each in segment_states(chain, region=region)}


def part(name="enterprise:q", place=CHANGSHA):
    return Participant(enterprise=name, places=at(place), evidence=(row("participations", 9),))


def test_the_hand_typed_chain_is_held_like_this():
    """Worked out in the fixture's first lines."""
    assert {name: each.state for name, each in states(chain_graph()).items()} == {
        "segment:precursor": "weak",  # alpha alone
        "segment:cathode": "weak",  # beta alone
        "segment:anode": "weak",  # gamma alone, and a stated shortage
        "segment:separator": "missing",  # stated, nobody there
        "segment:electrolyte": "missing",
        "segment:cell": "present",  # delta and epsilon
        "segment:system": "weak",  # sigma alone
        "segment:recycling": "weak",  # rho takes part, and a stated shortage
    }


def test_the_order_is_upstream_first_and_the_circular_one_last():
    order = list(states(chain_graph()))
    for before, after in (
        ("precursor", "cathode"),
        ("cathode", "cell"),
        ("electrolyte", "cell"),
        ("cell", "system"),
    ):
        assert order.index(f"segment:{before}") < order.index(f"segment:{after}")
    assert order[-1] == "segment:recycling"


def test_the_tier_decides_where_no_order_is_stated():
    chain = empty_chain()
    for name, tier in (("a", "tier:downstream"), ("b", "tier:circular"), ("c", "tier:upstream"), ("d", None)):
        add_segment(chain, f"segment:{name}", [], tier=tier)
    order = segment_order(chain.graph["segments"])
    assert order == ("segment:c", "segment:d", "segment:a", "segment:b")


def test_a_cycle_of_upstream_statements_is_kept_together():
    chain = empty_chain()
    for name, after in (("a", "c"), ("b", "z"), ("c", "a"), ("z", "a")):
        add_segment(chain, f"segment:{name}", [], upstream_of=(f"segment:{after}",))
    assert segment_order(chain.graph["segments"]) == ("segment:b", "segment:z", "segment:a", "segment:c")


def test_cathode_is_held_by_the_maker_of_a_special_kind():
    cathode = states(chain_graph())["segment:cathode"]
    assert (cathode.makers, cathode.made, cathode.participants) == (
        ("enterprise:beta",),
        ("product:cathode",),
        (),
    )
    assert cathode.evidence == (
        maker_row("enterprise:beta", "product:ternary-cathode"),
        kind_row("product:ternary-cathode"),
        "data:hand/segments.csv#segment:cathode",
    )


def test_separator_is_missing_by_the_line_of_the_plan():
    separator = states(chain_graph())["segment:separator"]
    assert (separator.witness, separator.verb) == ("shortage", "supplement")
    assert separator.shortages == (row("shortages", 3),)
    assert separator.evidence == ("data:hand/segments.csv#segment:separator", row("shortages", 3))


def test_a_participant_alone_holds_a_segment_without_product():
    recycling = states(chain_graph())["segment:recycling"]
    assert (recycling.participants, recycling.makers, recycling.products) == (("enterprise:rho",), (), ())
    assert recycling.evidence == (
        row("participations", 2),
        "data:hand/segments.csv#segment:recycling",
        row("shortages", 5),
    )


def test_a_maker_and_a_participant_are_two_unless_they_are_one():
    chain = empty_chain()
    add_product(chain, "product:x")
    add_maker(chain, "product:x", "enterprise:q")
    add_segment(chain, "segment:s", ["product:x"], participants=(part("enterprise:r"),))
    add_segment(chain, "segment:t", ["product:x"], participants=(part("enterprise:q"),))
    found = states(chain)
    assert (found["segment:s"].state, found["segment:t"].state) == ("present", "weak")
    assert (found["segment:s"].verb, found["segment:t"].verb) == (None, "strengthen")


def test_without_maker_or_witness_a_segment_is_unknown():
    chain = chain_graph()
    chain.nodes["product:separator"]["shortages"] = ()
    separator = states(chain)["segment:separator"]
    assert (separator.state, separator.verb, separator.witness) == ("unknown", None, None)


def test_a_segment_of_two_products_is_missing_only_when_both_are():
    chain = empty_chain()
    for product in ("product:x", "product:y"):
        add_product(chain, product)
    add_segment(chain, "segment:s", ["product:x", "product:y"])
    chain.nodes["product:x"]["shortages"] = (shortage(2),)
    assert states(chain)["segment:s"].state == "unknown"
    chain.nodes["product:y"]["shortages"] = (shortage(3),)
    found = states(chain)["segment:s"]
    assert (found.state, found.evidence[-2:]) == ("missing", (row("shortages", 2), row("shortages", 3)))


def test_a_shortage_of_the_segment_itself_is_enough():
    chain = empty_chain()
    add_segment(chain, "segment:s", [], shortages=(shortage(2),))
    found = states(chain)
    assert (found["segment:s"].state, found["segment:s"].verb) == ("missing", "build")
    assert states(chain, NINGXIANG)["segment:s"].state == "missing"
    assert states(chain, HUNAN)["segment:s"].state == "unknown"


def test_a_data_set_that_lists_every_maker_is_a_witness():
    chain = empty_chain()
    add_product(chain, "product:x")
    chain.nodes["product:x"]["complete"] = (Completeness(region=CHANGSHA, evidence=(row("completeness", 2),)),)
    add_segment(chain, "segment:s", ["product:x"])
    found = states(chain)["segment:s"]
    assert (found.state, found.witness) == ("missing", "complete")


def test_a_shortage_of_a_kind_of_its_product_makes_a_segment_weak():
    chain = chain_graph()
    add_product(chain, "product:solid-cell", kind_of=["product:cell"])
    chain.nodes["product:solid-cell"]["shortages"] = (shortage(9),)
    cell = states(chain)["segment:cell"]
    assert (cell.state, cell.shortages) == ("weak", (row("shortages", 9),))


def test_the_verb_extends_what_is_held_upstream():
    """p is held, s after it is wanted: extend. Were s before p, it would be supplement."""
    for upstream_of, verb in ((("segment:p",), "supplement"), ((), "extend")):
        chain = empty_chain()
        add_product(chain, "product:p")
        add_maker(chain, "product:p", "enterprise:p")
        add_segment(chain, "segment:p", ["product:p"], upstream_of=() if upstream_of else ("segment:s",))
        add_segment(chain, "segment:s", [], upstream_of=upstream_of, shortages=(shortage(2),))
        assert states(chain)["segment:s"].verb == verb


def test_the_same_chain_looks_different_from_a_district_and_from_jingzhou():
    chain = chain_graph()
    assert states(chain, NINGXIANG)["segment:cathode"].state == "unknown"
    assert states(chain, NINGXIANG)["segment:precursor"].makers == ("enterprise:alpha",)
    assert states(chain, JINGZHOU)["segment:electrolyte"].makers == ("enterprise:zeta",)
    assert states(chain, NINGXIANG)["segment:cathode"].place_unknown == ("enterprise:beta",)


def test_a_developing_maker_is_told():
    chain = chain_graph()
    add_maker(chain, "product:separator", "enterprise:eta", stage="developing")
    separator = states(chain)["segment:separator"]
    assert (separator.state, separator.developing) == ("missing", ("enterprise:eta",))


def test_who_only_develops_does_not_hold_the_segment_though_it_takes_part():
    chain = empty_chain()
    add_product(chain, "product:x")
    m = Participant(enterprise="enterprise:m", places=at(CHANGSHA), evidence=(row("participations", 2),))
    add_segment(chain, "segment:x", ["product:x"], participants=(m,))
    (held,) = segment_states(chain, region=CHANGSHA)
    assert (held.state, held.sole, held.developing) == ("weak", "enterprise:m", ())
    add_maker(chain, "product:x", "enterprise:m", stage="developing")
    (begun,) = segment_states(chain, region=CHANGSHA)
    assert (begun.state, begun.sole, begun.developing) == ("developing", None, ("enterprise:m",))
    add_maker(chain, "product:x", "enterprise:m")
    (made,) = segment_states(chain, region=CHANGSHA)
    assert (made.state, made.sole, made.developing) == ("weak", "enterprise:m", ())


def test_a_segment_of_an_unknown_product_is_refused():
    chain = chain_graph()
    chain.remove_node("product:precursor")
    with pytest.raises(ContractError, match="segment segment:precursor: products is product:precursor"):
        segment_states(chain, region=CHANGSHA)


@repeatable
@given(chains())
def test_missing_is_said_with_a_witness_only(chain):
    for each in segment_states(chain, region=CHANGSHA):
        assert (each.state == "missing") == (each.witness is not None)
        assert (each.state in ("missing", "unknown")) == (not each.makers and not each.participants)
        assert each.evidence == tuple(sorted(set(each.evidence)))


@repeatable
@given(chains())
def test_a_further_maker_never_makes_a_segment_missing(chain):
    order = ["missing", "unknown", "weak", "present"]
    before = states(chain)
    for product in sorted({each for state in before.values() for each in state.products}):
        add_maker(chain, product, "enterprise:new")
    for name, after in states(chain).items():
        if after.products and not after.shortages:
            assert order.index(after.state) >= order.index(before[name].state)


def test_a_state_can_be_replaced_but_not_changed():
    state = next(iter(states(chain_graph()).values()))
    with pytest.raises(dataclasses.FrozenInstanceError):
        state.state = "present"

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis.agreement import agreements
from chaingraph.model import Participant
from graph_fixture import (
    CHANGSHA,
    HUNAN,
    JINGZHOU,
    add_maker,
    add_product,
    add_recipe,
    add_segment,
    at,
    chain_graph,
    empty_chain,
    row,
    shortage,
)
from graph_strategies import chains, repeatable


def told(chain: nx.DiGraph) -> dict[str, tuple[str, str | None, str | None]]:
    found = agreements(chain, region=CHANGSHA)
    return {one.subject.partition(":")[2]: (one.outcome, one.found, one.why) for one in found}


def test_stated_and_found_stated_alone_and_found_alone():
    """The plan names anode (one maker), separator and electrolyte (none); nothing names binder or the used cell."""
    found = told(chain_graph())
    assert found["anode"] == ("both", "sole-maker", None)
    assert found["separator"] == ("both", "no-maker", None)
    assert found["electrolyte"] == ("both", "no-maker", None)
    assert found["recycling"] == ("both", "sole-maker", None), "the segment, held by rho alone"
    assert found["binder"] == ("found-only", "no-maker", None)
    assert found["precursor"] == ("found-only", "sole-maker", None)


def test_the_agreed_come_first_and_bear_both_rows():
    found = agreements(chain_graph(), region=CHANGSHA)
    assert [one.outcome for one in found] == sorted(one.outcome for one in found)  # both, found-only: none stated-only
    (anode,) = [one for one in found if one.subject == "product:anode"]
    assert (anode.stated, anode.makers) == (("attract",), ("enterprise:gamma",))
    assert row("shortages", 2) in anode.evidence
    assert any("capabilities" in each for each in anode.evidence)


def test_why_what_is_stated_is_not_found():
    chain = empty_chain()
    for product in ("many", "idle", "done"):
        add_product(chain, f"product:{product}")
        chain.nodes[f"product:{product}"]["shortages"] = (shortage(2, "break-through"),)
    add_maker(chain, "product:many", "enterprise:a")
    add_maker(chain, "product:many", "enterprise:b")
    assert told(chain) == {
        "many": ("stated-only", None, "makers"),
        "idle": ("stated-only", None, "not-linked"),
        "done": ("stated-only", None, "not-linked"),
    }


def test_each_reason_why_a_stated_shortage_is_not_found():
    """By hand: one shortage each, and one fact that explains it; nobody in Changsha makes device or machine."""
    chain = empty_chain()
    for product in ("solved", "general", "taken", "input", "loose"):
        add_product(chain, f"product:{product}")
    add_product(chain, "product:special", kind_of=["product:general"])
    add_recipe(chain, "recipe:machine", ["product:machine"], [["product:special"]])
    add_maker(chain, "product:machine", "enterprise:m")
    add_recipe(chain, "recipe:device", ["product:device"], [["product:input"]])
    member = Participant(enterprise="enterprise:t", places=at(CHANGSHA), evidence=(row("participations", 1),))
    add_segment(chain, "segment:taken", ["product:taken"], participants=(member,))
    done = shortage(9, "break-through", HUNAN, state="solved")
    for number, product in enumerate(("solved", "general", "taken", "input", "loose")):
        open_ = shortage(number, "break-through")
        chain.nodes[f"product:{product}"]["shortages"] = (open_, done) if product == "solved" else (open_,)
    found = {name: why for name, (outcome, _, why) in told(chain).items() if outcome == "stated-only"}
    assert found == {
        "solved": "solved",
        "general": "kinds",
        "taken": "participants",
        "input": "not-demanded",
        "loose": "not-linked",
    }
    assert told(chain)["special"] == ("both", "no-maker", None), "the shortage of the general product is its own"
    (taken,) = [one for one in agreements(chain, region=CHANGSHA) if one.subject == "product:taken"]
    assert taken.makers == ("enterprise:t",)
    assert row("participations", 1) in taken.evidence


def test_a_shortage_of_the_general_product_agrees_with_a_gap_in_a_kind():
    chain = empty_chain()
    add_product(chain, "product:x", kind_of=["product:general"])
    add_recipe(chain, "recipe:p", ["product:p"], [["product:x"]])
    add_maker(chain, "product:p", "enterprise:p")
    chain.nodes["product:general"]["shortages"] = (shortage(2),)
    assert told(chain)["x"] == ("both", "no-maker", None)


def test_a_segment_with_two_holders_is_stated_alone():
    chain = empty_chain()
    add_product(chain, "product:x")
    add_maker(chain, "product:x", "enterprise:a")
    add_maker(chain, "product:x", "enterprise:b")
    add_segment(chain, "segment:x", ["product:x"], shortages=(shortage(3, "strengthen"),))
    assert told(chain)["x"] == ("stated-only", None, "makers")


@repeatable
@given(chains(), st.sampled_from([CHANGSHA, JINGZHOU]))
def test_nothing_that_is_stated_changes_what_is_found(chain, region):
    bare = chain.copy()
    for _, data in bare.nodes(data=True):
        data.update({key: () for key in ("shortages", "complete") if key in data})
    found = {one.subject: one.found for one in agreements(chain, region=region) if one.found}
    products = {name: state for name, state in found.items() if name.startswith("product:")}
    assert products == {one.subject: one.found for one in agreements(bare, region=region) if one.subject in products}

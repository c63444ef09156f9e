"""Does every finding say what to do about it, and how firm it is?"""

from dataclasses import replace

import pytest
from rdflib import Dataset

from chaingraph.analysis import agreements, availability, local_supply_rate, missing_links, switched_suppliers, what_if
from chaingraph.analysis.leads import leads_to
from chaingraph.analysis.whatif import Coming
from chaingraph.model import STATUSES
from chaingraph.verbs import findings
from graph_fixture import CHANGSHA, chain_graph, supply_graph

VERBS = {"build", "supplement", "extend", "strengthen"}


def test_a_finding_with_a_verb_keeps_it():
    for link in missing_links(chain_graph(), region=CHANGSHA):
        assert leads_to(link) == link.verb


def test_what_is_lost_is_to_be_strengthened_and_what_a_newcomer_brings_supplements():
    chain, supply = chain_graph(), supply_graph()
    assert leads_to(what_if(chain, supply, region=CHANGSHA, remove=["enterprise:beta"])) == "strengthen"
    came = what_if(chain, supply, region=CHANGSHA, add=[Coming(product="product:separator", place=CHANGSHA)])
    assert leads_to(came) == "supplement"


def test_a_rate_leads_somewhere_only_where_a_supplier_elsewhere_could_be_replaced():
    delta, epsilon = (
        local_supply_rate(supply_graph(), region=CHANGSHA, customer=f"enterprise:{name}")
        for name in ("delta", "epsilon")
    )
    assert (delta.switch, leads_to(delta)) == ("enterprise:zeta", "supplement")
    assert (epsilon.switch, leads_to(epsilon)) == (None, None)


def test_shortages_are_to_be_supplemented_sole_makers_strengthened_and_solved_ones_left():
    one = agreements(chain_graph(), region=CHANGSHA)[0]
    assert leads_to(replace(one, found="no-maker", stated=("attract",), why=None)) == "supplement"
    assert leads_to(replace(one, found="sole-maker", stated=(), why=None)) == "strengthen"
    assert leads_to(replace(one, found=None, stated=("attract",), why="makers")) == "supplement"
    assert leads_to(replace(one, found=None, stated=("strengthen",), why="makers")) == "strengthen"
    assert leads_to(replace(one, found=None, stated=("attract",), why="solved")) is None


def test_what_could_be_built_up_needs_nothing():
    told = {one.subject: leads_to(one) for one in availability(chain_graph(), region=CHANGSHA)}
    assert (told["product:ternary-cathode"], told["product:separator"]) == (None, "supplement")


def test_only_the_loss_of_the_last_local_supplier_asks_for_another():
    """Epsilon's cathode came from Jingzhou and then from Ningxiang: nothing to do; the other way round there would be."""
    supply = supply_graph()
    old, new = supply.copy(), supply.copy()
    old.remove_edge("enterprise:unnamed-ningxiang", "enterprise:epsilon")
    new.remove_edge("enterprise:unnamed-jingzhou", "enterprise:epsilon")
    (home,) = switched_suppliers(old, new, region=CHANGSHA)
    (away,) = switched_suppliers(new, old, region=CHANGSHA)
    assert (leads_to(home), leads_to(away)) == (None, "supplement")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("weak-links", {"chain": "电池"}),
        ("stands-on-one", {"chain": "电池"}),
        ("local-supply-rate", {}),
        ("availability", {"chain": "电池"}),
        ("agreements", {"chain": "电池"}),
        ("what-if", {"chain": "电池", "remove": "甲电芯"}),
        ("missing-links", {"chain": "电池"}),
        ("cut-sets", {"chain": "电池"}),
        ("positions", {"chain": "电池"}),
        ("portfolio", {"chain": "电池", "k": "2"}),
    ],
)
def test_every_row_has_verb_status_and_what_would_overturn_it(mini: Dataset, name: str, given: dict[str, str]) -> None:
    rows = findings(mini, name, **given)
    assert rows
    for row in rows:
        assert row["verb"] in {*VERBS, None}
        assert row["status"] in ({*STATUSES} if row["evidence"] else {*STATUSES, None})
        assert row["overturned_by_zh"]
        assert row["overturned_by_en"]

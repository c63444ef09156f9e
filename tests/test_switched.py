import pytest

import chaingraph as cg
from chaingraph.analysis.switched import switched_suppliers
from chaingraph.graphs import supply_graph as from_store
from chaingraph.model import ContractError
from graph_fixture import CHANGSHA, NINGXIANG, supply_graph


def without(*numbers: int):
    supply = supply_graph()
    supply.remove_edges_from([edge for edge in supply.edges(keys=True) if int(edge[2].partition("=")[2]) in numbers])
    return supply


def test_epsilon_goes_from_jingzhou_to_ningxiang():
    (one,) = switched_suppliers(without(6), without(5), region=CHANGSHA)
    assert (one.subject, one.product) == ("enterprise:epsilon", "product:cathode")
    assert (one.lost, one.gained, one.kept) == (
        ("enterprise:unnamed-jingzhou",),
        ("enterprise:unnamed-ningxiang",),
        (),
    )
    assert (one.local_before, one.local_after, one.known_before, one.known_after) == (0, 1, 1, 1)
    assert (one.share_before, one.share_after) == (0.4, 0.4)
    assert one.evidence == ("data:hand/supplies.csv#row=5", "data:hand/supplies.csv#row=6")


def test_a_customer_that_is_only_there_later_has_lost_nobody():
    found = switched_suppliers(without(2, 3, 4, 5, 6), without(3, 4, 5, 6), region=NINGXIANG)
    assert [(one.subject, one.lost, one.gained) for one in found] == [("enterprise:delta", (), ("enterprise:beta",))]
    assert (found[0].known_after, found[0].share_before) == (0, None), "beta is in Changsha, perhaps in Ningxiang"


def test_the_same_suppliers_are_no_finding():
    assert switched_suppliers(supply_graph(), supply_graph(), region=CHANGSHA) == ()


def test_an_unknown_region_is_refused():
    with pytest.raises(ContractError):
        switched_suppliers(supply_graph(), supply_graph(), region="region:999999")


def test_huaxing_turned_from_jingzhou_to_ningxiang():
    """Line 72 of the report of 2024: its cathode material came from Jingzhou, and comes from Ningxiang now, 40 %."""
    store = cg.build([cg.data_set("reference"), cg.data_set("changsha")])
    found = switched_suppliers(
        from_store(store, as_of="2023"), from_store(store, as_of="2024-01"), region="region:430100"
    )
    (one,) = [each for each in found if each.subject == "enterprise:hunan-huaxing"]
    assert one.product == "product:cathode-material"
    assert one.lost == ("enterprise:unnamed-cathode-supplier-jingzhou",)
    assert one.gained == ("enterprise:unnamed-cathode-supplier-ningxiang",)
    assert (one.local_before, one.local_after, one.share_after) == (0, 1, 0.4)

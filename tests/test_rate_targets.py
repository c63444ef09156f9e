"""Targets of a local supply rate beside what is computed, by hand.

On the hand-made supplies Delta in Changsha buys from one supplier of Changsha, one of elsewhere, and one of unknown
place: 1/2 by number of suppliers, between 1/3 and 2/3. It buys for 60 of 100 million yuan here.
"""

import networkx as nx
import pytest

from chaingraph.analysis import diagnose, local_supply_rate, rate_targets
from chaingraph.analysis.rate_targets import DIFFERENCES, beside
from chaingraph.calls import find
from chaingraph.model import ContractError, Reading
from chaingraph.paths import data_sets
from chaingraph.store import build
from chaingraph.views import chain_page, diagnosis_text
from graph_fixture import CHANGSHA, HUNAN, chain_graph, row, supply_graph

DELTA = "enterprise:delta"


def target(value, **more):
    told = {
        "subject": DELTA,
        "together": (DELTA, CHANGSHA),
        "unit": "unit:FRACTION",
        "comparator": "ge",
        "as_of": "2023",
        "scope": "按供应商数",
        "evidence": (row("indicator_values", 7),),
        **more,
    }
    return Reading(indicator="indicator:local-supply-rate", kind="target", value=value, **told)


def check(aim, *, as_of="2023-07", basis="supplier-count", customer=DELTA):
    rate = local_supply_rate(supply_graph(), region=CHANGSHA, customer=customer, basis=basis, as_of=as_of)
    chain = nx.DiGraph(chain="chain:hand", indicators=(aim,), searched=())
    (found,) = beside(chain, (rate,), region=CHANGSHA)
    return found


@pytest.mark.parametrize(
    ("comparator", "aim", "outcome"),
    [
        ("ge", 1 / 3, "reached"),
        ("gt", 1 / 3, "open"),
        ("gt", 0.3, "reached"),
        ("approx", 0.5, "open"),
        ("ge", 2 / 3, "open"),
        ("ge", 0.7, "not-reached"),
        ("gt", 2 / 3, "not-reached"),
        ("le", 0.7, "reached"),
        ("le", 0.5, "open"),
        ("lt", 1 / 3, "not-reached"),
    ],
)
def test_a_target_on_the_same_terms_is_reached_by_the_bounds(comparator, aim, outcome):
    found = check(target(aim, comparator=comparator))
    assert (found.comparable, found.differs, found.outcome) == (True, (), outcome)
    assert (found.rate, found.lower, found.upper) == (1 / 2, 1 / 3, 2 / 3)
    assert found.distance == 1 / 2 - aim
    assert found.evidence == (row("indicator_values", 7), *(row("supplies", number) for number in (2, 3, 4)))


@pytest.mark.parametrize(
    ("more", "given", "differs"),
    [
        ({"scope": "计算口径未说明"}, {}, ("basis",)),
        ({"scope": None}, {}, ("basis",)),
        ({"scope": "按金额"}, {}, ("basis",)),
        ({"scope": "按金额"}, {"basis": "value"}, ()),
        ({"scope": "按金额，按产品"}, {"basis": "value"}, ("basis",)),
        ({"together": (DELTA, HUNAN)}, {}, ("region",)),
        ({"together": (DELTA,)}, {}, ("region",)),
        ({"as_of": "2024"}, {}, ("period",)),
        ({}, {"as_of": None}, ("period",)),
        ({"as_of": None, "valid_from": "2021", "valid_until": "2024"}, {}, ()),
        ({"as_of": None, "valid_from": "2021", "valid_until": "2023"}, {}, ("period",)),
        ({"as_of": None, "valid_from": "2021", "valid_until": "2023-07"}, {"as_of": "2023-06"}, ()),
        ({"as_of": None, "valid_from": "2021", "valid_until": "2023-06-30"}, {"as_of": "2023-06-30"}, ("period",)),
        ({"as_of": None, "valid_from": "2021", "valid_until": "2023-07"}, {"as_of": "2023"}, ("period",)),
        ({"as_of": "2023-12-31"}, {"as_of": "2023"}, ()),
        ({"unit": "unit:NUM"}, {}, ("unit",)),
        ({"subject": "chain:hand", "together": ("chain:hand", CHANGSHA)}, {"customer": None}, ()),
        ({"subject": "chain:other", "together": ("chain:other", CHANGSHA)}, {"customer": None}, ("scope",)),
        (
            {"subject": "enterprise:epsilon", "together": ("enterprise:epsilon", CHANGSHA)},
            {"customer": None},
            ("scope",),
        ),
        (
            {"scope": None, "unit": "unit:NUM", "as_of": "2020", "together": ()},
            {},
            ("basis", "region", "period", "unit"),
        ),
    ],
)
def test_why_a_rate_does_not_answer_a_target(more, given, differs):
    found = check(target(0.3, **more), **given)
    assert found.differs == tuple(name for name in DIFFERENCES if name in differs)
    assert found.comparable == (not differs)
    assert (found.outcome == "not-comparable", found.distance is None) == (bool(differs), bool(differs))


def test_the_time_of_a_target_is_told_with_both_ends_included():
    """The ontology's `validUntil` is the first date no longer meant: 2024 stands for the end of 2023."""
    assert check(target(0.3, as_of=None, valid_from="2021", valid_until="2024")).target_time == "2021/2023"
    assert check(target(0.3, as_of=None, valid_from="2023", valid_until="2024")).target_time == "2023"


def test_actual_figures_and_other_indicators_are_no_targets():
    actual = target(0.4)
    others = (
        Reading(indicator=actual.indicator, subject=DELTA, kind="actual", value=0.4, unit="unit:FRACTION"),
        Reading(indicator="indicator:other", subject=DELTA, kind="target", value=0.4, unit="unit:FRACTION"),
    )
    assert beside(nx.DiGraph(chain="chain:hand", indicators=others, searched=()), (), region=CHANGSHA) == ()
    with pytest.raises(ContractError):
        beside(nx.DiGraph(), (), region=CHANGSHA)


def test_a_customer_without_rate_stands_beside_the_region_s():
    chain = chain_graph()
    chain.graph["chain"], chain.graph["indicators"] = "chain:hand", (target(0.3, subject="enterprise:nobody"),)
    found = rate_targets(chain, supply_graph(), region=CHANGSHA)
    assert found
    assert all("scope" in one.differs for one in found)
    assert diagnose(chain, supply_graph(), region=CHANGSHA).rate_targets == found


def test_the_three_targets_of_changsha_are_not_comparable_and_the_pages_say_why():
    """The plan and the newspaper say that no basis is told; Foton's aim is for 2025, the supplies are of no date."""
    store = build(data_sets())
    (first, *_) = machinery = find(store, "rate-targets", chain="工程机械")
    assert (first.subject, first.target, first.target_time) == ("chain:construction-machinery", 0.3, "2023")
    assert first.target_places == ("region:430100",)
    assert {one.differs for one in machinery} == {("basis", "period")}
    foton = [one for one in find(store, "rate-targets", chain="汽车", as_of="2025-06") if one.target == 0.5]
    assert {(one.subject, one.differs) for one in foton} == {("enterprise:foton-changsha", ("basis",))}
    wider = find(store, "rate-targets", chain="新能源汽车")
    assert {one.differs for one in wider} == {("basis", "scope", "period")}
    from chaingraph.verbs import diagnosis

    graph, told = diagnosis(store, "工程机械")
    text = diagnosis_text(graph, told)
    assert "工程机械产业链：目标约30%（2023） [不可比]" in text
    assert "不可比：口径（目标未说明，测算按供应商个数）；时期（目标2023，测算未限时点）" in text
    assert "目标约30%" in chain_page(graph, told)

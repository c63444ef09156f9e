import copy
import inspect

import pytest

from chaingraph.analysis import (
    ANALYSES,
    diagnose,
    local_gaps,
    missing_links,
    segment_states,
    stands_on_one,
    weak_links,
)
from chaingraph.analysis.counted import chain_supply
from chaingraph.findings import Finding, to_frame
from chaingraph.model import ContractError
from graph_fixture import CHANGSHA, JINGZHOU, add_supply, at, chain_graph, row, supply_graph


@pytest.fixture
def diagnosis():
    return diagnose(chain_graph(), supply_graph(), region=CHANGSHA)


def test_a_diagnosis_holds_what_each_analysis_finds(diagnosis):
    chain = chain_graph()
    assert (diagnosis.chain, diagnosis.region, diagnosis.as_of) == (
        "chain:energy-storage",
        CHANGSHA,
        "2024-01-18",
    )
    assert diagnosis.segments == segment_states(chain, region=CHANGSHA)
    assert diagnosis.missing == missing_links(chain, region=CHANGSHA)
    assert diagnosis.gaps == local_gaps(chain, region=CHANGSHA)
    assert diagnosis.weak == weak_links(chain, region=CHANGSHA)
    assert diagnosis.alone == stands_on_one(chain, region=CHANGSHA)


def test_a_diagnosis_gives_rates_and_readings_with_evidence(diagnosis):
    assert (diagnosis.rates[0].subject, diagnosis.rates[0].basis) == (CHANGSHA, "supplier-count")
    assert [reading.value for reading in diagnosis.readings] == [0.3]
    assert diagnosis.searched == ("document:paper", "document:plan")
    for finding in (*diagnosis.segments, *diagnosis.missing, *diagnosis.weak, *diagnosis.rates):
        assert finding.evidence


def test_where_nothing_is_made_there_are_no_gaps_and_no_weak_links():
    chain = chain_graph()
    for product, makers in chain.nodes(data="makers"):
        if makers:
            chain.nodes[product]["makers"] = ()
    found = diagnose(chain, supply_graph(), region=JINGZHOU)
    assert (found.gaps, found.weak, found.alone) == ((), (), ())
    assert {each.state for each in found.missing} == {"unknown"}
    assert found.rates[0].rate is None


def test_supplies_of_other_chains_are_left_out():
    supply = supply_graph()
    supply.add_node("enterprise:baker", places=at(CHANGSHA))
    add_supply(supply, 9, "beta", "baker", "flour")
    assert "enterprise:baker" not in chain_supply(chain_graph(), supply)
    add_supply(supply, 10, "beta", "delta", "flour")
    assert chain_supply(chain_graph(), supply).number_of_edges() == 6, "delta makes cells, whatever it buys"


def test_the_graphs_are_left_as_they_were():
    chain, supply = chain_graph(), supply_graph()
    before = copy.deepcopy([(dict(g.nodes(data=True)), list(g.edges(data=True)), g.graph) for g in (chain, supply)])
    diagnose(chain, supply, region=CHANGSHA)
    assert before == [(dict(g.nodes(data=True)), list(g.edges(data=True)), g.graph) for g in (chain, supply)]


def test_a_chain_without_indicators_is_refused():
    chain = chain_graph()
    del chain.graph["indicators"]
    with pytest.raises(ContractError, match="no 'indicators'"):
        diagnose(chain, supply_graph(), region=CHANGSHA)


MORE = {
    "relatedness": {"least": 2},
    "substitutes": {"enterprise": "enterprise:delta"},
    "what_if": {"remove": ["enterprise:delta"]},
}
"""What some analyses must be told besides the region."""


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda analysis: analysis.__name__)
def test_an_analysis_takes_graphs_and_keywords_and_gives_findings(analysis):
    parameters = inspect.signature(analysis).parameters.values()
    first = [each.name for each in parameters if each.kind is not each.KEYWORD_ONLY]
    assert first in (["chain"], ["supply"], ["chain", "supply"], ["before", "after"])
    later = supply_graph()
    later.remove_edge("enterprise:unnamed-jingzhou", "enterprise:epsilon", row("supplies", 5))
    graphs = {"chain": chain_graph(), "supply": supply_graph(), "before": supply_graph(), "after": later}
    if analysis.__name__ == "brokers":  # delta has no supplier but beta then
        graphs["supply"].remove_nodes_from(["enterprise:zeta", "enterprise:eta"])
    found = analysis(*(graphs[name] for name in first), region=CHANGSHA, **MORE.get(analysis.__name__, {}))
    findings = found if isinstance(found, tuple) else (found,)
    assert findings
    assert all(isinstance(each, Finding) and each.searched for each in findings)
    nothing = [each for each in findings if not each.evidence]  # only where nothing changes
    assert all(getattr(each, "changed", None) == () for each in nothing)
    assert len(to_frame(findings, names={})) == len(findings)

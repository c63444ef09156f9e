"""Do analyses that share what they have in common find what each finds alone, and is nothing kept too long?"""

import networkx as nx
import pytest
from hypothesis import given

from chaingraph import analysis
from chaingraph.model import ContractError, Maker, Shortage
from chaingraph.shared import alike, shared, shared_results, stated
from graph_fixture import CHANGSHA as REGION
from graph_fixture import chain_graph, supply_graph
from graph_strategies import chains, repeatable

OF_CHAIN = (
    analysis.segment_states,
    analysis.missing_links,
    analysis.local_gaps,
    analysis.mismatches,
    analysis.weak_links,
    analysis.stands_on_one,
    analysis.agreements,
    analysis.ratings,
)


def test_together_they_find_what_each_finds_alone() -> None:
    chain, supply = chain_graph(), supply_graph()
    alone = [one(chain, region=REGION) for one in OF_CHAIN]
    invited = analysis.investment_targets(chain, supply, region=REGION)
    with shared_results():
        backwards = [one(chain, region=REGION) for one in reversed(OF_CHAIN)]
        assert analysis.investment_targets(chain, supply, region=REGION) == invited
    assert backwards[::-1] == alone
    assert any(alone)


@repeatable
@given(chains())
def test_on_any_chain_they_find_together_what_each_finds_alone(chain: nx.DiGraph) -> None:
    alone = [one(chain, region=REGION) for one in OF_CHAIN]
    with shared_results():
        assert [one(chain, region=REGION) for one in reversed(OF_CHAIN)][::-1] == alone


def test_nothing_is_kept_from_one_call_to_the_next() -> None:
    chain = chain_graph()
    lacking = analysis.missing_links(chain, region=REGION)[0].subject
    maker = Maker(enterprise="enterprise:new", places=frozenset({REGION}), evidence=("data:x/y.csv#row=2",))
    chain.nodes[lacking]["makers"] += (maker,)
    assert lacking not in {link.subject for link in analysis.missing_links(chain, region=REGION)}


def test_in_a_block_a_pure_function_runs_once_for_equal_arguments() -> None:
    calls: list[object] = []

    @shared
    def told(graph: nx.DiGraph, name: str, *, of: object = None) -> int:
        calls.append((name, of))
        return len(calls)

    one, other, by_name = nx.DiGraph(), nx.DiGraph(), {"a": 1}
    with shared_results():
        assert [told(one, "a"), told(one, "a"), told(other, "a"), told(one, "b")] == [1, 1, 2, 3]
        assert told(one, "a", of=by_name) == told(one, "a", of=by_name) == 4
        assert told(one, "a", of={"a": 1}) == 5  # another mapping, even if equal: it might be changed
    assert told(one, "a") == 6


def test_graphs_that_are_alike_share_structure_and_not_what_is_stated() -> None:
    @shared
    def size(graph: nx.DiGraph) -> int:
        return len(graph)

    @stated
    def shortages(graph: nx.DiGraph) -> int:
        return sum(len(each) for _, each in graph.nodes(data="shortages"))

    chain = nx.DiGraph()
    chain.add_node("product:a", shortages=(Shortage(kind="attract"),))
    bare = chain.copy()
    bare.nodes["product:a"]["shortages"] = ()
    with shared_results():
        assert (size(chain), shortages(chain)) == (1, 1)
        alike(bare, chain)
        bare.add_node("product:b", shortages=())  # against the rule, so that it shows whose size is told
        assert (size(bare), shortages(bare)) == (1, 0)


def test_what_fails_is_not_kept() -> None:
    chain = chain_graph()
    with shared_results():
        for _ in range(2):
            with pytest.raises(ContractError, match="region:nowhere"):
                analysis.missing_links(chain, region="region:nowhere")

import dataclasses

import networkx as nx
import pytest

from chaingraph.findings import Finding, merge, to_frame
from chaingraph.model import ContractError, Maker, require, require_chain
from graph_fixture import CHANGSHA, add_product, add_segment, chain_graph, empty_chain


def test_the_contract_holds_for_the_hand_typed_chain():
    require_chain(chain_graph(), region=CHANGSHA)


def test_a_product_without_makers_is_refused_by_name():
    chain = chain_graph()
    del chain.nodes["product:cell"]["makers"]
    with pytest.raises(ContractError, match=r"node product:cell: no 'makers'; give a tuple of Maker, empty when"):
        require_chain(chain)


def test_the_refusal_speaks_chinese_too():
    with pytest.raises(ContractError) as refusal:
        require(nx.DiGraph(), graph_keys=("searched",))
    assert refusal.value.text("zh") == "graph：缺 'searched'；应为检索过的文档元组。"


def test_an_attribute_of_products_is_not_wanted_on_recipes():
    chain = empty_chain()
    chain.add_node("recipe:r", kind="recipe")
    require(chain, node=("makers",))


def test_an_edge_without_evidence_is_refused():
    chain = chain_graph()
    del chain.edges["product:ternary-cathode", "product:cathode"]["evidence"]
    with pytest.raises(ContractError, match="edge product:ternary-cathode → product:cathode: no 'evidence'"):
        require_chain(chain)


def test_an_unknown_kind_of_node_is_refused():
    chain = empty_chain()
    chain.add_node("x", kind="firm")
    with pytest.raises(ContractError, match="node x: kind is 'firm'; give one of product, requirement, recipe"):
        require_chain(chain)


def test_a_role_between_the_wrong_kinds_is_refused():
    chain = chain_graph()
    chain.edges["product:precursor", "requirement:ternary-cathode.precursor"]["role"] = "output"
    with pytest.raises(ContractError, match=r"role is 'output' \(product → requirement\)"):
        require_chain(chain)


def test_a_segment_of_an_unknown_product_is_refused():
    chain = empty_chain()
    add_segment(chain, "segment:s", [])
    chain.graph["segments"]["segment:s"]["products"] = ("product:lost",)
    with pytest.raises(ContractError, match="segment segment:s: products is product:lost"):
        require_chain(chain)


def test_a_region_that_the_graph_does_not_know_is_refused():
    with pytest.raises(ContractError, match="region region:430199: within is region:430199; give a place among"):
        require_chain(chain_graph(), region="region:430199")


def test_any_region_is_taken_where_the_graph_tells_no_places():
    require_chain(empty_chain(within=False), region="region:430199")


def test_a_maker_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Maker(enterprise="enterprise:a").stage = "planned"


def test_evidence_is_merged_sorted_and_once():
    assert merge([("b", "a"), (), ("b", "c")]) == ("a", "b", "c")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Finding):
    number: int
    told: tuple[str, ...] = ()


def test_a_frame_has_one_row_per_finding_with_evidence_last():
    claims = [
        Claim(subject="product:b", number=2, told=("x", "y"), evidence=("r1",)),
        Claim(subject="product:a", number=1),
    ]
    frame = to_frame(claims)
    assert list(frame.columns) == ["subject", "number", "told", "evidence", "searched"]
    assert frame.to_dict("records") == [
        {"subject": "product:b", "number": 2, "told": "x; y", "evidence": "r1", "searched": ""},
        {"subject": "product:a", "number": 1, "told": "", "evidence": "", "searched": ""},
    ]


def test_a_frame_names_its_subjects_when_asked():
    frame = to_frame([Claim(subject="product:a", number=1)], names={"product:a": ("甲", "A")})
    assert list(frame.columns)[:3] == ["subject", "name_zh", "name_en"]
    assert frame.loc[0, "name_zh"] == "甲"


def test_a_frame_of_no_findings_is_empty():
    assert list(to_frame([]).columns) == ["subject", "evidence", "searched"]


def test_the_fixture_adds_a_product_once():
    chain = empty_chain()
    add_product(chain, "product:a")
    chain.nodes["product:a"]["makers"] = (Maker(enterprise="enterprise:a"),)
    add_product(chain, "product:a")
    assert chain.nodes["product:a"]["makers"]

"""Do the analyses say the right thing of a park, a county, a city, a city group, a province, the country, at any date?

Worked out by hand from the rows of data/changsha. In the chain of energy-storage materials:

* Qitai Sensing, which makes pressure chips, is all there is in Liuyang's zone: nothing of the chain.
* Ningxiang's high-tech zone has Hunan Huaxing and an unnamed maker of cathodes. Huaxing bought cathodes in Jingzhou
  (until known ended, 2024-01), since then from that neighbour.
* Changsha further has CNGR (precursor, alone) and two more makers of cathodes; the plan of 2021-02-19 wants
  makers of separators and electrolyte for the city, hence for its districts and parks, not for its group or province.
"""

from collections.abc import Iterator

import networkx as nx
import pytest
from rdflib import Dataset

from chaingraph.calls import find, list_analyses, look, parameters
from chaingraph.errors import ChaingraphError, ContractError
from chaingraph.findings import Finding
from chaingraph.graphs import chain_graph, shared_rows, supply_graph
from chaingraph.grouping import with_group
from chaingraph.labelled import named
from chaingraph.model import Completeness
from chaingraph.paths import data_sets
from chaingraph.store import build
from chaingraph.verbs import diagnosis, explain, findings
from graph_fixture import CHANGSHA, HUNAN, JINGZHOU, NINGXIANG, add_maker, add_product, empty_chain, shortage

CHAIN = "先进储能材料"
LEVELS = {
    "park": ("浏阳经开区", "park:liuyang-etdz"),
    "county": ("宁乡市", "region:430182"),
    "city": ("长沙", "region:430100"),
    "group": ("长沙;荆州", "region:421000;长沙市"),
    "province": ("湖南", "region:430000"),
    "country": ("中国", "region:cn"),
}
"""A place of each level, written in two ways."""

ASKED = {
    "substitutes": {"product": "正极材料"},
    "what-if": {"remove": "中伟新能源"},
    "switched-suppliers": {"before": "2021", "after": "2025-06"},
}
"""What some analyses must be given besides the region."""


@pytest.fixture(scope="module")
def store() -> Iterator[Dataset]:
    face = build(data_sets())
    with shared_rows(face):
        yield face


def by_subject(found: tuple[Finding, ...]) -> dict[str, Finding]:
    return {one.subject.partition(":")[2].rpartition(".")[2]: one for one in found}


@pytest.mark.parametrize(
    ("region", "precursor", "cathode", "separator"),
    [
        ("浏阳经开区", "unknown", "unknown", "missing"),
        ("宁乡市", "unknown", "present", "missing"),
        ("宁乡高新区", "unknown", "present", "missing"),
        ("长沙", "weak", "present", "missing"),
        ("长株潭", "weak", "present", "unknown"),
        ("株洲", "unknown", "unknown", "unknown"),
        ("长沙;株洲;湘潭", "weak", "present", "unknown"),
        ("湖南", "weak", "present", "unknown"),
        ("中国", "weak", "present", "unknown"),
    ],
)
def test_segments_at_every_level(store, region, precursor, cathode, separator):
    found = by_subject(find(store, "segment-states", chain=CHAIN, region=region))
    assert found["precursor"].state == precursor
    assert found["cathode-material"].state == cathode
    assert found["separator"].state == separator


def test_a_group_by_name_is_the_group_of_the_data(store):
    """Nothing else of the data lies in the three cities than in Chang-Zhu-Tan, which they make up."""
    for name in ("states", "missing-links", "local-gaps", "weak-links", "local-supply-rate", "ratings"):
        options = {"chain": CHAIN} if "chain" in parameters(list_analyses()[name]) else {}
        one = find(store, name, **options, region="长株潭")
        other = find(store, name, **options, region="湘潭;长沙;株洲")
        assert [(each.subject, each.evidence) for each in one if not each.subject.startswith("region:")] == [
            (each.subject, each.evidence) for each in other if not each.subject.startswith("region:")
        ]
        assert {each.region for each in other} == {"region:430100+region:430200+region:430300"}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "name",
    [name for name, each in list_analyses().items() if "region" in parameters(each) and name != "relatedness"],
)
def test_every_analysis_says_the_same_of_a_place_however_it_is_written(store, name, level):
    given = dict(ASKED.get(name, {}))
    if "chain" in parameters(list_analyses()[name]):
        given["chain"] = CHAIN
    found, other = (find(store, name, **given, region=written) for written in LEVELS[level])
    assert found == other
    for one in found:
        assert one.evidence == tuple(sorted(set(one.evidence)))


def test_relatedness_says_which_records_are_lacking(store):
    """The record knows makers of this chain in two cities: Changsha and Jingzhou."""
    with pytest.raises(ContractError) as caught:
        find(store, "relatedness", chain=CHAIN, region="长沙")
    assert "至少 20 个；本链资料中有投产记录的只有 2 个。请在 capabilities.csv 补充" in caught.value.text("zh")
    assert "in 2; add makers of other regions" in caught.value.text("en")


def test_cut_sets_of_the_record(store):
    """CNGR alone makes precursors; cathodes for vehicles have two makers on record, so both would have to stop."""
    found = [(one.subject, one.enterprises) for one in find(store, "cut-sets", chain=CHAIN, region="长沙")]
    assert ("product:ternary-precursor", ("enterprise:cngr",)) in found
    both = ("enterprise:changyuan-lico", "enterprise:shanshan-energy")
    assert ("product:automotive-cathode-material", both) in found


def test_positions_of_the_record_lead_from_scrap_to_systems(store):
    found = {one.subject: one for one in find(store, "positions", chain=CHAIN, region="长沙")}
    cell, system = found["product:cell"], found["product:energy-storage-system"]
    assert "product:cell" in system.inputs
    assert found["product:spent-lithium-battery"].trophic_level < cell.trophic_level < system.trophic_level
    assert (system.upstreamness, system.users) == (1.0, ())
    assert cell.upstreamness > 1


def test_a_portfolio_of_the_record_closes_the_gaps_of_those_it_invites(store):
    exact, greedy = find(store, "portfolio", chain=CHAIN, region="长沙", k="1")
    assert (exact.method, greedy.method) == ("exact", "greedy")
    assert len(exact.chosen) == len(greedy.chosen) == 1
    assert greedy.value <= exact.value == len(exact.closes) <= exact.bound == greedy.bound


def test_the_diagnosis_and_the_names_of_a_group(store):
    graph, found = diagnosis(store, CHAIN, region="长沙;株洲")
    assert graph.graph["names"][found.region] == ("长沙市＋株洲市", "Changsha + Zhuzhou")
    assert named(store, [{"region": found.region}], lang="en") == [{"region": "Changsha + Zhuzhou"}]
    assert "长沙市＋株洲市" in explain(store, "missing-links", chain=CHAIN, region="长沙;株洲")


def test_one_that_lies_in_another_adds_nothing(store):
    (chain,), _ = look(store, "missing-links", chain=CHAIN, region="长沙;宁乡市;浏阳经开区")
    assert not any("+" in place for place in chain.graph["within"])


def test_a_group_is_what_all_of_it_is():
    """Ningxiang and Jingzhou; a maker known only to be in Hunan, or in China, may be in the group or not."""
    chain = empty_chain()
    for product in "abcdef":
        add_product(chain, f"product:{product}")
    for product, place in zip("abcd", (NINGXIANG, HUNAN, "region:cn", CHANGSHA), strict=True):
        add_maker(chain, f"product:{product}", "enterprise:x", place)
    both = shortage(1)
    chain.nodes["product:e"]["shortages"] = (
        shortage(2),
        type(both)(kind="attract", places=frozenset({HUNAN, JINGZHOU}), as_of="2021", evidence=both.evidence),
    )
    chain.nodes["product:f"]["complete"] = (
        Completeness(region=CHANGSHA, evidence=("data:hand/completeness.csv#1",)),
        Completeness(region=JINGZHOU, evidence=("data:hand/completeness.csv#2",)),
    )
    grouped, name = with_group(chain, (NINGXIANG, JINGZHOU))
    assert name == "region:421000+region:430182"
    assert grouped.graph["within"][name] == {"region:cn"}
    places = {product: grouped.nodes[f"product:{product}"]["makers"][0].places for product in "abcd"}
    assert name in places["a"]
    assert places["b"] == places["c"] == {"region:cn"}
    assert places["d"] == {"region:cn"}, "Changsha contains Ningxiang: whether the maker is there is not known"
    plan, wider = grouped.nodes["product:e"]["shortages"]
    assert (name in plan.places, name in wider.places) == (False, True)
    assert [one.region for one in grouped.nodes["product:f"]["complete"]] == [CHANGSHA, JINGZHOU, name]
    assert grouped.nodes["product:f"]["complete"][-1].evidence == (
        "data:hand/completeness.csv#1",
        "data:hand/completeness.csv#2",
    )
    assert name not in chain.nodes["product:a"]["makers"][0].places, "the graph itself is not changed"


def test_a_group_with_an_unknown_region_is_refused(store):
    with pytest.raises(ContractError, match="within"):
        with_group(chain_graph(store, CHAIN), (CHANGSHA, "region:nowhere"))
    with pytest.raises(ChaingraphError, match="nowhere"):
        find(store, "missing-links", chain=CHAIN, region="长沙;nowhere")


@pytest.mark.parametrize(
    ("as_of", "state"), [("2020", "unknown"), ("2021", "missing"), ("2023", "missing"), ("2025-06", "missing")]
)
def test_the_separator_is_missing_from_the_day_the_plan_says_so(store, as_of, state):
    assert by_subject(find(store, "missing-links", chain=CHAIN, as_of=as_of))["separator"].state == state
    assert by_subject(find(store, "segment-states", chain=CHAIN, as_of=as_of))["separator"].state == state


@pytest.mark.parametrize(
    ("as_of", "city", "country", "elsewhere"),
    [("2021", 0.0, 1.0, True), ("2023", 0.0, 1.0, True), ("2025-06", 1.0, 1.0, False)],
)
def test_huaxing_goes_from_jingzhou_to_ningxiang(store, as_of, city, country, elsewhere):
    """Rate of Huaxing, ring by ring, and the match-making case: cathodes are made beside it, and bought elsewhere."""
    rates = find(store, "nested-supply-rates", customer="湖南华兴", region="宁乡市", as_of=as_of)
    assert [one.region for one in rates] == [
        "region:430182",
        "region:430100",
        "region:changzhutan",
        "region:430000",
        "region:cn",
    ]
    assert [one.rate for one in rates] == [city, city, city, city, country]
    assert {one.coverage for one in rates} == {1.0}
    found = by_subject(find(store, "mismatches", chain=CHAIN, region="宁乡市", as_of=as_of))
    bought = [one for one in found.values() if one.cause == "bought-elsewhere"]
    assert [one.subject for one in bought] == (["product:cathode-material"] if elsewhere else [])
    assert [one.supplied_from for one in bought] == ([(JINGZHOU,)] if elsewhere else [])


def test_huaxing_switched_by_the_data(store):
    (one,) = find(store, "switched-suppliers", before="2021", after="2025-06", region="宁乡市")
    assert one.subject == "enterprise:hunan-huaxing"
    assert (one.lost, one.gained) == (
        ("enterprise:unnamed-cathode-supplier-jingzhou",),
        ("enterprise:unnamed-cathode-supplier-ningxiang",),
    )
    assert (one.local_before, one.local_after, one.share_after) == (0, 1, 0.4)
    assert one.evidence == ("data:changsha/supplies.csv#row=2", "data:changsha/supplies.csv#row=3")
    assert find(store, "switched-suppliers", before="2021", after="2023") == ()


def test_rates_of_a_chain_and_of_a_cluster(store):
    """Foton's parts are the automobile chain's; nobody of the machinery cluster is a customer on record."""
    (rate,) = find(store, "local-supply-rate", chain="汽车")
    assert "data:changsha/supplies.csv#row=4" in rate.evidence
    assert "data:changsha/supplies.csv#row=10" not in rate.evidence, "loans are no part of the chain"
    (none,) = find(store, "local-supply-rate", cluster="工程机械产业集群")
    assert (none.supplies, none.rate, none.lower) == (0, None, None)
    with pytest.raises(ChaingraphError, match="wrong parameters"):
        find(store, "brokers", cluster="工程机械产业集群")


def test_supply_analyses_know_the_country(store):
    """Three of five suppliers are in China by the report of 2024: lines 66, 72 (宁乡) and 110 (中大创远, of 湖南)."""
    graph: nx.MultiDiGraph = supply_graph(store)
    assert graph.graph["within"]["region:cn"] == frozenset()
    assert find(store, "local-supply-rate", region="中国")[0].numerator == 3


def test_rows_say_what_would_overturn_them(store):
    rows = findings(store, "missing-links", chain=CHAIN)
    (row,) = [row for row in rows if row["subject"] == "product:separator"]
    assert (
        row["overturned_by_zh"] == "查到长沙市有企业已投产隔膜，或依据（长发〔2021〕3号 第153行）被更正、注明已解决。"
    )
    assert "(长发〔2021〕3号, line 153)" in row["overturned_by_en"]

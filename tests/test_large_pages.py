"""Large networks and chains: grouped, bounded, every node in just one group."""

import json
import re
from itertools import pairwise

import networkx as nx
import pytest

from chaingraph import views
from chaingraph.analysis import diagnose
from chaingraph.model import Maker
from chaingraph.views.bilingual import Both
from chaingraph.views.draw import FULL
from chaingraph.views.grouping import LARGEST, communities, groups, told_by
from chaingraph.views.placing import places
from view_fixture import CITY, battery_chain, battery_supply


def data_of(page):
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL).group(1))


def test_every_node_is_in_just_one_group_and_none_is_too_large():
    nodes = [f"n{number:05}" for number in range(3000)]
    by = {node: "big" if number < 2500 else f"small-{number}" for number, node in enumerate(nodes)}
    found = groups(by, {"big": Both("大", "Big")}, nodes)
    assert sorted(member for group in found for member in group.members) == nodes
    assert max(len(group.members) for group in found) <= LARGEST
    assert [group.name.en for group in found[:2]] == ["Big (1/4)", "Big (2/4)"]
    assert [group.name.en for group in found if group.key == ""] == ["Others"]


def test_nodes_are_grouped_by_what_half_of_them_tell():
    told = {"a": {"park": "east"}, "b": {"park": "west"}, "c": {}, "d": {"segment": "x"}}
    assert told_by(told) == {"a": "east", "b": "west"}
    assert told_by({"a": {"park": "east"}, "b": {}, "c": {}}) == {}
    assert told_by({"a": {"segments": ("cell", "pack")}, "b": {"segments": ["pack"]}}) == {"a": "cell", "b": "pack"}


def test_two_cliques_are_two_communities():
    graph = nx.relabel_nodes(nx.barbell_graph(6, 0), str)
    found = communities(sorted(graph), list(graph.edges))
    assert len({found[str(number)] for number in range(6)}) == 1
    assert len({found[str(number)] for number in range(12)}) == 2


@pytest.mark.parametrize("count", [1, 9, 500])
def test_no_two_nodes_share_a_place_and_long_lines_are_wrapped(count):
    nodes = [f"n{number:04}" for number in range(count)]
    at = places(nodes, list(pairwise(nodes)))
    assert len(set(at.values())) == count
    wide = max(x for x, _ in at.values())
    high = max(y for _, y in at.values()) - min(y for _, y in at.values())
    assert wide <= 10 * 290 or wide < 4 * high


def test_a_network_is_drawn_whole_up_to_the_limit_and_in_groups_above():
    assert len(data_of(views.draw_page(nx.path_graph(FULL), title="x"))["network"]["nodes"]) == FULL
    data = data_of(views.draw_page(nx.path_graph(FULL + 1, create_using=nx.DiGraph), title="x"))
    assert len(data["ids"]) == sum(data["sizes"]) == FULL + 1
    assert len(data["links"]) == 2 * FULL
    assert len(data["network"]["nodes"]) == len(data["sizes"]) <= 300


def test_a_large_chain_is_grouped_by_segment_and_park():
    """6,000 more makers of cells in one park: that park in parts, each segment a group with its state."""
    chain = battery_chain()
    crowd = tuple(
        Maker(enterprise=f"enterprise:x{number}", places=frozenset({"park:high", CITY}), evidence=())
        for number in range(FULL + 1000)
    )
    chain.nodes["product:cell"]["makers"] += crowd
    page = views.chain_page(chain, diagnose(chain, battery_supply(), region=CITY))
    data = data_of(page)
    assert "product:separator" in data["ids"]
    assert "enterprise:x77" in data["ids"]
    names = [data["texts"][name][0] for name in data["groups"]]
    assert "隔膜" in names
    assert "星城高新区（1/8）" in names
    looks = {data["texts"][data["groups"][int(node["id"][1:])]][0]: node["look"] for node in data["network"]["nodes"]}
    assert looks["隔膜"] == "head-missing"
    assert len(page.encode()) < 2_000_000

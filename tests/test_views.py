"""Pages and printed diagnoses, without a browser."""

import ast
import base64
import copy
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest

from chaingraph import views
from chaingraph.analysis import diagnose
from chaingraph.model import Reading
from chaingraph.views import citing, columns, layout, onefile, reasons
from chaingraph.views.amounts import reading_text
from chaingraph.views.bilingual import Both, clean, wrapped
from chaingraph.views.claims import alone_item, segment_items
from chaingraph.views.draw import MOST
from chaingraph.views.drawing import draw
from chaingraph.views.flows import ELSEWHERE, NOWHERE, flows, home
from chaingraph.views.looks import LOOKS
from chaingraph.views.plan import BOX
from chaingraph.views.report import report
from chaingraph.views.scene import look_at, verdict
from chaingraph.views.unmet_claims import gap_items, missing_item
from chaingraph.width import columns as terminal_columns
from view_fixture import CITY, HOSTILE, battery_chain, battery_supply, hostile_chain

TESTS = Path(__file__).parent


@pytest.fixture(scope="module")
def chain():
    return battery_chain()


@pytest.fixture(scope="module")
def diagnosis(chain):
    return diagnose(chain, battery_supply(), region=CITY)


@pytest.fixture(scope="module")
def page(chain, diagnosis):
    return views.chain_page(chain, diagnosis)


@pytest.fixture(scope="module")
def drawing(chain, diagnosis):
    return draw(look_at(chain, diagnosis))


class Tags(HTMLParser):
    """Counts elements and collects the names of attributes."""

    def __init__(self):
        super().__init__()
        self.names, self.attributes = Counter(), set()

    def handle_starttag(self, tag, attrs):
        self.names[tag] += 1
        self.attributes |= {name for name, _ in attrs}


def data_of(page):
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL).group(1))


# One file that runs nothing but its own scripts


def test_an_input_of_another_chain_does_not_stand_among_what_the_headline_counts(chain, diagnosis):
    """The headline counts what is missing of the chain itself; the section under it must count the same."""
    missing = [
        replace(link, state="missing") if link.subject == "product:copper-foil" else link for link in diagnosis.missing
    ]
    scene = look_at(chain, replace(diagnosis, missing=tuple(missing)))
    own, beyond = report(scene)[:2]
    assert [item.to for item in own.items] == ["product:electrolyte", "product:separator"]
    assert [item.to for item in beyond.items] == ["product:copper-foil"]
    assert "2个环节缺失" in verdict(scene).zh
    assert f"链外投入另缺{scene.name('product:copper-foil').zh}" in verdict(scene).zh


def test_data_cannot_end_its_script():
    text = onefile.embedded(list(HOSTILE))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == list(HOSTILE)


def test_every_script_is_named_by_the_policy_and_nothing_else_may_run(page):
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1))
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts}
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == digests
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy.replace("style-src 'unsafe-inline'", "")


def test_no_address_outside_the_page_is_loaded(page):
    assert not re.findall(r"<(?:link|script|img|iframe)[^>]+(?:src|href)\s*=", page)
    assert not re.findall(r"url\(\s*['\"]?(?:https?:)?//", page)
    assert "sourceMappingURL" not in page


@pytest.mark.parametrize(("first", "lang"), [(0, "zh"), (0, "en"), (45, "zh"), (90, "zh")])
def test_hostile_names_stand_in_the_page_as_text_only(first, lang):
    chain = hostile_chain(first)
    page = views.chain_page(chain, diagnose(chain, battery_supply(), region=CITY), lang=lang)
    reader = Tags()
    reader.feed(page)
    assert reader.names["script"] == 12
    assert reader.names["style"] == 3
    assert not reader.names.keys() & {"img", "svg", "iframe", "link", "object", "embed"}
    assert reader.names["meta"] == 4
    assert not [name for name in reader.attributes if name.startswith("on") or name in ("autofocus", "srcdoc")]
    assert page.encode("utf-8")


def test_a_package_file_that_would_end_its_element_is_refused():
    with pytest.raises(ValueError, match="end"):
        onefile.page(
            "base.html.j2", data={}, scripts=["let a = '</script>'"], styles=[], lang="zh", title=Both("x", "x")
        )


def test_a_page_is_small(page):
    assert len(page.encode()) < 800_000


def test_only_one_module_imports_pyvis():
    found = []
    for file in sorted(Path(views.__file__).parent.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        found += [file.name] if any(name.split(".")[0] == "pyvis" for name in names) else []
    assert found == ["page.py"]


MAKE = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from view_fixture import *
from chaingraph import views
from chaingraph.analysis import diagnose
chain, supply = battery_chain(), battery_supply()
found = diagnose(chain, supply, region=CITY)
texts = [views.chain_page(chain, found), views.index_page([(chain, found)], {}), views.draw_page(chain, title="x")]
texts.append(views.diagnosis_text(chain, found))
sys.stdout.write(hashlib.sha256("".join(texts).encode()).hexdigest())
"""


def test_pages_are_the_same_under_any_hash_seed_and_locale():
    digests = set()
    for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("2", "POSIX")):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "LC_ALL": locale,
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
        }
        environment["PYTHONPATH"] = os.pathsep.join(sys.path)
        run = subprocess.run([sys.executable, "-c", MAKE, str(TESTS)], env=environment, capture_output=True, check=True)
        digests.add(run.stdout)
    assert len(digests) == 1


def test_graph_and_diagnosis_stay_as_they_were(diagnosis):
    chain = battery_chain()
    before = copy.deepcopy((dict(chain.nodes(data=True)), list(chain.edges(data=True)), chain.graph))
    views.chain_page(chain, diagnosis)
    views.draw_page(chain, title="x")
    assert (dict(chain.nodes(data=True)), list(chain.edges(data=True)), chain.graph) == before


# What the page says


def test_the_missing_link_says_line_and_who_needs_it(page):
    """Separator: the plan's line 153 wants makers attracted; three firms make cells; one maker elsewhere."""
    body = html.unescape(page)
    assert "星发〔2021〕3号 第153行" in body
    assert "谁需要：比雅电池、华星电池、桑达电源" in body
    assert "外地企业：外州隔膜科技（外州市）" in body


def test_every_thing_is_found_and_has_a_card(page, chain):
    things = data_of(page)["things"]
    products = {name for name, kind in chain.nodes(data="kind") if kind == "product"}
    assert products | set(chain.graph["segments"]) <= set(things)
    assert {"enterprise:huaxing", "enterprise:tianci"} <= set(things)
    assert all(thing["sections"] for name, thing in things.items() if name in products)


def test_products_that_concern_nobody_share_a_node(chain, diagnosis):
    """Five more salts that nobody makes or needs: their nodes become one, their cards stay."""
    chain = battery_chain()
    for number in range(5):
        salt = f"product:salt-{number}"
        chain.add_node(
            salt, kind="product", label_zh=f"盐{number}", label_en="", makers=(), shortages=(), complete=(), segments=()
        )
    things = data_of(views.chain_page(chain, diagnosis))["things"]
    assert things["product:salt-3"]["node"].startswith("more:")
    assert things["product:salt-3"]["sections"] == []


def test_assumed_inputs_look_unlike_stated_ones(page):
    looks = {(edge["from"], edge["to"]): edge["look"] for edge in data_of(page)["network"]["edges"]}
    assert looks["product:separator", "product:cell"] == "assumed"
    assert looks["product:cell", "product:module"] == "reported"


def test_text_names_holders_lines_and_verbs(chain, diagnosis):
    text = views.diagnosis_text(chain, diagnosis)
    lines = text.splitlines()
    separator = lines.index("  ✕ 锂电池隔膜 [补链]  「星发〔2021〕3号 第153行」")
    assert lines[separator + 1].startswith("      ")
    assert any("✓ 正极材料" in line and "长源锂科、瑞翔新材、山岚能源" in line for line in lines)
    assert any("情况不明" in line for line in lines)
    english = views.diagnosis_text(chain, diagnosis, lang="en")
    assert "✕ Battery separator [supplement]  [星发〔2021〕3号, line 153]" in english


def test_text_and_card_say_how_it_is_concluded_and_what_would_overturn_it(chain, diagnosis, page):
    """Biya and Huaxing make cells, which need a separator (an input on record); nobody here makes one; the plan asks for it."""
    text = views.diagnosis_text(chain, diagnosis)
    told = text[text.rindex("  ✕ 锂电池隔膜 [补链]") :].partition("推翻条件：")
    steps = re.findall(r"^ +\d\. (.*)", told[0], re.MULTILINE)
    assert any("需要锂电池隔膜" in step for step in steps)
    assert any("锂电池隔膜已投产企业" in step and "一家也没有" in step for step in steps)
    assert "故：✕ 锂电池隔膜 缺失" in steps[-1] or "故：✕ 锂电池隔膜 缺失" in steps[-2]
    assert "星发〔2021〕3号 第153行" in told[2].splitlines()[0]
    assert "推理过程" not in views.diagnosis_text(chain, diagnosis, brief=True)
    data = data_of(page)
    texts, sections = data["texts"], data["things"]["product:separator"]["sections"]
    why, against = (section for section in sections if section.get("fold"))
    assert [texts[why["title"]][0], texts[against["title"]][0]] == ["推理过程", "何种事实可推翻"]
    card = [texts[line][0] for item in why["items"] for line in item["lines"]]
    assert card
    assert all(line in told[0] for line in card)
    assert texts[against["note"]][0] == told[2].splitlines()[0]


def test_a_card_lists_many_rows_with_the_count_of_the_rest(chain):
    graph = chain.copy()
    graph.graph["sources"] = {}
    rows = [f"data:x/y.csv#row={number}" for number in range(1, 42)]
    items = citing.cited(graph, rows, most=30)
    assert (len(items), items[-1].lines[0]) == (31, Both("另有11行", "11 more rows"))
    assert len(citing.cited(graph, rows)) == 41


def test_text_lines_up_by_display_width(chain, diagnosis):
    lines = views.diagnosis_text(chain, diagnosis).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("环节")) + 1
    table = lines[start : start + len(diagnosis.segments)]
    begins = {terminal_columns(line[: re.search(r"(?:本地\d|无已知)", line).start()]) for line in table}
    assert len(begins) == 1


def test_rates_carry_bounds_and_coverage(chain, diagnosis):
    text = views.diagnosis_text(chain, diagnosis)
    assert "来源明确的供应中100%" in text
    assert "实际在40%–100%之间" in text
    assert "覆盖40%" in text


def test_the_index_shows_each_chain_with_links_beside_it(chain, diagnosis):
    page = views.index_page([(chain, diagnosis)], {"chain:battery": "电池 #1.html"})
    assert 'data-page="./%E7%94%B5%E6%B1%A0%20%231.html"' in page
    assert "缺失" in page
    assert "Xingcheng Graphite" in page


@pytest.mark.parametrize(
    "name", ["javascript:alert(1)", "//example.invalid/x.html", "https://example.invalid/", '"><script>']
)
def test_the_index_links_nowhere_else(chain, diagnosis, name):
    page = views.index_page([(chain, diagnosis)], {"chain:battery": name})
    links = set(re.findall(r'(?:href|data-page)="([^"]*)"', page)) - {"#chains"}
    assert len(links) == 1
    assert re.fullmatch(r"\./(?!/)[^:<>]*", links.pop())


def test_the_index_says_in_which_order_to_use_it_and_what_a_pack_is_for(chain, diagnosis):
    page = views.index_page([(chain, diagnosis)], {})
    assert page.index("先看下面最要紧的发现和招商对象清单") < page.index("最要紧的发现</span>")
    assert "chaingraph site region=甲;乙" in page


def test_a_rate_that_no_chain_has_is_a_sentence_and_no_column(chain, diagnosis):
    column = "本地配套率</span>"
    rated = views.index_page([(chain, diagnosis)], {})
    none = views.index_page([(chain, replace(diagnosis, rates=()))], {})
    assert column in rated
    assert column not in none
    assert "各链的供应记录都不足" in none
    assert "各链的供应记录都不足" not in rated


def test_an_unknown_thing_is_to_be_verified_first_and_a_missing_one_to_be_supplemented(chain, diagnosis):
    """Nobody is known to make copper foil, which proves nothing; a document asks to attract makers of separators."""
    scene = look_at(chain, diagnosis)
    tags = {item.to: item.tag for link in diagnosis.missing for item in [missing_item(scene, link)]}
    assert tags["product:copper-foil"] == Both("先核实", "verify first")
    assert tags["product:separator"] == Both("补链", "supplement")
    gaps = {item.head.zh.split("、")[0]: item.tag.zh for item in gap_items(scene)}
    assert sorted(gaps.values()) == ["先核实", "补链"]  # lithium carbonate alone; foil with electrolyte and separators
    told = reasons.explained([one for one in diagnosis.missing if one.state == "unknown"], chain)
    assert "[先核实]" in told
    assert "[补链]" not in told


def test_a_segment_of_which_nothing_is_known_is_to_be_verified_first(chain, diagnosis):
    state = next(one for one in diagnosis.segments if one.state == "missing")
    seen = replace(diagnosis, segments=(replace(state, state="unknown", verb=None, shortages=()),))
    (item,) = segment_items(look_at(chain, seen))
    assert item.tag == Both("先核实", "verify first")


def test_that_nobody_else_makes_a_thing_is_said_of_the_record_only(chain, diagnosis, page):
    lines = [line for one in diagnosis.alone for line in alone_item(look_at(chain, diagnosis), one).lines]
    assert Both("资料中独家：电池管理系统", "Only maker on record of: Battery management system") in lines
    assert "独家生产" not in page
    assert all(line.zh.startswith(("资料中", "停产")) for line in lines)


@pytest.mark.parametrize(
    ("comparator", "value", "zh", "en"),
    [("eq", 1, "第1位", "no. 1"), ("le", 10, "前10位", "among the first 10"), ("approx", 3, "约第3位", "about no. 3")],
)
def test_a_rank_is_written_as_a_place_in_an_order(comparator, value, zh, en):
    reading = Reading(
        indicator="indicator:rank", subject=CITY, kind="actual", value=value, unit="unit:NUM", comparator=comparator
    )
    assert reading_text(reading, of=Both("产业规模全国位次", "rank"), unit=None, told=False) == Both(zh, en)
    plain = reading_text(reading, of=Both("企业数", "enterprises"), unit=None, told=False)
    assert "位" not in plain.zh


def test_the_index_of_nothing_still_opens():
    assert "产业链诊断总览" in views.index_page([], {})


def test_a_large_network_is_cut_with_notice():
    graph = nx.path_graph(MOST + 100, create_using=nx.DiGraph)
    page = views.draw_page(graph, title="长链")
    assert len(data_of(page)["ids"]) == MOST
    assert "未画出100个节点" in page
    assert "未画出" not in views.draw_page(nx.path_graph(100), title="短链")


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_any_kind_of_network_is_drawn(kind):
    graph = kind([(1, 2), (2, 3), (3, 1), (1, 1)])
    graph.add_node("alone", label_zh="孤立", label_en=None, kind="<b>", weight=2.5, tags=frozenset({"b", "a"}))
    data = data_of(views.draw_page(graph, title=("图", "Graph"), lang="en"))
    assert {node["id"] for node in data["network"]["nodes"]} == {"1", "2", "3", "alone"}
    texts = data["texts"]
    assert [texts[fact][0] for fact in data["things"]["alone"]["facts"]] == ["alone", "weight: 2.5", "tags: a, b"]


def test_an_empty_network_is_drawn():
    assert "0个节点" in views.draw_page(nx.DiGraph(), title="")


# Where things stand


def test_tiers_run_from_left_to_right_and_recycling_stands_below(drawing):
    at = drawing.plan.at
    order = ["segment:precursor", "segment:cathode", "segment:cell", "segment:pack", "segment:storage"]
    assert [at[one][0] for one in order] == sorted(at[one][0] for one in order)
    lowest = max(box.bottom for name, box in drawing.plan.segments.items() if name != "segment:recycling")
    assert drawing.plan.segments["segment:recycling"].top > lowest


def test_inputs_outside_of_segments_stand_before_what_needs_them(drawing):
    at = drawing.plan.at
    assert at["product:nickel-sulfate"][0] < at["product:ternary-precursor"][0]
    assert at["product:copper-foil"][0] < at["product:cell"][0]


def test_no_node_covers_another(drawing):
    spots = sorted(drawing.plan.at.values())
    for (x, y), (other_x, other_y) in combinations(spots, 2):
        assert abs(x - other_x) >= BOX or abs(y - other_y) >= 34


def test_products_stand_inside_their_segment(drawing):
    for product, part in drawing.scene.part.items():
        x, y = drawing.plan.at[drawing.plan.drawn_by(product)]
        box = drawing.plan.segments[part.segment]
        assert box.left < x < box.right
        assert box.top < y < box.bottom


def test_enterprises_stand_in_the_lane_of_their_park(drawing):
    lanes = dict(drawing.plan.lanes)
    assert list(lanes)[-2:] == [NOWHERE, ELSEWHERE]
    for enterprise, lane in (
        ("enterprise:huaxing", "park:lake"),
        ("enterprise:jingmen", ELSEWHERE),
        ("enterprise:tianci", NOWHERE),
    ):
        assert lanes[lane].top < drawing.plan.at[enterprise][1] < lanes[lane].bottom


def test_the_narrowest_place_is_home(chain):
    def lane(*places):
        return home(chain, frozenset(places), region=CITY)

    assert lane("region:430182", CITY, "region:430000") == "region:430182"
    assert lane("park:high", "site:works", CITY) == "park:high"
    assert lane("site:works", CITY) == CITY
    assert lane("region:430000") == NOWHERE
    assert lane("region:421000", "region:420000") == ELSEWHERE
    assert lane() == NOWHERE


def test_a_requirement_lists_what_may_stand_in(chain):
    (flow,) = (one for one in flows(chain) if (one.start, one.end) == ("product:graphite-anode", "product:cell"))
    assert flow.others == ("product:silicon-anode",)
    assert flow.essential
    assert flow.status == "assumed"
    assert flow.evidence


def test_sweeps_never_add_crossings():
    rows = [list("abcd"), list("efgh"), list("ijkl")]
    arrows = [
        ("a", "h"),
        ("b", "g"),
        ("c", "f"),
        ("d", "e"),
        ("e", "l"),
        ("f", "i"),
        ("g", "j"),
        ("h", "k"),
        ("a", "i"),
    ]
    better = layout.ordered(rows, arrows)
    assert [sorted(row) for row in better] == rows
    assert layout.crossings(better, arrows) < layout.crossings(rows, arrows)


def test_rings_have_layers():
    assert layout.layers("abc", [("a", "b"), ("b", "a"), ("b", "b"), ("b", "c")]) == {"a": 0, "b": 1, "c": 2}
    assert layout.layers([], []) == {}


def test_a_long_ladder_of_recipes_settles():
    """Products outside of segments, 300 steps deep and with a ring: each gets a column, none before the second."""
    chain = battery_chain()
    names = [f"product:p{number}" for number in range(300)]
    for number, name in enumerate(names):
        chain.add_node(
            name, kind="product", label_zh=name, label_en="", makers=(), shortages=(), complete=(), segments=()
        )
        end = names[number - 1] if number else "product:lithium-salt"
        chain.add_node(f"recipe:r{number}", kind="recipe")
        chain.add_node(f"requirement:q{number}", kind="requirement", essential=True)
        for start, stop, role in (
            (name, f"requirement:q{number}", "alternative"),
            (f"requirement:q{number}", f"recipe:r{number}", "requires"),
            (f"recipe:r{number}", end, "output"),
        ):
            chain.add_edge(start, stop, role=role, evidence=(), status="assumed")
    found, _ = columns.in_columns(chain.graph["segments"], flows(chain), {}, names, tall=lambda _: 100)
    assert sorted(name for column in found for name in column.loose) == sorted(names)


# Texts


def test_colours_can_be_read():
    """WCAG 2.2: text against its ground at least 4.5, borders that carry a state at least 3 against white or their sign."""
    for name, look in LOOKS.items():
        if name != "dim":
            assert contrast(look["text"], look["fill"]) >= 4.5, name


def contrast(one, other):
    lights = sorted((luminance(one), luminance(other)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def luminance(colour):
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("text", HOSTILE)
def test_names_are_cleaned_and_fit(text):
    name = clean(text)
    assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]", name)
    assert len(wrapped(name, 11)) <= 2


def test_citations_join_lines_and_keep_rows_without_document(chain):
    chain = battery_chain()
    chain.graph["sources"]["data:x/y.csv#row=2"] = (("document:plan", "某规划", 0, 0, "reported"),)
    chain.graph["sources"]["data:x/y.csv#row=3"] = tuple(
        ("document:news", "某报", line, line + 1, "reported") for line in (5, 7, 20)
    )
    assert citing.cite(chain, ["data:x/y.csv#row=2"]).zh == "《某规划》"
    assert citing.cite(chain, ["data:x/y.csv#row=3"]).zh == "《某报》 第5–8、20–21行"
    assert citing.cite(chain, ["data:x/y.csv#row=9"]).zh == "数据表 x/y.csv 第9行"
    assert citing.cite(chain, []) is None
    chain.graph["numbers"] = {"document:plan": "星发〔2021〕3号"}
    assert citing.cite(chain, ["data:x/y.csv#row=2"]).zh == "星发〔2021〕3号"

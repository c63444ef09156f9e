"""The chain page's filters, years, pinyin, what-if and keys in a real Chromium, each against what Python says."""

import json
import re

import networkx as nx
import pytest

from chaingraph import views
from chaingraph.analysis import diagnose, what_if
from chaingraph.model import Participant
from chaingraph.views import onefile
from test_pages_in_chromium import browser, opened  # noqa: F401
from view_fixture import CITY, battery_chain, battery_supply

Axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe is not installed (pip install '.[test]')."
).Axe


def ringed_chain():
    """The battery chain with a ring: recovered salts are made from cells; bms essential; one who takes part only."""
    chain = battery_chain()
    chain.add_node("recipe:recovered-salts", kind="recipe", label_zh="", label_en="", status="assumed", evidence=())
    chain.add_node("requirement:scrap", kind="requirement", label_zh="", label_en="", essential=True)
    chain.add_edge("recipe:recovered-salts", "product:recovered-salts", role="output", status="assumed", evidence=())
    chain.add_edge("requirement:scrap", "recipe:recovered-salts", role="requires", status="assumed", evidence=())
    chain.add_edge("product:cell", "requirement:scrap", role="alternative", rank=1, status="assumed", evidence=())
    chain.nodes["requirement:module.bms"]["essential"] = True
    place = chain.nodes["product:bms"]["makers"][0].places
    one = Participant(enterprise="enterprise:lansi", places=place, evidence=())
    pack = chain.graph["segments"]["segment:pack"]
    chain.graph["segments"]["segment:pack"] = {**pack, "participants": (one,)}
    return chain


CHAINS = {"battery": battery_chain, "ringed": ringed_chain}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("maps")
    for name, make in CHAINS.items():
        chain = make()
        page = views.chain_page(chain, diagnose(chain, battery_supply(), region=CITY))
        (folder / f"{name}.html").write_text(page, encoding="utf-8", newline="\n")
    big = nx.DiGraph()
    for number in range(6000):
        big.add_node(
            f"e{number}",
            kind="enterprise",
            label_zh=f"长沙第{number}厂",
            label_en=f"Works {number}",
            park=f"园区{number % 12}",
        )
    big.add_edges_from((f"e{number}", f"e{(number * 7 + 1) % 6000}") for number in range(6000))
    (folder / "big.html").write_text(views.draw_page(big, title="大图"), encoding="utf-8", newline="\n")
    (folder / "plain.html").write_text(views.draw_page(nx.path_graph(9), title="小图"), encoding="utf-8", newline="\n")
    note = (folder / "battery.html").read_text(encoding="utf-8")
    (folder / "notebook-index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>x</title>{onefile.Page(note)._repr_html_()}", encoding="utf-8"
    )
    return folder


def agrees(found, expected, gone):
    """Compare what the page says falls with what the analysis says: products, segments, idle enterprises."""
    assert found["lost"] == list(expected.lost), gone
    assert set(found["direct"]) == set(expected.direct), gone
    assert set(found["idle"]) == set(expected.idle), gone
    segments = [one for one in expected.changes if one.what == "segment"]
    for how, before in (("empty", ("present", "weak")), ("dropped", ("developing",))):
        lost = {one.subject for one in segments if one.before in before and one.after not in ("present", "weak")}
        assert {one for one, told in found["segments"].items() if told == how} == lost, gone
    weak = {one.subject for one in segments if one.after == "weak"}
    assert weak <= {one for one, told in found["segments"].items() if told == "sole"}, gone


@pytest.mark.parametrize("name", CHAINS)
def test_what_falls_is_what_the_analysis_says(browser, folder, name):  # noqa: F811
    """For each enterprise, and for each two of those in one park: products and segments as `what_if` finds them."""
    chain, supply = CHAINS[name](), battery_supply()
    people = sorted({maker.enterprise for _, makers in chain.nodes(data="makers") for maker in makers or ()})
    cases = [(one,) for one in people] + [tuple(people[start : start + 2]) for start in range(0, len(people) - 1)]
    some = 0
    with opened(browser, folder / f"{name}.html") as page:
        for gone in cases:
            expected = what_if(chain, supply, region=CITY, remove=gone)
            agrees(page.evaluate("(gone) => chaingraph.fall(gone)", list(gone)), expected, gone)
            some += bool(expected.lost)
    assert some >= 5


def test_switching_off_two_enterprises_by_click_shows_what_falls_and_resets(browser, folder):  # noqa: F811
    with opened(browser, folder / "battery.html") as page:
        for enterprise in ("enterprise:kebo", "enterprise:xingcheng"):
            page.evaluate("(one) => chaingraph.open(one)", enterprise)
            page.click("#card .switch")
        text = page.locator("#whatif").inner_text()
        assert "科博检测" in text
        assert "人造石墨负极" in text
        assert "失去最后一家本地企业" in text
        assert "负极材料" in text
        label = "chaingraph.network.body.nodes['product:graphite-anode'].options.label"
        assert page.evaluate(label).startswith("⊘")
        assert page.get_attribute("#card .switch", "aria-pressed") == "true"
        page.click("#reset")
        assert not page.locator("#whatif").is_visible()
        assert not page.evaluate(label).startswith("⊘")


def test_the_slider_shows_the_states_of_a_year(browser, folder):  # noqa: F811
    hidden = "chaingraph.network.body.nodes['enterprise:biya'].options.hidden"
    label = "chaingraph.network.body.nodes['segment:pack'].options.label"
    with opened(browser, folder / "battery.html") as page:
        assert page.evaluate(label).startswith("✓")
        page.focus("#year")
        page.keyboard.press("ArrowLeft")
        assert page.locator("#when").inner_text() == "2021"
        assert page.evaluate(hidden) is True
        assert page.evaluate(label).startswith("?")
        then = page.locator("#then").inner_text()
        assert "截至2021年" in then
        assert "模组与电池系统 ? → ✓" in then, "who makes packs is known as of 2023"
        assert "未注明时间的一并计入" in then
        assert page.locator(".tally .present .many").inner_text() == "0"
        chip = page.locator(".tier .chip[data-to='segment:pack']")
        assert chip.get_attribute("class") == "chip unknown"
        assert page.locator(".ticks span").all_inner_texts() == ["2021", "2023"]
        page.keyboard.press("ArrowRight")
        assert page.evaluate(hidden) is False
        assert page.evaluate(label).startswith("✓")
        assert not page.locator("#then").is_visible()


def test_a_place_shows_its_enterprises_and_what_they_make(browser, folder):  # noqa: F811
    shown = "chaingraph.seen().map((node) => node.id).filter((id) => !id.startsWith('segment:')).sort()"
    with opened(browser, folder / "battery.html") as page:
        page.select_option("#place", "park:lake")
        assert page.evaluate(shown) == [
            "enterprise:biya",
            "enterprise:huaxing",
            "product:blade-cell",
            "product:cell",
            "product:module",
        ]
        page.fill("#search", "隔膜")
        page.keyboard.press("Enter")
        assert page.input_value("#place") == "", "what is looked for is brought back"


def test_filters_combine_are_counted_and_cleared_together(browser, folder):  # noqa: F811
    """In the lake park two make cells, blade cells and modules."""
    shown = "chaingraph.seen().map((node) => node.id).filter((id) => !id.startsWith('segment:')).sort()"
    with opened(browser, folder / "battery.html") as page:
        every, state = page.evaluate(shown), page.evaluate("(id) => chaingraph.stateOf(id)", "product:blade-cell")
        page.select_option("#place", "park:lake")
        names = page.locator("#sifted-text .chip bdi [lang=zh]").all_inner_texts()
        assert names == ["比雅电池", "华星电池", "锂离子电芯", "刀片电池", "电池模组"]
        page.uncheck(f"input[name=state][value={state}]")
        assert "product:blade-cell" not in page.evaluate(shown)
        page.uncheck("input[name=kind][value=enterprise]")
        page.focus("#year")
        page.keyboard.press("ArrowLeft")
        assert [one for one in page.evaluate(shown) if one.startswith("enterprise:")] == []
        assert "筛选后图上有0家企业" in page.locator("#sifted").inner_text()
        page.click("#clear")
        assert page.evaluate(shown) == every
        assert not page.locator("#sifted").is_visible()
        assert not page.locator("#then").is_visible()
        assert page.evaluate("document.activeElement.id") == "map"


def test_what_the_filters_empty_fades_and_lanes_count_who_is_left(browser, folder):  # noqa: F811
    lanes = "chaingraph.data.boxes.filter((box) => 'many' in box).map((box) => [chaingraph.text(box.title), box.shown ?? box.many, box.empty === true])"
    with opened(browser, folder / "battery.html") as page:
        before = page.evaluate(lanes)
        lake = next(one for one in before if one[0].startswith("望湖"))
        assert lake == [lake[0], 2, False]
        assert not any(empty for _, _, empty in before)
        page.select_option("#place", "park:lake")
        assert [one for one in page.evaluate(lanes) if not one[2]] == [lake]
        page.click("#clear")
        assert page.evaluate(lanes) == before
        page.focus("#year")
        page.keyboard.press("ArrowLeft")
        assert sum(count for _, count, _ in page.evaluate(lanes)) < sum(count for _, count, _ in before)


def test_explanations_are_in_the_language_shown(browser, folder):  # noqa: F811
    titles = "[...document.querySelectorAll('[title]')].map((one) => one.title)"
    with opened(browser, folder / "battery.html") as page:
        assert page.evaluate(titles)
        assert [one for one in page.evaluate(titles) if re.search("[a-z]", one)] == []
        page.click("[data-language=en]")
        assert [one for one in page.evaluate(titles) if re.search("[一-鿿]", one)] == []


def test_what_is_assumed_can_be_hidden(browser, folder):  # noqa: F811
    hidden = "(id) => chaingraph.network.body.nodes[id].options.hidden"
    with opened(browser, folder / "battery.html") as page:
        page.uncheck("input[name=basis][value=assumed]")
        assert page.evaluate(hidden, "product:copper-foil") is True
        assert page.evaluate(hidden, "product:separator") is False
        edges = "Object.values(chaingraph.network.body.edges).filter((edge) => !edge.options.hidden && edge.options.dashes.length === 2 && edge.options.dashes[0] === 7).length"
        assert page.evaluate(edges) == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cylk", "长源锂科"),
        ("changyuan", "长源锂科"),
        ("xcsm", "星城石墨"),
        ("gemo", "隔膜"),
        ("zqzq", None),
        ("zjcl", "正极材料"),
    ],
)
def test_search_takes_initials_and_spellings(browser, folder, text, name):  # noqa: F811
    with opened(browser, folder / "battery.html") as page:
        page.fill("#search", text)
        found = page.locator("#found").inner_text()
        if name is None:
            assert "没有找到" in found
        else:
            assert name in found


def test_a_large_network_opens_its_groups_and_finds_by_pinyin(browser, folder):  # noqa: F811
    with opened(browser, folder / "big.html") as page:
        assert (
            page.evaluate("Object.keys(chaingraph.network.body.nodes).filter((id) => id.startsWith('g')).length") == 12
        )
        page.click("[data-group='3']")
        assert page.evaluate("chaingraph.network.body.nodeIndices.length") == 500
        assert page.evaluate("chaingraph.network.physics.physicsEnabled") is False
        page.click("#up")
        page.fill("#search", "csd77c")
        page.keyboard.press("Enter")
        assert "长沙第77厂" in page.locator("#card h2").inner_text()
        page.click("#card button[data-to='e540']")
        assert "长沙第540厂" in page.locator("#card h2").inner_text()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        assert page.locator("#up").is_hidden()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        assert page.locator("#up").is_visible()


@pytest.mark.parametrize("name", ["battery", "big", "plain"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_no_fault_of_level_aa(browser, folder, name, lang):  # noqa: F811
    with opened(browser, folder / f"{name}.html", anchor=f"#lang={lang}") as page:
        if name == "battery":
            page.evaluate("chaingraph.open('enterprise:xingcheng')")
            page.click("#card .switch")
        rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
        found = Axe().run(page, options=rules).response
        assert len(found["passes"]) >= 10
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found["violations"]] == []


def test_every_control_is_reached_by_tab_and_shows_where_it_is(browser, folder):  # noqa: F811
    wanted = {"search", "print", "place", "year", "map"}
    with opened(browser, folder / "battery.html") as page:
        met = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            at, outline = page.evaluate(
                "() => { const one = document.activeElement; const mark = one.id === 'map' ? getComputedStyle(one, '::after').borderTopWidth"
                " : getComputedStyle(one).outlineWidth; return [one.id || one.name || one.dataset.to || one.tagName, mark]; }"
            )
            assert at in {"panel", "BODY"} or float(outline.removesuffix("px")) >= 2, at
            met.add(at)
        assert wanted <= met


def test_print_is_a4_landscape(browser, folder):  # noqa: F811
    with opened(browser, folder / "battery.html") as page:
        printed = page.pdf(prefer_css_page_size=True)
    width, height = (float(part) for part in printed.split(b"/MediaBox [0 0 ")[1].split(b"]")[0].split())
    assert (round(width), round(height)) == (842, 595)


def test_a_notebook_shows_the_page_inline_without_network(browser, folder):  # noqa: F811
    with opened(browser, folder / "notebook-index.html") as page:
        frame = page.frame_locator("iframe")
        frame.locator("html[data-ready]").wait_for(timeout=20_000)
        frame.locator(".item", has_text="锂电池隔膜").first.click()
        assert "外州隔膜科技" in frame.locator("#card").inner_text()


def test_the_wiring_is_plain_data(folder):
    page = (folder / "battery.html").read_text(encoding="utf-8")
    wiring = json.loads(page.split('id="data">')[1].split("</script>")[0])["wiring"]
    gates = range(len(wiring["every"]))
    assert all(each in gates for listed in wiring["inputs"] for each in listed)
    assert set(wiring["products"].values()) <= set(gates)

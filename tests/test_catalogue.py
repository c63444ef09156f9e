"""Is the card of a data set read as it stands, and is every wrong field named?"""

from pathlib import Path

import pytest
from rdflib import Dataset

from chaingraph.catalogue import Card, draft_card
from conftest import CARD

MINI = Path(__file__).parent / "data" / "mini"


def sound(folder: Path) -> Card:
    """Read a card that has no fault."""
    card, wrong = draft_card(folder)
    assert card
    assert not wrong
    return card


def faults(folder: Path, card: str | bytes) -> dict[str, tuple[str, str]]:
    """Write a card into *folder* and return what is wrong with it, by place."""
    folder.mkdir(exist_ok=True)
    (folder / "source.toml").write_bytes(card.encode() if isinstance(card, str) else card)
    found: dict[str, tuple[str, str]] = {}
    for fault in draft_card(folder)[1]:
        zh, en = found.get(fault.where, ("", ""))
        found[fault.where] = zh + fault.zh, en + fault.en
    return found


def test_the_card_of_mini() -> None:
    card = sound(MINI)
    assert (card.id, card.status, card.region) == ("mini", "status:reported", "region:990100")
    assert {name: document.lines for name, document in card.documents.items()} == {
        "document:mini-directory": 40,
        "document:mini-plan": 20,
    }


def test_the_card_in_triples(tmp_path: Path) -> None:
    """DCAT for the data set, one node per document, and which graph was taken from which document."""
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "source.toml").write_text(CARD, encoding="utf-8")
    found = Dataset()
    found.parse(data="".join(sound(tmp_path / "tiny").quads()), format="nquads")
    wanted = Dataset()
    wanted.parse(
        data="""
        @prefix cg: <https://w3id.org/chaingraph/ont#> .
        @prefix dc: <http://purl.org/dc/elements/1.1/> .
        @prefix dcat: <http://www.w3.org/ns/dcat#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <https://w3id.org/chaingraph/graph/catalogue> {
            <https://w3id.org/chaingraph/data/tiny> a dcat:Dataset ;
                dcterms:identifier "tiny" ; dcterms:title "小"@zh , "tiny"@en ; dcterms:license "CC0-1.0" ;
                dc:publisher "nobody" ; dcterms:type <https://w3id.org/chaingraph/id/status/reported> ;
                dcterms:source <https://w3id.org/chaingraph/id/document/plan> .
            <https://w3id.org/chaingraph/id/document/plan> a cg:SourceDocument ;
                skos:prefLabel "规划"@zh ; dcterms:issued "2021-02"^^xsd:gYearMonth ; cg:lineCount 40 .
            <https://w3id.org/chaingraph/graph/tiny/plan>
                prov:wasDerivedFrom <https://w3id.org/chaingraph/id/document/plan> ;
                dcterms:isPartOf <https://w3id.org/chaingraph/data/tiny> .
        }""",
        format="trig",
    )
    assert set(found.quads()) == set(wanted.quads())


@pytest.mark.parametrize(
    ("old", "new", "where", "zh", "en"),
    [
        ('title_zh = "小"\n', "", "", "缺少字段 title_zh", "'title_zh' is missing"),
        ('title_zh = "小"', 'title_zh = ""', "", "缺少字段 title_zh", "'title_zh' is missing"),
        ("licence", "license", "", "未知字段 license", "unknown field 'license'"),
        ('"nobody"', "7", "", "publisher 应为文字", "'publisher' must be a text"),
        ('id = "tiny"', 'id = "small"', "", "id 应与文件夹同名：tiny", "must be the folder's name, tiny"),
        ('id = "tiny"', 'id = "Tiny Set"', "", "id 不应为“Tiny Set”", "id must not be 'Tiny Set'"),
        ('id = "tiny"', 'id = "tiny"\nstatus = "reported"', "", "status 不应为", "write status:reported"),
        ('id = "tiny"', 'id = "tiny"\nregion = "Changsha"', "", "region 不应为", "write region:430100"),
        (
            'id = "tiny"',
            'id = "tiny"\ncompiled = "2026-02-30"',
            "",
            "compiled：",
            "compiled: '2026-02-30' is not a date",
        ),
        (
            'id = "tiny"',
            'id = "tiny"\ncompiled = 2026-01-10',
            "",
            '写在引号内：compiled = "2026-01-10"',
            'marks: compiled = "2026-01-10"',
        ),
        ('title_zh = "规划"', "title_zh = 规划", "", "不是有效的 TOML", "not TOML"),
        ("[[document]]", "[[documents]]", "", "未知字段 documents", "unknown field 'documents'"),
        ("[[document]]", "[document]", "", "应写作 [[document]]", "must be written as [[document]]"),
        ('"document:plan"', '"plan"', "#document=1", "应写作 document:名称", "must be document:<slug>"),
        ('"document:plan"', '"document:The Plan"', "#document=1", "id 不应为", "id must not be"),
        ('issued = "2021-02"', 'issued = "spring"', "#document=1", "issued：", "issued: 'spring' is not a date"),
        ('issued = "2021-02"\n', "", "#document=1", "缺少日期", "has no date"),
        ("lines = 40", 'lines = "40"', "#document=1", "lines 应为正整数", "'lines' must be a whole number above 0"),
        ("lines = 40", "lines = 0", "#document=1", "lines 应为正整数", "'lines' must be a whole number above 0"),
        ("lines = 40", "line = 40", "#document=1", "未知字段 line", "unknown field 'line'"),
        ("lines = 40", 'url = "http://x/a b"', "#document=1", "url：", "url: Invalid IRI"),
        ("lines = 40", 'url = "http://x:y/"', "#document=1", "url：", "url: Invalid"),
        ("lines = 40", 'url = "javascript:x"', "#document=1", "url 不应为", "url must not be"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, old: str, new: str, where: str, zh: str, en: str) -> None:
    assert old in CARD
    found = faults(tmp_path / "tiny", CARD.replace(old, new, 1))
    assert zh in found[f"tiny/source.toml{where}"][0]
    assert en in found[f"tiny/source.toml{where}"][1]


def test_all_faults_of_a_card_come_at_once(tmp_path: Path) -> None:
    card = CARD.replace('publisher = "nobody"\n', "").replace("lines = 40", "lines = -1")
    assert set(faults(tmp_path / "tiny", card)) == {"tiny/source.toml", "tiny/source.toml#document=1"}


def test_a_card_without_documents_is_one_fault(tmp_path: Path) -> None:
    found = faults(tmp_path / "tiny", CARD.partition("[[document]]")[0])
    assert found == {
        "tiny/source.toml": (
            "没有文献；至少写一份 [[document]]。",
            "names no document; write at least one [[document]].",
        )
    }


def test_a_document_that_stands_twice_is_named(tmp_path: Path) -> None:
    again = '[[document]]\nid = "document:plan"\ntitle_zh = "又"\nissued = "2022"\n'
    found = faults(tmp_path / "tiny", f"{CARD}\n{again}")
    assert found == {
        "tiny/source.toml#document=2": ("文献 document:plan 重复。", "document document:plan stands twice.")
    }


@pytest.mark.parametrize("text", ["id = ", "标题".encode("gbk"), b"\x00"])
def test_what_is_no_toml_is_refused(tmp_path: Path, text: str | bytes) -> None:
    ((zh, en),) = faults(tmp_path / "tiny", text).values()
    assert "不是有效的 TOML" in zh or "第 1 行不是 UTF-8" in zh
    assert "not TOML" in en or "not UTF-8 in line 1" in en


def test_a_folder_without_card_is_refused(tmp_path: Path) -> None:
    card, (fault,) = draft_card(tmp_path)
    assert card is None
    assert "缺少数据卡 source.toml" in fault.zh
    assert "has no card" in fault.en


def test_a_card_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "source.toml").write_text(CARD, encoding="utf-8-sig")
    assert sound(tmp_path / "tiny").title_zh == "小"


@pytest.mark.parametrize("name", ["My Data", "走访", "_x"])
def test_a_folder_that_cannot_be_a_name_is_to_be_renamed(tmp_path: Path, name: str) -> None:
    zh, en = faults(tmp_path / name, CARD)[f"{name}/source.toml"]
    assert zh == f"id 应与文件夹同名，而文件夹名“{name}”只能用小写字母、数字、- 和 _；请给文件夹改名。"
    assert en.endswith(f"but {name!r} may hold only small letters, digits, - and _: rename the folder.")

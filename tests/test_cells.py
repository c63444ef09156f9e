"""Is each cell read as what it says, and is what cannot be read named in both languages?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.cells import CellError, converter, line_ranges, split
from chaingraph.schema import Column

XSD = "http://www.w3.org/2001/XMLSchema#"


def column(kind: str, **more: object) -> Column:
    return Column(name="x", path=(), kind=kind, **more)  # type: ignore[arg-type]


def refusal(made: Column, text: str) -> tuple[str, str]:
    with pytest.raises(CellError) as caught:
        converter(made)(text)
    return caught.value.zh, caught.value.en


@pytest.mark.parametrize("text", ["0", "0.30", "10000", "-3.5", "+7", ".5", "123456789012345678901234567890.1"])
def test_a_decimal_keeps_its_digits(text: str) -> None:
    assert converter(column("decimal"))(text) == f'"{text}"^^<{XSD}decimal>'


@pytest.mark.parametrize(
    "text", ["1,000", "1e5", "30%", "1 000", "５", "٣", "", ".", "1.", "--1", "0x10", "NaN", "inf", "1_0", "1\n"]
)
def test_what_is_no_decimal_is_refused(text: str) -> None:
    zh, en = refusal(column("decimal"), text)
    assert "不是小数" in zh
    assert "not a decimal" in en


@pytest.mark.parametrize(
    ("kind", "text", "right"),
    [
        ("decimal", "1,234,567.50", "1234567.5"),
        ("decimal", "１，０００", "1000"),
        ("decimal", "30%", "0.3"),
        ("decimal", "1.5 万", "15000"),
        ("decimal", "-2亿", "-200000000"),
        ("integer", "1,000", "1000"),
        ("date", "2026年3月12日", "2026-03-12"),
        ("date", "2026年3月", "2026-03"),
        ("date", "2026年", "2026"),
        ("date", "2026/3/12", "2026-03-12"),
        ("date", "46093", "2026-03-12"),
    ],
)
def test_what_would_be_right_is_told(kind: str, text: str, right: str) -> None:
    zh, en = refusal(column(kind), text)
    assert f"应写作 {right}。" in zh
    assert f"write {right}." in en.lower()
    assert converter(column(kind))(right)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("decimal", "1,5"),
        ("decimal", "1000吨"),
        ("integer", "30%"),
        ("decimal", "12,34"),
        ("date", "12.03.2026"),
        ("date", "2026年13月"),
        ("date", "2023-02-30"),
    ],
)
def test_nothing_is_guessed_where_several_could_be_meant(kind: str, text: str) -> None:
    zh, en = refusal(column(kind), text)
    assert ("write 2023, 2023-07 or" in en) if kind == "date" else ("write" not in en.lower() and "应写作" not in zh)


@pytest.mark.parametrize("text", ["=B2*1000", "#REF!", "#N/A", "#DIV/0!"])
@pytest.mark.parametrize("kind", ["decimal", "reference"])
def test_a_formula_is_called_one(kind: str, text: str) -> None:
    zh, en = refusal(column(kind), text)
    assert "粘贴为数值" in zh
    assert "paste values" in en


@pytest.mark.parametrize(("kind", "such_as"), [("Place", "region:430100"), ("Organization", "enterprise:cngr")])
def test_the_example_of_an_identifier_fits_the_column(kind: str, such_as: str) -> None:
    made = column("reference", classes=(f"https://w3id.org/chaingraph/ont#{kind}",))
    assert all(f"{such_as}" in text for text in refusal(made, "长沙"))


@pytest.mark.parametrize("text", ["2.5", "1e3", "3.0", "一", "", "2 "])
def test_what_is_no_integer_is_refused(text: str) -> None:
    zh, en = refusal(column("integer"), text)
    assert "不是整数" in zh
    assert "not an integer" in en


def test_the_bounds_belong_to_the_range() -> None:
    read = converter(column("decimal", minimum=0.0, maximum=1.0))
    assert [read(text)[:3] for text in ("0", "1")] == ['"0"', '"1"']


@pytest.mark.parametrize(("text", "zh", "en"), [("-0.01", "小于 0", "below 0"), ("1.01", "大于 1", "above 1")])
def test_what_lies_out_of_range_is_refused(text: str, zh: str, en: str) -> None:
    said = refusal(column("decimal", minimum=0.0, maximum=1.0), text)
    assert zh in said[0]
    assert en in said[1]


@pytest.mark.parametrize("text", ["true", "false"])
def test_a_boolean(text: str) -> None:
    assert converter(column("boolean"))(text) == f'"{text}"^^<{XSD}boolean>'


@pytest.mark.parametrize("text", ["yes", "True", "1", "是", "true "])
def test_what_is_no_boolean_is_refused(text: str) -> None:
    assert "true" in refusal(column("boolean"), text)[1]


@pytest.mark.parametrize(
    ("text", "kind"), [("2023", "gYear"), ("2023-07", "gYearMonth"), ("2023-07-10", "date"), ("2024-02-29", "date")]
)
def test_a_date_is_as_exact_as_it_is_written(text: str, kind: str) -> None:
    assert converter(column("date"))(text) == f'"{text}"^^<{XSD}{kind}>'


@pytest.mark.parametrize(
    "text",
    [
        *("2023-02-30", "2023-02-29", "2023-13", "2023-00", "2023-7", "23", "0000", "2023-07-00", "2023/07/10"),
        *("2023年", "２０２３", "2023-07-10T00:00", "20230710", "-2023", "2023-", ""),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_refused(text: str) -> None:
    zh, en = refusal(column("date"), text)
    assert "不是日期" in zh
    assert "not a date" in en


def test_a_reference_becomes_an_iri() -> None:
    assert converter(column("reference"))("product:cell") == "<https://w3id.org/chaingraph/id/product/cell>"


@pytest.mark.parametrize(
    "text",
    [
        *("cell", "product:", "firm:a", "product:Cell", "product:电芯", "product:a b", "product:a> <urn:b"),
        *("http://example.org/a b", "http://a> <urn:b", 'http://a"', "http://a\\u003E", "http://a\n"),
        *("data:mini", "data:mini/supplies.csv", "data:../x.csv#row=1", "data:mini/supplies.csv#row=2> <urn:b"),
        *("https://w3id.org/chaingraph/id/product/cell", "https://w3id.org/chaingraph/ont#Enterprise"),
    ],
)
def test_what_is_no_identifier_is_refused(text: str) -> None:
    zh, en = refusal(column("reference", many=True), text)
    assert "不是标识符" in zh
    assert "not an identifier" in en


def test_a_second_value_is_refused_where_one_is_allowed() -> None:
    zh, en = refusal(column("reference"), "product:a;product:b")
    assert "只能填一个值" in zh
    assert "only one value" in en


def test_a_value_out_of_the_list_is_refused_with_the_list() -> None:
    made = column("reference", options=("https://w3id.org/chaingraph/id/tier/upstream",))
    zh, en = refusal(made, "tier:downstream")
    assert "不在允许的取值之内：tier:upstream" in zh
    assert "choose from tier:upstream" in en


def test_a_text_that_does_not_match_is_refused_with_the_pattern() -> None:
    meaning = {"zh": "六位行政区划代码。", "en": "Code of six digits."}
    zh, en = refusal(column("text", pattern="^[1-9][0-9]{5}$", meaning=meaning), "99")
    assert zh == "“99”不符合格式 ^[1-9][0-9]{5}$：六位行政区划代码。"
    assert en == "'99' does not match ^[1-9][0-9]{5}$: Code of six digits."


@pytest.mark.parametrize("made", [column("text", pattern="^[0-9A-Z]{18}$"), column("decimal")])
def test_a_number_cut_short_by_a_spreadsheet_is_called_so(made: Column) -> None:
    zh, en = refusal(made, "9.14301E+17")
    assert "科学计数法" in zh
    assert "scientific notation" in en


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("甲\n机械厂", "甲机械厂"),
        ("甲\u200b厂", "甲厂"),
        ("甲\u202e厂", "甲厂"),
        ("甲 \t厂", "甲厂"),
        ("甲\ufeff厂", "甲厂"),
    ],
)
def test_what_cannot_be_seen_in_a_name_is_refused(text: str, plain: str) -> None:
    zh, en = refusal(column("label", lang="zh"), text)
    assert zh == f"名称中有换行或看不见的字符；应写作 {plain}。"
    assert en.endswith(f"write {plain}.")


def test_a_line_break_between_words_was_a_blank() -> None:
    assert refusal(column("label", lang="en"), "tea\nmachine")[1].endswith("write tea machine.")


def test_a_name_bears_the_language_of_its_column() -> None:
    assert converter(column("label", lang="zh"))("NCM") == '"NCM"@zh'
    assert converter(column("label", lang="en"))("cell") == '"cell"@en'


def test_an_alias_in_plain_letters_is_english() -> None:
    read = converter(column("label", lang="zh", many=True))
    assert (read("NCM 811"), read("三元"), read("NCM电池")) == ('"NCM 811"@en', '"三元"@zh', '"NCM电池"@zh')


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\r", "\ufffe"])
def test_a_control_character_is_refused(mark: str) -> None:
    zh, en = refusal(column("label", lang="zh"), f"甲{mark}乙")
    assert "控制字符" in zh
    assert "control character" in en


def test_values_are_parted_by_semicolons_of_either_width() -> None:
    assert split("product:a; product:b；product:c;") == ["product:a", "product:b", "product:c"]


@pytest.mark.parametrize(
    ("text", "ranges"),
    [("72", [(72, 72)]), ("72-74", [(72, 74)]), ("72; 108-110", [(72, 72), (108, 110)]), ("", []), ("5-5", [(5, 5)])],
)
def test_line_ranges(text: str, ranges: list[tuple[int, int]]) -> None:
    assert line_ranges(text) == ranges


@pytest.mark.parametrize("text", ["9-3", "0", "0-2", "p. 3", "3,4", "3-", "-3", "3–4", "1-2-3", "３", "9" * 5000])
def test_what_names_no_lines_is_refused(text: str) -> None:
    with pytest.raises(CellError) as caught:
        line_ranges(text)
    assert "不是行号" in caught.value.zh
    assert "names no lines" in caught.value.en


def test_the_last_line_is_the_last_that_may_be_named() -> None:
    assert line_ranges("39-40", count=40) == [(39, 40)]
    with pytest.raises(CellError) as caught:
        line_ranges("1;40-41", count=40)
    assert "第 41 行超出文献的 40 行" in caught.value.zh
    assert "line 41 lies behind the document's last line, 40" in caught.value.en


@given(st.integers(1, 999_999), st.integers(0, 999))
def test_any_range_comes_back(first: int, more: int) -> None:
    assert line_ranges(f"{first}-{first + more}") == [(first, first + more)]

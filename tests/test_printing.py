"""Are rows printed so that people, spreadsheets and programs read them alike?"""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.printing import as_csv, as_json, as_table, harmless
from chaingraph.width import columns, padded

ROWS = [{"name": "隔膜", "kind": "product"}, {"name": "cell", "kind": None}]


def test_a_table_is_aligned_in_terminal_columns() -> None:
    """隔膜 takes four columns, as many as ``name`` and ``cell``."""
    assert as_table(ROWS, ["name", "kind"]) == "name  kind\n----  -------\n隔膜  product\ncell\n"


def test_a_table_without_rows_shows_its_columns() -> None:
    assert as_table([], ["name", "kind"]) == "name  kind\n----  ----\n"


def test_nothing_is_printed_as_nothing() -> None:
    assert as_table([], []) == ""


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\tb", "a\x1b[31mb", "a\x9bb", "a\u2028b", "a\x00b"])
def test_a_row_is_one_line_without_control_characters(text: str) -> None:
    """Nothing in the data moves the cursor or colours the terminal."""
    lines = as_table([{"x": text}], ["x"]).splitlines()
    assert len(lines) == 3
    assert lines[2].isprintable()
    assert (lines[2][0], lines[2][-1]) == ("a", "b")


def test_csv_has_a_header_and_empty_cells_for_what_is_not_known() -> None:
    assert as_csv(ROWS, ["name", "kind"]) == "name,kind\n隔膜,product\ncell,\n"


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\n=1", "=cmd|' /C calc'!A0", "-", "=", "@"),
        *("＝1+1", "＋1", "－x", "＠x", '=HYPERLINK("http://x/"&A1)', "-2+3", "+cmd"),
    ],
)
def test_a_formula_is_made_harmless(text: str) -> None:
    (cell,) = list(csv.reader(io.StringIO(as_csv([{"x": text}], ["x"]))))[1]
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", ["x\r=1+1", "\r=1+1", "x\r\n=1+1"])
def test_a_carriage_return_begins_no_row(text: str) -> None:
    """A bare one outside quotes would, and what follows could be a formula."""
    rows = list(csv.reader(io.StringIO(as_csv([{"x": text}], ["x"]), newline="")))
    assert [len(row) for row in rows] == [1, 1]
    assert rows[1][0].lstrip("'").splitlines()[-1] == "=1+1"


@pytest.mark.parametrize("text", ["-3.5", "+7", "-1e5", "0", "3", "隔膜", "a=b", "'=1", "", "product:cell"])
def test_numbers_and_plain_texts_stay(text: str) -> None:
    assert harmless(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_any_text_comes_back_from_csv(text: str) -> None:
    """But for the apostrophe."""
    (cell,) = list(csv.reader(io.StringIO(as_csv([{"x": text}, {"x": "end"}], ["x"]), newline="")))[1] or [""]
    assert cell in (text, f"'{text}")
    assert not cell.startswith(("=", "@"))


def test_json_has_null_for_what_is_not_known_and_readable_chinese() -> None:
    text = as_json(ROWS, ["name", "kind"])
    assert json.loads(text) == [{"name": "隔膜", "kind": "product"}, {"name": "cell", "kind": None}]
    assert "隔膜" in text


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads(as_json([], ["name"])) == []


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("隔膜", 4), ("Ａ", 2), ("e\u0301", 1), ("“", 1), ("，", 2)]
)
def test_how_wide_a_text_is(text: str, width: int) -> None:
    assert columns(text) == width


@given(st.text(), st.integers(0, 40))
def test_padding_fills_up_and_never_cuts(text: str, width: int) -> None:
    assert columns(padded(text, width)) == max(columns(text), width)
    assert padded(text, width).startswith(text)

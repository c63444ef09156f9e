"""Indicators on one line each: what is told beside a target, what is concluded, and where the marks of a chart stand."""

import pytest

from chaingraph.graphs import chain_graph
from chaingraph.model import Reading
from chaingraph.packs.indicators import board, readings_in_region, readings_of_chain
from chaingraph.views.bilingual import Both
from chaingraph.views.charts import chart

EMPTY = Both("", "")


def reading(kind: str, value: float, **more) -> Reading:
    """A value with the row of the data that says so."""
    said = {"indicator": "indicator:local-supply-rate", "subject": "region:990100", "unit": "unit:FRACTION", **more}
    return Reading(kind=kind, value=value, evidence=(said.pop("row", f"data:mini/{kind}#row={value}"),), **said)


def shown(mini, *readings: Reading) -> dict[str, str]:
    made = board(mini, "x", Both("甲", "A"), readings)
    (row,) = made.rows
    return {column.key: cell.text.zh for column, cell in zip(made.columns, row.cells, strict=True)}


def test_a_value_of_the_same_thing_unit_scope_and_time_answers_the_target(mini):
    aim = reading("target", 0.3, comparator="ge", as_of="2023")
    found = shown(mini, aim, reading("actual", 0.35, as_of="2023"))
    assert (found["target"], found["actual"]) == ("2023：不低于30%", "2023：35%")
    assert found["comparison"] == "可比：已达到"
    assert shown(mini, aim, reading("actual", 0.2, as_of="2023"))["comparison"] == "可比：未达到"
    assert shown(mini, aim, reading("forecast", 0.2, as_of="2023"))["comparison"] == "可比：预计达不到"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"as_of": "2025"}, "不可比：时期不同"),
        ({"as_of": "2023", "scope": "企业"}, "不可比：口径不同"),
        ({"as_of": "2025", "scope": "企业"}, "不可比：口径、时期不同"),
    ],
)
def test_what_differs_is_told_and_nothing_concluded(mini, more, why):
    aim = reading("target", 0.3, comparator="ge", as_of="2023")
    assert shown(mini, aim, reading("actual", 0.35, **more))["comparison"] == why


def test_a_target_alone_and_a_value_alone_say_so(mini):
    assert shown(mini, reading("target", 0.3, as_of="2023"))["comparison"] == "尚无同一对象的实际值"
    assert shown(mini, reading("actual", 0.3, as_of="2023"))["comparison"] == "未见目标"


def test_values_of_other_things_or_units_stand_on_lines_of_their_own(mini):
    aim = reading("target", 0.3, as_of="2023")
    other = reading("actual", 0.3, as_of="2023", subject="chain:battery")
    tonnes = reading("actual", 9.0, as_of="2023", unit="unit:TONNE")
    made = board(mini, "x", Both("甲", "A"), [aim, other, tonnes])
    assert len(made.rows) == 3
    assert made.rows[0].records == aim.evidence, "the one with a target comes first"


def test_only_indicators_with_the_word_are_kept(mini):
    some = [reading("actual", 0.3, as_of="2023")]
    name = board(mini, "x", EMPTY, some).rows[0].cells[0].text.zh
    assert len(board(mini, "x", EMPTY, some, about=[name[:2]]).rows) == 1
    assert board(mini, "x", EMPTY, some, about=["没有"]).rows == ()


def test_readings_of_the_mini_chain_carry_their_rows(mini):
    """indicator_values.csv row 2 is a target of the battery chain; it names no place."""
    assert "data:mini/indicator_values.csv#row=2" not in {
        row for one in readings_in_region(mini, "region:990100") for row in one.evidence
    }
    found = readings_of_chain(mini, "chain:battery")
    assert "data:mini/indicator_values.csv#row=2" in {row for one in found for row in one.evidence}
    own = set(chain_graph(mini, "chain:battery").graph["indicators"])
    assert own <= set(found), "all that the chain graph has; other things of the same values besides"


def test_marks_stand_where_value_and_time_put_them():
    """Worked by hand: 168 px of width between 2021 and 2025, 38 px of height from 0 to 40; y = 48 - 38 * value / 40."""
    values = [
        reading("actual", 10.0, as_of="2021"),
        reading("actual", 20.0, as_of="2023"),
        reading("target", 40.0, as_of="2025", comparator="ge"),
        reading("forecast", 30.0, as_of="2025"),
    ]
    made = chart(values, EMPTY)
    at = {mark.kind: (mark.x, mark.y) for mark in made.marks}
    assert at["target"] == (184.0, 10.0)
    assert at["forecast"] == (184.0, 19.5)
    assert made.lines == (((16.0, 38.5), (100.0, 29.0)),)
    assert made.years == ((16.0, "2021"), (184.0, "2025"))


def test_actual_values_of_other_scope_or_length_of_period_are_not_joined():
    year = reading("actual", 10.0, valid_from="2021", valid_until="2022")
    half = reading("actual", 12.0, valid_from="2023-01", valid_until="2023-07")
    scoped = reading("actual", 14.0, valid_from="2024", valid_until="2025", scope="企业")
    assert chart([year, half, scoped], EMPTY).lines == ()


def test_a_single_value_or_values_without_date_have_no_chart():
    assert chart([reading("actual", 1.0, as_of="2021")], EMPTY) is None
    assert chart([reading("actual", 1.0), reading("actual", 2.0)], EMPTY) is None


def test_a_value_below_zero_lowers_the_ground():
    made = chart([reading("actual", -10.0, as_of="2021"), reading("actual", 10.0, as_of="2023")], EMPTY)
    assert [mark.y for mark in made.marks] == [48.0, 10.0]


def test_board_without_readings_is_an_empty_list(mini):
    assert board(mini, "x", EMPTY, []).rows == ()

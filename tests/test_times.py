"""Does a statement hold on a day, whatever the days are written as?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.errors import QueryError
from chaingraph.times import holds, last_day


@pytest.mark.parametrize(
    ("row", "as_of", "wanted"),
    [
        ({}, None, True),
        ({}, "2023", True),
        ({"valid_from": "2022"}, None, True),
        ({"valid_from": "2022"}, "2021", False),
        ({"valid_from": "2022"}, "2021-12-31", False),
        ({"valid_from": "2022"}, "2022-01-01", True),
        ({"valid_from": "2022"}, "2022", True),
        ({"valid_from": "2022-06"}, "2022", True),
        ({"valid_from": "2022-06"}, "2022-05", False),
        ({"valid_from": "2022-06-02"}, "2022-06-01", False),
        ({"valid_from": "2022-06-30"}, "2022-06", True),
        ({"valid_until": "2024"}, None, False),
        ({"valid_until": "2024"}, "2023", True),
        ({"valid_until": "2024"}, "2023-12-31", True),
        ({"valid_until": "2024"}, "2024-01-01", False),
        ({"valid_until": "2024-03"}, "2024-02", True),
        ({"valid_until": "2024-03-01"}, "2024-02-29", True),
        ({"valid_until": "2024-03-01"}, "2024-03-01", False),
        ({"valid_until": "2024-03"}, "2024-03", False),
        ({"ended_by": "2023-01"}, "2022", True),
        ({"ended_by": "2023-01"}, "2023", False),
        ({"ended_by": "2023-01"}, None, False),
        ({"valid_from": "2022", "valid_until": "2024", "ended_by": "2023"}, "2022", True),
        ({"valid_from": "2022", "valid_until": "2024", "ended_by": "2023"}, "2023", False),
        ({"valid_from": "", "valid_until": None, "ended_by": ""}, "2023", True),
        ({"as_of": "2023-05"}, "2021", True),
    ],
)
def test_a_statement_holds_from_its_first_day_to_the_one_before_its_last(
    row: dict[str, str | None], as_of: str | None, wanted: bool
) -> None:
    assert holds(row, as_of=as_of) is wanted


@pytest.mark.parametrize(
    "text", ["", "23", "2023-5", "2023-05-1", "2023/05", "now", "２０２３", "2023-05-10T00:00", "2023\n"]
)
def test_what_is_no_date_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        holds({}, as_of=text)
    assert "不是日期" in caught.value.text("zh")
    assert "not a date" in caught.value.text("en")


@given(st.dates())
def test_a_year_and_a_month_end_not_before_any_of_their_days(day: object) -> None:
    text = str(day)
    assert text == last_day(text) <= last_day(text[:7]) <= last_day(text[:4])


@given(st.dates(), st.dates())
def test_days_are_in_order(one: object, other: object) -> None:
    """Comparing texts is comparing days."""
    assert holds({"valid_from": str(one)}, as_of=str(other)) is (one <= other)  # type: ignore[operator]

"""Small charts (小图): the values of an indicator over time, targets beside actual and forecast ones, as plain shapes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from chaingraph.model import Reading
from chaingraph.times import last_included
from chaingraph.views.bilingual import Both

__all__ = ["Chart", "Mark", "chart"]

_WIDE, _TALL, _SIDE, _TOP, _FOOT = 200, 64, 16, 10, 16
_WAYS: Final = {"ge": -1, "gt": -1, "le": 1, "lt": 1}
"""Where an arrow on a target points: upwards for at least, downwards for at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A value in a chart."""

    kind: str  # target | actual | forecast
    x: float  # [px]
    y: float  # [px]
    way: int = 0  # -1: at least, 1: at most, 0: that much


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Marks over time, years below; lines join actual values of the same scope and length of period."""

    marks: tuple[Mark, ...]
    lines: tuple[tuple[tuple[float, float], ...], ...]
    years: tuple[tuple[float, str], ...]
    said: Both  # the same in words, for whoever does not see it
    ground: float  # where 0 lies, or the lowest value if that is below 0 [px]
    wide: int = _WIDE
    tall: int = _TALL


def chart(readings: Sequence[Reading], said: Both) -> Chart | None:
    """Place the values of one indicator of one thing; None when fewer than two of them have a date.

    The vertical axis begins at 0, or at the lowest value if one is negative; values stand at the end of their period.

    Parameters
    ----------
    readings
        Values in one unit.
    said
        The values in words.

    Examples
    --------
    >>> aim = Reading(indicator="i", subject="r", kind="target", value=30.0, unit="u", comparator="ge", as_of="2023")
    >>> now = Reading(indicator="i", subject="r", kind="actual", value=15.0, unit="u", as_of="2021")
    >>> made = chart([aim, now], Both("", ""))
    >>> [(mark.kind, mark.x, mark.y, mark.way) for mark in made.marks]
    [('target', 184.0, 10.0, -1), ('actual', 16.0, 29.0, 0)]
    >>> made.ground, made.years
    (48, ((16.0, '2021'), (184.0, '2023')))
    """
    dated = [(moment, reading) for reading in readings if (moment := _moment(reading)) is not None]
    if len(dated) < 2:
        return None
    times = [moment for moment, _ in dated]
    low, high = min(0.0, *(one.value for _, one in dated)), max(0.0, *(one.value for _, one in dated))
    first, last = min(times), max(times)

    def across(moment: float) -> float:
        share = (moment - first) / (last - first) if last > first else 0.5
        return round(_SIDE + share * (_WIDE - 2 * _SIDE), 1)

    def down(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(_TALL - _FOOT - share * (_TALL - _FOOT - _TOP), 1)

    return Chart(
        marks=tuple(
            Mark(
                kind=one.kind,
                x=across(moment),
                y=down(one.value),
                way=_WAYS.get(one.comparator, 0) if one.kind == "target" else 0,
            )
            for moment, one in sorted(dated, key=lambda pair: pair[1].kind != "target")
        ),
        lines=tuple(tuple((across(moment), down(one.value)) for moment, one in line) for line in _lines(dated)),
        years=tuple((across(moment), year) for year, moment in {str(int(one)): one for one in (first, last)}.items()),
        said=said,
        ground=_TALL - _FOOT,
    )


def _lines(dated: Iterable[tuple[float, Reading]]) -> list[list[tuple[float, Reading]]]:
    """Put actual values together that may be joined: same scope, same length of period."""
    found: dict[tuple[str | None, int], list[tuple[float, Reading]]] = defaultdict(list)
    for moment, one in dated:
        if one.kind == "actual":
            found[one.scope, _length(one)].append((moment, one))
    return [sorted(line, key=lambda pair: pair[0]) for line in found.values() if len(line) > 1]


def _length(reading: Reading) -> int:
    """Return the length of a period in whole months; 0 for a state on one date."""
    if not reading.valid_from or not reading.valid_until:
        return 0
    start, end = _day(reading.valid_from), _day(reading.valid_until)
    return round((end - start).days / 30.4)


def _moment(reading: Reading) -> float | None:
    """Return when a value holds, or its period ends, as a year with a fraction; a year or month stands for its end."""
    text = last_included(reading.valid_until) if reading.valid_until else reading.as_of or reading.valid_from
    if not text:
        return None
    day = _day(text)
    if len(text) == 4:
        return day.year + 0.99
    return round(day.year + (day.timetuple().tm_yday - 1 + (28 if len(text) == 7 else 0)) / 366, 3)


def _day(text: str) -> date:
    """Read a year, month or day as its first day."""
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)

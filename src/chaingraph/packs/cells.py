"""Cells of lists (单元格): what a planner reads for a value, by column and by what else the row says."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from chaingraph.findings import as_text
from chaingraph.grouping import GROUPED
from chaingraph.packs.words import value
from chaingraph.times import last_included
from chaingraph.views.amounts import amount
from chaingraph.views.bilingual import Both, clean, joined
from chaingraph.views.lists import Cell

__all__ = ["UNPLACED", "Answer", "cell_of", "each_value", "values_of"]

_AMOUNTS: Final = ("target", "value", "distance", "capacity", "quantity", "actual")
"""Columns whose numbers are in the unit that the row names."""
_YUAN: Final = ("investment",)
_SHARES: Final = ("share", "rate", "lower", "upper", "coverage", "market_share", "among_first")
_YES: Final = {True: Both("是", "yes"), False: Both("否", "no"), "true": Both("是", "yes"), "false": Both("否", "no")}
_CERTAIN: Final = {True: Both("可能", "possible"), False: Both("确定", "certain")}
_TWICE: Final = re.compile(r"(.*[\u4e00-\u9fff][^(]*?) ?\(([\x20-\x7e]+)\)")
"""A text in Chinese, with the same in English in brackets behind it."""

UNPLACED: Final = "enterprise without a place"
"""Under this name a row keeps those of its enterprises of which no place is told, once rows are put together."""

Answer = Mapping[str, Any]


def each_value(cells: Iterable[object]) -> Iterator[Any]:
    """Return what stands in several cells, one after the other, records as text."""
    for cell in cells:
        for one in values_of(cell):
            yield as_text(one) if isinstance(one, dict | list) else one


def values_of(cell: object) -> list[Any]:
    """Return the values of a cell that may hold several, one, or none."""
    return list(cell) if isinstance(cell, list | tuple) else [] if cell in (None, "") else [cell]


def cell_of(name: str, row: Answer, names: Mapping[str, tuple[str, str]]) -> Cell:
    """Write what stands in a row under a column, things by their *names*."""
    values = list(each_value([row.get(name)]))
    units = values_of(row.get("unit"))
    unit = "unit:CCY_CNY" if name in _YUAN else str(units[0]) if len(units) == 1 else ""
    if name == "need_possible":  # says something of those who need it, and nothing where nobody is known to
        values = [_CERTAIN[one] for one in dict.fromkeys(values)] if values_of(row.get("customers")) else []
    texts = [one if isinstance(one, Both) else _text(name, one, unit, names) for one in values]
    if name == "enterprise" and (without := set(map(str, values_of(row.get(UNPLACED))))):
        texts = [
            Both(f"{text.zh}（所在地不详）", f"{text.en} (place not told)") if str(one) in without else text
            for one, text in zip(values, texts, strict=True)
        ]
    if name == "verb" and (doubt := _doubt(row)):
        texts = [Both(f"先核实，{doubt}{text.zh}", f"verify first, then {text.en}") for text in texts]
    number = _number(values[0]) if len(values) == 1 else None
    dated = name.endswith(("_time", "_date", "_from", "_until", "_of")) or name in ("of", "number", "batch", "rung")
    return Cell(
        text=joined(dict.fromkeys(texts)),
        number=None if dated else number,
        unit=unit if name in _AMOUNTS or name in _YUAN else "unit:FRACTION" if name in _SHARES else "",
    )


def _doubt(row: Answer) -> str:
    """Return what a verb needs before it in a row that says only that nothing is on record; empty: nothing."""
    said = {str(one) for column in ("state", "gap", "cause") for one in values_of(row.get(column))}
    return "确缺再" if "unknown" in said else "再" if "unused" in said else ""


def _text(name: str, one: Any, unit: str, names: Mapping[str, tuple[str, str]]) -> Both:
    if isinstance(one, bool) or (one in ("true", "false")):
        return _YES[one]
    if isinstance(one, str) and names.keys() >= set(members := one.split(GROUPED)):
        return joined([Both(*map(clean, names[each])) for each in members], zh="＋", en=" + ")
    known = value(name, str(one))
    if known:
        return known
    number = _number(one)
    if number is not None and (name in _AMOUNTS or name in _YUAN):
        called = names.get(unit)
        return amount(number, unit or None, name=Both(*map(clean, called)) if called else None)
    if number is not None and name in _SHARES:
        return amount(number, "unit:FRACTION")
    if name == "valid_until":
        return _plain(last_included(str(one)))
    if said := _TWICE.fullmatch(str(one)):
        return Both(*map(clean, said.groups()))
    return _plain(f"{one:.6g}" if isinstance(one, float) else as_text(one))


def _plain(text: str) -> Both:
    return Both(clean(text), clean(text))


def _number(one: object) -> float | None:
    if isinstance(one, bool) or not isinstance(one, int | float | str):
        return None
    try:
        found = float(one)
    except ValueError:
        return None
    return found if math.isfinite(found) else None

"""Amounts as people read them (数值写法): yuan in 亿元, fractions in per cent, dates and comparisons in words."""

from typing import Final

from chaingraph.model import Reading
from chaingraph.times import last_included
from chaingraph.views.bilingual import Both, clean, joined
from chaingraph.views.wording import READING

__all__ = ["amount", "compared", "percent", "place", "reading_text", "when"]

_YUAN: Final = ("unit:CNY", "unit:CCY_CNY", "cgunit:yuan", "cgunit:cny")
_SHARE: Final = ("unit:FRACTION", "unit:UNITLESS")
_NAMES: Final = {
    "unit:NUM": Both("", ""),
    "unit:TONNE": Both("吨", "t"),
    "unit:TON_Metric": Both("吨", "t"),
    "unit:TON": Both("吨", "t"),
    "unit:YR": Both("年", "years"),
    "unit:M2": Both("平方米", "m²"),
    "unit:HA": Both("公顷", "ha"),
    "unit:KiloM": Both("千米", "km"),
    "unit:KiloGM": Both("千克", "kg"),
    "unit:PERCENT": Both("%", "%"),
    "cgunit:mu": Both("亩", "mu"),
}
_COMPARED: Final = {
    "eq": Both("", ""),
    "ge": Both("不低于", "at least "),
    "gt": Both("超过", "more than "),
    "le": Both("不超过", "at most "),
    "lt": Both("低于", "less than "),
    "approx": Both("约", "about "),
}
_PLACED: Final = {
    "eq": Both("第{}位", "no. {}"),
    "ge": Both("第{}位或更后", "no. {} or lower"),
    "gt": Both("第{}位之后", "below no. {}"),
    "le": Both("前{}位", "among the first {}"),
    "lt": Both("第{}位之前", "above no. {}"),
    "approx": Both("约第{}位", "about no. {}"),
}
"""A place in an order, 1 the first, with what a source says of it."""
_ORDERS: Final = ("位次", "名次", "排名")


def amount(value: float, unit: str | None, *, name: Both | None = None) -> Both:
    """Write a number with its unit.

    Parameters
    ----------
    value
        Number in the base unit [unit].
    unit
        CURIE of the unit; None: no unit is written.
    name
        What the unit is called, when the graph names it.

    Examples
    --------
    >>> amount(1e11, "unit:CNY")
    Both(zh='1000亿元', en='100 billion yuan')
    >>> amount(0.3, "unit:FRACTION")
    Both(zh='30%', en='30%')
    >>> amount(100000, "unit:TONNE")
    Both(zh='10万吨', en='100,000 t')
    """
    if unit in _SHARE and 0 <= value <= 1:
        return Both(percent(value), percent(value))
    called = _NAMES.get(unit or "") or name or (Both(clean(unit), clean(unit)) if unit else Both("", ""))
    if unit in _YUAN:
        called = Both("元", "yuan")
    zh = (
        f"{_number(value / 1e8)}亿" if value >= 1e8 else f"{_number(value / 1e4)}万" if value >= 1e4 else _number(value)
    )
    en = f"{_number(value / 1e9)} billion" if value >= 1e9 and unit in _YUAN else _number(value, comma=True)
    tight = called.en in ("", "%")
    return Both(zh + called.zh, en + called.en if tight else f"{en} {called.en}")


def compared(comparator: str, value: Both) -> Both:
    """Write a value with what a source says of it: exactly, about, at least.

    Examples
    --------
    >>> compared("ge", Both("30%", "30%"))
    Both(zh='不低于30%', en='at least 30%')
    """
    word = _COMPARED.get(comparator.removeprefix("comparator:"), Both("", ""))
    return Both(word.zh + value.zh, word.en + value.en)


def place(comparator: str, value: float) -> Both:
    """Write a place in an order with what a source says of it; 1 is the first.

    Examples
    --------
    >>> place("eq", 1), place("le", 10)
    (Both(zh='第1位', en='no. 1'), Both(zh='前10位', en='among the first 10'))
    """
    word = _PLACED.get(comparator.removeprefix("comparator:"), _PLACED["eq"])
    return Both(word.zh.format(_number(value)), word.en.format(_number(value)))


def percent(share: float) -> str:
    """Write a share as per cent.

    Examples
    --------
    >>> percent(0.305)
    '30.5%'
    """
    return f"{_number(round(share * 100, 1))}%"


def _number(value: float, *, comma: bool = False) -> str:
    text = f"{value:,.4f}" if comma else f"{value:.4f}"
    return text.rstrip("0").rstrip(".")


def when(reading: Reading) -> Both:
    """Say for which time a value holds, as far as it is told; both ends of a period are meant."""
    if reading.valid_from and reading.valid_until:
        first, last = reading.valid_from, last_included(reading.valid_until)
        return Both(first, first) if first == last else Both(f"{first}至{last}", f"{first} to {last}")
    at = reading.as_of or reading.valid_from or reading.valid_until or ""
    return Both(at, at)


def reading_text(reading: Reading, *, of: Both, unit: Both | None, told: bool = True) -> Both:
    """Write one value of an indicator named *of*: target or actual (if *told*), time, comparison, amount, basis.

    The value of an indicator whose Chinese name ends in 位次, 名次 or 排名 is a place in an order.
    """
    kind = READING.get(reading.kind, Both(clean(reading.kind), clean(reading.kind)))
    if of.zh.endswith(_ORDERS):
        value = place(reading.comparator, reading.value)
    else:
        value = compared(reading.comparator, amount(reading.value, reading.unit, name=unit))
    scope = clean(reading.scope)
    head = joined([part for part in (kind if told else Both("", ""), when(reading)) if part.zh], zh=" ", en=" ")
    basis = Both(f"（口径：{scope}）", f" (basis: {scope})") if scope else Both("", "")
    if not head.zh:
        return Both(value.zh + basis.zh, value.en + basis.en)
    return Both(f"{head.zh}：{value.zh}{basis.zh}", f"{head.en}: {value.en}{basis.en}")

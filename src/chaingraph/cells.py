"""One cell of a table: from text to RDF terms, or what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from chaingraph.errors import QueryError
from chaingraph.schema import Column
from chaingraph.terms import literal, node
from chaingraph.vocabulary import curie, iri

__all__ = ["CellError", "NoIdentifierError", "converter", "date_term", "line_ranges", "split"]

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_BREAK: Final = re.compile(r"\s*[\t\n\u2028\u2029]\s*")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # also what turns the direction
_DECIMAL: Final = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)\Z", re.ASCII)
_INTEGER: Final = re.compile(r"[+-]?\d+\Z", re.ASCII)
_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z", re.ASCII)
_LINES: Final = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?\Z", re.ASCII)
_ROW: Final = re.compile(r"data:[a-z0-9][a-z0-9_-]*/[a-z0-9_]+\.csv#row=\d+\Z", re.ASCII)
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?[%万亿]?\Z", re.ASCII)
_SCALED: Final = re.compile(r"([+-]?\d+(?:\.\d+)?)([%万亿]?)\Z", re.ASCII)
_SCALES: Final = {"": Decimal(1), "%": Decimal("0.01"), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_SPELT_DATE: Final = re.compile(r"(\d{4})(?:[年/.-](\d{1,2})(?:[月/.-](\d{1,2}))?)?[年月日]?\Z", re.ASCII)
_SERIAL: Final = re.compile(r"[2-7]\d{4}\Z", re.ASCII)  # days of a spreadsheet, 1954 to 2119
_FIRST_DAY: Final = date(1899, 12, 30)
_POWER: Final = re.compile(r"[+-]?\d+(\.\d+)?[Ee][+-]?\d+\Z", re.ASCII)
_FORMULA: Final = re.compile(r"=|#(REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_SUCH_AS: Final = {
    "cg:Product": "product:separator",
    "cg:Place": "region:430100",
    "cg:Region": "region:430100",
    "cg:Park": "park:ningxiang-high-tech-zone",
    "cg:Enterprise": "enterprise:cngr",
    "cg:Organization": "enterprise:cngr",
    "cg:IndustryChain": "chain:construction-machinery",
    "cg:SourceDocument": "document:visits-2026-03",
    "qudt:Unit": "unit:TONNE",
}
"""Of a class, an identifier as an example."""
_ASCII_NAME: Final = re.compile(r"[\x20-\x7e]+\Z")


class CellError(Exception):
    """A cell that cannot be read: why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


class NoIdentifierError(CellError):
    """A text, kept here, that stands where an identifier belongs."""

    def __init__(self, text: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.text = text


def split(text: str) -> list[str]:
    """Return the values of a cell that may hold several, separated by ``;`` or ``；``."""
    if ";" not in text and "；" not in text:
        return [text] if (text := text.strip()) else []
    return [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]


def line_ranges(text: str, *, count: int | None = None) -> list[tuple[int, int]]:
    """Return line ranges, first and last included: ``72``, ``72-74``, ``72;108``.

    Raises
    ------
    CellError
        Not of that form, backwards, or behind the last of *count* lines.
    """
    ranges = []
    for part in split(text):
        match = _LINES.match(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last:
            raise CellError(
                f"“{text}”不是行号；应写作 72、72-74 或 72;108。",
                f"{text!r} names no lines; write 72, 72-74 or 72;108.",
            )
        if count is not None and last > count:
            raise CellError(
                f"第 {last} 行超出文献的 {count} 行。", f"line {last} lies behind the document's last line, {count}."
            )
        ranges.append((first, last))
    return ranges


def converter(column: Column) -> Callable[[str], str]:
    """Return the function that turns one value of *column* into an RDF term in N-Triples text."""
    make: dict[str, Callable[[str], str]] = {
        "reference": lambda text: _reference(text, column),
        "type": lambda text: _reference(text, column),
        "label": lambda text: _label(text, column),
        "text": lambda text: literal(_checked(text, column)),
        "decimal": lambda text: _number(text, column, _DECIMAL, "decimal"),
        "integer": lambda text: _number(text, column, _INTEGER, "integer"),
        "boolean": _boolean,
        "date": date_term,
    }
    return make[column.kind]


def _reference(text: str, column: Column) -> str:
    if not column.many and len(split(text)) > 1:
        raise CellError(f"“{text}”：只能填一个值。", f"{text!r}: only one value may stand here.")
    try:
        target = iri(text)
        term = node(target)
    except (QueryError, ValueError):
        target, term = "", ""
    if not term or curie(target) != text or (text.startswith("data:") and not _ROW.match(text)):
        example = _example(column)
        zh, en = _hint(text)
        raise NoIdentifierError(text, f"“{text}”不是标识符，应写作“类型:名称”，例如 {example}。{zh}",
                                f"{text!r} is not an identifier; write <type>:<slug>, such as {example}.{en}")  # fmt: skip
    if column.options and target not in column.options:
        allowed = ", ".join(map(curie, column.options))
        raise CellError(
            f"“{text}”不在允许的取值之内：{allowed}。", f"{text!r} is not allowed here; choose from {allowed}."
        )
    return term


def _example(column: Column) -> str:
    """Return an identifier that might stand in the column."""
    if column.options:
        return curie(column.options[0])
    return next((_SUCH_AS[name] for name in map(curie, column.classes) if name in _SUCH_AS), "product:separator")


def _hint(text: str) -> tuple[str, str]:
    """Say (zh, en) what a spreadsheet has made of a cell: a formula, what came of one that failed, a number cut short."""
    if _FORMULA.match(text):
        return "这是公式或公式的错误值，请粘贴为数值。", " It is a formula or the error of one: paste values."
    if _POWER.match(text):
        return ("这是科学计数法，可能已丢失位数；请先把该列设为文本格式再填。",
                " It is scientific notation, which may have lost digits: format the column as text, then fill it in.")  # fmt: skip
    return "", ""


def _label(text: str, column: Column) -> str:
    plain = _UNSEEN.sub("", _BREAK.sub("" if column.lang == "zh" else " ", text))
    if plain != text:
        raise CellError(f"名称中有换行或看不见的字符；应写作 {plain}。",
                        f"a line break or an invisible character stands in the name; write {plain}.")  # fmt: skip
    lang = "en" if column.many and _ASCII_NAME.match(text) else column.lang
    return literal(_checked(text, column), lang=lang)


def _checked(text: str, column: Column) -> str:
    if _CONTROL.search(text):
        raise CellError("含有控制字符。", "holds a control character.")
    if column.options and text not in column.options:
        allowed = ", ".join(column.options)
        raise CellError(
            f"“{text}”不在允许的取值之内：{allowed}。", f"{text!r} is not allowed here; choose from {allowed}."
        )
    if column.pattern and not re.search(column.pattern, text):
        zh, en = _hint(text)
        raise CellError(f"“{text}”不符合格式 {column.pattern}：{column.meaning.get('zh', '')}{zh}",
                        f"{text!r} does not match {column.pattern}: {column.meaning.get('en', '')}{en}")  # fmt: skip
    return text


def _number(text: str, column: Column, form: re.Pattern[str], datatype: str) -> str:
    if not form.match(text):
        kind = {"decimal": "小数", "integer": "整数"}[datatype]
        plain = _plain_number(text)
        right = (f"应写作 {plain}。", f" Write {plain}.") if form.match(plain) else _hint(text)
        raise CellError(f"“{text}”不是{kind}（不要千分位、单位或百分号）。{right[0]}",
                        f"{text!r} is not {'a decimal' if datatype == 'decimal' else 'an integer'} (no thousands separator, unit or percent sign).{right[1]}")  # fmt: skip
    value = float(text)
    if column.minimum is not None and value < column.minimum:
        raise CellError(f"{text} 小于 {column.minimum:g}。", f"{text} is below {column.minimum:g}.")
    if column.maximum is not None and value > column.maximum:
        raise CellError(f"{text} 大于 {column.maximum:g}。", f"{text} is above {column.maximum:g}.")
    return literal(text, datatype=datatype)


def _plain_number(text: str) -> str:
    """Return a number as a table wants it, where only one can be meant; else nothing.

    Examples
    --------
    >>> [_plain_number(text) for text in ("1,000", "30%", "１０００", "1.5万", "1,5", "1000吨")]
    ['1000', '0.3', '1000', '15000', '', '']
    """
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    match = _SCALED.match(text.replace(",", "") if _THOUSANDS.match(text) else text)
    if not match:
        return ""
    plain = f"{Decimal(match[1]) * _SCALES[match[2]]:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _boolean(text: str) -> str:
    if text not in ("true", "false"):
        raise CellError(f"“{text}”应为 true 或 false。", f"{text!r} must be true or false.")
    return literal(text, datatype="boolean")


def date_term(text: str) -> str:
    """Return a year, month or day as an RDF term in N-Triples text."""
    if not _DATE.match(text) or not _in_calendar(text):
        plain = _plain_date(text)
        raise CellError(f"“{text}”不是日期；应写作 {plain or '2023、2023-07 或 2023-07-10'}。",
                        f"{text!r} is not a date; write {plain or '2023, 2023-07 or 2023-07-10'}.")  # fmt: skip
    return literal(text, datatype={4: "gYear", 7: "gYearMonth", 10: "date"}[len(text)])


def _plain_date(text: str) -> str:
    """Return a date as a table wants it, where year, month and day stand in this order; else nothing.

    Examples
    --------
    >>> [_plain_date(text) for text in ("2026年3月", "2026/3/12", "2026年", "46093", "12.03.2026", "2026年13月")]
    ['2026-03', '2026-03-12', '2026', '2026-03-12', '', '']
    """
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    if _SERIAL.match(text):
        return (_FIRST_DAY + timedelta(days=int(text))).isoformat()
    if not (match := _SPELT_DATE.match(text)):
        return ""
    plain = "-".join(part.zfill(2) for part in match.groups() if part)
    return plain if _DATE.match(plain) and _in_calendar(plain) else ""


def _in_calendar(text: str) -> bool:
    try:
        date.fromisoformat(f"{text}-01-01"[:10] if len(text) < 10 else text)
    except ValueError:
        return False
    return True

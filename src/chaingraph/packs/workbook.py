"""One workbook of all lists (XLSX): texts stay texts whatever they begin with, numbers carry their unit."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from chaingraph.views.bilingual import Both, clean, ems
from chaingraph.views.lists import Cell, Listing

__all__ = ["workbook"]

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_LONGEST: Final = 32_000
_UNFIT: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SHEET: Final = re.compile(r"[\[\]:*?/\\']")
_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 (fixed, so that the same lists give the same bytes)
_FORMATS: Final = {"unit:CCY_CNY": '#,##0"元"', "unit:CNY": '#,##0"元"', "unit:FRACTION": "0.0%", "": "General"}
"""Number formats by unit; an amount in another unit is written as text with its unit."""
_NARROWEST, _WIDEST, _CITED, _BLANK = 8, 40, 50, 22
"""Widths of columns [digits]."""
_DIGITS: Final = 1.9
"""Digits that are as wide as one Chinese character."""
_LAST: Final = (Both("依据（文件与行）", "Stands on (document, line)"), Both("数据表行", "Rows of the data tables"))


def workbook(title: Both, about: Iterable[tuple[Both, Both]], lists: Sequence[Listing], *, lang: str = "zh") -> bytes:
    """Write lists as a workbook, one sheet each, with a first sheet that says what they are.

    Parameters
    ----------
    title
        What the workbook holds.
    about
        Lines of the first sheet: what, and its value.
    lists
        In the order of their sheets; a heading is cut to what a sheet may be called.
    lang
        ``"zh"`` or ``"en"``.

    Returns
    -------
    bytes
        The file; the same lists give the same bytes.
    """
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": clean(title.of(lang)), "created": _MADE})
        look = _Looks(book)
        first = book.add_worksheet(Both("说明", "About").of(lang))
        taken = {first.get_name().lower(), "history"}
        lines = [(title, Both("", "")), *about]
        lines += [(one.title, Both(f"{len(one.rows)}行", f"{len(one.rows)} rows")) for one in lists]
        for number, line in enumerate(lines):
            for place, text in enumerate(line):
                look.text(first, number, place, text.of(lang), bold=not number)
        first.set_column(0, 0, 30)
        first.set_column(1, 1, 90)
        for one in lists:
            _sheet(book.add_worksheet(_called(one.title.of(lang), taken)), one, look, lang)
    return file.getvalue()


class _Looks:
    """The formats of a workbook, and the one way in which a text is written."""

    def __init__(self, book: Any) -> None:
        wrapped = {"text_wrap": True, "valign": "top"}
        self.plain = book.add_format(wrapped)
        self.quoted = book.add_format({**wrapped, "quote_prefix": True})
        self.bold = book.add_format({**wrapped, "bold": True, "bg_color": "#EAF0F5"})
        self.numbers = {unit: book.add_format({"valign": "top", "num_format": form}) for unit, form in _FORMATS.items()}

    def text(self, sheet: Any, row: int, column: int, text: str, *, bold: bool = False) -> None:
        """Write a text as a text; one that begins like a formula gets the mark that keeps it one when it is edited."""
        fit = _UNFIT.sub(" ", text)[:_LONGEST]
        form = self.quoted if fit.lstrip().startswith(_FORMULA) else self.bold if bold else self.plain
        sheet.write_string(row, column, fit, form)


def _sheet(sheet: Any, one: Listing, look: _Looks, lang: str) -> None:
    heads = [*(column.title for column in one.columns), *_LAST]
    for column, head in enumerate(heads):
        look.text(sheet, 0, column, head.of(lang), bold=True)
        texts = [row.cells[column].text.of(lang) for row in one.rows] if column < len(one.columns) else []
        sheet.set_column(column, column, _CITED if column == len(heads) - 2 else _width(head.of(lang), texts))
    for number, row in enumerate(one.rows, start=1):
        for column, cell in enumerate(row.cells):
            _cell(sheet, number, column, cell, look, lang)
        look.text(sheet, number, len(heads) - 2, row.full.of(lang))
        look.text(sheet, number, len(heads) - 1, "; ".join(row.records))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(one.rows), 1), len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _width(head: str, texts: Sequence[str]) -> int:
    """Return how wide a column must be for its heading and texts, within bounds; one to be filled in is wide [digits]."""
    if not any(texts):
        return _BLANK
    longest = max(ems(text[:_WIDEST]) for text in (head, *texts))
    return int(min(_WIDEST, max(_NARROWEST, longest * _DIGITS + 4)))


def _cell(sheet: Any, row: int, column: int, cell: Cell, look: _Looks, lang: str) -> None:
    if cell.number is not None and cell.unit in look.numbers:
        sheet.write_number(row, column, cell.number, look.numbers[cell.unit])
    else:
        look.text(sheet, row, column, cell.text.of(lang))


def _called(title: str, taken: set[str]) -> str:
    """Return a name that a sheet may have and no other has."""
    name = _SHEET.sub(" ", clean(title)).strip() or "-"
    for number in range(1, len(taken) + 2):
        tail = f" {number}" if number > 1 else ""
        found = name[: 31 - len(tail)] + tail
        if found.lower() not in taken:
            taken.add(found.lower())
            return found
    return name

"""Rows as a table for the terminal, as CSV that a spreadsheet opens safely, or as JSON."""

import csv
import io
import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from chaingraph.width import columns, padded

__all__ = ["as_csv", "as_json", "as_table"]

Rows = Sequence[Mapping[str, Any]]  # texts and None; as_json takes whatever JSON knows
_FORMULA = (*"=+-@\t\r\n\0", *"＝＋－＠")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def as_table(rows: Rows, names: Sequence[str]) -> str:
    """Return rows with aligned columns, one line each; Chinese characters count as two."""
    if not names:
        return ""
    cells = [[_CONTROL.sub(" ", row.get(name) or "") for name in names] for row in rows]
    widths = [max(map(columns, column)) for column in zip(names, *cells, strict=True)]
    lines = [names, ["-" * size for size in widths], *cells]
    return "".join(
        "  ".join(padded(cell, size) for cell, size in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines
    )


def as_csv(rows: Rows, names: Sequence[str]) -> str:
    """Return rows as CSV; a text that a spreadsheet would run as a formula gets an apostrophe in front."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_one_break(harmless(row.get(name) or "")) for name in names] for row in rows)
    return file.getvalue()


def _one_break(text: str) -> str:
    """Write each line break as a line feed, which gets quotes; a bare carriage return would not, and begin a row."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula; numbers stay as they are.

    Examples
    --------
    >>> harmless("=1+1"), harmless("-3.5")
    ("'=1+1", '-3.5')
    """
    if not text.startswith(_FORMULA):
        return text
    try:
        number = math.isfinite(float(text))
    except ValueError:
        number = False
    return text if number else f"'{text}"


def as_json(rows: Rows, names: Sequence[str]) -> str:
    """Return rows as a JSON array of objects, a line for each; what is not known is null."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = (encode({name: row.get(name) for name in names}) for row in rows)
    return "[" + ",".join(f"\n {line}" for line in lines) + ("\n]\n" if rows else "]\n")

"""From answers to lists (成表): things by name in both languages, rows put together, documents and lines beside them."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Final

import networkx as nx
from rdflib import Dataset

from chaingraph.errors import QueryError
from chaingraph.findings import as_text
from chaingraph.graphs import sources
from chaingraph.grouping import GROUPED
from chaingraph.names import all_labels
from chaingraph.packs.reading import Line
from chaingraph.packs.words import heading, value
from chaingraph.times import last_included
from chaingraph.views.amounts import amount
from chaingraph.views.bilingual import Both, clean, joined
from chaingraph.views.citing import cite, cited
from chaingraph.views.lists import Cell, Column, Listing, Row
from chaingraph.vocabulary import SCHEMES, THINGS

__all__ = ["citing", "evidenced", "listing", "shown_rows"]

_NAMED: Final = {*THINGS, *SCHEMES, "unit", "cgunit"}
_AMOUNTS: Final = ("target", "value", "distance", "capacity", "quantity", "actual")
"""Columns whose numbers are in the unit that the row names."""
_YUAN: Final = ("investment",)
_SHARES: Final = ("share", "rate", "lower", "upper", "coverage", "market_share", "among_first")
_YES: Final = {True: Both("是", "yes"), False: Both("否", "no"), "true": Both("是", "yes"), "false": Both("否", "no")}
_TELLING: Final = ("state", "gap", "cause", "outcome", "kind", "level", "progress", "stage")
"""Columns of which the first that is shown is counted in the line below a heading."""

_FEW: Final = 6
_CERTAIN: Final = {True: Both("可能", "possible"), False: Both("确定", "certain")}
_TWICE: Final = re.compile(r"(.*[\u4e00-\u9fff][^(]*?) ?\(([\x20-\x7e]+)\)")
"""A text in Chinese, with the same in English in brackets behind it."""

_EVIDENCE: Final = ("source", "actual_source", "evidence", "searched")

Answer = Mapping[str, Any]


def shown_rows(line: Line, answer: Sequence[Answer], columns: Sequence[str]) -> tuple[list[str], list[Answer]]:
    """Choose columns and rows as a line says, and put rows together that are alike in its ``by``.

    Raises
    ------
    QueryError
        A column that the line names is not in the answer.
    """
    show = list(line.show) or [name for name in columns if name not in _EVIDENCE]
    for name in (*show, *line.keep, *line.by, *line.only):
        if name not in columns:
            known = ", ".join(columns)
            raise QueryError.of(
                f"{line.where} {name}", zh=f"没有这一列；可用：{known}。", en=f"no such column; there are: {known}."
            )
    kept = [
        row for row in answer if all(values & set(map(str, _values(row.get(key)))) for key, values in line.only.items())
    ]
    return show, list(_together(line.by, kept)) if line.by else kept


def _together(by: Sequence[str], rows: Iterable[Answer]) -> Iterator[Answer]:
    groups: dict[tuple[str, ...], list[Answer]] = {}
    for row in rows:
        for each in product(*(_values(row.get(name)) or [""] for name in by)):
            groups.setdefault(tuple(map(str, each)), []).append({**row, **dict(zip(by, each, strict=True))})
    for group in groups.values():
        yield {key: list(dict.fromkeys(_all(row.get(key) for row in group))) for key in group[0]}


def _all(cells: Iterable[object]) -> Iterator[Any]:
    for cell in cells:
        for one in _values(cell):
            yield as_text(one) if isinstance(one, dict | list) else one


def _values(cell: object) -> list[Any]:
    return list(cell) if isinstance(cell, list | tuple) else [] if cell in (None, "") else [cell]


def listing(
    face: Dataset, key: str, title: Both, line: Line, answer: Sequence[Answer], about: Mapping[str, str]
) -> Listing:
    """Make the list of an answer, without columns that are empty throughout.

    Parameters
    ----------
    answer
        Rows of a question, or records of findings; things are CURIEs.
    about
        Columns with their meaning.
    """
    show, rows = shown_rows(line, answer, list(about))
    wanted = {str(one) for row in rows for name in show for one in _all([row.get(name)])}
    units = {str(one) for row in rows for one in _values(row.get("unit"))}
    things = {one for text in wanted | units for one in text.split(GROUPED)}
    names = all_labels(face, {text for text in things if text.partition(":")[0] in _NAMED and ":" in text})
    cites = citing(face, {record for row in rows for record in _records(row)})
    show = [
        name for name in show if name in (*line.show[:1], *line.keep) or any(_values(row.get(name)) for row in rows)
    ]
    lines = [[_cell(name, row, names) for name in show] for row in rows]
    short = [all(_is_short(line[place].text) for line in lines) for place in range(len(show))]
    return Listing(
        key=key,
        title=title,
        columns=tuple(
            Column(key=name, title=heading(name, of=line.name), about=about[name], short=brief)
            for name, brief in zip(show, short, strict=True)
        ),
        rows=tuple(evidenced(line, _records(row), cites) for line, row in zip(lines, rows, strict=True)),
        documents=tuple(sorted(cites.graph["names"])),
        told=_told(show, rows, names),
    )


def _is_short(text: Both) -> bool:
    """Tell whether a text is so short that it looks broken on two lines."""
    return len(text.zh) <= 6 and len(text.en) <= 12


def _told(show: Sequence[str], rows: Sequence[Answer], names: Mapping[str, tuple[str, str]]) -> Both | None:
    """Count the rows by state, cause or the like; None when no column tells it, or there are many values."""
    column = next((name for name in _TELLING if name in show), "")
    if not column or any(len(_values(row.get(column))) != 1 for row in rows):
        return None
    counts = Counter(_cell(column, row, names).text for row in rows)
    if not 0 < len(counts) <= _FEW:
        return None
    return joined(Both(f"{text.zh}{count}", f"{text.en} {count}") for text, count in counts.items())


def _records(row: Answer) -> tuple[str, ...]:
    """List the rows of data tables that a row of an answer stands on."""
    return tuple(sorted({str(one) for name in _EVIDENCE[:3] for one in _values(row.get(name))}))


def evidenced(cells: Iterable[Cell], records: Sequence[str], cites: nx.DiGraph) -> Row:
    """Make a row of a list, with the documents and lines of the data rows that it stands on."""
    return Row(
        cells=tuple(cells),
        cite=cite(cites, records) or Both("", ""),
        full=_full(cites, records),
        records=tuple(records),
    )


def citing(face: Dataset, records: Collection[str]) -> nx.DiGraph:
    """Gather the documents and lines of data rows, as the views read them."""
    found = sources(face, set(records))
    documents = {place[0] for places in found.values() for place in places}
    return nx.DiGraph(sources=found, names=all_labels(face, documents))


def _full(cites: nx.DiGraph, records: Sequence[str]) -> Both:
    """Name every document with title, lines and row."""
    items = [
        joined([*([item.head] if item.head else []), *item.lines], zh="；", en="; ") for item in cited(cites, records)
    ]
    return joined(items, zh="。", en=". ")


def _cell(name: str, row: Answer, names: Mapping[str, tuple[str, str]]) -> Cell:
    values = list(_all([row.get(name)]))
    units = _values(row.get("unit"))
    unit = "unit:CCY_CNY" if name in _YUAN else str(units[0]) if len(units) == 1 else ""
    if name == "need_possible":  # says something of those who need it, and nothing where nobody is known to
        values = [_CERTAIN[one] for one in dict.fromkeys(values)] if _values(row.get("customers")) else []
    texts = [one if isinstance(one, Both) else _text(name, one, unit, names) for one in values]
    if name == "verb" and "unknown" in (*_values(row.get("state")), *_values(row.get("gap"))):
        texts = [Both(f"先核实，确缺再{text.zh}", f"check first, then {text.en}") for text in texts]
    number = _number(values[0]) if len(values) == 1 else None
    dated = name.endswith(("_time", "_date", "_from", "_until", "_of")) or name in ("of", "number", "batch", "rung")
    return Cell(
        text=joined(dict.fromkeys(texts)),
        number=None if dated else number,
        unit=unit if name in _AMOUNTS or name in _YUAN else "unit:FRACTION" if name in _SHARES else "",
    )


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

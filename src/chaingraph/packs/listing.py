"""From answers to lists (成表): things by name in both languages, rows put together, documents and lines beside them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Final

import networkx as nx
from rdflib import Dataset

from chaingraph.errors import QueryError
from chaingraph.graphs import sources
from chaingraph.graphs.naming import marked, unnamed
from chaingraph.grouping import GROUPED
from chaingraph.names import all_labels
from chaingraph.packs.cells import UNPLACED, Answer, cell_of, each_value, values_of
from chaingraph.packs.reading import Line
from chaingraph.packs.words import heading
from chaingraph.views.bilingual import Both, joined
from chaingraph.views.citing import cite, cited
from chaingraph.views.lists import Cell, Column, Listing, Row
from chaingraph.vocabulary import SCHEMES, THINGS

__all__ = ["called", "citing", "evidenced", "listing", "shown_rows"]

_NAMED: Final = {*THINGS, *SCHEMES, "unit", "cgunit"}
_TELLING: Final = ("state", "gap", "cause", "outcome", "kind", "level", "progress", "stage")
"""Columns of which the first that is shown is counted in the line below a heading."""

_FEW: Final = 6
_LONG: Final = 30
"""Characters above which a cell needs room."""
_EVIDENCE: Final = ("source", "actual_source", "evidence", "searched")


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
        _unplaced(row)
        for row in answer
        if all(values & set(map(str, values_of(row.get(key)))) for key, values in line.only.items())
    ]
    return show, list(_together(line.by, kept)) if line.by else kept


def _unplaced(row: Answer) -> Answer:
    """Note the enterprise of a row that has a column for its places, and none in it."""
    if "places" not in row or not row.get("enterprise"):
        return row
    return {**row, UNPLACED: [] if values_of(row["places"]) else [row["enterprise"]]}


def _together(by: Sequence[str], rows: Iterable[Answer]) -> Iterator[Answer]:
    groups: dict[tuple[str, ...], list[Answer]] = {}
    for row in rows:
        for each in product(*(values_of(row.get(name)) or [""] for name in by)):
            groups.setdefault(tuple(map(str, each)), []).append({**row, **dict(zip(by, each, strict=True))})
    for group in groups.values():
        keys = dict.fromkeys(key for row in group for key in row)
        yield {key: list(dict.fromkeys(each_value(row.get(key) for row in group))) for key in keys}


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
    wanted = {str(one) for row in rows for name in show for one in each_value([row.get(name)])}
    units = {str(one) for row in rows for one in values_of(row.get("unit"))}
    things = {one for text in wanted | units for one in text.split(GROUPED)}
    names = called(face, {text for text in things if text.partition(":")[0] in _NAMED and ":" in text})
    cites = citing(face, {record for row in rows for record in _records(row)})
    show = [
        name for name in show if name in (*line.show[:1], *line.keep) or any(values_of(row.get(name)) for row in rows)
    ]
    lines = [[cell_of(name, row, names) for name in show] for row in rows]
    short = [all(_is_short(line[place].text) for line in lines) for place in range(len(show))]
    long = [any(len(line[place].text.zh) > _LONG for line in lines) for place in range(len(show))]
    return Listing(
        key=key,
        title=title,
        columns=tuple(
            Column(key=name, title=heading(name, of=line.name), about=about[name], short=brief, long=wide)
            for name, brief, wide in zip(show, short, long, strict=True)
        ),
        rows=tuple(evidenced(line, _records(row), cites) for line, row in zip(lines, rows, strict=True)),
        documents=tuple(sorted(cites.graph["names"])),
        told=_told(show, rows, names),
    )


def called(face: Dataset, things: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the names (zh, en) of things, those that documents do not name marked as such."""
    names = all_labels(face, things)
    return names | {thing: marked(*names[thing]) for thing in names.keys() & unnamed(face)}


def _is_short(text: Both) -> bool:
    """Tell whether a text is so short that it looks broken on two lines."""
    return len(text.zh) <= 6 and len(text.en) <= 12


def _told(show: Sequence[str], rows: Sequence[Answer], names: Mapping[str, tuple[str, str]]) -> Both | None:
    """Count the rows by state, cause or the like; None when no column tells it, or there are many values."""
    column = next((name for name in _TELLING if name in show), "")
    if not column or any(len(values_of(row.get(column))) != 1 for row in rows):
        return None
    counts = Counter(cell_of(column, row, names).text for row in rows)
    if not 0 < len(counts) <= _FEW:
        return None
    return joined(Both(f"{text.zh}{count}", f"{text.en} {count}") for text, count in counts.items())


def _records(row: Answer) -> tuple[str, ...]:
    """List the rows of data tables that a row of an answer stands on."""
    return tuple(sorted({str(one) for name in _EVIDENCE[:3] for one in values_of(row.get(name))}))


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

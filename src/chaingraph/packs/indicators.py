"""Indicators on one line each (指标清单): targets, actual values and forecasts side by side, a small chart, and what compares."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

import networkx as nx
from rdflib import Dataset

from chaingraph.analysis import TargetCheck, target_checks
from chaingraph.graphs.chain import readings_of
from chaingraph.graphs.rows import rows, within
from chaingraph.model import Reading
from chaingraph.packs.listing import called, citing, evidenced
from chaingraph.packs.words import heading, value
from chaingraph.views.amounts import reading_text
from chaingraph.views.bilingual import Both, clean, joined
from chaingraph.views.charts import chart
from chaingraph.views.lists import Cell, Column, Listing, Row

__all__ = ["board", "readings_in_region", "readings_of_chain"]

Names = Mapping[str, tuple[str, str]]

_COLUMNS: Final = ("indicator", "of", "target", "actual", "forecast", "chart", "comparison")
_EMPTY: Final = Both("", "")
_REACHED: Final = {
    True: Both("可比：已达到", "comparable: reached"),
    False: Both("可比：未达到", "comparable: not reached"),
    None: Both("可比，但数值表述不足以判断", "comparable, yet the wording leaves it open"),
}
_FORESEEN: Final = {
    True: Both("可比：预计达到", "comparable: forecast to be reached"),
    False: Both("可比：预计达不到", "comparable: forecast not to be reached"),
    None: _REACHED[None],
}
_KEY: Final = Both(
    "走势：● 实际，○ 预计，橙色横线为目标（箭头向上：不低于；向下：不超过）；纵轴自零起，横轴为时间。统计口径和期长相同的实际值才连线。",
    "Charts: ● actual, ○ forecast, orange bar: target (arrow up: at least, down: at most); the upright axis begins at "
    "zero, the other is time. Only actual values of the same scope and length of period are joined.",
)
_NO_VALUE: Final = Both("尚无同一对象的实际值", "no actual value of the same thing yet")
_NO_TARGET: Final = Both("未见目标", "no target on record")


def readings_of_chain(face: Dataset, chain: str) -> tuple[Reading, ...]:
    """Return the values said of a chain (CURIE), its segments, clusters, participants and projects."""
    return _whole(face, {str(row["subject"]) for row in rows(face, "concerned", chain=chain)})


def readings_in_region(face: Dataset, region: str) -> tuple[Reading, ...]:
    """Return the values said of a region (CURIE) or of a place or body in it."""
    return _whole(face, {region, *(thing for thing, places in within(face).items() if region in places)})


def _whole(face: Dataset, subjects: Collection[str]) -> tuple[Reading, ...]:
    """Return every value that is said of one of the things, with all things that it is said of together."""
    listed = rows(face, "readings")
    wanted = {row["source"] for row in listed if row["subject"] in subjects}
    every = readings_of(face, {str(row["subject"]) for row in listed if row["source"] in wanted})
    return tuple(reading for reading in every if wanted.issuperset(reading.evidence))


def board(face: Dataset, key: str, title: Both, readings: Sequence[Reading], *, about: Collection[str] = ()) -> Listing:
    """Make the list: a line for each indicator, thing and unit; those with a target first.

    Parameters
    ----------
    readings
        All values; those of other indicators are left out when *about* is given.
    about
        Words of which one must stand in the Chinese name of the indicator; empty: any.
    """
    said = {name for one in readings for name in (one.indicator, one.subject, one.unit)}
    names = called(face, said)
    shown = [one for one in readings if not about or any(word in names[one.indicator][0] for word in about)]
    checks = target_checks(nx.DiGraph(indicators=tuple(shown), searched=()))
    groups = sorted(_groups(shown), key=lambda group: _order(group, names))
    cites = citing(face, {row for one in shown for row in one.evidence})
    lines = [evidenced(_cells(group, checks, names), _records(group), cites) for group in groups]
    used = [name for number, name in enumerate(_COLUMNS) if any(_filled(line.cells[number]) for line in lines)]
    places = [_COLUMNS.index(name) for name in used]
    return Listing(
        key=key,
        title=title,
        columns=tuple(Column(key=name, title=heading(name), picture=name == "chart") for name in used),
        rows=tuple(
            Row(
                cells=tuple(line.cells[place] for place in places), cite=line.cite, full=line.full, records=line.records
            )
            for line in lines
        ),
        documents=tuple(sorted(cites.graph["names"])),
        note=_KEY if "chart" in used else None,
    )


def _filled(cell: Cell) -> bool:
    return bool(cell.text.zh or cell.chart)


def _groups(readings: Iterable[Reading]) -> Iterator[tuple[Reading, ...]]:
    """Put values together that are said of the same things, of one indicator in one unit; each value once per thing."""
    things: dict[tuple[str, ...], set[str]] = {}
    for one in readings:
        things.setdefault(one.evidence, set()).add(one.subject)

    def same(one: Reading) -> tuple[object, ...]:
        return one.indicator, tuple(sorted(things[one.evidence])), one.unit

    for _, group in groupby(sorted(readings, key=lambda one: (same(one), one.evidence, one.subject)), same):
        yield tuple(group)


def _order(group: Sequence[Reading], names: Names) -> tuple[object, ...]:
    kinds = {one.kind for one in group}
    return ("target" not in kinds, len(kinds) < 2, names[group[0].indicator], _things(group))


def _things(group: Iterable[Reading]) -> tuple[str, ...]:
    return tuple(sorted({one.subject for one in group}))


def _records(group: Iterable[Reading]) -> tuple[str, ...]:
    return tuple(sorted({row for one in group for row in one.evidence}))


def _cells(group: Sequence[Reading], checks: Iterable[TargetCheck], names: Names) -> tuple[Cell, ...]:
    once = list({one.evidence: one for one in group}.values())
    unit, what = _named(names, group[0].unit), _named(names, group[0].indicator)
    texts = {
        kind: [reading_text(one, of=what, unit=unit, told=False) for one in sorted(once, key=_when) if one.kind == kind]
        for kind in ("target", "actual", "forecast")
    }
    of = joined(_named(names, thing) for thing in _things(group))
    said = joined(
        [Both(f"{what.zh}：{of.zh}", f"{what.en}: {of.en}"), *(text for kind in texts.values() for text in kind)],
        zh="；",
        en="; ",
    )
    return (
        Cell(text=what),
        Cell(text=of),
        *(Cell(text=joined(lines, zh="；", en="; ")) for lines in texts.values()),
        Cell(text=_EMPTY, chart=chart(once, said)),
        Cell(text=_comparison(group, checks)),
    )


def _comparison(group: Sequence[Reading], checks: Iterable[TargetCheck]) -> Both:
    """Say for each target whether a value of the same things answers it, and if not, why not."""
    if not any(one.kind == "target" for one in group):
        return _NO_TARGET
    rows = set(_records(group))
    found = [check for check in checks if rows.issuperset(check.evidence) and check.value is not None]
    if not found:
        return _NO_VALUE
    return joined(dict.fromkeys(map(_verdict, found)), zh="；", en="; ")


def _verdict(check: TargetCheck) -> Both:
    if check.comparable:
        return _REACHED[check.reached] if check.value_kind == "actual" else _FORESEEN[check.reached]
    why = joined([value("differs", one) or Both(one, one) for one in check.differs])
    return Both(f"不可比：{why.zh}不同", f"not comparable: {why.en} differ")


def _when(one: Reading) -> tuple[str, tuple[str, ...]]:
    return one.valid_from or one.as_of or one.valid_until or "", one.evidence


def _named(names: Names, thing: str) -> Both:
    return Both(*map(clean, names.get(thing, (thing, thing))))

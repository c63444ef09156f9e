"""The drawing plan of a chain (制图): segments from upstream to downstream, products inside, enterprises in lanes below."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chaingraph.views.columns import LOOSE, Column, in_columns
from chaingraph.views.flows import ELSEWHERE, NOWHERE, Holder
from chaingraph.views.layout import Box, around
from chaingraph.views.scene import Scene

__all__ = ["BOX", "LOOSE", "Plan", "plan"]

BOX: Final = 180
"""Width of a node [px]."""

_PAD, _GAP, _BAND, _BESIDE, _BELOW = 11, 40, 40, 12, 8
_ROWS: Final = 9
"""Products of one segment that stand below each other before a further column is begun."""

_FOLD: Final = 3
"""Products neither made nor needed that are drawn one by one; more of them share a node."""


@dataclass(slots=True, kw_only=True)
class Plan:
    """Where everything stands: the middle of each node, the rectangles behind them, and what to look at."""

    at: dict[str, tuple[float, float]] = field(default_factory=dict)
    folded: dict[str, list[str]] = field(default_factory=dict)  # node → products that it stands for
    inside: dict[str, str] = field(default_factory=dict)  # such a product → its node
    segments: dict[str, Box] = field(default_factory=dict)
    loose: list[Box] = field(default_factory=list)
    tiers: list[tuple[str, Box]] = field(default_factory=list)
    lanes: list[tuple[str, Box]] = field(default_factory=list)
    frames: dict[str, Box] = field(default_factory=dict)

    def drawn_by(self, thing: str) -> str:
        """Return the node that stands for a thing: its own, or one shared with others."""
        return thing if thing in self.at else self.inside.get(thing, thing)


def plan(scene: Scene, *, idle: Collection[str], merged: Mapping[str, str], height: Callable[[str], float]) -> Plan:
    """Lay out a chain.

    Parameters
    ----------
    scene
        The chain, as seen from a region.
    idle
        Products neither made nor needed in the region: many of them in one place share a node.
    merged
        Products for which the head of their segment stands, with that segment.
    height
        Height of the node of a thing [px].
    """
    segments = scene.chain.graph["segments"]
    products = [name for name, kind in scene.chain.nodes(data="kind") if kind == "product"]
    drawn = Plan()
    for product, segment in merged.items():
        drawn.folded.setdefault(segment, []).append(product)
        drawn.inside[product] = segment
    columns, rows = in_columns(segments, scene.found, scene.part, products, tall=lambda count: count * 40 + 70)
    shown = {name: _fold(drawn, name, [one for one in rows[name] if one not in merged], idle) for name in rows}
    for number, column in enumerate(columns):
        column.loose[:] = _fold(drawn, f"{LOOSE}-{number}", column.loose, idle)
    _draw_columns(drawn, columns, shown, height)
    _draw_circular(drawn, [name for name, about in segments.items() if about["tier"] == "tier:circular"], shown, height)
    drawn.frames["segments"] = around([box for _, box in drawn.tiers], margin=4)
    core = around([box for tier, box in drawn.tiers if tier not in (LOOSE, "tier:circular")], margin=4)
    drawn.frames["core"] = core._replace(bottom=drawn.frames["segments"].bottom)
    _draw_lanes(drawn, scene.held, height)
    drawn.frames["all"] = around([box for _, box in (*drawn.tiers, *drawn.lanes)], margin=4)
    drawn.frames["enterprises"] = around([box for _, box in drawn.lanes] or [drawn.frames["segments"]], margin=4)
    return drawn


def _fold(drawn: Plan, name: str, things: Iterable[str], idle: Collection[str]) -> list[str]:
    """Let products that concern nobody here share one node, where there are many."""
    things = list(things)
    folded = [thing for thing in things if thing in idle]
    if len(folded) <= _FOLD:
        return things
    drawn.folded[f"more:{name}"] = folded
    drawn.inside |= dict.fromkeys(folded, f"more:{name}")
    return [*(thing for thing in things if thing not in idle), f"more:{name}"]


def _wide(count: int) -> float:
    """Return the width of a block of so many products [px]."""
    columns = max(1, min(4, -(-count // _ROWS)))
    return columns * BOX + (columns - 1) * _BESIDE + 2 * _PAD


def _draw_columns(
    drawn: Plan, columns: Sequence[Column], rows: Mapping[str, Sequence[str]], height: Callable[[str], float]
) -> None:
    """Stack the segments of each column, and put a band with the tier's name around neighbours of one tier."""
    left = 0.0
    bands: list[tuple[str, Box]] = []
    for column in columns:
        blocks = [len(rows[name]) for name in column.segments] + [len(column.loose)]
        width = max(map(_wide, blocks))
        top = float(_BAND)
        for name in column.segments:
            top = _draw_segment(drawn, name, rows[name], (left + (width - _wide(len(rows[name]))) / 2, top), height)
        if column.loose:
            head = 34 if column.segments else 8
            own = _wide(len(column.loose))
            start = left + (width - own) / 2
            bottom = _grid(drawn, column.loose, (start + _PAD, top + head), height)
            if column.segments:
                drawn.loose.append(Box(start, top, start + own, bottom + 4))
            top = bottom + 18
        bands.append((column.tier, Box(left - _GAP / 2 + 4, 0, left + width + _GAP / 2 - 4, top)))
        left += width + _GAP
    bottom = max([box.bottom for _, box in bands] or [0])
    for tier, box in bands:
        if drawn.tiers and drawn.tiers[-1][0] == tier:
            drawn.tiers[-1] = (tier, Box(drawn.tiers[-1][1].left, 0, box.right, bottom))
        else:
            drawn.tiers.append((tier, Box(box.left, 0, box.right, bottom)))


def _draw_segment(
    drawn: Plan, name: str, rows: Sequence[str], at: tuple[float, float], height: Callable[[str], float]
) -> float:
    """Draw a segment with its products below its head, and return where the next may begin."""
    left, top = at
    wide = _wide(len(rows))
    drawn.at[name] = (left + wide / 2, top + 8 + height(name) / 2)
    bottom = _grid(drawn, rows, (left + _PAD, top + 16 + height(name)), height) if rows else top + 12 + height(name)
    drawn.segments[name] = Box(left, top, left + wide, bottom + 4)
    return bottom + 4 + 18


def _grid(drawn: Plan, things: Sequence[str], at: tuple[float, float], height: Callable[[str], float]) -> float:
    """Place products below each other, many in several columns, and return where they end."""
    columns = max(1, min(4, -(-len(things) // _ROWS)))
    deep = -(-len(things) // columns)
    bottom = at[1]
    for number in range(columns):
        top = at[1]
        for thing in things[number * deep : (number + 1) * deep]:
            drawn.at[thing] = (at[0] + BOX / 2 + number * (BOX + _BESIDE), top + height(thing) / 2)
            top += height(thing) + _BELOW
        bottom = max(bottom, top)
    return bottom


def _draw_circular(
    drawn: Plan, names: Sequence[str], rows: Mapping[str, Sequence[str]], height: Callable[[str], float]
) -> None:
    """Draw recycling in a band of its own below the others: each segment a row with its head in front."""
    if not names:
        return
    whole = around([box for _, box in drawn.tiers])
    band = whole.bottom + 14
    top, right = band + _BAND, max(whole.right - _GAP / 2 + 4, whole.left + BOX + 60)
    across = max(1, int((right - whole.left - 2 * _PAD) // (BOX + 14)))
    for name in names:
        things = [name, *rows[name]]
        lines = [things[start : start + across] for start in range(0, len(things), across)]
        left = right - len(lines[0]) * (BOX + 14) - 2 * _PAD + 14
        bottom = top
        for line in lines:
            tall = max(map(height, line))
            for number, thing in enumerate(line):
                drawn.at[thing] = (left + _PAD + BOX / 2 + number * (BOX + 14), bottom + 9 + tall / 2)
            bottom += tall + _BELOW
        drawn.segments[name] = Box(left, top, right, bottom + 10)
        top = bottom + 24
    drawn.tiers.append(("tier:circular", Box(whole.left, band, max(whole.right, right + 16), top)))


def _draw_lanes(drawn: Plan, held: Mapping[str, Holder], height: Callable[[str], float]) -> None:
    """Draw a lane for each park or place, the fullest first; each enterprise below what it makes."""
    whole = around([box for _, box in drawn.tiers])
    lanes: dict[str, list[str]] = {}
    for enterprise, about in held.items():
        lanes.setdefault(about.lane, []).append(enterprise)
    order = sorted(lanes, key=lambda lane: (lane == ELSEWHERE, lane == NOWHERE, -len(lanes[lane]), lane))
    top = whole.bottom + 26
    step = BOX + 22
    slots = max(1, int((whole.right - whole.left - 20) // step))
    first = whole.left + 12 + BOX / 2
    for lane in order:
        filled = [top + 36.0] * slots
        for enterprise in lanes[lane]:
            wanted = (_above(drawn, held[enterprise], first) - first) / step
            slot = min(range(slots), key=lambda one: (max(0, filled[one] - top - 160), abs(one - wanted), one))
            drawn.at[enterprise] = (first + slot * step, filled[slot] + height(enterprise) / 2)
            filled[slot] += height(enterprise) + _BELOW
        drawn.lanes.append((lane, Box(whole.left, top, whole.right, max(filled) + 6)))
        top = max(filled) + 16


def _above(drawn: Plan, about: Holder, otherwise: float) -> float:
    """Return the middle of what an enterprise makes and takes part in, from left to right."""
    things = {
        drawn.drawn_by(thing) for thing in (*about.makes, *about.takes_part, *(one.product for one in about.buys))
    }
    spots = sorted(drawn.at[thing][0] for thing in things if thing in drawn.at)
    return spots[len(spots) // 2] if spots else otherwise

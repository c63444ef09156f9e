"""The drawing plan of a chain (制图): segments from upstream to downstream, products inside, enterprises in lanes below."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from chaingraph.views.flows import ELSEWHERE, NOWHERE, Flow, Holder, Part
from chaingraph.views.layout import Box, around, layers, ordered, spread

__all__ = ["BOX", "LOOSE", "Plan", "plan"]

BOX: Final = 180
"""Width of a node [px]."""

LOOSE: Final = "loose"
"""Stands for the segment of a product that is in none."""

_PAD, _GAP, _BAND = 11, 40, 40
_PITCH: Final = BOX + 2 * _PAD + _GAP
_TIERS: Final = ("tier:upstream", "tier:midstream", "tier:downstream")
_TALLEST: Final = 700.0
"""Height above which the segments of one layer are put side by side [px]."""


@dataclass(slots=True, kw_only=True)
class Plan:
    """Where everything stands: the middle of each node, the rectangles behind them, and what to look at."""

    at: dict[str, tuple[float, float]] = field(default_factory=dict)
    segments: dict[str, Box] = field(default_factory=dict)
    loose: list[Box] = field(default_factory=list)
    tiers: list[tuple[str, Box]] = field(default_factory=list)
    lanes: list[tuple[str, Box]] = field(default_factory=list)
    frames: dict[str, Box] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    tier: str
    segments: list[str]
    loose: list[str]


def plan(
    segments: Mapping[str, Mapping[str, Any]],
    held: Mapping[str, Holder],
    found: Sequence[Flow],
    *,
    part: Mapping[str, Part],
    products: Collection[str],
    height: Callable[[str], float],
) -> Plan:
    """Lay out a chain.

    Parameters
    ----------
    segments
        ``graph["segments"]`` of the chain graph.
    held
        Enterprises, as `holders` lists them.
    found
        What goes into what, as `flows` lists it.
    part
        Product to the segment it is drawn in; a product that is missing here is drawn by the depth of its recipe.
    products
        All products.
    height
        Height of the node of a thing [px].
    """
    rows = {segment: [product for product in sorted(part) if part[product].segment == segment] for segment in segments}
    tall = {segment: _tall(segment, rows[segment], height) for segment in segments}
    piles = _segment_columns(segments, _steps(segments, found, part), tall)
    columns = _with_loose(piles, found, part, products)
    _sort_products(columns, rows, found, part)
    drawn = Plan()
    _draw_columns(drawn, columns, rows, height)
    round_again = [name for name, about in segments.items() if about["tier"] == "tier:circular"]
    _draw_circular(drawn, round_again, rows, height)
    drawn.frames["segments"] = around([box for _, box in drawn.tiers], margin=4)
    core = around([box for tier, box in drawn.tiers if tier not in (LOOSE, "tier:circular")], margin=4)
    drawn.frames["core"] = core._replace(bottom=drawn.frames["segments"].bottom)
    _draw_lanes(drawn, held, part, height)
    drawn.frames["all"] = around([box for _, box in (*drawn.tiers, *drawn.lanes)], margin=4)
    drawn.frames["enterprises"] = around([box for _, box in drawn.lanes] or [drawn.frames["segments"]], margin=4)
    return drawn


def _tall(segment: str, rows: Sequence[str], height: Callable[[str], float]) -> float:
    return 2 * _PAD + height(segment) + sum(height(row) + 8 for row in rows) + 26


def _steps(
    segments: Mapping[str, Mapping[str, Any]], found: Iterable[Flow], part: Mapping[str, Part]
) -> list[tuple[str, str]]:
    """List the arrows between segments: those stated first, then those that products give."""
    stated = [(name, end) for name, about in segments.items() for end in about["upstream_of"] if end in segments]
    given = [(part[flow.start].segment, part[flow.end].segment) for flow in found if flow.start in part and flow.end in part]
    return stated + [(start, end) for start, end in given if start != end]


def _segment_columns(
    segments: Mapping[str, Mapping[str, Any]], steps: Sequence[tuple[str, str]], tall: Mapping[str, float]
) -> list[tuple[str, list[str]]]:
    """Put segments into columns, tier after tier; one that may stand in several takes the lowest column."""
    columns: list[tuple[str, list[str]]] = []
    for tier in _TIERS:
        names = [name for name, about in segments.items() if _tier(about) == tier]
        if not names:
            continue
        inner = [(start, end) for start, end in steps if start in names and end in names]
        layer = layers(names, inner)
        starts = {start for start, _ in inner}
        piles: list[list[str]] = [[] for _ in range(max(layer.values()) + 1)]
        for name in sorted(names, key=lambda name: name not in starts):
            free = range(layer[name], len(piles)) if name not in starts else (layer[name],)
            column = min(free, key=lambda number: sum(tall[other] for other in piles[number]))
            piles[column].append(name)
        columns += [(tier, pile) for pile in piles]
    sorted_piles = ordered([pile for _, pile in columns], steps)
    return [
        (tier, [pile[number] for number in cut])
        for (tier, _), pile in zip(columns, sorted_piles, strict=True)
        for cut in spread([tall[name] for name in pile], _TALLEST)
    ]


def _tier(about: Mapping[str, Any]) -> str:
    return str(about["tier"]) if about["tier"] in (*_TIERS, "tier:circular") else "tier:midstream"


def _with_loose(
    piles: Sequence[tuple[str, list[str]]], found: Sequence[Flow], part: Mapping[str, Part], products: Collection[str]
) -> list[_Column]:
    """Add products outside of segments, each a column before the first that needs it."""
    column = {name: number for number, (_, pile) in enumerate(piles) for name in pile}
    place = {product: column[drawn.segment] for product, drawn in part.items() if drawn.segment in column}
    waiting = [product for product in sorted(products) if product not in part]
    for _ in range(len(waiting) + 1):
        for product in waiting:
            needed = [place[flow.end] - (flow.role == "input") for flow in found if flow.start == product and flow.end in place]
            if needed:
                place[product] = max(min(needed), -2)
        for product in waiting:
            made = [place[flow.start] + (flow.role == "input") for flow in found if flow.end == product and flow.start in place]
            if product not in place and made:
                place[product] = max(made)
        if all(product in place for product in waiting):
            break
    least = min([0, *(place.get(product, 0) for product in waiting)])
    most = max([len(piles) - 1, *(place.get(product, 0) for product in waiting)])
    return [
        _Column(
            tier=piles[number][0] if 0 <= number < len(piles) else LOOSE,
            segments=list(piles[number][1]) if 0 <= number < len(piles) else [],
            loose=[product for product in waiting if place.get(product, 0) == number],
        )
        for number in range(least, most + 1)
    ]


def _sort_products(
    columns: Sequence[_Column], rows: dict[str, list[str]], found: Sequence[Flow], part: Mapping[str, Part]
) -> None:
    """Order products for few crossings, in each segment the special kinds below the product listed there."""
    first = [[*(row for name in column.segments for row in rows[name]), *column.loose] for column in columns]
    number = {
        product: place
        for row in ordered(first, [(flow.start, flow.end) for flow in found])
        for place, product in enumerate(row)
    }
    for column in columns:
        column.loose.sort(key=number.__getitem__)
        for name in column.segments:
            rows[name].sort(key=lambda one: (number[part[one].under], one != part[one].under, number[one]))


def _draw_columns(
    drawn: Plan, columns: Sequence[_Column], rows: Mapping[str, Sequence[str]], height: Callable[[str], float]
) -> None:
    """Stack the segments of each column, and put a band with the tier's name around neighbours of one tier."""
    bands: list[tuple[str, Box]] = []
    for number, column in enumerate(columns):
        left = number * _PITCH
        top = float(_BAND)
        for name in column.segments:
            top = _draw_segment(drawn, name, rows[name], (left, top), height)
        if column.loose:
            bottom = _stack(drawn, column.loose, left + _PAD + BOX / 2, top + (34 if column.segments else 8), height)
            if column.segments:
                drawn.loose.append(Box(left, top, left + BOX + 2 * _PAD, bottom + 4))
            top = bottom + 18
        bands.append((column.tier, Box(left - _GAP / 2 + 4, 0, left + _PITCH - _GAP / 2 - 4, top)))
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
    middle = left + _PAD + BOX / 2
    drawn.at[name] = (middle, top + 8 + height(name) / 2)
    bottom = _stack(drawn, rows, middle, top + 16 + height(name), height)
    drawn.segments[name] = Box(left, top, left + BOX + 2 * _PAD, bottom + 4)
    return bottom + 4 + 18


def _stack(drawn: Plan, things: Sequence[str], middle: float, top: float, height: Callable[[str], float]) -> float:
    for thing in things:
        drawn.at[thing] = (middle, top + height(thing) / 2)
        top += height(thing) + 8
    return top


def _draw_circular(
    drawn: Plan, names: Sequence[str], rows: Mapping[str, Sequence[str]], height: Callable[[str], float]
) -> None:
    """Draw recycling in a band of its own below the others: each segment a row with its head in front."""
    if not names:
        return
    whole = around([box for _, box in drawn.tiers])
    across = max(1, round((whole.right - whole.left) / _PITCH))
    band = top = whole.bottom + 14
    top += _BAND
    right = max(whole.right - _GAP / 2 + 4, whole.left + _PITCH)
    for name in names:
        things = [name, *rows[name]]
        lines = [things[start : start + across] for start in range(0, len(things), across)]
        left = right - len(lines[0]) * (BOX + 14) - 2 * _PAD + 14
        bottom = top
        for line in lines:
            tall = max(map(height, line))
            for number, thing in enumerate(line):
                drawn.at[thing] = (left + _PAD + BOX / 2 + number * (BOX + 14), bottom + 9 + tall / 2)
            bottom += tall + 8
        drawn.segments[name] = Box(left, top, right, bottom + 10)
        top = bottom + 24
    drawn.tiers.append(("tier:circular", Box(whole.left, band, max(whole.right, right + 16), top)))


def _draw_lanes(drawn: Plan, held: Mapping[str, Holder], part: Mapping[str, Part], height: Callable[[str], float]) -> None:
    """Draw a lane for each park or place, the fullest first; each enterprise below what it mostly makes."""
    whole = around([box for _, box in drawn.tiers])
    lanes: dict[str, list[str]] = {}
    for enterprise, about in held.items():
        lanes.setdefault(about.lane, []).append(enterprise)
    order = sorted(lanes, key=lambda lane: (lane == ELSEWHERE, lane == NOWHERE, -len(lanes[lane]), lane))
    top = whole.bottom + 26
    across = max(1, round((whole.right - whole.left) / _PITCH))
    first = whole.left + _GAP / 2 - 4
    for lane in order:
        filled = [top + 36.0] * across
        for enterprise in lanes[lane]:
            wanted = _wanted(drawn, held[enterprise], part, first)
            column = min(range(across), key=lambda number: (max(0, filled[number] - top - 220), abs(number - wanted), number))
            x = first + column * _PITCH + _PAD + BOX / 2
            drawn.at[enterprise] = (x, filled[column] + height(enterprise) / 2)
            filled[column] += height(enterprise) + 8
        bottom = max(filled) + 6
        drawn.lanes.append((lane, Box(whole.left, top, whole.right, bottom)))
        top = bottom + 10


def _wanted(drawn: Plan, about: Holder, part: Mapping[str, Part], first: float) -> int:
    """Return the column in which most of what an enterprise makes or takes part in stands, the left one of equals."""
    things = [*about.makes, *(name for name in about.takes_part if name not in {part[one].segment for one in about.makes if one in part})]
    counted = Counter(int((drawn.at[thing][0] - first) // _PITCH) for thing in things if thing in drawn.at)
    return min(counted, key=lambda column: (-counted[column], column), default=0)

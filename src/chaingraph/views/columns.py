"""Columns of a chain map (分列): which segments and products stand above each other, from upstream to downstream."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chaingraph.views.flows import Flow, Part
from chaingraph.views.layout import layers, ordered, spread

__all__ = ["LOOSE", "Column", "in_columns"]

LOOSE: Final = "loose"
"""Tier of a column that holds products outside of segments alone."""

_TIERS: Final = ("tier:upstream", "tier:midstream", "tier:downstream")
_TALLEST: Final = 620.0
_FARTHEST: Final = 2
"""Columns before the first segment at most; what lies deeper stands in the last of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What stands above each other: segments, then products outside of segments."""

    tier: str
    segments: list[str]
    loose: list[str]


def in_columns(
    segments: Mapping[str, Mapping[str, Any]],
    found: Sequence[Flow],
    part: Mapping[str, Part],
    products: Collection[str],
    *,
    tall: Callable[[int], float],
) -> tuple[list[Column], dict[str, list[str]]]:
    """Divide a chain into columns, and order the products of each segment.

    Parameters
    ----------
    segments
        ``graph["segments"]`` of the chain graph.
    found
        What goes into what, as `chaingraph.views.flows.flows` lists it.
    part
        Where products are drawn; one that is missing here is placed by the depth of its recipe.
    products
        All products.
    tall
        Height of a segment with so many products [px]; too tall a column is divided.

    Returns
    -------
    tuple
        The columns from left to right, without recycling; and the products of every segment.
    """
    rows: dict[str, list[str]] = {name: [] for name in segments}
    for product in sorted(part):
        rows[part[product].segment].append(product)
    height = {name: tall(min(len(rows[name]), 9)) for name in segments}
    piles = _segment_columns(segments, _steps(segments, found, part), height)
    columns = _with_loose(piles, found, part, products)
    _sort_products(columns, rows, found, part)
    return columns, rows


def _steps(
    segments: Mapping[str, Mapping[str, Any]], found: Iterable[Flow], part: Mapping[str, Part]
) -> list[tuple[str, str]]:
    """List the arrows between segments: those stated; where a segment has none, those that its products give."""
    stated = [(name, end) for name, about in segments.items() for end in about["upstream_of"] if end in segments]
    told = {name for step in stated for name in step}
    given = {
        (part[flow.start].segment, part[flow.end].segment)
        for flow in found
        if flow.role == "input" and flow.start in part and flow.end in part
    }
    return stated + sorted((start, end) for start, end in given if start != end and not {start, end} <= told)


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
) -> list[Column]:
    """Add products outside of segments, each a column before the first that needs it."""
    column = {name: number for number, (_, pile) in enumerate(piles) for name in pile}
    place = {product: column[drawn.segment] for product, drawn in part.items() if drawn.segment in column}
    waiting = [product for product in sorted(products) if product not in part]
    _settle(place, waiting, found)
    numbers = [place.get(product, 0) for product in waiting]
    least, most = min([0, *numbers]), max([len(piles) - 1, *numbers])
    return [
        Column(
            tier=piles[number][0] if 0 <= number < len(piles) else LOOSE,
            segments=list(piles[number][1]) if 0 <= number < len(piles) else [],
            loose=[product for product in waiting if place.get(product, 0) == number],
        )
        for number in range(least, most + 1)
    ]


def _settle(place: dict[str, int], waiting: Sequence[str], found: Sequence[Flow]) -> None:
    """Give a column to each product outside of segments: from what needs it, else from what it is made of."""
    needs, made = defaultdict(list), defaultdict(list)
    for flow in found:
        needs[flow.start].append((flow.end, flow.role == "input"))
        made[flow.end].append((flow.start, flow.role == "input"))
    rest = [product for product in waiting if product not in place]
    while rest:
        before = len(rest)
        for product in rest:
            after = [place[end] - step for end, step in needs[product] if end in place]
            if after:
                place[product] = max(min(after), -_FARTHEST)
        rest = [product for product in rest if product not in place]
        if len(rest) < before:
            continue
        for product in rest:
            inputs = [place[start] + step for start, step in made[product] if start in place]
            if inputs:
                place[product] = max(inputs)
        left = [product for product in rest if product not in place]
        if len(left) == len(rest):
            return
        rest = left


def _sort_products(
    columns: Sequence[Column], rows: dict[str, list[str]], found: Sequence[Flow], part: Mapping[str, Part]
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

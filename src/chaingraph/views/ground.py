"""Where places stand on a regional map (布局示意): coordinates to the plane, schematic cells, labels that do not overlap."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from math import cos, radians
from typing import Final, NamedTuple

__all__ = ["Point", "apart", "cells", "hull", "plane"]

_SPOT: Final = 14.0
_WAYS: Final = (
    (0, -1),
    (0, 1),
    (1, 0),
    (-1, 0),
    (0.6, -1),
    (-0.6, -1),
    (0.6, 1),
    (-0.6, 1),
    (1, -1),
    (-1, -1),
    (1, 1),
    (-1, 1),
)


class Point(NamedTuple):
    """A spot on the page, x to the right and y down [px at zoom 1]."""

    x: float
    y: float


def plane(places: Mapping[str, tuple[float, float]], *, wide: float, high: float) -> dict[str, Point]:
    r"""Put coordinates on the plane: equirectangular, true to scale at the mean latitude.

    .. math:: x = s\,(\lambda - \bar\lambda) \cos\bar\varphi, \quad y = -s\,(\varphi - \bar\varphi)

    Parameters
    ----------
    places
        Latitude and longitude [°] by place.
    wide, high
        The most that all of them take [px]; one place alone stands in the middle.

    References
    ----------
    .. [1] J. P. Snyder, "Map Projections: A Working Manual", USGS Professional Paper 1395 (1987) 90.

    Examples
    --------
    >>> plane({"a": (0.0, 10.0), "b": (0.0, 12.0)}, wide=100, high=100)
    {'a': Point(x=-50.0, y=-0.0), 'b': Point(x=50.0, y=-0.0)}
    """
    if not places:
        return {}
    latitude = sum(spot[0] for spot in places.values()) / len(places)
    longitude = sum(spot[1] for spot in places.values()) / len(places)
    flat = {
        place: ((east - longitude) * cos(radians(latitude)), -(north - latitude))
        for place, (north, east) in places.items()
    }
    spans = [max(one[axis] for one in flat.values()) - min(one[axis] for one in flat.values()) for axis in (0, 1)]
    scale = min((most / span for most, span in zip((wide, high), spans, strict=True) if span > 0), default=1.0)
    return {place: Point(round(x * scale, 1), round(y * scale, 1)) for place, (x, y) in flat.items()}


def hull(points: Iterable[Point], *, margin: float) -> list[Point]:
    """Return the convex hull of points, moved outwards by about *margin*: each point as an octagon (Andrew 1979).

    Examples
    --------
    >>> len(hull([Point(0, 0)], margin=10))
    8
    """
    near = margin * (2**0.5 - 1)
    ring = [(margin, near), (near, margin), (-near, margin), (-margin, near)]
    ring += [(-x, -y) for x, y in ring]
    spots = sorted({Point(point.x + x, point.y + y) for point in points for x, y in ring})

    def half(listed: Iterable[Point]) -> list[Point]:
        chain: list[Point] = []
        for point in listed:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(spots) + half(reversed(spots))


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)


def cells(seats: Mapping[str, Point], outline: Sequence[Point]) -> dict[str, list[Point]]:
    """Cut an outline into Voronoi cells: every spot belongs to the nearest seat. Schematic, no boundary of anything.

    Examples
    --------
    >>> square = [Point(0, 0), Point(4, 0), Point(4, 2), Point(0, 2)]
    >>> cells({"a": Point(1, 1), "b": Point(3, 1)}, square)["a"]
    [Point(x=0, y=0), Point(x=2.0, y=0.0), Point(x=2.0, y=2.0), Point(x=0, y=2)]
    """
    found = {}
    for seat, own in seats.items():
        cell = list(outline)
        for other in seats.values():
            if other != own:
                cell = _nearer(cell, own, other)
        found[seat] = cell
    return found


def _nearer(cell: Sequence[Point], own: Point, other: Point) -> list[Point]:
    """Keep of a convex polygon what is nearer to one point than to another."""

    def beyond(point: Point) -> float:
        return (point.x - (own.x + other.x) / 2) * (other.x - own.x) + (point.y - (own.y + other.y) / 2) * (
            other.y - own.y
        )

    kept: list[Point] = []
    for number, point in enumerate(cell):
        before = cell[number - 1]
        here, there = beyond(point), beyond(before)
        if (here > 0) != (there > 0):
            part = there / (there - here)
            kept.append(Point(before.x + part * (point.x - before.x), before.y + part * (point.y - before.y)))
        if here <= 0:
            kept.append(point)
    return kept


def apart(
    wanted: Mapping[str, Point],
    sizes: Mapping[str, tuple[float, float]],
    *,
    fixed: Sequence[Point] = (),
    gap: float = 10,
) -> dict[str, Point]:
    """Put rectangles beside their spots so that none covers another or a fixed spot, each as near as is still free.

    Parameters
    ----------
    wanted
        The spot of each, those first that shall stand nearest.
    sizes
        Width and height of each [px].
    fixed
        Spots that none may cover.
    gap
        Room between them [px].

    Examples
    --------
    >>> moved = apart({"a": Point(0, 0), "b": Point(0, 0)}, {"a": (10, 10), "b": (10, 10)}, fixed=[Point(0, 0)])
    >>> moved["a"].y < 0 < moved["b"].y
    True
    """
    taken = [(point, _SPOT, _SPOT) for point in fixed]
    found = {}
    for name, spot in wanted.items():
        wide, high = sizes[name]
        found[name] = next(
            place
            for place in _around(spot, wide, high)
            if not any(
                abs(place.x - other.x) < (wide + across) / 2 + gap and abs(place.y - other.y) < (high + down) / 2 + gap
                for other, across, down in taken
            )
        )
        taken.append((found[name], wide, high))
    return found


def _around(spot: Point, wide: float, high: float) -> Iterator[Point]:
    """Yield places around a spot without end: above, below and beside it first, then farther and farther off."""
    for ring in count():
        for x, y in _WAYS:
            across, down = (wide / 2 + 14 + 24 * ring) * x, (high / 2 + 18 + 24 * ring) * y
            yield Point(round(spot.x + across, 1), round(spot.y + down, 1))

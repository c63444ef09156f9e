"""Where places stand on a regional map (布局): spots at their coordinates, labels beside them, the rest above."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from chaingraph.views.bilingual import Both, joined, several, wrapped
from chaingraph.views.ground import Point, apart, hull, plane
from chaingraph.views.placed import Placed, drawn
from chaingraph.views.wording import SIGN

__all__ = ["LINE", "MARGIN", "WIDE", "anchor", "label", "layout", "spots_of"]

WIDE: Final = 176
"""Width of a label [px]."""
LINE: Final = 18
"""Height of a line of a label [px]."""
MARGIN: Final = 120
"""How far the schematic reaches beyond the outermost spots [px]."""

_ACROSS, _DOWN = 880, 560


def spots_of(seen: Placed) -> dict[str, Point]:
    """Put the places that have coordinates of their own on the plane; the region itself only when nothing in it has."""
    nodes = seen.graph.nodes
    own = [place for place in seen.graph if nodes[place]["latitude"] is not None and place != seen.region]
    own = [place for place in own if drawn(seen.graph, place) == place]
    own = own or [place for place in (seen.region,) if nodes[place]["latitude"] is not None]
    return plane(
        {place: (nodes[place]["latitude"], nodes[place]["longitude"]) for place in own}, wide=_ACROSS, high=_DOWN
    )


def anchor(seen: Placed, place: str, spots: Mapping[str, Point]) -> str:
    """Return the spot beside which a place is drawn; "" for one of which it is only known that it lies in the region."""
    if place in spots:
        return place
    inside = seen.inside(place)
    return inside if inside in spots else ""


def label(seen: Placed, place: str, chain: str) -> Both:
    """Write sign, name and counts of a place for one chain, or for all."""
    spot, name = seen.spot(place, chain), seen.name(place)
    count = len(spot.enterprises)
    sign = SIGN[spot.state()]
    loose = place == seen.region
    zh, en = (f"{name.zh}（未细分）", f"{name.en} (not told where)") if loose else name
    parts = [
        Both(f"{count}家企业", several(count, "enterprise")) if count else None,
        Both(f"集群{len(spot.clusters)}", several(len(spot.clusters), "cluster")) if spot.clusters else None,
        Both(f"缺{len(spot.gaps)}", f"{len(spot.gaps)} missing") if spot.gaps else None,
    ]
    told = joined([part for part in parts if part], zh=" · ", en=", ")
    return Both(
        *(
            "\n".join([*wrapped(f"{sign} {one}", 10.6), *([two] if two else [])])
            for one, two in zip((zh, en), told, strict=True)
        )
    )


def _high(label: Both) -> int:
    return 12 + LINE * (max(text.count("\n") for text in label) + 1)


def layout(
    seen: Placed, shown: Sequence[str], spots: Mapping[str, Point], labels: Mapping[str, Mapping[str, Both]]
) -> tuple[dict[str, Point], list[dict[str, Any]]]:
    """Put labels beside their spots without overlap, and what has no spot in a row of its own above the map."""
    sizes = {place: (WIDE, max(_high(many[place]) for many in labels.values())) for place in shown}
    anchors = {place: inside for place in shown if (inside := anchor(seen, place, spots))}
    order = sorted(anchors, key=lambda place: (place != anchors[place], -sizes[place][1], place))
    at = apart({place: spots[anchors[place]] for place in order}, sizes, fixed=list(spots.values()))
    loose = sorted((place for place in shown if place not in anchors), key=lambda place: (place != seen.region, place))
    if not loose:
        return at, []
    edge = hull(spots.values(), margin=MARGIN)
    left, right = min(point.x for point in edge), max(point.x for point in edge)
    top = min([point.y for point in edge] + [point.y - 40 for point in at.values()])
    across = max(1, int((right - left - 20) // (WIDE + 16)))
    rows = -(-len(loose) // across)
    high = max(sizes[place][1] for place in loose) + 14
    upper = top - 44 - rows * high
    for number, place in enumerate(loose):
        at[place] = Point(
            left + 20 + WIDE / 2 + number % across * (WIDE + 16), upper + 36 + high * (number // across + 0.5)
        )
    name = seen.name(seen.region)
    title = Both(
        f"在{name.zh}内，具体地点不详（不在图上定位）", f"In {name.en}, where is not told (not placed on the map)"
    )
    return at, [{"at": [left, upper, right, top - 8], "look": "loose", "title": title}]

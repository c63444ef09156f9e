"""The regional map (区域布局示意图): parks, districts and cities at their coordinates, with enterprises and gaps by chain."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from chaingraph.errors import NothingToDrawError
from chaingraph.views.bilingual import Both, several
from chaingraph.views.citing import Item, Section
from chaingraph.views.ground import Point, cells, hull
from chaingraph.views.layout import Box, around
from chaingraph.views.looks import BOXES, LINES, LOOKS
from chaingraph.views.page import FONT, network_page
from chaingraph.views.pinyin import readings
from chaingraph.views.placed import Placed, placed
from chaingraph.views.regional_cards import KINDS, MOST, counted, more, place_thing
from chaingraph.views.regional_layout import LINE, MARGIN, WIDE, anchor, label, layout, spots_of
from chaingraph.views.wording import SIGN, STATE

if TYPE_CHECKING:
    from chaingraph.analysis import Diagnosis

__all__ = ["regional_page"]

_LEVELS: Final = ("missing", "weak", "developing", "present", "unknown")
_ABOUT: Final = {
    "missing": Both("有缺失环节或产品（断链），列在该地区", "Segments or products are missing, listed at the place"),
    "weak": Both("资料中有企业独撑环节或产品", "Something stands on one enterprise on record"),
    "developing": Both("企业仅在培育", "Enterprises only develop"),
    "present": Both("有企业记录", "Enterprises on record"),
    "unknown": Both("资料中没有企业记录", "No enterprise on record"),
}


def regional_page(
    places: nx.DiGraph,
    results: Sequence[tuple[nx.DiGraph, "Diagnosis"]],
    *,
    chain: str = "",
    lang: str = "zh",
    home: bool = False,
) -> str:
    """Draw a region with its parks and districts as one HTML file that opens offline.

    The cells behind the places are Voronoi cells around the seats, a schematic: no administrative boundary is drawn.

    Parameters
    ----------
    places
        Place graph of the region.
    results
        Graph and diagnosis of each chain, seen from that region.
    chain
        Chain shown first; "" for all.
    lang
        Language shown first, ``"zh"`` or ``"en"``; the page carries both.
    home
        Whether an ``index.html`` lies beside it, to which the page leads back.

    Returns
    -------
    str
        The page; write it as UTF-8.

    Raises
    ------
    QueryError
        No place in the region has coordinates.
    """
    seen = placed(places, results)
    spots = spots_of(seen)
    if not spots:
        where = seen.name(seen.region)
        raise NothingToDrawError.of(
            seen.region,
            zh=f"{where.zh}内没有带坐标的地点，无法绘制区域布局图；请在 regions.csv 或 parks.csv 填写 latitude、longitude。",
            en=f"no place in {where.en} has coordinates: give latitude and longitude in regions.csv or parks.csv.",
        )
    shown = [place for place in seen.graph if place in spots or not seen.spot(place, "").empty()]
    labels = {key: {place: label(seen, place, key) for place in shown} for key in ("", *seen.chains)}
    at, boxes = layout(seen, shown, spots, labels)
    found = {place: {**place_thing(seen, place, "", labels[""][place]), "near": shown} for place in shown}
    tops = hull(spots.values(), margin=MARGIN)
    whole = around(
        [
            *(Box(x - WIDE / 2, y - 34, x + WIDE / 2, y + 34) for x, y in at.values()),
            *(Box(*one["at"]) for one in boxes),
            *(Box(x, y, x, y) for x, y in tops),
        ],
        margin=14,
    )
    return network_page(
        "areas.html.j2",
        nodes=[_node(place, at[place], labels[""][place], found[place]["state"]) for place in shown],
        edges=[],
        data={
            "things": found,
            "boxes": boxes,
            "frames": {"all": whole},
            "looks": LOOKS,
            "lines": LINES,
            "boxLooks": BOXES,
            "signs": SIGN,
            "states": _NAMES,
            "kinds": KINDS,
            "face": FONT,
            "readable": 0.55,
            "readings": readings(key for thing in found.values() for key in thing["keys"]),
            "ground": {
                "cells": [[list(point) for point in cell] for cell in cells(spots, tops).values()],
                "dots": {place: list(spots[place]) for place in sorted(spots)},
                "leaders": {
                    place: [*spots[inside], *at[place]] for place in shown if (inside := anchor(seen, place, spots))
                },
            },
            "byChain": {
                key: {place: place_thing(seen, place, key, labels[key][place]) for place in shown}
                for key in seen.chains
            },
            "first": chain,
            "region": seen.region,
            "words": _SAID,
        },
        scripts=("areas",),
        lang=lang,
        home=home,
        **_words(seen, spots, shown, chain),
    )


def _node(place: str, at: Point, text: Both, look: str) -> dict[str, Any]:
    return {
        "id": place,
        "label": text.zh,
        "shape": "box",
        "look": look,
        "x": at.x,
        "y": at.y,
        "widthConstraint": {"minimum": WIDE - 14, "maximum": WIDE - 6},
        "tall": [LINE * (one.count("\n") + 1) + 2 for one in text],
    }


def _words(seen: Placed, spots: Mapping[str, Point], shown: Sequence[str], chain: str) -> dict[str, Any]:
    """Say what stands around the map."""
    region = seen.name(seen.region)
    every = {name for place in shown for name in seen.spot(place, "").enterprises}
    loose = seen.spot(seen.region, "").enterprises
    counts = {level: sum(seen.spot(place, "").state() == level for place in shown) for level in _LEVELS}
    verdict = Both(
        f"有记录的企业{len(every)}家，其中{len(every) - len(loose)}家写明区县或园区，{len(loose)}家只知在{region.zh}；"
        f"另有外地{seen.outside}家、所在地不详{seen.nowhere}家未列入",
        f"{several(len(every), 'enterprise')} on record: {len(every) - len(loose)} with district or park told, "
        f"{len(loose)} only known to be in {region.en}; {seen.outside} elsewhere and {seen.nowhere} of unknown place not shown",
    )
    lacking = seen.spot(seen.region, "").gaps
    gaps = Section(title=_SAID["gaps"], items=tuple(lacking[:MOST]), note=more(len(lacking)))
    listed = tuple(
        Item(
            head=seen.name(place),
            to=place,
            state=seen.spot(place, "").state(),
            lines=tuple(counted(seen.spot(place, ""))),
        )
        for place in sorted(shown, key=lambda one: -len(seen.spot(one, "").enterprises))
    )
    note = Both(
        "点位为驻地坐标；分区按离哪个驻地最近划出（泰森多边形），不是行政区划界线。坐标：GeoNames，CC BY 4.0。",
        "Dots are seats; cells go to the nearest seat (Voronoi) and are no administrative boundaries. Coordinates: GeoNames, CC BY 4.0.",
    )
    return {
        "title": Both(f"{region.zh}区域布局示意图", f"Regional map of {region.en} (schematic)"),
        "under": Both(
            f"{len(seen.chains)}条产业链 · {len(spots)}个定位点",
            f"{several(len(seen.chains), 'chain')} | {several(len(spots), 'spot')}",
        ),
        "verdict": verdict,
        "note": note,
        "skip": Both("跳到清单", "Skip to the lists"),
        "print": Both("打印", "Print"),
        "keys": Both(
            "方向键选择，回车看详情，零看全图，Esc 取消。",
            "Arrow keys choose, Enter shows details, zero shows all, Esc clears.",
        ),
        "notice": None,
        "frames": [{"key": "all", "name": Both("全图", "All")}],
        "chains": [{"key": one, "name": seen.name(one)} for one in seen.chains],
        "first": chain,
        "levels": [{"key": key, "name": _NAMES[key], "about": _ABOUT[key], "count": counts[key]} for key in _LEVELS],
        "kinds": [{"key": key, "name": KINDS[key]} for key in ("region", "park")],
        "signs": SIGN,
        "states": _NAMES,
        "sections": [*([gaps] if gaps.items else []), Section(title=_SAID["places"], items=listed)],
    }


_SAID: Final = {
    "back": Both("← 返回清单", "← Back to the lists"),
    "nothing": Both("没有找到", "Nothing found"),
    "gaps": Both("缺失（断链）", "Missing"),
    "noGap": Both("资料中没有这条产业链已证实的缺失。", "Nothing of this chain is shown to be missing."),
    "places": Both("各地", "Places"),
}
_NAMES: Final = {
    "missing": Both("缺失", "Gaps"),
    "weak": Both("独撑", "One on record"),
    "developing": STATE["developing"],
    "present": Both("有企业", "Enterprises"),
    "unknown": Both("无记录", "None on record"),
}

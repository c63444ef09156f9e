"""What a chain page filters by (筛选): places of enterprises, and whether a thing stands on a document or is assumed."""

from collections.abc import Iterable
from typing import Any

from chaingraph.analysis.made import around
from chaingraph.views.bilingual import Both
from chaingraph.views.drawing import Drawing, place_name
from chaingraph.views.flows import ELSEWHERE, NOWHERE
from chaingraph.views.scene import Scene

__all__ = ["assumed", "places", "whereabouts_of"]

_GROUPS = {
    "park": Both("园区", "Parks"),
    "region": Both("区县市", "Districts and places"),
    "other": Both("其他", "Other"),
}


def whereabouts_of(scene: Scene) -> dict[str, list[str]]:
    """List for each enterprise the places inside the region that it is in, or `ELSEWHERE`, or `NOWHERE`."""
    wide = around(scene.chain, scene.region)
    return {
        enterprise: sorted(holder.places - wide)
        if scene.region in holder.places and holder.places - wide
        else [scene.region if holder.lane == scene.region else holder.lane]
        for enterprise, holder in scene.held.items()
    }


def places(scene: Scene, where: dict[str, list[str]]) -> list[dict[str, Any]]:
    """List what can be chosen: districts and parks with the number of their enterprises, the fullest first."""
    counts: dict[str, int] = {}
    for listed in where.values():
        for place in listed:
            counts[place] = counts.get(place, 0) + 1
    groups: dict[str, list[dict[str, Any]]] = {key: [] for key in _GROUPS}
    for place in sorted(counts, key=lambda one: (-counts[one], one)):
        kind = place.partition(":")[0]
        group = "other" if place in (ELSEWHERE, NOWHERE, scene.region) or kind not in _GROUPS else kind
        if kind != "site":
            groups[group].append({"key": place, "name": place_name(scene, place), "count": counts[place]})
    return [{"name": _GROUPS[key], "places": listed} for key, listed in groups.items() if listed]


def assumed(drawing: Drawing) -> list[str]:
    """List the nodes for which no document speaks: products known from recipes of general knowledge alone."""
    scene = drawing.scene
    segments = scene.chain.graph["segments"]
    listed = {
        product for about in segments.values() if _stated(scene, about["evidence"]) for product in about["products"]
    }
    firm = {end for flow in scene.found if flow.status != "assumed" for end in (flow.start, flow.end)}
    found = []
    for node in drawing.plan.at:
        stand_for = [node, *drawing.plan.folded.get(node, ())]
        products = [one for one in stand_for if one in scene.chain]
        if products and not any(one in listed or one in firm or _known(scene, one) for one in products):
            found.append(node)
    return [node for node in found if node not in segments]


def _known(scene: Scene, product: str) -> bool:
    data = scene.chain.nodes[product]
    return any(_stated(scene, one.evidence) for key in ("makers", "shortages") for one in data.get(key) or ())


def _stated(scene: Scene, rows: Iterable[str]) -> bool:
    """Tell whether one of the rows is more than an assumption; a row of which nothing is known counts as stated."""
    sources = scene.chain.graph.get("sources", {})
    return any(not (stands := sources.get(row)) or any(one[4] != "assumed" for one in stands) for row in rows)

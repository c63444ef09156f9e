"""A chain too large to draw piece by piece (大型产业链): its segments and parks as groups that a click opens."""

from collections.abc import Sequence
from typing import Any

from chaingraph.views.bilingual import Both
from chaingraph.views.citing import Section
from chaingraph.views.drawing import place_name
from chaingraph.views.grouped import grouped_page
from chaingraph.views.grouping import groups
from chaingraph.views.scene import Scene, title, under, verdict
from chaingraph.views.wording import ABOUT, KIND, LEVELS, SIGN, STATE

__all__ = ["large_page"]


def large_page(scene: Scene, sections: Sequence[Section], frame: dict[str, Any]) -> str:
    """Draw a chain as groups: products by segment, enterprises by park; the diagnosis stands beside it.

    Parameters
    ----------
    scene
        The chain, as seen from a region.
    sections
        The diagnosis.
    frame
        What stands around every map.
    """
    kinds = {name: "product" for name, kind in scene.chain.nodes(data="kind") if kind == "product"}
    kinds |= dict.fromkeys(scene.held, "enterprise")
    names = {thing: scene.name(thing) for thing in kinds}
    segments = scene.chain.graph["segments"]
    lanes = {holder.lane for holder in scene.held.values()}
    by = {product: part.segment for product, part in scene.part.items()}
    by |= {enterprise: holder.lane for enterprise, holder in scene.held.items()}
    called = {segment: scene.name(segment) for segment in segments} | {lane: place_name(scene, lane) for lane in lanes}
    links = {(flow.start, flow.end) for flow in scene.found}
    links |= {(enterprise, product) for enterprise, holder in scene.held.items() for product in holder.makes}
    return grouped_page(
        "grouped.html.j2",
        names=names,
        kinds=kinds,
        links=sorted(link for link in links if link[0] != link[1]),
        grouped=groups(by, called, sorted(kinds, key=lambda thing: (names[thing], thing))),
        states=scene.states,
        words={
            "kinds": {kind: KIND[kind] for kind in ("product", "enterprise")},
            **frame,
            "title": title(scene),
            "under": under(scene),
            "verdict": verdict(scene),
            "notice": Both(
                f"这条产业链很大（{len(kinds)}个节点）：按环节和园区归组，点击展开。",
                f"A large chain ({len(kinds)} nodes): grouped by segment and park; click to open.",
            ),
            "levels": [{"key": level, "name": STATE[level], "about": ABOUT[level]} for level in LEVELS],
            "sections": list(sections),
            "signs": SIGN,
            "states": STATE,
        },
    )

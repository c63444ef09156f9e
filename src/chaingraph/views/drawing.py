"""Nodes, edges and rectangles of a chain map (图元), from its plan."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from chaingraph.analysis.made import produces
from chaingraph.views.bilingual import Both, ems, wrapped
from chaingraph.views.flows import ELSEWHERE, NOWHERE, Flow, Holder
from chaingraph.views.plan import BOX, LOOSE, Plan, plan
from chaingraph.views.scene import Scene
from chaingraph.views.wording import SIGN, TIER

__all__ = ["Drawing", "boxes", "draw", "edges", "labels", "nodes", "place_name"]

_PLACES: Final = {
    ELSEWHERE: Both("外地", "Elsewhere"),
    NOWHERE: Both("所在地不详", "Place not told"),
    LOOSE: Both("其他投入", "Other inputs"),
}
_WIDTH: Final = 10.9
_HEAD_WIDTH: Final = 9.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A scene with its plan and the labels of its nodes."""

    scene: Scene
    plan: Plan
    labels: dict[str, Both]

    def is_head(self, thing: str) -> bool:
        """Tell whether a node is the head of a segment."""
        return thing in self.scene.chain.graph["segments"]


def draw(scene: Scene) -> Drawing:
    """Plan the map of a scene."""
    named = dict(labels(scene))
    segments = scene.chain.graph["segments"]
    products = [name for name, kind in scene.chain.nodes(data="kind") if kind == "product"]
    planned = plan(
        scene,
        idle={product for product in products if product not in scene.states},
        merged=_merged(scene),
        height=lambda thing: _height(named.get(thing, _more(0)), head=thing in segments),
    )
    more = {node: _more(len(things)) for node, things in planned.folded.items() if node not in segments}
    return Drawing(scene=scene, plan=planned, labels={**named, **more})


def _merged(scene: Scene) -> dict[str, str]:
    """List products that say nothing beside the head of their segment: alone in it, of the same name and state."""
    found = {}
    for segment, about in scene.chain.graph["segments"].items():
        for product in about["products"][:1]:
            same = scene.name(product) == scene.name(segment) and scene.states.get(product) == scene.states.get(segment)
            if (
                same
                and len(about["products"]) == 1
                and product in scene.part
                and scene.part[product].segment == segment
            ):
                found[product] = segment
    return found


def _more(count: int) -> Both:
    return Both(f"· 另有{count}种未涉及", f"· {count} not concerned")


def labels(scene: Scene) -> Iterator[tuple[str, Both]]:
    """Give each node its lines in both languages, with the sign of its state in front."""
    held = {state.subject: len({*state.makers, *state.participants}) for state in scene.diagnosis.segments}
    for segment in scene.chain.graph["segments"]:
        name, sign = scene.name(segment), SIGN[scene.states.get(segment, "unknown")]
        count = held.get(segment, 0)
        yield (
            segment,
            Both(
                _head_lines(f"{sign} {name.zh}", f"{count}家", between=" · "),
                _head_lines(f"{sign} {name.en}", f"({count})", between=" "),
            ),
        )
    for thing, kind in scene.chain.nodes(data="kind"):
        if kind == "product":
            name, sign = scene.name(thing), SIGN.get(scene.states.get(thing, ""), "·")
            yield thing, Both(_lines(f"{sign} {name.zh}"), _lines(f"{sign} {name.en}"))
    for enterprise in scene.held:
        name, sign = scene.name(enterprise), f"{SIGN['weak']} " if enterprise in scene.alone else ""
        yield enterprise, Both(_lines(sign + name.zh), _lines(sign + name.en))


def _lines(text: str) -> str:
    return "\n".join(wrapped(text, _WIDTH))


def _head_lines(text: str, count: str, *, between: str) -> str:
    """Wrap the label of a segment; the number of its enterprises is never cut off."""
    if ems(text + between + count) <= _HEAD_WIDTH:
        return text + between + count
    first = wrapped(text, _HEAD_WIDTH, lines=2)
    if len(first) == 1:
        return f"{text}\n{count}"
    return "\n".join((first[0], wrapped(first[1], _HEAD_WIDTH - ems(between + count), lines=1)[0] + between + count))


def _height(label: Both, *, head: bool) -> float:
    lines = max(text.count("\n") for text in label) + 1
    return (14 + 20 * lines) if head else (12 + 18 * lines)


def nodes(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """List the nodes with place, size and look."""
    part = drawing.scene.part
    for thing, (x, y) in drawing.plan.at.items():
        head, label = drawing.is_head(thing), drawing.labels[thing]
        special = thing in part and part[thing].under != thing and part[thing].under in drawing.plan.at
        inward = 12 if special else 0
        yield {
            "id": thing,
            "label": label.zh,
            "shape": "box",
            "look": _look(drawing, thing),
            "x": round(x + inward, 1),
            "y": round(y, 1),
            "widthConstraint": {"minimum": BOX - 14 - inward},
            "tall": [_height(Both(text, text), head=head) - 10 for text in label],
        }


def _look(drawing: Drawing, thing: str) -> str:
    state = drawing.scene.states.get(thing)
    if drawing.is_head(thing):
        return f"head-{state or 'unknown'}"
    if thing in drawing.scene.held:
        return "enterprise-alone" if thing in drawing.scene.alone else "enterprise"
    return state or "idle"


def edges(drawing: Drawing) -> Iterator[tuple[dict[str, Any], Flow | None]]:
    """List the edges, each with the flow it stands for alone; those marked quiet wait to be asked for."""
    for number, (edge, flow) in enumerate((*_stages(drawing), *_inputs(drawing), *_makers(drawing))):
        yield {"id": f"edge:{number}", **edge}, flow


def _stages(drawing: Drawing) -> Iterator[tuple[dict[str, Any], None]]:
    segments = drawing.scene.chain.graph["segments"]
    for segment, about in segments.items():
        for end in about["upstream_of"]:
            if end in segments:
                back = "tier:circular" in (about["tier"], segments[end]["tier"])
                yield {"start": segment, "end": end, "look": "recycle" if back else "stage", "arrows": "to"}, None


def _inputs(drawing: Drawing) -> Iterator[tuple[dict[str, Any], Flow | None]]:
    """Draw what goes into what, between the nodes that stand for the products; of several inputs one line."""
    scene = drawing.scene
    joined: dict[tuple[str, str], list[Flow]] = {}
    for flow in scene.found:
        ends = drawing.plan.drawn_by(flow.start), drawing.plan.drawn_by(flow.end)
        if ends[0] != ends[1]:
            joined.setdefault(ends, []).append(flow)
    for (start, end), group in joined.items():
        inputs = [flow for flow in group if flow.role != "kind_of"]
        kind_of = not inputs
        look = "kind_of" if kind_of else "reported" if any(one.status != "assumed" for one in inputs) else "assumed"
        quiet = kind_of or all(_told_already(scene, flow) or _idle(scene, flow) for flow in group)
        yield (
            {"start": start, "end": end, "look": look, "arrows": "to", "quiet": quiet},
            group[0] if len(group) == 1 else None,
        )


def _told_already(scene: Scene, flow: Flow) -> bool:
    """Tell whether an arrow between two segments, or the order inside one, says the same as a flow."""
    if flow.start not in scene.part or flow.end not in scene.part:
        return False
    start, end = scene.part[flow.start].segment, scene.part[flow.end].segment
    return start == end or end in scene.chain.graph["segments"][start]["upstream_of"]


def _idle(scene: Scene, flow: Flow) -> bool:
    """Tell whether a flow is of no concern here: one of its ends is neither made nor needed."""
    return flow.start not in scene.states or flow.end not in scene.states


def _makers(drawing: Drawing) -> Iterator[tuple[dict[str, Any], None]]:
    for enterprise, holder in drawing.scene.held.items():
        for (end, look), arrow in _ends(drawing, holder).items():
            if end in drawing.plan.at:
                ends = (end, enterprise) if arrow else (enterprise, end)
                edge = {"start": ends[0], "end": ends[1], "look": look, "arrows": arrow, "quiet": True}
                yield edge, None


def _ends(drawing: Drawing, holder: Holder) -> dict[tuple[str, str], str]:
    """List what an enterprise is drawn to, and how: its products, segments in which it has none, and what it buys."""
    scene, found = drawing.scene, dict[tuple[str, str], str]()
    drawn = drawing.plan.drawn_by
    for product, makers in holder.makes.items():
        found[drawn(product), "makes" if any(produces(maker) for maker in makers) else "develops"] = ""
    own = {scene.part[product].segment for product in holder.makes if product in scene.part}
    for segment in holder.takes_part:
        if segment not in own:
            found[drawn(segment), "makes"] = ""
    for supply in holder.buys:
        found[drawn(supply.product), "bought" if supply.ended else "buys"] = "to"
    for supply in holder.sells:
        if supply.ended and supply.product not in holder.makes:
            found[drawn(supply.product), "develops"] = ""
    return found


def boxes(drawing: Drawing) -> list[dict[str, Any]]:
    """List the rectangles behind the nodes, from back to front."""
    scene, drawn = drawing.scene, drawing.plan
    tiers = [{"at": box, "look": "tier", "title": TIER.get(tier) or _PLACES[LOOSE]} for tier, box in drawn.tiers]
    people = Counter(holder.lane for holder in scene.held.values())
    lanes = [
        {"at": box, "look": "lane", "title": place_name(scene, lane), "many": people[lane]} for lane, box in drawn.lanes
    ]
    loose = [{"at": box, "look": "loose", "title": _PLACES[LOOSE]} for box in drawn.loose]
    segments = [
        {"at": box, "look": scene.states.get(name, "unknown"), "of": name} for name, box in drawn.segments.items()
    ]
    return [*tiers, *lanes, *loose, *segments]


def place_name(scene: Scene, lane: str) -> Both:
    """Name a lane of enterprises."""
    name = _PLACES.get(lane) or scene.name(lane)
    if lane == scene.region:
        name = Both(f"{name.zh}（园区不详）", f"{name.en} (park not told)")
    return name

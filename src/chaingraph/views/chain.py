"""The chain page (产业链图页): segments from upstream to downstream, products, enterprises by park, and what is lacking."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from chaingraph.views import card as cards
from chaingraph.views.bilingual import Both, clean, ems, joined, wrapped
from chaingraph.views.citing import Section, plain
from chaingraph.views.flows import ELSEWHERE, NOWHERE, Flow, Holder
from chaingraph.views.looks import BOXES, LINES, LOOKS
from chaingraph.views.page import FONT, network_page
from chaingraph.views.plan import BOX, LOOSE, Plan, plan
from chaingraph.views.report import about, report, segment_items
from chaingraph.views.scene import Scene, look_at, title, under, verdict
from chaingraph.views.wording import ABOUT, KIND, LEVELS, SIGN, STATE, TIER

if TYPE_CHECKING:
    from chaingraph.analysis.diagnosis import Diagnosis

__all__ = ["chain_page"]

_PLACES: Final = {
    ELSEWHERE: Both("外地", "Elsewhere"),
    NOWHERE: Both("所在地不详", "Place not told"),
    LOOSE: Both("其他投入", "Other inputs"),
}
_HEAD_WIDTH: Final = 9.8
_LEGEND: Final = {
    "reported": Both("投入关系：文件载明", "Input, stated in a document"),
    "assumed": Both("投入关系：行业常识（假定）", "Input, general knowledge (assumed)"),
    "stage": Both("上下游环节", "Next segment"),
    "recycle": Both("循环利用", "Recycling"),
    "makes": Both("企业生产", "Enterprise makes"),
}


def chain_page(chain: nx.DiGraph, diagnosis: "Diagnosis", *, lang: str = "zh") -> str:
    """Draw a chain and its diagnosis as one HTML file that opens offline.

    Parameters
    ----------
    chain
        Chain graph.
    diagnosis
        What `chaingraph.analysis.diagnosis.diagnose` found in it.
    lang
        Language shown first, ``"zh"`` or ``"en"``; the page carries both.

    Returns
    -------
    str
        The page; write it as UTF-8.
    """
    scene = look_at(chain, diagnosis)
    labels = dict(_labels(scene))
    drawn = plan(
        chain.graph["segments"],
        scene.held,
        scene.found,
        part=scene.part,
        products=[name for name, kind in chain.nodes(data="kind") if kind == "product"],
        height=lambda thing: _height(labels[thing], head=thing in chain.graph["segments"]),
    )
    edges = list(_edges(scene))
    things = {thing: _thing(scene, thing, labels[thing]) for thing in drawn.at}
    _fill_cards(scene, things)
    for edge in edges:
        if "flow" in edge:
            things[edge["id"]] = _flow_thing(scene, edge.pop("flow"))
    return network_page(
        "chain.html.j2",
        nodes=[_node(scene, thing, at, labels[thing]) for thing, at in drawn.at.items()],
        edges=edges,
        data={
            "things": things,
            "boxes": _boxes(scene, drawn),
            "frames": drawn.frames,
            "looks": LOOKS,
            "lines": LINES,
            "boxLooks": BOXES,
            "signs": SIGN,
            "states": STATE,
            "kinds": KIND,
            "face": FONT,
            "readable": 0.76,
            "words": {
                "back": Both("← 返回诊断", "← Back to the diagnosis"),
                "nothing": Both("没有找到", "Nothing found"),
            },
        },
        lang=lang,
        **_words(scene),
    )


def _labels(scene: Scene) -> Iterator[tuple[str, Both]]:
    """Give each node its lines in both languages, with the sign of its state in front."""
    held = {state.subject: len({*state.makers, *state.participants}) for state in scene.diagnosis.segments}
    for segment in scene.chain.graph["segments"]:
        name, sign = scene.name(segment), SIGN[scene.states.get(segment, "unknown")]
        count = held.get(segment, 0)
        yield segment, Both(
            _head_lines(f"{sign} {name.zh}", f"{count}家", between=" · "),
            _head_lines(f"{sign} {name.en}", f"({count})", between=" "),
        )
    for thing, kind in scene.chain.nodes(data="kind"):
        if kind == "product":
            name, sign = scene.name(thing), SIGN.get(scene.states.get(thing, ""), "·")
            yield thing, Both(_lines(f"{sign} {name.zh}"), _lines(f"{sign} {name.en}"))
    for enterprise in scene.held:
        name, sign = scene.name(enterprise), f"{SIGN['weak']} " if enterprise in scene.alone else ""
        yield enterprise, Both(_lines(sign + name.zh), _lines(sign + name.en))


def _lines(text: str, width: float = 10.9) -> str:
    return "\n".join(wrapped(text, width))


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


def _node(scene: Scene, thing: str, at: tuple[float, float], label: Both) -> dict[str, Any]:
    head = thing in scene.chain.graph["segments"]
    state = scene.states.get(thing)
    if head:
        look = f"head-{state or 'unknown'}"
    elif thing in scene.chain:
        look = state or "idle"
    else:
        look = "enterprise-alone" if thing in scene.alone else "enterprise"
    under = 12 if thing in scene.part and scene.part[thing].under != thing else 0
    wide = BOX - 14 - 2 * under
    return {
        "id": thing,
        "label": label.zh,
        "shape": "box",
        "look": look,
        "x": round(at[0] + under, 1),
        "y": round(at[1], 1),
        "widthConstraint": {"minimum": wide + under},
        "tall": [_height(Both(text, text), head=head) - 10 for text in label],
    }


def _edges(scene: Scene) -> Iterator[dict[str, Any]]:
    """List the edges: segment to segment, input to product, and those of enterprises, which wait to be asked for."""
    segments = scene.chain.graph["segments"]
    arrow = {"to": {"enabled": True, "scaleFactor": 0.55}}
    wide = {"to": {"enabled": True, "scaleFactor": 0.35}}
    number = 0
    for segment, about_it in segments.items():
        for end in about_it["upstream_of"]:
            if end in segments:
                back = "tier:circular" in (about_it["tier"], segments[end]["tier"])
                yield {"id": f"edge:{number}", "start": segment, "end": end, "look": "recycle" if back else "stage", "arrows": arrow if back else wide}
                number += 1
    for flow in scene.found:
        kind_of = flow.role == "kind_of"
        inside = kind_of and scene.part.get(flow.start) is not None and scene.part[flow.start] == scene.part.get(flow.end)
        look = "kind_of" if kind_of else "assumed" if flow.status == "assumed" else "reported"
        quiet = inside or (not kind_of and _staged(scene, flow))
        yield {"id": f"edge:{number}", "start": flow.start, "end": flow.end, "look": look, "arrows": arrow, "flow": flow, "quiet": quiet}
        number += 1
    for enterprise, holder in scene.held.items():
        for thing in _ends(scene, holder):
            yield {"id": f"edge:{number}", "start": enterprise, "end": thing, "look": "makes", "arrows": "", "quiet": True}
            number += 1


def _staged(scene: Scene, flow: Flow) -> bool:
    """Tell whether an arrow between two segments says already that the one product goes into the other."""
    if flow.start not in scene.part or flow.end not in scene.part:
        return False
    start, end = scene.part[flow.start].segment, scene.part[flow.end].segment
    return end in scene.chain.graph["segments"][start]["upstream_of"]


def _ends(scene: Scene, holder: Holder) -> list[str]:
    """List what an enterprise is drawn to: its products, and segments in which it has none."""
    own = {scene.part[product].segment for product in holder.makes if product in scene.part}
    return [*holder.makes, *(segment for segment in holder.takes_part if segment not in own)]


def _thing(scene: Scene, thing: str, label: Both) -> dict[str, Any]:
    segment = thing in scene.chain.graph["segments"]
    name = scene.name(thing)
    aliases = scene.chain.graph.get("aliases", {}).get(thing, ())
    found: dict[str, Any] = {
        "kind": "segment" if segment else "product" if thing in scene.chain else "enterprise",
        "name": name,
        "label": label,
        "keys": list(dict.fromkeys([*name, *map(clean, aliases), thing.partition(":")[2]])),
    }
    if thing in scene.states:
        found["state"] = scene.states[thing]
    if segment:
        products = [product for product, part in scene.part.items() if part.segment == thing]
        found["near"] = products + [one for one, holder in scene.held.items() if set(products) & set(holder.makes)]
        found["fixed"] = True
    elif thing in scene.part:
        found["near"] = [scene.part[thing].segment]
    return found


def _fill_cards(scene: Scene, things: dict[str, dict[str, Any]]) -> None:
    """Put its card and its tip to each thing."""
    claims = about(scene)
    for thing, found in things.items():
        own = tuple(replace(item, head=None, to=None) for item in claims(thing))
        match found["kind"]:
            case "segment":
                inside = [product for product, part in scene.part.items() if part.segment == thing]
                items = [(*claims(product), cards.thing_item(scene, product))[0] for product in inside]
                card = cards.segment_card(scene, thing, own, products=tuple(items))
            case "product":
                card = cards.product_card(scene, thing, own)
            case _:
                card = cards.enterprise_card(scene, thing, own)
        found["facts"] = card.facts
        found["tip"] = [*card.facts, *(line for item in own[:1] for line in (*item.lines[:2], item.cite) if line)]
        found["sections"] = [plain(section) for section in card.sections]


def _flow_thing(scene: Scene, flow: Flow) -> dict[str, Any]:
    card = cards.flow_card(scene, flow)
    ends = [scene.name(flow.start), scene.name(flow.end)]
    return {
        "kind": "kind_of" if flow.role == "kind_of" else "flow",
        "name": joined(ends, zh=" → ", en=" → "),
        "facts": card.facts,
        "tip": card.facts,
        "sections": [plain(section) for section in card.sections],
    }


def _boxes(scene: Scene, drawn: Plan) -> list[dict[str, Any]]:
    """List the rectangles from back to front."""
    tiers = [{"at": box, "look": "tier", "title": TIER.get(tier) or _PLACES[LOOSE]} for tier, box in drawn.tiers]
    lanes = [{"at": box, "look": "lane", "title": _lane(scene, lane)} for lane, box in drawn.lanes]
    loose = [{"at": box, "look": "loose", "title": _PLACES[LOOSE]} for box in drawn.loose]
    segments = [{"at": box, "look": scene.states.get(name, "unknown")} for name, box in drawn.segments.items()]
    return [*tiers, *lanes, *loose, *segments]


def _lane(scene: Scene, lane: str) -> Both:
    name = _PLACES.get(lane) or scene.name(lane)
    count = sum(holder.lane == lane for holder in scene.held.values())
    if lane == scene.region:
        name = Both(f"{name.zh}（园区不详）", f"{name.en} (park not told)")
    return Both(f"{name.zh} · {count}家", f"{name.en} ({count})")


def _words(scene: Scene) -> dict[str, Any]:
    """Say what stands around the map."""
    counts = {level: sum(state.state == level for state in scene.diagnosis.segments) for level in LEVELS}
    return {
        "title": title(scene),
        "under": under(scene),
        "verdict": verdict(scene),
        "skip": Both("跳到诊断", "Skip to the diagnosis"),
        "print": Both("打印", "Print"),
        "keys": Both(
            "方向键选择，回车看详情，加号和减号缩放，零看全图，Esc 取消。",
            "Arrow keys choose, Enter shows details, plus and minus zoom, zero shows all, Esc clears.",
        ),
        "notice": None,
        "filter_words": {
            "state": Both("按状态筛选", "Filter by state"),
            "kind": Both("按类别筛选", "Filter by kind"),
            "links": Both("连线", "Links"),
        },
        "levels": [{"key": level, "name": STATE[level], "about": ABOUT[level], "count": counts[level]} for level in LEVELS],
        "links": [
            {"key": "flow", "name": Both("投入连线", "Inputs")},
            {"key": "makes", "name": Both("企业连线", "Makers")},
        ],
        "kinds": [{"key": kind, "name": KIND[kind]} for kind in ("product", "enterprise")],
        "lines": [{"key": key, "name": name} for key, name in _LEGEND.items()],
        "frames": [
            {"key": "segments", "name": Both("环节", "Segments")},
            {"key": "enterprises", "name": Both("企业", "Enterprises")},
            {"key": "all", "name": Both("全图", "All")},
        ],
        "idle": {"name": Both("未涉及", "Not concerned"), "about": Both("本地不生产，也无企业需要", "neither made nor needed here")},
        "signs": SIGN,
        "states": STATE,
        "tiers": list(_tiers(scene)),
        "sections": list(_sections(scene)),
    }


def _sections(scene: Scene) -> Iterator[Section]:
    """List the sections of the diagnosis, those without a claim left out, and who holds which segment."""
    for section in report(scene):
        if section.items:
            yield section
    yield Section(title=Both("各环节企业", "Who holds each segment"), items=segment_items(scene), open=False)


def _tiers(scene: Scene) -> Iterable[dict[str, Any]]:
    """Group the segments by tier, for the short list above the findings."""
    tiers: dict[str, list[dict[str, Any]]] = {}
    for state in scene.diagnosis.segments:
        tier = scene.chain.graph["segments"][state.subject]["tier"]
        chip = {"to": state.subject, "state": state.state, "name": scene.name(state.subject)}
        tiers.setdefault(tier, []).append(chip)
    for tier, chips in tiers.items():
        yield {"name": TIER.get(tier, Both("其他", "Other")), "chips": chips}

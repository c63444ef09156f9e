"""The chain page (产业链图页): segments from upstream to downstream, products, enterprises by park, and what is lacking."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from chaingraph.views.bilingual import Both
from chaingraph.views.citing import Item, Section
from chaingraph.views.claims import segment_items
from chaingraph.views.draw import FULL, framed
from chaingraph.views.drawing import boxes, draw, edges, nodes
from chaingraph.views.large import large_page
from chaingraph.views.looks import BOXES, LINES, LOOKS
from chaingraph.views.moments import moments
from chaingraph.views.page import FONT, network_page
from chaingraph.views.pinyin import readings
from chaingraph.views.report import report
from chaingraph.views.scene import Scene, look_at, title, under, verdict
from chaingraph.views.sifting import assumed, places, whereabouts_of
from chaingraph.views.things import flow_thing, lean, things
from chaingraph.views.wiring import wiring
from chaingraph.views.wording import ABOUT, KIND, LEVELS, SIGN, STATE, TIER

if TYPE_CHECKING:
    from chaingraph.analysis import Diagnosis

__all__ = ["chain_page"]

_MOST: Final = 40
"""Claims of one sort listed beside the map."""

_LEGEND: Final = {
    "reported": Both("投入关系：文件载明", "Input, stated in a document"),
    "assumed": Both("投入关系：行业常识（假定）", "Input, general knowledge (assumed)"),
    "kind_of": Both("属于同类", "Kind of"),
    "stage": Both("上下游环节", "Next segment"),
    "recycle": Both("循环利用", "Recycling"),
    "makes": Both("企业生产或供应", "Enterprise makes or supplies"),
    "develops": Both("企业培育，或曾经供应", "Enterprise develops, or used to supply"),
    "buys": Both("企业采购", "Enterprise buys"),
    "bought": Both("曾经采购", "Used to buy"),
}


WORDS: Final = {
    "back": Both("← 返回诊断", "← Back to the diagnosis"),
    "nothing": Both("没有找到", "Nothing found"),
    "off": Both("假设停产，看什么受影响", "What if it stops?"),
    "on": Both("恢复生产", "Let it run again"),
    "whatIf": Both("推演：假设以下企业停产", "What if these stop"),
    "lost": Both("随之停产的产品", "Products that stop"),
    "direct": Both("失去最后一家本地企业", "loses its last local maker"),
    "inputs": Both("本地投入中断", "loses a local input"),
    "empty": Both("不再有本地企业", "no local enterprise left"),
    "dropped": Both("不再有本地企业培育", "nobody develops it here any more"),
    "sole": Both("只剩一家本地企业", "one local enterprise left"),
    "stopped": Both("所产产品全部停产", "all it makes stops"),
    "segments": Both("受影响的环节", "Segments concerned"),
    "idle": Both("因此停产的其他企业", "Other enterprises that stop making a product"),
    "none": Both(
        "没有产品因此停产：都有其他本地企业，或不依赖它们。", "No product stops: others make it, or nothing needs them."
    ),
    "fallen": Both("推演中停产", "Stops in this what-if"),
    "asOf": Both(
        "“截至”某年：只计资料所述时间不晚于该年的记载，未注明时间的一并计入；卡片与清单仍按全部资料。",
        "“As of” a year: what sources say of that year or earlier, and what has no date; cards and lists hold everything.",
    ),
    "shown": Both("图上为截至{year}年的状态", "The map shows states as of {year}"),
    "same": Both("各环节与最新状态相同", "all segments as they are now"),
    "since": Both("此后变化的环节：", "Segments that changed since: "),
    "latest": Both("全部资料", "everything on record"),
    "counted": Both(" · {count}家", " ({count})"),
    "left": Both(
        "筛选后图上有{enterprise}家企业（共{all enterprise}家）、{product}种产品（共{all product}种）",
        "The filters leave {enterprise} of {all enterprise} enterprises and {product} of {all product} products",
    ),
}
"""Words that the scripts of the page say."""


def chain_page(chain: nx.DiGraph, diagnosis: "Diagnosis", *, lang: str = "zh", home: bool = False) -> str:
    """Draw a chain and its diagnosis as one HTML file that opens offline.

    Parameters
    ----------
    chain
        Chain graph.
    diagnosis
        What `chaingraph.analysis.diagnosis.diagnose` found in it.
    lang
        Language shown first, ``"zh"`` or ``"en"``; the page carries both.
    home
        Whether an ``index.html`` lies beside it, to which the page leads back.

    Returns
    -------
    str
        The page; write it as UTF-8.
    """
    scene = look_at(chain, diagnosis)
    if len(scene.held) + sum(kind == "product" for _, kind in chain.nodes(data="kind")) > FULL:
        return large_page(scene, list(_sections(scene, last=False)), framed(title(scene), None, lang, home))
    drawing = draw(scene)
    found, drawn_edges = dict(things(drawing)), []
    for edge, flow in edges(drawing):
        drawn_edges.append(edge)
        if flow is not None:
            found[edge["id"]] = flow_thing(scene, flow)
    where, told = whereabouts_of(scene), moments(drawing)
    return network_page(
        "chain.html.j2",
        nodes=nodes(drawing),
        edges=drawn_edges,
        data={
            "things": lean(found),
            "boxes": boxes(drawing),
            "frames": drawing.plan.frames,
            "looks": LOOKS,
            "lines": LINES,
            "boxLooks": BOXES,
            "signs": SIGN,
            "states": STATE,
            "kinds": KIND,
            "face": FONT,
            "readable": 0.76,
            "readings": readings(key for thing in found.values() for key in thing.get("keys", ())),
            "where": where,
            "assumed": assumed(drawing),
            "moments": told,
            "wiring": wiring(scene),
            "words": WORDS,
        },
        scripts=("filters", "sifted", "whatif"),
        lang=lang,
        home=home,
        places=places(scene, where),
        years=[one["year"] for one in told],
        **_words(scene),
    )


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
            "place": Both("地点", "Place"),
            "everywhere": Both("全部区县与园区", "All districts and parks"),
            "basis": Both("依据", "Stands on"),
            "stated": Both("文件载明", "Documents"),
            "assumed": Both("行业常识（假定）", "Assumed"),
            "year": Both("截至年份", "As of"),
            "reset": Both("全部恢复", "Reset"),
            "unfilter": Both("清除筛选", "Clear filters"),
            "links": Both("连线", "Links"),
        },
        "levels": [
            {"key": level, "name": STATE[level], "about": ABOUT[level], "count": counts[level]} for level in LEVELS
        ],
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
        "idle": {
            "name": Both("未涉及", "Not concerned"),
            "about": Both("本地不生产，也无企业需要", "neither made nor needed here"),
        },
        "fallen": WORDS["fallen"],
        "as_of": WORDS["asOf"],
        "signs": SIGN,
        "states": STATE,
        "tiers": list(_tiers(scene)),
        "sections": list(_sections(scene)),
    }


def _sections(scene: Scene, *, last: bool = True) -> Iterator[Section]:
    """List the sections of the diagnosis, those without a claim left out, and who holds which segment."""
    for section in report(scene):
        if len(section.items) > _MOST:
            more = Item(
                lines=(
                    Both(
                        f"其余{len(section.items) - _MOST}项请在图上查看",
                        f"{len(section.items) - _MOST} more: see the map",
                    ),
                )
            )
            yield replace(section, items=(*section.items[:_MOST], more))
        elif section.items:
            yield section
    if last:
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

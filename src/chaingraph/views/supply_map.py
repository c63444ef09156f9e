"""The supply map of one enterprise (配套企业分布图): its suppliers by tier and place, and inputs of unknown origin."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from chaingraph.views.bilingual import Both, clean, joined, several, wrapped
from chaingraph.views.citing import plain
from chaingraph.views.looks import BOXES, LINES, LOOKS
from chaingraph.views.page import FONT, network_page
from chaingraph.views.pinyin import readings
from chaingraph.views.sourced import ENDED, FAR, LOCAL, UNKNOWN, Sourced, sourced
from chaingraph.views.supply_cards import me_card, need_card, supplier_card
from chaingraph.views.supply_layout import WIDE, places, unsourced
from chaingraph.views.supply_words import STATES, sections, verdict
from chaingraph.views.wording import KIND

if TYPE_CHECKING:
    from chaingraph.analysis import LocalSupplyRate

__all__ = ["supply_page"]

_SIGNS: Final = {LOCAL: "●", FAR: "◇", UNKNOWN: "?", ENDED: "⊘"}
_ABOUT: Final = {
    LOCAL: Both("供应商在本地", "The supplier is in the region"),
    FAR: Both("供应商在外地", "The supplier is outside of the region"),
    UNKNOWN: Both("供应商或其所在地没有记载", "Supplier, or its place, not on record"),
    ENDED: Both("曾经供应，已知终止", "Supplied once, known to have ended"),
}
_LINES: Final = {
    "reported": Both("现在供应", "Supplies now"),
    "bought": Both("曾经供应，已终止", "Supplied once, ended"),
    "assumed": Both(
        "规划供应，或来源不明的投入（点选后显示）", "Planned, or an input of unknown origin (shown when chosen)"
    ),
}


def supply_page(
    graph: nx.MultiDiGraph,
    *,
    region: str,
    rates: Iterable["LocalSupplyRate"] = (),
    lang: str = "zh",
    home: bool = False,
) -> str:
    """Draw where one enterprise gets what it needs as one HTML file that opens offline.

    Parameters
    ----------
    graph
        Sourcing graph of the enterprise.
    region
        Seen from where: suppliers there are local.
    rates
        Local supply rates of the enterprise, each with its basis.
    lang
        Language shown first, ``"zh"`` or ``"en"``; the page carries both.
    home
        Whether an ``index.html`` lies beside it, to which the page leads back.

    Returns
    -------
    str
        The page; write it as UTF-8.
    """
    seen = sourced(graph, region=region, rates=rates)
    at, boxes, whole = places(seen)
    labels = {node: label for node, label, _ in _drawn(seen)}
    found = dict(_things(seen, labels))
    return network_page(
        "supply.html.j2",
        nodes=[_node(node, at[node], label, look) for node, label, look in _drawn(seen)],
        edges=list(_edges(seen)),
        data={
            "things": found,
            "boxes": boxes,
            "frames": {"all": whole},
            "looks": LOOKS,
            "lines": LINES,
            "boxLooks": BOXES,
            "signs": _SIGNS,
            "states": STATES,
            "kinds": {**KIND, "assembler": Both("主机企业", "Assembler"), "supplier": Both("供应商", "Supplier")},
            "face": FONT,
            "readable": 0.6,
            "readings": readings(key for thing in found.values() for key in thing["keys"]),
            "words": {"back": Both("← 返回清单", "← Back to the lists"), "nothing": Both("没有找到", "Nothing found")},
        },
        lang=lang,
        home=home,
        **_words(seen),
    )


def _words(seen: Sourced) -> dict[str, Any]:
    """Say what stands around the map."""
    me, region = seen.name(seen.me), seen.name(seen.region)
    documents = len({source[0] for many in seen.graph.graph["sources"].values() for source in many})
    counts = {state: len(seen.direct(state)) for state in (LOCAL, FAR, ENDED)}
    counts[UNKNOWN] = sum(not one.suppliers for one in seen.needs) + len(seen.direct(UNKNOWN))
    as_of = clean(seen.graph.graph.get("as_of"))
    seen_at = Both(f"按{as_of}看", f"as of {as_of}") if as_of else Both("按现有记录", "as on record")
    based = Both(f"依据{documents}份资料", f"{several(documents, 'document')} behind it")
    local = Both(f"本地指{region.zh}", f"local means {region.en}")
    return {
        "title": Both(f"{me.zh}配套企业分布图", f"Suppliers of {me.en}"),
        "under": joined([local, seen_at, based], zh=" · ", en=" | "),
        "verdict": verdict(seen),
        "skip": Both("跳到清单", "Skip to the lists"),
        "print": Both("打印", "Print"),
        "keys": Both(
            "方向键选择，回车看详情，零看全图，Esc 取消。",
            "Arrow keys choose, Enter shows details, zero shows all, Esc clears.",
        ),
        "notice": None,
        "frames": [{"key": "all", "name": Both("全图", "All")}],
        "levels": [{"key": key, "name": STATES[key], "about": _ABOUT[key], "count": counts[key]} for key in _SIGNS],
        "kinds": [
            {"key": "supplier", "name": Both("供应商", "Suppliers")},
            {"key": "product", "name": Both("投入", "Inputs")},
        ],
        "lines": [{"key": key, "name": name} for key, name in _LINES.items()],
        "signs": _SIGNS,
        "states": STATES,
        "sections": [section for section in sections(seen) if section.items or section.note],
    }


def _drawn(seen: Sourced) -> Iterator[tuple[str, Both, str]]:
    """List every node with its label and look."""
    yield seen.me, _label(seen.name(seen.me), Both("", "")), "head-present"
    for one in seen.suppliers:
        name = seen.name(one.enterprise)
        sign = _SIGNS[one.state]
        yield (
            one.enterprise,
            _label(Both(f"{sign} {name.zh}", f"{sign} {name.en}"), seen.names(one.products, most=3)),
            one.state,
        )
    for need in unsourced(seen):
        name = seen.name(need.need.products[0])
        yield need.need.products[0], _label(Both(f"? {name.zh}", f"? {name.en}"), Both("", "")), UNKNOWN


def _label(name: Both, more: Both) -> Both:
    return Both(
        *(
            "\n".join([*wrapped(one, 16), *(wrapped(two, 16, lines=1) if two else ())])
            for one, two in zip(name, more, strict=True)
        )
    )


def _node(node: str, at: tuple[float, float], label: Both, look: str) -> dict[str, Any]:
    return {
        "id": node,
        "label": label.zh,
        "shape": "box",
        "look": look,
        "x": round(at[0], 1),
        "y": round(at[1], 1),
        "widthConstraint": {"minimum": WIDE - 24},
        "tall": [18 * (text.count("\n") + 1) + 2 for text in label],
    }


def _edges(seen: Sourced) -> Iterator[dict[str, Any]]:
    """Draw who supplies whom, one line for several supplies; inputs without supplier wait to be chosen."""
    joint: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for start, end, data in seen.graph.edges(data=True):
        joint.setdefault((start, end), []).append(data)
    ends = sorted(joint)
    for number, (start, end) in enumerate(ends):
        many = joint[start, end]
        planned = all(data["status"] == "planned" for data in many)
        look = "bought" if all(data["ended"] for data in many) else "assumed" if planned else "reported"
        yield {"id": f"edge:{number}", "start": start, "end": end, "look": look, "arrows": "to"}
    for number, need in enumerate(unsourced(seen), start=len(ends)):
        yield {
            "id": f"edge:{number}", "start": need.need.products[0], "end": seen.me,
            "look": "assumed", "arrows": "to", "quiet": True,
        }  # fmt: skip


def _things(seen: Sourced, labels: dict[str, Both]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Describe each node for tips, cards and search."""
    yield seen.me, {**_thing(seen, seen.me, "assembler", me_card(seen)), "label": labels[seen.me], "fixed": True}
    for one in seen.suppliers:
        card = supplier_card(seen, one)
        yield (
            one.enterprise,
            {**_thing(seen, one.enterprise, "supplier", card), "label": labels[one.enterprise], "state": one.state},
        )
    for need in seen.needs:
        product = need.need.products[0]
        thing = {**_thing(seen, product, "product", need_card(seen, need)), "state": need.state}
        yield (
            product,
            {**thing, "label": labels[product]} if product in labels else {**thing, "node": need.suppliers[0]},
        )


def _thing(seen: Sourced, thing: str, kind: str, card: dict[str, Any]) -> dict[str, Any]:
    name = seen.name(thing)
    aliases = seen.graph.graph.get("aliases", {}).get(thing, ())
    keys = list(dict.fromkeys([*name, *map(clean, aliases), thing.partition(":")[2]]))
    return {**card, "kind": kind, "name": name, "keys": keys, "sections": [plain(part) for part in card["sections"]]}

"""A plain picture (网络图) of any small network, such as the answer to a question."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import networkx as nx

from chaingraph.views.bilingual import Both, clean, joined, named, several, wrapped
from chaingraph.views.layout import Box, around, layers, ordered, spread
from chaingraph.views.looks import BOXES, LINES, LOOKS, PALETTE
from chaingraph.views.page import FONT, network_page
from chaingraph.views.wording import KIND, SIGN, STATE

__all__ = ["MOST", "draw_page"]

MOST: Final = 400
"""Nodes drawn at most; of a larger network those with most links."""

_WIDE, _PITCH, _ROW, _TALL = 190, 290, 58, 20
_SHOWN: Final = 12
_LONGEST: Final = 300
_NAMING: Final = ("label_zh", "label_en", "kind")


def draw_page(graph: nx.Graph, *, title: str | tuple[str, str], lang: str = "zh") -> str:
    """Draw a network as one HTML file that opens offline.

    Parameters
    ----------
    graph
        Any NetworkX graph; a node may carry ``label_zh``, ``label_en`` and ``kind``. Above `MOST` nodes those with
        most links are drawn, and the page says how many were left out.
    title
        Heading, in one language or as (zh, en).
    lang
        Language shown first, ``"zh"`` or ``"en"``; the page carries both.

    Returns
    -------
    str
        The page; write it as UTF-8.
    """
    kept = _kept(graph)
    shown = graph.subgraph(kept)
    ids = {node: str(node) for node in kept}
    links = sorted({(ids[start], ids[end]) for start, end in shown.edges() if start != end})
    names = {ids[node]: named(graph, node) for node in kept}
    kinds = {ids[node]: clean(graph.nodes[node].get("kind")) or "other" for node in kept}
    looks = {kind: f"kind-{number}" for number, kind in enumerate(sorted(set(kinds.values())))}
    at = _places(sorted(names), links)
    labels = {node: Both(*("\n".join(wrapped(text, 11.4)) for text in name)) for node, name in names.items()}
    heading = Both(*map(clean, title)) if isinstance(title, tuple) else Both(clean(title), clean(title))
    whole = around([Box(x - _WIDE / 2, y - 30, x + _WIDE / 2, y + 30) for x, y in at.values()], margin=10)
    attributes = {ids[node]: graph.nodes[node] for node in kept}
    arrows = "to" if graph.is_directed() else ""
    return network_page(
        "draw.html.j2",
        nodes=[_node(node, at[node], labels[node], looks[kinds[node]]) for node in sorted(names)],
        edges=[
            {"id": f"edge:{number}", "start": start, "end": end, "look": "reported", "arrows": arrows}
            for number, (start, end) in enumerate(links)
        ],
        data={
            "things": dict(_things(names, kinds, labels, links, attributes)),
            "boxes": [],
            "frames": {"all": whole},
            "looks": {**LOOKS, **{look: _look(number) for number, look in enumerate(looks.values())}},
            "lines": LINES,
            "boxLooks": BOXES,
            "signs": SIGN,
            "states": STATE,
            "kinds": {"link": Both("连线", "Link"), **{kind: _kind(kind) for kind in looks}},
            "face": FONT,
            "readable": 0.7,
            "words": {"back": Both("← 返回", "← Back"), "nothing": Both("没有找到", "Nothing found")},
        },
        lang=lang,
        title=heading,
        under=Both(
            f"{len(names)}个节点 · {len(links)}条连线", f"{several(len(names), 'node')} | {several(len(links), 'link')}"
        ),
        notice=_notice(graph, shown),
        skip=Both("跳到列表", "Skip to the list"),
        print=Both("打印", "Print"),
        keys=Both("方向键选择，回车看详情，Esc 取消。", "Arrow keys choose, Enter shows details, Esc clears."),
        frames=[{"key": "all", "name": Both("全图", "All")}],
        kinds=[{"key": kind, "name": _kind(kind), "hue": _hue(number)} for number, kind in enumerate(looks)],
        listed=[
            {"id": node, "name": names[node], "kind": _kind(kinds[node])}
            for node in sorted(names, key=lambda one: (kinds[one], names[one]))
        ],
    )


def _kept(graph: nx.Graph) -> list[Any]:
    """List the nodes with most links, as many as are drawn."""
    return sorted(graph, key=lambda node: (-graph.degree(node), str(node)))[:MOST]


def _notice(graph: nx.Graph, shown: nx.Graph) -> Both | None:
    nodes, links = len(graph) - len(shown), graph.number_of_edges() - shown.number_of_edges()
    if not nodes:
        return None
    return Both(
        f"网络较大，只画出连线最多的{len(shown)}个节点；未画出{nodes}个节点和{links}条连线。",
        f"Only the {len(shown)} nodes with most links are drawn; {several(nodes, 'node')} and {several(links, 'link')} left out.",
    )


def _kind(kind: str) -> Both:
    return KIND.get(kind, Both(kind, kind))


def _hue(number: int) -> str:
    return PALETTE[number % len(PALETTE)]


def _look(number: int) -> dict[str, Any]:
    return {**LOOKS["idle"], "line": _hue(number), "text": "#1b2733", "width": 2}


def _places(nodes: list[str], links: list[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Place linked nodes in layers from left to right, those without links in rows below."""
    linked = {node for link in links for node in link}
    layer = layers([node for node in nodes if node in linked], links)
    rows: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for node in sorted(layer):
        rows[layer[node]].append(node)
    columns = [[row[number] for number in cut] for row in ordered(rows, links) for cut in spread([1] * len(row), _TALL)]
    at = {}
    for number, column in enumerate(columns):
        for place, node in enumerate(column):
            at[node] = (float(number * _PITCH), (place - (len(column) - 1) / 2) * _ROW)
    bottom = max([y for _, y in at.values()], default=-_ROW * 2) + _ROW * 2
    across = max(4, len(columns))
    loose = [node for node in nodes if node not in linked]
    for number, node in enumerate(loose):
        at[node] = (float(number % across * _PITCH), bottom + number // across * _ROW)
    return at


def _node(node: str, at: tuple[float, float], label: Both, look: str) -> dict[str, Any]:
    return {
        "id": node,
        "label": label.zh,
        "shape": "box",
        "look": look,
        "x": at[0],
        "y": at[1],
        "widthConstraint": {"minimum": _WIDE - 14},
        "tall": [18 * (text.count("\n") + 1) + 2 for text in label],
    }


def _things(
    names: Mapping[str, Both],
    kinds: Mapping[str, str],
    labels: Mapping[str, Both],
    links: list[tuple[str, str]],
    attributes: Mapping[str, Mapping[str, Any]],
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Describe each node and each link for tips, cards and search."""
    after: dict[str, list[str]] = {node: [] for node in names}
    before: dict[str, list[str]] = {node: [] for node in names}
    for number, (start, end) in enumerate(links):
        after[start].append(end)
        before[end].append(start)
        ends = joined([names[start], names[end]], zh=" → ", en=" → ")
        items = [{"head": names[node], "to": node} for node in (start, end)]
        sections = [{"title": Both("两端", "Both ends"), "items": items}]
        yield f"edge:{number}", {"kind": "link", "name": ends, "facts": [], "tip": [], "sections": sections}
    for node, name in names.items():
        facts = [Both(text, text) for text in _told(attributes[node])]
        around_it = ((Both("指向", "Leads to"), after[node]), (Both("来自", "Comes from"), before[node]))
        yield (
            node,
            {
                "kind": kinds[node],
                "name": name,
                "label": labels[node],
                "keys": list(dict.fromkeys([*name, clean(node)])),
                "facts": [Both(clean(node), clean(node)), *facts],
                "tip": facts[:4],
                "sections": [
                    {"title": heading, "items": [{"head": names[other], "to": other} for other in others]}
                    for heading, others in around_it
                    if others
                ],
            },
        )


def _told(attributes: Mapping[str, Any]) -> list[str]:
    """Write the plain attributes of a node, of many or long ones only the first."""
    written = {clean(key): _plain(value) for key, value in attributes.items() if key not in _NAMING}
    return [f"{key}: {text[:_LONGEST]}" for key, text in written.items() if text][:_SHOWN]


def _plain(value: object) -> str:
    """Write a text, a number or a collection of them; nothing for anything else."""
    if isinstance(value, str | int | float):
        return clean(value)
    if isinstance(value, tuple | list | frozenset | set) and all(isinstance(part, str | int | float) for part in value):
        return ", ".join(sorted(map(clean, value)))
    return ""

"""A plain picture (网络图) of any small network, such as the answer to a question."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import networkx as nx

from chaingraph.views.bilingual import Both, clean, joined, named, several, wrapped
from chaingraph.views.grouped import grouped_page
from chaingraph.views.grouping import communities, groups, told_by
from chaingraph.views.layout import Box, around
from chaingraph.views.looks import BOXES, LINES, LOOKS, PALETTE
from chaingraph.views.page import FONT, network_page
from chaingraph.views.pinyin import readings
from chaingraph.views.placing import WIDE, places
from chaingraph.views.wording import KIND, SIGN, STATE

__all__ = ["FULL", "MOST", "draw_page"]

FULL: Final = 5_000
"""Nodes drawn one by one at most; a larger network is drawn as groups that a click opens."""

MOST: Final = 20_000
"""Nodes in a page at most; of a larger network those with most links."""

_LISTED: Final = 400
_SHOWN: Final = 12
_LONGEST: Final = 300
_NAMING: Final = ("label_zh", "label_en", "kind")


def draw_page(graph: nx.Graph, *, title: str | tuple[str, str], lang: str = "zh", home: bool = False) -> str:
    """Draw a network as one HTML file that opens offline.

    Parameters
    ----------
    graph
        Any NetworkX graph; a node may carry ``label_zh``, ``label_en`` and ``kind``. Above `FULL` nodes it is drawn as
        groups: by ``segment``, ``park``, ``cluster``, ``region`` or ``group`` where at least half of the nodes tell
        one of these, else by community. Above `MOST` nodes those with most links are drawn, and the page says how
        many were left out. Places are computed here; nothing moves by itself.
    title
        Heading, in one language or as (zh, en).
    lang
        Language shown first, ``"zh"`` or ``"en"``; the page carries both.
    home
        Whether an ``index.html`` lies beside it, to which the page leads back.

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
    heading = Both(*map(clean, title)) if isinstance(title, tuple) else Both(clean(title), clean(title))
    if len(kept) > FULL:
        attributes = {ids[node]: graph.nodes[node] for node in kept}
        frame = framed(heading, _notice(graph, shown), lang, home)
        return _grouped(names, kinds, links, attributes, frame)
    looks = {kind: f"kind-{number}" for number, kind in enumerate(sorted(set(kinds.values())))}
    at = places(sorted(names), links)
    labels = {node: Both(*("\n".join(wrapped(text, 11.4)) for text in name)) for node, name in names.items()}
    whole = around([Box(x - WIDE / 2, y - 30, x + WIDE / 2, y + 30) for x, y in at.values()], margin=10)
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
            "readings": readings(name.zh for name in names.values()),
            "readable": 0.7,
            "words": {"back": Both("← 返回", "← Back"), "nothing": Both("没有找到", "Nothing found")},
        },
        **framed(heading, _notice(graph, shown), lang, home),
        under=Both(
            f"{len(names)}个节点 · {len(links)}条连线", f"{several(len(names), 'node')} | {several(len(links), 'link')}"
        ),
        kinds=[{"key": kind, "name": _kind(kind), "hue": _hue(number)} for number, kind in enumerate(looks)],
        listed=[
            {"id": node, "name": names[node], "kind": _kind(kinds[node])}
            for node in sorted(names, key=lambda one: (kinds[one], names[one]))[:_LISTED]
        ],
        unlisted=max(0, len(names) - _LISTED),
    )


def _grouped(
    names: Mapping[str, Both],
    kinds: Mapping[str, str],
    links: list[tuple[str, str]],
    attributes: Mapping[str, Mapping[str, Any]],
    frame: Mapping[str, Any],
) -> str:
    """Draw a large network as groups."""
    told = told_by(attributes)
    by = told or communities(sorted(names), links)
    called = {key: names[key] for key in by.values() if key in names}
    if not told:
        called = {key: Both(f"{name.zh} 一带", f"Around {name.en}") for key, name in called.items()}
    return grouped_page(
        "grouped.html.j2",
        names=names,
        kinds=kinds,
        links=links,
        grouped=groups(by, called, sorted(names, key=lambda node: (names[node], node))),
        states={},
        words={
            "kinds": {kind: _kind(kind) for kind in sorted(set(kinds.values()))},
            **frame,
            "under": Both(f"{len(names)}个节点", several(len(names), "node")),
            "verdict": Both("点击分组展开", "Click a group to open it"),
            "levels": [],
            "sections": [],
            "signs": SIGN,
            "states": STATE,
        },
    )


def framed(heading: Both, notice: Both | None, lang: str, home: bool) -> dict[str, Any]:
    """Say what stands around every map."""
    return {
        "lang": lang,
        "home": home,
        "title": heading,
        "notice": notice,
        "skip": Both("跳到列表", "Skip to the list"),
        "print": Both("打印", "Print"),
        "keys": Both("方向键选择，回车打开，Esc 返回。", "Arrow keys choose, Enter opens, Esc goes back."),
        "frames": [{"key": "all", "name": Both("全图", "All")}],
    }


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


def _node(node: str, at: tuple[float, float], label: Both, look: str) -> dict[str, Any]:
    return {
        "id": node,
        "label": label.zh,
        "shape": "box",
        "look": look,
        "x": at[0],
        "y": at[1],
        "widthConstraint": {"minimum": WIDE - 14},
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

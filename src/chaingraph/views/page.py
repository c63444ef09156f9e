"""Network pages (网络图页): the only module that knows pyvis, and of pyvis only its network and its options."""

import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any, Final

from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from chaingraph.views import onefile
from chaingraph.views.bilingual import Both

__all__ = ["FONT", "network_page"]

FONT: Final = '"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif'

_MAP: Final = ("language", "card", "lanes", "map", "steering", "print", "search")
_VIS: Final = files("pyvis").joinpath("templates", "lib", "vis-9.1.2")
_PICTURED: Final = re.compile(r"[^{}]*\{[^{}]*url\([^{}]*\}")
_SOURCE_MAP: Final = re.compile(r"//# sourceMappingURL=\S*\s*$")


class _Canvas(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network with fixed positions that is written by our template."""

    def __init__(self) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.toggle_physics(False)
        self.options.interaction.dragNodes = False
        self.options.interaction.hover = True
        self.options.interaction.tooltipDelay = 3_600_000
        self.options.nodes = {"margin": {"top": 5, "bottom": 5, "left": 7, "right": 7}, "chosen": False}
        self.options.edges.color.inherit = False
        self.options.edges.smooth.type = "cubicBezier"
        self.options.edges.smooth.forceDirection = "horizontal"
        self.options.edges.smooth.roundness = 0.45

    def put_node(self, *, id: str, label: str, shape: str, **look: object) -> None:  # noqa: A002
        """Add a node; the caller vouches that its id is new (pyvis looks through all others)."""
        node = Node(id, shape, label, **look).options
        self.nodes.append(node)
        self.node_ids.append(id)
        self.node_map[id] = node

    def put_edge(self, *, start: str, end: str, **look: object) -> None:
        """Add an edge; the caller vouches that both ends are there."""
        self.edges.append(Edge(start, end, self.directed, **look).options)

    def generate_html(  # noqa: PLR0913 (the first three are pyvis')
        self,
        name: str = "index.html",  # noqa: ARG002
        local: bool = True,  # noqa: ARG002
        notebook: bool = False,  # noqa: ARG002
        *,
        template: str,
        data: Mapping[str, object],
        scripts: Iterable[str],
        styles: Iterable[str],
        values: Mapping[str, object],
    ) -> onefile.Page:
        """Write the page by our template: nothing from outside, no text of the data as code."""
        nodes, edges, _, _, _, options = self.get_network_data()
        network = {"nodes": nodes, "edges": edges, "options": json.loads(options)}
        return onefile.page(
            template,
            data={**data, "network": network},
            scripts=[_script(), *scripts],
            styles=[_style(), *styles],
            **values,
        )


def network_page(
    template: str,
    *,
    nodes: Iterable[Mapping[str, Any]],
    edges: Iterable[Mapping[str, Any]],
    data: Mapping[str, object],
    base: Iterable[str] = _MAP,
    scripts: Iterable[str] = (),
    **values: object,
) -> onefile.Page:
    """Write a page with a network whose positions are given.

    Parameters
    ----------
    template
        Name of a file under ``templates/``; it extends ``map.html.j2``.
    nodes
        Each with ``id`` (no two alike), ``label``, ``shape``, ``x``, ``y`` [px] and other options of vis-network.
    edges
        Each with ``start``, ``end`` and other options of vis-network.
    data
        What ``map.js`` reads besides the network; texts in two languages are `Both`.
    base, scripts
        Scripts under ``static/`` by name, in the order they run: those of the map, and further ones.
    values
        What the template shows.
    """
    texts: dict[Both, int] = {}
    numbered = _numbered(data, texts)
    canvas = _Canvas()
    for node in nodes:
        canvas.put_node(**_numbered(node, texts))
    for edge in edges:
        canvas.put_edge(**edge)
    return canvas.generate_html(
        template=template,
        data={**numbered, "texts": list(texts)},
        scripts=[onefile.static(f"{name}.js") for name in (*base, *scripts)],
        styles=[onefile.static("page.css"), onefile.static("map.css")],
        values=values,
    )


def _numbered(value: Any, texts: dict[Both, int]) -> Any:
    """Replace every text in two languages by its number, so that a page carries it once."""
    match value:
        case Both():
            return texts.setdefault(value, len(texts))
        case Mapping():
            return {key: _numbered(part, texts) for key, part in value.items()}
        case list() | tuple():
            return [_numbered(part, texts) for part in value]
        case _:
            return value


def _script() -> str:
    """Read vis-network, without the pointer to a source map that a browser's tools would fetch."""
    return _SOURCE_MAP.sub("", _VIS.joinpath("vis-network.min.js").read_text(encoding="utf-8"))


def _style() -> str:
    """Read vis-network's style sheet, without the pictures of buttons that no page of ours shows."""
    return _PICTURED.sub("", _VIS.joinpath("vis-network.css").read_text(encoding="utf-8"))

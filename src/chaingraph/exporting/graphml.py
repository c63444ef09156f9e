"""Graphs as GraphML (GraphML 导出), for Gephi, Cytoscape, yEd, igraph and NetworkX.

References
----------
.. [1] U. Brandes et al., "GraphML Progress Report", Graph Drawing 2001, LNCS 2265, 501-512.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import networkx as nx
from rdflib import Dataset

from chaingraph.findings import as_text
from chaingraph.graphs import chain_graph, supply_graph

__all__ = ["graphml", "written"]

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)
_FOREIGN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Values = Mapping[str, Any]


def graphml(face: Dataset, *, chain: str | None = None, as_of: str | None = None) -> Iterator[str]:
    """Yield the supply graph of a store, or the graph of one chain, as GraphML."""
    found = chain_graph(face, chain, as_of=as_of) if chain else supply_graph(face, as_of=as_of)
    return written(found)


def written(graph: nx.DiGraph) -> Iterator[str]:
    """Yield a graph as GraphML, nodes and edges in order.

    Numbers and truth values keep their type; several values are joined by ``"; "``; what is None or empty is left out.
    An edge of a multigraph has its key as its id.
    """
    nodes = sorted(graph.nodes(data=True), key=lambda item: item[0])
    edges = sorted(_edges(graph), key=lambda item: item[:3])
    keys = {
        **_keys("node", (data for _, data in nodes)),
        **_keys("edge", (data for *_, data in edges)),
    }
    yield _HEAD
    for (target, name), (key, kind) in keys.items():
        yield f'<key id="{key}" for="{target}" attr.name={quoteattr(name)} attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node, data in nodes:
        yield f"<node id={_quoted(node)}>{_data('node', data, keys)}</node>\n"
    for start, end, key, data in edges:
        named = f"id={_quoted(key)} " if key else ""
        yield f"<edge {named}source={_quoted(start)} target={_quoted(end)}>{_data('edge', data, keys)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _edges(graph: nx.DiGraph) -> Iterator[tuple[str, str, str, Values]]:
    if graph.is_multigraph():
        yield from graph.edges(keys=True, data=True)
    else:
        yield from ((start, end, "", data) for start, end, data in graph.edges(data=True))


def _keys(target: str, found: Iterable[Values]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return id and type of each attribute: of all its values, ``string`` where they differ."""
    kinds: dict[str, set[str]] = {}
    for data in found:
        for name, value in data.items():
            if (flat := _flat(value)) is not None:
                kinds.setdefault(name, set()).add(_kind(flat))
    return {(target, name): (f"{target}-{number}", _common(kinds[name])) for number, name in enumerate(sorted(kinds))}


def _kind(value: str | float) -> str:
    return {bool: "boolean", int: "long", float: "double"}.get(type(value), "string")


def _common(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"long", "double"} else "string"


def _flat(value: Any) -> Any:
    """Return a value as GraphML knows it: a number, a truth value or a text; None for nothing."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        parts = [f"{key}={text}" for key, one in value.items() if (text := _text(one))]
        return " ".join(parts) or None
    if isinstance(value, frozenset | set):
        value = sorted(value)
    if isinstance(value, list | tuple):
        return "; ".join(text for one in value if (text := _text(one))) or None
    return str(value) or None


def _text(value: Any) -> str:
    flat = _flat(value)
    return "" if flat is None else as_text(flat)


def _data(target: str, data: Values, keys: Mapping[tuple[str, str], tuple[str, str]]) -> str:
    parts = []
    for name in sorted(data):
        flat = _flat(data[name])
        if flat is not None:
            text = escape(_FOREIGN.sub("\ufffd", as_text(flat)))
            parts.append(f'<data key="{keys[target, name][0]}">{text}</data>')
    return "".join(parts)


def _quoted(text: str) -> str:
    return quoteattr(_FOREIGN.sub("\ufffd", text))

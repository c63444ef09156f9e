"""What a graph carries (图的属性约定): the attributes of nodes, edges and graphs that analyses and views rely on.

A **chain graph** is a `networkx.DiGraph` in which material flows along the edges::

    product --alternative--> requirement --requires--> recipe --output--> product
    special product --kind_of--> more general product

A **supply graph** is a `networkx.MultiDiGraph` from supplier to customer, one edge per statement.
Things are CURIEs such as ``product:separator``; evidence is a sorted tuple of row CURIEs.

Both graphs may carry ``graph["within"]``: for every place the places that contain it. Without it no place is
known to contain another, so that a city's plan says nothing of its districts.
"""

from collections.abc import Iterable, Mapping, Sequence

import networkx as nx

from chaingraph.errors import ContractError
from chaingraph.records import Completeness, Input, Maker, Participant, Reading, Segment, Shortage, Supply
from chaingraph.shared import shared

__all__ = [
    "KINDS",
    "ROLES",
    "STATUSES",
    "Completeness",
    "ContractError",
    "Input",
    "Maker",
    "Participant",
    "Reading",
    "Segment",
    "Shortage",
    "Supply",
    "require",
    "require_chain",
    "require_region",
]

KINDS = ("product", "requirement", "recipe")
"""Kinds of node in a chain graph."""

ROLES = {
    "alternative": ("product", "requirement"),
    "requires": ("requirement", "recipe"),
    "output": ("recipe", "product"),
    "kind_of": ("product", "product"),
}
"""Roles of an edge in a chain graph, each with the kinds of node it links."""

STATUSES = ("measured", "reported", "planned", "assumed")
"""Statuses of a statement, the firmest first."""


_RIGHT = {  # attribute: what would be right, in Chinese and in English
    "kind": ("product、requirement 或 recipe", "one of product, requirement, recipe"),
    "makers": ("Maker 元组，无人生产则为空", "a tuple of Maker, empty when nobody is known to make it"),
    "shortages": ("Shortage 元组，可为空", "a tuple of Shortage, empty when none is stated"),
    "complete": (
        "Completeness 元组，可为空",
        "a tuple of Completeness, empty when nothing is declared complete",
    ),
    "essential": ("True 或 False", "True or False"),
    "places": ("地点及其上级的 frozenset，不明则为空", "a frozenset of places with all containing places"),
    "role": (
        "与两端类型相符的 alternative、requires、output 或 kind_of",
        "the role that links these kinds (ROLES)",
    ),
    "evidence": ("已排序的行 CURIE 元组", "a sorted tuple of row CURIEs, empty when there is none"),
    "status": ("measured、reported、planned 或 assumed", "one of measured, reported, planned, assumed"),
    "searched": ("检索过的文档元组", "a tuple of the documents that were searched"),
    "segments": ("环节到其属性的映射", "a mapping from each segment to a Segment"),
    "products": ("图中的产品", "products that are nodes of the graph"),
    "within": ("graph['within'] 中的地点", "a place among the keys of graph['within']"),
}
_CARRIER = {"makers": "product", "shortages": "product", "complete": "product", "essential": "requirement"}


@shared
def require(
    graph: nx.DiGraph,
    *,
    node: Sequence[str] = (),
    edge: Sequence[str] = (),
    graph_keys: Sequence[str] = (),
) -> None:
    """Refuse a graph that lacks attributes.

    Parameters
    ----------
    graph
        Any NetworkX graph.
    node
        Attributes wanted on each node; one that only products (or requirements) carry is wanted on those.
    edge
        Attributes wanted on each edge.
    graph_keys
        Keys wanted in ``graph.graph``.

    Raises
    ------
    ContractError
        At the first lack, saying where, what, and what would be right.

    Examples
    --------
    >>> require(nx.DiGraph(), graph_keys=("searched",))
    Traceback (most recent call last):
    chaingraph.errors.ContractError: graph: no 'searched'; give a tuple of the documents that were searched.
    """
    _have("graph", graph.graph, graph_keys)
    wanted = {kind: {key for key in node if _CARRIER.get(key, kind) == kind} for kind in (None, *KINDS)}
    for name, data in graph.nodes(data=True):
        if not data.keys() >= wanted.get(data.get("kind"), wanted[None]):
            _have(f"node {name}", data, sorted(wanted.get(data.get("kind"), wanted[None])))
    several = graph.is_multigraph()
    for tail, heads in graph.adjacency() if edge else ():
        for head, found in heads.items():
            for data in found.values() if several else (found,):
                for key in edge:
                    if key not in data:
                        _have(f"edge {tail} → {head}", data, edge)


def _have(where: str, data: Mapping[str, object], keys: Iterable[str]) -> None:
    for key in keys:
        if key not in data:
            zh, en = _RIGHT.get(key, ("一个值", "it a value"))
            raise ContractError.of(where, zh=f"缺 {key!r}；应为{zh}。", en=f"no {key!r}; give {en}.")


@shared
def require_chain(chain: nx.DiGraph, *, region: str | None = None) -> None:
    """Refuse a graph that is no chain graph, or a region that the graph does not know.

    Parameters
    ----------
    chain
        Graph to check.
    region
        A place; refused when ``graph["within"]`` is given and lacks it. None: not checked.

    Raises
    ------
    ContractError
        At the first fault, saying where, what, and what would be right.
    """
    require(
        chain,
        node=("kind", "makers", "shortages", "complete", "essential"),
        edge=("role", "evidence", "status"),
        graph_keys=("segments", "searched"),
    )
    kinds: dict[str, str] = dict(chain.nodes(data="kind"))
    for name, kind in kinds.items():
        if kind not in KINDS:
            _refuse(f"node {name}", "kind", repr(kind))
    for tail, head, role in chain.edges(data="role"):
        if ROLES.get(role) != (kinds[tail], kinds[head]):
            _refuse(f"edge {tail} → {head}", "role", f"{role!r} ({kinds[tail]} → {kinds[head]})")
    for name, segment in chain.graph["segments"].items():
        for product in segment["products"]:
            if kinds.get(product) != "product":
                _refuse(f"segment {name}", "products", product)
    require_region(chain, region)


def require_region(graph: nx.DiGraph, region: str | None) -> None:
    """Refuse a region that ``graph["within"]``, when given, does not know.

    Parameters
    ----------
    graph
        Chain graph or supply graph.
    region
        A place, or None.

    Raises
    ------
    ContractError
        When the region is not among the keys of ``graph["within"]``.
    """
    within = graph.graph.get("within")
    if within and region is not None and region not in within:
        _refuse(f"region {region}", "within", region)


def _refuse(where: str, key: str, what: str) -> None:
    zh, en = _RIGHT[key]
    raise ContractError.of(where, zh=f"{key} 为 {what}；应为{zh}。", en=f"{key} is {what}; give {en}.")

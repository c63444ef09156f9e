"""Products (产品): all products of a store with their kinds and recipes, and which of them belong to a chain."""

from collections.abc import Iterable
from typing import Any

import networkx as nx
from rdflib import Dataset

from chaingraph.graphs.rows import local, number, once, rows
from chaingraph.model import STATUSES, Segment
from chaingraph.queries import Row

__all__ = ["product_graph", "products_of"]


def product_graph(face: Dataset) -> nx.DiGraph:
    """Return all products with their kinds and recipes; nobody makes them yet. Inside `shared_rows` not to be changed."""
    graph: nx.DiGraph = once(face, "product graph", lambda: _recipes(face, _products(face)))
    return graph


def _products(face: Dataset) -> nx.DiGraph:
    graph = nx.DiGraph()
    for row in rows(face, "products"):
        graph.add_node(
            row["product"], kind="product", makers=(), shortages=(), complete=(), segments=(),
            material=row["material"] or "cg:Product",
        )  # fmt: skip
    for row in rows(face, "kinds"):
        _link(graph, row["product"], row["general"], row, role="kind_of")
    return graph


def _recipes(face: Dataset, graph: nx.DiGraph) -> nx.DiGraph:
    for row in rows(face, "recipes"):
        recipe = row["recipe"]
        before = graph.nodes[recipe]["evidence"] if recipe in graph else ()
        evidence = tuple(sorted({*before, str(row["source"])}))
        graph.add_node(recipe, kind="recipe", status=local(row["status"]), evidence=evidence)
        _link(graph, recipe, row["output"], row, role="output")
    for row in rows(face, "inputs"):
        requirement = row["requirement"]
        graph.add_node(requirement, kind="requirement", essential=row["essential"] != "false")
        rank = int(row["rank"]) if row["rank"] else None
        amount = {"quantity": number(row["quantity"]), "unit": row["unit"]} if row["quantity"] else {}
        _link(graph, row["product"], requirement, row, role="alternative", rank=rank, **amount)
        _link(graph, requirement, row["recipe"], row, role="requires")
    return graph


def _link(graph: nx.DiGraph, tail: str | None, head: str | None, row: Row, **attributes: Any) -> None:
    """Add an edge, or to the one that is there further evidence; the firmest status and the first rank hold."""
    old = graph.edges[tail, head] if graph.has_edge(tail, head) else {}
    evidence = tuple(sorted({*old.get("evidence", ()), str(row["source"])}))
    status = min(local(row["status"]), old.get("status", "assumed"), key=STATUSES.index)
    if "rank" in attributes:
        ranks = [rank for rank in (attributes["rank"], old.get("rank")) if rank is not None]
        attributes["rank"] = min(ranks, default=None)
    graph.add_edge(tail, head, evidence=evidence, status=status, **attributes)


def products_of(whole: nx.DiGraph, segments: Iterable[Segment]) -> nx.DiGraph:
    """Return the part of the product graph that belongs to a chain, as a graph of its own."""
    inside = _scope(whole, segments)
    graph = nx.DiGraph()
    graph.add_nodes_from((name, data) for name, data in whole.nodes(data=True) if name in inside)
    graph.add_edges_from(
        (tail, head, data)
        for tail, heads in whole.adjacency()
        if tail in inside
        for head, data in heads.items()
        if head in inside
    )
    return graph


def _scope(whole: nx.DiGraph, segments: Iterable[Segment]) -> set[str]:
    """Return what belongs to a chain: its products and their kinds, and all that flows into them."""
    found: set[str] = set()
    front = [product for segment in segments for product in segment["products"]]
    while front:
        node = front.pop()
        if node not in found:
            found.add(node)
            front.extend(whole.predecessors(node))
    front = [node for node in found if whole.nodes[node]["kind"] == "product"]
    while front:
        for above in whole.successors(front.pop()):
            if above not in found and whole.nodes[above]["kind"] == "product":
                found.add(above)
                front.append(above)
    return found

"""Supplies on record in a chain graph (供应记录): who delivers its products to whom, and who is thereby a source of them."""

from collections.abc import Mapping
from typing import TypeAlias

import networkx as nx
from rdflib import Dataset

from chaingraph.cells import split
from chaingraph.graphs.rows import local, once
from chaingraph.graphs.supply import holding_supplies
from chaingraph.model import Maker, Supply

__all__ = ["add_supplies"]

_Traded: TypeAlias = tuple[Supply, Maker | None]
"""A supply, and its supplier as a source of the product; None: it has ended."""


def add_supplies(
    face: Dataset, graph: nx.DiGraph, within: Mapping[str, frozenset[str]], unnamed: set[str], as_of: str | None
) -> None:
    """Put the supplies of the graph's products on the graph, and the suppliers that still deliver among the makers.

    A supplier on record is a source of the product where it is, like a maker: a region that has one has the product
    at hand. Whether it makes the product itself the statement leaves open, hence ``basis="supplies"``; one that is
    already said to make it gets no second entry.
    """
    by_product: dict[str, list[_Traded]] = once(
        face, f"supplies as of {as_of}", lambda: _by_product(face, within, unnamed, as_of)
    )
    found: list[Supply] = []
    for product in sorted(by_product.keys() & set(graph)):
        known = {maker.enterprise for maker in graph.nodes[product]["makers"] if maker.stage == "producing"}
        found.extend(supply for supply, _ in by_product[product])
        graph.nodes[product]["makers"] += tuple(
            source for _, source in by_product[product] if source and source.enterprise not in known
        )
    graph.graph["supplies"] = tuple(sorted(found, key=lambda one: (one.evidence, one.product)))


def _by_product(
    face: Dataset, within: Mapping[str, frozenset[str]], unnamed: set[str], as_of: str | None
) -> dict[str, list[_Traded]]:
    """Return the supplies of each product by row; planned ones bring nothing yet."""
    holding, ended = holding_supplies(face, as_of=as_of)
    found: dict[str, list[_Traded]] = {}
    both = [*((row, False) for row in holding), *((row, True) for row in ended)]
    for row, over in sorted(both, key=lambda one: one[0]["source"]):
        if local(row["status"]) != "planned":
            source = None if over else _source(row, within, unnamed)
            for product in split(row["product"]):
                found.setdefault(product, []).append((_supply(row, product, within, over), source))
    return found


def _supply(row: Mapping[str, str], product: str, within: Mapping[str, frozenset[str]], over: bool) -> Supply:
    return Supply(
        supplier=row["supplier"],
        customer=row["customer"],
        product=product,
        supplier_places=within.get(row["supplier"], frozenset()),
        customer_places=within.get(row["customer"], frozenset()),
        ended=over,
        evidence=(row["source"],),
    )


def _source(row: Mapping[str, str], within: Mapping[str, frozenset[str]], unnamed: set[str]) -> Maker:
    return Maker(
        enterprise=row["supplier"],
        places=within.get(row["supplier"], frozenset()),
        status=local(row["status"]),
        as_of=row["as_of"] or None,
        basis="supplies",
        unnamed=row["supplier"] in unnamed,
        evidence=(row["source"],),
    )

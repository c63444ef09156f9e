"""Supplies on record in a chain graph (供应记录): who delivers its products to whom, and who is thereby a source of them."""

from collections.abc import Mapping

import networkx as nx
from rdflib import Dataset

from chaingraph.cells import split
from chaingraph.graphs.rows import local, once
from chaingraph.graphs.supply import holding_supplies
from chaingraph.model import Maker, Supply

__all__ = ["add_supplies"]


def add_supplies(
    face: Dataset, graph: nx.DiGraph, within: Mapping[str, frozenset[str]], unnamed: set[str], as_of: str | None
) -> None:
    """Put the supplies of the graph's products on the graph, and the suppliers that still deliver among the makers.

    A supplier on record is a source of the product where it is, like a maker: a region that has one has the product
    at hand. Whether it makes the product itself the statement leaves open, hence ``basis="supplies"``; one that is
    already said to make it gets no second entry.
    """
    by_product = once(face, f"supplies as of {as_of}", lambda: _by_product(face, as_of))
    found: list[tuple[str, Supply]] = []
    for product in sorted(by_product.keys() & set(graph)):
        known = {maker.enterprise for maker in graph.nodes[product]["makers"] if maker.stage == "producing"}
        sources = []
        for row, over in by_product[product]:
            supplier, customer = row["supplier"], row["customer"]
            places = within.get(supplier, frozenset())
            supply = Supply(
                supplier=supplier,
                customer=customer,
                product=product,
                supplier_places=places,
                customer_places=within.get(customer, frozenset()),
                ended=over,
                evidence=(row["source"],),
            )
            found.append((row["source"], supply))
            if not over and supplier not in known:
                sources.append(
                    Maker(
                        enterprise=supplier,
                        places=places,
                        status=local(row["status"]),
                        as_of=row["as_of"] or None,
                        basis="supplies",
                        unnamed=supplier in unnamed,
                        evidence=(row["source"],),
                    )
                )
        graph.nodes[product]["makers"] += tuple(sources)
    graph.graph["supplies"] = tuple(supply for _, supply in sorted(found, key=lambda one: (one[0], one[1].product)))


def _by_product(face: Dataset, as_of: str | None) -> dict[str, list[tuple[dict[str, str], bool]]]:
    """Return the supplies of each product by row, and whether they have ended; planned ones bring nothing yet."""
    holding, ended = holding_supplies(face, as_of=as_of)
    found: dict[str, list[tuple[dict[str, str], bool]]] = {}
    both = [*((row, False) for row in holding), *((row, True) for row in ended)]
    for row, over in sorted(both, key=lambda one: one[0]["source"]):
        if local(row["status"]) != "planned":
            for product in split(row["product"]):
                found.setdefault(product, []).append((row, over))
    return found

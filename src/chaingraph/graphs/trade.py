"""Supplies on record in a chain graph (供应记录): who delivers its products to whom, and who is thereby a source of them."""

from collections.abc import Mapping

import networkx as nx
from rdflib import Dataset

from chaingraph.cells import split
from chaingraph.graphs.rows import local
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
    holding, ended = holding_supplies(face, as_of=as_of)
    past = {row["source"] for row in ended}
    found = []
    for row in sorted([*holding, *ended], key=lambda row: row["source"]):
        products = [product for product in split(row["product"]) if product in graph]
        over = row["source"] in past
        if local(row["status"]) == "planned":  # a supply that is only intended brings nothing yet
            continue
        supplier, customer = row["supplier"], row["customer"]
        for product in products:
            found.append(
                Supply(
                    supplier=supplier,
                    customer=customer,
                    product=product,
                    supplier_places=within.get(supplier, frozenset()),
                    customer_places=within.get(customer, frozenset()),
                    ended=over,
                    evidence=(row["source"],),
                )
            )
            known = {maker.enterprise for maker in graph.nodes[product]["makers"] if maker.stage == "producing"}
            if not over and supplier not in known:
                graph.nodes[product]["makers"] += (
                    Maker(
                        enterprise=supplier,
                        places=within.get(supplier, frozenset()),
                        status=local(row["status"]),
                        as_of=row["as_of"] or None,
                        basis="supplies",
                        unnamed=supplier in unnamed,
                        evidence=(row["source"],),
                    ),
                )
    graph.graph["supplies"] = tuple(found)

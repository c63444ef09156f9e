"""Makers and supplies on record in a chain graph (供应记录): who makes its products, and who delivers them to whom."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

import networkx as nx
from rdflib import Dataset

from chaingraph.cells import split
from chaingraph.graphs.makers import makers_by_product
from chaingraph.graphs.rows import local, once
from chaingraph.graphs.supply import holding_supplies
from chaingraph.model import Maker, Supply

__all__ = ["add_makers"]

_NOWHERE: Final[frozenset[str]] = frozenset()


class _Trade(NamedTuple):
    """All supplies by row and product, and the makers of each product with the suppliers that still deliver it."""

    supplies: tuple[Supply, ...]
    makers: Mapping[str, tuple[Maker, ...]]
    named: Mapping[str, frozenset[str]]  # by product: enterprises, places and units that the two speak of


def add_makers(
    face: Dataset, graph: nx.DiGraph, within: Mapping[str, frozenset[str]], unnamed: set[str], as_of: str | None
) -> set[str]:
    """Put the supplies of the graph's products on the graph; on the products their makers and who still delivers them.

    A supplier on record is a source of the product where it is, like a maker: a region that has one has the product
    at hand. Whether it makes the product itself the statement leaves open, hence ``basis="supplies"``; one that is
    already said to make it gets no second entry. What they speak of is returned: enterprises, places and units.
    """
    trade: _Trade = once(face, f"supplies as of {as_of}", lambda: _trade(face, within, unnamed, as_of))
    products = set(graph)
    for product in trade.makers.keys() & products:
        graph.nodes[product]["makers"] = trade.makers[product]
    graph.graph["supplies"] = tuple(one for one in trade.supplies if one.product in products)
    return set().union(*(trade.named[product] for product in trade.named.keys() & products))


def _trade(face: Dataset, within: Mapping[str, frozenset[str]], unnamed: set[str], as_of: str | None) -> _Trade:
    """Return the supplies and makers of all products; planned supplies bring nothing yet."""
    makers = makers_by_product(face, within, unnamed, as_of)
    producing = {
        product: {maker.enterprise for maker in many if maker.stage == "producing"} for product, many in makers.items()
    }
    holding, ended = holding_supplies(face, as_of=as_of)
    over = {row["source"] for row in ended}
    supplies: list[Supply] = []
    further: dict[str, list[Maker]] = {}
    for row in sorted((*holding, *ended), key=itemgetter("source")):
        if local(row["status"]) == "planned":
            continue
        supplier, gone, source = row["supplier"], row["source"] in over, None
        for product in sorted(split(row["product"])):
            supplies.append(_supply(row, product, within, gone))
            if not gone and supplier not in producing.get(product, ()):
                source = source or _source(row, within, unnamed)
                further.setdefault(product, []).append(source)
    every = {product: (*makers.get(product, ()), *further.get(product, ())) for product in {*makers, *further}}
    return _Trade(tuple(supplies), every, _named(supplies, every))


def _named(supplies: Sequence[Supply], makers: Mapping[str, Sequence[Maker]]) -> dict[str, frozenset[str]]:
    named: dict[str, set[str]] = {product: set() for product in makers}
    for one in supplies:
        named.setdefault(one.product, set()).update((one.supplier, one.customer))
    for product, many in makers.items():
        named[product].update(maker.enterprise for maker in many)
        named[product].update(maker.unit for maker in many if maker.unit)
        named[product].update(*{maker.places for maker in many})
    return {product: frozenset(found) for product, found in named.items()}


def _supply(row: Mapping[str, str], product: str, within: Mapping[str, frozenset[str]], over: bool) -> Supply:
    supplier, customer = row["supplier"], row["customer"]
    return Supply(
        supplier=supplier,
        customer=customer,
        product=product,
        supplier_places=within.get(supplier, _NOWHERE),
        customer_places=within.get(customer, _NOWHERE),
        ended=over,
        evidence=(row["source"],),
    )


def _source(row: Mapping[str, str], within: Mapping[str, frozenset[str]], unnamed: set[str]) -> Maker:
    return Maker(
        enterprise=row["supplier"],
        places=within.get(row["supplier"], frozenset()),
        status=local(row["status"]),
        valid_from=row["valid_from"] or None,
        as_of=row["as_of"] or None,
        basis="supplies",
        unnamed=row["supplier"] in unnamed,
        evidence=(row["source"],),
    )

"""Wanted inputs (所需投入): what the makers of a chain surely need, whether or not a purchase of it is on record."""

from collections.abc import Collection
from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.kinds import general_kinds, special_kinds
from chaingraph.analysis.made import produces
from chaingraph.analysis.wiring import before

__all__ = ["Wanted", "wanted_inputs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One essential input of what one enterprise makes."""

    customer: str
    places: frozenset[str]  # where it makes it, with every containing place; empty: unknown
    products: frozenset[str]  # any one of them meets it


def wanted_inputs(chain: nx.DiGraph) -> tuple[Wanted, ...]:
    """Return what producing makers need by the recipes of a chain, each input of an enterprise once.

    An essential requirement of a recipe of the product, or of a more general kind of it, counts; where a product has
    several recipes, only what all of them require. Any alternative of the requirement, or a special kind of one, meets
    it. That a recipe is assumed, so that the need is, shows in `chaingraph.analysis.missing`; here it counts like others.

    Returns
    -------
    tuple of Wanted
        By customer, then by products.
    """
    places: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}
    for product, makers in sorted(chain.nodes(data="makers")):
        producing = [each for each in makers or () if produces(each)]
        for products in _inputs(chain, product) if producing else ():
            for maker in producing:
                key = maker.enterprise, products
                places[key] = places.get(key, frozenset()) | maker.places
    return tuple(
        Wanted(customer=customer, places=where, products=frozenset(products))
        for (customer, products), where in sorted(places.items())
    )


def _inputs(chain: nx.DiGraph, product: str) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for kind in general_kinds(chain, product):
        recipes = [_required(chain, before(chain, recipe, "requires")) for recipe in before(chain, kind, "output")]
        found |= set.intersection(*recipes) if recipes else set()
    return found


def _required(chain: nx.DiGraph, requirements: Collection[str]) -> set[tuple[str, ...]]:
    return {
        tuple(sorted({kind for each in before(chain, name, "alternative") for kind in special_kinds(chain, each)}))
        for name in requirements
        if chain.nodes[name]["essential"]
    }

"""Input needs (投入需求): which purchases on record meet which requirement of what the customer makes."""

from collections.abc import Iterable, Mapping

import networkx as nx
from rdflib import Dataset

from chaingraph.graphs.makers import makers_by_product
from chaingraph.graphs.rows import rows, within

__all__ = ["input_needs"]

Needs = dict[tuple[str, str], tuple[str, bool]]


def input_needs(face: Dataset, supply: nx.MultiDiGraph, *, as_of: str | None = None) -> Needs:
    """Return for pairs of customer and product bought the requirement that it meets there, and whether that is essential.

    A product meets a requirement when it, or a more general kind of it, is one of its alternatives; the requirement counts for
    whoever makes or supplies what its recipe yields, or a special kind of that. Where several fit, an essential one
    goes first, then the first by name. Pairs of which no recipe says anything are left out.

    Parameters
    ----------
    supply
        Supply graph of the same store.
    as_of
        Day, month or year of the statements of making; None: those that have not ended.
    """
    above: dict[str, set[str]] = {}
    for row in rows(face, "kinds"):
        above.setdefault(str(row["product"]), set()).add(str(row["general"]))
    outputs: dict[str, set[str]] = {}
    for row in rows(face, "recipes"):
        outputs.setdefault(str(row["recipe"]), set()).add(str(row["output"]))
    uses: dict[str, set[tuple[bool, str, str]]] = {}
    for row in rows(face, "inputs"):
        optional = row["essential"] == "false"
        uses.setdefault(str(row["product"]), set()).add((optional, str(row["requirement"]), str(row["recipe"])))
    makes = _made(face, supply, as_of)
    found: Needs = {}
    for customer in sorted(supply):
        bought = {each for _, _, data in supply.in_edges(customer, data=True) for each in data["products"]}
        yields = _with_general(makes.get(customer, ()), above) if bought else set()
        for product in sorted(bought):
            fitting = [
                (optional, requirement)
                for kind in _with_general([product], above)
                for optional, requirement, recipe in uses.get(kind, ())
                if outputs.get(recipe, set()) & yields
            ]
            if fitting:
                optional, requirement = min(fitting)
                found[customer, product] = requirement, not optional
    return found


def _made(face: Dataset, supply: nx.MultiDiGraph, as_of: str | None) -> dict[str, set[str]]:
    """Return what each enterprise of the supply graph makes or supplies."""
    made: dict[str, set[str]] = {}
    for supplier, _, data in supply.edges(data=True):
        made.setdefault(supplier, set()).update(data["products"])
    unnamed = {str(row["enterprise"]) for row in rows(face, "unnamed")}
    for product, makers in makers_by_product(face, within(face), unnamed, as_of).items():
        for maker in makers:
            if maker.enterprise in supply and maker.stage == "producing":
                made.setdefault(maker.enterprise, set()).add(product)
    return made


def _with_general(products: Iterable[str], above: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    front = list(products)
    while front:
        one = front.pop()
        if one not in found:
            found.add(one)
            front.extend(above.get(one, ()))
    return found

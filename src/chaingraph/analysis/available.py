"""Availability (可得性): what could be built up from what is made here or given, and what stops the rest."""

from collections.abc import Iterable

import networkx as nx

from chaingraph.analysis.kinds import more_general
from chaingraph.analysis.made import made_here
from chaingraph.model import ContractError, require_chain

__all__ = ["available", "blocked"]


def available(chain: nx.DiGraph, *, region: str | None = None, given: Iterable[str] = ()) -> dict[str, int]:
    """Find the products that could be built up, by least fixpoint.

    A requirement is met by any of its alternatives, a recipe works when all its essential requirements are met,
    its outputs are then available, and so is every product of which an available one is a kind. Least fixpoint:
    a product in a cycle (recycling) is available only when something outside the cycle starts it. Linear in the
    size of the graph [1]_; the same as B-reachability in a directed hypergraph [2]_.

    A recipe without an essential requirement never works: nothing says what would suffice.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Products that a maker produces there are available from the start; None: only what is given.
    given
        Further products available from the start, such as imports.

    Returns
    -------
    dict of str to int
        Round in which each available product becomes so [-]; 0: made in the region, given, or more general than
        such a one. In the order of round, then name.

    Raises
    ------
    ContractError
        When the graph breaks its contract, or a given product is none of the graph.

    References
    ----------
    .. [1] W. F. Dowling, J. H. Gallier, "Linear-time algorithms for testing the satisfiability of propositional
       Horn formulae", Journal of Logic Programming 1 (1984) 267.
    .. [2] G. Gallo, G. Longo, S. Nguyen, S. Pallottino, "Directed hypergraphs and applications", Discrete Applied
       Mathematics 42 (1993) 177.
    """
    require_chain(chain, region=region)
    found, _ = _spread(chain, _start(chain, region, given))
    return dict(sorted(found.items(), key=lambda item: (item[1], item[0])))


def blocked(chain: nx.DiGraph, *, region: str | None = None, given: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Find the recipes that do not work, with what they lack.

    Parameters
    ----------
    chain, region, given
        As in `available`.

    Returns
    -------
    dict of str to tuple of str
        Unmet essential requirements by recipe, both sorted; empty for a recipe without essential requirement.
    """
    require_chain(chain, region=region)
    _, met = _spread(chain, _start(chain, region, given))
    wanted = {name: _essential(chain, name) for name, kind in sorted(chain.nodes(data="kind")) if kind == "recipe"}
    return {
        recipe: tuple(sorted(set(requirements) - met))
        for recipe, requirements in wanted.items()
        if not requirements or not met.issuperset(requirements)
    }


def _start(chain: nx.DiGraph, region: str | None, given: Iterable[str]) -> set[str]:
    start = set(given)
    for product in sorted(start):
        if product not in chain or chain.nodes[product]["kind"] != "product":
            where = f"given {product}"
            raise ContractError.of(
                where, zh="不是图中的产品；应为图中的产品。", en="no product of the graph; give one."
            )
    return start if region is None else start | set(made_here(chain, region))


def _essential(chain: nx.DiGraph, recipe: str) -> list[str]:
    return [name for name in chain.predecessors(recipe) if chain.nodes[name]["essential"]]


def _spread(chain: nx.DiGraph, start: set[str]) -> tuple[dict[str, int], set[str]]:
    """Return the round of each available product, and the met requirements."""
    found: dict[str, int] = {}
    met: set[str] = set()
    lacking: dict[str, int] = {}
    level = 0
    while start:
        worked: set[str] = set()
        stack = [product for product in start if product not in found]
        found.update(dict.fromkeys(stack, level))
        while stack:
            product = stack.pop()
            general = [kind for kind in more_general(chain, product) if kind not in found]
            found.update(dict.fromkeys(general, level))
            stack.extend(general)
            for _, requirement, role in chain.out_edges(product, data="role"):
                if role == "alternative" and requirement not in met:
                    met.add(requirement)
                    worked.update(_work(chain, requirement, lacking))
        start = {product for recipe in worked for product in chain.successors(recipe)}
        level += 1
    return found, met


def _work(chain: nx.DiGraph, requirement: str, lacking: dict[str, int]) -> list[str]:
    """Count a met requirement off its recipes; return those that now lack none."""
    if not chain.nodes[requirement]["essential"]:
        return []
    recipes = list(chain.successors(requirement))
    for recipe in recipes:
        lacking[recipe] = lacking.get(recipe, len(_essential(chain, recipe))) - 1
    return [recipe for recipe in recipes if lacking[recipe] == 0]

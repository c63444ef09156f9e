"""Local production as an AND/OR system (本地生产系统): what must work so that a region's products are made.

Keys: a product is *made* when a maker of the region works and what it *needs* is there; it is *available* when it, or
a special kind of it, is made; it needs a *route* (any recipe) for itself and for each more general kind; a recipe needs
every essential *requirement*; a requirement needs any one alternative. A recipe without an essential requirement
says nothing and is left out.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

import networkx as nx

from chaingraph.analysis.gates import Gate, Key
from chaingraph.analysis.kinds import general_kinds, more_general, more_special, with_general
from chaingraph.analysis.made import enterprises, rows
from chaingraph.model import Maker

__all__ = ["local_gates", "step_rows"]

_ALWAYS = Gate(every=True, inputs=())


def local_gates(
    chain: nx.DiGraph,
    here: Mapping[str, tuple[Maker, ...]],
    *,
    faults: Literal["enterprises", "inputs"],
    outside: Collection[str] = (),
) -> dict[Key, Gate]:
    """Write a region's production as gates.

    Parameters
    ----------
    chain
        Chain graph.
    here
        Producing makers in the region by product.
    faults
        What may fail: *enterprises* of the region (inputs with no local maker come from outside and do not), or the
        *inputs* that have no local maker (enterprises do not).
    outside
        Products that can also be had from outside the region. A requirement that one of them meets never fails.

    Returns
    -------
    dict of Key to Gate
        Roles: made, makers, needs, route, recipe, requirement, available; leaves: fault.
    """
    local = with_general(chain, here)
    gates: dict[Key, Gate] = {}
    for product in sorted(local):
        kinds = [("available", kind) for kind in more_special(chain, product) if kind in local]
        own = [("made", product)] if product in here else []
        gates["available", product] = Gate(every=False, inputs=(*own, *kinds))
    for product, makers in here.items():
        names = enterprises(makers)
        sole = len(names) == 1 and faults == "enterprises"
        gates["makers", product] = Gate(every=True, inputs=(("fault", names[0]),) if sole else ())
        gates["made", product] = Gate(every=True, inputs=(("makers", product), ("needs", product)))
    for product in sorted({kind for each in here for kind in general_kinds(chain, each)}):
        recipes = [(recipe, _essential(chain, recipe)) for recipe in _recipes(chain, product)]
        routes = [(recipe, requirements) for recipe, requirements in recipes if requirements]
        over = [("needs", kind) for kind in more_general(chain, product)]
        if routes:
            over.append(("route", product))
            gates["route", product] = Gate(
                every=False, inputs=tuple(("recipe", recipe) for recipe, _ in routes)
            )
        gates["needs", product] = Gate(every=True, inputs=tuple(over))
        for recipe, requirements in routes:
            gates["recipe", recipe] = Gate(
                every=True, inputs=tuple(("requirement", each) for each in requirements)
            )
            for requirement in requirements:
                alternatives = sorted(chain.predecessors(requirement))
                gates["requirement", requirement] = _requirement(alternatives, local, faults, outside)
    return gates


def _requirement(alternatives: list[str], local: set[str], faults: str, outside: Collection[str]) -> Gate:
    had = [("available", product) for product in alternatives if product in local]
    if any(product in outside for product in alternatives):
        return _ALWAYS
    if had:
        return Gate(every=False, inputs=tuple(had))
    return (
        _ALWAYS if faults == "enterprises" else Gate(False, tuple(("fault", each) for each in alternatives))
    )


def _recipes(chain: nx.DiGraph, product: str) -> list[str]:
    return sorted(tail for tail, _, role in chain.in_edges(product, data="role") if role == "output")


def _essential(chain: nx.DiGraph, recipe: str) -> list[str]:
    return sorted(name for name in chain.predecessors(recipe) if chain.nodes[name]["essential"])


def step_rows(
    chain: nx.DiGraph, here: Mapping[str, tuple[Maker, ...]], steps: Iterable[tuple[Key, Key]]
) -> list[tuple[str, ...]]:
    """Return the evidence of each step from one key to the key that depends on it.

    Parameters
    ----------
    chain, here
        As in `local_gates`.
    steps
        As from `chaingraph.analysis.gates.consequences`.

    Returns
    -------
    list of tuple of str
        For `chaingraph.findings.merge`.
    """
    found: list[tuple[str, ...]] = []
    for (role, tail), (after, head) in steps:
        match role, after:
            case ("available" | "fault", "requirement") | ("recipe", "route") | ("available", "available"):
                found.append(chain.edges[tail, head]["evidence"])
            case "needs", "needs":
                found.append(chain.edges[head, tail]["evidence"])
            case _, "made":
                found.extend(rows(here[head]))
    return found

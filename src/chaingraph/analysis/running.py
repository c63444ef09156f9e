"""Local production as an AND/OR system (本地生产系统): what must work so that a region's products are made.

Keys: a product is *made* when a maker of the region works and what it *needs* is there; it is *available* when it, or
a special kind of it, is made; it needs a *route* (any recipe) for itself and for each more general kind; a recipe needs
every essential *requirement*; a requirement needs any one alternative. A recipe without an essential requirement
says nothing and is left out.
"""

from collections.abc import Collection, Mapping
from typing import Literal

import networkx as nx

from chaingraph.analysis.gates import Gate, Key, SinglePoints, single_points
from chaingraph.analysis.kinds import general_kinds, more_general, more_special, with_general
from chaingraph.analysis.made import made_here, only_one
from chaingraph.analysis.wiring import before
from chaingraph.findings import merge
from chaingraph.model import Maker
from chaingraph.shared import shared

__all__ = ["local_gates", "sole_makers"]

_ALWAYS = Gate(every=True, inputs={})


@shared
def local_gates(
    chain: nx.DiGraph,
    here: Mapping[str, tuple[Maker, ...]],
    *,
    faults: Literal["enterprises", "inputs"],
    outside: Collection[str] = (),
    lost: Collection[str] = (),
) -> Mapping[Key, Gate]:
    """Write a region's production as gates.

    Parameters
    ----------
    chain
        Chain graph.
    here
        Producing makers in the region by product.
    faults
        What may fail: *enterprises* of the region (inputs with no local maker come from outside and do not), or the
        *inputs* that have no local maker, each brought in unless it fails (enterprises do not).
    outside
        With faults of enterprises: products that can also be had from outside the region. A requirement that one
        of them meets never fails.
    lost
        Products that no longer come from outside: a requirement that only they would meet, with no local product, is
        not met.

    Returns
    -------
    dict of Key to Gate
        Roles: made, available; needs, route, recipe, requirement where these have not just one input; leaves: fault.
    """
    local = with_general(chain, here)
    gates: dict[Key, Gate] = {}
    for product in sorted(local):
        own: dict[Key, tuple[str, ...]] = {("made", product): ()} if product in here else {}
        special = [kind for kind in more_special(chain, product) if kind in local]
        over = {("available", kind): chain.edges[kind, product]["evidence"] for kind in special}
        gates["available", product] = Gate(every=False, inputs=own | over)
    for product, makers in here.items():
        sole = only_one(makers) if faults == "enterprises" else None
        said = merge(maker.evidence for maker in makers)
        alone: dict[Key, tuple[str, ...]] = {("fault", sole): said} if sole else {}
        gates["made", product] = Gate(every=True, inputs=alone | {("needs", product): said})
    for product in sorted({kind for each in here for kind in general_kinds(chain, each)}):
        kinds = more_general(chain, product)
        needs = {("needs", kind): chain.edges[product, kind]["evidence"] for kind in kinds}
        recipes = {
            recipe: needed for recipe in before(chain, product, "output") if (needed := _essential(chain, recipe))
        }
        if recipes:
            needs["route", product] = ()
            gates["route", product] = Gate(
                every=False,
                inputs={("recipe", recipe): chain.edges[recipe, product]["evidence"] for recipe in recipes},
            )
        gates["needs", product] = Gate(every=True, inputs=needs)
        for recipe, requirements in recipes.items():
            gates["recipe", recipe] = Gate(
                every=True, inputs={("requirement", requirement): () for requirement in requirements}
            )
            for requirement in requirements:
                gates["requirement", requirement] = _requirement(chain, requirement, local, faults, outside, lost)
    return _shortened(gates)


@shared
def sole_makers(chain: nx.DiGraph, region: str) -> SinglePoints:
    """Find which enterprises of the region each alone stop what, nobody elsewhere stepping in (greatest fixpoint)."""
    return single_points(local_gates(chain, made_here(chain, region), faults="enterprises"), fixpoint="greatest")


def _requirement(
    chain: nx.DiGraph,
    requirement: str,
    local: Collection[str],
    faults: str,
    outside: Collection[str],
    lost: Collection[str],
) -> Gate:
    said = {each: chain.adj[each][requirement]["evidence"] for each in before(chain, requirement, "alternative")}
    had = {("available", each): rows for each, rows in said.items() if each in local}
    if faults == "inputs":
        lacking = {("fault", each): rows for each, rows in said.items() if each not in local}
        return Gate(every=False, inputs=had | lacking)
    if not had and all(each in lost for each in said):
        return Gate(every=False, inputs={})
    if not had or any(each in outside for each in said):
        return _ALWAYS
    return Gate(every=False, inputs=had)


def _shortened(gates: Mapping[Key, Gate]) -> dict[Key, Gate]:
    """Leave out the gates that merely pass on one input, but for products: what depends on them gets that input."""
    passing = {}
    for key, gate in gates.items():
        if len(gate.inputs) == 1 and key[0] in ("needs", "route", "recipe", "requirement"):
            ((only, rows),) = gate.inputs.items()
            if only[0] != key[0]:
                passing[key] = only, rows
    shortened = {}
    for key, gate in gates.items():
        if key not in passing:
            inputs: dict[Key, tuple[str, ...]] = {}
            for each, said in gate.inputs.items():
                end, rows = each, said
                while end in passing:
                    end, more = passing[end]
                    rows += more
                inputs[end] = inputs.get(end, ()) + rows
            shortened[key] = Gate(gate.every, inputs)
    return shortened


def _essential(chain: nx.DiGraph, recipe: str) -> list[str]:
    return [name for name in before(chain, recipe, "requires") if chain.nodes[name]["essential"]]

"""Availability by fixpoint (可建成与可维持): which products of a chain a region could build up, and which it could keep running."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.available import available
from chaingraph.analysis.gates import Fixpoint, Gate, Key, running
from chaingraph.analysis.kinds import links, more_special
from chaingraph.analysis.made import made_here
from chaingraph.findings import Finding, merge
from chaingraph.model import ContractError, require_chain

__all__ = ["MEANING", "Availability", "availability"]

MEANING: dict[Fixpoint, str] = {"least": "could be built up", "greatest": "keeps running"}
"""What each fixpoint says of a product; they differ only in cycles, such as recycling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability(Finding):
    """Whether a product of a chain is at hand in a region, by one of the two fixpoints."""

    region: str
    fixpoint: Fixpoint
    meaning: str  # could be built up | keeps running
    available: bool
    by: str | None  # made: by a maker there | given | kind: a special kind of it is | recipe; None: not available
    recipe: str | None  # by recipe: the first that works
    round: int | None  # least: round in which it becomes so [-], 0 for made and given; else None
    once_started: bool  # in a cycle that keeps running and could not be built up
    lacks: tuple[str, ...]  # not available: what the recipe that lacks least lacks, any alternative of each requirement
    recipes: int  # recipes with an essential requirement, of the product itself [-]


def availability(
    chain: nx.DiGraph, *, region: str, mode: Fixpoint = "least", given: Iterable[str] = ()
) -> tuple[Availability, ...]:
    """Tell of every product of a chain whether it could be built up in a region, or would keep running there.

    A requirement is met by any of its alternatives, a recipe works when all its essential requirements are met; a product
    is available when a maker of the region produces it, when it is given, when a special kind of it is available, or when
    a recipe of it works. The *least* fixpoint begins with nothing: a product in a cycle is available only when something
    outside the cycle starts it, hence "could be built up". The *greatest* begins with everything and takes away what
    lacks something: a cycle that feeds itself stays, hence "keeps running". What the least holds, the greatest holds too.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Park, district, city, group, province or country.
    mode
        ``least`` or ``greatest``.
    given
        Further products at hand, such as imports.

    Returns
    -------
    tuple of Availability
        What is not available first, the one that lacks least before others; then what runs only once started, then by
        round and name.

    Raises
    ------
    ContractError
        When the graph breaks its contract, does not know the region, *mode* is no fixpoint, or a given product is none
        of the graph.

    References
    ----------
    .. [1] A. Tarski, "A lattice-theoretical fixpoint theorem and its applications", Pacific Journal of Mathematics 5
       (1955) 285.
    .. [2] W. F. Dowling, J. H. Gallier, "Linear-time algorithms for testing the satisfiability of propositional Horn
       formulae", Journal of Logic Programming 1 (1984) 267.
    """
    require_chain(chain, region=region)
    if mode not in MEANING:
        raise ContractError.of(f"mode={mode}", zh="应为 least 或 greatest。", en="must be least or greatest.")
    extra = tuple(given)
    rounds = available(chain, region=region, given=extra)
    here = made_here(chain, region)
    gates = _gates(chain, {*here, *extra})
    held = running(gates, fixpoint="greatest") if mode == "greatest" else _reached(gates, rounds)
    found = []
    for product, kind in chain.nodes(data="kind"):
        if kind == "product":
            by, recipe = _by(chain, product, held, rounds if mode == "least" else {}, here, extra)
            used = [maker.evidence for maker in here.get(product, ())]
            lacks = () if by else _lacks(chain, product, held)
            found.append(
                Availability(
                    subject=product,
                    region=region,
                    fixpoint=mode,
                    meaning=MEANING[mode],
                    available=by is not None,
                    by=by,
                    recipe=recipe,
                    round=rounds.get(product) if mode == "least" else None,
                    once_started=by is not None and product not in rounds,
                    lacks=lacks,
                    recipes=len(_recipes(chain, product)),
                    evidence=merge([*used, *_said(chain, product, recipe)]) or links(chain, product),
                    searched=chain.graph["searched"],
                )
            )
    return tuple(sorted(found, key=_order))


def _gates(chain: nx.DiGraph, start: Collection[str]) -> dict[Key, Gate]:
    """Write the chain as gates: a product is any of its start, kinds and recipes; a recipe is all its requirements."""
    gates: dict[Key, Gate] = {}
    for name, kind in chain.nodes(data="kind"):
        if kind == "product":
            over: list[Key] = [("available", each) for each in more_special(chain, name)]
            ways: list[Key] = [("recipe", each) for each in _recipes(chain, name)]
            own = Gate(every=True, inputs={}) if name in start else Gate(False, dict.fromkeys([*over, *ways], ()))
            gates["available", name] = own
        elif kind == "recipe" and (needed := _essential(chain, name)):
            gates["recipe", name] = Gate(True, {("requirement", each): () for each in needed})
        elif kind == "requirement":
            gates["requirement", name] = Gate(False, {("available", each): () for each in chain.predecessors(name)})
    return gates


def _reached(gates: Mapping[Key, Gate], rounds: Mapping[str, int]) -> set[Key]:
    """Return the keys that work in the least fixpoint, whose products are known."""
    held: set[Key] = {("available", name) for name in rounds}
    held |= {key for key, gate in gates.items() if key[0] == "requirement" and not held.isdisjoint(gate.inputs)}
    return held | {key for key, gate in gates.items() if key[0] == "recipe" and held.issuperset(gate.inputs)}


def _by(
    chain: nx.DiGraph,
    product: str,
    held: Collection[Key],
    rounds: Mapping[str, int],
    here: Collection[str],
    given: Collection[str],
) -> tuple[str | None, str | None]:
    """Tell how a product comes to be available, and by which recipe."""
    if product in here:
        return "made", None
    if product in given:
        return "given", None
    if ("available", product) not in held:
        return None, None
    kinds = [each for each in more_special(chain, product) if ("available", each) in held]
    works = [each for each in _recipes(chain, product) if ("recipe", each) in held]
    if kinds and (not works or rounds.get(kinds[0]) == rounds.get(product)):
        return "kind", None
    return "recipe", works[0]


def _lacks(chain: nx.DiGraph, product: str, held: Collection[Key]) -> tuple[str, ...]:
    """Return what the recipe of a product that lacks least lacks."""
    unmet = [
        [each for each in _essential(chain, recipe) if ("requirement", each) not in held]
        for recipe in _recipes(chain, product)
    ]
    least = min(unmet, key=lambda many: (len(many), many), default=[])
    return tuple(sorted({each for requirement in least for each in chain.predecessors(requirement)}))


def _said(chain: nx.DiGraph, product: str, recipe: str | None) -> list[tuple[str, ...]]:
    """Return the rows of the recipe by which, or the recipes without which, a product is available or not."""
    recipes = [recipe] if recipe else _recipes(chain, product)
    rows: list[tuple[str, ...]] = [chain.edges[each, product]["evidence"] for each in recipes]
    return rows + [chain.edges[need, each]["evidence"] for each in recipes for need in _essential(chain, each)]


def _recipes(chain: nx.DiGraph, product: str) -> list[str]:
    """Return the recipes of a product that have an essential requirement: the others say nothing."""
    tails = sorted(tail for tail, edge in chain.pred[product].items() if edge["role"] == "output")
    return [tail for tail in tails if _essential(chain, tail)]


def _essential(chain: nx.DiGraph, recipe: str) -> list[str]:
    return sorted(name for name in chain.predecessors(recipe) if chain.nodes[name]["essential"])


def _order(one: Availability) -> tuple[bool, int, bool, int, str]:
    return one.available, len(one.lacks) or 10**6, not one.once_started, one.round or 0, one.subject

"""Local demand (本地需求): what the products made in a region are made from, and cannot get there."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import networkx as nx

from chaingraph.analysis.kinds import general_kinds, kind_evidence, special_kinds, with_general
from chaingraph.analysis.wiring import before, wiring
from chaingraph.findings import merge
from chaingraph.model import STATUSES, Maker
from chaingraph.shared import shared

__all__ = ["Need", "doubt", "firmest", "unmet_needs", "weakest"]

_RANKS: Final = {status: rank for rank, status in enumerate(STATUSES)}

_Customer: TypeAlias = tuple[str, bool, Sequence[tuple[str, tuple[str, ...]]]]
"""A product made in the region, whether it is surely meant, and why: status and evidence by step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One way in which a product made in the region needs an input that is not made there."""

    product: str  # made in the region, or taken to be
    requirement: str
    alternatives: tuple[str, ...]  # other products that would meet the requirement, none made in the region
    essential: bool
    possible: bool  # not certain: another route does without it, or the maker is named for a more general product, or
    # only for a segment
    status: str  # of the least firm statement used
    evidence: tuple[str, ...]  # input, output and kind rows; not the makers'


def weakest(statuses: Iterable[str]) -> str:
    """Return the least firm of *statuses*; one that is none of ours counts as assumed, none at all as reported."""
    return max(statuses, key=doubt, default="reported")


def firmest(statuses: Iterable[str]) -> str:
    """Return the firmest of *statuses*, none at all: reported."""
    return min(statuses, key=doubt, default="reported")


def doubt(status: str) -> int:
    """Return how far a status is from the firmest, 0; one that is none of ours counts as assumed."""
    return _RANKS.get(status, len(STATUSES) - 1)


@shared
def unmet_needs(
    chain: nx.DiGraph, here: Mapping[str, tuple[Maker, ...]], claimed: Collection[str] = ()
) -> Mapping[str, tuple[Need, ...]]:
    """Find what the products made in a region need and do not get there.

    A maker of a product needs what a recipe of the product, and one of each of its more general kinds, requires. A
    requirement that one alternative meets in the region leaves no need of the others; a recipe whose essential
    requirements are all met there leaves no need of what other recipes of the same output require. A maker who
    is named only for a general product, with recipes for its special kinds alone, *possibly* needs what they require.
    So does whoever is only taken to make a product.

    Parameters
    ----------
    chain
        Chain graph.
    here
        Producing makers in the region by product, as from `chaingraph.analysis.made.made_here`.
    claimed
        Products that somebody in the region is taken to make, as from `chaingraph.analysis.made.claimed_here`.

    Returns
    -------
    dict of str to tuple of Need
        By input, in the order of product and requirement.
    """
    local = with_general(chain, here)
    wired = wiring(chain).tails
    met_by, requires, recipes = (wired.get(role, {}) for role in ("alternative", "requires", "output"))
    unmet = {
        name
        for name, kind in chain.nodes(data="kind")
        if kind == "requirement" and local.isdisjoint(met_by.get(name, ()))
    }
    needs: dict[str, list[Need]] = {}
    for output in sorted(recipes):
        wants = [
            (recipe, requirement)
            for recipe in _pursued(chain, recipes[output], unmet)
            for requirement in requires.get(recipe, ())
            if requirement in unmet
        ]
        customers = _customers(chain, output, here, claimed, recipes) if wants else []
        for recipe, requirement in wants:
            for need_of, need in _needs_of(chain, requirement, recipe, output, recipes[output], customers):
                needs.setdefault(need_of, []).append(need)
    return {key: tuple(sorted(needs[key], key=lambda need: (need.product, need.requirement))) for key in sorted(needs)}


def _essential(chain: nx.DiGraph, recipe: str) -> list[str]:
    return [name for name in before(chain, recipe, "requires") if chain.nodes[name]["essential"]]


def _pursued(chain: nx.DiGraph, recipes: Sequence[str], unmet: set[str]) -> Sequence[str]:
    """Return the recipes whose essential requirements are all met, or all recipes when there is none such."""
    essential = {recipe: _essential(chain, recipe) for recipe in recipes}
    working = [recipe for recipe in recipes if essential[recipe] and unmet.isdisjoint(essential[recipe])]
    return working or recipes


def _customers(
    chain: nx.DiGraph,
    output: str,
    here: Mapping[str, tuple[Maker, ...]],
    claimed: Collection[str],
    recipes: Mapping[str, Sequence[str]],
) -> list[_Customer]:
    """Return the products made in the region that *output*'s recipes speak of, whether surely, and why."""
    sure = [kind for kind in special_kinds(chain, output) if kind in here]
    vague = [
        kind
        for kind in general_kinds(chain, output)[1:]
        if (kind in here or kind in claimed) and recipes.keys().isdisjoint(general_kinds(chain, kind))
    ]
    taken = [kind for kind in special_kinds(chain, output) if kind in claimed and kind not in here]
    return [
        *((kind, True, kind_evidence(chain, kind, output)) for kind in sure),
        *((kind, False, kind_evidence(chain, output, kind)) for kind in vague if kind not in (*sure, *taken)),
        *((kind, False, kind_evidence(chain, kind, output)) for kind in taken),
    ]


def _needs_of(
    chain: nx.DiGraph,
    requirement: str,
    recipe: str,
    output: str,
    recipes: Sequence[str],
    customers: list[_Customer],
) -> Iterator[tuple[str, Need]]:
    """Yield a need of every customer for every alternative of an unmet requirement."""
    alternatives = before(chain, requirement, "alternative")
    made = chain.edges[recipe, output]
    for alternative in alternatives:
        used = chain.edges[alternative, requirement]
        dodged = any(
            alternative not in inputs
            for other in recipes
            if other != recipe and (inputs := _essential_inputs(chain, other))
        )
        for product, sure, steps in customers:
            yield (
                alternative,
                Need(
                    product=product,
                    requirement=requirement,
                    alternatives=tuple(each for each in alternatives if each != alternative),
                    essential=chain.nodes[requirement]["essential"],
                    possible=dodged or not sure,
                    status=weakest([used["status"], made["status"], *(status for status, _ in steps)]),
                    evidence=merge([used["evidence"], made["evidence"], *(evidence for _, evidence in steps)]),
                ),
            )


def _essential_inputs(chain: nx.DiGraph, recipe: str) -> set[str]:
    return {
        product for requirement in _essential(chain, recipe) for product in before(chain, requirement, "alternative")
    }

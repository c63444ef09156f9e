"""Substitutes (替代来源): who or what could take the place of an enterprise or an input that fails."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.demand import weakest
from chaingraph.analysis.gates import SinglePoints, single_points, stopped_by
from chaingraph.analysis.kinds import kind_evidence, special_kinds
from chaingraph.analysis.made import finest, made_here, produces
from chaingraph.analysis.running import local_gates
from chaingraph.analysis.wiring import after, before
from chaingraph.findings import Finding, merge
from chaingraph.model import ContractError, Maker, require_chain

__all__ = ["LEVELS", "Substitute", "substitutes"]

LEVELS = ("same-product", "kind", "alternative", "recipe")
"""How a substitute meets the need, nearest first: it makes the same product; a special kind of it; another product that
the same requirement takes; an input of another recipe with the same output."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute(Finding):
    """One way to replace a product; the subject is the product that fails, or that the failed enterprise makes."""

    region: str
    verb: str  # supplement 补链
    level: str  # same-product | kind | alternative | recipe
    offer: str  # the product offered instead
    used_for: tuple[str, ...]  # products whose need it meets; empty: every need of the product
    recipe: str | None  # the other recipe, at level recipe
    enterprise: str  # who makes the offer
    places: tuple[str, ...]  # where, as finely as told; empty: not told
    apart: int  # containing places of the region one must go up until the maker lies in one [-]; 0: in the region
    at_once: bool  # produces now; False: develops or plans it
    named: bool  # False: the source does not name it
    also_stops: bool  # its own production in the region stops with the same failure
    status: str  # of the least firm statement used: measured | reported | planned | assumed


def substitutes(
    chain: nx.DiGraph, *, region: str, enterprise: str | None = None, product: str | None = None
) -> tuple[Substitute, ...]:
    """Find who could replace a failed enterprise, or what could replace a failed input.

    Of a failed *enterprise* every product is looked at that it produces in the region; of a failed *product* the
    product itself. An offer of the same product or of a special kind meets every need; another alternative of a
    requirement, or the input of another recipe with the same output, meets the need of that output only.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Where the need is.
    enterprise
        Who fails; give this or *product*.
    product
        What fails: its makers in the region all stop.

    Returns
    -------
    tuple of Substitute
        By product; within it those who produce now first, then by `LEVELS`, nearness (a place told before none),
        then by name. Who would stop by the same failure stands last.

    Raises
    ------
    ContractError
        When the graph breaks its contract, does not know the region, or not just one of *enterprise* and *product*
        is given, or it is not of the graph.
    """
    require_chain(chain, region=region)
    here = made_here(chain, region)
    failed = _failed(chain, here, enterprise, product)
    gates = local_gates(chain, here, faults="enterprises")
    points = single_points(gates, fixpoint="greatest")
    found = [
        one
        for subject in failed
        for offer in _offers(chain, subject)
        for one in _from_makers(chain, region, subject, offer, enterprise, points)
    ]
    return tuple(sorted(found, key=_nearest_first))


def _failed(
    chain: nx.DiGraph, here: Mapping[str, tuple[Maker, ...]], enterprise: str | None, product: str | None
) -> tuple[str, ...]:
    if (enterprise is None) == (product is None):
        where = "substitutes"
        raise ContractError.of(
            where, zh="enterprise 与 product 应恰好给出一个。", en="give one of enterprise and product, not both."
        )
    if product is not None:
        if product not in chain or chain.nodes[product]["kind"] != "product":
            where = f"product {product}"
            raise ContractError.of(where, zh="不是图中的产品。", en="no product of the graph.")
        return (product,)
    made = tuple(sorted(name for name, makers in here.items() if any(each.enterprise == enterprise for each in makers)))
    if not made:
        where = f"enterprise {enterprise}"
        raise ContractError.of(
            where, zh="在该地区没有生产链上产品的记录。", en="not known to produce anything of the chain there."
        )
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offer:
    """A product that would do instead, and why."""

    level: str
    product: str
    used_for: str | None = None
    recipe: str | None = None
    status: str = "reported"
    evidence: tuple[str, ...] = ()


def _offers(chain: nx.DiGraph, subject: str) -> Iterator[_Offer]:
    """List what would do instead of *subject*, each product at its nearest level for each use."""
    kinds = special_kinds(chain, subject)
    yield _Offer(level="same-product", product=subject)
    for kind in kinds[1:]:
        steps = kind_evidence(chain, kind, subject)
        yield _Offer(level="kind", product=kind, status=weakest(status for status, _ in steps),
                     evidence=merge(rows for _, rows in steps))  # fmt: skip
    for requirement in after(chain, subject, "alternative"):
        for recipe in after(chain, requirement, "requires"):
            for output in after(chain, recipe, "output"):
                ways = [(subject, requirement), (requirement, recipe), (recipe, output)]
                yield from _alternatives(chain, kinds, requirement, output, ways)
                yield from _other_recipes(chain, kinds, recipe, output)


def _alternatives(
    chain: nx.DiGraph, kinds: tuple[str, ...], requirement: str, output: str, ways: list[tuple[str, str]]
) -> Iterator[_Offer]:
    for other in before(chain, requirement, "alternative"):
        if other not in kinds:
            steps = [chain.edges[way] for way in (*ways, (other, requirement))]
            for kind in special_kinds(chain, other):
                if kind not in kinds:
                    more = kind_evidence(chain, kind, other)
                    yield _Offer(
                        level="alternative", product=kind, used_for=output,
                        status=weakest([*(step["status"] for step in steps), *(status for status, _ in more)]),
                        evidence=merge([*(step["evidence"] for step in steps), *(rows for _, rows in more)]),
                    )  # fmt: skip


def _other_recipes(chain: nx.DiGraph, kinds: tuple[str, ...], recipe: str, output: str) -> Iterator[_Offer]:
    """List the essential inputs of the output's other recipes that do without the product."""
    for other in before(chain, output, "output"):
        needs = [each for each in before(chain, other, "requires") if chain.nodes[each]["essential"]]
        inputs = {each: before(chain, each, "alternative") for each in needs}
        if other == recipe or not needs or any(set(kinds) >= set(offered) for offered in inputs.values()):
            continue
        for requirement, offered in inputs.items():
            for product in offered:
                if product not in kinds:
                    ways = [(product, requirement), (requirement, other), (other, output)]
                    steps = [chain.edges[way] for way in ways]
                    yield _Offer(
                        level="recipe", product=product, used_for=output, recipe=other,
                        status=weakest(step["status"] for step in steps),
                        evidence=merge(step["evidence"] for step in steps),
                    )  # fmt: skip


def _from_makers(
    chain: nx.DiGraph, region: str, subject: str, offer: _Offer, failed: str | None, points: SinglePoints
) -> Iterator[Substitute]:
    """Name those who make an offer, each enterprise once; nobody in the region is left when the product itself fails."""
    makers: dict[str, list[Maker]] = {}
    for maker in chain.nodes[offer.product]["makers"]:
        stopped = maker.enterprise == failed or (failed is None and offer.product == subject and region in maker.places)
        if not stopped:
            makers.setdefault(maker.enterprise, []).append(maker)
    for enterprise, said in sorted(makers.items()):
        now = [maker for maker in said if produces(maker)]
        places = frozenset().union(*(maker.places for maker in now or said))
        yield Substitute(
            subject=subject,
            region=region,
            verb="supplement",
            level=offer.level,
            offer=offer.product,
            used_for=(offer.used_for,) if offer.used_for else (),
            recipe=offer.recipe,
            enterprise=enterprise,
            places=finest(chain, now or said),
            apart=_apart(chain, region, places),
            at_once=bool(now),
            named=not any(maker.unnamed for maker in said),
            also_stops=bool(failed) and region in places and _stops(points, offer.product, failed),
            status=weakest([offer.status, *(maker.status for maker in now or said)]),
            evidence=merge([offer.evidence, *(maker.evidence for maker in said)]),
            searched=chain.graph["searched"],
        )


def _stops(points: SinglePoints, product: str, failed: str | None) -> bool:
    """Tell whether the needs of a product's makers stop with the failed enterprise."""
    key = ("made", product)
    return key in points.position and failed in stopped_by(points, key)


def _apart(chain: nx.DiGraph, region: str, places: frozenset[str]) -> int:
    """Count the steps up from the region until the maker lies inside; beyond all of them when its place is not told."""
    within = chain.graph.get("within", {})
    ring = sorted({region, *within.get(region, ())}, key=lambda place: (-len(within.get(place, ())), place))
    return next((steps for steps, place in enumerate(ring) if place in places), len(ring))


def _nearest_first(one: Substitute) -> tuple[str, bool, bool, int, int, str, str, tuple[str, ...], str]:
    level = LEVELS.index(one.level)
    return (one.subject, one.also_stops, not one.at_once, level, one.apart, one.enterprise, one.offer,
            one.used_for, one.recipe or "")  # fmt: skip

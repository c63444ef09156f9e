"""Weak links (薄弱环节、短板): products that a region makes, but by one enterprise, or not well enough by its own word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.gates import Fixpoint, consequences, single_points
from chaingraph.analysis.kinds import general_kinds, kind_evidence, special_kinds, with_general
from chaingraph.analysis.made import around, enterprises, finest, made_here, only_one, produces, rows, whereabouts
from chaingraph.analysis.running import local_gates, sole_makers
from chaingraph.analysis.wiring import after
from chaingraph.analysis.witness import listing_segments, shortage_at
from chaingraph.findings import Finding, merge
from chaingraph.model import ContractError, Maker, require_chain
from chaingraph.shared import analysis

__all__ = ["WeakLink", "concentration", "weak_links"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakLink(Finding):
    """A product made in a region that hangs on one enterprise, or of which a document states a shortage."""

    region: str
    verb: str  # strengthen 强链
    sole: bool  # one enterprise of the region makes it
    stated: tuple[str, ...]  # rows that state an open shortage of it; empty: none
    makers: tuple[str, ...]  # enterprises of the region that make it or a special kind of it
    kinds: tuple[str, ...]  # the special kinds of it that they make
    concentration: float  # Herfindahl-Hirschman index of their capacities, 0 to 1 [-]
    market_share: float | None  # the largest that is stated of one of them, of the source's market, 0 to 1 [-]
    segments: tuple[str, ...]  # segments that list it
    loses: tuple[str, ...]  # other products of the region that stop when its sole maker stops; empty unless sole
    fixpoint: Fixpoint  # the one that `loses` rests on
    elsewhere: bool  # whether makers elsewhere were taken to step in
    makers_elsewhere: tuple[str, ...]
    made_in: tuple[str, ...]  # where those are
    place_unknown: tuple[str, ...]  # further makers who may be in the region
    developing: tuple[str, ...]  # enterprises of the region that develop or plan it


@analysis
def weak_links(chain: nx.DiGraph, *, region: str, elsewhere: bool = False) -> tuple[WeakLink, ...]:
    """Find products with a sole maker in the region, or with makers and an open shortage.

    What is lost when a sole maker stops follows from the greatest fixpoint ("keeps running") of the region's
    production (`chaingraph.analysis.running`): inputs with no local maker come from outside already and go on
    coming; inputs that are made in the region are lost with their last local maker and are *not* replaced from
    elsewhere, unless asked for. A product whose requirement another local alternative meets, or whose output
    another recipe makes, keeps running.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Park, district, city, province or country.
    elsewhere
        Whether makers known outside the region step in at once for what stops in it.

    Returns
    -------
    tuple of WeakLink
        Those whose sole maker takes most with it first, then those with a stated shortage, then by product. Made
        products, and more general ones that a requirement, a segment (itself, or as a kind of what it lists) or
        a shortage names.

    Raises
    ------
    ContractError
        When the graph breaks its contract, or does not know the region.
    """
    require_chain(chain, region=region)
    here = made_here(chain, region)
    listed = listing_segments(chain)
    points = sole_makers(chain, region)
    if elsewhere:
        gates = local_gates(chain, here, faults="enterprises", outside=_made_outside(chain, region))
        points = single_points(gates, fixpoint="greatest")
    links = []
    for product in sorted(with_general(chain, here)):
        stated = shortage_at(chain, chain.nodes[product]["shortages"], region)
        named = any(kind in listed for kind in general_kinds(chain, product)) or after(chain, product, "alternative")
        if not (stated or product in here or named):
            continue
        seen = whereabouts(chain, product, region)
        makers = enterprises(seen.here)
        sole = only_one(seen.here) is not None
        if not sole and not stated:
            continue
        stopped: tuple[str, ...] = ()
        trace: set[str] = set()
        if sole:
            stopped, trace = consequences(points, makers[0], ("available", product), role="available")
        kinds = [kind for kind in special_kinds(chain, product) if kind in here]
        segments = listed.get(product, ())
        used = [*seen.here, *seen.developing, *seen.unplaced, *seen.elsewhere]
        links.append(
            WeakLink(
                subject=product,
                region=region,
                verb="strengthen",
                sole=sole,
                stated=merge(shortage.evidence for shortage in stated),
                makers=makers,
                kinds=tuple(sorted(set(kinds) - {product})),
                concentration=concentration(seen.here),
                market_share=max((each.market_share for each in seen.here if each.market_share), default=None),
                segments=segments,
                loses=_further(chain, stopped, product, here),
                fixpoint=points.fixpoint,
                elsewhere=elsewhere,
                makers_elsewhere=enterprises(seen.elsewhere),
                made_in=finest(chain, seen.elsewhere),
                place_unknown=enterprises(seen.unplaced),
                developing=enterprises(seen.developing),
                evidence=merge(
                    [
                        *rows(used),
                        *(evidence for kind in kinds for _, evidence in kind_evidence(chain, kind, product)),
                        *(shortage.evidence for shortage in stated),
                        *(chain.graph["segments"][segment]["evidence"] for segment in segments),
                        trace,
                    ]
                ),
                searched=chain.graph["searched"],
            )
        )
    return tuple(sorted(links, key=lambda link: (-len(link.loses), not link.stated, not link.sole, link.subject)))


def _further(
    chain: nx.DiGraph, stopped: Iterable[str], product: str, here: Mapping[str, tuple[Maker, ...]]
) -> tuple[str, ...]:
    """Return what stops besides the product, its kinds, and what it is a kind of and the same enterprise makes."""
    kinds = special_kinds(chain, product)
    makers = {maker.enterprise for kind in kinds for maker in here.get(kind, ())}
    same = {
        kind
        for kind in general_kinds(chain, product)
        if makers.issuperset(maker.enterprise for each in special_kinds(chain, kind) for maker in here.get(each, ()))
    }
    return tuple(each for each in stopped if each in here and each not in same and each not in kinds)


def _made_outside(chain: nx.DiGraph, region: str) -> set[str]:
    """Return the products that a maker surely outside the region produces, with their more general kinds."""
    containing = around(chain, region)
    return with_general(
        chain,
        [
            product
            for product, makers in chain.nodes(data="makers")
            if any(
                produces(maker) and region not in maker.places and not maker.places <= containing
                for maker in makers or ()
            )
        ],
    )


def concentration(makers: Sequence[Maker]) -> float:
    r"""Herfindahl-Hirschman index :math:`\sum_i s_i^2` of the enterprises' capacity shares :math:`s_i`.

    Parameters
    ----------
    makers
        Makers of one product. Of several statements on one enterprise the largest capacity counts; one of unknown
        capacity counts as the mean of the others. Where capacities are told in different units, or none is told,
        all enterprises count alike.

    Returns
    -------
    float
        1 for a single enterprise, 1/n for n equal ones [-].

    Raises
    ------
    ContractError
        When there is no maker.

    References
    ----------
    .. [1] A. O. Hirschman, "The Paternity of an Index", American Economic Review 54 (1964) 761.

    Examples
    --------
    >>> concentration([Maker(enterprise="a", capacity=60), Maker(enterprise="b", capacity=20)])
    0.625
    """
    if not makers:
        where = "concentration"
        raise ContractError.of(where, zh="没有生产者；至少应有一个。", en="no maker; give at least one.")
    told = [maker for maker in makers if maker.capacity is not None]
    largest: dict[str, float] = {}
    if len({maker.unit for maker in told}) == 1:
        for maker in told:
            largest[maker.enterprise] = max(maker.capacity or 0.0, largest.get(maker.enterprise, 0.0))
    total = sum(largest.values())
    mean = total / len(largest) if total else 1.0
    sizes = [largest.get(name, mean) if total else 1.0 for name in enterprises(makers)]
    return sum((size / sum(sizes)) ** 2 for size in sizes)

"""Facts of fragility (脆弱性依据): what is known of how firmly a region's products and segments stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.demand import firmest
from chaingraph.analysis.gates import SinglePoints, stopped_by
from chaingraph.analysis.kinds import special_kinds, with_general
from chaingraph.analysis.made import enterprises, made_here, only_one, produces, rows, whereabouts
from chaingraph.analysis.running import sole_makers
from chaingraph.analysis.segment import SegmentState, segment_states
from chaingraph.analysis.weak import WeakLink, concentration, weak_links
from chaingraph.analysis.wiring import after, before
from chaingraph.analysis.witness import listing_segments
from chaingraph.findings import merge
from chaingraph.model import Maker, Participant, require_chain
from chaingraph.shared import shared, stated

__all__ = ["Facts", "fragility_facts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a rating is computed from."""

    subject: str
    what: str  # product | segment
    makers: tuple[str, ...]
    concentration: tuple[float, float, float]  # value, low, high
    sole: str | None  # the only one of them, if it is named
    open_sole: bool  # one enterprise is named and others may exist, or the one is not named
    stops: tuple[str, ...]  # other products of the region that stop with it
    exposed: tuple[str, ...]  # further enterprises each of which alone stops it
    stated: tuple[str, ...]
    substitutes: int
    place_unknown: tuple[str, ...]
    status: str
    evidence: tuple[str, ...]


@stated
def fragility_facts(chain: nx.DiGraph, *, region: str) -> tuple[Facts, ...]:
    """Gather what ratings rest on: of products made in the region, then of segments held there."""
    require_chain(chain, region=region)
    here = made_here(chain, region)
    listed = listing_segments(chain)
    weak = {link.subject: link for link in weak_links(chain, region=region)}
    points = sole_makers(chain, region)
    products = [
        _product(chain, region, product, weak.get(product), points)
        for product in sorted(with_general(chain, here))
        if product in here or product in weak or product in listed or after(chain, product, "alternative")
    ]
    by_product = {each.subject: each for each in products}
    states = [each for each in segment_states(chain, region=region) if each.state in ("present", "weak")]
    return (*products, *(_segment(chain, region, state, weak, by_product) for state in states))


def _product(chain: nx.DiGraph, region: str, product: str, link: WeakLink | None, points: SinglePoints) -> Facts:
    seen = whereabouts(chain, product, region)
    makers = enterprises(seen.here)
    sole = only_one(seen.here)
    others = set(enterprises(seen.unplaced)) - set(makers)
    unnamed = any(each.unnamed for each in (*seen.here, *seen.unplaced))
    bounds = [_bounds(seen.here), _bounds((*seen.here, *seen.unplaced))]
    low = 0.0 if unnamed else min(each for each, _ in bounds)
    high = 1.0 if any(each.unnamed for each in seen.here) else max(each for _, each in bounds)
    stopping = stopped_by(points, ("available", product))
    return Facts(
        subject=product,
        what="product",
        makers=makers,
        concentration=(concentration(seen.here), low, high),
        sole=sole,
        open_sole=len(makers) == 1 and (unnamed or bool(others)),
        stops=link.loses if link else (),
        exposed=tuple(each for each in stopping if each != sole),
        stated=link.stated if link else (),
        substitutes=len(set(enterprises(seen.elsewhere)) - set(makers)) + _otherwise(chain, product, makers),
        place_unknown=tuple(sorted(others)),
        status=firmest(_status(each) for each in seen.here),
        evidence=merge([*rows([*seen.here, *seen.unplaced, *seen.elsewhere]), link.evidence if link else ()]),
    )


def _segment(
    chain: nx.DiGraph, region: str, state: SegmentState, weak: Mapping[str, WeakLink], products: Mapping[str, Facts]
) -> Facts:
    seen = [whereabouts(chain, product, region) for product in state.products]
    taking_part: Sequence[Participant] = chain.graph["segments"][state.subject]["participants"]
    makers = tuple(sorted({*state.makers, *state.participants} - set(state.developing)))
    others = tuple(sorted(set(state.place_unknown) - set(makers)))
    unnamed = any(each.unnamed for each in taking_part if region in each.places)
    unnamed |= any(each.unnamed for one in seen for each in (*one.here, *one.unplaced))
    made = [products[product] for product in state.made if product in products]
    losing = [weak[each] for each in state.made if each in weak and state.sole and weak[each].makers == (state.sole,)]
    exposed = set.intersection(*(set(each.exposed) for each in made)) if made else set()
    said = [each for one in seen for each in one.here]
    low = 0.0 if unnamed else 1 / (len(makers) + len(others))
    return Facts(
        subject=state.subject,
        what="segment",
        makers=makers,
        concentration=(1 / len(makers), low, 1.0 if unnamed or others or len(makers) > 1 else 1 / len(makers)),
        sole=state.sole,
        open_sole=len(makers) == 1 and (unnamed or bool(others)),
        stops=tuple(sorted({lost for link in losing for lost in link.loses} - set(state.made))),
        exposed=tuple(sorted(exposed - {state.sole})),
        stated=state.shortages,
        substitutes=min((each.substitutes for each in made), default=0),
        place_unknown=others,
        status=firmest(_status(each) for each in said),
        evidence=merge([state.evidence, *(each.evidence for each in made)]),
    )


def _status(maker: Maker) -> str:
    return maker.status if maker.basis == "makes" else "assumed"


def _bounds(makers: Sequence[Maker]) -> tuple[float, float]:
    r"""Bound the concentration while capacities not told vary: least :math:`Q/(C^2 + m Q)`, at most 1.

    *m* enterprises without a capacity, the sum *C* and the sum of squares *Q* of the others'; 1/m where none is told.
    """
    names = enterprises(makers)
    told: dict[str, float] = {}
    if len({maker.unit for maker in makers if maker.capacity is not None}) == 1:
        for maker in makers:
            if maker.capacity is not None:
                told[maker.enterprise] = max(maker.capacity, told.get(maker.enterprise, 0.0))
    whole, squares = sum(told.values()), sum(size**2 for size in told.values())
    if not whole:
        return 1 / len(names), 1.0
    least = squares / (whole**2 + (len(names) - len(told)) * squares)
    return least, least if len(told) == len(names) else 1.0


def _otherwise(chain: nx.DiGraph, product: str, makers: Iterable[str]) -> int:
    """Count the enterprises that meet the worst served use of *product* by another alternative; 0: no use of it."""
    served = []
    own = set(makers)
    kinds = set(special_kinds(chain, product))
    for requirement in after(chain, product, "alternative"):
        others = {
            kind for each in before(chain, requirement, "alternative") for kind in special_kinds(chain, each)
        } - kinds
        served.append(len(own.union(*(_producers(chain, kind) for kind in others))) - len(own))
    return min(served, default=0)


@shared
def _producers(chain: nx.DiGraph, product: str) -> frozenset[str]:
    """Return who produces a product, wherever; special kinds not counted."""
    return frozenset(each.enterprise for each in chain.nodes[product]["makers"] if produces(each))

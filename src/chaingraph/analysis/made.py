"""Where a product is made (何地生产): in a region, elsewhere, not yet, or who knows where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.kinds import special_kinds, with_general
from chaingraph.model import Maker, Participant
from chaingraph.shared import shared

__all__ = [
    "Whereabouts",
    "around",
    "claimed_here",
    "claimed_products",
    "enterprises",
    "finest",
    "made_here",
    "only_one",
    "produces",
    "rows",
    "whereabouts",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """The makers of one product or any special kind of it, told apart as seen from a region."""

    here: tuple[Maker, ...]  # produce in the region
    developing: tuple[Maker, ...]  # in the region, not producing yet
    unplaced: tuple[Maker, ...]  # produce, perhaps in the region: place unknown, or known only more coarsely
    elsewhere: tuple[Maker, ...]  # produce outside the region


def produces(maker: Maker) -> bool:
    """Tell whether the maker is said to produce now, rather than to develop or plan to."""
    return maker.stage == "producing" and maker.status != "planned"


def around(graph: nx.DiGraph, region: str) -> frozenset[str]:
    """Return the places that contain *region*, itself included, as far as the graph says."""
    return frozenset({region, *graph.graph.get("within", {}).get(region, ())})


@shared
def made_here(chain: nx.DiGraph, region: str) -> Mapping[str, tuple[Maker, ...]]:
    """Return the producing makers in *region* of each product, special kinds not counted; none: no key."""
    here = {
        product: tuple(maker for maker in makers if region in maker.places and produces(maker))
        for product, makers in chain.nodes(data="makers")
        if makers
    }
    return {product: makers for product, makers in here.items() if makers}


@shared
def claimed_here(chain: nx.DiGraph, region: str) -> Mapping[str, tuple[Participant, ...]]:
    """Return the products that an enterprise in *region* is taken to make because of the segment it takes part in.

    That is said only of a segment that lists one product alone: of the chain's own segments, and of other chains'
    by ``graph["claimants"]``, a mapping from product to participants. Products that have a known maker in the
    region are not returned.
    """
    claimants: dict[str, list[Participant]] = {}
    for segment in chain.graph["segments"].values():
        if len(segment["products"]) == 1:
            claimants.setdefault(segment["products"][0], []).extend(segment["participants"])
    for product, participants in chain.graph.get("claimants", {}).items():
        claimants.setdefault(product, []).extend(participants)
    known = with_general(chain, made_here(chain, region))
    here = {
        product: tuple(dict.fromkeys(each for each in claimants[product] if region in each.places))
        for product in sorted(claimants)
        if product in chain and product not in known
    }
    return {product: participants for product, participants in here.items() if participants}


def claimed_products(chain: nx.DiGraph, claimed: Mapping[str, Iterable[Participant]], region: str) -> set[str]:
    """Return the products of *claimed*, and more general ones, that not only developers are taken to make."""
    return with_general(
        chain,
        [
            product
            for product, participants in claimed.items()
            if {each.enterprise for each in participants}
            - {maker.enterprise for maker in whereabouts(chain, product, region).developing}
        ],
    )


@shared
def whereabouts(chain: nx.DiGraph, product: str, region: str) -> Whereabouts:
    """Tell apart the makers of *product* or any special kind of it.

    A maker whose places all contain the region (a province, when a city is asked for) may be in the region: it
    stands under `unplaced`, as does one whose place is not known at all.
    """
    containing = around(chain, region) - {region}
    here: list[Maker] = []
    developing: list[Maker] = []
    unplaced: list[Maker] = []
    elsewhere: list[Maker] = []
    for kind in special_kinds(chain, product):
        for maker in chain.nodes[kind]["makers"]:
            if region in maker.places:
                (here if produces(maker) else developing).append(maker)
            elif produces(maker):
                (unplaced if maker.places <= containing else elsewhere).append(maker)
    return Whereabouts(
        here=tuple(here), developing=tuple(developing), unplaced=tuple(unplaced), elsewhere=tuple(elsewhere)
    )


def finest(chain: nx.Graph, makers: Iterable[Maker]) -> tuple[str, ...]:
    """Return the places of *makers* that contain no other of the same maker, sorted."""
    return tuple(sorted({place for places in {maker.places for maker in makers} for place in _finest(chain, places)}))


@shared
def _finest(chain: nx.Graph, places: frozenset[str]) -> frozenset[str]:
    within = chain.graph.get("within", {})
    return places.difference(*(within.get(inner, ()) for inner in places))


def enterprises(makers: Iterable[Maker | Participant]) -> tuple[str, ...]:
    """Return the enterprises of *makers*, each once, sorted."""
    return tuple(sorted({maker.enterprise for maker in makers}))


def only_one(makers: Iterable[Maker | Participant]) -> str | None:
    """Return the one enterprise that *makers* are all of; None when they are several, or not named.

    One whom the source does not name may stand for many: that it is the only one cannot be said.
    """
    makers = tuple(makers)
    names = enterprises(makers)
    return names[0] if len(names) == 1 and not any(maker.unnamed for maker in makers) else None


def rows(makers: Iterable[Maker | Participant]) -> list[tuple[str, ...]]:
    """Return the evidence of *makers*, one entry each, for `chaingraph.findings.merge`."""
    return [maker.evidence for maker in makers]

"""Witness of absence (缺失的依据): what allows *missing* to be said, rather than *unknown*.

Nobody being known to make a product in a region proves nothing: the record may be missing. A witness is

* a **shortage**: an open statement that wants the product itself, or a segment that lists it alone,
  attracted or substituted, for a place that is or contains the region. A city's lack is a lack of
  each of its districts, never of the province. What is wanted of a more general product ("key parts") says nothing of
  each of its kinds. It is no witness where somebody in that place makes the product
  asked for (then it asks for more or better makers), nor once a later statement says it is solved there.
* a **completeness**: a data set declares that it lists every maker in a place that is or contains the region, and
  lists none that may be in the region.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.dates import surely_before
from chaingraph.analysis.kinds import general_kinds, with_general
from chaingraph.analysis.made import around, claimed_here, made_here, whereabouts
from chaingraph.findings import merge
from chaingraph.model import Completeness, Segment, Shortage
from chaingraph.shared import shared

__all__ = [
    "Witness",
    "listing_segments",
    "open_shortages",
    "process_witnesses",
    "shortage_at",
    "solved_rows",
    "witnesses",
]

ABSENCE = ("attract", "substitute")
"""Kinds of shortage that say nobody there makes it; *break-through* and *strengthen* leave that open: a technique to be
mastered may be one to be mastered better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Why nobody in the region makes a product."""

    kind: str  # shortage | complete
    evidence: tuple[str, ...]


def open_shortages(graph: nx.DiGraph, shortages: Iterable[Shortage]) -> tuple[Shortage, ...]:
    """Return the shortages not solved since, in or within a place that they name; dates unknown count as since."""
    within = graph.graph.get("within", {})
    shortages = tuple(shortages)
    solved = [each for each in shortages if each.state == "solved"]
    return tuple(
        each
        for each in shortages
        if each.state == "open"
        and not any(
            not surely_before(other.as_of, each.as_of)
            and any(place in each.places or each.places & set(within.get(place, ())) for place in other.places)
            for other in solved
        )
    )


def shortage_at(graph: nx.DiGraph, shortages: Iterable[Shortage], region: str) -> tuple[Shortage, ...]:
    """Return the open shortages stated for *region* or a place that contains it.

    One that only wants a thing developed says of no lack, and is none.
    """
    reach = around(graph, region)
    return tuple(each for each in open_shortages(graph, shortages) if each.places & reach and each.kind != "develop")


def solved_rows(chain: nx.DiGraph, product: str, region: str) -> tuple[str, ...]:
    """Return the rows saying that a shortage of *product*, or a more general one, is solved around *region*."""
    reach = around(chain, region)
    return merge(
        shortage.evidence
        for kind in general_kinds(chain, product)
        for shortage in chain.nodes[kind]["shortages"]
        if shortage.state == "solved" and shortage.places & reach
    )


@shared
def listing_segments(chain: nx.DiGraph) -> Mapping[str, tuple[str, ...]]:
    """Return the segments that list each product, sorted; special kinds not counted."""
    listed: dict[str, list[str]] = {}
    for segment in sorted(chain.graph["segments"]):
        for product in chain.graph["segments"][segment]["products"]:
            listed.setdefault(product, []).append(segment)
    return {product: tuple(segments) for product, segments in listed.items()}


def witnesses(chain: nx.DiGraph, *, region: str, products: Iterable[str]) -> dict[str, Witness]:
    """Find a witness for each of *products* that no producing maker in *region* makes.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Where the products are missed.
    products
        Products without known maker in the region. A participant of a segment that lists one product alone counts
        as its maker here (see `chaingraph.analysis.made.claimed_here`).

    Returns
    -------
    dict of str to Witness
        No key: no witness, the absence is unknown. A shortage goes before a completeness.
    """
    present = {
        place: with_general(chain, {*made_here(chain, place), *claimed_here(chain, place)})
        for place in around(chain, region)
    }
    stated = _shortages(chain)
    found = {}
    for product in products:
        kinds = general_kinds(chain, product)
        lacking = _lacking(chain, stated.get(product, ()), product, present)
        if lacking:
            found[product] = Witness(kind="shortage", evidence=merge(each.evidence for each in lacking))
        elif complete := _complete(chain, product, region, kinds):
            found[product] = Witness(kind="complete", evidence=merge(each.evidence for each in complete))
    return found


def process_witnesses(chain: nx.DiGraph, *, region: str) -> dict[str, Witness]:
    """Find the segments without product of which a shortage says that nobody around *region* holds them.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Where the segments are missed.

    Returns
    -------
    dict of str to Witness
        No key: the segment lists products, so that theirs are to be asked, or no shortage of it says so.
    """
    entries: Mapping[str, Segment] = chain.graph["segments"]
    held = {
        place: {name for name in entries if any(place in each.places for each in entries[name]["participants"])}
        for place in around(chain, region)
    }
    found = {}
    for name, segment in entries.items():
        if not segment["products"] and (lacking := _lacking(chain, segment["shortages"], name, held)):
            found[name] = Witness(kind="shortage", evidence=merge(each.evidence for each in lacking))
    return found


def _shortages(chain: nx.DiGraph) -> dict[str, list[Shortage]]:
    """Return the shortages of each product, and of the segments that list it alone."""
    stated = {product: list(shortages) for product, shortages in chain.nodes(data="shortages") if shortages}
    entries: Iterable[Segment] = chain.graph["segments"].values()
    for entry in entries:
        if len(entry["products"]) == 1:
            stated.setdefault(entry["products"][0], []).extend(entry["shortages"])
    return stated


def _lacking(
    chain: nx.DiGraph, shortages: Iterable[Shortage], subject: str, present: Mapping[str, set[str]]
) -> list[Shortage]:
    """Return the open shortages that say of a place in *present* that nobody there has *subject*."""
    return [
        shortage
        for shortage in open_shortages(chain, shortages)
        if shortage.kind in ABSENCE
        and any(place in shortage.places and subject not in there for place, there in present.items())
    ]


def _complete(chain: nx.DiGraph, product: str, region: str, kinds: Iterable[str]) -> list[Completeness]:
    """Return the completeness statements that leave no maker of *product* who may be in *region*."""
    reach = around(chain, region)
    declared = [each for kind in kinds for each in chain.nodes[kind]["complete"] if each.region in reach]
    declared += [each for each in chain.graph.get("complete", ()) if each.region in reach]
    unplaced = whereabouts(chain, product, region).unplaced if declared else ()
    return [each for each in declared if not any(each.region in maker.places for maker in unplaced)]

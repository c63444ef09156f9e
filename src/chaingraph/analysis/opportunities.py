"""Opportunities (招商机会): the gaps of a region that somebody could be invited to close, and who is known to be able to."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

import networkx as nx

from chaingraph.analysis.demand import Need, firmest, unmet_needs
from chaingraph.analysis.kinds import general_kinds, special_kinds, with_general
from chaingraph.analysis.made import around, claimed_here, enterprises, finest, made_here, produces, whereabouts
from chaingraph.analysis.mismatch import Mismatch, mismatches
from chaingraph.analysis.missing import MissingLink, missing_links
from chaingraph.analysis.witness import listing_segments, shortage_at
from chaingraph.findings import merge
from chaingraph.model import Maker, Participant
from chaingraph.shared import shared

__all__ = ["Candidate", "Gap", "Purchase", "gaps_of", "origins"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A product that a customer of the region has on record from suppliers elsewhere alone."""

    customer: str
    product: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An enterprise that is known to make, supply or develop what a gap lacks."""

    enterprise: str
    named: bool  # False: the source does not name it; one or many
    found_as: tuple[str, ...]  # maker-elsewhere | place-unknown | developing | supplier-on-record
    offers: tuple[str, ...]  # products: the one that is lacking, or special kinds of it
    places: tuple[str, ...]  # where, as finely as told; empty: not told
    apart: int  # containing places of the region one must go up until it lies in one; one more than all: not told
    at_once: bool  # produces or supplies now; False: develops or plans it
    status: str  # of the firmest statement: measured | reported | planned | assumed
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A product that a region lacks, or buys elsewhere though it makes it, and what speaks for closing it."""

    product: str
    state: str  # missing | developing | unknown | bought-elsewhere
    verb: str
    status: str  # of the demand
    certain: tuple[str, ...]  # named customers
    possible: tuple[str, ...]
    unnamed_customers: int
    blocks: tuple[str, ...]
    segments: tuple[str, ...]
    stated: tuple[str, ...]  # kinds of shortage
    near: tuple[str, ...]  # inputs and users of it made in the region
    density: float | None
    purchases: tuple[Purchase, ...]
    value: float | None  # of the purchases on record, as far as told [unit:CNY]; None: nothing told
    makers_here: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    evidence: tuple[str, ...]  # of the gap and all its candidates


class _Trade(NamedTuple):
    """One product of one supply on record to a customer of the region, from a supplier not known to be there."""

    supplier: str
    customer: str
    product: str
    data: Mapping[str, Any]
    elsewhere: bool  # the supplier is surely outside the region


def gaps_of(chain: nx.DiGraph, supply: nx.MultiDiGraph, *, region: str) -> Iterator[Gap]:
    """List the missing links, those unknown only where somebody needs them, then what is made here and bought elsewhere."""
    here, claimed = made_here(chain, region), claimed_here(chain, region)
    needs = unmet_needs(chain, here, claimed)
    taken: dict[str, list[Maker | Participant]] = {
        product: [*claimed.get(product, ()), *here.get(product, ())] for product in {*claimed, *here}
    }
    trade, inside = _trade(supply, region)
    local = with_general(chain, here)
    listed = listing_segments(chain)
    found: list[tuple[str, str, MissingLink | Mismatch]] = [
        *((link.subject, link.state, link) for link in missing_links(chain, region=region)
          if link.state != "unknown" or link.needed_by),
        *((each.subject, each.cause, each) for each in mismatches(chain, region=region)
          if each.cause == "bought-elsewhere"),
    ]  # fmt: skip
    for product, state, finding in found:
        kinds = special_kinds(chain, product)
        bought = [each for kind in kinds for each in trade.get(kind, ())]
        unsure = {(each.customer, each.product) for each in bought if not each.elsewhere}
        pairs = {
            pair for each in bought if (pair := (each.customer, each.product)) not in unsure and pair not in inside
        }
        sure, possible, unnamed = _customers(supply, needs.get(product, ()), taken, bought)
        near, density = _relatedness(chain, product, local)
        values = [each.data["value"] for each in bought if each.elsewhere and _has_value(each.data)]
        segments = listed.get(product, ())
        candidates = _candidates(chain, supply, kinds, region)
        yield Gap(
            product=product,
            state=state,
            verb=finding.verb,
            status=finding.status,
            certain=sure,
            possible=possible,
            unnamed_customers=unnamed,
            blocks=finding.blocks if isinstance(finding, MissingLink) else (),
            segments=segments,
            stated=_stated(chain, product, segments, region),
            near=near,
            density=density,
            purchases=tuple(Purchase(customer=customer, product=kind) for customer, kind in sorted(pairs)),
            value=sum(values) if values else None,
            makers_here=enterprises(whereabouts(chain, product, region).here),
            candidates=candidates,
            evidence=merge(
                [
                    finding.evidence,
                    *(each.data["evidence"] for each in bought),
                    *(each.evidence for each in candidates),
                ]
            ),
        )


@shared
def _trade(supply: nx.MultiDiGraph, region: str) -> tuple[Mapping[str, Sequence[_Trade]], Set[tuple[str, str]]]:
    """Return the supplies to customers of the region from outside it by product, and who buys what inside it."""
    containing = around(supply, region)
    everywhere: dict[str, frozenset[str]] = dict(supply.nodes(data="places", default=frozenset()))
    customers = [name for name, places in everywhere.items() if region in places]
    found: dict[str, list[_Trade]] = {}
    inside: set[tuple[str, str]] = set()
    bought = supply.in_edges(customers, data=True)
    for supplier, customer, data in sorted(bought, key=lambda each: (*each[:2], each[2]["evidence"])):
        if data.get("ended_by") or data.get("valid_until") or data["status"] == "planned":
            continue
        places = everywhere[supplier]
        for product in data["products"]:
            if region in places:
                inside.add((customer, product))
            else:
                each = _Trade(supplier, customer, product, data, not places <= containing)
                found.setdefault(product, []).append(each)
    return found, inside


def origins(supply: nx.MultiDiGraph, region: str) -> tuple[Set[tuple[str, str]], Set[tuple[str, str]]]:
    """Return the pairs of customer and product that the region's customers have on record from it, and from elsewhere alone.

    A pair that may come from the region, by a supplier whose place is not known, is in neither.
    """
    trade, inside = _trade(supply, region)
    bought = [each for found in trade.values() for each in found]
    unsure = {(each.customer, each.product) for each in bought if not each.elsewhere}
    return inside, {(each.customer, each.product) for each in bought} - unsure - inside


def _has_value(data: Mapping[str, Any]) -> bool:
    """Tell whether a supply has a value in yuan, and of one product alone."""
    return data.get("value") is not None and data.get("unit") in ("unit:CNY", "CNY") and len(data["products"]) == 1


def _customers(
    supply: nx.MultiDiGraph,
    needs: Sequence[Need],
    taken: Mapping[str, Sequence[Maker | Participant]],
    bought: Sequence[_Trade],
) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return the named customers that surely and that possibly want it, and the number of those not named."""
    wanting = [(each, need.essential and not need.possible) for need in needs for each in taken.get(need.product, ())]
    buyers = {each.customer for each in bought}
    sure = {each.enterprise for each, certain in wanting if certain} | buyers
    unnamed = {each.enterprise for each, _ in wanting if each.unnamed}
    unnamed |= {each for each in buyers if supply.nodes[each].get("unnamed")}
    possible = {each.enterprise for each, _ in wanting} - sure
    return tuple(sorted(sure - unnamed)), tuple(sorted(possible - unnamed)), len(unnamed)


def _stated(chain: nx.DiGraph, product: str, segments: Sequence[str], region: str) -> tuple[str, ...]:
    """Return the kinds of open shortage stated of the product, a more general one or a segment that lists it."""
    said = [chain.nodes[kind]["shortages"] for kind in general_kinds(chain, product)]
    said += [chain.graph["segments"][segment]["shortages"] for segment in segments]
    return tuple(sorted({each.kind for shortages in said for each in shortage_at(chain, shortages, region)}))


def _relatedness(chain: nx.DiGraph, product: str, local: set[str]) -> tuple[tuple[str, ...], float | None]:
    """Return what is made in the region of the product's inputs and users, and the share; None: neither is known."""
    general = general_kinds(chain, product)
    recipes = {each for kind in {*general, *special_kinds(chain, product)} for each in _before(chain, kind, "output")}
    inputs = {need: set(chain.predecessors(need)) for recipe in recipes for need in _before(chain, recipe, "requires")}
    users = {
        output
        for kind in general
        for need in _after(chain, kind, "alternative")
        for recipe in _after(chain, need, "requires")
        for output in _after(chain, recipe, "output")
    }
    whole = len(inputs) + len(users)
    near = sum(bool(offered & local) for offered in inputs.values()) + len(users & local)
    names = {each for offered in (*inputs.values(), users) for each in offered & local}
    return tuple(sorted(names)), near / whole if whole else None


def _candidates(chain: nx.DiGraph, supply: nx.MultiDiGraph, kinds: Sequence[str], region: str) -> tuple[Candidate, ...]:
    """Gather who outside the region makes, supplies or develops it, and who develops it in the region."""
    said = [(kind, maker) for kind in kinds for maker in chain.nodes[kind]["makers"]]
    said += [(kind, maker) for kind in kinds for maker in _on_record(supply, region, kind)]
    here = {maker.enterprise for _, maker in said if region in maker.places and produces(maker)}
    found: dict[str, list[tuple[str, Maker]]] = {}
    for kind, maker in said:
        if maker.enterprise not in here:
            found.setdefault(maker.enterprise, []).append((kind, maker))
    return tuple(_candidate(chain, name, found[name], region) for name in sorted(found))


@shared
def _on_record(supply: nx.MultiDiGraph, region: str, product: str) -> Sequence[Maker]:
    """Return who supplies customers of the region with a product from outside it, as makers."""
    return [
        Maker(
            enterprise=each.supplier,
            places=supply.nodes[each.supplier].get("places", frozenset()),
            status=each.data["status"],
            basis="supplies",
            unnamed=bool(supply.nodes[each.supplier].get("unnamed")),
            evidence=each.data["evidence"],
        )
        for each in _trade(supply, region)[0].get(product, ())
    ]


@shared
def _rings(chain: nx.DiGraph, region: str) -> Sequence[str]:
    """Return the region and the places that contain it, from the smallest to the largest."""
    within = chain.graph.get("within", {})
    return sorted({region, *within.get(region, ())}, key=lambda place: (-len(within.get(place, ())), place))


def _candidate(chain: nx.DiGraph, enterprise: str, said: Sequence[tuple[str, Maker]], region: str) -> Candidate:
    containing = around(chain, region) - {region}
    found_as = set()
    for _, maker in said:
        if maker.basis == "supplies":
            found_as.add("supplier-on-record")
        if not produces(maker):
            found_as.add("developing")
        else:
            found_as.add("place-unknown" if maker.places <= containing else "maker-elsewhere")
    makers = [maker for _, maker in said]
    places = frozenset().union(*(maker.places for maker in makers))
    ring = _rings(chain, region)
    return Candidate(
        enterprise=enterprise,
        named=not any(maker.unnamed for maker in makers),
        found_as=tuple(sorted(found_as)),
        offers=tuple(sorted({kind for kind, _ in said})),
        places=finest(chain, makers),
        apart=next((steps for steps, place in enumerate(ring) if place in places), len(ring)),
        at_once=any(produces(maker) for maker in makers),
        status=firmest(maker.status for maker in makers),
        evidence=merge(maker.evidence for maker in makers),
    )


def _after(chain: nx.DiGraph, node: str, role: str) -> list[str]:
    return sorted(head for head, edge in chain.succ[node].items() if edge["role"] == role)


def _before(chain: nx.DiGraph, node: str, role: str) -> list[str]:
    return sorted(tail for tail, edge in chain.pred[node].items() if edge["role"] == role)

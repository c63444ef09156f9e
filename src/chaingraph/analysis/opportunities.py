"""Opportunities (招商机会): the gaps of a region that somebody could be invited to close, and who is known to be able to."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

import networkx as nx

from chaingraph.analysis.candidates import Candidate, candidates, trade
from chaingraph.analysis.demand import Need, unmet_needs
from chaingraph.analysis.kinds import general_kinds, special_kinds, with_general
from chaingraph.analysis.made import claimed_here, enterprises, made_here, whereabouts
from chaingraph.analysis.mismatch import Mismatch, mismatches
from chaingraph.analysis.missing import MissingLink, missing_links
from chaingraph.analysis.wiring import after, before
from chaingraph.analysis.witness import listing_segments, shortage_at
from chaingraph.findings import merge
from chaingraph.model import Maker, Participant
from chaingraph.shared import shared

__all__ = ["Gap", "Purchase", "gaps_of", "origins"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A product that a customer of the region has on record from suppliers elsewhere alone."""

    customer: str
    product: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A product that a region lacks, or buys elsewhere though it makes it, and what speaks for closing it."""

    product: str
    state: str  # missing | developing | unknown | bought-elsewhere
    verb: str
    status: str  # of the demand
    certain: tuple[str, ...]  # named customers that have it on record, or surely need it by a documented recipe
    possible: tuple[str, ...]  # named customers that possibly need it, or by an assumed recipe alone
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


class _Bought(NamedTuple):
    """What customers of a region have on record of a product, or special kinds of it, from outside the region."""

    buyers: frozenset[str]
    unnamed: frozenset[str]  # of the buyers
    alone: tuple[Purchase, ...]  # from elsewhere alone
    value: float | None
    evidence: tuple[str, ...]


def gaps_of(chain: nx.DiGraph, supply: nx.MultiDiGraph, *, region: str) -> Iterator[Gap]:
    """List the missing links, those unknown only where somebody needs them, then what is made here and bought elsewhere."""
    here, claimed = made_here(chain, region), claimed_here(chain, region)
    needs = unmet_needs(chain, here, claimed)
    taken: dict[str, list[Maker | Participant]] = {
        product: [*claimed.get(product, ()), *here.get(product, ())] for product in {*claimed, *here}
    }
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
        bought = _bought(supply, region, kinds)
        sure, possible, unnamed = _customers(needs.get(product, ()), taken, bought)
        near, density = _relatedness(chain, product, local)
        segments = listed.get(product, ())
        able = candidates(chain, supply, kinds, region)
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
            purchases=bought.alone,
            value=bought.value,
            makers_here=enterprises(whereabouts(chain, product, region).here),
            candidates=tuple(able),
            evidence=merge([finding.evidence, bought.evidence, *(each.evidence for each in able)]),
        )


def origins(supply: nx.MultiDiGraph, region: str) -> tuple[Set[tuple[str, str]], Set[tuple[str, str]]]:
    """Return the pairs of customer and product that the region's customers have on record from it, and from elsewhere alone.

    A pair that may come from the region, by a supplier whose place is not known, is in neither.
    """
    sold, inside = trade(supply, region)
    bought = [each for found in sold.values() for each in found]
    unsure = {(each.customer, each.product) for each in bought if not each.elsewhere}
    return inside, {(each.customer, each.product) for each in bought} - unsure - inside


@shared
def _bought(supply: nx.MultiDiGraph, region: str, kinds: Sequence[str]) -> _Bought:
    sold, inside = trade(supply, region)
    bought = [each for kind in kinds for each in sold.get(kind, ())]
    unsure = {(each.customer, each.product) for each in bought if not each.elsewhere}
    alone = {(each.customer, each.product) for each in bought} - unsure - inside
    values = [each.data["value"] for each in bought if each.elsewhere and _has_value(each.data)]
    buyers = frozenset(each.customer for each in bought)
    return _Bought(
        buyers,
        frozenset(each for each in buyers if supply.nodes[each].get("unnamed")),
        tuple(Purchase(customer=customer, product=kind) for customer, kind in sorted(alone)),
        sum(values) if values else None,
        merge(each.data["evidence"] for each in bought),
    )


def _has_value(data: Mapping[str, Any]) -> bool:
    """Tell whether a supply has a value in yuan, and of one product alone."""
    return data.get("value") is not None and data.get("unit") in ("unit:CNY", "CNY") and len(data["products"]) == 1


def _customers(
    needs: Sequence[Need], taken: Mapping[str, Sequence[Maker | Participant]], bought: _Bought
) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return the named customers that surely and that possibly want it, and the number of those not named.

    Sure is what documents tell: a purchase on record, or an essential need by the recipe of a document. A need that
    rests on general industry knowledge alone is possible, however certain the recipe.
    """
    wanting = [
        (each, need.essential and not need.possible and need.status != "assumed")
        for need in needs
        for each in taken.get(need.product, ())
    ]
    sure = bought.buyers.union(each.enterprise for each, certain in wanting if certain)
    unnamed = bought.unnamed.union(each.enterprise for each, _ in wanting if each.unnamed)
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
    recipes = {each for kind in {*general, *special_kinds(chain, product)} for each in before(chain, kind, "output")}
    inputs = {
        need: {*before(chain, need, "alternative")} for recipe in recipes for need in before(chain, recipe, "requires")
    }
    users = {
        output
        for kind in general
        for need in after(chain, kind, "alternative")
        for recipe in after(chain, need, "requires")
        for output in after(chain, recipe, "output")
    }
    whole = len(inputs) + len(users)
    near = sum(bool(offered & local) for offered in inputs.values()) + len(users & local)
    names = {each for offered in (*inputs.values(), users) for each in offered & local}
    return tuple(sorted(names)), near / whole if whole else None

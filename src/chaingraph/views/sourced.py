"""What a supply map looks at (配套所见): suppliers of one enterprise with their origin, and its inputs with theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from chaingraph.analysis.made import around
from chaingraph.findings import merge
from chaingraph.model import Input, Maker
from chaingraph.views.bilingual import Both, joined, named
from chaingraph.views.flows import ELSEWHERE, home

if TYPE_CHECKING:
    from chaingraph.analysis import LocalSupplyRate

__all__ = ["ENDED", "FAR", "LOCAL", "PROVINCE", "UNKNOWN", "Need", "Sourced", "Supplier", "sourced"]

LOCAL: Final = "present"
"""State of what comes from the region."""
FAR: Final = "weak"
"""State of what comes from elsewhere."""
UNKNOWN: Final = "unknown"
"""State of what comes nobody knows whence."""
ENDED: Final = "developing"
"""State of a supplier that is known to deliver no longer."""
PROVINCE: Final = "province"
"""Band of suppliers outside of the region, in the place around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """An enterprise that supplies the one looked at, or one of its suppliers."""

    enterprise: str
    tier: int  # 1: supplies it directly
    state: str  # LOCAL | FAR | UNKNOWN | ENDED
    band: str  # park or region; PROVINCE | ELSEWHERE | NOWHERE
    products: tuple[str, ...]
    unnamed: bool
    planned: bool  # only planned to supply
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """An input with all that is known of where it comes from."""

    need: Input
    state: str  # LOCAL | FAR | UNKNOWN | ENDED
    suppliers: tuple[str, ...]  # on record, those that deliver no longer included
    here: tuple[Maker, ...]  # make it in the region: could be asked
    elsewhere: tuple[Maker, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """One enterprise and where what it needs comes from, seen from a region."""

    graph: nx.MultiDiGraph
    region: str
    me: str
    suppliers: tuple[Supplier, ...]
    needs: tuple[Need, ...]
    rates: tuple["LocalSupplyRate", ...]

    def name(self, thing: str) -> Both:
        """Return the names of a thing."""
        return named(self.graph, thing)

    def names(self, things: Iterable[str], *, most: int = 6) -> Both:
        """List the names of things, of many only the first."""
        listed = list(things)
        shown = joined([self.name(thing) for thing in listed[:most]])
        more = len(listed) - most
        return shown if more <= 0 else Both(f"{shown.zh}等{len(listed)}种", f"{shown.en} and {more} more")

    def direct(self, *states: str) -> list[Supplier]:
        """List the suppliers of tier 1 of some states; planned ones are not counted."""
        return [one for one in self.suppliers if one.tier == 1 and one.state in states and not one.planned]


def sourced(graph: nx.MultiDiGraph, *, region: str, rates: Iterable["LocalSupplyRate"] = ()) -> Sourced:
    """Gather what a supply map shows.

    Parameters
    ----------
    graph
        Sourcing graph.
    region
        Seen from where: what comes from there is local.
    rates
        Local supply rates of the enterprise.
    """
    me = graph.graph["enterprise"]
    suppliers = [_supplier(graph, thing, region) for thing in sorted(graph) if thing != me]
    suppliers.sort(key=lambda one: (one.tier, one.state, one.enterprise))
    states = {one.enterprise: one for one in suppliers}
    needs = [_need(graph, one, states, region) for one in _merged(graph.graph["inputs"])]
    return Sourced(
        graph=graph,
        region=region,
        me=me,
        suppliers=tuple(suppliers),
        needs=tuple(sorted(needs, key=lambda one: (one.state == UNKNOWN, one.need.status == "assumed"))),
        rates=tuple(rates),
    )


def _supplier(graph: nx.MultiDiGraph, thing: str, region: str) -> Supplier:
    node: Mapping[str, Any] = graph.nodes[thing]
    edges = [data for _, _, data in graph.out_edges(thing, data=True)]
    places = frozenset(node["places"])
    origin = LOCAL if region in places else UNKNOWN if places <= around(graph, region) else FAR
    return Supplier(
        enterprise=thing,
        tier=node["tier"],
        state=ENDED if all(data["ended"] for data in edges) else origin,
        band=_band(graph, places, region),
        products=tuple(sorted({product for data in edges for product in data["products"]})),
        unnamed=bool(node.get("unnamed")),
        planned=all(data["status"] == "planned" for data in edges),
        evidence=merge(data["evidence"] for data in edges),
    )


def _band(graph: nx.MultiDiGraph, places: frozenset[str], region: str) -> str:
    """Return where a supplier is drawn; the province around the region apart from what is farther."""
    band = home(graph, places, region=region)
    if band != ELSEWHERE:
        return band
    within: Mapping[str, frozenset[str]] = graph.graph.get("within", {})
    shared = places & (around(graph, region) - {region})
    return PROVINCE if any(within.get(place) for place in shared) else ELSEWHERE


def _merged(inputs: Iterable[Input]) -> list[Input]:
    """Put what is stated and what a recipe says of the same product together; the statement holds."""
    found: dict[str, Input] = {}
    for one in inputs:
        known = found.get(one.products[0])
        found[one.products[0]] = one if known is None else _both(known, one)
    return list(found.values())


def _both(one: Input, other: Input) -> Input:
    firm = one if one.status != "assumed" else other
    return Input(
        products=tuple(dict.fromkeys((*one.products, *other.products))),
        goes_into=tuple(sorted({*one.goes_into, *other.goes_into})),
        essential=one.essential or other.essential,
        status=firm.status,
        evidence=firm.evidence if one.status != other.status else merge([one.evidence, other.evidence]),
    )


def _need(graph: nx.MultiDiGraph, one: Input, states: Mapping[str, Supplier], region: str) -> Need:
    """Tell where an input comes from, by the supplies to the enterprise itself."""
    meets = graph.graph["meets"]
    fitting = {kind for product in one.products for kind in meets.get(product, (product,))}
    found: dict[str, set[str]] = {}
    for supplier, _, data in graph.in_edges(graph.graph["enterprise"], data=True):
        if data["status"] != "planned" and fitting & set(data["products"]):
            found.setdefault(ENDED if data["ended"] else states[supplier].state, set()).add(supplier)
    makers = [maker for product in sorted(fitting) for maker in graph.graph["makers"].get(product, ())]
    current = [state for state in (LOCAL, FAR, UNKNOWN, ENDED) if state in found]
    return Need(
        need=one,
        state=current[0] if current else UNKNOWN,
        suppliers=tuple(sorted({each for many in found.values() for each in many})),
        here=tuple(maker for maker in makers if region in maker.places),
        elsewhere=tuple(
            maker for maker in makers if maker.places - around(graph, region) and region not in maker.places
        ),
    )

"""What a chain page draws (图中要素): inputs straight from product to product, and enterprises with their places."""

from dataclasses import dataclass, field
from typing import NamedTuple

import networkx as nx

from chaingraph.analysis.kinds import general_kinds
from chaingraph.analysis.made import around
from chaingraph.model import Maker, Participant, Supply

__all__ = ["ELSEWHERE", "NOWHERE", "Flow", "Holder", "Part", "flows", "holders", "home", "needs", "part_of"]

ELSEWHERE = "elsewhere"
"""Lane of enterprises outside of the region."""

NOWHERE = "nowhere"
"""Lane of enterprises of which no source says where they are."""


class Part(NamedTuple):
    """Where a product is drawn: its segment, and the product listed there of which it is one or a kind."""

    segment: str
    under: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One product that goes into another, or is a kind of another."""

    start: str
    end: str
    role: str  # input | kind_of
    essential: bool
    others: tuple[str, ...]  # products that could stand in for this one
    status: str
    evidence: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Holder:
    """One enterprise of the chain: what it makes, where it takes part, whom it supplies and is supplied by, and where."""

    lane: str
    places: frozenset[str] = frozenset()
    makes: dict[str, list[Maker]] = field(default_factory=dict)
    takes_part: dict[str, list[Participant]] = field(default_factory=dict)
    buys: list[Supply] = field(default_factory=list)
    sells: list[Supply] = field(default_factory=list)


def needs(chain: nx.DiGraph, product: str) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """List the recipes of a product, each with its requirements, each with the products that meet it."""
    return [
        (
            recipe,
            [
                (requirement, _before(chain, requirement, "alternative"))
                for requirement in _before(chain, recipe, "requires")
            ],
        )
        for recipe in _before(chain, product, "output")
    ]


def _before(chain: nx.DiGraph, thing: str, role: str) -> list[str]:
    found = [
        (data.get("rank") or 0, start) for start, _, data in chain.in_edges(thing, data=True) if data["role"] == role
    ]
    return [start for _, start in sorted(found)]


def flows(chain: nx.DiGraph) -> tuple[Flow, ...]:
    """List what goes into what, over requirement and recipe; of several ways from one product to another, one."""
    found: dict[tuple[str, str], Flow] = {}
    products = sorted(name for name, kind in chain.nodes(data="kind") if kind == "product")
    for product in products:
        for recipe, requirements in needs(chain, product):
            for requirement, inputs in requirements:
                for number, start in enumerate(inputs):
                    flow = _flow(chain, (start, requirement, recipe, product))
                    others = tuple(inputs[:number] + inputs[number + 1 :])
                    _keep(found, flow, others)
        for _, general, data in chain.out_edges(product, data=True):
            if data["role"] == "kind_of":
                found.setdefault(
                    (product, general),
                    Flow(
                        start=product, end=general, role="kind_of", essential=False, others=(),
                        status=data["status"], evidence=tuple(data["evidence"]),
                    ),
                )  # fmt: skip
    return tuple(found[ends] for ends in sorted(found))


def _flow(chain: nx.DiGraph, way: tuple[str, str, str, str]) -> Flow:
    steps = [chain.edges[way[number], way[number + 1]] for number in range(3)]
    statuses = {step["status"] for step in steps}
    return Flow(
        start=way[0],
        end=way[3],
        role="input",
        essential=bool(chain.nodes[way[1]].get("essential", True)),
        others=(),
        status="assumed" if "assumed" in statuses else "planned" if "planned" in statuses else "reported",
        evidence=tuple(sorted({row for step in steps for row in step["evidence"]})),
    )


def _keep(found: dict[tuple[str, str], Flow], flow: Flow, others: tuple[str, ...]) -> None:
    """Merge a way with those found between the same products: the firmer status, all evidence."""
    known = found.get((flow.start, flow.end))
    found[flow.start, flow.end] = Flow(
        start=flow.start,
        end=flow.end,
        role="input",
        essential=flow.essential or (known is not None and known.essential),
        others=tuple(sorted({*others, *(known.others if known else ())})),
        status=flow.status if known is None or known.status == "assumed" else known.status,
        evidence=tuple(sorted({*flow.evidence, *(known.evidence if known else ())})),
    )


def part_of(chain: nx.DiGraph) -> dict[str, Part]:
    """Return where each product is drawn: in the first segment that lists it, or one more general than it."""
    listed: dict[str, str] = {}
    for segment, about in chain.graph["segments"].items():
        for product in about["products"]:
            listed.setdefault(product, segment)
    found: dict[str, Part] = {}
    for product in sorted(name for name, kind in chain.nodes(data="kind") if kind == "product"):
        under = next((kind for kind in general_kinds(chain, product) if kind in listed), None)
        if under is not None:
            found[product] = Part(segment=listed[under], under=under)
    return found


def home(chain: nx.DiGraph, places: frozenset[str], *, region: str) -> str:
    """Return the lane for these places: a park, else the narrowest place; outside of *region* and unknown apart.

    A place that contains the region (its province) does not say where an enterprise is.
    """
    if region in places:
        within = chain.graph.get("within", {})

        def nearest(place: str) -> tuple[int, int, bool, str]:
            rank = ["park", "region"].index(kind) if (kind := place.partition(":")[0]) in ("park", "region") else 2
            return rank, -len(within.get(place, ())), place != region, place

        inner = [place for place in places if place == region or place not in around(chain, region)]
        return min(inner, key=nearest)
    return NOWHERE if places <= around(chain, region) else ELSEWHERE


def holders(chain: nx.DiGraph, *, region: str) -> dict[str, Holder]:
    """List the enterprises that make, supply or buy a product of the chain or take part in a segment, by name."""
    found: dict[str, Holder] = {}

    def holder(enterprise: str, places: frozenset[str]) -> Holder:
        known = found.setdefault(enterprise, Holder(lane=NOWHERE))
        known.places |= places
        return known

    for product, makers in chain.nodes(data="makers"):
        for maker in makers or ():
            holder(maker.enterprise, maker.places).makes.setdefault(product, []).append(maker)
    for segment, about in chain.graph["segments"].items():
        for one in about["participants"]:
            holder(one.enterprise, one.places).takes_part.setdefault(segment, []).append(one)
    for supply in chain.graph.get("supplies", ()):
        holder(supply.customer, supply.customer_places).buys.append(supply)
        holder(supply.supplier, supply.supplier_places).sells.append(supply)
    for known in found.values():
        known.lane = home(chain, known.places, region=region)
    return dict(sorted(found.items()))

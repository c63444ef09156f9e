"""What a regional map looks at (布局所见): places of a region, each with enterprises, clusters, fields and gaps by chain."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import networkx as nx

from chaingraph.analysis.made import produces
from chaingraph.findings import merge
from chaingraph.views.bilingual import Both, joined, named
from chaingraph.views.citing import Item, cite
from chaingraph.views.flows import Holder
from chaingraph.views.scene import Scene, look_at
from chaingraph.views.unmet_claims import missing_item

if TYPE_CHECKING:
    from chaingraph.analysis import Diagnosis

__all__ = ["Here", "Placed", "Spot", "drawn", "nested", "placed", "rows_of"]


@dataclass(slots=True, kw_only=True)
class Here:
    """One enterprise at one place: what it makes or holds, in which chains, and on which rows that stands."""

    chains: list[str] = field(default_factory=list)
    things: list[str] = field(default_factory=list)  # products and segments
    alone: bool = False  # something stands on it alone
    makes: bool = False  # produces, or takes part; False: develops only, or merely lies here
    rows: list[tuple[str, ...]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Spot:
    """One place as seen for one chain, or for all."""

    enterprises: dict[str, Here] = field(default_factory=dict)
    gaps: list[Item] = field(default_factory=list)
    clusters: list[Item] = field(default_factory=list)
    fields: list[Item] = field(default_factory=list)

    def state(self) -> str:
        """Return the state of the place: the worst that is known of it."""
        if self.gaps:
            return "missing"
        if any(one.alone for one in self.enterprises.values()):
            return "weak"
        if any(one.makes or not one.chains for one in self.enterprises.values()):
            return "present"
        return "developing" if self.enterprises else "unknown"

    def empty(self) -> bool:
        """Tell whether nothing at all is on record here."""
        return not (self.enterprises or self.gaps or self.clusters or self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A region with its places; the key "" of a place's spots is all chains together."""

    graph: nx.DiGraph
    region: str
    chains: tuple[str, ...]
    spots: dict[str, dict[str, Spot]]
    outside: int  # enterprises of the chains that lie elsewhere
    nowhere: int  # enterprises of the chains of which no source says where they lie

    def name(self, thing: str) -> Both:
        """Return the names of a thing."""
        return named(self.graph, thing)

    def spot(self, place: str, chain: str) -> Spot:
        """Return what is at a place for one chain, or for all."""
        return self.spots.get(place, {}).get(chain) or Spot()

    def inside(self, place: str) -> str:
        """Return the narrowest place with coordinates that is or contains a place, the region itself not; "" for none."""
        around = [one for one in (place, *self.graph.successors(place)) if one != self.region]
        placed = [one for one in around if self.graph.nodes[one]["latitude"] is not None]
        return max(placed, key=lambda one: (self.graph.out_degree(one), one), default="")


def placed(graph: nx.DiGraph, results: Sequence[tuple[nx.DiGraph, "Diagnosis"]]) -> Placed:
    """Gather what a regional map shows.

    Parameters
    ----------
    graph
        Place graph of the region.
    results
        Graph and diagnosis of each chain, seen from that region.
    """
    whole = nx.DiGraph(graph)
    for key in ("names", "sources", "numbers", "issued", "aliases"):
        whole.graph[key] = {
            k: v for part in (*(one for one, _ in results), graph) for k, v in part.graph.get(key, {}).items()
        }
    region = graph.graph["region"]
    seen = Placed(
        graph=whole, region=region, chains=tuple(one.chain for _, one in results), spots={}, outside=0, nowhere=0
    )
    lost: dict[str, bool] = {}
    for chain, diagnosis in results:
        scene = look_at(chain, diagnosis)
        for enterprise, holder in scene.held.items():
            where = list(_at(seen, holder.places))
            lost.setdefault(enterprise, bool(holder.places - {region, *chain.graph["within"].get(region, ())}))
            for place in where:
                lost.pop(enterprise, None)
                for key in ("", diagnosis.chain):
                    _hold(_spot(seen, place, key).enterprises.setdefault(enterprise, Here()), enterprise, holder, scene)
        for item in _gaps(scene):
            for key in ("", diagnosis.chain):
                _spot(seen, region, key).gaps.append(_headed(item, scene) if key == "" else item)
    _described(seen)
    known = {enterprise for spots in seen.spots.values() for enterprise in spots.get("", Spot()).enterprises}
    return replace(
        seen,
        outside=sum(far for name, far in lost.items() if name not in known),
        nowhere=sum(not far for name, far in lost.items() if name not in known),
    )


def _spot(seen: Placed, place: str, chain: str) -> Spot:
    return seen.spots.setdefault(place, {}).setdefault(chain, Spot())


def _at(seen: Placed, places: Iterable[str]) -> Iterator[str]:
    """Yield the narrowest places drawn among some."""
    found = {drawn(seen.graph, place) for place in places if place in seen.graph}
    for place in sorted(found):
        if not any(place in seen.graph[other] for other in found if other != place):
            yield place


def nested(graph: nx.DiGraph) -> bool:
    """Tell whether places with coordinates lie in others that have them: then only the outermost are drawn."""
    return any(_outer(graph, place) != place for place in graph if graph.nodes[place]["latitude"] is not None)


def _outer(graph: nx.DiGraph, place: str) -> str:
    """Return the outermost place with coordinates that is or contains a place, the region itself not; else the place."""
    region = graph.graph["region"]
    if place == region:
        return place
    around = [one for one in (place, *graph.successors(place)) if one != region]
    with_spot = [one for one in around if graph.nodes[one]["latitude"] is not None]
    return min(with_spot, key=lambda one: (graph.out_degree(one), one), default=place)


def drawn(graph: nx.DiGraph, place: str) -> str:
    """Return the place that stands for a place on the map."""
    return _outer(graph, place) if nested(graph) else place


def _hold(here: Here, enterprise: str, holder: Holder, scene: Scene) -> None:
    here.chains.append(scene.diagnosis.chain)
    makers = [maker for many in holder.makes.values() for maker in many]
    parts = [one for many in holder.takes_part.values() for one in many]
    here.things += [thing for thing in (*holder.takes_part, *holder.makes) if thing not in here.things]
    here.alone = here.alone or enterprise in scene.alone
    here.makes = here.makes or bool(parts) or any(map(produces, makers))
    rows = [maker.evidence for maker in makers] + [one.evidence for one in parts]
    here.rows += rows + [supply.evidence for supply in (*holder.buys, *holder.sells)]


def _gaps(scene: Scene) -> Iterator[Item]:
    """Yield what the region itself lacks: missing segments and products of the chain's own segments."""
    for link in scene.diagnosis.missing:
        if link.state == "missing" and link.segments:
            yield replace(missing_item(scene, link), to=None)
    for one in scene.diagnosis.segments:
        about = scene.chain.graph["segments"][one.subject]
        if one.state == "missing" and not about["products"]:
            yield Item(
                head=scene.name(one.subject), state="missing", cite=cite(scene.chain, one.shortages or one.evidence)
            )


def _headed(item: Item, scene: Scene) -> Item:
    """Say of which chain a gap is."""
    chain = scene.name(scene.diagnosis.chain)
    return replace(item, lines=(Both(f"产业链：{chain.zh}", f"Chain: {chain.en}"), *item.lines))


def _described(seen: Placed) -> None:
    """Add what the places themselves are said to hold: further enterprises, clusters, fields."""
    for place, data in list(seen.graph.nodes(data=True)):
        spot = drawn(seen.graph, place)
        for one in data["enterprises"]:
            known = any(one["thing"] in spots[""].enterprises for spots in seen.spots.values() if "" in spots)
            if not known:
                here = _spot(seen, spot, "").enterprises.setdefault(one["thing"], Here())
                here.rows.append(one["evidence"])
        for one in data["clusters"]:
            for chain in {"", *(set(one["chains"]) & set(seen.chains))}:
                _spot(seen, spot, chain).clusters.append(_item(seen, one, one["chains"]))
        for one in data["fields"]:
            for chain in {"", *({one["thing"]} & set(seen.chains))}:
                _spot(seen, spot, chain).fields.append(_item(seen, one, ()))


def _item(seen: Placed, one: dict[str, Any], chains: Iterable[str]) -> Item:
    names = joined([seen.name(chain) for chain in chains])
    return Item(
        head=seen.name(one["thing"]),
        tag=Both("规划", "planned") if one["planned"] else None,
        lines=(Both(f"依托{names.zh}", f"based on {names.en}"),) if names.zh else (),
        cite=cite(seen.graph, one["evidence"]),
    )


def rows_of(here: Here) -> tuple[str, ...]:
    """Return the rows that an enterprise at a place stands on."""
    return merge(here.rows)

"""Unmet demand (未满足的需求): what every finding about a product without local maker says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from chaingraph.analysis.demand import Need, firmest
from chaingraph.analysis.made import Whereabouts, enterprises, finest, rows
from chaingraph.findings import Finding, merge
from chaingraph.model import Maker, Participant

__all__ = ["UnmetDemand", "unmet_demand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmetDemand(Finding):
    """A product that a region wants and nobody there is known to produce."""

    region: str
    verb: str  # supplement 补链 | extend 延链 | build 建链
    status: str  # of the firmest reason for the demand: measured | reported | planned | assumed
    need_possible: bool  # somebody may need it, and nobody surely does, a listing segment left aside
    need_status: str | None  # of the firmest need alone, a listing segment left aside; None: nobody needs it
    needed_by: tuple[
        str, ...
    ]  # products made in the region, or taken to be, that need it; possibly, if none does surely
    customers: tuple[str, ...]  # enterprises of the region that make those, or take part in a segment of one alone
    alternatives: tuple[str, ...]  # products that would do instead in some requirement, none made there
    optional: bool  # only optional requirements want it, and no segment lists it
    possible: bool  # no need of it is certain, and no segment lists it
    makers_elsewhere: tuple[str, ...]
    made_in: tuple[str, ...]  # where those are; empty: no maker known elsewhere
    place_unknown: tuple[str, ...]  # makers who may be in the region: no place told, or only a coarser one
    developing: tuple[str, ...]  # enterprises of the region that develop or plan it


def unmet_demand(
    chain: nx.DiGraph,
    needs: Sequence[Need],
    *,
    customers: Mapping[str, Sequence[Maker | Participant]],
    makers: Whereabouts,
    segments: Sequence[str] = (),
    more: Iterable[Iterable[str]] = (),
) -> dict[str, Any]:
    """Return the fields of `UnmetDemand` that follow from needs and makers: all but subject, region and verb.

    Parameters
    ----------
    chain
        Chain graph.
    needs
        Needs of the one product; may be empty when a segment lists it.
    customers
        Who in the region makes a product, or is taken to, by product.
    makers
        Makers of the product, none of them in the region.
    segments
        Segments that list the product; they demand it for certain.
    more
        Further evidence of the finding.
    """
    decisive = [need for need in needs if need.essential] or needs
    certain = [need for need in decisive if not need.possible] or needs
    needed_by = sorted({need.product for need in certain})
    buyers = [each for product in needed_by for each in customers[product]]
    used = [*makers.elsewhere, *makers.unplaced, *makers.developing, *buyers]
    return {
        "status": firmest([*(need.status for need in decisive), *("reported" for _ in segments)]),
        "need_possible": bool(decisive) and all(need.possible for need in decisive),
        "need_status": firmest(need.status for need in certain) if certain else None,
        "needed_by": tuple(needed_by),
        "customers": enterprises(buyers),
        "alternatives": tuple(sorted({other for need in needs for other in need.alternatives})),
        "optional": not segments and not any(need.essential for need in needs),
        "possible": not segments and all(need.possible for need in decisive),
        "makers_elsewhere": enterprises(makers.elsewhere),
        "made_in": finest(chain, makers.elsewhere),
        "place_unknown": enterprises(makers.unplaced),
        "developing": enterprises(makers.developing),
        "evidence": merge([*(need.evidence for need in needs), *rows(used), *more]),
        "searched": chain.graph["searched"],
    }

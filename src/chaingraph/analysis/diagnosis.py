"""Diagnosis (产业链诊断): all that the analyses find about one chain in one region."""

from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.alone import StandsOnOne, by_enterprise
from chaingraph.analysis.counted import chain_supply
from chaingraph.analysis.local import LocalGap, local_gaps
from chaingraph.analysis.mismatch import Mismatch, mismatches
from chaingraph.analysis.missing import MissingLink, missing_links
from chaingraph.analysis.rate import LocalSupplyRate, local_supply_rates
from chaingraph.analysis.rate_targets import RateTarget, beside
from chaingraph.analysis.segment import SegmentState, segment_states
from chaingraph.analysis.weak import WeakLink, weak_links
from chaingraph.findings import merge
from chaingraph.model import Reading, require

__all__ = ["Diagnosis", "diagnose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The findings about one chain in one region."""

    chain: str
    region: str
    as_of: str | None
    segments: tuple[SegmentState, ...]  # from upstream to downstream
    missing: tuple[MissingLink, ...]
    gaps: tuple[LocalGap, ...]
    mismatches: tuple[Mismatch, ...]
    weak: tuple[WeakLink, ...]
    alone: tuple[StandsOnOne, ...]
    rates: tuple[LocalSupplyRate, ...]  # of the region, then of each customer in it
    rate_targets: tuple[RateTarget, ...]  # stated targets of such rates beside them
    readings: tuple[Reading, ...]  # targets, actual and forecast values that documents state
    searched: tuple[str, ...]


def diagnose(chain: nx.DiGraph, supply: nx.MultiDiGraph, *, region: str) -> Diagnosis:
    """Run every analysis on one chain.

    Parameters
    ----------
    chain
        Chain graph with ``graph["chain"]`` and ``graph["indicators"]``.
    supply
        Supply graph, of any scope; `chaingraph.analysis.counted.chain_supply` cuts out what concerns the chain.
    region
        Park, district, city, province or country.

    Returns
    -------
    Diagnosis
        Its rates are those of `chaingraph.analysis.rate.local_supply_rates`.

    Raises
    ------
    ContractError
        When a graph breaks its contract, or does not know the region.
    """
    require(chain, graph_keys=("chain", "indicators"))
    require(supply, edge=("products",), graph_keys=("searched",))
    segments = segment_states(chain, region=region)
    weak = weak_links(chain, region=region)
    rates = local_supply_rates(chain_supply(chain, supply), region=region, as_of=chain.graph.get("as_of"))
    return Diagnosis(
        chain=chain.graph["chain"],
        region=region,
        as_of=chain.graph.get("as_of"),
        segments=segments,
        missing=missing_links(chain, region=region),
        gaps=local_gaps(chain, region=region),
        mismatches=mismatches(chain, region=region),
        weak=weak,
        alone=by_enterprise(weak, segments),
        rates=rates,
        rate_targets=beside(chain, rates, region=region),
        readings=tuple(sorted(chain.graph["indicators"], key=_reading_order)),
        searched=merge([chain.graph["searched"], supply.graph["searched"]]),
    )


def _reading_order(reading: Reading) -> tuple[str, ...]:
    return (
        reading.indicator,
        reading.subject,
        reading.as_of or reading.valid_from or "",
        reading.kind,
        *reading.evidence,
    )

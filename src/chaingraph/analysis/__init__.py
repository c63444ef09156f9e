"""Analyses (分析): one question per module, each a pure function from a graph to findings."""

from collections.abc import Callable
from typing import Any

from chaingraph.analysis.alone import StandsOnOne, stands_on_one
from chaingraph.analysis.available import available, blocked
from chaingraph.analysis.diagnosis import Diagnosis, diagnose
from chaingraph.analysis.local import LocalGap, local_gaps
from chaingraph.analysis.missing import MissingLink, missing_links
from chaingraph.analysis.rate import LocalSupplyRate, local_supply_rate
from chaingraph.analysis.segment import SegmentState, segment_states
from chaingraph.analysis.weak import WeakLink, concentration, weak_links

__all__ = [
    "ANALYSES",
    "Diagnosis",
    "LocalGap",
    "LocalSupplyRate",
    "MissingLink",
    "SegmentState",
    "StandsOnOne",
    "WeakLink",
    "available",
    "blocked",
    "concentration",
    "diagnose",
    "local_gaps",
    "local_supply_rate",
    "missing_links",
    "segment_states",
    "stands_on_one",
    "weak_links",
]

ANALYSES: tuple[Callable[..., Any], ...] = (
    segment_states,
    missing_links,
    local_gaps,
    weak_links,
    stands_on_one,
    local_supply_rate,
)
"""What can be run by name; the first parameter says which graph: *chain* or *supply*."""

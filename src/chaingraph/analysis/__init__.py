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
    "TITLES_ZH",
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

TITLES_ZH: dict[Callable[..., Any], str] = {
    segment_states: "各环节在本地有无",
    missing_links: "缺链：链上所需而本地无已知生产者的产品",
    local_gaps: "本地配套缺口：本地产品的投入，已知在外地而非本地生产",
    weak_links: "弱链：本地只有一家生产者，或有生产者而文献仍称短缺的产品",
    stands_on_one: "单点：本地仅靠一家企业的环节与产品，按企业归并",
    local_supply_rate: "本地配套率：供应中来自本地的比例（一级供应）",
}
"""What each finds, in Chinese; the English text is the first line of its docstring."""

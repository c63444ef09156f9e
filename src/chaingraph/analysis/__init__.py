"""Analyses (分析): one question per module, each a pure function from a graph to findings."""

from collections.abc import Callable
from typing import Any

from chaingraph.analysis.agreement import Agreement, agreements
from chaingraph.analysis.alone import StandsOnOne, stands_on_one
from chaingraph.analysis.availability import Availability, availability
from chaingraph.analysis.available import available, blocked
from chaingraph.analysis.brokers import Broker, brokers
from chaingraph.analysis.cut_sets import CutSet, cut_sets
from chaingraph.analysis.diagnosis import Diagnosis, diagnose
from chaingraph.analysis.invitation import InvestmentPortfolio, portfolio
from chaingraph.analysis.invite import InvestmentTarget, investment_targets
from chaingraph.analysis.local import LocalGap, local_gaps
from chaingraph.analysis.mismatch import Mismatch, mismatches
from chaingraph.analysis.missing import MissingLink, missing_links
from chaingraph.analysis.nested import nested_supply_rates
from chaingraph.analysis.positions import Position, positions
from chaingraph.analysis.rate import LocalSupplyRate, local_supply_rate
from chaingraph.analysis.rate_targets import RateTarget, rate_targets
from chaingraph.analysis.rating import Rating, ratings
from chaingraph.analysis.relatedness import Relatedness, relatedness
from chaingraph.analysis.robustness import RatingRobustness, rating_robustness
from chaingraph.analysis.segment import SegmentState, segment_states
from chaingraph.analysis.states import State, states
from chaingraph.analysis.substitutes import Substitute, substitutes
from chaingraph.analysis.switched import SwitchedSupplier, switched_suppliers
from chaingraph.analysis.systemic import SystemicRisk, systemic_risk
from chaingraph.analysis.targets import TargetCheck, target_checks
from chaingraph.analysis.weak import WeakLink, concentration, weak_links
from chaingraph.analysis.whatif import Change, Coming, WhatIf, what_if

__all__ = [
    "ANALYSES",
    "TITLES_ZH",
    "Agreement",
    "Availability",
    "Broker",
    "Change",
    "Coming",
    "CutSet",
    "Diagnosis",
    "InvestmentPortfolio",
    "InvestmentTarget",
    "LocalGap",
    "LocalSupplyRate",
    "Mismatch",
    "MissingLink",
    "Position",
    "RateTarget",
    "Rating",
    "RatingRobustness",
    "Relatedness",
    "SegmentState",
    "StandsOnOne",
    "State",
    "Substitute",
    "SwitchedSupplier",
    "SystemicRisk",
    "TargetCheck",
    "WeakLink",
    "WhatIf",
    "agreements",
    "availability",
    "available",
    "blocked",
    "brokers",
    "concentration",
    "cut_sets",
    "diagnose",
    "investment_targets",
    "local_gaps",
    "local_supply_rate",
    "mismatches",
    "missing_links",
    "nested_supply_rates",
    "portfolio",
    "positions",
    "rate_targets",
    "rating_robustness",
    "ratings",
    "relatedness",
    "segment_states",
    "stands_on_one",
    "states",
    "substitutes",
    "switched_suppliers",
    "systemic_risk",
    "target_checks",
    "weak_links",
    "what_if",
]

ANALYSES: tuple[Callable[..., Any], ...] = (
    segment_states,
    states,
    missing_links,
    local_gaps,
    mismatches,
    weak_links,
    stands_on_one,
    cut_sets,
    positions,
    local_supply_rate,
    nested_supply_rates,
    target_checks,
    rate_targets,
    agreements,
    ratings,
    rating_robustness,
    brokers,
    systemic_risk,
    substitutes,
    switched_suppliers,
    availability,
    investment_targets,
    portfolio,
    relatedness,
    what_if,
)
"""What can be run by name; the first parameters say which graphs: *chain*, *supply*, or *before* and *after* (supplies of two dates)."""

TITLES_ZH: dict[Callable[..., Any], str] = {
    segment_states: "各环节在本地有无",
    states: "各环节与产品的状态：已有、薄弱、缺失（有据或推断）、培育中、不明、无需求",
    missing_links: "缺链：链上所需而本地无已知生产者的产品",
    local_gaps: "本地配套缺口：本地产品的投入，已知在外地而非本地生产",
    weak_links: "弱链：本地只有一家生产者，或有生产者而文献仍称短缺的产品",
    stands_on_one: "单点：本地仅靠一家企业的环节与产品，按企业归并",
    cut_sets: "割集：同时停产即令某产品停产的最少企业组合",
    positions: "链位：各产品在投入产出关系中的层级与上游度",
    local_supply_rate: "本地配套率：供应中来自本地的比例（一级供应）",
    nested_supply_rates: "逐级配套率：同一批客户，来自本地、城市群、全省、全国的比例",
    mismatches: "供需错配：本地有产而本地另购、产能不足、只有一家，或本地无人使用",
    target_checks: "目标与实际：哪些数值可与目标对照，是否达到，不可比的原因",
    rate_targets: "配套率目标与测算：文件所定配套率目标能否与测算值对照，不可比的原因",
    agreements: "文件与测算的一致性：文件所称短缺与不依赖文件算出的缺口相互对照",
    ratings: "脆弱度评级：产品与环节的各项得分、上下界与等级",
    rating_robustness: "评级稳健性：权重与阈值变动时有多少等级改变",
    brokers: "关口企业：供应网络中的割点与支配点（按路径的粗筛）",
    investment_targets: "招商目录：每个缺口的候选企业，逐项列分排序",
    portfolio: "招商组合：引进 k 家企业最多能填补哪些缺口，精确解与贪心解并列，附上界",
    relatedness: "关联度：本地未产而同级地区有产的产品，与本地现有产品有多近",
    systemic_risk: "系统性风险：某企业停产，会使记录在案的产出损失多少（ESRI，下游、上游分列）",
    substitutes: "替代来源：某企业或某产品断供时，谁能替代",
    switched_suppliers: "供应商更替：两个时点之间，客户的供应商有何变化",
    availability: "可得性：本地可建成的产品（最小不动点）或可维持的产品（最大不动点）",
    what_if: "情景推演：去掉企业、园区或进口，或新增企业，会有何变化",
}
"""What each finds, in Chinese; the English text is the first line of its docstring."""

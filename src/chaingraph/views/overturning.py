"""What would overturn a finding (推翻条件): the concrete fact that, once on record, changes the call; one sentence each."""

from collections.abc import Callable
from typing import Any, Final

import networkx as nx

from chaingraph.analysis import (
    Agreement,
    Availability,
    Broker,
    CutSet,
    InvestmentPortfolio,
    InvestmentTarget,
    LocalGap,
    LocalSupplyRate,
    Mismatch,
    MissingLink,
    Position,
    RateTarget,
    Rating,
    RatingRobustness,
    Relatedness,
    SegmentState,
    StandsOnOne,
    State,
    Substitute,
    SwitchedSupplier,
    SystemicRisk,
    TargetCheck,
    WeakLink,
    WhatIf,
)
from chaingraph.analysis.absence import InferredMissing
from chaingraph.findings import Finding
from chaingraph.views import overturning_gaps as gaps
from chaingraph.views.amounts import percent
from chaingraph.views.bilingual import Both, several
from chaingraph.views.overturning_gaps import Say
from chaingraph.views.wording import GRADE

__all__ = ["OVERTURNED", "overturned"]


def overturned(finding: Finding, chain: nx.DiGraph) -> Both:
    """Name the fact that would change a finding.

    Parameters
    ----------
    finding
        Any finding of an analysis.
    chain
        The graph it was found in, for names and citations.

    Raises
    ------
    KeyError
        There is no sentence for this class of finding.
    """
    sentence = OVERTURNED[type(finding)]
    return sentence if isinstance(sentence, Both) else sentence(finding, Say(chain))


def _rate(one: LocalSupplyRate, _: Say) -> Both:
    if one.lower is None or one.upper is None:
        return Both("任何一条供应记录。", "Any supply on record.")
    low, high = percent(one.lower), percent(one.upper)
    if one.lower == one.upper:
        return Both(
            f"任何一条尚无记录的供应：此值只据{one.supplies}条供应记录，其来源均已知。",
            f"Any supply that is not on record yet: the rate rests on {several(one.supplies, 'supply', 'supplies')} alone, "
            "all of known origin.",
        )
    return Both(
        f"来源不明部分查明产地后，数值可在{low}至{high}之间变动；新增供应记录也会改变它。",
        f"The origin of what is of unknown origin: with it the rate may come to lie anywhere from {low} to {high}; so does any "
        "further supply on record.",
    )


def _target(one: TargetCheck, say: Say) -> Both:
    what = say.names([one.subject])
    if one.comparable:
        return Both(
            f"同一口径的{what.zh}另一数值或更正。", f"Another or corrected value of {what.en} on the same terms."
        )
    return Both(
        f"与目标同单位、同对象、同范围、同时期的{what.zh}数值。",
        f"A value of {what.en} of the same unit, things, scope and time as the target.",
    )


def _rate_target(one: RateTarget, say: Say) -> Both:
    said = say.cited(one.evidence) or Both("", "")
    if one.comparable:
        return Both(
            "来源不明供应的产地、新增供应记录，或目标的更正。",
            "The origin of supplies of unknown origin, further supplies on record, or a corrected target.",
        )
    return Both(
        f"文件（{said.zh}）说明所用口径、时期和范围，且有同一口径、时期和范围的供应记录。",
        f"The basis, period and scope that the document ({said.en}) means, and supplies on record of the same.",
    )


def _agreement(one: Agreement, say: Say) -> Both:
    what, place, said = say.names([one.subject]), say.names([one.region]), say.cited(one.evidence)
    at = Both(f"（{said.zh}）", f" ({said.en})") if said else Both("", "")
    if one.outcome == "found-only":
        return Both(
            f"写明{place.zh}缺{what.zh}的文件（则一致），或查到更多本地生产企业（则无缺口）。",
            f"A document that says {place.en} lacks {what.en} (then both agree), or further makers there (then there is no gap).",
        )
    if one.outcome == "stated-only":
        return Both(
            f"查到{place.zh}有企业需要{what.zh}而无足够的本地生产企业（则一致），或短缺{at.zh}被注明已解决。",
            f"An enterprise in {place.en} that needs {what.en} and too few makers there (then both agree), or the "
            f"shortage{at.en} marked as solved.",
        )
    return Both(
        f"查到{place.zh}两家以上{what.zh}生产企业，或短缺{at.zh}被注明已解决。",
        f"Two makers or more of {what.en} in {place.en} on record, or the shortage{at.en} marked as solved.",
    )


def _rating(one: Rating, say: Say) -> Both:
    what, place = say.names([one.subject]), say.names([one.region])
    best, worst = GRADE[one.best], GRADE[one.worst]
    same = one.best == one.worst
    return Both(
        f"{place.zh}新增{what.zh}生产企业、替代来源或产能的记录"
        + ("。" if same else f"；记录未明之处就可使等级为{best.zh}至{worst.zh}。"),
        f"A further maker of {what.en} in {place.en}, a substitute or a capacity on record"
        + ("." if same else f"; what the record leaves open may alone make it {best.en} to {worst.en}."),
    )


_ROBUSTNESS: Final = Both(
    "权重、阈值取值或评级所依据的记录改变。", "Other weights or thresholds, or other records behind the ratings."
)


def _broker(one: Broker, say: Say) -> Both:
    cut = say.names(one.dominates or one.separates)
    return Both(f"不经过它而到达{cut.zh}的供应记录。", f"A supply on record that reaches {cut.en} without it.")


def _substitute(one: Substitute, say: Say) -> Both:
    who, offer = say.names([one.enterprise]), say.names([one.offer])
    return Both(
        f"{who.zh}不再生产{offer.zh}、无余力或规格不符的记录。",
        f"A record that {who.en} no longer makes {offer.en}, has none to spare, or that it does not fit.",
    )


def _switched(one: SwitchedSupplier, say: Say) -> Both:
    lost, gained = say.names(one.lost), say.names(one.gained)
    who = say.names([*one.lost, *one.gained])
    told = Both(f"{lost.zh}仍在供货、" if one.lost else "", f"{lost.en} still supplies, " if one.lost else "")
    more = Both(
        f"{gained.zh}更早已供货的记录，" if one.gained else "", f"{gained.en} supplied before, " if one.gained else ""
    )
    return Both(
        f"{told.zh}{more.zh}或{who.zh}供货起止时间的更正。",
        f"A record that {told.en}{more.en}or other dates of {who.en}.",
    )


def _available(one: Availability, say: Say) -> Both:
    what, place, lacks = say.names([one.subject]), say.names([one.region]), say.names(one.lacks)
    if one.available:
        return Both(
            f"{what.zh}的生产企业或其必需投入在{place.zh}不复存在。",
            f"The loss of its makers in {place.en}, or of an essential input of {what.en} there.",
        )
    if not lacks.zh:
        return Both(
            f"{place.zh}有企业生产{what.zh}的记录，或它的一个配方。",
            f"A maker of {what.en} in {place.en}, or a recipe of it.",
        )
    return Both(
        f"{place.zh}有企业生产{what.zh}，或能得到{lacks.zh}。",
        f"A maker of {what.en} in {place.en}, or a source of {lacks.en}.",
    )


def _invited(one: InvestmentTarget, say: Say) -> Both:
    what, place = say.names([one.subject]), say.names([one.region])
    return Both(
        f"查到{place.zh}已有{what.zh}生产企业，或候选企业不再生产它。",
        f"A maker of {what.en} in {place.en} on record, or a record that the candidate no longer makes it.",
    )


_PORTFOLIO: Final = Both(
    "任一缺口已被本地企业填补，或候选企业、成本、需求的记录改变。",
    "A gap that is filled by a local maker, or other records of candidates, cost or demand.",
)


_POSITION: Final = Both(
    "含有它的另一配方、投入或产品分类的记录。", "Another recipe, input or kind on record that links it otherwise."
)

_RELATED: Final = Both(
    "本地或同级地区另有企业生产这些产品的记录。",
    "Further makers of these products on record, here or in the regions compared.",
)


def _systemic(one: SystemicRisk, say: Say) -> Both:
    who = say.names([one.subject])
    return Both(
        f"{who.zh}及其客户的其他供应商、供应份额、可替代性或产量的记录。",
        f"Other suppliers, shares, replaceability or output of {who.en} and its customers on record.",
    )


def _what_if(one: WhatIf, say: Say) -> Both:
    lost = say.names(one.lost)
    if one.added and not one.lost:
        came = say.names(one.added)
        return Both(
            f"{came.zh}不能在该地投产，或其投入无从取得的记录。",
            f"A record that {came.en} cannot be made there, or lacks its inputs.",
        )
    if not one.lost:
        return Both("依赖去掉对象的投入要求的记录。", "A requirement on record that depends on what is removed.")
    return Both(
        f"{lost.zh}的其他本地生产企业、替代投入或另一配方的记录。",
        f"Another local maker, an alternative input or another recipe of {lost.en} on record.",
    )


OVERTURNED: Final[dict[type[Finding], Callable[[Any, Say], Both] | Both]] = {
    Agreement: _agreement,
    Availability: _available,
    Broker: _broker,
    CutSet: gaps.cut,
    InferredMissing: gaps.inferred,
    InvestmentPortfolio: _PORTFOLIO,
    InvestmentTarget: _invited,
    LocalGap: gaps.gap,
    LocalSupplyRate: _rate,
    Mismatch: gaps.mismatch,
    MissingLink: gaps.missing,
    Position: _POSITION,
    RateTarget: _rate_target,
    Rating: _rating,
    RatingRobustness: _ROBUSTNESS,
    Relatedness: _RELATED,
    SegmentState: gaps.segment,
    StandsOnOne: gaps.alone,
    State: gaps.state,
    Substitute: _substitute,
    SwitchedSupplier: _switched,
    SystemicRisk: _systemic,
    TargetCheck: _target,
    WeakLink: gaps.weak,
    WhatIf: _what_if,
}
"""The sentence of each class of finding."""

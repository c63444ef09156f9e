"""The diagnosis in words (诊断报告): sections of claims, worst first, each with its lines; for pages and terminals."""

from typing import TYPE_CHECKING

from chaingraph.views.amounts import percent, reading_text
from chaingraph.views.bilingual import Both, joined, several
from chaingraph.views.citing import Item, Section, cite
from chaingraph.views.claims import alone_item, mismatch_item, weak_item
from chaingraph.views.rate_targets import rate_target_items
from chaingraph.views.scene import Scene
from chaingraph.views.telling import told
from chaingraph.views.unmet_claims import gap_items, missing_item
from chaingraph.views.wording import BASIS, FEW

if TYPE_CHECKING:
    from chaingraph.analysis import LocalSupplyRate, StandsOnOne

__all__ = ["far", "rate_item", "rate_lines", "report"]


def report(scene: Scene) -> tuple[Section, ...]:
    """Write the diagnosis: what is missing, what is weak, what is not known, what comes from elsewhere, the figures."""
    diagnosis = scene.diagnosis
    missing = [link for link in diagnosis.missing if link.state == "missing"]
    developing = [link for link in diagnosis.missing if link.state == "developing"]
    unknown = sorted(
        (link for link in diagnosis.missing if link.state == "unknown"),
        key=lambda link: (link.subject not in scene.part, not link.shortages),
    )
    return (
        Section(
            title=Both("缺失环节（断链）", "Missing links"),
            note=Both(
                "资料中没有本地生产企业，且有文件要求引进或替代，或有名录声明已列全。",
                "No local maker in the data, and a document asks to attract or substitute it, or a listing says it is complete.",
            ),
            items=tuple(missing_item(scene, link) for link in missing if link.subject in scene.part),
        ),
        Section(
            title=Both("链外投入缺失", "Missing inputs from beyond the chain"),
            note=Both(
                "本链所需、不属于本链环节的投入，缺口在别的产业链：没有本地生产企业，且有文件要求引进或替代，或有名录声明已列全。",
                "Inputs that belong to none of the chain's segments, so that the gap is in another chain: no local maker, and "
                "a document asks to attract or substitute them, or a listing says it is complete.",
            ),
            items=tuple(missing_item(scene, link) for link in missing if link.subject not in scene.part),
        ),
        Section(
            title=Both("只靠一家企业", "Standing on one enterprise alone"),
            note=Both(
                "资料中只点名一家本地企业生产，是否真只有一家宜先核实；若是，它停产则这些产品停产。",
                "Documents name one local maker alone: check whether there are others; if not, when it stops, these stop.",
            ),
            items=tuple(alone_item(scene, one) for one in sorted(diagnosis.alone, key=lambda one: far(scene, one))),
        ),
        Section(
            title=Both("文件点名要加强", "Made here, and a document asks for more"),
            items=tuple(weak_item(scene, link) for link in diagnosis.weak if link.stated),
        ),
        Section(
            title=Both("培育中", "Being developed"),
            note=Both(
                "本地企业在培育，资料中未见投产。", "Local enterprises develop these; none is said to produce them yet."
            ),
            items=tuple(missing_item(scene, link) for link in developing),
        ),
        Section(
            title=Both("情况不明", "Unknown"),
            note=Both(
                "资料中没有本地生产企业，但不能断定没有，宜先核实。",
                "No local maker in the data, which proves nothing: check first.",
            ),
            items=tuple(missing_item(scene, link) for link in unknown),
        ),
        Section(
            title=Both("本地配套缺口", "Local supply gaps"),
            note=Both(
                "本地企业生产所需、资料中本地无人生产的投入。",
                "Inputs of local makers that nobody here is known to make.",
            ),
            items=gap_items(scene),
        ),
        Section(
            title=Both("供需错配", "Supply and demand that do not meet"),
            note=Both(
                "本地有生产，而本地客户另购、产能不足，或无人使用。",
                "Made here, and yet bought elsewhere, too little, or not used here.",
            ),
            items=tuple(mismatch_item(scene, one) for one in diagnosis.mismatches if one.cause != "one-maker"),
        ),
        Section(
            title=Both("本地配套率", "Local supply rate"),
            items=tuple(rate_item(scene, rate) for rate in diagnosis.rates),
        ),
        Section(
            title=Both("配套率：目标与测算", "Local supply rate: targets and computed"),
            note=Both(
                "测算只计有记录的供应；口径、范围、地区、时期或单位有一项不同即不可比。",
                "Computed from supplies on record; whatever differs in basis, scope, region, period or unit cannot be compared.",
            ),
            items=rate_target_items(scene),
        ),
        Section(title=Both("目标与实际", "Targets and actual figures"), items=_readings(scene)),
        Section(
            title=Both("检索范围", "What was searched"),
            items=tuple(Item(lines=(scene.name(document),)) for document in diagnosis.searched),
            open=False,
        ),
    )


def far(scene: Scene, one: "StandsOnOne") -> bool:
    """Tell whether nothing that stands on an enterprise belongs to a segment of the chain."""
    return not one.segments and not any(product in scene.part for product in one.products)


def rate_item(scene: Scene, rate: "LocalSupplyRate") -> Item:
    """Write a local supply rate with its basis, bounds and coverage."""
    basis = BASIS[rate.basis]
    subject = scene.name(rate.subject)
    return Item(
        head=Both(f"{subject.zh}（{basis.zh}）", f"{subject.en} ({basis.en})"),
        to=rate.subject if rate.subject in scene.held else None,
        lines=rate_lines(rate),
        cite=cite(scene.chain, rate.evidence),
    )


def rate_lines(rate: "LocalSupplyRate") -> tuple[Both, ...]:
    """Write a rate, its bounds, its coverage, and what else it must not be read without."""
    parts: list[Both | None] = [_rated(rate)]
    if rate.lower is not None and rate.upper is not None and rate.lower < rate.upper:
        span = f"{percent(rate.lower)}–{percent(rate.upper)}"
        parts.append(Both(f"计入来源不明的供应，实际在{span}之间", f"Between {span} with supplies of unknown origin"))
    if rate.coverage is not None and rate.coverage < 1:
        parts.append(Both(f"覆盖{percent(rate.coverage)}", f"Coverage {percent(rate.coverage)}"))
    if 0 < rate.supplies < FEW:
        parts.append(
            Both(
                f"只有{rate.supplies}条供应记录，不足以下结论",
                f"Only {several(rate.supplies, 'supply', 'supplies')} on record: too few to conclude",
            )
        )
    if rate.left_out:
        parts.append(
            Both(
                f"{rate.left_out}条供应未能计入", f"{several(rate.left_out, 'supply', 'supplies')} could not be counted"
            )
        )
    if rate.note_zh and rate.note_en:
        parts.append(Both(rate.note_zh.rstrip("。"), rate.note_en.rstrip(".")))
    return told(parts)


def _rated(rate: "LocalSupplyRate") -> Both:
    if rate.rate is None:
        return Both("无法计算：没有来源明确的供应", "Cannot be told: no supply of known origin")
    part = "" if rate.basis == "share" else f" ({rate.numerator:g}/{rate.denominator:g})"
    if rate.coverage is not None and rate.coverage < 1:
        return Both(
            f"来源明确的供应中{percent(rate.rate)}{part}", f"{percent(rate.rate)}{part} of what is of known origin"
        )
    return Both(f"{percent(rate.rate)}{part}", f"{percent(rate.rate)}{part}")


def _readings(scene: Scene) -> tuple[Item, ...]:
    """Write each target beside the actual figures of the same indicator and thing."""
    items = []
    for reading in scene.diagnosis.readings:
        unit = scene.name(reading.unit) if reading.unit in scene.chain.graph.get("names", {}) else None
        subject = scene.name(reading.subject)
        own = reading.subject == scene.chain.graph["chain"]
        indicator = scene.name(reading.indicator)
        items.append(
            Item(
                head=indicator if own else joined([subject, indicator], zh=" ", en=": "),
                lines=(reading_text(reading, of=indicator, unit=unit),),
                to=reading.subject if reading.subject in scene.held or reading.subject in scene.states else None,
                cite=cite(scene.chain, reading.evidence),
            )
        )
    return tuple(items)

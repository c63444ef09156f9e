"""The diagnosis in words (诊断报告): sections of claims, worst first, each with its lines; for pages and terminals."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from chaingraph.findings import merge
from chaingraph.views.amounts import percent, reading_text
from chaingraph.views.bilingual import Both, joined
from chaingraph.views.citing import Item, Section, cite
from chaingraph.views.scene import Scene
from chaingraph.views.wording import BASIS, STATUS, VERB

if TYPE_CHECKING:
    from chaingraph.analysis import LocalGap, LocalSupplyRate, MissingLink, SegmentState, StandsOnOne, WeakLink
    from chaingraph.analysis.unmet import UnmetDemand

__all__ = ["about", "alone_item", "missing_item", "rate_item", "report", "segment_items"]


def report(scene: Scene) -> tuple[Section, ...]:
    """Write the diagnosis: what is missing, what is not known, what is weak, what comes from elsewhere, the figures."""
    diagnosis = scene.diagnosis
    missing = [link for link in diagnosis.missing if link.state == "missing"]
    unknown = [link for link in diagnosis.missing if link.state != "missing"]
    stated = [link for link in diagnosis.weak if link.stated]
    return (
        Section(
            title=Both("缺失环节（断链）", "Missing links"),
            note=Both("有文件或名录证实本地无人生产。", "A document or a complete listing shows that nobody makes them here."),
            items=tuple(missing_item(scene, link) for link in missing),
        ),
        Section(
            title=Both("只靠一家企业", "Standing on one enterprise alone"),
            note=Both("资料中只有一家本地企业生产；它停产则这些产品停产。", "Only one local maker is known; when it stops, these stop."),
            items=tuple(alone_item(scene, one) for one in diagnosis.alone),
        ),
        Section(
            title=Both("文件点名要加强", "Made here, and a document asks for more"),
            items=tuple(_weak_item(scene, link) for link in stated),
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
            note=Both("本地企业需要、目前靠外地供应的投入。", "Inputs that local makers need and get from elsewhere."),
            items=tuple(_gap_item(scene, gap) for gap in diagnosis.gaps),
            open=False,
        ),
        Section(title=Both("本地配套率", "Local supply rate"), items=tuple(rate_item(scene, rate) for rate in diagnosis.rates)),
        Section(title=Both("目标与实际", "Targets and actual figures"), items=_readings(scene)),
        Section(
            title=Both("检索范围", "What was searched"),
            items=tuple(Item(lines=(scene.name(document),)) for document in diagnosis.searched),
            open=False,
        ),
    )


def about(scene: Scene) -> Callable[[str], tuple[Item, ...]]:
    """Return a function that lists the claims on one thing, for its card."""
    claims: dict[str, list[Item]] = {}
    for state in scene.diagnosis.segments:
        claims.setdefault(state.subject, []).append(_segment_item(scene, state))
    for link in scene.diagnosis.missing:
        claims.setdefault(link.subject, []).append(missing_item(scene, link))
    for weak in scene.diagnosis.weak:
        claims.setdefault(weak.subject, []).append(_weak_item(scene, weak))
    told = {link.subject for link in scene.diagnosis.missing}
    for gap in scene.diagnosis.gaps:
        if gap.subject not in told:
            claims.setdefault(gap.subject, []).append(_gap_item(scene, gap))
    for one in scene.diagnosis.alone:
        claims.setdefault(one.subject, []).append(alone_item(scene, one))
    return lambda thing: tuple(claims.get(thing, ()))


def _told(parts: Iterable[Both | None]) -> tuple[Both, ...]:
    return tuple(part for part in parts if part is not None and part.zh)


def _listed(scene: Scene, zh: str, en: str, things: Iterable[str]) -> Both | None:
    names = scene.names(things)
    return Both(f"{zh}{names.zh}", f"{en}{names.en}") if names.zh else None


def segment_items(scene: Scene) -> tuple[Item, ...]:
    """Write one line for each segment: its state, and by whom it is held."""
    return tuple(_segment_item(scene, state) for state in scene.diagnosis.segments)


def _segment_item(scene: Scene, state: "SegmentState") -> Item:
    holders = list(dict.fromkeys([*state.makers, *state.participants]))
    names = scene.names(holders, most=8)
    by = (
        Both(f"本地{len(holders)}家：{names.zh}", f"{len(holders)} local: {names.en}")
        if holders
        else Both("无已知本地企业", "No known local enterprise")
    )
    asked = Both("文件对此有要求", "A document asks for it") if state.shortages else None
    return Item(
        head=scene.name(state.subject),
        to=state.subject,
        state=state.state,
        tag=VERB.get(state.verb or ""),
        lines=_told([by, _listed(scene, "本地在研或规划：", "Developing it here: ", state.developing), asked]),
        cite=cite(scene.chain, state.shortages or state.evidence),
    )


def missing_item(scene: Scene, link: "MissingLink") -> Item:
    """Write one product that is missing or unknown: who needs it, who could deliver it, whom to ask."""
    witness = _witness_rows(scene)
    rows = [row for row in link.evidence if row in witness] if link.state == "missing" else list(link.evidence)
    tasked = sorted({one for shortage in scene.chain.nodes[link.subject]["shortages"] for one in shortage.tasked_with})
    return Item(
        head=scene.name(link.subject),
        to=link.subject,
        state=link.state,
        tag=VERB[link.verb],
        lines=_told(
            [
                *_demand(scene, link),
                _listed(scene, "受其制约：", "Held back by it: ", link.blocks),
                _listed(scene, "责任单位：", "Charged with it: ", tasked),
            ]
        ),
        cite=cite(scene.chain, rows or link.evidence),
    )


def _demand(scene: Scene, link: "UnmetDemand") -> list[Both | None]:
    """Say who needs a product, and who could deliver it."""
    needed = scene.names(link.needed_by, most=3)
    customers = scene.names(link.customers, most=4)
    where = scene.names(link.made_in, most=3)
    makers = scene.names(link.makers_elsewhere, most=4)
    return [
        Both(f"谁需要：{customers.zh}（用于{needed.zh}）", f"Who needs it: {customers.en} (for {needed.en})") if needed.zh else None,
        Both("需求依据是行业常识（假定）", "The need is general industry knowledge (assumed)")
        if needed.zh and link.status == "assumed"
        else None,
        Both("可选投入", "Optional input") if link.optional else None,
        _listed(scene, "本地在研或规划：", "Developing it here: ", link.developing),
        _listed(scene, "企业所在地不详：", "Makers, place not told: ", link.place_unknown),
        Both(f"外地企业：{makers.zh}（{where.zh}）", f"Makers elsewhere: {makers.en} ({where.en})") if makers.zh else None,
    ]


def _witness_rows(scene: Scene) -> set[str]:
    """List the rows that say something is lacking, or that all makers are listed."""
    nodes = [data for _, data in scene.chain.nodes(data=True) if data["kind"] == "product"]
    stated = [one.evidence for data in nodes for one in (*data["shortages"], *data["complete"])]
    stated += [one.evidence for segment in scene.chain.graph["segments"].values() for one in segment["shortages"]]
    stated += [one.evidence for one in scene.chain.graph.get("complete", ())]
    return set(merge(stated))


def _gap_item(scene: Scene, gap: "LocalGap") -> Item:
    return Item(
        head=scene.name(gap.subject),
        to=gap.subject,
        state=scene.states.get(gap.subject),
        tag=VERB[gap.verb],
        lines=_told(_demand(scene, gap)),
        cite=cite(scene.chain, gap.evidence),
    )


def _weak_item(scene: Scene, link: "WeakLink") -> Item:
    alone = _listed(scene, "只有一家本地企业：", "One local maker alone: ", link.makers) if link.sole else None
    makers = None if link.sole else _listed(scene, "本地企业：", "Local makers: ", link.makers)
    share = link.market_share
    return Item(
        head=scene.name(link.subject),
        to=link.subject,
        state="weak",
        tag=VERB[link.verb],
        lines=_told(
            [
                alone,
                makers,
                Both(f"市场占有率{percent(share)}", f"Market share {percent(share)}") if share else None,
                _listed(scene, "停产将波及：", "Would stop with it: ", link.loses),
            ]
        ),
        cite=cite(scene.chain, link.stated or link.evidence),
    )


def alone_item(scene: Scene, one: "StandsOnOne") -> Item:
    """Write what stands on one enterprise alone."""
    return Item(
        head=scene.name(one.subject),
        to=one.subject if one.subject in scene.held else None,
        state="weak",
        tag=VERB[one.verb],
        lines=_told(
            [
                _listed(scene, "独撑环节：", "Alone holds the segment: ", one.segments),
                _listed(scene, "独家生产：", "Alone makes: ", one.products),
                _listed(scene, "停产还将波及：", "Would also stop: ", one.loses),
            ]
        ),
        cite=cite(scene.chain, _own_rows(scene, one)),
    )


def _own_rows(scene: Scene, one: "StandsOnOne") -> tuple[str, ...]:
    """List the rows on what an enterprise makes and where it takes part, of those its claim rests on."""
    if one.subject not in scene.held:
        return one.evidence
    held = scene.held[one.subject]
    statements = [*held.makes.values(), *held.takes_part.values()]
    rows = {row for group in statements for statement in group for row in statement.evidence}
    return tuple(row for row in one.evidence if row in rows) or one.evidence


def rate_item(scene: Scene, rate: "LocalSupplyRate") -> Item:
    """Write a local supply rate with its basis, bounds and coverage."""
    basis = BASIS[rate.basis]
    subject = scene.name(rate.subject)
    parts: list[Both | None] = [_rated(rate)]
    if rate.lower is not None and rate.upper is not None and rate.lower < rate.upper:
        span = f"{percent(rate.lower)}–{percent(rate.upper)}"
        parts.append(Both(f"计入来源不明的供应，实际在{span}之间", f"Between {span} with supplies of unknown origin"))
    if rate.coverage is not None and rate.coverage < 1:
        parts.append(Both(f"覆盖{percent(rate.coverage)}", f"Coverage {percent(rate.coverage)}"))
    if rate.left_out:
        parts.append(Both(f"{rate.left_out}条供应未能计入", f"{rate.left_out} supplies could not be counted"))
    if rate.note_zh and rate.note_en:
        parts.append(Both(rate.note_zh.rstrip("。"), rate.note_en.rstrip(".")))
    return Item(
        head=Both(f"{subject.zh}（{basis.zh}）", f"{subject.en} ({basis.en})"),
        to=rate.subject if rate.subject in scene.held else None,
        lines=_told(parts),
        cite=cite(scene.chain, rate.evidence),
    )


def _rated(rate: "LocalSupplyRate") -> Both:
    if rate.rate is None:
        return Both("无法计算：没有来源明确的供应", "Cannot be told: no supply of known origin")
    part = "" if rate.basis == "share" else f" ({rate.numerator:g}/{rate.denominator:g})"
    if rate.coverage is not None and rate.coverage < 1:
        return Both(f"来源明确的供应中{percent(rate.rate)}{part}", f"{percent(rate.rate)}{part} of what is of known origin")
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
                lines=(reading_text(reading, unit=unit),),
                to=reading.subject if reading.subject in scene.held or reading.subject in scene.states else None,
                cite=cite(scene.chain, reading.evidence),
            )
        )
    return tuple(items)

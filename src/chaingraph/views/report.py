"""The diagnosis in words (诊断报告): sections of claims, worst first, each with its lines; for pages and terminals."""

from chaingraph.views.amounts import reading_text
from chaingraph.views.bilingual import Both, joined
from chaingraph.views.citing import Item, Section, cite
from chaingraph.views.claims import alone_item, gap_items, missing_item, rate_item, weak_item
from chaingraph.views.scene import Scene

__all__ = ["report"]


def report(scene: Scene) -> tuple[Section, ...]:
    """Write the diagnosis: what is missing, what is weak, what is not known, what comes from elsewhere, the figures."""
    diagnosis = scene.diagnosis
    missing = [link for link in diagnosis.missing if link.state == "missing"]
    unknown = sorted(
        (link for link in diagnosis.missing if link.state != "missing"), key=lambda link: not link.segments
    )
    return (
        Section(
            title=Both("缺失环节（断链）", "Missing links"),
            note=Both(
                "有文件或名录证实本地无人生产。", "A document or a complete listing shows that nobody makes them here."
            ),
            items=tuple(missing_item(scene, link) for link in missing),
        ),
        Section(
            title=Both("只靠一家企业", "Standing on one enterprise alone"),
            note=Both(
                "资料中只有一家本地企业生产；它停产则这些产品停产。",
                "Only one local maker is known; when it stops, these stop.",
            ),
            items=tuple(alone_item(scene, one) for one in diagnosis.alone),
        ),
        Section(
            title=Both("文件点名要加强", "Made here, and a document asks for more"),
            items=tuple(weak_item(scene, link) for link in diagnosis.weak if link.stated),
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
            title=Both("本地配套率", "Local supply rate"),
            items=tuple(rate_item(scene, rate) for rate in diagnosis.rates),
        ),
        Section(title=Both("目标与实际", "Targets and actual figures"), items=_readings(scene)),
        Section(
            title=Both("检索范围", "What was searched"),
            items=tuple(Item(lines=(scene.name(document),)) for document in diagnosis.searched),
            open=False,
        ),
    )


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

"""Lists beside a supply map (配套清单): suppliers, inputs, stated figures, each with its source."""

from collections.abc import Iterable, Iterator
from typing import Final

from chaingraph.model import Reading
from chaingraph.views.amounts import percent, reading_text
from chaingraph.views.bilingual import Both, joined, several
from chaingraph.views.citing import Item, Section, cite
from chaingraph.views.report import rate_lines
from chaingraph.views.sourced import ENDED, FAR, LOCAL, UNKNOWN, Need, Sourced, Supplier
from chaingraph.views.telling import told
from chaingraph.views.wording import BASIS, STATUS

__all__ = ["STATES", "covered", "sections", "tier_of", "verdict", "where"]

STATES: Final = {
    LOCAL: Both("本地", "Local"),
    FAR: Both("外地", "Elsewhere"),
    UNKNOWN: Both("不明", "Unknown"),
    ENDED: Both("已终止", "Ended"),
}
_COUNTS: Final = ("unit:NUM",)


def verdict(seen: Sourced) -> Both:
    """Say in one sentence how many suppliers are on record, how many of them are local, and what is not known."""
    here, far, nowhere = (seen.direct(state) for state in (LOCAL, FAR, UNKNOWN))
    unnamed = sum(one.unnamed for one in (*here, *far, *nowhere))
    count = len(here) + len(far) + len(nowhere)
    parts = [
        Both(
            f"有记录的一级供应商{count}家：本地{len(here)}、外地{len(far)}、所在地不详{len(nowhere)}",
            f"{several(count, 'supplier')} of tier 1 on record: {len(here)} local, {len(far)} elsewhere, "
            f"{len(nowhere)} of unknown place",
        )
    ]
    if unnamed:
        parts.append(
            Both(f"其中{unnamed}家未具名，可能代表多家", f"{unnamed} of them unnamed, perhaps standing for many")
        )
    return joined([*parts, covered(seen)], zh="；", en="; ")


def covered(seen: Sourced) -> Both:
    """Say of how many known inputs the origin is on record; a share is never given without both numbers."""
    known = sum(bool(one.suppliers) and one.state != ENDED for one in seen.needs)
    total = len(seen.needs)
    if not total:
        return Both("所需投入没有记载，来源覆盖率无从计算", "no input is on record, so coverage cannot be told")
    share = percent(known / total)
    assumed = sum(one.need.status == "assumed" for one in seen.needs)
    guessed = (
        Both(f"（其中{assumed}种按行业常识假定）", f" ({assumed} by general knowledge, assumed)")
        if assumed
        else Both("", "")
    )
    return Both(
        f"已知投入{total}种{guessed.zh}，其中{known}种查得现有供应商（按种数覆盖{share}），{total - known}种来源不明",
        f"{several(total, 'input')} known{guessed.en}, of {known} the present supplier is on record "
        f"(coverage by number {share}), of {total - known} not",
    )


def sections(seen: Sourced) -> Iterator[Section]:
    """List what stands beside the map."""
    figures = tuple(_figure(seen, one) for one in seen.graph.graph["readings"])
    far = [one for one in seen.suppliers if one.state == FAR or (one.state == ENDED and one.band != seen.region)]
    yield Section(
        title=Both("文件所述数字（不是名单）", "Figures stated (no lists)"),
        note=Both("文件只给出数字，没有逐家列名；与图上有记录的供应商分开看。", "Documents give figures and no names."),
        items=figures,
    )
    yield Section(
        title=Both("本地配套率", "Local supply rate"),
        items=tuple(
            Item(head=BASIS[rate.basis], lines=rate_lines(rate), cite=cite(seen.graph, rate.evidence))
            for rate in seen.rates
        ),
    )
    yield Section(
        title=Both("外地采购", "Bought elsewhere"),
        note=None
        if far
        else Both("资料中没有现行的外地采购记录；没有记录不等于没有。", "None on record, which proves nothing."),
        items=tuple(_supplier_item(seen, one) for one in far),
    )
    yield Section(
        title=Both("投入与来源", "Inputs and where they come from"),
        items=tuple(_need_item(seen, one) for one in seen.needs),
    )
    yield Section(
        title=Both("供应商", "Suppliers"),
        items=tuple(_supplier_item(seen, one) for one in seen.suppliers if one not in far),
    )


def _figure(seen: Sourced, one: Reading) -> Item:
    unit = seen.name(one.unit) if one.unit in seen.graph.graph["names"] else None
    lines = [reading_text(one, of=seen.name(one.indicator), unit=unit)]
    if one.unit in _COUNTS and one.kind == "actual":
        listed = sum(not each.unnamed and each.tier == 1 and not each.planned for each in seen.suppliers)
        stated = sum(each.need.status != "assumed" for each in seen.needs)
        lines.append(
            Both(
                f"与之对照，资料中具名的一级供应商{listed}家，点名的投入{stated}种",
                f"Beside it: {several(listed, 'supplier')} of tier 1 and {several(stated, 'input')} named in the data",
            )
        )
    if one.publisher:
        said = seen.names(one.publisher)
        lines.append(Both(f"提出者：{said.zh}", f"Said by: {said.en}"))
    return Item(head=seen.name(one.indicator), lines=tuple(lines), cite=cite(seen.graph, one.evidence))


def _supplier_item(seen: Sourced, one: Supplier) -> Item:
    return Item(
        head=seen.name(one.enterprise),
        to=one.enterprise,
        state=one.state,
        tag=tier_of(one.tier),
        lines=told([seen.names(one.products), where(seen, seen.graph.nodes[one.enterprise]["places"])]),
        cite=cite(seen.graph, one.evidence),
    )


def _need_item(seen: Sourced, one: Need) -> Item:
    suppliers = seen.names(one.suppliers)
    here = seen.names(sorted({maker.enterprise for maker in one.here}), most=4)
    return Item(
        head=_called(seen, one),
        to=one.need.products[0],
        state=one.state,
        tag=None if one.need.status == "reported" else STATUS.get(one.need.status),
        lines=told(
            [
                Both(f"供应商：{suppliers.zh}", f"Suppliers: {suppliers.en}") if one.suppliers else None,
                Both(f"本地有人生产，可对接：{here.zh}", f"Made here, to be asked: {here.en}")
                if here.zh and one.state != LOCAL
                else None,
            ]
        ),
        cite=cite(seen.graph, one.need.evidence),
    )


def _called(seen: Sourced, one: Need) -> Both:
    return joined([seen.name(product) for product in one.need.products], zh=" / ", en=" / ")


def tier_of(number: int) -> Both:
    """Write how many steps away from the enterprise a supplier is."""
    zh = "一二三四五六七八九"[number - 1] if number <= 9 else str(number)
    return Both(f"{zh}级", f"tier {number}")


def where(seen: Sourced, places: Iterable[str]) -> Both:
    """Name the narrowest places of a thing."""
    within = seen.graph.graph["within"]
    listed = set(places)
    inner = sorted(place for place in listed if not any(place in within.get(other, ()) for other in listed))
    return seen.names(inner, most=3) if inner else Both("所在地不详", "place not told")

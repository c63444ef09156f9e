"""Cards and lists of a supply map (配套卡片与清单): suppliers, inputs, stated figures, each with its source."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from chaingraph.model import Maker, Reading
from chaingraph.views.amounts import amount, percent, reading_text
from chaingraph.views.bilingual import Both, clean, joined, several
from chaingraph.views.citing import Item, Section, cite, cited
from chaingraph.views.claims import told
from chaingraph.views.report import rate_lines
from chaingraph.views.sourced import ENDED, FAR, LOCAL, UNKNOWN, Need, Sourced, Supplier
from chaingraph.views.wording import BASIS, STATUS

__all__ = ["STATES", "covered", "me_card", "need_card", "sections", "supplier_card", "verdict"]

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
    lines = [reading_text(one, unit=unit)]
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
        tag=_tier(one.tier),
        lines=told([seen.names(one.products), _where(seen, seen.graph.nodes[one.enterprise]["places"])]),
        cite=cite(seen.graph, one.evidence),
    )


def _tier(number: int) -> Both:
    zh = "一二三四五六七八九"[number - 1] if number <= 9 else str(number)
    return Both(f"{zh}级", f"tier {number}")


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


def _where(seen: Sourced, places: Iterable[str]) -> Both:
    """Name the narrowest places of a thing."""
    within = seen.graph.graph["within"]
    listed = set(places)
    inner = sorted(place for place in listed if not any(place in within.get(other, ()) for other in listed))
    return seen.names(inner, most=3) if inner else Both("所在地不详", "place not told")


def supplier_card(seen: Sourced, one: Supplier) -> dict[str, Any]:
    """Describe a supplier: where it is, what it delivers to whom, and since when."""
    where = _where(seen, seen.graph.nodes[one.enterprise]["places"])
    facts = told(
        [
            Both(f"{_tier(one.tier).zh}供应商", f"Supplier of {_tier(one.tier).en}"),
            Both(f"所在地：{where.zh}", f"Place: {where.en}"),
            Both("来源未写出名称，可能代表多家企业", "Not named by its source; may stand for many")
            if one.unnamed
            else None,
            Both("规划中，尚未供应", "Planned, no supply yet") if one.planned else None,
        ]
    )
    edges = sorted(seen.graph.out_edges(one.enterprise, keys=True, data=True), key=lambda edge: str(edge[2]))
    items = tuple(_delivery(seen, customer, data) for _, customer, _, data in edges)
    return _card(seen, facts, [Section(title=Both("供应记录", "Supplies on record"), items=items)], one.evidence)


def _delivery(seen: Sourced, customer: str, data: dict[str, Any]) -> Item:
    parts = [seen.names(data["products"])]
    if data["share"] is not None:
        whole = clean(data["share_of"])
        parts.append(Both(f"占{whole} {percent(data['share'])}", f"{percent(data['share'])} of {whole}"))
    if data["value"] is not None:
        value = amount(data["value"], data["unit"])
        parts.append(Both(f"金额{value.zh}", f"value {value.en}"))
    times = (
        ("自", "since ", "valid_from"),
        ("至", "until ", "valid_until"),
        ("截至", "as of ", "as_of"),
        ("不晚于以下时间终止：", "ended by ", "ended_by"),
    )
    parts += [Both(f"{zh}{clean(data[key])}", f"{en}{clean(data[key])}") for zh, en, key in times if data[key]]
    return Item(
        head=seen.name(customer),
        to=customer,
        state=ENDED if data["ended"] else None,
        lines=(joined(parts, zh=" · ", en="; "),),
        cite=cite(seen.graph, data["evidence"]),
    )


def need_card(seen: Sourced, one: Need) -> dict[str, Any]:
    """Describe an input: what it goes into, who delivers it, and who could."""
    into = seen.names(one.need.goes_into)
    facts = told(
        [
            STATUS.get(one.need.status),
            Both(f"用于：{into.zh}", f"Goes into: {into.en}") if into.zh else None,
            None if one.need.essential else Both("可选投入", "Optional input"),
            Both("没有供应商的记录：来源不明", "No supplier on record: origin unknown") if not one.suppliers else None,
        ]
    )
    known = tuple(Item(head=seen.name(each), to=each) for each in one.suppliers)
    parts = [
        Section(title=Both("有记录的供应商", "Suppliers on record"), items=known),
        Section(title=Both("本地生产者，可对接", "Made here, to be asked"), items=_makers(seen, one.here)),
        Section(title=Both("外地生产者", "Makers elsewhere"), items=_makers(seen, one.elsewhere)),
    ]
    return _card(seen, facts, parts, one.need.evidence)


def _makers(seen: Sourced, makers: Iterable[Maker]) -> tuple[Item, ...]:
    found: dict[str, list[Maker]] = {}
    for maker in makers:
        found.setdefault(maker.enterprise, []).append(maker)
    return tuple(
        Item(
            head=seen.name(name),
            lines=(_where(seen, many[0].places),),
            cite=cite(seen.graph, {row for maker in many for row in maker.evidence}),
        )
        for name, many in sorted(found.items())
    )


def me_card(seen: Sourced) -> dict[str, Any]:
    """Describe the enterprise itself."""
    where = _where(seen, seen.graph.nodes[seen.me]["places"])
    facts = (Both(f"所在地：{where.zh}", f"Place: {where.en}"), covered(seen))
    rows = {row for one in seen.graph.graph["readings"] for row in one.evidence}
    parts = [section for section in sections(seen) if section.items][:2]
    return _card(seen, facts, parts, rows)


def _card(seen: Sourced, facts: tuple[Both, ...], parts: Iterable[Section], rows: Iterable[str]) -> dict[str, Any]:
    evidence = Section(title=Both("依据", "Stands on"), items=cited(seen.graph, rows))
    return {"facts": facts, "tip": list(facts), "sections": [part for part in (*parts, evidence) if part.items]}

"""Cards of a supply map (配套卡片): the enterprise itself, each supplier, each input, each line with its source."""

from collections.abc import Iterable
from typing import Any

from chaingraph.model import Maker
from chaingraph.views.amounts import amount, percent
from chaingraph.views.bilingual import Both, clean, joined
from chaingraph.views.citing import Item, Section, cite, cited
from chaingraph.views.sourced import ENDED, Need, Sourced, Supplier
from chaingraph.views.supply_words import covered, sections, tier_of, where
from chaingraph.views.telling import told
from chaingraph.views.wording import STATUS

__all__ = ["me_card", "need_card", "supplier_card"]


def supplier_card(seen: Sourced, one: Supplier) -> dict[str, Any]:
    """Describe a supplier: where it is, what it delivers to whom, and since when."""
    at = where(seen, seen.graph.nodes[one.enterprise]["places"])
    facts = told(
        [
            Both(f"{tier_of(one.tier).zh}供应商", f"Supplier of {tier_of(one.tier).en}"),
            Both(f"所在地：{at.zh}", f"Place: {at.en}"),
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
            lines=(where(seen, many[0].places),),
            cite=cite(seen.graph, {row for maker in many for row in maker.evidence}),
        )
        for name, many in sorted(found.items())
    )


def me_card(seen: Sourced) -> dict[str, Any]:
    """Describe the enterprise itself."""
    at = where(seen, seen.graph.nodes[seen.me]["places"])
    facts = (Both(f"所在地：{at.zh}", f"Place: {at.en}"), covered(seen))
    rows = {row for one in seen.graph.graph["readings"] for row in one.evidence}
    parts = [section for section in sections(seen) if section.items][:2]
    return _card(seen, facts, parts, rows)


def _card(seen: Sourced, facts: tuple[Both, ...], parts: Iterable[Section], rows: Iterable[str]) -> dict[str, Any]:
    evidence = Section(title=Both("依据", "Stands on"), items=cited(seen.graph, rows))
    return {"facts": facts, "tip": list(facts), "sections": [part for part in (*parts, evidence) if part.items]}

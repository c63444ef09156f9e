"""Lines of cards (卡片条目): makers, inputs, users, shortages, each with its source."""

from collections.abc import Iterable
from typing import Final, Literal

from chaingraph.analysis.made import finest, produces, whereabouts
from chaingraph.findings import merge
from chaingraph.model import Maker, Participant, Shortage, Supply
from chaingraph.views.amounts import amount, percent
from chaingraph.views.bilingual import Both, clean, joined
from chaingraph.views.citing import Item, Section, cite, cited
from chaingraph.views.flows import Flow
from chaingraph.views.scene import Scene
from chaingraph.views.wording import ROLE, SHORTAGE, STAGE, STATUS

__all__ = [
    "asked",
    "count",
    "enterprise_item",
    "evidence",
    "fact",
    "input_item",
    "kept",
    "maker_item",
    "need",
    "participant_item",
    "places",
    "product_of",
    "role_item",
    "supplies",
    "swap",
    "thing_item",
    "use_item",
]

_ROWS: Final = 30
"""Rows listed as evidence on one card."""


def fact(zh: str, en: str, value: Both) -> Both:
    """Write what is known as a label with a value."""
    return Both(f"{zh}：{value.zh}", f"{en}: {value.en}")


def kept(facts: Iterable[Both | None]) -> tuple[Both, ...]:
    """Leave out what is not known."""
    return tuple(fact for fact in facts if fact is not None)


def _line(parts: Iterable[Both]) -> tuple[Both, ...]:
    """Put what is told on one line."""
    told = [part for part in parts if part.zh]
    return (joined(told, zh=" · ", en="; "),) if told else ()


def count(scene: Scene, zh: str, en: str, things: Iterable[str]) -> Both:
    """Write how many there are, with the names of the first."""
    listed = list(dict.fromkeys(things))
    if not listed:
        return Both(f"{zh}：无记录", f"{en}: none recorded")
    names = scene.names(listed, most=4)
    return Both(f"{zh}（{len(listed)}）：{names.zh}", f"{en} ({len(listed)}): {names.en}")


def places(scene: Scene, makers: Iterable[Maker]) -> Both:
    """Name the narrowest places of makers."""
    return scene.names(finest(scene.chain, makers), most=3)


def maker_item(scene: Scene, maker: Maker, product: str) -> Item:
    """Write one line on a maker: where, how much, since when."""
    parts = [places(scene, [maker])]
    if maker.capacity is not None:
        parts.append(fact("产能", "capacity", amount(maker.capacity, maker.unit, name=_unit(scene, maker.unit))))
    if maker.market_share is not None:
        parts.append(fact("市场占有率", "market share", Both(percent(maker.market_share), percent(maker.market_share))))
    if maker.basis == "supplies":
        parts.append(Both("据供应记录", "by a supply on record"))
    if not produces(maker):
        parts.append(STAGE.get(maker.stage, STATUS.get(maker.status, Both("", ""))))
    if maker.as_of:
        parts.append(fact("截至", "as of", Both(clean(maker.as_of), clean(maker.as_of))))
    alone = maker.enterprise in scene.alone and product in scene.alone[maker.enterprise].products
    return Item(
        head=scene.name(maker.enterprise),
        to=maker.enterprise,
        lines=_line(parts),
        tag=Both("资料中独家", "only maker on record") if alone else None,
        cite=cite(scene.chain, maker.evidence),
    )


def _unit(scene: Scene, unit: str | None) -> Both | None:
    return scene.name(unit) if unit and unit in scene.chain.graph.get("names", {}) else None


def _basis(flow: Flow) -> Both | None:
    return STATUS["assumed"] if flow.status == "assumed" else None


def use_item(scene: Scene, flow: Flow) -> Item:
    """Write one line on a product that needs this one, with its local makers: those to call."""
    if flow.role == "kind_of":
        return Item(
            head=scene.name(flow.end), to=flow.end, state=scene.states.get(flow.end), tag=Both("同类", "kind of")
        )
    here = whereabouts(scene.chain, flow.end, scene.region).here
    callers = count(scene, "本地企业", "Local makers", [maker.enterprise for maker in here])
    return Item(
        head=scene.name(flow.end),
        to=flow.end,
        state=scene.states.get(flow.end),
        tag=need(flow),
        lines=kept([callers, swap(scene, flow), _basis(flow)]),
        cite=cite(scene.chain, flow.evidence),
    )


def need(flow: Flow) -> Both:
    """Say whether an input is essential."""
    return Both("必需", "essential") if flow.essential else Both("可选", "optional")


def swap(scene: Scene, flow: Flow) -> Both | None:
    """Name what could stand in for an input."""
    return fact("可由其代替", "or instead", scene.names(flow.others)) if flow.others else None


def input_item(scene: Scene, flow: Flow) -> Item:
    """Write one line on an input of a product."""
    return Item(
        head=scene.name(flow.start),
        to=flow.start,
        state=scene.states.get(flow.start),
        tag=need(flow),
        lines=kept([swap(scene, flow), _basis(flow)]),
        cite=cite(scene.chain, flow.evidence),
    )


def asked(scene: Scene, shortages: Iterable[Shortage]) -> Section:
    """List what documents ask for, and whom they charge with it."""
    items = []
    for one in shortages:
        verb = SHORTAGE.get(one.kind, Both(clean(one.kind), clean(one.kind)))
        parts = [scene.names(sorted(one.places))] if one.places else []
        if one.tasked_with:
            parts.append(fact("文件点名", "named for it", scene.names(one.tasked_with)))
        if one.as_of:
            parts.append(Both(clean(one.as_of), clean(one.as_of)))
        parts.append(Both("已解决", "solved") if one.state == "solved" else Both("尚未解决", "open"))
        items.append(Item(head=verb, lines=_line(parts), cite=cite(scene.chain, one.evidence)))
    return Section(title=Both("文件要求", "What documents ask for"), items=tuple(items))


def evidence(scene: Scene, rows: Iterable[str]) -> Section:
    """List the documents and rows behind a card, of many rows only the first."""
    return Section(title=Both("依据", "Evidence"), items=cited(scene.chain, rows, most=_ROWS))


def participant_item(scene: Scene, one: Participant) -> Item:
    """Write one line on an enterprise that takes part in a segment."""
    role = _role(scene, one)
    return Item(head=scene.name(one.enterprise), to=one.enterprise, tag=role, cite=cite(scene.chain, one.evidence))


def _role(scene: Scene, one: Participant) -> Both | None:
    return ROLE.get(one.role.removeprefix("role:"), scene.name(one.role)) if one.role else None


def role_item(scene: Scene, segment: str, one: Participant) -> Item:
    """Write one line on a segment that an enterprise takes part in."""
    return Item(
        head=scene.name(segment),
        to=segment,
        state=scene.states.get(segment),
        tag=_role(scene, one),
        cite=cite(scene.chain, one.evidence),
    )


def supplies(
    scene: Scene, found: Iterable[Supply], *, of: Literal["product", "supplier", "customer"]
) -> tuple[Item, ...]:
    """Write one line for each supply, as seen from its product or one of its ends, those that ended marked."""
    items = []
    for one in found:
        ends = joined([scene.name(one.supplier), scene.name(one.customer)], zh=" → ", en=" → ")
        head = {"product": ends, "supplier": scene.name(one.customer), "customer": scene.name(one.supplier)}[of]
        to = {"product": one.customer, "supplier": one.customer, "customer": one.supplier}[of]
        items.append(
            Item(
                head=head,
                to=to,
                lines=() if of == "product" else _line([scene.name(one.product)]),
                tag=Both("已终止", "ended") if one.ended else None,
                cite=cite(scene.chain, one.evidence),
            )
        )
    return tuple(items)


def thing_item(scene: Scene, thing: str) -> Item:
    """Write one line that names a thing with its state and leads to it."""
    return Item(head=scene.name(thing), to=thing, state=scene.states.get(thing))


def enterprise_item(scene: Scene, enterprise: str, products: list[str]) -> Item:
    """Write one line on a local maker in a segment."""
    rows = [maker.evidence for product in products for maker in scene.held[enterprise].makes.get(product, ())]
    return Item(
        head=scene.name(enterprise), to=enterprise, lines=(scene.names(products),), cite=cite(scene.chain, merge(rows))
    )


def product_of(scene: Scene, product: str, makers: list[Maker]) -> Item:
    """Write one line on a product of an enterprise."""
    line = maker_item(scene, makers[0], product)
    rows = merge(maker.evidence for maker in makers)
    return Item(
        head=scene.name(product),
        to=product,
        state=scene.states.get(product),
        lines=line.lines,
        tag=line.tag,
        cite=cite(scene.chain, rows),
    )

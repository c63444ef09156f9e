"""Cards (卡片): all that is known of one thing on a chain page, each line with its source."""

from collections.abc import Iterable
from dataclasses import dataclass

from chaingraph.analysis.made import enterprises, finest, produces, whereabouts
from chaingraph.findings import merge
from chaingraph.model import Maker, Participant, Shortage
from chaingraph.views.amounts import amount, percent
from chaingraph.views.bilingual import Both, clean, joined
from chaingraph.views.citing import Item, Section, cite, cited
from chaingraph.views.flows import Flow
from chaingraph.views.scene import Scene
from chaingraph.views.wording import ROLE, SHORTAGE, STAGE, STATUS

__all__ = ["Card", "enterprise_card", "flow_card", "product_card", "segment_card", "thing_item"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a click on a thing shows; the facts come first, and are its tip as well."""

    facts: tuple[Both, ...]
    sections: tuple[Section, ...]


def product_card(scene: Scene, product: str, findings: tuple[Item, ...]) -> Card:
    """Describe a product: who makes it and where, who needs it, what it needs, what documents ask for."""
    node = scene.chain.nodes[product]
    where = whereabouts(scene.chain, product, scene.region)
    used = [flow for flow in scene.found if flow.start == product]
    made_of = [flow for flow in scene.found if flow.end == product and flow.role == "input"]
    rows = merge(
        [*(one.evidence for one in (*node["makers"], *node["shortages"])), scene.grounds.get(product, ())]
        + [flow.evidence for flow in (*used, *made_of)]
    )
    groups = [
        (Both("本地生产企业", "Local makers"), where.here),
        (Both("本地在研或规划", "Developing or planning it here"), where.developing),
        (Both("生产企业，所在地不详", "Makers, place not told"), where.unplaced),
        (Both("外地生产企业", "Makers elsewhere"), where.elsewhere),
    ]
    makers = [Section(title=title, items=tuple(_maker(scene, one, product) for one in group)) for title, group in groups]
    sections = [
        Section(title=Both("诊断", "Diagnosis"), items=findings),
        *makers,
        Section(title=Both("谁需要", "Who needs it"), items=tuple(_use(scene, flow) for flow in used)),
        Section(title=Both("需要的投入", "What it is made from"), items=tuple(_input(scene, flow) for flow in made_of)),
        _asked(scene, node["shortages"]),
        _evidence(scene, rows),
    ]
    segments = [scene.part[product].segment] if product in scene.part else []
    facts = [
        _fact("所属环节", "Segment", scene.names(segments)) if segments else Both("未列入任何环节", "In no segment"),
        _count(scene, "本地生产企业", "Local makers", [maker.enterprise for maker in where.here]),
        _count(scene, "用于", "Goes into", [flow.end for flow in used]) if used else None,
    ]
    return Card(facts=_kept(facts), sections=_filled(sections))


def _fact(zh: str, en: str, value: Both) -> Both:
    return Both(f"{zh}：{value.zh}", f"{en}: {value.en}")


def _kept(facts: Iterable[Both | None]) -> tuple[Both, ...]:
    return tuple(fact for fact in facts if fact is not None)


def _line(parts: Iterable[Both]) -> tuple[Both, ...]:
    """Put what is told on one line."""
    told = [part for part in parts if part.zh]
    return (joined(told, zh=" · ", en="; "),) if told else ()


def _filled(sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.items or section.note)


def _count(scene: Scene, zh: str, en: str, things: Iterable[str]) -> Both:
    listed = list(dict.fromkeys(things))
    if not listed:
        return Both(f"{zh}：无记录", f"{en}: none recorded")
    names = scene.names(listed, most=4)
    return Both(f"{zh}（{len(listed)}）：{names.zh}", f"{en} ({len(listed)}): {names.en}")


def _places(scene: Scene, makers: Iterable[Maker]) -> Both:
    return scene.names(finest(scene.chain, makers), most=3)


def _maker(scene: Scene, maker: Maker, product: str) -> Item:
    """Write one line on a maker: where, how much, since when."""
    parts = [_places(scene, [maker])]
    if maker.capacity is not None:
        parts.append(_fact("产能", "capacity", amount(maker.capacity, maker.unit, name=_unit(scene, maker.unit))))
    if maker.market_share is not None:
        parts.append(_fact("市场占有率", "market share", Both(percent(maker.market_share), percent(maker.market_share))))
    if not produces(maker):
        parts.append(STAGE.get(maker.stage, STATUS.get(maker.status, Both("", ""))))
    if maker.as_of:
        parts.append(_fact("截至", "as of", Both(clean(maker.as_of), clean(maker.as_of))))
    alone = maker.enterprise in scene.alone and product in scene.alone[maker.enterprise].products
    return Item(
        head=scene.name(maker.enterprise),
        to=maker.enterprise,
        lines=_line(parts),
        tag=Both("唯一", "sole") if alone else None,
        cite=cite(scene.chain, maker.evidence),
    )


def _unit(scene: Scene, unit: str | None) -> Both | None:
    return scene.name(unit) if unit and unit in scene.chain.graph.get("names", {}) else None


def _basis(flow: Flow) -> Both | None:
    return STATUS["assumed"] if flow.status == "assumed" else None


def _use(scene: Scene, flow: Flow) -> Item:
    """Write one line on a product that needs this one, with its local makers: those to call."""
    if flow.role == "kind_of":
        return Item(head=scene.name(flow.end), to=flow.end, state=scene.states.get(flow.end), tag=Both("同类", "kind of"))
    here = whereabouts(scene.chain, flow.end, scene.region).here
    callers = _count(scene, "本地企业", "Local makers", [maker.enterprise for maker in here])
    swap = _swap(scene, flow)
    return Item(
        head=scene.name(flow.end),
        to=flow.end,
        state=scene.states.get(flow.end),
        tag=_need(flow),
        lines=_kept([callers, swap, _basis(flow)]),
        cite=cite(scene.chain, flow.evidence),
    )


def _need(flow: Flow) -> Both:
    return Both("必需", "essential") if flow.essential else Both("可选", "optional")


def _swap(scene: Scene, flow: Flow) -> Both | None:
    return _fact("可由其代替", "or instead", scene.names(flow.others)) if flow.others else None


def _input(scene: Scene, flow: Flow) -> Item:
    return Item(
        head=scene.name(flow.start),
        to=flow.start,
        state=scene.states.get(flow.start),
        tag=_need(flow),
        lines=_kept([_swap(scene, flow), _basis(flow)]),
        cite=cite(scene.chain, flow.evidence),
    )


def _asked(scene: Scene, shortages: Iterable[Shortage]) -> Section:
    """List what documents ask for, and whom they charge with it."""
    items = []
    for one in shortages:
        verb = SHORTAGE.get(one.kind, Both(clean(one.kind), clean(one.kind)))
        parts = [scene.names(sorted(one.places))] if one.places else []
        if one.tasked_with:
            parts.append(_fact("责任单位", "charged", scene.names(one.tasked_with)))
        if one.as_of:
            parts.append(Both(clean(one.as_of), clean(one.as_of)))
        parts.append(Both("已解决", "solved") if one.state == "solved" else Both("尚未解决", "open"))
        items.append(Item(head=verb, lines=_line(parts), cite=cite(scene.chain, one.evidence)))
    return Section(title=Both("文件要求", "What documents ask for"), items=tuple(items))


def _evidence(scene: Scene, rows: Iterable[str]) -> Section:
    return Section(title=Both("依据", "Evidence"), items=cited(scene.chain, rows))


def segment_card(scene: Scene, segment: str, findings: tuple[Item, ...], *, products: tuple[Item, ...]) -> Card:
    """Describe a segment: its products and enterprises, what documents ask for, what stands before and after it."""
    about = scene.chain.graph["segments"][segment]
    listed = [product for product, part in scene.part.items() if part.segment == segment]
    makers = {product: enterprises(whereabouts(scene.chain, product, scene.region).here) for product in listed}
    local = list(dict.fromkeys(one for product in listed for one in makers[product]))
    others = [one for one in about["participants"] if one.enterprise not in local]
    before = [name for name, other in scene.chain.graph["segments"].items() if segment in other["upstream_of"]]
    asked = [*about["shortages"], *(one for product in listed for one in scene.chain.nodes[product]["shortages"])]
    rows = merge([about["evidence"], scene.grounds.get(segment, ()), *(one.evidence for one in (*asked, *others))])
    sections = [
        Section(title=Both("诊断", "Diagnosis"), items=findings),
        Section(title=Both("产品", "Products"), items=products),
        Section(
            title=Both("本地生产企业", "Local makers"),
            items=tuple(_enterprise(scene, one, [product for product in listed if one in makers[product]]) for one in local),
        ),
        Section(title=Both("其他参与企业", "Others taking part"), items=tuple(_taking_part(scene, one) for one in others)),
        _asked(scene, asked),
        Section(title=Both("上一环节", "Upstream"), items=tuple(thing_item(scene, name) for name in before)),
        Section(title=Both("下一环节", "Downstream"), items=tuple(thing_item(scene, name) for name in about["upstream_of"])),
        _evidence(scene, rows),
    ]
    facts = (_count(scene, "本地生产企业", "Local makers", local), _count(scene, "产品", "Products", listed))
    return Card(facts=facts, sections=_filled(sections))


def _taking_part(scene: Scene, one: Participant) -> Item:
    role = _role(scene, one)
    return Item(head=scene.name(one.enterprise), to=one.enterprise, tag=role, cite=cite(scene.chain, one.evidence))


def _role(scene: Scene, one: Participant) -> Both | None:
    return ROLE.get(one.role.removeprefix("role:"), scene.name(one.role)) if one.role else None


def thing_item(scene: Scene, thing: str) -> Item:
    """Write one line that names a thing with its state and leads to it."""
    return Item(head=scene.name(thing), to=thing, state=scene.states.get(thing))


def _enterprise(scene: Scene, enterprise: str, products: list[str]) -> Item:
    rows = [maker.evidence for product in products for maker in scene.held[enterprise].makes.get(product, ())]
    return Item(head=scene.name(enterprise), to=enterprise, lines=(scene.names(products),), cite=cite(scene.chain, merge(rows)))


def enterprise_card(scene: Scene, enterprise: str, findings: tuple[Item, ...]) -> Card:
    """Describe an enterprise: where it is, what it makes, where it takes part, what stands on it alone."""
    about = scene.held[enterprise]
    makers = [maker for group in about.makes.values() for maker in group]
    groups = [*about.makes.values(), *about.takes_part.values()]
    where = _places(scene, makers) if makers else scene.names(sorted(about.places))
    products = [_maker_of(scene, product, group) for product, group in about.makes.items()]
    roles = [
        Item(
            head=scene.name(segment),
            to=segment,
            state=scene.states.get(segment),
            tag=_role(scene, one),
            cite=cite(scene.chain, one.evidence),
        )
        for segment, group in about.takes_part.items()
        for one in group
    ]
    rows = merge(
        [scene.grounds.get(enterprise, ()), *(one.evidence for group in groups for one in group)]
    )
    sections = [
        Section(title=Both("诊断", "Diagnosis"), items=findings),
        Section(title=Both("产品", "Products"), items=tuple(products)),
        Section(title=Both("参与环节", "Segments it takes part in"), items=tuple(roles)),
        _evidence(scene, rows),
    ]
    facts = [
        _fact("所在地", "Place", where) if where.zh else Both("所在地：无记录", "Place: not recorded"),
        _count(scene, "产品", "Products", about.makes),
    ]
    return Card(facts=_kept(facts), sections=_filled(sections))


def _maker_of(scene: Scene, product: str, makers: list[Maker]) -> Item:
    line = _maker(scene, makers[0], product)
    rows = merge(maker.evidence for maker in makers)
    return Item(
        head=scene.name(product), to=product, state=scene.states.get(product), lines=line.lines, tag=line.tag, cite=cite(scene.chain, rows)
    )


def flow_card(scene: Scene, flow: Flow) -> Card:
    """Describe an input of a product, or a kind of it: how firm that is, and on what it stands."""
    facts = [
        _fact("投入", "Input", scene.name(flow.start)) if flow.role == "input" else None,
        _fact("用于", "Goes into", scene.name(flow.end)) if flow.role == "input" else _fact("属于", "Is a kind of", scene.name(flow.end)),
        _need(flow) if flow.role == "input" else None,
        _swap(scene, flow),
        STATUS.get(flow.status, STATUS["reported"]),
    ]
    ends = Section(title=Both("两端", "Both ends"), items=(thing_item(scene, flow.start), thing_item(scene, flow.end)))
    return Card(facts=_kept(facts), sections=_filled([ends, _evidence(scene, flow.evidence)]))

"""Cards (卡片): all that is known of one thing on a chain page, each line with its source."""

from collections.abc import Iterable
from dataclasses import dataclass

from chaingraph.analysis.made import enterprises, whereabouts
from chaingraph.findings import merge
from chaingraph.views.bilingual import Both
from chaingraph.views.citing import Item, Section
from chaingraph.views.flows import Flow
from chaingraph.views.lines import (
    asked,
    count,
    enterprise_item,
    evidence,
    fact,
    input_item,
    kept,
    maker_item,
    need,
    participant_item,
    places,
    product_of,
    role_item,
    supplies,
    swap,
    thing_item,
    use_item,
)
from chaingraph.views.scene import Scene
from chaingraph.views.wording import STATUS

__all__ = ["Card", "enterprise_card", "flow_card", "product_card", "segment_card"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a click on a thing shows; the facts come first, and are its tip as well."""

    facts: tuple[Both, ...]
    sections: tuple[Section, ...]


def product_card(scene: Scene, product: str, findings: tuple[Section, ...]) -> Card:
    """Describe a product: who makes it and where, who needs it, what it needs, what documents ask for."""
    node = scene.chain.nodes[product]
    where = whereabouts(scene.chain, product, scene.region)
    used = scene.uses.get(product, [])
    made_of = scene.inputs.get(product, [])
    traded = [one for one in scene.chain.graph.get("supplies", ()) if one.product == product]
    rows = merge(
        [*(one.evidence for one in (*node["makers"], *node["shortages"], *traded)), scene.grounds.get(product, ())]
        + [flow.evidence for flow in (*used, *made_of)]
    )
    groups = [
        (Both("本地生产企业", "Local makers"), where.here),
        (Both("本地培育中", "Developing it here"), where.developing),
        (Both("生产企业，所在地不详", "Makers, place not told"), where.unplaced),
        (Both("外地生产企业", "Makers elsewhere"), where.elsewhere),
    ]
    makers = [
        Section(title=title, items=tuple(maker_item(scene, one, product) for one in group)) for title, group in groups
    ]
    sections = [
        *findings,
        *makers,
        Section(title=Both("谁需要", "Who needs it"), items=tuple(use_item(scene, flow) for flow in used)),
        Section(
            title=Both("需要的投入", "What it is made from"), items=tuple(input_item(scene, flow) for flow in made_of)
        ),
        Section(title=Both("供应记录", "Supplies on record"), items=supplies(scene, traded, of="product")),
        asked(scene, node["shortages"]),
        evidence(scene, rows),
    ]
    segments = [scene.part[product].segment] if product in scene.part else []
    facts = [
        fact("所属环节", "Segment", scene.names(segments)) if segments else Both("未列入任何环节", "In no segment"),
        count(scene, "本地生产企业", "Local makers", [maker.enterprise for maker in where.here]),
        count(scene, "用于", "Goes into", [flow.end for flow in used]) if used else None,
    ]
    return Card(facts=kept(facts), sections=_filled(sections))


def _filled(sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.items or section.note)


def segment_card(scene: Scene, segment: str, findings: tuple[Section, ...], *, products: tuple[Item, ...]) -> Card:
    """Describe a segment: its products and enterprises, what documents ask for, what stands before and after it."""
    about = scene.chain.graph["segments"][segment]
    listed = [product for product, part in scene.part.items() if part.segment == segment]
    makers = {product: enterprises(whereabouts(scene.chain, product, scene.region).here) for product in listed}
    local = list(dict.fromkeys(one for product in listed for one in makers[product]))
    others = [one for one in about["participants"] if one.enterprise not in local]
    before = [name for name, other in scene.chain.graph["segments"].items() if segment in other["upstream_of"]]
    wanted = [*about["shortages"], *(one for product in listed for one in scene.chain.nodes[product]["shortages"])]
    rows = merge([about["evidence"], scene.grounds.get(segment, ()), *(one.evidence for one in (*wanted, *others))])
    sections = [
        *findings,
        Section(title=Both("产品", "Products"), items=products),
        Section(
            title=Both("本地生产企业", "Local makers"),
            items=tuple(
                enterprise_item(scene, one, [product for product in listed if one in makers[product]]) for one in local
            ),
        ),
        Section(
            title=Both("其他参与企业", "Others taking part"),
            items=tuple(participant_item(scene, one) for one in others),
        ),
        asked(scene, wanted),
        Section(title=Both("上一环节", "Upstream"), items=tuple(thing_item(scene, name) for name in before)),
        Section(
            title=Both("下一环节", "Downstream"), items=tuple(thing_item(scene, name) for name in about["upstream_of"])
        ),
        evidence(scene, rows),
    ]
    facts = (count(scene, "本地生产企业", "Local makers", local), count(scene, "产品", "Products", listed))
    return Card(facts=facts, sections=_filled(sections))


def enterprise_card(scene: Scene, enterprise: str, findings: tuple[Section, ...]) -> Card:
    """Describe an enterprise: where it is, what it makes, where it takes part, what stands on it alone."""
    about = scene.held[enterprise]
    makers = [one for group in about.makes.values() for one in group]
    roles = [(segment, one) for segment, group in about.takes_part.items() for one in group]
    where = places(scene, makers) if makers else scene.names(sorted(about.places), most=3)
    rows = merge(
        [
            scene.grounds.get(enterprise, ()),
            *(one.evidence for one in makers),
            *(one.evidence for _, one in roles),
            *(one.evidence for one in (*about.buys, *about.sells)),
        ]
    )
    sections = [
        *findings,
        Section(title=Both("产品", "Products"), items=tuple(product_of(scene, *made) for made in about.makes.items())),
        Section(
            title=Both("参与环节", "Segments it takes part in"), items=tuple(role_item(scene, *role) for role in roles)
        ),
        Section(title=Both("由谁供应", "Supplied by"), items=supplies(scene, about.buys, of="customer")),
        Section(title=Both("供应给谁", "Supplies to"), items=supplies(scene, about.sells, of="supplier")),
        evidence(scene, rows),
    ]
    facts = [
        fact("所在地", "Place", where) if where.zh else Both("所在地：不详（资料未载明）", "Place: not told"),
        count(scene, "产品", "Products", about.makes),
    ]
    return Card(facts=kept(facts), sections=_filled(sections))


def flow_card(scene: Scene, flow: Flow) -> Card:
    """Describe an input of a product, or a kind of it: how firm that is, and on what it stands."""
    facts = [
        fact("投入", "Input", scene.name(flow.start)) if flow.role == "input" else None,
        fact("用于", "Goes into", scene.name(flow.end))
        if flow.role == "input"
        else fact("属于", "Is a kind of", scene.name(flow.end)),
        need(flow) if flow.role == "input" else None,
        swap(scene, flow),
        STATUS.get(flow.status, STATUS["reported"]),
    ]
    return Card(facts=kept(facts), sections=_filled([evidence(scene, flow.evidence)]))

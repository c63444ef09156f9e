"""Things of a chain page (图中事物): what each is called, how it is found, its tip and its card."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from chaingraph.views import card as cards
from chaingraph.views.bilingual import Both, clean, joined, several
from chaingraph.views.citing import Item, Section, plain
from chaingraph.views.claims import about
from chaingraph.views.drawing import Drawing
from chaingraph.views.flows import Flow
from chaingraph.views.lines import thing_item
from chaingraph.views.reasons import Reason, reasons
from chaingraph.views.scene import Scene

__all__ = ["flow_thing", "lean", "things"]


def things(drawing: Drawing) -> Iterator[tuple[str, dict[str, Any]]]:
    """Describe every segment, product and enterprise, whether it has a node of its own or shares one."""
    scene = drawing.scene
    claims, why = about(scene), reasons(scene)
    segments = scene.chain.graph["segments"]
    inside: dict[str, list[str]] = {segment: [] for segment in segments}
    for product, part in scene.part.items():
        inside[part.segment].append(product)
    for segment in segments:
        products = tuple(
            (*claims(segment_product), thing_item(scene, segment_product))[0] for segment_product in inside[segment]
        )
        card = cards.segment_card(scene, segment, _found(claims(segment), why.get(segment)), products=products)
        makers = [one for one, holder in scene.held.items() if not holder.makes.keys().isdisjoint(inside[segment])]
        near = [drawing.plan.drawn_by(thing) for thing in (*inside[segment], *makers)]
        yield segment, {**_thing(drawing, segment, "segment", card, claims(segment)), "near": near, "fixed": True}
    for product, kind in scene.chain.nodes(data="kind"):
        if kind == "product":
            card = cards.product_card(scene, product, _found(claims(product), why.get(product)))
            inside_of = {"in": scene.part[product].segment} if product in scene.part else {}
            near = list(inside_of.values())
            yield product, {**_thing(drawing, product, "product", card, claims(product)), "near": near, **inside_of}
    for enterprise in scene.held:
        card = cards.enterprise_card(scene, enterprise, _found(claims(enterprise)))
        yield enterprise, _thing(drawing, enterprise, "enterprise", card, claims(enterprise))
    for node, folded in drawing.plan.folded.items():
        if node not in segments:
            yield node, _folded(drawing, node, folded)


def lean(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Leave out of each line the name and the state that the thing it leads to has anyway."""
    for thing in found.values():
        for section in thing["sections"]:
            for item in section["items"]:
                other = found.get(item.get("to", ""), {})
                for key, own in (("head", "name"), ("state", "state")):
                    if key in item and item[key] == other.get(own):
                        del item[key]
    return found


def _found(claims: tuple[Item, ...], why: Reason | None = None) -> tuple[Section, ...]:
    """Write claims for the card of their own subject, without its name and the way to it, and why they hold."""
    own = tuple(replace(item, head=None, to=None) for item in claims)
    return (Section(title=Both("诊断", "Diagnosis"), items=own), *(why.sections() if why else ()))


def _thing(drawing: Drawing, thing: str, kind: str, card: cards.Card, claims: tuple[Item, ...]) -> dict[str, Any]:
    scene = drawing.scene
    name = scene.name(thing)
    aliases = scene.chain.graph.get("aliases", {}).get(thing, ())
    told = [line for item in claims[:1] for line in (*item.lines[:2], item.cite) if line]
    found: dict[str, Any] = {
        "kind": kind,
        "name": name,
        "keys": list(dict.fromkeys([*name, *map(clean, aliases), thing.partition(":")[2]])),
        "facts": card.facts,
        "tip": [*card.facts, *told],
        "sections": [plain(section) for section in card.sections],
    }
    if thing in scene.states:
        found["state"] = scene.states[thing]
    if thing in drawing.plan.at:
        found["label"] = drawing.labels[thing]
    else:
        found["node"] = drawing.plan.drawn_by(thing)
    return found


def _folded(drawing: Drawing, node: str, folded: list[str]) -> dict[str, Any]:
    """Describe a node that stands for products neither made nor needed here."""
    scene = drawing.scene
    name = Both(f"另有{len(folded)}种产品", f"{several(len(folded), 'product')} not concerned")
    fact = Both("本地不生产，目前也没有本地企业需要它们。", "Neither made here nor needed by a local enterprise now.")
    items = tuple(thing_item(scene, product) for product in folded)
    return {
        "kind": "product",
        "name": name,
        "label": drawing.labels[node],
        "keys": [],
        "facts": [fact],
        "tip": [fact, scene.names(folded, most=8)],
        "sections": [plain(Section(title=Both("产品", "Products"), items=items))],
    }


def flow_thing(scene: Scene, flow: Flow) -> dict[str, Any]:
    """Describe an edge that stands for one flow."""
    card = cards.flow_card(scene, flow)
    return {
        "kind": "kind_of" if flow.role == "kind_of" else "flow",
        "name": joined([scene.name(flow.start), scene.name(flow.end)], zh=" → ", en=" → "),
        "facts": card.facts,
        "tip": card.facts,
        "sections": [plain(section) for section in card.sections],
    }

"""Claims in words (结论表述): each finding as a line with its reasons, whom it concerns, and its citation."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from chaingraph.findings import merge
from chaingraph.model import Maker, Participant
from chaingraph.views.amounts import amount, percent
from chaingraph.views.bilingual import Both
from chaingraph.views.citing import Item, cite
from chaingraph.views.scene import Scene
from chaingraph.views.telling import ASSUMED, listed, told
from chaingraph.views.unmet_claims import missing_item
from chaingraph.views.wording import VERB, advised

if TYPE_CHECKING:
    from chaingraph.analysis import Mismatch, SegmentState, StandsOnOne, WeakLink

__all__ = ["about", "alone_item", "mismatch_item", "segment_items", "weak_item"]


def about(scene: Scene) -> Callable[[str], tuple[Item, ...]]:
    """Return a function that lists the claims on one thing, for its card."""
    claims: dict[str, list[Item]] = {}
    for state in scene.diagnosis.segments:
        claims.setdefault(state.subject, []).append(_segment_item(scene, state))
    for link in scene.diagnosis.missing:
        claims.setdefault(link.subject, []).append(missing_item(scene, link))
    for weak in scene.diagnosis.weak:
        claims.setdefault(weak.subject, []).append(weak_item(scene, weak))
    for one in scene.diagnosis.alone:
        claims.setdefault(one.subject, []).append(alone_item(scene, one))
    return lambda thing: tuple(claims.get(thing, ()))


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
        tag=advised(state.verb, state.state),
        lines=told(
            [
                by,
                listed(
                    scene,
                    "其中培育中：",
                    "Of these, developing: ",
                    [one for one in state.developing if one in holders],
                ),
                listed(
                    scene,
                    "本地培育中：",
                    "Developing it here: ",
                    [one for one in state.developing if one not in holders],
                ),
                asked,
            ]
        ),
        cite=cite(scene.chain, state.evidence if holders else state.shortages or state.evidence),
    )


def mismatch_item(scene: Scene, one: "Mismatch") -> Item:
    """Write one product that is made here, and that local supply and demand do not meet in."""
    said = {
        "bought-elsewhere": Both(
            "本地有产，本地客户却向外地采购", "Made here, and bought elsewhere by local customers"
        ),
        "capacity": Both("本地产能不足", "Local capacity is too small"),
        "one-maker": Both("资料中本地客户只靠一家供应", "Local customers depend on the only maker on record"),
        "unused": Both("本地有产，资料中本地无人使用", "Made here; nobody here is known to use it"),
    }[one.cause]
    unit = scene.name(one.unit) if one.unit and one.unit in scene.chain.graph.get("names", {}) else None
    amounts = None
    if one.capacity is not None and one.need is not None:
        have, want = amount(one.capacity, one.unit, name=unit), amount(one.need, one.unit, name=unit)
        amounts = Both(f"产能{have.zh}，需求至少{want.zh}", f"capacity {have.en}, need at least {want.en}")
    return Item(
        head=scene.name(one.subject),
        to=one.subject,
        tag=advised(one.verb, "unknown" if one.cause == "unused" else None),
        lines=told(
            [
                said,
                amounts,
                listed(scene, "本地企业：", "Local makers: ", one.makers),
                listed(scene, "本地客户：", "Local customers: ", one.customers),
                listed(scene, "外地供应商：", "Suppliers elsewhere: ", one.suppliers_elsewhere),
                listed(scene, "可用于：", "Could go into: ", one.used_for) if one.cause == "unused" else None,
                ASSUMED if one.status == "assumed" else None,
            ]
        ),
        cite=cite(scene.chain, one.evidence),
    )


def weak_item(scene: Scene, link: "WeakLink") -> Item:
    """Write one product that hangs on one enterprise, or of which a document wants more."""
    alone = (
        listed(scene, "资料中只有一家本地企业：", "Only local maker on record: ", link.makers) if link.sole else None
    )
    makers = None if link.sole else listed(scene, "本地企业：", "Local makers: ", link.makers)
    share = link.market_share
    return Item(
        head=scene.name(link.subject),
        to=link.subject,
        state="weak",
        tag=VERB[link.verb],
        lines=told(
            [
                alone,
                makers,
                Both(f"市场占有率{percent(share)}", f"Market share {percent(share)}") if share else None,
                listed(scene, "停产将波及：", "Would stop with it: ", link.loses),
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
        lines=told(
            [
                listed(scene, "资料中独撑环节：", "Only one on record in the segment: ", one.segments),
                listed(scene, "资料中独家：", "Only maker on record of: ", one.products),
                listed(scene, "停产还将波及：", "Would also stop: ", one.loses),
            ]
        ),
        cite=cite(scene.chain, _own_rows(scene, one)),
    )


def _own_rows(scene: Scene, one: "StandsOnOne") -> tuple[str, ...]:
    """List the rows on what an enterprise makes and where it takes part, of those its claim rests on."""
    if one.subject not in scene.held:
        return one.evidence
    held = scene.held[one.subject]
    statements: list[Maker | Participant] = [one for group in held.makes.values() for one in group]
    statements += [one for group in held.takes_part.values() for one in group]
    rows = set(merge(one.evidence for one in statements))
    return tuple(row for row in one.evidence if row in rows) or one.evidence

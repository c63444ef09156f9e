"""Claims in words (结论表述): each finding as a line with its reasons, whom it concerns, and its citation."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from chaingraph.findings import merge
from chaingraph.model import Maker, Participant, Shortage
from chaingraph.views.amounts import amount, percent
from chaingraph.views.bilingual import Both, joined
from chaingraph.views.citing import Item, cite
from chaingraph.views.scene import Scene
from chaingraph.views.wording import SHORTAGE, VERB

if TYPE_CHECKING:
    from chaingraph.analysis import LocalGap, Mismatch, MissingLink, SegmentState, StandsOnOne, WeakLink
    from chaingraph.analysis.unmet import UnmetDemand

_ASSUMED: Final = Both("需求依据是行业常识（假定）", "The need is general industry knowledge (assumed)")

__all__ = ["about", "alone_item", "gap_items", "mismatch_item", "missing_item", "segment_items", "told", "weak_item"]


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


def told(parts: Iterable[Both | None]) -> tuple[Both, ...]:
    """Leave out what is not known."""
    return tuple(part for part in parts if part is not None and part.zh)


def _listed(scene: Scene, zh: str, en: str, things: Iterable[str], end_zh: str = "", end_en: str = "") -> Both | None:
    names = scene.names(things)
    return Both(f"{zh}{names.zh}{end_zh}", f"{en}{names.en}{end_en}") if names.zh else None


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
        lines=told(
            [
                by,
                _listed(
                    scene,
                    "其中培育中：",
                    "Of these, developing: ",
                    [one for one in state.developing if one in holders],
                ),
                _listed(
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


def missing_item(scene: Scene, link: "MissingLink") -> Item:
    """Write one product that is missing or unknown: who needs it, who could deliver it, whom to ask."""
    asked = _asked(scene, link)
    rows = merge([*(one.evidence for one in asked), _complete_rows(scene, link)])
    kinds = joined(dict.fromkeys(SHORTAGE[one.kind] for one in asked if one.kind in SHORTAGE))
    tasked = sorted({one for shortage in asked for one in shortage.tasked_with})
    idle = Both("资料中没有已投产的本地企业需要它", "No local enterprise in production is known to need it")
    return Item(
        head=scene.name(link.subject),
        to=link.subject,
        state=link.state,
        tag=VERB[link.verb],
        lines=told(
            [
                *_demand(scene, link),
                None if link.needed_by else idle,
                _listed(
                    scene,
                    "参与该环节：",
                    "Taking part in the segment: ",
                    sorted(set(link.participants) - set(link.developing)),
                ),
                Both(f"文件要求：{kinds.zh}", f"Documents ask to: {kinds.en}") if kinds.zh else None,
                _listed(scene, "（文件所指是其上位产品：", "(asked of the more general ", link.inherited, "）", ")"),
                _solved(scene, link.solved),
                _candidates(link),
                _listed(scene, "缺它则本地配不齐：", "Not to be built up locally without it: ", link.blocks),
                _listed(scene, "文件点名的单位：", "Named for it by the document: ", tasked),
            ]
        ),
        cite=cite(scene.chain, [row for row in link.evidence if row in rows] or link.evidence),
    )


def _candidates(link: "MissingLink") -> Both | None:
    """Say that nobody can be named to invite, of what is missing."""
    known = link.makers_elsewhere or link.place_unknown or link.developing
    none = Both("资料中没有可招引的候选企业", "No candidate to invite is named in the data")
    return none if link.state == "missing" and not known else None


def _demand(scene: Scene, link: "UnmetDemand") -> list[Both | None]:
    """Say who needs a product, and who could deliver it."""
    needed = scene.names(link.needed_by, most=3)
    customers = scene.names(link.customers, most=4)
    where = scene.names(link.made_in, most=3)
    makers = scene.names(link.makers_elsewhere, most=4)
    return [
        _needing(link, customers, needed) if needed.zh else None,
        _ASSUMED if needed.zh and link.need_status == "assumed" else None,
        Both("可选投入", "Optional input") if link.optional else None,
        _listed(scene, "本地培育中：", "Developing it here: ", link.developing),
        _listed(scene, "企业所在地不详：", "Makers, place not told: ", link.place_unknown),
        Both(f"外地企业：{makers.zh}（{where.zh}）", f"Makers elsewhere: {makers.en} ({where.en})")
        if makers.zh
        else None,
    ]


def _needing(link: "UnmetDemand", customers: Both, needed: Both) -> Both:
    if link.need_possible:
        return Both(
            f"可能需要：{customers.zh}（用于{needed.zh}，视其种类或投产情况）",
            f"May need it: {customers.en} (for {needed.en}, by kind, or once they make it)",
        )
    return Both(f"谁需要：{customers.zh}（用于{needed.zh}）", f"Who needs it: {customers.en} (for {needed.en})")


def _solved(scene: Scene, rows: Iterable[str]) -> Both | None:
    """Cite what speaks against a finding."""
    cited = cite(scene.chain, rows)
    return Both(f"但有文件称已攻克：{cited.zh}", f"But a document calls it mastered: {cited.en}") if cited else None


def _asked(scene: Scene, link: "MissingLink") -> list[Shortage]:
    """List the open shortages, of the product or a segment of the chain, that the claim rests on."""
    found = dict.fromkeys(scene.asked[row] for row in link.evidence if row in scene.asked)
    return [one for one in found if one.state == "open"]


def _complete_rows(scene: Scene, link: "MissingLink") -> tuple[str, ...]:
    """List the rows that say that all makers are listed."""
    own = scene.chain.nodes[link.subject]["complete"] if link.subject in scene.chain else ()
    return merge(one.evidence for one in (*own, *scene.chain.graph.get("complete", ())))


def gap_items(scene: Scene) -> tuple[Item, ...]:
    """Write for each local enterprise, or group with the same needs, what it must get from elsewhere."""
    groups: dict[tuple[str, ...], list[LocalGap]] = {}
    for gap in scene.diagnosis.gaps:
        groups.setdefault(gap.customers, []).append(gap)
    return tuple(_gap_item(scene, customers, gaps) for customers, gaps in groups.items())


def _gap_item(scene: Scene, customers: tuple[str, ...], gaps: Sequence["LocalGap"]) -> Item:
    elsewhere = list(dict.fromkeys(maker for gap in gaps for maker in gap.makers_elsewhere))
    products = list(dict.fromkeys(product for gap in gaps for product in gap.needed_by))
    assumed = all(gap.need_status == "assumed" for gap in gaps)
    return Item(
        head=scene.names(customers, most=4),
        to=customers[0] if len(customers) == 1 else None,
        tag=VERB[gaps[0].verb],
        lines=told(
            [
                _listed(scene, "需要：", "Needs: ", (gap.subject for gap in gaps)),
                _listed(scene, "用于：", "For: ", products),
                _listed(scene, "外地企业：", "Makers elsewhere: ", elsewhere),
                _ASSUMED if assumed else None,
            ]
        ),
        cite=cite(scene.chain, merge(gap.evidence for gap in gaps)),
    )


def mismatch_item(scene: Scene, one: "Mismatch") -> Item:
    """Write one product that is made here, and that local supply and demand do not meet in."""
    said = {
        "bought-elsewhere": Both(
            "本地有产，本地客户却向外地采购", "Made here, and bought elsewhere by local customers"
        ),
        "capacity": Both("本地产能不足", "Local capacity is too small"),
        "one-maker": Both("本地客户只靠一家供应", "Local customers depend on one maker"),
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
        tag=VERB[one.verb],
        lines=told(
            [
                said,
                amounts,
                _listed(scene, "本地企业：", "Local makers: ", one.makers),
                _listed(scene, "本地客户：", "Local customers: ", one.customers),
                _listed(scene, "外地供应商：", "Suppliers elsewhere: ", one.suppliers_elsewhere),
                _listed(scene, "可用于：", "Could go into: ", one.used_for) if one.cause == "unused" else None,
                _ASSUMED if one.status == "assumed" else None,
            ]
        ),
        cite=cite(scene.chain, one.evidence),
    )


def weak_item(scene: Scene, link: "WeakLink") -> Item:
    """Write one product that hangs on one enterprise, or of which a document wants more."""
    alone = _listed(scene, "只有一家本地企业：", "One local maker alone: ", link.makers) if link.sole else None
    makers = None if link.sole else _listed(scene, "本地企业：", "Local makers: ", link.makers)
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
        lines=told(
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
    statements: list[Maker | Participant] = [one for group in held.makes.values() for one in group]
    statements += [one for group in held.takes_part.values() for one in group]
    rows = set(merge(one.evidence for one in statements))
    return tuple(row for row in one.evidence if row in rows) or one.evidence

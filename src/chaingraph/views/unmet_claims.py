"""Claims of unmet demand (缺口表述): products that are missing or unknown, and what local makers get from elsewhere."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from chaingraph.findings import merge
from chaingraph.model import Shortage
from chaingraph.views.bilingual import Both, joined
from chaingraph.views.citing import Item, cite
from chaingraph.views.scene import Scene
from chaingraph.views.telling import ASSUMED, listed, told
from chaingraph.views.wording import SHORTAGE, advised

if TYPE_CHECKING:
    from chaingraph.analysis import LocalGap, MissingLink
    from chaingraph.analysis.unmet import UnmetDemand

__all__ = ["gap_items", "missing_item"]


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
        tag=advised(link.verb, link.state),
        lines=told(
            [
                *_demand(scene, link),
                None if link.needed_by else idle,
                listed(
                    scene,
                    "参与该环节：",
                    "Taking part in the segment: ",
                    sorted(set(link.participants) - set(link.developing)),
                ),
                Both(f"文件要求：{kinds.zh}", f"Documents ask to: {kinds.en}") if kinds.zh else None,
                listed(scene, "（文件所指是其上位产品：", "(asked of the more general ", link.inherited, "）", ")"),
                _solved(scene, link.solved),
                _candidates(link),
                listed(scene, "缺它则本地配不齐：", "Not to be built up locally without it: ", link.blocks),
                listed(scene, "文件点名的单位：", "Named for it by the document: ", tasked),
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
        ASSUMED if needed.zh and link.need_status == "assumed" else None,
        Both("可选投入", "Optional input") if link.optional else None,
        listed(scene, "本地培育中：", "Developing it here: ", link.developing),
        listed(scene, "企业所在地不详：", "Makers, place not told: ", link.place_unknown),
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
    state = "unknown" if all(scene.states.get(gap.subject) == "unknown" for gap in gaps) else None
    return Item(
        head=scene.names(customers, most=4),
        to=customers[0] if len(customers) == 1 else None,
        tag=advised(gaps[0].verb, state),
        lines=told(
            [
                listed(scene, "需要：", "Needs: ", (gap.subject for gap in gaps)),
                listed(scene, "用于：", "For: ", products),
                listed(scene, "外地企业：", "Makers elsewhere: ", elsewhere),
                ASSUMED if assumed else None,
            ]
        ),
        cite=cite(scene.chain, merge(gap.evidence for gap in gaps)),
    )

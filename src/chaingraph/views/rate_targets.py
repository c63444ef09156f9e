"""Targets of a local supply rate in words (配套率目标对照): each beside what is computed, and why they cannot be compared."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Final

from chaingraph.findings import merge
from chaingraph.views.amounts import amount, compared, percent
from chaingraph.views.bilingual import Both, clean, joined, several
from chaingraph.views.citing import Item, cite
from chaingraph.views.scene import Scene
from chaingraph.views.wording import BASIS, FEW, RATE_OUTCOME

if TYPE_CHECKING:
    from chaingraph.analysis import RateTarget

__all__ = ["rate_target_items"]

_NOT_TOLD: Final = Both("未说明", "not told")


def rate_target_items(scene: Scene) -> tuple[Item, ...]:
    """Write each stated target once, with a line for every computed rate beside it."""
    groups = groupby(scene.diagnosis.rate_targets, lambda one: (one.subject, one.target_time, one.target, one.scope))
    return tuple(_item(scene, list(group)) for _, group in groups)


def _item(scene: Scene, group: list["RateTarget"]) -> Item:
    aim = group[0]
    name = scene.name(aim.subject)
    at = Both(f"（{clean(aim.target_time)}）", f" ({clean(aim.target_time)})") if aim.target_time else Both("", "")
    value = compared(aim.comparator, amount(aim.target, aim.unit))
    outcome = next((one.outcome for one in group if one.comparable), "not-comparable")
    return Item(
        head=Both(f"{name.zh}：目标{value.zh}{at.zh}", f"{name.en}: target {value.en}{at.en}"),
        tag=RATE_OUTCOME[outcome],
        to=aim.subject if aim.subject in scene.held else None,
        lines=(*(_computed(one) for one in group), *_why(scene, group)),
        cite=cite(scene.chain, merge(one.evidence for one in group)),
    )


def _computed(one: "RateTarget") -> Both:
    basis = BASIS[one.basis]
    rate = Both(percent(one.rate), percent(one.rate)) if one.rate is not None else Both("无法计算", "cannot be told")
    told = several(one.supplies, "supply", "supplies")
    span, few, end = Both("", ""), Both("", ""), Both("", "")
    if one.lower is not None and one.upper is not None and one.lower < one.upper:
        bounds = f"{percent(one.lower)}–{percent(one.upper)}"
        span = Both(f"，在{bounds}之间", f", between {bounds}")
    if one.supplies < FEW:
        few = Both("，不足以下结论", ", too few to conclude")
    if one.comparable:
        end = Both(f"：{RATE_OUTCOME[one.outcome].zh}", f": {RATE_OUTCOME[one.outcome].en}")
    return Both(
        f"测算（{basis.zh}）：{rate.zh}{span.zh}，据{one.supplies}条供应记录{few.zh}{end.zh}",
        f"Computed {basis.en}: {rate.en}{span.en}, from {told}{few.en}{end.en}",
    )


def _why(scene: Scene, group: Iterable["RateTarget"]) -> tuple[Both, ...]:
    """Say once in what the computed rates differ from the target; nothing when one of them answers it."""
    listed = list(group)
    if any(one.comparable for one in listed):
        return ()
    one = min(listed, key=lambda each: len(each.differs))
    why = joined([_REASON[name](scene, one) for name in one.differs], zh="；", en="; ")
    return (Both(f"不可比：{why.zh}", f"Not comparable: {why.en}"),)


def _basis(_: Scene, one: "RateTarget") -> Both:
    own = BASIS[one.basis]
    told = BASIS[one.target_basis] if one.target_basis else _NOT_TOLD
    return Both(f"口径（目标{told.zh}，测算{own.zh}）", f"basis (target {told.en}, computed {own.en})")


def _scope(scene: Scene, one: "RateTarget") -> Both:
    name, own = scene.name(one.subject), scene.name(scene.diagnosis.chain)
    return Both(f"范围（目标为{name.zh}，测算为{own.zh}）", f"scope (target of {name.en}, computed of {own.en})")


def _region(scene: Scene, one: "RateTarget") -> Both:
    told, own = scene.names(one.target_places) if one.target_places else _NOT_TOLD, scene.name(one.region)
    return Both(f"地区（目标{told.zh}，测算{own.zh}）", f"region (target {told.en}, computed {own.en})")


def _period(_: Scene, one: "RateTarget") -> Both:
    aim = clean(one.target_time)
    now = Both(clean(one.as_of), clean(one.as_of)) if one.as_of else Both("未限时点", "of no date")
    return Both(
        f"时期（目标{aim or _NOT_TOLD.zh}，测算{now.zh}）", f"period (target {aim or _NOT_TOLD.en}, computed {now.en})"
    )


def _unit(_: Scene, one: "RateTarget") -> Both:
    return Both(f"单位（目标{clean(one.unit)}，测算为比例）", f"unit (target {clean(one.unit)}, computed a share)")


_REASON: Final[dict[str, Callable[[Scene, "RateTarget"], Both]]] = {
    "basis": _basis,
    "scope": _scope,
    "region": _region,
    "period": _period,
    "unit": _unit,
}

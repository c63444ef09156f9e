"""Where suppliers stand on a supply map (配套布局): bands by place, columns by tier, inputs of unknown origin below."""

from typing import Any, Final

from chaingraph.views.bilingual import Both
from chaingraph.views.flows import ELSEWHERE, NOWHERE
from chaingraph.views.layout import Box, around
from chaingraph.views.sourced import PROVINCE, Need, Sourced, Supplier

__all__ = ["WIDE", "places", "unsourced"]

WIDE: Final = 270
"""Width of a node with the room around it [px]."""

_PITCH, _ROW, _ACROSS = 350, 72, 3
_BANDS: Final = {
    PROVINCE: Both("省内其他地区", "Elsewhere in the province"),
    ELSEWHERE: Both("外地", "Elsewhere"),
    NOWHERE: Both("所在地不详", "Place not told"),
    "inputs": Both("投入已知、供应商不明", "Inputs known, suppliers not"),
}


def unsourced(seen: Sourced) -> list[Need]:
    """List the inputs of which no supplier is on record: those drawn as nodes of their own."""
    return [one for one in seen.needs if not one.suppliers]


def places(seen: Sourced) -> tuple[dict[str, tuple[float, float]], list[dict[str, Any]], Box]:
    """Place suppliers in bands by place, tiers from right to left; inputs of unknown origin in rows below."""
    bands: dict[str, dict[int, list[Supplier]]] = {}
    for one in seen.suppliers:
        bands.setdefault(one.band, {}).setdefault(one.tier, []).append(one)
    deepest = max((one.tier for one in seen.suppliers), default=1)
    open_needs = unsourced(seen)
    left = -_PITCH * max(deepest, min(_ACROSS, len(open_needs))) - WIDE / 2 - 20
    right = -_PITCH + WIDE / 2 + 20
    at: dict[str, tuple[float, float]] = {}
    boxes: list[dict[str, Any]] = [
        {
            "at": Box(-_PITCH * tier - WIDE / 2, -64, -_PITCH * tier + WIDE / 2, -28),
            "look": "lane",
            "title": _tier(tier),
        }
        for tier in range(1, deepest + 1)
        if seen.suppliers
    ]
    top = 0.0
    for band in sorted(bands, key=lambda name: _rank(seen, name)):
        tall = max(len(many) for many in bands[band].values())
        for tier, many in bands[band].items():
            at |= {one.enterprise: (-_PITCH * tier, top + 66 + number * _ROW) for number, one in enumerate(many)}
        boxes.append(
            {
                "at": Box(left, top, right, top + 40 + tall * _ROW),
                "look": "lane",
                "title": _band(seen, band, bands[band]),
            }
        )
        top += 40 + tall * _ROW + 16
    if open_needs:
        across = min(_ACROSS, len(open_needs))
        for number, need in enumerate(open_needs):
            at[need.need.products[0]] = (-_PITCH * (number % across + 1), top + 66 + number // across * _ROW)
        tall = -(-len(open_needs) // across)
        title = Both(f"{_BANDS['inputs'].zh} · {len(open_needs)}种", f"{_BANDS['inputs'].en} ({len(open_needs)})")
        boxes.append({"at": Box(left, top, right, top + 40 + tall * _ROW), "look": "loose", "title": title})
        top += 40 + tall * _ROW
    at[seen.me] = (10.0, top / 2)
    return (
        at,
        boxes,
        around([box["at"] for box in boxes] + [Box(0, top / 2 - 40, WIDE / 2 + 20, top / 2 + 40)], margin=8),
    )


def _tier(number: int) -> Both:
    zh = "一二三四五六七八九"[number - 1] if number <= 9 else str(number)
    return Both(f"{zh}级供应商", f"Tier {number}")


def _rank(seen: Sourced, band: str) -> tuple[int, str]:
    """Order the bands: the park of the enterprise itself, other parks here, the region, around it, farther, unknown."""
    own = band in seen.graph.nodes[seen.me]["places"] and band != seen.region
    order = {seen.region: 2, PROVINCE: 3, ELSEWHERE: 4, NOWHERE: 5}
    return order.get(band, 0 if own else 1), band


def _band(seen: Sourced, band: str, tiers: dict[int, list[Supplier]]) -> Both:
    name = _BANDS.get(band) or seen.name(band)
    if band == seen.region:
        name = Both(f"{name.zh}（园区不详）", f"{name.en} (park not told)")
    local = Both("本地 · ", "Local: ") if band not in _BANDS else Both("", "")
    count = sum(map(len, tiers.values()))
    return Both(f"{local.zh}{name.zh} · {count}家", f"{local.en}{name.en} ({count})")

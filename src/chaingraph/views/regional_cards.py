"""Cards of a regional map (地点卡片): enterprises, gaps, clusters and fields of a place, and how it is placed."""

from collections.abc import Iterator
from typing import Any, Final

from chaingraph.views.bilingual import Both, clean, joined, several
from chaingraph.views.citing import Item, Section, cite, cited, plain
from chaingraph.views.placed import Here, Placed, Spot, rows_of

__all__ = ["KINDS", "MOST", "counted", "more", "place_thing"]

MOST: Final = 60
"""Gaps or fields listed at most."""

KINDS: Final = {
    "region": Both("行政区域", "Region"),
    "park": Both("园区", "Park"),
    "other": Both("其他", "Other"),
}


def place_thing(seen: Placed, place: str, chain: str, label: Both) -> dict[str, Any]:
    """Describe a place for tip, card and search, for one chain or for all."""
    spot, name = seen.spot(place, chain), seen.name(place)
    kind = place.partition(":")[0]
    parts = [
        Section(title=Both("缺失（断链）", "Missing"), items=tuple(spot.gaps)),
        Section(title=Both("企业", "Enterprises"), items=tuple(_enterprises(seen, spot, chain))),
        Section(title=Both("产业集群", "Clusters"), items=tuple(spot.clusters)),
        Section(title=Both("主导与特色领域", "Fields"), items=tuple(spot.fields[:MOST]), note=more(len(spot.fields))),
        Section(title=Both("位置依据", "Position stands on"), items=cited(seen.graph, _position_rows(seen, place))),
    ]
    facts = [_where(seen, place), *counted(spot), *_below(seen, place, chain)]
    aliases = seen.graph.graph.get("aliases", {}).get(place, ())
    return {
        "kind": kind if kind in KINDS else "other",
        "name": name,
        "label": label,
        "state": spot.state(),
        "facts": facts,
        "tip": facts,
        "sections": [plain(part) for part in parts if part.items],
        **({} if chain else {"keys": list(dict.fromkeys([*name, *map(clean, aliases)]))}),
    }


def counted(spot: Spot) -> Iterator[Both]:
    """Count what is on record at a place."""
    counts = (
        (spot.enterprises, "家企业有记录", "enterprise"),
        (spot.clusters, "个产业集群", "cluster"),
        (spot.gaps, "项缺失", "gap"),
    )
    for many, zh, en in counts:
        if many:
            yield Both(f"{len(many)}{zh}", several(len(many), en))
    if not spot.enterprises:
        yield Both("资料中没有企业记录；没有记录不等于没有。", "No enterprise on record, which proves nothing.")


def _below(seen: Placed, place: str, chain: str) -> Iterator[Both]:
    """Say how many enterprises lie in places inside this one that have a label of their own."""
    inner = {name for one in seen.graph.predecessors(place) for name in seen.spot(one, chain).enterprises}
    inner -= seen.spot(place, chain).enterprises.keys()
    if inner:
        count = len(inner)
        yield Both(
            f"其内另行标出的地点还有{count}家", f"{several(count, 'enterprise')} more in places inside, drawn apart"
        )


def more(count: int) -> Both | None:
    """Say that a list is cut, when it is."""
    return Both(f"只列前{MOST}项，共{count}项", f"the first {MOST} of {count}") if count > MOST else None


def _enterprises(seen: Placed, spot: Spot, chain: str) -> Iterator[Item]:
    def worst(pair: tuple[str, Here]) -> tuple[bool, int, str]:
        return not pair[1].alone, -len(pair[1].things), pair[0]

    for name, here in sorted(spot.enterprises.items(), key=worst):
        things = joined([seen.name(thing) for thing in here.things[:5]])
        chains = joined([seen.name(one) for one in dict.fromkeys(here.chains)])
        lines = [things] if things.zh else []
        if chains.zh and not chain:
            lines.append(Both(f"产业链：{chains.zh}", f"Chains: {chains.en}"))
        tag = Both("资料中独撑", "only one on record") if here.alone else None
        yield Item(head=seen.name(name), tag=tag, lines=tuple(lines), cite=cite(seen.graph, rows_of(here)))


def _where(seen: Placed, place: str) -> Both:
    """Say what the position of a place is, and what it is not."""
    node = seen.graph.nodes[place]
    if place == seen.region:
        return Both("只知在本地区、未写明区县或园区的，归在此处", "What is known only to lie in the region stands here")
    if node["latitude"] is not None:
        spot = f"{node['latitude']:.4f}, {node['longitude']:.4f}"
        return Both(f"驻地坐标（WGS 84）：{spot}", f"Seat (WGS 84): {spot}")
    inside = seen.inside(place)
    if not inside:
        return Both("没有公开坐标，区县也不详，未在图上定位", "No published coordinate, district not told: not placed")
    name = seen.name(inside)
    return Both(f"没有公开坐标，位置为所在的{name.zh}", f"No published coordinate; drawn in {name.en}, where it lies")


def _position_rows(seen: Placed, place: str) -> tuple[str, ...]:
    inside = place if seen.graph.nodes[place]["latitude"] is not None else seen.inside(place)
    return tuple(seen.graph.nodes[inside]["evidence"]) if inside else ()

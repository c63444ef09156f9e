"""Maps of a pack (图): interactive pages, and what they show laid out for paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import networkx as nx
from rdflib import Dataset

from chaingraph import maps, verbs
from chaingraph.errors import NothingToDrawError, QueryError
from chaingraph.packs.listing import called, shown_rows
from chaingraph.packs.reading import Line
from chaingraph.views import chain_page, draw_page
from chaingraph.views.bilingual import Both
from chaingraph.views.citing import Item
from chaingraph.views.report import report
from chaingraph.views.scene import Scene, look_at, title, under, verdict
from chaingraph.views.wording import TIER
from chaingraph.vocabulary import THINGS

__all__ = ["PLACED", "Map", "chain_map", "picture", "placed_map"]

PLACED: Final = ("areas", "suppliers")
"""Maps that need places or supplies on record; without them a sentence stands instead."""

_FIRST: Final = 6
"""Missing links on the cover."""

_MOST: Final = 25
"""Claims of one sort in the printed report of a chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """An interactive page."""

    title: Both
    text: str


def picture(
    line: Line, rows: Iterable[Mapping[str, Any]], columns: Sequence[str], named: Both, *, face: Dataset, lang: str
) -> Map:
    """Draw an answer: in each row the first thing points to the others."""
    show, kept = shown_rows(replace(line, by=(), show=line.link or line.show), list(rows), columns)
    graph = nx.DiGraph()
    for row in kept:
        things = [str(row[name]) for name in show if str(row.get(name) or "").partition(":")[0] in THINGS]
        for thing in things:
            graph.add_node(thing, kind=thing.partition(":")[0])
        graph.add_edges_from((things[0], other) for other in things[1:] if other != things[0])
    for thing, (zh, en) in called(face, graph).items():
        graph.nodes[thing].update(label_zh=zh, label_en=en)
    return Map(title=named, text=draw_page(graph, title=named, lang=lang, home=True))


def placed_map(face: Dataset, line: Line, given: Mapping[str, str], named: Both, *, lang: str) -> Map | Both:
    """Draw the regional map or the supply map; where there is nothing to draw, say so.

    Raises
    ------
    QueryError
        The line's parameters are not those of the map, or name nothing.
    """
    options = line.filled(given)
    if line.name == "suppliers":
        maps.check(options, line.where, needs=("enterprise",), takes=("region", "as_of"))
    else:
        maps.check(options, line.where, needs=("chain",), takes=("region", "as_of"))
    try:
        if line.name == "suppliers":
            text = maps.suppliers_map(face, options, lang=lang, home=True)
        else:
            text = maps.areas_map(face, options, lambda: [verbs.diagnosis(face, **options)], lang=lang, home=True)
    except NothingToDrawError as why:
        return Both(*(fault_text(why, language) for language in ("zh", "en")))
    return Map(title=line.title or named, text=text)


def fault_text(why: QueryError, lang: str) -> str:
    """Return what an error says, without the place that it names."""
    return " ".join(fault.zh if lang == "zh" else fault.en for fault in why.faults)


def chain_map(face: Dataset, line: Line, given: Mapping[str, str], *, lang: str) -> tuple[Map, Mapping[str, Any]]:
    """Draw a chain, and lay out for paper what the map shows."""
    options = line.filled(given)
    if "chain" not in options or set(options) - {"chain", "region", "as_of"}:
        raise QueryError.of(line.where, zh="参数：chain、region、as_of。", en="parameters: chain, region, as_of.")
    graph, found = verbs.diagnosis(face, options["chain"], region=options.get("region"), as_of=options.get("as_of"))
    scene = look_at(graph, found)
    drawn = Map(title=line.title or title(scene), text=chain_page(graph, found, lang=lang, home=True))
    laid = {
        "verdict": verdict(scene),
        "under": under(scene),
        "findings": _first(scene),
        "tiers": _tiers(scene),
        "sections": _sections(scene),
    }
    return drawn, laid


def _tiers(scene: Scene) -> list[dict[str, Any]]:
    tiers: dict[str, list[dict[str, Any]]] = {}
    for one in scene.diagnosis.segments:
        tier = scene.chain.graph["segments"][one.subject]["tier"]
        tiers.setdefault(tier, []).append({"state": one.state, "name": scene.name(one.subject)})
    return [{"name": TIER.get(tier, Both("其他", "Other")), "chips": chips} for tier, chips in tiers.items()]


def _first(scene: Scene) -> list[Item]:
    """Return what a reader must see first: what is missing, then what stands on one enterprise alone."""
    missing, beyond, alone = report(scene)[:3]
    lost = (*missing.items, *beyond.items)[:_FIRST]
    return [replace(item, to=None) for item in (*lost, *alone.items[: _FIRST // 2])]


def _sections(scene: Scene) -> list[Any]:
    return [
        replace(section, items=tuple(replace(item, to=None) for item in section.items[:_MOST]), open=True)
        for section in report(scene)
        if section.items
    ]

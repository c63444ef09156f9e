"""Running the lines of a pack (执行): each becomes a list, or a map with what it shows as a list."""

import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import networkx as nx
from rdflib import Dataset

from chaingraph import calls, verbs
from chaingraph.errors import QueryError
from chaingraph.findings import Finding, to_records
from chaingraph.names import all_labels
from chaingraph.packs.listing import listing, shown_rows
from chaingraph.packs.reading import Line, Pack, Page
from chaingraph.queries import Query, find_query, list_queries, read_query, run
from chaingraph.views import chain_page, draw_page
from chaingraph.views.bilingual import Both
from chaingraph.views.lists import Listing
from chaingraph.views.report import report
from chaingraph.views.scene import Scene, look_at, title, verdict
from chaingraph.views.wording import TIER
from chaingraph.vocabulary import THINGS

__all__ = ["Map", "Part", "run_page"]

_MOST: Final = 25
"""Claims of one sort in the printed report of a chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """An interactive page."""

    title: Both
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a page of a pack has come to."""

    page: Page
    lists: tuple[Listing, ...]
    maps: tuple[Map, ...]
    chains: tuple[Mapping[str, Any], ...]


def run_page(face: Dataset, pack: Pack, page: Page, given: Mapping[str, str], *, lang: str = "zh") -> Part:
    """Run the lines of a page.

    Parameters
    ----------
    given
        The pack's parameters, things as CURIEs.
    lang
        Language shown first.

    Raises
    ------
    QueryError
        A line names something that there is not; says which line.
    """
    lists: list[Listing] = []
    maps: list[Map] = []
    chains: list[Mapping[str, Any]] = []
    for line in page.lines:
        key = f"{page.key}-{len(lists) + 1}"
        if line.verb == "find":
            lists.append(_found(face, key, line, given))
        elif line.verb == "draw" and line.name == "chain":
            drawn, chain = _chain(face, line, given, lang)
            maps.append(drawn)
            chains.append(chain)
        elif query := _question(pack, line):
            rows = run(face, query, line.filled(given))
            about = query.columns
            named = line.title or Both(query.title("zh"), query.title("en"))
            if line.verb == "draw":
                maps.append(Map(title=named, text=_picture(face, line, rows, list(about), named, lang)))
            lists.append(listing(face, key, named, line, rows, about))
        else:
            text = verbs.draw(face, line.name, lang=lang, **line.filled(given))
            maps.append(Map(title=line.title or page.title, text=text))
    return Part(page=page, lists=tuple(lists), maps=tuple(maps), chains=tuple(chains))


def _question(pack: Pack, line: Line) -> Query | None:
    """Return a question of the library, or one that lies beside the pack; None: the line draws another view."""
    beside = pack.path.with_name(f"{line.name}.rq")
    if line.name not in {query.name for query in list_queries()} and beside.is_file():
        return read_query(beside)
    if line.verb == "draw" and line.name not in {query.name for query in list_queries()}:
        return None
    return find_query(line.name)


def _found(face: Dataset, key: str, line: Line, given: Mapping[str, str]) -> Listing:
    found = calls.find(face, line.name, **line.filled(given))
    function = calls.list_analyses()[line.name]
    about = {name: "" for kind in _kinds(function) for name in kind}
    named = line.title or Both(calls.title(function, "zh"), calls.title(function, "en"))
    return listing(face, key, named, line, to_records(found, joined=False), about)


def _kinds(function: Any) -> Iterable[list[str]]:
    """List the fields of what an analysis returns."""
    returned = typing.get_type_hints(function)["return"]
    for kind in (returned, *typing.get_args(returned)):
        if isinstance(kind, type) and issubclass(kind, Finding):
            yield [field.name for field in fields(kind)]


def _picture(
    face: Dataset, line: Line, rows: Iterable[Mapping[str, Any]], columns: list[str], named: Both, lang: str
) -> str:
    """Draw an answer: in each row the first thing points to the others."""
    show, kept = shown_rows(replace(line, by="", show=line.link or line.show), list(rows), columns)
    graph = nx.DiGraph()
    for row in kept:
        things = [str(row[name]) for name in show if str(row.get(name) or "").partition(":")[0] in THINGS]
        for thing in things:
            graph.add_node(thing, kind=thing.partition(":")[0])
        graph.add_edges_from((things[0], other) for other in things[1:] if other != things[0])
    for thing, (zh, en) in all_labels(face, graph).items():
        graph.nodes[thing].update(label_zh=zh, label_en=en)
    return draw_page(graph, title=named, lang=lang)


def _chain(face: Dataset, line: Line, given: Mapping[str, str], lang: str) -> tuple[Map, Mapping[str, Any]]:
    """Draw a chain, and lay out for paper what the map shows."""
    options = line.filled(given)
    if "chain" not in options or set(options) - {"chain", "region", "as_of"}:
        raise QueryError.of(line.where, zh="参数：chain、region、as_of。", en="parameters: chain, region, as_of.")
    graph, found = verbs.diagnosis(face, options["chain"], region=options.get("region"), as_of=options.get("as_of"))
    scene = look_at(graph, found)
    drawn = Map(title=line.title or title(scene), text=chain_page(graph, found, lang=lang))
    return drawn, {"verdict": verdict(scene), "tiers": _tiers(scene), "sections": _sections(scene)}


def _tiers(scene: Scene) -> list[dict[str, Any]]:
    tiers: dict[str, list[dict[str, Any]]] = {}
    for one in scene.diagnosis.segments:
        tier = scene.chain.graph["segments"][one.subject]["tier"]
        tiers.setdefault(tier, []).append({"state": one.state, "name": scene.name(one.subject)})
    return [{"name": TIER.get(tier, Both("其他", "Other")), "chips": chips} for tier, chips in tiers.items()]


def _sections(scene: Scene) -> list[Any]:
    return [
        replace(section, items=tuple(replace(item, to=None) for item in section.items[:_MOST]), open=True)
        for section in report(scene)
        if section.items
    ]

"""Running the lines of a pack (执行): each becomes a list, or a map with what it shows as a list."""

import inspect
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import networkx as nx
from rdflib import Dataset

from chaingraph import calls, verbs
from chaingraph.errors import QueryError
from chaingraph.findings import Finding, to_records
from chaingraph.graphs import chain_graph, chains, supply_graph
from chaingraph.grouping import with_group
from chaingraph.packs.indicators import board, readings_in_region, readings_of_chain
from chaingraph.packs.listing import listing
from chaingraph.packs.mapping import PLACED, Map, chain_map, picture, placed_map
from chaingraph.packs.reading import Line, Pack, Page
from chaingraph.queries import Query, find_query, list_queries, read_query, run
from chaingraph.views.bilingual import Both
from chaingraph.views.lists import Listing

__all__ = ["EVERY", "Part", "every_chain", "run_page"]

Graphs = Mapping[str, nx.DiGraph]

EVERY: Final = "*"
"""Stands for every chain in a line: ``find missing-links chain=*``."""


@dataclass(slots=True, kw_only=True)
class Part:
    """What a page of a pack has come to."""

    page: Page
    lists: list[Listing]
    maps: list[Map]
    chains: list[Mapping[str, Any]]
    notes: list[Both]  # the page's own, and why a map is not there


def run_page(
    face: Dataset, pack: Pack, page: Page, given: Mapping[str, str], *, lang: str = "zh", graphs: Graphs | None = None
) -> Part:
    """Run the lines of a page.

    Parameters
    ----------
    given
        The pack's parameters, things as CURIEs.
    lang
        Language shown first.
    graphs
        Chain graphs by chain for lines with ``chain=*``, when they are at hand; None: those of all chains of the store.

    Raises
    ------
    QueryError
        A line names something that there is not; says which line.
    """
    part = Part(page=page, lists=[], maps=[], chains=[], notes=list(page.notes))
    for line in page.lines:
        key = f"{page.key}-{len(part.lists) + 1}"
        if line.verb == "find":
            part.lists.append(_found(face, key, line, given, graphs))
        elif query := _question(pack, line):
            rows = run(face, query, line.filled(given))
            named = line.title or Both(query.title("zh"), query.title("en"))
            if line.verb == "draw" and rows:
                part.maps.append(picture(line, rows, list(query.columns), named, face=face, lang=lang))
            part.lists.append(listing(face, key, named, line, rows, query.columns))
        elif line.name == "chain":
            drawn, laid = chain_map(face, line, given, lang=lang)
            part.maps.append(drawn)
            part.chains.append(laid)
        elif line.name == "indicators":
            part.lists.append(_indicators(face, key, line, given))
        elif line.name in PLACED:
            placed = placed_map(face, line, given, page.title, lang=lang)
            if isinstance(placed, Map):
                part.maps.append(placed)
            else:
                part.notes.append(placed)
        else:
            text = verbs.draw(face, line.name, lang=lang, **line.filled(given))
            part.maps.append(Map(title=line.title or page.title, text=text))
    return part


def _question(pack: Pack, line: Line) -> Query | None:
    """Return a question of the library, or one that lies beside the pack; None: the line draws another view."""
    beside = pack.path.with_name(f"{line.name}.rq")
    if line.name not in {query.name for query in list_queries()} and beside.is_file():
        return read_query(beside)
    if line.verb == "draw" and line.name not in {query.name for query in list_queries()}:
        return None
    return find_query(line.name)


def _found(face: Dataset, key: str, line: Line, given: Mapping[str, str], graphs: Graphs | None) -> Listing:
    options = line.filled(given)
    every = options.get("chain") == EVERY
    found = [] if every else to_records(calls.find(face, line.name, **options), joined=False)
    function = calls.list_analyses()[line.name]
    if every:
        found = [
            {"chain": chain, **record}
            for chain, findings in _everywhere(face, function, options, graphs)
            for record in to_records(findings, joined=False)
        ]
    about = dict.fromkeys((*(["chain"] if every else []), *(name for kind in _kinds(function) for name in kind)), "")
    named = line.title or Both(calls.title(function, "zh"), calls.title(function, "en"))
    return listing(face, key, named, line, found, about)


def _everywhere(
    face: Dataset, function: Callable[..., tuple[Finding, ...]], options: Mapping[str, str], graphs: Graphs | None
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Run an analysis on every chain, on the graphs at hand if there are any."""
    own = inspect.signature(function).parameters
    places = calls.regions(face, options.get("region"))
    supply = {"supply": with_group(supply_graph(face), places)[0]} if "supply" in own else {}
    for chain, graph in (graphs or every_chain(face)).items():
        seen, region = with_group(graph, places)
        yield chain, function(seen, **supply, region=region)


def every_chain(face: Dataset) -> dict[str, nx.DiGraph]:
    """Return the graphs of all chains of a store, for lines with ``chain=*``."""
    return {chain: chain_graph(face, chain) for chain in chains(face)}


def _indicators(face: Dataset, key: str, line: Line, given: Mapping[str, str]) -> Listing:
    options = line.filled(given)
    if not options or set(options) - {"chain", "region"}:
        raise QueryError.of(line.where, zh="参数：chain 或 region。", en="parameters: chain or region.")
    if "chain" in options:
        found = readings_of_chain(face, options["chain"])
    else:
        found = readings_in_region(face, options["region"])
    return board(face, key, line.title or Both("指标", "Indicators"), found, about=line.about)


def _kinds(function: Any) -> Iterable[list[str]]:
    """List the fields of what an analysis returns."""
    returned = typing.get_type_hints(function)["return"]
    for kind in (returned, *typing.get_args(returned)):
        if isinstance(kind, type) and issubclass(kind, Finding):
            yield [field.name for field in fields(kind)]

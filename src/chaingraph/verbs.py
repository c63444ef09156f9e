"""Verbs: run analyses and views by name with ``key=value``; the same on the command line, in notebooks and in packs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
from rdflib import Dataset

from chaingraph.analysis import Diagnosis, diagnose
from chaingraph.calls import find, list_analyses
from chaingraph.errors import QueryError
from chaingraph.findings import merge
from chaingraph.graphs import chain_graph, chains, home, shared_rows, sources, supply_graph
from chaingraph.names import all_labels, resolve
from chaingraph.queries import find_query, run
from chaingraph.vocabulary import SCHEMES, THINGS, curie

__all__ = ["diagnoses", "diagnosis", "draw", "find", "list_analyses", "named", "site", "values"]

_NAMED = {*THINGS, *SCHEMES, "unit", "cgunit"}


def values(words: tuple[str, ...]) -> dict[str, str]:
    """Return ``key=value`` words as a dictionary.

    Examples
    --------
    >>> values(("chain=电池", "region=region:430100"))
    {'chain': '电池', 'region': 'region:430100'}
    """
    found = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise QueryError.of(
                word, zh="应写作 名称=值，例如 chain=先进储能材料。", en="write key=value, such as chain=先进储能材料."
            )
        found[key.replace("-", "_")] = value
    return found


def diagnosis(
    face: Dataset,
    chain: str,
    *,
    region: str | None = None,
    as_of: str | None = None,
    supply: nx.MultiDiGraph | None = None,
) -> tuple[nx.DiGraph, Diagnosis]:
    """Return the graph of a chain and everything that the analyses find in it.

    Parameters
    ----------
    chain, region
        CURIE, IRI or name; no region means the one that the data sets name as theirs.
    supply
        The supply graph, when it is at hand from another chain.
    """
    place = curie(resolve(face, region, kind="region")) if region else home(face)
    graph = chain_graph(face, chain, as_of=as_of)
    supply = supply if supply is not None else supply_graph(face, as_of=as_of)
    found = diagnose(graph, supply, region=place)
    used = merge(rate.evidence for rate in found.rates)
    graph.graph["sources"] |= sources(face, set(used) - graph.graph["sources"].keys())
    graph.graph["names"] = {**supply.graph["names"], **graph.graph["names"]}
    return graph, found


def draw(face: Dataset, name: str, /, *, lang: str = "zh", **given: str) -> str:
    """Return a page: ``chain`` (of ``chain=…``), or the picture of a question of `queries/ask` as a network.

    Raises
    ------
    QueryError
        There is no such view or question.
    """
    from chaingraph import views

    if lang not in ("zh", "en"):
        raise QueryError.of(f"lang={lang}", zh="应为 zh 或 en。", en="must be zh or en.")
    if name == "chain":
        if "chain" not in given or set(given) - {"chain", "region", "as_of"}:
            raise QueryError.of(
                name, zh="参数：chain=…、region=…、as_of=…。", en="parameters: chain=…, region=…, as_of=…."
            )
        graph, found = diagnosis(face, given["chain"], region=given.get("region"), as_of=given.get("as_of"))
        return views.chain_page(graph, found, lang=lang)
    query = find_query(name)
    rows = run(face, query, given)
    return views.draw_page(_picture(face, rows), title=query.title(lang), lang=lang)


def _picture(face: Dataset, rows: list[dict[str, str | None]]) -> nx.DiGraph:
    """Return the things of an answer as a graph: in each row the first thing points to the others."""
    graph = nx.DiGraph()
    for row in rows:
        things = [value for value in row.values() if value and _is_thing(value)]
        for thing in things:
            graph.add_node(thing, kind=thing.partition(":")[0])
        for other in things[1:]:
            if other != things[0]:
                graph.add_edge(things[0], other)
    for thing, (zh, en) in all_labels(face, graph).items():
        graph.nodes[thing].update(label_zh=zh, label_en=en)
    return graph


def named(face: Dataset, rows: Sequence[Mapping[str, Any]], *, lang: str = "zh") -> list[dict[str, Any]]:
    """Return rows with things written by their names; rows of tables and what has no name stay identifiers."""
    wanted = {text for row in rows for value in row.values() for text in _texts(value)}
    names = all_labels(face, {text for text in wanted if ":" in text and text.partition(":")[0] in _NAMED})
    place = 0 if lang == "zh" else 1

    def name(value: Any) -> Any:
        if isinstance(value, list):
            return [name(part) for part in value]
        if isinstance(value, dict):
            return {key: name(part) for key, part in value.items()}
        return names[value][place] if isinstance(value, str) and value in names else value

    return [{key: name(value) for key, value in row.items()} for row in rows]


def _texts(value: Any) -> Iterator[str]:
    parts = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else [value]
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, list | dict):
            yield from _texts(part)


def _is_thing(text: str) -> bool:
    return text.partition(":")[0] in THINGS


def diagnoses(
    face: Dataset, *, region: str | None = None, as_of: str | None = None
) -> Iterator[tuple[nx.DiGraph, Diagnosis]]:
    """Yield graph and diagnosis of every chain of a store that has segments, as `diagnosis` does of one."""
    with shared_rows(face):
        supply = supply_graph(face, as_of=as_of)
        for chain in chains(face):
            yield diagnosis(face, chain, region=region, as_of=as_of, supply=supply)


def is_local(found: Diagnosis) -> bool:
    """Tell whether anything at all is on record of a chain in the region: somebody there, or a shortage."""
    return any(state.state != "unknown" or state.shortages for state in found.segments) or bool(found.weak)


def site(
    face: Dataset,
    folder: Path,
    *,
    region: str | None = None,
    lang: str = "zh",
    found: Iterable[tuple[nx.DiGraph, Diagnosis]] | None = None,
) -> tuple[Path, ...]:
    """Write the planners' pages: an index with the diagnosis of all chains, and one page per chain.

    Parameters
    ----------
    region
        Seen from where; None: the data sets' own.
    lang
        Language shown first.
    found
        What `diagnoses` gave, when it is at hand.

    Returns
    -------
    tuple of Path
        The files written, the index first.
    """
    from chaingraph import views

    everything = list(diagnoses(face, region=region) if found is None else found)
    results = [(graph, one) for graph, one in everything if is_local(one)]
    others = [graph for graph, one in everything if not is_local(one)]
    pages = {one.chain: f"{one.chain.partition(':')[2]}.html" for _, one in results}
    folder.mkdir(parents=True, exist_ok=True)
    texts = {folder / pages[one.chain]: views.chain_page(graph, one, lang=lang) for graph, one in results}
    texts = {folder / "index.html": views.index_page(results, pages, others=others, lang=lang), **texts}
    for path, text in texts.items():  # only now, lest some be new and others old when this is broken off
        path.write_text(text, encoding="utf-8", newline="\n")
    return tuple(texts)

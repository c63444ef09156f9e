"""Verbs: run analyses and views by name with ``key=value``; the same on the command line, in notebooks and in packs."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
from rdflib import Dataset

from chaingraph.analysis import Diagnosis, diagnose
from chaingraph.calls import find, list_analyses, look, regions
from chaingraph.errors import QueryError
from chaingraph.findings import Finding, merge, to_records
from chaingraph.graphs import chain_graph, chains, shared_rows, sources, supply_graph
from chaingraph.grouping import GROUPED, with_group
from chaingraph.labelled import names_in, picture
from chaingraph.names import all_labels
from chaingraph.queries import find_query, run, to_rows

__all__ = [
    "diagnoses",
    "diagnosis",
    "draw",
    "draw_query",
    "explain",
    "find",
    "findings",
    "list_analyses",
    "site",
    "values",
]


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
        CURIE, IRI or name; no region means the one that the data sets name as theirs, several are parted by ``;``.
    supply
        The supply graph, when it is at hand from another chain.
    """
    places = regions(face, region)
    graph, place = with_group(chain_graph(face, chain, as_of=as_of), places)
    supply, _ = with_group(supply if supply is not None else supply_graph(face, as_of=as_of), places)
    found = diagnose(graph, supply, region=place)
    used = merge(rate.evidence for rate in found.rates)
    known = graph.graph["sources"]
    graph.graph["sources"] = {**known, **sources(face, set(used) - known.keys())}
    graph.graph["names"] = {**supply.graph["names"], **graph.graph["names"]}
    return graph, found


def findings(face: Dataset, name: str, /, **given: str) -> list[dict[str, Any]]:
    """Return what `find` finds as rows, each with its policy verb, its status, and the facts that would overturn it.

    ``verb`` is None where nothing follows; ``status`` is that of the finding, else of the least firm row it rests on;
    ``overturned_by_zh`` and ``overturned_by_en`` are sentences.
    """
    from chaingraph.analysis.leads import firmness, leads_to
    from chaingraph.views.overturning import overturned

    graph, found = _told(face, name, given)
    rows = to_records(found, joined=False)
    for row, finding in zip(rows, found, strict=True):
        row["verb"] = leads_to(finding)
        if "status" not in row:
            row["status"] = firmness(finding.evidence, graph.graph["sources"])
        row["overturned_by_zh"], row["overturned_by_en"] = overturned(finding, graph)
    return rows


def explain(face: Dataset, name: str, /, *, lang: str = "zh", **given: str) -> str:
    """Return what `find` finds as text: for each finding the steps that lead to it, and what would overturn it."""
    from chaingraph.views.reasons import explained

    graph, found = _told(face, name, given)
    return explained(found, graph, lang=lang)


def _told(face: Dataset, name: str, given: Mapping[str, str]) -> tuple[nx.DiGraph, tuple[Finding, ...]]:
    """Return the first graph that an analysis looked at, with the names and sources of all that it found, and that."""
    graphs, found = look(face, name, **given)
    graph = graphs[0].copy(as_view=True)
    known = graph.graph.get("names", {})
    told = {text for row in to_records(found, joined=False) for text in names_in(row)}
    new = {text for text in told if text not in known and GROUPED not in text}
    rows = {row for one in found for row in one.evidence} - graph.graph.get("sources", {}).keys()
    graph.graph = {
        **graph.graph,
        "names": {**known, **all_labels(face, new)},
        "sources": {**graph.graph.get("sources", {}), **sources(face, rows)},
    }
    return graph, found


def draw(face: Dataset, name: str, /, *, lang: str = "zh", **given: str) -> str:
    """Return a page: ``chain`` (of ``chain=…``), ``suppliers`` (of ``enterprise=…``), ``areas`` (of ``region=…``), or a picture.

    The picture is that of the answer to a question of `queries/ask`, as a network.

    Raises
    ------
    QueryError
        There is no such view or question.
    """
    from chaingraph import maps, views

    if lang not in ("zh", "en"):
        raise QueryError.of(f"lang={lang}", zh="应为 zh 或 en。", en="must be zh or en.")
    if name == "chain":
        if "chain" not in given or set(given) - {"chain", "region", "as_of"}:
            raise QueryError.of(
                name, zh="参数：chain=…、region=…、as_of=…。", en="parameters: chain=…, region=…, as_of=…."
            )
        graph, found = diagnosis(face, given["chain"], region=given.get("region"), as_of=given.get("as_of"))
        return views.chain_page(graph, found, lang=lang)
    if name == "suppliers":
        return maps.suppliers_map(face, given, lang=lang)
    if name == "areas":
        region, as_of = given.get("region"), given.get("as_of")
        return maps.areas_map(face, given, lambda: diagnoses(face, region=region, as_of=as_of), lang=lang)
    try:
        query = find_query(name)
    except QueryError as cause:
        raise QueryError.of(
            name,
            zh=f"没有这个视图；有 chain、suppliers、areas，或任一问题；{cause.faults[0].zh}",
            en=f"there is no such view; there are chain, suppliers, areas, or any question: {cause.faults[0].en}",
        ) from cause
    rows = run(face, query, given)
    return views.draw_page(picture(face, rows), title=query.title(lang), lang=lang)


def draw_query(face: Dataset, text: str, *, title: str, lang: str = "zh") -> str:
    """Return a picture of the answer to SPARQL: of a row the first thing leads to the others, of a statement its subject.

    Parameters
    ----------
    text
        SELECT, CONSTRUCT or DESCRIBE.
    title
        Heading of the page.
    """
    from chaingraph import views

    return views.draw_page(picture(face, to_rows(face, text)), title=title, lang=lang)


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
    """Write the planners' pages: an index with the diagnosis of all chains, one page per chain, and lists.

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
    with shared_rows(face):
        everything = list(diagnoses(face, region=region) if found is None else found)
        texts = {folder / name: text for name, text in _pages(face, everything, regions(face, region), lang).items()}
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():  # only now, lest some be new and others old when this is broken off
        path.write_text(text, encoding="utf-8", newline="\n")
    return tuple(texts)


def _pages(
    face: Dataset, found: Iterable[tuple[nx.DiGraph, Diagnosis]], places: tuple[str, ...], lang: str
) -> dict[str, str]:
    """Return the pages of a site by file name, the index first."""
    from chaingraph import maps, packs, views

    results = [(graph, one) for graph, one in found if is_local(one)]
    others = [graph for graph, one in found if not is_local(one)]
    names = {one.chain: f"{one.chain.partition(':')[2]}.html" for _, one in results}
    texts = {names[one.chain]: views.chain_page(graph, one, lang=lang, home=True) for graph, one in results}
    graphs = {one.chain: graph for graph, one in results}
    lists = packs.list_pages(face, region=places[0], graphs=graphs, lang=lang) if graphs and len(places) == 1 else {}
    lists |= maps.site_maps(face, region=places[0], results=results, lang=lang) if lists else {}
    titles = {file: title for file, (title, _) in lists.items()}
    index = views.index_page(results, names, others=others, lists=titles, lang=lang)
    return {"index.html": index, **texts, **{file: text for file, (_, text) in lists.items()}}

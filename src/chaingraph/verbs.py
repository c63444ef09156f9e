"""Verbs: run analyses and views by name with ``key=value``; the same on the command line, in notebooks and in packs."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
from rdflib import Dataset

from chaingraph.analysis import ANALYSES, TITLES_ZH, Diagnosis, diagnose
from chaingraph.errors import QueryError, meant
from chaingraph.findings import Finding, merge
from chaingraph.graphs import chain_graph, chains, home, sources, supply_graph
from chaingraph.names import all_labels, resolve
from chaingraph.queries import find_query, run
from chaingraph.vocabulary import SCHEMES, THINGS, curie

__all__ = ["diagnosis", "draw", "find", "list_analyses", "named", "site", "title", "values"]

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


def list_analyses() -> dict[str, Callable[..., Any]]:
    """Return the analyses by name, as the command line writes them."""
    return {function.__name__.replace("_", "-"): function for function in ANALYSES}


def title(function: Callable[..., Any], lang: str = "en") -> str:
    """Return what an analysis finds, in one line."""
    english = (function.__doc__ or "").partition("\n")[0]
    return TITLES_ZH.get(function, english) if lang == "zh" else english


def parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return what an analysis may be given by name: its chain, if it is about one, and its options."""
    graph_of, *options = inspect.signature(function).parameters.values()
    names = [*(["chain"] if graph_of.name == "chain" else []), *(option.name for option in options), "as_of"]
    return tuple(dict.fromkeys(names))


def find(face: Dataset, name: str, /, **given: str) -> tuple[Finding, ...]:
    """Run the analysis *name*, such as ``missing-links``, on the chain or supply graph of a store.

    Parameters
    ----------
    given
        ``chain`` (for analyses of a chain), ``region`` (default: the data sets' own), ``as_of``, and whatever else the
        analysis takes.

    Raises
    ------
    QueryError
        There is no such analysis, or a parameter is unknown or missing.
    """
    analyses = list_analyses()
    if name not in analyses:
        known = ", ".join(analyses)
        zh, en = meant(name, analyses)
        raise QueryError.of(
            name, zh=f"没有这个分析；{zh}已有：{known}。", en=f"there is no such analysis; {en}there are: {known}."
        )
    function = analyses[name]
    graph_of, *options = inspect.signature(function).parameters.values()
    allowed = parameters(function)
    flags = [option.name for option in options if option.annotation is bool and option.name in given]
    wrong = sorted(set(given) - set(allowed)) + [flag for flag in flags if given[flag] not in ("true", "false")]
    if wrong or (graph_of.name == "chain" and "chain" not in given):
        known = ", ".join(f"{option}=…" for option in allowed)
        raise QueryError.of(name, zh=f"参数有误；可用：{known}。", en=f"wrong parameters; use: {known}.")
    as_of = given.pop("as_of", None)
    chain = given.pop("chain", "")
    graph = chain_graph(face, chain, as_of=as_of) if graph_of.name == "chain" else supply_graph(face, as_of=as_of)
    for key in ("region", "customer"):
        if key in given:
            given[key] = curie(resolve(face, given[key], kind={"region": "region", "customer": "enterprise"}[key]))
    if any(option.name == "region" for option in options):
        given.setdefault("region", home(face))
    said: dict[str, Any] = {key: value == "true" if key in flags else value for key, value in given.items()}
    if any(option.name == "as_of" for option in options):
        said["as_of"] = as_of
    found = function(graph, **said)
    return found if isinstance(found, tuple) else (found,)


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
        return names[value][place] if isinstance(value, str) and value in names else value

    return [{key: name(value) for key, value in row.items()} for row in rows]


def _texts(value: Any) -> Iterator[str]:
    for part in value if isinstance(value, list) else (value,):
        if isinstance(part, str):
            yield part


def _is_thing(text: str) -> bool:
    return text.partition(":")[0] in THINGS


def site(face: Dataset, folder: Path, *, region: str | None = None, lang: str = "zh") -> tuple[Path, ...]:
    """Write the planners' pages: an index with the diagnosis of all chains, and one page per chain.

    Returns
    -------
    tuple of Path
        The files written, the index first.
    """
    from chaingraph import views

    supply = supply_graph(face)
    results, pages = [], {}
    texts: dict[Path, str] = {}
    folder.mkdir(parents=True, exist_ok=True)
    for chain in chains(face):
        graph, found = diagnosis(face, chain, region=region, supply=supply)
        name = f"{chain.partition(':')[2]}.html"
        texts[folder / name] = views.chain_page(graph, found, lang=lang)
        results.append((graph, found))
        pages[chain] = name
    texts = {folder / "index.html": views.index_page(results, pages, lang=lang), **texts}
    for path, text in texts.items():  # only now, lest some be new and others old when this is broken off
        path.write_text(text, encoding="utf-8", newline="\n")
    return tuple(texts)

"""Analyses by name (按名分析): the right graphs for each, its options from ``key=value`` texts."""

import inspect
from collections.abc import Callable, Mapping
from math import isfinite, nan
from typing import Any, Final

import networkx as nx
from rdflib import Dataset

from chaingraph.analysis import ANALYSES, TITLES_ZH
from chaingraph.analysis.counted import chain_supply
from chaingraph.analysis.wanted import wanted_inputs
from chaingraph.analysis.whatif import Coming
from chaingraph.cells import split
from chaingraph.errors import QueryError, meant
from chaingraph.findings import Finding
from chaingraph.graphs import chain_graph, home, input_needs, members, supply_graph
from chaingraph.grouping import with_group
from chaingraph.names import resolve
from chaingraph.times import last_day
from chaingraph.vocabulary import curie

__all__ = ["find", "list_analyses", "look", "needed", "parameters", "regions", "title"]

_GRAPHS: Final = ("chain", "supply", "before", "after")
"""First parameters of analyses: a chain graph, the supply graph, or the supply graphs of two dates."""

_KINDS: Final = {
    "region": "region",
    "origin": "region",
    "customer": "enterprise",
    "enterprise": "enterprise",
    "product": "product",
}
"""Options that name a thing, with its kind."""

_SEVERAL: Final = {"remove": "", "given": "product"}
"""Options that name several things, with their kind if they have one."""

_DATES: Final = ("before", "after")


def list_analyses() -> dict[str, Callable[..., Any]]:
    """Return the analyses by name, as the command line writes them."""
    return {function.__name__.replace("_", "-"): function for function in ANALYSES}


def title(function: Callable[..., Any], lang: str = "en") -> str:
    """Return what an analysis finds, in one line."""
    english = (function.__doc__ or "").partition("\n")[0]
    return TITLES_ZH.get(function, english) if lang == "zh" else english


def parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return what an analysis may be given by name: its chain or dates, and its options."""
    own = inspect.signature(function).parameters
    named = [name for name in own if name not in ("supply", "needs", "among")]
    named += ["chain", "cluster"] if "among" in own else []
    return tuple(dict.fromkeys(named if "before" in own else [*named, "as_of"]))


def needed(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return those of `parameters` that must be given."""
    own = inspect.signature(function).parameters.values()
    return tuple(
        each.name for each in own if each.default is inspect.Parameter.empty and each.name not in ("supply", "region")
    )


def find(face: Dataset, name: str, /, **given: str) -> tuple[Finding, ...]:
    """Run the analysis *name*, such as ``missing-links``, on the graphs of a store that it asks for.

    Parameters
    ----------
    given
        ``chain`` (for analyses of a chain), ``region`` (default: the data sets' own; several, parted by ``;``, are
        looked at as one), ``as_of`` (or ``before`` and ``after``), and whatever else the analysis takes; several values
        are parted by ``;``.

    Raises
    ------
    QueryError
        There is no such analysis, or a parameter is unknown, missing or of no use.
    """
    return look(face, name, **given)[1]


def look(face: Dataset, name: str, /, **given: str) -> tuple[tuple[nx.DiGraph, ...], tuple[Finding, ...]]:
    """Do as `find`, and return the graphs that were looked at before the findings."""
    analyses = list_analyses()
    if name not in analyses:
        known = ", ".join(analyses)
        zh, en = meant(name, analyses)
        raise QueryError.of(
            name, zh=f"没有这个分析；{zh}已有：{known}。", en=f"there is no such analysis; {en}there are: {known}."
        )
    function = analyses[name]
    own = inspect.signature(function).parameters
    _check(name, function, given)
    graphs = [_graph(face, each, given) for each in own if each in _GRAPHS]
    if "among" in own:
        graphs = [_of_chain(face, graphs[0], given)]
    if "region" in own:
        graphs, given["region"] = _seen_from(graphs, regions(face, given.get("region")))
    options = {each: given[each] for each in own if each in given and each not in _GRAPHS}
    read: dict[str, Any] = {}
    if "needs" in own:
        read["needs"] = input_needs(face, graphs[0], as_of=given.get("as_of"))
    if "cluster" in given:
        read["among"] = members(face, curie(resolve(face, given["cluster"], kind="cluster")))
    found = function(*graphs, **read, **{key: _value(face, own[key], text, given) for key, text in options.items()})
    return tuple(graphs), found if isinstance(found, tuple) else (found,)


def _of_chain(face: Dataset, supply: nx.MultiDiGraph, given: Mapping[str, str]) -> nx.MultiDiGraph:
    """Return the supplies that concern a chain, when one is given, else all."""
    if "chain" not in given:
        return supply
    chain = _graph(face, "chain", given)
    part = chain_supply(chain, supply)
    part.graph["wanted"] = wanted_inputs(chain)
    return part


def regions(face: Dataset, text: str | None) -> tuple[str, ...]:
    """Return the regions that a text names, parted by ``;``; None: the one that the data sets name as theirs."""
    return tuple(curie(resolve(face, each, kind="region")) for each in split(text)) if text else (home(face),)


def _seen_from(graphs: list[Any], places: tuple[str, ...]) -> tuple[list[Any], str]:
    """Return the graphs with several regions as one place, and its name."""
    found = [with_group(graph, places) for graph in graphs]
    return [graph for graph, _ in found], found[0][1] if found else places[0]


def _check(name: str, function: Callable[..., Any], given: Mapping[str, str]) -> None:
    allowed = parameters(function)
    unknown = [each for each in given if each not in allowed]
    lacking = [each for each in needed(function) if each not in given]
    if unknown or lacking:
        known = ", ".join(f"{each}=…" for each in allowed)
        zh = "，".join([*(f"未知参数 {each}" for each in unknown), *(f"缺少参数 {each}" for each in lacking)])
        en = ", ".join([*(f"{each} is unknown" for each in unknown), *(f"{each} is missing" for each in lacking)])
        raise QueryError.of(name, zh=f"参数有误：{zh}；可用：{known}。", en=f"wrong parameters: {en}; use: {known}.")
    if "before" in given and last_day(given["before"]) >= last_day(given["after"]):
        raise QueryError.of(f"before={given['before']}", zh="应早于 after。", en="must be earlier than after.")


def _graph(face: Dataset, name: str, given: Mapping[str, str]) -> Any:
    if name == "chain":
        return chain_graph(face, given["chain"], as_of=given.get("as_of"))
    return supply_graph(face, as_of=given[name] if name in _DATES else given.get("as_of"))


def _value(face: Dataset, option: inspect.Parameter, text: str, given: Mapping[str, str]) -> Any:
    """Read a text as what an option takes."""
    key, kind = option.name, str(option.annotation)
    if key == "add":
        return tuple(coming for part in split(text) for coming in _coming(face, part, given["region"]))
    if key in _SEVERAL:
        return tuple(curie(resolve(face, part, kind=_SEVERAL[key])) for part in split(text))
    if key == "region":
        return text
    if key in _KINDS:
        return curie(resolve(face, text, kind=_KINDS[key]))
    if "bool" in kind:
        if text not in ("true", "false"):
            raise QueryError.of(f"{key}={text}", zh="应为 true 或 false。", en="must be true or false.")
        return text == "true"
    if isinstance(option.default, Mapping):
        return {**option.default, **dict(_named_number(key, part, option.default) for part in split(text))}
    if "float" in kind or "int" in kind:
        return (
            _number(f"{key}={text}", text)
            if "float" in kind
            else _count(f"{key}={text}", text, least=int(key in ("draws", "k", "most")))
        )
    return text


def _number(where: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = nan
    if not isfinite(value):
        raise QueryError.of(where, zh="应为数字。", en="must be a number.")
    return value


def _count(where: str, text: str, *, least: int) -> int:
    if not text.isdecimal() or int(text) < least:
        raise QueryError.of(where, zh=f"应为不小于 {least} 的整数。", en=f"must be a whole number, {least} or more.")
    return int(text)


def _named_number(key: str, text: str, known: Mapping[str, float]) -> tuple[str, float]:
    """Read ``term:number``, one of several parted by ``;``."""
    term, _, number = text.partition(":")
    if term not in known:
        example = ";".join(f"{name}:{value:g}" for name, value in known.items())
        raise QueryError.of(
            f"{key}={text}", zh=f"应写作 名称:数字，例如 {example}。", en=f"write name:number, such as {example}."
        )
    return term, _number(f"{key}={text}", number)


def _coming(face: Dataset, text: str, region: str) -> tuple[Coming, ...]:
    """Read ``product`` or ``product@place``: somebody new who would make it there, or in the region."""
    product, _, place = text.partition("@")
    where = curie(resolve(face, place, kind="region")) if place else region
    return (Coming(product=curie(resolve(face, product, kind="product")), place=where),)

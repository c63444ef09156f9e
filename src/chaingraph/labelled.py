"""Answers by their names (带名称的结果): identifiers in rows replaced by what they are called, and rows as a picture."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import networkx as nx
from rdflib import Dataset

from chaingraph.grouping import GROUPED
from chaingraph.names import all_labels
from chaingraph.vocabulary import SCHEMES, THINGS

__all__ = ["named", "names_in", "picture"]

_NAMED: Final = {*THINGS, *SCHEMES, "unit", "cgunit"}


def picture(face: Dataset, rows: list[dict[str, str | None]]) -> nx.DiGraph:
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
    wanted = {part for row in rows for value in row.values() for text in _texts(value) for part in text.split(GROUPED)}
    names = all_labels(face, set(filter(_has_name, wanted)))
    place = 0 if lang == "zh" else 1

    def name(value: Any) -> Any:
        if isinstance(value, list):
            return [name(part) for part in value]
        if isinstance(value, dict):
            return {key: name(part) for key, part in value.items()}
        if not isinstance(value, str):
            return value
        parts = value.split(GROUPED)  # of a group of regions
        return " + ".join(names[part][place] for part in parts) if names.keys() >= set(parts) else value

    return [{key: name(value) for key, value in row.items()} for row in rows]


def names_in(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the identifiers of things in a row, at whatever depth; those of rows of tables have no name."""
    for value in row.values():
        yield from filter(_has_name, _texts(value))


def _has_name(text: str) -> bool:
    return ":" in text and text.partition(":")[0] in _NAMED


def _texts(value: Any) -> Iterator[str]:
    parts = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else [value]
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, list | dict):
            yield from _texts(part)


def _is_thing(text: str) -> bool:
    return text.partition(":")[0] in THINGS

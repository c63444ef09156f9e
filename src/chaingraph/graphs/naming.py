"""Names of all things of a store (名称表), for graphs that mention very many: read at once instead of looked up one by one."""

from collections.abc import Iterable, Set

from rdflib import Dataset

from chaingraph.bulk import read_bulk
from chaingraph.graphs.rows import once
from chaingraph.names import NAMING
from chaingraph.vocabulary import curie

__all__ = ["known_aliases", "known_labels"]


def known_labels(face: Dataset, things: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the preferred names (zh, en) of things (CURIEs), as `chaingraph.names.labels`."""
    every: dict[str, tuple[str, str]] = once(face, "labels", lambda: _labels(face))
    return {thing: every.get(thing, (thing, thing)) for thing in sorted(things)}


def known_aliases(face: Dataset, things: Set[str]) -> dict[str, tuple[str, ...]]:
    """Return the further names of things (CURIEs) that have any, each once, as `chaingraph.names.aliases`."""
    every: dict[str, tuple[str, ...]] = once(face, "aliases", lambda: _aliases(face))
    return {thing: every[thing] for thing in sorted(every.keys() & things)}


def _labels(face: Dataset) -> dict[str, tuple[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for thing, lang, text in read_bulk(
        face, f"SELECT DISTINCT ?x (LANG(?y) AS ?l) (STR(?y) AS ?t) {{ ?x {NAMING[0]} ?y }}"
    ):
        found.setdefault(curie(thing), {})[lang] = text
    names = {}
    for thing, by_lang in found.items():
        zh = by_lang.get("zh") or by_lang.get("en") or thing
        names[thing] = zh, by_lang.get("en") or zh
    return names


def _aliases(face: Dataset) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for predicate in NAMING[1:3]:
        for thing, text in read_bulk(face, f"SELECT DISTINCT ?x (STR(?y) AS ?t) {{ ?x {predicate} ?y }}"):
            found.setdefault(curie(thing), set()).add(text)
    return {thing: tuple(sorted(texts)) for thing, texts in found.items()}

"""Names of all things of a store (名称表), for graphs that mention very many: read at once instead of looked up one by one."""

from collections.abc import Iterable, Set

from rdflib import Dataset

from chaingraph.bulk import read_bulk
from chaingraph.graphs.rows import once, rows
from chaingraph.names import NAMING
from chaingraph.vocabulary import curie

__all__ = ["known_aliases", "known_labels", "marked", "unnamed"]


def known_labels(face: Dataset, things: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the preferred names (zh, en) of things (CURIEs), as `chaingraph.names.labels`, the unnamed marked."""
    every: dict[str, tuple[str, str]] = once(face, "labels", lambda: _labels(face))
    return {thing: every.get(thing, (thing, thing)) for thing in sorted(things)}


def known_aliases(face: Dataset, things: Set[str]) -> dict[str, tuple[str, ...]]:
    """Return the further names of things (CURIEs) that have any, each once, as `chaingraph.names.aliases`."""
    every: dict[str, tuple[str, ...]] = once(face, "aliases", lambda: _aliases(face))
    return {thing: every[thing] for thing in sorted(every.keys() & things)}


def unnamed(face: Dataset) -> frozenset[str]:
    """Return the enterprises (CURIEs) that stand for one or many which no document names."""
    found: frozenset[str] = once(
        face, "unnamed things", lambda: frozenset(str(row["enterprise"]) for row in rows(face, "unnamed"))
    )
    return found


def marked(zh: str, en: str) -> tuple[str, str]:
    """Return the names of what documents do not name, so that a reader sees it.

    Examples
    --------
    >>> marked("骨干企业", "backbone enterprises (not named)")
    ('骨干企业（未具名）', 'backbone enterprises (not named)')
    """
    said = any(word in en for word in ("not named", "unnamed", "未具名"))
    return zh if "未具名" in zh else f"{zh}（未具名）", en if said else f"{en} (not named)"


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
    return names | {thing: marked(*names[thing]) for thing in unnamed(face) if thing in names}


def _aliases(face: Dataset) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for predicate in NAMING[1:3]:
        for thing, text in read_bulk(face, f"SELECT DISTINCT ?x (STR(?y) AS ?t) {{ ?x {predicate} ?y }}"):
            found.setdefault(curie(thing), set()).add(text)
    return {thing: tuple(sorted(texts)) for thing, texts in found.items()}

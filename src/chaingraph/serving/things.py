"""One thing of ours under its own address (事物页): what is said of it and of what it is part, as a page or as RDF."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.serving import media, results
from chaingraph.serving.choosing import NotFoundError, chosen
from chaingraph.serving.links import Names, address
from chaingraph.serving.settings import Answer, Limits
from chaingraph.serving.thing_page import Cell, Group, page
from chaingraph.store import native
from chaingraph.vocabulary import curie

__all__ = ["thing"]

_SHOWN: Final = 200


def thing(face: Dataset, limits: Limits, *, iri: str, accept: str, lang: str) -> Answer:
    """Describe a thing: the statements that have it as their subject or as their object.

    Raises
    ------
    NotFoundError
        The store says nothing of it.
    """
    store = native(face)
    try:
        it = ox.NamedNode(iri)
    except ValueError as cause:
        raise NotFoundError.of(iri[:200], zh="不是 IRI。", en="is not an IRI.") from cause
    said = _triples(store.quads_for_pattern(it, None, None))
    used = _triples(store.quads_for_pattern(None, None, it))
    first = next(used, None)
    whole = list(islice(said, limits.rows))
    if not whole and first is None:
        raise NotFoundError.of(iri[:200], zh="图谱中没有这个事物。", en="the store knows no such thing.")
    incoming = iter(() if first is None else (first, *islice(used, limits.rows - len(whole))))
    kind, form = chosen(accept, {"text/html": "html", **media.GRAPHS})
    if form != "html":
        return results.triples((*whole, *incoming), kind, form, limits)
    shown = list(islice(incoming, limits.rows))
    return Answer(media=kind, body=_page(store, it, whole, shown, lang).encode(), rows=len(whole) + len(shown))


def _triples(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Yield each statement once, however many graphs say it."""
    seen = set()
    for quad in quads:
        triple = quad.triple
        if triple not in seen:
            seen.add(triple)
            yield triple


def _page(store: ox.Store, it: ox.NamedNode, said: list[ox.Triple], used: list[ox.Triple], lang: str) -> str:
    names = Names(store)

    def cell(term: Any) -> Cell:
        if isinstance(term, ox.NamedNode):
            return Cell(names.shown(term, lang), address=address(term.value), short=curie(term.value))
        return Cell(term.value, lang=getattr(term, "language", None) or "")

    def groups(pairs: Iterable[tuple[ox.NamedNode, Any]]) -> list[Group]:
        found: dict[str, list[Any]] = {}
        for predicate, term in pairs:
            found.setdefault(predicate.value, []).append(term)
        return [
            Group(cell(ox.NamedNode(key)), sorted(map(cell, found[key][:_SHOWN])), max(0, len(found[key]) - _SHOWN))
            for key in sorted(found)
        ]

    return page(
        iri=it.value,
        names=names.of(it.value),
        said=groups((triple.predicate, triple.object) for triple in said),
        used=groups((triple.predicate, triple.subject) for triple in used),
        lang=lang,
    )

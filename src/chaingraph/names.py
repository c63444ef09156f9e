"""Names of things: from a name to the thing that has it, and from a thing to its names."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.bulk import read_bulk
from chaingraph.errors import QueryError, meant
from chaingraph.store import native
from chaingraph.terms import node
from chaingraph.vocabulary import ID, PREFIXES, THINGS, curie, iri

__all__ = ["NAMING", "aliases", "all_labels", "labels", "resolve"]

_SKOS: Final = PREFIXES["skos"]
_MANY: Final = 5_000
_SHORT: Final = 4  # letters
_LOOKED_UP: Final = 200  # names alike of which it is looked up what bears them
_FITTING: Final = 30
_ALIKE: Final = ({"region", "park", "site"}, {"enterprise", "organization"})
NAMING: Final = tuple(ox.NamedNode(f"{_SKOS}{name}") for name in ("prefLabel", "altLabel", "hiddenLabel", "notation"))
_ALL_LABELS: Final = f"SELECT DISTINCT ?x (LANG(?y) AS ?l) (STR(?y) AS ?t) {{ ?x {NAMING[0]} ?y }}"


def resolve(face: Dataset, text: str, *, kind: str = "") -> str:
    """Return the IRI that *text* stands for: a CURIE, an IRI, or a name that only one thing of this kind has.

    Parameters
    ----------
    kind
        Kind of thing looked for, such as ``chain``; used when a name fits things of several kinds.

    Raises
    ------
    QueryError
        Nothing has this name, or several things do; those are listed.

    Examples
    --------
    >>> resolve(face, "电池", kind="chain")  # doctest: +SKIP
    'https://w3id.org/chaingraph/id/chain/battery'
    """
    if not text.strip():
        raise QueryError.of(f"{kind}=", zh="没有给出名称。", en="no name is given.")
    prefix, colon, _ = text.partition(":")
    if colon and (prefix in PREFIXES or prefix in ("http", "https", "urn")):
        try:
            return node(iri(text))[1:-1]
        except ValueError as cause:  # it would end the brackets that it comes to stand in
            raise QueryError.of(f"{kind}={text}" if kind else text, zh="不是 IRI。", en="is not an IRI.") from cause
    found = _having(native(face), unicodedata.normalize("NFC", text.strip()))
    fitting = [name for name in found if name.startswith(f"{ID}{kind}/")] or found
    if kind in THINGS and found and not any(_is_like(name, kind) for name in fitting):
        named = ", ".join(map(curie, fitting))
        zh, en = f"叫这个名字的是 {named}，不是 {kind}。", f"{named} has this name, but that is no {kind}."
        raise QueryError.of(text, zh=zh, en=en)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        several = ", ".join(map(curie, fitting))
        raise QueryError.of(text, zh=f"有多个同名事物：{several}。", en=f"several things have this name: {several}.")
    zh, en = _nearest(face, text, kind)
    raise QueryError.of(text, zh=f"图谱中没有叫这个名字的事物。{zh}", en=f"nothing in the store has this name.{en}")


def _nearest(face: Dataset, text: str, kind: str) -> tuple[str, str]:
    """Ask whether a name in the store was meant, of a thing of this kind."""
    store, near = native(face), []
    for name in _alike(face, text)[:_LOOKED_UP]:
        things = _having(store, name, NAMING[:2])
        if any(thing.startswith(ID) and (kind not in THINGS or _is_like(thing, kind)) for thing in things):
            near.append(name)
            if len(near) == _FITTING:
                break
    zh, en = meant(text, near, most=3)
    return zh, f" {en[:1].upper()}{en[1:]}".rstrip()


def _alike(face: Dataset, text: str) -> list[str]:
    """Return the names in the store that share letters with a text, the likest first by the pieces that both have.

    Names alone are read, without what bears them: that is five times faster where there are many.
    """
    wanted = _pieces(text)
    queries = (f"SELECT ?y {{ GRAPH ?g {{ ?x {predicate} ?y }} }}" for predicate in NAMING[:2])
    names = {name for query in queries for (name,) in read_bulk(face, query)}
    shared = ((sum(piece in name for piece in wanted), name) for name in names)
    ranked = ((text not in name, -many / (len(wanted) + len(name)), name) for many, name in shared if many)
    return [name for *_, name in sorted(ranked)]


def _pieces(text: str) -> set[str]:
    """Return the pairs of letters in a text, of a short one its letters."""
    size = 1 if len(text) <= _SHORT else 2
    return {text[place : place + size] for place in range(len(text) - size + 1)}


def _is_like(name: str, kind: str) -> bool:
    """Say whether a thing may stand where one of this kind is asked for: a park for a region, a body for an enterprise."""
    found = curie(name).partition(":")[0]
    return found == kind or any({found, kind} <= alike for alike in _ALIKE)


def _having(store: ox.Store, text: str, predicates: Sequence[ox.NamedNode] = NAMING) -> list[str]:
    """Return the things that have exactly this name; what is not in a language may be any text, so not all of it is read."""
    tagged = (store.quads_for_pattern(None, None, ox.Literal(text, language=lang)) for lang in ("zh", "en"))
    plain = (store.quads_for_pattern(None, predicate, ox.Literal(text)) for predicate in predicates)
    quads = chain(*tagged, *plain)
    things = {quad.subject for quad in quads if quad.predicate in predicates}
    return sorted(thing.value for thing in things if isinstance(thing, ox.NamedNode))


def labels(face: Dataset, things: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the preferred names (zh, en) of things (CURIEs); one language stands in for the other where it lacks."""
    store = native(face)
    return {thing: _labels(store, iri(thing)) for thing in sorted(set(things))}


def _labels(store: ox.Store, target: str) -> tuple[str, str]:
    found: dict[str, str] = {}
    for quad in store.quads_for_pattern(ox.NamedNode(target), NAMING[0], None):
        if isinstance(quad.object, ox.Literal):
            found[quad.object.language or ""] = quad.object.value
    return _pair(curie(target), found)


def all_labels(face: Dataset, things: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Do as `labels`, for very many things: reads every label once instead of looking each thing up."""
    wanted = set(things)
    if len(wanted) < _MANY:
        return labels(face, wanted)
    found: dict[str, dict[str, str]] = {}
    for thing, lang, text in read_bulk(face, _ALL_LABELS):
        found.setdefault(thing, {})[lang] = text
    return {thing: _pair(thing, found.get(iri(thing), {})) for thing in sorted(wanted)}


def _pair(short: str, found: dict[str, str]) -> tuple[str, str]:
    zh = found.get("zh") or found.get("en") or short
    return zh, found.get("en") or zh


def aliases(face: Dataset, things: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the further names of things (CURIEs) that have any, misspelt ones of the sources among them."""
    store = native(face)
    found = {
        thing: tuple(
            sorted(
                quad.object.value
                for predicate in NAMING[1:3]
                for quad in store.quads_for_pattern(ox.NamedNode(iri(thing)), predicate, None)
                if isinstance(quad.object, ox.Literal)
            )
        )
        for thing in sorted(set(things))
    }
    return {thing: names for thing, names in found.items() if names}

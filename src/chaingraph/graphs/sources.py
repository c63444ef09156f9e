"""From rows to the documents and lines that they stand on; which chains and regions there are."""

from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.bulk import read_bulk
from chaingraph.cells import line_ranges
from chaingraph.columns import read_sources
from chaingraph.errors import QueryError
from chaingraph.graphs.rows import local, once, rows
from chaingraph.store import columns_of, native
from chaingraph.vocabulary import CG, PREFIXES, curie, iri, prologue

__all__ = ["MANY", "Source", "all_sources", "chains", "home", "members", "sources"]

_STATUS: Final = f"{CG}statementStatus"
_SUPPORTED_BY: Final = f"{CG}supportedBy"
_NUMBER: Final = f"{PREFIXES['dcterms']}identifier"
_TITLE: Final = f"{PREFIXES['skos']}prefLabel"

MANY: Final = 3_000
"""Rows of which it is faster to read the sources of all."""

#: Where a row stands: document, its number or Chinese title, first and last line (0 without lines), status of the statement.
Source = tuple[str, str, int, int, str]


def chains(face: Dataset) -> tuple[str, ...]:
    """Return the chains that have segments, as CURIEs."""
    return tuple(str(row["chain"]) for row in rows(face, "chains"))


def home(face: Dataset) -> str:
    """Return the region that the data sets name as their first ground.

    Raises
    ------
    QueryError
        None or several are named: then say which is meant.
    """
    regions = [str(row["region"]) for row in rows(face, "home")]
    if len(regions) != 1:
        zh = '请用 region=… 指明地区，或在一份数据卡 source.toml 中写 region = "region:…"。'
        en = 'say which region is meant: region=…, or region = "region:…" in one card source.toml.'
        raise QueryError.of("region", zh=zh, en=en)
    return regions[0]


def members(face: Dataset, cluster: str) -> frozenset[str]:
    """Return the enterprises that are said to take part in a cluster."""
    query = prologue("cg") + f"SELECT DISTINCT ?x {{ ?row cg:inCluster <{iri(cluster)}> ; cg:participant ?x }}"
    return frozenset(curie(found) for (found,) in read_bulk(face, query))


def sources(face: Dataset, evidence: Iterable[str]) -> dict[str, tuple[Source, ...]]:
    """Return for each row (a CURIE) the documents and lines that it stands on.

    A document with an official number is cited by it; the section of a document without lines follows its title.
    """
    wanted = set(evidence)
    if len(wanted) > MANY:
        every = all_sources(face)
        if wanted <= every.keys():
            return {row: said for row, said in every.items() if row in wanted}  # ten times faster than to sort
        return {row: every.get(row, ()) for row in sorted(wanted)}
    store = native(face)
    places: dict[str, tuple[str, str, int, int]] = {}

    def one(row: str) -> tuple[Source, ...]:
        status = local(curie(_value(store, iri(row), _STATUS)))
        pieces = _objects(store, iri(row), _SUPPORTED_BY)
        for piece in pieces:
            if piece not in places:
                places[piece] = _place(store, piece)
        return tuple(sorted((*places[piece], status) for piece in pieces))

    return {row: one(row) for row in sorted(wanted)}


def all_sources(face: Dataset) -> dict[str, tuple[Source, ...]]:
    """Return for every row of the store the documents and lines that it stands on. Inside `shared_rows` not to be changed."""
    every: dict[str, tuple[Source, ...]] = once(face, "sources", lambda: _from_columns(face) or _every_source(face))
    return every


def _from_columns(face: Dataset) -> dict[str, tuple[Source, ...]]:
    """Return the sources of all rows from the columns beside the store; nothing when there are none."""
    columns = columns_of(face)
    if columns is None:
        return {}
    frames = [*read_sources(columns)]
    short = {status: local(status) for status in {frame[1] for frame in frames}}
    titles = {document: _title(native(face), iri(document)) for document in {frame[2] for frame in frames}}
    told: dict[tuple[str, int, int, str], str] = {}  # the first section told of a piece of a document
    for frame in frames:
        for piece in _pieces(frame) if frame[4] else ():
            told[piece] = min(frame[4], told.get(piece, frame[4]))
    found: dict[str, tuple[Source, ...]] = {}
    for frame in frames:
        row, status, document, lines, section = frame
        if lines.isdecimal() and not told:  # nearly all, where rows are very many
            found[row] = ((document, titles[document], int(lines), int(lines), short[status]),)
            continue
        said = set()
        for piece in _pieces(frame):
            section = told.get(piece, "")
            title = f"{titles[document]} §{section}" if section else titles[document]
            said.add((document, title, piece[1], piece[2], short[status]))
        found[row] = tuple(sorted(said))
    return found


def _pieces(frame: Sequence[str]) -> list[tuple[str, int, int, str]]:
    """Return the pieces of a document that a row stands on: ranges of lines, or a section where no line is told."""
    _, _, document, lines, section = frame
    return [(document, first, last, "" if first else section) for first, last in line_ranges(lines) or [(0, 0)]]


def _every_source(face: Dataset) -> dict[str, tuple[Source, ...]]:
    """Return the sources of all rows of a store: of very many, faster than to look each up."""
    store = native(face)
    query = prologue("cg") + (
        "SELECT DISTINCT ?row ?status ?piece { ?row cg:supportedBy ?piece ; cg:statementStatus ?status }"
    )
    places: dict[str, tuple[str, str, int, int]] = {}
    found: dict[str, set[Source]] = {}
    for row, status, piece in read_bulk(face, query):
        if piece not in places:
            places[piece] = _place(store, piece)
        found.setdefault(curie(row), set()).add((*places[piece], local(curie(status))))
    return {row: tuple(sorted(found[row])) for row in sorted(found)}


def _place(store: ox.Store, piece: str) -> tuple[str, str, int, int]:
    document = _value(store, piece, f"{CG}inDocument")
    title, section = _title(store, document), _value(store, piece, f"{CG}section")
    first, last = (int(_value(store, piece, f"{CG}{name}") or 0) for name in ("firstLine", "lastLine"))
    return curie(document), f"{title} §{section}" if section else title, first, last


def _title(store: ox.Store, document: str) -> str:
    """Return the official number of a document, else its Chinese title."""
    titles = [q.object for q in store.quads_for_pattern(ox.NamedNode(document), ox.NamedNode(_TITLE), None)]
    named = {title.language: title.value for title in titles if isinstance(title, ox.Literal)}
    return _value(store, document, _NUMBER) or named.get("zh") or curie(document)


def _objects(store: ox.Store, subject: str, predicate: str) -> list[str]:
    quads = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
    return sorted({getattr(quad.object, "value", "") for quad in quads})


def _value(store: ox.Store, subject: str, predicate: str) -> str:
    return next(iter(_objects(store, subject, predicate)), "")

"""Citations (引用): the documents that rows and findings stand on, each with its lines, and the data sets themselves."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.errors import QueryError
from chaingraph.findings import Finding
from chaingraph.store import native
from chaingraph.vocabulary import CG, PREFIXES, curie, iri

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Citation", "cite"]

_DC, _DCT, _SKOS = PREFIXES["dc"], PREFIXES["dcterms"], PREFIXES["skos"]
_ROW: Final = re.compile(r"data:([^/#]+)/([^/#]+)\.csv#row=(\d+)")
_NEWS: Final = re.compile(r"(日报|晚报|早报|时报|商报|参考报|新闻|新华网|中新网)|newspaper", re.IGNORECASE)
Given = str | Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One document as one data set uses it, or a data set itself (then ``document`` is empty)."""

    key: str
    """``<data set>:<document>``, or the data set: the same whatever else is cited."""
    kind: str
    """``report``, ``article-newspaper``, ``webpage`` or ``dataset``: a type of CSL."""
    data_set: str
    licence: str
    """Licence of the data set, not of the document."""
    document: str = ""
    title_zh: str = ""
    title_en: str = ""
    issuer: str = ""
    number: str = ""
    issued: str = ""
    """Year, month or day; empty when the document bears none."""
    not_before: str = ""
    """Earliest date at which it can have been issued."""
    accessed: str = ""
    url: str = ""
    version: str = ""
    """Day on which a data set was compiled."""
    lines: tuple[tuple[int, int], ...] = ()
    """First and last line of each piece that the rows stand on."""
    sections: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    def place(self, lang: str = "zh") -> str:
        """Return lines and sections as text.

        Examples
        --------
        >>> one = Citation(key="k", kind="report", data_set="d", licence="", lines=((3, 3), (7, 9)))
        >>> one.place("en"), one.place()
        ('lines 3, 7-9', '第3、7-9行')
        """
        spans = [f"{first}" if first == last else f"{first}-{last}" for first, last in self.lines]
        zh, en = [], []
        if spans:
            zh.append(f"第{'、'.join(spans)}行")
            several = len(spans) > 1 or self.lines[0][0] != self.lines[0][1]
            en.append(f"{'lines' if several else 'line'} {', '.join(spans)}")
        parts = (zh if lang == "zh" else en) + [f"§{section}" for section in self.sections]
        return ("，" if lang == "zh" else ", ").join(parts)


def cite(face: Dataset, given: "Given | Iterable[Given] | pd.DataFrame | None" = None) -> tuple[Citation, ...]:
    """Return the documents that rows or findings stand on, each with its lines; or the data sets of a store.

    Parameters
    ----------
    given
        Rows (``data:changsha/supplies.csv#row=2``), findings, or both mixed; or a DataFrame, whose column ``evidence``
        or ``source`` is read: several rows are parted by ``;``, NA is left out. None: the data sets themselves.

    Returns
    -------
    tuple of Citation
        By data set and document.

    Raises
    ------
    QueryError
        Something given is no row of the store.
    """
    store = native(face)
    if given is None:
        found = store.query(
            f"SELECT DISTINCT ?x {{ ?x a <{PREFIXES['dcat']}Dataset> }}", use_default_graph_as_union=True
        )
        sets = (curie(row[0].value).removeprefix("data:") for row in found)  # type: ignore[union-attr]
        return tuple(_data_set(store, name) for name in sorted(sets))
    pieces: dict[tuple[str, str], dict[str, set[str]]] = {}
    for row in sorted(set(_rows(given))):
        name = _checked(row)
        documents = _documents(store, row)
        if not documents:
            raise QueryError.of(row, zh="图谱中没有这一行。", en="the store has no such row.")
        for document, piece in documents:
            pieces.setdefault((name, document), {}).setdefault(piece, set()).add(row)
    return tuple(_document(store, name, document, found) for (name, document), found in sorted(pieces.items()))


def _rows(given: Any) -> Iterator[str]:
    if hasattr(given, "columns"):  # a DataFrame: an answer, or findings
        name = next((name for name in ("evidence", "source") if name in given.columns), None)
        if name is None:
            zh, en = "表中没有 evidence 或 source 列。", "the table has no column evidence or source."
            raise QueryError.of("cite", zh=zh, en=en)
        given = given[name]
    for one in [given] if isinstance(given, str | Finding) else given:
        if isinstance(one, Finding):
            yield from one.evidence
        elif isinstance(one, str):
            yield from (part.strip() for part in one.split(";") if part.strip())
        elif type(one).__name__ not in ("NAType", "NoneType") and not (isinstance(one, float) and math.isnan(one)):
            raise QueryError.of(f"{one!r:.80}", zh="既不是数据行也不是研判。", en="is neither a row nor a finding.")


def _checked(row: str) -> str:
    match = _ROW.fullmatch(curie(row))
    if match is None:
        zh = "不是数据行，例如 data:changsha/supplies.csv#row=2。"
        raise QueryError.of(row[:200], zh=zh, en="is no row, such as data:changsha/supplies.csv#row=2.")
    return match[1]


def _documents(store: ox.Store, row: str) -> list[tuple[str, str]]:
    pieces = _objects(store, iri(row), f"{CG}supportedBy")
    return [(document, piece) for piece in pieces for document in _objects(store, piece, f"{CG}inDocument")]


def _document(store: ox.Store, data_set: str, document: str, pieces: dict[str, set[str]]) -> Citation:
    lines, sections = set(), set()
    for piece in pieces:
        first, last = (_one(store, piece, f"{CG}{name}") for name in ("firstLine", "lastLine"))
        if first:
            lines.add((int(first), int(last or first)))
        sections |= set(_objects(store, piece, f"{CG}section"))
    zh, en = _titles(store, document, f"{_SKOS}prefLabel")
    issuer, number = _one(store, document, f"{_DC}publisher"), _one(store, document, f"{_DCT}identifier")
    url = _one(store, document, f"{_DCT}source")
    return Citation(
        key=f"{data_set}:{curie(document).partition(':')[2]}",
        kind=_kind(number, f"{issuer} {zh} {en}", url),
        data_set=data_set,
        licence=_licence(store, data_set),
        document=curie(document),
        title_zh=zh,
        title_en=en,
        issuer=issuer,
        number=number,
        issued=_one(store, document, f"{_DCT}issued"),
        not_before=_one(store, document, f"{CG}notBefore"),
        accessed=_one(store, document, f"{_DCT}dateAccepted"),
        url=url,
        lines=_merged(lines),
        sections=tuple(sorted(sections)),
        rows=tuple(sorted(set().union(*pieces.values()))),
    )


def _merged(lines: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join pieces that overlap."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(lines):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _kind(number: str, words: str, url: str) -> str:
    """Tell the type of a document by what is said of it: a number, a newspaper in its words, an address."""
    if not number and _NEWS.search(words):
        return "article-newspaper"
    return "webpage" if url and not number else "report"


def _data_set(store: ox.Store, name: str) -> Citation:
    it = PREFIXES["data"] + name
    zh, en = _titles(store, it, f"{_DCT}title")
    created = _one(store, it, f"{_DCT}created")
    return Citation(
        key=name,
        kind="dataset",
        data_set=name,
        licence=_licence(store, name),
        title_zh=zh,
        title_en=en,
        issuer=_one(store, it, f"{_DC}publisher"),
        issued=created,
        version=created,
        url=it,
    )


def _licence(store: ox.Store, data_set: str) -> str:
    return _one(store, PREFIXES["data"] + data_set, f"{_DCT}license")


def _titles(store: ox.Store, subject: str, predicate: str) -> tuple[str, str]:
    quads = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
    found = {quad.object.language: quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)}
    zh = found.get("zh") or found.get("en") or curie(subject)
    return zh, found.get("en") or ""


def _objects(store: ox.Store, subject: str, predicate: str) -> list[str]:
    quads = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
    return sorted({getattr(quad.object, "value", "") for quad in quads})


def _one(store: ox.Store, subject: str, predicate: str) -> str:
    return next(iter(_objects(store, subject, predicate)), "")

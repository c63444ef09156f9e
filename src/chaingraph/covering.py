"""What a store holds of its documents: lines that rows stand on, lines left out with a reason, lines not accounted for."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.bulk import read_bulk
from chaingraph.errors import QueryError
from chaingraph.store import native
from chaingraph.vocabulary import CG, PREFIXES, curie, iri, prologue

__all__ = ["DocumentCoverage", "Misplaced", "Ranges", "coverage", "misplaced", "read_texts"]

Ranges = tuple[tuple[int, int], ...]

#: Things that a document names in its own words; a recipe, an indicator or a task bears a name that we gave it.
_NAMED: Final = frozenset(
    {"enterprise", "organization", "person", "region", "park", "product", "chain", "cluster", "sector", "honour"}
)
_OMISSION: Final = f"{CG}Omission"
_LINES: Final = prologue("cg") + (
    "SELECT ?document ?first ?last ?row ?type {"
    " ?row cg:supportedBy ?piece . ?piece cg:inDocument ?document ; cg:firstLine ?first ; cg:lastLine ?last ."
    " OPTIONAL { ?row a ?type FILTER(?type = cg:Omission) } }"
)
_DOCUMENTS: Final = prologue("cg", "skos") + (
    "SELECT DISTINCT ?document ?count ?zh ?en { ?document cg:lineCount ?count ; skos:prefLabel ?zh"
    ' FILTER(LANG(?zh) = "zh") OPTIONAL { ?document skos:prefLabel ?en FILTER(LANG(?en) = "en") } }'
)
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCoverage:
    """The lines of one document: each is *stated* (a row stands on it), *left_out* (a row says why), or *silent*.

    ``lines`` counts them all; with the text at hand blank ones are none of the three.
    """

    document: str
    label_zh: str
    label_en: str
    lines: int
    blank: int | None
    rows: int
    stated: Ranges
    left_out: Ranges
    silent: Ranges

    def row(self) -> dict[str, str]:
        """Return the numbers, and the lines that are not accounted for, as text."""
        return {
            "document": self.document,
            "lines": str(self.lines),
            "blank": "" if self.blank is None else str(self.blank),
            "rows": str(self.rows),
            "stated": str(_count(self.stated)),
            "left_out": str(_count(self.left_out)),
            "silent": str(_count(self.silent)),
            "silent_lines": ";".join(f"{a}-{b}" if a < b else f"{a}" for a, b in self.silent),
        }


@dataclass(frozen=True, slots=True, order=True)
class Misplaced:
    """A row whose lines do not hold any name of the thing that it describes."""

    row: str
    thing: str
    document: str
    lines: Ranges


def coverage(face: Dataset, texts: dict[str, list[str]] | None = None) -> tuple[DocumentCoverage, ...]:
    """Tell for each document with counted lines which of them rows stand on.

    Parameters
    ----------
    texts
        Lines of documents (CURIE → lines) where the text is at hand, see `read_texts`: then blank lines are known.
    """
    stated: dict[str, set[int]] = {}
    left: dict[str, set[int]] = {}
    rows: dict[str, set[str]] = {}
    for document, first, last, row, kind in read_bulk(face, _LINES):
        lines = range(int(first), int(last) + 1)
        (left if kind == _OMISSION else stated).setdefault(document, set()).update(lines)
        if kind != _OMISSION:
            rows.setdefault(document, set()).add(row)

    def one(document: str, count: int, zh: str, en: str) -> DocumentCoverage:
        text = (texts or {}).get(curie(document))
        blank = {n for n, line in enumerate(text, start=1) if not line.strip()} if text else set()
        said = stated.get(document, set())
        out = left.get(document, set()) - said
        return DocumentCoverage(
            document=curie(document),
            label_zh=zh,
            label_en=en or zh,
            lines=count,
            blank=len(blank) if text else None,
            rows=len(rows.get(document, ())),
            stated=_ranges(said - blank),
            left_out=_ranges(out - blank),
            silent=_ranges(set(range(1, count + 1)) - said - out - blank),
        )

    found = sorted(read_bulk(face, _DOCUMENTS))
    return tuple(one(document, int(count), zh, en) for document, count, zh, en in found)


def read_texts(face: Dataset, folder: Path) -> dict[str, list[str]]:
    """Return the lines of those documents whose text lies in *folder*, known by the SHA-256 that their card gives.

    Raises
    ------
    QueryError
        No file in the folder is the text of a document of this store.
    """
    query = f"SELECT DISTINCT ?document ?sum {{ ?document <{CG}sha256> ?sum }}"
    wanted = {digest: curie(document) for document, digest in read_bulk(face, query)}
    found = {}
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        content = path.read_bytes()
        if document := wanted.get(hashlib.sha256(content).hexdigest()):
            found[document] = content.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    if not found:
        zh, en = "其中没有图谱所引文献的文本。", "no file there is the text of a document of this store."
        raise QueryError.of(str(folder), zh=zh, en=en)
    return found


def misplaced(face: Dataset, texts: dict[str, list[str]]) -> tuple[Misplaced, ...]:
    """Find rows that describe a thing by name, on lines that hold none of its names.

    Spaces and line breaks do not count, nor does the case of letters. Enterprises that the source leaves unnamed and
    things whose names are ours (recipes, indicators, tasks …) are not looked at.
    """
    store = native(face)
    found = []
    for document, lines in sorted(texts.items()):
        for row, thing, pieces in _described(face, document):
            names = _names(store, thing)
            text = _plain("".join("".join(lines[first - 1 : last]) for first, last in pieces))
            if names and not any(_plain(name) in text for name in names):
                found.append(Misplaced(row, thing, document, pieces))
    return tuple(sorted(found))


def _described(face: Dataset, document: str) -> Iterator[tuple[str, str, Ranges]]:
    query = prologue("cg") + (
        f"SELECT DISTINCT ?row ?thing ?first ?last {{ ?piece cg:inDocument <{iri(document)}> ; cg:firstLine ?first ;"
        " cg:lastLine ?last . ?row cg:supportedBy ?piece ; cg:describes ?thing"
        " FILTER NOT EXISTS { ?thing cg:unnamed true } }"
    )
    pieces: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for row, thing, first, last in read_bulk(face, query):
        key = (curie(row), curie(thing))
        if key[1].partition(":")[0] in _NAMED:
            pieces.setdefault(key, set()).add((int(first), int(last)))
    for (row, thing), ranges in pieces.items():
        yield row, thing, tuple(sorted(ranges))


def _names(store: ox.Store, thing: str) -> set[str]:
    return {
        quad.object.value
        for name in ("prefLabel", "altLabel", "hiddenLabel")
        for quad in store.quads_for_pattern(ox.NamedNode(iri(thing)), ox.NamedNode(f"{PREFIXES['skos']}{name}"), None)
        if isinstance(quad.object, ox.Literal)
    }


def _plain(text: str) -> str:
    return _SPACE.sub("", text).casefold()


def _count(ranges: Ranges) -> int:
    return sum(last - first + 1 for first, last in ranges)


def _ranges(lines: Iterable[int]) -> Ranges:
    """Return lines as ranges, first and last included."""
    found: list[tuple[int, int]] = []
    for line in sorted(lines):
        if found and found[-1][1] == line - 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return tuple(found)

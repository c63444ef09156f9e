"""Edge tables as Parquet (Parquet 表): one file per relation table of the schema, one of the things, one of plain edges."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from rdflib import Dataset

from chaingraph.bulk import read_bulk
from chaingraph.errors import StoreError
from chaingraph.rules import INFERRED
from chaingraph.schema import Column, Step, Table, read_schema
from chaingraph.vocabulary import ID, THINGS, curie, prologue

__all__ = ["parquet"]

_ROW: Final = re.compile(r".*/data/([^/]+)/([^/]+)\.csv#row=(\d+)")
_TYPES: Final = {"decimal": "float64", "integer": "int64", "boolean": "bool_"}
_READ: Final[dict[str, Callable[[str], Any]]] = {
    "decimal": float,
    "integer": int,
    "boolean": lambda text: text in ("true", "1"),
}
_SOURCES: Final = f"""{prologue("cg", "rdfs")}SELECT DISTINCT ?row ?document ?first ?last ?section ?status ?note {{
  ?row cg:supportedBy ?piece ; cg:statementStatus ?status . ?piece cg:inDocument ?document .
  OPTIONAL {{ ?piece cg:firstLine ?first ; cg:lastLine ?last }}
  OPTIONAL {{ ?piece cg:section ?section }}
  OPTIONAL {{ ?row rdfs:comment ?note }}
}}"""
_EDGES: Final = f"""SELECT DISTINCT ?s ?p ?o ?g {{ GRAPH ?g {{ ?s ?p ?o }}
  FILTER(ISIRI(?o) && STRSTARTS(STR(?s), "{ID}") && STRSTARTS(STR(?o), "{ID}")) }}"""
_LABELS: Final = f"{prologue('skos')}SELECT DISTINCT ?x (LANG(?y) AS ?l) (STR(?y) AS ?t) {{ ?x skos:prefLabel ?y }}"
_COMMON: Final = ("document", "lines", "section", "status", "note")
Found = dict[str, list[str]]


def parquet(face: Dataset, folder: Path) -> tuple[Path, ...]:
    """Write the tables into a folder and return their files.

    Notes
    -----
    ``things``: ``id``, ``kind``, ``label_zh``, ``label_en``. ``edges``: ``subject``, ``predicate``, ``object``,
    ``graph``, ``inferred``: each statement between two things, of each graph that has it. Every relation table of the
    schema: ``row``, its columns, ``document``, ``lines``, ``section``, ``status``, ``note``. Decimals are ``double``, integers ``int64``; a
    column that may hold several values is a list; dates are text as in ISO 8601, for their precision differs.

    Raises
    ------
    StoreError
        pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet as files
    except ModuleNotFoundError as cause:
        zh, en = "请先安装：pip install 'chaingraph[parquet]'", "is not installed: pip install 'chaingraph[parquet]'"
        raise StoreError.of(cause.name or "pyarrow", zh=zh, en=en) from cause
    folder.mkdir(parents=True, exist_ok=True)
    written = []

    def keep(name: str, columns: Mapping[str, tuple[str, bool, list[Any]]]) -> None:
        arrays = {key: pa.array(values, type=_type(pa, kind, many)) for key, (kind, many, values) in columns.items()}
        written.append(folder / f"{name}.parquet")
        fresh = folder / f".{name}.parquet"
        try:
            files.write_table(pa.table(arrays), fresh, compression="zstd")
            fresh.replace(written[-1])
        finally:
            fresh.unlink(missing_ok=True)

    keep("things", _things(face))
    keep("edges", _edges(face))
    stands = _sources(face)
    for table in read_schema().tables.values():
        if table.subject == "row":
            keep(table.name, _relation(face, table, stands))
    return tuple(written)


def _type(pa: Any, kind: str, many: bool) -> Any:
    plain = getattr(pa, _TYPES.get(kind, "string"))()
    return pa.list_(plain) if many else plain


def _things(face: Dataset) -> dict[str, tuple[str, bool, list[Any]]]:
    names: dict[str, dict[str, str]] = {}
    for thing, lang, text in read_bulk(face, _LABELS):
        if thing.startswith(ID):
            short, known = curie(thing), names.setdefault(curie(thing), {})
            known[lang] = min(text, known.get(lang, text))
            names[short] = known
    listed = sorted(name for name in names if name.partition(":")[0] in THINGS)
    return {
        "id": ("text", False, listed),
        "kind": ("text", False, [name.partition(":")[0] for name in listed]),
        "label_zh": ("text", False, [names[name].get("zh") for name in listed]),
        "label_en": ("text", False, [names[name].get("en") for name in listed]),
    }


def _edges(face: Dataset) -> dict[str, tuple[str, bool, list[Any]]]:
    found = sorted(read_bulk(face, _EDGES))
    columns = {name: [curie(row[place]) for row in found] for place, name in enumerate(_NAMES)}
    inferred = [row[3] == INFERRED for row in found]
    return {
        **{key: ("text", False, values) for key, values in columns.items()},
        "inferred": ("boolean", False, inferred),
    }


_NAMES: Final = ("subject", "predicate", "object", "graph")


class _Stands(NamedTuple):
    """What a row stands on."""

    documents: set[str]
    lines: set[tuple[int, int]]
    sections: set[str]
    status: str
    note: str

    def cells(self) -> tuple[str | None, ...]:
        """Return the cells of `_COMMON`."""
        spans = (f"{a}-{b}" if a != b else f"{a}" for a, b in sorted(self.lines))
        texts = (";".join(sorted(self.documents)), ";".join(spans), ";".join(sorted(self.sections)))
        return tuple(text or None for text in (*texts, self.status, self.note))


def _sources(face: Dataset) -> dict[str, _Stands]:
    found: dict[str, _Stands] = {}
    for row, document, first, last, section, status, note in read_bulk(face, _SOURCES):
        one = found.setdefault(row, _Stands(set(), set(), set(), curie(status).partition(":")[2], note))
        one.documents.add(curie(document))
        if first:
            one.lines.add((int(first), int(last)))
        if section:
            one.sections.add(section)
    return found


def _relation(face: Dataset, table: Table, stands: Mapping[str, _Stands]) -> dict[str, tuple[str, bool, list[Any]]]:
    order = {row: place for row in stands if (place := _place(row, table.name))}
    rows = sorted(order, key=order.__getitem__)
    columns: dict[str, tuple[str, bool, list[Any]]] = {"row": ("text", False, list(map(curie, rows)))}
    for column in table.columns.values():
        shared = sum(other.path == column.path for other in table.columns.values()) > 1
        values = _values(face, table, column, typed=shared and column.kind == "reference")
        read = _READ.get(column.kind, str)
        cells = [[read(text) for text in sorted(values.get(row, ()))] for row in rows]
        plain = [next(iter(cell), None) for cell in cells]
        columns[column.name] = (column.kind, column.many, [cell or None for cell in cells] if column.many else plain)
    said = [stands[row].cells() for row in rows]
    return columns | {name: ("text", False, [cells[at] for cells in said]) for at, name in enumerate(_COMMON)}


def _place(row: str, table: str) -> tuple[str, int] | None:
    match = _ROW.fullmatch(row)
    return (match[1], int(match[3])) if match and match[2] == table else None


def _values(face: Dataset, table: Table, column: Column, *, typed: bool) -> Found:
    path = "/".join(map(_step, column.path))
    kinds = " ".join(f"<{name}>" for name in table.classes)
    limits = f'FILTER(LANG(?v) = "{column.lang}")' if column.lang else ""
    if column.kind == "type":
        limits = f"VALUES ?v {{ {' '.join(f'<{name}>' for name in column.options)} }}"
    elif typed:
        limits = f"VALUES ?c {{ {' '.join(f'<{name}>' for name in column.classes)} }} ?v a ?c"
    query = f"SELECT DISTINCT ?row (STR(?v) AS ?t) {{ VALUES ?k {{ {kinds} }} ?row a ?k . ?row {path} ?v . {limits} }}"
    found: Found = {}
    short = column.kind in ("reference", "type")
    for row, text in _pairs(read_bulk(face, query)):
        found.setdefault(row, []).append(curie(text) if short else text)
    return found


def _pairs(rows: Iterable[list[str]]) -> Iterable[tuple[str, str]]:
    return ((row[0], row[1]) for row in rows)


def _step(step: Step) -> str:
    return f"{'^' if step.inverse else ''}<{step.property}>"

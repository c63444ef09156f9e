"""Named queries (`queries/**/*.rq`): read their headers, put in parameters as RDF terms, run them on the engine itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import yaml
from rdflib import Dataset

from chaingraph.errors import QueryError, meant
from chaingraph.names import resolve
from chaingraph.paths import resource
from chaingraph.store import native
from chaingraph.syntax import STRINGS_OR_COMMENT, refusal, refuse_deep, refuse_outside
from chaingraph.terms import literal, node
from chaingraph.vocabulary import curie

__all__ = ["Query", "Row", "answer", "fill", "find_query", "list_queries", "read_query", "run", "select", "to_rows"]

_LONGEST: Final = 60  # characters of a name: no file system takes one that is too long, in UTF-8 too
_MEANING: Final = {
    "integer": ("整数", "an integer"),
    "decimal": ("小数", "a decimal"),
    "date": ("日期，写作 2023、2023-07 或 2023-07-10", "a date: 2023, 2023-07 or 2023-07-10"),
    "literal": ("文字", "text"),
}
_PARAMETER: Final = re.compile(r"[?$]_([a-z][a-z0-9_]*?)_(iri|integer|decimal|date|literal)\b")
Row = dict[str, str | None]
_short: Final = lru_cache(maxsize=10_000)(curie)  # the same things and lines stand in many rows of an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query with its header: question, columns, parameters, an example that has an answer."""

    name: str
    kind: str
    text: str
    summary: str
    summary_zh: str = ""
    fault: str = ""
    fault_zh: str = ""
    theme: str = ""
    severity: str = "error"
    columns: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    example: Mapping[str, str] = field(default_factory=dict)

    def title(self, lang: str) -> str:
        """Return the question in *lang*."""
        return self.summary_zh if lang == "zh" and self.summary_zh else self.summary


def list_queries(kind: str = "ask") -> tuple[Query, ...]:
    """Return the queries of a folder under `queries/`, by name."""
    return tuple(read_query(path) for path in sorted(resource("queries", kind).glob("*.rq")))


def find_query(name: str, kind: str = "ask") -> Query:
    """Return the query *name*.

    Raises
    ------
    QueryError
        There is none; names those that there are.
    """
    path = resource("queries", kind, f"{name[:_LONGEST]}.rq")
    if path.name != f"{name}.rq" or not path.is_file():
        names = [p.stem for p in sorted(resource("queries", kind).glob("*.rq"))]
        known, (zh, en) = ", ".join(names), meant(name[:_LONGEST], names)
        raise QueryError.of(
            name[:_LONGEST],
            zh=f"没有这个查询；{zh}已有：{known}。",
            en=f"there is no such query; {en}there are: {known}.",
        )
    return read_query(path)


def read_query(path: Path) -> Query:
    """Read a query file and its header (`#+` lines hold YAML, as in grlc [1]_).

    References
    ----------
    .. [1] A. Meroño-Peñuela, R. Hoekstra, "grlc Makes GitHub Taste Like Linked Data APIs", ESWC 2016.
    """
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int) -> Query:
    text = path.read_text(encoding="utf-8")
    header = "\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    try:
        data: dict[str, Any] = yaml.safe_load(header) or {}
        return Query(
            name=path.stem,
            kind=path.parent.name,
            text=text,
            parameters=dict(_PARAMETER.findall(_without_comments(text))),
            **{key.replace("-", "_"): value for key, value in data.items()},
        )
    except (yaml.YAMLError, TypeError, AttributeError) as cause:
        raise QueryError.of(path.name, zh=f"查询的头部有误：{cause}", en=f"bad header: {cause}") from cause


def run(face: Dataset, query: Query, values: Mapping[str, str] | None = None) -> list[Row]:
    """Run a named query and return its rows; IRIs come as CURIEs, unbound values as None.

    Parameters
    ----------
    values
        The parameters: a CURIE, an IRI or a name that only one thing has; numbers and texts as they are.
    """
    return _rows(answer(face, query, values or {}))


def answer(face: Dataset, query: Query, values: Mapping[str, str]) -> Any:
    """Return what the engine answers to a question of the library; `fill` writes values as terms, so it is ours."""
    return select(face, fill(face, query, values), ours=True)


def fill(face: Dataset, query: Query, values: Mapping[str, str]) -> str:
    """Return the text of a query with its parameters put in as RDF terms."""
    given = {**query.defaults, **values}
    wrong = sorted(set(values) - set(query.parameters))
    lacking = sorted(set(query.parameters) - set(given))
    if wrong or lacking:
        known = ", ".join(f"{name}=…" for name in query.parameters) or "-"
        zh = "；".join([*(f"未知参数 {x}" for x in wrong), *(f"缺少参数 {x}" for x in lacking)])
        en = "; ".join([*(f"unknown parameter {x}" for x in wrong), *(f"parameter {x} is missing" for x in lacking)])
        raise QueryError.of(query.name, zh=f"{zh}。参数：{known}。", en=f"{en}. Parameters: {known}.")
    terms = {name: _term(face, name, query.parameters[name], str(given[name])) for name in query.parameters}
    return _PARAMETER.sub(lambda match: terms[match[1]], _all_ordered(query.text, tuple(query.columns)))


@lru_cache(maxsize=256)
def _all_ordered(text: str, columns: tuple[str, ...]) -> str:
    """Order rows that a query leaves level by its other columns: every engine then gives them in the same order."""
    text = _without_comments(text)
    _, found, order = text.rpartition("ORDER BY")
    if not found or re.search(r"}|\b(LIMIT|OFFSET|VALUES)\b", order):
        return text
    rest = [f" ?{name}" for name in columns if not re.search(rf"[?$]{name}\b", order)]
    return f"{text.rstrip()}{''.join(rest)}\n"


def _term(face: Dataset, name: str, sort: str, text: str) -> str:
    if sort == "iri":
        term = node(resolve(face, text, kind=name))
        _require(face, term[1:-1], f"{name}={text}")
        return term
    forms = {
        "integer": r"[+-]?\d+",
        "decimal": r"[+-]?\d+(\.\d+)?",
        "date": r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?",
        "literal": r"(?s:.*)",
    }
    if not re.fullmatch(forms[sort], text, re.ASCII):
        zh, en = _MEANING[sort]
        raise QueryError.of(f"{name}={text}", zh=f"应为{zh}。", en=f"must be {en}.")
    return literal(text) if sort in ("literal", "date") else literal(text, datatype=sort)


def _require(face: Dataset, target: str, where: str) -> None:
    """Refuse a thing that the store knows nothing of: the answer would be empty, and seem to say something."""
    store, term = native(face), ox.NamedNode(target)
    if not any(True for _ in store.quads_for_pattern(term, None, None)) and not any(
        True for _ in store.quads_for_pattern(None, None, term)
    ):
        raise QueryError.of(where, zh="图谱中没有这个事物。", en="the store knows no such thing.")


def _without_comments(text: str) -> str:
    return STRINGS_OR_COMMENT.sub(lambda match: match[1] or "", text)


def select(face: Dataset, text: str, *, ours: bool = False) -> Any:
    """Run SPARQL text natively on Oxigraph, all named graphs together as the default graph.

    Parameters
    ----------
    ours
        It is a question of the library, filled by `fill`, which writes values as terms: it need not be looked through.

    Raises
    ------
    QueryError
        The text is not SPARQL 1.1, or it would reach outside the store.
    """
    if not ours:
        refuse_deep(text)
        refuse_outside(text)
    try:
        return native(face).query(text, use_default_graph_as_union=True)
    except (SyntaxError, ValueError, OSError) as cause:
        raise refusal(text, cause=cause) from cause


def to_rows(face: Dataset, text: str) -> list[Row]:
    """Run a SELECT (or ASK, one row) and return plain rows."""
    return _rows(select(face, text))


def _rows(found: Any) -> list[Row]:
    if hasattr(found, "variables"):
        names = [variable.value for variable in found.variables]
        return [dict(zip(names, map(_plain, solution), strict=True)) for solution in found]
    if hasattr(found, "__iter__"):
        return [
            {"subject": _plain(t.subject), "predicate": _plain(t.predicate), "object": _plain(t.object)} for t in found
        ]
    return [{"answer": "true" if found else "false"}]


def _plain(term: Any) -> str | None:
    if term is None:
        return None
    text: str = term.value
    return _short(text) if isinstance(term, ox.NamedNode) else text

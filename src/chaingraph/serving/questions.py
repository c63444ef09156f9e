"""Named questions over HTTP (命名问题): each of `queries/ask` as one address, with an OpenAPI document of all of them."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from rdflib import Dataset

from chaingraph.errors import QueryError
from chaingraph.printing import as_csv, as_json
from chaingraph.queries import Query, find_query, list_queries, run
from chaingraph.serving.choosing import NotFoundError, chosen
from chaingraph.serving.media import RESULTS_OR_TEXT
from chaingraph.serving.settings import Answer, Limits

__all__ = ["ask", "document", "index"]

_PATTERNS: Final = {
    "integer": r"^[+-]?[0-9]+$",
    "decimal": r"^[+-]?[0-9]+(\.[0-9]+)?$",
    "date": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
}
_SORTS: Final = {
    "iri": ("标识符（如 product:separator）、IRI，或唯一的名称", "a CURIE such as product:separator, an IRI, or a name that only one thing has"),
    "integer": ("整数", "an integer"),
    "decimal": ("小数", "a decimal"),
    "date": ("日期：2023、2023-07 或 2023-07-10", "a date: 2023, 2023-07 or 2023-07-10"),
    "literal": ("文字", "text"),
}  # fmt: skip


def ask(face: Dataset, limits: Limits, *, name: str, values: Mapping[str, str], accept: str) -> Answer:
    """Ask a question: the same rows as on the command line, as a JSON array or as CSV."""
    try:
        query = find_query(name)
    except QueryError as cause:
        raise NotFoundError(cause.faults) from cause
    kind, form = chosen(accept, RESULTS_OR_TEXT)
    try:
        rows = run(face, query, values)
    except QueryError as cause:
        if _well_formed(query, values):  # then nothing has this name, or several things have
            raise NotFoundError(cause.faults) from cause
        raise
    columns, cut = list(query.columns) or list(rows[0] if rows else ()), ""
    write = as_json if form == "json" else as_csv
    if len(rows) > limits.rows:
        rows, cut = rows[: limits.rows], "rows"
    body = write(rows, columns).encode()
    while len(body) > limits.size:
        rows, cut = rows[: len(rows) // 2], "size"
        body = write(rows, columns).encode()
    return Answer(media=kind, body=body, rows=len(rows), cut=cut)


def _well_formed(query: Query, values: Mapping[str, str]) -> bool:
    """Say whether the parameters are those described, and look as described."""
    named = set(values) <= set(query.parameters) <= {*values, *query.defaults}
    return named and all(re.search(_PATTERNS.get(query.parameters[name], "."), text) for name, text in values.items())


def index(_face: Dataset, _limits: Limits, *, accept: str) -> Answer:
    """List the questions with their parameters and columns, in both languages."""
    kind, form = chosen(accept, RESULTS_OR_TEXT)
    found: list[dict[str, Any]] = [
        {
            "name": query.name,
            "theme": query.theme,
            "zh": query.title("zh"),
            "en": query.title("en"),
            "parameters": dict(query.parameters),
            "defaults": dict(query.defaults),
            "example": dict(query.example),
            "columns": dict(query.columns),
        }
        for query in list_queries()
    ]
    names = list(found[0])
    if form == "csv":
        found = [{key: v if isinstance(v, str) else " ".join(v) for key, v in row.items()} for row in found]
    write = as_json if form == "json" else as_csv
    return Answer(media=kind, body=write(found, names).encode(), rows=len(found))


def document(_face: Dataset, _limits: Limits, *, place: str, lang: str) -> Answer:
    """Describe the addresses of the questions (OpenAPI 3.1), in one language."""
    listed = list_queries()
    zh = lang == "zh"
    paths: dict[str, Any] = {f"/ask/{query.name}": {"get": _operation(query, lang)} for query in listed}
    paths["/ask"] = {
        "get": {
            "operationId": "list-questions",
            "summary": "列出全部问题" if zh else "List the questions",
            "responses": {"200": _rows({}), **_refusals(lang, "406")},
        }
    }
    made = {
        "openapi": "3.1.0",
        "info": {
            "title": "产业链知识图谱：命名问题" if zh else "Industry chain knowledge graph: named questions",
            "version": "1",
        },
        "servers": [{"url": place}],
        "tags": [{"name": theme} for theme in sorted({query.theme for query in listed if query.theme})],
        "paths": dict(sorted(paths.items())),
    }
    return Answer(media="application/json", body=(json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode())


def _operation(query: Query, lang: str) -> dict[str, Any]:
    return {
        "operationId": query.name,
        "summary": query.title(lang),
        "tags": [query.theme] if query.theme else [],
        "parameters": [_parameter(query, name, lang) for name in query.parameters],
        "responses": {"200": _rows(query.columns), **_refusals(lang, "400", "404", "406")},
    }


def _parameter(query: Query, name: str, lang: str) -> dict[str, Any]:
    sort = query.parameters[name]
    schema: dict[str, Any] = {"type": "string", "minLength": 0 if sort == "literal" else 1}
    if sort in _PATTERNS:
        schema["pattern"] = _PATTERNS[sort]
    if name in query.defaults:
        schema["default"] = str(query.defaults[name])
    made: dict[str, Any] = {
        "name": name,
        "in": "query",
        "required": name not in query.defaults,
        "description": _SORTS[sort][0 if lang == "zh" else 1],
        "schema": schema,
    }
    return made | ({"example": str(query.example[name])} if name in query.example else {})


def _rows(columns: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {"type": "object"}
    if columns:
        cells = {name: {"type": ["string", "null"], "description": str(what)} for name, what in columns.items()}
        row |= {"properties": cells, "required": list(columns), "additionalProperties": False}
    return {
        "description": "rows",
        "headers": {
            "X-SPARQL-MaxRows": {
                "description": "the answer was cut off after so many rows",
                "schema": {"type": "string"},
            }
        },
        "content": {
            "application/json": {"schema": {"type": "array", "items": row}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }


def _refusals(lang: str, *statuses: str) -> dict[str, Any]:
    said = {
        "400": ("参数有误", "a parameter is wrong"),
        "401": ("需要令牌", "a token is needed"),
        "404": ("没有这个名称的事物，或不止一个", "nothing has this name, or several things have"),
        "406": ("只有 JSON 和 CSV", "only JSON and CSV"),
        "503": ("查询过多，或没有图谱", "too many queries, or no store"),
        "504": ("超过时限", "stopped at the time limit"),
    }
    text = {"text/plain": {"schema": {"type": "string"}}}
    wanted = (*statuses, "401", "503", "504")
    return {status: {"description": said[status][lang != "zh"], "content": text} for status in sorted(wanted)}

"""What may be asked by name, for machines (接口描述): an OpenAPI document of all questions and analyses."""

import json
from collections.abc import Mapping
from typing import Any, Final

from rdflib import Dataset

from chaingraph.queries import Query, list_queries
from chaingraph.serving import forms
from chaingraph.serving.questions import PATTERNS
from chaingraph.serving.settings import Answer, Limits

__all__ = ["document"]

_SORTS: Final = {
    "iri": ("标识符（如 product:separator）、IRI，或唯一的名称", "a CURIE such as product:separator, an IRI, or a name that only one thing has"),
    "integer": ("整数", "an integer"),
    "decimal": ("小数", "a decimal"),
    "date": ("日期：2023、2023-07 或 2023-07-10", "a date: 2023, 2023-07 or 2023-07-10"),
    "literal": ("文字", "text"),
}  # fmt: skip


def document(_face: Dataset, _limits: Limits, *, place: str, lang: str) -> Answer:
    """Describe the addresses of the questions (OpenAPI 3.1), in one language."""
    listed = list_queries()
    zh = lang == "zh"
    paths: dict[str, Any] = {f"/ask/{query.name}": {"get": _operation(query, lang)} for query in listed}
    paths |= {one.path: {"get": _analysis(one, lang)} for one in forms.analyses(lang)}
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
            "title": "产业链知识图谱：命名问题与测算"
            if zh
            else "Industry chain knowledge graph: questions and analyses",
            "version": "1",
        },
        "servers": [{"url": place}],
        "tags": [{"name": theme} for theme in sorted({"analyses", *(query.theme for query in listed if query.theme)})],
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


def _analysis(form: forms.Form, lang: str) -> dict[str, Any]:
    return {
        "operationId": f"find-{form.name}",
        "summary": form.title,
        "tags": [form.theme],
        "parameters": [
            {
                "name": field.name,
                "in": "query",
                "required": field.needed,
                "description": field.label,
                "schema": {"type": "string", "minLength": int(field.needed)},
            }
            for field in form.fields
        ],
        "responses": {"200": _rows({}), **_refusals(lang, "400", "406")},
    }


def _parameter(query: Query, name: str, lang: str) -> dict[str, Any]:
    sort = query.parameters[name]
    schema: dict[str, Any] = {"type": "string", "minLength": 0 if sort == "literal" else 1}
    if sort in PATTERNS:
        schema["pattern"] = PATTERNS[sort]
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
            "text/html": {"schema": {"type": "string"}},
        },
    }


def _refusals(lang: str, *statuses: str) -> dict[str, Any]:
    said = {
        "400": ("参数有误", "a parameter is wrong"),
        "401": ("需要令牌", "a token is needed"),
        "404": ("没有这个名称的事物，或不止一个", "nothing has this name, or several things have"),
        "406": ("只有 JSON、CSV 和网页", "only JSON, CSV and pages"),
        "503": ("查询过多，或没有图谱", "too many queries, or no store"),
        "504": ("超过时限", "stopped at the time limit"),
    }
    text = {"text/plain": {"schema": {"type": "string"}}}
    wanted = (*statuses, "401", "503", "504")
    return {status: {"description": said[status][lang != "zh"], "content": text} for status in sorted(wanted)}

"""Named questions over HTTP (命名问题): each of `queries/ask` as one address, and the list of them."""

import re
from collections.abc import Mapping
from typing import Any, Final

from rdflib import Dataset

from chaingraph.errors import QueryError
from chaingraph.printing import as_csv, as_json
from chaingraph.queries import Query, fill, find_query, list_queries, run, select
from chaingraph.serving import forms
from chaingraph.serving.answers import Table, answer_page, solution_cells
from chaingraph.serving.choosing import NotFoundError, chosen
from chaingraph.serving.links import Names
from chaingraph.serving.media import PAGE_OR_ROWS
from chaingraph.serving.rendering import OURS, render
from chaingraph.serving.settings import Answer, Limits
from chaingraph.store import native

__all__ = ["PATTERNS", "ask", "index"]

PATTERNS: Final = {
    "integer": r"^[+-]?[0-9]+$",
    "decimal": r"^[+-]?[0-9]+(\.[0-9]+)?$",
    "date": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
}


def ask(
    face: Dataset, limits: Limits, *, name: str, values: Mapping[str, str], accept: str, lang: str = "en"
) -> Answer:
    """Ask a question: the same rows as on the command line, as a page, a JSON array or CSV."""
    try:
        query = find_query(name)
    except QueryError as cause:
        raise NotFoundError(cause.faults) from cause
    kind, form = chosen(accept, PAGE_OR_ROWS)
    if form == "html":
        return _page(face, limits, query, {key: text for key, text in values.items() if text}, lang)
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
    return named and all(re.search(PATTERNS.get(query.parameters[name], "."), text) for name, text in values.items())


def _page(face: Dataset, limits: Limits, query: Query, values: Mapping[str, str], lang: str) -> Answer:
    form = forms.question(query, values, lang)
    if not form.ready:
        return answer_page(form, limits, lang=lang)
    try:
        text = fill(face, query, values)
        found: Any = select(face, text, ours=True)
    except QueryError as error:
        return answer_page(form, limits, lang=lang, error=error, status=404 if _well_formed(query, values) else 400)
    columns, names = list(query.columns), Names(native(face))
    rows = [solution_cells(solution, columns, names, lang) for solution in found]
    return answer_page(form, limits, lang=lang, found=Table(query.columns, rows, as_query(query, text, lang)))


def as_query(query: Query, text: str, lang: str) -> str:
    """Return the text of a filled query as a reader would write it: the question, then no empty lines."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return "\n".join([f"# {query.title(lang)}", *lines]) + "\n"


def index(_face: Dataset, _limits: Limits, *, accept: str, lang: str = "en") -> Answer:
    """List the questions with their parameters and columns; as a page with the analyses, by theme, as forms."""
    kind, form = chosen(accept, PAGE_OR_ROWS)
    if form == "html":
        themes = forms.by_theme((*forms.questions(lang), *forms.analyses(lang)), lang)
        text = render("questions.html.j2", lang=lang, themes=themes)
        return Answer(media=kind, body=text.encode(), policy=OURS)
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

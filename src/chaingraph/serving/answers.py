"""Pages of answers (答案页): the form of a question or an analysis, and its answer as a table with links to things."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pyoxigraph as ox

from chaingraph.errors import QueryError
from chaingraph.serving.forms import Form
from chaingraph.serving.headings import heading
from chaingraph.serving.links import Names, address
from chaingraph.serving.rendering import OURS, render
from chaingraph.serving.settings import Answer, Limits, notice
from chaingraph.vocabulary import SCHEMES, THINGS, curie, iri

__all__ = ["Cell", "Table", "answer_page", "finding_cells", "solution_cells"]

_SHOWN = 2_000
_NUMBERS = ("integer", "decimal", "double", "float", "gYear", "nonNegativeInteger", "positiveInteger", "int", "long")
_NAMED = {*THINGS, *SCHEMES, "data", "cg", "unit", "cgunit"}


class Table(NamedTuple):
    """An answer: what each column means, by its name; of each row the cells of each column; the SPARQL that was run."""

    columns: Mapping[str, str]
    rows: Sequence[Sequence[Sequence["Cell"]]]
    query: str = ""


class Cell(NamedTuple):
    """A text, where it leads to, its identifier, its number if it is one, and whether it waits to be asked for."""

    text: str
    address: str = ""
    short: str = ""
    number: str = ""
    folded: bool = False


def answer_page(
    form: Form,
    limits: Limits,
    *,
    lang: str,
    found: Table | None = None,
    error: QueryError | None = None,
    status: int = 200,
) -> Answer:
    """Return the page of a question or an analysis: its form, and what it was answered with, if anything.

    Parameters
    ----------
    found
        The answer; None: nothing was asked yet.
    error
        What is wrong with what was given.
    """
    most = min(limits.rows, _SHOWN)
    columns, rows, query = found or Table({}, ())
    headings = [(name, heading(name, lang), about) for name, about in columns.items()]
    given = urlencode(form.given)
    text = render(
        "answer.html.j2",
        lang=lang,
        form=form,
        here=f"{form.path}?{given}&" if given else f"{form.path}?",
        asked=found is not None,
        rows=rows[:most],
        count=len(rows),
        more=notice("rows", limits) if len(rows) > limits.rows else "",
        most=most,
        headings=headings,
        query=query,
        editor=f"/sparql?{urlencode({'query': query, 'lang': lang})}" if query else "",
        picture=f"/draw?{urlencode({'query': query, 'lang': lang})}" if query else "",
        error=error.text(lang) if error else "",
    )
    return Answer(status=status, media="text/html", body=text.encode("utf-8", "replace"), rows=len(rows), policy=OURS)


def solution_cells(solution: Any, columns: Sequence[str], names: Names, lang: str) -> list[list[Cell]]:
    """Return the cells of one row of a SELECT."""
    from chaingraph.packs.words import value

    def cell(column: str) -> list[Cell]:
        term = solution[column]
        if term is None:
            return []
        if isinstance(term, ox.NamedNode):
            return [Cell(names.shown(term, lang), address(term.value), curie(term.value))]
        text = str(getattr(term, "value", term))
        kind = term.datatype.value.rpartition("#")[2] if isinstance(term, ox.Literal) else ""
        said = value(column, text)
        return [Cell(said[lang != "zh"] if said else text, number=text if kind in _NUMBERS else "")]

    return [cell(column) for column in columns]


def finding_cells(record: Mapping[str, Any], columns: Sequence[str], names: Names, lang: str) -> list[list[Cell]]:
    """Return the cells of one finding."""
    from chaingraph.findings import as_text
    from chaingraph.packs.words import value

    def cell(column: str, what: Any) -> Cell:
        if isinstance(what, bool):
            return Cell({"zh": "否是", "en": ("no", "yes")}[lang][what])
        if not isinstance(what, str | int | float):
            return Cell(as_text(what), folded=True)
        if not isinstance(what, str):
            return Cell(as_text(what), number=str(what))
        if said := value(column, what):
            return Cell(said[lang != "zh"])
        if what.partition(":")[0] not in _NAMED or ":" not in what:
            return Cell(what)
        try:
            full = iri(what)
            return Cell(names.of(full)[lang != "zh"], address(full), what)
        except (QueryError, ValueError):
            return Cell(what)

    found = []
    for column in columns:
        what = record[column]
        parts = what if isinstance(what, list | tuple) else [] if what is None or what == "" else [what]
        found.append([cell(column, part) for part in parts])
    return found

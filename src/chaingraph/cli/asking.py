"""Commands that answer: questions, queries, analyses."""

from collections.abc import Sized
from pathlib import Path
from typing import TextIO

import click

from chaingraph.cli.common import FORMAT, NAMES, STORE, VALUES, emit, opened, say
from chaingraph.errors import QueryError

__all__ = ["ask", "find", "list_", "sparql"]

_ASIDE = ("searched", "overturned_by_zh", "overturned_by_en")
"""Columns of findings that a table leaves out."""


_VIEWS = (
    ("chain", "chain=… [region=…] [as_of=…]", "一条产业链的互动图页", "The interactive page of a chain"),
    ("suppliers", "enterprise=… [region=…] [as_of=…]", "一家企业的配套企业分布图", "The suppliers of one enterprise"),
    ("areas", "[region=…] [chain=…] [as_of=…]", "区域布局示意图", "The schematic map of a region"),
    ("FILE.rq", "", "SPARQL 查询结果的网络图", "The answer to SPARQL as a network"),
)


@click.command(name="list")
@FORMAT
@click.pass_obj
def list_(lang: str, form: str) -> None:
    """List the questions, analyses and views that there are, with their parameters; those in [] may be left out."""
    from chaingraph.calls import list_analyses, needed, parameters, title
    from chaingraph.queries import list_queries

    rows: list[dict[str, str | None]] = [
        {
            "verb": "ask",
            "name": query.name,
            "parameters": " ".join(
                f"[{name}=…]" if name in query.defaults else f"{name}=…" for name in query.parameters
            ),
            "what": query.title(lang),
        }
        for query in list_queries()
    ]
    for name, function in list_analyses().items():
        options = " ".join(
            f"{option}=…" if option in needed(function) else f"[{option}=…]" for option in parameters(function)
        )
        rows.append({"verb": "find", "name": name, "parameters": options, "what": title(function, lang)})
    rows += [
        {"verb": "draw", "name": name, "parameters": options, "what": say(lang, zh, en)}
        for name, options, zh, en in _VIEWS
    ]
    emit(rows, form)


@click.command()
@click.argument("name")
@VALUES
@STORE
@FORMAT
@NAMES
@click.pass_obj
def ask(lang: str, name: str, values: tuple[str, ...], store: Path | str, form: str, names: bool | None) -> None:
    """Ask the question NAME of queries/ask, such as suppliers-of customer=湖南华兴."""
    from chaingraph import queries, verbs
    from chaingraph.labelled import named

    query, face = queries.find_query(name), opened(store)
    rows = queries.run(face, query, verbs.values(values))
    if names or (names is None and form == "table"):
        rows = named(face, rows, lang=lang)
    emit(rows, form, columns=list(query.columns))
    _tell_if_none(lang, rows)


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@STORE
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of the store.")
@FORMAT
def sparql(file: TextIO, store: Path | str, endpoint: str | None, form: str) -> None:
    """Run the SPARQL query in FILE (- for standard input) on all graphs together."""
    from chaingraph.queries import to_rows
    from chaingraph.remote import select_remote

    try:
        text = file.read()
    except UnicodeDecodeError as bad:
        zh, en = "不是 UTF-8；请另存为 UTF-8。", "not UTF-8; save it as UTF-8."
        raise QueryError.of(f"{file.name}#byte={bad.start}", zh=zh, en=en) from bad
    emit(select_remote(endpoint, text) if endpoint else to_rows(opened(store), text), form)


@click.command()
@click.argument("name")
@VALUES
@STORE
@FORMAT
@NAMES
@click.option("--explain", is_flag=True, help="The steps that lead to each finding, and what would overturn it.")
@click.pass_obj
def find(
    lang: str, name: str, values: tuple[str, ...], store: Path | str, form: str, names: bool | None, explain: bool
) -> None:
    """Run the analysis NAME, such as missing-links chain=先进储能材料.

    A table leaves out columns that are empty throughout, the documents searched and what would overturn a finding; csv
    and json have them all.
    """
    from chaingraph import findings, verbs
    from chaingraph.labelled import named

    face, given = opened(store), verbs.values(values)
    if explain:
        click.echo(verbs.explain(face, name, lang=lang, **given))
        return
    records = verbs.findings(face, name, **given)
    if names or (names is None and form == "table"):
        records = named(face, records, lang=lang)
    _tell_if_none(lang, records)
    if form == "json":
        emit(records, form)
        return
    rows = [{key: findings.as_text(value) for key, value in row.items()} for row in records]
    used = {key for row in rows for key, text in row.items() if text not in ("", "false") and key not in _ASIDE}
    emit(rows, form, columns=[key for key in (rows[0] if rows else ()) if form == "csv" or key in used])


def _tell_if_none(lang: str, rows: Sized) -> None:
    """Say beside the answer, on standard error, that it is empty because nothing was found."""
    if not rows:
        click.echo(
            say(lang, "没有结果：资料中没有符合的内容。", "no results: the data hold nothing of the kind."), err=True
        )

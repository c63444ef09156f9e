"""The data dictionary: which tables there are, which columns they have, what those mean, read from the shapes."""

from chaingraph.errors import QueryError, meant
from chaingraph.schema import Column, Table, read_schema
from chaingraph.vocabulary import curie

__all__ = ["columns_of_table", "header", "list_tables"]


def list_tables(lang: str = "en") -> list[dict[str, str]]:
    """Return every table: its name, what a row speaks about, what it holds."""
    about = {"row": ("陈述", "statement"), "id": ("事物", "thing"), "thing": ("已有事物", "known thing")}
    place = 0 if lang == "zh" else 1
    return [
        {
            "table": table.name,
            "row": about[table.subject][place],
            "title": table.title.get(lang, ""),
            "meaning": table.meaning.get(lang, ""),
        }
        for table in read_schema().tables.values()
    ]


def columns_of_table(name: str, lang: str = "en") -> list[dict[str, str]]:
    """Return the columns of a table: whether a cell must be filled, may hold several values, what it may hold.

    Raises
    ------
    QueryError
        There is no such table.
    """
    return [
        {
            "column": column.name,
            "needed": "*" if column.required or column.name in ("id", "thing", "source") else "",
            "many": ";" if column.many else "",
            "holds": _holds(column),
            "property": "/".join(("^" if step.inverse else "") + curie(step.property) for step in column.path),
            "title": column.title.get(lang, ""),
            "meaning": column.meaning.get(lang, ""),
        }
        for column in _columns(_table(name)).values()
    ]


def header(name: str) -> str:
    """Return the first line of a table.

    Examples
    --------
    >>> header("kinds")
    'thing,kind_of,source,line,section,status,note'
    """
    return ",".join(_columns(_table(name)))


def _table(name: str) -> Table:
    tables = read_schema().tables
    if name not in tables:
        known, (zh, en) = ", ".join(tables), meant(name, tables)
        raise QueryError.of(
            name, zh=f"没有这个表；{zh}已有：{known}。", en=f"there is no such table; {en}there are: {known}."
        )
    return tables[name]


def _columns(table: Table) -> dict[str, Column]:
    return {**table.columns, **read_schema().common}


def _holds(column: Column) -> str:
    """Return what stands in a cell: classes or choices of a reference, or the kind of value."""
    if column.options:
        return " | ".join(map(curie, column.options))
    return " | ".join(map(curie, column.classes)) or column.kind

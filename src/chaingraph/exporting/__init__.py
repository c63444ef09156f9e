"""A store for other programs (导出): RDF, JSON-LD, GraphML, Parquet, Neo4j, DCAT; the same bytes for the same data."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

from chaingraph.errors import QueryError

__all__ = ["FOLDERS", "FORMS", "choose", "texts"]

FORMS: Final = {
    "nquads": ".nq",
    "turtle": ".ttl",
    "trig": ".trig",
    "ntriples": ".nt",
    "jsonld": ".jsonld",
    "graphml": ".graphml",
    "dcat": "",
    "neo4j": "",
    "parquet": "",
}
"""What can be written, with its file extension; what has none is asked for by name."""
FOLDERS: Final = ("neo4j", "parquet")
"""What takes several files, in a folder."""
_RDF: Final = ("nquads", "turtle", "trig", "ntriples")


def choose(name: str, form: str | None) -> str:
    """Return the form of a file: the one asked for, else by extension; N-Quads when there is none.

    Raises
    ------
    QueryError
        The extension is of no form.

    Examples
    --------
    >>> choose("build/graph.ttl", None), choose("-", None), choose("x.ttl", "dcat")
    ('turtle', 'nquads', 'dcat')
    """
    if form:
        return form
    suffix = Path(name).suffix.lower()
    found = next((one for one, known in FORMS.items() if known and known == suffix), "" if suffix else "nquads")
    if not found:
        known = ", ".join(f"{suffix} ({one})" if suffix else one for one, suffix in FORMS.items())
        raise QueryError.of(name, zh=f"请用 --format 指明格式：{known}。", en=f"say which --format is meant: {known}.")
    return found


def texts(form: str) -> Callable[..., Iterator[str]]:
    """Return the function that writes a store in a form that takes one file."""
    function: Callable[..., Iterator[str]] = getattr(
        import_module(f"chaingraph.exporting.{'rdf' if form in _RDF else form}"), form
    )
    return function

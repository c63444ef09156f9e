"""The page of one thing (事物页面): two tables, all text escaped, nothing loaded from outside."""

from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import urlencode

from chaingraph.serving.rendering import render

__all__ = ["Cell", "Group", "page"]

_FORMS: Final = (
    ("Turtle", "text/turtle"),
    ("N-Triples", "application/n-triples"),
    ("JSON-LD", "application/ld%2Bjson"),
    ("RDF/XML", "application/rdf%2Bxml"),
)


class Cell(NamedTuple):
    """A text to show, where it leads to, and its identifier."""

    text: str
    address: str = ""
    short: str = ""
    lang: str = ""


class Group(NamedTuple):
    """A property with its values, and how many more there are."""

    name: Cell
    values: list[Cell]
    more: int


def page(*, iri: str, names: tuple[str, str], said: Iterable[Group], used: Iterable[Group], lang: str) -> str:
    """Return the page of a thing in one language; the other is one link away."""
    part = iri.partition("#")[2]
    zh = lang == "zh"
    return render(
        "thing.html.j2",
        lang=lang,
        iri=iri,
        name=names[0 if zh else 1],
        second=names[1 if zh else 0] if names[0] != names[1] else "",
        said=list(said),
        used=list(used),
        query=f"{urlencode({'part': part})}&" if part else "",
        forms=_FORMS,
    )

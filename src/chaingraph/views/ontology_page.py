"""The ontology as a page (本体文档页): classes, properties and concept schemes, each under its local name as anchor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from chaingraph.views import onefile
from chaingraph.views.bilingual import Both, clean

__all__ = ["Fact", "Link", "Section", "Term", "ontology_page"]

_TEXTS: Final = (Both("{shown} / {all} 个术语", "{shown} of {all} terms"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another term, or a table column: its name, and where it is described; "" when not on this page."""

    name: Both
    anchor: str = ""
    code: str = ""  # how it is written in data


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line about a term: what is told, and of which others."""

    title: Both
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A class, a property or a concept."""

    anchor: str
    code: str
    iri: str
    name: Both
    definition: Both
    notes: tuple[Both, ...] = ()
    examples: tuple[Both, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Terms of one kind, or the concepts of one scheme."""

    anchor: str
    title: Both
    about: Both | None = None
    terms: tuple[Term, ...] = field(default_factory=tuple)


def ontology_page(
    sections: Sequence[Section], *, title: Both, about: Both, facts: Iterable[tuple[Both, str]], lang: str = "zh"
) -> onefile.Page:
    """Write the page of an ontology.

    Parameters
    ----------
    sections
        In the order they are shown; no two anchors may be alike.
    facts
        What is told at the top, such as version and licence.

    Returns
    -------
    Page
        One file in both languages, searched on the page, without any request.
    """
    return onefile.page(
        "ontology.html.j2",
        data={"texts": [list(text) for text in _TEXTS]},
        scripts=[onefile.static("language.js"), onefile.static("ontology.js")],
        styles=[onefile.static("page.css"), onefile.static("ontology.css")],
        lang=lang,
        title=title,
        about=about,
        facts=list(facts),
        sections=sections,
        keys=_keys,
    )


def _keys(term: Term) -> str:
    """Return the text that a search looks through."""
    return clean(" ".join((term.code, *term.name))).lower() + " " + " ".join(term.definition).lower()

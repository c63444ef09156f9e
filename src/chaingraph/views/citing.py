"""Citations (依据): from the rows a claim rests on to the documents and lines that a reader can open."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx

from chaingraph.views.bilingual import Both, clean, joined, named, several, wrapped
from chaingraph.views.locating import row_texts, section_text
from chaingraph.views.wording import STATUS

__all__ = ["Item", "Section", "cite", "cited", "plain"]

_NUMBER: Final = re.compile(r"[^\s《》（）()〔〕\[\]【】、，]{1,8}[〔\[【(（]\d{4}[〕\]】)）]\s*\d+\s*号")
_MOST: Final = 3
_MOST_LINES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a card or a report; a choice of it shows the thing *to*."""

    lines: tuple[Both, ...] = ()
    head: Both | None = None
    tag: Both | None = None
    state: str | None = None
    to: str | None = None
    cite: Both | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines under one heading."""

    title: Both
    items: tuple[Item, ...] = ()
    note: Both | None = None
    open: bool = True


def plain(part: Item | Section) -> dict[str, Any]:
    """Turn a line or a section into what a page carries as data, without what is empty."""
    if isinstance(part, Section):
        found: dict[str, Any] = {"title": part.title, "items": [plain(item) for item in part.items]}
        found |= {"note": part.note} if part.note else {}
        return found if part.open else {**found, "fold": 1}
    names = ("lines", "head", "tag", "state", "to", "cite")
    return {name: value for name in names if (value := getattr(part, name))}


def cite(chain: nx.DiGraph, rows: Iterable[str]) -> Both | None:
    """Name the documents and lines behind some rows, shortly; None for no rows.

    A document's official number (``graph["numbers"]``, or one inside the title) stands for its title. Rows of which
    the graph does not tell the document are named themselves.
    """
    rows = tuple(rows)
    lines: dict[str, set[tuple[int, int]]] = {}
    titles: dict[str, str] = {}
    for row in rows:
        for document, title, first, last, _ in chain.graph.get("sources", {}).get(row, ()):
            titles[document] = title
            lines.setdefault(document, set())
            lines[document].update(_span(first, last))
    named_lines = [_short(chain, document, titles[document], sorted(lines[document])) for document in sorted(lines)]
    if not named_lines:
        named_lines = list(row_texts(rows))
    if not named_lines:
        return None
    shown = joined(named_lines[:_MOST], zh="；", en="; ")
    more = len(named_lines) - _MOST
    return shown if more <= 0 else Both(f"{shown.zh}；另{more}份", f"{shown.en}; {more} more")


def _short(chain: nx.DiGraph, document: str, title: str, lines: list[tuple[int, int]]) -> Both:
    title, _, section = title.partition(" §")
    name = _title(chain, document, title)
    stated = clean(chain.graph.get("numbers", {}).get(document))
    found = _NUMBER.search(name.zh)
    number = stated or (found.group() if found else "")
    zh = number or f"《{wrapped(name.zh, 14, lines=1)[0]}》"
    en = number or wrapped(name.en, 22, lines=1)[0]
    at = _lines(lines)
    if section and not at.en:
        place = section_text(section)
        return Both(f"{zh}{place.zh}", f"{en}, {wrapped(place.en, 16, lines=1)[0]}")
    return Both(f"{zh} {at.zh}".strip(), f"{en}, {at.en}" if at.en else en)


def _title(chain: nx.DiGraph, document: str, title: str) -> Both:
    listed = named(chain, document)
    return Both(clean(title) or listed.zh, clean(title) if listed.en == clean(document) else listed.en)


def _span(first: int | None, last: int | None) -> list[tuple[int, int]]:
    """Return first and last line; nothing where the source has no lines."""
    return [(int(first), int(last or first))] if first else []


def _lines(lines: list[tuple[int, int]]) -> Both:
    """Write line numbers, neighbours as one span; of very many only the first."""
    spans: list[tuple[int, int]] = []
    for first, last in sorted(lines):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    if not spans:
        return Both("", "")
    shown = [f"{first}" if first == last else f"{first}–{last}" for first, last in spans[:_MOST_LINES]]
    several = len(spans) > 1 or spans[0][0] != spans[0][1]
    more = len(spans) > _MOST_LINES
    return Both(
        f"第{'、'.join(shown)}{'等' if more else ''}行",
        f"{'lines' if several else 'line'} {', '.join(shown)}{' …' if more else ''}",
    )


def cited(chain: nx.DiGraph, rows: Iterable[str], *, most: int | None = None) -> tuple[Item, ...]:
    """List documents with full title, each with the lines used, what stands there, and the row that says so.

    Of more rows than *most* the first are listed, and the number of the others; None: all.
    """
    found: dict[str, tuple[Both, dict[tuple[Both, Both], list[str]]]] = {}
    listed = sorted(set(rows))
    for row in listed[:most]:
        known = chain.graph.get("sources", {}).get(row, ())
        if not known:
            found.setdefault(row, (next(row_texts([row])), {}))
        for document, placed, first, last, status in known:
            title, _, section = placed.partition(" §")
            at = _lines(_span(first, last)) if first else section_text(section)
            standing = STATUS.get(status, Both(clean(status), clean(status)))
            _, lines = found.setdefault(document, (_title(chain, document, title), {}))
            lines.setdefault((at, standing), []).append(row)
    items = tuple(Item(head=head, lines=tuple(_standing(lines))) for head, lines in found.values())
    left = 0 if most is None else len(listed) - most
    return (*items, Item(lines=(Both(f"另有{left}行", several(left, "more row")),))) if left > 0 else items


def _standing(lines: Mapping[tuple[Both, Both], Iterable[str]]) -> Iterator[Both]:
    """Write what stands at each place of a document, with the rows that say so."""
    for said, rows in lines.items():
        yield joined([part for part in (*said, *row_texts(rows)) if part.zh], zh=" · ", en="; ")

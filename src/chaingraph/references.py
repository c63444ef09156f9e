"""Who refers to whom: every identifier in a table must be declared somewhere, and be of a fitting class."""

import difflib
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from chaingraph.cards import Card
from chaingraph.cells import CellError
from chaingraph.schema import Column, Schema
from chaingraph.vocabulary import CG, ID, PREFIXES, curie, iri

__all__ = ["BadReference", "References"]

Refused = TypeVar("Refused", bound=CellError)
_MOST_NEAR, _MOST_KNOWN = 20, 20_000  # names that are looked up among those known: comparing all takes a while
_OURS = (CG, PREFIXES["data"], PREFIXES["unit"])


class BadReference(NamedTuple):
    """A cell that refers to nothing, or to something of another class; ``row`` None: wherever the text stands."""

    file: str
    row: int | None
    place: int
    column: str
    text: str
    zh: str = ""
    en: str = ""


class References:
    """What the tables of one build declare, and what they refer to."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._classes: dict[str, frozenset[str]] = {}
        self._places: dict[str, dict[str, str]] = {}
        self._watched: list[tuple[str, list[Any]]] = []
        self._needed: list[tuple[str, BadReference]] = []
        self._near: dict[str, str] = {}

    def add_documents(self, card: Card) -> None:
        """Declare the documents of a card."""
        for key in card.documents:
            self._classes[iri(key)] = frozenset({f"{CG}SourceDocument"})

    def declare(self, target: str, kinds: frozenset[str], document: str, where: str) -> tuple[str, str] | None:
        """Declare a thing that a document describes; say what is wrong (zh, en) if it is declared already.

        Several documents may describe one thing, each in one row of its own.
        """
        places = self._places.setdefault(target, {})
        name = curie(target)
        if twice := places.get(document):
            return f"{name} 已在 {twice} 声明。", f"{name} is declared already in {twice}."
        if places and kinds != self._classes[target]:
            first, (here, there) = next(iter(places.values())), (_classes(kinds), _classes(self._classes[target]))
            return (
                f"{name} 在此为 {here}，在 {first} 为 {there}。",
                f"{name} is a {here} here, but a {there} in {first}.",
            )
        places[document] = where
        self._classes[target] = kinds
        return None

    def declare_row(self, target: str, kinds: tuple[str, ...]) -> None:
        """Declare the statement that a row makes."""
        self._classes[target] = frozenset(kinds)

    def need(self, target: str, cell: BadReference) -> None:
        """Note that the thing *target*, named in *cell*, must be declared somewhere."""
        self._needed.append((target, cell))

    def watch(self, where: str, cells: list[Any]) -> None:
        """Note the columns of a table whose values refer to things."""
        self._watched.append((where, cells))

    def unread(self, kind: type[Refused]) -> Iterator[tuple[Refused, Column]]:
        """Yield the errors of this kind in columns that refer to things."""
        for _, cells in self._watched:
            for cell in cells:
                yield from ((error, cell.column) for error in cell.known.values() if isinstance(error, kind))

    def bad(self, *, unread: Collection[str] = ()) -> Iterator[BadReference]:
        """Yield the bad references, once all tables are read.

        Left out are things that no table declares, but one that could not be read, named in *unread*, may well.
        """
        for target, cell in self._needed:
            if target not in self._classes and _table_of(target) not in unread:
                zh, en = self._undeclared(cell.text)
                yield cell._replace(zh=zh, en=en)
        for file, cells in self._watched:
            for cell in cells:
                for text, values in cell.known.items():
                    if not isinstance(values, CellError):
                        for value in values:
                            if value[1:-1] not in self._classes and _table_of(value[1:-1]) in unread:
                                continue
                            if wrong := self.wrong(value[1:-1], cell.column.classes):
                                yield BadReference(file, None, cell.index, cell.column.name, text, *wrong)

    def wrong(self, target: str, allowed: tuple[str, ...]) -> tuple[str, str] | None:
        """Say what is wrong (zh, en) with a reference to *target*, once all tables are read; None: nothing."""
        kinds = self._classes.get(target, self._schema.declared.get(target))
        if kinds is None:
            return self._undeclared(curie(target)) if allowed or target.startswith((ID, *_OURS)) else None
        every = {above for kind in kinds for above in self._schema.superclasses.get(kind, (kind,))}
        if not allowed or not kinds or every & set(allowed):  # no kinds: its own type is a fault already
            return None
        found, right = _classes(kinds), _classes(allowed)
        zh, en = f"{curie(target)} 的类型是 {found}，应为 {right}。", f"{curie(target)} is a {found}, not a {right}."
        return zh, en

    def _undeclared(self, text: str) -> tuple[str, str]:
        """Say that nothing is declared by this name, and what name of the same kind is hardly another."""
        if text not in self._near and len(self._near) < _MOST_NEAR:
            kind, _, name = text.partition(":")
            every = map(curie, {**self._schema.declared, **self._classes})
            known = sorted({one[len(kind) + 1 :] for one in every if one.startswith(f"{kind}:")})
            found = difflib.get_close_matches(name, known, n=1, cutoff=0.8) if len(known) <= _MOST_KNOWN else []
            self._near[text] = f"{kind}:{found[0]}" if found else ""
        near = self._near.get(text)
        return (
            f"“{text}”没有在任何表中声明（限于所构建的数据集）。{f'是否指 {near}？' if near else ''}",
            f"{text!r} is not declared in any table of the data sets being built.{f' Did you mean {near}?' if near else ''}",
        )


def _table_of(target: str) -> str:
    """Return the table that things of this kind are declared in."""
    kind = curie(target).partition(":")[0]
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}{'es' if kind.endswith('s') else 's'}"


def _classes(names: Iterable[str]) -> str:
    return ", ".join(sorted(map(curie, names)))
